/* Which block of an `if` and of a `match` is taken. */
#include "run/state.h"

static bool absence_fits(enum absence absence, enum missing_reason reason) {
    switch (absence) {
    case ABSENCE_DECLINED:
        return reason == MISSING_DECLINED;
    case ABSENCE_UNKNOWN:
        return reason == MISSING_UNKNOWN;
    case ABSENCE_NOT_APPLICABLE:
        return reason == MISSING_NOT_APPLICABLE;
    case ABSENCE_UNANSWERED:
        return false; /* any reason, but a written one comes first */
    }
    return false;
}

static bool code_fits(struct session *s, const struct node *code, struct value v) {
    int low, high;
    if (code->kind == NODE_absent)
        return value_is_missing(v) &&
               absence_fits((enum absence)AST(absent, code)->reason, (enum missing_reason)v.reason);
    if (value_is_missing(v))
        return false;
    if (code->kind != NODE_range)
        return value_same(v, evaluate(s, code));
    return value_order(v, evaluate(s, AST(range, code)->from), &low) && low >= 0 &&
           value_order(v, evaluate(s, AST(range, code)->to), &high) && high <= 0;
}

const struct node *block_of_match(struct session *s, const struct node_match *n) {
    struct value v = evaluate(s, n->subject);
    const struct node *fallback = NULL;
    for (const struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_else) {
            fallback = fallback ? fallback : AST(else, arm)->body;
            continue;
        }
        for (const struct node *code = AST(case, arm)->codes; code; code = code->next) {
            if (code_fits(s, code, v))
                return AST(case, arm)->body;
            if (code->kind == NODE_absent && AST(absent, code)->reason == ABSENCE_UNANSWERED &&
                value_is_missing(v))
                fallback = AST(case, arm)->body;
        }
    }
    return fallback;
}

const struct node *block_of_if(struct session *s, const struct node_if *n) {
    if (evaluate_truth(s, n->condition) == TRUTH_YES)
        return n->then;
    for (const struct node *e = n->otherwise; e; e = e->next)
        if (!AST(else, e)->condition || evaluate_truth(s, AST(else, e)->condition) == TRUTH_YES)
            return AST(else, e)->body;
    return NULL;
}
