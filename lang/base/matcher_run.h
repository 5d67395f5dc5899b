/* A run of the machine, as matcher_find.c makes it and matcher_why.c watches it. */
#ifndef IPT_BASE_MATCHER_RUN_H
#define IPT_BASE_MATCHER_RUN_H

#include "base/matcher_parts.h"

/* A way through a pattern: where it began. */
struct way {
    uint32_t start;    /* the earliest word it may have begun with */
    uint32_t nearest;  /* the latest */
    uint32_t affirmed; /* the earliest that no denial stands before; NOWHERE: none. In a lenient
                          run: the first word that was passed over though it is excluded */
};
#define NOWHERE UINT32_MAX

struct entry {
    uint32_t
        at; /* the last word behind which this port waits; of a port with a gap 0: not at all */
    struct way way;
};
struct reached {
    uint32_t state;
    struct way way;
};
struct found {
    uint32_t number, start, end; /* words */
    uint32_t excluded;           /* way.affirmed of a lenient run */
};
struct heard { /* a word as the machine hears it */
    uint32_t word, other;
    bool negates, turns;
};
struct known { /* … and as it is written */
    char written[26];
    unsigned char len;
    bool paused;
    uint32_t count;
    struct heard heard[4];
};
struct spot {
    uint32_t at, end; /* bytes */
};

struct matching {
    const struct matcher *m;
    struct word_reader *reader;
    struct arena scratch;
    struct known *known, unknown;
    uint32_t known_mask;
    uint32_t now, begun;            /* this word, and the first of the text; from 1 */
    uint32_t denial;                /* the last word that denies what follows; 0: none */
    struct entry *entries;          /* by port */
    uint32_t *next, *coming, *open; /* ports: without a gap, at this and the next word; with one */
    uint32_t next_count, coming_count, open_count;
    uint32_t *told, *affirmed; /* by state: the word at which its patterns were last told */
    uint32_t *last_excluded;   /* by exclusion: where its last occurrence began */
    uint32_t *found_at;        /* by pattern: 1 + its index in `found` */
    struct reached *reached;   /* at this word */
    struct spot *words;
    struct found *found;
    struct match *matches;
    size_t reached_count, reached_capacity, word_count, word_capacity;
    size_t found_count, found_capacity, match_count, match_capacity;
    bool lenient;                      /* exclusions are noted, not obeyed */
    void (*watch)(struct matching *x); /* NULL; called when the states of a word are reached */
    void *payload;
};

void matching_run(struct matching *x, struct str text);
/* The words of the text from the one to the other. */
struct str matching_words(const struct matching *x, struct str text, uint32_t start, uint32_t end);

#endif
