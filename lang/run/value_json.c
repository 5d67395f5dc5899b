#include "run/value_json.h"

#include "base/json.h"
#include "run/date.h"
#include "run/pieces.h"

static bool read_choice(const struct value_reader *r, const struct choices *choices,
                        const struct json *v, struct value *out) {
    const struct json *other = json_get(v, "other");
    struct buffer code;
    const struct choice *o = NULL;
    if (other && choices->other) {
        struct other_answer *own = arena_new(r->arena, struct other_answer);
        *own = (struct other_answer){&choices->items[choices->count - 1], json_as_text(other)};
        *out = (struct value){.kind = VALUE_OTHER, .as.other = own};
        return true;
    }
    buffer_init(&code);
    if (json_kind(v) == JSON_KIND_NUMBER)
        buffer_number(&code, json_as_number(v));
    else
        buffer_str(&code, json_as_text(v));
    for (uint32_t i = 0; i < choices->count && !o; i++)
        if (str_same(name_str(choices->items[i].code), buffer_as_str(&code)))
            o = &choices->items[i];
    buffer_release(&code);
    if (o)
        *out = value_choice(o);
    return o != NULL;
}

static bool read_element(const struct value_reader *r, const struct choices *choices,
                         const struct json *v, struct value *out) {
    if (json_kind(v) == JSON_KIND_TEXT && r->card && r->card(r->payload, json_as_text(v), out))
        return true;
    return choices && read_choice(r, choices, v, out);
}

static bool read_list(const struct value_reader *r, const struct choices *choices,
                      const struct json *v, struct value *out) {
    size_t count = json_size(v);
    struct value *items = arena_array(r->arena, struct value, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!read_element(r, choices, json_at(v, i), &items[i]))
            return false;
    *out = (struct value){.kind = VALUE_LIST, .len = (uint32_t)count, .as.items = items};
    return json_kind(v) == JSON_KIND_ARRAY;
}

/* A day, a time, a length of time: as they are typed. */
static bool read_when(enum type_kind type, const struct json *v, struct value *out) {
    struct str text = json_as_text(v);
    struct buffer why;
    struct date nowhere = {0};
    int32_t minutes;
    bool good;
    buffer_init(&why);
    if (type == TYPE_TIME) {
        good = time_read(text, &minutes, &why);
        *out = (struct value){.kind = VALUE_TIME, .as.time = minutes};
    } else if (type == TYPE_DURATION) {
        good = length_read(text, &minutes, &why);
        *out = (struct value){.kind = VALUE_DURATION, .as.duration = {0, minutes}};
    } else {
        *out = (struct value){.kind = VALUE_DATE};
        good = date_read(text, nowhere, true, &out->as.date, &why);
    }
    buffer_release(&why);
    return good && json_kind(v) == JSON_KIND_TEXT;
}

bool value_read(const struct value_reader *r, struct type type, const struct json *v,
                struct value *out) {
    enum json_kind kind = json_kind(v);
    switch (type.kind) {
    case TYPE_YES_NO:
        *out = value_yes_no(json_as_bool(v));
        return kind == JSON_KIND_BOOL;
    case TYPE_NUMBER:
        *out = value_number(json_as_number(v));
        return kind == JSON_KIND_NUMBER;
    case TYPE_TEXT:
        *out = value_text(json_as_text(v));
        return kind == JSON_KIND_TEXT;
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_DURATION:
        return read_when(type.kind, v, out);
    case TYPE_CHOICE:
    case TYPE_CARD:
        return read_element(r, type.choices, v, out);
    case TYPE_SET:
    case TYPE_RANKING:
    case TYPE_LIST:
        return read_list(r, type.choices, v, out);
    case TYPE_UNKNOWN:
        break;
    }
    return false;
}

bool value_read_missing(struct str word, struct value *out) {
    for (int reason = MISSING_NOT_ASKED; reason <= MISSING_INCOMPLETE; reason++) {
        if (!str_is(word, missing_word((enum missing_reason)reason)))
            continue;
        *out = value_missing((enum missing_reason)reason);
        return value_was_put(*out);
    }
    return false;
}
