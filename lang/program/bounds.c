/* Numbers and lists as they are written down: ranges, steps, defaults, labels, bands. */
#include "program/bounds.h"

#include "program/domain.h"

#include <math.h>
#include <string.h>

/* ---- questions ---- */
static bool whole_steps(double from, double to, double step) {
    double steps = (to - from) / step;
    return fabs(steps - round(steps)) < 1e-9 * fmax(1, steps);
}

static void check_step(struct program *p, const struct question *q, double from, double to) {
    const struct node_form *form = AST(form, AST(ask, q->node)->form);
    bool fits = q->step > 0 && (q->form == FORM_NUMBER || q->step == floor(q->step));
    if (!form->step || (fits && from <= to && whole_steps(from, to, q->step)))
        return;
    if (q->step > 0 && from > to)
        return; /* told already */
    struct diag *d = diag_add(&p->diags, D_step_misses, form->step->span, q->step);
    diag_fix(&p->diags, d, SPAN_NONE, NULL,
             "choose a step that leads from the first number to the last");
}

static void report_default(struct program *p, const struct question *q) {
    struct diag *d =
        diag_add(&p->diags, D_default_outside, q->initial->span, q->symbol->name->text);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "give one that can be answered");
}

static void check_default(struct program *p, const struct question *q, double from, double to) {
    double number;
    if (!q->initial || !constant(q->initial, &number))
        return;
    bool broken = q->form != FORM_NUMBER && number != floor(number);
    bool between = q->step > 0 && !whole_steps(from, number, q->step);
    if (number < from || number > to || broken || between)
        report_default(p, q);
}

/* Several choices as a default: as many as may be chosen, and none beside one that stands alone. */
static void check_default_set(struct program *p, const struct question *q) {
    bool several = q->form == FORM_CHOOSE_ANY || q->form == FORM_CHOOSE_SOME;
    if (!q->initial || !several || diags_within(&p->diags, q->initial->span))
        return;
    bool list = q->initial->kind == NODE_tuple;
    size_t count = list ? ast_count(AST(tuple, q->initial)->items) : 1;
    bool alone = false, known = true;
    for (const struct node *n = list ? AST(tuple, q->initial)->items : q->initial; n;
         n = list ? n->next : NULL) {
        const struct choice *o = q->choices ? choices_find(q->choices, n) : NULL;
        known &= o != NULL;
        alone |= o && o->alone;
    }
    bool fits =
        q->form == FORM_CHOOSE_ANY || (count >= (size_t)q->least && count <= (size_t)q->most);
    if (known && (!fits || (alone && count > 1)))
        report_default(p, q);
}

/* The labelled points of a rating lie on it. */
static void check_points(struct program *p, const struct question *q) {
    double from, to;
    if (q->form != FORM_RATING || !constant(q->from, &from) || !constant(q->to, &to) || from > to)
        return;
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++) {
        const struct choice *o = &q->choices->items[i];
        if (!o->valued || (o->value >= from && o->value <= to))
            continue;
        struct diag *d = diag_add(&p->diags, D_point_outside, o->span, o->code->text, from, to);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "name a point of the line, or make it longer");
    }
}

void check_bounds(struct program *p, const struct question *q) {
    double from, to;
    check_default_set(p, q);
    check_points(p, q);
    if (q->form == FORM_CHOOSE_SOME && q->choices &&
        !diags_within(&p->diags, AST(ask, q->node)->form->span) &&
        (q->least > q->most || (uint32_t)q->most > q->choices->count)) {
        struct diag *d = diag_add(&p->diags, D_some_of_few, AST(ask, q->node)->form->span, q->least,
                                  q->most, q->choices->count);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "lower the bounds, or add choices");
    }
    if (!constant(q->from, &from) || !constant(q->to, &to))
        return;
    if (from > to) {
        struct diag *d =
            diag_add(&p->diags, D_range_turned, span_join(q->from->span, q->to->span), from, to);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "write the smaller number first");
    }
    if (q->node->kind == NODE_ask)
        check_step(p, q, from, to);
    check_default(p, q, from, to);
}

void check_labels(struct program *p, const struct choices *choices) {
    for (uint32_t i = 0; choices && i < choices->count && choices->count < 200; i++) {
        const struct choice *a = &choices->items[i];
        for (uint32_t k = 0; k < i && a->label; k++) {
            const struct choice *b = &choices->items[k];
            if (!b->label || a->when || b->when || AST(text, a->label)->parts ||
                AST(text, b->label)->parts ||
                !str_same(AST(text, a->label)->value, AST(text, b->label)->value))
                continue;
            struct diag *d = diag_add(&p->diags, D_same_label, a->label->span);
            diag_note(&p->diags, d, b->label->span, "the other one is here");
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "word them so that they differ");
        }
    }
}

/* ---- bands ---- */
static int by_from(const void *a, const void *b) {
    const struct band *const *x = a, *const *y = b;
    return (*x)->from < (*y)->from ? -1 : (*x)->from > (*y)->from;
}

static void report_gap(struct program *p, struct span at, double from, double to) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, from);
    if (to != from) {
        buffer_text(&b, " to ");
        buffer_number(&b, to);
    }
    struct diag *d = diag_add(&p->diags, D_band_gap, at, b.text);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "widen a band, or add one");
    buffer_release(&b);
}

static void check_reach(struct program *p, const struct score *score, const struct band *b) {
    if (b->from > b->to || !score->bounded || (b->from >= score->least && b->to <= score->most))
        return;
    struct diag *d =
        diag_add(&p->diags, D_band_out_of_reach, b->span, score->least, score->most, b->name->text);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "end it where the score ends");
}

/* The choices of its items hold a mistake: what they add up to is not known. */
static bool is_doubtful(const struct score *score) {
    for (uint32_t i = 0; i < score->item_count; i++)
        if (score->items[i]->choices && score->items[i]->choices->doubtful)
            return true;
    return false;
}

void check_bands(struct program *p, const struct score *score) {
    if (is_doubtful(score))
        return;
    const struct band **sorted = memory_get(sizeof *sorted * (score->band_count + 1));
    double step = score->whole ? 1 : 0;
    bool turned = false;
    for (uint32_t i = 0; i < score->band_count; i++) {
        const struct band *b = sorted[i] = &score->bands[i];
        if (b->from > b->to) {
            turned = true;
            struct diag *d = diag_add(&p->diags, D_range_turned, b->span, b->from, b->to);
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "write the smaller number first");
        }
        check_reach(p, score, b);
    }
    if (turned) { /* what lies between its neighbours is not known */
        free(sorted);
        return;
    }
    qsort(sorted, score->band_count, sizeof *sorted, by_from);
    for (uint32_t i = 0; i + 1 < score->band_count; i++) {
        const struct band *low = sorted[i], *high = sorted[i + 1];
        if (high->from < low->to || (score->whole && high->from == low->to)) {
            struct diag *d =
                diag_add(&p->diags, D_band_overlap, high->span, low->name->text, high->name->text);
            diag_note(&p->diags, d, low->span, "the other band is here");
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "let one begin where the other ends");
        } else if (high->from > low->to + step) {
            report_gap(p, high->span, low->to + step, score->whole ? high->from - 1 : high->from);
        }
    }
    if (score->band_count && score->bounded) {
        const struct band *first = sorted[0], *last = sorted[score->band_count - 1];
        if (first->from > score->least)
            report_gap(p, first->span, score->least, score->whole ? first->from - 1 : first->from);
        if (last->to < score->most)
            report_gap(p, last->span, score->whole ? last->to + 1 : last->to, score->most);
    }
    check_attainable(p, score);
    free(sorted);
}
