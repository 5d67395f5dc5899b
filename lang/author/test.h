/* `ipt test`: the tests inside a script. */
#ifndef IPT_AUTHOR_TEST_H
#define IPT_AUTHOR_TEST_H

#include "author/stress.h"

struct test_options {
    const char *filter; /* only tests whose title has this in it; NULL: all */
    enum stress stress;
    struct date today;
};

struct test_counts {
    size_t passed, failed;
};

size_t test_count(const struct program *p, const char *filter);
/* Runs the tests of the file itself (not those of modules it uses), writing TAP lines to `out`;
   numbers go on from *number. */
struct test_counts tests_run(struct program *p, const struct test_options *options, size_t *number,
                             struct buffer *out);

#endif
