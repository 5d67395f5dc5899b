/* A text as words that can be compared: cut by Unicode letters, folded (NFKC, case), contractions
   opened, brought to their stems, without accents. What is looked for and what somebody wrote go
   through the same steps. The only user of libstemmer; languages.def holds what a language needs
   besides. */
#ifndef IPT_BASE_WORDING_H
#define IPT_BASE_WORDING_H

#include "base/arena.h"

struct word {
    struct str text, other; /* `other`: a second reading ('d is would and had); empty: none */
    uint32_t at, len;       /* bytes of the text it was opened from */
    uint32_t sentence;      /* from 0 */
    bool negates, turns;    /* denies what follows; ends a denial */
};
struct wording {
    struct word *words; /* in the arena */
    size_t count, capacity;
};

/* `language` is a tag like "en" or "de-CH"; one that has no stemmer keeps its words whole. */
struct wording wording_of(struct arena *a, struct str text, const char *language);
bool language_has_stems(const char *language);
/* So many words behind a word that negates are denied. */
unsigned language_denies(const char *language);

/* ---- the same, a word at a time ---- */
/* Where the next word of the text stands, looked for from `at`. */
struct word_place {
    uint32_t at, len;
    bool new_sentence; /* a sentence has ended before it */
    bool paused;       /* a comma stands right behind it */
};
/* False at the end of the text. */
bool word_next(struct str text, uint32_t from, struct word_place *place);

struct word_reader;
struct word_reader *word_reader_new(const char *language);
void word_reader_free(struct word_reader *r); /* NULL: nothing */
/* Adds the words that one word stands for as it is written: several where it is a contraction, none
   where nothing is left of it. Their `at`, `len` and `sentence` stay 0. */
void word_read(struct word_reader *r, struct arena *a, struct str written, bool paused,
               struct wording *out);

#endif
