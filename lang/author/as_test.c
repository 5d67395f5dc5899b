#include "author/as_test.h"

#include "run/pieces.h"

#include <stdlib.h>
#include <string.h>

struct writer {
    struct session *s;
    struct buffer *out;
    size_t indent, count;
    struct kept_answer *answers; /* malloc'ed: those on the route */
    bool *written;               /* malloc'ed, by answer */
};

static void line(struct writer *w, size_t deeper) {
    for (size_t i = 0; i < w->indent + deeper; i++)
        buffer_char(w->out, ' ');
}

/* ---- values ---- */
static void write_text(struct str s, struct buffer *out) {
    buffer_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.text[i] == '\n') {
            buffer_text(out, "\\n");
            continue;
        }
        if (strchr("\"\\{}", s.text[i]))
            buffer_char(out, '\\');
        buffer_char(out, s.text[i]);
    }
    buffer_char(out, '"');
}

static void write_quoted(struct session *s, struct value v, struct buffer *out) {
    struct buffer words;
    buffer_init(&words);
    if (v.kind == VALUE_DATE)
        date_print(v.as.date, &words);
    else
        session_print(s, v, &words);
    write_text(buffer_as_str(&words), out);
    buffer_release(&words);
}

static const char *reason(const struct value v) {
    return v.reason == MISSING_UNKNOWN          ? "unknown"
           : v.reason == MISSING_NOT_APPLICABLE ? "not applicable"
                                                : "declined";
}

static void write_value(struct session *s, struct value v, struct buffer *out) {
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        buffer_text(out, reason(v));
        break;
    case VALUE_YES_NO:
        buffer_text(out, v.as.yes ? "yes" : "no");
        break;
    case VALUE_NUMBER:
        buffer_number(out, v.as.number);
        break;
    case VALUE_TEXT:
        write_text((struct str){v.as.text, v.len}, out);
        break;
    case VALUE_OTHER:
        write_text(v.as.other->text, out);
        break;
    case VALUE_CHOICE:
        buffer_text(out, v.as.option->code->text);
        break;
    case VALUE_DURATION:
        buffer_printf(out, "%d minutes", v.as.duration.minutes);
        break;
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_CARD:
        write_quoted(s, v, out);
        break;
    case VALUE_LIST:
        buffer_text(out, v.len ? "(" : "none");
        for (uint32_t i = 0; i < v.len; i++) {
            buffer_text(out, i ? ", " : "");
            write_value(s, v.as.items[i], out);
        }
        buffer_text(out, v.len ? ")" : "");
        break;
    }
}

/* ---- people ---- */
static bool is_about_card(const struct kept_answer *a, struct value card) {
    struct buffer path;
    buffer_init(&path);
    card_path(card, &path);
    buffer_char(&path, '/');
    bool about = a->path.len > path.len && memcmp(a->path.text, path.text, path.len) == 0 &&
                 a->question->symbol->owner && a->question->symbol->owner->kind == SYMBOL_RECORD;
    buffer_release(&path);
    return about;
}

static void write_card(struct writer *w, struct value card) {
    line(w, 4);
    buffer_text(w->out, "- ");
    write_value(w->s, card, w->out);
    buffer_char(w->out, '\n');
    for (size_t i = 0; i < w->count; i++) {
        const struct kept_answer *a = &w->answers[i];
        if (!is_about_card(a, card))
            continue;
        w->written[i] = true;
        if (a->question->node->kind == NODE_label)
            continue;
        line(w, 6);
        buffer_printf(w->out, "%s = ", a->question->symbol->name->text);
        write_value(w->s, a->value, w->out);
        buffer_char(w->out, '\n');
    }
}

static bool is_list(const struct kept_answer *a) {
    return a->question->symbol->kind == SYMBOL_LIST;
}

/* Was this card named before, when the list was asked for another time? */
static bool named_before(const struct writer *w, size_t index, struct value card) {
    for (size_t i = 0; i < index; i++)
        for (uint32_t k = 0; is_list(&w->answers[i]) && k < w->answers[i].value.len; k++)
            if (w->answers[i].value.kind == VALUE_LIST &&
                value_same(w->answers[i].value.as.items[k], card))
                return true;
    return false;
}

/* Who was named at this asking. */
static void write_list(struct writer *w, size_t index) {
    const struct symbol *list = w->answers[index].question->symbol;
    struct value v = w->answers[index].value;
    uint32_t count = 0;
    w->written[index] = true;
    for (uint32_t k = 0; v.kind == VALUE_LIST && k < v.len; k++)
        count += !named_before(w, index, v.as.items[k]);
    line(w, 2);
    buffer_printf(w->out, "answer %.*s%s\n", (int)list->path.len, list->path.text,
                  count                 ? ""
                  : value_is_missing(v) ? " = declined"
                                        : " = none");
    for (uint32_t k = 0; count && k < v.len; k++)
        if (!named_before(w, index, v.as.items[k]))
            write_card(w, v.as.items[k]);
}

/* Where a card was named whose answer this is; itself when it is about none. */
static size_t named_at(const struct writer *w, size_t index) {
    for (size_t i = 0; i < w->count; i++) {
        struct value v = w->answers[i].value;
        for (uint32_t k = 0; is_list(&w->answers[i]) && v.kind == VALUE_LIST && k < v.len; k++)
            if (is_about_card(&w->answers[index], v.as.items[k]))
                return i;
    }
    return index;
}

/* ---- questions ---- */
/* All items of an inventory one after the other, each once: they stand on one line. */
static size_t items_from(const struct writer *w, size_t from) {
    const struct question *first = w->answers[from].question;
    const struct inventory *inventory = first->inventory;
    size_t count = inventory && first->item ? inventory->item_count : 0;
    if (!count || inventory->items[0] != first || from + count > w->count)
        return 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct question *q = w->answers[i].question;
        bool within = i >= from && i < from + count;
        if (within ? q != inventory->items[i - from] : q->inventory == inventory && q->item)
            return 0;
    }
    return count;
}

static void write_items(struct writer *w, size_t from, size_t count) {
    struct str name = w->answers[from].question->inventory->symbol->path;
    line(w, 2);
    buffer_printf(w->out, "answer %.*s =", (int)name.len, name.text);
    for (size_t i = from; i < from + count; i++) {
        buffer_text(w->out, i > from ? ", " : " ");
        write_value(w->s, w->answers[i].value, w->out);
        w->written[i] = true;
    }
    buffer_char(w->out, '\n');
}

/* All askings of a question stand on one line, where it was put first. */
static void write_askings(struct writer *w, size_t from) {
    const struct symbol *symbol = w->answers[from].question->symbol;
    line(w, 2);
    buffer_printf(w->out, "answer %.*s =", (int)symbol->path.len, symbol->path.text);
    for (size_t i = from; i < w->count; i++) {
        if (w->answers[i].question->symbol != symbol || w->written[i])
            continue;
        buffer_text(w->out, i > from ? ", " : " ");
        write_value(w->s, w->answers[i].value, w->out);
        w->written[i] = true;
    }
    buffer_char(w->out, '\n');
}

static void gather(struct writer *w) {
    size_t count = session_answer_count(w->s);
    w->answers = memory_get(sizeof *w->answers * (count + 1));
    w->written = memory_get(count + 1);
    for (size_t i = 0; i < count; i++) {
        w->answers[w->count] = session_answer_at(w->s, i);
        w->count += w->answers[w->count].on_route;
    }
}

void session_as_test(struct session *s, struct str title, size_t indent, struct buffer *out) {
    struct writer w = {.s = s, .out = out, .indent = indent};
    const struct symbol *entry = session_given(s)->entry;
    gather(&w);
    line(&w, 0);
    buffer_text(out, "test ");
    write_text(title, out);
    buffer_char(out, '\n');
    if (entry->kind != SYMBOL_INTERVIEW) {
        line(&w, 2);
        buffer_printf(out, "run %.*s\n", (int)entry->path.len, entry->path.text);
    }
    for (size_t i = 0; i < w.count; i++) {
        size_t list = named_at(&w, i), items = w.written[i] ? 0 : items_from(&w, i);
        if (items)
            write_items(&w, i, items);
        else if (!w.written[i] && is_list(&w.answers[list]))
            write_list(&w, list);
        else if (!w.written[i])
            write_askings(&w, i);
    }
    if (session_status(s) != SESSION_COMPLETED) {
        line(&w, 2);
        buffer_text(out, "rest declined\n");
    }
    free(w.answers);
    free(w.written);
}

/* ---- what came out ---- */
static bool was_reached(struct session *s, const struct symbol *symbol) {
    for (size_t i = 0; i < session_reached_count(s); i++)
        if (session_reached_at(s, i) == symbol)
            return true;
    return false;
}

static bool was_alerted(struct session *s, const char *level) {
    for (size_t i = 0; i < session_alert_count(s); i++)
        if (strcmp(session_alert_at(s, i).level->text, level) == 0)
            return true;
    return false;
}

static bool has_fired_before(struct session *s, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (session_firing_at(s, i).safeguard == session_firing_at(s, index).safeguard)
            return true;
    return false;
}

void session_as_expectations(struct session *s, size_t indent, struct buffer *out) {
    static const char *const levels[] = {"urgent", "attention", "info"};
    const struct program *p = session_program(s);
    struct writer w = {.s = s, .out = out, .indent = indent + 2};
    for (size_t i = 0; i < p->inventory_count; i++)
        for (uint32_t k = 0;
             was_reached(s, p->inventories[i]->symbol) && k < p->inventories[i]->score_count; k++) {
            const struct symbol *score = p->inventories[i]->scores[k]->symbol;
            struct value v = session_value(s, score);
            line(&w, 0);
            buffer_printf(out, "expect %.*s is ", (int)score->path.len, score->path.text);
            if (value_is_missing(v))
                buffer_text(out, "unanswered");
            else
                write_value(s, v, out);
            buffer_char(out, '\n');
        }
    for (size_t i = 0; i < session_firing_count(s); i++) {
        const struct symbol *safeguard = session_firing_at(s, i).safeguard;
        if (has_fired_before(s, i))
            continue;
        line(&w, 0);
        buffer_printf(out, "expect reached %.*s\n", (int)safeguard->path.len, safeguard->path.text);
    }
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        line(&w, 0);
        buffer_printf(out, "expect %salert %s\n", was_alerted(s, levels[i]) ? "" : "not ",
                      levels[i]);
    }
}
