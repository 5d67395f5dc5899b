/* A session: one person's way through a program. A pure function of program, seed, date and
   answers: the same ones give the same events, byte for byte. No I/O, no globals; clone it at any
   time.

   The loop of every front end:
       while ((event = session_next(s))->kind != EVENT_END …)
           if (event->kind == EVENT_ASK) … session_answer(s, &answer, &why) …
   session_next runs to the next event. An EVENT_ASK stays the current one, and session_next gives
   it again, until an answer is taken.

   Answers are kept in a pool by path and occurrence. Going back and changing an answer replay the
   entry against the pool: what is still on the route is taken from it, the rest stays there, off
   route. */
#ifndef IPT_RUN_SESSION_H
#define IPT_RUN_SESSION_H

#include "run/event.h"
#include "run/settings.h"

struct session;
struct past; /* past.h */

struct session_options {
    const struct symbol *entry; /* interview, branch without parameters, inventory */
    uint64_t seed;
    struct date today;
    const struct settings *settings; /* of the practice, borrowed; NULL: it says nothing */
    const struct past *past;         /* earlier sessions, borrowed; NULL: there are none */
    double time_factor; /* what `clock` gives is so many times as long; 0: as long as it says */
};

/* The program is borrowed and must outlive the session. */
struct session *session_new(const struct program *p, const struct session_options *options);
void session_free(struct session *s);
struct session *session_clone(const struct session *s);
/* Copies what is alive into a fresh arena; called by itself when the arena has grown. */
void session_compact(struct session *s);

const struct event *session_next(struct session *s);

struct answer {
    struct value value; /* or missing: declined, unknown, not applicable */
    bool confirmed;     /* yes, I am sure: passes every `warn` */
    struct str remark;  /* why it was confirmed; may be empty; kept in the record */
    double seconds;     /* that were taken for it, reading left out; counts while a clock runs */
};
enum answer_result {
    ANSWER_TAKEN,
    ANSWER_REFUSED, /* `why` says what is wrong, for the person; ask again */
    ANSWER_CONFIRM, /* a soft check: `why` is the question; answer again with `confirmed` */
};
/* Answers the current question. `why` is good until the next call. */
enum answer_result session_answer(struct session *s, const struct answer *answer, struct str *why);
/* Reads what was typed at the current question: a number, a letter, a code, a label, words, a date,
   as the form allows. False with `why`, in words for the person, when it cannot be read. The value
   lives until the next call that moves the session. */
bool session_read(struct session *s, struct str typed, struct value *out, struct str *why);

/* Does a clock run? Then the time that is taken for an answer belongs to it. */
bool session_is_timed(const struct session *s);
/* One question back; false at the first. The earlier answer is offered as prompt.earlier. */
bool session_back(struct session *s);
/* Puts a question again that has an answer, when the route comes to it; false when it has none. */
bool session_put_again(struct session *s, struct str path);

/* ---- keeping ---- */
enum move_kind {
    MOVE_ANSWER,
    MOVE_BACK,
    MOVE_AGAIN,
    MOVE_CHANGE,
    MOVE_REMOVE,
    MOVE_REMARK,
    MOVE_LEAVE
};
struct move {
    enum move_kind kind;
    struct str name;             /* of the question that is answered, of the card that is removed */
    const struct answer *answer; /* answer, change; else NULL */
    struct str text;             /* remark */
};
/* Told of every move once it is made. False with `why`, for the person: it could not be kept. Then
   the session is over, as if the person had left, and the move is refused: what is not kept was not
   given. Clones have no keeper. */
struct keeper {
    bool (*keep)(void *payload, struct session *s, const struct move *move, struct str *why);
    void (*told)(void *payload, struct session *s, const struct event *event); /* each new event */
    void *payload;
};
/* Borrowed; NULL: nobody keeps. */
void session_set_keeper(struct session *s, const struct keeper *keeper);

/* What a change would do. */
struct change_effects {
    const struct str *leaving; /* paths of answers that leave the route */
    size_t leaving_count;
    const struct str *unfit; /* … that do not fit any more: those questions are put again */
    size_t unfit_count;
    const struct str *returning; /* … that come back to it */
    size_t returning_count;
    const struct score_change {
        const struct symbol *score; /* a score or a define */
        struct value before, after;
    } * scores;
    size_t score_count;
};
/* Is there an answer of this name on the route? Path as in prompts; a bare question name will do
   where only one question has it; without #N the latest; of a card also "closeness of Anna", and
   "Anna" for what it is called. Gives the full path, or proposes one in `why`. */
bool session_find_answer(struct session *s, struct str name, struct str *path, struct str *why);
/* The prompt of an earlier question, as it was asked, to show and to read a new answer for; NULL:
 * none. */
const struct prompt *session_prompt_of(struct session *s, struct str path);
bool session_read_for(struct session *s, struct str path, struct str typed, struct value *out,
                      struct str *why);
/* What would change; the session stays as it is. Effects are good until the next call. */
enum answer_result session_preview(struct session *s, struct str path, const struct answer *answer,
                                   struct change_effects *effects, struct str *why);
/* Makes the change, also in a session that has completed: then it is `amended`, and goes on where
   its new route has a question without an answer. Afterwards session_next goes on at the first
   question that has no answer, after what the new route has to say. */
enum answer_result session_change(struct session *s, struct str path, const struct answer *answer,
                                  struct str *why);

/* The card of a list that is called so: by its label, or its path ("people/2"). False with `why`.
 */
bool session_find_card(struct session *s, struct str name, struct value *card, struct str *why);
/* What would change if this card left its list: the answers about it go, and so does whatever was
   asked because of it; what named it is asked again. False with `why`: it is in the list because
   of a line of the script, so that another answer has to change. */
bool session_preview_removal(struct session *s, struct value card, struct change_effects *effects,
                             struct str *why);
bool session_remove(struct session *s, struct value card, struct str *why);

/* The person leaves; the session ends with SESSION_LEFT. */
void session_leave(struct session *s);
enum session_status session_status(const struct session *s);

/* A remark of the clinician, kept in the record at this point. False: it could not be kept. */
bool session_remark(struct session *s, struct str text);

/* ---- what came out ---- */
struct kept_answer {
    const struct question *question;
    struct str asked_as; /* the question in the words it was put in */
    struct str path;     /* with #N from the second occurrence on */
    struct value value;  /* missing with its reason when it was declined … */
    bool on_route;
    bool confirmed;
    struct str remark;
    double seconds; /* taken for it, where a clock ran */
};
/* In the order they were first given. */
size_t session_answer_count(const struct session *s);
struct kept_answer session_answer_at(const struct session *s, size_t index);

/* Those on the route, in the order they were asked. */
size_t session_route_count(const struct session *s);
struct kept_answer session_route_at(const struct session *s, size_t index);
/* Is it inside this branch or inventory: entered, and not through? */
bool session_is_inside(const struct session *s, const struct symbol *entered);

/* The answer that was taken last; missing with not asked: there is none. */
struct value session_last(const struct session *s);

struct kept_alert {
    const struct name *level;
    struct str text;
    struct span span;
};
size_t session_alert_count(const struct session *s);
struct kept_alert session_alert_at(const struct session *s, size_t index);
/* Safeguards that ran, in order; an answer that is changed afterwards takes none of them back. */
struct kept_firing {
    const struct symbol *safeguard;
    struct str at; /* the answer that made it run; empty: a line of the script did */
    bool again;    /* while it was being run already: its alerts went out */
    bool open;     /* it is not through */
};
size_t session_firing_count(const struct session *s);
struct kept_firing session_firing_at(const struct session *s, size_t index);
/* The one that is being run, or was when the person left; NULL. While it is, there is no way back
   past its first question, and what was answered before stays as it is. */
const struct symbol *session_open_safeguard(const struct session *s);
/* Did it end by a `finish` inside a safeguard? */
bool session_handed_over(const struct session *s);
/* Branches and inventories that were entered on this route, in order (each time). */
size_t session_reached_count(const struct session *s);
const struct symbol *session_reached_at(const struct session *s, size_t index);
/* The clinician's remarks, with the path of the question they were made at. */
size_t session_remark_count(const struct session *s);
void session_remark_at(const struct session *s, size_t index, struct str *path, struct str *text);
/* Why the session finished: the text of `finish`, or empty. */
struct str session_reason(const struct session *s);

const struct program *session_program(const struct session *s);
const struct session_options *session_given(const struct session *s);
/* The value that a question, let, define or score has now. */
struct value session_value(struct session *s, const struct symbol *symbol);
/* A value as a person reads it, labels with their holes filled in. */
void session_print(struct session *s, struct value v, struct buffer *out);
/* Evaluates an expression of the program in this session's state (`expect`, /why). Missing when the
   script goes wrong. */
struct value session_evaluate(struct session *s, const struct node *expression);

/* The band that a value of a score falls into; NULL. */
const struct band *score_band(const struct score *score, double value);

/* ---- for looking at what runs ---- */
/* Told of each line as it starts. Borrowed; clones have it too. */
struct observer {
    void (*step)(void *payload, const struct node *line);
    void *payload;
};
void session_set_observer(struct session *s, const struct observer *observer);

/* ---- for looking at all the ways that an interview can go ---- */
/* Calls for each open block, the innermost first: the line it goes on with (NULL: its end), and the
   line whose body it is, when that may run again. */
void session_each_block(const struct session *s,
                        void (*visit)(void *payload, const struct node *next,
                                      const struct node *loop),
                        void *payload);
/* How closely the number of a symbol is looked at. */
struct closeness {
    bool exact;   /* it is reckoned with; otherwise only compared with these */
    double *cuts; /* malloc'ed */
    size_t count, capacity;
};
/* What can still be read, by symbol->index: its value (of an inventory: those of its items,
   whichever has which); whether it was reached. `many`: an inventory that may be asked again. */
struct liveness {
    const bool *values, *reached, *many;
    const struct closeness *numbers;
    const struct node *const *settled; /* conditions that nothing to come can change */
    size_t settled_count;
};
/* Has nothing been asked about a card, or another element, so far? */
bool session_is_outside(const struct session *s);
/* All that can still make a difference. Equal keys: the same future, but for the words. */
void session_key(struct session *s, const struct liveness *live, struct buffer *out);

/* Limits for tests; 0 keeps the one of base/limits.h. */
void session_set_step_limit(struct session *s, uint32_t steps);

#endif
