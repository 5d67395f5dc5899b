/* What was recorded, as rows that a statistics program reads. Held back unless asked for: what is
   private, and what is said of other people. */
#ifndef IPT_STORE_EXPORT_H
#define IPT_STORE_EXPORT_H

#include "store/recorder.h"

struct export_options {
    const char *client; /* NULL: of all */
    int64_t session;    /* 0: all */
    bool with_private, with_people;
    struct arena *words; /* where `why` goes */
    bool pseudonymise;   /* days are shifted, another length for each client; no free text */
};

/* One line for each answer: client, session, name, value, label, missing, time, on_route. */
bool export_long(struct store *store, const struct export_options *options, struct buffer *out,
                 struct str *why);
/* One line for each session, a column for each question or score; `codebook` says what they are. */
bool export_wide(struct store *store, const struct export_options *options, struct buffer *out,
                 struct buffer *codebook, struct str *why);
/* The result document of each session, in one list. */
bool export_json(struct store *store, const struct export_options *options, struct buffer *out,
                 struct str *why);

#endif
