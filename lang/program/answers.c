/* The answers that a test or an answers file gives: whose they are, and whether they can be. */
#include "program/choices.h"
#include "program/resolve.h"

#include <string.h>

static bool is_number_node(const struct node *n) {
    return n->kind == NODE_number ||
           (n->kind == NODE_negate && AST(negate, n)->operand->kind == NODE_number);
}

static void report_no_answer(struct resolver *r, const struct question *q, const struct node *n,
                             const char *expected) {
    struct diag *g = diag_add(&r->p->diags, D_no_such_answer, n->span, (int)q->symbol->path.len,
                              q->symbol->path.text);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
             "write %s, or `declined`, `unknown`, `not applicable`", expected);
}

static double number_of(const struct node *n) {
    return n->kind == NODE_number ? AST(number, n)->value
                                  : -AST(number, AST(negate, n)->operand)->value;
}

static void check_number(struct resolver *r, const struct question *q, const struct node *n) {
    if (!is_number_node(n)) {
        report_no_answer(r, q, n, "a number");
        return;
    }
    double number = number_of(n);
    bool low = q->from && is_number_node(q->from) && number < number_of(q->from);
    bool high = q->to && is_number_node(q->to) && number > number_of(q->to);
    bool broken = (q->form == FORM_WHOLE_NUMBER || q->form == FORM_RATING) && !q->step &&
                  number != (double)(int64_t)number;
    if (low || high)
        report_no_answer(r, q, n, "a number that the question allows");
    else if (broken)
        report_no_answer(r, q, n, "a whole number");
}

static void check_one(struct resolver *r, const struct question *q, struct node *n);

/* From a list of cards one answers with a label: who will be in the list is not known here. */
static void check_label(struct resolver *r, const struct question *q, struct node *n) {
    if (n->kind != NODE_text)
        report_no_answer(r, q, n, "a label in quotes, like \"Tom\"");
}

static void check_choice(struct resolver *r, const struct question *q, struct node *n) {
    if (q->from_list && !q->choices) {
        check_label(r, q, n);
        return;
    }
    if (!q->choices)
        return; /* that they are missing was told */
    const char *whose =
        arena_printf(&r->p->arena, "`%.*s`", (int)q->symbol->path.len, q->symbol->path.text).text;
    struct type one = {TYPE_CHOICE, TYPE_UNKNOWN, q->choices, NULL};
    if (n->kind == NODE_text) {
        if (!q->choices->other)
            resolve_expected(r, n, one, whose);
        return;
    }
    if (n->kind != NODE_name && n->kind != NODE_yes_no && !is_number_node(n)) {
        report_no_answer(r, q, n, "one of its codes");
        return;
    }
    if (n->kind == NODE_name && !choices_find(q->choices, n))
        report_unknown_choice(r->p, n->span, name_str(AST(name, n)->name), q->choices, whose);
    else if (is_number_node(n) && !choices_find(q->choices, n))
        report_unknown_choice(r->p, n->span, source_text(&r->p->sources, n->span), q->choices,
                              whose);
    else
        resolve_expected(r, n, one, whose);
}

static void check_several(struct resolver *r, const struct question *q, struct node *n) {
    if (q->form == FORM_CHOOSE_ANY && choices_none(q->choices, n))
        return;
    if (n->kind != NODE_tuple) {
        check_choice(r, q, n);
        return;
    }
    for (struct node *item = AST(tuple, n)->items; item; item = item->next)
        check_choice(r, q, item);
}

static void check_one(struct resolver *r, const struct question *q, struct node *n) {
    if (n->kind == NODE_absent && q->required) {
        struct diag *g = diag_add(&r->p->diags, D_no_such_answer, n->span, (int)q->symbol->path.len,
                                  q->symbol->path.text);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "answer it: the question is required");
    }
    if (n->kind == NODE_absent || q->type.kind == TYPE_UNKNOWN)
        return;
    switch (q->form) {
    case FORM_YES_OR_NO:
        if (n->kind != NODE_yes_no)
            report_no_answer(r, q, n, "`yes` or `no`");
        break;
    case FORM_CHOOSE:
        check_choice(r, q, n);
        break;
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK:
        check_several(r, q, n);
        break;
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        check_number(r, q, n);
        break;
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        if (n->kind != NODE_text)
            report_no_answer(r, q, n, "a text in quotes");
        break;
    case FORM_DATE:
        if (n->kind != NODE_text && (n->kind != NODE_date || !AST(date, n)->day))
            report_no_answer(r, q, n, "a day, like 2026-03-14");
        break;
    case FORM_ROUGH_DATE:
        if (n->kind != NODE_date && n->kind != NODE_text && !is_number_node(n))
            report_no_answer(r, q, n, "a date, like 2026-03-14, 2026-03 or `spring 2024`");
        break;
    case FORM_TIME:
        if (n->kind != NODE_text)
            report_no_answer(r, q, n, "a time in quotes, like \"14:30\"");
        break;
    case FORM_MINUTES:
        if (n->kind != NODE_duration && n->kind != NODE_text && !is_number_node(n))
            report_no_answer(r, q, n, "a length of time, like `45 minutes`");
        break;
    }
}

static void check_inventory(struct resolver *r, const struct inventory *inventory,
                            struct node_answer *n) {
    size_t count = ast_count(n->values);
    uint32_t i = 0;
    if (count != inventory->item_count) {
        struct diag *g = diag_add(&r->p->diags, D_answer_count, n->node.span,
                                  inventory->symbol->name->text, inventory->item_count, count);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 "give one for each item, in their order; `declined` for one that is left out");
        return;
    }
    for (struct node *value = n->values; value; value = value->next)
        check_one(r, inventory->items[i++], value);
}

/* ---- cards ---- */
static void check_field(struct resolver *r, const struct record *record, struct node *line) {
    if (line->kind != NODE_assign)
        return;
    struct node_assign *n = AST(assign, line);
    struct span name = {line->span.lo, line->span.lo + n->name->len};
    n->field = resolve_card_field(r, record, n->name, name);
    if (!n->field)
        return;
    if (!n->field->question || n->field->kind != SYMBOL_QUESTION) {
        diag_add(&r->p->diags, D_wrong_kind, name, n->name->text, symbol_kind_words(n->field),
                 "a question");
        return;
    }
    for (struct node *value = n->values; value; value = value->next)
        check_one(r, n->field->question, value);
}

/* `answer people`, and below it what is typed at each label, with values for the fields; or why
   there is nobody: `answer people = declined`, `answer people = none`. */
static void check_cards(struct resolver *r, const struct symbol *list, struct node_answer *n) {
    for (struct node *value = n->values; value; value = value->next) {
        if (value->kind == NODE_absent || choices_none(NULL, value))
            continue;
        struct diag *g = diag_add(&r->p->diags, D_no_such_answer, value->span, (int)list->path.len,
                                  list->path.text);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 "write a line for each below `answer %.*s`: `- \"Tom\"`, or `none` for nobody",
                 (int)list->path.len, list->path.text);
    }
    for (struct node *card = n->body; card; card = card->next) {
        if (card->kind != NODE_variant) {
            if (card->kind != NODE_broken)
                diag_add(&r->p->diags, D_misplaced, card->span, "this line", "the cards of a list");
            continue;
        }
        for (struct node *line = AST(variant, card)->body; line && list->record; line = line->next)
            check_field(r, list->record, line);
    }
}

/* `answer styles = wrong, correct`: how all cards of a drill are answered, in each round. */
static void check_drill(struct resolver *r, const struct symbol *s, struct node_answer *n) {
    for (struct node *value = n->values; value; value = value->next) {
        const char *word = value->kind == NODE_name ? AST(name, value)->name->text : "";
        if (strcmp(word, "correct") == 0 || strcmp(word, "wrong") == 0)
            continue;
        struct diag *g =
            diag_add(&r->p->diags, D_no_such_answer, value->span, (int)s->path.len, s->path.text);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `correct` or `wrong`, for each round");
    }
}

static void check_answer(struct resolver *r, struct node_answer *n) {
    struct symbol *s = resolve_path(r, n->target);
    if (!s || s->kind == SYMBOL_STRAY)
        return;
    n->symbol = s;
    if (s->kind == SYMBOL_LIST) {
        check_cards(r, s, n);
        return;
    }
    if (s->drill && s->drill->card_count && !n->body) {
        check_drill(r, s, n);
        return;
    }
    if (n->body) {
        diag_add(&r->p->diags, D_wrong_kind, n->target->span, s->name->text, symbol_kind_words(s),
                 "a list of cards");
        return;
    }
    if (s->kind == SYMBOL_INVENTORY && s->inventory) {
        check_inventory(r, s->inventory, n);
    } else if (s->kind == SYMBOL_QUESTION && s->question) {
        for (struct node *value = n->values; value; value = value->next)
            check_one(r, s->question, value);
    } else if (s->kind != SYMBOL_QUESTION) {
        diag_add(&r->p->diags, D_wrong_kind, n->target->span, s->name->text, symbol_kind_words(s),
                 "a question or an inventory");
    }
}

bool check_answers(struct program *p, struct module *module, struct node *lines,
                   struct scope *scope) {
    size_t before = p->diags.errors;
    struct resolver r = {.p = p, .module = module, .scope = scope};
    const struct node *rest = NULL;
    for (struct node *n = lines; n; n = n->next) {
        if (n->kind == NODE_answer)
            check_answer(&r, AST(answer, n));
        if (n->kind == NODE_rest && rest)
            diag_add(&p->diags, D_repeated_line, n->span, "`rest`");
        rest = n->kind == NODE_rest ? n : rest;
    }
    return p->diags.errors == before;
}
