/* Dates as people type them. The pieces become a line of letters, one for each: `Y` a number of
   four digits, `n` of one or two, `x` another; `M` a month, `S` a season; the marks themselves.
   That line is looked up in a table of forms, so each form stands here once. What could be two days
   is refused and never guessed. */
#include "run/pieces.h"

#include "base/calendar.h"

#include <string.h>

static bool no(struct buffer *why, const char *words) {
    buffer_text(why, words);
    return false;
}

static bool no_form(struct buffer *why, bool rough) {
    return no(why, rough ? "Please type a date: 2026-03-14, 2026-03, spring 2024, or about 2024."
                         : "Please type a day: 2026-03-14, 14.3.2026, or 14 March 2026.");
}

/* ---- words ---- */
static bool is_one_of(const struct piece *p, const char *const *words) {
    for (; *words; words++)
        if (piece_is(p, *words))
            return true;
    return false;
}

/* The name of a month or three letters and more of it. */
static int month_of(const struct piece *p) {
    for (int month = 1; month <= 12; month++) {
        const char *name = month_name(month);
        if (p->kind == PIECE_WORD && p->text.len >= 3 && p->text.len <= strlen(name) &&
            strncasecmp(p->text.text, name, p->text.len) == 0)
            return month;
    }
    return 0;
}

static enum season season_of(const struct piece *p) {
    for (enum season s = SEASON_SPRING; s <= SEASON_WINTER; s++)
        if (piece_is(p, season_name(s)))
            return s;
    return piece_is(p, "fall") ? SEASON_AUTUMN : SEASON_NONE;
}

/* Takes `about` and its like off the front. */
static bool take_about(struct pieces *p) {
    static const char *const words[] = {
        "about", "around", "approximately", "approx", "roughly", "circa", "ca", "c", "~", NULL};
    if (p->count < 2 || !is_one_of(&p->at[0], words))
        return false;
    pieces_drop_first(p, 1);
    if (p->count > 1 && piece_is(&p->at[0], "."))
        pieces_drop_first(p, 1);
    return true;
}

/* ---- today and what is counted from it ---- */
static bool unit_of(const struct piece *p, enum time_unit *unit) {
    static const struct {
        const char *word, *several;
        enum time_unit unit;
    } units[] = {{"day", "days", UNIT_DAYS},
                 {"week", "weeks", UNIT_WEEKS},
                 {"month", "months", UNIT_MONTHS},
                 {"year", "years", UNIT_YEARS}};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (piece_is(p, units[i].word) || piece_is(p, units[i].several)) {
            *unit = units[i].unit;
            return true;
        }
    }
    return false;
}

/* Two weeks ago is a day; two months ago is a month, two years ago a year: nobody means more. */
static bool step_from(struct date today, enum time_unit unit, int64_t steps, struct date *out) {
    if (steps < -100000 || steps > 100000)
        return false;
    int32_t n = (int32_t)steps;
    if (unit == UNIT_DAYS || unit == UNIT_WEEKS)
        return date_add(today, 0, unit == UNIT_WEEKS ? n * 7 : n, out);
    today.day = 0;
    if (unit == UNIT_YEARS)
        today.month = 0;
    return date_add(today, unit == UNIT_YEARS ? n * 12 : n, 0, out);
}

/* today · yesterday · the day before yesterday · 3 days ago · in two weeks · last month */
static bool read_relative(struct pieces *p, struct date today, struct date *out) {
    static const struct {
        const char *word;
        int days;
    } days[] = {{"today", 0}, {"yesterday", -1}, {"tomorrow", 1}};
    const struct piece *at = p->at;
    enum time_unit unit;
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (p->count == 1 && piece_is(at, days[i].word))
            return step_from(today, UNIT_DAYS, days[i].days, out);
    if (p->count == 2 && unit_of(&at[1], &unit) && (unit == UNIT_MONTHS || unit == UNIT_YEARS)) {
        int step = piece_is(at, "last")   ? -1
                   : piece_is(at, "this") ? 0
                   : piece_is(at, "next") ? 1
                                          : 2;
        return step < 2 && step_from(today, unit, step, out);
    }
    if (p->count == 4 && piece_is(at, "the") && piece_is(&at[1], "day")) {
        if (piece_is(&at[2], "before") && piece_is(&at[3], "yesterday"))
            return step_from(today, UNIT_DAYS, -2, out);
        return piece_is(&at[2], "after") && piece_is(&at[3], "tomorrow") &&
               step_from(today, UNIT_DAYS, 2, out);
    }
    if (p->count != 3)
        return false;
    bool in = piece_is(at, "in"), ago = piece_is(&at[2], "ago");
    const struct piece *number = &at[in];
    int64_t steps = number->kind == PIECE_NUMBER ? number->number : number_word(number);
    if (in == ago || (steps == 0 && number->kind != PIECE_NUMBER) || !unit_of(number + 1, &unit))
        return false;
    return step_from(today, unit, in ? steps : -steps, out);
}

/* ---- written dates ---- */
struct parts {
    char form[MOST_PIECES + 1];
    int numbers[3], count; /* in their order */
    int month;
    enum season season;
};

static bool is_ordinal(const struct piece *p) {
    static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
    return !p->blank_before && is_one_of(p, endings);
}

static bool add_word(struct parts *parts, const struct piece *p, char *letter) {
    static const char *const fillers[] = {"of", "the", "in", "on", "sometime", NULL};
    int month = month_of(p);
    enum season season = season_of(p);
    *letter = month ? 'M' : season ? 'S' : 0;
    if (month ? parts->month != 0 : season && parts->season != 0)
        return false;
    parts->month = month ? month : parts->month;
    parts->season = season ? season : parts->season;
    return month || season || is_one_of(p, fillers);
}

/* The line of letters; false: a word that belongs to no date. */
static bool make_form(struct parts *parts, const struct pieces *p) {
    size_t len = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct piece *piece = &p->at[i];
        char letter = piece->text.text[0];
        if (piece->kind == PIECE_NUMBER) {
            if (parts->count == 3)
                return false;
            parts->numbers[parts->count++] = (int)piece->number;
            letter = piece->text.len == 4 ? 'Y' : piece->text.len <= 2 ? 'n' : 'x';
        } else if (piece->kind == PIECE_WORD) {
            if (i > 0 && p->at[i - 1].kind == PIECE_NUMBER && is_ordinal(piece))
                continue;
            if (!add_word(parts, piece, &letter))
                return false;
        } else if (letter == ',' || (letter == '.' && i > 0 && month_of(&p->at[i - 1]))) {
            continue; /* March 14, 2026; Mar. 2026 */
        }
        if (letter)
            parts->form[len++] = letter;
    }
    if (len > 1 && parts->form[len - 1] == '.' && strchr("YMS", parts->form[len - 2]))
        len--; /* the end of a sentence */
    parts->form[len] = '\0';
    return true;
}

/* What a form holds, number by number: d day, m month, y year; ? one of day and month. A word for
   the month stands for itself. */
static const struct {
    const char *form, *numbers;
} forms[] = {
    {"Y-n-n", "ymd"}, {"Y/n/n", "ymd"}, {"Y.n.n", "ymd"}, {"Ynn", "ymd"},  {"n.n.Y", "dmy"},
    {"n/n/Y", "??y"}, {"n-n-Y", "??y"}, {"nnY", "??y"},   {"nMY", "dy"},   {"n.MY", "dy"},
    {"n-M-Y", "dy"},  {"n/M/Y", "dy"},  {"MnY", "dy"},    {"M-n-Y", "dy"}, {"YMn", "yd"},
    {"Y-M-n", "yd"},  {"Y-n", "ym"},    {"Y/n", "ym"},    {"Y.n", "ym"},   {"n/Y", "my"},
    {"n.Y", "my"},    {"n-Y", "my"},    {"nY", "my"},     {"MY", "y"},     {"M-Y", "y"},
    {"M/Y", "y"},     {"YM", "y"},      {"Y-M", "y"},     {"SY", "y"},     {"YS", "y"},
    {"SY/n", "yw"},   {"SY/Y", "yw"},   {"SY-n", "yw"},   {"SY-Y", "yw"},  {"Y", "y"},
};

/* Forms in which something is missing, and what. */
static const struct {
    const char *form, *why;
} unfinished[] = {
    {"n.n.n", "y"}, {"n/n/n", "y"}, {"n-n-n", "y"}, {"nMn", "y"}, {"n.Mn", "y"}, {"Mnn", "y"},
    {"n-M-n", "y"}, {"SnMn", "y"},  {"n.n.", ""},   {"n.n", ""},  {"n/n", ""},   {"nM", ""},
    {"n.M", ""},    {"Mn", ""},     {"M", ""},      {"S", ""},    {"Sn", "y"},   {"n/M/n", "y"},
};

static bool explain_form(const struct parts *parts, bool rough, struct buffer *why) {
    for (size_t i = 0; i < COUNT_OF(unfinished); i++)
        if (strcmp(parts->form, unfinished[i].form) == 0)
            return no(why, unfinished[i].why[0] == 'y' ? "Please type the year with four digits."
                                                       : "Please add the year, with four digits.");
    return no_form(why, rough);
}

/* 3/4/2026 is one day here and another there; 13/4/2026 and 3/3/2026 are not. */
static bool settle_order(struct parts *parts, int year, struct date *d, struct buffer *why) {
    int a = parts->numbers[0], b = parts->numbers[1];
    if (a != b && calendar_has(year, b, a) && calendar_has(year, a, b)) {
        buffer_printf(why,
                      "That could be %d %s or %d %s. Please type the month as a word, or "
                      "year-month-day.",
                      a, month_name(b), b, month_name(a));
        return false;
    }
    bool month_first = b > 12 && a <= 12;
    d->day = (uint8_t)(month_first ? b : a);
    d->month = (uint8_t)(month_first ? a : b);
    return true;
}

/* Is there such a day, and if not, why. Day and month are -1 where none was written. */
static bool check_calendar(int year, int month, int day, struct buffer *why) {
    if (year < CALENDAR_FIRST_YEAR)
        return no(why, "There is no year 0.");
    if (month == 0 || month > 12)
        return no(why, "The months are 1 to 12.");
    if (month < 0 || day < 0 || calendar_has(year, month, day))
        return true;
    if (day == 0)
        return no(why, "The days of a month begin with 1.");
    buffer_printf(why, "%s %d has only %d days.", month_name(month), year,
                  calendar_month_days(year, month));
    return false;
}

static bool put_together(struct parts *parts, const char *numbers, struct date *d,
                         struct buffer *why) {
    int year = 0, month = parts->month ? parts->month : -1, day = -1;
    for (int i = 0; numbers[i]; i++) {
        int n = parts->numbers[i];
        if (numbers[i] == 'y')
            year = n;
        else if (numbers[i] == 'm')
            month = n;
        else if (numbers[i] == 'd')
            day = n;
        else if (numbers[i] == 'w' && /* winter 2024/25 */
                 (parts->season != SEASON_WINTER || (n != year + 1 && n != (year + 1) % 100)))
            return no(why, "Only a winter runs over two years, one after the other.");
    }
    if (numbers[0] == '?') {
        if (!settle_order(parts, year, d, why))
            return false;
        day = d->day;
        month = d->month;
    }
    if (!check_calendar(year, month, day, why))
        return false;
    d->year = (int16_t)year;
    d->month = (uint8_t)(month < 0 ? 0 : month);
    d->day = (uint8_t)(day < 0 ? 0 : day);
    d->season = (uint8_t)parts->season;
    return true;
}

static bool read_written(const struct pieces *p, bool rough, struct date *out, struct buffer *why) {
    static const char *const vague[] = {"early", "mid", "late", "beginning", "middle", "end", NULL};
    static const char *const weekdays[] = {"monday",   "tuesday", "wednesday", "thursday", "friday",
                                           "saturday", "sunday",  "week",      "weekend",  NULL};
    struct parts parts = {0};
    for (size_t i = 0; i < p->count; i++) {
        if (is_one_of(&p->at[i], weekdays))
            return no(why, "Please type the date of that day, like 2026-03-14.");
        if (is_one_of(&p->at[i], vague))
            return no(why, "Please type a month, a season or a year, like March 2024, spring 2024 "
                           "or 2024.");
    }
    if (!make_form(&parts, p))
        return no_form(why, rough);
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (strcmp(parts.form, forms[i].form) == 0)
            return put_together(&parts, forms[i].numbers, out, why);
    return explain_form(&parts, rough, why);
}

static bool check_exact(struct date d, struct buffer *why) {
    if (date_is_day(d))
        return true;
    if (d.about)
        return no(why, "Please type the day itself, without “about”.");
    if (d.season)
        buffer_printf(why, "Please type a day of that %s, like 14 %s %d.", season_name(d.season),
                      month_name(3 * d.season), d.year);
    else if (d.month)
        buffer_printf(why, "Please add the day, like 14 %s %d.", month_name(d.month), d.year);
    else
        buffer_printf(why, "Please add the month and the day, like 14 March %d.", d.year);
    return false;
}

bool date_read(struct str typed, struct date today, bool rough, struct date *out,
               struct buffer *why) {
    struct pieces p;
    struct date d = {0};
    if (!pieces_take(&p, typed))
        return no_form(why, rough);
    bool about = take_about(&p);
    if (!read_relative(&p, today, &d) && !read_written(&p, rough, &d, why))
        return false;
    d.about = about;
    if (!rough && !check_exact(d, why))
        return false;
    *out = d;
    return true;
}
