/* A report as Markdown, with the tables of GitHub. Whatever a person typed stands as typed: every
   mark that Markdown would take for its own is escaped. Charts and circles are tables and lists,
   since Markdown has no pictures of its own. */
#include "front/report.h"

#include <ctype.h>
#include <string.h>

/* Always a mark, or only where a line begins. */
static const char marks[] = "\\`*_[]<>|~$&#";
static const char marks_at_start[] = "+-=:";

static bool begins_numbered(struct str s, size_t at) {
    size_t digits = at;
    while (digits < s.len && isdigit((unsigned char)s.text[digits]))
        digits++;
    return digits > at && digits < s.len && (s.text[digits] == '.' || s.text[digits] == ')');
}

/* One line of text; a newline in it becomes `newline`. */
static void escaped(struct buffer *out, struct str s, const char *newline) {
    bool start = true, numbered = begins_numbered(s, 0);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.text[i];
        if (c == '\n') {
            buffer_text(out, newline);
            start = true;
            numbered = begins_numbered(s, i + 1);
            continue;
        }
        if (start && c == ' ')
            continue; /* four of them would begin a block of code */
        if (strchr(marks, c) || (start && strchr(marks_at_start, c)) ||
            (numbered && (c == '.' || c == ')')))
            buffer_char(out, '\\');
        numbered = numbered && isdigit((unsigned char)c);
        buffer_char(out, c);
        start = false;
    }
}

/* Blank lines part paragraphs, other newlines are kept as breaks. */
static void paragraph(struct buffer *out, const char *before, struct str text) {
    buffer_text(out, before);
    while (text.len) {
        const char *gap = memmem(text.text, text.len, "\n\n", 2);
        struct str part = {text.text, gap ? (size_t)(gap - text.text) : text.len};
        escaped(out, part, "\\\n");
        text.text += part.len;
        text.len -= part.len;
        while (text.len && *text.text == '\n') {
            text.text++;
            text.len--;
        }
        if (text.len)
            buffer_text(out, before[0] == '>' ? "\n>\n> " : "\n\n");
    }
    buffer_text(out, "\n\n");
}

static void cell(struct buffer *out, struct str text) {
    buffer_text(out, " ");
    escaped(out, text, " ");
    buffer_text(out, " |");
}

static void table(struct buffer *out, const struct document_table *t) {
    buffer_char(out, '|');
    for (uint32_t i = 0; i < t->column_count; i++)
        cell(out, t->columns[i].title);
    buffer_text(out, "\n|");
    for (uint32_t i = 0; i < t->column_count; i++)
        buffer_text(out, t->columns[i].numbers ? " ---: |" : " --- |");
    for (uint32_t row = 0; row < t->row_count; row++) {
        buffer_text(out, "\n|");
        for (uint32_t i = 0; i < t->column_count; i++)
            cell(out, t->cells[row * t->column_count + i].text);
    }
    buffer_text(out, "\n\n");
}

static void chart(struct buffer *out, const struct document_chart *c) {
    buffer_text(out, "|  | ");
    escaped(out, c->unit.len ? c->unit : STR("Value"), " ");
    buffer_text(out, " |\n| --- | ---: |");
    for (uint32_t i = 0; i < c->count; i++) {
        buffer_text(out, "\n|");
        cell(out, c->points[i].label);
        cell(out, c->points[i].shown);
    }
    buffer_text(out, "\n\n");
}

static void ring(struct buffer *out, const struct document_circle *c,
                 const struct circle_ring *rings, uint32_t count, uint32_t number) {
    bool first = true;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct document_point *p = &c->people[i];
        if ((p->present ? circle_ring_of(rings, count, p->value) : count) != number)
            continue;
        buffer_text(out, first ? " " : ", ");
        escaped(out, p->label, " ");
        buffer_char(out, ' ');
        escaped(out, p->shown, " ");
        first = false;
    }
    buffer_text(out, first ? " nobody\n" : "\n");
}

static void circle(struct buffer *out, const struct document_circle *c, struct arena *a) {
    struct circle_ring rings[MOST_RINGS];
    uint32_t count = circle_rings(a, c, rings);
    bool missing = false;
    for (uint32_t i = 0; i < c->count; i++)
        missing |= !c->people[i].present;
    for (uint32_t i = 0; i < count; i++) {
        buffer_text(out, "- **");
        escaped(out, rings[i].title, " ");
        buffer_text(out, ":**");
        ring(out, c, rings, count, i);
    }
    if (missing) {
        buffer_text(out, "- **Not on a ring:**");
        ring(out, c, rings, count, count);
    }
    buffer_char(out, '\n');
}

static void list(struct buffer *out, const struct document_list *l) {
    for (uint32_t i = 0; i < l->count; i++) {
        buffer_text(out, "- ");
        if (l->items[i].mark.len) {
            buffer_text(out, "**");
            escaped(out, l->items[i].mark, " ");
            buffer_text(out, ":** ");
        }
        escaped(out, l->items[i].text, " ");
        buffer_char(out, '\n');
    }
    buffer_char(out, '\n');
}

static void block(struct buffer *out, const struct block *b, struct arena *a) {
    struct str nothing = report_nothing(b);
    bool titled = b->kind != BLOCK_HEADING && b->kind != BLOCK_PARAGRAPH && b->kind != BLOCK_NOTE;
    if (titled && b->text.len) {
        buffer_text(out, "**");
        escaped(out, b->text, " ");
        buffer_text(out, "**\n\n");
    }
    if (nothing.len) {
        paragraph(out, "", nothing);
        return;
    }
    switch (b->kind) {
    case BLOCK_HEADING:
        buffer_text(out, "## ");
        escaped(out, b->text, " ");
        buffer_text(out, "\n\n");
        break;
    case BLOCK_PARAGRAPH:
        paragraph(out, b->clinician_only ? "> " : "", b->text);
        break;
    case BLOCK_NOTE:
        paragraph(out, "> **Note:** ", b->text);
        break;
    case BLOCK_TABLE:
        table(out, &b->as.table);
        break;
    case BLOCK_LIST:
    case BLOCK_ALERTS:
        list(out, &b->as.list);
        break;
    case BLOCK_CHART:
        chart(out, &b->as.chart);
        break;
    case BLOCK_CIRCLE:
        circle(out, &b->as.circle, a);
        break;
    }
}

void report_markdown(const struct document *d, struct buffer *out) {
    struct arena scratch;
    struct str origin = report_origin(d);
    arena_init(&scratch);
    buffer_text(out, "# ");
    escaped(out, d->title, " ");
    buffer_text(out, "\n\n");
    if (origin.len)
        paragraph(out, "", origin);
    paragraph(out, "", report_copy_line(d));
    if (d->warning.len)
        paragraph(out, "> ", d->warning);
    for (const struct block *b = d->first; b; b = b->next)
        block(out, b, &scratch);
    buffer_text(out, "---\n\n");
    for (uint32_t i = 0; i < d->source_count; i++) {
        buffer_text(out, "- ");
        escaped(out, d->sources[i].title, " ");
        buffer_text(out, ": ");
        escaped(out, d->sources[i].source, " ");
        buffer_text(out, i + 1 < d->source_count ? "\n" : "\n\n");
    }
    if (d->source_count)
        paragraph(out, "", document_score_caution);
    paragraph(out, "", document_disclaimer);
    arena_release(&scratch);
    out->text[--out->len] = '\0'; /* one newline at the end is enough */
}
