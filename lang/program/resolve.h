/* Resolving expressions: shared by resolve.c (expressions), names.c (who is meant), compare.c (what
   stands between two values), lines.c (statements and declarations), scores.c, and answers.c (the
   answers of tests). */
#ifndef IPT_PROGRAM_RESOLVE_H
#define IPT_PROGRAM_RESOLVE_H

#include "program/compose.h"
#include "program/types.h"

/* Where an expression stands. */
struct resolver {
    struct program *p;
    struct module *module;
    struct scope *scope;
    struct symbol *owner; /* the declaration around it, or NULL */
    bool in_where;        /* `it` has a meaning */
    struct type it;
    unsigned quiet;        /* > 0: below something unknown; unknown names would only echo it */
    struct called *called; /* lines.c: whose calls are still to be looked at */
};

struct resolver resolver_for(struct program *p, const struct symbol *declaration);

/* Looks up all names in an expression, leaves the notes, reports what does not go together; gives
 * its type. */
struct type resolve_expression(struct resolver *r, struct node *n);
/* The same, with bare codes read among `expected`'s choices (`focus is grief`, `default never`). */
struct type resolve_expected(struct resolver *r, struct node *n, struct type expected,
                             const char *whose);
/* It must be a condition. */
void resolve_condition(struct resolver *r, struct node *n);
/* A text and its holes; NULL is passed over. */
void resolve_text(struct resolver *r, const struct node *text);
/* It must be of this type; `where` reads "after `at most`". */
void resolve_needed(struct resolver *r, struct node *n, enum type_kind needed, const char *where);
/* A name, with did-you-mean; NULL after a message. */
struct symbol *resolve_name(struct resolver *r, struct name *name, struct span span);
/* The symbol that a name or a.b.c stands for; NULL after a message. Leaves the notes. */
struct symbol *resolve_path(struct resolver *r, struct node *n);
/* The value that a name, or a.b.c, stands for. */
struct type resolve_name_value(struct resolver *r, struct node_name *n);
struct type resolve_field_value(struct resolver *r, struct node_field *n);
/* A comparison, arithmetic, `and`, `or`. */
struct type resolve_binary(struct resolver *r, struct node_binary *n);
void report_comparison(struct resolver *r, struct span span, struct type a, struct type b);
/* lines.c: what a call, a jump or a test runs; NULL after a message. */
enum way_in { BY_DO, BY_GO_TO, BY_RUN };
struct symbol *resolve_target(struct resolver *r, struct node *call, enum way_in way);
/* tests.c */
void resolve_test(struct program *p, struct module *module, struct node_test *test);
void resolve_guarantee(struct program *p, struct module *module, struct node_guarantee *g);
/* lines.c: all expressions of these lines, and of one question. */
void resolve_list(struct resolver *r, struct node *first);
void resolve_question(struct resolver *r, struct question *q);
/* roster.c: the lines that work on lists of cards. */
void resolve_each(struct resolver *r, struct node_for_each *n);
void resolve_collect(struct resolver *r, struct node_collect *n);
void resolve_add(struct resolver *r, struct node_add *n);
void resolve_remove(struct resolver *r, struct node_remove *n);
void resolve_field_set(struct resolver *r, struct symbol *field, struct node *value);
/* lists.c: `where`, `sorted by`, `of`. */
struct type resolve_where(struct resolver *r, struct node_where *n);
struct type resolve_sorted(struct resolver *r, struct node_sorted *n);
struct type resolve_of(struct resolver *r, struct node_of *n);
/* A field of a record, with did-you-mean over its fields; NULL after a message. */
struct symbol *resolve_card_field(struct resolver *r, const struct record *record,
                                  struct name *name, struct span span);
/* In `where` and `sorted by` the fields of the element go bare, and win over outer names. */
struct symbol *field_of_it(struct resolver *r, const struct name *name);
struct symbol *nearest_field_of_it(const struct resolver *r, const struct name *name);
bool is_it(const struct resolver *r, const struct name *name);
/* judging.c: what is said, the lines of practice, and the conditions of all rubrics. */
void resolve_say(struct resolver *r, struct node_say *n);
void resolve_practice_line(struct resolver *r, struct node *n);
void resolve_rubrics(struct program *p);
/* reports.c: the lines that only a report has, and `show`. */
void resolve_report_line(struct resolver *r, struct node *n);
/* The type of a define, a variable, an element or a choice from a list is known on first use. */
void resolve_symbol(struct program *p, struct symbol *s);

/* scores.c: of which items a score is formed, what it can be, and whether its lines fit it. */
void resolve_score(struct resolver *r, struct node_score *n);
/* urgent, attention or info. */
void resolve_level(struct resolver *r, struct name *level, struct span span);
void report_wrong_type(struct program *p, struct span span, const char *needed, struct type found);

#endif
