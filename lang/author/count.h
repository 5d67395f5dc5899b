/* Whole numbers of any size, only added and printed: how many ways there are. */
#ifndef IPT_AUTHOR_COUNT_H
#define IPT_AUTHOR_COUNT_H

#include "base/buffer.h"

struct count {
    uint32_t *limbs; /* malloc'ed; base 1,000,000,000, the lowest first */
    size_t length;
};

void count_set(struct count *c, uint32_t number);
void count_add(struct count *c, const struct count *other);
void count_print(const struct count *c, struct buffer *out);       /* 1,953,125 */
void count_print_plain(const struct count *c, struct buffer *out); /* 1953125 */
void count_release(struct count *c);

#endif
