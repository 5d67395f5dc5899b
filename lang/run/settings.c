#include "run/settings.h"

#include "base/calendar.h"
#include "base/fields.h"
#include "base/text.h"
#include "program/module.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DAYS = 180 }; /* since a crisis line was verified */

static const char to_be_verified[] = "to be verified";
#define EMERGENCY "In an emergency, call the local emergency number."
static const char emergency[] = EMERGENCY;
static const char advice[] = EMERGENCY "\nAsk your service whom you can reach in a crisis.";

struct reader {
    struct program *p;
    struct date today;
    struct field_record *practice; /* NULL: nothing is said */
    const char *file;
};

/* ---- crisis lines ---- */
static bool is_country(const struct field *countries, struct str country) {
    const char *at = countries->value.text, *end = at + countries->value.len;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        if (fields_same(text_trim((struct str){at, (size_t)(stop - at)}), country))
            return true;
        at = stop + 1;
    }
    return false;
}

static bool all_said(struct reader *r, const struct field_record *line) {
    static const char *const needed[] = {"country", "service", "number",
                                         "hours",   "source",  "verified on"};
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const struct field *f = field_find(line, needed[i]);
        if (f && f->value.len)
            continue;
        struct span at = f ? f->name_at : line->fields->name_at;
        struct diag *g = diag_add(&r->p->diags, D_crisis_field, at, needed[i]);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "add the line `%s: …`", needed[i]);
        return false;
    }
    return true;
}

static const struct field *unverified(const struct field_record *line) {
    const struct field *found = NULL;
    for (const struct field *f = line->fields; f; f = f->next)
        if (str_is(f->value, to_be_verified)) /* the last: the day, when that is open too */
            found = f;
    return found;
}

/* Days are written out, like 2026-03-14: `today` would be true for ever. */
static bool read_day(struct str text, int32_t *day) {
    struct calendar_date d;
    int end = 0;
    bool good = text.len == 10 &&
                sscanf(text.text, "%4d-%2d-%2d%n", &d.year, &d.month, &d.day, &end) == 3 &&
                end == 10 && calendar_has(d.year, d.month, d.day);
    if (good)
        *day = calendar_day(d);
    return good;
}

static bool is_fresh(struct reader *r, const struct field *verified) {
    struct diags *d = &r->p->diags;
    int32_t today =
        calendar_day((struct calendar_date){r->today.year, r->today.month, r->today.day});
    int32_t day;
    if (!read_day(verified->value, &day) || day > today) {
        struct diag *g = diag_add(d, D_crisis_day, verified->value_at, (int)verified->value.len,
                                  verified->value.text);
        diag_fix(d, g, SPAN_NONE, NULL, "write the day, like 2026-03-14");
        return false;
    }
    if (today - day > MOST_DAYS) {
        struct diag *g = diag_add(d, D_crisis_old, verified->value_at, (int)(today - day));
        diag_fix(d, g, SPAN_NONE, NULL,
                 "call or look up the number again, then write today's date");
        return false;
    }
    return true;
}

static bool is_good(struct reader *r, const struct field_record *line) {
    if (!all_said(r, line))
        return false;
    const struct field *f = unverified(line);
    if (!f)
        return is_fresh(r, field_find(line, "verified on"));
    struct diag *g = diag_add(&r->p->diags, D_crisis_unverified, f->value_at);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
             "verify it, and say so in a file of your own that the settings name: `crisis lines: "
             "FILE`; `ipt explain crisis_lines` shows where to begin");
    return false;
}

static void add_line(const struct field_record *line, struct buffer *out) {
    const struct field *service = field_find(line, "service"), *number = field_find(line, "number"),
                       *hours = field_find(line, "hours");
    buffer_printf(out, "%.*s: %.*s (%.*s)\n", (int)service->value.len, service->value.text,
                  (int)number->value.len, number->value.text, (int)hours->value.len,
                  hours->value.text);
}

/* The practice's own file of lines, or the ones that come with the program. */
static const struct source *source_of_lines(struct reader *r) {
    const struct field *f = field_find(r->practice, "crisis lines");
    struct str text;
    const char *why;
    if (!f)
        return source_open(
            r->p, "<stdlib/crisis_lines.txt>",
            (struct str){(const char *)stdlib_crisis_lines.text, stdlib_crisis_lines.size});
    const char *path = path_beside(r->p, r->file, f->value);
    if (file_read(&r->p->arena, path, &text, &why))
        return source_open(r->p, path, text);
    struct diag *g = diag_add(&r->p->diags, D_cannot_read, f->value_at, path, why);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "the name is taken from beside the settings");
    return NULL;
}

/* The lines of a country; all of the file have to say whose they are. */
static bool add_lines(struct reader *r, const struct field *country, struct buffer *out) {
    size_t before = r->p->diags.errors;
    const struct source *source = source_of_lines(r);
    const struct field_record *line =
        source ? fields_read(&r->p->arena, &r->p->diags, source) : NULL;
    for (; line; line = line->next) {
        const struct field *of = field_find(line, "country");
        bool ours = of && is_country(of, country->value);
        if (ours ? is_good(r, line) : !of && all_said(r, line))
            add_line(line, out);
    }
    return r->p->diags.errors == before;
}

static bool read_crisis_lines(struct reader *r, struct settings *out) {
    const struct field *country = r->practice ? field_find(r->practice, "country") : NULL;
    const struct field *file = r->practice ? field_find(r->practice, "crisis lines") : NULL;
    struct buffer lines;
    bool good = true;
    buffer_init(&lines);
    if (country && country->value.len) {
        good = add_lines(r, country, &lines);
        if (good && lines.len == 0)
            diag_add(&r->p->diags, D_crisis_unknown, country->value_at, (int)country->value.len,
                     country->value.text);
    } else if (file) {
        diag_add(&r->p->diags, D_crisis_country, file->name_at);
        good = false;
    }
    if (lines.len)
        buffer_text(&lines, emergency);
    out->crisis_lines =
        lines.len ? arena_str(&r->p->arena, buffer_as_str(&lines)) : str_from(advice);
    buffer_release(&lines);
    return good;
}

/* ---- the practice ---- */
static void tell_empty(struct reader *r, const struct symbol *s) {
    struct diags *d = &r->p->diags;
    struct diag *g = diag_add(d, D_setting_empty, s->node->span, s->name->text);
    int distance, best = INT32_MAX;
    for (const struct field *f = r->practice ? r->practice->fields : NULL; f; f = f->next)
        if (name_is_near(f->name, name_str(s->name), &distance) && distance && distance < best) {
            best = distance;
            diag_fix(d, g, SPAN_NONE, NULL, "did you mean it by `%.*s` in %s?", (int)f->name.len,
                     f->name.text, r->file);
        }
    if (best == INT32_MAX)
        diag_fix(d, g, SPAN_NONE, NULL, "write `%s: …` %s%s", s->name->text,
                 r->file ? "in " : "in a file, and name it: `--settings FILE`",
                 r->file ? r->file : "");
}

static bool read_texts(struct reader *r, struct settings *out) {
    struct program *p = r->p;
    struct str *texts = arena_array(&p->arena, struct str, p->symbol_count + 1);
    bool good = true;
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        if (s->kind != SYMBOL_SETTING)
            continue;
        const struct field *f = r->practice ? field_find(r->practice, s->name->text) : NULL;
        if (f)
            texts[i] = f->value;
        if (!f || f->value.len == 0) {
            tell_empty(r, s);
            good = false;
        }
    }
    out->texts = r->practice ? texts : NULL;
    return good;
}

static bool read_practice(struct reader *r) {
    struct str text;
    const char *why;
    size_t before = r->p->diags.errors;
    if (!r->file)
        return true;
    if (!file_read(&r->p->arena, r->file, &text, &why)) {
        diag_add(&r->p->diags, D_cannot_read, SPAN_NONE, r->file, why);
        return false;
    }
    const struct source *source = source_open(r->p, r->file, text);
    r->practice = source ? fields_read(&r->p->arena, &r->p->diags, source) : NULL;
    if (r->practice && r->practice->next) {
        diag_add(&r->p->diags, D_settings_apart, r->practice->next->fields->name_at);
        return false;
    }
    return r->p->diags.errors == before;
}

bool settings_read(struct program *p, const char *file, struct date today, struct settings *out) {
    struct reader r = {.p = p, .today = today, .file = file};
    *out = (struct settings){0};
    if (!read_practice(&r))
        return false;
    bool texts = read_texts(&r, out);
    return read_crisis_lines(&r, out) && texts;
}

struct str settings_text(const struct settings *settings, const struct symbol *setting) {
    if (settings)
        return settings->texts[setting->index];
    return AST(text, AST(setting, setting->node)->title)->value;
}

struct str settings_crisis_lines(const struct settings *settings) {
    return settings ? settings->crisis_lines : str_from(advice);
}
