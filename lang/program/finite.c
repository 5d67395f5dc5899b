/* Every combination of answers, as long as there are few. The same three-valued rules as when
   running (spec.md, "Missing values"), on the small values of domain.h. */
#include "program/finite.h"

#include "program/domain.h"

#include <string.h>

enum { MOST_VARIABLES = 6, MOST_COMBINATIONS = 20000 };

struct variable {
    const struct symbol *symbol;
    struct small values[MOST_VALUES + 4];
    uint32_t count, at;
};

struct finite {
    struct variable *variables; /* MOST_VARIABLES of them */
    uint32_t count;
    struct cuts cuts;
    bool open; /* something that cannot be tried is read */
};

enum three { NO, YES, MISSING };

/* ---- variables ---- */
static struct variable *variable_of(struct finite *f, const struct symbol *s) {
    for (uint32_t i = 0; i < f->count; i++)
        if (f->variables[i].symbol == s)
            return &f->variables[i];
    return NULL;
}

static bool can_be_tried(const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_number:
    case NODE_negate:
    case NODE_yes_no:
    case NODE_range:
    case NODE_tuple:
    case NODE_binary:
    case NODE_not:
    case NODE_state:
    case NODE_absent:
        return true;
    default:
        return false;
    }
}

static bool collect(void *payload, struct node *n) {
    struct finite *f = payload;
    if (n->kind == NODE_name && AST(name, n)->code)
        return false;
    if (n->kind != NODE_name && n->kind != NODE_field) {
        f->open |= !can_be_tried(n);
        return !f->open;
    }
    const struct symbol *s = expression_symbol(n);
    if (s && variable_of(f, s))
        return false;
    if (!s || f->count == MOST_VARIABLES) {
        f->open = true;
        return false;
    }
    f->variables[f->count].symbol = s;
    f->variables[f->count++].count = 0;
    return false;
}

static bool collect_cuts(void *payload, struct node *n) {
    struct finite *f = payload;
    double number;
    if (constant(n, &number)) {
        add_cut(&f->cuts, number);
        return false;
    }
    return true;
}

static void collect_all(struct finite *f, const struct node *first, bool list,
                        bool (*visit)(void *payload, struct node *n)) {
    for (const struct node *n = first; n; n = list ? n->next : NULL)
        ast_walk((struct node *)n, visit, f);
}

static bool fill(struct variable *v, struct cuts cuts, bool surely_asked) {
    struct domain d = {v->values, 0};
    const struct question *q = v->symbol->question;
    if (!add_values(&d, v->symbol, &cuts))
        return false;
    v->count = d.count;
    v->at = 0;
    bool required = v->symbol->kind == SYMBOL_QUESTION && q->required;
    for (enum small_kind kind = SMALL_NOT_ASKED; kind <= SMALL_NOT_APPLICABLE; kind++)
        if (kind == SMALL_NOT_ASKED ? !surely_asked : !required)
            v->values[v->count++] = (struct small){kind, 0, NULL, v->symbol, false};
    return true;
}

/* ---- trying out ---- */
static bool has_value(struct small v) {
    return v.kind >= SMALL_YES_NO;
}

/* Bands that share an edge: it belongs to the higher one. */
static struct small band_of(const struct symbol *s, struct small value) {
    const struct band *found = NULL;
    for (uint32_t i = 0; has_value(value) && i < s->score->band_count; i++) {
        const struct band *b = &s->score->bands[i];
        if (value.number >= b->from && value.number <= b->to && (!found || b->from > found->from))
            found = b;
    }
    if (!has_value(value))
        return value;
    return found && found->option
               ? (struct small){SMALL_CODE, found->option->value, found->option, s, false}
               : (struct small){SMALL_UNKNOWN, 0, NULL, s, false};
}

static struct small value_of(struct finite *f, const struct node *n, bool *open) {
    double a;
    if (n->kind == NODE_name && AST(name, n)->code)
        return (struct small){SMALL_CODE, AST(name, n)->code->value, AST(name, n)->code, NULL,
                              false};
    if (n->kind == NODE_yes_no)
        return (struct small){SMALL_YES_NO, AST(yes_no, n)->value, NULL, NULL, false};
    if (constant(n, &a))
        return (struct small){SMALL_NUMBER, a, NULL, NULL, false};
    const struct symbol *s = expression_symbol(n);
    const struct variable *v = s ? variable_of(f, s) : NULL;
    if (v && n->kind == NODE_field && AST(field, n)->part == PART_BAND)
        return band_of(s, v->values[v->at]);
    if (v)
        return v->values[v->at];
    *open = true;
    return (struct small){SMALL_NOT_ASKED, 0, NULL, NULL, false};
}

/* A sampled number stands for its neighbours too: only what it was sampled for tells them apart. */
static bool comparable(struct small a, struct small b) {
    return !(a.sampled && b.of) && !(b.sampled && a.of);
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

static enum three is_same(struct small a, struct small b, bool *open) {
    *open |= !comparable(a, b);
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
             b.kind == SMALL_SET || !comparable(a, b);
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
        enum three t = is_same(left, value_of(f, item, open), open);
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
        return is_same(value_of(f, n->left, open), value_of(f, n->right, open), open);
    case OP_IS_NOT:
        return opposite(is_same(value_of(f, n->left, open), value_of(f, n->right, open), open));
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

/* An arm of a `match`: one of its codes, ranges or kinds of absence. */
static enum three try_arm(struct finite *f, const struct guard *g, bool *open) {
    struct small v = value_of(f, g->condition, open);
    for (const struct node *code = g->codes; code; code = code->next) {
        if (code->kind == NODE_absent) {
            enum absence a = (enum absence)AST(absent, code)->reason;
            if ((a == ABSENCE_UNANSWERED && !has_value(v)) ||
                (a == ABSENCE_DECLINED && v.kind == SMALL_DECLINED) ||
                (a == ABSENCE_UNKNOWN && v.kind == SMALL_UNKNOWN) ||
                (a == ABSENCE_NOT_APPLICABLE && v.kind == SMALL_NOT_APPLICABLE))
                return YES;
        } else if (!has_value(v)) {
            continue;
        } else if (code->kind == NODE_range) {
            const struct node_range *range = AST(range, code);
            if (order(OP_GREATER_EQUAL, v, value_of(f, range->from, open), open) == YES &&
                order(OP_LESS_EQUAL, v, value_of(f, range->to, open), open) == YES)
                return YES;
        } else if (is_same(v, value_of(f, code, open), open) == YES) {
            return YES;
        }
    }
    return NO;
}

static enum three try_guard(struct finite *f, const struct guard *g, bool *open) {
    return g->codes ? try_arm(f, g, open) : try(f, g->condition, open);
}

static bool guards_hold(struct finite *f, const struct guard *guards) {
    for (; guards; guards = guards->outer) {
        bool open = false;
        enum three t = try_guard(f, guards, &open);
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

static enum verdict try_all(struct finite *f, const struct guard *tested) {
    bool always = true, never = true, refused = true, any = false, open = false;
    do {
        if (!guards_hold(f, tested->outer))
            continue;
        enum three t = try_guard(f, tested, &open);
        any = true;
        always &= t == YES;
        never &= t != YES;
        refused &= t == NO;
    } while (!open && (always || never) && next_combination(f));
    if (!any)
        return VERDICT_NOWHERE;
    if (open)
        return VERDICT_OPEN;
    return always    ? VERDICT_ALWAYS
           : refused ? VERDICT_REFUSED
           : never   ? VERDICT_NEVER
                     : VERDICT_OPEN;
}

/* The variables that an expression reads, with the values that are worth trying where the guards
   compare with something; false: too many. */
static bool prepare(struct finite *f, const struct guard *guards,
                    bool (*surely_asked)(void *payload, const struct symbol *s), void *payload) {
    double combinations = 1;
    if (f->open || f->count == 0)
        return false;
    for (const struct guard *g = guards; g; g = g->outer) {
        collect_all(f, g->condition, false, collect_cuts);
        collect_all(f, g->codes, true, collect_cuts);
    }
    for (uint32_t i = 0; i < f->count; i++) {
        struct variable *v = &f->variables[i];
        if (!fill(v, f->cuts, surely_asked(payload, v->symbol)))
            return false;
        combinations *= v->count;
    }
    return combinations <= MOST_COMBINATIONS;
}

static bool never_asked(void *payload, const struct symbol *s) {
    (void)payload, (void)s;
    return false;
}

enum verdict finite_verdict(const struct guard *tested,
                            bool (*surely_asked)(void *payload, const struct symbol *s),
                            void *payload) {
    struct variable variables[MOST_VARIABLES];
    struct finite f = {.variables = variables};
    collect_all(&f, tested->condition, false, collect);
    collect_all(&f, tested->codes, true, collect);
    return prepare(&f, tested, surely_asked, payload) ? try_all(&f, tested) : VERDICT_OPEN;
}

bool finite_values(const struct node *subject, const struct guard *guards,
                   void (*visit)(void *payload, const struct choice *o, double number, bool only),
                   void *payload) {
    struct variable variables[MOST_VARIABLES];
    struct finite f = {.variables = variables};
    collect_all(&f, subject, false, collect);
    if (!expression_symbol(subject) || !prepare(&f, guards, never_asked, NULL))
        return false;
    do {
        bool open = false;
        struct small v = value_of(&f, subject, &open);
        if (has_value(v) && guards_hold(&f, guards))
            visit(payload, v.kind == SMALL_CODE ? v.option : NULL, v.number, !v.sampled);
    } while (next_combination(&f));
    return true;
}

bool finite_covers(const struct node *condition, const struct symbol *item,
                   const struct choice *low) {
    struct variable variables[MOST_VARIABLES];
    struct finite f = {.variables = variables};
    struct guard tested = {.condition = condition, .met = true};
    collect_all(&f, condition, false, collect);
    if (!variable_of(&f, item) || !prepare(&f, &tested, never_asked, NULL))
        return false;
    const struct variable *v = variable_of(&f, item);
    do {
        bool open = false;
        const struct small *answer = &v->values[v->at];
        if (answer->kind == SMALL_NOT_ASKED || answer->option == low)
            continue;
        if (try(&f, condition, &open) != YES || open)
            return false;
    } while (next_combination(&f));
    return true;
}
