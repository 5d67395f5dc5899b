/* Words as they are compared (base/wording.h), and phrases looked for among them (base/phrases.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/phrases.h"
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
    expect_words("de", "Ich möchte NICHT mehr leben. Straße", "ich mocht nicht mehr leb strass");
    expect_words("en", "\xE6\x83\xB3\xE6\xAD\xBB\xE3\x80\x82ok", "\xE6\x83\xB3 \xE6\xAD\xBB ok");
    expect_words("xx", "Running dogs", "running dogs"); /* no stemmer: words stay whole */
    expect_words("en", "'' ' -- \xF0\x9F\x98\x80", "");
}

static enum mention look(const char *language, const char *list, const char *text,
                         const char *found) {
    struct arena a;
    struct str at = {"", 0};
    arena_init(&a);
    struct phrases *p = phrases_new(&a, language);
    assert_true(phrases_add(p, str_from(list)));
    phrases_close(p);
    enum mention mention = phrases_find(p, &a, str_from(text), &at);
    if (found)
        assert_true(str_is(at, found));
    arena_release(&a);
    return mention;
}

static void phrases_are_found_in_any_form(void **state) {
    (void)state;
    static const char risk[] =
        "suicide, kill myself, wish i were dead, better off dead, do not want to live";
    assert_int_equal(look("en", risk, "I think of killing myself.", "killing myself"),
                     MENTION_AFFIRMED);
    assert_int_equal(
        look("en", risk, "I DON\xE2\x80\x99T want to live", "DON\xE2\x80\x99T want to live"),
        MENTION_AFFIRMED);
    assert_int_equal(look("en", risk, "i dont want to live", NULL), MENTION_AFFIRMED);
    assert_int_equal(look("en", risk, "They would be better off. Dead tired.", NULL), MENTION_NONE);
    assert_int_equal(look("en", risk, "skill myself", NULL), MENTION_NONE);
    assert_int_equal(look("en", "hi", "hip hip hooray, think", NULL), MENTION_NONE);
    assert_int_equal(look("en", "she had left", "She'd left.", "She'd left"), MENTION_AFFIRMED);
    assert_int_equal(look("en", "she would go", "she'd go", NULL), MENTION_AFFIRMED);
    assert_int_equal(look("en", "a b c, b d", "a b d", "b d"), MENTION_AFFIRMED);
    assert_int_equal(look("en", "naive", "na\xC3\xAFve", NULL), MENTION_AFFIRMED);
    assert_int_equal(look("de", "umbringen, nicht mehr leben", "Ich will nicht mehr leben", NULL),
                     MENTION_AFFIRMED);
    assert_int_equal(
        look("xx", "\xE6\x83\xB3\xE6\xAD\xBB", "\xE6\x88\x91\xE6\x83\xB3\xE6\xAD\xBB", NULL),
        MENTION_AFFIRMED);
}

static void a_denial_reaches_four_words_in_its_thought(void **state) {
    (void)state;
    assert_int_equal(look("en", "suicide", "I would never think of suicide", NULL), MENTION_DENIED);
    assert_int_equal(look("en", "suicide", "Not today. Suicide is on my mind", NULL),
                     MENTION_AFFIRMED);
    assert_int_equal(look("en", "suicide", "I am not well but suicide helps", NULL),
                     MENTION_AFFIRMED);
    assert_int_equal(look("en", "suicide", "no suicide then, suicide now", NULL), MENTION_DENIED);
    assert_int_equal(look("en", "angry", "I wasn't angry at first. Then I was angry.", NULL),
                     MENTION_AFFIRMED);
    assert_int_equal(look("de", "sterben", "Ich will nicht sterben", NULL), MENTION_DENIED);
    assert_int_equal(look("en", "no reason to live", "I see no reason to live", NULL),
                     MENTION_AFFIRMED);
}

static void a_phrase_without_a_word_is_told(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    struct phrases *p = phrases_new(&a, "en");
    assert_true(phrases_add(p, STR("late, call")));
    assert_false(phrases_add(p, STR("late,, call")));
    assert_false(phrases_add(p, STR("!?")));
    assert_int_equal(phrases_count(p), 4);
    arena_release(&a);
}

/* Two hundred phrases in a text of a megabyte: one pass. */
static void long_texts_take_time_in_proportion(void **state) {
    (void)state;
    struct arena a;
    struct buffer b;
    arena_init(&a);
    buffer_init(&b);
    struct phrases *p = phrases_new(&a, "en");
    for (int i = 0; i < 200; i++)
        assert_true(phrases_add(p, arena_printf(&a, "a a a a a a b%d, a a c%d", i, i)));
    phrases_close(p);
    for (int i = 0; i < 500000; i++)
        buffer_text(&b, "a ");
    assert_int_equal(phrases_find(p, &a, buffer_as_str(&b), NULL), MENTION_NONE);
    buffer_text(&b, "b199");
    assert_int_equal(phrases_find(p, &a, buffer_as_str(&b), NULL), MENTION_AFFIRMED);
    buffer_release(&b);
    arena_release(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_folded_and_stemmed),
        cmocka_unit_test(phrases_are_found_in_any_form),
        cmocka_unit_test(a_denial_reaches_four_words_in_its_thought),
        cmocka_unit_test(a_phrase_without_a_word_is_told),
        cmocka_unit_test(long_texts_take_time_in_proportion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
