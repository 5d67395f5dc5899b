/* The inside of the matcher, for its own files alone: a pattern as pieces (matcher_read.c), the
   machine they are put together to (matcher_build.c), its run over a text (matcher_find.c).

   The machine. A *state* is a word of a pattern at its place: it is reached where that word stands
   and what is before it is met. A *port* is where the next word is waited for: behind any of
   certain states, over a gap. A state is a port and a class, the words that lead from the one to
   the other. All of them have numbers by what they are, so that patterns which begin alike share
   their beginnings, and what is written twice is there once. Port 0 waits at every word of the
   text, port 1 at the first one. */
#ifndef IPT_BASE_MATCHER_PARTS_H
#define IPT_BASE_MATCHER_PARTS_H

#include "base/keys.h"
#include "base/matcher.h"
#include "base/wording.h"

/* ---- word sets ---- */
struct phrase {
    struct str written;
    struct wording words; /* at least one */
};
struct word_set {
    struct arena *arena;
    const char *language;
    struct phrase *phrases;
    uint32_t count, capacity;
};

/* ---- a pattern as it is written ---- */
enum piece_kind {
    PIECE_EITHER, /* rows, one of which is met: ( | ), [ | ], and the whole pattern */
    PIECE_ROW,    /* pieces one behind the other */
    PIECE_WORD,
    PIECE_SET,
    PIECE_GAP, /* any words, at most so many */
    PIECE_NOT, /* a row that must not stand in the gap */
};
struct piece {
    enum piece_kind kind;
    uint32_t at, len; /* bytes of the pattern */
    bool optional;    /* [ ] */
    bool used;        /* of `!`: there is a gap for it */
    uint32_t most;    /* words of a gap */
    struct str text, other;
    const struct word_set *set;
    struct piece *first, *last, *next, *above;
};
#define ANY_NUMBER UINT32_MAX

/* The sets a pattern names, for reading it again. */
struct named_set {
    struct str name;
    const struct word_set *set;
    struct named_set *next;
};

/* NULL with `mistake`. `names`, unless NULL: gets what the sets are called; in arena `keep`. */
struct reading {
    struct arena *arena; /* for the pieces */
    const char *language;
    enum match_by by;
    struct str pattern;
    word_set_lookup sets;
    void *payload;
    struct arena *keep;
    struct named_set **names;
    struct pattern_mistake *mistake;
};
struct piece *pattern_read(const struct reading *r);
/* A set by itself as a pattern. */
struct piece *pattern_of_set(struct arena *a, const struct word_set *set);

/* ---- the machine ---- */
struct link {
    uint32_t value, next; /* next 0: the last */
};
struct state {
    uint32_t port, class;
    uint32_t feeds;             /* links: ports that wait behind it */
    uint32_t meets;             /* links: patterns that are met here */
    uint32_t affirms;           /* links: patterns that are met here unless it is denied */
    uint32_t bars;              /* links: exclusions, what is met here must not stand in a gap */
    uint32_t depth;             /* words before it and itself, at most */
    const struct piece *origin; /* in the first pattern that has it; while that is read */
    struct str rest;            /* of a phrase of a set: what follows, as it is written */
};
struct port {
    uint32_t most;            /* words that may stand before the one that is waited for */
    uint32_t exclusion_count; /* what must not be among them */
    const uint32_t *exclusions;
};
struct edge { /* a slot of an open hash table: the states that a word leads to from a port */
    uint32_t port, word, states; /* links; 0: a free slot */
};
struct pattern {
    enum match_by by;
    struct str text;            /* as it is written; empty: a set by itself */
    const struct word_set *set; /* that set */
    struct named_set *names;
};

struct matcher {
    struct arena *arena;
    const char *language;
    unsigned denies;     /* so many words behind one that negates */
    struct keys words;   /* 0: any other */
    struct keys classes; /* sets of words */
    struct keys places;  /* sets of states */
    struct keys gaps, ports_by_key, states_by_key, exclusions, meanings;
    struct keys sets; /* word sets as they stand in `set_words` */
    struct set_words *set_words;
    struct state *states;
    struct port *ports;
    struct pattern *patterns;
    struct link *links;
    uint32_t set_capacity, state_capacity, port_capacity, pattern_capacity;
    uint32_t link_count, link_capacity;
    /* when it is closed */
    bool closed;
    uint32_t *first; /* by word: links, the states it leads to from port 0 */
    struct edge *edges;
    uint32_t edge_capacity;
};
enum { PORT_ANYWHERE, PORT_START };

/* Puts a number in front of a list of links. */
void matcher_link(struct matcher *m, uint32_t *list, uint32_t value);
/* The port behind this place, over this gap. */
uint32_t matcher_port(struct matcher *m, uint32_t place, uint32_t gap);
/* Puts the pieces in; false with `mistake`. */
bool matcher_put(struct matcher *m, enum match_by by, struct piece *root, uint32_t *number,
                 struct pattern_mistake *mistake);

static inline uint32_t edge_hash(uint32_t port, uint32_t word) {
    uint64_t h = ((uint64_t)port << 32 | word) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}
/* The states that the word leads to from the port, as links; 0: none. */
static inline uint32_t edge_states(const struct matcher *m, uint32_t port, uint32_t word) {
    uint32_t mask = m->edge_capacity - 1;
    for (uint32_t i = edge_hash(port, word) & mask;; i = (i + 1) & mask) {
        const struct edge *e = &m->edges[i];
        if (!e->states || (e->port == port && e->word == word))
            return e->states;
    }
}

#endif
