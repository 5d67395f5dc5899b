/* A report made from the result of an earlier interview. */
#ifndef IPT_FRONT_REPORT_FILE_H
#define IPT_FRONT_REPORT_FILE_H

#include "front/report.h"
#include "program/program.h"

/* The report of this name, or the only one (NULL), of the interview whose result stands in the
   file ("-": standard input). The document lives in the arena. NULL with `why`. What the script
   cannot take any more, and an interview that was not at its end, are said in the document. */
struct document *report_of_result(struct program *p, const char *file, const char *name,
                                  struct arena *a, struct str *why);

#endif
