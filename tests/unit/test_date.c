/* Dates: the calendar, what people type, what a rough date leaves open. Expectations are written
   out by hand; the calendar is held against a count that goes from day to day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "run/pieces.h"

#include <string.h>

static const struct date today = {2026, 11, 24, SEASON_NONE, false};

/* ---- the calendar ---- */
static void every_day_comes_back(void **state) {
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t day = calendar_day((struct calendar_date){1600, 1, 1});
    assert_int_equal(day, -135140);
    assert_int_equal(calendar_day((struct calendar_date){1970, 1, 1}), 0);
    assert_int_equal(calendar_day((struct calendar_date){2000, 3, 1}), 11017);
    for (int year = 1600; year <= 2400; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (leap && month == 2);
            assert_int_equal(calendar_month_days(year, month), length);
            for (int d = 1; d <= length; d++, day++) {
                struct calendar_date back = calendar_date(day);
                assert_int_equal(calendar_day((struct calendar_date){year, month, d}), day);
                assert_true(back.year == year && back.month == month && back.day == d);
            }
        }
    }
}

static void the_ends_of_the_calendar(void **state) {
    (void)state;
    for (int year = -398; year <= 10001; year++) {
        int32_t first = calendar_day((struct calendar_date){year, 1, 1});
        struct calendar_date before = calendar_date(first - 1);
        assert_true(before.year == year - 1 && before.month == 12 && before.day == 31);
    }
    assert_false(calendar_has(0, 12, 31));
    assert_true(calendar_has(1, 1, 1) && calendar_has(9999, 12, 31));
    assert_false(calendar_has(10000, 1, 1));
    assert_true(calendar_has(2000, 2, 29) && calendar_has(2024, 2, 29));
    assert_false(calendar_has(1900, 2, 29) || calendar_has(2100, 2, 29) ||
                 calendar_has(2025, 2, 29));
}

/* ---- what is typed ---- */
struct typed {
    const char *typed, *exact, *rough; /* what comes out, or "! " and the reason; NULL: as exact */
};

static const struct typed dates[] = {
    {"2026-03-14", "2026-03-14", NULL},
    {"2026/3/14", "2026-03-14", NULL},
    {"2026 \xe2\x80\x93 03 \xe2\x80\x93 14", "2026-03-14", NULL},
    {"14.3.2026", "2026-03-14", NULL},
    {"14. 3. 2026", "2026-03-14", NULL},
    {"14 March 2026", "2026-03-14", NULL},
    {"14. March 2026", "2026-03-14", NULL},
    {"14th of March, 2026", "2026-03-14", NULL},
    {"March 14, 2026", "2026-03-14", NULL},
    {"MAR. 14th 2026", "2026-03-14", NULL},
    {"14-mar-2026", "2026-03-14", NULL},
    {"on 3 Sept 2019.", "2019-09-03", NULL},
    {"13/4/2026", "2026-04-13", NULL},
    {"4/13/2026", "2026-04-13", NULL},
    {"3/3/2026", "2026-03-03", NULL},
    {"29/2/2024", "2024-02-29", NULL},
    {"3/4/2026",
     "! That could be 3 April or 4 March. Please type the month as a word, or year-month-day.",
     NULL},
    {"3-4-2026",
     "! That could be 3 April or 4 March. Please type the month as a word, or year-month-day.",
     NULL},
    {"today", "2026-11-24", NULL},
    {"Yesterday", "2026-11-23", NULL},
    {"tomorrow", "2026-11-25", NULL},
    {"the day before yesterday", "2026-11-22", NULL},
    {"3 days ago", "2026-11-21", NULL},
    {"two weeks ago", "2026-11-10", NULL},
    {"in a week", "2026-12-01", NULL},
    {"14 March 26", "! Please type the year with four digits.", NULL},
    {"14.3.26", "! Please type the year with four digits.", NULL},
    {"3/4/26", "! Please type the year with four digits.", NULL},
    {"14 March", "! Please add the year, with four digits.", NULL},
    {"14.3.", "! Please add the year, with four digits.", NULL},
    {"March", "! Please add the year, with four digits.", NULL},
    {"spring", "! Please add the year, with four digits.", NULL},
    {"last Monday", "! Please type the date of that day, like 2026-03-14.", NULL},
    {"31 April 2026", "! April 2026 has only 30 days.", NULL},
    {"29.2.2025", "! February 2025 has only 28 days.", NULL},
    {"1900-02-29", "! February 1900 has only 28 days.", NULL},
    {"2000-02-29", "2000-02-29", NULL},
    {"2026-13-01", "! The months are 1 to 12.", NULL},
    {"13/14/2026", "! The months are 1 to 12.", NULL},
    {"2026-03-00", "! The days of a month begin with 1.", NULL},
    {"0000-01-01", "! There is no year 0.", NULL},
    {"2024", "! Please add the month and the day, like 14 March 2024.", "2024"},
    {"2024-03", "! Please add the day, like 14 March 2024.", "2024-03"},
    {"March 2024", "! Please add the day, like 14 March 2024.", "2024-03"},
    {"03/2024", "! Please add the day, like 14 March 2024.", "2024-03"},
    {"3.2024", "! Please add the day, like 14 March 2024.", "2024-03"},
    {"2024 march", "! Please add the day, like 14 March 2024.", "2024-03"},
    {"spring 2024", "! Please type a day of that spring, like 14 March 2024.", "spring 2024"},
    {"in the summer of 2024", "! Please type a day of that summer, like 14 June 2024.",
     "summer 2024"},
    {"Fall 2024", "! Please type a day of that autumn, like 14 September 2024.", "autumn 2024"},
    {"winter 2024/25", "! Please type a day of that winter, like 14 December 2024.", "winter 2024"},
    {"about 2024-03", "! Please type the day itself, without “about”.", "about 2024-03"},
    {"around 2024", "! Please type the day itself, without “about”.", "about 2024"},
    {"ca. 2024", "! Please type the day itself, without “about”.", "about 2024"},
    {"~ March 2024", "! Please type the day itself, without “about”.", "about 2024-03"},
    {"about 14 March 2024", "! Please type the day itself, without “about”.", "about 2024-03-14"},
    {"about spring 2024", "! Please type the day itself, without “about”.", "about spring 2024"},
    {"last year", "! Please add the month and the day, like 14 March 2025.", "2025"},
    {"this month", "! Please add the day, like 14 November 2026.", "2026-11"},
    {"two months ago", "! Please add the day, like 14 September 2026.", "2026-09"},
    {"about 10 years ago", "! Please type the day itself, without “about”.", "about 2016"},
    {"winter 2024/26", "! Only a winter runs over two years, one after the other.", NULL},
    {"summer 2024/25", "! Only a winter runs over two years, one after the other.", NULL},
    {"late 2024",
     "! Please type a month, a season or a year, like March 2024, spring 2024 or 2024.", NULL},
};

static const char *const no_dates[] = {
    "",        "long ago",       "20260314",         "2026-03-14-15",
    "14,3,26", "2026--03",       "March April 2024", "99999",
    "about",   "14h2026",        "2026-03-14x",      "5000000 years ago",
    "-2024",   "3000 years ago", "\xe6\x97\xa5 2024"};

static void check_date(const char *typed, bool rough, const char *expected) {
    struct buffer found, why;
    struct date d;
    buffer_init(&found);
    buffer_init(&why);
    if (date_read(str_from(typed), today, rough, &d, &why))
        date_print(d, &found);
    else
        buffer_printf(&found, "! %s", why.text);
    if (strcmp(found.text, expected) != 0)
        fail_msg("`%s` gives `%s`, not `%s`", typed, found.text, expected);
    buffer_release(&found);
    buffer_release(&why);
}

static void dates_as_people_type_them(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        check_date(dates[i].typed, false, dates[i].exact);
        check_date(dates[i].typed, true, dates[i].rough ? dates[i].rough : dates[i].exact);
    }
    for (size_t i = 0; i < COUNT_OF(no_dates); i++) {
        check_date(no_dates[i], false,
                   "! Please type a day: 2026-03-14, 14.3.2026, or 14 March 2026.");
        check_date(no_dates[i], true,
                   "! Please type a date: 2026-03-14, 2026-03, spring 2024, or about 2024.");
    }
}

/* What is written down is read again as the same date. */
static void written_dates_come_back(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(dates); i++)
        if (dates[i].rough && dates[i].rough[0] != '!')
            check_date(dates[i].rough, true, dates[i].rough);
}

struct minutes {
    const char *typed;
    int32_t minutes; /* -1: refused, for this reason */
    const char *why;
};

static void check_minutes(const struct minutes *row,
                          bool (*read)(struct str, int32_t *, struct buffer *)) {
    struct buffer why;
    int32_t minutes = -1;
    buffer_init(&why);
    bool good = read(str_from(row->typed), &minutes, &why);
    if (good ? minutes != row->minutes : row->minutes != -1 || strcmp(why.text, row->why) != 0)
        fail_msg("`%s` gives %d and `%s`", row->typed, minutes, why.text);
    buffer_release(&why);
}

static void times_as_people_type_them(void **state) {
    (void)state;
    static const char *const general = "Please type a time, like 14:30 or 2:30 pm.";
    static const char *const hours = "The hours are 0 to 23; midnight is 0:00.";
    const struct minutes rows[] = {
        {"14:30", 870, NULL},
        {"14.30", 870, NULL},
        {"14h30", 870, NULL},
        {"14h", 840, NULL},
        {"1430", 870, NULL},
        {"0:00", 0, NULL},
        {"23:59", 1439, NULL},
        {"9:05", 545, NULL},
        {"2 pm", 840, NULL},
        {"2pm", 840, NULL},
        {"2:30 P.M.", 870, NULL},
        {"2.30 am", 150, NULL},
        {"12 am", 0, NULL},
        {"12:30 am", 30, NULL},
        {"12 pm", 720, NULL},
        {"noon", 720, NULL},
        {"12 noon", 720, NULL},
        {"midnight", 0, NULL},
        {"25:00", -1, hours},
        {"24:00", -1, hours},
        {"2500", -1, hours},
        {"14:60", -1, "The minutes are 0 to 59."},
        {"1475", -1, "The minutes are 0 to 59."},
        {"13 pm", -1, "With am or pm the hours are 1 to 12."},
        {"0 am", -1, "With am or pm the hours are 1 to 12."},
        {"9", -1, "In the morning or in the evening? Please type 9 am or 9 pm."},
        {"14", -1, "Please type the minutes too, like 14:00."},
        {"soon", -1, general},
        {"", -1, general},
        {"14:3", -1, general},
        {"14:30:15", -1, general},
        {"143", -1, general},
        {"-2:30", -1, general},
        {"3 noon", -1, general},
        {"2 xm", -1, general},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_minutes(&rows[i], time_read);
}

static void lengths_as_people_type_them(void **state) {
    (void)state;
    static const char *const general = "Please type a length of time, like 45 or 1h30.";
    static const char *const below = "A length of time is never below zero.";
    static const char *const which = "Hours or minutes? Please type 90 min, 1:30 or 1.5 hours.";
    static const char *const months =
        "Months and years differ in length. Please type weeks or days.";
    const struct minutes rows[] = {
        {"45", 45, NULL},
        {"0", 0, NULL},
        {"45 min", 45, NULL},
        {"45 min.", 45, NULL},
        {"90 minutes", 90, NULL},
        {"1h30", 90, NULL},
        {"1 h 30", 90, NULL},
        {"1h30m", 90, NULL},
        {"1:30", 90, NULL},
        {"1.5 hours", 90, NULL},
        {"1,5 h", 90, NULL},
        {"2 hrs", 120, NULL},
        {"an hour", 60, NULL},
        {"one hour and 30 minutes", 90, NULL},
        {"1 hour, 30 minutes", 90, NULL},
        {"an hour and a half", 90, NULL},
        {"half an hour", 30, NULL},
        {"a quarter of an hour", 15, NULL},
        {"three quarters of an hour", 45, NULL},
        {"two and a half hours", 150, NULL},
        {"2 days 3 hours", 3060, NULL},
        {"1 week", 10080, NULL},
        {"0.5 min", 1, NULL},
        {"-5", -1, below},
        {"\xe2\x88\x92"
         "5",
         -1, below},
        {"minus 5", -1, below},
        {"1.30", -1, which},
        {"2 months", -1, months},
        {"1 year", -1, months},
        {"1:75", -1, general},
        {"1 h 75", -1, general},
        {"30 min 1 h", -1, general},
        {"1 h 2 h", -1, general},
        {"about 45", -1, general},
        {"45 s", -1, general},
        {"half", -1, general},
        {"1 30", -1, general},
        {"", -1, general},
        {"99999999999", -1, "That is more than a hundred years."},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_minutes(&rows[i], length_read);
}

/* ---- order ---- */
static struct date rough(const char *typed) {
    struct buffer why;
    struct date d = {0};
    buffer_init(&why);
    if (!date_read(str_from(typed), today, true, &d, &why))
        fail_msg("`%s`: %s", typed, why.text);
    buffer_release(&why);
    return d;
}

static struct value value_of(struct date d) {
    return (struct value){.kind = VALUE_DATE, .as.date = d};
}

static void rough_dates_are_ordered_where_they_can_be(void **state) {
    (void)state;
    enum { B = ORDER_BEFORE, S = ORDER_SAME, A = ORDER_AFTER };
    static const struct {
        const char *a, *b;
        unsigned orders;
    } rows[] = {
        {"2024-03-14", "2024-03-14", S},
        {"2024-03-14", "2024-03-15", B},
        {"2024", "2024-06-15", B | S | A},
        {"2024", "2025-01-01", B},
        {"2024", "2024-12-31", B | S},
        {"2024", "2024-01-01", S | A},
        {"2024", "2023", A},
        {"2024", "2024", B | S | A},
        {"2024-03", "2024", B | S | A},
        {"2024-03", "2024-04", B},
        {"spring 2024", "2024-02", A},
        {"spring 2024", "2024-02-29", A},
        {"spring 2024", "2024-03-01", S | A},
        {"spring 2024", "summer 2024", B},
        {"winter 2024", "2024-11-30", A},
        {"winter 2024", "2025-02-28", B | S},
        {"winter 2023", "2024-03-01", B},
        {"about 2024", "2023-06-30", A},
        {"about 2024", "2023-07-01", S | A},
        {"about 2024", "2025-06-30", B | S},
        {"about 2024", "2025-07-01", B},
        {"about 2024-03", "2024-10-01", B},
        {"about 2024-03", "2024-09-30", B | S},
        {"about 2024-03-14", "2024-09-15", B},
        {"about 0001", "0001-01-01", B | S | A},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct value a = value_of(rough(rows[i].a)), b = value_of(rough(rows[i].b));
        unsigned back = rows[i].orders == (B | S | A)
                            ? B | S | A
                            : (rows[i].orders & S) | (rows[i].orders & B ? A : 0u) |
                                  (rows[i].orders & A ? B : 0u);
        if (value_orders(a, b) != rows[i].orders || value_orders(b, a) != back)
            fail_msg("%s and %s: %u", rows[i].a, rows[i].b, value_orders(a, b));
    }
}

/* Against every way in which the days of two rough dates can lie to each other. */
static void the_order_is_that_of_all_pairs(void **state) {
    (void)state;
    static const char *const all[] = {"2024",       "2024-01",    "2024-12", "winter 2023",
                                      "2024-01-31", "2024-12-31", "2025",    "about 2024-06-30"};
    for (size_t i = 0; i < COUNT_OF(all) * COUNT_OF(all); i++) {
        struct date a = rough(all[i / COUNT_OF(all)]), b = rough(all[i % COUNT_OF(all)]);
        struct day_span x = date_span(a), y = date_span(b);
        unsigned orders = 0;
        for (int32_t m = x.first; m <= x.last; m++)
            for (int32_t n = y.first; n <= y.last; n++)
                orders |= m < n ? ORDER_BEFORE : m > n ? ORDER_AFTER : ORDER_SAME;
        assert_int_equal(value_orders(value_of(a), value_of(b)), orders);
    }
}

/* A month is no certain number of days; the bounds hold for every month there is. */
static void lengths_are_ordered_where_they_can_be(void **state) {
    (void)state;
    for (int32_t months = 1; months <= 60; months++) {
        int32_t least = INT32_MAX, most = 0;
        for (int from = 0; from < 4800; from++) {
            struct calendar_date start = {1600 + from / 12, from % 12 + 1, 1};
            int32_t days = calendar_day(calendar_add_months(start, months)) - calendar_day(start);
            least = days < least ? days : least;
            most = days > most ? days : most;
        }
        struct value m = length_value(months, 0);
        assert_true(value_orders(m, length_value(0, least * 1440.0)) & ORDER_SAME);
        assert_true(value_orders(m, length_value(0, most * 1440.0)) & ORDER_SAME);
        assert_int_equal(value_orders(m, length_value(0, (least - 2) * 1440.0)), ORDER_AFTER);
        assert_int_equal(value_orders(length_value(0, (most + 2) * 1440.0), m), ORDER_AFTER);
    }
    assert_int_equal(value_orders(length_value(12, 0), length_value(12, 0)), ORDER_SAME);
    assert_int_equal(value_orders(length_value(1, 0), length_value(0, 28 * 1440)),
                     ORDER_SAME | ORDER_AFTER);
    assert_int_equal(value_orders(length_value(1, -1440), length_value(0, 31 * 1440)),
                     ORDER_BEFORE);
}

/* ---- reckoning ---- */
static void adding_keeps_the_day_or_takes_the_last(void **state) {
    (void)state;
    static const struct {
        const char *from;
        int months, days;
        const char *to; /* NULL: nothing that could be written */
    } rows[] = {
        {"2024-01-31", 1, 0, "2024-02-29"},
        {"2025-01-31", 1, 0, "2025-02-28"},
        {"2024-02-29", 12, 0, "2025-02-28"},
        {"2024-02-29", 48, 0, "2028-02-29"},
        {"2024-03-31", -1, 0, "2024-02-29"},
        {"2024-01-15", -1, 0, "2023-12-15"},
        {"2024-01-31", 1, 1, "2024-03-01"},
        {"2024-12-31", 0, 1, "2025-01-01"},
        {"2100-02-28", 0, 1, "2100-03-01"},
        {"2024", 24, 0, "2026"},
        {"2024", 18, 0, NULL},
        {"2024", 0, 1, NULL},
        {"2024", 0, 0, "2024"},
        {"2024-11", 3, 0, "2025-02"},
        {"2024-01", -1, 0, "2023-12"},
        {"2024-03", 0, 10, NULL},
        {"spring 2024", 3, 0, "summer 2024"},
        {"winter 2024", 3, 0, "spring 2025"},
        {"spring 2024", -3, 0, "winter 2023"},
        {"spring 2024", 1, 0, NULL},
        {"about 2024", 12, 0, "about 2025"},
        {"about 2024-03-14", 0, 20, "about 2024-04-03"},
        {"9999-12-31", 0, 1, NULL},
        {"0001-01-01", 0, -1, NULL},
        {"9999", 12, 0, NULL},
        {"2024-01-01", 2000000000, 0, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct date d;
        struct buffer b;
        buffer_init(&b);
        if (date_add(rough(rows[i].from), rows[i].months, rows[i].days, &d))
            date_print(d, &b);
        if (strcmp(b.text, rows[i].to ? rows[i].to : "") != 0)
            fail_msg("%s and %d months %d days: `%s`", rows[i].from, rows[i].months, rows[i].days,
                     b.text);
        buffer_release(&b);
    }
}

static void whole_units_are_counted(void **state) {
    (void)state;
    enum { OPEN = INT32_MIN };
    static const struct {
        const char *from, *to;
        enum time_unit unit;
        int32_t count; /* OPEN: the precision does not tell */
    } rows[] = {
        {"2024-01-31", "2024-03-01", UNIT_DAYS, 30},
        {"2024-03-01", "2024-01-31", UNIT_DAYS, -30},
        {"2024-01-01", "2024-01-14", UNIT_WEEKS, 1},
        {"2024-01-15", "2024-01-01", UNIT_WEEKS, -2},
        {"2024-01-31", "2024-02-28", UNIT_MONTHS, 0},
        {"2024-01-31", "2024-02-29", UNIT_MONTHS, 1},
        {"2024-01-15", "2024-03-14", UNIT_MONTHS, 1},
        {"2024-03-14", "2024-01-15", UNIT_MONTHS, -1},
        {"2010-11-24", "2026-11-24", UNIT_YEARS, 16},
        {"2010-11-25", "2026-11-24", UNIT_YEARS, 15},
        {"2008-02-29", "2026-02-27", UNIT_YEARS, 17},
        {"2008-02-29", "2026-02-28", UNIT_YEARS, 18},
        {"2008-02-29", "2026-03-01", UNIT_YEARS, 18},
        {"2008-02-29", "2028-02-28", UNIT_YEARS, 19},
        {"2008-02-29", "2028-02-29", UNIT_YEARS, 20},
        {"1990", "2026-11-24", UNIT_YEARS, OPEN},
        {"1990", "2026-12-31", UNIT_YEARS, 36},
        {"1990-03", "2026-11-24", UNIT_YEARS, 36},
        {"1990-11", "2026-11-24", UNIT_YEARS, OPEN},
        {"2024-03", "2024-03", UNIT_MONTHS, 0},
        {"2024-03", "2024-04-02", UNIT_DAYS, OPEN},
        {"2024", "2024", UNIT_DAYS, OPEN},
        {"about 1990", "2026-11-24", UNIT_YEARS, OPEN},
        {"0001-01-01", "9999-12-31", UNIT_YEARS, 9998},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int32_t count;
        bool known = date_between(rough(rows[i].from), rough(rows[i].to), rows[i].unit, &count);
        if ((known ? count : OPEN) != rows[i].count)
            fail_msg("%s to %s: %d", rows[i].from, rows[i].to, count);
    }
}

/* Adding n months and counting them are the same thing, from every day of four years. */
static void months_added_are_months_counted(void **state) {
    (void)state;
    int32_t first = calendar_day((struct calendar_date){2023, 1, 1});
    for (int32_t day = first; day < first + 1461; day++) {
        for (int months = 0; months <= 50; months++) {
            struct date from = date_of_day(day), to, before;
            int32_t count;
            assert_true(date_add(from, months, 0, &to));
            assert_true(date_between(from, to, UNIT_MONTHS, &count));
            assert_int_equal(count, months);
            assert_true(date_between(to, from, UNIT_MONTHS, &count));
            assert_int_equal(count, -months);
            assert_true(months == 0 || (date_add(to, 0, -1, &before) &&
                                        date_between(from, before, UNIT_MONTHS, &count)));
            assert_true(months == 0 || count == months - 1);
        }
    }
}

static void lengths_are_written_for_people(void **state) {
    (void)state;
    static const struct {
        int months, minutes;
        const char *words;
    } rows[] = {
        {0, 0, "0 minutes"},
        {0, 90, "1 hour 30 minutes"},
        {0, 14 * 1440, "2 weeks"},
        {0, 30 * 1440, "30 days"},
        {14, 0, "1 year 2 months"},
        {0, -90, "minus 1 hour 30 minutes"},
        {1, -4320, "1 month minus 3 days"},
        {-1, 1440, "minus 1 month plus 1 day"},
        {-12, -60, "minus 1 year 1 hour"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buffer b;
        buffer_init(&b);
        buffer_text(&b, "(");
        value_print(length_value(rows[i].months, rows[i].minutes), &b);
        assert_string_equal(b.text + 1, rows[i].words);
        buffer_release(&b);
    }
    assert_true(value_is_missing(length_value(0.5, 0)));
    assert_true(value_is_missing(length_value(0, 1e12)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(the_ends_of_the_calendar),
        cmocka_unit_test(dates_as_people_type_them),
        cmocka_unit_test(written_dates_come_back),
        cmocka_unit_test(times_as_people_type_them),
        cmocka_unit_test(lengths_as_people_type_them),
        cmocka_unit_test(rough_dates_are_ordered_where_they_can_be),
        cmocka_unit_test(the_order_is_that_of_all_pairs),
        cmocka_unit_test(lengths_are_ordered_where_they_can_be),
        cmocka_unit_test(adding_keeps_the_day_or_takes_the_last),
        cmocka_unit_test(whole_units_are_counted),
        cmocka_unit_test(months_added_are_months_counted),
        cmocka_unit_test(lengths_are_written_for_people),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
