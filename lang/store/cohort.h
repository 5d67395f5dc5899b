/* The trainer's view: what trainees said over all kept sessions of a script, held against its
   rubrics as they are now. Figures of one criterion are of the replies as they stand; the first
   attempts are kept apart, and the change from the first time to the last is told. */
#ifndef IPT_STORE_COHORT_H
#define IPT_STORE_COHORT_H

#include "base/csv.h"
#include "run/document.h"
#include "store/recorder.h"

/* One reply to a question that is judged: each time that it was given or changed. */
struct attempt {
    uint32_t trainee; /* from 0, in the order of their first sessions */
    int64_t session;
    const struct rubric *rubric; /* of the program as it is now */
    struct str path, reply;
    const bool *met; /* by rule */
    double points;
    bool harmful, critical;
    bool first, last; /* of this question in this session */
    double seconds;   /* from the question to the reply; negative: not known */
};

/* How somebody rated the own practice in a session, and what the rubric made of it; in percent. */
struct own_rating {
    uint32_t trainee;
    double own, points;
};

struct cue_count {
    const struct cue *cue;
    uint32_t given, met;
};

struct cohort {
    struct program *p;
    struct arena *arena;
    struct str *trainees; /* their codes; malloc'ed */
    size_t trainee_count, trainee_capacity, session_count;
    struct attempt *attempts; /* malloc'ed; in the order they were given */
    size_t attempt_count, attempt_capacity;
    struct own_rating *ratings; /* malloc'ed */
    size_t rating_count, rating_capacity;
    struct cue_count *cues; /* of the program's cues */
};

/* Reads all sessions of the script with this title. False with `why`. Release in any case. */
bool cohort_read(struct cohort *c, struct store *store, struct program *p, struct arena *a,
                 struct str *why);
void cohort_release(struct cohort *c);

/* ---- what it looks like ---- */
/* With the codes of the trainees, or T1, T2, … */
struct document *cohort_document(const struct cohort *c, bool codes);
/* A row for each reply, with a column for each rule of each rubric; the words themselves only when
   they are asked for. */
void cohort_csv(const struct cohort *c, bool codes, bool replies, struct buffer *out);

/* ---- two raters ---- */
/* The replies for a rater, as they stand: each once, in no order of trainees, with an empty column
   for each rule of its rubric. */
void cohort_rating_sheet(const struct cohort *c, const struct rubric *r, struct buffer *out);
/* How far two sheets agree that were filled in with 1 and 0: for each rule the replies that both
   have rated, the share that they agree on, and Cohen's kappa (Cohen J. Educational and
   Psychological Measurement 1960;20:37-46). NULL with `why`. */
struct document *cohort_agreement(const struct cohort *c, const struct rubric *r,
                                  const struct csv_table *one, const struct csv_table *other,
                                  struct str *why);

#endif
