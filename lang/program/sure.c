/* What surely has a value: of expressions, and what a condition tells when it is met. */
#include "program/flow.h"

#include "program/builtins.h"

#include <string.h>

static bool sure_symbol(const struct symbol *s, const uint8_t *sure) {
    if (!s)
        return false;
    if (s->slot != NO_SLOT && sure[s->slot])
        return true;
    if (s->kind == SYMBOL_INVENTORY)
        return true; /* its items, as a list */
    return s->kind == SYMBOL_DEFINE && !s->parameter_count && s->resolved == 2 &&
           s->body->depth < 20 && surely_has_value(s->body, sure);
}

static bool all_sure(const struct node *first, const uint8_t *sure) {
    for (; first; first = first->next)
        if (!surely_has_value(first, sure))
            return false;
    return true;
}

static bool sure_binary(const struct node_binary *n, const uint8_t *sure) {
    switch ((enum binary_op)n->op) {
    case OP_ADD:
    case OP_SUBTRACT:
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

bool surely_has_value(const struct node *n, const uint8_t *sure) {
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
    case NODE_where:
        return true;
    case NODE_name:
        if (AST(name, n)->code || strcmp(AST(name, n)->name->text, "today") == 0)
            return true;
        return AST(name, n)->symbol ? sure_symbol(AST(name, n)->symbol, sure) : false;
    case NODE_field:
        return sure_symbol(AST(field, n)->symbol, sure);
    case NODE_call: {
        const struct builtin *b = AST(call, n)->builtin;
        if (b && b->id == BUILTIN_COUNT)
            return true;
        return b &&
               (b->id == BUILTIN_ROUND || b->id == BUILTIN_MIN || b->id == BUILTIN_MAX ||
                b->id == BUILTIN_SUM || b->id == BUILTIN_MEAN) &&
               expression_type(AST(call, n)->arguments).kind == TYPE_NUMBER &&
               all_sure(AST(call, n)->arguments, sure);
    }
    case NODE_of: {
        const struct builtin *b = AST(of, n)->builtin;
        return b && b->id == BUILTIN_COUNT;
    }
    case NODE_not:
        return surely_has_value(AST(not, n)->operand, sure);
    case NODE_negate:
        return surely_has_value(AST(negate, n)->operand, sure);
    case NODE_binary:
        return sure_binary(AST(binary, n), sure);
    case NODE_tuple:
        return all_sure(AST(tuple, n)->items, sure);
    default: /* not known */
        return false;
    }
}

/* A comparison that holds has a value on both sides. */
static void facts_of_value(const struct node *n,
                           void (*fact)(void *payload, const struct symbol *s), void *payload) {
    const struct symbol *s;
    switch ((enum node_kind)n->kind) {
    case NODE_name:
    case NODE_field:
        s = expression_symbol(n);
        if (s)
            fact(payload, s);
        return;
    case NODE_binary:
        if (AST(binary, n)->op >= OP_ADD) {
            facts_of_value(AST(binary, n)->left, fact, payload);
            facts_of_value(AST(binary, n)->right, fact, payload);
        }
        return;
    case NODE_negate:
        facts_of_value(AST(negate, n)->operand, fact, payload);
        return;
    default: /* nothing to learn */
        return;
    }
}

void facts_of(const struct node *n, bool met, void (*fact)(void *payload, const struct symbol *s),
              void *payload) {
    if (n->kind == NODE_not) {
        facts_of(AST(not, n)->operand, !met, fact, payload);
        return;
    }
    if (n->kind == NODE_state) {
        const struct node_state *state = AST(state, n);
        bool says = met != state->negated;
        if ((state->state == STATE_ANSWERED && says) ||
            (state->state == STATE_UNANSWERED && !says) || (state->state == STATE_PRORATED && says))
            facts_of_value(state->subject, fact, payload);
        return;
    }
    if (n->kind == NODE_name || n->kind == NODE_field) { /* a yes/no name as a condition */
        if (met)
            facts_of_value(n, fact, payload);
        return;
    }
    if (n->kind != NODE_binary)
        return;
    const struct node_binary *b = AST(binary, n);
    switch ((enum binary_op)b->op) {
    case OP_AND:
    case OP_OR:
        if (met == (b->op == OP_AND)) {
            facts_of(b->left, met, fact, payload);
            facts_of(b->right, met, fact, payload);
        }
        return;
    case OP_IS:
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
    case OP_IN:
        if (met) {
            facts_of_value(b->left, fact, payload);
            if (b->op != OP_IN)
                facts_of_value(b->right, fact, payload);
        }
        return;
    case OP_INCLUDES:
        if (met)
            facts_of_value(b->left, fact, payload);
        return;
    default: /* `is not` holds for a declined answer too */
        return;
    }
}
