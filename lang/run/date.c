/* Dates: calendar arithmetic, the forms people type, the forms we write. A rough date stands for
   all the days it may mean. Days are counted from 1970-01-01 in the proleptic Gregorian calendar;
   there are no time zones. */
#include "run/print.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const season_names[] = {"", "spring", "summer", "autumn", "winter"};

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_is_valid(struct date d) {
    if (d.year < 1 || d.year > 9999 || d.month > 12 || d.season > SEASON_WINTER)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.season == SEASON_NONE && d.day <= month_days(d.year, d.month);
}

/* Howard Hinnant's days_from_civil, as published at howardhinnant.github.io/date_algorithms.html.
 */
static int32_t day_number(int year, int month, int day) {
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct date civil(int32_t days) {
    days += 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = days - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_index = (5 * day_of_year + 2) / 153;
    int month = month_index < 10 ? month_index + 3 : month_index - 9;
    return (struct date){.year = (int16_t)(year_of_era + era * 400 + (month <= 2)),
                         .month = (uint8_t)month,
                         .day = (uint8_t)(day_of_year - (153 * month_index + 2) / 5 + 1)};
}

struct date date_of_day(int32_t day) {
    return civil(day);
}

/* Meteorological seasons of the northern half; winter is the one that begins in December of the
 * year. */
int32_t date_first_day(struct date d) {
    if (d.season)
        return day_number(d.year, 3 * d.season, 1);
    return day_number(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

int32_t date_last_day(struct date d) {
    if (d.season == SEASON_WINTER)
        return day_number(d.year + 1, 3, 1) - 1;
    if (d.season)
        return day_number(d.year, 3 * d.season + 3, 1) - 1;
    int month = d.month ? d.month : 12;
    return day_number(d.year, month, d.day ? d.day : month_days(d.year, month));
}

/* Months first, to the last day of the month where the day does not exist; then days. What is rough
 * stays so. */
struct date date_add(struct date d, int32_t months, int32_t days) {
    if (d.month == 0) {
        d.year = (int16_t)(d.year + months / 12);
        return d;
    }
    int total = d.year * 12 + d.month - 1 + months;
    d.year = (int16_t)(total / 12);
    d.month = (uint8_t)(total % 12 + 1);
    if (d.day == 0)
        return d;
    if (d.day > month_days(d.year, d.month))
        d.day = (uint8_t)month_days(d.year, d.month);
    bool about = d.about;
    d = civil(day_number(d.year, d.month, d.day) + days);
    d.about = about;
    return d;
}

void date_print(struct date d, struct buffer *out) {
    if (d.about)
        buffer_text(out, "about ");
    if (d.season)
        buffer_printf(out, "%s %d", season_names[d.season], d.year);
    else if (!d.month)
        buffer_printf(out, "%04d", d.year);
    else if (!d.day)
        buffer_printf(out, "%04d-%02d", d.year, d.month);
    else
        buffer_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void date_print_words(struct date d, struct buffer *out) {
    if (d.about)
        buffer_text(out, "about ");
    if (d.season)
        buffer_printf(out, "%s %d", season_names[d.season], d.year);
    else if (!d.month)
        buffer_printf(out, "%d", d.year);
    else if (!d.day)
        buffer_printf(out, "%s %d", month_names[d.month - 1], d.year);
    else
        buffer_printf(out, "%d %s %d", d.day, month_names[d.month - 1], d.year);
}

/* ---- reading ---- */
/* The pieces of a typed date: up to three numbers, a month or season in words. */
struct pieces {
    int numbers[3], digits[3], count;
    int month, season;
    bool about, bad;
};

static void read_word(struct pieces *p, const char *word, size_t len) {
    for (int i = 0; i < 12; i++) {
        if (len >= 3 && len <= strlen(month_names[i]) &&
            strncasecmp(word, month_names[i], len) == 0) {
            p->bad |= p->month != 0;
            p->month = i + 1;
            return;
        }
    }
    for (int i = SEASON_SPRING; i <= SEASON_WINTER; i++) {
        if (len == 6 && strncasecmp(word, season_names[i], len) == 0) {
            p->season = i;
            return;
        }
    }
    if (len == 4 && strncasecmp(word, "fall", 4) == 0)
        p->season = SEASON_AUTUMN;
    else if ((len == 5 && strncasecmp(word, "about", 5) == 0) ||
             (len == 6 && strncasecmp(word, "around", 6) == 0))
        p->about = true;
    else if (!((len == 2 && (strncasecmp(word, "of", 2) == 0 || strncasecmp(word, "in", 2) == 0)) ||
               (len == 3 && strncasecmp(word, "the", 3) == 0)))
        p->bad = true;
}

static struct pieces take_apart(struct str s) {
    struct pieces p = {0};
    size_t i = 0;
    while (i < s.len && !p.bad) {
        unsigned char c = (unsigned char)s.text[i];
        size_t start = i;
        if (isdigit(c)) {
            int n = 0;
            for (; i < s.len && isdigit((unsigned char)s.text[i]) && i - start < 5; i++)
                n = n * 10 + (s.text[i] - '0');
            p.bad |= p.count == 3;
            if (!p.bad) {
                p.digits[p.count] = (int)(i - start);
                p.numbers[p.count++] = n;
            }
            if (i + 2 <= s.len &&
                (strncasecmp(s.text + i, "st", 2) == 0 || strncasecmp(s.text + i, "nd", 2) == 0 ||
                 strncasecmp(s.text + i, "rd", 2) == 0 || strncasecmp(s.text + i, "th", 2) == 0))
                i += 2;
        } else if (isalpha(c)) {
            while (i < s.len && isalpha((unsigned char)s.text[i]))
                i++;
            read_word(&p, s.text + start, i - start);
        } else if (strchr(" .-/,", c)) {
            i++;
        } else {
            p.bad = true;
        }
    }
    return p;
}

bool date_read(struct str s, bool rough, struct date *out) {
    struct pieces p = take_apart(text_trim(s));
    struct date d = {.about = p.about};
    if (p.bad || p.count == 0)
        return false;
    if (p.season) {
        if (p.count != 1 || p.month)
            return false;
        d.season = (uint8_t)p.season;
        d.year = (int16_t)p.numbers[0];
    } else if (p.month) { /* 14 March 2026, March 14 2026, March 2024 */
        int year = p.count == 2 && p.digits[0] == 4 ? 0 : p.count - 1;
        d.year = (int16_t)p.numbers[year];
        d.month = (uint8_t)p.month;
        if (p.count == 2)
            d.day = (uint8_t)(p.numbers[1 - year] > 31 ? 32 : p.numbers[1 - year]);
        if (p.count > 2 || p.digits[year] != 4)
            return false;
    } else if (p.digits[0] == 4) { /* 2026-03-14, 2026-03, 2026 */
        d.year = (int16_t)p.numbers[0];
        d.month =
            (uint8_t)(p.count > 1 ? (p.numbers[1] > 12 || !p.numbers[1] ? 13 : p.numbers[1]) : 0);
        d.day =
            (uint8_t)(p.count > 2 ? (p.numbers[2] > 31 || !p.numbers[2] ? 32 : p.numbers[2]) : 0);
    } else if (p.count == 3 && p.digits[2] == 4 && memchr(s.text, '.', s.len)) { /* 14.3.2026 */
        d.day = (uint8_t)(p.numbers[0] > 31 || !p.numbers[0] ? 32 : p.numbers[0]);
        d.month = (uint8_t)(p.numbers[1] > 12 || !p.numbers[1] ? 13 : p.numbers[1]);
        d.year = (int16_t)p.numbers[2];
    } else { /* 3/4/2026 is one day here and another there: not guessed */
        return false;
    }
    bool exact = d.day != 0 && !d.about;
    *out = d;
    return date_is_valid(d) && (rough || exact);
}
