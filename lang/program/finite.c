/* Every combination of answers, as long as there are few. The same three-valued rules as when
   running (spec.md, "Missing values"), on the small values that fit here. */
#include "program/finite.h"

#include <math.h>
#include <string.h>

enum { MOST_VARIABLES = 6, MOST_COMBINATIONS = 4096, MOST_VALUES = 64 };

enum small_kind {
    SMALL_NOT_ASKED,
    SMALL_DECLINED,
    SMALL_UNKNOWN,
    SMALL_NOT_APPLICABLE,
    SMALL_YES_NO,
    SMALL_NUMBER,
    SMALL_CODE,
    SMALL_SET
};

struct small {
    enum small_kind kind;
    double number; /* also 0 and 1 for no and yes, and the mask of a set */
    const struct choice *option;
};

struct variable {
    const struct symbol *symbol;
    struct small values[MOST_VALUES];
    uint32_t count, at;
};

struct finite {
    struct variable variables[MOST_VARIABLES];
    uint32_t count;
    bool open; /* something that is not finite is read */
};

enum three { NO, YES, MISSING };

/* ---- domains ---- */
static bool constant(const struct node *n, double *number) {
    if (n && n->kind == NODE_number) {
        *number = AST(number, n)->value;
        return true;
    }
    if (n && n->kind == NODE_negate && constant(AST(negate, n)->operand, number)) {
        *number = -*number;
        return true;
    }
    return false;
}

static void add_small(struct variable *v, struct small value) {
    if (v->count < MOST_VALUES)
        v->values[v->count++] = value;
}

static bool add_answers(struct variable *v, const struct question *q) {
    double from, to;
    switch (q->form) {
    case FORM_YES_OR_NO:
        add_small(v, (struct small){SMALL_YES_NO, 1, NULL});
        add_small(v, (struct small){SMALL_YES_NO, 0, NULL});
        return true;
    case FORM_CHOOSE:
        for (uint32_t i = 0; q->choices && i < q->choices->count; i++)
            add_small(
                v, (struct small){SMALL_CODE, q->choices->items[i].value, &q->choices->items[i]});
        return q->choices && q->choices->count < MOST_VALUES - 4;
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
        if (!q->choices || q->choices->count > 5)
            return false;
        for (uint32_t mask = 0; mask < 1u << q->choices->count; mask++)
            add_small(v, (struct small){SMALL_SET, mask, NULL});
        return true;
    case FORM_RATING:
    case FORM_WHOLE_NUMBER:
        if (!constant(q->from, &from) || !constant(q->to, &to) || q->step ||
            to - from > MOST_VALUES - 6)
            return false;
        for (double n = from; n <= to; n++)
            add_small(v, (struct small){SMALL_NUMBER, n, NULL});
        return to >= from;
    default: /* too many answers to try */
        return false;
    }
}

static struct variable *variable_of(struct finite *f, const struct symbol *s) {
    for (uint32_t i = 0; i < f->count; i++)
        if (f->variables[i].symbol == s)
            return &f->variables[i];
    return NULL;
}

static bool collect(void *payload, struct node *n) {
    struct finite *f = payload;
    if (n->kind == NODE_call || n->kind == NODE_of || n->kind == NODE_where ||
        n->kind == NODE_reached || n->kind == NODE_alerted || n->kind == NODE_before ||
        n->kind == NODE_between || n->kind == NODE_text || n->kind == NODE_date ||
        n->kind == NODE_duration || n->kind == NODE_broken || n->kind == NODE_sorted) {
        f->open = true;
        return false;
    }
    if (n->kind == NODE_name && AST(name, n)->code)
        return false;
    if (n->kind != NODE_name && n->kind != NODE_field)
        return !f->open;
    const struct symbol *s = expression_symbol(n);
    bool question = s && s->kind == SYMBOL_QUESTION && s->question;
    if (question && variable_of(f, s))
        return false;
    if (!question || f->count == MOST_VARIABLES) {
        f->open = true;
        return false;
    }
    struct variable *v = &f->variables[f->count++];
    v->symbol = s;
    v->count = 0;
    f->open |= !add_answers(v, s->question);
    return false;
}

/* ---- trying out ---- */
static bool has_value(struct small v) {
    return v.kind >= SMALL_YES_NO;
}

static struct small value_of(struct finite *f, const struct node *n, bool *open) {
    double a;
    if (n->kind == NODE_name && AST(name, n)->code)
        return (struct small){SMALL_CODE, AST(name, n)->code->value, AST(name, n)->code};
    if (n->kind == NODE_yes_no)
        return (struct small){SMALL_YES_NO, AST(yes_no, n)->value, NULL};
    if (constant(n, &a))
        return (struct small){SMALL_NUMBER, a, NULL};
    const struct symbol *s = expression_symbol(n);
    const struct variable *v = s ? variable_of(f, s) : NULL;
    if (v)
        return v->values[v->at];
    *open = true;
    return (struct small){SMALL_NOT_ASKED, 0, NULL};
}

static bool same(struct small a, struct small b) {
    const struct name *x = a.kind == SMALL_CODE ? a.option->code : NULL;
    const struct name *y = b.kind == SMALL_CODE ? b.option->code : NULL;
    if (x && y)
        return x == y;
    if (x && b.kind == SMALL_YES_NO)
        return strcmp(x->text, b.number ? "yes" : "no") == 0;
    if (y && a.kind == SMALL_YES_NO)
        return same(b, a);
    if ((x && !a.option->valued) || (y && !b.option->valued))
        return false;
    return a.number == b.number;
}

static enum three is_same(struct small a, struct small b) {
    if (has_value(a) && has_value(b))
        return same(a, b) ? YES : NO;
    return a.kind == SMALL_NOT_ASKED || b.kind == SMALL_NOT_ASKED ? MISSING : NO;
}

static enum three opposite(enum three t) {
    return t == MISSING ? t : t == YES ? NO : YES;
}

static enum three order(enum binary_op op, struct small a, struct small b, bool *open) {
    if (!has_value(a) || !has_value(b))
        return MISSING;
    *open |= (a.kind == SMALL_CODE && !a.option->valued) ||
             (b.kind == SMALL_CODE && !b.option->valued) || a.kind == SMALL_SET ||
             b.kind == SMALL_SET;
    double x = a.number, y = b.number;
    bool met = op == OP_LESS         ? x < y
               : op == OP_LESS_EQUAL ? x <= y
               : op == OP_GREATER    ? x > y
                                     : x >= y;
    return met ? YES : NO;
}

static enum three try(struct finite *f, const struct node *n, bool *open);

static enum three try_in(struct finite *f, const struct node_binary *n, bool *open) {
    struct small left = value_of(f, n->left, open);
    if (n->right->kind == NODE_range) {
        enum three low =
            order(OP_GREATER_EQUAL, left, value_of(f, AST(range, n->right)->from, open), open);
        enum three high =
            order(OP_LESS_EQUAL, left, value_of(f, AST(range, n->right)->to, open), open);
        return low == NO || high == NO ? NO : low == YES && high == YES ? YES : MISSING;
    }
    if (n->right->kind != NODE_tuple) {
        *open = true;
        return MISSING;
    }
    if (!has_value(left))
        return left.kind == SMALL_NOT_ASKED ? MISSING : NO;
    enum three result = NO;
    for (const struct node *item = AST(tuple, n->right)->items; item; item = item->next) {
        enum three t = is_same(left, value_of(f, item, open));
        result = t == YES || result == YES ? YES : t == MISSING ? MISSING : result;
    }
    return result;
}

static enum three try_includes(struct finite *f, const struct node_binary *n, bool *open) {
    struct small set = value_of(f, n->left, open);
    if (!has_value(set))
        return set.kind == SMALL_NOT_ASKED ? MISSING : NO;
    const struct choice *o = n->right->kind == NODE_name ? AST(name, n->right)->code : NULL;
    if (!o || set.kind != SMALL_SET) {
        *open = true;
        return MISSING;
    }
    return (uint32_t)set.number >> o->index & 1 ? YES : NO;
}

static enum three try_binary(struct finite *f, const struct node_binary *n, bool *open) {
    enum three a, b;
    switch ((enum binary_op)n->op) {
    case OP_OR:
    case OP_AND:
        a = try(f, n->left, open);
        b = try(f, n->right, open);
        if (a == (n->op == OP_OR ? YES : NO) || b == (n->op == OP_OR ? YES : NO))
            return n->op == OP_OR ? YES : NO;
        return a == MISSING || b == MISSING ? MISSING : a;
    case OP_IS:
        return is_same(value_of(f, n->left, open), value_of(f, n->right, open));
    case OP_IS_NOT:
        return opposite(is_same(value_of(f, n->left, open), value_of(f, n->right, open)));
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
        return order((enum binary_op)n->op, value_of(f, n->left, open), value_of(f, n->right, open),
                     open);
    case OP_IN:
        return try_in(f, n, open);
    case OP_INCLUDES:
        return try_includes(f, n, open);
    default: /* not a condition that can be tried here */
        *open = true;
        return MISSING;
    }
}

static enum three try_state(struct finite *f, const struct node_state *n, bool *open) {
    struct small v = value_of(f, n->subject, open);
    bool is = false;
    switch ((enum state_word)n->state) {
    case STATE_ASKED:
        is = v.kind != SMALL_NOT_ASKED;
        break;
    case STATE_ANSWERED:
        is = has_value(v);
        break;
    case STATE_UNANSWERED:
        is = !has_value(v);
        break;
    case STATE_DECLINED:
        is = v.kind == SMALL_DECLINED;
        break;
    case STATE_UNKNOWN:
        is = v.kind == SMALL_UNKNOWN;
        break;
    case STATE_APPLICABLE:
        is = v.kind != SMALL_NOT_APPLICABLE;
        break;
    case STATE_PRORATED:
    case STATE_REVEALED:
        *open = true;
        break;
    }
    return is != n->negated ? YES : NO;
}

static enum three try(struct finite *f, const struct node *n, bool *open) {
    if (n->kind == NODE_binary)
        return try_binary(f, AST(binary, n), open);
    if (n->kind == NODE_not)
        return opposite(try(f, AST(not, n)->operand, open));
    if (n->kind == NODE_state)
        return try_state(f, AST(state, n), open);
    struct small v = value_of(f, n, open);
    if (v.kind == SMALL_YES_NO)
        return v.number ? YES : NO;
    *open |= has_value(v);
    return MISSING;
}

static bool guards_hold(struct finite *f, const struct guard *guards) {
    for (; guards; guards = guards->outer) {
        bool open = false;
        enum three t = try(f, guards->condition, &open);
        if (!open && (t == YES) != guards->met)
            return false;
    }
    return true;
}

static bool next_combination(struct finite *f) {
    for (uint32_t i = 0; i < f->count; i++) {
        if (++f->variables[i].at < f->variables[i].count)
            return true;
        f->variables[i].at = 0;
    }
    return false;
}

enum verdict finite_verdict(const struct node *condition, const struct guard *guards,
                            bool (*surely_asked)(void *payload, const struct symbol *s),
                            void *payload) {
    struct finite f;
    f.count = 0;
    f.open = false;
    ast_walk((struct node *)condition, collect, &f);
    double combinations = 1;
    for (uint32_t i = 0; i < f.count; i++) {
        struct variable *v = &f.variables[i];
        v->at = 0;
        if (!v->symbol->question->required)
            for (enum small_kind kind = SMALL_DECLINED; kind <= SMALL_NOT_APPLICABLE; kind++)
                add_small(v, (struct small){kind, 0, NULL});
        if (!surely_asked(payload, v->symbol))
            add_small(v, (struct small){SMALL_NOT_ASKED, 0, NULL});
        combinations *= v->count;
    }
    if (f.open || f.count == 0 || combinations > MOST_COMBINATIONS)
        return VERDICT_OPEN;
    bool always = true, never = true, any = false, open = false;
    do {
        if (!guards_hold(&f, guards))
            continue;
        enum three t = try(&f, condition, &open);
        any = true;
        always &= t == YES;
        never &= t != YES;
    } while (!open && next_combination(&f));
    if (open || !any)
        return VERDICT_OPEN;
    return always ? VERDICT_ALWAYS : never ? VERDICT_NEVER : VERDICT_OPEN;
}
