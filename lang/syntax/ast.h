/* The tree of a script as it was written: nothing is resolved, nothing is folded. ast.def lists
   every kind of node; this header makes structs of that list. Nodes live in the program's arena
   and are immutable once `check` has filled in their notes. */
#ifndef IPT_SYNTAX_AST_H
#define IPT_SYNTAX_AST_H

#include "base/buffer.h"
#include "base/name.h"
#include "base/source.h"

enum node_kind {
#define NODE_BEGIN(kind) NODE_##kind,
#include "syntax/ast_kinds.h"
    NODE_KIND_COUNT
};

struct node {
    uint8_t kind;  /* enum node_kind */
    uint8_t depth; /* of the tree below it, for LIMIT_NESTING */
    struct span span;
    struct node *next; /* in the list it stands in */
};

/* The small vocabularies. The spelling of each word in the tree's written form is in ast.c, in the
   same order. */
enum season { SEASON_NONE, SEASON_SPRING, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER };
enum time_unit { UNIT_MINUTES, UNIT_HOURS, UNIT_DAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_YEARS };
enum absence { ABSENCE_DECLINED, ABSENCE_UNKNOWN, ABSENCE_NOT_APPLICABLE, ABSENCE_UNANSWERED };
enum binary_op {
    OP_OR,
    OP_AND,
    OP_IS,
    OP_IS_NOT,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_IN,
    OP_INCLUDES,
    OP_MENTIONS,
    OP_AFFIRMS,
    OP_MATCHES,
    OP_STARTS_WITH,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE
};
enum state_word {
    STATE_ASKED,
    STATE_ANSWERED,
    STATE_UNANSWERED,
    STATE_DECLINED,
    STATE_UNKNOWN,
    STATE_APPLICABLE,
    STATE_PRORATED,
    STATE_REVEALED
};
enum mark_word {
    MARK_REQUIRED,
    MARK_PRIVATE,
    MARK_OPTIONAL,
    MARK_REVERSE,
    MARK_SAFETY,
    MARK_SHUFFLE,
    MARK_ALONE,
    MARK_CRITICAL,
    MARK_SPACED
};
enum form_word {
    FORM_YES_OR_NO,
    FORM_CHOOSE,
    FORM_CHOOSE_ANY,
    FORM_CHOOSE_SOME /* choose 1 to 3 */,
    FORM_RANK,
    FORM_NUMBER,
    FORM_WHOLE_NUMBER,
    FORM_RATING,
    FORM_TEXT,
    FORM_LONG_TEXT,
    FORM_DATE,
    FORM_ROUGH_DATE,
    FORM_TIME,
    FORM_MINUTES
};
const char *form_name(enum form_word form); /* "yes_or_no" */
enum repeat_word { REPEAT_TIMES, REPEAT_UNTIL, REPEAT_WHILE };
enum rest_word { REST_DECLINED, REST_UNKNOWN, REST_UNANSWERED, REST_FIRST, REST_RANDOM };

/* Questions that can still follow in the same declaration: at least `least`, at most `most`
   (UINT32_MAX: no end known). Found by flow. */
struct route_left {
    uint32_t least, most;
};

struct symbol;
struct choices;
struct scope;
struct question;
struct choice;
/* What a condition looks for in words: a pattern of one of the program's matchers. */
struct sought {
    uint32_t matcher; /* its place, from 1; 0: what it looks for has a mistake */
    uint32_t number;
};
struct judging;
struct drill;
struct drill_card;
struct builtin;
struct module;

#define NODE_BEGIN(kind_) \
    struct node_##kind_ { \
        struct node node;
#define NODE_NAME(kind_, field) struct name *field;
#define NODE_CHILD(kind_, field) struct node *field;
#define NODE_LIST(kind_, field) struct node *field;
#define NODE_TEXT(kind_, field) struct str field;
#define NODE_NUMBER(kind_, field) double field;
#define NODE_INT(kind_, field) int32_t field;
#define NODE_FLAG(kind_, field) bool field;
#define NODE_WORD(kind_, field, words) uint8_t field;
#define NODE_NOTE(kind_, type, field) type field;
#define NODE_END(kind_) \
    }                   \
    ;
#include "syntax/ast.def"
#include "syntax/ast_undef.h"

/* AST(ask, node): the node as the struct of its kind; a wrong kind is our bug. */
#define AST(kind_, n) ((struct node_##kind_ *)ast_as((struct node *)(n), NODE_##kind_))
static inline struct node *ast_as(struct node *n, enum node_kind kind) {
    if (!n || n->kind != kind)
        bug("a %d node was taken for a %d", n ? n->kind : -1, kind);
    return n;
}

/* The table behind ast.def. */
enum field_kind {
    FIELD_NAME,
    FIELD_CHILD,
    FIELD_LIST,
    FIELD_TEXT,
    FIELD_NUMBER,
    FIELD_INT,
    FIELD_FLAG,
    FIELD_WORD
};
struct ast_field {
    const char *name;
    enum field_kind kind;
    uint16_t offset;
    const char *const *words; /* FIELD_WORD: the spellings, NULL behind the last */
};
struct ast_shape {
    const char *name; /* "ask" */
    uint16_t size;
    uint16_t field_count;
    const struct ast_field *fields;
};
extern const struct ast_shape ast_shapes[NODE_KIND_COUNT];

/* A new node of this kind with all fields empty. */
struct node *ast_new(struct arena *a, enum node_kind kind, struct span span);
/* The lists of the grammar grow at their end. */
struct ast_list {
    struct node *first, *last;
};
void ast_list_add(struct ast_list *list, struct node *n); /* NULL is passed over */
void ast_list_join(struct ast_list *list, struct ast_list more);
size_t ast_count(const struct node *first);

/* Calls `visit` for every node below n, n itself first, in the order of the fields; it returns
   false to pass over what is below a node. */
void ast_walk(struct node *n, bool (*visit)(void *payload, struct node *n), void *payload);
/* The same for lines alone, these and those in the blocks below them, without what is written in
   them: texts, expressions. */
void ast_walk_lines(struct node *first, bool (*visit)(void *payload, struct node *n),
                    void *payload);
/* The tree as indented s-expressions, for tests and `--dump ast`. */
void ast_dump(const struct node *first, struct buffer *out);
/* A child or list field, whichever its name; NULL when the kind has none. For generic passes. */
struct node **ast_slot(struct node *n, const struct ast_field *field);

/* The `body` list of any node that has one, else NULL. */
struct node *node_body(const struct node *n);
/* Finds the first line of this kind in a body; NULL. */
struct node *body_find(const struct node *first, enum node_kind kind);
/* The property of this word ("help", "stem") in a body; NULL. */
struct node_property *body_property(const struct node *first, const char *word);
bool body_mark(const struct node *first, enum mark_word mark);

#endif
