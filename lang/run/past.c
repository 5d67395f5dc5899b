#include "run/past.h"

#include "base/json.h"
#include "run/date.h"
#include "run/pieces.h"
#include "run/result.h"
#include "run/state.h"
#include "run/value_json.h"

#include <string.h>

void past_init(struct past *past, const struct program *p, struct arena *a) {
    *past = (struct past){.program = p, .arena = a};
    past->series = arena_array(a, struct past_series, p->symbol_count + 1);
    past->kept = arena_array(a, struct value, p->symbol_count + 1);
    past->cards = arena_array(a, struct past_cards, p->list_count + 1);
}

/* ---- reading ---- */
/* The number of a card, out of a path like "people/3"; 0: it is none. */
static uint32_t card_number(struct str path, struct str *list) {
    uint32_t number = 0;
    size_t slash = path.len;
    while (slash > 0 && path.text[slash - 1] != '/')
        slash--;
    for (size_t i = slash; i < path.len && number <= LIMIT_CARDS; i++)
        number = path.text[i] < '0' || path.text[i] > '9'
                     ? LIMIT_CARDS + 1
                     : 10 * number + (uint32_t)(path.text[i] - '0');
    *list = (struct str){path.text, slash ? slash - 1 : 0};
    return number <= LIMIT_CARDS ? number : 0;
}

/* Without the alias that its module goes by. */
static struct str plain_name(struct str path) {
    size_t at = path.len;
    while (at > 0 && path.text[at - 1] != '.')
        at--;
    return (struct str){path.text + at, path.len - at};
}

static bool card_of_list(void *payload, struct str path, struct value *out) {
    const struct past *past = payload;
    struct str name;
    uint32_t number = card_number(path, &name);
    *out = value_missing(MISSING_NOT_ASKED);
    for (size_t i = 0; number && i < past->program->list_count; i++) {
        const struct symbol *list = past->program->lists[i];
        if (!str_same(plain_name(list->path), plain_name(name)))
            continue;
        *out = value_card(list, number);
        if (str_same(list->path, name))
            return true;
    }
    return out->kind == VALUE_CARD;
}

/* What it is now; false when it does not fit any more. */
static bool read(struct past *past, struct type type, const struct json *v, struct value *out) {
    const struct value_reader reader = {past->arena, card_of_list, past};
    struct value found;
    if (!value_read(&reader, type, json_get(v, "value"), &found))
        return false;
    *out = value_copy(past->arena, found);
    out->prorated = json_as_bool(json_get(v, "prorated"));
    return true;
}

static void add_value(struct past *past, const struct symbol *symbol, struct date date,
                      const struct json *v) {
    struct past_series *series = &past->series[symbol->index];
    struct past_value value = {.date = date};
    if (!read(past, symbol->type, v, &value.value))
        return;
    if (series->count == series->capacity) {
        struct past_value *more =
            arena_array(past->arena, struct past_value, series->capacity = 2 * series->count + 8);
        if (series->count)
            memcpy(more, series->values, series->count * sizeof *more);
        series->values = more;
    }
    series->values[series->count++] = value;
}

/* What an object has for this name, or else for what the question was called before: in full, or by
   its name alone. */
static const struct json *member_of(struct past *past, const struct json *o, struct str name,
                                    const struct symbol *symbol) {
    struct str was = symbol->question ? symbol->question->was : (struct str){"", 0};
    struct str owner = symbol->owner ? symbol->owner->path : was;
    const struct json *found = json_get(o, name.text);
    if (!found && was.len)
        found = json_get(o, arena_str(past->arena, was).text);
    if (!found && was.len)
        found = json_get(o, arena_printf(past->arena, "%.*s.%.*s", (int)owner.len, owner.text,
                                         (int)was.len, was.text)
                                .text);
    return found;
}

static void add_values(struct past *past, const struct json *outcome) {
    struct date date = {0}, nowhere = {0};
    struct buffer why;
    buffer_init(&why);
    date_read(json_as_text(json_get(outcome, "date")), nowhere, false, &date, &why);
    buffer_release(&why);
    for (size_t i = 0; i < past->program->symbol_count; i++) {
        const struct symbol *symbol = past->program->symbols[i];
        if (!symbol->looked_back)
            continue;
        const struct json *v = member_of(past, json_get(outcome, "values"), symbol->path, symbol);
        if (v)
            add_value(past, symbol, date, v);
    }
}

static void add_card(struct past *past, const struct symbol *list, const struct json *card,
                     bool *here, struct value *values, uint32_t count) {
    const struct record *record = list->record;
    struct str path;
    uint32_t number = card_number(json_as_text(json_get(card, "name")), &path);
    if (!number || number > count)
        return;
    struct value *fields = values + (size_t)(number - 1) * record->field_count;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct symbol *field = record->fields[i];
        const struct json *v =
            member_of(past, json_get(card, "fields"), name_str(field->name), field);
        if (!v || (!read(past, field->type, v, &fields[i]) &&
                   !value_read_missing(json_as_text(json_get(v, "missing")), &fields[i])))
            fields[i] = value_missing(MISSING_NOT_ASKED);
    }
    struct str label = arena_str(past->arena, json_as_text(json_get(card, "label")));
    fields[record->label->symbol->place] = value_text(label);
    here[number - 1] = label.len > 0;
}

static void add_cards(struct past *past, const struct symbol *list, const struct json *cards) {
    uint32_t count = 0;
    for (size_t i = 0; i < json_size(cards); i++) {
        struct str path;
        uint32_t number = card_number(json_as_text(json_get(json_at(cards, i), "name")), &path);
        count = number > count ? number : count;
    }
    bool *here = arena_array(past->arena, bool, count + 1);
    struct value *values =
        arena_array(past->arena, struct value, (size_t)count * list->record->field_count + 1);
    for (size_t i = 0; i < json_size(cards); i++)
        add_card(past, list, json_at(cards, i), here, values, count);
    past->cards[list->place] = (struct past_cards){here, values, count};
}

static struct str title_of(const struct module *module) {
    const struct node *title = module->protocol ? module->protocol->title : NULL;
    return title          ? AST(text, title)->value
           : module->name ? name_str(module->name)
                          : (struct str){"", 0};
}

static bool is_kept(const struct symbol *s) {
    return s->kind == SYMBOL_KEEP ||
           (s->kind == SYMBOL_LIST && s->node->kind == NODE_keep && s->record && s->record->label);
}

static void add_kept(struct past *past, const struct json *kept) {
    for (size_t i = 0; i < past->program->symbol_count; i++) {
        const struct symbol *s = past->program->symbols[i];
        if (!is_kept(s) || !str_same(name_str(s->name), json_as_text(json_get(kept, "name"))) ||
            !str_same(title_of(s->module), json_as_text(json_get(kept, "protocol"))))
            continue;
        if (s->kind == SYMBOL_LIST)
            add_cards(past, s, json_get(kept, "cards"));
        else
            read(past, s->type, kept, &past->kept[s->index]);
    }
}

void past_add(struct past *past, const struct json *outcome, bool values) {
    const struct json *kept = json_get(outcome, "kept");
    if (values)
        add_values(past, outcome);
    for (size_t i = 0; i < json_size(kept); i++)
        add_kept(past, json_at(kept, i));
}

bool past_is_empty(const struct past *past) {
    bool empty = past->number <= 1;
    for (size_t i = 0; i < past->program->symbol_count; i++)
        empty &= !past->series[i].count && value_is_missing(past->kept[i]);
    for (size_t i = 0; i < past->program->list_count; i++)
        empty &= !past->cards[i].count;
    return empty;
}

void past_read(struct past *past, const struct json *told) {
    const struct json *outcomes = json_get(told, "outcomes");
    past->number = (uint32_t)json_as_number(json_get(told, "number"));
    for (size_t i = 0; i < json_size(outcomes); i++)
        past_add(past, json_at(outcomes, i), true);
}

/* ---- writing ---- */
static void write_value(struct json_writer *w, struct value v) {
    value_member(w, v);
    if (v.prorated)
        json_member_bool(w, "prorated", true);
}

static void write_date(struct json_writer *w, struct date date) {
    struct buffer b;
    buffer_init(&b);
    date_print(date, &b);
    json_member_text(w, "date", buffer_as_str(&b));
    buffer_release(&b);
}

static void open_value(struct json_writer *w, const struct symbol *s) {
    json_key(w, s->path.text);
    json_open(w, '{');
}

static void open_kept(struct json_writer *w, const struct symbol *s) {
    json_open(w, '{');
    json_member_text(w, "protocol", title_of(s->module));
    json_member_text(w, "name", name_str(s->name));
}

static void write_card(const struct symbol *list, uint32_t number, const struct value *fields,
                       struct json_writer *w) {
    const struct record *record = list->record;
    struct value label = fields[record->label->symbol->place];
    struct buffer path;
    buffer_init(&path);
    card_path(value_card(list, number), &path);
    json_open(w, '{');
    json_member_text(w, "name", buffer_as_str(&path));
    json_member_text(w, "label", (struct str){label.as.text, label.len});
    json_key(w, "fields");
    json_open(w, '{');
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (record->fields[i] == record->label->symbol ||
            (value_is_missing(fields[i]) && !value_was_put(fields[i])))
            continue;
        json_key(w, record->fields[i]->name->text);
        json_open(w, '{');
        write_value(w, fields[i]);
        json_close(w, '}');
    }
    json_close(w, '}');
    json_close(w, '}');
    buffer_release(&path);
}

static void write_kept_cards(const struct past *past, const struct symbol *list,
                             struct json_writer *w) {
    const struct past_cards *cards = &past->cards[list->place];
    open_kept(w, list);
    json_key(w, "cards");
    json_open(w, '[');
    for (uint32_t i = 0; i < cards->count; i++)
        if (cards->here[i])
            write_card(list, i + 1, cards->values + (size_t)i * list->record->field_count, w);
    json_close(w, ']');
    json_close(w, '}');
}

/* As one outcome of its own: what was kept counts by who says it last. */
static void write_all_kept(const struct past *past, struct json_writer *w) {
    json_open(w, '{');
    json_key(w, "kept");
    json_open(w, '[');
    for (size_t i = 0; i < past->program->symbol_count; i++) {
        const struct symbol *s = past->program->symbols[i];
        if (!is_kept(s))
            continue;
        if (s->kind == SYMBOL_LIST) {
            write_kept_cards(past, s, w);
        } else if (!value_is_missing(past->kept[i])) {
            open_kept(w, s);
            write_value(w, past->kept[i]);
            json_close(w, '}');
        }
    }
    json_close(w, ']');
    json_close(w, '}');
}

static void write_one(const struct symbol *symbol, const struct past_value *value,
                      struct json_writer *w) {
    json_open(w, '{');
    write_date(w, value->date);
    json_key(w, "values");
    json_open(w, '{');
    open_value(w, symbol);
    write_value(w, value->value);
    json_close(w, '}');
    json_close(w, '}');
    json_close(w, '}');
}

void past_write(const struct past *past, struct json_writer *w) {
    json_open(w, '{');
    json_member_number(w, "number", past->number);
    json_key(w, "outcomes");
    json_open(w, '[');
    for (size_t i = 0; i < past->program->symbol_count; i++)
        for (size_t k = 0; k < past->series[i].count; k++)
            write_one(past->program->symbols[i], &past->series[i].values[k], w);
    write_all_kept(past, w);
    json_close(w, ']');
    json_close(w, '}');
}

/* ---- in a session ---- */
static const struct past *past_of(const struct session *s) {
    return s->options.past;
}

struct value session_part(const struct session *s, enum value_part part) {
    const struct course *course = s->options.entry->course;
    const struct past *past = past_of(s);
    uint32_t number = past && past->number ? past->number : 1;
    if (!course)
        return value_missing(MISSING_INCOMPLETE);
    if (part == PART_NUMBER)
        return value_number(number);
    if (part == PART_LEFT)
        return value_number(number < course->sessions ? course->sessions - number : 0);
    if (part == PART_DATE)
        return (struct value){.kind = VALUE_DATE, .as.date = s->options.today};
    const struct phase *phase = course_phase(course, number);
    return phase ? value_choice(phase->choice) : value_missing(MISSING_INCOMPLETE);
}

bool session_is_in_phase(const struct session *s, const struct node_phase *n) {
    struct value v = session_part(s, PART_PHASE);
    return v.kind == VALUE_CHOICE && v.as.option->code == n->name;
}

size_t session_series(struct session *s, const struct symbol *symbol,
                      const struct past_value **values) {
    const struct past *past = past_of(s);
    const struct past_series none = {0}, *before = past ? &past->series[symbol->index] : &none;
    struct past_value *all = arena_array(&s->scratch, struct past_value, before->count + 1);
    struct value now = session_value(s, symbol);
    size_t count = before->count;
    if (count)
        memcpy(all, before->values, count * sizeof *all);
    if (!value_is_missing(now))
        all[count++] = (struct past_value){s->options.today, now};
    *values = all;
    return count;
}

struct value session_kept(const struct session *s, const struct symbol *keep) {
    const struct past *past = past_of(s);
    return past ? past->kept[keep->index] : value_missing(MISSING_NOT_ASKED);
}

/* What stands for itself: no cards, and nothing that is another thing on each card. */
static bool is_plain(const struct symbol *s) {
    bool of_card = s->owner && s->owner->kind == SYMBOL_RECORD;
    bool plain = s->type.kind != TYPE_UNKNOWN && s->type.kind != TYPE_LIST &&
                 s->type.kind != TYPE_CARD && !of_card;
    return plain && (s->kind == SYMBOL_SCORE || (s->kind == SYMBOL_QUESTION && s->question) ||
                     (s->kind == SYMBOL_DEFINE && !s->parameter_count) || s->outcome || s->meter);
}

static void write_values(struct session *s, struct json_writer *w) {
    json_key(w, "values");
    json_open(w, '{');
    for (size_t i = 0; i < s->program->symbol_count; i++) {
        const struct symbol *symbol = s->program->symbols[i];
        struct value v =
            is_plain(symbol) ? session_value(s, symbol) : value_missing(MISSING_NOT_ASKED);
        if (value_is_missing(v))
            continue;
        open_value(w, symbol);
        write_value(w, v);
        json_close(w, '}');
    }
    json_close(w, '}');
}

static void write_list(struct session *s, const struct symbol *list, struct json_writer *w) {
    struct value members = list_members(s, list);
    open_kept(w, list);
    json_key(w, "cards");
    json_open(w, '[');
    for (uint32_t i = 0; i < members.len; i++) {
        struct value card = members.as.items[i];
        write_card(list, card.len, card_value(s, card, list->record->fields[0]), w);
    }
    json_close(w, ']');
    json_close(w, '}');
}

static void write_alerts(struct session *s, struct json_writer *w) {
    json_key(w, "alerts");
    json_open(w, '[');
    for (size_t i = 0; i < s->alert_count; i++) {
        json_open(w, '{');
        json_member_text(w, "level", name_str(s->alerts[i].level));
        json_member_text(w, "text", s->alerts[i].text);
        json_close(w, '}');
    }
    json_close(w, ']');
}

void outcome_write(struct session *s, struct json_writer *w) {
    uint32_t context = s->context;
    struct value of = s->card;
    s->context = 0; /* names mean what they mean outside of all loops */
    s->card = value_missing(MISSING_NOT_ASKED);
    s->epoch++;
    json_open(w, '{');
    if (s->options.entry->course)
        json_member_number(w, "number", session_part(s, PART_NUMBER).as.number);
    write_date(w, s->options.today);
    write_values(s, w);
    write_alerts(s, w);
    json_key(w, "kept");
    json_open(w, '[');
    for (size_t i = 0; i < s->program->symbol_count; i++) {
        const struct symbol *symbol = s->program->symbols[i];
        struct value v;
        if (!is_kept(symbol))
            continue;
        if (symbol->kind == SYMBOL_LIST) {
            write_list(s, symbol, w);
        } else if (v = session_value(s, symbol), !value_is_missing(v)) {
            open_kept(w, symbol);
            write_value(w, v);
            json_close(w, '}');
        }
    }
    json_close(w, ']');
    json_close(w, '}');
    s->context = context;
    s->card = of;
    s->epoch++;
}
