/* The arms of a `match`: codes that stand twice, arms that cannot be taken, values it forgets. */
#include "program/conditions.h"

#include "program/domain.h"

#include <string.h>

/* Visits all codes of a match, in order, until `stop`. */
#define EACH_CODE(n, code)                                                                      \
    for (const struct node *arm_ = (n)->arms; arm_; arm_ = arm_->next)                          \
        for (const struct node *code = arm_->kind == NODE_case ? AST(case, arm_)->codes : NULL; \
             code; code = code->next)

/* ---- twice ---- */
static bool same_code(const struct choices *choices, const struct node *a, const struct node *b) {
    double x, y, z;
    if (a->kind == NODE_range && constant(AST(range, a)->from, &x) &&
        constant(AST(range, a)->to, &y) && constant(b, &z))
        return z >= x && z <= y;
    if (a->kind == NODE_range || b->kind == NODE_range)
        return false;
    if (a->kind == NODE_absent || b->kind == NODE_absent)
        return a->kind == b->kind && AST(absent, a)->reason == AST(absent, b)->reason;
    if (a->kind == NODE_yes_no && b->kind == NODE_yes_no)
        return AST(yes_no, a)->value == AST(yes_no, b)->value;
    if (a->kind == NODE_name && b->kind == NODE_name)
        return AST(name, a)->name == AST(name, b)->name;
    if (constant(a, &x) && constant(b, &y))
        return x == y;
    return choices && choices_find(choices, a) &&
           choices_find(choices, a) == choices_find(choices, b);
}

static const struct node *earlier_code(const struct node_match *n, const struct choices *choices,
                                       const struct node *wanted) {
    EACH_CODE(n, code) {
        if (code == wanted)
            return NULL;
        if (same_code(choices, code, wanted))
            return code;
    }
    return NULL;
}

/* Tells of the codes of an arm that stand further up too. */
static bool check_twice(struct conditions *c, const struct node_match *n,
                        const struct choices *choices, const struct node *codes) {
    bool twice = false;
    for (const struct node *code = codes; code; code = code->next) {
        const struct node *first = earlier_code(n, choices, code);
        if (!first)
            continue;
        struct str written = source_text(&c->p->sources, code->span);
        struct diag *d =
            diag_add(&c->p->diags, D_match_twice, code->span, (int)written.len, written.text);
        diag_note(&c->p->diags, d, first->span, "the first one is here");
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "take one of them out");
        twice = true;
    }
    return twice;
}

/* ---- forgotten ---- */
enum { MOST_NAMED = 5 };

struct forgotten {
    const struct node_match *n;
    struct buffer list;
    uint32_t count;
    const char *last;
    bool others; /* numbers that cannot be listed */
};

/* By an arm for this number, or for this choice. */
static bool is_covered(const struct node_match *n, const struct choice *o, double number) {
    bool counts = !o || o->valued;
    EACH_CODE(n, code) {
        double low, high;
        if (code->kind == NODE_range && constant(AST(range, code)->from, &low) &&
            constant(AST(range, code)->to, &high) && counts && number >= low && number <= high)
            return true;
        if (constant(code, &low) && counts && number == low)
            return true;
        if (o && code->kind == NODE_name && AST(name, code)->name == o->code)
            return true;
        if (code->kind == NODE_yes_no &&
            (o ? strcmp(o->code->text, AST(yes_no, code)->value ? "yes" : "no") == 0
               : AST(yes_no, code)->value == (number != 0)))
            return true;
    }
    return false;
}

static void forget(struct forgotten *f, const char *what) {
    if (f->last && strcmp(f->last, what) == 0)
        return; /* several numbers of one band */
    f->last = what;
    f->count++;
    if (f->count <= MOST_NAMED)
        buffer_printf(&f->list, "%s`%s`", f->list.len ? ", " : "", what);
    else if (f->count == MOST_NAMED + 1)
        buffer_text(&f->list, " and more");
}

static void visit_left(void *payload, const struct choice *o, double number, bool only) {
    struct forgotten *f = payload;
    char digits[32];
    snprintf(digits, sizeof digits, "%g", number);
    if (o)
        forget(f, o->code->text);
    else if (expression_type(f->n->subject).kind == TYPE_YES_NO)
        forget(f, number != 0 ? "yes" : "no");
    else if (only)
        forget(f, digits);
    else
        f->others = true;
    if (!o)
        f->last = NULL; /* `digits` ends here */
}

/* More than can be tried out, or not a name: every value of the kind counts. */
static void forget_all(struct forgotten *f, struct type t) {
    if (t.kind == TYPE_CHOICE) {
        for (uint32_t i = 0; t.choices && i < t.choices->count; i++)
            if (!is_covered(f->n, &t.choices->items[i], t.choices->items[i].value))
                forget(f, t.choices->items[i].code->text);
    } else if (t.kind == TYPE_YES_NO) {
        for (int yes = 1; yes >= 0; yes--)
            if (!is_covered(f->n, NULL, yes))
                forget(f, yes ? "yes" : "no");
    } else {
        f->others = t.kind != TYPE_UNKNOWN && t.kind != TYPE_SET && t.kind != TYPE_RANKING;
    }
}

/* `failed`: all its arms did. */
static void check_forgotten(struct conditions *c, const struct node_match *n,
                            const struct guard *failed) {
    struct forgotten f = {.n = n};
    EACH_CODE(n, code)
    if (diags_within(&c->p->diags, code->span))
        return; /* a mistyped code would only be told again */
    buffer_init(&f.list);
    if (!failed || !finite_values(n->subject, failed, visit_left, &f))
        forget_all(&f, expression_type(n->subject));
    if (f.others)
        buffer_printf(&f.list, "%sall other values", f.list.len ? ", and " : "");
    if (f.list.len) {
        struct diag *d = diag_add(&c->p->diags, D_match_forgets, n->subject->span, f.list.text);
        diag_fix(&c->p->diags, d, SPAN_NONE, NULL, "add `when …` for it, or `else`");
    }
    buffer_release(&f.list);
}

/* ---- the arms ---- */
void look_match(struct conditions *c, const struct node_match *n) {
    const struct choices *choices = expression_type(n->subject).choices;
    struct guard *failed = memory_get(sizeof *failed * (1 + ast_count(n->arms)));
    const struct guard *guards = c->guards;
    size_t count = 0;
    bool has_else = false, few = true;
    for (const struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_else) {
            has_else = true;
            look_guarded(c, AST(else, arm)->body, guards);
            continue;
        }
        const struct node *codes = AST(case, arm)->codes;
        struct guard met = {n->subject, codes, true, guards};
        struct guard alone = {n->subject, codes, true, c->guards};
        few = count < MOST_GUARDS;
        enum verdict verdict = few ? verdict_of_arm(c, &met, &alone) : VERDICT_OPEN;
        if (!check_twice(c, n, choices, codes) && verdict != VERDICT_ALWAYS)
            report_verdict(c, verdict, codes->span);
        look_guarded(c, AST(case, arm)->body, few ? &met : c->guards);
        failed[count] = (struct guard){n->subject, codes, false, guards};
        if (few)
            guards = &failed[count++];
    }
    if (!has_else && !c->lost)
        check_forgotten(c, n, few ? guards : NULL);
    free(failed);
}
