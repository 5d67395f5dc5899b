#include "program/rubric.h"

#include "program/bounds.h"
#include "program/check.h"

/* ---- judging ---- */
struct judge {
    const struct match *found;
    size_t count;
};

/* The pattern behind `it mentions`, `it matches` …; with matcher 0: none. */
struct sought rule_sought(const struct node *n) {
    const struct node *right = n->kind == NODE_binary ? AST(binary, n)->right : NULL;
    return right && right->kind == NODE_pattern    ? AST(pattern, right)->sought
           : right && right->kind == NODE_word_set ? AST(word_set, right)->sought
                                                   : (struct sought){0, 0};
}

static bool is_met(const struct judge *j, const struct node *n) {
    struct sought sought = rule_sought(n);
    if (n->kind == NODE_not)
        return !is_met(j, AST(not, n)->operand);
    if (n->kind == NODE_binary && AST(binary, n)->op == OP_AND)
        return is_met(j, AST(binary, n)->left) && is_met(j, AST(binary, n)->right);
    if (n->kind == NODE_binary && AST(binary, n)->op == OP_OR)
        return is_met(j, AST(binary, n)->left) || is_met(j, AST(binary, n)->right);
    return sought.matcher && match_of(j->found, j->count, sought.number);
}

struct verdict rubric_judge(const struct program *p, const struct rubric *rubric,
                            struct matching *room, struct arena *a, struct str reply) {
    struct verdict v = {.met = arena_array(a, bool, rubric->rule_count + 1)};
    struct judge j = {NULL, 0};
    j.found = matcher_find(p->matchers[rubric->matcher - 1], room, reply, &j.count);
    for (uint32_t i = 0; i < rubric->rule_count; i++)
        v.met[i] = rubric->rules[i].when && is_met(&j, rubric->rules[i].when);
    rubric_reckon(rubric, &v);
    return v;
}

void rubric_reckon(const struct rubric *rubric, struct verdict *v) {
    v->points = 0;
    v->found = 0;
    v->critical = v->harmful = false;
    for (uint32_t i = 0; i < rubric->rule_count; i++) {
        if (!v->met[i])
            continue;
        v->found++;
        v->points += rubric->rules[i].points;
        v->critical |= rubric->rules[i].critical;
        v->harmful |= rubric->harmful && i + 1 == rubric->rule_count;
    }
    if (v->harmful && v->points > rubric->cap)
        v->points = rubric->cap;
}

/* ---- checks ---- */
/* A rule looks at the reply: at nothing that came before, and at nothing else that was said. */
static bool looks_at_reply(const struct node *n) {
    if (n->kind == NODE_broken)
        return true;
    if (n->kind == NODE_not)
        return looks_at_reply(AST(not, n)->operand);
    if (n->kind != NODE_binary)
        return false;
    const struct node_binary *b = AST(binary, n);
    if (b->op == OP_AND || b->op == OP_OR)
        return looks_at_reply(b->left) && looks_at_reply(b->right);
    bool it = b->left->kind == NODE_name && str_is(name_str(AST(name, b->left)->name), "it");
    bool pattern = b->op == OP_MENTIONS || b->op == OP_AFFIRMS || b->op == OP_MATCHES ||
                   b->op == OP_STARTS_WITH;
    return it && pattern;
}

static bool same_condition(const struct node *a, const struct node *b) {
    struct sought x = rule_sought(a), y = rule_sought(b);
    if (a->kind != b->kind)
        return false;
    if (a->kind == NODE_not)
        return same_condition(AST(not, a)->operand, AST(not, b)->operand);
    if (a->kind != NODE_binary || AST(binary, a)->op != AST(binary, b)->op)
        return false;
    const struct node_binary *m = AST(binary, a), *n = AST(binary, b);
    if (m->op != OP_AND && m->op != OP_OR)
        return x.matcher && x.matcher == y.matcher && x.number == y.number;
    return (same_condition(m->left, n->left) && same_condition(m->right, n->right)) ||
           (same_condition(m->left, n->right) && same_condition(m->right, n->left));
}

static void check_alike(struct program *p, const struct rubric *r) {
    for (uint32_t i = 0; i < r->rule_count; i++)
        for (uint32_t k = 0; k < i && r->rules[i].when; k++)
            if (r->rules[k].when && same_condition(r->rules[k].when, r->rules[i].when))
                diag_add(&p->diags, D_rules_same, r->rules[i].choice->span,
                         r->rules[k].choice->code->text, r->rules[i].choice->code->text);
}

/* ---- conditions that say nothing ---- */
enum { MOST_PATTERNS = 12 };

struct patterns {
    struct match found[MOST_PATTERNS]; /* by number */
    size_t count;
    bool many;
};

/* In the order of their numbers, each once. */
static void collect_patterns(struct patterns *all, const struct node *n) {
    struct sought sought = rule_sought(n);
    if (n->kind == NODE_not)
        collect_patterns(all, AST(not, n)->operand);
    if (n->kind == NODE_binary && !sought.matcher) {
        collect_patterns(all, AST(binary, n)->left);
        collect_patterns(all, AST(binary, n)->right);
    }
    if (!sought.matcher || match_of(all->found, all->count, sought.number))
        return;
    all->many |= all->count == MOST_PATTERNS;
    if (all->many)
        return;
    size_t at = all->count++;
    for (; at > 0 && all->found[at - 1].number > sought.number; at--)
        all->found[at] = all->found[at - 1];
    all->found[at] = (struct match){.number = sought.number};
}

/* Every way in which the patterns may be found or not. */
static void check_sense(struct program *p, const struct rule *rule) {
    struct patterns all = {.count = 0};
    bool yes = false, no = false;
    collect_patterns(&all, rule->when);
    for (unsigned mask = 0; !all.many && mask < 1u << all.count; mask++) {
        struct match some[MOST_PATTERNS];
        struct judge j = {some, 0};
        for (size_t i = 0; i < all.count; i++)
            if (mask & 1u << i)
                some[j.count++] = all.found[i];
        bool met = is_met(&j, rule->when);
        yes |= met;
        no |= !met;
    }
    if (!all.many && !(yes && no))
        diag_add(&p->diags, D_rule_never, rule->when->span, yes ? "every" : "no",
                 rule->choice->code->text);
}

static void check_samples(struct program *p, const struct rubric *r) {
    if (!body_find(AST(rubric, r->node)->body, NODE_sample)) {
        struct diag *g = diag_add(&p->diags, D_no_samples, r->node->span, r->symbol->name->text);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "add lines below it, for each rule and each trap: `sample \"…\" scores …`");
        return;
    }
    struct arena a = {0};
    arena_init(&a);
    struct matching *room = matching_new(p->matchers[r->matcher - 1]);
    bool *met = arena_array(&a, bool, r->rule_count + 1);
    for (const struct node *n = AST(rubric, r->node)->body; n; n = n->next) {
        if (n->kind != NODE_sample || AST(sample, n)->text->kind != NODE_text)
            continue;
        struct verdict v = rubric_judge(p, r, room, &a, AST(text, AST(sample, n)->text)->value);
        for (uint32_t i = 0; i < r->rule_count; i++)
            met[i] |= v.met[i];
    }
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (!met[i] && r->rules[i].when) {
            struct diag *g = diag_add(&p->diags, D_rule_no_sample, r->rules[i].choice->span,
                                      r->rules[i].choice->code->text);
            diag_fix(&p->diags, g, SPAN_NONE, NULL,
                     "add a line below the rubric: `sample \"…\" scores …`, or mend the condition");
        }
    matching_release(room);
    arena_release(&a);
}

static bool conditions_are_good(struct program *p, const struct rubric *r) {
    bool good = true;
    for (uint32_t i = 0; i < r->rule_count; i++) {
        const struct node *when = r->rules[i].when;
        if (!when || looks_at_reply(when))
            continue;
        struct diag *g = diag_add(&p->diags, D_rule_reads, when->span);
        diag_fix(
            &p->diags, g, SPAN_NONE, NULL,
            "write `it` and what is looked for: `when it mentions \"…\" and not it matches \"…\"`");
        good = false;
    }
    return good;
}

void check_rubrics(struct program *p) {
    for (size_t i = 0; i < p->cue_count; i++)
        if (!looks_at_reply(p->cues[i]->node->condition))
            diag_add(&p->diags, D_rule_reads, p->cues[i]->node->condition->span);
    for (size_t i = 0; i < p->list_count; i++) {
        const struct rubric *r = p->lists[i]->rubric;
        if (!r || !conditions_are_good(p, r) || p->diags.errors || r->symbol->module->index)
            continue;
        for (uint32_t k = 0; k < r->rule_count; k++)
            if (r->rules[k].when)
                check_sense(p, &r->rules[k]);
        if (r->levels)
            check_bands(p, r->levels);
        check_alike(p, r);
        if (!p->diags.errors)
            check_samples(p, r);
    }
}
