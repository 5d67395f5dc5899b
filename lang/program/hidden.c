/* See hidden.h. The lines are passed over again and again until no more is found; a mark is never
   taken back, so this ends. */
#include "program/hidden.h"

#include "program/check.h"
#include "program/flow.h"

struct hiding {
    struct program *p;
    bool found; /* something new in this pass */
};

/* ---- expressions ---- */
static bool find_private(void *payload, struct node *n) {
    bool *found = payload;
    const struct symbol *s = NULL, *field = NULL;
    switch ((enum node_kind)n->kind) {
    case NODE_name:
        s = AST(name, n)->symbol;
        field = AST(name, n)->field;
        break;
    case NODE_field:
        s = AST(field, n)->symbol;
        field = AST(field, n)->field;
        break;
    case NODE_of:
        field = AST(of, n)->field;
        break;
    case NODE_call:
        s = AST(call, n)->symbol;
        break;
    case NODE_reached:
        s = AST(reached, n)->symbol;
        break;
    case NODE_alerted: /* alerts are the clinician's */
        *found = true;
        break;
    default:
        break;
    }
    *found |= (s && s->is_private) || (field && field->is_private);
    return !*found;
}

bool is_hidden(const struct node *n) {
    bool found = false;
    if (n)
        ast_walk((struct node *)n, find_private, &found);
    return found;
}

static void mark(struct hiding *h, struct symbol *s, bool is_private) {
    if (!s || !is_private || s->is_private)
        return;
    s->is_private = true;
    h->found = true;
}

/* ---- lines ---- */
static void pass_lines(struct hiding *h, struct node *first, bool hidden);

static void pass_if(struct hiding *h, struct node_if *n, bool hidden) {
    hidden |= is_hidden(n->condition);
    pass_lines(h, n->then, hidden);
    for (struct node *e = n->otherwise; e; e = e->next) {
        hidden |= is_hidden(AST(else, e)->condition);
        pass_lines(h, AST(else, e)->body, hidden);
    }
}

static void pass_match(struct hiding *h, struct node_match *n, bool hidden) {
    hidden |= is_hidden(n->subject);
    for (struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_case)
            pass_lines(h, AST(case, arm)->body, hidden);
        else if (arm->kind == NODE_else)
            pass_lines(h, AST(else, arm)->body, hidden);
    }
}

/* What is called because of private things is hidden itself; what it is given may be, too. */
static void pass_call(struct hiding *h, struct node *call, struct symbol *s, bool hidden) {
    mark(h, s, hidden);
    struct node *a = call->kind == NODE_call ? AST(call, call)->arguments : NULL;
    for (struct node *n = s ? s->parameters : NULL; n && a; n = n->next, a = a->next)
        mark(h, AST(name, n)->symbol, is_hidden(a));
}

static void pass_question(struct hiding *h, struct question *q, struct node *body, bool hidden) {
    if (!q)
        return;
    mark(h, q->symbol, hidden || is_hidden(q->from_list));
    for (struct node *n = body; n; n = n->next)
        if (n->kind == NODE_option)
            pass_lines(h, AST(option, n)->body, hidden || q->symbol->is_private);
}

static void pass_add(struct hiding *h, struct node_add *n, bool hidden) {
    for (struct node *line = n->body; line; line = line->next)
        if (line->kind == NODE_assign)
            mark(h, AST(assign, line)->field, hidden || is_hidden(AST(assign, line)->values));
}

/* What follows from a private reply is private too, and so is what stands on its card. */
static void pass_given(struct hiding *h, struct node *n, bool hidden) {
    const struct symbol *gives[LINE_GIVES];
    const struct judging *j = n->kind == NODE_judge ? AST(judge, n)->judging : NULL;
    hidden |= j && j->reply->is_private;
    hidden |= n->kind == NODE_raise && is_hidden(AST(raise, n)->by);
    hidden |= n->kind == NODE_lower && is_hidden(AST(lower, n)->by);
    hidden |= n->kind == NODE_reveal && is_hidden(AST(reveal, n)->condition);
    for (size_t i = 0, count = line_gives(n, gives); i < count; i++)
        mark(h, (struct symbol *)gives[i], hidden);
    for (uint32_t i = 0; j && j->rubric && i < j->rubric->symbol->record->field_count; i++)
        mark(h, j->rubric->symbol->record->fields[i], hidden);
}

static void pass_line(struct hiding *h, struct node *n, bool hidden) {
    switch ((enum node_kind)n->kind) {
    case NODE_if:
        pass_if(h, AST(if, n), hidden);
        break;
    case NODE_match:
        pass_match(h, AST(match, n), hidden);
        break;
    case NODE_repeat:
        pass_lines(h, AST(repeat, n)->body, hidden || is_hidden(AST(repeat, n)->value));
        break;
    case NODE_each_session:
    case NODE_phase:
    case NODE_deal:
    case NODE_card:
        pass_lines(h, node_body(n), hidden);
        break;
    case NODE_for_each:
        hidden |= is_hidden(AST(for_each, n)->list);
        mark(h, AST(for_each, n)->symbol, hidden);
        pass_lines(h, AST(for_each, n)->body, hidden);
        break;
    case NODE_ask:
        pass_question(h, AST(ask, n)->question, AST(ask, n)->body, hidden);
        break;
    case NODE_item:
        pass_question(h, AST(item, n)->question, NULL, hidden);
        break;
    case NODE_do:
        pass_call(h, AST(do, n)->call, AST(do, n)->symbol, hidden);
        break;
    case NODE_go_to:
        pass_call(h, AST(go_to, n)->call, AST(go_to, n)->symbol, hidden);
        break;
    case NODE_let:
        mark(h, AST(let, n)->symbol, hidden || is_hidden(AST(let, n)->value));
        break;
    case NODE_set: {
        struct node_set *set = AST(set, n);
        struct symbol *target = set->target->kind == NODE_field && AST(field, set->target)->field
                                    ? AST(field, set->target)->field
                                    : set->symbol;
        mark(h, target, hidden || is_hidden(set->value));
        break;
    }
    case NODE_add:
        pass_add(h, AST(add, n), hidden);
        break;
    case NODE_judge:
    case NODE_reveal:
    case NODE_give_cue:
    case NODE_raise:
    case NODE_lower:
        pass_given(h, n, hidden);
        break;
    default: /* gives nothing a value, and has no block */
        break;
    }
}

static void pass_lines(struct hiding *h, struct node *first, bool hidden) {
    for (struct node *n = first; n; n = n->next)
        pass_line(h, n, hidden);
}

/* ---- symbols ---- */
static bool score_is_hidden(const struct score *score) {
    bool hidden = is_hidden(score->value);
    for (uint32_t i = 0; i < score->item_count; i++)
        hidden |= score->items[i]->symbol->is_private;
    return hidden;
}

static void pass_symbol(struct hiding *h, struct symbol *s) {
    switch (s->kind) {
    case SYMBOL_DEFINE:
    case SYMBOL_KEEP:
        mark(h, s, is_hidden(s->body));
        break;
    case SYMBOL_SCORE:
        mark(h, s, score_is_hidden(s->score));
        break;
    case SYMBOL_BRANCH:
    case SYMBOL_INVENTORY:
    case SYMBOL_RECORD:
    case SYMBOL_REPORT:
    case SYMBOL_INTERVIEW:
    case SYMBOL_COURSE:
    case SYMBOL_SAFEGUARD:
    case SYMBOL_DRILL:
        pass_lines(h, s->body, s->is_private);
        break;
    case SYMBOL_MODULE:
    case SYMBOL_WORDS:
    case SYMBOL_SETTING:
    case SYMBOL_SCALE:
    case SYMBOL_QUESTION:
    case SYMBOL_LET:
    case SYMBOL_PARAMETER:
    case SYMBOL_FIELD:
    case SYMBOL_LIST:
    case SYMBOL_PERSONA:
    case SYMBOL_STRAY:
        break; /* marked where it gets its value */
    }
}

/* Without a private question or a report nobody asks. */
static bool is_of_use(const struct program *p) {
    bool use = false;
    for (size_t i = 0; i < p->symbol_count && !use; i++)
        use = p->symbols[i]->kind == SYMBOL_REPORT;
    for (size_t i = 0; i < p->question_count && !use; i++)
        use = p->questions[i]->is_private;
    return use;
}

void check_hidden(struct program *p) {
    struct hiding h = {p, false};
    if (!is_of_use(p))
        return;
    for (size_t i = 0; i < p->question_count; i++)
        mark(&h, p->questions[i]->symbol, p->questions[i]->is_private);
    do {
        h.found = false;
        for (size_t i = 0; i < p->symbol_count; i++)
            pass_symbol(&h, p->symbols[i]);
    } while (h.found);
}
