/* What earlier sessions with the same person left: the values that `past`, `previous` and `change`
   look at, and what was kept. A session is a function of it too, so it belongs to what a session is
   begun with; sessions borrow it.

   What a session leaves is its *outcome*, one JSON object:
       {"number": 3, "date": "2026-03-02", "values": {"phq9.total": {"value": 12}, …}, "alerts":
   […], "kept": [{"protocol": TITLE, "name": "people", "cards": [{"name": "people/1", "label": …,
                  "fields": {"closeness": {"value": 3}}}]},
                 {"protocol": TITLE, "name": "agreed_focus", "value": "grief"}]}
   Kept things belong to the file that declares them: another script that uses it finds them. */
#ifndef IPT_RUN_PAST_H
#define IPT_RUN_PAST_H

#include "run/value.h"

struct json;
struct json_writer;
struct session;

struct past_value {
    struct date date;
    struct value value;
};
/* The cards of a kept list, by their numbers. */
struct past_cards {
    const bool *here;
    const struct value *values; /* count times the fields of the record */
    uint32_t count;
};
struct past {
    const struct program *program;
    struct arena *arena;
    uint32_t number; /* of the session that begins, in its course; 0: it is in none */
    struct past_series {
        struct past_value *values;
        size_t count, capacity;
    } * series;               /* by symbol->index; of what the script looks back at */
    struct value *kept;       /* by symbol->index; missing: nothing */
    struct past_cards *cards; /* by symbol->place of a list */
};

/* Nothing so far. All that it holds lives in `a`. */
void past_init(struct past *past, const struct program *p, struct arena *a);
/* Another outcome, later than those before. `values`: it is of a session of this entry; otherwise
   only what it kept counts. What does not fit the script as it is now is left out. */
void past_add(struct past *past, const struct json *outcome, bool values);
/* Did earlier sessions leave nothing that this script looks at? */
bool past_is_empty(const struct past *past);
/* As {"number": …, "outcomes": […]}, and from it. */
void past_write(const struct past *past, struct json_writer *w);
void past_read(struct past *past, const struct json *told);

/* ---- in a session ---- */
/* `session.number`, `session.left`; missing outside of a course. */
struct value session_part(const struct session *s, enum value_part part);
/* The values of earlier sessions, the oldest first, and today's. Gives how many; in the scratch
   arena. */
size_t session_series(struct session *s, const struct symbol *symbol,
                      const struct past_value **values);
/* What was kept last; missing. */
struct value session_kept(const struct session *s, const struct symbol *keep);
/* What this session leaves. */
void outcome_write(struct session *s, struct json_writer *w);

#endif
