/* A session from inside. Internal to run/. Everything that changes while a session runs is in these
   structs; cloning copies them, going back empties the route and runs again. */
#ifndef IPT_RUN_STATE_H
#define IPT_RUN_STATE_H

#include "program/builtins.h"
#include "run/session.h"

#define NO_ENTRY UINT32_MAX

/* What a name means now: by symbol->slot. */
struct slot {
    struct value value;
    uint64_t epoch;  /* a define or score: when `value` was worked out */
    uint32_t head;   /* a question: its first answer in the pool */
    uint32_t latest; /* … the one that counts now; NO_ENTRY: not asked on this route */
    uint32_t asked;  /* … how often on this route */
};

/* One answer, kept whatever becomes of the route. The answers of one question are linked in the
   order of their occurrence. */
struct pool_entry {
    const struct question *question;
    struct value value;
    struct str remark, asked_as; /* the question in the words it was put in */
    uint32_t occurrence;         /* from 1 */
    uint32_t next;
    bool on_route, confirmed;
    bool ask_again; /* stepped back over: put again, with this answer as the earlier one */
};

/* An open block. */
struct frame {
    const struct node *next;        /* the statement to run */
    const struct node_repeat *loop; /* the block is its body */
    uint32_t turns, times;          /* of the loop */
    const struct symbol *entered; /* the block is this branch's or inventory's; NULL: inside one */
    const struct node *caller;    /* the `do` that entered it */
    bool stem_due;
};

/* What was shown before a replay, so that it is not shown twice: a count for each line. */
struct shown {
    uint64_t hash;
    uint32_t before, now;
};

struct session {
    const struct program *program;
    struct session_options options;
    struct arena arena;   /* answers, variables */
    struct arena scratch; /* until the session moves */
    size_t arena_kept;    /* bytes alive after the last compaction */
    struct slot *slots;
    struct frame *frames;
    size_t frame_count, frame_capacity;
    struct pool_entry *pool;
    size_t pool_count, pool_capacity;
    uint32_t *route; /* entries of the pool, in the order they were asked */
    size_t route_count, route_capacity;
    const struct symbol **reached;
    size_t reached_count, reached_capacity;
    struct kept_alert *alerts;
    size_t alert_count, alert_capacity;
    struct remark {
        struct str path, text;
    } * remarks;
    size_t remark_count, remark_capacity;
    struct shown *shown; /* open hash table */
    size_t shown_count, shown_capacity;
    uint32_t *said; /* by number of the say: how often on this route */
    uint64_t epoch; /* goes up with every answer and every set */
    uint32_t steps, step_limit;
    enum session_status status;
    struct str reason;
    struct value it; /* the element in `where` */
    const struct score
        *scoring;   /* the score being worked out: its items are reversed where they say so */
    unsigned depth; /* of defines and scores inside each other */
    bool failed;    /* a script error happened; `event` tells */
    bool waiting;   /* `event` is an ask */
    const struct node *asking;
    struct event event;
    struct buffer spare; /* for the text being put together; `rendering`: it is in use */
    bool rendering;
    struct session *probe; /* change.c: a clone at an earlier question, for showing and reading */
};

/* eval.c */
struct value evaluate(struct session *s, const struct node *n);
enum truth evaluate_truth(struct session *s, const struct node *n);
struct str render(struct session *s, const struct node *text); /* into the scratch arena */
void print_in_session(struct session *s, struct value v, struct buffer *out);
/* The script went wrong here. The first one counts. */
struct value session_fail(struct session *s, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* score.c */
struct value score_value(struct session *s, const struct score *score);
const struct band *score_band(const struct score *score, double value);
uint32_t score_missing(struct session *s, const struct score *score,
                       const struct question **missing);
/* builtin.c */
struct value builtin_call(struct session *s, const struct builtin *b, const struct node *call,
                          const struct value *arguments, size_t count);
/* asking.c: fills s->event for the question at this node; false: nothing can be chosen, so it is
 * not asked */
bool ask_prepare(struct session *s, const struct node *n, struct question *q);
/* The stem of its inventory goes with the first item that is really put. */
void ask_stem(struct session *s, struct question *q);
/* Holds a value against the form and the checks of a question. */
enum answer_result answer_check(struct session *s, const struct question *q,
                                const struct prompt *prompt, const struct answer *answer,
                                struct str *why);
/* The choice that a value names, words of one's own included; NULL: it names none. */
const struct choice *choice_of(struct value v);
bool read_typed(struct session *s, const struct prompt *prompt, struct str typed, struct value *out,
                struct str *why);
struct str answer_path(struct session *s, const struct question *q, uint32_t occurrence);
/* pool.c */
struct pool_entry *pool_candidate(struct session *s, const struct symbol *symbol);
uint32_t pool_put(struct session *s, const struct question *q, struct value value);
void route_take(struct session *s, uint32_t entry);
void route_restart(struct session *s);
bool shown_before(struct session *s, const struct node *n, struct str text);
/* session.c: opens the block of a branch, an inventory, the interview */
void session_enter(struct session *s, const struct symbol *symbol, const struct node *caller);
/* session.c: from the entry again, over the pool */
void session_restart(struct session *s);
/* random.c: a permutation that is the same for the same seed, thing and turn */
uint64_t mix(uint64_t seed, uint64_t thing, uint64_t turn);
void shuffled(uint32_t *order, uint32_t count, uint64_t seed);

#endif
