/* A move is what a person does in a session: an answer, a change, a step back. A session is a
   function of its moves, so whoever keeps them can play it again to the same words, byte for byte.
 */
#ifndef IPT_RUN_MOVE_H
#define IPT_RUN_MOVE_H

#include "run/session.h"

struct json;

/* The word of each kind: "answer", "back" … */
const char *move_word(enum move_kind kind);
/* What of a move goes into the record, as one JSON object. */
void move_write(const struct move *move, struct buffer *out);
/* Makes a move of the record where the session stands now; of an answer, at its question. False
   with `why` (good until the next call): it does not fit, so the record is of something else. */
bool move_make(struct session *s, struct str kind, struct str name, const struct json *body,
               struct str *why);

#endif
