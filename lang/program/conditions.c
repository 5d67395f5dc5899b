/* What could be decided already: conditions that always or never hold, codes that a match forgets,
   bands, bounds, defaults, names that nothing reads. */
#include "program/finite.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

struct conditions {
    struct program *p;
    const struct symbol *declaration;
    const struct guard *guards;
    const uint8_t *in_line; /* by slot: asked in its declaration's own list of lines */
};

/* Whoever is behind a question in its declaration's own list has passed it. */
static bool surely_asked(void *payload, const struct symbol *s) {
    const struct conditions *c = payload;
    return s->owner == c->declaration && c->in_line[s->slot];
}

static void find_in_line(const struct symbol *declaration, uint8_t *in_line) {
    for (const struct node *n = declaration->body; n; n = n->next) {
        const struct symbol *s = n->kind == NODE_ask    ? AST(ask, n)->symbol
                                 : n->kind == NODE_item ? AST(item, n)->symbol
                                                        : NULL;
        if (s && s->slot != NO_SLOT)
            in_line[s->slot] = 1;
    }
}

static void check_condition(struct conditions *c, const struct node *condition, bool never_too) {
    enum verdict verdict = finite_verdict(condition, c->guards, surely_asked, c);
    if (verdict == VERDICT_OPEN || (verdict == VERDICT_NEVER && !never_too))
        return;
    struct diag *d = diag_add(&c->p->diags, verdict == VERDICT_ALWAYS ? D_always_met : D_never_met,
                              condition->span);
    diag_fix(&c->p->diags, d, SPAN_NONE, NULL,
             "compare it with the possible answers, and with the conditions around it");
}

/* ---- else ---- */
static const struct symbol *compared_number(const struct node *n) {
    if (n->kind != NODE_binary)
        return NULL;
    const struct node_binary *b = AST(binary, n);
    bool order = b->op == OP_LESS || b->op == OP_LESS_EQUAL || b->op == OP_GREATER ||
                 b->op == OP_GREATER_EQUAL || (b->op == OP_IN && b->right->kind == NODE_range);
    const struct symbol *s = order ? expression_symbol(b->left) : NULL;
    bool number = s && ((s->kind == SYMBOL_QUESTION && s->question && !s->question->required) ||
                        s->kind == SYMBOL_SCORE);
    return number ? s : NULL;
}

static bool names_state_of(void *payload, struct node *n) {
    const struct symbol **wanted = payload;
    if (n->kind == NODE_state && expression_symbol(AST(state, n)->subject) == *wanted)
        *wanted = NULL;
    return *wanted != NULL;
}

static bool tests_state(const struct node *condition, const struct symbol *s) {
    const struct symbol *wanted = s;
    ast_walk((struct node *)condition, names_state_of, &wanted);
    return wanted == NULL;
}

static bool speaks(const struct node *first) {
    for (; first; first = first->next)
        if (first->kind == NODE_say || first->kind == NODE_ask || first->kind == NODE_do ||
            first->kind == NODE_section)
            return true;
    return false;
}

/* The conditions before cover every value there can be: the plain `else` is for the missing one,
 * and meant. */
static bool only_missing_is_left(struct conditions *c, const struct node_if *n) {
    const struct guard *guards = c->guards;
    struct guard *failed = memory_get(sizeof *failed * (1 + ast_count(n->otherwise)));
    size_t count = 0;
    failed[count] = (struct guard){n->condition, false, guards};
    guards = &failed[count++];
    for (const struct node *e = n->otherwise; e && AST(else, e)->condition; e = e->next) {
        failed[count] = (struct guard){AST(else, e)->condition, false, guards};
        guards = &failed[count++];
    }
    struct node_state answered = {{.kind = NODE_state, .span = n->condition->span},
                                  STATE_ANSWERED,
                                  AST(binary, n->condition)->left,
                                  false};
    enum verdict verdict = finite_verdict(&answered.node, guards, surely_asked, c);
    free(failed);
    return verdict == VERDICT_NEVER;
}

/* Only where a plain `else` says or asks something after a comparison of one number that may be
   missing, and nothing around it asks whether it is there. */
static void check_else(struct conditions *c, const struct node_if *n) {
    const struct symbol *s = compared_number(n->condition);
    const struct node *plain = NULL;
    bool tested = false;
    for (const struct node *e = n->otherwise; e; e = e->next) {
        if (!AST(else, e)->condition)
            plain = e;
        else
            tested |= tests_state(AST(else, e)->condition, s);
    }
    for (const struct guard *g = c->guards; g && s; g = g->outer)
        tested |= tests_state(g->condition, s);
    if (!s || !plain || tested || !speaks(AST(else, plain)->body) || only_missing_is_left(c, n))
        return;
    struct span at = {plain->span.lo, plain->span.lo + 4};
    struct diag *d = diag_add(&c->p->diags, D_else_takes_missing, at, s->name->text);
    diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "write `else if %.*s is answered`", (int)s->path.len,
             s->path.text);
}

/* ---- match ---- */
static bool codes_have(const struct node_match *n, const struct choice *o, const struct node *arm,
                       const struct node **where) {
    for (const struct node *a = n->arms; a && a != arm; a = a->next) {
        for (const struct node *code = a->kind == NODE_case ? AST(case, a)->codes : NULL; code;
             code = code->next) {
            double low, high;
            bool range = code->kind == NODE_range && o->valued &&
                         AST(range, code)->from->kind == NODE_number &&
                         AST(range, code)->to->kind == NODE_number;
            if (range) {
                low = AST(number, AST(range, code)->from)->value;
                high = AST(number, AST(range, code)->to)->value;
            }
            if ((range && o->value >= low && o->value <= high) ||
                (code->kind != NODE_range && code->kind != NODE_absent &&
                 choices_find(o->choices, code) == o)) {
                *where = code;
                return true;
            }
        }
    }
    return false;
}

static bool yes_no_covered(const struct node_match *n, bool yes) {
    for (const struct node *a = n->arms; a; a = a->next)
        for (const struct node *code = a->kind == NODE_case ? AST(case, a)->codes : NULL; code;
             code = code->next)
            if (code->kind == NODE_yes_no && AST(yes_no, code)->value == yes)
                return true;
    return false;
}

static void report_forgotten(struct conditions *c, const struct node_match *n, const char *codes) {
    struct diag *d = diag_add(&c->p->diags, D_match_forgets, n->subject->span, codes);
    diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "add `when …` for it, or `else`");
}

static void check_match(struct conditions *c, const struct node_match *n) {
    struct type t = expression_type(n->subject);
    const struct node *where;
    bool has_else = false;
    struct buffer forgotten;
    for (const struct node *a = n->arms; a; a = a->next) {
        has_else |= a->kind == NODE_else;
        for (const struct node *code = a->kind == NODE_case ? AST(case, a)->codes : NULL; code;
             code = code->next) {
            const struct choice *o =
                t.choices && code->kind != NODE_range && code->kind != NODE_absent
                    ? choices_find(t.choices, code)
                    : NULL;
            if (!o || !codes_have(n, o, a, &where))
                continue;
            struct diag *d = diag_add(&c->p->diags, D_match_twice, code->span, o->code->text);
            diag_note(&c->p->diags, d, where->span, "the first one is here");
            diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "take one of them out");
        }
    }
    if (has_else)
        return;
    buffer_init(&forgotten);
    for (uint32_t i = 0; t.kind == TYPE_CHOICE && t.choices && i < t.choices->count; i++)
        if (!codes_have(n, &t.choices->items[i], NULL, &where))
            buffer_printf(&forgotten, "%s`%s`", forgotten.len ? ", " : "",
                          t.choices->items[i].code->text);
    if (t.kind == TYPE_YES_NO && !yes_no_covered(n, true))
        buffer_text(&forgotten, "`yes`");
    if (t.kind == TYPE_YES_NO && !yes_no_covered(n, false))
        buffer_printf(&forgotten, "%s`no`", forgotten.len ? ", " : "");
    if (t.kind == TYPE_NUMBER || t.kind == TYPE_TEXT || t.kind == TYPE_DATE ||
        t.kind == TYPE_DURATION)
        buffer_text(&forgotten, "all other values");
    if (forgotten.len)
        report_forgotten(c, n, forgotten.text);
    buffer_release(&forgotten);
}

/* ---- the walk ---- */
static void look(struct conditions *c, const struct node *first);

struct asks_search {
    const struct node *condition;
    bool found;
};

static bool visit_symbols(void *payload, struct node *n) {
    const struct symbol **wanted = payload;
    if (*wanted && expression_symbol(n) == *wanted)
        *wanted = NULL;
    return *wanted != NULL && n->kind != NODE_field;
}

static bool visit_asks(void *payload, struct node *n) {
    struct asks_search *search = payload;
    const struct symbol *s = n->kind == NODE_ask ? AST(ask, n)->symbol : NULL;
    if (s) {
        const struct symbol *wanted = s;
        ast_walk((struct node *)search->condition, visit_symbols, &wanted);
        search->found |= wanted == NULL;
    }
    search->found |= n->kind == NODE_do; /* it may ask the same again */
    return !search->found;
}

/* A guard tells something only as long as nothing below it asks its question again. */
static bool stays_true(const struct node *condition, const struct node *body) {
    struct asks_search search = {condition, false};
    for (const struct node *n = body; n && !search.found; n = n->next)
        ast_walk((struct node *)n, visit_asks, &search);
    return !search.found;
}

static void look_guarded(struct conditions *c, const struct node *body,
                         const struct guard *guards) {
    const struct guard *outer = c->guards;
    c->guards = guards;
    look(c, body);
    c->guards = outer;
}

static void look_if(struct conditions *c, const struct node_if *n) {
    const struct guard *outer = c->guards;
    struct guard first = {n->condition, true, outer};
    check_condition(c, n->condition, true);
    check_else(c, n);
    look_guarded(c, n->then, stays_true(n->condition, n->then) ? &first : outer);
    struct guard *failed = memory_get(sizeof *failed * (2 + 2 * ast_count(n->otherwise)));
    struct guard *top = failed;
    *top = (struct guard){n->condition, false, outer};
    for (const struct node *e = n->otherwise; e; e = e->next) {
        const struct node *condition = AST(else, e)->condition;
        c->guards = top;
        if (condition)
            check_condition(c, condition, true);
        struct guard *met = top + 1;
        *met = (struct guard){condition, true, top};
        bool stays = !condition || stays_true(condition, AST(else, e)->body);
        look_guarded(c, AST(else, e)->body, !stays ? outer : condition ? met : top);
        if (condition) {
            top += 2;
            *top = (struct guard){condition, false, top - 2};
        }
    }
    c->guards = outer;
    free(failed);
}

static void check_bounds(struct conditions *c, const struct question *q) {
    double from, to;
    bool known = q->from && q->to && q->from->kind != NODE_name && q->to->kind != NODE_name &&
                 q->from->kind != NODE_field && q->to->kind != NODE_field;
    if (known) {
        from = q->from->kind == NODE_number ? AST(number, q->from)->value
                                            : -AST(number, AST(negate, q->from)->operand)->value;
        to = q->to->kind == NODE_number ? AST(number, q->to)->value
                                        : -AST(number, AST(negate, q->to)->operand)->value;
        if (from > to) {
            struct diag *d = diag_add(&c->p->diags, D_range_turned,
                                      span_join(q->from->span, q->to->span), from, to);
            diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "write the smaller number first");
        }
    }
    if (q->form == FORM_CHOOSE_SOME && q->choices &&
        (q->least > q->most || (uint32_t)q->most > q->choices->count)) {
        struct diag *d = diag_add(&c->p->diags, D_some_of_few, AST(ask, q->node)->form->span,
                                  q->least, q->most, q->choices->count);
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "lower the bounds, or add choices");
    }
    double number;
    const struct node *initial = q->initial;
    bool negative = initial && initial->kind == NODE_negate &&
                    AST(negate, initial)->operand->kind == NODE_number;
    if (!initial || !known || (initial->kind != NODE_number && !negative))
        return;
    number =
        negative ? -AST(number, AST(negate, initial)->operand)->value : AST(number, initial)->value;
    if (number < from || number > to || (q->form != FORM_NUMBER && number != floor(number))) {
        struct diag *d =
            diag_add(&c->p->diags, D_default_outside, initial->span, q->symbol->name->text);
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "give one that can be answered");
    }
}

static void check_labels(struct conditions *c, const struct choices *choices) {
    for (uint32_t i = 0; choices && i < choices->count && choices->count < 200; i++) {
        const struct choice *a = &choices->items[i];
        for (uint32_t k = 0; k < i && a->label; k++) {
            const struct choice *b = &choices->items[k];
            if (!b->label || a->when || b->when || AST(text, a->label)->parts ||
                AST(text, b->label)->parts ||
                !str_same(AST(text, a->label)->value, AST(text, b->label)->value))
                continue;
            struct diag *d = diag_add(&c->p->diags, D_same_label, a->label->span);
            diag_note(&c->p->diags, d, b->label->span, "the other one is here");
            diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "word them so that they differ");
        }
    }
}

static void look_question(struct conditions *c, const struct question *q) {
    check_bounds(c, q);
    if (!q->choices || !q->choices->scale)
        check_labels(c, q->choices);
    for (const struct node *o = q->body; o; o = o->next) {
        if (o->kind != NODE_option)
            continue;
        const struct node *when = body_find(AST(option, o)->body, NODE_when);
        if (when)
            check_condition(c, AST(when, when)->condition, true);
        look(c, AST(option, o)->body);
    }
}

static void look(struct conditions *c, const struct node *first) {
    for (const struct node *n = first; n; n = n->next) {
        switch ((enum node_kind)n->kind) {
        case NODE_if:
            look_if(c, AST(if, n));
            break;
        case NODE_match:
            check_match(c, AST(match, n));
            for (const struct node *a = AST(match, n)->arms; a; a = a->next)
                look(c, a->kind == NODE_case ? AST(case, a)->body : AST(else, a)->body);
            break;
        case NODE_repeat:
            look_guarded(c, AST(repeat, n)->body, NULL);
            break;
        case NODE_ask:
            if (AST(ask, n)->question)
                look_question(c, AST(ask, n)->question);
            break;
        default: /* no conditions in it */
            break;
        }
    }
}

/* ---- bands ---- */
static int by_from(const void *a, const void *b) {
    const struct band *const *x = a, *const *y = b;
    return (*x)->from < (*y)->from ? -1 : (*x)->from > (*y)->from;
}

static void report_gap(struct program *p, const struct score *score, struct span at, double from,
                       double to) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, from);
    if (to != from) {
        buffer_text(&b, " to ");
        buffer_number(&b, to);
    }
    struct diag *d = diag_add(&p->diags, D_band_gap, at, b.text);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "widen a band, or add one");
    (void)score;
    buffer_release(&b);
}

static void check_reach(struct program *p, const struct score *score, const struct band *b) {
    if (!score->bounded || (b->from >= score->least && b->to <= score->most))
        return;
    struct diag *d =
        diag_add(&p->diags, D_band_out_of_reach, b->span, score->least, score->most, b->name->text);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "end it where the score ends");
}

static void check_bands(struct program *p, const struct score *score) {
    const struct band **sorted = memory_get(sizeof *sorted * (score->band_count + 1));
    double step = score->whole ? 1 : 0;
    for (uint32_t i = 0; i < score->band_count; i++) {
        const struct band *b = sorted[i] = &score->bands[i];
        if (b->from > b->to) {
            struct diag *d = diag_add(&p->diags, D_range_turned, b->span, b->from, b->to);
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "write the smaller number first");
        }
        check_reach(p, score, b);
    }
    qsort(sorted, score->band_count, sizeof *sorted, by_from);
    for (uint32_t i = 0; i + 1 < score->band_count; i++) {
        const struct band *low = sorted[i], *high = sorted[i + 1];
        if (high->from < low->to || (score->whole && high->from == low->to)) {
            struct diag *d =
                diag_add(&p->diags, D_band_overlap, high->span, low->name->text, high->name->text);
            diag_note(&p->diags, d, low->span, "the other band is here");
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "let one begin where the other ends");
        } else if (high->from > low->to + step) {
            report_gap(p, score, high->span, low->to + step,
                       score->whole ? high->from - 1 : high->from);
        }
    }
    if (score->band_count && score->bounded) {
        const struct band *first = sorted[0], *last = sorted[score->band_count - 1];
        if (first->from > score->least)
            report_gap(p, score, first->span, score->least,
                       score->whole ? first->from - 1 : first->from);
        if (last->to < score->most)
            report_gap(p, score, last->span, score->whole ? last->to + 1 : last->to, score->most);
    }
    free(sorted);
}

/* ---- names ---- */
static void check_unused(struct program *p) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        bool own = s->module->index == 0 && p->interview != NULL;
        bool counts = s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER ||
                      (own && (s->kind == SYMBOL_SCALE || (s->kind == SYMBOL_DEFINE && !s->owner)));
        if (s->used || !counts || s->module->index != 0)
            continue;
        struct diag *d = diag_add(&p->diags, D_unused_name, s->node->span, s->name->text);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "use it, or take it out");
    }
}

static bool is_shadowed(void *payload, struct node *n) {
    struct conditions *c = payload;
    if (n->kind != NODE_name || !AST(name, n)->code)
        return true;
    const struct scope *scope =
        c->declaration->scope ? c->declaration->scope : c->declaration->module->scope;
    const struct symbol *s = scope_find(scope, AST(name, n)->name);
    if (s && (s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER || s->kind == SYMBOL_QUESTION ||
              s->kind == SYMBOL_DEFINE)) {
        struct diag *d = diag_add(&c->p->diags, D_shadowed_code, n->span, AST(name, n)->name->text,
                                  symbol_kind_words(s));
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "give the code or the other thing another name");
    }
    return false;
}

void check_conditions(struct program *p) {
    uint8_t *in_line = memory_get(p->slot_count + 1);
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        struct conditions c = {p, s, NULL, in_line};
        if (s->kind == SYMBOL_SCORE)
            check_bands(p, s->score);
        if (s->kind == SYMBOL_SCALE)
            check_labels(&c, s->choices);
        if (s->kind != SYMBOL_BRANCH && s->kind != SYMBOL_INVENTORY && s->kind != SYMBOL_INTERVIEW)
            continue;
        find_in_line(s, in_line);
        look(&c, s->body);
        for (struct node *n = s->body; n; n = n->next)
            ast_walk(n, is_shadowed, &c);
    }
    free(in_line);
    check_unused(p);
}
