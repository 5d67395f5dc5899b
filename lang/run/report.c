/* See report.h. Lines are run as in a session, but nothing is asked and nothing changes: the lines
   of a report only read. What follows from private answers is marked for the clinician. */
#include "run/report.h"

#include "base/limits.h"
#include "program/check.h"
#include "program/hidden.h"
#include "run/past.h"
#include "run/practice.h"

#include <math.h>
#include <string.h>

struct reporter {
    struct session *s;
    struct document *d;
    bool hidden; /* the block we are in is there only because of private things */
    unsigned turns;
    bool cut; /* there were more turns than a document takes */
};

static struct block *add(struct reporter *r, enum block_kind kind, struct str text,
                         const struct node *said) {
    struct block *b = document_add(r->d, kind, text);
    b->clinician_only |= r->hidden || is_hidden(said);
    return b;
}

/* A table, a list, a picture: its title says when it is not for the client. */
static struct block *add_titled(struct reporter *r, enum block_kind kind, struct str title,
                                bool clinician_only) {
    struct block *b = document_add(r->d, kind, title);
    b->clinician_only |= r->hidden || clinician_only;
    if (b->clinician_only && title.len)
        b->text =
            arena_printf(r->d->arena, "%.*s (for the clinician)", (int)b->text.len, b->text.text);
    return b;
}

/* ---- where scores come from ---- */
struct citing {
    struct reporter *r;
    bool clinician_only;
    unsigned depth;
};

static bool cite(void *payload, struct node *n) {
    struct citing *c = payload;
    const struct symbol *s = expression_symbol(n);
    if (s && s->kind == SYMBOL_SCORE && s->score->inventory->source) {
        const struct inventory *inventory = s->score->inventory;
        document_add_source(c->r->d, AST(text, inventory->title)->value,
                            AST(text, inventory->source)->value, c->clinician_only);
    } else if (s && s->kind == SYMBOL_DEFINE && c->depth < LIMIT_NESTING) {
        c->depth++;
        ast_walk(s->body, cite, c);
        c->depth--;
    }
    return true;
}

static void cite_scores(struct reporter *r, const struct node *n, bool clinician_only) {
    struct citing c = {r, clinician_only, 0};
    if (n)
        ast_walk((struct node *)n, cite, &c);
}

/* ---- names as titles ---- */
/* "said_aloud" as a person reads it: "Said aloud". */
static struct str title_of_name(struct reporter *r, const struct name *name) {
    struct str words = arena_str(r->d->arena, name_str(name));
    char *text = (char *)words.text;
    for (size_t i = 0; i < words.len; i++)
        if (text[i] == '_')
            text[i] = ' ';
    if (words.len && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return words;
}

static bool is_plain(const struct node *text) {
    return text && text->kind == NODE_text && !AST(text, text)->parts;
}

static struct str title_of_symbol(struct reporter *r, const struct symbol *s) {
    const struct node *title = s->score && s->score->title             ? s->score->title
                               : s->score                              ? s->score->inventory->title
                               : s->record && s->kind == SYMBOL_RECORD ? s->record->title
                                                                       : NULL;
    if (is_plain(title))
        return AST(text, title)->value;
    if (s->question && is_plain(s->question->prompt) && !s->question->from_list)
        return AST(text, s->question->prompt)->value;
    return title_of_name(r, s->name);
}

/* What a list is called: its name, or the kind of card it has. */
static struct str title_of_list(struct reporter *r, const struct node *list) {
    const struct symbol *s = expression_symbol((struct node *)list);
    if (s && s->kind == SYMBOL_PERSONA) {
        struct str who = persona_title(r->s, s);
        bool cues = AST(field, list)->part == PART_CUES;
        return arena_printf(r->d->arena, cues ? "%.*s: cues" : "Heard from %.*s", (int)who.len,
                            who.text);
    }
    if (s)
        return title_of_name(r, s->name);
    struct type t = expression_type(list);
    if (t.record && is_plain(t.record->title))
        return AST(text, t.record->title)->value;
    return t.record ? title_of_name(r, t.record->symbol->name) : (struct str){"", 0};
}

/* ---- values ---- */
static struct str shown(struct reporter *r, struct value v) {
    struct buffer b;
    buffer_init(&b);
    print_in_session(r->s, v, &b);
    struct str text = document_text(r->d, buffer_as_str(&b));
    buffer_release(&b);
    return text;
}

static struct document_point point_of(struct reporter *r, struct str label, struct value v) {
    struct document_point p = {.label = document_text(r->d, label), .shown = shown(r, v)};
    p.present = value_as_number(v, &p.value) && isfinite(p.value);
    return p;
}

/* ---- what can be measured, and its scale ---- */
struct scale {
    const struct symbol *symbol; /* what is measured; NULL: a formula */
    bool bounded, whole;
    double from, to;
    struct str unit;
};

/* Behind a name of a formula stands what it is formed of, as long as that is one thing. */
static const struct symbol *measured(const struct node *n) {
    for (unsigned i = 0; n && i < LIMIT_NESTING; i++) {
        const struct symbol *s = NULL;
        if (n->kind == NODE_of)
            return AST(of, n)->field;
        if (n->kind == NODE_call && AST(call, n)->builtin && AST(call, n)->arguments)
            s = expression_symbol(AST(call, n)->arguments); /* every(mood) */
        else if (n->kind == NODE_name || n->kind == NODE_field)
            s = expression_symbol((struct node *)n);
        if (!s || s->kind != SYMBOL_DEFINE)
            return s;
        n = s->body;
    }
    return NULL;
}

static bool bound(struct session *s, const struct node *n, double *number) {
    return n && value_as_number(evaluate(s, n), number);
}

static struct scale scale_of_question(struct reporter *r, const struct question *q) {
    struct scale scale = {.symbol = q->symbol};
    if (q->choices && q->choices->valued && q->form != FORM_RATING) {
        scale.bounded = true;
        scale.from = q->choices->least;
        scale.to = q->choices->most;
        return scale;
    }
    scale.bounded = bound(r->s, q->from, &scale.from) && bound(r->s, q->to, &scale.to);
    scale.whole = q->form == FORM_RATING || q->form == FORM_WHOLE_NUMBER;
    scale.unit = is_plain(q->unit) ? AST(text, q->unit)->value : scale.unit;
    return scale;
}

static struct scale scale_of(struct reporter *r, const struct symbol *s) {
    struct scale scale = {.symbol = s};
    if (!s)
        return scale;
    if (s->question)
        return scale_of_question(r, s->question);
    if (s->score && s->score->bounded) {
        scale.bounded = true;
        scale.whole = s->score->whole;
        scale.from = s->score->least;
        scale.to = s->score->most;
    }
    return scale;
}

/* Where nothing says how far a scale goes, its values do. */
static void widen(struct scale *scale, const struct document_point *points, uint32_t count) {
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!points[i].present)
            continue;
        scale->from = any ? fmin(scale->from, points[i].value) : points[i].value;
        scale->to = any ? fmax(scale->to, points[i].value) : points[i].value;
        any = true;
    }
    if (scale->from > 0)
        scale->from = 0;
    if (scale->to <= scale->from)
        scale->to = scale->from + 1;
}

/* ---- tables ---- */
static void table(struct reporter *r, const struct node_table *n) {
    struct arena *a = r->d->arena;
    struct value rows = evaluate(r->s, n->rows);
    struct block *b = add_titled(r, BLOCK_TABLE, title_of_list(r, n->rows), is_hidden(n->rows));
    struct document_table *t = &b->as.table;
    t->column_count = (uint32_t)ast_count(n->columns);
    t->row_count = rows.kind == VALUE_LIST ? rows.len : 0;
    t->columns = arena_array(a, struct table_column, t->column_count);
    t->cells = arena_array(a, struct table_cell, (size_t)t->row_count * t->column_count);
    uint32_t k = 0;
    for (const struct node *c = n->columns; c; c = c->next, k++) {
        const struct symbol *field = AST(name, c)->field;
        struct str title = title_of_name(r, field->name);
        if (field->is_private)
            title = arena_printf(a, "%.*s (clinician)", (int)title.len, title.text);
        t->columns[k] = (struct table_column){.title = title,
                                              .numbers = field->type.kind == TYPE_NUMBER,
                                              .clinician_only = field->is_private};
        for (uint32_t i = 0; i < t->row_count; i++) {
            struct value v = card_field(r->s, rows.as.items[i], field);
            t->cells[i * t->column_count + k] =
                (struct table_cell){shown(r, v), value_is_missing(v)};
        }
    }
}

/* ---- lists ---- */
static void list_alerts(struct reporter *r) {
    struct block *b = add_titled(r, BLOCK_ALERTS, STR("Alerts"), true);
    struct document_list *l = &b->as.list;
    l->count = (uint32_t)session_alert_count(r->s);
    l->items = arena_array(r->d->arena, struct list_item, l->count);
    for (uint32_t i = 0; i < l->count; i++) {
        struct kept_alert alert = session_alert_at(r->s, i);
        l->items[i] = (struct list_item){name_str(alert.level), document_text(r->d, alert.text)};
    }
}

static void list(struct reporter *r, const struct node_list *n) {
    if (n->alerts) {
        list_alerts(r);
        return;
    }
    struct value v = evaluate(r->s, n->what);
    const struct symbol *s = expression_symbol(n->what);
    struct block *b = add_titled(
        r, BLOCK_LIST, s && s->question ? title_of_symbol(r, s) : title_of_list(r, n->what),
        is_hidden(n->what));
    struct document_list *l = &b->as.list;
    l->count = v.kind == VALUE_LIST ? v.len : 0;
    l->items = arena_array(r->d->arena, struct list_item, l->count);
    for (uint32_t i = 0; i < l->count; i++)
        l->items[i].text = shown(r, v.as.items[i]);
}

/* ---- pictures ---- */
/* The cards whose field a series is: `closeness of strained`. Missing: it has none. */
static struct value cards_of_series(struct reporter *r, const struct node *n) {
    bool of = n->kind == NODE_of && AST(of, n)->field;
    return of ? evaluate(r->s, AST(of, n)->list) : value_missing(MISSING_NOT_ASKED);
}

/* The sessions that `past(x)` goes over; NULL: it is another series. */
static const struct past_value *days_of_series(struct reporter *r, const struct node *n) {
    const struct builtin *b = n->kind == NODE_call ? AST(call, n)->builtin : NULL;
    const struct past_value *days = NULL;
    if (b && b->id == BUILTIN_PAST)
        session_series(r->s, expression_symbol(AST(call, n)->arguments), &days);
    return days;
}

static struct value value_date(struct date date) {
    return (struct value){.kind = VALUE_DATE, .as.date = date};
}

/* A meter over the turns. */
static void chart_meter(struct reporter *r, const struct symbol *symbol, bool hidden) {
    size_t room = r->s->moved_count + 1;
    struct value *values = arena_array(r->d->arena, struct value, room);
    struct value *turns = arena_array(r->d->arena, struct value, room);
    struct str title =
        arena_printf(r->d->arena, "%.*s: %.*s", (int)persona_title(r->s, symbol->owner).len,
                     persona_title(r->s, symbol->owner).text,
                     (int)title_of_name(r, symbol->name).len, title_of_name(r, symbol->name).text);
    struct block *b = add_titled(r, BLOCK_CHART, title, hidden);
    struct document_chart *c = &b->as.chart;
    c->count = meter_series(r->s, symbol, values, turns);
    c->points = arena_array(r->d->arena, struct document_point, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        struct str label =
            i ? arena_printf(r->d->arena, "turn %g", turns[i].as.number) : STR("at the start");
        c->points[i] = point_of(r, label, values[i]);
    }
    c->over_time = c->bounded = true;
    c->from = symbol->meter->from;
    c->to = symbol->meter->to;
}

static void chart(struct reporter *r, const struct node_chart *n) {
    const struct symbol *meter = expression_symbol((struct node *)n->series);
    if (meter && meter->meter) {
        chart_meter(r, meter, is_hidden(n->series));
        return;
    }
    struct value v = evaluate(r->s, n->series), cards = cards_of_series(r, n->series);
    struct scale scale = scale_of(r, measured(n->series));
    struct str title = scale.symbol ? title_of_symbol(r, scale.symbol) : STR("");
    struct block *b = add_titled(r, BLOCK_CHART, title, is_hidden(n->series));
    struct document_chart *c = &b->as.chart;
    bool series = v.kind == VALUE_LIST;
    const struct past_value *days = days_of_series(r, n->series);
    c->count = series ? v.len : 1;
    c->points = arena_array(r->d->arena, struct document_point, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        struct value of = cards.kind == VALUE_LIST ? cards.as.items[i]
                          : days                   ? value_date(days[i].date)
                                                   : value_number(i + 1);
        c->points[i] = point_of(r, series ? shown(r, of) : r->d->day, series ? v.as.items[i] : v);
    }
    c->over_time = series && cards.kind != VALUE_LIST;
    c->bounded = scale.bounded;
    if (!scale.bounded)
        widen(&scale, c->points, c->count);
    c->from = scale.from;
    c->to = scale.to;
    c->unit = document_text(r->d, scale.unit);
}

static void circle(struct reporter *r, const struct node_circle *n) {
    struct value cards = evaluate(r->s, n->list);
    const struct symbol *field = AST(name, n->by)->field;
    struct block *b = add_titled(r, BLOCK_CIRCLE, title_of_list(r, n->list),
                                 is_hidden(n->list) || field->is_private);
    struct document_circle *c = &b->as.circle;
    c->count = cards.kind == VALUE_LIST ? cards.len : 0;
    c->people = arena_array(r->d->arena, struct document_point, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        c->people[i] = point_of(r, card_label(r->s, cards.as.items[i]),
                                card_field(r->s, cards.as.items[i], field));
    struct scale scale = scale_of(r, field);
    if (!scale.bounded)
        widen(&scale, c->people, c->count);
    struct str measure = arena_str(r->d->arena, name_str(field->name));
    for (size_t i = 0; i < measure.len; i++)
        if (measure.text[i] == '_')
            ((char *)measure.text)[i] = ' ';
    c->measure = measure;
    c->from = scale.from;
    c->to = scale.to;
    c->whole = scale.whole;
}

/* ---- lines ---- */
static void lines(struct reporter *r, const struct node *first);

static bool has_turn(struct reporter *r) {
    r->cut |= ++r->turns > LIMIT_REPORT_TURNS;
    return !r->cut;
}

static void each(struct reporter *r, const struct node_for_each *n) {
    struct session *s = r->s;
    struct value elements = value_copy(r->d->arena, evaluate(s, n->list));
    struct slot *slot = &s->slots[n->symbol->slot];
    struct value outer = slot->value;
    uint32_t context = s->context;
    for (uint32_t i = 0; elements.kind == VALUE_LIST && i < elements.len && has_turn(r); i++) {
        slot->value = elements.as.items[i];
        s->context = context_of(s, context, element_key(slot->value, i + 1));
        s->epoch++;
        lines(r, n->body);
    }
    slot->value = outer;
    s->context = context;
    s->epoch++;
}

static void block(struct reporter *r, const struct node *first, bool hidden) {
    bool outer = r->hidden;
    r->hidden |= hidden;
    lines(r, first);
    r->hidden = outer;
}

/* Whether a block is there tells what its conditions came to, those that did not hold included. */
static bool if_is_hidden(const struct node_if *n) {
    bool hidden = is_hidden(n->condition);
    for (const struct node *e = n->otherwise; e; e = e->next)
        hidden |= is_hidden(AST(else, e)->condition);
    return hidden;
}

static void text(struct reporter *r, enum block_kind kind, const struct node *said) {
    struct block *b = add(r, kind, render(r->s, said), said);
    cite_scores(r, said, b->clinician_only);
}

static void line(struct reporter *r, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_heading:
        text(r, BLOCK_HEADING, AST(heading, n)->text);
        break;
    case NODE_say:
        text(r, BLOCK_PARAGRAPH, AST(say, n)->text);
        break;
    case NODE_note:
        text(r, BLOCK_NOTE, AST(note, n)->text);
        break;
    case NODE_if:
        block(r, block_of_if(r->s, AST(if, n)), if_is_hidden(AST(if, n)));
        break;
    case NODE_match:
        block(r, block_of_match(r->s, AST(match, n)), is_hidden(AST(match, n)->subject));
        break;
    case NODE_for_each: {
        bool outer = r->hidden;
        r->hidden |= is_hidden(AST(for_each, n)->list);
        each(r, AST(for_each, n));
        r->hidden = outer;
        break;
    }
    case NODE_table:
        table(r, AST(table, n));
        break;
    case NODE_list:
        list(r, AST(list, n));
        break;
    case NODE_chart:
        chart(r, AST(chart, n));
        cite_scores(r, AST(chart, n)->series, r->hidden || is_hidden(AST(chart, n)->series));
        break;
    case NODE_circle:
        circle(r, AST(circle, n));
        break;
    default: /* place.c lets nothing else through */
        break;
    }
}

static void lines(struct reporter *r, const struct node *first) {
    for (const struct node *n = first; n && !r->s->failed; n = n->next)
        line(r, n);
}

/* ---- the document ---- */
static void describe(struct reporter *r) {
    const struct program *p = r->s->program;
    struct str title = program_title(p), version = program_version(p);
    const struct node_protocol *protocol = p->modules[0]->protocol;
    const struct node_property *language =
        protocol ? body_property(protocol->body, "language") : NULL;
    struct buffer b;
    buffer_init(&b);
    buffer_str(&b, title);
    if (title.len && version.len)
        buffer_printf(&b, ", version %.*s", (int)version.len, version.text);
    r->d->script = document_text(r->d, buffer_as_str(&b));
    buffer_release(&b);
    r->d->day = shown(r, (struct value){.kind = VALUE_DATE, .as.date = r->s->options.today});
    if (language && is_plain(language->value))
        r->d->language = AST(text, language->value)->value;
    else if (language && language->value && language->value->kind == NODE_name)
        r->d->language = name_str(AST(name, language->value)->name);
}

struct document *session_report(struct session *s, const struct symbol *report, struct arena *a) {
    const struct node *title = AST(report, report->node)->title;
    struct document *d = document_new(a, (struct str){"", 0});
    struct reporter r = {.s = s, .d = d};
    struct value card = s->card;
    uint32_t context = s->context;
    s->card = value_missing(MISSING_NOT_ASKED);
    s->context = 0;
    s->epoch++;
    d->for_practice = program_is_practice(s->program);
    d->title = title ? document_text(d, render(s, title)) : title_of_name(&r, report->name);
    describe(&r);
    lines(&r, report->body);
    if (r.cut)
        document_add(d, BLOCK_PARAGRAPH,
                     STR("This report ends here: it has more lines than a document takes."));
    s->card = card;
    s->context = context;
    s->epoch++;
    return d;
}

/* ---- its words ---- */
static void point_words(const struct document_point *points, uint32_t count, struct buffer *out) {
    for (uint32_t i = 0; i < count; i++) {
        buffer_str(out, points[i].label);
        buffer_char(out, '\t');
        buffer_str(out, points[i].shown);
        buffer_char(out, '\n');
    }
}

static void block_words(const struct block *b, struct buffer *out) {
    buffer_str(out, b->text);
    buffer_char(out, '\n');
    switch (b->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        break;
    case BLOCK_TABLE:
        for (uint32_t i = 0; i < b->as.table.row_count * b->as.table.column_count; i++) {
            buffer_str(out, b->as.table.cells[i].text);
            buffer_char(out, '\t');
        }
        break;
    case BLOCK_LIST:
    case BLOCK_ALERTS:
        for (uint32_t i = 0; i < b->as.list.count; i++) {
            buffer_str(out, b->as.list.items[i].text);
            buffer_char(out, '\n');
        }
        break;
    case BLOCK_CHART:
        point_words(b->as.chart.points, b->as.chart.count, out);
        break;
    case BLOCK_CIRCLE:
        point_words(b->as.circle.people, b->as.circle.count, out);
        break;
    }
}

struct str report_words(const struct document *d) {
    struct buffer words;
    buffer_init(&words);
    buffer_str(&words, d->title);
    for (const struct block *b = d->first; b; b = b->next)
        block_words(b, &words);
    struct str all = buffer_keep(&words, d->arena);
    buffer_release(&words);
    return all;
}
