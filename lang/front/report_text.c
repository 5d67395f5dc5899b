/* A report for the terminal. Widths are counted in columns by grapheme clusters (base/text.h), so
   that tables stand straight in any script. A number stands before its bar, so that a chart can be
   listened to as well. Also holds the few words that all renderers share. */
#include "front/report.h"

#include "base/text.h"

#include <math.h>

struct writer {
    struct buffer *out;
    size_t width;
    struct arena scratch;
};

/* ---- shared words ---- */
struct str report_copy_line(const struct document *d) {
    return d->for_client     ? STR("Copy for the client.")
           : d->for_practice ? STR("For whoever practises, and for the trainer.")
           : document_withholds(d)
               ? STR("For the clinician: holds what is not meant for the client.")
               : STR("For the clinician.");
}

struct str report_origin(const struct document *d) {
    return arena_printf(d->arena, "%.*s%s%.*s%s", (int)d->script.len, d->script.text,
                        d->script.len && d->day.len ? ". " : "", (int)d->day.len, d->day.text,
                        d->script.len || d->day.len ? "." : "");
}

struct str report_nothing(const struct block *b) {
    switch (b->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        break;
    case BLOCK_TABLE:
        return b->as.table.row_count ? (struct str){"", 0} : STR("Nothing is listed.");
    case BLOCK_LIST:
        return b->as.list.count ? (struct str){"", 0} : STR("Nothing is listed.");
    case BLOCK_ALERTS:
        return b->as.list.count ? (struct str){"", 0} : STR("No alerts.");
    case BLOCK_CHART:
        return b->as.chart.count ? (struct str){"", 0} : STR("No values.");
    case BLOCK_CIRCLE:
        return b->as.circle.count ? (struct str){"", 0} : STR("Nobody is listed.");
    }
    return (struct str){"", 0};
}

/* ---- paragraphs ---- */
struct paragraph {
    struct writer *w;
    const char *first;
    size_t indent;
    bool begun;
};

static void put_line(void *payload, struct str text) {
    struct paragraph *p = payload;
    if (!p->begun)
        buffer_text(p->w->out, p->first);
    else if (text.len)
        buffer_repeat(p->w->out, ' ', p->indent);
    buffer_str(p->w->out, text);
    buffer_char(p->w->out, '\n');
    p->begun = true;
}

static void paragraph(struct writer *w, const char *first, struct str text) {
    size_t indent = text_width(str_from(first));
    struct paragraph p = {w, first, indent, false};
    text_wrap(text, w->width > indent + 8 ? w->width - indent : 8, put_line, &p);
}

static void heading(struct writer *w, struct str text, char line) {
    size_t width = text_width(text);
    buffer_char(w->out, '\n');
    paragraph(w, "", text);
    buffer_repeat(w->out, line, width < w->width ? width : w->width);
    buffer_char(w->out, '\n');
}

static void pad(struct writer *w, size_t used, size_t width) {
    buffer_repeat(w->out, ' ', width > used ? width - used : 0);
}

/* ---- tables ---- */
/* A column of words is not narrower than a short line, nor wider than this for one long word. */
enum { GAP = 2, NARROWEST_COLUMN = 8, LONGEST_WORD = 20 };

struct lines {
    struct str *items;
    size_t count;
};

static void count_line(void *payload, struct str text) {
    (void)text;
    ++*(size_t *)payload;
}

static void keep_line(void *payload, struct str text) {
    struct lines *l = payload;
    l->items[l->count++] = text;
}

static struct lines broken(struct writer *w, struct str text, size_t width) {
    size_t count = 0;
    text_wrap(text, width, count_line, &count);
    struct lines l = {arena_array(&w->scratch, struct str, count), 0};
    text_wrap(text, width, keep_line, &l);
    return l;
}

static void widen(void *payload, struct str text) {
    size_t width = text_width(text), *widest = payload;
    *widest = width > *widest ? width : *widest;
}

static void widen_to_words(struct str text, size_t *widest) {
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        for (end = at; end < text.len && text.text[end] != ' ' && text.text[end] != '\n'; end++)
            continue;
        widen(widest, (struct str){text.text + at, end - at});
    }
}

/* What a column would take, and what it needs at least. */
static void measure(const struct document_table *t, uint32_t column, size_t *wanted,
                    size_t *least) {
    size_t word = 1;
    *wanted = 1;
    text_wrap(t->columns[column].title, SIZE_MAX / 2, widen, wanted);
    widen_to_words(t->columns[column].title, &word);
    for (uint32_t row = 0; row < t->row_count; row++) {
        struct str text = t->cells[row * t->column_count + column].text;
        text_wrap(text, SIZE_MAX / 2, widen, wanted);
        widen_to_words(text, &word);
    }
    word = word > LONGEST_WORD ? LONGEST_WORD : word;
    *least = *wanted < NARROWEST_COLUMN ? *wanted
             : word < NARROWEST_COLUMN  ? NARROWEST_COLUMN
                                        : word;
}

/* Every column gets what it needs at least; what is left goes, column by column, to the narrowest
   that would take more. False when there is too little for all. */
static bool share_width(const size_t *wanted, size_t *widths, uint32_t count, size_t width) {
    size_t used = (size_t)GAP * (count - 1);
    for (uint32_t i = 0; i < count; i++)
        used += widths[i];
    if (used > width)
        return false;
    for (; used < width; used++) {
        size_t *narrowest = NULL;
        for (uint32_t i = 0; i < count; i++)
            if (widths[i] < wanted[i] && (!narrowest || widths[i] < *narrowest))
                narrowest = &widths[i];
        if (!narrowest)
            break;
        ++*narrowest;
    }
    return true;
}

static void put_row(struct writer *w, const struct document_table *t, const size_t *widths,
                    const struct lines *cells) {
    size_t height = 1;
    for (uint32_t i = 0; i < t->column_count; i++)
        height = cells[i].count > height ? cells[i].count : height;
    for (size_t line = 0; line < height; line++) {
        size_t owed = 0; /* blanks are only written before something */
        for (uint32_t i = 0; i < t->column_count; i++) {
            struct str text = line < cells[i].count ? cells[i].items[line] : (struct str){"", 0};
            size_t used = text_width(text), rest = widths[i] > used ? widths[i] - used : 0;
            owed += t->columns[i].numbers ? rest : 0;
            if (text.len) {
                buffer_repeat(w->out, ' ', owed);
                buffer_str(w->out, text);
                owed = 0;
            } else {
                owed += used;
            }
            owed += (t->columns[i].numbers ? 0 : rest) + GAP;
        }
        buffer_char(w->out, '\n');
    }
}

static void put_grid(struct writer *w, const struct document_table *t, const size_t *widths) {
    struct lines *cells = arena_array(&w->scratch, struct lines, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++)
        cells[i] = broken(w, t->columns[i].title, widths[i]);
    put_row(w, t, widths, cells);
    for (uint32_t i = 0; i < t->column_count; i++) {
        buffer_repeat(w->out, '-', widths[i]);
        buffer_text(w->out, i + 1 < t->column_count ? "  " : "\n");
    }
    for (uint32_t row = 0; row < t->row_count; row++) {
        for (uint32_t i = 0; i < t->column_count; i++)
            cells[i] = broken(w, t->cells[row * t->column_count + i].text, widths[i]);
        put_row(w, t, widths, cells);
    }
}

/* Too wide for a grid: each row as a little list. */
static void put_cards(struct writer *w, const struct document_table *t) {
    for (uint32_t row = 0; row < t->row_count; row++) {
        if (row)
            buffer_char(w->out, '\n');
        for (uint32_t i = 0; i < t->column_count; i++) {
            struct str title = t->columns[i].title, text = t->cells[row * t->column_count + i].text;
            paragraph(w, i ? "    " : "  - ",
                      arena_printf(&w->scratch, "%.*s: %.*s", (int)title.len, title.text,
                                   (int)text.len, text.text));
        }
    }
}

static void table(struct writer *w, const struct document_table *t) {
    size_t *wanted = arena_array(&w->scratch, size_t, t->column_count);
    size_t *widths = arena_array(&w->scratch, size_t, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++)
        measure(t, i, &wanted[i], &widths[i]);
    if (share_width(wanted, widths, t->column_count, w->width))
        put_grid(w, t, widths);
    else
        put_cards(w, t);
}

/* ---- charts ---- */
static void chart_ends(const struct document_chart *c, double *from, double *to) {
    *from = c->bounded ? c->from : 0;
    *to = c->bounded ? c->to : 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->points[i].present)
            continue;
        *from = fmin(*from, c->points[i].value);
        *to = fmax(*to, c->points[i].value);
    }
}

struct scale {
    double from, to;
    size_t label, shown, room; /* columns */
};

/* On a scale that goes below nought the bars go both ways, and `|` is nought. */
static void bar(struct writer *w, double value, const struct scale *s) {
    double step = s->to > s->from ? (double)s->room / (s->to - s->from) : 0;
    double base = chart_base(s->from, s->to);
    size_t start = (size_t)floor((base - s->from) * step + 0.5);
    size_t end = step > 0 ? (size_t)floor((value - s->from) * step + 0.5) : s->room;
    bool both = base > s->from && base < s->to;
    if (start == end && !both)
        return;
    buffer_text(w->out, "  ");
    buffer_repeat(w->out, ' ', start < end ? start : end);
    buffer_repeat(w->out, '#', start > end ? start - end : 0);
    buffer_text(w->out, both ? "|" : "");
    buffer_repeat(w->out, '#', end > start ? end - start : 0);
}

static void chart_point(struct writer *w, const struct document_point *p, const struct scale *s) {
    struct lines label = broken(w, p->label, s->label);
    for (size_t i = 0; i < label.count; i++) {
        buffer_text(w->out, i ? "\n  " : "  ");
        buffer_str(w->out, label.items[i]);
    }
    pad(w, text_width(label.items[label.count - 1]), s->label + 2);
    if (p->present) {
        pad(w, text_width(p->shown), s->shown);
        buffer_str(w->out, p->shown);
        bar(w, p->value, s);
    } else {
        buffer_str(w->out, p->shown);
    }
    buffer_char(w->out, '\n');
}

static void chart_legend(struct writer *w, const struct document_chart *c, const struct scale *s) {
    struct buffer b;
    buffer_init(&b);
    buffer_text(&b, "The scale goes from ");
    buffer_number(&b, s->from);
    buffer_text(&b, " to ");
    buffer_number(&b, s->to);
    buffer_text(&b, c->unit.len ? " " : "");
    buffer_str(&b, c->unit);
    buffer_char(&b, '.');
    paragraph(w, "  ", buffer_as_str(&b));
    buffer_release(&b);
}

/* Of each point the label, the number, the bar; below, how far a bar can go. */
static void chart(struct writer *w, const struct document_chart *c) {
    struct scale s = {.label = 1, .shown = 1};
    chart_ends(c, &s.from, &s.to);
    for (uint32_t i = 0; i < c->count; i++) {
        widen(&s.label, c->points[i].label);
        if (c->points[i].present)
            widen(&s.shown, c->points[i].shown);
    }
    if (s.label > w->width / 3)
        s.label = w->width / 3;
    size_t before = 2 + s.label + 2 + s.shown + 2;
    s.room = w->width > before + 10 ? w->width - before : 10;
    s.room = s.room > 40 ? 40 : s.room;
    for (uint32_t i = 0; i < c->count; i++)
        chart_point(w, &c->points[i], &s);
    chart_legend(w, c, &s);
}

/* ---- circles ---- */
static void add_name(struct buffer *b, const struct document_point *p) {
    buffer_text(b, b->len ? ", " : "");
    buffer_str(b, p->label);
    buffer_char(b, ' ');
    buffer_str(b, p->shown);
}

/* From the middle outwards, the nearest first. */
static void circle(struct writer *w, const struct document_circle *c) {
    struct circle_ring rings[MOST_RINGS];
    uint32_t count = circle_rings(&w->scratch, c, rings);
    size_t width = 1;
    for (uint32_t i = 0; i < count; i++)
        widen(&width, rings[i].title);
    struct buffer names, first;
    buffer_init(&names);
    buffer_init(&first);
    for (uint32_t i = 0; i <= count; i++) {
        buffer_clear(&names);
        buffer_clear(&first);
        for (uint32_t k = 0; k < c->count; k++)
            if (c->people[k].present
                    ? i < count && circle_ring_of(rings, count, c->people[k].value) == i
                    : i == count)
                add_name(&names, &c->people[k]);
        if (i < count) {
            buffer_text(&first, "  ");
            buffer_str(&first, rings[i].title);
            buffer_repeat(&first, ' ', width - text_width(rings[i].title) + 2);
        } else {
            buffer_text(&first, "  Not on a ring: ");
        }
        if (i < count || names.len)
            paragraph(w, first.text, names.len ? buffer_as_str(&names) : STR("-"));
    }
    buffer_release(&names);
    buffer_release(&first);
}

/* ---- blocks ---- */
static void list(struct writer *w, const struct document_list *l) {
    for (uint32_t i = 0; i < l->count; i++) {
        const struct list_item *item = &l->items[i];
        if (item->mark.len)
            paragraph(w, "  - ",
                      arena_printf(&w->scratch, "%.*s: %.*s", (int)item->mark.len, item->mark.text,
                                   (int)item->text.len, item->text.text));
        else
            paragraph(w, "  - ", item->text);
    }
}

static void block(struct writer *w, const struct block *b) {
    if (b->kind == BLOCK_HEADING) {
        heading(w, b->text, '-');
        return;
    }
    buffer_char(w->out, '\n');
    if (b->kind == BLOCK_PARAGRAPH || b->kind == BLOCK_NOTE) {
        paragraph(w,
                  b->kind == BLOCK_NOTE ? "  | Note: "
                  : b->clinician_only   ? "  | "
                                        : "",
                  b->text);
        return;
    }
    if (b->text.len)
        paragraph(w, "", b->text);
    struct str nothing = report_nothing(b);
    if (nothing.len) {
        paragraph(w, "  ", nothing);
        return;
    }
    switch (b->kind) {
    case BLOCK_TABLE:
        table(w, &b->as.table);
        break;
    case BLOCK_LIST:
    case BLOCK_ALERTS:
        list(w, &b->as.list);
        break;
    case BLOCK_CHART:
        chart(w, &b->as.chart);
        break;
    case BLOCK_CIRCLE:
        circle(w, &b->as.circle);
        break;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        break;
    }
}

static void footer(struct writer *w, const struct document *d) {
    buffer_text(w->out, "\n--\n");
    for (uint32_t i = 0; i < d->source_count; i++) {
        const struct document_source *s = &d->sources[i];
        paragraph(w, "",
                  arena_printf(&w->scratch, "%.*s: %.*s", (int)s->title.len, s->title.text,
                               (int)s->source.len, s->source.text));
    }
    if (d->source_count)
        paragraph(w, "", document_score_caution);
    paragraph(w, "", document_disclaimer);
}

void report_text(const struct document *d, size_t width, struct buffer *out) {
    struct writer w = {.out = out, .width = width};
    struct str origin = report_origin(d);
    arena_init(&w.scratch);
    heading(&w, d->title, '=');
    if (origin.len)
        paragraph(&w, "", origin);
    paragraph(&w, "", report_copy_line(d));
    if (d->warning.len) {
        buffer_char(out, '\n');
        paragraph(&w, "! ", d->warning);
    }
    for (const struct block *b = d->first; b; b = b->next)
        block(&w, b);
    footer(&w, d);
    arena_release(&w.scratch);
}
