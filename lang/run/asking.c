/* Putting a question: what is offered, in which order, with which bounds; and holding an answer
 * against it. */
#include "run/date.h"
#include "program/check.h"
#include "run/state.h"

#include <math.h>
#include <string.h>

/* A card's own questions stand behind it; those that a branch asks about it begin with the branch.
 */
static struct str path_in_context(struct session *s, const struct symbol *symbol,
                                  uint32_t context) {
    struct buffer b;
    buffer_init(&b);
    if (!symbol->owner || symbol->owner->kind != SYMBOL_RECORD) {
        buffer_str(&b, symbol->owner ? symbol->owner->path : symbol->path);
        buffer_char(&b, '/');
    }
    context_write(s, context, &b);
    if (symbol->owner)
        buffer_printf(&b, "/%s", symbol->name->text);
    struct str path = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return path;
}

struct str answer_path(struct session *s, const struct question *q, uint32_t context,
                       uint32_t occurrence) {
    struct str whole = context ? path_in_context(s, q->symbol, context) : q->symbol->path;
    if (occurrence <= 1)
        return whole;
    char *path = arena_get(&s->scratch, whole.len + 12), digits[12];
    size_t len = whole.len, at = sizeof digits;
    memcpy(path, whole.text, len);
    path[len++] = '#';
    for (; occurrence; occurrence /= 10)
        digits[--at] = (char)('0' + occurrence % 10);
    memcpy(path + len, digits + at, sizeof digits - at);
    return (struct str){path, len + sizeof digits - at};
}

/* `choose from LIST`: its cards by their labels, its choices by theirs. */
static void add_elements(struct session *s, const struct question *q, struct prompt *p) {
    struct value list = evaluate(s, q->from_list);
    uint32_t count = list.kind == VALUE_LIST ? list.len : 0;
    struct offer *offers = arena_array(&s->scratch, struct offer, count);
    uint32_t *order = arena_array(&s->scratch, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (q->shuffle)
        shuffled(order, count,
                 mix(s->options.seed, q->index, seat_at(s, q->symbol, s->context)->asked));
    for (uint32_t i = 0; i < count; i++) {
        struct value v = list.as.items[order[i]];
        struct buffer b;
        if (value_is_missing(v))
            continue;
        buffer_init(&b);
        if (v.kind == VALUE_CARD)
            card_path(v, &b);
        else
            buffer_text(&b, choice_of(v)->code->text);
        struct str code = buffer_keep(&b, &s->scratch);
        buffer_clear(&b);
        print_in_session(s, v, &b);
        offers[p->offer_count++] =
            (struct offer){choice_of(v), code, buffer_keep(&b, &s->scratch), v};
        buffer_release(&b);
    }
    p->offers = offers;
}

static void add_offers(struct session *s, const struct question *q, struct prompt *p) {
    const struct choices *c = q->choices;
    struct offer *offers = arena_array(&s->scratch, struct offer, c->count);
    uint32_t *order = NULL;
    if (q->shuffle) {
        order = arena_array(&s->scratch, uint32_t, c->count);
        uint32_t movable = c->count - (c->other ? 1 : 0); /* "something else" stays last */
        shuffled(order, movable,
                 mix(s->options.seed, q->index, seat_at(s, q->symbol, s->context)->asked));
        if (c->other)
            order[movable] = movable;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const struct choice *o = &c->items[order ? order[i] : i];
        if (o->when && evaluate_truth(s, o->when) != TRUTH_YES)
            continue;
        offers[p->offer_count++] =
            (struct offer){o, name_str(o->code), o->label ? render(s, o->label) : name_str(o->code),
                           value_choice(o)};
    }
    p->offers = offers;
}

static void set_bounds(struct session *s, const struct question *q, struct prompt *p) {
    struct value from = evaluate(s, q->from), to = evaluate(s, q->to);
    p->step = q->step;
    p->bounded = q->from && value_as_number(from, &p->from) && value_as_number(to, &p->to);
}

static const struct route_left *left_behind(const struct node *n) {
    return n->kind == NODE_ask    ? &AST(ask, n)->left
           : n->kind == NODE_item ? &AST(item, n)->left
           : n->kind == NODE_do   ? &AST(do, n)->left
                                  : &AST(collect, n)->left;
}

/* The turns of an open loop that are still to come. */
static void add_turns(const struct frame *f, uint64_t *least, uint64_t *most, bool *open) {
    const struct node_repeat *repeat =
        f->loop && f->loop->kind == NODE_repeat ? AST(repeat, f->loop) : NULL;
    if (!f->loop)
        return;
    const struct route_left *once = repeat                          ? &repeat->once
                                    : f->loop->kind == NODE_collect ? &AST(collect, f->loop)->once
                                                                    : &AST(for_each, f->loop)->once;
    uint64_t turns = repeat ? f->times - f->turns : f->elements.len - f->turns;
    if (!repeat && f->elements.kind != VALUE_LIST) { /* the labels are still being asked for */
        *open = true;
        return;
    }
    if (!repeat || repeat->how == REPEAT_TIMES)
        *least += turns * once->least;
    *open |= once->most == UINT32_MAX || (repeat && f->times == UINT32_MAX && once->most > 0);
    *most += turns * once->most;
}

/* "Question 5 of 12 to 18": what lies behind us, and what the open blocks can still bring. */
static void set_position(struct session *s, const struct node *n, struct prompt *p) {
    uint64_t position = s->asked_count + 1, least = position, most = least;
    bool open = false;
    for (size_t i = 0; i < s->frame_count; i++)
        add_turns(&s->frames[i], &least, &most, &open);
    for (size_t i = s->frame_count + 1; i-- > 0;) {
        const struct node *at = i == s->frame_count ? n : s->frames[i].caller;
        if (!at)
            continue;
        const struct route_left *left = left_behind(at);
        least += left->least;
        open |= left->most == UINT32_MAX;
        most += left->most;
    }
    p->position = (uint32_t)position;
    p->least = (uint32_t)(least > UINT32_MAX - 1 ? UINT32_MAX - 1 : least);
    p->most = open || most >= UINT32_MAX ? UINT32_MAX : (uint32_t)most;
}

static struct str stem_due(struct session *s, const struct question *q) {
    for (size_t i = s->frame_count; q->inventory && i-- > 0;) {
        struct frame *f = &s->frames[i];
        if (f->entered != q->inventory->symbol)
            continue;
        if (!q->item) { /* another question in between: the next item needs the stem again */
            f->stem_due = q->inventory->stem != NULL;
            break;
        }
        if (!f->stem_due)
            break;
        f->stem_due = false;
        return render(s, q->inventory->stem);
    }
    return (struct str){"", 0};
}

/* ---- whom the words name ---- */
/* The card that an expression gives, or whose field it is; missing: it is about none. */
static struct value card_meant(struct session *s, const struct node *n) {
    const struct node *of =
        n->kind == NODE_field && AST(field, n)->field ? AST(field, n)->of : NULL;
    const struct symbol *symbol = of ? NULL : expression_symbol((struct node *)n);
    bool card = of || (symbol && symbol->type.kind == TYPE_CARD);
    struct value v = card ? evaluate(s, of ? of : n) : value_missing(MISSING_NOT_ASKED);
    return v.kind == VALUE_CARD ? v : value_missing(MISSING_NOT_ASKED);
}

/* A mark of the cards that a question names: asked about other cards it is another question, while
   a card with a new name is the same. 0: it names none. */
static uint64_t cards_named(struct session *s, const struct node *text) {
    uint64_t mark = 0;
    for (const struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind != NODE_hole)
            continue;
        struct value card = card_meant(s, AST(hole, part)->value);
        if (card.kind == VALUE_CARD)
            mark = hash_bytes(hash_bytes(mark, &card.as.list, sizeof card.as.list), &card.len,
                              sizeof card.len) |
                   1;
    }
    return mark;
}

bool ask_prepare(struct session *s, const struct node *n, struct question *q) {
    struct prompt *p = &s->event.prompt;
    s->event = (struct event){.kind = EVENT_ASK, .span = n->span};
    p->question = q;
    if (q->from_list || (q->choices && q->form != FORM_RATING)) {
        if (q->from_list)
            add_elements(s, q, p);
        else
            add_offers(s, q, p);
        if (p->offer_count == 0)
            return false;
    }
    if (q->from)
        set_bounds(s, q, p);
    p->path = answer_path(s, q, s->context, seat_at(s, q->symbol, s->context)->asked + 1);
    p->card = value_missing(MISSING_NOT_ASKED);
    if (s->card.kind == VALUE_CARD && q->symbol->owner == s->card.as.list->record->symbol) {
        p->card = s->card;
        p->about = arena_str(&s->scratch, card_label(s, s->card));
    }
    p->text = render(s, q->prompt);
    s->naming = cards_named(s, q->prompt);
    p->help = render(s, q->help);
    p->unit = render(s, q->unit);
    p->initial = q->initial ? evaluate(s, q->initial) : value_missing(MISSING_NOT_ASKED);
    const struct pool_entry *earlier = pool_candidate(s, q->symbol);
    p->was_answered = earlier != NULL;
    p->earlier = earlier ? earlier->value : value_missing(MISSING_NOT_ASKED);
    set_position(s, n, p);
    return !s->failed;
}

/* The stem belongs to the first item that is really put, and to the first behind another question.
 */
void ask_stem(struct session *s, struct question *q) {
    s->event.prompt.stem = stem_due(s, q);
}

bool prompt_kept(const struct prompt *p, struct value *kept) {
    bool earlier = p->was_answered && !p->unfit;
    *kept = earlier ? p->earlier : p->initial;
    return earlier || !value_is_missing(*kept);
}

/* ---- answers ---- */
static bool refuse(struct session *s, struct str *why, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(struct session *s, struct str *why, const char *format, ...) {
    struct buffer b;
    va_list args;
    va_start(args, format);
    buffer_init(&b);
    buffer_vprintf(&b, format, args);
    va_end(args);
    *why = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return false;
}

/* The offer that a value takes up; NULL: it is not offered. Own words take up their option. */
static const struct offer *offer_of(const struct prompt *p, struct value v) {
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct offer *o = &p->offers[i];
        bool same = v.kind == VALUE_CARD ? o->value.kind == VALUE_CARD && value_same(o->value, v)
                                         : o->option && o->option == choice_of(v);
        if (same)
            return o;
    }
    return NULL;
}

const struct choice *choice_of(struct value v) {
    return v.kind == VALUE_CHOICE ? v.as.option : v.kind == VALUE_OTHER ? v.as.other->option : NULL;
}

static bool check_number(struct session *s, const struct question *q, const struct prompt *p,
                         struct value v, struct str *why) {
    if (v.kind != VALUE_NUMBER || !isfinite(v.as.number))
        return refuse(s, why, "A number is needed here.");
    double number = v.as.number;
    struct buffer range;
    buffer_init(&range);
    if (p->bounded) {
        buffer_number(&range, p->from);
        buffer_text(&range, " to ");
        buffer_number(&range, p->to);
    }
    bool good = true;
    bool whole = question_is_whole(q);
    if (p->bounded && (number < p->from || number > p->to))
        good = refuse(s, why, "Please give a %snumber from %s.", whole ? "whole " : "", range.text);
    else if (whole && number != floor(number))
        good = refuse(s, why, "Please give a whole number%s%s.", p->bounded ? " from " : "",
                      range.text);
    else if (p->step > 0) {
        double steps = (number - (p->bounded ? p->from : 0)) / p->step;
        if (fabs(steps - round(steps)) > 1e-9)
            good = refuse(s, why, "Please give a number in steps of %g.", p->step);
    }
    buffer_release(&range);
    return good;
}

static bool check_list(struct session *s, const struct question *q, const struct prompt *p,
                       struct value v, struct str *why) {
    if (v.kind != VALUE_LIST)
        return refuse(s, why, "Please choose from the list.");
    const struct offer *alone = NULL;
    for (uint32_t i = 0; i < v.len; i++) {
        const struct offer *o = offer_of(p, v.as.items[i]);
        if (!o)
            return refuse(s, why, "One of these is not in the list.");
        for (uint32_t k = 0; k < i; k++)
            if (offer_of(p, v.as.items[k]) == o)
                return refuse(s, why, "“%.*s” is named twice.", (int)o->label.len, o->label.text);
        alone = o->option && o->option->alone ? o : alone;
    }
    if (q->form == FORM_RANK && v.len != p->offer_count)
        return refuse(s, why, "Please put all %u into an order, like 2, 1, 3.", p->offer_count);
    if (alone && v.len > 1)
        return refuse(s, why, "“%.*s” cannot be chosen together with another.",
                      (int)alone->label.len, alone->label.text);
    if (q->form == FORM_CHOOSE_SOME && ((int32_t)v.len < q->least || (int32_t)v.len > q->most))
        return refuse(s, why, "Please choose %d to %d.", q->least, q->most);
    return true;
}

static bool fits_form(struct session *s, const struct question *q, const struct prompt *p,
                      struct value v, struct str *why) {
    switch (q->form) {
    case FORM_YES_OR_NO:
        return v.kind == VALUE_YES_NO || refuse(s, why, "Please answer yes or no.");
    case FORM_CHOOSE:
        return offer_of(p, v) || refuse(s, why, "Please choose one from the list.");
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK:
        return check_list(s, q, p, v, why);
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        return check_number(s, q, p, v, why);
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        return (v.kind == VALUE_TEXT && v.len > 0) ||
               refuse(s, why, "Please write a few words, or /decline to leave it out.");
    case FORM_DATE:
        return (v.kind == VALUE_DATE && date_is_day(v.as.date)) ||
               refuse(s, why, "Please give a day, like 2026-03-14.");
    case FORM_ROUGH_DATE:
        return (v.kind == VALUE_DATE && date_is_valid(v.as.date)) ||
               refuse(s, why, "Please give a date, like 2026-03 or spring 2024.");
    case FORM_TIME:
        return v.kind == VALUE_TIME || refuse(s, why, "Please give a time, like 14:30.");
    case FORM_MINUTES:
        return (v.kind == VALUE_DURATION && v.as.duration.months == 0 &&
                v.as.duration.minutes >= 0) ||
               refuse(s, why, "Please give a length of time, like 45 or 1h30.");
    }
    return false;
}

/* What is wrong with an answer: the first check that it fails, or else every doubt, so that one
   confirmation covers no more than what was asked. */
static enum answer_result find_fault(struct session *s, const struct question *q,
                                     const struct answer *answer, struct str *why) {
    enum answer_result result = ANSWER_TAKEN;
    struct buffer doubts;
    buffer_init(&doubts);
    for (const struct constraint *c = q->constraints; c; c = c->next) {
        enum truth t = evaluate_truth(s, c->condition);
        if (c->hard && t == TRUTH_NO) {
            *why = render(s, c->text);
            result = ANSWER_REFUSED;
            break;
        }
        if (c->hard || t != TRUTH_YES || answer->confirmed)
            continue;
        buffer_text(&doubts, doubts.len ? " " : "");
        buffer_str(&doubts, render(s, c->text));
        result = ANSWER_CONFIRM;
    }
    if (result == ANSWER_CONFIRM)
        *why = buffer_keep(&doubts, &s->scratch);
    buffer_release(&doubts);
    return result;
}

/* The checks see the answer as if it had been taken. */
static enum answer_result check_constraints(struct session *s, const struct question *q,
                                            const struct answer *answer, struct str *why) {
    s->trying = q->symbol;
    s->tried = answer->value;
    s->epoch++;
    enum answer_result result = find_fault(s, q, answer, why);
    s->trying = NULL;
    s->epoch++;
    return result;
}

enum answer_result answer_check(struct session *s, const struct question *q,
                                const struct prompt *prompt, const struct answer *answer,
                                struct str *why) {
    if (value_is_missing(answer->value)) {
        bool put = value_was_put(answer->value);
        if (put && !q->required)
            return ANSWER_TAKEN;
        *why = q->required ? STR("This question needs an answer.")
                           : STR("Please answer, or leave it out with /decline.");
        return ANSWER_REFUSED;
    }
    if (!fits_form(s, q, prompt, answer->value, why))
        return ANSWER_REFUSED;
    return q->constraints ? check_constraints(s, q, answer, why) : ANSWER_TAKEN;
}
