#include "store/overview.h"

#include "base/json.h"
#include "run/pieces.h"
#include "run/date.h"
#include "run/print.h"

#include <string.h>

/* The sessions of one script and entry: of the last course, where it is one. */
struct group {
    const struct store_session **sessions;
    const struct json **outcomes; /* of each */
    size_t count;
    struct program *p; /* as the last session was made with */
    const struct symbol *entry;
    struct past past;
    struct course_state state;
};

struct overview {
    struct store *store;
    struct arena *arena;
    struct document *d;
    struct client_sessions all;
    struct json_doc **docs; /* of each session */
};

static struct str in_words(struct arena *a, struct date date) {
    struct buffer b;
    buffer_init(&b);
    value_print((struct value){.kind = VALUE_DATE, .as.date = date}, &b);
    struct str words = buffer_keep(&b, a);
    buffer_release(&b);
    return words;
}

/* A copy: the program goes before the document. */
static struct str text_of(struct overview *o, const struct node *text,
                          const struct name *otherwise) {
    return document_text(o->d, text ? AST(text, text)->value : name_str(otherwise));
}

/* ---- what needs looking at ---- */
static void add_open(struct overview *o) {
    for (size_t i = 0; i < o->all.count; i++) {
        const struct store_session *s = &o->all.items[i];
        if (!s->open.len)
            continue;
        struct block *b = document_add(
            o->d, BLOCK_NOTE,
            arena_printf(o->arena,
                         "OPEN: the questions of the safeguard %.*s were not finished on %.10s "
                         "(session %lld). `ipt run` goes on with them first.",
                         (int)s->open.len, s->open.text, s->began.text, (long long)s->id));
        b->clinician_only = true;
    }
}

static void add_alerts(struct overview *o, const struct json *outcome) {
    const struct json *alerts = json_get(outcome, "alerts");
    if (!json_size(alerts))
        return;
    struct block *b = document_add(o->d, BLOCK_ALERTS, STR("Alerts of the last session"));
    struct document_list *l = &b->as.list;
    b->clinician_only = true;
    l->count = (uint32_t)json_size(alerts);
    l->items = arena_array(o->arena, struct list_item, l->count);
    for (uint32_t i = 0; i < l->count; i++) {
        const struct json *alert = json_at(alerts, i);
        l->items[i] =
            (struct list_item){document_text(o->d, json_as_text(json_get(alert, "level"))),
                               document_text(o->d, json_as_text(json_get(alert, "text")))};
    }
}

/* ---- where the course stands ---- */
static void say_course(struct overview *o, const struct group *g) {
    const struct course *course = g->entry->course;
    const struct course_state *state = &g->state;
    struct buffer b;
    struct date next;
    buffer_init(&b);
    buffer_printf(&b, "%u of %u sessions.", state->held, course->sessions);
    if (state->missed)
        buffer_printf(&b, " %u appointment%s missed.", state->missed,
                      state->missed == 1 ? " was" : "s were");
    if (state->ended)
        buffer_printf(&b, " The course was ended on %s.", in_words(o->arena, state->last).text);
    else if (state->held >= course->sessions)
        buffer_text(&b, " The course is complete.");
    const struct phase *phase = course_phase(course, state->held + 1);
    if (course_next_date(course, state, &next)) {
        buffer_printf(&b, " Session %u", state->held + 1);
        if (phase) {
            struct str words = text_of(o, phase->choice->label, phase->choice->code);
            buffer_printf(&b, " (%.*s)", (int)words.len, words.text);
        }
        buffer_printf(&b, " is due on %s.", in_words(o->arena, next).text);
    }
    document_add(o->d, BLOCK_PARAGRAPH, buffer_keep(&b, o->arena));
    if (state->ended && state->why_ended.len)
        document_add(o->d, BLOCK_NOTE,
                     arena_printf(o->arena, "Why it was ended: %.*s", (int)state->why_ended.len,
                                  state->why_ended.text))
            ->clinician_only = true;
    buffer_release(&b);
}

/* ---- the sessions ---- */
static struct block *add_table(struct overview *o, const char *title, const char *const *columns,
                               uint32_t count, size_t rows) {
    struct block *b = document_add(o->d, BLOCK_TABLE, str_from(title));
    struct document_table *t = &b->as.table;
    t->column_count = count;
    t->columns = arena_array(o->arena, struct table_column, count);
    t->cells = arena_array(o->arena, struct table_cell, count * (rows + 1));
    for (uint32_t i = 0; i < count; i++)
        t->columns[i].title = str_from(columns[i]);
    return b;
}

static void add_sessions(struct overview *o, const struct group *g) {
    static const char *const columns[] = {"No.", "Day", "Phase", "Status", "Answers", "Session"};
    struct block *b = add_table(o, "Sessions", columns, COUNT_OF(columns), g->count);
    struct document_table *t = &b->as.table;
    t->columns[0].numbers = t->columns[4].numbers = t->columns[5].numbers = true;
    for (size_t i = 0; i < g->count; i++) {
        const struct store_session *s = g->sessions[i];
        struct table_cell *cells = t->cells + t->row_count++ * t->column_count;
        const struct phase *phase = g->entry->course && s->number
                                        ? course_phase(g->entry->course, (uint32_t)s->number)
                                        : NULL;
        cells[0].text = s->number ? arena_printf(o->arena, "%lld", (long long)s->number) : STR("");
        cells[1].text = arena_str(o->arena, json_as_text(json_get(g->outcomes[i], "date")));
        cells[2].text = phase ? text_of(o, phase->choice->label, phase->choice->code) : STR("");
        cells[3].text = document_text(
            o->d, str_is(s->status, "ended_by_safeguard") ? STR("ended by a safeguard")
                  : str_is(s->status, "course_ended")     ? STR("course ended")
                                                          : s->status);
        cells[4].text = arena_printf(o->arena, "%lld", (long long)s->answers);
        cells[5].text = arena_printf(o->arena, "%lld", (long long)s->id);
    }
}

/* ---- scores ---- */
static struct str score_title(struct overview *o, const struct score *score) {
    return document_text(o->d, score->title              ? AST(text, score->title)->value
                               : score->inventory->title ? AST(text, score->inventory->title)->value
                                                         : score->symbol->path);
}

static struct str shown(struct overview *o, struct value v) {
    struct buffer b;
    buffer_init(&b);
    value_print(v, &b);
    struct str words = buffer_keep(&b, o->arena);
    buffer_release(&b);
    return words;
}

static void add_chart(struct overview *o, const struct score *score,
                      const struct past_series *series) {
    struct block *b = document_add(o->d, BLOCK_CHART, score_title(o, score));
    struct document_chart *c = &b->as.chart;
    b->clinician_only = score->symbol->is_private;
    c->count = (uint32_t)series->count;
    c->points = arena_array(o->arena, struct document_point, c->count);
    c->over_time = true;
    c->bounded = score->bounded;
    c->from = score->bounded ? score->least : 0;
    c->to = score->bounded ? score->most : 1;
    for (uint32_t i = 0; i < c->count; i++) {
        struct value v = series->values[i].value;
        struct buffer day;
        buffer_init(&day);
        date_print(series->values[i].date, &day);
        c->points[i] =
            (struct document_point){buffer_keep(&day, o->arena), true, v.as.number, shown(o, v)};
        buffer_release(&day);
        if (!score->bounded && v.as.number > c->to)
            c->to = v.as.number;
        if (!score->bounded && v.as.number < c->from)
            c->from = v.as.number;
    }
}

static void add_values(struct overview *o, const struct score *score,
                       const struct past_series *series) {
    static const char *const columns[] = {"Day", "Score", "Change", "Band"};
    struct block *b = add_table(o, "", columns, COUNT_OF(columns), series->count);
    struct document_table *t = &b->as.table;
    t->columns[1].numbers = t->columns[2].numbers = true;
    b->clinician_only = score->symbol->is_private;
    for (size_t i = 0; i < series->count; i++) {
        struct value v = series->values[i].value;
        struct table_cell *cells = t->cells + t->row_count++ * t->column_count;
        const struct band *band = score_band(score, v.as.number);
        struct buffer day;
        buffer_init(&day);
        date_print(series->values[i].date, &day);
        cells[0].text = buffer_keep(&day, o->arena);
        buffer_release(&day);
        cells[1].text = shown(o, v);
        cells[2].text =
            i ? arena_printf(o->arena, "%+g", v.as.number - series->values[i - 1].value.as.number)
              : STR("");
        cells[3].text = band ? text_of(o, band->label, band->name) : STR("");
    }
}

static void add_scores(struct overview *o, const struct group *g) {
    for (size_t i = 0; i < g->p->inventory_count; i++) {
        const struct inventory *inventory = g->p->inventories[i];
        for (uint32_t k = 0; k < inventory->score_count; k++) {
            const struct score *score = inventory->scores[k];
            const struct past_series *series = &g->past.series[score->symbol->index];
            if (!series->count)
                continue;
            add_chart(o, score, series);
            add_values(o, score, series);
            if (inventory->source)
                document_add_source(o->d, score_title(o, score),
                                    document_text(o->d, AST(text, inventory->source)->value),
                                    score->symbol->is_private);
        }
    }
}

/* ---- skills ---- */
static size_t count_series(const struct group *g) {
    size_t count = 0;
    for (size_t i = 0; i < g->p->drill_count; i++)
        count += g->past.series[g->p->drills[i]->points->index].count;
    return count;
}

/* Each time that a drill was done, skill by skill as the script has them. */
static void add_drills(struct overview *o, const struct group *g) {
    static const char *const columns[] = {"Skill", "Drill", "Day", "Points", "Most", "Passed"};
    size_t rows = count_series(g);
    if (!rows)
        return;
    struct document_table *t = &add_table(o, "Skills", columns, COUNT_OF(columns), rows)->as.table;
    t->columns[3].numbers = t->columns[4].numbers = true;
    for (size_t i = 0; i < g->p->drill_count; i++) {
        const struct drill *d = g->p->drills[i];
        const struct past_series *points = &g->past.series[d->points->index];
        const struct past_series *passed = &g->past.series[d->passed->index];
        for (size_t k = 0; k < points->count; k++) {
            struct table_cell *cells = t->cells + t->row_count++ * t->column_count;
            struct buffer day;
            buffer_init(&day);
            date_print(points->values[k].date, &day);
            cells[0].text = d->skill ? document_text(o->d, name_str(d->skill)) : STR("");
            cells[1].text = text_of(o, d->node->title, d->symbol->name);
            cells[2].text = buffer_keep(&day, o->arena);
            cells[3].text = shown(o, points->values[k].value);
            cells[4].text = arena_printf(o->arena, "%g", d->most);
            cells[5].text = k < passed->count ? shown(o, passed->values[k].value) : STR("");
            buffer_release(&day);
        }
    }
}

/* ---- groups ---- */
static bool same_group(const struct store_session *a, const struct store_session *b) {
    return str_same(a->title, b->title) && str_same(a->entry, b->entry) &&
           (a->title.len || str_same(a->file, b->file)) && a->course == b->course;
}

/* The sessions that belong with the i-th; a later course of the same script is another group. */
static void find_group(struct overview *o, size_t i, struct group *g) {
    g->sessions = arena_array(o->arena, const struct store_session *, o->all.count);
    g->outcomes = arena_array(o->arena, const struct json *, o->all.count);
    for (size_t k = i; k < o->all.count; k++) {
        if (!same_group(&o->all.items[i], &o->all.items[k]))
            continue;
        g->sessions[g->count] = &o->all.items[k];
        g->outcomes[g->count++] = json_root(o->docs[k]);
    }
}

static bool open_script(struct overview *o, struct group *g, struct str *why) {
    const struct store_session *last = g->sessions[g->count - 1];
    g->p = recorder_script(o->store, last->script, o->arena, why);
    g->entry = g->p ? program_entry(g->p, last->entry, why) : NULL;
    if (!g->entry) {
        program_free(g->p);
        return false;
    }
    for (size_t i = 0; i < g->p->symbol_count; i++)
        g->p->symbols[i]->looked_back =
            g->p->symbols[i]->kind == SYMBOL_SCORE || g->p->symbols[i]->outcome;
    past_init(&g->past, g->p, o->arena);
    for (size_t i = 0; i < g->count; i++) {
        past_add(&g->past, g->outcomes[i], true);
        course_note(&g->state, g->sessions[i], g->outcomes[i]);
    }
    return true;
}

static bool add_group(struct overview *o, size_t i, struct str *why) {
    struct group g = {0};
    const struct store_session *s = &o->all.items[i];
    find_group(o, i, &g);
    document_add(o->d, BLOCK_HEADING, document_text(o->d, s->title.len ? s->title : s->file));
    if (!open_script(o, &g, why))
        return false;
    if (g.entry->course && s->course)
        say_course(o, &g);
    add_sessions(o, &g);
    add_alerts(o, g.outcomes[g.count - 1]);
    add_scores(o, &g);
    add_drills(o, &g);
    program_free(g.p);
    return true;
}

static bool is_first(const struct overview *o, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (same_group(&o->all.items[k], &o->all.items[i]))
            return false;
    return true;
}

struct document *client_overview(struct store *store, const char *client, struct arena *a,
                                 struct str *why) {
    struct overview o = {.store = store, .arena = a};
    bool good = client_sessions(store, client, a, &o.all);
    *why = store_why(store);
    if (good && !o.all.count)
        *why = arena_printf(a, "nothing is kept of a client %s", client);
    o.docs = arena_array(a, struct json_doc *, o.all.count + 1);
    o.d = document_new(a, arena_printf(a, "Client %s", client));
    good = good && o.all.count;
    for (size_t i = 0; good && i < o.all.count; i++)
        good = (o.docs[i] = client_outcome(store, &o.all.items[i], a, why)) != NULL;
    if (good)
        add_open(&o);
    for (size_t i = 0; good && i < o.all.count; i++)
        good = !is_first(&o, i) || add_group(&o, i, why);
    for (size_t i = 0; i < o.all.count; i++)
        json_doc_free(o.docs[i]);
    return good ? o.d : NULL;
}
