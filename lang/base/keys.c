#include "base/keys.h"

#include "base/source.h"

#include <string.h>

enum { FIRST_CAPACITY = 16 };

void *arena_room(struct arena *a, void *items, size_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity)
        return items;
    *capacity = *capacity ? *capacity * 2 : 4;
    void *more = arena_get(a, *capacity * size);
    if (count)
        memcpy(more, items, count * size);
    return more;
}

void keys_init(struct keys *k, struct arena *a) {
    *k = (struct keys){.arena = a, .capacity = FIRST_CAPACITY};
    k->items = arena_array(a, struct str, FIRST_CAPACITY / 2);
    k->table = arena_array(a, uint32_t, FIRST_CAPACITY);
}

static uint32_t *place_of(const struct keys *k, struct str bytes) {
    size_t mask = k->capacity - 1;
    for (size_t i = hash_bytes(1, bytes.text, bytes.len) & mask;; i = (i + 1) & mask)
        if (!k->table[i] || str_same(k->items[k->table[i] - 1], bytes))
            return &k->table[i];
}

static void grow(struct keys *k) {
    struct str *old = k->items;
    k->capacity *= 2;
    k->table = arena_array(k->arena, uint32_t, k->capacity);
    k->items = arena_array(k->arena, struct str, k->capacity / 2);
    memcpy(k->items, old, sizeof *old * k->count);
    for (uint32_t i = 0; i < k->count; i++)
        *place_of(k, k->items[i]) = i + 1;
}

uint32_t key_of(struct keys *k, const void *bytes, size_t len) {
    struct str s = {bytes, len};
    uint32_t *place = place_of(k, s);
    if (*place)
        return *place - 1;
    if (k->count == k->capacity / 2) {
        grow(k);
        place = place_of(k, s);
    }
    k->items[k->count] = arena_str(k->arena, s);
    *place = ++k->count;
    return k->count - 1;
}

uint32_t key_find(const struct keys *k, const void *bytes, size_t len) {
    return *place_of(k, (struct str){bytes, len}) - 1;
}
