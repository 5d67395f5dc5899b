/* Expressions: whether their pieces go together. names.c finds who is meant, compare.c looks at
   what stands between two values. The result is left in the tree's notes (ast.def); nothing is
   changed or folded. A mistake gives TYPE_UNKNOWN, which goes with everything, so that it is
   reported once. */
#include "program/resolve.h"

#include "program/builtins.h"

#include <string.h>

struct resolver resolver_for(struct program *p, const struct symbol *declaration) {
    return (struct resolver){.p = p,
                             .module = declaration->module,
                             .scope = declaration->scope ? declaration->scope
                                      : declaration->owner && declaration->owner->scope
                                          ? declaration->owner->scope
                                          : declaration->module->scope,
                             .owner = (struct symbol *)declaration};
}

void report_wrong_type(struct program *p, struct span span, const char *needed, struct type found) {
    diag_add(&p->diags, D_wrong_type, span, needed, type_words(p, found));
}

/* ---- calls ---- */
/* Earlier sessions left values by their names; cards are not the same from one to the next. */
static void resolve_looking_back(struct resolver *r, const struct builtin *b, struct node *argument,
                                 struct type type) {
    struct symbol *s = argument ? expression_symbol(argument) : NULL;
    bool plain = s &&
                 !(argument->kind == NODE_field && AST(field, argument)->part != PART_SYMBOL) &&
                 !(s->owner && s->owner->kind == SYMBOL_RECORD) && type.kind != TYPE_LIST &&
                 type.kind != TYPE_CARD &&
                 (s->kind == SYMBOL_QUESTION || s->kind == SYMBOL_SCORE ||
                  (s->kind == SYMBOL_DEFINE && !s->parameter_count) || s->meter || s->outcome);
    if (!argument || type.kind == TYPE_UNKNOWN)
        return;
    if (!plain)
        diag_add(&r->p->diags, D_past_of_what, argument->span, b->name);
    else if (b->id == BUILTIN_CHANGE && !type_is_number(type) && type.kind != TYPE_DURATION)
        report_wrong_type(r->p, argument->span, "a number", type);
    else
        s->looked_back = true;
}

static struct type resolve_builtin(struct resolver *r, const struct builtin *b, struct node_call *n,
                                   size_t count) {
    struct type first = TYPE_OF(TYPE_UNKNOWN);
    n->builtin = b;
    if (count < b->least || count > b->most) {
        struct diag *g = diag_add(&r->p->diags, D_wrong_count, n->node.span, b->name,
                                  b->most == 1 ? "one value" : "other values");
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write it as `%s`", b->usage);
    }
    for (struct node *a = n->arguments; a; a = a->next) {
        struct type t = resolve_expression(r, a);
        if (a == n->arguments)
            first = t;
    }
    if (b->takes_question && n->arguments) {
        struct symbol *s = expression_symbol(n->arguments);
        if (first.kind != TYPE_UNKNOWN && (!s || s->kind != SYMBOL_QUESTION))
            report_wrong_type(r->p, n->arguments->span, "the name of a question", first);
    }
    if (b->id == BUILTIN_PAST || b->id == BUILTIN_PREVIOUS || b->id == BUILTIN_CHANGE)
        resolve_looking_back(r, b, n->arguments, first);
    struct type result = type_of_builtin(b, first, count);
    bool numbers = b->id == BUILTIN_SUM || b->id == BUILTIN_MEAN || b->id == BUILTIN_MIN ||
                   b->id == BUILTIN_MAX || b->id == BUILTIN_ROUND;
    struct type element = type_of_element(first);
    if (numbers && !type_is_number(element) && !types_order(element, element))
        report_wrong_type(r->p, n->arguments->span, "a number, or a list of numbers", first);
    bool lists = b->id == BUILTIN_COUNT || b->id == BUILTIN_FIRST || b->id == BUILTIN_LAST;
    if (lists && count == 1 && first.kind != TYPE_UNKNOWN && first.kind != TYPE_LIST &&
        first.kind != TYPE_SET && first.kind != TYPE_RANKING)
        report_wrong_type(r->p, n->arguments->span, "a list", first);
    return result;
}

static struct type resolve_define_call(struct resolver *r, struct symbol *s, struct node_call *n,
                                       size_t count) {
    n->symbol = s;
    if (count != s->parameter_count) {
        const char *words = s->parameter_count == 0   ? "no values"
                            : s->parameter_count == 1 ? "one value"
                                                      : "another number of values";
        struct diag *g = diag_add(&r->p->diags, D_wrong_count, n->node.span, s->name->text, words);
        diag_note(&r->p->diags, g, s->node->span, "it is defined here, with %u",
                  s->parameter_count);
    }
    for (struct node *a = n->arguments; a; a = a->next)
        resolve_expression(r, a);
    resolve_symbol(r->p, s);
    return s->type;
}

static struct type resolve_call(struct resolver *r, struct node_call *n) {
    size_t count = ast_count(n->arguments);
    struct symbol *s = NULL;
    if (n->callee->kind == NODE_name) {
        struct name *name = AST(name, n->callee)->name;
        const struct builtin *b = builtin_find(name);
        s = scope_find(r->scope, name);
        if (b && (!s || s->kind != SYMBOL_DEFINE))
            return resolve_builtin(r, b, n, count);
    }
    if (!s || s->kind == SYMBOL_DEFINE)
        s = resolve_path(r, n->callee);
    if (s && s->kind == SYMBOL_DEFINE)
        return resolve_define_call(r, s, n, count);
    for (struct node *a = n->arguments; a; a = a->next)
        resolve_expression(r, a);
    if (s && s->kind != SYMBOL_STRAY)
        diag_add(&r->p->diags, D_wrong_kind, n->callee->span, s->name->text, symbol_kind_words(s),
                 "a function");
    return TYPE_OF(TYPE_UNKNOWN);
}

/* ---- other pieces ---- */
static struct type resolve_tuple(struct resolver *r, struct node_tuple *n) {
    struct type first = TYPE_OF(TYPE_UNKNOWN);
    for (struct node *item = n->items; item; item = item->next) {
        struct type t = resolve_expected(r, item, first, "this list");
        if (item == n->items)
            first = t;
        else if (!types_compare(first, t))
            report_comparison(r, item->span, first, t);
    }
    return type_of_tuple(n->items);
}

static void resolve_state(struct resolver *r, struct node_state *n) {
    struct type t = resolve_expression(r, n->subject);
    struct symbol *s = expression_symbol(n->subject);
    if (n->state == STATE_REVEALED) {
        if (t.kind != TYPE_UNKNOWN && (!s || !s->fact))
            report_wrong_type(r->p, n->subject->span, "a fact of a persona", t);
    } else if (n->state == STATE_PRORATED && s && s->kind != SYMBOL_SCORE &&
               s->kind != SYMBOL_STRAY) {
        diag_add(&r->p->diags, D_wrong_kind, n->subject->span, s->name->text, symbol_kind_words(s),
                 "a score");
    }
}

static void resolve_reached(struct resolver *r, struct node_reached *n) {
    struct symbol *s = resolve_name(r, n->branch, n->node.span);
    if (s && s->kind != SYMBOL_BRANCH && s->kind != SYMBOL_INVENTORY && s->kind != SYMBOL_STRAY)
        diag_add(&r->p->diags, D_wrong_kind, n->node.span, n->branch->text, symbol_kind_words(s),
                 "a branch or an inventory");
    n->symbol = s;
}

static void resolve_before(struct resolver *r, struct node_before *n) {
    n->first_symbol = resolve_name(r, n->first, n->node.span);
    n->second_symbol = resolve_name(r, n->second, n->node.span);
}

static void resolve_between(struct resolver *r, struct node_between *n) {
    struct type from = resolve_expression(r, n->from);
    struct type to = resolve_expression(r, n->to);
    if (from.kind != TYPE_DATE && from.kind != TYPE_UNKNOWN)
        report_wrong_type(r->p, n->from->span, "a date", from);
    if (to.kind != TYPE_DATE && to.kind != TYPE_UNKNOWN)
        report_wrong_type(r->p, n->to->span, "a date", to);
}

struct type resolve_expression(struct resolver *r, struct node *n) {
    if (!n)
        return TYPE_OF(TYPE_UNKNOWN);
    switch ((enum node_kind)n->kind) {
    case NODE_name:
        return resolve_name_value(r, AST(name, n));
    case NODE_field:
        return resolve_field_value(r, AST(field, n));
    case NODE_call:
        return resolve_call(r, AST(call, n));
    case NODE_binary:
        return resolve_binary(r, AST(binary, n));
    case NODE_not:
        resolve_condition(r, AST(not, n)->operand);
        break;
    case NODE_negate: {
        struct type t = resolve_expression(r, AST(negate, n)->operand);
        if (!type_is_number(t) && t.kind != TYPE_DURATION)
            report_wrong_type(r->p, n->span, "a number", t);
        break;
    }
    case NODE_state:
        resolve_state(r, AST(state, n));
        break;
    case NODE_text:
        resolve_text(r, n);
        break;
    case NODE_tuple:
        return resolve_tuple(r, AST(tuple, n));
    case NODE_where:
        return resolve_where(r, AST(where, n));
    case NODE_of:
        return resolve_of(r, AST(of, n));
    case NODE_sorted:
        return resolve_sorted(r, AST(sorted, n));
    case NODE_between:
        resolve_between(r, AST(between, n));
        break;
    case NODE_reached:
        resolve_reached(r, AST(reached, n));
        break;
    case NODE_before:
        resolve_before(r, AST(before, n));
        break;
    case NODE_alerted:
        resolve_level(r, AST(alerted, n)->level, n->span);
        break;
    case NODE_word_set: /* where it has its place it is not come to here */
    case NODE_pattern:
        diag_add(&r->p->diags, D_wrong_type, n->span, "a value", "words to look for");
        return TYPE_OF(TYPE_UNKNOWN);
    case NODE_range:
        resolve_expression(r, AST(range, n)->from);
        resolve_expression(r, AST(range, n)->to);
        return TYPE_OF(TYPE_UNKNOWN);
    default: /* literals have nothing to look up */
        break;
    }
    return expression_type(n);
}

void resolve_level(struct resolver *r, struct name *level, struct span span) {
    static const char *const levels[] = {"urgent", "attention", "info"};
    const char *near = NULL;
    int distance;
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        if (strcmp(levels[i], level->text) == 0)
            return;
        if (name_is_near(name_str(level), str_from(levels[i]), &distance))
            near = levels[i];
    }
    struct diag *g = diag_add(&r->p->diags, D_unknown_level, span, level->text);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `alert %s`",
             near ? near : "urgent`, `alert attention` or `alert info");
}

void resolve_condition(struct resolver *r, struct node *n) {
    struct type t = resolve_expression(r, n);
    if (t.kind == TYPE_YES_NO || t.kind == TYPE_UNKNOWN)
        return;
    struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->span, "a condition (yes or no)",
                              type_words(r->p, t));
    struct symbol *s = expression_symbol(n);
    if (s && t.kind == TYPE_CHOICE && t.choices && t.choices->count)
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "compare it: `%.*s is %s`", (int)s->path.len,
                 s->path.text, t.choices->items[0].code->text);
    else if (s)
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "compare it, or write `%.*s is answered`",
                 (int)s->path.len, s->path.text);
}

void resolve_needed(struct resolver *r, struct node *n, enum type_kind needed, const char *where) {
    if (!n)
        return;
    struct type t = resolve_expression(r, n);
    if (!type_fits(TYPE_OF(needed), t)) {
        struct str words =
            arena_printf(&r->p->arena, "%s %s", type_words(r->p, TYPE_OF(needed)), where);
        report_wrong_type(r->p, n->span, words.text, t);
    }
}

void resolve_text(struct resolver *r, const struct node *text) {
    if (!text || text->kind != NODE_text)
        return;
    for (struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind != NODE_hole)
            continue;
        AST(hole, part)->filled = true;
        resolve_expression(r, AST(hole, part)->value);
        resolve_text(r, AST(hole, part)->otherwise);
    }
}
