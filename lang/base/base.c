/* Memory that cannot fail, and the two ways a program may stop by itself. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_from(const char *z) {
    return (struct str){z ? z : "", z ? strlen(z) : 0};
}

bool str_is(struct str a, const char *z) {
    size_t len = strlen(z);
    return a.len == len && memcmp(a.text, z, len) == 0;
}

bool str_same(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.text, b.text, a.len) == 0);
}

void *memory_get(size_t size) {
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        die("there is not enough memory");
    return memory;
}

void *memory_resize(void *old, size_t size) {
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        die("there is not enough memory");
    return memory;
}

void *array_room(void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return items;
    size_t more = *capacity ? *capacity * 2 : 8;
    if (more > SIZE_MAX / size)
        die("a list has grown too long");
    *capacity = more;
    return memory_resize(items, more * size);
}

static _Noreturn void stop(const char *format, va_list args, bool abnormal) {
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    if (abnormal)
        abort();
    exit(2);
}

void bug_at(const char *file, int line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "ipt: a fault of the program itself at %s:%d: ", file, line);
    stop(format, args, true);
}

void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("ipt: ", stderr);
    stop(format, args, false);
}
