/* What is judged, by what, and with which outcome; and the lines of practice: `judge`, `reveal`,
   `raise`, `lower`, and what a persona says. */
#include "program/declare.h"
#include "program/patterns.h"
#include "program/question.h"
#include "program/resolve.h"

#include <string.h>

/* ---- who is judged by what ---- */
static struct symbol *outcome_of(struct declarer *d, const char *name, struct type type) {
    struct symbol *reply = d->owner, *s = declare_outcome(d, name, type, reply->node);
    s->path = arena_printf(&d->p->arena, "%.*s.%s", (int)reply->path.len, reply->path.text, name);
    return s;
}

static void give_outcomes(struct composer *c, struct symbol *reply, struct judging *j) {
    if (!reply->scope)
        reply->scope = scope_new(c->p, NULL, reply);
    struct declarer d = {c->p, reply->module, reply->scope, reply, NULL};
    j->reply = reply;
    j->points = outcome_of(&d, "points", TYPE_OF(TYPE_NUMBER));
    if (!j->rubric)
        return;
    struct type found = {TYPE_SET, TYPE_UNKNOWN, j->rubric->choices, NULL};
    j->found = outcome_of(&d, "found", found);
    j->missed = outcome_of(&d, "missed", found);
    if (j->rubric->levels)
        j->level = outcome_of(
            &d, "level",
            (struct type){TYPE_CHOICE, TYPE_UNKNOWN, j->rubric->levels->band_choices, NULL});
    j->unplaced = outcome_of(&d, "unplaced", TYPE_OF(TYPE_YES_NO));
}

static bool accept_rubric(void *payload, const struct symbol *s) {
    (void)payload;
    return s->rubric != NULL;
}

static const struct rubric *find_rubric(struct composer *c, const struct node_judge *n) {
    struct symbol *s = path_symbol(c->scope, n->by);
    struct name *name = n->by->kind == NODE_name ? AST(name, n->by)->name : AST(field, n->by)->name;
    if (s && s->rubric) {
        s->used = true;
        return s->rubric;
    }
    if (c->module->scope->incomplete || name->mark == NAME_LOST)
        return NULL;
    struct diag *g = s ? diag_add(&c->p->diags, D_wrong_kind, n->by->span, s->name->text,
                                  symbol_kind_words(s), "a rubric")
                       : diag_add(&c->p->diags, D_unknown_name, n->by->span, name->text);
    struct symbol *near = scope_nearest(c->scope, name, accept_rubric, NULL);
    if (near)
        diag_fix(&c->p->diags, g, n->by->span, near->name->text, "write `%s`", near->name->text);
    return NULL;
}

static bool is_word(const struct node *n, const char *word) {
    return n->kind == NODE_name && strcmp(AST(name, n)->name->text, word) == 0;
}

/* By the values of its options, or their order: the words are no names of rubrics. */
static bool by_options(struct composer *c, const struct node_judge *n, const struct question *q,
                       struct judging *j) {
    bool order = is_word(n->by, "order"), value = is_word(n->by, "value");
    if (path_symbol(c->scope, n->by) || (!order && !value) || !q->choices)
        return false;
    j->by_order = order;
    if (order && q->type.kind == TYPE_RANKING) {
        j->most = q->choices->count;
        if (!q->shuffle)
            diag_fix(&c->p->diags, diag_add(&c->p->diags, D_order_shown, q->node->span), SPAN_NONE,
                     NULL, "add a line below the question: `shuffle`");
        return true;
    }
    if (!value || !q->choices->valued)
        return false;
    for (uint32_t i = 0; i < q->choices->count; i++) {
        double v = q->choices->items[i].value;
        if (q->type.kind == TYPE_SET)
            j->most += v > 0 ? v : 0;
        else
            j->most = v > j->most ? v : j->most;
    }
    return q->type.kind == TYPE_CHOICE || q->type.kind == TYPE_SET;
}

/* `judge reply by marks`: a question that offers the rules of a rubric says which of them it meets,
   where no rule places a reply, or somebody knows better. */
static bool by_marks(struct composer *c, struct node_judge *n, const struct symbol *reply) {
    struct symbol *s = path_symbol(c->scope, n->by);
    const struct judging *j = reply->judging;
    bool marks = s && s->kind == SYMBOL_QUESTION && s->question && s->question->choices &&
                 s->question->type.kind == TYPE_SET;
    if (!marks || !j || !j->rubric || s->question->choices != j->rubric->choices)
        return false;
    s->used = true;
    n->marks = s;
    n->judging = j;
    return true;
}

static bool read_judging(struct composer *c, const struct node_judge *n, const struct question *q,
                         struct judging *j) {
    if (by_options(c, n, q, j))
        return true;
    if (q->type.kind != TYPE_TEXT) {
        struct diag *g = diag_add(&c->p->diags, D_judge_what, n->reply->span);
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "ask for a `text`; choices are judged `by value` when they have values, a `rank` "
                 "`by order`");
        return false;
    }
    j->rubric = find_rubric(c, n);
    j->most = j->rubric ? j->rubric->most : 0;
    return j->rubric != NULL;
}

static void compose_judge(struct composer *c, struct node_judge *n) {
    struct symbol *s = path_symbol(c->scope, n->reply);
    if (!s && c->module->scope->incomplete)
        return;
    if (!s || s->kind != SYMBOL_QUESTION || !s->question) {
        struct diag *g = diag_add(&c->p->diags, D_judge_what, n->reply->span);
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL, "name a question that was asked before");
        return;
    }
    if (by_marks(c, n, s))
        return;
    struct judging *j = arena_new(&c->p->arena, struct judging);
    if (!read_judging(c, n, s->question, j))
        return;
    if (s->judging && s->judging->rubric != j->rubric) {
        diag_add(&c->p->diags, D_judged_twice, n->node.span, (int)s->path.len, s->path.text);
        return;
    }
    if (!s->judging) {
        give_outcomes(c, s, j);
        s->judging = j;
    }
    n->judging = s->judging;
}

/* A self-rating: a number between bounds, for what a rubric or a drill makes of the same. */
static void compose_rates(struct composer *c, struct question *q) {
    struct node *n = q ? body_find(q->body, NODE_rates) : NULL;
    struct symbol *s = n ? scope_find(c->scope, AST(rates, n)->name) : NULL;
    if (!n || (!s && c->module->scope->incomplete))
        return;
    struct span at = {n->span.hi - AST(rates, n)->name->len, n->span.hi};
    if (!s)
        diag_add(&c->p->diags, D_unknown_name, at, AST(rates, n)->name->text);
    else if (!s->rubric && !s->drill)
        diag_add(&c->p->diags, D_wrong_kind, at, s->name->text, symbol_kind_words(s),
                 "a rubric or a drill");
    else if (q->form != FORM_RATING && !(q->type.kind == TYPE_NUMBER && q->from && q->to))
        diag_add(&c->p->diags, D_rates_what, n->span);
    else
        q->rates = AST(rates, n)->symbol = s;
    if (s)
        s->used = true;
}

static bool compose_judged(void *payload, struct node *n) {
    if (n->kind == NODE_judge)
        compose_judge(payload, AST(judge, n));
    else if (n->kind == NODE_ask)
        compose_rates(payload, AST(ask, n)->question);
    return true;
}

/* ---- drills ---- */
static bool collect_judged(void *payload, struct node *n) {
    struct drill *drill = payload;
    const struct judging *j = n->kind == NODE_judge ? AST(judge, n)->judging : NULL;
    for (uint32_t i = 0; j && i < drill->judged_count; i++)
        if (drill->judged[i] == j)
            return true;
    if (j && drill->judged)
        drill->judged[drill->judged_count++] = j;
    else if (j)
        drill->most++; /* counted first */
    return true;
}

static void find_judged(struct program *p, struct drill *drill) {
    ast_walk_lines(drill->symbol->body, collect_judged, drill);
    drill->judged = arena_array(&p->arena, const struct judging *, (size_t)drill->most + 1);
    ast_walk_lines(drill->symbol->body, collect_judged, drill);
    drill->most = drill->card_count;
    for (uint32_t i = 0; i < drill->judged_count; i++)
        drill->most += drill->judged[i]->most;
}

static void find_right(struct program *p, struct drill_card *card) {
    const struct question *q = card->ask->question;
    if (!q || !q->choices)
        return;
    card->right = choices_find(q->choices, card->card->code);
    if (!card->right)
        report_unknown_choice(p, card->card->code->span,
                              source_text(&p->sources, card->card->code->span), q->choices,
                              "the scale of these cards");
}

static void compose_drill(struct program *p, struct drill *drill) {
    find_judged(p, drill);
    for (uint32_t i = 0; i < drill->card_count; i++)
        find_right(p, (struct drill_card *)&drill->cards[i]);
    if (!drill->card_count && !drill->judged_count) {
        struct diag *g =
            diag_add(&p->diags, D_drill_empty, drill->node->node.span, drill->symbol->name->text);
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "ask something and `judge` it, or give it `cards`");
        return;
    }
    const struct node *pass = body_find(drill->node->body, NODE_pass);
    if (!pass)
        drill->pass = drill->most;
    else if (drill->pass > (drill->by_percent ? 100 : drill->most))
        diag_add(&p->diags, D_pass_beyond, pass->span, drill->by_percent ? 100 : drill->most);
}

void compose_practice(struct program *p) {
    for (size_t m = 0; m < p->module_count; m++) {
        struct composer c = {p, p->modules[m], p->modules[m]->scope, NULL, NULL};
        for (struct node *n = c.module->lines; n; n = n->next) {
            struct symbol *s = declaration_symbol(n);
            c.scope = s ? s->scope : NULL;
            if (s)
                ast_walk_lines(s->body, compose_judged, &c);
        }
    }
    for (size_t i = 0; i < p->drill_count; i++)
        compose_drill(p, p->drills[i]);
}

/* ---- lines ---- */
static void resolve_speaker(struct resolver *r, struct node *who) {
    struct symbol *s = who ? resolve_path(r, who) : NULL;
    if (s && s->kind != SYMBOL_PERSONA)
        diag_add(&r->p->diags, D_wrong_kind, who->span, s->name->text, symbol_kind_words(s),
                 "a persona");
}

void resolve_say(struct resolver *r, struct node_say *n) {
    n->number = r->p->said_count;
    r->p->said_count += n->one_of ? 2 + (uint32_t)ast_count(n->one_of) : 0;
    resolve_speaker(r, n->who);
    resolve_text(r, n->text);
    for (struct node *v = n->one_of; v; v = v->next) {
        if (v->kind != NODE_variant)
            continue;
        resolve_text(r, AST(variant, v)->text);
        for (struct node *line = AST(variant, v)->body; line; line = line->next)
            if (line->kind == NODE_when)
                resolve_condition(r, AST(when, line)->condition);
    }
}

/* `raise` and `lower` change a meter, or a variable that is a number. */
static struct symbol *resolve_raised(struct resolver *r, struct node *target, struct node *by,
                                     const char *word) {
    struct symbol *s = resolve_path(r, target);
    resolve_needed(r, by, TYPE_NUMBER, "behind `by`");
    if (!s)
        return NULL;
    bool number = s->kind == SYMBOL_LET && !s->outcome && type_is_number(s->type);
    if (number)
        return s;
    diag_add(&r->p->diags, D_cannot_raise, target->span, s->name->text, symbol_kind_words(s), word);
    return NULL;
}

static void resolve_reveal(struct resolver *r, struct node_reveal *n) {
    struct symbol *s = resolve_path(r, n->fact);
    if (n->condition)
        resolve_condition(r, n->condition);
    if (s && !s->fact)
        diag_add(&r->p->diags, D_wrong_kind, n->fact->span, s->name->text, symbol_kind_words(s),
                 "a fact of a persona");
    n->symbol = s && s->fact ? s : NULL;
}

static void resolve_cue(struct resolver *r, struct node_give_cue *n) {
    struct symbol *s = resolve_path(r, n->cue);
    if (s && !s->cue)
        diag_add(&r->p->diags, D_wrong_kind, n->cue->span, s->name->text, symbol_kind_words(s),
                 "a cue of a persona");
    n->symbol = s && s->cue ? s : NULL;
}

static void check_clock(struct program *p, const struct node *limit) {
    const struct node_duration *d = AST(duration, limit);
    if ((d->unit != UNIT_MINUTES && d->unit != UNIT_HOURS) || d->amount <= 0)
        diag_add(&p->diags, D_clock_length, limit->span);
}

void resolve_practice_line(struct resolver *r, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_judge:
        resolve_path(r, AST(judge, n)->reply);
        break;
    case NODE_raise:
        AST(raise, n)->symbol =
            resolve_raised(r, AST(raise, n)->target, AST(raise, n)->by, "raise");
        break;
    case NODE_lower:
        AST(lower, n)->symbol =
            resolve_raised(r, AST(lower, n)->target, AST(lower, n)->by, "lower");
        break;
    case NODE_reveal:
        resolve_reveal(r, AST(reveal, n));
        break;
    case NODE_give_cue:
        resolve_cue(r, AST(give_cue, n));
        break;
    case NODE_clock:
        check_clock(r->p, AST(clock, n)->limit);
        break;
    default:
        break;
    }
}

/* ---- rubrics ---- */
static void resolve_rubric(struct program *p, struct module *module, struct node_rubric *n) {
    struct rubric *rubric = (struct rubric *)n->symbol->rubric;
    struct resolver r = {.p = p,
                         .module = module,
                         .scope = module->scope,
                         .in_where = true,
                         .it = TYPE_OF(TYPE_TEXT)};
    rubric->matcher = program_matcher(p, module);
    for (uint32_t i = 0; i < rubric->rule_count; i++)
        if (rubric->rules[i].when)
            resolve_condition(&r, rubric->rules[i].when);
}

static void resolve_cues(struct program *p) {
    for (size_t i = 0; i < p->cue_count; i++) {
        struct symbol *s = p->cues[i]->symbol;
        struct resolver r = {.p = p,
                             .module = s->module,
                             .scope = s->module->scope,
                             .in_where = true,
                             .it = TYPE_OF(TYPE_TEXT)};
        resolve_condition(&r, p->cues[i]->node->condition);
    }
}

void resolve_rubrics(struct program *p) {
    resolve_cues(p);
    for (size_t i = 0; i < p->module_count; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            if (n->kind == NODE_rubric)
                resolve_rubric(p, p->modules[i], AST(rubric, n));
}
