/* A session that was kept, shown again as it went. */
#ifndef IPT_FRONT_TRANSCRIPT_H
#define IPT_FRONT_TRANSCRIPT_H

#include "store/recorder.h"

/* As `ipt run --plain` shows an interview from written answers, byte for byte; what the person did
   otherwise (a step back, a change, a remark) in brackets. False with `why`. */
bool transcript_show(struct store *store, int64_t session, struct arena *a, struct str *why);

#endif
