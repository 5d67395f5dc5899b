/* Interned names in an open hash table; distances between words for did-you-mean. */
#include "base/name.h"

#include "base/source.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void names_init(struct names *n, struct arena *arena) {
    *n = (struct names){.arena = arena, .capacity = 256};
    n->table = memory_get(sizeof *n->table * n->capacity);
}

void names_release(struct names *n) {
    free(n->table);
    *n = (struct names){0};
}

static struct name **place_of(const struct names *n, struct str s, uint32_t hash) {
    for (size_t i = hash & (n->capacity - 1);; i = (i + 1) & (n->capacity - 1)) {
        struct name *name = n->table[i];
        if (!name ||
            (name->hash == hash && name->len == s.len && memcmp(name->text, s.text, s.len) == 0))
            return &n->table[i];
    }
}

static void grow(struct names *n) {
    struct name **old = n->table;
    size_t old_capacity = n->capacity;
    n->capacity *= 2;
    n->table = memory_get(sizeof *n->table * n->capacity);
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i])
            *place_of(n, name_str(old[i]), old[i]->hash) = old[i];
    free(old);
}

static uint32_t hash_of(struct str s) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.text[i]) * 16777619u;
    return h;
}

struct name *name_of(struct names *n, struct str s) {
    s = text_nfc(n->arena, s);
    uint32_t hash = hash_of(s);
    struct name **place = place_of(n, s, hash);
    if (*place)
        return *place;
    if ((n->count + 1) * 2 > n->capacity) {
        grow(n);
        place = place_of(n, s, hash);
    }
    struct name *name = arena_new(n->arena, struct name);
    name->text = arena_copy(n->arena, s.text, s.len);
    name->len = (uint32_t)s.len;
    name->hash = hash;
    n->count++;
    return *place = name;
}

struct name *name_find(struct names *n, struct str s) {
    s = text_nfc(n->arena, s);
    return *place_of(n, s, hash_of(s));
}

struct str name_str(const struct name *name) {
    return (struct str){name->text, name->len};
}

/* ---- distances ---- */
enum { LONGEST = 64 }; /* code points compared; longer words are not typed by mistake */

static size_t decode_all(struct str s, int32_t *points) {
    size_t count = 0;
    while (s.len && count < LONGEST) {
        size_t len = text_decode(s, &points[count++]);
        s.text += len;
        s.len -= len;
    }
    return s.len ? LONGEST + 1 : count;
}

static int32_t lower(int32_t point) {
    return point >= 'A' && point <= 'Z' ? point + 32 : point;
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}

/* Three rows of the usual table (optimal string alignment); costs in half steps. */
int name_distance(struct str a, struct str b, int most) {
    int32_t x[LONGEST + 1], y[LONGEST + 1];
    int rows[3][LONGEST + 2];
    size_t m = decode_all(a, x), n = decode_all(b, y);
    if (m > LONGEST || n > LONGEST || (m > n ? m - n : n - m) > (size_t)most)
        return most + 1;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (int)(2 * j);
    for (size_t i = 1; i <= m; i++) {
        int *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = (int)(2 * i);
        for (size_t j = 1; j <= n; j++) {
            bool same = x[i - 1] == y[j - 1];
            int change = same ? 0 : lower(x[i - 1]) == lower(y[j - 1]) ? 1 : 2;
            now[j] = smaller(last[j - 1] + change, smaller(last[j], now[j - 1]) + 2);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                now[j] = smaller(now[j], before[j - 2] + 2);
        }
    }
    int steps = rows[m % 3][n] / 2;
    return steps > most ? most + 1 : steps;
}

bool name_is_near(struct str typed, struct str candidate, int *distance) {
    int most = (int)(typed.len / 3);
    most = most < 1 ? 1 : most > 3 ? 3 : most;
    *distance = name_distance(typed, candidate, most);
    return *distance <= most &&
           *distance < (int)(typed.len > candidate.len ? typed.len : candidate.len);
}
