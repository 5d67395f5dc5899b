#include "store/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "run/date.h"
#include "run/result.h"
#include "store/client.h"
#include "store/held_back.h"

/* ---- rows ---- */
struct row {
    struct str name, asked, value, label, missing, at;
    bool on_route;
};
struct kept {
    struct store_session was;
    struct row *rows; /* answers, then scores; in the arena */
    size_t count;
};
struct exporting {
    struct store *store;
    const struct export_options *options;
    struct arena arena;  /* of all sessions */
    struct arena replay; /* of the one that is being read */
    struct program *p;   /* … and its script; most often that of the one before */
    struct kept *sessions;
    size_t count, capacity;
    struct str why;
};

/* ---- values ---- */
static void write_plain(struct session *s, struct value v, struct buffer *out) {
    switch ((enum value_kind)v.kind) {
    case VALUE_CHOICE:
        buffer_text(out, v.as.option->code->text);
        break;
    case VALUE_LIST:
        for (uint32_t i = 0; i < v.len; i++) {
            buffer_text(out, i ? ";" : "");
            write_plain(s, v.as.items[i], out);
        }
        break;
    case VALUE_DATE:
        date_print(v.as.date, out);
        break;
    case VALUE_CARD:
        card_path(v, out);
        break;
    case VALUE_DURATION:
        buffer_printf(out, "%d", v.as.duration.minutes);
        break;
    case VALUE_MISSING:
        break;
    case VALUE_YES_NO:
    case VALUE_NUMBER:
    case VALUE_TEXT:
    case VALUE_OTHER:
    case VALUE_TIME:
        session_print(s, v, out);
        break;
    }
}

static struct str text_of(struct arena *a, struct session *s, struct value v,
                          void (*write)(struct session *s, struct value v, struct buffer *out)) {
    struct buffer b;
    buffer_init(&b);
    write(s, v, &b);
    struct str text = buffer_keep(&b, a);
    buffer_release(&b);
    return text;
}

static void fill_value(struct exporting *x, struct session *s, struct value v, int shift,
                       struct row *row) {
    if (value_is_missing(v)) {
        row->missing = str_from(missing_word((enum missing_reason)v.reason));
    } else if (shift && is_free_text(v)) {
        row->missing = STR("held back");
    } else if (shift && v.kind == VALUE_DATE) {
        row->value = day_shifted(&x->arena, text_of(&x->arena, s, v, write_plain), shift);
    } else {
        row->value = text_of(&x->arena, s, v, write_plain);
        if (v.kind == VALUE_CHOICE || v.kind == VALUE_LIST)
            row->label = text_of(&x->arena, s, v, session_print);
    }
}

/* ---- sessions ---- */
static size_t score_count(const struct program *p) {
    size_t count = 0;
    for (size_t i = 0; i < p->symbol_count; i++)
        count += p->symbols[i]->kind == SYMBOL_SCORE;
    return count;
}

static void add_scores(struct exporting *x, struct session *s, struct kept *kept) {
    const struct program *p = session_program(s);
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *symbol = p->symbols[i];
        if (symbol->kind != SYMBOL_SCORE || (symbol->is_private && !x->options->with_private))
            continue;
        struct value v = session_value(s, symbol);
        if (value_is_missing(v) && v.reason == MISSING_NOT_ASKED)
            continue;
        struct row *row = &kept->rows[kept->count++];
        *row = (struct row){.name = arena_str(&x->arena, symbol->path), .on_route = true};
        fill_value(x, s, v, 0, row);
        const struct band *band =
            v.kind == VALUE_NUMBER ? score_band(symbol->score, v.as.number) : NULL;
        if (band)
            row->label = arena_str(&x->arena, name_str(band->name));
    }
}

static void gather(struct exporting *x, struct session *s, struct kept *kept) {
    struct times times = {.arena = &x->arena};
    size_t answers = session_answer_count(s);
    int shift = x->options->pseudonymise ? days_to_shift(x->store, kept->was.client) : 0;
    kept->rows = arena_array(&x->arena, struct row, answers + score_count(x->p) + 1);
    store_each_entry(x->store, kept->was.id, times_note, &times);
    if (shift)
        kept->was.began = day_shifted(&x->arena, kept->was.began, shift);
    for (size_t i = 0; i < answers; i++) {
        struct kept_answer a = session_answer_at(s, i);
        if (is_held_back(x->options, &a))
            continue;
        struct row *row = &kept->rows[kept->count++];
        *row = (struct row){.name = arena_str(&x->arena, a.path), .on_route = a.on_route};
        row->asked = arena_str(&x->arena, a.asked_as);
        row->at = times_of(&times, a.path)->last;
        if (shift)
            row->at = day_shifted(&x->arena, row->at, shift);
        fill_value(x, s, a.value, shift, row);
    }
    add_scores(x, s, kept);
    times_release(&times);
}

static bool visit(void *payload, const struct store_session *was) {
    struct exporting *x = payload;
    if (x->options->session && was->id != x->options->session)
        return true;
    if (!x->options->session && is_appointment(was))
        return true;
    struct session *s = recorder_replay(x->store, was->id, &x->replay, &x->p, &x->why);
    if (!s) {
        x->why = arena_printf(&x->arena, "session %lld: %.*s", (long long)was->id, (int)x->why.len,
                              x->why.text);
        return false;
    }
    struct kept *kept = array_push(x->sessions, x->count, x->capacity);
    *kept = (struct kept){.was = *was};
    gather(x, s, kept);
    session_free(s);
    arena_reset(&x->replay);
    return true;
}

static bool begin(struct exporting *x, struct store *store, const struct export_options *options,
                  struct str *why) {
    *x = (struct exporting){.store = store, .options = options};
    arena_init(&x->arena);
    arena_init(&x->replay);
    bool good = store_each_session(store, options->client, &x->arena, visit, x);
    if (good && !x->why.len && x->count)
        return true;
    if (!good)
        x->why = store_why(store);
    else if (!x->why.len)
        x->why = STR("there is no such session");
    *why = arena_str(options->words, x->why);
    return false;
}

static void end(struct exporting *x) {
    free(x->sessions);
    program_free(x->p);
    arena_release(&x->replay);
    arena_release(&x->arena);
}

/* ---- forms ---- */
bool export_long(struct store *store, const struct export_options *options, struct buffer *out,
                 struct str *why) {
    struct exporting x;
    bool good = begin(&x, store, options, why);
    buffer_text(out, good ? "client,session,name,value,label,missing,time,on_route\n" : "");
    for (size_t i = 0; good && i < x.count; i++)
        for (size_t k = 0; k < x.sessions[i].count; k++) {
            const struct row *r = &x.sessions[i].rows[k];
            csv_cell(x.sessions[i].was.client, true, out);
            buffer_printf(out, ",%lld", (long long)x.sessions[i].was.id);
            csv_cell(r->name, false, out);
            csv_cell(r->value, false, out);
            csv_cell(r->label, false, out);
            csv_cell(r->missing, false, out);
            csv_cell(r->at, false, out);
            buffer_text(out, r->on_route ? ",yes\n" : ",no\n");
        }
    end(&x);
    return good;
}

static const struct row *row_called(const struct kept *kept, struct str name) {
    for (size_t i = 0; i < kept->count; i++)
        if (kept->rows[i].on_route && str_same(kept->rows[i].name, name))
            return &kept->rows[i];
    return NULL;
}

/* Every name once, in the order of their first session. */
static size_t columns_of(struct exporting *x, struct str *columns) {
    size_t count = 0;
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = 0; k < x->sessions[i].count; k++) {
            bool known = false;
            for (size_t c = 0; c < count && !known; c++)
                known = str_same(columns[c], x->sessions[i].rows[k].name);
            if (!known && x->sessions[i].rows[k].on_route)
                columns[count++] = x->sessions[i].rows[k].name;
        }
    return count;
}

static void write_wide(struct exporting *x, const struct str *columns, size_t count,
                       struct buffer *out) {
    buffer_text(out, "client,session,began,status");
    for (size_t c = 0; c < count; c++)
        csv_cell(columns[c], false, out);
    buffer_char(out, '\n');
    for (size_t i = 0; i < x->count; i++) {
        const struct kept *kept = &x->sessions[i];
        csv_cell(kept->was.client, true, out);
        buffer_printf(out, ",%lld", (long long)kept->was.id);
        csv_cell(kept->was.began, false, out);
        csv_cell(kept->was.status, false, out);
        for (size_t c = 0; c < count; c++) {
            const struct row *r = row_called(kept, columns[c]);
            csv_cell(r ? r->value : (struct str){"", 0}, false, out);
        }
        buffer_char(out, '\n');
    }
}

/* Each column with the words it was asked in, and the choices that were made. */
static void write_codebook(struct exporting *x, const struct str *columns, size_t count,
                           struct buffer *out) {
    buffer_text(out, "name,question,values seen\n");
    for (size_t c = 0; c < count; c++) {
        struct buffer seen;
        struct str asked = {"", 0};
        buffer_init(&seen);
        for (size_t i = 0; i < x->count; i++) {
            const struct row *r = row_called(&x->sessions[i], columns[c]);
            if (r && !asked.len)
                asked = r->asked;
            if (!r || !r->label.len)
                continue;
            struct str pair = arena_printf(&x->arena, "%.*s = %.*s", (int)r->value.len,
                                           r->value.text, (int)r->label.len, r->label.text);
            if (!memmem(seen.text, seen.len, pair.text, pair.len))
                buffer_printf(&seen, "%s%.*s", seen.len ? "; " : "", (int)pair.len, pair.text);
        }
        csv_cell(columns[c], true, out);
        csv_cell(asked, false, out);
        csv_cell(buffer_as_str(&seen), false, out);
        buffer_char(out, '\n');
        buffer_release(&seen);
    }
}

bool export_wide(struct store *store, const struct export_options *options, struct buffer *out,
                 struct buffer *codebook, struct str *why) {
    struct exporting x;
    bool good = begin(&x, store, options, why);
    size_t most = 0;
    for (size_t i = 0; i < x.count; i++)
        most += x.sessions[i].count;
    struct str *columns = arena_array(&x.arena, struct str, most + 1);
    size_t count = columns_of(&x, columns);
    if (good) {
        write_wide(&x, columns, count, out);
        write_codebook(&x, columns, count, codebook);
    }
    end(&x);
    return good;
}

static void write_row(const struct row *r, struct json_writer *w) {
    json_open(w, '{');
    json_member_text(w, "name", r->name);
    if (r->missing.len)
        json_member_text(w, "missing", r->missing);
    else
        json_member_text(w, "value", r->value);
    if (r->label.len)
        json_member_text(w, "label", r->label);
    if (r->at.len)
        json_member_text(w, "time", r->at);
    json_member_bool(w, "on_route", r->on_route);
    json_close(w, '}');
}

bool export_json(struct store *store, const struct export_options *options, struct buffer *out,
                 struct str *why) {
    struct exporting x;
    struct json_writer w;
    bool good = begin(&x, store, options, why);
    json_writer_init(&w, out, 3);
    if (good)
        json_open(&w, '[');
    for (size_t i = 0; good && i < x.count; i++) {
        const struct store_session *was = &x.sessions[i].was;
        json_open(&w, '{');
        json_member_text(&w, "client", was->client);
        json_member_number(&w, "session", (double)was->id);
        json_member_text(&w, "title", was->title);
        json_member_text(&w, "version", was->version);
        json_member_text(&w, "began", was->began);
        json_member_text(&w, "status", was->status);
        json_key(&w, "answers");
        json_open(&w, '[');
        for (size_t k = 0; k < x.sessions[i].count; k++)
            write_row(&x.sessions[i].rows[k], &w);
        json_close(&w, ']');
        json_close(&w, '}');
    }
    if (good) {
        json_close(&w, ']');
        buffer_char(out, '\n');
    }
    end(&x);
    return good;
}
