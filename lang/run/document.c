/* See document.h. */
#include "run/document.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

const struct str document_disclaimer =
    STR_INIT("A screening and record aid for trained professionals. Not a diagnosis, and no "
             "substitute for clinical judgement. In an emergency, call your local emergency "
             "number.");
const struct str document_score_caution =
    STR_INIT("Scores and their bands are as published; the people they were found with may differ "
             "from the person here.");

struct document *document_new(struct arena *a, struct str title) {
    struct document *d = arena_new(a, struct document);
    d->arena = a;
    d->title = document_text(d, title);
    d->language = STR("en");
    return d;
}

/* ---- texts ---- */
static bool turns_writing(int32_t point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_control(int32_t point) {
    return (point < 0x20 && point != '\n') || (point >= 0x7F && point < 0xA0) || point == 0xFEFF;
}

static void clean(struct str text, struct buffer *out) {
    while (text.len) {
        int32_t point;
        size_t len = text_decode(text, &point);
        if (point == '\t' || point == 0x2028 || point == 0x2029 || point == 0x85)
            buffer_char(out, point == '\t' ? ' ' : '\n');
        else if (point == 0xFFFD || turns_writing(point) || (is_control(point) && point != '\r'))
            buffer_text(out, "\xEF\xBF\xBD");
        else if (point != '\r')
            buffer_add(out, text.text, len);
        text.text += len;
        text.len -= len;
    }
}

struct str document_text(struct document *d, struct str text) {
    struct buffer b;
    buffer_init(&b);
    clean(text, &b);
    struct str result = buffer_keep(&b, d->arena);
    buffer_release(&b);
    return text_trim(result);
}

/* ---- building ---- */
static struct block *append(struct document *d, const struct block *made) {
    struct block *b = arena_new(d->arena, struct block);
    *b = *made;
    b->next = NULL;
    if (d->last)
        d->last->next = b;
    else
        d->first = b;
    d->last = b;
    return b;
}

struct block *document_add(struct document *d, enum block_kind kind, struct str text) {
    return append(d, &(struct block){.kind = kind,
                                     .text = document_text(d, text),
                                     .clinician_only = kind == BLOCK_NOTE || kind == BLOCK_ALERTS});
}

void document_add_source(struct document *d, struct str title, struct str source,
                         bool clinician_only) {
    for (uint32_t i = 0; i < d->source_count; i++) {
        if (str_same(d->sources[i].title, title) && str_same(d->sources[i].source, source)) {
            d->sources[i].clinician_only &= clinician_only;
            return;
        }
    }
    if (d->source_count == d->source_capacity) {
        uint32_t capacity = d->source_capacity ? d->source_capacity * 2 : 8;
        struct document_source *more = arena_array(d->arena, struct document_source, capacity);
        if (d->source_count)
            memcpy(more, d->sources, sizeof *more * d->source_count);
        d->sources = more;
        d->source_capacity = capacity;
    }
    d->sources[d->source_count++] =
        (struct document_source){document_text(d, title), document_text(d, source), clinician_only};
}

/* ---- the copy for the client ---- */
static bool is_withheld(const struct block *b) {
    bool any = b->kind != BLOCK_TABLE;
    for (uint32_t i = 0; !any && i < b->as.table.column_count; i++)
        any = !b->as.table.columns[i].clinician_only;
    return b->clinician_only || !any;
}

/* A table without the columns of the clinician. */
static void keep_columns(struct arena *a, struct document_table *t) {
    uint32_t kept = 0, *from = arena_array(a, uint32_t, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].clinician_only)
            from[kept++] = i;
    struct table_column *columns = arena_array(a, struct table_column, kept);
    struct table_cell *cells = arena_array(a, struct table_cell, (size_t)kept * t->row_count);
    for (uint32_t i = 0; i < kept; i++) {
        columns[i] = t->columns[from[i]];
        for (uint32_t row = 0; row < t->row_count; row++)
            cells[row * kept + i] = t->cells[row * t->column_count + from[i]];
    }
    *t = (struct document_table){columns, kept, cells, t->row_count};
}

/* Is everything between this heading and the next kept from the client? */
static bool left_empty(const struct block *heading) {
    bool any = false;
    for (const struct block *b = heading->next; b && b->kind != BLOCK_HEADING; b = b->next) {
        if (!is_withheld(b))
            return false;
        any = true;
    }
    return any;
}

struct document *document_for_client(const struct document *d) {
    struct document *copy = arena_new(d->arena, struct document);
    *copy = *d;
    copy->for_client = true;
    copy->first = copy->last = NULL;
    copy->sources = NULL;
    copy->source_count = copy->source_capacity = 0;
    for (const struct block *b = d->first; b; b = b->next) {
        struct block kept = *b;
        if (is_withheld(b) || (b->kind == BLOCK_HEADING && left_empty(b)))
            continue;
        if (b->kind == BLOCK_TABLE)
            keep_columns(d->arena, &kept.as.table);
        append(copy, &kept);
    }
    for (uint32_t i = 0; i < d->source_count; i++)
        if (!d->sources[i].clinician_only)
            document_add_source(copy, d->sources[i].title, d->sources[i].source, false);
    return copy;
}

bool document_withholds(const struct document *d) {
    for (const struct block *b = d->first; b; b = b->next) {
        if (is_withheld(b))
            return true;
        for (uint32_t i = 0; b->kind == BLOCK_TABLE && i < b->as.table.column_count; i++)
            if (b->as.table.columns[i].clinician_only)
                return true;
    }
    return false;
}

double chart_base(double from, double to) {
    return from > 0 ? from : to < 0 ? to : 0;
}

/* ---- rings ---- */
static void title_ring(struct arena *a, struct circle_ring *ring) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, ring->low);
    if (ring->high > ring->low) {
        buffer_text(&b, " to ");
        buffer_number(&b, ring->high);
    }
    ring->title = buffer_keep(&b, a);
    buffer_release(&b);
}

/* Up to five values have a ring each; more are put together, the outer rings taking one more where
   it does not come out even. Decimals are cut in five, an edge belonging to the nearer ring. */
uint32_t circle_rings(struct arena *a, const struct document_circle *c,
                      struct circle_ring rings[MOST_RINGS]) {
    double low = c->from, high = c->to > c->from ? c->to : c->from;
    bool whole = c->whole && low == floor(low) && high == floor(high);
    double steps = whole ? high - low + 1 : high > low ? MOST_RINGS : 1;
    uint32_t count = steps < MOST_RINGS ? (uint32_t)steps : MOST_RINGS;
    double each = floor(steps / count), more = steps - each * count, top = high;
    for (uint32_t i = 0; i < count; i++) {
        if (whole) {
            double size = each + (count - i <= more ? 1 : 0);
            rings[i] = (struct circle_ring){.low = top - size + 1, .high = top};
            top -= size;
        } else {
            double width = (high - low) / count;
            rings[i] =
                (struct circle_ring){.low = high - width * (i + 1), .high = high - width * i};
        }
        title_ring(a, &rings[i]);
    }
    return count;
}

uint32_t circle_ring_of(const struct circle_ring *rings, uint32_t count, double value) {
    for (uint32_t i = 0; i + 1 < count; i++)
        if (value >= rings[i].low)
            return i;
    return count - 1;
}
