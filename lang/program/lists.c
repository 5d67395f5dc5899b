/* Lists and cards in expressions: `where`, `sorted by`, `of`, and the fields of cards, which go
   bare in `where` and stand behind a dot elsewhere. */
#include "program/resolve.h"

#include "program/builtins.h"

#include <string.h>

/* ---- fields ---- */
/* A name that a record gives to something that its cards have: a field, or a formula. */
static struct symbol *record_own(struct resolver *r, const struct record *record,
                                 const struct name *name) {
    struct symbol *s = scope_own(record->symbol->scope, name);
    if (!s || s->owner != record->symbol)
        return NULL;
    bool formula = s->kind == SYMBOL_DEFINE && !s->parameter_count;
    if (!formula && s->kind != SYMBOL_QUESTION && s->kind != SYMBOL_FIELD)
        return NULL;
    s->used = true;
    resolve_symbol(r->p, s);
    return s;
}

static bool accept_field(void *payload, const struct symbol *s) {
    return s->owner == payload && s->kind != SYMBOL_LET && s->kind != SYMBOL_PARAMETER;
}

static struct symbol *nearest_field(const struct record *record, const struct name *name) {
    struct scope own = *record->symbol->scope;
    own.outer = NULL;
    return scope_nearest(&own, name, accept_field, record->symbol);
}

struct symbol *nearest_field_of_it(const struct resolver *r, const struct name *name) {
    return r->in_where && r->it.kind == TYPE_CARD && r->it.record
               ? nearest_field(r->it.record, name)
               : NULL;
}

struct symbol *resolve_card_field(struct resolver *r, const struct record *record,
                                  struct name *name, struct span span) {
    struct symbol *s = record_own(r, record, name);
    if (s)
        return s;
    struct diag *g =
        diag_add(&r->p->diags, D_unknown_inside, span, record->symbol->name->text, name->text);
    struct symbol *near = nearest_field(record, name);
    if (near)
        diag_fix(&r->p->diags, g, span, near->name->text, "write `%s`", near->name->text);
    return NULL;
}

struct symbol *field_of_it(struct resolver *r, const struct name *name) {
    return r->in_where && r->it.kind == TYPE_CARD && r->it.record
               ? record_own(r, r->it.record, name)
               : NULL;
}

bool is_it(const struct resolver *r, const struct name *name) {
    return r->in_where && strcmp(name->text, "it") == 0;
}

/* ---- where, sorted by ---- */
/* Where `it` is an element of the list. */
static struct resolver resolver_inside(struct resolver *r, struct type list, const struct node *n,
                                       const char *needed) {
    struct resolver inner = *r;
    inner.in_where = true;
    inner.it = type_of_element(list);
    if (list.kind == TYPE_UNKNOWN) {
        inner.quiet++;
    } else if (list.kind != TYPE_LIST && list.kind != TYPE_SET) {
        report_wrong_type(r->p, n->span, needed, list);
        inner.it = TYPE_OF(TYPE_UNKNOWN);
    }
    return inner;
}

struct type resolve_where(struct resolver *r, struct node_where *n) {
    struct type list = resolve_expression(r, n->list);
    struct resolver inner = resolver_inside(r, list, n->list, "a list before `where`");
    resolve_condition(&inner, n->condition);
    return list_of_elements(list);
}

/* In the order of a field, or of anything else that has an order. */
struct type resolve_sorted(struct resolver *r, struct node_sorted *n) {
    struct type list = resolve_expression(r, n->list);
    struct resolver inner = resolver_inside(r, list, n->list, "a list before `sorted by`");
    struct type by = resolve_expression(&inner, n->by);
    bool sortable = by.kind == TYPE_TEXT || by.kind == TYPE_CHOICE || by.kind == TYPE_YES_NO ||
                    types_order(by, by);
    if (!sortable)
        report_wrong_type(r->p, n->by->span, "something that has an order", by);
    return list_of_elements(list);
}

/* ---- of ---- */
/* `closeness of people`: the field of each. */
static struct type resolve_field_of(struct resolver *r, struct node_of *n, struct type list) {
    struct span what = {n->node.span.lo, n->node.span.lo + n->what->len};
    n->field = resolve_card_field(r, list.record, n->what, what);
    return n->field ? expression_type(&n->node) : TYPE_OF(TYPE_UNKNOWN);
}

struct type resolve_of(struct resolver *r, struct node_of *n) {
    const struct builtin *b = builtin_find(n->what);
    struct type list = resolve_expression(r, n->list);
    bool cards = list.kind == TYPE_LIST && list.element == TYPE_CARD && list.record;
    if (cards && (!b || record_own(r, list.record, n->what)))
        return resolve_field_of(r, n, list);
    if (!b) {
        if (list.kind != TYPE_UNKNOWN)
            report_wrong_type(r->p, n->list->span, "a list of cards behind `of`", list);
        return TYPE_OF(TYPE_UNKNOWN);
    }
    n->builtin = b;
    if (list.kind != TYPE_LIST && list.kind != TYPE_SET && list.kind != TYPE_RANKING &&
        list.kind != TYPE_UNKNOWN)
        report_wrong_type(r->p, n->list->span, "a list, or names in brackets", list);
    return type_of_builtin(b, list, 1);
}
