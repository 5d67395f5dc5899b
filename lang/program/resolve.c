/* Names in expressions: who is meant, and whether the pieces go together. The result is left in the
   tree's notes (ast.def); nothing is changed or folded. A mistake gives TYPE_UNKNOWN, which goes
   with everything, so that it is reported once. */
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

/* ---- names ---- */
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

static struct type resolve_name_value(struct resolver *r, struct node_name *n) {
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

static struct type resolve_field_value(struct resolver *r, struct node_field *n) {
    struct symbol *s = resolve_field(r, n);
    if (!s)
        return TYPE_OF(TYPE_UNKNOWN);
    if (n->part == PART_SYMBOL && !symbol_has_value(r, s, n->node.span))
        return TYPE_OF(TYPE_UNKNOWN);
    return expression_type(&n->node);
}

/* ---- calls ---- */
static struct type resolve_builtin(struct resolver *r, const struct builtin *b, struct node_call *n,
                                   size_t count) {
    struct type first = TYPE_OF(TYPE_UNKNOWN);
    if (!b->available) {
        diag_add(&r->p->diags, D_not_available, n->node.span, b->name);
        return first;
    }
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
    if (s && s->kind != SYMBOL_LATER)
        diag_add(&r->p->diags, D_wrong_kind, n->callee->span, s->name->text, symbol_kind_words(s),
                 "a function");
    return TYPE_OF(TYPE_UNKNOWN);
}

/* ---- comparisons ---- */
/* A bare name where a choice is expected: a code first, a name of the script second. */
static bool resolve_code(struct resolver *r, struct node *n, const struct choices *choices,
                         const char *whose) {
    if (n->kind == NODE_name) {
        struct node_name *name = AST(name, n);
        name->code = choices_find_name(choices, name->name);
        if (name->code)
            return true;
        struct symbol *s = scope_find(r->scope, name->name);
        if (s || (r->in_where && strcmp(name->name->text, "it") == 0))
            return false; /* compared with the value of another name */
        report_unknown_choice(r->p, n->span, name_str(name->name), choices, whose);
        return true;
    }
    bool number = n->kind == NODE_number ||
                  (n->kind == NODE_negate && AST(negate, n)->operand->kind == NODE_number);
    if ((number && choices->valued) || n->kind == NODE_yes_no) {
        if (!choices_find(choices, n)) {
            struct str written = n->kind == NODE_yes_no
                                     ? (AST(yes_no, n)->value ? STR("yes") : STR("no"))
                                     : source_text(&r->p->sources, n->span);
            report_unknown_choice(r->p, n->span, written, choices, whose);
        }
        return true;
    }
    if (n->kind == NODE_text) {
        struct diag *g = diag_add(&r->p->diags, D_text_for_code, n->span);
        const struct str text = AST(text, n)->value;
        for (uint32_t i = 0; i < choices->count; i++) {
            const struct choice *o = &choices->items[i];
            bool named = str_same(name_str(o->code), text);
            if (named || (o->label && o->label->kind == NODE_text &&
                          str_same(AST(text, o->label)->value, text)))
                diag_fix(&r->p->diags, g, n->span, o->code->text, "write `%s`", o->code->text);
        }
        return true;
    }
    return false;
}

struct type resolve_expected(struct resolver *r, struct node *n, struct type expected,
                             const char *whose) {
    if (type_is_choices(expected) && expected.choices) {
        if (n->kind == NODE_tuple && expected.kind != TYPE_CHOICE) {
            struct type one = {TYPE_CHOICE, TYPE_UNKNOWN, expected.choices};
            for (struct node *item = AST(tuple, n)->items; item; item = item->next)
                resolve_expected(r, item, one, whose);
            return expected;
        }
        if (resolve_code(r, n, expected.choices, whose))
            return (struct type){TYPE_CHOICE, TYPE_UNKNOWN, expected.choices};
    }
    return resolve_expression(r, n);
}

static const char *whose_choices(struct resolver *r, const struct node *n) {
    struct symbol *s = expression_symbol(n);
    if (s)
        return arena_printf(&r->p->arena, "`%.*s`", (int)s->path.len, s->path.text).text;
    return "this";
}

static void report_comparison(struct resolver *r, struct span span, struct type a, struct type b) {
    diag_add(&r->p->diags, D_cannot_compare, span, type_words(r->p, a), type_words(r->p, b));
}

static void resolve_is(struct resolver *r, struct node_binary *n) {
    struct type left = resolve_expression(r, n->left);
    struct type right = resolve_expected(r, n->right, left, whose_choices(r, n->left));
    if ((left.kind == TYPE_SET || left.kind == TYPE_RANKING) && right.kind == TYPE_CHOICE) {
        struct diag *g = diag_add(&r->p->diags, D_set_is, n->node.span);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `includes`");
    } else if (!types_compare(left, right)) {
        report_comparison(r, n->node.span, left, right);
    }
}

static void resolve_in(struct resolver *r, struct node_binary *n) {
    struct type left = resolve_expression(r, n->left);
    const char *whose = whose_choices(r, n->left);
    if (n->right->kind == NODE_range) {
        struct node_range *range = AST(range, n->right);
        struct type from = resolve_expression(r, range->from);
        struct type to = resolve_expression(r, range->to);
        if (!types_order(left, from))
            report_comparison(r, n->node.span, left, from);
        else if (!types_order(left, to))
            report_comparison(r, n->node.span, left, to);
        return;
    }
    if (n->right->kind == NODE_tuple) {
        for (struct node *item = AST(tuple, n->right)->items; item; item = item->next) {
            struct type t = resolve_expected(r, item, left, whose);
            if (!types_compare(left, t))
                report_comparison(r, item->span, left, t);
        }
        return;
    }
    struct type right = resolve_expected(r, n->right, left, whose);
    if (right.kind == TYPE_CHOICE && left.kind == TYPE_CHOICE) {
        struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->right->span, "a list in brackets",
                                  type_words(r->p, right));
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `is`, or put several into brackets");
    } else if (right.kind != TYPE_LIST && right.kind != TYPE_SET && right.kind != TYPE_RANKING &&
               right.kind != TYPE_UNKNOWN) {
        report_wrong_type(r->p, n->right->span, "a list, or a range like `12 to 18`", right);
    }
}

static void resolve_includes(struct resolver *r, struct node_binary *n) {
    struct type left = resolve_expression(r, n->left);
    bool list = left.kind == TYPE_SET || left.kind == TYPE_RANKING || left.kind == TYPE_LIST;
    if (list) {
        resolve_expected(r, n->right, left, whose_choices(r, n->left));
        return;
    }
    if (left.kind == TYPE_CHOICE) {
        struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->node.span,
                                  "a question that takes several choices", type_words(r->p, left));
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `is`");
    } else if (left.kind != TYPE_UNKNOWN) {
        report_wrong_type(r->p, n->left->span, "a question that takes several choices", left);
    }
    resolve_expected(r, n->right, left, "this");
}

static void resolve_order(struct resolver *r, struct node_binary *n) {
    struct type left = resolve_expression(r, n->left);
    struct type right = resolve_expression(r, n->right);
    if (!types_order(left, right))
        report_comparison(r, n->node.span, left, right);
}

static void resolve_arithmetic(struct resolver *r, struct node_binary *n) {
    struct type left = resolve_expression(r, n->left);
    struct type right = resolve_expression(r, n->right);
    bool good;
    type_of_arithmetic((enum binary_op)n->op, left, right, &good);
    if (good)
        return;
    struct diag *g = diag_add(&r->p->diags, D_cannot_reckon, n->node.span, type_words(r->p, left),
                              type_words(r->p, right));
    if (left.kind == TYPE_TEXT || right.kind == TYPE_TEXT)
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 "texts are put together by holes: \"… {name} …\"");
}

static struct type resolve_binary(struct resolver *r, struct node_binary *n) {
    switch ((enum binary_op)n->op) {
    case OP_OR:
    case OP_AND:
        resolve_condition(r, n->left);
        resolve_condition(r, n->right);
        break;
    case OP_IS:
    case OP_IS_NOT:
        resolve_is(r, n);
        break;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
        resolve_order(r, n);
        break;
    case OP_IN:
        resolve_in(r, n);
        break;
    case OP_INCLUDES:
        resolve_includes(r, n);
        break;
    case OP_MENTIONS:
    case OP_AFFIRMS:
    case OP_MATCHES:
    case OP_STARTS_WITH:
        diag_add(&r->p->diags, D_not_available, n->node.span,
                 n->op == OP_MENTIONS  ? "mentions"
                 : n->op == OP_AFFIRMS ? "affirms"
                 : n->op == OP_MATCHES ? "matches"
                                       : "starts with");
        break;
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
        resolve_arithmetic(r, n);
        return expression_type(&n->node);
    }
    return TYPE_OF(TYPE_YES_NO);
}

/* ---- lists ---- */
static struct type resolve_where(struct resolver *r, struct node_where *n) {
    struct type list = resolve_expression(r, n->list);
    struct resolver inner = *r;
    inner.in_where = true;
    inner.it = (struct type){list.kind == TYPE_SET ? TYPE_CHOICE : list.element, TYPE_UNKNOWN,
                             list.choices};
    if (list.kind == TYPE_UNKNOWN) {
        inner.quiet++;
        inner.it = TYPE_OF(TYPE_UNKNOWN);
    } else if (list.kind != TYPE_LIST && list.kind != TYPE_SET) {
        report_wrong_type(r->p, n->list->span, "a list before `where`", list);
        inner.it = TYPE_OF(TYPE_UNKNOWN);
    }
    resolve_condition(&inner, n->condition);
    return list.kind == TYPE_SET ? (struct type){TYPE_LIST, TYPE_CHOICE, list.choices} : list;
}

static struct type resolve_of(struct resolver *r, struct node_of *n) {
    const struct builtin *b = builtin_find(n->what);
    struct type list = resolve_expression(r, n->list);
    if (!b) {
        if (list.kind != TYPE_UNKNOWN)
            diag_add(&r->p->diags, D_not_available, n->node.span, "of");
        return TYPE_OF(TYPE_UNKNOWN);
    }
    if (!b->available) {
        diag_add(&r->p->diags, D_not_available, n->node.span, b->name);
        return TYPE_OF(TYPE_UNKNOWN);
    }
    n->builtin = b;
    if (list.kind != TYPE_LIST && list.kind != TYPE_SET && list.kind != TYPE_RANKING &&
        list.kind != TYPE_UNKNOWN)
        report_wrong_type(r->p, n->list->span, "a list, or names in brackets", list);
    return type_of_builtin(b, list, 1);
}

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
        if (t.kind != TYPE_UNKNOWN)
            diag_add(&r->p->diags, D_not_available, n->node.span, "revealed");
    } else if (n->state == STATE_PRORATED && s && s->kind != SYMBOL_SCORE &&
               s->kind != SYMBOL_LATER) {
        diag_add(&r->p->diags, D_wrong_kind, n->subject->span, s->name->text, symbol_kind_words(s),
                 "a score");
    }
}

static void resolve_reached(struct resolver *r, struct node_reached *n) {
    struct symbol *s = resolve_name(r, n->branch, n->node.span);
    if (s && s->kind != SYMBOL_BRANCH && s->kind != SYMBOL_INVENTORY && s->kind != SYMBOL_LATER)
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
        resolve_expression(r, AST(sorted, n)->list);
        diag_add(&r->p->diags, D_not_available, n->span, "sorted by");
        return TYPE_OF(TYPE_UNKNOWN);
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
    case NODE_word_set:
        diag_add(&r->p->diags, D_not_available, n->span, "~");
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
        resolve_expression(r, AST(hole, part)->value);
        resolve_text(r, AST(hole, part)->otherwise);
    }
}
