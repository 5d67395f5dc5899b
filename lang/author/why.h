/* `ipt why`: a reply held against a rubric, rule by rule: what matched where, and what was
   missing. */
#ifndef IPT_AUTHOR_WHY_H
#define IPT_AUTHOR_WHY_H

#include "base/json.h"
#include "program/program.h"

/* The rubric of this name, or the only one of the file when there is no name; NULL with `why`. */
const struct rubric *why_rubric(struct program *p, struct str name, struct str *why);
void why_text(struct program *p, const struct rubric *r, struct str reply, struct buffer *out);
void why_json(struct program *p, const struct rubric *r, struct str reply, struct json_writer *w);

#endif
