/* `ipt test`: the tests inside a script. */
#ifndef IPT_AUTHOR_TEST_H
#define IPT_AUTHOR_TEST_H

#include "author/coverage.h"
#include "author/stress.h"

struct test_options {
    const char *filter; /* only tests whose title has this in it; NULL: all */
    enum stress stress;
    struct date today;
    uint64_t seeds;            /* each test with so many seeds; 0: with its own */
    struct coverage *coverage; /* counts what they run; may be NULL */
};

/* What a test is about that fails. */
struct test_failure {
    struct span at; /* may be nowhere */
    struct str message;
    struct str found, expected; /* of a comparison; else empty */
    const char *relation;       /* "expected", "compared with" */
    struct test_failure *next;
};
struct test_answer {
    struct str name, value;
    bool on_route;
};
struct test_outcome {
    struct str title;
    struct span at;
    bool good;
    /* of one that failed: */
    struct test_failure *failures;
    uint64_t seed;    /* of --seeds; 0: its own */
    struct str stood; /* where the interview was */
    const struct test_answer *answers;
    size_t answer_count;
};

struct test_counts {
    size_t passed, failed;
};
/* Runs the tests of the file itself (not those of modules it uses), and tells how each went. What
   an outcome holds is good while it is told. */
struct test_counts tests_run(struct program *p, const struct test_options *options,
                             void (*tell)(void *payload, const struct test_outcome *outcome),
                             void *payload);

/* ---- telling (test_report.c) ---- */
/* As a TAP line with its number, and comments below. */
void test_tap(const struct program *p, const struct test_outcome *outcome, size_t number,
              struct buffer *out);
void test_json(const struct program *p, const struct test_outcome *outcome, struct json_writer *w);

#endif
