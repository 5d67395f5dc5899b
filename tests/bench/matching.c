/* How fast patterns are found: replies a second for ten thousand rules, and nanoseconds a byte for
   one text that grows, with the worst patterns that can be written. `make bench-matching`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/matcher.h"

enum { RULES = 10000, REPLIES = 1000, VOCABULARY = 4000, ROUNDS = 200 };

static uint32_t draw = 2463534242u; /* xorshift32 */
static uint32_t below(uint32_t n) {
    draw ^= draw << 13;
    draw ^= draw >> 17;
    draw ^= draw << 5;
    return draw % n;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- words as people use them: a few of them most of the time ---- */
static char vocabulary[VOCABULARY][16];
static const char *const common[] = {
    "i",     "you", "the", "a",  "to",  "feel", "was", "it",   "that",  "when", "and", "not",
    "don't", "my",  "me",  "is", "I'm", "so",   "we",  "have", "she's", "he'd", "of",  "because"};

static void make_vocabulary(void) {
    static const char *const sounds[] = {"ba", "ke", "li", "mo", "nu",
                                         "ra", "se", "ti", "vo", "da"};
    for (int i = 0; i < VOCABULARY; i++)
        snprintf(vocabulary[i], sizeof vocabulary[i], "%s%s%s%s%s", sounds[i % 10],
                 sounds[i / 10 % 10], sounds[i / 100 % 10], sounds[i / 1000],
                 i % 3 ? i % 3 == 1 ? "s" : "ing" : "");
}

static const char *word(void) {
    if (below(2))
        return common[below(sizeof common / sizeof *common)];
    uint32_t rank = below(VOCABULARY);
    return vocabulary[below(rank + 1)];
}

static const struct word_set *set_of(void *payload, struct str name) {
    (void)name;
    return payload;
}

/* ---- rules ---- */
/* Kinds of rules as rubrics have them: lists, sets, alternatives, gaps. `harsh`: lists of words
   that nearly every reply has, so that hundreds of rules are met. */
static void make_rule(struct buffer *b, int kind, bool harsh) {
    switch (kind) {
    case 0:
        buffer_printf(b, "%s, %s %s, %s", harsh ? word() : vocabulary[below(VOCABULARY)], word(),
                      word(), vocabulary[below(VOCABULARY)]);
        break;
    case 1:
        buffer_printf(b, "i (feel|felt|am) *2 %s *5 because %s", vocabulary[below(VOCABULARY)],
                      vocabulary[below(VOCABULARY)]);
        break;
    case 2:
        buffer_printf(b, "(when|after) *9 %s *3 !not ~set", vocabulary[below(VOCABULARY)]);
        break;
    case 3:
        buffer_printf(b, "%s [so] %s * %s", word(), word(), vocabulary[below(VOCABULARY)]);
        break;
    default:
        buffer_printf(b, "~set * (%s|%s %s)", vocabulary[below(VOCABULARY)], word(),
                      vocabulary[below(VOCABULARY)]);
        break;
    }
}

static struct matcher *make_matcher(struct arena *a, int rules, bool harsh) {
    struct matcher *m = matcher_new(a, "en");
    struct word_set *set = word_set_new(a, "en");
    struct buffer b;
    buffer_init(&b);
    for (int i = 0; i < 60; i++)
        word_set_add(set, str_from(vocabulary[below(VOCABULARY)]));
    word_set_add(set, STR("left out, fed up, let down"));
    for (int i = 0; i < rules; i++) {
        uint32_t number;
        struct pattern_mistake mistake;
        int kind = i % 5;
        buffer_clear(&b);
        make_rule(&b, kind, harsh);
        enum match_by by = kind ? MATCH_MATCHES : i % 2 ? MATCH_MENTIONS : MATCH_AFFIRMS;
        if (!matcher_add(m, by, buffer_as_str(&b), set_of, set, &number, &mistake))
            bug("`%s` is refused", b.text);
    }
    buffer_release(&b);
    matcher_close(m);
    return m;
}

static void bench_replies(int rules, bool harsh) {
    struct arena a;
    struct str replies[REPLIES];
    size_t words = 0, met = 0, count;
    arena_init(&a);
    double started = now();
    struct matcher *m = make_matcher(&a, rules, harsh);
    double built = now() - started;
    for (int i = 0; i < REPLIES; i++) {
        struct buffer b;
        buffer_init(&b);
        for (uint32_t k = 4 + below(12); k > 0; k--, words++)
            buffer_printf(&b, "%s%s", word(), k == 1 ? "." : below(8) ? " " : ", ");
        replies[i] = buffer_keep(&b, &a);
        buffer_release(&b);
    }
    struct matching *x = matching_new(m);
    for (int i = 0; i < REPLIES; i++, met += count)
        matcher_find(m, x, replies[i], &count);
    started = now();
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < REPLIES; i++)
            matcher_find(m, x, replies[i], &count);
    double took = now() - started;
    printf("%6d rules  %8.0f replies/s  %5.0f ns a word  %.1f words, %.1f rules met a reply  "
           "built in %.0f ms, %.1f MB\n",
           rules, ROUNDS * REPLIES / took, took / ROUNDS / (double)words * 1e9,
           (double)words / REPLIES, (double)met / REPLIES, built * 1e3, (double)a.bytes / 1e6);
    matching_release(x);
    arena_release(&a);
}

/* ---- the worst ---- */
static struct str repeated(struct arena *a, const char *text, size_t bytes, const char *end) {
    struct buffer b;
    buffer_init(&b);
    while (b.len + strlen(text) <= bytes)
        buffer_text(&b, text);
    buffer_text(&b, end);
    struct str s = buffer_keep(&b, a);
    buffer_release(&b);
    return s;
}

static void bench_worst(const char *name, const char *unit, int times, const char *end,
                        const char *reply) {
    struct arena a;
    struct pattern_mistake mistake;
    uint32_t number;
    size_t count;
    arena_init(&a);
    struct matcher *m = matcher_new(&a, "en");
    /* as long as it is taken */
    while (times &&
           !matcher_add(m, MATCH_MATCHES, repeated(&a, unit, strlen(unit) * (size_t)times, end),
                        NULL, NULL, &number, &mistake))
        times--;
    matcher_close(m);
    struct matching *x = matching_new(m);
    printf("%-34s x %3d ", name, times);
    for (size_t bytes = 10000; bytes <= 1000000; bytes *= 10) {
        struct str text = repeated(&a, reply, bytes, "");
        double started = now();
        matcher_find(m, x, text, &count);
        double took = now() - started;
        printf("  %4zuk %6.1f ns/byte", bytes / 1000, took / (double)text.len * 1e9);
        if (bytes == 1000000)
            printf("  %4.0f ms", took * 1e3);
    }
    printf("\n");
    matching_release(x);
    arena_release(&a);
}

static void bench_words(void) {
    struct arena a;
    struct buffer b;
    size_t count;
    arena_init(&a);
    buffer_init(&b);
    struct matcher *m = make_matcher(&a, RULES, false);
    struct matching *x = matching_new(m);
    for (uint32_t i = 0; b.len < 1000000; i++)
        buffer_printf(&b, "w%xing ", i * 2654435761u);
    double started = now();
    matcher_find(m, x, buffer_as_str(&b), &count);
    printf("a megabyte of words, all different: %.0f ms\n", (now() - started) * 1e3);
    buffer_clear(&b);
    while (b.len < 1000000)
        buffer_printf(&b, "%s%s", word(), below(10) ? " " : ". ");
    started = now();
    matcher_find(m, x, buffer_as_str(&b), &count);
    printf("a megabyte as people write, %d rules: %.0f ms\n", RULES, (now() - started) * 1e3);
    buffer_release(&b);
    matching_release(x);
    arena_release(&a);
}

int main(void) {
    make_vocabulary();
    for (int rules = 10; rules <= RULES; rules *= 10)
        bench_replies(rules, false);
    bench_replies(RULES, true);
    bench_words();
    bench_worst("a * a * a * … b", "a * ", 300, "b", "a ");
    bench_worst("a *9 a *9 … b", "a *9 ", 300, "b", "a ");
    bench_worst("a * a * (a|b) *9 [a] !c … b", "a * a * (a|b) *9 [a] *2 !c ", 100, "b", "a ");
    bench_worst("[a] [a] [a] … b", "[a] ", 300, "b", "a ");
    bench_worst("(a a|a) *3 … b", "(a a|a) *3 ", 300, "b", "a ");
    bench_worst("(would|had) * … b", "(would|had) * ", 300, "b", "i'd ");
    bench_worst("a *999 !(x y) … b", "a *999 !(x y) ", 300, "b", "a x ");
    return 0;
}
