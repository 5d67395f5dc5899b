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
void result_write(struct session *s, const struct result_stamp *stamp, struct buffer *out);

#endif
