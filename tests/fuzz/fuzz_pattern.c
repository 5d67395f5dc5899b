/* Any text as patterns and a reply: a line for each pattern, its first letter says how it is meant (m, a, s; others a
   row), then an empty line, then the reply. What is found and why must agree. Built with -fsanitize=fuzzer it is a
   fuzzer; otherwise it replays the files it is given.

   clang -g -O1 -fsanitize=fuzzer,address,undefined …, see `make fuzz-patterns`. */
#include <string.h>

#include "base/matcher.h"
#include "base/source.h"
#include "base/text.h"

static const struct word_set *set_of(void *payload, struct str name) {
    return name.len && name.text[0] == 's' ? payload : NULL;
}

static struct str next_line(struct str *rest) {
    const char *end = rest->len ? memchr(rest->text, '\n', rest->len) : NULL;
    struct str line = {rest->text, end ? (size_t)(end - rest->text) : rest->len};
    size_t taken = line.len + (end ? 1 : 0);
    *rest = (struct str){rest->text + taken, rest->len - taken};
    return line;
}

static void add(struct matcher *m, struct word_set *set, struct str line) {
    struct str pattern = {line.text + 1, line.len - 1};
    struct pattern_mistake mistake = {PATTERN_GOOD, 0, 0};
    enum match_by by = line.text[0] == 'm'   ? MATCH_MENTIONS
                       : line.text[0] == 'a' ? MATCH_AFFIRMS
                       : line.text[0] == 's' ? MATCH_STARTS
                                             : MATCH_MATCHES;
    uint32_t number;
    if (!matcher_add(m, by, pattern, set_of, set, &number, &mistake) &&
        (mistake.fault == PATTERN_GOOD || mistake.at + mistake.len > pattern.len))
        bug("a mistake outside of the pattern");
}

static void look(const struct matcher *m, struct matching *x, struct str text) {
    size_t count;
    const struct match *found = matcher_find(m, x, text, &count);
    for (uint32_t n = 0; n < matcher_count(m); n++) {
        struct arena a;
        arena_init(&a);
        const struct match *match = match_of(found, count, n);
        struct match_reason why = matcher_why(m, &a, text, n);
        if (why.met != (match != NULL) || (match && !str_same(match->words, why.words)))
            bug("pattern %u is told otherwise", n);
        arena_release(&a);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size) {
    struct str rest = {(const char *)bytes, size}, line;
    struct arena a;
    size_t bad;
    if (text_check(rest, &bad) != TEXT_GOOD)
        return 0;
    arena_init(&a);
    struct matcher *m = matcher_new(&a, size % 4 ? "en" : "de");
    struct word_set *set = word_set_new(&a, "en");
    word_set_add(set, next_line(&rest));
    while ((line = next_line(&rest)).len)
        add(m, set, line);
    matcher_close(m);
    struct matching *x = matching_new(m);
    look(m, x, rest);
    look(m, x, rest); /* nothing is left of the first time */
    matching_release(x);
    arena_release(&a);
    return 0;
}

#include "replay.h"
