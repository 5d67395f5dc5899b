/* Rubrics and personas: what they are, put together from their lines. What their conditions and
   texts mean comes later (judging.c). */
#include "program/choices.h"
#include "program/compose.h"
#include "program/declare.h"
#include "program/types.h"

#include <math.h>
#include <string.h>

/* ---- rubrics ---- */
static struct choice *rule_choice(struct program *p, struct choices *c, struct name *code,
                                  const struct node *text, const struct node *n) {
    struct choice *o = &c->items[c->count];
    *o = (struct choice){
        .choices = c, .code = code, .index = c->count, .label = text, .span = n->span};
    if (choice_is_taken(p, c, c->count, o))
        return NULL;
    c->count++;
    return o;
}

static const struct node *property_text(const struct node *body, const char *word) {
    const struct node_property *property = body_property(body, word);
    return property ? property->value : NULL;
}

static struct name *rule_code(struct program *p, const struct node_rule *n) {
    if (n->code->kind == NODE_name)
        return AST(name, n->code)->name;
    diag_add(&p->diags, D_rule_no_name, n->code->span);
    return NULL;
}

static void read_rule(struct program *p, struct rubric *r, const struct node_rule *n) {
    struct name *code = rule_code(p, n);
    const struct choice *choice = code ? rule_choice(p, r->choices, code, n->text, &n->node) : NULL;
    const struct node *when = body_find(n->body, NODE_when);
    if (!choice)
        return;
    r->rules[r->rule_count++] = (struct rule){.choice = choice,
                                              .points = n->points,
                                              .text = n->text,
                                              .tip = property_text(n->body, "tip"),
                                              .when = when ? AST(when, when)->condition : NULL,
                                              .critical = body_mark(n->body, MARK_CRITICAL)};
    r->most += n->points > 0 ? n->points : 0;
    if (!when) {
        struct diag *g = diag_add(&p->diags, D_rule_no_when, n->node.span, code->text);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "add `when it mentions \"…\"`, or `when it matches \"…\"`");
    }
}

static void read_harmful(struct program *p, struct rubric *r, const struct node_harmful *n) {
    if (r->harmful) {
        diag_add(&p->diags, D_repeated_line, n->node.span, "`harmful` line");
        return;
    }
    const struct node *cap = body_find(n->body, NODE_cap);
    struct name *code = name_of(&p->names, STR("harmful"));
    const struct choice *choice = rule_choice(p, r->choices, code, n->text, &n->node);
    if (!choice)
        return;
    r->harmful = true;
    r->cap = cap ? AST(cap, cap)->points : 0;
    r->rules[r->rule_count++] = (struct rule){.choice = choice,
                                              .text = n->text,
                                              .tip = property_text(n->body, "tip"),
                                              .when = n->condition};
}

/* `harmful` comes behind the rules, wherever it stands. */
static void read_rules(struct program *p, struct rubric *r, const struct node *body) {
    size_t count = 0;
    for (const struct node *n = body; n; n = n->next)
        count += n->kind == NODE_rule || n->kind == NODE_harmful;
    r->choices = arena_new(&p->arena, struct choices);
    r->choices->scale = r->symbol->name;
    r->choices->items = arena_array(&p->arena, struct choice, count + 1);
    r->rules = arena_array(&p->arena, struct rule, count + 1);
    for (const struct node *n = body; n; n = n->next)
        if (n->kind == NODE_rule)
            read_rule(p, r, AST(rule, n));
    for (const struct node *n = body; n; n = n->next)
        if (n->kind == NODE_harmful)
            read_harmful(p, r, AST(harmful, n));
    if (!count) {
        struct diag *g =
            diag_add(&p->diags, D_rubric_no_rules, r->node->span, r->symbol->name->text);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "add a rule below it: `- open +1 \"Asks an open question\" when it starts with "
                 "\"what, how\"`");
    }
}

/* `- 0 to 3 developing "Developing"`: what the points come to. */
static void read_levels(struct program *p, struct rubric *r, struct node *body) {
    if (!body_find(body, NODE_band))
        return;
    struct score *levels = r->levels = arena_new(&p->arena, struct score);
    *levels = (struct score){.symbol = r->symbol, .bounded = true, .whole = true, .most = r->most};
    for (uint32_t i = 0; i < r->rule_count; i++) {
        levels->least += r->rules[i].points < 0 ? r->rules[i].points : 0;
        levels->whole &= r->rules[i].points == floor(r->rules[i].points);
    }
    if (r->harmful && r->cap < levels->least)
        levels->least = r->cap;
    compose_bands(p, levels, body);
}

/* What stands on the cards of what was judged. */
static struct symbol *judged_field(struct declarer *d, struct record *record, const char *name,
                                   struct type type) {
    struct symbol *s = declare_name(d, SYMBOL_FIELD, name_of(&d->p->names, str_from(name)),
                                    (struct node *)record->symbol->node);
    s->type = type;
    s->used = true;
    s->resolved = 2;
    s->slot = d->p->slot_count++;
    s->place = record->field_count;
    record->fields[record->field_count++] = s;
    return s;
}

/* A card is called by the reply that it is about. */
static void judged_label(struct program *p, struct record *record, struct symbol *answer) {
    struct question *q = arena_new(&p->arena, struct question);
    q->symbol = answer;
    q->node = answer->node;
    q->form = FORM_TEXT;
    q->type = answer->type;
    record->label = q;
}

static void declare_judged(struct declarer *d, struct rubric *r) {
    struct program *p = d->p;
    struct symbol *list = r->symbol;
    struct symbol *s = symbol_new(p, SYMBOL_RECORD, list->name, list->node, d->module, NULL);
    struct record *record = arena_new(&p->arena, struct record);
    struct type found = {TYPE_SET, TYPE_UNKNOWN, r->choices, NULL};
    s->scope = scope_new(p, NULL, s);
    s->record = record;
    s->used = true;
    record->symbol = s;
    record->title = AST(rubric, r->node)->title;
    record->fields = arena_array(&p->arena, struct symbol *, 7);
    struct declarer inside = {p, d->module, s->scope, s, NULL};
    r->answer = judged_field(&inside, record, "answer", TYPE_OF(TYPE_TEXT));
    r->turn = judged_field(&inside, record, "turn", TYPE_OF(TYPE_NUMBER));
    r->found = judged_field(&inside, record, "found", found);
    r->missed = judged_field(&inside, record, "missed", found);
    r->points = judged_field(&inside, record, "points", TYPE_OF(TYPE_NUMBER));
    r->tip = judged_field(&inside, record, "tip", TYPE_OF(TYPE_TEXT));
    if (r->levels)
        r->level =
            judged_field(&inside, record, "level",
                         (struct type){TYPE_CHOICE, TYPE_UNKNOWN, r->levels->band_choices, NULL});
    judged_label(p, record, r->answer);
    list->record = record;
    list->type = (struct type){TYPE_LIST, TYPE_CARD, NULL, record};
}

void declare_rubric(struct declarer *d, struct node_rubric *n) {
    struct symbol *s = n->symbol = declare_list_name(d, n->name, &n->node);
    struct rubric *r = arena_new(&d->p->arena, struct rubric);
    s->rubric = r;
    r->symbol = s;
    r->node = &n->node;
    read_rules(d->p, r, n->body);
    read_levels(d->p, r, n->body);
    declare_judged(d, r);
}

/* ---- personas ---- */
static void declare_meter(struct declarer *d, struct node_meter *n) {
    struct symbol *s = declare_outcome(d, n->name->text, TYPE_OF(TYPE_NUMBER), &n->node);
    struct meter *meter = arena_new(&d->p->arena, struct meter);
    s->outcome = false;
    *meter = (struct meter){n->from, n->to, n->start};
    s->meter = meter;
    if (n->from >= n->to || n->start < n->from || n->start > n->to)
        diag_add(&d->p->diags, D_meter_bounds, n->node.span, n->name->text);
}

static void declare_cue(struct declarer *d, struct node_cue *n) {
    struct program *p = d->p;
    struct cue *cue = arena_new(&p->arena, struct cue);
    struct symbol *s = declare_outcome(d, n->name->text, TYPE_OF(TYPE_TEXT), &n->node);
    *cue = (struct cue){s, n, (uint32_t)p->cue_count};
    s->cue = cue;
    *array_push(p->cues, p->cue_count, p->cue_capacity) = cue;
    if (n->within < 1)
        diag_add(&p->diags, D_cue_turns, n->node.span);
}

void declare_persona(struct declarer *d, struct node_persona *n) {
    struct symbol *s = n->symbol = declare_name(d, SYMBOL_PERSONA, n->name, &n->node);
    s->scope = scope_new(d->p, NULL, s); /* its names stand behind a dot alone */
    struct declarer inside = {d->p, d->module, s->scope, s, NULL};
    for (struct node *line = n->body; line; line = line->next) {
        if (line->kind == NODE_meter)
            declare_meter(&inside, AST(meter, line));
        if (line->kind == NODE_fact)
            declare_outcome(&inside, AST(fact, line)->name->text, TYPE_OF(TYPE_TEXT), line)->fact =
                AST(fact, line);
        if (line->kind == NODE_cue)
            declare_cue(&inside, AST(cue, line));
    }
}
