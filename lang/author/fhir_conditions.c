/* Conditions as claims. Two that matter: that it is met, and that it is not; what is missing makes
   neither true. Gates are the conditions that stand around a line. */
#include "author/fhir_claims.h"

#include <string.h>

#include "program/check.h"

static const struct claim *path(struct carrying *c, struct buffer *text) {
    struct claim claim = {.kind = CLAIM_PATH, .path = buffer_keep(text, c->arena)};
    buffer_release(text);
    return claim_new(c, claim);
}

static const struct claim *lose(struct carrying *c, const struct node *n, const char *why) {
    carrying_lose(c, n->span, "%s", why);
    return claim_constant(false);
}

/* ---- what is compared ---- */
/* One side of a comparison, when it is a question or a score of this form. */
struct subject {
    const struct symbol *symbol;
    const struct question *question; /* or else */
    const struct score *score;
    bool band;
};

static bool subject_of(struct carrying *c, const struct node *n, struct subject *out) {
    struct symbol *s = n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    if ((n->kind == NODE_name && AST(name, n)->code) || !s || !form_line_of(c->form, s))
        return false;
    *out = (struct subject){.symbol = s, .question = s->question, .score = s->score};
    out->band = n->kind == NODE_field && AST(field, n)->part == PART_BAND;
    return true;
}

static const struct claim *answer(struct carrying *c, const struct symbol *item, enum claim_op op,
                                  struct claim_value value) {
    struct claim claim = {.kind = CLAIM_ANSWER, .op = op, .item = item->path, .value = value};
    return claim_new(c, claim);
}

static const struct claim *chosen(struct carrying *c, const struct question *q,
                                  const struct choice *choice) {
    struct claim_value value = {.type = FHIR_CHOICE};
    if (fhir_type_of(q) == FHIR_BOOLEAN) {
        value.type = FHIR_BOOLEAN;
        value.yes = strcmp(choice->code->text, "yes") == 0;
    } else if (choice->other) {
        carrying_lose(c, q->node->span, "words of one's own are not told from choices");
        return claim_constant(false);
    } else {
        value.coding = fhir_coding_of(c->base, q, choice, c->arena);
    }
    return answer(c, q->symbol, CLAIM_EQUAL, value);
}

static bool compares(double a, enum claim_op op, double b) {
    switch (op) {
    case CLAIM_EQUAL:
        return a == b;
    case CLAIM_UNEQUAL:
        return a != b;
    case CLAIM_LESS:
        return a < b;
    case CLAIM_LESS_EQUAL:
        return a <= b;
    case CLAIM_GREATER:
        return a > b;
    case CLAIM_GREATER_EQUAL:
        return a >= b;
    }
    return false;
}

static const struct claim *with_number(struct carrying *c, struct subject s, enum claim_op op,
                                       double number) {
    const struct choices *choices = s.question ? s.question->choices : NULL;
    enum fhir_type type = s.score ? fhir_type_of_score(s.score) : fhir_type_of(s.question);
    if (type == FHIR_DECIMAL || type == FHIR_INTEGER)
        return answer(c, s.symbol, op, (struct claim_value){.type = type, .number = number});
    const struct claim *one = claim_constant(false);
    for (uint32_t i = 0; choices && i < choices->count; i++)
        if (choices->items[i].valued && compares(choices->items[i].value, op, number))
            one = claim_join(c, CLAIM_ANY, one, chosen(c, s.question, &choices->items[i]));
    return one;
}

/* Ends of decimal bands belong to the higher one. */
static const struct claim *in_band(struct carrying *c, struct subject s, const struct choice *o) {
    const struct score *score = s.score;
    for (uint32_t i = 0; i < score->band_count; i++) {
        const struct band *b = &score->bands[i];
        enum claim_op below = CLAIM_LESS_EQUAL;
        if (b->option != o)
            continue;
        for (uint32_t k = 0; k < score->band_count; k++)
            if (score->bands[k].from == b->to && score->bands[k].from > b->from)
                below = CLAIM_LESS;
        return claim_join(c, CLAIM_ALL, with_number(c, s, CLAIM_GREATER_EQUAL, b->from),
                          with_number(c, s, below, b->to));
    }
    return claim_constant(false);
}

static struct str day_of(struct carrying *c, const struct node_date *d) {
    return arena_printf(c->arena, "%04d-%02d-%02d", d->year, d->month, d->day);
}

/* A subject compared with something that is written there; NULL: it has to be worked out. */
static const struct claim *with_constant(struct carrying *c, struct subject s, enum claim_op op,
                                         const struct node *n) {
    static const double minutes[] = {1, 60, 1440, 7 * 1440.0, 0, 0};
    const struct question *q = s.question;
    struct claim_value value = {.type = q ? fhir_type_of(q) : FHIR_DECIMAL};
    if (n->kind == NODE_number && !s.band)
        return with_number(c, s, op, AST(number, n)->value);
    if (n->kind == NODE_negate && AST(negate, n)->operand->kind == NODE_number && !s.band)
        return with_number(c, s, op, -AST(number, AST(negate, n)->operand)->value);
    if (n->kind == NODE_name && AST(name, n)->code && op == CLAIM_EQUAL)
        return s.band ? in_band(c, s, AST(name, n)->code)
               : q    ? chosen(c, q, AST(name, n)->code)
                      : NULL;
    if (n->kind == NODE_yes_no && value.type == FHIR_BOOLEAN) {
        value.yes = AST(yes_no, n)->value;
    } else if (n->kind == NODE_text && !AST(text, n)->parts && op == CLAIM_EQUAL &&
               (value.type == FHIR_STRING || value.type == FHIR_LONG_TEXT)) {
        value.text = AST(text, n)->value;
    } else if (n->kind == NODE_date && q && q->form == FORM_DATE && AST(date, n)->day &&
               !AST(date, n)->about) {
        value.text = day_of(c, AST(date, n));
    } else if (n->kind == NODE_duration && value.type == FHIR_QUANTITY &&
               AST(duration, n)->unit < UNIT_MONTHS) {
        value.number = AST(duration, n)->amount * minutes[AST(duration, n)->unit];
    } else {
        return NULL;
    }
    return answer(c, s.symbol, op, value);
}

static bool is_number(const struct node *n) {
    struct type t = expression_type(n);
    return t.kind == TYPE_NUMBER || (t.kind == TYPE_CHOICE && t.choices && t.choices->valued);
}

/* Two formulas: missing makes neither this nor its opposite true. */
static const struct claim *with_formula(struct carrying *c, const struct node *left,
                                        enum claim_op op, const struct node *right) {
    struct buffer b;
    if (!is_number(left) || !is_number(right)) {
        const struct symbol *s = expression_symbol(left);
        carrying_lose(c, left->span,
                      s && (s->question || s->score) && !form_line_of(c->form, s)
                          ? "what it compares is not in the instrument"
                          : "only numbers, choices, words and days can be compared there");
        return claim_constant(false);
    }
    buffer_init(&b);
    buffer_text(&b, "iif(");
    path_number(c, left, &b);
    buffer_printf(&b, " %s ", claim_op_word(op));
    path_number(c, right, &b);
    buffer_text(&b, ", true, false)");
    return path(c, &b);
}

static enum claim_op mirrored(enum claim_op op) {
    static const enum claim_op others[] = {CLAIM_EQUAL,         CLAIM_UNEQUAL, CLAIM_GREATER,
                                           CLAIM_GREATER_EQUAL, CLAIM_LESS,    CLAIM_LESS_EQUAL};
    return others[op];
}

static const struct claim *ordered(struct carrying *c, const struct node *left, enum claim_op op,
                                   const struct node *right) {
    struct subject s;
    const struct claim *found = NULL;
    if (subject_of(c, left, &s))
        found = with_constant(c, s, op, right);
    else if (subject_of(c, right, &s))
        found = with_constant(c, s, mirrored(op), left);
    return found ? found : with_formula(c, left, op, right);
}

/* That a question was put, whatever was answered; a score, that it has a value. */
static const struct claim *was_put(struct carrying *c, struct subject s) {
    return s.score ? claim_about(c, CLAIM_GIVEN, s.symbol->path)
                   : claim_put(c, form_line_of(c->form, s.symbol));
}

/* Once a question was put, `is` is definite: what was declined is not this. */
static const struct claim *same(struct carrying *c, const struct node *left,
                                const struct node *right, bool met) {
    struct subject s, other;
    const struct claim *found = NULL;
    bool on_left = subject_of(c, left, &s), on_right = subject_of(c, right, &other);
    if (!on_left && on_right)
        s = other;
    if (on_left != on_right)
        found = with_constant(c, s, CLAIM_EQUAL, on_left ? right : left);
    if (found)
        return met ? found : claim_join(c, CLAIM_ALL, was_put(c, s), claim_not(c, found));
    if (!met && (on_left || on_right))
        return lose(c, left, "that two answers differ counts there only where both were given");
    return with_formula(c, left, met ? CLAIM_EQUAL : CLAIM_UNEQUAL, right);
}

/* ---- conditions ---- */
static const struct claim *one_of(struct carrying *c, const struct node *left,
                                  const struct node *right, bool met) {
    enum claim_kind kind = met ? CLAIM_ANY : CLAIM_ALL;
    const struct claim *joint = claim_constant(!met);
    if (right->kind == NODE_range) {
        const struct node *from = AST(range, right)->from, *to = AST(range, right)->to;
        return met ? claim_join(c, CLAIM_ALL, ordered(c, left, CLAIM_GREATER_EQUAL, from),
                                ordered(c, left, CLAIM_LESS_EQUAL, to))
                   : claim_join(c, CLAIM_ANY, ordered(c, left, CLAIM_LESS, from),
                                ordered(c, left, CLAIM_GREATER, to));
    }
    if (right->kind != NODE_tuple)
        return lose(c, right, "it is looked for in a list");
    for (const struct node *item = AST(tuple, right)->items; item; item = item->next)
        joint = claim_join(c, kind, joint, same(c, left, item, met));
    return joint;
}

static const struct claim *in_state(struct carrying *c, const struct node_state *n, bool met) {
    struct subject s;
    const char *reason = NULL;
    const struct claim *is = claim_constant(false);
    if (!subject_of(c, n->subject, &s))
        return lose(c, n->subject, "what it asks about is not an answer of the instrument");
    switch ((enum state_word)n->state) {
    case STATE_ASKED:
        is = claim_put(c, form_line_of(c->form, s.symbol));
        break;
    case STATE_ANSWERED:
    case STATE_UNANSWERED:
        is = claim_about(c, n->state == STATE_ANSWERED ? CLAIM_GIVEN : CLAIM_OPEN, s.symbol->path);
        break;
    case STATE_DECLINED:
        reason = "asked-declined";
        break;
    case STATE_UNKNOWN:
        reason = "asked-unknown";
        break;
    case STATE_APPLICABLE:
        reason = "not-applicable";
        break;
    case STATE_PRORATED:
    case STATE_REVEALED:
        return lose(c, &n->node, "a score there does not say whether it is prorated");
    }
    if (reason) {
        struct buffer b;
        buffer_init(&b);
        buffer_text(&b, "%resource.repeat(item).where(linkId = ");
        path_text(s.symbol->path, &b);
        buffer_printf(&b, ").extension('%sdata-absent-reason').where(value = '%s').exists()",
                      FHIR_EXTENSION, reason);
        is = path(c, &b);
    }
    bool turned = n->negated != (n->state == STATE_APPLICABLE);
    return met != turned ? is : claim_not(c, is);
}

static const struct claim *of_binary(struct carrying *c, const struct node_binary *n, bool met) {
    struct subject s;
    switch ((enum binary_op)n->op) {
    case OP_AND:
    case OP_OR:
        return claim_join(c, (n->op == OP_AND) == met ? CLAIM_ALL : CLAIM_ANY,
                          claim_met(c, n->left, met), claim_met(c, n->right, met));
    case OP_IS:
    case OP_IS_NOT:
        return same(c, n->left, n->right, met == (n->op == OP_IS));
    case OP_LESS:
        return ordered(c, n->left, met ? CLAIM_LESS : CLAIM_GREATER_EQUAL, n->right);
    case OP_LESS_EQUAL:
        return ordered(c, n->left, met ? CLAIM_LESS_EQUAL : CLAIM_GREATER, n->right);
    case OP_GREATER:
        return ordered(c, n->left, met ? CLAIM_GREATER : CLAIM_LESS_EQUAL, n->right);
    case OP_GREATER_EQUAL:
        return ordered(c, n->left, met ? CLAIM_GREATER_EQUAL : CLAIM_LESS, n->right);
    case OP_IN:
        return one_of(c, n->left, n->right, met);
    case OP_INCLUDES:
        return subject_of(c, n->left, &s) && s.question && s.question->type.kind == TYPE_SET
                   ? same(c, n->left, n->right, met)
                   : lose(c, n->left, "it is looked for in a list");
    case OP_MENTIONS:
    case OP_AFFIRMS:
    case OP_MATCHES:
    case OP_STARTS_WITH:
        return lose(c, &n->node, "words are looked for in an answer");
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
        break;
    }
    return lose(c, &n->node, "it is no condition");
}

static const struct claim *of_name(struct carrying *c, const struct node *n, bool met) {
    const struct symbol *symbol = expression_symbol(n);
    struct subject s;
    if (subject_of(c, n, &s) && s.question && fhir_type_of(s.question) == FHIR_BOOLEAN)
        return answer(c, s.symbol, CLAIM_EQUAL,
                      (struct claim_value){.type = FHIR_BOOLEAN, .yes = met});
    if (symbol && symbol->kind == SYMBOL_DEFINE && !symbol->parameter_count && symbol->body)
        return ++c->parts > CLAIM_MOST_PARTS ? lose(c, n, "it grows too long")
                                             : claim_met(c, symbol->body, met);
    return lose(c, n, "what it looks at is not an answer of the instrument");
}

const struct claim *claim_met(struct carrying *c, const struct node *n, bool met) {
    switch ((enum node_kind)n->kind) {
    case NODE_yes_no:
        return claim_constant(AST(yes_no, n)->value == met);
    case NODE_not:
        return claim_met(c, AST(not, n)->operand, !met);
    case NODE_binary:
        return of_binary(c, AST(binary, n), met);
    case NODE_state:
        return in_state(c, AST(state, n), met);
    case NODE_name:
    case NODE_field:
        return of_name(c, n, met);
    default: /* what happened, functions over lists, lists */
        return lose(c, n, "FHIR knows answers and scores only");
    }
}

/* ---- what stands around a line ---- */
static const struct claim *in_case(struct carrying *c, const struct gate *gate) {
    const struct claim *one = claim_constant(false);
    for (const struct node *code = gate->arm->codes; code; code = code->next) {
        const struct claim *fits;
        if (code->kind == NODE_range) {
            fits = one_of(c, gate->condition, code, true);
        } else if (code->kind == NODE_absent) {
            static const uint8_t states[] = {STATE_DECLINED, STATE_UNKNOWN, STATE_APPLICABLE,
                                             STATE_UNANSWERED};
            struct node_state state = {.node = {.kind = NODE_state, .span = code->span},
                                       .state = states[AST(absent, code)->reason],
                                       .subject = (struct node *)gate->condition,
                                       .negated =
                                           AST(absent, code)->reason == ABSENCE_NOT_APPLICABLE};
            fits = in_state(c, &state, true);
        } else {
            fits = same(c, gate->condition, code, true);
        }
        one = claim_join(c, CLAIM_ANY, one, fits);
    }
    return one;
}

static const struct claim *open_gate(struct carrying *c, const struct gate *gate) {
    switch (gate->kind) {
    case GATE_MET:
        return claim_met(c, gate->condition, true);
    case GATE_NOT_MET:
        return claim_not(c, claim_met(c, gate->condition, true));
    case GATE_CASE:
        return in_case(c, gate);
    case GATE_NO_CASE:
        return claim_not(c, in_case(c, gate));
    case GATE_CHOSEN:
        return chosen(c, gate->question, gate->choice);
    }
    return claim_constant(true);
}

const struct claim *claim_put(struct carrying *c, const struct form_line *line) {
    const struct claim *one = claim_constant(false);
    for (size_t i = 0; i < line->gate_count && !c->lost; i++) {
        const struct claim *all = claim_constant(true);
        for (const struct gate *g = line->gates[i]; g && !c->lost; g = g->outer)
            all = claim_join(c, CLAIM_ALL, open_gate(c, g), all);
        one = claim_join(c, CLAIM_ANY, one, all);
    }
    return one;
}
