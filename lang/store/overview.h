/* Where a client stands, as a document: what stands open for safety, each course and interview with
   its sessions, the scores over them, the next date. */
#ifndef IPT_STORE_OVERVIEW_H
#define IPT_STORE_OVERVIEW_H

#include "run/document.h"
#include "store/client.h"

/* NULL with `why`, when nothing is kept of this client or it cannot be read. In the arena. */
struct document *client_overview(struct store *store, const char *client, struct arena *a,
                                 struct str *why);

#endif
