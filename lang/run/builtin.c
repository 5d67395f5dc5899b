/* What the functions do. Over a list with a missing value sum, mean, min and max are missing; count
 * counts. */
#include "program/check.h"
#include "run/past.h"
#include "run/state.h"

#include <math.h>

/* The numbers that a function works on: its arguments, or the elements of its one list. */
static const struct value *elements(const struct value *arguments, size_t *count) {
    if (*count == 1 && arguments[0].kind == VALUE_LIST) {
        *count = arguments[0].len;
        return arguments[0].as.items;
    }
    return arguments;
}

static enum missing_reason reason_of(const struct value *values, size_t count) {
    bool asked = false;
    for (size_t i = 0; i < count; i++)
        asked |= !value_is_missing(values[i]) || values[i].reason != MISSING_NOT_ASKED;
    return asked || count == 0 ? MISSING_INCOMPLETE : MISSING_NOT_ASKED;
}

static struct value sum_or_mean(const struct value *values, size_t count, bool mean) {
    double sum = 0, number;
    double months = 0, minutes = 0;
    bool durations = count > 0 && values[0].kind == VALUE_DURATION;
    for (size_t i = 0; i < count; i++) {
        if (durations && values[i].kind == VALUE_DURATION) {
            months += values[i].as.duration.months;
            minutes += values[i].as.duration.minutes;
        } else if (!value_as_number(values[i], &number)) {
            return value_missing(reason_of(values, count));
        } else {
            sum += number;
        }
    }
    if (durations)
        return length_value(months / (mean ? (double)count : 1),
                            minutes / (mean ? (double)count : 1));
    if (mean && count == 0)
        return value_missing(MISSING_INCOMPLETE);
    return value_number(mean ? sum / (double)count : sum);
}

/* Surely not behind b, looking forwards (ORDER_BEFORE) or backwards (ORDER_AFTER). */
static bool surely_first(struct value a, struct value b, unsigned direction) {
    unsigned possible = value_orders(a, b);
    return value_same(a, b) || (possible && !(possible & ~(direction | ORDER_SAME)));
}

/* Rough dates may leave open which one is the least: then there is none. */
static struct value extreme(const struct value *values, size_t count, unsigned direction) {
    struct value best = count ? values[0] : value_missing(MISSING_INCOMPLETE);
    double number;
    for (size_t i = 0; i < count; i++) {
        if (value_is_missing(values[i]))
            return value_missing(reason_of(values, count));
        if (surely_first(values[i], best, direction))
            best = values[i];
    }
    for (size_t i = 0; i < count; i++)
        if (!surely_first(best, values[i], direction))
            return value_missing(MISSING_INCOMPLETE);
    return value_as_number(best, &number) ? value_number(number) : best;
}

static struct value any_or_all(const struct value *values, size_t count, bool all) {
    bool missing = false;
    for (size_t i = 0; i < count; i++) {
        if (values[i].kind != VALUE_YES_NO) {
            if (!all && !value_is_missing(values[i]))
                return value_yes_no(true); /* a list of things: there is one */
            missing |= value_is_missing(values[i]);
            continue;
        }
        if (values[i].as.yes != all)
            return value_yes_no(!all);
    }
    return missing ? value_missing(MISSING_INCOMPLETE) : value_yes_no(all);
}

/* Half away from zero upwards: 2.5 is 3, -2.5 is -2, as scoring manuals round. */
static struct value rounded(const struct value *arguments, size_t count) {
    double number, digits = 0;
    if (!value_as_number(arguments[0], &number))
        return arguments[0];
    if (count > 1 && !value_as_number(arguments[1], &digits))
        return value_missing(MISSING_INCOMPLETE);
    double scale = pow(10, fmax(-15, fmin(15, floor(digits))));
    double scaled = number * scale;
    /* 1.005 * 100 is 100.49999…: what differs only by the way doubles are kept is meant to be the
     * half */
    double result = floor(scaled + 0.5 + fabs(scaled) * 1e-14) / scale;
    return value_number(result == 0 ? 0 : result);
}

/* A question that a preview only looks beyond (change.c). */
static bool was_passed(struct value v) {
    return value_is_missing(v) && v.reason == MISSING_NOT_ASKED;
}

static struct value every_answer(struct session *s, const struct node *call) {
    const struct node *argument = AST(call, call)->arguments;
    const struct symbol *symbol =
        argument && argument->kind == NODE_name    ? AST(name, argument)->symbol
        : argument && argument->kind == NODE_field ? AST(field, argument)->symbol
                                                   : NULL;
    if (!symbol || symbol->kind != SYMBOL_QUESTION)
        return value_missing(MISSING_INCOMPLETE);
    uint32_t last = s->slots[symbol->slot].last, count = 0, place;
    for (uint32_t e = last; e != NO_ENTRY; e = s->pool[e].before)
        count += !was_passed(s->pool[e].value);
    struct value *items = arena_array(&s->scratch, struct value, count);
    place = count;
    for (uint32_t e = last; e != NO_ENTRY; e = s->pool[e].before)
        if (!was_passed(s->pool[e].value))
            items[--place] = card_without_gone(s, &s->scratch, s->pool[e].value);
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

/* ---- earlier sessions ---- */
static const struct symbol *looked_back_at(const struct node *call) {
    return expression_symbol(AST(call, call)->arguments);
}

static struct value past_values(struct session *s, const struct node *call) {
    const struct past_value *series;
    size_t count = session_series(s, looked_back_at(call), &series);
    struct value *items = arena_array(&s->scratch, struct value, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = series[i].value;
    return (struct value){.kind = VALUE_LIST, .len = (uint32_t)count, .as.items = items};
}

static struct value previous_value(struct session *s, const struct node *call) {
    const struct symbol *symbol = looked_back_at(call);
    const struct past *past = s->options.past;
    size_t count = past ? past->series[symbol->index].count : 0;
    return count ? past->series[symbol->index].values[count - 1].value
                 : value_missing(MISSING_NOT_ASKED);
}

static struct value change_since(struct session *s, const struct node *call) {
    struct value before = previous_value(s, call), now = session_value(s, looked_back_at(call));
    double a, b;
    if (value_is_missing(before) || value_is_missing(now))
        return value_missing(MISSING_INCOMPLETE);
    if (now.kind == VALUE_DURATION)
        return length_value(now.as.duration.months - before.as.duration.months,
                            now.as.duration.minutes - before.as.duration.minutes);
    if (!value_as_number(now, &b) || !value_as_number(before, &a))
        return value_missing(MISSING_INCOMPLETE);
    struct value change = value_number(b - a);
    change.prorated = now.prorated || before.prorated;
    return change;
}

struct value builtin_call(struct session *s, const struct builtin *b, const struct node *call,
                          const struct value *arguments, size_t count) {
    size_t all = count;
    const struct value *values = elements(arguments, &all);
    bool list = count == 1 && arguments[0].kind == VALUE_LIST;
    switch (b->id) {
    case BUILTIN_COUNT:
        return list ? value_number((double)all) : arguments[0];
    case BUILTIN_SUM:
        return sum_or_mean(values, all, false);
    case BUILTIN_MEAN:
        return sum_or_mean(values, all, true);
    case BUILTIN_MIN:
        return extreme(values, all, ORDER_BEFORE);
    case BUILTIN_MAX:
        return extreme(values, all, ORDER_AFTER);
    case BUILTIN_FIRST:
        return list && all ? values[0] : value_missing(MISSING_INCOMPLETE);
    case BUILTIN_LAST:
        return list && all ? values[all - 1] : value_missing(MISSING_INCOMPLETE);
    case BUILTIN_ANY:
        return any_or_all(values, all, false);
    case BUILTIN_ALL:
        return any_or_all(values, all, true);
    case BUILTIN_EVERY:
        return every_answer(s, call);
    case BUILTIN_ROUND:
        return rounded(arguments, count);
    case BUILTIN_TODAY:
        return (struct value){.kind = VALUE_DATE, .as.date = s->options.today};
    case BUILTIN_TIME_IS_UP:
        return value_yes_no(s->clock_limit > 0 && s->clock_used >= s->clock_limit);
    case BUILTIN_CRISIS_LINES:
        return value_text(settings_crisis_lines(s->options.settings));
    case BUILTIN_PAST:
        return past_values(s, call);
    case BUILTIN_PREVIOUS:
        return previous_value(s, call);
    case BUILTIN_CHANGE:
        return change_since(s, call);
    }
    return value_missing(MISSING_INCOMPLETE);
}
