/* A session for programs: one JSON object a line, out and in (spec.md, "JSON lines"). */
#ifndef IPT_FRONT_JSON_LINES_H
#define IPT_FRONT_JSON_LINES_H

#include <stdio.h>

#include "run/session.h"

/* Exit code: 0 completed, 1 the script stopped, 3 left or end of input. */
int json_lines_run(struct session *s, FILE *in, FILE *out);

#endif
