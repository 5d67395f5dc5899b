/* The result document. Members in a fixed order; numbers stay numbers, a missing value says why. */
#include "run/result.h"

#include "base/json.h"
#include "run/date.h"
#include "run/past.h"
#include "run/state.h"

const char *result_status(const struct session *s) {
    switch (s->status) {
    case SESSION_RUNNING:
        return "running";
    case SESSION_COMPLETED:
        return session_handed_over(s) ? "ended_by_safeguard" : s->amended ? "amended" : "completed";
    case SESSION_LEFT:
        return "left";
    case SESSION_STOPPED:
        return "stopped";
    }
    return "";
}

void value_member(struct json_writer *w, struct value v) {
    json_key(w, "value");
    value_write(v, w);
    if (value_is_missing(v))
        json_member_text(w, "missing", str_from(missing_word((enum missing_reason)v.reason)));
}

static void member_label(struct session *s, struct json_writer *w, struct value v) {
    struct buffer b;
    if (v.kind != VALUE_CHOICE && v.kind != VALUE_LIST && v.kind != VALUE_CARD)
        return;
    buffer_init(&b);
    session_print(s, v, &b);
    json_member_text(w, "label", buffer_as_str(&b));
    buffer_release(&b);
}

/* What is private, and what follows from it. */
static void member_private(struct json_writer *w, const struct symbol *symbol) {
    if (symbol->is_private)
        json_member_bool(w, "private", true);
}

static void write_script(struct session *s, const struct result_stamp *stamp,
                         struct json_writer *w) {
    const struct program *p = s->program;
    struct buffer hash;
    buffer_init(&hash);
    buffer_printf(&hash, "%016llx", (unsigned long long)p->hash);
    json_key(w, "script");
    json_open(w, '{');
    json_member_text(w, "file", str_from(stamp->script));
    json_member_text(w, "title", program_title(p));
    json_member_text(w, "version", program_version(p));
    json_member_text(w, "hash", buffer_as_str(&hash));
    json_member_text(w, "entry", s->options.entry->path);
    json_close(w, '}');
    buffer_release(&hash);
}

static void write_answers(struct session *s, struct json_writer *w) {
    json_key(w, "answers");
    json_open(w, '[');
    for (size_t i = 0; i < session_answer_count(s); i++) {
        struct kept_answer a = session_answer_at(s, i);
        json_open(w, '{');
        json_member_text(w, "name", a.path);
        json_member_text(w, "question", a.asked_as);
        value_member(w, a.value);
        member_label(s, w, a.value);
        member_private(w, a.question->symbol);
        json_member_bool(w, "on_route", a.on_route);
        if (a.confirmed)
            json_member_bool(w, "confirmed", true);
        if (a.remark.len)
            json_member_text(w, "remark", a.remark);
        if (a.seconds > 0)
            json_member_number(w, "seconds", a.seconds);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void write_score(struct session *s, const struct score *score, struct json_writer *w) {
    struct value v = session_value(s, score->symbol);
    const struct question **missing =
        arena_array(&s->scratch, const struct question *, score->item_count + 1);
    uint32_t count = score_missing(s, score, missing);
    json_open(w, '{');
    json_member_text(w, "name", score->symbol->path);
    if (score->title)
        json_member_text(w, "title", render(s, score->title));
    value_member(w, v);
    json_member_text(w, "status",
                     value_is_missing(v) ? STR("missing")
                     : v.prorated        ? STR("prorated")
                                         : STR("complete"));
    if (count) {
        json_key(w, "missing_items");
        json_open(w, '[');
        for (uint32_t i = 0; i < count; i++)
            json_text(w, missing[i]->symbol->path);
        json_close(w, ']');
    }
    const struct band *band = value_is_missing(v) ? NULL : score_band(score, v.as.number);
    if (band) {
        json_member_text(w, "band", name_str(band->name));
        json_member_text(w, "band_label",
                         band->label ? render(s, band->label) : name_str(band->name));
    }
    if (score->inventory->source)
        json_member_text(w, "source", render(s, score->inventory->source));
    member_private(w, score->symbol);
    json_close(w, '}');
}

static bool was_reached(const struct session *s, const struct symbol *symbol) {
    for (size_t i = 0; i < s->reached_count; i++)
        if (s->reached[i] == symbol)
            return true;
    return false;
}

static void write_scores(struct session *s, struct json_writer *w) {
    json_key(w, "scores");
    json_open(w, '[');
    for (size_t i = 0; i < s->program->inventory_count; i++) {
        const struct inventory *inventory = s->program->inventories[i];
        for (uint32_t k = 0; was_reached(s, inventory->symbol) && k < inventory->score_count; k++)
            write_score(s, inventory->scores[k], w);
    }
    json_close(w, ']');
}

static void write_values(struct session *s, struct json_writer *w) {
    json_key(w, "values");
    json_open(w, '[');
    for (size_t i = 0; i < s->program->symbol_count; i++) {
        const struct symbol *symbol = s->program->symbols[i];
        bool of_card = symbol->owner && symbol->owner->kind == SYMBOL_RECORD;
        bool formula = symbol->kind == SYMBOL_KEEP ||
                       (symbol->kind == SYMBOL_DEFINE && !symbol->parameter_count && !of_card);
        if ((!formula && symbol->kind != SYMBOL_LET) || symbol->module->index != 0)
            continue;
        json_open(w, '{');
        json_member_text(w, "name", symbol->path);
        value_member(w, session_value(s, symbol));
        member_private(w, symbol);
        json_close(w, '}');
    }
    json_close(w, ']');
}

/* The cards of a list, and what stands on each. */
static void write_card(struct session *s, struct value card, struct json_writer *w) {
    const struct record *record = card.as.list->record;
    struct buffer path;
    buffer_init(&path);
    card_path(card, &path);
    json_open(w, '{');
    json_member_text(w, "name", buffer_as_str(&path));
    json_member_text(w, "label", card_label(s, card));
    if (s->rosters[card.as.list->place].cards[card.len - 1].added)
        json_member_bool(w, "added", true);
    json_key(w, "fields");
    json_open(w, '[');
    for (uint32_t i = 1; i < record->field_count; i++) {
        const struct symbol *field = record->fields[i];
        struct value v = card_field(s, card, field);
        json_open(w, '{');
        json_member_text(w, "name", name_str(field->name));
        value_member(w, v);
        member_label(s, w, v);
        member_private(w, field);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
    buffer_release(&path);
}

/* The cards of earlier sessions that come no more. */
static void write_taken_off(struct session *s, const struct symbol *list, struct json_writer *w) {
    const struct roster *r = &s->rosters[list->place];
    struct buffer path;
    bool any = false;
    buffer_init(&path);
    for (uint32_t i = 0; i < r->count; i++) {
        if (!r->cards[i].taken_off)
            continue;
        if (!any) {
            json_key(w, "taken_off");
            json_open(w, '[');
        }
        any = true;
        buffer_clear(&path);
        card_path(value_card(list, i + 1), &path);
        json_text(w, buffer_as_str(&path));
    }
    if (any)
        json_close(w, ']');
    buffer_release(&path);
}

static void write_lists(struct session *s, struct json_writer *w) {
    json_key(w, "lists");
    json_open(w, '[');
    for (size_t i = 0; i < s->program->list_count; i++) {
        const struct symbol *list = s->program->lists[i];
        struct value members = list_members(s, list);
        json_open(w, '{');
        json_member_text(w, "name", list->path);
        json_member_text(w, "record", name_str(list->record->symbol->name));
        json_key(w, "cards");
        json_open(w, '[');
        for (uint32_t k = 0; k < members.len; k++)
            write_card(s, members.as.items[k], w);
        json_close(w, ']');
        write_taken_off(s, list, w);
        json_close(w, '}');
    }
    json_close(w, ']');
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

static void write_names(struct session *s, struct json_writer *w) {
    json_key(w, "reached");
    json_open(w, '[');
    for (size_t i = 0; i < s->reached_count; i++)
        json_text(w, s->reached[i]->path);
    json_close(w, ']');
    json_key(w, "safeguards");
    json_open(w, '[');
    for (size_t i = 0; i < s->firing_count; i++) {
        struct kept_firing f = session_firing_at(s, i);
        json_open(w, '{');
        json_member_text(w, "name", f.safeguard->path);
        json_member_text(w, "at", f.at);
        json_member_bool(w, "again", f.again);
        json_member_bool(w, "open", f.open);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_key(w, "remarks");
    json_open(w, '[');
    for (size_t i = 0; i < s->remark_count; i++) {
        json_open(w, '{');
        json_member_text(w, "at", s->remarks[i].path);
        json_member_text(w, "text", s->remarks[i].text);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_key(w, "off_route");
    json_open(w, '[');
    for (size_t i = 0; i < s->pool_count; i++)
        if (!s->pool[i].on_route)
            json_text(
                w, answer_path(s, s->pool[i].question, s->pool[i].context, s->pool[i].occurrence));
    json_close(w, ']');
}

/* What the practice says of itself: the words that people read came from there. */
static void write_settings(struct session *s, struct json_writer *w) {
    const struct settings *settings = s->options.settings;
    if (!settings || !settings->texts)
        return;
    json_key(w, "settings");
    json_open(w, '{');
    json_member_text(w, "crisis_lines", settings_crisis_lines(settings));
    for (size_t i = 0; i < s->program->symbol_count; i++)
        if (s->program->symbols[i]->kind == SYMBOL_SETTING)
            json_member_text(w, s->program->symbols[i]->path.text,
                             settings_text(settings, s->program->symbols[i]));
    json_close(w, '}');
}

static void write_course(struct session *s, struct json_writer *w) {
    const struct course *course = s->options.entry->course;
    struct value phase = session_part(s, PART_PHASE);
    if (!course)
        return;
    json_key(w, "course");
    json_open(w, '{');
    json_member_number(w, "session", session_part(s, PART_NUMBER).as.number);
    json_member_number(w, "sessions", course->sessions);
    if (phase.kind == VALUE_CHOICE)
        json_member_text(w, "phase", name_str(phase.as.option->code));
    json_close(w, '}');
}

void result_write_head(struct session *s, const struct result_stamp *stamp, struct json_writer *w) {
    struct buffer today;
    buffer_init(&today);
    date_print(s->options.today, &today);
    json_member_text(w, "format", STR("ipt-result"));
    json_member_number(w, "version", 1);
    write_script(s, stamp, w);
    json_member_number(w, "seed", (double)s->options.seed);
    json_member_text(w, "today", buffer_as_str(&today));
    if (s->options.time_factor > 0)
        json_member_number(w, "time_factor", s->options.time_factor);
    write_settings(s, w);
    write_course(s, w);
    if (s->options.past) {
        json_key(w, "past");
        past_write(s->options.past, w);
    }
    buffer_release(&today);
}

void result_write(struct session *s, const struct result_stamp *stamp, struct buffer *out) {
    struct json_writer w;
    uint32_t context = s->context;
    struct value card = s->card;
    s->context = 0; /* names mean what they mean outside of all loops */
    s->card = value_missing(MISSING_NOT_ASKED);
    s->epoch++;
    json_writer_init(&w, out, 2);
    json_open(&w, '{');
    result_write_head(s, stamp, &w);
    json_member_text(&w, "status", str_from(result_status(s)));
    if (s->reason.len)
        json_member_text(&w, "reason", s->reason);
    if (s->status == SESSION_STOPPED)
        json_member_text(&w, "error", s->event.text);
    if (stamp->started)
        json_member_text(&w, "started", str_from(stamp->started));
    if (stamp->ended)
        json_member_text(&w, "ended", str_from(stamp->ended));
    write_answers(s, &w);
    write_scores(s, &w);
    write_values(s, &w);
    write_lists(s, &w);
    write_alerts(s, &w);
    write_names(s, &w);
    json_close(&w, '}');
    buffer_char(out, '\n');
    s->context = context;
    s->card = card;
    s->epoch++;
}
