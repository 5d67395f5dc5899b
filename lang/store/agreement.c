/* Two raters: sheets to be filled in, and how far they agree. */
#include "store/cohort.h"

#include <stdlib.h>

/* A reply is known by its number in the order of a hash of its words: that tells nothing of who
   wrote it, and is the same for both raters. */
struct reply {
    uint64_t hash;
    struct str words;
};

static int by_hash(const void *a, const void *b) {
    const struct reply *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Each once; malloc'ed. */
static struct reply *replies_of(const struct cohort *c, const struct rubric *r, size_t *count) {
    struct reply *all = memory_get(sizeof *all * (c->attempt_count + 1));
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < c->attempt_count; i++)
        if (c->attempts[i].rubric == r && c->attempts[i].last)
            all[found++] =
                (struct reply){hash_bytes(0, c->attempts[i].reply.text, c->attempts[i].reply.len),
                               c->attempts[i].reply};
    qsort(all, found, sizeof *all, by_hash);
    for (size_t i = 0; i < found; i++)
        if (!kept || !str_same(all[kept - 1].words, all[i].words))
            all[kept++] = all[i];
    *count = kept;
    return all;
}

void cohort_rating_sheet(const struct cohort *c, const struct rubric *r, struct buffer *out) {
    size_t count;
    struct reply *all = replies_of(c, r, &count);
    buffer_text(out, "reply");
    for (uint32_t i = 0; i < r->rule_count; i++)
        csv_cell(name_str(r->rules[i].choice->code), false, out);
    buffer_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        csv_cell(all[i].words, true, out);
        buffer_repeat(out, ',', r->rule_count);
        buffer_char(out, '\n');
    }
    free(all);
}

/* ---- agreement ---- */
/* 1, 0, or -1: it was not rated. */
static int rated(const struct csv_table *t, struct str reply, int reply_column, int column) {
    for (size_t row = 1; row < t->rows; row++) {
        const struct str *cells = t->cells + row * t->columns;
        if (!str_same(cells[reply_column], reply))
            continue;
        return str_is(cells[column], "1") || str_is(cells[column], "yes")  ? 1
               : str_is(cells[column], "0") || str_is(cells[column], "no") ? 0
                                                                           : -1;
    }
    return -1;
}

struct agreement {
    size_t both[2][2]; /* by what the one said, and the other */
};

static size_t total(const struct agreement *a) {
    return a->both[0][0] + a->both[0][1] + a->both[1][0] + a->both[1][1];
}

/* False: with the shares as they are, chance alone agrees always, and it is not defined. */
static bool kappa(const struct agreement *a, double *out) {
    double n = (double)total(a);
    double observed = (double)(a->both[0][0] + a->both[1][1]) / n;
    double yes_one = (double)(a->both[1][0] + a->both[1][1]) / n;
    double yes_other = (double)(a->both[0][1] + a->both[1][1]) / n;
    double chance = yes_one * yes_other + (1 - yes_one) * (1 - yes_other);
    if (chance >= 1)
        return false;
    *out = (observed - chance) / (1 - chance);
    return true;
}

static void fill_row(struct table_cell *cells, struct arena *a, const struct agreement *g) {
    double k;
    size_t n = total(g);
    cells[1].text = arena_printf(a, "%zu", n);
    cells[2].text =
        n ? arena_printf(a, "%.0f %%", (double)(g->both[0][0] + g->both[1][1]) * 100 / (double)n)
          : STR("none");
    cells[3].text = n && kappa(g, &k) ? arena_printf(a, "%.2f", k) : STR("not defined");
}

static bool find_columns(const struct rubric *r, const struct csv_table *t, int *columns,
                         struct arena *a, struct str *why) {
    columns[r->rule_count] = csv_column(t, "reply");
    if (columns[r->rule_count] < 0) {
        *why = STR("a sheet has no column `reply`");
        return false;
    }
    for (uint32_t i = 0; i < r->rule_count; i++) {
        columns[i] = csv_column(t, r->rules[i].choice->code->text);
        if (columns[i] < 0) {
            *why = arena_printf(a, "a sheet has no column `%s`", r->rules[i].choice->code->text);
            return false;
        }
    }
    return true;
}

struct document *cohort_agreement(const struct cohort *c, const struct rubric *r,
                                  const struct csv_table *one, const struct csv_table *other,
                                  struct str *why) {
    static const char *const titles[] = {"Criterion", "Rated by both", "Agree", "Cohen's kappa"};
    struct arena *a = c->arena;
    int *left = arena_array(a, int, r->rule_count + 1),
        *right = arena_array(a, int, r->rule_count + 1);
    size_t count;
    if (!find_columns(r, one, left, a, why) || !find_columns(r, other, right, a, why))
        return NULL;
    struct document *d = document_new(a, STR("Agreement of two raters"));
    d->for_practice = true;
    struct document_table *t = &document_add(d, BLOCK_TABLE, name_str(r->symbol->name))->as.table;
    t->column_count = COUNT_OF(titles);
    t->columns = arena_array(a, struct table_column, COUNT_OF(titles));
    t->cells = arena_array(a, struct table_cell, COUNT_OF(titles) * (r->rule_count + 1));
    for (uint32_t i = 0; i < COUNT_OF(titles); i++)
        t->columns[i] = (struct table_column){.title = str_from(titles[i]), .numbers = i > 0};
    struct reply *all = replies_of(c, r, &count);
    for (uint32_t i = 0; i < r->rule_count; i++) {
        struct agreement g = {{{0}}};
        struct table_cell *cells = t->cells + (size_t)t->row_count++ * t->column_count;
        for (size_t k = 0; k < count; k++) {
            int x = rated(one, all[k].words, left[r->rule_count], left[i]);
            int y = rated(other, all[k].words, right[r->rule_count], right[i]);
            if (x >= 0 && y >= 0)
                g.both[x][y]++;
        }
        const struct node *text = r->rules[i].text;
        cells[0].text = document_text(d, AST(text, text)->value);
        fill_row(cells, a, &g);
    }
    free(all);
    document_add(d, BLOCK_PARAGRAPH,
                 STR("Cohen's kappa is the agreement beyond chance: 1 is full agreement, 0 is what "
                     "chance would give. Cohen J. Educ Psychol Meas 1960;20:37-46."));
    return d;
}
