/* What a session tells its front end, one event at a time. Texts are finished: holes filled in.
   They are good until the next call that moves the session. */
#ifndef IPT_RUN_EVENT_H
#define IPT_RUN_EVENT_H

#include "run/value.h"

struct document;

enum event_kind {
    EVENT_SAY,      /* for the person */
    EVENT_NOTE,     /* for the clinician only */
    EVENT_FEEDBACK, /* for a trainee: what was found in the reply */
    EVENT_SECTION,  /* a heading */
    EVENT_ALERT,    /* for the clinician; recorded for good */
    EVENT_REPORT,   /* a document, to be shown */
    EVENT_ASK,      /* waits for session_answer */
    EVENT_END,
    EVENT_ERROR, /* the script went wrong at a place; the session is over, its answers are kept */
};

enum session_status {
    SESSION_RUNNING,
    SESSION_COMPLETED, /* the end of the entry, or `finish` */
    SESSION_LEFT,      /* the person left */
    SESSION_STOPPED,   /* a script error */
};

/* An option as it is offered now. */
struct offer {
    const struct choice *option; /* NULL: a card */
    struct str code;             /* what it is answered by: a code, or the path of a card */
    struct str label;
    struct value value;
};

struct prompt {
    const struct question *question;
    struct str path; /* "choose_focus.focus", "mood#2" */
    struct str text; /* the question */
    struct str stem; /* of the inventory, before its first item; else empty */
    struct str help; /* empty: none */
    struct str unit;
    struct value card;        /* whose question it is, or missing */
    struct str about;         /* … its label */
    bool collecting;          /* a label is answered, or nothing: that is all of them */
    const struct str *so_far; /* … the labels that the list has already */
    uint32_t so_far_count;
    const struct offer *offers; /* in the order to show */
    uint32_t offer_count;
    bool bounded; /* from and to are known */
    double from, to, step;
    struct value initial; /* the default, or missing */
    struct value earlier; /* what was answered before going back, or missing with not asked */
    bool was_answered;    /* `earlier` says what (it may be a reason) */
    bool unfit;           /* … and it does not fit any more */
    uint32_t position;    /* this is question number … */
    uint32_t least, most; /* … of so many; most UINT32_MAX: no end known */
};

/* What an empty line answers: the earlier answer while it fits, or else the default. */
bool prompt_kept(const struct prompt *p, struct value *kept);

struct event {
    enum event_kind kind;
    struct str who;     /* say: a persona; empty: the interview itself */
    struct str text;    /* say, note, section, alert, the reason of a finish, an error's message */
    struct name *level; /* alert: urgent, attention, info */
    struct span span;   /* of the line it comes from */
    struct prompt prompt;          /* ask */
    const struct document *report; /* report */
    enum session_status status;    /* end, error */
};

#endif
