/* Names in expressions, plain and behind dots: who is meant, and what to propose when nobody is. */
#include "program/resolve.h"

#include "program/builtins.h"

#include <string.h>

/* ---- plain names ---- */
static void report_unknown(struct resolver *r, struct name *name, struct span span) {
    if (r->quiet || r->module->scope->incomplete || r->p->unfinished || name->mark == NAME_LOST)
        return;
    struct program *p = r->p;
    struct diag *g = diag_add(&p->diags, D_unknown_name, span, name->text);
    struct symbol *near = scope_nearest(r->scope, name, NULL, NULL);
    if (near) {
        diag_fix(&p->diags, g, span, near->name->text, "write `%s`", near->name->text);
        return;
    }
    for (size_t i = 0; i < p->symbol_count; i++) { /* a question of another branch, perhaps */
        const struct symbol *s = p->symbols[i];
        if (s->name == name && s->owner && s->path.len > name->len) {
            diag_fix(&p->diags, g, span, arena_str(&p->arena, s->path).text,
                     "write `%.*s`: names inside a branch or an inventory are its own",
                     (int)s->path.len, s->path.text);
            return;
        }
    }
}

struct symbol *resolve_name(struct resolver *r, struct name *name, struct span span) {
    struct symbol *s = scope_find(r->scope, name);
    if (!s) {
        report_unknown(r, name, span);
        return NULL;
    }
    s->used = true;
    if (s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_LET)
        resolve_symbol(r->p, s);
    return s;
}

/* The inventory whose body an expression stands in: `items` means its items. */
static struct symbol *inventory_around(const struct resolver *r) {
    for (struct symbol *s = r->owner; s; s = s->owner)
        if (s->kind == SYMBOL_INVENTORY)
            return s;
    return NULL;
}

/* Does it have a value? A branch or a scale is no value; the message says what it is. */
static bool symbol_has_value(struct resolver *r, const struct symbol *s, struct span span) {
    switch (s->kind) {
    case SYMBOL_DEFINE:
        if (s->parameter_count) {
            diag_add(&r->p->diags, D_wrong_count, span, s->name->text,
                     s->parameter_count == 1 ? "one value in brackets" : "values in brackets");
            return false;
        }
        return true;
    case SYMBOL_QUESTION:
    case SYMBOL_SCORE:
    case SYMBOL_LET:
    case SYMBOL_PARAMETER:
        return true;
    case SYMBOL_LATER:
        return false; /* said where it is declared */
    case SYMBOL_MODULE:
    case SYMBOL_SCALE:
    case SYMBOL_INVENTORY:
    case SYMBOL_BRANCH:
    case SYMBOL_INTERVIEW:
        break;
    }
    struct diag *g =
        diag_add(&r->p->diags, D_wrong_kind, span, s->name->text, symbol_kind_words(s), "a value");
    if (s->kind == SYMBOL_INVENTORY && s->inventory && s->inventory->score_count)
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "name its score: `%s.%s`", s->name->text,
                 s->inventory->scores[0]->symbol->name->text);
    else if (s->kind == SYMBOL_BRANCH)
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 "name one of its questions, or write `reached %s`", s->name->text);
    return false;
}

struct type resolve_name_value(struct resolver *r, struct node_name *n) {
    if (r->in_where && strcmp(n->name->text, "it") == 0)
        return r->it;
    struct symbol *s = scope_find(r->scope, n->name);
    if (!s && strcmp(n->name->text, "items") == 0 && inventory_around(r)) {
        n->symbol = inventory_around(r);
        return expression_type(&n->node);
    }
    if (!s) {
        const struct builtin *b = builtin_find(n->name);
        if (b && b->id == BUILTIN_TODAY)
            return TYPE_OF(TYPE_DATE);
    }
    s = resolve_name(r, n->name, n->node.span);
    if (!s || !symbol_has_value(r, s, n->node.span))
        return TYPE_OF(TYPE_UNKNOWN);
    n->symbol = s;
    return s->type;
}

/* ---- a.b.c ---- */
static bool accept_inside(void *payload, const struct symbol *s) {
    (void)payload;
    return s->kind != SYMBOL_MODULE;
}

static struct symbol *find_inside(struct resolver *r, struct symbol *outer, struct node_field *n) {
    struct scope *inside = outer->scope;
    struct symbol *s = inside ? scope_own(inside, n->name) : NULL;
    if (s && (outer->kind == SYMBOL_MODULE || s->owner == outer)) {
        s->used = true;
        return s;
    }
    if (r->p->unfinished)
        return NULL;
    struct span at = {n->node.span.hi - n->name->len, n->node.span.hi};
    struct diag *g = diag_add(&r->p->diags, D_unknown_inside, at, outer->name->text, n->name->text);
    struct scope own = {0};
    if (inside)
        own = *inside;
    own.outer = NULL;
    struct symbol *near = scope_nearest(&own, n->name, accept_inside, NULL);
    if (near)
        diag_fix(&r->p->diags, g, at, near->name->text, "write `%s.%s`", outer->name->text,
                 near->name->text);
    return NULL;
}

/* The parts that values have of themselves: the band of a score, the items of an inventory. */
static bool resolve_part(struct node_field *n, struct symbol *outer) {
    if (outer->kind == SYMBOL_SCORE && strcmp(n->name->text, "band") == 0 &&
        outer->score->band_choices) {
        n->symbol = outer;
        n->part = PART_BAND;
        return true;
    }
    if (outer->kind == SYMBOL_INVENTORY && strcmp(n->name->text, "items") == 0) {
        n->symbol = outer;
        n->part = PART_ITEMS;
        return true;
    }
    return false;
}

static bool path_is_quiet(struct resolver *r, const struct symbol *s) {
    return r->quiet || s->kind == SYMBOL_LATER || s->type.kind == TYPE_LIST ||
           (s->kind == SYMBOL_PARAMETER && s->type.kind == TYPE_UNKNOWN);
}

static struct symbol *resolve_field(struct resolver *r, struct node_field *n) {
    struct symbol *outer = resolve_path(r, n->of);
    if (!outer || path_is_quiet(r, outer))
        return NULL;
    if (resolve_part(n, outer))
        return outer;
    if (outer->kind == SYMBOL_SCORE) {
        struct diag *g = diag_add(&r->p->diags, D_unknown_inside, n->node.span, outer->name->text,
                                  n->name->text);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 outer->score->band_choices ? "a score has one part, `band`"
                                            : "this score has no bands; declare them below it");
        return NULL;
    }
    struct symbol *s = find_inside(r, outer, n);
    n->symbol = s;
    n->part = PART_SYMBOL;
    if (s && (s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_LET))
        resolve_symbol(r->p, s);
    return s;
}

struct symbol *resolve_path(struct resolver *r, struct node *n) {
    if (n->kind == NODE_name)
        return AST(name, n)->symbol = resolve_name(r, AST(name, n)->name, n->span);
    if (n->kind == NODE_field)
        return resolve_field(r, AST(field, n));
    resolve_expression(r, n);
    return NULL;
}

struct type resolve_field_value(struct resolver *r, struct node_field *n) {
    struct symbol *s = resolve_field(r, n);
    if (!s)
        return TYPE_OF(TYPE_UNKNOWN);
    if (n->part == PART_SYMBOL && !symbol_has_value(r, s, n->node.span))
        return TYPE_OF(TYPE_UNKNOWN);
    return expression_type(&n->node);
}
