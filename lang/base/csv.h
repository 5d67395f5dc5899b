/* Comma-separated values (RFC 4180). */
#ifndef IPT_BASE_CSV_H
#define IPT_BASE_CSV_H

#include "base/buffer.h"

/* A cell, behind a comma unless it is the first of its row. */
void csv_cell(struct str s, bool first, struct buffer *out);

/* A table that was read: `cells` row by row, each row as long as the first. In the arena. */
struct csv_table {
    struct str *cells;
    size_t rows, columns;
};
/* False with `why`, in plain words. */
bool csv_read(struct str text, struct arena *a, struct csv_table *out, struct str *why);
/* The column with this title in the first row; -1: none. */
int csv_column(const struct csv_table *t, const char *title);

#endif
