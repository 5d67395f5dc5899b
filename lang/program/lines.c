/* The expressions of every line: statements, modifiers of questions, scores, tests. resolve.c does
   the expressions themselves. A define, a variable and a parameter get their type on first use,
   wherever in the file that is; a ring of defines is left to flow.c. */
#include "program/patterns.h"

#include <string.h>

/* ---- types on first use ---- */
static bool is_known_late(const struct symbol *s) {
    switch (s->kind) {
    case SYMBOL_DEFINE:
    case SYMBOL_LET:
    case SYMBOL_KEEP:
    case SYMBOL_SETTING:
        return true;
    case SYMBOL_PARAMETER:
        return s->node->kind == NODE_for_each;
    case SYMBOL_QUESTION:
    case SYMBOL_FIELD:
        return s->question && s->question->from_list;
    case SYMBOL_MODULE:
    case SYMBOL_SCALE:
    case SYMBOL_INVENTORY:
    case SYMBOL_BRANCH:
    case SYMBOL_INTERVIEW:
    case SYMBOL_COURSE:
    case SYMBOL_SCORE:
    case SYMBOL_RECORD:
    case SYMBOL_LIST:
    case SYMBOL_REPORT:
    case SYMBOL_WORDS:
    case SYMBOL_SAFEGUARD:
    case SYMBOL_PERSONA:
    case SYMBOL_DRILL:
    case SYMBOL_STRAY:
        return false;
    }
    return false;
}

/* Where the expression of a symbol is read: the element of a loop stands in the block around it. */
static struct resolver resolver_at(struct program *p, struct symbol *s) {
    struct resolver r = resolver_for(p, s);
    if (s->kind == SYMBOL_DEFINE && s->parameter_count)
        return r;
    r.owner = s->owner;
    if (s->kind == SYMBOL_PARAMETER)
        r.scope = AST(for_each, s->node)->scope->outer;
    else if (s->loop)
        r.scope = s->loop;
    return r;
}

/* One element, or several, of the list that a question offers. */
static struct type resolve_from_list(struct resolver *r, struct question *q) {
    struct type list = resolve_expression(r, q->from_list);
    struct type element = type_of_element(list);
    if (list.kind == TYPE_UNKNOWN)
        return list;
    if (list.kind == element.kind || (element.kind != TYPE_CARD && element.kind != TYPE_CHOICE)) {
        report_wrong_type(r->p, q->from_list->span, "a list of cards or choices behind `from`",
                          list);
        return TYPE_OF(TYPE_UNKNOWN);
    }
    q->choices = element.kind == TYPE_CHOICE ? element.choices : NULL;
    if (q->form == FORM_CHOOSE)
        return element;
    if (element.kind == TYPE_CHOICE)
        return (struct type){q->form == FORM_RANK ? TYPE_RANKING : TYPE_SET, TYPE_UNKNOWN,
                             element.choices, NULL};
    return (struct type){TYPE_LIST, TYPE_CARD, NULL, element.record};
}

static struct type type_of_symbol(struct resolver *r, struct symbol *s) {
    if (s->question)
        return s->question->type = resolve_from_list(r, s->question);
    if (s->node->kind == NODE_for_each) {
        struct type list = resolve_expression(r, AST(for_each, s->node)->list);
        if (list.kind != TYPE_UNKNOWN && type_of_element(list).kind == list.kind)
            report_wrong_type(r->p, AST(for_each, s->node)->list->span, "a list behind `in`", list);
        return type_of_element(list);
    }
    return resolve_expression(r, s->kind == SYMBOL_LET ? AST(let, s->node)->value : s->body);
}

void resolve_symbol(struct program *p, struct symbol *s) {
    if (s->resolved || !is_known_late(s))
        return;
    s->resolved = 1;
    unsigned levels = s->body ? s->body->depth + 1u : 1;
    if (p->formula_levels + levels > LIMIT_FORMULA) {
        if (!p->formula_told) {
            struct diag *d = diag_add(&p->diags, D_formula_too_deep, s->node->span, s->name->text,
                                      LIMIT_FORMULA);
            diag_fix(&p->diags, d, SPAN_NONE, NULL, "keep a result in a `let`, and go on from it");
        }
        p->formula_told = true;
        s->resolved = 2;
        return;
    }
    p->formula_levels += levels;
    struct resolver r = resolver_at(p, s);
    s->type = type_of_symbol(&r, s);
    p->formula_levels -= levels;
    s->resolved = 2;
}

/* ---- calls ---- */
struct called {
    struct symbol **symbols; /* malloc'ed */
    size_t count, capacity;
};

static void resolve_arguments(struct resolver *r, struct node *call, struct symbol *s,
                              struct node *arguments) {
    size_t count = ast_count(arguments);
    if (count != s->parameter_count) {
        const char *words =
            s->parameter_count == 0 ? "nothing in brackets"
            : s->parameter_count == 1
                ? "one value in brackets"
                : arena_printf(&r->p->arena, "%u values in brackets", s->parameter_count).text;
        struct diag *g = diag_add(&r->p->diags, D_wrong_count, call->span, s->name->text, words);
        diag_note(&r->p->diags, g, s->node->span, "it is declared here");
    }
    struct node *parameter = s->parameters;
    for (struct node *a = arguments; a; a = a->next) {
        struct type t = resolve_expression(r, a);
        struct symbol *target = parameter ? AST(name, parameter)->symbol : NULL;
        if (target && target->type.kind == TYPE_UNKNOWN)
            target->type = t; /* the first call says what it is */
        else if (target && !type_fits(target->type, t))
            report_wrong_type(r->p, a->span, type_words(r->p, target->type), t);
        parameter = parameter ? parameter->next : NULL;
    }
}

struct symbol *resolve_target(struct resolver *r, struct node *call, enum way_in way) {
    bool jump = way == BY_GO_TO;
    struct node *callee = call->kind == NODE_call ? AST(call, call)->callee : call;
    struct symbol *s = resolve_path(r, callee);
    if (!s || s->kind == SYMBOL_STRAY)
        return NULL;
    bool fits = s->kind == SYMBOL_BRANCH ||
                (!jump && (s->kind == SYMBOL_INVENTORY || s->kind == SYMBOL_INTERVIEW ||
                           s->kind == SYMBOL_DRILL)) ||
                (way == BY_RUN && s->kind == SYMBOL_COURSE);
    if (!fits) {
        struct diag *g =
            diag_add(&r->p->diags, D_wrong_kind, callee->span, s->name->text, symbol_kind_words(s),
                     jump ? "a branch" : "a branch or an inventory");
        if (s->kind == SYMBOL_INVENTORY)
            diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `do %s`", s->name->text);
        return NULL;
    }
    if (call->kind == NODE_call)
        AST(call, call)->symbol = s;
    return s;
}

/* Calls are looked at before the bodies, so that parameters have their types there. */
static bool visit_calls(void *payload, struct node *n) {
    struct resolver *r = payload;
    struct node *call = n->kind == NODE_do      ? AST(do, n)->call
                        : n->kind == NODE_go_to ? AST(go_to, n)->call
                                                : NULL;
    if (n->kind == NODE_for_each) { /* its element can be seen in it alone */
        struct scope *outer = r->scope;
        r->scope = AST(for_each, n)->scope;
        ast_walk_lines(AST(for_each, n)->body, visit_calls, r);
        r->scope = outer;
        return false;
    }
    if (!call)
        return n->kind != NODE_test;
    struct symbol *s = resolve_target(r, call, n->kind == NODE_go_to ? BY_GO_TO : BY_DO);
    if (s) {
        resolve_arguments(r, call, s, call->kind == NODE_call ? AST(call, call)->arguments : NULL);
        *array_push(r->called->symbols, r->called->count, r->called->capacity) = s;
    }
    if (n->kind == NODE_do)
        AST(do, n)->symbol = s;
    else
        AST(go_to, n)->symbol = s;
    return false;
}

/* ---- questions ---- */
static void resolve_bound(struct resolver *r, struct node *n, const struct question *q) {
    if (!n)
        return;
    struct type t = resolve_expression(r, n);
    if (!type_is_number(t))
        report_wrong_type(r->p, n->span, "a number, or the name of one", t);
    (void)q;
}

static void resolve_initial(struct resolver *r, struct question *q) {
    if (!q->initial)
        return;
    const char *whose = arena_printf(&r->p->arena, "`%s`", q->symbol->name->text).text;
    struct type t = resolve_expected(r, q->initial, q->type, whose);
    bool one_of_set = q->type.kind == TYPE_SET && t.kind == TYPE_CHOICE;
    if (!one_of_set && !type_fits(q->type, t))
        report_wrong_type(
            r->p, q->initial->span,
            arena_printf(&r->p->arena, "a default for %s, %s,", whose, type_words(r->p, q->type))
                .text,
            t);
}

static void resolve_constraints(struct resolver *r, const struct question *q) {
    for (const struct constraint *c = q->constraints; c; c = c->next) {
        resolve_condition(r, c->condition);
        resolve_text(r, c->text);
    }
}

static void resolve_options(struct resolver *r, struct node *body) {
    for (struct node *n = body; n; n = n->next) {
        if (n->kind != NODE_option)
            continue;
        resolve_text(r, AST(option, n)->label);
        for (struct node *line = AST(option, n)->body; line; line = line->next) {
            if (line->kind == NODE_when)
                resolve_condition(r, AST(when, line)->condition);
        }
        resolve_list(r, AST(option, n)->body);
    }
}

/* What a question was called must not be what another is called now. */
static void check_was(struct program *p, const struct question *q) {
    const struct symbol *other = q->was.len ? program_symbol(p, q->was) : NULL;
    struct str owner = q->symbol->owner ? q->symbol->owner->path : (struct str){"", 0};
    if (q->was.len && !other)
        other = program_symbol(p, arena_printf(&p->arena, "%.*s.%.*s", (int)owner.len, owner.text,
                                               (int)q->was.len, q->was.text));
    if (!other || other->kind != SYMBOL_QUESTION)
        return;
    const struct node *line = body_find(q->body, NODE_was);
    struct diag *d = diag_add(&p->diags, D_was_still, line->span, (int)q->was.len, q->was.text);
    diag_note(&p->diags, d, other->node->span, "it is asked here");
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "give one of them another name, or take `was` out");
}

void resolve_question(struct resolver *r, struct question *q) {
    resolve_text(r, q->prompt);
    resolve_text(r, q->help);
    resolve_text(r, q->unit);
    check_was(r->p, q);
    resolve_bound(r, q->from, q);
    resolve_bound(r, q->to, q);
    resolve_symbol(r->p, q->symbol);
    if (q->from_list && q != q->symbol->question)
        q->type = resolve_from_list(r, q);
    resolve_initial(r, q);
    resolve_constraints(r, q);
    const struct node_property *other = body_property(q->body, "other");
    if (other)
        resolve_text(r, other->value);
    if (q->node->kind == NODE_ask || q->node->kind == NODE_record_field)
        resolve_options(r, q->body);
}

/* ---- statements ---- */
static void resolve_arms(struct resolver *r, struct node_match *n) {
    struct type t = resolve_expression(r, n->subject);
    struct symbol *s = expression_symbol(n->subject);
    const char *whose =
        s ? arena_printf(&r->p->arena, "`%.*s`", (int)s->path.len, s->path.text).text : "this";
    if (t.kind == TYPE_SET || t.kind == TYPE_RANKING) {
        struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->subject->span,
                                  "one value after `match`", type_words(r->p, t));
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "write `if … includes …` for each code");
    }
    for (struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_else)
            resolve_list(r, AST(else, arm)->body);
        if (arm->kind != NODE_case)
            continue;
        for (struct node *code = AST(case, arm)->codes; code; code = code->next) {
            if (code->kind == NODE_absent)
                continue;
            struct type c = resolve_expected(r, code, t, whose);
            if (code->kind != NODE_range && !types_compare(t, c))
                report_comparison(r, code->span, t, c);
        }
        resolve_list(r, AST(case, arm)->body);
    }
}

static void resolve_let(struct resolver *r, struct node_let *n) {
    struct symbol *s = n->symbol;
    if (!s || s->kind != SYMBOL_LET)
        return;
    if (s->node == &n->node) {
        resolve_symbol(r->p, s);
        return;
    }
    struct type t = resolve_expected(r, n->value, s->type, s->name->text);
    if (!type_fits(s->type, t))
        report_wrong_type(
            r->p, n->value->span,
            arena_printf(&r->p->arena, "%s, as before,", type_words(r->p, s->type)).text, t);
}

static void resolve_set(struct resolver *r, struct node_set *n) {
    struct symbol *s = resolve_path(r, n->target);
    if (n->target->kind == NODE_field && AST(field, n->target)->field) {
        resolve_field_set(r, AST(field, n->target)->field, n->value);
        return;
    }
    if (!s) {
        r->quiet++;
        resolve_expression(r, n->value);
        r->quiet--;
        return;
    }
    struct type t = resolve_expected(r, n->value, s->type, s->name->text);
    n->symbol = s;
    if (s->kind == SYMBOL_STRAY)
        return;
    bool own_field = s->kind == SYMBOL_FIELD && s->owner && s->owner->kind == SYMBOL_RECORD;
    bool own_let = s->kind == SYMBOL_LET && !s->outcome;
    if (!own_let && !own_field) {
        struct diag *g = diag_add(&r->p->diags, D_cannot_set, n->target->span, s->name->text,
                                  symbol_kind_words(s));
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL,
                 "`set` changes a variable: declare one with `let NAME = …`");
        return;
    }
    if (!type_fits(s->type, t))
        report_wrong_type(
            r->p, n->value->span,
            arena_printf(&r->p->arena, "%s, like `%s`,", type_words(r->p, s->type), s->name->text)
                .text,
            t);
}

static void resolve_repeat(struct resolver *r, struct node_repeat *n) {
    if (n->how == REPEAT_TIMES)
        resolve_needed(r, n->value, TYPE_NUMBER, "before `times`");
    else
        resolve_condition(r, n->value);
    resolve_needed(r, n->at_most, TYPE_NUMBER, "after `at most`");
    resolve_list(r, n->body);
}

/* Lines with others below them, and those that work on lists. */
static void resolve_block(struct resolver *r, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_if:
        resolve_condition(r, AST(if, n)->condition);
        resolve_list(r, AST(if, n)->then);
        for (struct node *e = AST(if, n)->otherwise; e; e = e->next) {
            if (AST(else, e)->condition)
                resolve_condition(r, AST(else, e)->condition);
            resolve_list(r, AST(else, e)->body);
        }
        break;
    case NODE_match:
        resolve_arms(r, AST(match, n));
        break;
    case NODE_repeat:
        resolve_repeat(r, AST(repeat, n));
        break;
    case NODE_each_session:
    case NODE_phase:
    case NODE_deal:
    case NODE_card:
        resolve_list(r, node_body(n));
        break;
    case NODE_for_each:
        resolve_each(r, AST(for_each, n));
        break;
    case NODE_collect:
        resolve_collect(r, AST(collect, n));
        break;
    case NODE_add:
        resolve_add(r, AST(add, n));
        break;
    case NODE_remove:
        resolve_remove(r, AST(remove, n));
        break;
    default:
        break;
    }
}

/* Lines that say what something is. */
static void resolve_declared(struct resolver *r, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_score:
        resolve_score(r, AST(score, n));
        break;
    case NODE_define:
        if (AST(define, n)->symbol)
            resolve_symbol(r->p, AST(define, n)->symbol);
        break;
    case NODE_label:
        if (AST(label, n)->question)
            resolve_question(r, AST(label, n)->question);
        break;
    case NODE_record_field:
        if (AST(record_field, n)->question)
            resolve_question(r, AST(record_field, n)->question);
        break;
    case NODE_property:
        resolve_text(r, AST(property, n)->value);
        break;
    default: /* calls were looked at before; the rest has no expressions */
        break;
    }
}

static void resolve_line(struct resolver *r, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_say:
        resolve_say(r, AST(say, n));
        break;
    case NODE_note:
        resolve_text(r, AST(note, n)->text);
        break;
    case NODE_section:
        resolve_text(r, AST(section, n)->text);
        break;
    case NODE_alert:
        resolve_level(r, AST(alert, n)->level, n->span);
        resolve_text(r, AST(alert, n)->text);
        break;
    case NODE_finish:
        resolve_text(r, AST(finish, n)->reason);
        break;
    case NODE_ask:
        if (AST(ask, n)->question)
            resolve_question(r, AST(ask, n)->question);
        break;
    case NODE_item:
        if (AST(item, n)->question)
            resolve_question(r, AST(item, n)->question);
        break;
    case NODE_let:
        resolve_let(r, AST(let, n));
        break;
    case NODE_set:
        resolve_set(r, AST(set, n));
        break;
    case NODE_judge:
    case NODE_reveal:
    case NODE_give_cue:
    case NODE_clock:
    case NODE_raise:
    case NODE_lower:
        resolve_practice_line(r, n);
        break;
    case NODE_heading:
    case NODE_table:
    case NODE_list:
    case NODE_chart:
    case NODE_circle:
    case NODE_show:
        resolve_report_line(r, n);
        break;
    default:
        resolve_block(r, n);
        resolve_declared(r, n);
        break;
    }
}

void resolve_list(struct resolver *r, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        resolve_line(r, n);
}

/* ---- all of it ---- */
static void each_declaration(struct program *p,
                             void (*visit)(struct program *p, struct symbol *s, struct node *n)) {
    for (size_t i = 0; i < p->module_count; i++) {
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            if (declaration_symbol(n))
                visit(p, declaration_symbol(n), n);
    }
}

static void visit_declaration_calls(struct program *p, struct called *called, struct symbol *s) {
    struct resolver r = resolver_for(p, s);
    r.called = called;
    if (s->resolved)
        return;
    s->resolved = 2;
    ast_walk_lines(s->body, visit_calls, &r);
}

/* The caller says what the parameters are, so it is looked at first: what has no parameters to
   begin with, then whom that calls, and so on; what nobody calls comes last. */
static void resolve_calls(struct program *p) {
    struct called called = {0};
    for (int parameters = 0; parameters < 2; parameters++) {
        for (size_t i = 0; i < p->symbol_count; i++) {
            if (symbol_runs(p->symbols[i]) && (parameters || !p->symbols[i]->parameter_count))
                visit_declaration_calls(p, &called, p->symbols[i]);
            while (called.count > 0)
                visit_declaration_calls(p, &called, called.symbols[--called.count]);
        }
    }
    free(called.symbols);
}

static void visit_declaration(struct program *p, struct symbol *s, struct node *n) {
    struct resolver r = resolver_for(p, s);
    if (n->kind == NODE_safeguard)
        resolve_condition(&r, AST(safeguard, n)->condition);
    else if (n->kind == NODE_branch) /* of whom its parameters are about */
        resolve_text(&r, AST(branch, n)->title);
    else if (n->kind == NODE_report)
        resolve_text(&r, AST(report, n)->title);
    resolve_list(&r, s->body);
}

void check_expressions(struct program *p) {
    resolve_word_sets(p);
    resolve_rubrics(p);
    resolve_calls(p);
    each_declaration(p, visit_declaration);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_DEFINE || p->symbols[i]->kind == SYMBOL_KEEP)
            resolve_symbol(p, p->symbols[i]);
    for (size_t i = 0; i < p->module_count; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            if (n->kind == NODE_test)
                resolve_test(p, p->modules[i], AST(test, n));
            else if (n->kind == NODE_guarantee)
                resolve_guarantee(p, p->modules[i], AST(guarantee, n));
    close_matchers(p);
}
