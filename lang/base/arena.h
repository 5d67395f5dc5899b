/* An arena: memory handed out in order and given back all at once. Three lifetimes use one each:
   a program, a session, a scratch step. Nothing in an arena is freed by itself. */
#ifndef IPT_BASE_ARENA_H
#define IPT_BASE_ARENA_H

#include "base/base.h"

struct arena {
    struct arena_chunk *newest;
    char *next, *end; /* the free part of the newest chunk */
    size_t bytes;     /* handed out so far, for budgets */
};

void arena_init(struct arena *a);
void arena_release(struct arena *a);
/* Empties the arena but keeps one chunk, for the next round. */
void arena_reset(struct arena *a);
/* Zeroed, aligned for any object. Never NULL; out of memory ends the program. */
void *arena_get(struct arena *a, size_t size);
#define arena_new(a, type) ((type *)arena_get((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_get((a), sizeof(type) * (count)))
/* Copies with a NUL behind the copy (not counted). */
char *arena_copy(struct arena *a, const char *text, size_t len);
struct str arena_str(struct arena *a, struct str s);
/* printf into the arena. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
