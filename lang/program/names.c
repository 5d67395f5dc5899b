/* Names in expressions, plain and behind dots: who is meant, and what to propose when nobody is. */
#include "program/resolve.h"

#include "program/builtins.h"

#include <string.h>

/* ---- plain names ---- */
static void report_unknown(struct resolver *r, struct name *name, struct span span) {
    if (r->quiet || r->module->scope->incomplete || name->mark == NAME_LOST)
        return;
    struct program *p = r->p;
    struct diag *g = diag_add(&p->diags, D_unknown_name, span, name->text);
    struct symbol *near = nearest_field_of_it(r, name);
    near = near ? near : scope_nearest(r->scope, name, NULL, NULL);
    if (near) {
        diag_fix(&p->diags, g, span, near->name->text, "write `%s`", near->name->text);
        return;
    }
    for (size_t i = 0; i < p->symbol_count; i++) { /* a question of another branch, perhaps */
        const struct symbol *s = p->symbols[i];
        if (s->kind == SYMBOL_PARAMETER)
            continue;
        if (s->name == name && s->owner && s->path.len > name->len) {
            diag_fix(&p->diags, g, span, arena_str(&p->arena, s->path).text,
                     "write `%.*s`: names inside a branch or an inventory are its own",
                     (int)s->path.len, s->path.text);
            return;
        }
    }
    if (strcmp(name->text, "answer") == 0)
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "`answer` is the one just given, and exists in a safeguard alone");
    else if (r->in_where)
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "behind `where` and `sorted by` a field of the element stands by itself; the "
                 "element is `it`");
}

struct symbol *resolve_name(struct resolver *r, struct name *name, struct span span) {
    struct symbol *s = scope_find(r->scope, name);
    if (!s) {
        report_unknown(r, name, span);
        return NULL;
    }
    s->used = true;
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
    case SYMBOL_FIELD:
    case SYMBOL_LIST:
    case SYMBOL_KEEP:
    case SYMBOL_SETTING:
        return true;
    case SYMBOL_STRAY:
        return false; /* said where it is declared */
    case SYMBOL_RECORD:
    case SYMBOL_MODULE:
    case SYMBOL_SCALE:
    case SYMBOL_INVENTORY:
    case SYMBOL_BRANCH:
    case SYMBOL_INTERVIEW:
    case SYMBOL_COURSE:
    case SYMBOL_REPORT:
    case SYMBOL_WORDS:
    case SYMBOL_SAFEGUARD:
    case SYMBOL_PERSONA:
    case SYMBOL_DRILL:
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
    if (is_it(r, n->name))
        return r->it;
    n->field = field_of_it(r, n->name);
    if (n->field)
        return n->field->type;
    struct symbol *s = scope_find(r->scope, n->name);
    if (!s && strcmp(n->name->text, "items") == 0 && inventory_around(r)) {
        n->symbol = inventory_around(r);
        return expression_type(&n->node);
    }
    if (!s) {
        if (builtin_value(n->name))
            return expression_type(&n->node);
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

static struct span last_part(const struct node_field *n) {
    return (struct span){n->node.span.hi - n->name->len, n->node.span.hi};
}

static struct symbol *find_inside(struct resolver *r, struct symbol *outer, struct node_field *n) {
    struct scope *inside = outer->scope;
    struct symbol *s = inside ? scope_own(inside, n->name) : NULL;
    if (s && (outer->kind == SYMBOL_MODULE || s->owner == outer)) {
        s->used = true;
        return s;
    }
    struct span at = last_part(n);
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

/* `session.number` and the like: a session's own parts, where nobody else is called `session`. */
static bool resolve_session_part(struct resolver *r, struct node_field *n) {
    static const struct {
        const char *word;
        enum value_part part;
    } parts[] = {
        {"number", PART_NUMBER}, {"phase", PART_PHASE}, {"left", PART_LEFT}, {"date", PART_DATE}};
    if (n->of->kind != NODE_name || strcmp(AST(name, n->of)->name->text, "session") != 0 ||
        scope_find(r->scope, AST(name, n->of)->name))
        return false;
    n->symbol = NULL;
    n->part = PART_DATE;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(parts[i].word, n->name->text) == 0) {
            n->part = parts[i].part;
            n->phases = n->part == PART_PHASE ? r->p->phases : NULL;
            if (!r->p->phases)
                diag_add(&r->p->diags, D_no_course, n->node.span, n->name->text);
            return true;
        }
    struct diag *g = diag_add(&r->p->diags, D_session_part, last_part(n), n->name->text);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
             "there are `session.number`, `session.phase`, `session.left` and `session.date`");
    return true;
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
    bool facts = strcmp(n->name->text, "facts") == 0, cues = strcmp(n->name->text, "cues") == 0;
    if (outer->kind == SYMBOL_PERSONA && (facts || cues)) {
        n->symbol = outer;
        n->part = facts ? PART_FACTS : PART_CUES;
        return true;
    }
    return false;
}

static bool path_is_quiet(struct resolver *r, const struct symbol *s) {
    bool open = s->kind == SYMBOL_PARAMETER || s->kind == SYMBOL_LIST;
    return r->quiet || s->kind == SYMBOL_STRAY || (open && s->type.kind == TYPE_UNKNOWN);
}

/* The checks follow `p.closeness` by a symbol of its own: another name's closeness is another
   thing. It lives in the scope of `p`. */
static struct symbol *pair_of(struct resolver *r, struct symbol *of, struct symbol *field) {
    struct symbol *earlier = of->scope ? scope_own(of->scope, field->name) : NULL;
    if (earlier)
        return earlier;
    if (!of->scope)
        of->scope = scope_new(r->p, NULL, of);
    struct symbol *pair = symbol_new(r->p, SYMBOL_FIELD, field->name, field->node, of->module, of);
    pair->type = field->type;
    pair->slot = r->p->slot_count++;
    pair->path =
        arena_printf(&r->p->arena, "%.*s.%s", (int)of->path.len, of->path.text, field->name->text);
    scope_add(r->p, of->scope, field->name, pair, &earlier);
    return pair;
}

/* `p.closeness` of a card; `people.closeness` is a slip for `closeness of people`. */
static bool resolve_of_card(struct resolver *r, struct node_field *n, struct symbol *outer) {
    struct type of = outer ? outer->type : expression_type(n->of);
    if (of.kind == TYPE_CARD && of.record) {
        n->field = resolve_card_field(r, of.record, n->name, last_part(n));
        n->pair = outer && n->field ? pair_of(r, outer, n->field) : NULL;
        n->part = PART_FIELD;
        return true;
    }
    if (of.kind != TYPE_LIST || of.element != TYPE_CARD || !of.record)
        return false;
    struct str list = source_text(&r->p->sources, n->of->span);
    struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->of->span, "one card before the dot",
                              type_words(r->p, of));
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `%s of %.*s`", n->name->text, (int)list.len,
             list.text);
    return true;
}

static struct symbol *resolve_field(struct resolver *r, struct node_field *n) {
    if (resolve_session_part(r, n))
        return NULL;
    struct symbol *outer = resolve_path(r, n->of);
    if (resolve_of_card(r, n, outer))
        return NULL;
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
    if (s)
        resolve_symbol(r->p, s);
    return s;
}

struct symbol *resolve_path(struct resolver *r, struct node *n) {
    if (n->kind == NODE_name) {
        struct node_name *name = AST(name, n);
        name->field = field_of_it(r, name->name);
        if (name->field || is_it(r, name->name))
            return NULL;
        return name->symbol = resolve_name(r, name->name, n->span);
    }
    if (n->kind == NODE_field)
        return resolve_field(r, AST(field, n));
    resolve_expression(r, n);
    return NULL;
}

struct type resolve_field_value(struct resolver *r, struct node_field *n) {
    struct symbol *s = resolve_field(r, n);
    if (!s)
        return expression_type(&n->node);
    if (n->part == PART_SYMBOL && !symbol_has_value(r, s, n->node.span))
        return TYPE_OF(TYPE_UNKNOWN);
    return expression_type(&n->node);
}
