/* What stands between two values: comparisons, arithmetic, `and` and `or`; and codes, which are
   read among the choices of what they are compared with. */
#include "program/resolve.h"
#include "program/safeguards.h"

#include <string.h>

/* ---- codes ---- */
/* A bare name where a choice is expected: a code first, a name of the script second. */
static bool resolve_code(struct resolver *r, struct node *n, const struct choices *choices,
                         const char *whose) {
    if (n->kind == NODE_name) {
        struct node_name *name = AST(name, n);
        name->code = choices_find_name(choices, name->name);
        if (name->code)
            return true;
        struct symbol *s = scope_find(r->scope, name->name);
        if (s || field_of_it(r, name->name) || is_it(r, name->name))
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
            struct type one = {TYPE_CHOICE, TYPE_UNKNOWN, expected.choices, NULL};
            for (struct node *item = AST(tuple, n)->items; item; item = item->next)
                resolve_expected(r, item, one, whose);
            return expected;
        }
        if (resolve_code(r, n, expected.choices, whose))
            return (struct type){TYPE_CHOICE, TYPE_UNKNOWN, expected.choices, NULL};
    }
    return resolve_expression(r, n);
}

/* ---- comparisons ---- */
static const char *whose_choices(struct resolver *r, const struct node *n) {
    struct symbol *s = expression_symbol(n);
    if (s)
        return arena_printf(&r->p->arena, "`%.*s`", (int)s->path.len, s->path.text).text;
    return "this";
}

/* What to write on the other side of something of this type. */
static void fix_comparison(struct program *p, struct diag *g, struct type t) {
    const char *what = NULL;
    switch (t.kind) {
    case TYPE_YES_NO:
        what = "write `is yes` or `is no`";
        break;
    case TYPE_NUMBER:
        what = "compare it with a number, like `3`";
        break;
    case TYPE_TEXT:
        what = "a text is compared by `is`, with a text in quotes";
        break;
    case TYPE_DATE:
        what = "compare it with a day, like `2026-03-14`";
        break;
    case TYPE_DURATION:
        what = "compare it with a length of time, like `2 weeks`";
        break;
    case TYPE_CARD:
        what = "compare it with another card, or name one of its fields behind a dot";
        break;
    case TYPE_CHOICE:
        if (t.choices && t.choices->count)
            what = arena_printf(&p->arena, "compare it by `is` with one of its codes, like `%s`",
                                t.choices->items[0].code->text)
                       .text;
        break;
    case TYPE_SET:
    case TYPE_RANKING:
    case TYPE_LIST:
        what = "ask by `includes` whether something is in it";
        break;
    case TYPE_TIME:
    case TYPE_UNKNOWN:
        break;
    }
    if (what)
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "%s", what);
}

void report_comparison(struct resolver *r, struct span span, struct type a, struct type b) {
    struct diag *g =
        diag_add(&r->p->diags, D_cannot_compare, span, type_words(r->p, a), type_words(r->p, b));
    fix_comparison(r->p, g, a);
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
    if (left.kind == TYPE_SET || left.kind == TYPE_RANKING) {
        resolve_expected(r, n->right, left, whose_choices(r, n->left));
        return;
    }
    if (left.kind == TYPE_LIST) {
        struct type one = {left.element, TYPE_UNKNOWN, left.choices, left.record};
        struct type right = resolve_expected(r, n->right, one, whose_choices(r, n->left));
        if (!types_compare(one, right))
            report_comparison(r, n->node.span, one, right);
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

/* ---- words ---- */
static void resolve_words(struct resolver *r, struct node_binary *n) {
    struct type t = resolve_expression(r, n->left);
    if (t.kind != TYPE_TEXT && t.kind != TYPE_UNKNOWN)
        report_wrong_type(r->p, n->left->span, "a text", t);
    if (n->right->kind == NODE_pattern) {
        struct node_pattern *pattern = AST(pattern, n->right);
        const char *language = module_language(r->p, r->module);
        const struct word_set *words = pattern_words(r->p, language, pattern);
        if (words)
            pattern->sought = seek(r->p, language, words, n->op);
        return;
    }
    if (n->right->kind != NODE_word_set) { /* a compiled file that somebody changed */
        report_wrong_type(r->p, n->right->span, "words to look for",
                          resolve_expression(r, n->right));
        return;
    }
    struct node_word_set *set = AST(word_set, n->right);
    struct symbol *s = resolve_name(r, set->name, set->node.span);
    set->symbol = s && s->kind == SYMBOL_WORDS ? s : NULL;
    if (set->symbol)
        set->sought = seek(r->p, module_language(r->p, s->module), s->words, n->op);
    if (s && !set->symbol && s->kind != SYMBOL_LATER)
        diag_add(&r->p->diags, D_wrong_kind, set->node.span, s->name->text, symbol_kind_words(s),
                 "a word set");
}

struct type resolve_binary(struct resolver *r, struct node_binary *n) {
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
        resolve_words(r, n);
        break;
    case OP_MATCHES:
    case OP_STARTS_WITH:
        diag_add(&r->p->diags, D_not_available, n->node.span,
                 n->op == OP_MATCHES ? "matches" : "starts with");
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
