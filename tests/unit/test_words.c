/* Words as they are compared (base/wording.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/wording.h"

#include <string.h>

static void expect_words(const char *language, const char *text, const char *expected) {
    struct arena a;
    struct buffer b;
    arena_init(&a);
    buffer_init(&b);
    struct wording w = wording_of(&a, str_from(text), language);
    for (size_t i = 0; i < w.count; i++)
        buffer_printf(&b, "%s%.*s%s%.*s", i ? " " : "", (int)w.words[i].text.len,
                      w.words[i].text.text, w.words[i].other.len ? "/" : "",
                      (int)w.words[i].other.len, w.words[i].other.text);
    assert_string_equal(b.len ? b.text : "", expected);
    buffer_release(&b);
    arena_release(&a);
}

static void words_are_cut_folded_and_stemmed(void **state) {
    (void)state;
    expect_words("en", "I can't, won't and DIDN’T!", "i can not will not and did not");
    expect_words("en", "She'd said \xE2\x80\x98hello\xE2\x80\x99; they're killing",
                 "she would/had said hello they are kill");
    expect_words("en", "well-known 3.5 caf\xC3\xA9s \xEF\xAC\x81ne", "well known 3 5 cafe fine");
    expect_words("de", "Ich möchte NICHT mehr leben. Straße",
                 "ich mocht/moecht nicht mehr leb strass");
    expect_words("en", "\xE6\x83\xB3\xE6\xAD\xBB\xE3\x80\x82ok", "\xE6\x83\xB3 \xE6\xAD\xBB ok");
    expect_words("xx", "Running dogs", "running dogs"); /* no stemmer: words stay whole */
    expect_words("en", "youre, shouldve; dunno don`t it's",
                 "you are should have do not know do not it is/has");
    expect_words("de", "gehts ned, auf'm f\xC3\xBChl", "geht es nicht auf dem fuhl/fuehl");
    expect_words("en",
                 "fianc\xC3\xA9"
                 "e co\xC2\xADop",
                 "fiance coop");
    expect_words("en", "'' ' -- \xF0\x9F\x98\x80", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_folded_and_stemmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
