/* The calendar (calendar.h). A count of days is turned into a year by a first guess from the mean
   length of years, which is wrong by one at most, and put right. */
#include "base/calendar.h"

enum {
    START = -399,        /* the year the count begins with; everything above it is positive */
    START_DAYS = 865259, /* days from its first day to 1970-01-01 */
    CYCLE_YEARS = 400,   /* after these the calendar repeats */
    CYCLE_DAYS = 146097,
};

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_month_days(int year, int month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool calendar_has(int year, int month, int day) {
    return year >= CALENDAR_FIRST_YEAR && year <= CALENDAR_LAST_YEAR && month >= 1 && month <= 12 &&
           day >= 1 && day <= calendar_month_days(year, month);
}

/* Days of the first so many years since START. */
static int32_t days_of_years(int years) {
    return years * 365 + years / 4 - years / 100 + years / 400;
}

int32_t calendar_day(struct calendar_date d) {
    int32_t days = days_of_years(d.year - START) - START_DAYS + d.day - 1;
    for (int month = 1; month < d.month; month++)
        days += calendar_month_days(d.year, month);
    return days;
}

struct calendar_date calendar_date(int32_t day) {
    int32_t since = day + START_DAYS;
    int years = (int)((int64_t)since * CYCLE_YEARS / CYCLE_DAYS);
    while (days_of_years(years) > since)
        years--;
    while (days_of_years(years + 1) <= since)
        years++;
    struct calendar_date d = {years + START, 1, since - days_of_years(years) + 1};
    for (int length; d.day > (length = calendar_month_days(d.year, d.month)); d.month++)
        d.day -= length;
    return d;
}

struct calendar_date calendar_add_months(struct calendar_date d, int months) {
    int total = (d.year - START) * 12 + d.month - 1 + months;
    d.year = total / 12 + START;
    d.month = total % 12 + 1;
    int most = calendar_month_days(d.year, d.month);
    d.day = d.day < most ? d.day : most;
    return d;
}
