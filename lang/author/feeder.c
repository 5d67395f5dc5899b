/* The values of answer lines, in the order they are asked for; then the rest rule. */
#include "author/feeder.h"

#include "program/compose.h"
#include "program/types.h"
#include "run/date.h"

#include <math.h>
#include <string.h>

struct feed_line {
    const struct node_answer *answer;
    const struct node *next; /* of a question: the value for the next asking */
    uint8_t *used;           /* of an inventory: one for each item */
};

struct feeder {
    struct feed_line *lines;
    size_t count, capacity;
    const struct node_rest *rest;
    uint64_t draws;
};

struct feeder *feeder_new(const struct node *first) {
    struct feeder *f = memory_get(sizeof *f);
    for (const struct node *n = first; n; n = n->next) {
        if (n->kind == NODE_rest)
            f->rest = AST(rest, n);
        if (n->kind != NODE_answer || !AST(answer, n)->symbol)
            continue;
        struct feed_line *line = array_push(f->lines, f->count, f->capacity);
        *line = (struct feed_line){AST(answer, n), AST(answer, n)->values, NULL};
        if (line->answer->symbol->inventory)
            line->used = memory_get(line->answer->symbol->inventory->item_count + 1);
    }
    return f;
}

void feeder_free(struct feeder *f) {
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++)
        free(f->lines[i].used);
    free(f->lines);
    free(f);
}

bool feeder_seed(const struct feeder *f, uint64_t *seed) {
    if (!f->rest || f->rest->how != REST_RANDOM)
        return false;
    *seed = (uint64_t)f->rest->seed;
    return true;
}

bool feeder_unused(const struct feeder *f, struct span *at, const struct symbol **symbol) {
    for (size_t i = 0; i < f->count; i++) {
        const struct feed_line *line = &f->lines[i];
        uint32_t item = 0;
        *symbol = line->answer->symbol;
        if (!line->used && line->next) {
            *at = line->answer->node.span;
            return true;
        }
        for (const struct node *v = line->used ? line->answer->values : NULL; v; v = v->next) {
            if (!line->used[item++]) {
                *at = line->answer->node.span;
                return true;
            }
        }
    }
    return false;
}

/* ---- written values ---- */
static struct value absent_value(const struct node *n) {
    static const enum missing_reason reasons[] = {MISSING_DECLINED, MISSING_UNKNOWN,
                                                  MISSING_NOT_APPLICABLE, MISSING_DECLINED};
    return value_missing(reasons[AST(absent, n)->reason]);
}

static bool choice_value(const struct question *q, const struct node *n, struct arena *a,
                         struct value *out, struct str *why) {
    if (n->kind == NODE_text && q->choices->other) { /* words for the free-text option */
        struct other_answer *other = arena_new(a, struct other_answer);
        *other =
            (struct other_answer){&q->choices->items[q->choices->count - 1], AST(text, n)->value};
        *out = (struct value){.kind = VALUE_OTHER, .as.other = other};
        return true;
    }
    const struct choice *o = choices_find(q->choices, n);
    if (!o) {
        *why = STR("There is no such choice.");
        return false;
    }
    *out = value_choice(o);
    return true;
}

static bool several_value(const struct question *q, const struct node *n, struct arena *a,
                          struct value *out, struct str *why) {
    const struct node *first = n->kind == NODE_tuple ? AST(tuple, n)->items : n;
    size_t count = n->kind == NODE_tuple ? ast_count(first) : 1;
    struct value *items = arena_array(a, struct value, count);
    uint32_t i = 0;
    for (const struct node *item = first; i < count; item = item->next)
        if (!choice_value(q, item, a, &items[i++], why))
            return false;
    if (q->type.kind == TYPE_CHOICE)
        *out = items[0];
    else
        *out = (struct value){.kind = VALUE_LIST, .len = i, .as.items = items};
    return true;
}

/* 0, which is no year, for what is none. */
static int16_t year_of(double number) {
    return number == floor(number) && number > 0 && number < 10000 ? (int16_t)number : 0;
}

static bool written_value(struct session *s, const struct question *q, const struct node *n,
                          struct arena *a, struct value *out, struct str *why) {
    if (n->kind == NODE_absent) {
        *out = absent_value(n);
        return true;
    }
    if (type_is_choices(q->type))
        return several_value(q, n, a, out, why);
    if (n->kind == NODE_text && q->form != FORM_TEXT && q->form != FORM_LONG_TEXT)
        return session_read(s, AST(text, n)->value, out, why);
    *out = session_evaluate(s, n);
    if (out->kind == VALUE_NUMBER && q->form == FORM_MINUTES)
        *out = length_value(0, out->as.number);
    else if (out->kind == VALUE_NUMBER && q->form == FORM_ROUGH_DATE)
        *out = (struct value){.kind = VALUE_DATE, .as.date = {.year = year_of(out->as.number)}};
    return true;
}

/* The value written for this question, taken off its line; NULL: none. */
static const struct node *take_value(struct feeder *f, const struct question *q, struct span *at) {
    for (size_t i = 0; i < f->count; i++) {
        struct feed_line *line = &f->lines[i];
        if (line->answer->symbol == q->symbol && line->next) {
            const struct node *value = line->next;
            line->next = value->next;
            *at = line->answer->node.span;
            return value;
        }
        if (!line->used || !q->item || q->inventory->symbol != line->answer->symbol ||
            line->used[q->item_index])
            continue;
        const struct node *value = line->answer->values;
        for (uint32_t k = 0; value && k < q->item_index; k++)
            value = value->next;
        line->used[q->item_index] = 1;
        *at = line->answer->node.span;
        if (value)
            return value;
    }
    return NULL;
}

/* ---- the rest ---- */
/* The k-th answer worth trying; false: there are no more. Checks may refuse the first ones. */
static bool candidate(struct session *s, const struct prompt *p, uint32_t k, struct arena *a,
                      struct value *out) {
    const struct question *q = p->question;
    static const int32_t day_steps[] = {0, 1, 30, 365, -1, -30, -365, 3650};
    switch (q->form) {
    case FORM_YES_OR_NO:
        *out = value_yes_no(k == 0);
        return k < 2;
    case FORM_CHOOSE:
        if (k >= p->offer_count)
            return false;
        *out = value_choice(p->offers[k].option);
        if (p->offers[k].option->other) {
            struct other_answer *other = arena_new(a, struct other_answer);
            *other = (struct other_answer){p->offers[k].option, STR("text")};
            *out = (struct value){.kind = VALUE_OTHER, .as.other = other};
        }
        return true;
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK: {
        uint32_t wanted = q->form == FORM_RANK          ? p->offer_count
                          : q->form == FORM_CHOOSE_SOME ? (uint32_t)q->least
                                                        : 1;
        struct value *items = arena_array(a, struct value, p->offer_count + 1);
        uint32_t count = 0;
        for (uint32_t i = 0; i < p->offer_count && count < wanted; i++)
            if (!p->offers[(i + k) % p->offer_count].option->other)
                items[count++] = value_choice(p->offers[(i + k) % p->offer_count].option);
        *out = (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
        return k < p->offer_count;
    }
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING: {
        double step = p->step > 0 ? p->step : 1, from = p->bounded ? p->from : 0;
        *out = value_number(from + k * step);
        return k < 1000 && (!p->bounded || out->as.number <= p->to);
    }
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        *out = value_text(STR("text"));
        return k == 0;
    case FORM_DATE:
    case FORM_ROUGH_DATE:
        if (k >= COUNT_OF(day_steps))
            return false;
        *out = (struct value){.kind = VALUE_DATE};
        return date_add(session_given(s)->today, 0, day_steps[k], &out->as.date);
    case FORM_TIME:
        *out = (struct value){.kind = VALUE_TIME, .as.time = (int32_t)k * 60};
        return k < 24;
    case FORM_MINUTES:
        *out = (struct value){.kind = VALUE_DURATION, .as.duration = {0, (int32_t)k * 15}};
        return k < 100;
    }
    return false;
}

static enum feed try_candidates(struct feeder *f, struct session *s, const struct prompt *p,
                                bool random, struct arena *a, struct value *given,
                                struct str *why) {
    uint32_t count = 0, start = 0;
    struct value v;
    while (random && count < 2000 && candidate(s, p, count, a, &v))
        count++;
    if (random && count) {
        uint64_t draw =
            hash_bytes((uint64_t)f->rest->seed + 0x9E3779B97F4A7C15u, &f->draws, sizeof f->draws);
        f->draws++;
        if (!p->question->required && draw % 8 == 0) {
            struct answer decline = {.value = value_missing(MISSING_DECLINED)};
            *given = decline.value;
            return session_answer(s, &decline, why) == ANSWER_TAKEN ? FEED_TAKEN : FEED_REFUSED;
        }
        start = (uint32_t)(draw / 8 % count);
    }
    for (uint32_t k = 0; candidate(s, p, random ? (start + k) % (count ? count : 1) : k, a, &v);
         k++) {
        struct answer answer = {.value = v, .confirmed = true};
        *given = v;
        if (session_answer(s, &answer, why) == ANSWER_TAKEN)
            return FEED_TAKEN;
        if (session_status(s) != SESSION_RUNNING || (random && k >= count))
            break;
    }
    return FEED_REFUSED;
}

static enum feed answer_rest(struct feeder *f, struct session *s, const struct prompt *p,
                             struct arena *a, struct value *given, struct str *why) {
    static const enum missing_reason reasons[] = {MISSING_DECLINED, MISSING_UNKNOWN,
                                                  MISSING_DECLINED};
    enum rest_word how = (enum rest_word)f->rest->how;
    bool absent = how == REST_DECLINED || how == REST_UNKNOWN || how == REST_UNANSWERED;
    if (!absent || p->question->required)
        return try_candidates(f, s, p, how == REST_RANDOM, a, given, why);
    struct answer answer = {.value = value_missing(reasons[how])};
    *given = answer.value;
    return session_answer(s, &answer, why) == ANSWER_TAKEN ? FEED_TAKEN : FEED_REFUSED;
}

enum feed feeder_answer(struct feeder *f, struct session *s, struct value *given, struct span *at,
                        struct str *why) {
    const struct prompt *p = &session_next(s)->prompt;
    struct arena a;
    enum feed result;
    *at = f->rest ? f->rest->node.span : SPAN_NONE;
    const struct node *written = take_value(f, p->question, at);
    arena_init(&a);
    if (written) {
        struct answer answer = {.confirmed = true};
        result = written_value(s, p->question, written, &a, &answer.value, why) &&
                         session_answer(s, &answer, why) == ANSWER_TAKEN
                     ? FEED_TAKEN
                     : FEED_REFUSED;
    } else if (f->rest) {
        result = answer_rest(f, s, p, &a, given, why);
    } else {
        result = FEED_OPEN;
    }
    if (result == FEED_TAKEN)
        *given = session_last(s);
    arena_release(&a);
    return result;
}
