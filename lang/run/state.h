/* A session from inside. Internal to run/. Everything that changes while a session runs is in these
   structs; cloning copies them, going back empties the route and runs again. */
#ifndef IPT_RUN_STATE_H
#define IPT_RUN_STATE_H

#include "program/builtins.h"
#include "run/session.h"

#define NO_ENTRY UINT32_MAX

/* The askings of one question in one context: a context is the card (or the element of another
   list) that `for each`, or a branch called with a card, is about; 0 is none. */
struct seat {
    uint32_t head;   /* the first answer in the pool */
    uint32_t latest; /* the one that counts now; NO_ENTRY: not asked here on this route */
    uint32_t asked;  /* how often on this route */
};

/* What a name means now: by symbol->slot. */
struct slot {
    struct value value; /* of a question: the latest, in whatever context */
    uint64_t epoch;     /* a define or score: when `value` was worked out */
    uint32_t last;      /* a question: the answer that `value` is, or NO_ENTRY */
    struct seat seat;   /* … its askings in no context */
};

/* Contexts inside each other; the same element in the same context is always the same one. */
struct context {
    uint32_t parent;
    struct value element;
};

struct seat_entry {
    uint32_t slot, context; /* context 0: a free place in the table */
    struct seat seat;
};

/* The cards of one list. Their numbers count from 1 and are never given to another card. */
struct card {
    bool here;      /* on this route */
    bool left;      /* … and was taken out again */
    bool added;     /* by a line of the script: its label tells which card it is when run again */
    bool taken_off; /* by the person: it is there from an earlier session, and comes no more */
    uint64_t label; /* a hash of the label as it is compared; 0: none yet */
};
struct roster {
    struct card *cards;
    size_t count, capacity;
    struct value *values; /* count times the fields of the record */
    size_t value_count, value_capacity;
};

/* One answer, kept whatever becomes of the route. The answers of one question are linked in the
   order of their occurrence. */
struct pool_entry {
    const struct question *question;
    struct value value;
    struct str remark, asked_as; /* the question in the words it was put in */
    uint32_t context;
    uint32_t occurrence; /* from 1, in its context */
    uint32_t next;       /* the next occurrence */
    uint32_t before;     /* on the route: the one of this question before, in any context */
    uint32_t version;    /* which of all answers ever given it is */
    float seconds;       /* taken for it */
    uint64_t naming;     /* the cards that the question named; 0: none, or not known */
    bool own_words;      /* asked_as lives in the arena; otherwise in the program */
    bool on_route, confirmed;
    bool closed;    /* who belongs to a list: that is all of them */
    bool recount;   /* one was taken off it: are there still enough? */
    bool full;      /* … as many as there may be: nobody is asked for more */
    bool ask_again; /* stepped back over: put again, with this answer as the earlier one */
};

/* An open block. */
struct frame {
    const struct node *next; /* the statement to run */
    const struct node *loop; /* the block is the body of this `repeat`, `for each` or `collect` */
    uint32_t turns, times;   /* of the loop */
    uint32_t context, outer; /* that questions are asked in; `outer`: around the loop */
    struct value card;       /* whose fields go bare, or missing */
    struct value elements;   /* of a `for each`; of a `collect` the cards to go through */
    bool going_through;      /* `collect`: all labels are there */
    const struct symbol *entered; /* the block is this branch's or inventory's; NULL: inside one */
    const struct node *caller;    /* the `do` that entered it */
    bool stem_due;
    bool alerts_only;                  /* the safeguard's body is being run already */
    const struct safeguard *safeguard; /* whose body it is, or NULL */
    struct value answer;               /* … the words that made it run */
    uint32_t record, asked_before;     /* … its firing; how long the route was then */
    bool fresh;                        /* … was not in the record before */
};

/* A safeguard that ran. Kept for good. */
struct firing {
    const struct safeguard *safeguard;
    struct str at;    /* the answer that made it run; empty: a line of the script */
    uint32_t version; /* … of that answer: given once more it is another one */
    bool again;       /* inside its own body */
    bool met_now;     /* on this run over the answers */
};

/* What was shown before a replay, so that it is not shown twice: a count for each line. */
struct shown {
    uint64_t hash;
    uint32_t before, now;
};

/* Since when a cue stands open, and what became of it. */
struct cue_state {
    uint32_t given; /* the turn, plus 1; 0: it has not come up */
    uint32_t met;   /* … in which a reply took it up; 0: none has */
};

/* A meter was moved. */
struct moved {
    const struct symbol *meter;
    uint32_t turn;
    double to;
};

struct session {
    const struct program *program;
    struct session_options options;
    const struct keeper *keeper;     /* or NULL */
    const struct observer *observer; /* or NULL */
    struct arena arena;              /* answers, variables */
    struct arena scratch;            /* until the session moves */
    size_t arena_kept;               /* bytes alive after the last compaction */
    struct slot *slots;
    struct frame *frames;
    size_t frame_count, frame_capacity;
    struct pool_entry *pool;
    size_t pool_count, pool_capacity;
    uint32_t given;  /* answers ever given */
    uint32_t *route; /* entries of the pool, in the order they were asked */
    size_t route_count, route_capacity;
    size_t asked_count; /* of these, what somebody was asked: a full list was no question */
    const struct symbol **reached;
    size_t reached_count, reached_capacity;
    struct kept_alert *alerts;
    size_t alert_count, alert_capacity;
    struct firing *firings;
    size_t firing_count, firing_capacity;
    bool *met;          /* by safeguard: is its condition met, whatever was said last? */
    struct value words; /* `answer`, while the conditions of safeguards are looked at (`looking`) */
    bool looking;
    enum { CHANGED_NOTHING, CHANGED_VALUE, CHANGED_ANSWER } changed; /* since they were looked at */
    struct remark {
        struct str path, text;
    } * remarks;
    size_t remark_count, remark_capacity;
    struct shown *shown; /* open hash table */
    size_t shown_count, shown_capacity;
    uint32_t *said;                 /* which variants were said on this route (session.c) */
    uint32_t turn;                  /* replies judged on this route */
    double clock_limit, clock_used; /* seconds; limit 0: no clock runs */
    struct cue_state *cues;         /* by the program's cues */
    struct moved *moved;
    size_t moved_count, moved_capacity;
    uint64_t epoch; /* goes up with every answer and every set */
    uint32_t steps, step_limit;
    enum session_status status;
    struct str reason;
    bool handed_over;            /* it ended inside a safeguard */
    bool amended;                /* an answer was changed after its end */
    struct value it;             /* the element in `where` */
    struct value card;           /* whose fields go bare */
    const struct symbol *trying; /* an answer that its checks look at as if it had been taken … */
    struct value tried;          /* … this one */
    uint32_t context;            /* that is being asked in */
    struct context *contexts;    /* [0] is none */
    size_t context_count, context_capacity;
    uint32_t *context_table; /* open hash table of their numbers */
    size_t context_table_size;
    struct seat_entry *seats; /* open hash table */
    size_t seat_count, seat_capacity;
    struct roster *rosters; /* by symbol->place of the list */
    const struct score
        *scoring;   /* the score being worked out: its items are reversed where they say so */
    unsigned depth; /* of defines and scores inside each other */
    bool failed;    /* a script error happened; `event` tells */
    bool waiting;   /* `event` is an ask */
    const struct node *asking;
    uint64_t naming; /* the cards that the question names (asking.c) */
    struct event event;
    struct buffer spare; /* for the text being put together; `rendering`: it is in use */
    bool rendering;
    struct hearing
        *hearings;         /* by matcher of the program (hearing.c); NULL: nothing was heard yet */
    struct session *probe; /* change.c: a clone at an earlier question, for showing and reading */
};

/* hearing.c */
bool hears(struct session *s, struct sought sought, struct str text);
/* The room of a matcher, by its place, for a pass of one's own. */
struct matching *hearing_room(struct session *s, uint32_t matcher);
void hearings_release(struct session *s);

/* eval.c */
struct value evaluate(struct session *s, const struct node *n);
enum truth evaluate_truth(struct session *s, const struct node *n);
struct str render(struct session *s, const struct node *text); /* into the scratch arena */
void print_in_session(struct session *s, struct value v, struct buffer *out);
/* The script went wrong here. The first one counts. */
struct value session_fail(struct session *s, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* lists.c */
struct value evaluate_tuple(struct session *s, const struct node_tuple *n);
struct value evaluate_where(struct session *s, const struct node_where *n);
struct value evaluate_sorted(struct session *s, const struct node_sorted *n);
struct value fields_of(struct session *s, struct value list, const struct symbol *field);
/* score.c */
struct value score_value(struct session *s, const struct score *score);
uint32_t score_missing(struct session *s, const struct score *score,
                       const struct question **missing);
/* Tells the keeper; false when it could not be kept, and the session is over. */
bool session_keeps(struct session *s, const struct move *move, struct str *why);
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
/* "mood#2", "people/3/closeness", "open_session/practices/7/went" */
struct str answer_path(struct session *s, const struct question *q, uint32_t context,
                       uint32_t occurrence);
/* find.c: the latest answer of the route that is called so; NULL with `why` */
void say_brought(struct session *s, struct value card, struct str *why); /* by the script */
struct pool_entry *find_answer(struct session *s, struct str name, struct str *why);
/* pool.c; all of them in s->context */
struct pool_entry *pool_candidate(struct session *s, const struct symbol *symbol);
uint32_t pool_put(struct session *s, const struct question *q, struct value value);
void pool_words(struct session *s, struct pool_entry *entry, struct str words); /* as it was put */
void route_take(struct session *s, uint32_t entry);
void route_restart(struct session *s);
bool shown_before(struct session *s, const struct node *n, struct str text);
/* context.c: where a question is asked. */
uint32_t context_of(struct session *s, uint32_t parent, struct value element);
/* Stays where it is until a question is asked at another place for the first time. */
struct seat *seat_at(struct session *s, const struct symbol *symbol, uint32_t context);
/* The value of a question as seen from s->context: asked there, or in one around it; from none the
   latest of all. */
struct value question_value(struct session *s, const struct symbol *symbol);
void context_write(struct session *s, uint32_t context, struct buffer *out); /* "people/3" */
/* cards.c: who is in a list, and what stands on the cards. */
uint32_t card_new(struct session *s, const struct symbol *list);
void card_enter(struct session *s, struct value card, struct value label);
/* Takes it out of its list, and out of every answer and variable that names it. */
void card_leave(struct session *s, struct value card);
bool card_was_kept(const struct session *s, struct value card); /* by an earlier session */
void card_take_off(struct session *s, struct value card);       /* … and it comes no more */
/* A value as it counts now: a choice of a card that has left is none, a list lacks it. */
struct value card_without_gone(struct session *s, struct arena *a, struct value v);
bool card_is_here(const struct session *s, struct value card);
struct value *card_value(struct session *s, struct value card, const struct symbol *field);
struct value card_field(struct session *s, struct value card, const struct symbol *field);
struct str card_label(struct session *s, struct value card);
uint64_t card_label_hash(struct session *s, struct str label); /* as labels are compared */
/* A card of this list that is called so, `except` left out; missing: none is. */
struct value card_called(struct session *s, const struct symbol *list, struct str label,
                         struct value except);
/* A list without an answer so far has nobody in it. */
struct value list_members(struct session *s, const struct symbol *list);
/* Who is in the lists at the beginning: those that were kept. The numbers stay with the cards. */
void cards_restart(struct session *s);
/* collect.c: lists of cards, line by line. True when there is an event. */
void each_begin(struct session *s, const struct node_for_each *n);
void each_turn(struct session *s, struct frame *f);
struct value element_key(struct value element, uint32_t place); /* of its context */
void collect_begin(struct session *s, const struct node_collect *n);
bool collect_turn(struct session *s, struct frame *f);
enum answer_result collect_answer(struct session *s, const struct answer *answer, struct str *why);
/* Nobody more is named, whatever `at least` says; false: nobody was named before. */
bool collect_pass(struct session *s);
void card_add(struct session *s, const struct node_add *n);
bool card_remove(struct session *s, const struct node_remove *n);
/* safeguard.c: are there some whose condition is met now? Their bodies are run first. */
void safeguards_look(struct session *s);
struct value safeguard_answer(const struct session *s, const struct symbol *answer);
/* The frame of the safeguard that is being run; NULL. */
const struct frame *safeguard_open(const struct session *s);
/* Is it one that was not in the record before? Its alerts go out, whatever was shown already. */
bool safeguard_is_fresh(const struct session *s);
/* Does that one keep the answer at this place of the route as it is? It was given before. */
bool safeguard_keeps(const struct session *s, size_t route_index);
/* The same for an answer of the pool, or (NULL) for all that stands; true with `why`. */
bool is_kept_by_safeguard(const struct session *s, const struct pool_entry *e, struct str *why);
/* session.c: a value is another one now. */
void value_changed(struct session *s);
/* past.c */
bool session_is_in_phase(const struct session *s, const struct node_phase *n);
/* blocks.c: the block that is taken; NULL: none */
const struct node *block_of_if(struct session *s, const struct node_if *n);
const struct node *block_of_match(struct session *s, const struct node_match *n);
/* session.c */
struct frame *frame_push(struct session *s, const struct node *first);
/* saying.c; true when there is an event */
bool say_line(struct session *s, const struct node *n);
bool emit(struct session *s, enum event_kind kind, const struct node *n, struct str text);
bool emit_reaction(struct session *s, enum event_kind kind, const struct node *n, struct str text);
bool answer_is_kept(struct session *s);
/* session.c: opens the block of a branch, an inventory, the interview */
void session_enter(struct session *s, const struct symbol *symbol, const struct node *caller);
/* session.c: the answer of the question that is being put: counts, and the route goes on */
void session_take(struct session *s, uint32_t entry);
/* session.c: from the entry again, over the pool */
void session_restart(struct session *s);
/* random.c: a permutation that is the same for the same seed, thing and turn */
uint64_t mix(uint64_t seed, uint64_t thing, uint64_t turn);
void shuffled(uint32_t *order, uint32_t count, uint64_t seed);

#endif
