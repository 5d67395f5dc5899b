/* What a cohort looks like: tables, and rows for a statistics program. */
#include "store/cohort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct page {
    const struct cohort *c;
    struct arena *arena;
    struct document *d;
    bool codes;
};

static struct str text_of(const struct node *text) {
    return text && text->kind == NODE_text ? AST(text, text)->value : (struct str){"", 0};
}

static struct str trainee_name(const struct cohort *c, uint32_t trainee, bool codes) {
    struct str code = c->trainees[trainee];
    return codes && code.len ? code : arena_printf(c->arena, "T%u", trainee + 1);
}

/* ---- figures ---- */
static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

struct figures {
    size_t count;
    double median, least, most;
};

static struct figures figures_of(double *values, size_t count) {
    struct figures f = {.count = count};
    if (!count)
        return f;
    qsort(values, count, sizeof *values, by_size);
    f.least = values[0];
    f.most = values[count - 1];
    f.median = count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
    return f;
}

static struct str median_and_range(struct arena *a, struct figures f) {
    return f.count ? arena_printf(a, "%g (%g to %g)", f.median, f.least, f.most) : STR("none");
}

static struct str percent(struct arena *a, size_t part, size_t all) {
    return all ? arena_printf(a, "%.0f %%", (double)part * 100 / (double)all) : STR("none");
}

/* ---- tables ---- */
static struct document_table *add_table(struct page *g, const char *title,
                                        const char *const *columns, uint32_t count, size_t rows) {
    struct block *b = document_add(g->d, BLOCK_TABLE, str_from(title));
    struct document_table *t = &b->as.table;
    t->column_count = count;
    t->columns = arena_array(g->arena, struct table_column, count);
    t->cells = arena_array(g->arena, struct table_cell, count * (rows + 1));
    for (uint32_t i = 0; i < count; i++)
        t->columns[i] = (struct table_column){.title = str_from(columns[i]), .numbers = i > 0};
    return t;
}

static struct table_cell *add_row(struct document_table *t) {
    return t->cells + (size_t)t->row_count++ * t->column_count;
}

static size_t count_met(const struct page *g, const struct rubric *r, uint32_t rule,
                        size_t *replies, size_t *trainees) {
    bool *seen = memory_get(g->c->trainee_count + 1);
    size_t met = 0;
    *replies = *trainees = 0;
    for (size_t i = 0; i < g->c->attempt_count; i++) {
        const struct attempt *a = &g->c->attempts[i];
        if (a->rubric != r || !a->last)
            continue;
        ++*replies;
        met += a->met[rule];
        *trainees += a->met[rule] && !seen[a->trainee];
        seen[a->trainee] |= a->met[rule];
    }
    free(seen);
    return met;
}

static void add_criteria(struct page *g, const struct rubric *r) {
    static const char *const columns[] = {"Criterion", "Points", "Replies", "Share", "Trainees"};
    struct document_table *t = add_table(g, "Criteria", columns, COUNT_OF(columns), r->rule_count);
    for (uint32_t i = 0; i < r->rule_count; i++) {
        const struct rule *rule = &r->rules[i];
        size_t replies, trainees, met = count_met(g, r, i, &replies, &trainees);
        struct table_cell *cells = add_row(t);
        cells[0].text = document_text(g->d, text_of(rule->text));
        cells[1].text =
            rule->critical ? STR("critical") : arena_printf(g->arena, "%g", rule->points);
        cells[2].text = arena_printf(g->arena, "%zu of %zu", met, replies);
        cells[3].text = percent(g->arena, met, replies);
        cells[4].text = arena_printf(g->arena, "%zu of %zu", trainees, g->c->trainee_count);
    }
}

/* ---- trainees ---- */
struct trainee_row {
    struct figures points, seconds;
    size_t replies, attempts, critical, harmful;
    double first, last; /* percent in the first session and in the last; negative: none */
};

/* In percent of the points that the replies of one session could have had. */
static double share_in(const struct page *g, const struct rubric *r, uint32_t trainee,
                       int64_t session, bool first) {
    double points = 0, most = 0;
    for (size_t i = 0; i < g->c->attempt_count; i++) {
        const struct attempt *a = &g->c->attempts[i];
        if (a->rubric != r || a->trainee != trainee || a->session != session ||
            !(first ? a->first : a->last))
            continue;
        points += a->points > 0 ? a->points : 0;
        most += r->most;
    }
    return most > 0 ? points * 100 / most : -1;
}

static struct trainee_row look_at(const struct page *g, const struct rubric *r, uint32_t trainee) {
    struct trainee_row row = {.first = -1, .last = -1};
    double *points = memory_get(sizeof *points * (g->c->attempt_count + 1));
    double *seconds = memory_get(sizeof *seconds * (g->c->attempt_count + 1));
    size_t timed = 0;
    int64_t first = 0, last = 0;
    for (size_t i = 0; i < g->c->attempt_count; i++) {
        const struct attempt *a = &g->c->attempts[i];
        if (a->rubric != r || a->trainee != trainee)
            continue;
        first = first ? first : a->session;
        last = a->session;
        row.attempts++;
        row.critical += a->critical;
        row.harmful += a->harmful;
        if (a->seconds >= 0)
            seconds[timed++] = a->seconds;
        if (a->last)
            points[row.replies++] = a->points;
    }
    row.points = figures_of(points, row.replies);
    row.seconds = figures_of(seconds, timed);
    if (first) {
        row.first = share_in(g, r, trainee, first, true);
        row.last = share_in(g, r, trainee, last, false);
    }
    free(points);
    free(seconds);
    return row;
}

static void add_trainees(struct page *g, const struct rubric *r) {
    static const char *const columns[] = {"Trainee", "Replies", "Attempts",       "Points",
                                          "Seconds", "Harmful", "Critical fails", "First to last"};
    struct document_table *t =
        add_table(g, "Trainees", columns, COUNT_OF(columns), g->c->trainee_count);
    for (uint32_t i = 0; i < g->c->trainee_count; i++) {
        struct trainee_row row = look_at(g, r, i);
        if (!row.attempts)
            continue;
        struct table_cell *cells = add_row(t);
        cells[0].text = document_text(g->d, trainee_name(g->c, i, g->codes));
        cells[1].text = arena_printf(g->arena, "%zu", row.replies);
        cells[2].text = arena_printf(g->arena, "%zu", row.attempts);
        cells[3].text = median_and_range(g->arena, row.points);
        cells[4].text =
            row.seconds.count ? arena_printf(g->arena, "%g", row.seconds.median) : STR("none");
        cells[5].text = arena_printf(g->arena, "%zu", row.harmful);
        cells[6].text = percent(g->arena, row.critical, row.attempts);
        cells[7].text = row.first >= 0 && row.last >= 0
                            ? arena_printf(g->arena, "%.0f %% to %.0f %%", row.first, row.last)
                            : STR("none");
    }
}

static void say_all(struct page *g, const struct rubric *r) {
    double *points = memory_get(sizeof *points * (g->c->attempt_count + 1));
    size_t replies = 0, attempts = 0, critical = 0;
    for (size_t i = 0; i < g->c->attempt_count; i++) {
        const struct attempt *a = &g->c->attempts[i];
        if (a->rubric != r)
            continue;
        attempts++;
        critical += a->critical;
        if (a->last)
            points[replies++] = a->points;
    }
    struct str all = median_and_range(g->arena, figures_of(points, replies));
    document_add(g->d, BLOCK_PARAGRAPH,
                 arena_printf(g->arena,
                              "%zu replies in %zu attempts. Points: %.*s of %g. Critical fails: "
                              "%.*s of the attempts.",
                              replies, attempts, (int)all.len, all.text, r->most,
                              (int)percent(g->arena, critical, attempts).len,
                              percent(g->arena, critical, attempts).text));
    free(points);
}

/* ---- cues and ratings ---- */
static void add_cues(struct page *g) {
    static const char *const columns[] = {"Cue", "Came up", "Taken up", "Missed"};
    const struct cue_count *worst = NULL;
    struct document_table *t = add_table(g, "Cues", columns, COUNT_OF(columns), g->c->p->cue_count);
    for (size_t i = 0; i < g->c->p->cue_count; i++) {
        const struct cue_count *k = &g->c->cues[i];
        struct table_cell *cells = add_row(t);
        cells[0].text = document_text(g->d, text_of(k->cue->node->text));
        cells[1].text = arena_printf(g->arena, "%u", k->given);
        cells[2].text = arena_printf(g->arena, "%u", k->met);
        cells[3].text = percent(g->arena, k->given - k->met, k->given);
        if (k->given > k->met && (!worst || (uint64_t)(k->given - k->met) * worst->given >
                                                (uint64_t)(worst->given - worst->met) * k->given))
            worst = k;
    }
    if (worst) {
        struct str text = document_text(g->d, text_of(worst->cue->node->text));
        document_add(g->d, BLOCK_PARAGRAPH,
                     arena_printf(g->arena, "Missed most: %.*s.", (int)text.len, text.text));
    }
}

static void add_ratings(struct page *g) {
    double *gaps = memory_get(sizeof *gaps * (g->c->rating_count + 1));
    for (size_t i = 0; i < g->c->rating_count; i++)
        gaps[i] = round(g->c->ratings[i].own - g->c->ratings[i].points);
    struct str all = median_and_range(g->arena, figures_of(gaps, g->c->rating_count));
    document_add(g->d, BLOCK_PARAGRAPH,
                 arena_printf(g->arena,
                              "Self-rating minus points, in percent of each scale: %.*s in %zu "
                              "ratings. Above nought: they think better of it than the rubric.",
                              (int)all.len, all.text, g->c->rating_count));
    free(gaps);
}

struct document *cohort_document(const struct cohort *c, bool codes) {
    struct page g = {c, c->arena, document_new(c->arena, STR("Cohort")), codes};
    g.d->for_practice = true;
    struct str title = program_title(c->p), version = program_version(c->p);
    g.d->script =
        document_text(g.d, arena_printf(c->arena, "%.*s, held against version %.*s", (int)title.len,
                                        title.text, (int)version.len, version.text));
    document_add(g.d, BLOCK_PARAGRAPH,
                 arena_printf(c->arena, "%zu trainee%s, %zu session%s.", c->trainee_count,
                              c->trainee_count == 1 ? "" : "s", c->session_count,
                              c->session_count == 1 ? "" : "s"));
    for (size_t i = 0; i < c->p->list_count; i++) {
        const struct rubric *r = c->p->lists[i]->rubric;
        bool any = false;
        for (size_t k = 0; r && k < c->attempt_count; k++)
            any |= c->attempts[k].rubric == r;
        if (!any)
            continue;
        struct str words = text_of(AST(rubric, r->node)->title);
        document_add(g.d, BLOCK_HEADING,
                     document_text(g.d, words.len ? words : name_str(r->symbol->name)));
        say_all(&g, r);
        add_criteria(&g, r);
        add_trainees(&g, r);
    }
    if (c->p->cue_count)
        add_cues(&g);
    if (c->rating_count)
        add_ratings(&g);
    return g.d;
}

/* ---- rows ---- */
void cohort_csv(const struct cohort *c, bool codes, bool replies, struct buffer *out) {
    buffer_text(
        out,
        "trainee,session,question,rubric,first,last,points,most,harmful,critical,seconds,found");
    buffer_text(out, replies ? ",reply\n" : "\n");
    for (size_t i = 0; i < c->attempt_count; i++) {
        const struct attempt *a = &c->attempts[i];
        struct buffer found;
        buffer_init(&found);
        for (uint32_t k = 0; k < a->rubric->rule_count; k++)
            if (a->met[k])
                buffer_printf(&found, "%s%s", found.len ? ";" : "",
                              a->rubric->rules[k].choice->code->text);
        csv_cell(trainee_name(c, a->trainee, codes), true, out);
        buffer_printf(out, ",%lld", (long long)a->session);
        csv_cell(a->path, false, out);
        csv_cell(a->rubric->symbol->path, false, out);
        buffer_printf(out, ",%s,%s,%g,%g,%s,%s,", a->first ? "yes" : "no", a->last ? "yes" : "no",
                      a->points, a->rubric->most, a->harmful ? "yes" : "no",
                      a->critical ? "yes" : "no");
        if (a->seconds >= 0)
            buffer_number(out, a->seconds);
        csv_cell(buffer_as_str(&found), false, out);
        if (replies)
            csv_cell(a->reply, false, out);
        buffer_char(out, '\n');
        buffer_release(&found);
    }
}
