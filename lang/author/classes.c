#include "author/classes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SAMPLES = 4, MOST_CUTS = 64, MOST_VALUES = 24, MOST_OFFERS = 8, MOST_CARDS = 2 };

struct classes {
    const struct program *p;
    struct live *live;
    bool unknown, not_applicable;         /* the script asks for these kinds of absence */
    struct str samples[MOST_SAMPLES + 1]; /* words that some `mentions` finds */
    size_t sample_count;
    double cuts[MOST_CUTS + 1]; /* numbers that something is compared with */
    size_t cut_count;
};

/* ---- what the script looks for ---- */
static void add_sample(struct classes *c, const struct node *text) {
    if (!text || text->kind != NODE_text || c->sample_count > MOST_SAMPLES)
        return;
    struct str s = AST(text, text)->value;
    const char *comma = s.len ? memchr(s.text, ',', s.len) : NULL;
    c->samples[c->sample_count++] = (struct str){s.text, comma ? (size_t)(comma - s.text) : s.len};
}

static void add_cut(struct classes *c, double number) {
    for (size_t i = 0; i < c->cut_count; i++)
        if (c->cuts[i] == number)
            return;
    if (c->cut_count <= MOST_CUTS)
        c->cuts[c->cut_count++] = number;
}

static bool visit(void *payload, struct node *n) {
    struct classes *c = payload;
    if (n->kind == NODE_number)
        add_cut(c, AST(number, n)->value);
    else if (n->kind == NODE_negate && AST(negate, n)->operand->kind == NODE_number)
        add_cut(c, -AST(number, AST(negate, n)->operand)->value);
    else if (n->kind == NODE_state) {
        c->unknown |= AST(state, n)->state == STATE_UNKNOWN;
        c->not_applicable |= AST(state, n)->state == STATE_APPLICABLE;
    } else if (n->kind == NODE_absent) {
        c->unknown |= AST(absent, n)->reason == ABSENCE_UNKNOWN;
        c->not_applicable |= AST(absent, n)->reason == ABSENCE_NOT_APPLICABLE;
    } else if (n->kind == NODE_pattern) {
        add_sample(c, AST(pattern, n)->words);
    } else if (n->kind == NODE_word_set && AST(word_set, n)->symbol) {
        const struct node *set = AST(word_set, n)->symbol->node;
        const struct node *line = body_find(AST(words, set)->body, NODE_phrases);
        add_sample(c, line ? AST(phrases, line)->texts : NULL);
    }
    return true;
}

struct classes *classes_new(const struct program *p, struct live *live) {
    struct classes *c = memory_get(sizeof *c);
    c->p = p;
    c->live = live;
    for (size_t i = 0; i < p->module_count; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            if (n->kind != NODE_test && n->kind != NODE_report && n->kind != NODE_rubric)
                ast_walk(n, visit, c);
    return c;
}

void classes_free(struct classes *c) {
    free(c);
}

/* ---- lists of answers ---- */
static void add(struct class_list *list, struct arena *a, struct value v) {
    for (size_t i = 0; i < list->count; i++)
        if (value_same(list->items[i], v) && list->items[i].kind == v.kind &&
            list->items[i].reason == v.reason)
            return;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 8;
        struct value *more = arena_array(a, struct value, capacity);
        if (list->count)
            memcpy(more, list->items, sizeof *more * list->count);
        list->items = more;
        list->capacity = capacity;
    }
    list->items[list->count++] = v;
}

/* Harmless words, and each combination of those that are looked for. */
static void add_texts(struct classes *c, struct class_list *list, struct arena *a,
                      const char *harmless) {
    size_t samples = c->sample_count > MOST_SAMPLES ? MOST_SAMPLES : c->sample_count;
    list->open |= c->sample_count > MOST_SAMPLES;
    for (uint32_t mask = 0; mask < 1u << samples; mask++) {
        struct str words = arena_printf(a, "%s", harmless);
        for (size_t i = 0; i < samples; i++)
            if (mask & 1u << i)
                words = arena_printf(a, "%.*s. %.*s", (int)words.len, words.text,
                                     (int)c->samples[i].len, c->samples[i].text);
        add(list, a, value_text(words));
    }
}

/* Replies that are judged: those that the rubric itself gives as samples. */
static void add_samples(struct class_list *list, struct arena *a, const struct rubric *rubric) {
    list->open = true;
    add(list, a, value_text(STR("Mm.")));
    for (const struct node *n = AST(rubric, rubric->node)->body; n; n = n->next)
        if (n->kind == NODE_sample && AST(sample, n)->text->kind == NODE_text)
            add(list, a, value_text(AST(text, AST(sample, n)->text)->value));
}

/* ---- numbers ---- */
struct numbers {
    struct class_list *list;
    struct arena *arena;
    const struct prompt *prompt;
    const struct closeness *closeness;
};

/* Do all comparisons say the same of both? */
static bool are_alike(const struct closeness *c, double a, double b) {
    if (c->exact)
        return a == b;
    for (size_t i = 0; i < c->count; i++)
        if ((a < c->cuts[i]) != (b < c->cuts[i]) || (a == c->cuts[i]) != (b == c->cuts[i]))
            return false;
    return true;
}

static void add_number(struct numbers *n, double number) {
    const struct prompt *p = n->prompt;
    if (p->bounded && (number < p->from || number > p->to))
        return;
    for (size_t i = 0; i < n->list->count; i++)
        if (are_alike(n->closeness, n->list->items[i].as.number, number))
            return;
    add(n->list, n->arena, value_number(number));
}

/* Every number of a short scale, one of each kind; otherwise the ends, and what lies at and beside
   the numbers that it is compared with. */
static void add_numbers(struct classes *c, struct class_list *list, struct arena *a,
                        const struct prompt *p) {
    struct numbers n = {list, a, p, live_number(c->live, p->question->symbol)};
    bool whole = p->question->form != FORM_NUMBER;
    double step = p->step > 0 ? p->step : 1;
    if (p->bounded && (whole || p->step > 0) && (p->to - p->from) / step < MOST_VALUES) {
        for (double x = p->from; x <= p->to + 1e-9; x += step)
            add_number(&n, x);
        return;
    }
    list->open = n.closeness->exact || !p->bounded || (!whole && !p->step);
    add_number(&n, p->bounded ? p->from : 0);
    for (size_t i = 0; i < c->cut_count; i++)
        for (int side = -1; side <= 1; side++)
            add_number(&n, c->cuts[i] + side * step);
    if (p->bounded)
        add_number(&n, p->to);
}

static struct value set_of(const struct prompt *p, uint32_t mask, struct arena *a) {
    struct value *items = arena_array(a, struct value, p->offer_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->offer_count; i++)
        if (mask & 1u << i)
            items[count++] = p->offers[i].value;
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

/* Sets: all of them when there are few to choose from, otherwise none, each alone, and all. */
static void add_sets(struct class_list *list, struct arena *a, const struct prompt *p) {
    if (p->offer_count <= MOST_OFFERS) {
        for (uint32_t mask = 0; mask < 1u << p->offer_count; mask++)
            add(list, a, set_of(p, mask, a));
        return;
    }
    list->open = true;
    add(list, a, set_of(p, 0, a));
    for (uint32_t i = 0; i < p->offer_count && i < 32; i++)
        add(list, a, set_of(p, 1u << i, a));
}

static void add_choices(struct classes *c, struct class_list *list, struct arena *a,
                        const struct prompt *p) {
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct choice *o = p->offers[i].option;
        if (!o || !o->other) {
            add(list, a, p->offers[i].value);
            continue;
        }
        struct class_list words = {0};
        add_texts(c, &words, a, "something");
        for (size_t k = 0; k < words.count; k++) {
            struct other_answer *other = arena_new(a, struct other_answer);
            *other = (struct other_answer){o, {words.items[k].as.text, words.items[k].len}};
            add(list, a, (struct value){.kind = VALUE_OTHER, .as.other = other});
        }
    }
}

static void add_dates(struct session *s, struct class_list *list, struct arena *a) {
    struct date day = session_given(s)->today;
    static const int years[] = {0, 1, -1};
    list->open = true;
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        struct date other = day;
        other.year = (int16_t)(other.year + years[i]);
        other.day = other.day > 28 ? 28 : other.day;
        add(list, a, (struct value){.kind = VALUE_DATE, .as.date = other});
    }
}

/* A name for somebody new, or nobody more. */
static void add_labels(struct classes *c, struct class_list *list, struct arena *a,
                       const struct prompt *p) {
    add(list, a, value_text(STR("")));
    if (p->so_far_count < MOST_CARDS)
        add_texts(c, list, a, arena_printf(a, "Person %u", p->so_far_count + 1).text);
    else
        list->bounded = true;
}

static void add_given(struct classes *c, struct session *s, struct class_list *list,
                      struct arena *a, const struct prompt *p) {
    switch (p->question->form) {
    case FORM_YES_OR_NO:
        add(list, a, value_yes_no(true));
        add(list, a, value_yes_no(false));
        break;
    case FORM_CHOOSE:
        add_choices(c, list, a, p);
        break;
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
        add_sets(list, a, p);
        break;
    case FORM_RANK: {
        uint32_t all = p->offer_count < 32 ? (1u << p->offer_count) - 1 : UINT32_MAX;
        list->open = true;
        add(list, a, set_of(p, all, a));
        break;
    }
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        add_numbers(c, list, a, p);
        break;
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        if (p->question->symbol->judging)
            add_samples(list, a, p->question->symbol->judging->rubric);
        else
            add_texts(c, list, a, "something");
        break;
    case FORM_DATE:
    case FORM_ROUGH_DATE:
        add_dates(s, list, a);
        break;
    case FORM_TIME:
        list->open = true;
        add(list, a, (struct value){.kind = VALUE_TIME, .as.time = 12 * 60});
        break;
    case FORM_MINUTES:
        list->open = true;
        add(list, a, length_value(0, 30));
        break;
    }
}

static bool has_lines(const struct prompt *p) {
    for (uint32_t i = 0; i < p->offer_count; i++)
        if (p->offers[i].option && p->offers[i].option->body)
            return true;
    return false;
}

struct class_list classes_of(struct classes *c, struct session *s, const struct prompt *p,
                             struct arena *a) {
    struct class_list list = {0};
    bool words = p->question->form == FORM_TEXT || p->question->form == FORM_LONG_TEXT;
    if (p->collecting) {
        add_labels(c, &list, a, p);
        add(&list, a, value_missing(MISSING_DECLINED));
        return list;
    }
    bool read =
        live_ever(c->live, p->question->symbol) || has_lines(p) ||
        (c->sample_count && (words || (p->question->choices && p->question->choices->other)));
    add_given(c, s, &list, a, p);
    if (read) {
        add(&list, a, value_missing(MISSING_DECLINED));
        if (c->unknown)
            add(&list, a, value_missing(MISSING_UNKNOWN));
        if (c->not_applicable)
            add(&list, a, value_missing(MISSING_NOT_APPLICABLE));
    } else { /* one that is taken stands for all */
        add(&list, a, value_missing(MISSING_DECLINED));
        list.open = false;
        list.alike = true;
    }
    return list;
}
