/* Rough dates, and how they are written. A rough date is one day of which not everything is known:
   it stands for every day from the first to the last that it may be. There are no time zones and no
   clock here: the day of the session is an input. */
#ifndef IPT_RUN_DATE_H
#define IPT_RUN_DATE_H

#include "run/value.h"

/* How far `about` reaches beyond what it stands before, to both sides. */
enum { ABOUT_MONTHS = 6 };

struct day_span {
    int32_t first, last; /* days since 1970-01-01, both included */
};

bool date_is_valid(struct date d);
bool date_is_day(struct date d); /* one day, exactly */
/* Spring is March to May, summer June to August, autumn September to November; winter is December
   of its year to February of the next. */
struct day_span date_span(struct date d);
struct date date_of_day(int32_t day);

/* Months first, to the last day of the month where the day does not exist, then days. False: what
   comes out cannot be written with this precision (a year and a half after `2024`), or lies beyond
   the calendar. */
bool date_add(struct date d, int32_t months, int32_t days, struct date *out);

/* Whole units completed from one date to the other; negative when `to` is the earlier. A month is
   completed on the day that adding a month leads to. False: it depends on what is not known. */
bool date_between(struct date from, struct date to, enum time_unit unit, int32_t *count);

void date_print(struct date d, struct buffer *out);       /* "2026-03-14", "about 2026-03" */
void date_print_words(struct date d, struct buffer *out); /* "14 March 2026", "about March 2026" */
/* "April": month from 1. */
const char *month_name(int month);
const char *season_name(enum season season);

#endif
