/* The values of answer lines, in the order they are asked for; then the rest rule. */
#include "author/feeder.h"

#include "author/feed_cards.h"
#include "program/compose.h"
#include "program/types.h"
#include "run/date.h"

#include <math.h>
#include <string.h>

struct feed_line {
    const struct node_answer *answer;
    const struct node *next;  /* of a question: the value for the next asking */
    uint8_t *used;            /* of an inventory: one for each item */
    struct feed_cards *cards; /* of a list with cards below */
};

struct feeder {
    struct feed_line *lines;
    size_t count, capacity;
    const struct node_rest *rest;
    uint64_t seed, draws; /* of `rest random` */
    struct arena made;    /* labels of cards that the rest rule makes up */
};

struct feeder *feeder_new(const struct node *first) {
    struct feeder *f = memory_get(sizeof *f);
    arena_init(&f->made);
    for (const struct node *n = first; n; n = n->next) {
        if (n->kind == NODE_rest) {
            f->rest = AST(rest, n);
            f->seed = (uint64_t)f->rest->seed;
        }
        if (n->kind != NODE_answer || !AST(answer, n)->symbol)
            continue;
        struct feed_line *line = array_push(f->lines, f->count, f->capacity);
        *line = (struct feed_line){AST(answer, n), AST(answer, n)->values, NULL, NULL};
        if (AST(answer, n)->body) {
            line->cards = memory_get(sizeof *line->cards);
            feed_cards_init(line->cards, AST(answer, n));
        }
        if (line->answer->symbol->inventory)
            line->used = memory_get(line->answer->symbol->inventory->item_count + 1);
    }
    return f;
}

void feeder_rest(struct feeder *f, const struct node *rest) {
    if (f->rest || !rest)
        return;
    f->rest = AST(rest, rest);
    f->seed = (uint64_t)f->rest->seed;
}

void feeder_free(struct feeder *f) {
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++) {
        free(f->lines[i].used);
        if (f->lines[i].cards)
            feed_cards_release(f->lines[i].cards);
        free(f->lines[i].cards);
    }
    arena_release(&f->made);
    free(f->lines);
    free(f);
}

void feeder_reseed(struct feeder *f, uint64_t seed) {
    f->seed = seed;
}

bool feeder_seed(const struct feeder *f, uint64_t *seed) {
    if (!f->rest || f->rest->how != REST_RANDOM)
        return false;
    *seed = f->seed;
    return true;
}

bool feeder_unused(const struct feeder *f, struct span *at, const struct symbol **symbol) {
    for (size_t i = 0; i < f->count; i++) {
        const struct feed_line *line = &f->lines[i];
        uint32_t item = 0;
        *symbol = line->answer->symbol;
        const struct node *card = line->cards ? feed_cards_unused(line->cards) : NULL;
        if (card) {
            *at = card->span;
            return true;
        }
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
    if (q->form == FORM_CHOOSE_ANY && choices_none(q->choices, n))
        count = 0;
    struct value *items = arena_array(a, struct value, count + 1);
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

/* Of what a list offers now, by its labels. */
static bool offered_value(const struct prompt *p, const struct node *n, struct arena *a,
                          struct value *out, struct str *why) {
    const struct node *first = n->kind == NODE_tuple ? AST(tuple, n)->items : n;
    struct value *items = arena_array(a, struct value, ast_count(first) + 1);
    uint32_t count = 0;
    if (p->question->form == FORM_CHOOSE_ANY && choices_none(NULL, n))
        first = NULL;
    for (const struct node *item = first; item; item = n->kind == NODE_tuple ? item->next : NULL) {
        struct str label = item->kind == NODE_text ? AST(text, item)->value : (struct str){"", 0};
        uint32_t before = count;
        for (uint32_t i = 0; i < p->offer_count && count == before; i++)
            if (str_same(p->offers[i].label, label))
                items[count++] = p->offers[i].value;
        if (count == before) {
            *why = STR("It is not in the list now.");
            return false;
        }
    }
    *out = p->question->form == FORM_CHOOSE
               ? items[0]
               : (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
    return true;
}

static bool written_value(struct session *s, const struct question *q, const struct node *n,
                          struct arena *a, struct value *out, struct str *why) {
    if (n->kind == NODE_absent) {
        *out = absent_value(n);
        return true;
    }
    if (q->from_list && !q->choices)
        return offered_value(&session_next(s)->prompt, n, a, out, why);
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

/* `answer styles = wrong, correct`: a word for each round of a drill, the last for all that follow.
   It counts as used up once its round was played. */
static const struct node *drill_word(struct feed_line *line, struct value round) {
    const struct node *word = line->answer->values;
    for (int32_t k = 0; word && word->next && k < (int32_t)round.as.number; k++)
        word = word->next;
    line->next = word ? word->next : NULL;
    return word;
}

static bool is_drill_word(const struct node *n) {
    const char *word = n->kind == NODE_name ? AST(name, n)->name->text : "";
    return strcmp(word, "correct") == 0 || strcmp(word, "wrong") == 0;
}

static struct value drill_value(const struct drill *drill, const struct question *q,
                                const struct node *word) {
    bool right = word->kind == NODE_name && strcmp(AST(name, word)->name->text, "correct") == 0;
    for (uint32_t i = 0; i < drill->card_count; i++) {
        const struct drill_card *card = &drill->cards[i];
        if (card->question == q->symbol && card->right)
            return value_choice(
                right ? card->right
                      : &q->choices->items[card->right->index ? 0 : q->choices->count - 1]);
    }
    return value_missing(MISSING_DECLINED);
}

/* The value written for this question, taken off its line; NULL: none. */
static const struct node *take_value(struct feeder *f, struct session *s, const struct prompt *p,
                                     struct span *at) {
    const struct question *q = p->question;
    for (size_t i = 0; i < f->count; i++) {
        struct feed_line *line = &f->lines[i];
        const struct node *below = line->cards ? feed_cards_value(line->cards, p) : NULL;
        if (below) {
            *at = below->span;
            return below;
        }
        const struct symbol *owner = q->symbol->owner;
        if (owner && owner->drill && line->answer->symbol == owner) {
            *at = line->answer->node.span;
            return drill_word(line, session_value(s, owner->drill->tried));
        }
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

/* Gives an answer; a doubt is confirmed, and told in `why`. */
static enum feed give(struct session *s, struct value v, struct value *given, struct str *why) {
    struct answer answer = {.value = v};
    enum answer_result result = session_answer(s, &answer, why);
    struct str doubt = result == ANSWER_CONFIRM ? *why : (struct str){"", 0};
    *given = v;
    answer.confirmed = true;
    if (result == ANSWER_CONFIRM)
        result = session_answer(s, &answer, why);
    if (result != ANSWER_TAKEN)
        return FEED_REFUSED;
    *why = doubt;
    return FEED_TAKEN;
}

/* ---- the rest ---- */
static bool is_own_words(const struct offer *o) {
    return o->option && o->option->other;
}

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
        *out = p->offers[k].value;
        if (p->offers[k].option && p->offers[k].option->other) {
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
            if (!is_own_words(&p->offers[(i + k) % p->offer_count]))
                items[count++] = p->offers[(i + k) % p->offer_count].value;
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
        *out = value_text(k == 0 ? STR("text") : STR("other text"));
        return k < 2;
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
        uint64_t draw = hash_bytes(f->seed + 0x9E3779B97F4A7C15u, &f->draws, sizeof f->draws);
        f->draws++;
        if (!p->question->required && draw % 8 == 0)
            return give(s, value_missing(MISSING_DECLINED), given, why);
        start = (uint32_t)(draw / 8 % count);
    }
    for (uint32_t k = 0; candidate(s, p, random ? (start + k) % (count ? count : 1) : k, a, &v);
         k++) {
        if (give(s, v, given, why) == FEED_TAKEN)
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
    return give(s, value_missing(reasons[how]), given, why);
}

/* ---- who belongs to a list ---- */
static struct value made_label(struct feeder *f, uint32_t number) {
    return value_text(number == 1 ? STR("text") : arena_printf(&f->made, "text %u", number));
}

static enum feed try_label(struct feeder *f, struct session *s, struct value *given,
                           struct str *why) {
    for (uint32_t number = 1; number < 1000; number++) {
        struct answer answer = {.value = made_label(f, number), .confirmed = true};
        *given = answer.value;
        if (session_answer(s, &answer, why) == ANSWER_TAKEN)
            return FEED_TAKEN;
    }
    return FEED_REFUSED;
}

/* Nobody, or one; more where the question wants more. At random, up to a few. */
static enum feed rest_of_list(struct feeder *f, struct session *s, const struct prompt *p,
                              struct value *given, struct str *why) {
    enum rest_word how = (enum rest_word)f->rest->how;
    bool absent = how == REST_DECLINED || how == REST_UNKNOWN || how == REST_UNANSWERED;
    struct answer none = {.value = value_text(STR(""))};
    uint64_t draw = how == REST_RANDOM ? hash_bytes(f->seed, &f->draws, sizeof f->draws) % 4 : 0;
    bool one_more = how == REST_FIRST ? p->so_far_count == 0
                                      : how == REST_RANDOM && draw != 0 && p->so_far_count < 8;
    f->draws += how == REST_RANDOM;
    if (absent && p->so_far_count == 0)
        none.value = value_missing(how == REST_UNKNOWN ? MISSING_UNKNOWN : MISSING_DECLINED);
    *given = none.value;
    if (!one_more && session_answer(s, &none, why) == ANSWER_TAKEN)
        return FEED_TAKEN;
    return try_label(f, s, given, why);
}

static enum feed answer_list(struct feeder *f, struct session *s, const struct prompt *p,
                             struct value *given, struct span *at, struct str *why) {
    struct answer answer = {.confirmed = true};
    for (size_t i = 0; i < f->count; i++) {
        struct feed_line *line = &f->lines[i];
        if (line->answer->symbol != p->question->symbol)
            continue;
        bool written =
            line->cards ? feed_cards_label(line->cards, &answer.value) : line->next != NULL;
        if (!written)
            continue;
        if (!line->cards) {
            answer.value = choices_none(NULL, line->next) ? value_text(STR("")) /* that is all */
                                                          : absent_value(line->next);
            line->next = line->next->next;
        }
        *at = line->answer->node.span;
        *given = answer.value;
        return session_answer(s, &answer, why) == ANSWER_TAKEN ? FEED_TAKEN : FEED_REFUSED;
    }
    return f->rest ? rest_of_list(f, s, p, given, why) : FEED_OPEN;
}

enum feed feeder_answer(struct feeder *f, struct session *s, struct value *given, struct span *at,
                        struct str *why) {
    const struct prompt *p = &session_next(s)->prompt;
    struct arena a;
    enum feed result;
    *at = f->rest ? f->rest->node.span : SPAN_NONE;
    if (p->collecting)
        return answer_list(f, s, p, given, at, why);
    const struct node *written = take_value(f, s, p, at);
    arena_init(&a);
    const struct symbol *owner = p->question->symbol->owner;
    if (written && owner && owner->drill && written->kind == NODE_name && is_drill_word(written)) {
        result = give(s, drill_value(owner->drill, p->question, written), given, why);
    } else if (written) {
        struct value v = value_missing(MISSING_NOT_ASKED);
        result = written_value(s, p->question, written, &a, &v, why) ? give(s, v, given, why)
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
