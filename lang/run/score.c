/* Scores of inventories: missing items, prorating, bands. The rule of each instrument stands in its
   script with its source; here is only what the rule means. */
#include "run/state.h"

#include <math.h>

uint32_t score_missing(struct session *s, const struct score *score,
                       const struct question **missing) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < score->item_count; i++) {
        const struct question *q = score->items[i];
        if (!q->optional && value_is_missing(question_value(s, q->symbol))) {
            if (missing)
                missing[count] = q;
            count++;
        }
    }
    return count;
}

static double round_half_up(double number, double scale) {
    double scaled = number * scale;
    return floor(scaled + 0.5 + fabs(scaled) * 1e-14) / scale;
}

/* Some items are missing, and the rule allows it. */
static struct value from_answered(struct session *s, const struct score *score) {
    double sum = 0, number;
    uint32_t answered = 0, wanted = 0;
    for (uint32_t i = 0; i < score->item_count; i++) {
        struct value v = session_value(s, score->items[i]->symbol);
        bool missing = !value_as_number(v, &number);
        wanted += !(missing && score->items[i]->optional);
        if (missing)
            continue;
        sum += number;
        answered++;
    }
    if (answered == 0)
        return value_missing(MISSING_INCOMPLETE);
    double mean = sum / answered;
    struct value v = value_number(score->rule == SCORE_MEAN ? mean : sum);
    if (score->prorated && answered < wanted) {
        v.prorated = true;
        if (score->rule == SCORE_SUM)
            v.as.number = round_half_up(mean * wanted, score_precision(score));
    }
    return v;
}

static bool nothing_was_asked(struct session *s, const struct score *score) {
    for (uint32_t i = 0; i < score->item_count; i++) {
        struct value v = question_value(s, score->items[i]->symbol);
        if (!value_is_missing(v) || v.reason != MISSING_NOT_ASKED)
            return false;
    }
    return score->item_count > 0;
}

static bool safety_item_is_missing(struct session *s, const struct score *score) {
    for (uint32_t i = 0; i < score->item_count; i++)
        if (score->items[i]->safety && value_is_missing(question_value(s, score->items[i]->symbol)))
            return true;
    return false;
}

struct value score_value(struct session *s, const struct score *score) {
    if (nothing_was_asked(s, score))
        return value_missing(MISSING_NOT_ASKED);
    if (safety_item_is_missing(s, score))
        return value_missing(MISSING_INCOMPLETE);
    uint32_t missing = score_missing(s, score, NULL);
    if (missing > (uint32_t)score->missing_up_to)
        return value_missing(MISSING_INCOMPLETE);
    s->scoring = score;
    struct value v = score_is_plain(score) ? from_answered(s, score) : evaluate(s, score->value);
    s->scoring = NULL;
    double number;
    if (v.kind != VALUE_NUMBER && value_as_number(v, &number))
        v = value_number(number);
    return v;
}

/* Bands of decimals share their edge, which belongs to the higher one: so from above. */
const struct band *score_band(const struct score *score, double value) {
    const struct band *best = NULL;
    for (uint32_t i = 0; i < score->band_count; i++) {
        const struct band *b = &score->bands[i];
        if (value >= b->from && value <= b->to && (!best || b->from > best->from))
            best = b;
    }
    return best;
}
