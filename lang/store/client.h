/* What a client's earlier sessions left, and where their course stands. */
#ifndef IPT_STORE_CLIENT_H
#define IPT_STORE_CLIENT_H

#include "base/json.h"
#include "run/past.h"
#include "store/recorder.h"

struct course_state {
    int64_t id;       /* the first session of the course; 0: it has not begun */
    uint32_t held;    /* the number of its last session; those missed that count included */
    uint32_t missed;  /* appointments, whether they count or not */
    struct date last; /* the day of the last appointment; year 0: there was none */
    bool ended;       /* before its time */
    struct str why_ended;
};

/* For a session of this entry that begins now: fills `past`, which was made with past_init, but for
   its number. Sessions of an earlier course of the same script count no more; what was kept does.
   `again`: another course begins. Texts live in `a`. False with `why`. */
bool client_past(struct store *store, const char *client, const struct symbol *entry, bool again,
                 struct past *past, struct course_state *state, struct arena *a, struct str *why);
/* Another session of the course; its outcome as JSON, which `why_ended` is borrowed from. */
void course_note(struct course_state *state, const struct store_session *s,
                 const struct json *outcome);
/* The day of the next session; false: none is to come, or none was so far. */
bool course_next_date(const struct course *course, const struct course_state *state,
                      struct date *out);

/* Sessions of a client, the oldest first. False with store_why. */
struct client_sessions {
    struct store_session *items; /* in the arena */
    size_t count;
};
bool client_sessions(struct store *store, const char *client, struct arena *a,
                     struct client_sessions *out);
/* Missed, or the end of a course: a session without questions. */
bool is_appointment(const struct store_session *s);
/* What a session left, as JSON (past.h), also when it was broken off; NULL: nothing, or with `why`.
   Free it. */
struct json_doc *client_outcome(struct store *store, const struct store_session *s, struct arena *a,
                                struct str *why);

/* An appointment that was missed, or the end of a course before its time: recorded as a session
   without questions. `counts`: it uses up a session of the course. */
bool client_missed(struct store *store, const struct store_session *of, struct date day,
                   uint32_t number, struct str user, struct str reason, struct str *why);
bool client_ends_course(struct store *store, const struct store_session *of, struct date day,
                        struct str user, struct str reason, struct str *why);

#endif
