/* The table of diagnostics, the list, and the two ways to show it. */
#include "base/diag.h"

#include "base/json.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct diag_entry diag_table[DIAG_COUNT] = {
#define DIAG(symbol, code, severity, wording, explanation, bad, good) \
    {#symbol, code, severity, wording, explanation, bad, good},
#include "base/diag.def"
#undef DIAG
};

const struct diag_entry *diag_find(struct str code) {
    for (size_t i = 0; i < DIAG_COUNT; i++)
        if (strlen(diag_table[i].code) == code.len &&
            strncasecmp(diag_table[i].code, code.text, code.len) == 0)
            return &diag_table[i];
    return NULL;
}

void diags_init(struct diags *d, struct arena *arena, const struct sources *sources) {
    *d = (struct diags){.arena = arena, .sources = sources};
}

void diags_release(struct diags *d) {
    free(d->items);
    *d = (struct diags){0};
}

/* What helps in general, where the place knows nothing better. */
static const char *const general_fix[] = {
    [D_too_deep] = "give a part of it a name, with `define` or `branch`",
    [D_number_too_large] = "write a smaller number",
    [D_unknown_name] = "write it as it is where it is declared, or declare it",
    [D_unknown_choice] = "write one of the choices",
    [D_cannot_compare] = "compare it with something of its own kind",
    [D_wrong_type] = "write something of that kind, or compare it",
    [D_wrong_count] = "give one value for each name in the brackets of its declaration",
    [D_wrong_kind] = "write the name of one that is",
    [D_repeated_line] = "keep one of them",
    [D_too_many_choices] = "divide them among two questions",
    [D_no_values] = "write `is 0`, `is 1` and so on behind the labels",
    [D_unknown_inside] = "write one of the names that are given inside",
    [D_cannot_read] = "look at its name and whether it may be opened",
    [D_no_module] = "`ipt explain` lists the modules; a file of your own stands in quotes",
    [D_too_many_modules] = "join some of them",
    [D_bad_json] = "compile the script again",
    [D_other_format] = "give the script itself, or compile it with `ipt compile`",
    [D_other_version] = "compile the script again",
    [D_bad_shape] = "compile the script again",
    [D_altered] = "compile the script again",
};

static struct str fix_in_general(enum diag_code code) {
    return str_from(code < COUNT_OF(general_fix) && general_fix[code] ? general_fix[code] : "");
}

struct diag *diag_add(struct diags *d, enum diag_code code, struct span span, ...) {
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].code == code && d->items[i].span.lo == span.lo && span.hi)
            return &d->items[i];
    if (diag_table[code].severity == SEVERITY_ERROR)
        d->errors++;
    else
        d->warnings++;
    bool full = d->count >= LIMIT_DIAGNOSTICS;
    if (full) /* counted, but not kept: the last one stands for the rest */
        d->count--;
    struct diag *g = array_push(d->items, d->count, d->capacity);
    struct buffer b;
    va_list args;
    buffer_init(&b);
    va_start(args, span);
    buffer_vprintf(&b, diag_table[code].wording, args);
    va_end(args);
    *g = (struct diag){.code = code,
                       .span = span,
                       .message = buffer_keep(&b, d->arena),
                       .fix = fix_in_general(code),
                       .replacement = str_from("")};
    buffer_release(&b);
    return g;
}

static struct str format_into(struct arena *a, const char *format, va_list args) {
    struct buffer b;
    buffer_init(&b);
    buffer_vprintf(&b, format, args);
    struct str s = buffer_keep(&b, a);
    buffer_release(&b);
    return s;
}

void diag_note(struct diags *d, struct diag *g, struct span span, const char *format, ...) {
    struct diag_note *note = arena_new(d->arena, struct diag_note);
    struct diag_note **end = &g->notes;
    va_list args;
    va_start(args, format);
    note->text = format_into(d->arena, format, args);
    va_end(args);
    note->span = span;
    while (*end)
        end = &(*end)->next;
    *end = note;
}

void diag_fix(struct diags *d, struct diag *g, struct span replace, const char *replacement,
              const char *words, ...) {
    va_list args;
    va_start(args, words);
    g->fix = format_into(d->arena, words, args);
    va_end(args);
    g->fix_span = replace;
    if (replacement)
        g->replacement = arena_str(d->arena, str_from(replacement));
}

static int by_place(const void *a, const void *b) {
    const struct diag *x = a, *y = b;
    if (x->span.lo != y->span.lo)
        return x->span.lo < y->span.lo ? -1 : 1;
    return x->code < y->code ? -1 : x->code > y->code;
}

bool diags_within(const struct diags *d, struct span at) {
    for (size_t i = 0; i < d->count; i++) {
        struct span s = d->items[i].span;
        if (diag_table[d->items[i].code].severity == SEVERITY_ERROR && s.lo >= at.lo &&
            s.hi <= at.hi && s.lo < s.hi)
            return true;
    }
    return false;
}

void diags_sort(struct diags *d) {
    if (d->count)
        qsort(d->items, d->count, sizeof *d->items, by_place);
}

/* ---- for people ---- */
enum { SHOWN_COLUMNS = 100 };

struct painter {
    FILE *out;
    bool colour;
};

static const char *paint(const struct painter *p, const char *colour) {
    return p->colour ? colour : "";
}

static void print_str(FILE *out, struct str s) {
    fwrite(s.text, 1, s.len, out);
}

/* The part of a long line that is shown: whole clusters round the place. */
static struct str window(struct str line, size_t offset, size_t *start) {
    *start = 0;
    if (text_width(line) <= SHOWN_COLUMNS)
        return line;
    size_t from = 0, width = 0;
    while (from < offset &&
           text_width((struct str){line.text + from, offset - from}) > SHOWN_COLUMNS / 2)
        from += text_cluster((struct str){line.text + from, line.len - from});
    size_t to = from;
    while (to < line.len && width < SHOWN_COLUMNS) {
        size_t len = text_cluster((struct str){line.text + to, line.len - to});
        width += text_width((struct str){line.text + to, len});
        to += len;
    }
    *start = from;
    return (struct str){line.text + from, to - from};
}

static void print_blanked(FILE *out, struct str s) {
    for (size_t i = 0; i < s.len; i++)
        fputc((unsigned char)s.text[i] < 0x20 || s.text[i] == 0x7F ? ' ' : s.text[i], out);
}

static void print_caret(const struct painter *p, const struct diags *d, struct span span) {
    struct place place = source_place(d->sources, span.lo);
    if (!place.source || !place.source->text.len)
        return;
    size_t start;
    struct str shown = window(place.text, place.offset, &start);
    size_t at = place.offset - start;
    size_t len = span.hi > span.lo ? span.hi - span.lo : 1;
    if (at + len > shown.len)
        len = shown.len > at ? shown.len - at : 0;
    size_t width = text_width((struct str){shown.text + at, len});
    fprintf(p->out, "%5u | ", place.line);
    print_blanked(p->out, shown);
    fprintf(p->out, "\n      | %*s%s^", (int)text_width((struct str){shown.text, at}), "",
            paint(p, "\033[1;31m"));
    for (size_t i = 1; i < width; i++)
        fputc('~', p->out);
    fprintf(p->out, "%s\n", paint(p, "\033[0m"));
}

static void print_place(const struct painter *p, const struct diags *d, struct span span) {
    struct place place = source_place(d->sources, span.lo);
    if (!place.source)
        fputs("ipt", p->out);
    else if (!place.source->text.len)
        fprintf(p->out, "%s", place.source->path);
    else
        fprintf(p->out, "%s:%u:%u", place.source->path, place.line, place.column);
}

static void print_diag(const struct painter *p, const struct diags *d, const struct diag *g) {
    bool error = diag_table[g->code].severity == SEVERITY_ERROR;
    print_place(p, d, g->span);
    fprintf(p->out, ": %s%s:%s ", paint(p, error ? "\033[1;31m" : "\033[1;33m"),
            error ? "error" : "warning", paint(p, "\033[0m"));
    print_str(p->out, g->message);
    fprintf(p->out, " [%s]\n", diag_table[g->code].code);
    if (g->span.hi)
        print_caret(p, d, g->span);
    for (const struct diag_note *n = g->notes; n; n = n->next) {
        if (n->span.hi) {
            fputs("    ", p->out);
            print_place(p, d, n->span);
            fputs(": ", p->out);
        } else {
            fputs("      = note: ", p->out);
        }
        print_str(p->out, n->text);
        fputc('\n', p->out);
    }
    if (g->fix.len) {
        fputs("      = fix: ", p->out);
        print_str(p->out, g->fix);
        fputc('\n', p->out);
    }
}

void diags_print(const struct diags *d, FILE *out, bool colour) {
    struct painter p = {out, colour};
    for (size_t i = 0; i < d->count; i++)
        print_diag(&p, d, &d->items[i]);
    if (d->errors + d->warnings > d->count)
        fprintf(out, "… and %zu more\n", d->errors + d->warnings - d->count);
}

/* ---- for programs ---- */
static void json_place(const struct diags *d, struct span span, struct json_writer *w) {
    struct place from = source_place(d->sources, span.lo), to = source_place(d->sources, span.hi);
    if (!from.source)
        return;
    json_member_text(w, "file", str_from(from.source->path));
    json_member_number(w, "line", from.line);
    json_member_number(w, "column", from.column);
    json_member_number(w, "end_line", to.source ? to.line : from.line);
    json_member_number(w, "end_column", to.source ? to.column : from.column);
}

static void json_fix(const struct diags *d, const struct diag *g, struct json_writer *w) {
    json_key(w, "fix");
    json_open(w, '{');
    json_member_text(w, "text", g->fix);
    if (g->fix_span.hi) {
        json_place(d, g->fix_span, w);
        json_member_text(w, "replacement", g->replacement);
    }
    json_close(w, '}');
}

void diags_json(const struct diags *d, struct buffer *out) {
    struct json_writer w;
    json_writer_init(&w, out, 1);
    json_open(&w, '[');
    for (size_t i = 0; i < d->count; i++) {
        const struct diag *g = &d->items[i];
        json_open(&w, '{');
        json_member_text(&w, "code", str_from(diag_table[g->code].code));
        json_member_text(&w, "severity",
                         diag_table[g->code].severity == SEVERITY_ERROR ? STR("error")
                                                                        : STR("warning"));
        json_member_text(&w, "message", g->message);
        json_place(d, g->span, &w);
        if (g->notes) {
            json_key(&w, "notes");
            json_open(&w, '[');
            for (const struct diag_note *n = g->notes; n; n = n->next) {
                json_open(&w, '{');
                json_member_text(&w, "text", n->text);
                json_place(d, n->span, &w);
                json_close(&w, '}');
            }
            json_close(&w, ']');
        }
        if (g->fix.len)
            json_fix(d, g, &w);
        json_close(&w, '}');
    }
    json_close(&w, ']');
    buffer_char(out, '\n');
}
