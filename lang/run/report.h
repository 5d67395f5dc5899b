/* Reports: a session as a finished document. */
#ifndef IPT_RUN_REPORT_H
#define IPT_RUN_REPORT_H

#include "run/document.h"
#include "run/session.h"

/* The report as things stand now; a session that has not run, or is in the middle, will do. The
   session stays as it is. The document lives in the arena, and is for the clinician
   (document_for_client makes the other copy). */
struct document *session_report(struct session *s, const struct symbol *report, struct arena *a);

/* All its words in one text: two documents that say the same have the same. In its arena. */
struct str report_words(const struct document *d);

#endif
