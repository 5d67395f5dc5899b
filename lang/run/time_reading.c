/* Times of day and lengths of time as people type them. A time that could be in the morning or in
   the evening, and a number that could be hours or minutes, are refused and never guessed. */
#include "run/pieces.h"

#include <math.h>
#include <string.h>

static bool no(struct buffer *why, const char *words) {
    buffer_text(why, words);
    return false;
}

static bool is_number(const struct pieces *p, size_t i) {
    return i < p->count && p->at[i].kind == PIECE_NUMBER;
}

static bool is_next(const struct pieces *p, size_t i, const char *word) {
    return i < p->count && piece_is(&p->at[i], word);
}

/* ---- times of day ---- */
enum half { HALF_NONE, HALF_AM, HALF_PM };

/* am · a.m. · pm · p. m. */
static enum half take_half(const struct pieces *p, size_t *i) {
    enum half half = is_next(p, *i, "am") || is_next(p, *i, "a")   ? HALF_AM
                     : is_next(p, *i, "pm") || is_next(p, *i, "p") ? HALF_PM
                                                                   : HALF_NONE;
    if (half == HALF_NONE)
        return half;
    bool apart = p->at[*i].text.len == 1;
    (*i)++;
    if (is_next(p, *i, "."))
        (*i)++;
    if (!apart)
        return half;
    if (!is_next(p, *i, "m"))
        return HALF_NONE;
    (*i)++;
    if (is_next(p, *i, "."))
        (*i)++;
    return half;
}

/* 14:30, 14.30, 14h30, 14h and 1430; *written: more than a bare hour. */
static bool take_clock(const struct pieces *p, size_t *i, int64_t *hour, int64_t *minute,
                       bool *written) {
    if (!is_number(p, *i))
        return false;
    const struct piece *first = &p->at[(*i)++];
    *written = false;
    *minute = 0;
    *hour = first->number;
    if (first->text.len == 4) {
        *written = true;
        *minute = first->number % 100;
        *hour = first->number / 100;
        return true;
    }
    bool hours = is_next(p, *i, "h");
    if (first->text.len > 2 || !(hours || is_next(p, *i, ":") || is_next(p, *i, ".")))
        return first->text.len <= 2;
    if (is_number(p, *i + 1) && p->at[*i + 1].text.len == 2) {
        *written = true;
        *minute = p->at[*i + 1].number;
        *i += 2;
        return true;
    }
    *written = hours;
    *i += hours;
    return hours;
}

static bool check_clock(int64_t hour, int64_t minute, enum half half, bool written,
                        struct buffer *why) {
    if (half != HALF_NONE && (hour < 1 || hour > 12))
        return no(why, "With am or pm the hours are 1 to 12.");
    if (minute > 59)
        return no(why, "The minutes are 0 to 59.");
    if (hour > 23)
        return no(why, "The hours are 0 to 23; midnight is 0:00.");
    if (half == HALF_NONE && !written) {
        if (hour >= 1 && hour <= 12)
            buffer_printf(why, "In the morning or in the evening? Please type %d am or %d pm.",
                          (int)hour, (int)hour);
        else
            buffer_printf(why, "Please type the minutes too, like %d:00.", (int)hour);
        return false;
    }
    return true;
}

bool time_read(struct str typed, int32_t *minutes, struct buffer *why) {
    static const char *const general = "Please type a time, like 14:30 or 2:30 pm.";
    struct pieces p;
    int64_t hour, minute;
    bool written;
    size_t i = 0;
    if (!pieces_take(&p, typed))
        return no(why, general);
    if (is_next(&p, 0, "12") && p.count == 2 && p.at[1].kind == PIECE_WORD)
        i = is_next(&p, 1, "noon") || is_next(&p, 1, "midnight");
    if (p.count == i + 1 && (is_next(&p, i, "noon") || is_next(&p, i, "midnight"))) {
        *minutes = is_next(&p, i, "noon") ? 12 * 60 : 0;
        return true;
    }
    i = 0;
    if (!take_clock(&p, &i, &hour, &minute, &written))
        return no(why, general);
    enum half half = take_half(&p, &i);
    if (i < p.count)
        return no(why, general);
    if (!check_clock(hour, minute, half, written, why))
        return false;
    if (half != HALF_NONE)
        hour = hour % 12 + (half == HALF_PM ? 12 : 0);
    *minutes = (int32_t)(hour * 60 + minute);
    return true;
}

/* ---- lengths of time ---- */
/* Minutes in a unit; 0: no unit, or one whose length is not always the same. */
static int unit_minutes(const struct piece *p) {
    static const struct {
        const char *words[6];
        int minutes;
    } units[] = {{{"m", "min", "mins", "minute", "minutes", NULL}, 1},
                 {{"h", "hr", "hrs", "hour", "hours", NULL}, 60},
                 {{"d", "day", "days", NULL}, 1440},
                 {{"w", "week", "weeks", NULL}, 7 * 1440}};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        for (const char *const *word = units[i].words; *word; word++)
            if (piece_is(p, *word))
                return units[i].minutes;
    return 0;
}

/* 45 · 1.5 · 1,5 · an · half an · three quarters of an · one and a half */
static bool take_amount(const struct pieces *p, size_t *i, double *amount, bool *whole) {
    static const char *const quarter[] = {"a", "quarter", "of", "an"};
    size_t left = p->count - *i, n = 0;
    *whole = false;
    if (is_next(p, *i, "half") && left > 2) { /* half an hour, half a day */
        *amount = 0.5;
        *i += 2;
        return number_word(&p->at[*i - 1]) == 1;
    }
    while (n < 4 && is_next(p, *i + n, quarter[n]))
        n++;
    if (n == 4 || (is_next(p, *i, "three") && is_next(p, *i + 1, "quarters"))) {
        *amount = n == 4 ? 0.25 : 0.75;
        *i += 4;
        return *i < p->count && is_next(p, *i - 1, "an");
    }
    if (*i >= p->count)
        return false;
    *amount = is_number(p, *i) ? (double)p->at[*i].number : number_word(&p->at[*i]);
    *whole = is_number(p, *i);
    if (*amount == 0 && !*whole)
        return false;
    bool point = is_next(p, *i + 1, ".") || is_next(p, *i + 1, ",");
    (*i)++;
    if (*whole && point && is_number(p, *i + 1) && !p->at[*i].blank_before &&
        !p->at[*i + 1].blank_before) {
        *amount += (double)p->at[*i + 1].number / pow(10, (double)p->at[*i + 1].text.len);
        *whole = false;
        *i += 2;
    } else if (is_next(p, *i, "and") && is_next(p, *i + 1, "a") && is_next(p, *i + 2, "half")) {
        *amount += 0.5; /* two and a half hours */
        *whole = false;
        *i += 3;
    }
    return true;
}

/* 1:30 · 45: without a word for the unit. */
static bool read_bare(const struct pieces *p, double *minutes) {
    if (!is_number(p, 0))
        return false;
    *minutes = (double)p->at[0].number;
    if (p->count == 1)
        return true;
    *minutes = *minutes * 60 + (double)p->at[2].number;
    return p->count == 3 && is_next(p, 1, ":") && is_number(p, 2) && p->at[2].text.len == 2 &&
           p->at[2].number < 60;
}

/* 1 hour 30 minutes · 1h30 · an hour and a half: units from long to short. */
static bool read_units(const struct pieces *p, double *minutes) {
    int unit = INT32_MAX;
    *minutes = 0;
    for (size_t i = 0; i < p->count;) {
        double amount;
        bool whole;
        if (i > 0 && (is_next(p, i, "and") || is_next(p, i, ",")))
            i++;
        if (unit == 60 && is_next(p, i, "a") && is_next(p, i + 1, "half") && i + 2 == p->count) {
            *minutes += 30;
            return true;
        }
        if (!take_amount(p, &i, &amount, &whole))
            return false;
        if (i == p->count && unit == 60 && whole && amount < 60) { /* 1h30 */
            *minutes += amount;
            return true;
        }
        int next = i < p->count ? unit_minutes(&p->at[i]) : 0;
        if (next == 0 || next >= unit)
            return false;
        unit = next;
        *minutes += amount * unit;
        i++;
        if (is_next(p, i, ".") && i + 1 == p->count)
            i++; /* 45 min. */
    }
    return true;
}

bool length_read(struct str typed, int32_t *minutes, struct buffer *why) {
    enum { MOST_MINUTES = 100 * 366 * 1440 };
    static const char *const general = "Please type a length of time, like 45 or 1h30.";
    struct pieces p;
    double sum;
    if (!pieces_take(&p, typed))
        return no(why, general);
    if (is_next(&p, 0, "-") || is_next(&p, 0, "minus"))
        return no(why, "A length of time is never below zero.");
    for (size_t i = 0; i < p.count; i++)
        if (is_next(&p, i, "month") || is_next(&p, i, "months") || is_next(&p, i, "year") ||
            is_next(&p, i, "years"))
            return no(why, "Months and years differ in length. Please type weeks or days.");
    if (p.count == 3 && is_number(&p, 0) && is_number(&p, 2) &&
        (is_next(&p, 1, ".") || is_next(&p, 1, ",")))
        return no(why, "Hours or minutes? Please type 90 min, 1:30 or 1.5 hours.");
    if (!read_bare(&p, &sum) && !read_units(&p, &sum))
        return no(why, general);
    if (sum > MOST_MINUTES)
        return no(why, "That is more than a hundred years.");
    *minutes = (int32_t)floor(sum + 0.5);
    return true;
}
