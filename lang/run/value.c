/* Values: making, comparing, copying, printing. */
#include "run/value.h"

#include "base/json.h"
#include "run/date.h"
#include "run/print.h"

#include <math.h>
#include <string.h>

struct value value_missing(enum missing_reason reason) {
    return (struct value){.kind = VALUE_MISSING, .reason = (uint8_t)reason};
}

struct value value_yes_no(bool yes) {
    return (struct value){.kind = VALUE_YES_NO, .as.yes = yes};
}

struct value value_number(double number) {
    return (struct value){.kind = VALUE_NUMBER, .as.number = number};
}

struct value value_text(struct str s) {
    return (struct value){.kind = VALUE_TEXT, .len = (uint32_t)s.len, .as.text = s.text};
}

struct value value_choice(const struct choice *option) {
    return (struct value){.kind = VALUE_CHOICE, .as.option = option};
}

struct value length_value(double months, double minutes) {
    enum { MOST = 2000000000 };
    if (months != floor(months) || fabs(months) > MOST || fabs(minutes) > MOST)
        return value_missing(MISSING_INCOMPLETE);
    return (struct value){.kind = VALUE_DURATION,
                          .as.duration = {(int32_t)months, (int32_t)floor(minutes + 0.5)}};
}

struct value value_card(const struct symbol *list, uint32_t id) {
    return (struct value){.kind = VALUE_CARD, .len = id, .as.list = list};
}

bool value_is_missing(struct value v) {
    return v.kind == VALUE_MISSING;
}

bool value_was_put(struct value v) {
    return v.kind == VALUE_MISSING &&
           (v.reason == MISSING_DECLINED || v.reason == MISSING_UNKNOWN ||
            v.reason == MISSING_NOT_APPLICABLE);
}

const char *missing_word(enum missing_reason reason) {
    switch (reason) {
    case MISSING_NOT_ASKED:
        return "not_asked";
    case MISSING_OFF_ROUTE:
        return "off_route";
    case MISSING_DECLINED:
        return "declined";
    case MISSING_UNKNOWN:
        return "unknown";
    case MISSING_NOT_APPLICABLE:
        return "not_applicable";
    case MISSING_INCOMPLETE:
        return "incomplete";
    }
    return "";
}

bool value_as_number(struct value v, double *number) {
    if (v.kind == VALUE_NUMBER) {
        *number = v.as.number;
        return true;
    }
    if (v.kind == VALUE_CHOICE && v.as.option->valued) {
        *number = v.as.option->value;
        return true;
    }
    return false;
}

/* ---- comparing ---- */
static const struct name *code_of(struct value v) {
    return v.kind == VALUE_CHOICE  ? v.as.option->code
           : v.kind == VALUE_OTHER ? v.as.other->option->code
                                   : NULL;
}

/* How often: the answers of every(x) may be the same more than once. */
static uint32_t times_in(struct value list, struct value v) {
    uint32_t times = 0;
    for (uint32_t i = 0; i < list.len; i++)
        times += value_same(list.as.items[i], v);
    return times;
}

static bool same_lists(struct value a, struct value b) {
    uint32_t i = 0;
    if (a.len != b.len)
        return false;
    while (i < a.len && value_same(a.as.items[i], b.as.items[i]))
        i++; /* mostly they have one order too */
    for (; i < a.len; i++)
        if (times_in(a, a.as.items[i]) != times_in(b, a.as.items[i]))
            return false;
    return true;
}

static bool same_date(struct date a, struct date b) {
    return a.year == b.year && a.month == b.month && a.day == b.day && a.season == b.season &&
           a.about == b.about;
}

bool value_same(struct value a, struct value b) {
    const struct name *x = code_of(a), *y = code_of(b);
    double m, n;
    if (x && y)
        return x == y && (a.kind != VALUE_OTHER || b.kind != VALUE_OTHER ||
                          str_same(a.as.other->text, b.as.other->text));
    if (x && b.kind == VALUE_YES_NO)
        return strcmp(x->text, b.as.yes ? "yes" : "no") == 0;
    if (y && a.kind == VALUE_YES_NO)
        return value_same(b, a);
    if (value_as_number(a, &m) && value_as_number(b, &n))
        return m == n;
    if (a.kind != b.kind)
        return false;
    switch ((enum value_kind)a.kind) {
    case VALUE_MISSING:
        return a.reason == b.reason;
    case VALUE_YES_NO:
        return a.as.yes == b.as.yes;
    case VALUE_NUMBER:
        return a.as.number == b.as.number;
    case VALUE_TEXT:
        return a.len == b.len && memcmp(a.as.text, b.as.text, a.len) == 0;
    case VALUE_DATE:
        return same_date(a.as.date, b.as.date);
    case VALUE_TIME:
        return a.as.time == b.as.time;
    case VALUE_DURATION:
        return a.as.duration.months == b.as.duration.months &&
               a.as.duration.minutes == b.as.duration.minutes;
    case VALUE_LIST:
        return same_lists(a, b);
    case VALUE_CARD:
        return a.as.list == b.as.list && a.len == b.len;
    case VALUE_CHOICE:
    case VALUE_OTHER:
        break;
    }
    return false;
}

/* ---- order ---- */
/* Of something between a_least and a_most to something between b_least and b_most. */
static unsigned orders(double a_least, double a_most, double b_least, double b_most) {
    return (a_least < b_most ? ORDER_BEFORE : 0u) | (a_most > b_least ? ORDER_AFTER : 0u) |
           (a_least <= b_most && b_least <= a_most ? ORDER_SAME : 0u);
}

static double least_days(int32_t months) {
    static const int days[] = {0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334};
    int32_t years = months / 12, leaps = years / 4 - years / 100 - 1;
    return years * 365.0 + (leaps > 0 ? leaps : 0) + days[months % 12];
}

static double most_days(int32_t months) {
    static const int days[] = {0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337};
    int32_t years = months / 12;
    return years * 365.0 + (years + 3) / 4 + days[months % 12];
}

/* Months have 28 to 31 days: two lengths of time are ordered only when that does not matter. */
static unsigned order_durations(struct value a, struct value b) {
    double months = (double)a.as.duration.months - b.as.duration.months;
    double minutes = (double)b.as.duration.minutes - a.as.duration.minutes;
    int32_t count = (int32_t)fmin(fabs(months), INT32_MAX);
    double least = least_days(count) * 1440, most = most_days(count) * 1440;
    return months < 0 ? orders(-most, -least, minutes, minutes)
                      : orders(least, most, minutes, minutes);
}

unsigned value_orders(struct value a, struct value b) {
    double m, n;
    if (value_as_number(a, &m) && value_as_number(b, &n))
        return orders(m, m, n, n);
    if (a.kind != b.kind)
        return 0;
    if (a.kind == VALUE_DATE) {
        struct day_span x = date_span(a.as.date), y = date_span(b.as.date);
        return orders(x.first, x.last, y.first, y.last);
    }
    if (a.kind == VALUE_DURATION)
        return order_durations(a, b);
    return a.kind == VALUE_TIME ? orders(a.as.time, a.as.time, b.as.time, b.as.time) : 0;
}

bool value_order(struct value a, struct value b, int *order) {
    unsigned possible = value_orders(a, b);
    *order = possible == ORDER_BEFORE ? -1 : possible == ORDER_AFTER ? 1 : 0;
    return possible == ORDER_BEFORE || possible == ORDER_SAME || possible == ORDER_AFTER;
}

/* ---- copying ---- */
struct value value_copy(struct arena *a, struct value v) {
    if (v.kind == VALUE_TEXT) {
        v.as.text = arena_copy(a, v.as.text, v.len);
    } else if (v.kind == VALUE_OTHER) {
        struct other_answer *other = arena_new(a, struct other_answer);
        *other = *v.as.other;
        other->text = arena_str(a, other->text);
        v.as.other = other;
    } else if (v.kind == VALUE_LIST) {
        struct value *items = arena_array(a, struct value, v.len);
        for (uint32_t i = 0; i < v.len; i++)
            items[i] = value_copy(a, v.as.items[i]);
        v.as.items = items;
    }
    return v;
}

/* ---- printing ---- */
static void print_part(struct buffer *out, int32_t count, const char *unit) {
    if (count)
        buffer_printf(out, "%s%d %s%s", out->len ? " " : "", count, unit, count == 1 ? "" : "s");
}

/* Both at least 0. */
static void print_length(int32_t months, int32_t minutes, struct buffer *out) {
    print_part(out, months / 12, "year");
    print_part(out, months % 12, "month");
    if (minutes % (7 * 1440) == 0) {
        print_part(out, minutes / (7 * 1440), "week");
        return;
    }
    print_part(out, minutes / 1440, "day");
    print_part(out, minutes % 1440 / 60, "hour");
    print_part(out, minutes % 60, "minute");
}

/* "1 hour 30 minutes", "minus 3 days", "1 month minus 3 days": a month and days do not convert. */
static void print_duration(struct value v, struct buffer *out) {
    struct buffer b;
    int32_t minutes = v.as.duration.minutes, months = v.as.duration.months;
    bool below = minutes < 0 && months <= 0;
    buffer_init(&b);
    print_length(abs(months), months == 0 || (months < 0) == (minutes < 0) ? abs(minutes) : 0, &b);
    buffer_printf(out, "%s%s", below || months < 0 ? "minus " : "", b.len ? b.text : "0 minutes");
    if (months != 0 && minutes != 0 && (months < 0) != (minutes < 0)) {
        buffer_clear(&b);
        print_length(0, abs(minutes), &b);
        buffer_printf(out, " %s %s", minutes < 0 ? "minus" : "plus", b.text);
    }
    buffer_release(&b);
}

static void print_missing(enum missing_reason reason, struct buffer *out) {
    static const char *const words[] = {"not asked",     "off route",      "declined",
                                        "does not know", "not applicable", "incomplete"};
    buffer_printf(out, "(%s)", words[reason]);
}

void value_print_with(struct value v, struct buffer *out, const struct value_printer *printer) {
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        print_missing((enum missing_reason)v.reason, out);
        break;
    case VALUE_YES_NO:
        buffer_text(out, v.as.yes ? "yes" : "no");
        break;
    case VALUE_NUMBER:
        buffer_number(out, fabs(v.as.number) < 1e9 ? round(v.as.number * 1e6) / 1e6 : v.as.number);
        if (v.prorated)
            buffer_text(out, " (prorated)");
        break;
    case VALUE_TEXT:
        buffer_add(out, v.as.text, v.len);
        break;
    case VALUE_DATE:
        date_print_words(v.as.date, out);
        break;
    case VALUE_TIME:
        buffer_printf(out, "%d:%02d", v.as.time / 60, v.as.time % 60);
        break;
    case VALUE_DURATION:
        print_duration(v, out);
        break;
    case VALUE_CHOICE:
        if (v.as.option->label)
            printer->label(printer->payload, v.as.option->label, out);
        else
            buffer_text(out, v.as.option->code->text);
        break;
    case VALUE_OTHER:
        buffer_str(out, v.as.other->text);
        break;
    case VALUE_LIST:
        for (uint32_t i = 0; i < v.len; i++) {
            buffer_text(out, i == 0 ? "" : i + 1 == v.len ? " and " : ", ");
            value_print_with(v.as.items[i], out, printer);
        }
        if (v.len == 0)
            buffer_text(out, "none");
        break;
    case VALUE_CARD:
        printer->card(printer->payload, v, out);
        break;
    }
}

/* Without a session the holes of a label stay empty. */
static void plain_label(void *payload, const struct node *text, struct buffer *out) {
    (void)payload;
    buffer_str(out, AST(text, text)->value);
    for (const struct node *part = AST(text, text)->parts; part; part = part->next)
        if (part->kind == NODE_text)
            buffer_str(out, AST(text, part)->value);
}

/* … and a card is called by its path. */
static void plain_card(void *payload, struct value v, struct buffer *out) {
    (void)payload;
    card_path(v, out);
}

void card_path(struct value v, struct buffer *out) {
    buffer_printf(out, "%.*s/%u", (int)v.as.list->path.len, v.as.list->path.text, v.len);
}

void value_print(struct value v, struct buffer *out) {
    value_print_with(v, out, &(struct value_printer){plain_label, plain_card, NULL});
}

void value_write(struct value v, struct json_writer *w) {
    struct buffer b;
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        json_none(w);
        return;
    case VALUE_YES_NO:
        json_bool(w, v.as.yes);
        return;
    case VALUE_NUMBER:
        json_number(w, v.as.number);
        return;
    case VALUE_TEXT:
        json_text(w, (struct str){v.as.text, v.len});
        return;
    case VALUE_CHOICE:
        if (v.as.option->valued && strtod(v.as.option->code->text, NULL) == v.as.option->value &&
            strchr("-0123456789", v.as.option->code->text[0]))
            json_number(w, v.as.option->value);
        else
            json_text(w, name_str(v.as.option->code));
        return;
    case VALUE_OTHER:
        json_open(w, '{');
        json_member_text(w, "other", v.as.other->text);
        json_close(w, '}');
        return;
    case VALUE_LIST:
        json_open(w, '[');
        for (uint32_t i = 0; i < v.len; i++)
            value_write(v.as.items[i], w);
        json_close(w, ']');
        return;
    case VALUE_CARD:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
        buffer_init(&b);
        if (v.kind == VALUE_CARD)
            card_path(v, &b);
        else if (v.kind == VALUE_DATE)
            date_print(v.as.date, &b);
        else if (v.kind == VALUE_TIME)
            buffer_printf(&b, "%02d:%02d", v.as.time / 60, v.as.time % 60);
        else
            print_duration(v, &b);
        json_text(w, buffer_as_str(&b));
        buffer_release(&b);
        return;
    }
}
