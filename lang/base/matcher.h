/* Patterns that are looked for in what somebody wrote: compiled together, found in one pass over
   the text. Words are those of wording.h, so a pattern and a reply go through the same steps; no
   match reaches over the end of a sentence.

   The time of a pass is linear in the text, whatever the patterns: nothing is tried and taken back.
   It grows with what is found, not with how many patterns there are. */
#ifndef IPT_BASE_MATCHER_H
#define IPT_BASE_MATCHER_H

#include "base/arena.h"

/* ---- word sets: what `words NAME` holds ---- */
struct word_set;

/* Lives in the arena. `language` as for wording_of; borrowed. */
struct word_set *word_set_new(struct arena *a, const char *language);
/* Adds "late, call me": phrases with commas between them. False where one of them has no word. */
bool word_set_add(struct word_set *set, struct str list);
/* Adds the phrases of another set. */
void word_set_join(struct word_set *set, const struct word_set *other);
size_t word_set_count(const struct word_set *set);

/* The set that `~name` is; NULL: there is none. */
typedef const struct word_set *(*word_set_lookup)(void *payload, struct str name);

/* ---- patterns ---- */
struct matcher;

/* Lists hold phrases with commas between them, each of words, (a|b), [a] and ~set; other signs are
   passed over. MATCH_MATCHES is one row, somewhere in the text, of

       word  (a|b c|…)  [a|…]    as it stands; one of these; one of these or nothing
       ~set                      one of its words or phrases
       *  *3                     any words or none; at most three
       !x                        x, a word, (a|b) or ~set, does not stand between its neighbours:
                                 no occurrence of it lies wholly in the gap there, which is made by
                                 the * beside it

   with no other signs but those inside of words: well-known, 3.5. */
enum match_by {
    MATCH_MENTIONS, /* "late, call me, ~set": any of these phrases */
    MATCH_AFFIRMS,  /* the same, not denied in the four words before it, anywhere in the text */
    MATCH_STARTS,   /* one of these phrases is how the text begins */
    MATCH_MATCHES,  /* a pattern: words in order, (a|b) [a] ~set * *3 !x */
};

/* A pattern without a fault is met by some text: each gap may be empty. */
enum pattern_fault {
    PATTERN_GOOD,
    PATTERN_EMPTY,     /* no word in it, or in a phrase between two commas, in an alternative, …;
                          or what it asks for may all be left out */
    PATTERN_NO_SET,    /* ~name is unknown */
    PATTERN_EMPTY_SET, /* ~name has no word */
    PATTERN_OPEN,      /* a bracket that is not closed */
    PATTERN_CLOSED,    /* a bracket that was not opened */
    PATTERN_EDGE,      /* * or ! where the pattern may begin or end: it does nothing there */
    PATTERN_SIGN,      /* a sign that stands for nothing here, like ! where there is no gap */
    PATTERN_LONG,      /* beyond the limits of limits.h */
};
struct pattern_mistake {
    enum pattern_fault fault;
    uint32_t at, len; /* bytes of the pattern */
};

/* Lives in the arena. */
struct matcher *matcher_new(struct arena *a, const char *language);
/* Adds a pattern; they count from 0. False with `mistake`. The same pattern added twice gets the
   number it had: two conditions that say the same in other forms of the words are one. */
bool matcher_add(struct matcher *m, enum match_by by, struct str pattern, word_set_lookup sets,
                 void *payload, uint32_t *number, struct pattern_mistake *mistake);
/* Adds what a set holds; `by` is none but MATCH_MATCHES. */
uint32_t matcher_add_set(struct matcher *m, enum match_by by, const struct word_set *set);
/* After the last: nothing can be added any more. */
void matcher_close(struct matcher *m);
size_t matcher_count(const struct matcher *m);
const char *matcher_language(const struct matcher *m);

/* ---- finding ---- */
struct match {
    uint32_t number;  /* of the pattern */
    struct str words; /* the first place of the text that meets it; inside the text */
};
/* Room for a pass, to be used again by the next; released by matching_release. */
struct matching;
struct matching *matching_new(const struct matcher *m);
void matching_release(struct matching *x); /* NULL: nothing */

/* What is met, in the order of the numbers, each once; valid until the next pass. The text is
   valid UTF-8 and is borrowed. */
const struct match *matcher_find(const struct matcher *m, struct matching *x, struct str text,
                                 size_t *count);
/* Is this pattern among them? NULL: no. */
const struct match *match_of(const struct match *found, size_t count, uint32_t number);

/* ---- why ---- */
struct match_reason {
    bool met;
    struct str words; /* met: as above. Otherwise the longest stretch that began well; or empty */
    struct str
        wanted; /* not met: the part of the pattern that was missing then, as it is written */
    struct str denied; /* not met as it is denied, or excluded: the word that does it; or empty */
};
/* Why one pattern is met or not; slower than a pass, still linear in the text. */
struct match_reason matcher_why(const struct matcher *m, struct arena *scratch, struct str text,
                                uint32_t number);

#endif
