/* The values that are worth trying (domain.h). A number is tried at its ends, at each number that
   something compares it with, and on both sides of it: whatever lies between behaves as one of
   these. */
#include "program/domain.h"

#include <math.h>

bool constant(const struct node *n, double *number) {
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

void add_cut(struct cuts *cuts, double number) {
    if (cuts->count < MOST_CUTS)
        cuts->numbers[cuts->count++] = number;
    else
        cuts->many = true;
}

void add_small(struct domain *d, struct small value) {
    if (d->count < MOST_VALUES)
        d->values[d->count++] = value;
}

static int by_number(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

struct numbers { /* the values that a number can have */
    double least, most;
    double step; /* 0: any between */
};

static void add_number(struct domain *d, const struct symbol *s, const struct numbers *n,
                       double number, bool sampled) {
    if (number < n->least || number > n->most)
        return;
    for (uint32_t i = 0; i < d->count; i++)
        if (d->values[i].number == number)
            return;
    add_small(d, (struct small){SMALL_NUMBER, number, NULL, s, sampled});
}

static bool add_numbers(struct domain *d, const struct symbol *s, struct numbers n,
                        struct cuts *cuts) {
    if (n.step > 0 && (n.most - n.least) / n.step <= 50) {
        for (uint32_t i = 0; n.least + i * n.step <= n.most; i++)
            add_number(d, s, &n, n.least + i * n.step, false);
        return d->count > 0;
    }
    if (cuts->many)
        return false;
    qsort(cuts->numbers, cuts->count, sizeof *cuts->numbers, by_number);
    double first = cuts->count ? cuts->numbers[0] : 0;
    double last = cuts->count ? cuts->numbers[cuts->count - 1] : 0;
    double base = isinf(n.least) ? 0 : n.least, step = n.step > 0 ? n.step : 1;
    add_number(d, s, &n, isinf(n.least) ? base + floor((first - base) / step - 1) * step : n.least,
               true);
    add_number(d, s, &n, isinf(n.most) ? base + ceil((last - base) / step + 1) * step : n.most,
               true);
    for (uint32_t i = 0; i < cuts->count; i++) {
        double at = cuts->numbers[i];
        if (n.step > 0) {
            double below = base + floor((at - base) / step) * step;
            for (int k = -1; k <= 2; k++)
                add_number(d, s, &n, below + k * step, true);
            continue;
        }
        double next = i + 1 < cuts->count ? cuts->numbers[i + 1] : isinf(n.most) ? at : n.most;
        add_number(d, s, &n, at, true);
        add_number(d, s, &n, at + (next - at) / 2, true);
        if (i == 0 && !isinf(n.least))
            add_number(d, s, &n, n.least + (at - n.least) / 2, true);
    }
    return d->count > 0 && d->count < MOST_VALUES;
}

static uint32_t bits(uint32_t mask) {
    uint32_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static bool set_is_allowed(const struct question *q, uint32_t mask) {
    uint32_t count = bits(mask);
    for (uint32_t i = 0; i < q->choices->count; i++)
        if (q->choices->items[i].alone && mask >> i & 1 && count > 1)
            return false;
    return q->form != FORM_CHOOSE_SOME ||
           (count >= (uint32_t)q->least && count <= (uint32_t)q->most);
}

static bool add_sets(struct domain *d, const struct symbol *s, const struct question *q) {
    if (!q->choices || q->choices->count > 8)
        return false;
    for (uint32_t mask = 0; mask < 1u << q->choices->count; mask++)
        if (set_is_allowed(q, mask))
            add_small(d, (struct small){SMALL_SET, mask, NULL, s, false});
    return d->count > 0;
}

static bool add_choices(struct domain *d, const struct symbol *s, const struct choices *choices) {
    for (uint32_t i = 0; choices && i < choices->count; i++) {
        const struct choice *o = &choices->items[i];
        add_small(d, (struct small){SMALL_CODE, o->value, o, s, false});
    }
    return choices && choices->count < MOST_VALUES;
}

static bool add_answers(struct domain *d, const struct symbol *s, const struct question *q,
                        struct cuts *cuts) {
    struct numbers n = {-INFINITY, INFINITY, q->step};
    switch (q->form) {
    case FORM_YES_OR_NO:
        add_small(d, (struct small){SMALL_YES_NO, 1, NULL, s, false});
        add_small(d, (struct small){SMALL_YES_NO, 0, NULL, s, false});
        return true;
    case FORM_CHOOSE:
        return add_choices(d, s, q->choices);
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
        return add_sets(d, s, q);
    case FORM_RATING:
    case FORM_WHOLE_NUMBER:
    case FORM_NUMBER:
        constant(q->from, &n.least);
        constant(q->to, &n.most);
        if (n.step <= 0)
            n.step = q->form == FORM_NUMBER ? 0 : 1;
        return n.least <= n.most && add_numbers(d, s, n, cuts);
    default: /* words, days, times: too many to try */
        return false;
    }
}

/* A variable, a parameter, a formula: whatever its kind of value allows. */
static bool add_type(struct domain *d, const struct symbol *s, struct cuts *cuts) {
    const struct choices *choices = s->type.choices;
    switch (s->type.kind) {
    case TYPE_YES_NO:
        add_small(d, (struct small){SMALL_YES_NO, 1, NULL, s, false});
        add_small(d, (struct small){SMALL_YES_NO, 0, NULL, s, false});
        return true;
    case TYPE_CHOICE:
        return add_choices(d, s, choices);
    case TYPE_NUMBER:
        return add_numbers(d, s, (struct numbers){-INFINITY, INFINITY, 0}, cuts);
    default: /* too many to try */
        return false;
    }
}

bool add_values(struct domain *d, const struct symbol *s, struct cuts *cuts) {
    if (s->kind == SYMBOL_QUESTION)
        return s->question && add_answers(d, s, s->question, cuts);
    if (s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER ||
        (s->kind == SYMBOL_DEFINE && !s->parameter_count))
        return add_type(d, s, cuts);
    if (s->kind != SYMBOL_SCORE || !s->score)
        return false;
    struct numbers n = {-INFINITY, INFINITY, s->score->whole ? 1 : 0};
    if (s->score->bounded)
        n.least = s->score->least, n.most = s->score->most;
    for (uint32_t i = 0; i < s->score->band_count; i++) {
        add_cut(cuts, s->score->bands[i].from);
        add_cut(cuts, s->score->bands[i].to);
    }
    return add_numbers(d, s, n, cuts);
}
