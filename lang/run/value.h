/* Values: 16 bytes, immutable, passed by value. Missing is a kind of its own, with its reason.
   What a value points to lives in the program, the session's arena or a scratch arena. */
#ifndef IPT_RUN_VALUE_H
#define IPT_RUN_VALUE_H

#include "program/program.h"

enum value_kind {
    VALUE_MISSING,
    VALUE_YES_NO,
    VALUE_NUMBER,
    VALUE_TEXT,
    VALUE_DATE,
    VALUE_TIME,     /* minutes since midnight */
    VALUE_DURATION, /* months and minutes: their sizes do not convert */
    VALUE_CHOICE,   /* an option */
    VALUE_OTHER,    /* words typed at `other "…"`: a choice too */
    VALUE_LIST,     /* a set of choices, a ranking, a list */
    VALUE_CARD,     /* a card: who it is, not what stands on it */
};

/* Why there is no value. The order is that of the spec. */
enum missing_reason {
    MISSING_NOT_ASKED,
    MISSING_OFF_ROUTE,
    MISSING_DECLINED,
    MISSING_UNKNOWN, /* the person does not know */
    MISSING_NOT_APPLICABLE,
    MISSING_INCOMPLETE, /* a formula or score that lacks something it needs */
};

struct date {
    int16_t year;
    uint8_t month;  /* 0: only the year is known */
    uint8_t day;    /* 0: only the month */
    uint8_t season; /* enum season, with month 0 */
    bool about;
};

struct value {
    uint8_t kind;   /* enum value_kind */
    uint8_t reason; /* enum missing_reason, of VALUE_MISSING */
    bool prorated;  /* of VALUE_NUMBER */
    uint32_t len;   /* bytes of a text; elements of a list; of a card its number in its list */
    union {
        bool yes;
        double number;
        const char *text;
        struct date date;
        int32_t time;
        struct {
            int32_t months, minutes;
        } duration;
        const struct choice *option;
        const struct other_answer *other;
        const struct value *items;
        const struct symbol *list; /* of a card: the list it belongs to */
    } as;
};

struct other_answer {
    const struct choice *option;
    struct str text;
};

/* Yes, no, or not known: conditions are these. */
enum truth { TRUTH_NO, TRUTH_YES, TRUTH_MISSING };

struct value value_missing(enum missing_reason reason);
struct value value_yes_no(bool yes);
struct value value_number(double number);
struct value value_text(struct str s); /* borrows */
struct value value_choice(const struct choice *option);
/* A length of time, kept to the minute; missing when the months are not whole, or beyond counting.
 */
struct value length_value(double months, double minutes);
struct value value_card(const struct symbol *list, uint32_t id);
bool value_is_missing(struct value v);
/* Missing because the person said so (declined, unknown, not applicable): put, but without a value.
 */
bool value_was_put(struct value v);
/* "declined", "not_asked", …: the word of the result and the journal. */
const char *missing_word(enum missing_reason reason);
/* Its number: of a number, or of a choice that has one. False: it has none. */
bool value_as_number(struct value v, double *number);

/* The same answer? Both present. Choices by code, numbers with choices by value, sets without
 * order. */
bool value_same(struct value a, struct value b);
/* How two values may lie to each other: one of these where they are known well enough, several
   where the precision of a rough date or the length of a month does not decide, 0 where they cannot
   be ordered. */
enum { ORDER_BEFORE = 1, ORDER_SAME = 2, ORDER_AFTER = 4 };
unsigned value_orders(struct value a, struct value b);
/* -1, 0, 1; false when that is not decided. */
bool value_order(struct value a, struct value b, int *order);

/* Copies what it points to into the arena (options stay where they are, in the program). */
struct value value_copy(struct arena *a, struct value v);
/* As a person reads it: "Several days", "16 (prorated)", "Anna, Ben and Carla", "(declined)",
 * "March 2024". */
void value_print(struct value v, struct buffer *out);
/* As the result and the journal keep it: a code, a number, true, "2026-03", [codes], "people/3" for
   a card; null when missing. */
struct json_writer;
void value_write(struct value v, struct json_writer *w);

void card_path(struct value v, struct buffer *out); /* "people/3" */

#endif
