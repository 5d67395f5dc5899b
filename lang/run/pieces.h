/* A typed date, time or length of time, taken apart: numbers, words and marks, as a line of letters
   that is looked up in a table of forms. Internal to run/. */
#ifndef IPT_RUN_PIECES_H
#define IPT_RUN_PIECES_H

#include "run/date.h"

enum { MOST_PIECES = 16 };

enum piece_kind { PIECE_NUMBER, PIECE_WORD, PIECE_MARK };

struct piece {
    enum piece_kind kind;
    struct str text;   /* small letters */
    int64_t number;    /* of PIECE_NUMBER */
    bool blank_before; /* a blank, or the beginning */
};

struct pieces {
    struct piece at[MOST_PIECES];
    size_t count;
    char folded[200];
};

/* False: too long, or a letter that no date or time has. Blanks and every kind of dash are read as
   the plain ones. */
bool pieces_take(struct pieces *p, struct str typed);
bool piece_is(const struct piece *piece, const char *word);
/* Without the first `count`. */
void pieces_drop_first(struct pieces *p, size_t count);
/* "a", "an", "one" … "twelve"; 0: another word. */
int number_word(const struct piece *piece);

/* What people type; false with the reason, in words for the person. */
bool date_read(struct str typed, struct date today, bool rough, struct date *out,
               struct buffer *why);
bool time_read(struct str typed, int32_t *minutes, struct buffer *why); /* since midnight */
bool length_read(struct str typed, int32_t *minutes, struct buffer *why);

#endif
