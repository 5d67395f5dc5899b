/* Rough dates (date.h): what they may mean, adding to them, counting between them, writing them. */
#include "run/date.h"

#include "base/calendar.h"

const char *month_name(int month) {
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return names[month - 1];
}

const char *season_name(enum season season) {
    static const char *const names[] = {"", "spring", "summer", "autumn", "winter"};
    return names[season];
}

bool date_is_valid(struct date d) {
    if (d.month == 0)
        return d.day == 0 && d.season <= SEASON_WINTER && calendar_has(d.year, 1, 1);
    return d.season == SEASON_NONE && calendar_has(d.year, d.month, d.day ? d.day : 1);
}

bool date_is_day(struct date d) {
    return d.day != 0 && !d.about;
}

/* ---- what it may mean ---- */
struct day_span date_span(struct date d) {
    int month = d.season ? 3 * d.season : d.month ? d.month : 1;
    int months = d.season ? 3 : d.month ? 1 : 12;
    int reach = d.about ? ABOUT_MONTHS : 0;
    struct calendar_date first = {d.year, month, d.day ? d.day : 1};
    if (d.day) /* the day itself, or half a year to both sides of it */
        return (struct day_span){calendar_day(calendar_add_months(first, -reach)),
                                 calendar_day(calendar_add_months(first, reach))};
    return (struct day_span){calendar_day(calendar_add_months(first, -reach)),
                             calendar_day(calendar_add_months(first, months + reach)) - 1};
}

static struct date of_calendar(struct calendar_date d) {
    return (struct date){.year = (int16_t)d.year, .month = (uint8_t)d.month, .day = (uint8_t)d.day};
}

struct date date_of_day(int32_t day) {
    return of_calendar(calendar_date(day));
}

/* ---- reckoning ---- */
/* A year moves by whole years, a season by whole seasons, a month by whole months. */
static bool add_to_rough(struct date d, int32_t months, struct date *out) {
    int step = d.month ? 1 : d.season ? 3 : 12;
    if (months % step != 0)
        return false;
    int first = d.month ? d.month : d.season ? 3 * d.season : 1;
    struct calendar_date moved =
        calendar_add_months((struct calendar_date){d.year, first, 1}, months);
    *out = (struct date){.year = (int16_t)moved.year, .about = d.about};
    if (d.month)
        out->month = (uint8_t)moved.month;
    if (d.season)
        out->season = (uint8_t)(moved.month / 3);
    return date_is_valid(*out);
}

bool date_add(struct date d, int32_t months, int32_t days, struct date *out) {
    enum { MOST_MONTHS = 12 * CALENDAR_LAST_YEAR, MOST_DAYS = 366 * CALENDAR_LAST_YEAR };
    struct calendar_date moved = {d.year, d.month, d.day};
    if (months < -MOST_MONTHS || months > MOST_MONTHS || days < -MOST_DAYS || days > MOST_DAYS ||
        d.year + months / 12 < 0 || d.year + months / 12 > CALENDAR_LAST_YEAR + 1)
        return false;
    if (d.day == 0)
        return days == 0 && add_to_rough(d, months, out);
    int32_t day = calendar_day(calendar_add_months(moved, months)) + days;
    if (day < calendar_day((struct calendar_date){CALENDAR_FIRST_YEAR, 1, 1}) ||
        day > calendar_day((struct calendar_date){CALENDAR_LAST_YEAR, 12, 31}))
        return false;
    *out = date_of_day(day);
    out->about = d.about;
    return true;
}

static int32_t whole_months(int32_t from, int32_t to) {
    if (to < from)
        return -whole_months(to, from);
    struct calendar_date a = calendar_date(from), b = calendar_date(to);
    int32_t months = (b.year - a.year) * 12 + b.month - a.month;
    return months - (calendar_day(calendar_add_months(a, months)) > to);
}

static int32_t whole_units(int32_t from, int32_t to, enum time_unit unit) {
    switch (unit) {
    case UNIT_DAYS:
        return to - from;
    case UNIT_WEEKS:
        return (to - from) / 7;
    case UNIT_MONTHS:
        return whole_months(from, to);
    case UNIT_YEARS:
        return whole_months(from, to) / 12;
    case UNIT_MINUTES:
    case UNIT_HOURS:
        break;
    }
    return 0;
}

bool date_between(struct date from, struct date to, enum time_unit unit, int32_t *count) {
    struct day_span a = date_span(from), b = date_span(to);
    *count = whole_units(a.last, b.first, unit);
    return *count == whole_units(a.first, b.last, unit);
}

/* ---- writing ---- */
void date_print(struct date d, struct buffer *out) {
    buffer_text(out, d.about ? "about " : "");
    if (d.season)
        buffer_printf(out, "%s ", season_name(d.season));
    buffer_printf(out, "%04d", d.year);
    if (d.month)
        buffer_printf(out, "-%02d", d.month);
    if (d.day)
        buffer_printf(out, "-%02d", d.day);
}

void date_print_words(struct date d, struct buffer *out) {
    buffer_text(out, d.about ? "about " : "");
    if (d.season)
        buffer_printf(out, "%s ", season_name(d.season));
    if (d.day)
        buffer_printf(out, "%d ", d.day);
    if (d.month)
        buffer_printf(out, "%s ", month_name(d.month));
    buffer_printf(out, "%d", d.year);
}
