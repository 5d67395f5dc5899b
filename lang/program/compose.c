/* Inventories, scores, records and lists, put together from all their lines. What may stand where
   is settled (place.c); what an expression means comes later (resolve.c). */
#include "program/compose.h"
#include "program/question.h"

#include <math.h>
#include <string.h>

/* ---- inventories ---- */
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

void compose_bands(struct program *p, struct score *score, struct node *body) {
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
    compose_bands(c->p, score, n->body);
    s->score = score;
    s->type.kind = TYPE_NUMBER;
    c->inventory->scores[c->inventory->score_count++] = score;
}

/* ---- records ---- */
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
    ast_walk_lines(n->body, count_fields, &count);
    record->fields = arena_array(&c->p->arena, struct symbol *, count + 1);
    c->record = record;
    for (struct node *line = n->body; line; line = line->next)
        if (line->kind == NODE_label)
            compose_label(c, AST(label, line));
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
    if ((s && s->kind == SYMBOL_STRAY) ||
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

struct symbol *path_symbol(const struct scope *scope, const struct node *path) {
    if (path->kind == NODE_name)
        return scope_find(scope, AST(name, path)->name);
    if (path->kind != NODE_field)
        return NULL;
    const struct symbol *of = path_symbol(scope, AST(field, path)->of);
    return of && of->scope ? scope_own(of->scope, AST(field, path)->name) : NULL;
}

static struct symbol *find_list(struct composer *c, struct node *path) {
    struct symbol *s = path_symbol(c->scope, path);
    if (s && s->kind == SYMBOL_LIST && !s->rubric) {
        s->used = true;
        return s;
    }
    if (s && s->kind == SYMBOL_STRAY)
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
        struct symbol *s = declaration_symbol(n);
        if (!s)
            continue;
        c.scope = s->scope;
        ast_walk_lines(s->body, compose_collecting, &c);
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
    case NODE_for_each:
    case NODE_each_session:
    case NODE_phase:
    case NODE_deal:
    case NODE_card:
        compose_list(c, node_body(n));
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
    ast_walk_lines(n->body, count_parts, counts);
    for (struct node *line = n->body; line; line = line->next) {
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
        else if (declaration_symbol(n))
            compose_list(&c, declaration_symbol(n)->body);
    }
}
