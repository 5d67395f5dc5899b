/* Expressions. They are pure: they read the session and change nothing but caches. Conditions know
   three values; section "Missing values" of spec.md says when a comparison with no answer is
   definite. */
#include "run/past.h"
#include "run/practice.h"

#include "run/date.h"
#include "run/print.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

struct value session_fail(struct session *s, struct span span, const char *format, ...) {
    if (!s->failed) {
        struct buffer b;
        va_list args;
        va_start(args, format);
        buffer_init(&b);
        buffer_vprintf(&b, format, args);
        va_end(args);
        s->failed = true;
        s->event = (struct event){.kind = EVENT_ERROR,
                                  .text = buffer_keep(&b, &s->arena),
                                  .span = span,
                                  .status = SESSION_STOPPED};
        buffer_release(&b);
    }
    return value_missing(MISSING_INCOMPLETE);
}

/* ---- texts ---- */
static void print_label(void *payload, const struct node *text, struct buffer *out) {
    struct session *s = payload;
    buffer_str(out, render(s, text));
}

static void print_card(void *payload, struct value card, struct buffer *out) {
    buffer_str(out, card_label(payload, card));
}

void print_in_session(struct session *s, struct value v, struct buffer *out) {
    value_print_with(v, out, &(struct value_printer){print_label, print_card, s});
}

static void print_hole(struct session *s, const struct node_hole *hole, struct buffer *out) {
    struct value v = evaluate(s, hole->value);
    if (value_is_missing(v) && hole->otherwise)
        buffer_str(out, render(s, hole->otherwise));
    else
        print_in_session(s, v, out);
}

struct str render(struct session *s, const struct node *text) {
    if (!text || text->kind != NODE_text)
        return (struct str){"", 0};
    if (!AST(text, text)->parts)
        return AST(text, text)->value;
    /* a label in a hole is a text in a text: the inner one gets a buffer of its own */
    struct buffer own, *b = &s->spare;
    bool inner = s->rendering;
    if (inner || !b->text)
        buffer_init(b = inner ? &own : b);
    s->rendering = true;
    buffer_clear(b);
    for (const struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind == NODE_text)
            buffer_str(b, AST(text, part)->value);
        else
            print_hole(s, AST(hole, part), b);
        if (b->len > LIMIT_TEXT_BYTES) {
            session_fail(s, text->span, "this text grows beyond %d bytes", LIMIT_TEXT_BYTES);
            break;
        }
    }
    struct str result = buffer_keep(b, &s->scratch);
    s->rendering = inner;
    if (inner)
        buffer_release(&own);
    return result;
}

/* ---- names ---- */
static struct value items_of(struct session *s, const struct inventory *inventory) {
    struct value *items = arena_array(&s->scratch, struct value, inventory->item_count);
    for (uint32_t i = 0; i < inventory->item_count; i++)
        items[i] = session_value(s, inventory->items[i]->symbol);
    return (struct value){.kind = VALUE_LIST, .len = inventory->item_count, .as.items = items};
}

/* Defines and scores are worked out once between two answers, so that formulas over formulas stay
 * cheap. */
static struct value cached(struct session *s, const struct symbol *symbol) {
    struct slot *slot = &s->slots[symbol->slot];
    if (slot->epoch == s->epoch)
        return slot->value;
    if (++s->depth > LIMIT_NESTING) {
        s->depth--;
        return session_fail(s, symbol->node->span, "`%s` goes round in a circle",
                            symbol->name->text);
    }
    const struct score *outer = s->scoring;
    s->scoring = NULL;
    struct value v =
        symbol->kind == SYMBOL_SCORE ? score_value(s, symbol->score) : evaluate(s, symbol->body);
    s->scoring = outer;
    s->depth--;
    slot = &s->slots[symbol->slot];
    slot->value = value_copy(&s->arena, v);
    slot->epoch = s->epoch;
    return slot->value;
}

/* A reverse item counts about the middle of its own scale, in scores only. */
static struct value reversed(const struct question *q, struct value v) {
    double number;
    if (!q->reverse || !value_as_number(v, &number))
        return v;
    return value_number(q->choices->least + q->choices->most - number);
}

struct value session_value(struct session *s, const struct symbol *symbol) {
    switch (symbol->kind) {
    case SYMBOL_QUESTION: {
        struct value v = question_value(s, symbol);
        const struct question *q = symbol->question;
        return s->scoring && q->inventory == s->scoring->inventory ? reversed(q, v) : v;
    }
    case SYMBOL_PARAMETER:
        if (symbol->node->kind == NODE_safeguard)
            return safeguard_answer(s, symbol);
        return s->slots[symbol->slot].value;
    case SYMBOL_LET:
    case SYMBOL_LIST:
        return s->slots[symbol->slot].value;
    case SYMBOL_FIELD:
        return question_value(s, symbol);
    case SYMBOL_DEFINE:
        if (symbol->owner && symbol->owner->kind == SYMBOL_RECORD)
            return evaluate(s, symbol->body); /* another one on each card */
        return symbol->slot == NO_SLOT ? value_missing(MISSING_INCOMPLETE) : cached(s, symbol);
    case SYMBOL_SETTING:
        return value_text(settings_text(s->options.settings, symbol));
    case SYMBOL_KEEP: {
        struct value v = cached(s, symbol);
        return value_is_missing(v) ? session_kept(s, symbol) : v;
    }
    case SYMBOL_SCORE:
        return symbol->slot == NO_SLOT ? value_missing(MISSING_INCOMPLETE) : cached(s, symbol);
    case SYMBOL_INVENTORY:
        return items_of(s, symbol->inventory);
    case SYMBOL_MODULE:
    case SYMBOL_SCALE:
    case SYMBOL_BRANCH:
    case SYMBOL_INTERVIEW:
    case SYMBOL_COURSE:
    case SYMBOL_RECORD:
    case SYMBOL_REPORT:
    case SYMBOL_WORDS:
    case SYMBOL_SAFEGUARD:
    case SYMBOL_PERSONA:
    case SYMBOL_DRILL:
    case SYMBOL_STRAY:
        break;
    }
    return value_missing(MISSING_INCOMPLETE);
}

static struct value band_value(struct session *s, const struct symbol *symbol) {
    struct value v = session_value(s, symbol);
    if (value_is_missing(v))
        return v;
    const struct band *band = score_band(symbol->score, v.as.number);
    return band && band->option ? value_choice(band->option) : value_missing(MISSING_INCOMPLETE);
}

static struct value evaluate_name(struct session *s, const struct node_name *n) {
    if (n->code)
        return value_choice(n->code);
    if (n->field)
        return card_field(s, s->it, n->field);
    if (n->symbol)
        return session_value(s, n->symbol);
    if (strcmp(n->name->text, "it") == 0)
        return s->it;
    const struct builtin *b = builtin_value(n->name);
    return b ? builtin_call(s, b, &n->node, NULL, 0) : value_missing(MISSING_INCOMPLETE);
}

/* ---- comparing ---- */
static struct value truth_value(enum truth t) {
    return t == TRUTH_MISSING ? value_missing(MISSING_INCOMPLETE) : value_yes_no(t == TRUTH_YES);
}

static enum truth opposite(enum truth t) {
    return t == TRUTH_MISSING ? t : t == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static enum truth of_bool(bool yes) {
    return yes ? TRUTH_YES : TRUTH_NO;
}

/* A card is the one with this label, capitals and accents aside. */
static bool is_called(struct session *s, struct value card, struct value text) {
    return card_label_hash(s, card_label(s, card)) ==
           card_label_hash(s, (struct str){text.as.text, text.len});
}

/* Once a question was put, `is` is definite: a declined answer is not `no`, nor anything else. */
static enum truth compare_same(struct session *s, struct value a, struct value b) {
    if (a.kind == VALUE_CARD && b.kind == VALUE_TEXT)
        return of_bool(is_called(s, a, b));
    if (b.kind == VALUE_CARD && a.kind == VALUE_TEXT)
        return of_bool(is_called(s, b, a));
    if (value_is_missing(a) || value_is_missing(b)) {
        bool put = (!value_is_missing(a) || value_was_put(a)) &&
                   (!value_is_missing(b) || value_was_put(b));
        return put ? TRUTH_NO : TRUTH_MISSING;
    }
    if (value_same(a, b))
        return TRUTH_YES;
    /* a rough date may be the same day as another, or not; a month as long as 30 days, or not */
    unsigned possible = a.kind == VALUE_DATE || a.kind == VALUE_DURATION ? value_orders(a, b) : 0;
    return possible == ORDER_SAME ? TRUTH_YES : possible & ORDER_SAME ? TRUTH_MISSING : TRUTH_NO;
}

/* Definite where every way in which the two may lie to each other agrees. */
static enum truth compare_order(enum binary_op op, struct value a, struct value b) {
    unsigned wanted = op == OP_LESS         ? ORDER_BEFORE
                      : op == OP_LESS_EQUAL ? ORDER_BEFORE | ORDER_SAME
                      : op == OP_GREATER    ? ORDER_AFTER
                                            : ORDER_AFTER | ORDER_SAME;
    unsigned possible = value_is_missing(a) || value_is_missing(b) ? 0 : value_orders(a, b);
    if (!possible || ((possible & wanted) && (possible & ~wanted)))
        return TRUTH_MISSING;
    return of_bool(possible & wanted);
}

static enum truth list_includes(struct session *s, struct value list, struct value v) {
    enum truth result = TRUTH_NO;
    if (value_is_missing(list))
        return value_was_put(list) ? TRUTH_NO : TRUTH_MISSING;
    for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.len; i++) {
        enum truth t = compare_same(s, list.as.items[i], v);
        if (t == TRUTH_YES)
            return t;
        if (t == TRUTH_MISSING)
            result = t;
    }
    return result;
}

static enum truth evaluate_in(struct session *s, const struct node_binary *n) {
    struct value left = evaluate(s, n->left);
    if (n->right->kind == NODE_range) {
        struct value from = evaluate(s, AST(range, n->right)->from);
        struct value to = evaluate(s, AST(range, n->right)->to);
        enum truth low = compare_order(OP_GREATER_EQUAL, left, from);
        enum truth high = compare_order(OP_LESS_EQUAL, left, to);
        if (low == TRUTH_NO || high == TRUTH_NO)
            return TRUTH_NO;
        return low == TRUTH_YES && high == TRUTH_YES ? TRUTH_YES : TRUTH_MISSING;
    }
    if (value_is_missing(left))
        return value_was_put(left) ? TRUTH_NO : TRUTH_MISSING;
    struct value right = evaluate(s, n->right);
    return right.kind == VALUE_LIST || value_is_missing(right) ? list_includes(s, right, left)
                                                               : compare_same(s, left, right);
}

static enum truth evaluate_state(struct session *s, const struct node_state *n) {
    struct value v = evaluate(s, n->subject);
    bool missing = value_is_missing(v);
    bool is = false;
    switch ((enum state_word)n->state) {
    case STATE_ASKED:
        is = !missing || (v.reason != MISSING_NOT_ASKED && v.reason != MISSING_OFF_ROUTE);
        break;
    case STATE_ANSWERED:
        is = !missing;
        break;
    case STATE_UNANSWERED:
        is = missing;
        break;
    case STATE_DECLINED:
        is = missing && v.reason == MISSING_DECLINED;
        break;
    case STATE_UNKNOWN:
        is = missing && v.reason == MISSING_UNKNOWN;
        break;
    case STATE_APPLICABLE:
        is = !(missing && v.reason == MISSING_NOT_APPLICABLE);
        break;
    case STATE_PRORATED:
        is = !missing && v.prorated;
        break;
    case STATE_REVEALED:
        is = !missing;
        break;
    }
    return of_bool(is != n->negated);
}

/* ---- arithmetic ---- */
/* A date has no hours: what is no whole number of days cannot be added to it. */
static struct value add_length(struct value date, struct value length, int sign) {
    int32_t months = length.as.duration.months, minutes = length.as.duration.minutes;
    struct date d;
    if (minutes % 1440 != 0 || !date_add(date.as.date, sign * months, sign * (minutes / 1440), &d))
        return value_missing(MISSING_INCOMPLETE);
    return (struct value){.kind = VALUE_DATE, .as.date = d};
}

static struct value date_arithmetic(const struct node_binary *n, struct value a, struct value b) {
    int sign = n->op == OP_SUBTRACT ? -1 : 1;
    int32_t days;
    double factor;
    if (a.kind == VALUE_DATE && b.kind == VALUE_DURATION)
        return add_length(a, b, sign);
    if (a.kind == VALUE_DURATION && b.kind == VALUE_DATE)
        return add_length(b, a, 1);
    if (a.kind == VALUE_DATE && b.kind == VALUE_DATE)
        return date_between(b.as.date, a.as.date, UNIT_DAYS, &days)
                   ? length_value(0, days * 1440.0)
                   : value_missing(MISSING_INCOMPLETE);
    if (a.kind == VALUE_DURATION && b.kind == VALUE_DURATION)
        return length_value(a.as.duration.months + (double)sign * b.as.duration.months,
                            a.as.duration.minutes + (double)sign * b.as.duration.minutes);
    if (b.kind == VALUE_DURATION)
        return date_arithmetic(n, b, a);
    if (a.kind != VALUE_DURATION || !value_as_number(b, &factor) ||
        (factor == 0 && n->op == OP_DIVIDE))
        return value_missing(MISSING_INCOMPLETE);
    if (n->op == OP_DIVIDE)
        return length_value(a.as.duration.months / factor, a.as.duration.minutes / factor);
    return length_value(a.as.duration.months * factor, a.as.duration.minutes * factor);
}

static struct value arithmetic(struct session *s, const struct node_binary *n) {
    struct value a = evaluate(s, n->left), b = evaluate(s, n->right);
    double x, y, result = 0;
    if (value_is_missing(a) || value_is_missing(b))
        return value_missing(a.kind == VALUE_MISSING && a.reason == MISSING_NOT_ASKED &&
                                     (b.kind != VALUE_MISSING || b.reason == MISSING_NOT_ASKED)
                                 ? MISSING_NOT_ASKED
                                 : MISSING_INCOMPLETE);
    if (!value_as_number(a, &x) || !value_as_number(b, &y))
        return date_arithmetic(n, a, b);
    switch ((enum binary_op)n->op) {
    case OP_ADD:
        result = x + y;
        break;
    case OP_SUBTRACT:
        result = x - y;
        break;
    case OP_MULTIPLY:
        result = x * y;
        break;
    default:
        if (y == 0) /* a division by nothing has no result; it is no mistake of the person's */
            return value_missing(MISSING_INCOMPLETE);
        result = x / y;
    }
    if (!isfinite(result) || fabs(result) > 1e300)
        return session_fail(s, n->node.span, "this number grows too large");
    return value_number(result);
}

/* ---- conditions ---- */
static enum truth logical(struct session *s, const struct node_binary *n) {
    enum truth decides = n->op == OP_OR ? TRUTH_YES : TRUTH_NO;
    enum truth left = evaluate_truth(s, n->left);
    if (left == decides)
        return left;
    enum truth right = evaluate_truth(s, n->right);
    if (right == decides)
        return right;
    return left == TRUTH_MISSING || right == TRUTH_MISSING ? TRUTH_MISSING : left;
}

/* Words that were not given say nothing: missing. */
static enum truth evaluate_words(struct session *s, const struct node_binary *n) {
    struct value v = evaluate(s, n->left);
    struct sought sought = n->right->kind == NODE_pattern ? AST(pattern, n->right)->sought
                                                          : AST(word_set, n->right)->sought;
    if (v.kind != VALUE_TEXT || !sought.matcher)
        return TRUTH_MISSING;
    return of_bool(hears(s, sought, (struct str){v.as.text, v.len}));
}

static struct value evaluate_binary(struct session *s, const struct node_binary *n) {
    enum truth t;
    switch ((enum binary_op)n->op) {
    case OP_OR:
    case OP_AND:
        return truth_value(logical(s, n));
    case OP_IS:
    case OP_IS_NOT:
        t = compare_same(s, evaluate(s, n->left), evaluate(s, n->right));
        return truth_value(n->op == OP_IS ? t : opposite(t));
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL: {
        struct value left = evaluate(s, n->left);
        return truth_value(compare_order((enum binary_op)n->op, left, evaluate(s, n->right)));
    }
    case OP_IN:
        return truth_value(evaluate_in(s, n));
    case OP_INCLUDES: {
        struct value list = evaluate(s, n->left);
        return truth_value(list_includes(s, list, evaluate(s, n->right)));
    }
    case OP_MENTIONS:
    case OP_AFFIRMS:
    case OP_MATCHES:
    case OP_STARTS_WITH:
        return truth_value(evaluate_words(s, n));
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
        return arithmetic(s, n);
    }
    return value_missing(MISSING_INCOMPLETE);
}

enum truth evaluate_truth(struct session *s, const struct node *n) {
    struct value v = evaluate(s, n);
    return v.kind == VALUE_YES_NO ? of_bool(v.as.yes) : TRUTH_MISSING;
}

/* ---- calls ---- */
static struct value call_define(struct session *s, const struct symbol *define,
                                const struct node *arguments) {
    struct value kept[16];
    size_t count = 0;
    if (define->parameter_count > COUNT_OF(kept) || ++s->depth > LIMIT_NESTING)
        return session_fail(s, define->node->span, "`%s` cannot be worked out", define->name->text);
    if (++s->steps >
        s->step_limit) /* each call is worked out anew: a chain of them can grow without end */
        return session_fail(s, define->node->span, "`%s` takes more than %u steps to work out",
                            define->name->text, s->step_limit);
    struct value given[COUNT_OF(kept)];
    for (const struct node *a = arguments; a && count < COUNT_OF(kept); a = a->next)
        given[count++] = evaluate(s, a);
    size_t i = 0;
    for (const struct node *p = define->parameters; p; p = p->next, i++) {
        struct slot *slot = &s->slots[AST(name, p)->symbol->slot];
        kept[i] = slot->value;
        slot->value = i < count ? given[i] : value_missing(MISSING_INCOMPLETE);
    }
    struct value result = evaluate(s, define->body);
    i = 0;
    for (const struct node *p = define->parameters; p; p = p->next, i++)
        s->slots[AST(name, p)->symbol->slot].value = kept[i];
    s->depth--;
    return result;
}

static struct value evaluate_call(struct session *s, const struct node_call *n) {
    if (n->symbol)
        return call_define(s, n->symbol, n->arguments);
    if (!n->builtin)
        return value_missing(MISSING_INCOMPLETE);
    struct value few[8], *values = few;
    size_t count = ast_count(n->arguments), i = 0;
    if (count > COUNT_OF(few))
        values = arena_array(&s->scratch, struct value, count);
    if (!n->builtin->takes_question)
        for (const struct node *a = n->arguments; a; a = a->next)
            values[i++] = evaluate(s, a);
    return builtin_call(s, n->builtin, &n->node, values, count);
}

static struct value evaluate_between(struct session *s, const struct node_between *n) {
    struct value from = evaluate(s, n->from), to = evaluate(s, n->to);
    if (from.kind != VALUE_DATE || to.kind != VALUE_DATE)
        return value_missing(MISSING_INCOMPLETE);
    int32_t count;
    return date_between(from.as.date, to.as.date, (enum time_unit)n->unit, &count)
               ? value_number(count)
               : value_missing(MISSING_INCOMPLETE);
}

/* ---- what happened ---- */
static size_t first_reached(const struct session *s, const struct symbol *symbol) {
    for (size_t i = 0; i < s->reached_count; i++)
        if (s->reached[i] == symbol)
            return i;
    return SIZE_MAX;
}

static bool alerted(const struct session *s, const struct name *level) {
    for (size_t i = 0; i < s->alert_count; i++)
        if (s->alerts[i].level == level)
            return true;
    return false;
}

static struct value duration_value(const struct node_duration *n) {
    static const int32_t minutes[] = {1, 60, 1440, 7 * 1440, 0, 0};
    static const int32_t months[] = {0, 0, 0, 0, 1, 12};
    return length_value(n->amount * months[n->unit], n->amount * minutes[n->unit]);
}

/* What stands behind a dot. */
static struct value evaluate_field(struct session *s, const struct node_field *n) {
    if (n->field)
        return card_field(s, evaluate(s, n->of), n->field);
    if (part_is_of_session(n->part))
        return session_part(s, (enum value_part)n->part);
    if (!n->symbol)
        return value_missing(MISSING_INCOMPLETE);
    if (n->part == PART_FACTS)
        return persona_facts(s, n->symbol);
    if (n->part == PART_CUES)
        return persona_cues(s, n->symbol);
    return n->part == PART_BAND ? band_value(s, n->symbol) : session_value(s, n->symbol);
}

/* What a condition asks of the way so far. */
static struct value happened(const struct session *s, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_reached:
        return value_yes_no(first_reached(s, AST(reached, n)->symbol) != SIZE_MAX);
    case NODE_before: {
        size_t first = first_reached(s, AST(before, n)->first_symbol);
        size_t second = first_reached(s, AST(before, n)->second_symbol);
        return value_yes_no(first != SIZE_MAX && second != SIZE_MAX && first < second);
    }
    case NODE_alerted:
        return value_yes_no(alerted(s, AST(alerted, n)->level));
    default: /* no value of its own */
        return value_missing(MISSING_INCOMPLETE);
    }
}

struct value evaluate(struct session *s, const struct node *n) {
    if (!n || s->failed)
        return value_missing(MISSING_INCOMPLETE);
    switch ((enum node_kind)n->kind) {
    case NODE_number:
        return value_number(AST(number, n)->value);
    case NODE_text:
        return value_text(render(s, n));
    case NODE_yes_no:
        return value_yes_no(AST(yes_no, n)->value);
    case NODE_date: {
        const struct node_date *d = AST(date, n);
        return (struct value){
            .kind = VALUE_DATE,
            .as.date = {(int16_t)d->year, (uint8_t)d->month, (uint8_t)d->day, d->season, d->about}};
    }
    case NODE_duration:
        return duration_value(AST(duration, n));
    case NODE_name:
        return evaluate_name(s, AST(name, n));
    case NODE_field:
        return evaluate_field(s, AST(field, n));
    case NODE_call:
        return evaluate_call(s, AST(call, n));
    case NODE_binary:
        return evaluate_binary(s, AST(binary, n));
    case NODE_not:
        return truth_value(opposite(evaluate_truth(s, AST(not, n)->operand)));
    case NODE_negate: {
        struct value v = evaluate(s, AST(negate, n)->operand);
        double number;
        if (v.kind == VALUE_DURATION)
            return length_value(-v.as.duration.months, -(double)v.as.duration.minutes);
        return value_as_number(v, &number) ? value_number(-number) : v;
    }
    case NODE_state:
        return truth_value(evaluate_state(s, AST(state, n)));
    case NODE_tuple:
        return evaluate_tuple(s, AST(tuple, n));
    case NODE_where:
        return evaluate_where(s, AST(where, n));
    case NODE_sorted:
        return evaluate_sorted(s, AST(sorted, n));
    case NODE_of: {
        struct value list = evaluate(s, AST(of, n)->list);
        if (AST(of, n)->field)
            return fields_of(s, list, AST(of, n)->field);
        return AST(of, n)->builtin ? builtin_call(s, AST(of, n)->builtin, n, &list, 1)
                                   : value_missing(MISSING_INCOMPLETE);
    }
    case NODE_between:
        return evaluate_between(s, AST(between, n));
    default:
        return happened(s, n);
    }
}

struct value session_evaluate(struct session *s, const struct node *expression) {
    return evaluate(s, expression);
}
