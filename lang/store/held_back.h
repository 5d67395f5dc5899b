/* What an export holds back, in whatever form it is written: what is private, what is said of other
   people; and, pseudonymised, days and free text. */
#ifndef IPT_STORE_HELD_BACK_H
#define IPT_STORE_HELD_BACK_H

#include "store/export.h"

/* An answer that is left out. */
bool is_held_back(const struct export_options *o, const struct kept_answer *a);
/* Words that somebody typed. */
bool is_free_text(struct value v);
/* So many days earlier, 1 to 365: another number for each client, told by nothing in the export. */
int days_to_shift(struct store *store, struct str client);
/* A day, or the day of a time, so much earlier; empty where no day is known. */
struct str day_shifted(struct arena *a, struct str day, int days);

/* ---- when it was answered ---- */
struct time_of {
    struct str name, last; /* when it was given or changed last */
    int64_t given;         /* the entry of the journal that gave it first; 0: none did */
    int64_t changed;       /* that changed it last; 0: none did */
};
struct times {
    struct arena *arena;
    struct time_of *items; /* malloc'ed */
    size_t count, capacity;
};
/* For store_each_entry, with a struct times. */
bool times_note(void *payload, const struct store_entry *e);
/* Never NULL: of a name that has none, empty. */
const struct time_of *times_of(const struct times *t, struct str name);
void times_release(struct times *t);

#endif
