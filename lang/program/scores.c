/* Scores: of which items they are formed, what they can be, and whether their lines fit. */
#include "program/resolve.h"

#include <math.h>
#include <string.h>

/* ---- its items ---- */
struct item_search {
    struct score *score;
    struct program *p;
    size_t capacity, count;
};

static void add_item(struct item_search *search, struct question *q) {
    for (size_t i = 0; i < search->count; i++)
        if (search->score->items[i] == q)
            return;
    if (search->count < search->capacity)
        search->score->items[search->count++] = q;
}

static bool visit_items(void *payload, struct node *n) {
    struct item_search *search = payload;
    struct symbol *s = n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    if (!s)
        return true;
    const struct inventory *inventory = search->score->inventory;
    if (s == inventory->symbol) {
        for (uint32_t i = 0; i < inventory->item_count; i++)
            add_item(search, inventory->items[i]);
    } else if (s->question && s->question->inventory == inventory) {
        add_item(search, s->question);
    }
    return n->kind != NODE_field;
}

/* ---- its reach ---- */
/* What a score can be, from what its items can be; false: not known. */
static bool reach(const struct score *score, const struct node *n, double *least, double *most);

static bool item_reach(const struct question *q, double *least, double *most) {
    if (!q->choices || !q->choices->valued || q->type.kind != TYPE_CHOICE)
        return false;
    *least = q->choices->least;
    *most = q->choices->most;
    return true;
}

static bool reach_binary(const struct score *score, const struct node_binary *n, double *least,
                         double *most) {
    double a, b, c, d;
    if (!reach(score, n->left, &a, &b) || !reach(score, n->right, &c, &d))
        return false;
    switch ((enum binary_op)n->op) {
    case OP_ADD:
        *least = a + c, *most = b + d;
        return true;
    case OP_SUBTRACT:
        *least = a - d, *most = b - c;
        return true;
    case OP_MULTIPLY:
        *least = fmin(fmin(a * c, a * d), fmin(b * c, b * d));
        *most = fmax(fmax(a * c, a * d), fmax(b * c, b * d));
        return true;
    case OP_DIVIDE:
        if (c != d || c == 0)
            return false;
        *least = fmin(a / c, b / c), *most = fmax(a / c, b / c);
        return true;
    default: /* conditions have no reach */
        return false;
    }
}

static bool reach_items(const struct score *score, const struct node_of *n, double *least,
                        double *most) {
    double low = 0, high = 0;
    bool sum = strcmp(n->what->text, "sum") == 0;
    if (!sum && strcmp(n->what->text, "mean") != 0)
        return false;
    uint32_t count = 0;
    const struct symbol *all = expression_symbol(n->list);
    if (all && all == score->inventory->symbol) {
        for (; count < score->inventory->item_count; count++) {
            double a, b;
            if (!item_reach(score->inventory->items[count], &a, &b))
                return false;
            low += a, high += b;
        }
    } else if (n->list->kind == NODE_tuple) {
        for (const struct node *item = AST(tuple, n->list)->items; item; item = item->next) {
            double a, b;
            if (!reach(score, item, &a, &b))
                return false;
            low += a, high += b;
            count++;
        }
    }
    if (!count)
        return false;
    *least = sum ? low : low / count;
    *most = sum ? high : high / count;
    return true;
}

static bool reach(const struct score *score, const struct node *n, double *least, double *most) {
    const struct symbol *s;
    switch ((enum node_kind)n->kind) {
    case NODE_number:
        *least = *most = AST(number, n)->value;
        return true;
    case NODE_negate:
        if (!reach(score, AST(negate, n)->operand, most, least))
            return false;
        *least = -*least, *most = -*most;
        return true;
    case NODE_binary:
        return reach_binary(score, AST(binary, n), least, most);
    case NODE_of:
        return reach_items(score, AST(of, n), least, most);
    case NODE_name:
    case NODE_field:
        s = expression_symbol(n);
        if (s && s->kind == SYMBOL_QUESTION && s->question)
            return item_reach(s->question, least, most);
        if (s && s->kind == SYMBOL_SCORE && s->score->bounded &&
            !(n->kind == NODE_field && AST(field, n)->part == PART_BAND)) {
            *least = s->score->least, *most = s->score->most;
            return true;
        }
        return false;
    default: /* anything else: not known */
        return false;
    }
}

static bool items_are_whole(const struct score *score) {
    for (uint32_t i = 0; i < score->item_count; i++) {
        const struct choices *c = score->items[i]->choices;
        for (uint32_t k = 0; c && k < c->count; k++)
            if (c->items[k].value != floor(c->items[k].value))
                return false;
    }
    return true;
}

double score_precision(const struct score *score) {
    double scale = 1;
    for (uint32_t i = 0; i < score->item_count; i++) {
        const struct choices *c = score->items[i]->choices;
        for (uint32_t k = 0; c && k < c->count; k++)
            while (scale < 1e6 &&
                   fabs(c->items[k].value * scale - round(c->items[k].value * scale)) > 1e-9)
                scale *= 10;
    }
    return scale;
}

bool score_is_plain(const struct score *score) {
    if (score->rule == SCORE_EXPRESSION || score->value->kind != NODE_of)
        return false;
    const struct node *list = AST(of, score->value)->list;
    if (list->kind != NODE_tuple)
        return list->kind == NODE_name || list->kind == NODE_field;
    for (const struct node *item = AST(tuple, list)->items; item; item = item->next)
        if (item->kind != NODE_name && item->kind != NODE_field)
            return false;
    return true;
}

/* ---- all of it ---- */
static void check_score_items(struct program *p, const struct score *score) {
    for (uint32_t i = 0; i < score->item_count; i++) {
        const struct question *q = score->items[i];
        if (q->type.kind == TYPE_CHOICE && q->choices && !q->choices->valued)
            diag_add(&p->diags, D_no_values, q->node->span, choices_words(p, q->choices));
    }
    if (score->prorated && score->rule == SCORE_EXPRESSION) {
        struct diag *g = diag_add(&p->diags, D_prorated_formula, score->symbol->node->span,
                                  score->symbol->name->text);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "write the score as `sum of …` or `mean of …`, or leave `prorated` out");
    }
    if (score->missing_up_to > 0 && score->missing_up_to >= (int32_t)score->item_count) {
        struct diag *g = diag_add(&p->diags, D_all_missing, score->symbol->node->span,
                                  score->symbol->name->text, (int)score->item_count);
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "allow fewer items to be missing");
    }
}

void resolve_score(struct resolver *r, struct node_score *n) {
    struct score *score = n->symbol->score;
    if (!score)
        return;
    struct type t = resolve_expression(r, n->value);
    if (!type_is_number(t)) {
        report_wrong_type(r->p, n->value->span, "a number", t);
        return;
    }
    size_t questions = 0;
    for (size_t i = 0; i < r->p->question_count; i++)
        questions += r->p->questions[i]->inventory == score->inventory;
    score->items = arena_array(&r->p->arena, struct question *, questions + 1);
    struct item_search search = {score, r->p, questions, 0};
    ast_walk(n->value, visit_items, &search);
    score->item_count = (uint32_t)search.count;
    score->bounded = n->value && reach(score, n->value, &score->least, &score->most);
    score->whole = score->rule != SCORE_MEAN && items_are_whole(score) &&
                   (!score->bounded ||
                    (score->least == floor(score->least) && score->most == floor(score->most)));
    check_score_items(r->p, score);
    resolve_text(r, n->title);
}
