/* The calendar: Gregorian, also before 1582, without times and without time zones. Days are counted
   from 1970-01-01. Years are from -399 on; what a script or a person can write is 1 to 9999. */
#ifndef IPT_BASE_CALENDAR_H
#define IPT_BASE_CALENDAR_H

#include "base/base.h"

enum { CALENDAR_FIRST_YEAR = 1, CALENDAR_LAST_YEAR = 9999 };

struct calendar_date {
    int year, month, day; /* month and day from 1 */
};

int calendar_month_days(int year, int month);
/* Is there such a day, in a year that can be written? */
bool calendar_has(int year, int month, int day);
int32_t calendar_day(struct calendar_date d);
struct calendar_date calendar_date(int32_t day);
/* The same day of a later or earlier month, or the last of it where that month is shorter. */
struct calendar_date calendar_add_months(struct calendar_date d, int months);

#endif
