#include "author/count.h"

#include <stdio.h>
#include <stdlib.h>

enum { BASE = 1000000000 };

void count_set(struct count *c, uint32_t number) {
    c->limbs = memory_resize(c->limbs, sizeof *c->limbs);
    c->limbs[0] = number;
    c->length = 1;
}

void count_add(struct count *c, const struct count *other) {
    size_t length = c->length > other->length ? c->length : other->length;
    uint64_t carry = 0;
    c->limbs = memory_resize(c->limbs, sizeof *c->limbs * (length + 1));
    for (size_t i = 0; i < length || carry; i++) {
        uint64_t sum =
            carry + (i < c->length ? c->limbs[i] : 0) + (i < other->length ? other->limbs[i] : 0);
        c->limbs[i] = (uint32_t)(sum % BASE);
        carry = sum / BASE;
        if (i >= c->length)
            c->length = i + 1;
    }
}

void count_print_plain(const struct count *c, struct buffer *out) {
    for (size_t i = c->length; i-- > 0;)
        buffer_printf(out, i + 1 == c->length ? "%u" : "%09u", c->limbs[i]);
}

void count_print(const struct count *c, struct buffer *out) {
    struct buffer digits;
    buffer_init(&digits);
    count_print_plain(c, &digits);
    for (size_t i = 0; i < digits.len; i++) {
        if (i && (digits.len - i) % 3 == 0)
            buffer_char(out, ',');
        buffer_char(out, digits.text[i]);
    }
    buffer_release(&digits);
}

void count_release(struct count *c) {
    free(c->limbs);
}
