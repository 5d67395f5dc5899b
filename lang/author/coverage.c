#include "author/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/source.h"
#include "base/text.h"
#include "program/scope.h"

struct coverage {
    const struct program *p;
    const struct source *source;
    uint32_t line_count;
    bool *runs;        /* by line, from 1: something on it runs */
    uint64_t *hits;    /* by line */
    uint64_t **chosen; /* by question, by choice; NULL: it has none */
    uint64_t **bands;  /* by symbol of a score, by band */
    uint64_t *fired;   /* by symbol */
    uint64_t *entered; /* by symbol */
    struct observer observer;
};

/* ---- what there is ---- */
static uint32_t line_of(const struct coverage *c, const struct node *n) {
    struct place place = source_place(&c->p->sources, n->span.lo);
    return place.source == c->source ? place.line : 0;
}

static bool is_statement(const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_say:
    case NODE_note:
    case NODE_section:
    case NODE_alert:
    case NODE_ask:
    case NODE_item:
    case NODE_if:
    case NODE_match:
    case NODE_repeat:
    case NODE_for_each:
    case NODE_let:
    case NODE_set:
    case NODE_do:
    case NODE_go_to:
    case NODE_return:
    case NODE_finish:
    case NODE_collect:
    case NODE_add:
    case NODE_remove:
    case NODE_show:
    case NODE_judge:
    case NODE_reveal:
    case NODE_give_cue:
    case NODE_clock:
    case NODE_raise:
    case NODE_lower:
        return true;
    default:
        return false;
    }
}

static bool find_lines(void *payload, struct node *n) {
    struct coverage *c = payload;
    uint32_t line = is_statement(n) ? line_of(c, n) : 0;
    if (line)
        c->runs[line] = true;
    return true;
}

static void step(void *payload, const struct node *n) {
    struct coverage *c = payload;
    uint32_t line = line_of(c, n);
    if (line)
        c->hits[line]++;
}

static uint32_t lines_in(const struct source *source) {
    uint32_t count = 1;
    for (size_t i = 0; i < source->text.len; i++)
        count += source->text.text[i] == '\n';
    return count;
}

struct coverage *coverage_new(const struct program *p) {
    struct coverage *c = memory_get(sizeof *c);
    *c = (struct coverage){.p = p, .source = p->modules[0]->source};
    c->line_count = lines_in(c->source);
    c->runs = memory_get(c->line_count + 1);
    c->hits = memory_get(sizeof *c->hits * (c->line_count + 1));
    c->chosen = memory_get(sizeof *c->chosen * (p->question_count + 1));
    c->bands = memory_get(sizeof *c->bands * (p->symbol_count + 1));
    c->fired = memory_get(sizeof *c->fired * (p->symbol_count + 1));
    c->entered = memory_get(sizeof *c->entered * (p->symbol_count + 1));
    c->observer = (struct observer){step, c};
    for (size_t i = 0; i < p->question_count; i++) {
        const struct question *q = p->questions[i];
        bool chosen = q->choices && q->form != FORM_RATING; /* whose choices are its ends */
        if (chosen && q->symbol->module->index == 0)
            c->chosen[i] = memory_get(sizeof **c->chosen * (q->choices->count + 1));
    }
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        if (s->module->index != 0)
            continue;
        if (s->kind == SYMBOL_SCORE && s->score->band_count)
            c->bands[i] = memory_get(sizeof **c->bands * s->score->band_count);
        if (symbol_runs(s))
            ast_walk_lines(s->body, find_lines, c);
    }
    return c;
}

void coverage_free(struct coverage *c) {
    if (!c)
        return;
    for (size_t i = 0; i < c->p->question_count; i++)
        free(c->chosen[i]);
    for (size_t i = 0; i < c->p->symbol_count; i++)
        free(c->bands[i]);
    free(c->runs);
    free(c->hits);
    free(c->chosen);
    free(c->bands);
    free(c->fired);
    free(c->entered);
    free(c);
}

/* ---- what was run ---- */
void coverage_watch(struct coverage *c, struct session *s) {
    session_set_observer(s, &c->observer);
}

void coverage_look(struct coverage *c, struct session *s) {
    for (size_t i = 0; i < c->p->symbol_count; i++) {
        const struct symbol *symbol = c->p->symbols[i];
        struct value v = c->bands[i] ? session_value(s, symbol) : value_missing(MISSING_NOT_ASKED);
        const struct band *band =
            v.kind == VALUE_NUMBER ? score_band(symbol->score, v.as.number) : NULL;
        if (band)
            c->bands[i][band - symbol->score->bands]++;
    }
}

static void choose(struct coverage *c, const struct question *q, struct value v) {
    const struct choice *option = v.kind == VALUE_CHOICE  ? v.as.option
                                  : v.kind == VALUE_OTHER ? v.as.other->option
                                                          : NULL;
    for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.len; i++)
        choose(c, q, v.as.items[i]);
    for (uint32_t i = 0; option && i < q->choices->count; i++)
        if (q->choices->items[i].code == option->code)
            c->chosen[q->index][i]++;
}

void coverage_add(struct coverage *c, struct session *s) {
    coverage_look(c, s);
    for (size_t i = 0; i < session_answer_count(s); i++) {
        struct kept_answer a = session_answer_at(s, i);
        if (c->chosen[a.question->index])
            choose(c, a.question, a.value);
    }
    for (size_t i = 0; i < session_firing_count(s); i++)
        c->fired[session_firing_at(s, i).safeguard->index]++;
    c->entered[session_given(s)->entry->index]++;
    for (size_t i = 0; i < session_reached_count(s); i++)
        c->entered[session_reached_at(s, i)->index]++;
}

/* ---- counted ---- */
struct tally {
    size_t done, all;
};

static struct tally tally_lines(const struct coverage *c) {
    struct tally t = {0, 0};
    for (uint32_t i = 1; i <= c->line_count; i++) {
        t.all += c->runs[i];
        t.done += c->runs[i] && c->hits[i];
    }
    return t;
}

static struct tally tally_choices(const struct coverage *c) {
    struct tally t = {0, 0};
    for (size_t i = 0; i < c->p->question_count; i++)
        for (uint32_t k = 0; c->chosen[i] && k < c->p->questions[i]->choices->count; k++) {
            t.all++;
            t.done += c->chosen[i][k] != 0;
        }
    return t;
}

static struct tally tally_bands(const struct coverage *c) {
    struct tally t = {0, 0};
    for (size_t i = 0; i < c->p->symbol_count; i++)
        for (uint32_t k = 0; c->bands[i] && k < c->p->symbols[i]->score->band_count; k++) {
            t.all++;
            t.done += c->bands[i][k] != 0;
        }
    return t;
}

static struct tally tally_safeguards(const struct coverage *c) {
    struct tally t = {0, 0};
    for (size_t i = 0; i < c->p->safeguard_count; i++) {
        const struct symbol *s = c->p->safeguards[i]->symbol;
        t.all += s->module->index == 0;
        t.done += s->module->index == 0 && c->fired[s->index];
    }
    return t;
}

static const struct {
    const char *what;
    struct tally (*tally)(const struct coverage *c);
} tallies[] = {{"lines", tally_lines},
               {"options", tally_choices},
               {"safeguards", tally_safeguards},
               {"bands", tally_bands}};

/* ---- in words ---- */
static struct str text_of_line(const struct coverage *c, uint32_t number) {
    const char *text = c->source->text.text, *end = text + c->source->text.len;
    for (uint32_t i = 1; i < number && text < end; i++)
        text = (const char *)memchr(text, '\n', (size_t)(end - text)) + 1;
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    return (struct str){text, (size_t)((stop ? stop : end) - text)};
}

static void say_line(const struct coverage *c, uint32_t from, uint32_t to, const char *lead,
                     struct buffer *out) {
    buffer_printf(out, "%s  not run: %s:%u", lead, c->source->path, from);
    if (to > from) {
        buffer_printf(out, " to %u\n", to);
        return;
    }
    struct str line = text_trim(text_of_line(c, from));
    buffer_printf(out, "  %.*s\n", (int)line.len, line.text);
}

/* A line that is not set in begins something else. */
static bool begins(const struct coverage *c, uint32_t number) {
    struct str line = text_of_line(c, number);
    return line.len && !strchr(" \t\r", line.text[0]);
}

/* Lines of one declaration that follow each other, but for some that do not run anyway, are told
   together. */
static void say_lines(const struct coverage *c, const char *lead, struct buffer *out) {
    for (uint32_t i = 1; i <= c->line_count; i++) {
        uint32_t last = i;
        if (!c->runs[i] || c->hits[i])
            continue;
        for (uint32_t k = i; k <= c->line_count && !begins(c, k) && !(c->runs[k] && c->hits[k]);
             k++)
            last = c->runs[k] ? k : last;
        say_line(c, i, last, lead, out);
        i = last;
    }
}

/* What of a row was never counted: "focus: grief, dispute". */
static void say_never(const char *lead, const char *never, struct str of, uint32_t count,
                      const uint64_t *counts,
                      const struct name *(*name_of_index)(const void *of, uint32_t i),
                      const void *payload, struct buffer *out) {
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        if (counts[i])
            continue;
        if (!any)
            buffer_printf(out, "%s  %s: %.*s: ", lead, never, (int)of.len, of.text);
        buffer_printf(out, "%s%s", any ? ", " : "", name_of_index(payload, i)->text);
        any = true;
    }
    if (any)
        buffer_char(out, '\n');
}

static const struct name *choice_name(const void *choices, uint32_t i) {
    return ((const struct choices *)choices)->items[i].code;
}

static const struct name *band_name(const void *score, uint32_t i) {
    return ((const struct score *)score)->bands[i].name;
}

void coverage_say(const struct coverage *c, const char *lead, struct buffer *out) {
    const struct program *p = c->p;
    buffer_printf(out, "%s%s:", lead, c->source->path);
    bool any = false;
    for (size_t i = 0; i < COUNT_OF(tallies); i++) {
        struct tally t = tallies[i].tally(c);
        if (t.all)
            buffer_printf(out, "%s %s %zu of %zu", any ? "," : "", tallies[i].what, t.done, t.all);
        any |= t.all != 0;
    }
    buffer_text(out, any ? "\n" : " nothing in it runs\n");
    say_lines(c, lead, out);
    for (size_t i = 0; i < p->question_count; i++)
        if (c->chosen[i])
            say_never(lead, "not chosen", p->questions[i]->symbol->path,
                      p->questions[i]->choices->count, c->chosen[i], choice_name,
                      p->questions[i]->choices, out);
    for (size_t i = 0; i < p->safeguard_count; i++) {
        const struct symbol *s = p->safeguards[i]->symbol;
        if (s->module->index == 0 && !c->fired[s->index])
            buffer_printf(out, "%s  not called: the safeguard %s\n", lead, s->name->text);
    }
    for (size_t i = 0; i < p->symbol_count; i++)
        if (c->bands[i])
            say_never(lead, "not reached", p->symbols[i]->path, p->symbols[i]->score->band_count,
                      c->bands[i], band_name, p->symbols[i]->score, out);
}

void coverage_say_hits(const struct coverage *c, struct buffer *out) {
    const char *text = c->source->text.text, *end = text + c->source->text.len;
    for (uint32_t i = 1; i <= c->line_count && text < end; i++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop ? stop : end;
        if (c->runs[i])
            buffer_printf(out, "%8llu | ", (unsigned long long)c->hits[i]);
        else
            buffer_text(out, "         | ");
        buffer_printf(out, "%.*s\n", (int)(stop - text), text);
        text = stop + 1;
    }
}

/* ---- for programs ---- */
void coverage_json(const struct coverage *c, struct json_writer *w) {
    json_open(w, '{');
    json_member_text(w, "file", str_from(c->source->path));
    for (size_t i = 0; i < COUNT_OF(tallies); i++) {
        struct tally t = tallies[i].tally(c);
        json_key(w, tallies[i].what);
        json_open(w, '{');
        json_member_number(w, "done", (double)t.done);
        json_member_number(w, "all", (double)t.all);
        json_close(w, '}');
    }
    json_key(w, "lines_not_run");
    json_open(w, '[');
    for (uint32_t i = 1; i <= c->line_count; i++)
        if (c->runs[i] && !c->hits[i])
            json_number(w, i);
    json_close(w, ']');
    json_close(w, '}');
}

static void lcov_branches(const struct coverage *c, struct buffer *out) {
    size_t all = 0, done = 0;
    for (size_t i = 0; i < c->p->symbol_count; i++) {
        const struct symbol *s = c->p->symbols[i];
        if (!symbol_runs(s) || s->module->index != 0 || s->kind == SYMBOL_RECORD)
            continue;
        uint64_t count = s->kind == SYMBOL_SAFEGUARD ? c->fired[i] : c->entered[i];
        buffer_printf(out, "FN:%u,%.*s\nFNDA:%llu,%.*s\n", line_of(c, s->node), (int)s->path.len,
                      s->path.text, (unsigned long long)count, (int)s->path.len, s->path.text);
        all++;
        done += count != 0;
    }
    buffer_printf(out, "FNF:%zu\nFNH:%zu\n", all, done);
}

static void lcov_choices(const struct coverage *c, struct buffer *out) {
    struct tally t = tally_choices(c);
    for (size_t i = 0; i < c->p->question_count; i++) {
        const struct question *q = c->p->questions[i];
        for (uint32_t k = 0; c->chosen[i] && k < q->choices->count; k++)
            buffer_printf(out, "BRDA:%u,%u,%u,%llu\n", line_of(c, q->node), q->index, k,
                          (unsigned long long)c->chosen[i][k]);
    }
    buffer_printf(out, "BRF:%zu\nBRH:%zu\n", t.all, t.done);
}

void coverage_lcov(const struct coverage *c, struct buffer *out) {
    struct tally t = tally_lines(c);
    buffer_printf(out, "TN:\nSF:%s\n", c->source->path);
    lcov_branches(c, out);
    lcov_choices(c, out);
    for (uint32_t i = 1; i <= c->line_count; i++)
        if (c->runs[i])
            buffer_printf(out, "DA:%u,%llu\n", i, (unsigned long long)c->hits[i]);
    buffer_printf(out, "LF:%zu\nLH:%zu\nend_of_record\n", t.all, t.done);
}
