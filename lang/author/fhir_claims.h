/* Conditions of a script in the two languages that FHIR has for them: lists of comparisons
   (enableWhen), and FHIRPath. Both know yes and no only, where a condition here may also be
   missing; so what is carried over is a claim: that a condition is surely met, or that it is surely
   not. */
#ifndef IPT_AUTHOR_FHIR_CLAIMS_H
#define IPT_AUTHOR_FHIR_CLAIMS_H

#include "program/fhir.h"
#include "program/form.h"

enum claim_kind {
    CLAIM_ALWAYS,
    CLAIM_NEVER,
    CLAIM_ALL,    /* of its parts */
    CLAIM_ANY,    /* one of them */
    CLAIM_ANSWER, /* some answer to `item` compares so with `value`; CLAIM_UNEQUAL: none is equal */
    CLAIM_GIVEN,  /* `item` has an answer */
    CLAIM_OPEN,   /* it has none */
    CLAIM_PATH,   /* a formula in FHIRPath that is true or false */
};
enum claim_op {
    CLAIM_EQUAL,
    CLAIM_UNEQUAL,
    CLAIM_LESS,
    CLAIM_LESS_EQUAL,
    CLAIM_GREATER,
    CLAIM_GREATER_EQUAL
};
const char *claim_op_word(enum claim_op op); /* as enableWhen and FHIRPath write it */

struct claim_value {
    enum fhir_type type;
    struct fhir_coding coding; /* of a choice */
    bool yes;
    double number;   /* of a quantity: minutes */
    struct str text; /* words, a day */
};
struct claim {
    enum claim_kind kind;
    const struct claim **parts;
    size_t count;
    enum claim_op op;
    struct str item; /* its link id */
    struct claim_value value;
    struct str path;
};

/* What an instrument is being carried over with. */
struct carrying {
    const struct program *p;
    const char *base; /* of addresses; NULL: urn:ipt */
    const struct form *form;
    struct arena *arena;
    bool scoring; /* a score is being written: reverse items count so */
    size_t parts; /* of what is being written, for a limit */
    /* the first thing in it that FHIR has no words for */
    bool lost;
    struct span lost_at;
    struct str lost_why;
};
void carrying_begin(struct carrying *c); /* the next condition or formula */
void carrying_lose(struct carrying *c, struct span at, const char *why, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- putting claims together (fhir_claims.c) ---- */
enum { CLAIM_MOST_PARTS = 5000 }; /* of one condition; more are lost */
const struct claim *claim_constant(bool yes);
const struct claim *claim_new(struct carrying *c, struct claim claim);
/* CLAIM_GIVEN or CLAIM_OPEN. */
const struct claim *claim_about(struct carrying *c, enum claim_kind kind, struct str item);
/* CLAIM_ALL or CLAIM_ANY of two. */
const struct claim *claim_join(struct carrying *c, enum claim_kind kind, const struct claim *a,
                               const struct claim *b);
const struct claim *claim_not(struct carrying *c, const struct claim *claim);
/* Can it be said as one list of comparisons? */
bool claim_is_list(const struct claim *claim);

/* ---- conditions (fhir_conditions.c) ---- */
/* That a condition is surely met, or surely not: neither, when it is missing. */
const struct claim *claim_met(struct carrying *c, const struct node *condition, bool met);
/* That a line of the form is put. */
const struct claim *claim_put(struct carrying *c, const struct form_line *line);

/* ---- FHIRPath (fhir_path.c) ---- */
void path_claim(struct carrying *c, const struct claim *claim, struct buffer *out);
/* A number, or nothing when it is missing. */
void path_number(struct carrying *c, const struct node *n, struct buffer *out);
/* The numbers that these questions have as answers, those that there are. */
void path_answers(struct carrying *c, struct question *const *questions, size_t count,
                  struct buffer *out);
/* A text in quotes. */
void path_text(struct str text, struct buffer *out);
/* The answers to one item. */
void path_item(struct str item, struct buffer *out);

#endif
