/* What surely has a value: of expressions, and what a condition tells when it is met. */
#include "program/flow.h"

#include "program/builtins.h"

#include <math.h>
#include <string.h>

void sure_init(struct sure *sure, const struct program *p) {
    *sure = (struct sure){.slots = memory_get(p->slot_count + 1),
                          .looked = memory_get(sizeof *sure->looked * (p->slot_count + 1)),
                          .round = 1};
}

void sure_release(struct sure *sure) {
    free(sure->slots);
    free(sure->looked);
}

void sure_set(struct sure *sure, uint32_t slot, bool value) {
    sure->slots[slot] = value;
    sure->round++;
}

/* A formula that leans on others is looked at once in each round, however often they name it. */
static bool sure_define(const struct symbol *s, struct sure *sure) {
    uint32_t *looked = &sure->looked[s->slot];
    if (*looked / 2 != sure->round) {
        *looked = sure->round * 2; /* no, as long as it is being looked at */
        *looked += surely_has_value(s->body, sure);
    }
    return *looked & 1;
}

static bool sure_symbol(const struct symbol *s, struct sure *sure) {
    if (!s)
        return false;
    if (s->slot != NO_SLOT && sure->slots[s->slot])
        return true;
    if (s->kind == SYMBOL_INVENTORY)
        return true; /* its items, as a list */
    return s->kind == SYMBOL_DEFINE && s->slot != NO_SLOT && s->resolved == 2 &&
           sure_define(s, sure);
}

static bool all_sure(const struct node *first, struct sure *sure) {
    for (; first; first = first->next)
        if (!surely_has_value(first, sure))
            return false;
    return true;
}

/* A day, not a rough date: the days between two of them are always known. */
static bool is_exact_day(const struct node *n) {
    const struct symbol *s = expression_symbol(n);
    if (n->kind == NODE_date)
        return AST(date, n)->day != 0 && !AST(date, n)->about;
    if (n->kind == NODE_name && strcmp(AST(name, n)->name->text, "today") == 0)
        return true;
    return s && s->kind == SYMBOL_QUESTION && s->question && s->question->form == FORM_DATE;
}

/* What can surely be added to a day, or taken from it: whole days, or another day. */
static bool is_exact_step(const struct node *n) {
    if (n->kind != NODE_duration)
        return is_exact_day(n);
    static const double days[] = {1 / 1440.0, 1 / 24.0, 1, 7, 1, 1};
    double amount = AST(duration, n)->amount * days[AST(duration, n)->unit];
    return amount == floor(amount) && amount < 100000;
}

static bool sure_binary(const struct node_binary *n, struct sure *sure) {
    switch ((enum binary_op)n->op) {
    case OP_ADD:
    case OP_SUBTRACT:
        if (expression_type(n->left).kind == TYPE_DATE ||
            expression_type(n->right).kind == TYPE_DATE)
            return is_exact_day(n->left) && is_exact_step(n->right) &&
                   surely_has_value(n->left, sure) && surely_has_value(n->right, sure);
        return surely_has_value(n->left, sure) && surely_has_value(n->right, sure);
    case OP_MULTIPLY:
        return surely_has_value(n->left, sure) && surely_has_value(n->right, sure);
    case OP_DIVIDE:
        return surely_has_value(n->left, sure) && n->right->kind == NODE_number &&
               AST(number, n->right)->value != 0;
    case OP_IN:
        if (n->right->kind == NODE_range)
            return surely_has_value(n->left, sure) &&
                   surely_has_value(AST(range, n->right)->from, sure) &&
                   surely_has_value(AST(range, n->right)->to, sure);
        return surely_has_value(n->left, sure) && surely_has_value(n->right, sure);
    default: /* a condition prints as yes or no where both sides have values */
        return surely_has_value(n->left, sure) && surely_has_value(n->right, sure);
    }
}

/* A card is never without its label. */
static bool sure_of_card(const struct node_field *n, struct sure *sure) {
    const struct record *record = n->field->owner->record;
    if (record->label && n->field == record->label->symbol)
        return surely_has_value(n->of, sure);
    return n->pair && sure->slots[n->pair->slot];
}

/* `first(past(x))`: today's value is among them. */
static bool sure_end_of(const struct node *list, struct sure *sure) {
    const struct builtin *b = list && list->kind == NODE_call ? AST(call, list)->builtin : NULL;
    return b && b->id == BUILTIN_PAST && surely_has_value(AST(call, list)->arguments, sure);
}

static bool sure_field(const struct node_field *n, struct sure *sure) {
    if (n->field)
        return sure_of_card(n, sure);
    if (part_is_of_session(n->part) || n->part == PART_FACTS || n->part == PART_CUES)
        return true; /* the last two are lists, perhaps empty ones */
    return sure_symbol(n->symbol, sure);
}

static bool sure_call(const struct node_call *n, struct sure *sure) {
    const struct builtin *b = n->builtin;
    if (b && (b->id == BUILTIN_EVERY || b->id == BUILTIN_PAST))
        return true; /* a list, perhaps an empty one */
    if (b && (b->id == BUILTIN_FIRST || b->id == BUILTIN_LAST))
        return sure_end_of(n->arguments, sure);
    if (b && b->id == BUILTIN_COUNT)
        return all_sure(n->arguments, sure);
    return b &&
           (b->id == BUILTIN_ROUND || b->id == BUILTIN_MIN || b->id == BUILTIN_MAX ||
            b->id == BUILTIN_SUM || b->id == BUILTIN_MEAN) &&
           expression_type(n->arguments).kind == TYPE_NUMBER && all_sure(n->arguments, sure);
}

bool surely_has_value(const struct node *n, struct sure *sure) {
    switch ((enum node_kind)n->kind) {
    case NODE_number:
    case NODE_text:
    case NODE_yes_no:
    case NODE_date:
    case NODE_duration:
    case NODE_state:
    case NODE_reached:
    case NODE_alerted:
    case NODE_before:
        return true;
    case NODE_where:
        return surely_has_value(AST(where, n)->list, sure);
    case NODE_sorted:
        return surely_has_value(AST(sorted, n)->list, sure);
    case NODE_name:
        if (AST(name, n)->code || (!AST(name, n)->symbol && builtin_value(AST(name, n)->name)))
            return true;
        return AST(name, n)->symbol ? sure_symbol(AST(name, n)->symbol, sure) : false;
    case NODE_field:
        return sure_field(AST(field, n), sure);
    case NODE_call:
        return sure_call(AST(call, n), sure);
    case NODE_of: {
        const struct builtin *b = AST(of, n)->builtin;
        bool list = AST(of, n)->field || (b && b->id == BUILTIN_COUNT);
        return list &&
               (AST(of, n)->list->kind == NODE_tuple || surely_has_value(AST(of, n)->list, sure));
    }
    case NODE_not:
        return surely_has_value(AST(not, n)->operand, sure);
    case NODE_negate:
        return surely_has_value(AST(negate, n)->operand, sure);
    case NODE_binary:
        return sure_binary(AST(binary, n), sure);
    case NODE_tuple:
        return all_sure(AST(tuple, n)->items, sure);
    case NODE_between:
        return is_exact_day(AST(between, n)->from) && is_exact_day(AST(between, n)->to) &&
               surely_has_value(AST(between, n)->from, sure) &&
               surely_has_value(AST(between, n)->to, sure);
    default: /* not known */
        return false;
    }
}

/* ---- what a condition tells ---- */
/* Formulas looked into for one condition: more would only tell of names far away. */
enum { MOST_FORMULAS = 100 };

struct facts {
    void (*fact)(void *payload, const struct symbol *s);
    void *payload;
    int formulas;
};

static void facts_of_value(struct facts *f, const struct node *n);
static void facts_of_condition(struct facts *f, const struct node *n, bool met);

/* The value of a formula, when there is more of it to look into. */
static const struct node *formula_of(struct facts *f, const struct symbol *s) {
    bool formula = s && s->kind == SYMBOL_DEFINE && !s->parameter_count && s->resolved == 2;
    return formula && f->formulas++ < MOST_FORMULAS ? s->body : NULL;
}

/* Arithmetic and comparisons that came to a value have one on both sides. */
static void facts_of_value(struct facts *f, const struct node *n) {
    const struct symbol *s;
    switch ((enum node_kind)n->kind) {
    case NODE_name:
    case NODE_field:
        s = n->kind == NODE_field && AST(field, n)->field ? AST(field, n)->pair
                                                          : expression_symbol(n);
        if (n->kind == NODE_field && AST(field, n)->field)
            facts_of_value(f, AST(field, n)->of); /* what has a field is there */
        if (!s)
            return;
        f->fact(f->payload, s);
        n = formula_of(f, s);
        if (n)
            facts_of_value(f, n);
        return;
    case NODE_binary:
        if (AST(binary, n)->op >= OP_ADD) {
            facts_of_value(f, AST(binary, n)->left);
            facts_of_value(f, AST(binary, n)->right);
        }
        return;
    case NODE_negate:
        facts_of_value(f, AST(negate, n)->operand);
        return;
    case NODE_between:
        facts_of_value(f, AST(between, n)->from);
        facts_of_value(f, AST(between, n)->to);
        return;
    default: /* nothing to learn */
        return;
    }
}

/* `count(x) > 0`: nothing can be counted in what was not answered. */
static void facts_of_count(struct facts *f, const struct node_binary *n) {
    const struct node *left = n->left, *counted = NULL;
    if (left->kind == NODE_call && AST(call, left)->builtin &&
        AST(call, left)->builtin->id == BUILTIN_COUNT)
        counted = AST(call, left)->arguments;
    else if (left->kind == NODE_of && AST(of, left)->builtin &&
             AST(of, left)->builtin->id == BUILTIN_COUNT)
        counted = AST(of, left)->list;
    if (!counted || n->right->kind != NODE_number)
        return;
    double least = AST(number, n->right)->value + (n->op == OP_GREATER ? 1 : 0);
    bool from_below = n->op == OP_GREATER || n->op == OP_GREATER_EQUAL || n->op == OP_IS;
    if (from_below && least >= 1)
        facts_of_value(f, counted);
}

static void facts_of_binary(struct facts *f, const struct node_binary *n, bool met) {
    switch ((enum binary_op)n->op) {
    case OP_AND:
    case OP_OR:
        if (met == (n->op == OP_AND)) {
            facts_of_condition(f, n->left, met);
            facts_of_condition(f, n->right, met);
        }
        return;
    case OP_IS:
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
        if (met) {
            facts_of_count(f, n);
            facts_of_value(f, n->left);
            facts_of_value(f, n->right);
        }
        return;
    case OP_IN:
    case OP_INCLUDES:
        if (met)
            facts_of_value(f, n->left);
        return;
    default: /* `is not` holds for a declined answer too */
        return;
    }
}

static void facts_of_state(struct facts *f, const struct node_state *n, bool met) {
    bool says = met != n->negated;
    if ((n->state == STATE_ANSWERED && says) || (n->state == STATE_UNANSWERED && !says) ||
        (n->state == STATE_PRORATED && says))
        facts_of_value(f, n->subject);
}

static void facts_of_condition(struct facts *f, const struct node *n, bool met) {
    const struct node *formula;
    switch ((enum node_kind)n->kind) {
    case NODE_not:
        facts_of_condition(f, AST(not, n)->operand, !met);
        return;
    case NODE_state:
        facts_of_state(f, AST(state, n), met);
        return;
    case NODE_name:
    case NODE_field: /* a yes/no name as a condition */
        if (met && n->kind == NODE_field && AST(field, n)->pair)
            f->fact(f->payload, AST(field, n)->pair);
        else if (met && expression_symbol(n))
            f->fact(f->payload, expression_symbol(n));
        formula = formula_of(f, expression_symbol(n));
        if (formula)
            facts_of_condition(f, formula, met);
        return;
    case NODE_binary:
        facts_of_binary(f, AST(binary, n), met);
        return;
    default: /* nothing to learn */
        return;
    }
}

void facts_of(const struct node *condition, bool met,
              void (*fact)(void *payload, const struct symbol *s), void *payload) {
    struct facts f = {fact, payload, 0};
    facts_of_condition(&f, condition, met);
}
