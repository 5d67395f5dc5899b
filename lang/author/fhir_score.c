/* Scores as formulas in FHIRPath, with their rule on missing items: what has no score here has none
   there. */
#include "author/fhir_items.h"

#include <stdlib.h>
#include <string.h>

/* How many of some items have an answer. */
static void path_answered(struct carrying *c, struct question *const *items, size_t count,
                          struct buffer *out) {
    buffer_text(out, "%resource.repeat(item).where(linkId in (");
    for (size_t i = 0; i < count; i++) {
        if (!form_line_of(c->form, items[i]->symbol))
            carrying_lose(c, items[i]->node->span, "it is put again and again");
        buffer_text(out, i ? " | " : "");
        path_text(items[i]->symbol->path, out);
    }
    buffer_text(out, ") and answer.exists()).count()");
}

/* The items of a score that are (not) optional, or bear on safety. */
enum item_sort { ITEM_NEEDED, ITEM_OPTIONAL, ITEM_SAFETY };
static size_t items_of(struct carrying *c, const struct score *score, enum item_sort sort,
                       struct question ***out) {
    size_t count = 0;
    *out = arena_array(c->arena, struct question *, score->item_count + 1);
    for (uint32_t i = 0; i < score->item_count; i++) {
        struct question *q = score->items[i];
        if (sort == ITEM_SAFETY ? q->safety : q->optional == (sort == ITEM_OPTIONAL))
            (*out)[count++] = q;
    }
    return count;
}

/* Enough items are there, and those that are never imputed. */
static void path_enough(struct carrying *c, const struct score *score, struct buffer *out) {
    struct question **needed, **safety;
    size_t count = items_of(c, score, ITEM_NEEDED, &needed);
    size_t missing = (size_t)score->missing_up_to;
    size_t never = missing ? items_of(c, score, ITEM_SAFETY, &safety) : 0;
    if (count > missing) {
        path_answered(c, needed, count, out);
        buffer_printf(out, missing ? " >= %zu" : " = %zu", count - missing);
    } else {
        path_answered(c, score->items, score->item_count, out);
        buffer_text(out, " > 0");
    }
    if (never) {
        buffer_text(out, " and ");
        path_answered(c, safety, never, out);
        buffer_printf(out, " = %zu", never);
    }
}

/* A sum of the items that were answered, times all of them, over as many as were answered; rounded
   half up to the decimals that the items have. */
static void path_prorated(struct carrying *c, const struct score *score, struct buffer *out) {
    struct question **optional;
    size_t spare = items_of(c, score, ITEM_OPTIONAL, &optional);
    double scale = score_precision(score);
    buffer_text(out, "(");
    path_answers(c, score->items, score->item_count, out);
    buffer_text(out, ".sum() * ");
    if (spare) {
        buffer_printf(out, "(%zu + ", score->item_count - spare);
        path_answered(c, optional, spare, out);
        buffer_text(out, ")");
    } else {
        buffer_printf(out, "%u", score->item_count);
    }
    buffer_text(out, " / ");
    path_answers(c, score->items, score->item_count, out);
    if (scale > 1)
        buffer_printf(out, ".count() * %.0f + 0.5).round(8).floor() / %.0f", scale, scale);
    else
        buffer_text(out, ".count() + 0.5).floor()");
}

static void path_formula(struct carrying *c, const struct score *score, struct buffer *out) {
    bool plain = score_is_plain(score);
    if (!plain) {
        path_number(c, score->value, out);
    } else if (score->rule == SCORE_SUM && score->prorated) {
        path_prorated(c, score, out);
    } else {
        path_answers(c, score->items, score->item_count, out);
        buffer_text(out, ".sum()");
        if (score->rule == SCORE_MEAN) {
            buffer_text(out, " / ");
            path_answers(c, score->items, score->item_count, out);
            buffer_text(out, ".count()");
        }
    }
}

void path_score(struct carrying *c, const struct score *score, struct buffer *out) {
    c->scoring = true;
    if (score->item_count) {
        buffer_text(out, "iif(");
        path_enough(c, score, out);
        buffer_text(out, ", ");
    }
    path_formula(c, score, out);
    buffer_text(out, score->item_count ? ")" : "");
    c->scoring = false;
}

static int higher_first(const void *a, const void *b) {
    const struct band *x = a, *y = b;
    return (x->from < y->from) - (x->from > y->from);
}

/* From the highest band down: a shared edge belongs to the higher one. */
void path_band(struct carrying *c, const struct score *score, struct buffer *out) {
    struct band *bands = arena_array(c->arena, struct band, score->band_count);
    memcpy(bands, score->bands, score->band_count * sizeof *bands);
    qsort(bands, score->band_count, sizeof *bands, higher_first);
    path_item(score->symbol->path, out);
    buffer_text(out, ".select(");
    for (uint32_t i = 0; i < score->band_count; i++) {
        buffer_text(out, "iif($this >= ");
        buffer_number(out, bands[i].from);
        buffer_text(out, ", ");
        path_text(bands[i].label ? fhir_text(bands[i].label, c->arena) : name_str(bands[i].name),
                  out);
        buffer_text(out, i + 1 < score->band_count ? ", " : "");
    }
    buffer_repeat(out, ')', score->band_count + 1);
}
