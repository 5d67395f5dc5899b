/* What every file may use: memory that cannot fail, our own bugs, growing arrays. */
#ifndef IPT_BASE_BASE_H
#define IPT_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"
#include "base/limits.h"

/* A run of bytes that somebody else owns. Text is UTF-8 and not NUL-terminated unless it says so.
 */
struct str {
    const char *text;
    size_t len;
};
#define STR(literal) ((struct str)STR_INIT(literal))
#define STR_INIT(literal) \
    { (literal), sizeof(literal) - 1 } /* of a constant */
struct str str_from(const char *z);    /* of a NUL-terminated text; NULL gives the empty one */
bool str_is(struct str a, const char *z);
bool str_same(struct str a, struct str b);

/* malloc and realloc that end the program with a message when memory is gone. */
void *memory_get(size_t size); /* zeroed */
void *memory_resize(void *old, size_t size);

/* Our own mistake: says where and aborts. Never for what a user can cause. */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The environment fails us in a way nothing can be done about. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* array_push(items, count, capacity): room for one more at the end; gives a pointer to it.
   `items` is a malloc'ed pointer lvalue, the other two are size_t lvalues. */
#define array_push(items, count, capacity) \
    ((items) = array_room((items), (count), &(capacity), sizeof *(items)), &(items)[(count)++])
void *array_room(void *items, size_t count, size_t *capacity, size_t size);

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
