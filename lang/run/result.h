/* What came out of a session, as one JSON document (language.md section 14; schema in
   tests/schema/result.schema.json). */
#ifndef IPT_RUN_RESULT_H
#define IPT_RUN_RESULT_H

#include "run/session.h"

struct result_stamp {
    const char *script;  /* as given on the command line */
    const char *started; /* ISO 8601 with zone, or NULL */
    const char *ended;
};
/* "value", and why it is missing where it is; read again by value_of_member (restore.h). */
struct json_writer;
void value_member(struct json_writer *w, struct value v);
/* completed, amended (completed, and changed afterwards), left, ended_by_safeguard, stopped;
 * running */
const char *result_status(const struct session *s);
/* The members that say of what and when it is; result_options (restore.h) reads them. */
void result_write_head(struct session *s, const struct result_stamp *stamp, struct json_writer *w);
void result_write(struct session *s, const struct result_stamp *stamp, struct buffer *out);

#endif
