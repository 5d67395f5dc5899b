#include "store/response_values.h"

#include "run/date.h"
#include "store/held_back.h"

bool response_is_masked(const struct response_value *how, struct value v) {
    return is_free_text(v) || (v.kind == VALUE_DATE && (!v.as.date.day || v.as.date.about)) ||
           (v.kind == VALUE_CARD && how->shift);
}

static struct str printed(const struct response_value *how, struct value v) {
    struct buffer b;
    buffer_init(&b);
    session_print(how->session, v, &b);
    struct str text = buffer_keep(&b, how->arena);
    buffer_release(&b);
    return text;
}

static void write_choice(const struct response_value *how, const struct choice *o,
                         struct json_writer *w) {
    struct fhir_coding coding = fhir_coding_of(how->base, how->question, o, how->arena);
    json_key(w, "valueCoding");
    json_open(w, '{');
    if (o->valued) {
        json_key(w, "extension");
        json_open(w, '[');
        fhir_extension(w, FHIR_EXTENSION "ordinalValue");
        json_member_number(w, "valueDecimal", o->value);
        json_close(w, '}');
        json_close(w, ']');
    }
    json_member_text(w, "system", coding.system);
    json_member_text(w, "code", coding.code);
    json_member_text(w, "display", fhir_text(o->label, how->arena));
    json_close(w, '}');
}

/* As much of a rough date as a date can say there; what it cannot is kept in its own words. */
static void write_date(const struct response_value *how, struct date d, struct json_writer *w) {
    struct str day = d.day     ? arena_printf(how->arena, "%04d-%02d-%02d", d.year, d.month, d.day)
                     : d.month ? arena_printf(how->arena, "%04d-%02d", d.year, d.month)
                               : arena_printf(how->arena, "%04d", d.year);
    json_member_text(w, "valueDate", how->shift ? day_shifted(how->arena, day, how->shift) : day);
    if (!d.about && !d.season)
        return;
    json_key(w, "_valueDate");
    json_open(w, '{');
    json_key(w, "extension");
    json_open(w, '[');
    fhir_extension(w, FHIR_EXTENSION "originalText");
    json_member_text(w, "valueString",
                     printed(how, (struct value){.kind = VALUE_DATE, .as.date = d}));
    json_close(w, '}');
    json_close(w, ']');
    json_close(w, '}');
}

static void write_minutes(int32_t minutes, struct json_writer *w) {
    json_key(w, "valueQuantity");
    json_open(w, '{');
    json_member_number(w, "value", minutes);
    json_member_text(w, "unit", STR("min"));
    json_member_text(w, "system", STR(FHIR_UCUM));
    json_member_text(w, "code", STR("min"));
    json_close(w, '}');
}

static const char *number_key(enum fhir_type type) {
    return type == FHIR_INTEGER ? "valueInteger" : "valueDecimal";
}

static void write_one(const struct response_value *how, struct value v, struct json_writer *w) {
    json_open(w, '{');
    switch ((enum value_kind)v.kind) {
    case VALUE_YES_NO:
        json_member_bool(w, "valueBoolean", v.as.yes);
        break;
    case VALUE_NUMBER:
        json_member_number(w, number_key(fhir_type_of(how->question)), v.as.number);
        break;
    case VALUE_CHOICE:
        write_choice(how, v.as.option, w);
        break;
    case VALUE_DATE:
        write_date(how, v.as.date, w);
        break;
    case VALUE_TIME:
        json_member_text(w, "valueTime",
                         arena_printf(how->arena, "%02d:%02d:00", v.as.time / 60, v.as.time % 60));
        break;
    case VALUE_DURATION:
        write_minutes(v.as.duration.minutes, w);
        break;
    case VALUE_OTHER:
        json_member_text(w, "valueString", v.as.other->text);
        break;
    case VALUE_TEXT:
    case VALUE_LIST:
    case VALUE_CARD:
    case VALUE_MISSING:
        json_member_text(w, "valueString", printed(how, v));
        break;
    }
    json_close(w, '}');
}

static void begin(struct json_writer *w) {
    json_key(w, "answer");
    json_open(w, '[');
}

void response_answers(const struct response_value *how, struct value v, struct json_writer *w) {
    const struct value *items = v.kind == VALUE_LIST ? v.as.items : &v;
    uint32_t count = v.kind == VALUE_LIST ? v.len : 1;
    if (!count)
        return;
    begin(w);
    for (uint32_t i = 0; i < count; i++)
        write_one(how, items[i], w);
    json_close(w, ']');
}

void response_number(struct json_writer *w, enum fhir_type type, double number) {
    begin(w);
    json_open(w, '{');
    json_member_number(w, number_key(type), number);
    json_close(w, '}');
    json_close(w, ']');
}

void response_text(struct json_writer *w, struct str text) {
    begin(w);
    json_open(w, '{');
    json_member_text(w, "valueString", text);
    json_close(w, '}');
    json_close(w, ']');
}
