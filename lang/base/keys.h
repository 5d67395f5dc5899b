/* Numbers for things that are the same when their bytes are: words, sets of numbers. The first is
   0, each new one the next. */
#ifndef IPT_BASE_KEYS_H
#define IPT_BASE_KEYS_H

#include "base/arena.h"

struct keys {
    struct arena *arena; /* borrowed; holds everything */
    struct str *items;   /* by number */
    uint32_t *table;     /* open hash table of numbers + 1 */
    uint32_t count, capacity;
};
#define KEY_NONE UINT32_MAX

void keys_init(struct keys *k, struct arena *a);
/* The number of these bytes; new ones are copied, aligned for uint32_t. */
uint32_t key_of(struct keys *k, const void *bytes, size_t len);
uint32_t key_find(const struct keys *k, const void *bytes, size_t len); /* KEY_NONE: it has none */

/* Growing arrays in an arena: room for item `count`, what is there copied when it moves. */
void *arena_room(struct arena *a, void *items, size_t count, uint32_t *capacity, size_t size);

#endif
