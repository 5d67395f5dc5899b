/* Which values a score can come to: of whole numbers not every one between the least and the most.
   With values 0, 2 and 4 nothing adds up to 3. */
#include "program/bounds.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_CELLS = 1 << 22 };

/* sums[missing * width + (sum - least)]: the items so far can add up to it. */
struct sums {
    const struct score *score;
    bool *sums; /* malloc'ed */
    size_t width, missing;
    double least;
};

static double value_in_score(const struct question *q, const struct choice *o) {
    return q->reverse ? q->choices->least + q->choices->most - o->value : o->value;
}

/* Room for the sums; false when they are too many, or no whole numbers. */
static bool begin(struct sums *s, const struct score *score) {
    double least = 0, most = 0;
    *s = (struct sums){.score = score, .missing = (size_t)score->missing_up_to};
    if (!score->whole || !score->item_count || score->rule == SCORE_EXPRESSION)
        return false;
    for (uint32_t i = 0; i < score->item_count; i++) {
        const struct question *q = score->items[i];
        if (!q->choices || !q->choices->valued)
            return false;
        least += fmin(0, q->choices->least); /* it may be missing */
        most += fmax(0, q->choices->most);
        s->missing += q->optional;
    }
    if (s->missing >= score->item_count)
        s->missing = score->item_count - 1;
    s->least = least;
    s->width = (size_t)(most - least) + 1;
    if (most - least > MOST_CELLS || s->width * (s->missing + 1) > MOST_CELLS)
        return false;
    s->sums = memory_get(s->width * (s->missing + 1));
    s->sums[(size_t)-least] = true;
    return true;
}

static void add_item(struct sums *s, const struct question *q) {
    size_t cells = s->width * (s->missing + 1);
    bool *next = memory_get(cells);
    for (size_t i = 0; i < cells; i++) {
        if (!s->sums[i])
            continue;
        if (i + s->width < cells)
            next[i + s->width] = true; /* it is missing */
        for (uint32_t k = 0; k < q->choices->count; k++)
            if (!q->choices->items[k].other)
                next[i + (size_t)(ptrdiff_t)value_in_score(q, &q->choices->items[k])] = true;
    }
    free(s->sums);
    s->sums = next;
}

/* Can the score be in the band with this sum, so many items missing? How many of the missing ones
   count is left open: what is not ruled out may be. */
static bool is_in(const struct sums *s, const struct band *b, double sum, size_t missing) {
    double answered = (double)(s->score->item_count - missing);
    if (s->score->rule == SCORE_MEAN)
        return sum / answered >= b->from && sum / answered <= b->to;
    if (!s->score->prorated || missing == 0)
        return sum >= b->from && sum <= b->to;
    for (double wanted = answered; wanted <= s->score->item_count; wanted++) {
        double whole = floor(sum / answered * wanted + 0.5 + 1e-9);
        if (whole >= b->from && whole <= b->to)
            return true;
    }
    return false;
}

static bool can_be(const struct sums *s, const struct band *b) {
    for (size_t m = 0; m <= s->missing; m++)
        for (size_t i = 0; i < s->width; i++)
            if (s->sums[m * s->width + i] && is_in(s, b, (double)i + s->least, m))
                return true;
    return false;
}

void check_attainable(struct program *p, const struct score *score) {
    struct sums s;
    if (!begin(&s, score))
        return;
    for (uint32_t i = 0; i < score->item_count; i++)
        add_item(&s, score->items[i]);
    for (uint32_t i = 0; i < score->band_count; i++) {
        const struct band *b = &score->bands[i];
        if (diags_within(&p->diags, b->span) || b->from > b->to || can_be(&s, b))
            continue;
        struct diag *d = diag_add(&p->diags, D_band_never, b->span, b->name->text);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "join it with the one beside it");
    }
    free(s.sums);
}
