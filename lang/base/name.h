/* Names: each spelling (NFC) once per program, compared by pointer. */
#ifndef IPT_BASE_NAME_H
#define IPT_BASE_NAME_H

#include "base/arena.h"

struct name {
    const char *text; /* NUL-terminated */
    uint32_t len;
    uint32_t hash;
    uint16_t word; /* the token number of a word of the language; 0 for any other name */
    uint16_t mark; /* NAME_LOST: a line that could not be read was to declare it */
};

enum { NAME_LOST = 1 };

struct names {
    struct arena *arena; /* borrowed; holds the names */
    struct name **table; /* malloc'ed */
    size_t capacity, count;
};

void names_init(struct names *n, struct arena *arena);
void names_release(struct names *n);
/* The one name of this spelling; s need not be NFC. */
struct name *name_of(struct names *n, struct str s);
struct name *name_find(struct names *n, struct str s); /* NULL if nobody has used it */
struct str name_str(const struct name *name);

/* How far apart two words are: insertions, deletions, replacements and swaps of neighbours,
   counted in code points, case counted half a step by rounding down. Gives `most + 1` early when
   it is more than `most`. */
int name_distance(struct str a, struct str b, int most);
/* Close enough to be proposed: at most a third of the length, at least 1, at most 3 steps. */
bool name_is_near(struct str typed, struct str candidate, int *distance);

#endif
