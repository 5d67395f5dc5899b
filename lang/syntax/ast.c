/* The tree's tables, made of ast.def, and the passes that need nothing but them. */
#include "syntax/ast.h"

#include <string.h>

/* The spellings, in the order of the enums in ast.h. The first word of those with a "none" is
   empty: it is never written. */
static const char *const season_words[] = {"", "spring", "summer", "autumn", "winter", NULL};
static const char *const time_unit_words[] = {"minutes", "hours", "days", "weeks",
                                              "months",  "years", NULL};
static const char *const absence_words[] = {"declined", "unknown", "not_applicable", "unanswered",
                                            NULL};
static const char *const binary_op_words[] = {
    "or",       "and",     "is",      "is_not",      "<", "<=", ">", ">=", "in", "includes",
    "mentions", "affirms", "matches", "starts_with", "+", "-",  "*", "/",  NULL};
static const char *const state_word_words[] = {"asked",    "answered", "unanswered",
                                               "declined", "unknown",  "applicable",
                                               "prorated", "revealed", NULL};
static const char *const mark_word_words[] = {"required", "private", "optional", "reverse",
                                              "safety",   "shuffle", "alone",    "critical",
                                              "spaced",   NULL};
static const char *const form_word_words[] = {
    "yes_or_no", "choose",       "choose_any", "choose_some", "rank",
    "number",    "whole_number", "rating",     "text",        "long_text",
    "date",      "rough_date",   "time",       "minutes",     NULL};
static const char *const repeat_word_words[] = {"times", "until", "while", NULL};
static const char *const rest_word_words[] = {"declined", "unknown", "unanswered",
                                              "first",    "random",  NULL};

#define FIELD(kind_, type_, field, words) \
    {#field, FIELD_##type_, offsetof(struct node_##kind_, field), words},
#define NODE_BEGIN(kind_) static const struct ast_field fields_##kind_[] = {
#define NODE_NAME(kind_, field) FIELD(kind_, NAME, field, NULL)
#define NODE_CHILD(kind_, field) FIELD(kind_, CHILD, field, NULL)
#define NODE_LIST(kind_, field) FIELD(kind_, LIST, field, NULL)
#define NODE_TEXT(kind_, field) FIELD(kind_, TEXT, field, NULL)
#define NODE_NUMBER(kind_, field) FIELD(kind_, NUMBER, field, NULL)
#define NODE_INT(kind_, field) FIELD(kind_, INT, field, NULL)
#define NODE_FLAG(kind_, field) FIELD(kind_, FLAG, field, NULL)
#define NODE_WORD(kind_, field, words) FIELD(kind_, WORD, field, words##_words)
#define NODE_NOTE(kind_, type_, field)
#define NODE_END(kind_)           \
    { NULL, FIELD_NAME, 0, NULL } \
    }                             \
    ;
#include "syntax/ast.def"
#include "syntax/ast_undef.h"

const struct ast_shape ast_shapes[NODE_KIND_COUNT] = {
#define NODE_BEGIN(kind_) \
    {#kind_, sizeof(struct node_##kind_), COUNT_OF(fields_##kind_) - 1, fields_##kind_},
#include "syntax/ast_kinds.h"
};

const char *form_name(enum form_word form) {
    return form_word_words[form];
}

struct node *ast_new(struct arena *a, enum node_kind kind, struct span span) {
    struct node *n = arena_get(a, ast_shapes[kind].size);
    n->kind = (uint8_t)kind;
    n->span = span;
    return n;
}

void ast_list_add(struct ast_list *list, struct node *n) {
    if (!n)
        return;
    if (list->last)
        list->last->next = n;
    else
        list->first = n;
    list->last = n;
}

void ast_list_join(struct ast_list *list, struct ast_list more) {
    if (!more.first)
        return;
    ast_list_add(list, more.first);
    list->last = more.last;
}

size_t ast_count(const struct node *first) {
    size_t count = 0;
    for (; first; first = first->next)
        count++;
    return count;
}

struct node **ast_slot(struct node *n, const struct ast_field *field) {
    if (field->kind != FIELD_CHILD && field->kind != FIELD_LIST)
        return NULL;
    return (struct node **)((char *)n + field->offset);
}

void ast_walk(struct node *n, bool (*visit)(void *payload, struct node *n), void *payload) {
    if (!n || !visit(payload, n))
        return;
    const struct ast_shape *shape = &ast_shapes[n->kind];
    for (uint16_t i = 0; i < shape->field_count; i++) {
        struct node **slot = ast_slot(n, &shape->fields[i]);
        if (!slot)
            continue;
        if (shape->fields[i].kind == FIELD_CHILD)
            ast_walk(*slot, visit, payload);
        else
            for (struct node *m = *slot; m; m = m->next)
                ast_walk(m, visit, payload);
    }
}

void ast_walk_lines(struct node *first, bool (*visit)(void *payload, struct node *n),
                    void *payload) {
    for (struct node *n = first; n; n = n->next) {
        if (!visit(payload, n))
            continue;
        if (n->kind == NODE_if) {
            ast_walk_lines(AST(if, n)->then, visit, payload);
            ast_walk_lines(AST(if, n)->otherwise, visit, payload);
        } else if (n->kind == NODE_match) {
            ast_walk_lines(AST(match, n)->arms, visit, payload);
        } else {
            ast_walk_lines(node_body(n), visit, payload);
        }
    }
}

/* ---- dump ---- */
static void dump_text(struct str s, struct buffer *out) {
    buffer_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.text[i] == '"' || s.text[i] == '\\')
            buffer_char(out, '\\');
        if (s.text[i] == '\n')
            buffer_text(out, "\\n");
        else
            buffer_char(out, s.text[i]);
    }
    buffer_char(out, '"');
}

static void dump_node(const struct node *n, int depth, struct buffer *out);

static void dump_list(const struct node *first, const char *name, int depth, struct buffer *out) {
    buffer_char(out, '\n');
    buffer_repeat(out, ' ', (size_t)depth * 2);
    buffer_printf(out, "%s:", name);
    for (; first; first = first->next) {
        buffer_char(out, '\n');
        buffer_repeat(out, ' ', (size_t)depth * 2 + 2);
        dump_node(first, depth + 2, out);
    }
}

static void dump_field(const struct node *n, const struct ast_field *f, int depth,
                       struct buffer *out) {
    const char *at = (const char *)n + f->offset;
    switch (f->kind) {
    case FIELD_NAME:
        if (*(struct name *const *)at)
            buffer_printf(out, " %s", (*(struct name *const *)at)->text);
        break;
    case FIELD_CHILD:
        if (*(struct node *const *)at) {
            buffer_printf(out, " %s=", f->name);
            dump_node(*(struct node *const *)at, depth + 1, out);
        }
        break;
    case FIELD_LIST:
        if (*(struct node *const *)at)
            dump_list(*(struct node *const *)at, f->name, depth + 1, out);
        break;
    case FIELD_TEXT:
        if (((const struct str *)at)->len) {
            buffer_char(out, ' ');
            dump_text(*(const struct str *)at, out);
        }
        break;
    case FIELD_NUMBER:
        buffer_char(out, ' ');
        buffer_number(out, *(const double *)at);
        break;
    case FIELD_INT:
        if (*(const int32_t *)at)
            buffer_printf(out, " %s=%d", f->name, *(const int32_t *)at);
        break;
    case FIELD_FLAG:
        if (*(const bool *)at)
            buffer_printf(out, " %s", f->name);
        break;
    case FIELD_WORD:
        if (*f->words[*(const uint8_t *)at])
            buffer_printf(out, " %s", f->words[*(const uint8_t *)at]);
        break;
    }
}

static void dump_node(const struct node *n, int depth, struct buffer *out) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    buffer_printf(out, "(%s", shape->name);
    for (uint16_t i = 0; i < shape->field_count; i++)
        dump_field(n, &shape->fields[i], depth, out);
    buffer_char(out, ')');
}

void ast_dump(const struct node *first, struct buffer *out) {
    for (; first; first = first->next) {
        dump_node(first, 0, out);
        buffer_char(out, '\n');
    }
}

/* ---- bodies ---- */
struct node *node_body(const struct node *n) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    for (uint16_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].kind == FIELD_LIST && strcmp(shape->fields[i].name, "body") == 0)
            return *(struct node *const *)((const char *)n + shape->fields[i].offset);
    return NULL;
}

struct node *body_find(const struct node *first, enum node_kind kind) {
    for (; first; first = first->next)
        if (first->kind == kind)
            return (struct node *)first;
    return NULL;
}

struct node_property *body_property(const struct node *first, const char *word) {
    for (; first; first = first->next)
        if (first->kind == NODE_property && strcmp(AST(property, first)->word->text, word) == 0)
            return AST(property, first);
    return NULL;
}

bool body_mark(const struct node *first, enum mark_word mark) {
    for (; first; first = first->next)
        if (first->kind == NODE_mark && AST(mark, first)->mark == mark)
            return true;
    return false;
}
