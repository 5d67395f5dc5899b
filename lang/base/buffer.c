/* Bytes that grow by doubling. */
#include "base/buffer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *b) {
    *b = (struct buffer){memory_get(64), 0, 64};
}

void buffer_release(struct buffer *b) {
    free(b->text);
    *b = (struct buffer){0};
}

void buffer_clear(struct buffer *b) {
    b->len = 0;
    b->text[0] = '\0';
}

static char *room_for(struct buffer *b, size_t more) {
    size_t needed = b->len + more + 1;
    if (needed > b->capacity) {
        while (b->capacity < needed)
            b->capacity *= 2;
        b->text = memory_resize(b->text, b->capacity);
    }
    return b->text + b->len;
}

void buffer_add(struct buffer *b, const char *text, size_t len) {
    char *end = room_for(b, len);
    if (len)
        memcpy(end, text, len);
    end[len] = '\0';
    b->len += len;
}

void buffer_str(struct buffer *b, struct str s) {
    buffer_add(b, s.text, s.len);
}

void buffer_text(struct buffer *b, const char *z) {
    buffer_add(b, z, strlen(z));
}

void buffer_char(struct buffer *b, char c) {
    char *end = room_for(b, 1);
    end[0] = c;
    end[1] = '\0';
    b->len++;
}

void buffer_repeat(struct buffer *b, char c, size_t times) {
    char *end = room_for(b, times);
    memset(end, c, times);
    end[times] = '\0';
    b->len += times;
}

void buffer_vprintf(struct buffer *b, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        bug("the format `%s`", format);
    vsnprintf(room_for(b, (size_t)len), (size_t)len + 1, format, again);
    va_end(again);
    b->len += (size_t)len;
}

void buffer_printf(struct buffer *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buffer_vprintf(b, format, args);
    va_end(args);
}

static void add_whole(struct buffer *b, int64_t number) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        digits[--at] = '-';
    buffer_add(b, digits + at, sizeof digits - at);
}

void buffer_number(struct buffer *b, double number) {
    if (number == floor(number) && fabs(number) < 1e15) {
        add_whole(b, (int64_t)number);
        return;
    }
    char text[400];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    if (strchr(text, 'e') && fabs(number) < 1e15 && fabs(number) > 1e-15)
        snprintf(text, sizeof text, "%.*f", (int)(16 - floor(log10(fabs(number)))), number);
    buffer_text(b, text);
}

struct str buffer_as_str(const struct buffer *b) {
    return (struct str){b->text, b->len};
}

struct str buffer_keep(const struct buffer *b, struct arena *a) {
    return (struct str){arena_copy(a, b->text, b->len), b->len};
}
