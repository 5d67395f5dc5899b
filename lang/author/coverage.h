/* What of a script was run: its lines, the choices that were made, the safeguards that ran, the
   bands that scores came to. Of the file itself, not of the modules it uses. */
#ifndef IPT_AUTHOR_COVERAGE_H
#define IPT_AUTHOR_COVERAGE_H

#include "run/session.h"

struct json_writer;
struct coverage;

struct coverage *coverage_new(const struct program *p);
void coverage_free(struct coverage *c);
/* Counts what the session runs from here on. */
void coverage_watch(struct coverage *c, struct session *s);
/* Where the session stands now, or ended: its scores. */
void coverage_look(struct coverage *c, struct session *s);
/* At the end of a session: its answers and safeguards. */
void coverage_add(struct coverage *c, struct session *s);

/* In words; each line begins with `lead`. */
void coverage_say(const struct coverage *c, const char *lead, struct buffer *out);
/* How often each line ran, beside its text. */
void coverage_say_hits(const struct coverage *c, struct buffer *out);
void coverage_json(const struct coverage *c, struct json_writer *w);
/* A record of an lcov tracefile: lines, branches by name, choices. */
void coverage_lcov(const struct coverage *c, struct buffer *out);

#endif
