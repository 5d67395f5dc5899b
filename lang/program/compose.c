/* Questions, choices, inventories and scores, put together from all their lines. What may stand
   where is settled (place.c); what an expression means comes later (resolve.c). */
#include "program/choices.h"
#include "program/compose.h"

#include <math.h>
#include <string.h>

struct composer {
    struct program *p;
    struct module *module;
    struct scope *scope;
    struct inventory *inventory; /* the one we are in, or NULL */
    struct record *record;       /* … or NULL */
};

/* ---- questions ---- */
static bool form_has_choices(enum form_word form) {
    switch (form) {
    case FORM_CHOOSE:
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK:
        return true;
    case FORM_YES_OR_NO:
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
    case FORM_TEXT:
    case FORM_LONG_TEXT:
    case FORM_DATE:
    case FORM_ROUGH_DATE:
    case FORM_TIME:
    case FORM_MINUTES:
        return false;
    }
    return false;
}

static enum type_kind form_type(enum form_word form) {
    switch (form) {
    case FORM_YES_OR_NO:
        return TYPE_YES_NO;
    case FORM_CHOOSE:
        return TYPE_CHOICE;
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
        return TYPE_SET;
    case FORM_RANK:
        return TYPE_RANKING;
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        return TYPE_NUMBER;
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        return TYPE_TEXT;
    case FORM_DATE:
    case FORM_ROUGH_DATE:
        return TYPE_DATE;
    case FORM_TIME:
        return TYPE_TIME;
    case FORM_MINUTES:
        return TYPE_DURATION;
    }
    return TYPE_UNKNOWN;
}

/* The choices of a scale by its name; NULL after a message. */
static const struct choices *find_scale(struct composer *c, struct name *name, struct span span) {
    struct symbol *s = scope_find(c->scope, name);
    if (s && s->kind == SYMBOL_SCALE) {
        s->used = true;
        return s->choices;
    }
    if (!s && (c->module->scope->incomplete || name->mark == NAME_LOST))
        return NULL;
    struct diag *g;
    if (s) {
        if (s->kind == SYMBOL_LATER)
            return NULL;
        g = diag_add(&c->p->diags, D_wrong_kind, span, name->text, symbol_kind_words(s), "a scale");
        return NULL;
    }
    g = diag_add(&c->p->diags, D_unknown_name, span, name->text);
    struct symbol *near = scope_nearest(c->scope, name, NULL, NULL);
    if (near && near->kind == SYMBOL_SCALE)
        diag_fix(&c->p->diags, g, span, near->name->text, "write `%s`", near->name->text);
    else
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "declare it: `scale %s`, with a line for each choice below", name->text);
    return NULL;
}

static void question_choices(struct composer *c, struct question *q, const struct node_form *form,
                             struct node *body) {
    struct choices *own = choices_new(c->p, NULL, body);
    bool takes = form_has_choices(q->form) || q->form == FORM_RATING;
    if (own && !takes) {
        const struct node *first = body_find(body, NODE_option);
        struct diag *g =
            diag_add(&c->p->diags, D_choices_without_choose, first ? first->span : q->node->span);
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "write `choose` behind the question, or take the choices out");
        return;
    }
    if (!form->scale) {
        q->choices = own;
    } else {
        q->choices = find_scale(c, form->scale, form->node.span);
        if (!q->choices)
            q->type.kind = TYPE_UNKNOWN;
        if (own && q->choices && body_find(body, NODE_option))
            diag_add(&c->p->diags, D_choices_twice, body_find(body, NODE_option)->span,
                     form->scale->text);
        else if (own && q->choices) /* only `other` stands below: a copy of the scale with it */
            q->choices = choices_join(c->p, q->choices, own);
    }
    if (form_has_choices(q->form) && choices_are_lost(body))
        q->type.kind = TYPE_UNKNOWN;
    else if (!q->choices && !form->scale && form_has_choices(q->form) && !form->from_list) {
        struct diag *g = diag_add(&c->p->diags, D_no_choices, form->node.span, "this question");
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "add a line for each choice below, `- code \"Label\"`, or name a scale");
    }
    if (q->type.kind != TYPE_NUMBER)
        q->type.choices = q->choices;
}

static void add_constraint(struct program *p, struct question *q, struct node *n) {
    struct constraint *constraint = arena_new(&p->arena, struct constraint);
    struct constraint **end = &q->constraints;
    constraint->hard = n->kind == NODE_check;
    constraint->condition = constraint->hard ? AST(check, n)->condition : AST(warn, n)->condition;
    constraint->text = constraint->hard ? AST(check, n)->text : AST(warn, n)->text;
    while (*end)
        end = &(*end)->next;
    *end = constraint;
}

static void repeated(struct program *p, const struct node *n, const char *what) {
    struct diag *g = diag_add(&p->diags, D_repeated_line, n->span, what);
    diag_fix(&p->diags, g, SPAN_NONE, NULL, "keep one of them");
}

static void question_lines(struct program *p, struct question *q) {
    for (struct node *n = q->body; n; n = n->next) {
        if (n->kind == NODE_check || n->kind == NODE_warn) {
            add_constraint(p, q, n);
        } else if (n->kind == NODE_default) {
            if (q->initial)
                repeated(p, n, "`default`");
            q->initial = AST(default, n)->value;
        } else if (n->kind == NODE_code) {
            q->codes = q->codes ? q->codes : n;
        } else if (n->kind == NODE_property) {
            const char *word = AST(property, n)->word->text;
            const struct node **text = strcmp(word, "help") == 0   ? &q->help
                                       : strcmp(word, "unit") == 0 ? &q->unit
                                                                   : NULL;
            if (text && *text)
                repeated(p, n, strcmp(word, "help") == 0 ? "`help`" : "`unit`");
            else if (text)
                *text = AST(property, n)->value;
        }
    }
    q->required = body_mark(q->body, MARK_REQUIRED);
    q->is_private = body_mark(q->body, MARK_PRIVATE);
    q->shuffle = body_mark(q->body, MARK_SHUFFLE);
    q->optional = body_mark(q->body, MARK_OPTIONAL);
    q->reverse = body_mark(q->body, MARK_REVERSE);
    q->safety = body_mark(q->body, MARK_SAFETY);
}

static struct question *question_new(struct composer *c, struct symbol *s, struct node *n) {
    struct program *p = c->p;
    struct question *q = arena_new(&p->arena, struct question);
    q->symbol = s;
    q->node = n;
    q->body = node_body(n);
    q->inventory = c->inventory;
    q->index = (uint32_t)p->question_count;
    *array_push(p->questions, p->question_count, p->question_capacity) = q;
    question_lines(p, q);
    return q;
}

static bool same_choices(const struct choices *a, const struct choices *b) {
    if (a == b)
        return true;
    if (!a || !b || a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->items[i].code != b->items[i].code)
            return false;
    return true;
}

/* One symbol may be asked at several places, in one form: a condition on it must mean the same
   whichever of them was passed. */
static void join_symbol(struct program *p, struct symbol *s, struct question *q) {
    if (s->kind != SYMBOL_QUESTION)
        return; /* the name was taken by something else, and that was said */
    if (!s->question) {
        s->question = q;
        s->type = q->type;
        return;
    }
    const struct question *first = s->question;
    if (q->type.kind == TYPE_UNKNOWN || first->type.kind == TYPE_UNKNOWN)
        return;
    if (first->form == q->form && same_choices(first->choices, q->choices))
        return;
    struct diag *g = diag_add(&p->diags, D_different_form, q->node->span, s->name->text);
    diag_note(&p->diags, g, first->node->span, "it is asked here first");
    diag_fix(&p->diags, g, SPAN_NONE, NULL,
             "use the same form and the same choices (a `scale` helps), or another name");
}

static void question_form(struct composer *c, struct question *q, const struct node *n) {
    if (!n || n->kind != NODE_form)
        return;
    const struct node_form *form = AST(form, n);
    q->form = (enum form_word)form->form;
    q->from_list = form->from_list;
    q->type.kind = form->from_list ? TYPE_UNKNOWN : form_type(q->form);
    q->from = form->from;
    q->to = form->to;
    if (form->unit && q->unit)
        repeated(c->p, form->unit, "`unit`");
    q->unit = form->unit ? form->unit : q->unit;
    q->least = form->least;
    q->most = form->most;
    if (form->step)
        number_of_code(form->step, &q->step);
    question_choices(c, q, form, q->body);
}

/* A question of a record has its place on each card; asked in two arms, it is the same field. */
static void add_field(struct composer *c, struct symbol *s) {
    struct record *record = c->record;
    if (!record || s->owner != record->symbol ||
        (s->place < record->field_count && record->fields[s->place] == s))
        return;
    s->place = record->field_count;
    record->fields[record->field_count++] = s;
}

static void compose_ask(struct composer *c, struct node_ask *ask) {
    struct question *q = question_new(c, ask->symbol, &ask->node);
    ask->question = q;
    q->prompt = ask->prompt;
    question_form(c, q, ask->form);
    join_symbol(c->p, ask->symbol, q);
    add_field(c, ask->symbol);
}

/* ---- inventories ---- */
static void compose_item(struct composer *c, struct node_item *item) {
    struct question *q = question_new(c, item->symbol, &item->node);
    item->question = q;
    q->prompt = item->wording;
    q->form = FORM_CHOOSE;
    q->item = true;
    q->item_index = c->inventory->item_count;
    const struct node *answers = body_find(item->body, NODE_answers);
    q->choices = answers ? find_scale(c, AST(answers, answers)->scale, answers->span)
                         : c->inventory->answers;
    q->type =
        (struct type){q->choices ? TYPE_CHOICE : TYPE_UNKNOWN, TYPE_UNKNOWN, q->choices, NULL};
    if (!answers && !q->choices && !body_find(c->inventory->symbol->body, NODE_answers)) {
        struct diag *g = diag_add(&c->p->diags, D_no_choices, item->node.span, "this item");
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "add `answers SCALE` to the inventory, or behind the item");
    }
    if (q->reverse && q->choices && !q->choices->valued)
        diag_add(&c->p->diags, D_no_values, item->node.span, choices_words(c->p, q->choices));
    join_symbol(c->p, item->symbol, q);
    c->inventory->items[c->inventory->item_count++] = q;
}

static struct choices *band_choices(struct program *p, struct score *score) {
    struct choices *c = arena_new(&p->arena, struct choices);
    c->items = arena_array(&p->arena, struct choice, score->band_count);
    for (uint32_t i = 0; i < score->band_count; i++) {
        struct band *band = (struct band *)&score->bands[i];
        struct choice *o = &c->items[c->count];
        *o = (struct choice){.choices = c,
                             .index = c->count,
                             .code = band->name,
                             .label = band->label,
                             .span = band->span};
        if (choice_is_taken(p, c, c->count, o))
            continue;
        band->option = o;
        c->count++;
    }
    return c;
}

static void score_bands(struct program *p, struct score *score, struct node *body) {
    size_t count = 0;
    for (struct node *n = body; n; n = n->next)
        count += n->kind == NODE_band;
    if (!count)
        return;
    struct band *bands = arena_array(&p->arena, struct band, count);
    for (struct node *n = body; n; n = n->next) {
        if (n->kind != NODE_band)
            continue;
        struct node_band *band = AST(band, n);
        bands[score->band_count++] =
            (struct band){band->from, band->to, band->name, band->label, NULL, n->span};
    }
    score->bands = bands;
    score->band_choices = band_choices(p, score);
}

static void compose_score(struct composer *c, struct node_score *n) {
    struct score *score = arena_new(&c->p->arena, struct score);
    struct symbol *s = n->symbol;
    score->symbol = s;
    score->inventory = c->inventory;
    score->title = n->title;
    score->value = n->value;
    score->rule = SCORE_EXPRESSION;
    if (n->value && n->value->kind == NODE_of) {
        const char *what = AST(of, n->value)->what->text;
        score->rule = strcmp(what, "sum") == 0    ? SCORE_SUM
                      : strcmp(what, "mean") == 0 ? SCORE_MEAN
                                                  : SCORE_EXPRESSION;
    }
    for (struct node *line = n->body; line; line = line->next) {
        if (line->kind == NODE_missing) {
            if (score->missing_up_to)
                repeated(c->p, line, "`missing`");
            score->missing_up_to = AST(missing, line)->up_to;
            score->prorated = AST(missing, line)->prorated;
        } else if (line->kind == NODE_code) {
            score->codes = score->codes ? score->codes : line;
        }
    }
    score_bands(c->p, score, n->body);
    s->score = score;
    s->type.kind = TYPE_NUMBER;
    c->inventory->scores[c->inventory->score_count++] = score;
}

/* ---- records ---- */
static void compose_label(struct composer *c, struct node_label *n) {
    if (c->record->label) {
        repeated(c->p, &n->node, "`label`");
        return;
    }
    struct question *q = question_new(c, n->symbol, &n->node);
    n->question = c->record->label = q;
    q->prompt = n->prompt;
    q->form = FORM_TEXT;
    q->type.kind = TYPE_TEXT;
    q->required = true;
    join_symbol(c->p, n->symbol, q);
}

static void compose_field(struct composer *c, struct node_record_field *n) {
    struct question *q = question_new(c, n->symbol, &n->node);
    n->question = q;
    question_form(c, q, n->form);
    n->symbol->question = q;
    n->symbol->type = q->type;
    add_field(c, n->symbol);
}

static bool count_fields(void *payload, struct node *n) {
    size_t *count = payload;
    *count += n->kind == NODE_ask || n->kind == NODE_record_field || n->kind == NODE_label;
    return true;
}

static void compose_list(struct composer *c, struct node *first);

static void compose_record(struct composer *c, struct node_record *n) {
    struct record *record = arena_new(&c->p->arena, struct record);
    size_t count = 0;
    record->symbol = n->symbol;
    record->title = n->title;
    n->symbol->record = record;
    for (struct node *line = n->body; line; line = line->next)
        ast_walk(line, count_fields, &count);
    record->fields = arena_array(&c->p->arena, struct symbol *, count + 1);
    c->record = record;
    for (struct node *line = n->body; line; line = line->next)
        if (line->kind == NODE_label)
            compose_label(c, AST(label, line));
    if (record->label)
        add_field(c, record->label->symbol);
    compose_list(c, n->body);
    c->record = NULL;
    if (record->label)
        return;
    struct diag *g = diag_add(&c->p->diags, D_no_label, n->node.span, n->name->text);
    diag_fix(&c->p->diags, g, SPAN_NONE, NULL, "add `label NAME \"…\"` as the first line below it");
}

static struct record *find_record(struct composer *c, struct name *name, struct span span) {
    struct symbol *s = scope_find(c->scope, name);
    if (s && s->kind == SYMBOL_RECORD) {
        s->used = true;
        return s->record;
    }
    if ((s && s->kind == SYMBOL_LATER) ||
        (!s && (c->module->scope->incomplete || name->mark == NAME_LOST)))
        return NULL;
    if (s) {
        diag_add(&c->p->diags, D_wrong_kind, span, name->text, symbol_kind_words(s), "a record");
        return NULL;
    }
    struct diag *g = diag_add(&c->p->diags, D_unknown_name, span, name->text);
    struct symbol *near = scope_nearest(c->scope, name, NULL, NULL);
    if (near && near->kind == SYMBOL_RECORD)
        diag_fix(&c->p->diags, g, span, near->name->text, "write `%s`", near->name->text);
    else
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "declare it: `record %s`, with a `label` and questions below", name->text);
    return NULL;
}

/* A list is of one kind of cards, whoever names it. */
static void list_of(struct composer *c, struct symbol *list, struct name *record_name,
                    struct node *n) {
    struct record *record = find_record(c, record_name, n->span);
    if (!record || list->kind != SYMBOL_LIST)
        return;
    if (list->record && list->record != record) {
        struct diag *g = diag_add(&c->p->diags, D_other_record, n->span, list->name->text,
                                  list->record->symbol->name->text, record_name->text);
        diag_note(&c->p->diags, g, list->node->span, "it is declared here");
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL, "write `%s`, or use another list",
                 list->record->symbol->name->text);
        return;
    }
    list->record = record;
    list->type = (struct type){TYPE_LIST, TYPE_CARD, NULL, record};
}

static struct symbol *find_list(struct composer *c, struct node *path) {
    struct symbol *s = NULL;
    if (path->kind == NODE_name)
        s = scope_find(c->scope, AST(name, path)->name);
    else if (path->kind == NODE_field && AST(field, path)->of->kind == NODE_name)
        s = scope_find(c->scope, AST(name, AST(field, path)->of)->name);
    if (s && path->kind == NODE_field)
        s = s->scope ? scope_own(s->scope, AST(field, path)->name) : NULL;
    if (s && s->kind == SYMBOL_LIST) {
        s->used = true;
        return s;
    }
    if (s && s->kind == SYMBOL_LATER)
        return NULL;
    struct str words = source_text(&c->p->sources, path->span);
    words = arena_str(&c->p->arena, words);
    if (s) {
        diag_add(&c->p->diags, D_wrong_kind, path->span, s->name->text, symbol_kind_words(s),
                 "a list of cards");
    } else if (!c->module->scope->incomplete) {
        struct diag *g = diag_add(&c->p->diags, D_unknown_name, path->span, words.text);
        diag_fix(&c->p->diags, g, SPAN_NONE, NULL,
                 "declare it at the top level: `keep %.*s of RECORD`", (int)words.len, words.text);
    }
    return NULL;
}

/* The question of a `collect` is who belongs to its list: answered label by label. */
static void compose_collect(struct composer *c, struct node_collect *n) {
    n->symbol = find_list(c, n->list);
    if (!n->symbol)
        return;
    list_of(c, n->symbol, n->record, &n->node);
    if (!n->symbol->record || !n->symbol->record->label)
        return;
    struct question *q = question_new(c, n->symbol, &n->node);
    n->question = q;
    q->prompt = n->prompt ? n->prompt : n->symbol->record->label->prompt;
    q->help = n->symbol->record->label->help;
    q->form = FORM_TEXT;
    q->type = n->symbol->type;
}

static bool compose_collecting(void *payload, struct node *n) {
    struct composer *c = payload;
    if (n->kind == NODE_collect) {
        compose_collect(c, AST(collect, n));
    } else if (n->kind == NODE_add) {
        struct node_add *add = AST(add, n);
        add->symbol = find_list(c, add->list);
        if (add->symbol)
            list_of(c, add->symbol, add->record, n);
    } else if (n->kind == NODE_remove) {
        AST(remove, n)->symbol = find_list(c, AST(remove, n)->list);
    }
    return true;
}

void compose_lists(struct program *p, struct module *module) {
    struct composer c = {p, module, module->scope, NULL, NULL};
    for (struct node *n = module->lines; n; n = n->next)
        if (n->kind == NODE_keep && AST(keep, n)->record)
            list_of(&c, AST(keep, n)->symbol, AST(keep, n)->record, n);
    for (struct node *n = module->lines; n; n = n->next) {
        struct symbol *s = n->kind == NODE_branch      ? AST(branch, n)->symbol
                           : n->kind == NODE_interview ? AST(interview, n)->symbol
                           : n->kind == NODE_record    ? AST(record, n)->symbol
                           : n->kind == NODE_inventory ? AST(inventory, n)->symbol
                                                       : NULL;
        if (!s)
            continue;
        c.scope = s->scope;
        for (struct node *line = s->body; line; line = line->next)
            ast_walk(line, compose_collecting, &c);
    }
}

/* ---- all lines ---- */
static void compose_options(struct composer *c, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        if (n->kind == NODE_option)
            compose_list(c, AST(option, n)->body);
}

static void compose_line(struct composer *c, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_ask:
        compose_ask(c, AST(ask, n));
        compose_options(c, AST(ask, n)->body);
        break;
    case NODE_item:
        if (c->inventory)
            compose_item(c, AST(item, n));
        break;
    case NODE_score:
        if (c->inventory)
            compose_score(c, AST(score, n));
        break;
    case NODE_if:
        compose_list(c, AST(if, n)->then);
        for (struct node *e = AST(if, n)->otherwise; e; e = e->next)
            compose_list(c, AST(else, e)->body);
        break;
    case NODE_match:
        for (struct node *arm = AST(match, n)->arms; arm; arm = arm->next) {
            if (arm->kind == NODE_case)
                compose_list(c, AST(case, arm)->body);
            else if (arm->kind == NODE_else)
                compose_list(c, AST(else, arm)->body);
        }
        break;
    case NODE_repeat:
        compose_list(c, AST(repeat, n)->body);
        break;
    case NODE_for_each:
        compose_list(c, AST(for_each, n)->body);
        break;
    case NODE_record_field:
        if (c->record)
            compose_field(c, AST(record_field, n));
        break;
    default: /* nothing to put together */
        break;
    }
}

static void compose_list(struct composer *c, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        compose_line(c, n);
}

static const struct node *property_value(struct node *body, const char *word) {
    struct node_property *property = body_property(body, word);
    return property && property->value && property->value->kind == NODE_text ? property->value
                                                                             : NULL;
}

/* Those in blocks too: that they are out of place there was told. */
static bool count_parts(void *payload, struct node *n) {
    size_t *counts = payload;
    counts[0] += n->kind == NODE_item;
    counts[1] += n->kind == NODE_score;
    return true;
}

static void compose_inventory(struct composer *c, struct node_inventory *n) {
    struct program *p = c->p;
    struct inventory *inventory = arena_new(&p->arena, struct inventory);
    size_t counts[2] = {0, 0};
    for (struct node *line = n->body; line; line = line->next) {
        ast_walk(line, count_parts, counts);
        if (line->kind == NODE_code && !inventory->codes)
            inventory->codes = line;
    }
    inventory->symbol = n->symbol;
    inventory->title = n->title;
    inventory->stem = property_value(n->body, "stem");
    inventory->source = property_value(n->body, "source");
    inventory->licence = property_value(n->body, "licence");
    inventory->items = arena_array(&p->arena, struct question *, counts[0] + 1);
    inventory->scores = arena_array(&p->arena, struct score *, counts[1] + 1);
    n->symbol->inventory = inventory;
    *array_push(p->inventories, p->inventory_count, p->inventory_capacity) = inventory;
    const struct node *answers = body_find(n->body, NODE_answers);
    if (answers)
        inventory->answers = find_scale(c, AST(answers, answers)->scale, answers->span);
    c->inventory = inventory;
    compose_list(c, n->body);
    c->inventory = NULL;
}

void compose_module(struct program *p, struct module *module) {
    struct composer c = {p, module, module->scope, NULL, NULL};
    for (struct node *n = module->lines; n; n = n->next) {
        if (n->kind == NODE_record)
            compose_record(&c, AST(record, n));
        else if (n->kind == NODE_inventory)
            compose_inventory(&c, AST(inventory, n));
        else if (n->kind == NODE_branch)
            compose_list(&c, AST(branch, n)->body);
        else if (n->kind == NODE_interview && AST(interview, n)->symbol)
            compose_list(&c, AST(interview, n)->body);
    }
}
