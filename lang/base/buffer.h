/* Bytes that grow. Owns its memory; always NUL-terminated behind `len`, even when empty. */
#ifndef IPT_BASE_BUFFER_H
#define IPT_BASE_BUFFER_H

#include <stdarg.h>

#include "base/arena.h"

struct buffer {
    char *text;
    size_t len, capacity;
};

void buffer_init(struct buffer *b);
void buffer_release(struct buffer *b);
void buffer_clear(struct buffer *b); /* keeps the memory */
void buffer_add(struct buffer *b, const char *text, size_t len);
void buffer_str(struct buffer *b, struct str s);
void buffer_text(struct buffer *b, const char *z);
void buffer_char(struct buffer *b, char c);
void buffer_repeat(struct buffer *b, char c, size_t times);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *b, const char *format, va_list args);
/* A number as a person writes it: shortest decimal that reads back the same, no exponent for
   magnitudes a questionnaire can have (below 1e15), "-0" printed as "0". */
void buffer_number(struct buffer *b, double number);
struct str buffer_as_str(const struct buffer *b);
/* The content copied into an arena; the buffer is left as it is. */
struct str buffer_keep(const struct buffer *b, struct arena *a);

#endif
