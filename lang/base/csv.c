#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

void csv_cell(struct str s, bool first, struct buffer *out) {
    bool quoted = false;
    for (size_t i = 0; i < s.len; i++)
        quoted |= strchr(",\"\r\n", s.text[i]) != NULL;
    buffer_text(out, first ? "" : ",");
    if (!quoted) {
        buffer_str(out, s);
        return;
    }
    buffer_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.text[i] == '"')
            buffer_char(out, '"');
        buffer_char(out, s.text[i]);
    }
    buffer_char(out, '"');
}

struct reader {
    struct str text;
    size_t at;
    struct arena *arena;
    struct buffer cell;
};

/* One cell, up to the comma or the end of the line behind it; false: a quote is not closed. */
static bool read_cell(struct reader *r, struct str *out) {
    bool quoted = r->at < r->text.len && r->text.text[r->at] == '"';
    r->at += quoted;
    buffer_clear(&r->cell);
    for (; r->at < r->text.len; r->at++) {
        char c = r->text.text[r->at];
        if (quoted && c == '"') {
            if (r->at + 1 < r->text.len && r->text.text[r->at + 1] == '"')
                r->at++;
            else
                break;
        } else if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
            break;
        }
        buffer_char(&r->cell, c);
    }
    if (quoted && r->at++ >= r->text.len)
        return false;
    *out = buffer_keep(&r->cell, r->arena);
    return true;
}

/* Past the end of the line, if it is one. */
static bool line_ends(struct reader *r) {
    size_t before = r->at;
    r->at += r->at < r->text.len && r->text.text[r->at] == '\r';
    r->at += r->at < r->text.len && r->text.text[r->at] == '\n';
    return r->at > before || r->at >= r->text.len;
}

bool csv_read(struct str text, struct arena *a, struct csv_table *out, struct str *why) {
    struct reader r = {.text = text, .arena = a};
    struct str *cells = NULL; /* malloc'ed */
    size_t count = 0, capacity = 0, in_row = 0;
    bool good = true;
    *out = (struct csv_table){0};
    buffer_init(&r.cell);
    while (good && r.at < text.len) {
        good = read_cell(&r, array_push(cells, count, capacity));
        in_row++;
        if (good && r.at < text.len && text.text[r.at] == ',') {
            r.at++;
            continue;
        }
        good = good && line_ends(&r) && (!out->columns || in_row == out->columns);
        out->columns = out->columns ? out->columns : in_row;
        out->rows++;
        in_row = 0;
    }
    if (!good)
        *why = arena_printf(a,
                            "line %zu is no row like the first: a cell is missing or too many, or "
                            "a quote is not closed",
                            out->rows + !out->rows);
    out->cells = arena_array(a, struct str, count + 1);
    if (count)
        memcpy(out->cells, cells, sizeof *cells * count);
    free(cells);
    buffer_release(&r.cell);
    return good;
}

int csv_column(const struct csv_table *t, const char *title) {
    for (size_t i = 0; t->rows && i < t->columns; i++)
        if (str_is(t->cells[i], title))
            return (int)i;
    return -1;
}
