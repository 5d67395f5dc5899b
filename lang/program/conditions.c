/* What could be decided already: conditions that always or never hold, an `else` that takes the
   missing too, names that nothing reads. arms.c looks at `match`, bounds.c at numbers. */
#include "program/conditions.h"

#include "program/bounds.h"
#include "program/flow.h"
#include "program/types.h"

/* ---- what was surely asked ---- */
/* Whoever is behind a question in the same list of lines, or in one around it, has passed it. */
static bool surely_asked(void *payload, const struct symbol *s) {
    const struct conditions *c = payload;
    return s->slot != NO_SLOT && s->owner == c->declaration && c->asked[s->slot];
}

static void mark_asked(struct conditions *c, const struct symbol *s) {
    if (!s || s->slot == NO_SLOT || c->asked[s->slot])
        return;
    c->asked[s->slot] = 1;
    *array_push(c->marks, c->mark_count, c->mark_capacity) = s->slot;
}

static void unmark(struct conditions *c, size_t mark) {
    while (c->mark_count > mark)
        c->asked[c->marks[--c->mark_count]] = 0;
}

/* ---- conditions ---- */
enum verdict verdict_of(struct conditions *c, const struct guard *tested) {
    struct guard alone = *tested;
    if (c->lost)
        alone.outer = NULL;
    return finite_verdict(&alone, surely_asked, c);
}

enum verdict verdict_of_arm(struct conditions *c, const struct guard *tested,
                            const struct guard *alone) {
    enum verdict verdict = verdict_of(c, tested);
    if (verdict == VERDICT_ALWAYS)
        return verdict_of(c, alone) == VERDICT_ALWAYS ? verdict : VERDICT_OPEN;
    if (verdict == VERDICT_NOWHERE)
        return verdict_of(c, alone) == VERDICT_NOWHERE ? verdict : VERDICT_NEVER;
    return verdict;
}

void report_verdict(struct conditions *c, enum verdict verdict, struct span at) {
    if (verdict == VERDICT_OPEN || verdict == VERDICT_NOWHERE || diags_within(&c->p->diags, at))
        return;
    struct diag *d =
        diag_add(&c->p->diags, verdict == VERDICT_ALWAYS ? D_always_met : D_never_met, at);
    diag_fix(&c->p->diags, d, SPAN_NONE, NULL,
             "compare it with the possible answers, and with the conditions around it");
}

static void check_condition(struct conditions *c, const struct node *condition) {
    struct guard tested = {condition, NULL, true, c->guards};
    report_verdict(c, verdict_of(c, &tested), condition->span);
}

/* A safeguard that no answer ever calls. One that every answer calls may be meant. */
static void check_fires(struct conditions *c, const struct safeguard *safeguard) {
    struct guard tested = {safeguard->condition, NULL, true, NULL};
    enum verdict verdict = verdict_of(c, &tested);
    if (verdict != VERDICT_ALWAYS)
        report_verdict(c, verdict, safeguard->condition->span);
}

struct only_search {
    const struct symbol *wanted;
    bool others;
};

static bool visit_only(void *payload, struct node *n) {
    struct only_search *search = payload;
    const struct symbol *s = expression_symbol(n);
    search->others |= s && s != search->wanted;
    return !search->others && n->kind != NODE_field;
}

static bool reads_only(const struct node *condition, const struct symbol *s) {
    struct only_search search = {s, false};
    ast_walk((struct node *)condition, visit_only, &search);
    return !search.others;
}

/* `check` and `warn` look at an answer that was just given. */
static void check_constraints(struct conditions *c, const struct question *q) {
    struct node_name name = {.node = {.kind = NODE_name}, .name = q->symbol->name};
    name.symbol = q->symbol;
    struct node_state answered = {{.kind = NODE_state}, STATE_ANSWERED, &name.node, false};
    struct guard given = {&answered.node, NULL, true, NULL};
    size_t count = 0;
    for (const struct constraint *k = q->constraints; k; k = k->next)
        count++;
    struct guard *passed = memory_get(sizeof *passed * (1 + count)); /* the checks before */
    const struct guard *top = &given;
    for (const struct constraint *k = q->constraints; k; k = k->next) {
        struct guard tested = {k->condition, NULL, true, top},
                     alone = {k->condition, NULL, true, &given};
        enum verdict verdict = verdict_of(c, &tested);
        if (verdict == VERDICT_ALWAYS || verdict == VERDICT_NOWHERE)
            verdict = verdict_of(c, &alone);
        if (k->hard && verdict == VERDICT_NEVER) /* a `check` that is undecided passes */
            verdict = VERDICT_OPEN;
        report_verdict(c, verdict, k->condition->span);
        if (!k->hard || !reads_only(k->condition, q->symbol))
            continue;
        passed[--count] = (struct guard){k->condition, NULL, true, top};
        top = &passed[count];
    }
    free(passed);
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
    failed[count] = (struct guard){n->condition, NULL, false, guards};
    guards = &failed[count++];
    for (const struct node *e = n->otherwise; e && AST(else, e)->condition; e = e->next) {
        failed[count] = (struct guard){AST(else, e)->condition, NULL, false, guards};
        guards = &failed[count++];
    }
    struct node_state answered = {{.kind = NODE_state, .span = n->condition->span},
                                  STATE_ANSWERED,
                                  AST(binary, n->condition)->left,
                                  false};
    struct guard tested = {&answered.node, NULL, true, guards};
    enum verdict verdict = verdict_of(c, &tested);
    free(failed);
    return verdict == VERDICT_REFUSED;
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
    if (!s || !plain || tested || !speaks(AST(else, plain)->body) || c->lost ||
        only_missing_is_left(c, n))
        return;
    struct span at = {plain->span.lo, plain->span.lo + 4};
    struct diag *d =
        diag_add(&c->p->diags, D_else_takes_missing, at, (int)s->path.len, s->path.text);
    diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "write `else if %.*s is answered`", (int)s->path.len,
             s->path.text);
}

/* ---- the walk ---- */
/* A guard tells something only as long as nothing below it asks its questions again. */
struct again_search {
    const struct symbol *declaration;
    const struct symbol *read; /* by the guard */
    const struct node *body;
    bool found;
};

static bool visit_asks(void *payload, struct node *n) {
    struct again_search *search = payload;
    const struct symbol *asked = n->kind == NODE_ask ? AST(ask, n)->symbol : NULL;
    const struct symbol *called = n->kind == NODE_do ? AST(do, n)->symbol : NULL;
    const struct symbol *gives[LINE_GIVES];
    size_t given = line_gives(n, gives);
    const struct symbol *owner = search->read->owner;
    bool loose = search->read->kind == SYMBOL_LET || search->read->kind == SYMBOL_DEFINE;
    for (size_t i = 0; i < given; i++)
        search->found |= gives[i] == search->read || search->read->kind == SYMBOL_DEFINE;
    search->found |= asked && search->read->kind == SYMBOL_DEFINE;
    if (asked) /* a score changes with the answers of its inventory */
        search->found |=
            asked == search->read || (search->read->kind == SYMBOL_SCORE && asked->owner == owner);
    if (called && (owner != search->declaration || loose))
        search->found |= called == owner || called->kind != SYMBOL_INVENTORY;
    return !search->found;
}

static bool visit_read(void *payload, struct node *n) {
    struct again_search *search = payload;
    search->read = expression_symbol(n);
    if (search->read && !search->found)
        ast_walk_lines((struct node *)search->body, visit_asks, search);
    return !search->found && n->kind != NODE_field;
}

static bool stays_true(const struct conditions *c, const struct node *condition,
                       const struct node *body) {
    struct again_search search = {c->declaration, NULL, body, false};
    ast_walk((struct node *)condition, visit_read, &search);
    return !search.found;
}

void look_guarded(struct conditions *c, const struct node *body, const struct guard *guards) {
    const struct guard *outer = c->guards;
    size_t mark = c->mark_count;
    bool stay = true; /* those outside of `outer` were looked at with the whole of its body */
    for (const struct guard *g = guards; g && g != outer && stay; g = g->outer)
        stay = stays_true(c, g->condition, body);
    c->guards = stay ? guards : outer;
    look(c, body);
    c->guards = outer;
    unmark(c, mark);
}

static void look_if(struct conditions *c, const struct node_if *n) {
    struct guard first = {n->condition, NULL, true, c->guards};
    check_condition(c, n->condition);
    check_else(c, n);
    look_guarded(c, n->then, &first);
    struct guard *failed = memory_get(sizeof *failed * (2 + ast_count(n->otherwise)));
    struct guard *top = failed;
    *top = (struct guard){n->condition, NULL, false, c->guards};
    for (const struct node *e = n->otherwise; e; e = e->next) {
        const struct node *condition = AST(else, e)->condition;
        struct guard met = {condition, NULL, true, top}, alone = {condition, NULL, true, c->guards};
        if (condition)
            report_verdict(c, verdict_of_arm(c, &met, &alone), condition->span);
        look_guarded(c, AST(else, e)->body, condition ? &met : top);
        if (condition && top - failed < MOST_GUARDS) {
            top++;
            *top = (struct guard){condition, NULL, false, top - 1};
        }
    }
    free(failed);
}

/* `while` looks before each turn, `until` after it. */
static void look_repeat(struct conditions *c, const struct node_repeat *n) {
    size_t mark = c->mark_count;
    struct guard met = {n->value, NULL, true, c->guards};
    if (n->how == REPEAT_WHILE) {
        check_condition(c, n->value);
        look_guarded(c, n->body, &met);
        return;
    }
    look(c, n->body);
    if (n->how == REPEAT_UNTIL)
        check_condition(c, n->value);
    else if (n->value->kind != NODE_number)
        unmark(c, mark); /* it may turn no time at all */
}

/* Lines that may run no time at all. */
static void look_perhaps(struct conditions *c, const struct node *body) {
    size_t mark = c->mark_count;
    look(c, body);
    unmark(c, mark);
}

static void look_question(struct conditions *c, const struct question *q) {
    check_bounds(c->p, q);
    check_constraints(c, q);
    if (!q->choices || !q->choices->scale)
        check_labels(c->p, q->choices);
    for (const struct node *o = q->body; o; o = o->next) {
        if (o->kind != NODE_option)
            continue;
        const struct node *when = body_find(AST(option, o)->body, NODE_when);
        if (when)
            check_condition(c, AST(when, when)->condition);
        look_guarded(c, AST(option, o)->body, c->guards);
    }
}

void look(struct conditions *c, const struct node *first) {
    for (const struct node *n = first; n; n = n->next) {
        switch ((enum node_kind)n->kind) {
        case NODE_if:
            look_if(c, AST(if, n));
            break;
        case NODE_match:
            look_match(c, AST(match, n));
            break;
        case NODE_repeat:
            look_repeat(c, AST(repeat, n));
            break;
        case NODE_for_each:
            look_perhaps(c, AST(for_each, n)->body);
            break;
        case NODE_phase:
        case NODE_card:
            look_perhaps(c, node_body(n));
            break;
        case NODE_each_session:
        case NODE_deal:
            look(c, node_body(n));
            break;
        case NODE_ask:
            mark_asked(c, AST(ask, n)->symbol);
            if (AST(ask, n)->question)
                look_question(c, AST(ask, n)->question);
            break;
        case NODE_item:
            mark_asked(c, AST(item, n)->symbol);
            break;
        default: /* no conditions in it */
            break;
        }
    }
}

/* ---- names ---- */
static void check_unused(struct program *p) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        bool own = s->module->index == 0 && p->interview != NULL;
        bool counts = s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER ||
                      (own && (s->kind == SYMBOL_SCALE || s->kind == SYMBOL_RECORD ||
                               s->kind == SYMBOL_LIST || (s->kind == SYMBOL_DEFINE && !s->owner)));
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
    struct type code = {TYPE_CHOICE, TYPE_UNKNOWN, AST(name, n)->code->choices, NULL};
    bool meant =
        s && (s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER || s->kind == SYMBOL_DEFINE ||
              (s->kind == SYMBOL_QUESTION && types_compare(code, s->type)));
    if (meant) {
        struct diag *d = diag_add(&c->p->diags, D_shadowed_code, n->span, AST(name, n)->name->text,
                                  symbol_kind_words(s));
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "give the code or the other thing another name");
    }
    return false;
}

void check_conditions(struct program *p, bool lost) {
    struct conditions c = {.p = p, .lost = lost, .asked = memory_get(p->slot_count + 1)};
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        c.declaration = s;
        if (s->kind == SYMBOL_SCORE && !lost)
            check_bands(p, s->score);
        if (s->kind == SYMBOL_SCALE)
            check_labels(p, s->choices);
        if (s->kind == SYMBOL_SAFEGUARD)
            check_fires(&c, s->safeguard);
        if (!symbol_runs(s))
            continue;
        look_guarded(&c, s->body, NULL);
        for (struct node *n = s->body; n; n = n->next)
            ast_walk(n, is_shadowed, &c);
    }
    free(c.asked);
    free(c.marks);
    if (p->diags.errors == 0) /* a mistyped name may be the one that was meant */
        check_unused(p);
}
