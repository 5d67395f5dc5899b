/* One question, put together from its lines: how it is answered, among which choices, what is
   checked. Asked for by name at several places, an item, the label and the fields of a card. */
#include "program/question.h"

#include <string.h>

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

const struct choices *find_scale(struct composer *c, struct name *name, struct span span) {
    struct symbol *s = scope_find(c->scope, name);
    if (s && s->kind == SYMBOL_SCALE) {
        s->used = true;
        return s->choices;
    }
    if (s && s->rubric) { /* which of its rules a reply meets */
        s->used = true;
        return s->rubric->choices;
    }
    if (!s && (c->module->scope->incomplete || name->mark == NAME_LOST))
        return NULL;
    struct diag *g;
    if (s) {
        if (s->kind == SYMBOL_STRAY)
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

void repeated(struct program *p, const struct node *n, const char *what) {
    struct diag *g = diag_add(&p->diags, D_repeated_line, n->span, what);
    diag_fix(&p->diags, g, SPAN_NONE, NULL, "keep one of them");
}

/* "choose_focus.focus" */
static struct str path_words(struct arena *a, const struct node *n) {
    if (n->kind == NODE_name)
        return name_str(AST(name, n)->name);
    struct str of = path_words(a, AST(field, n)->of);
    return arena_printf(a, "%.*s.%s", (int)of.len, of.text, AST(field, n)->name->text);
}

static void question_lines(struct program *p, struct question *q) {
    for (struct node *n = q->body; n; n = n->next) {
        if (n->kind == NODE_check || n->kind == NODE_warn) {
            add_constraint(p, q, n);
        } else if (n->kind == NODE_default) {
            if (q->initial)
                repeated(p, n, "`default`");
            q->initial = AST(default, n)->value;
        } else if (n->kind == NODE_was) {
            if (q->was.len)
                repeated(p, n, "`was`");
            q->was = path_words(&p->arena, AST(was, n)->path);
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
    if (q->safety && q->optional)
        diag_fix(&p->diags, diag_add(&p->diags, D_safety_optional, q->node->span), SPAN_NONE, NULL,
                 "take `optional` out");
}

struct question *question_new(struct composer *c, struct symbol *s, struct node *n) {
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

void compose_ask(struct composer *c, struct node_ask *ask) {
    struct question *q = question_new(c, ask->symbol, &ask->node);
    ask->question = q;
    q->prompt = ask->prompt;
    question_form(c, q, ask->form);
    join_symbol(c->p, ask->symbol, q);
    add_field(c, ask->symbol);
}

void compose_item(struct composer *c, struct node_item *item) {
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

void compose_label(struct composer *c, struct node_label *n) {
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
    add_field(c, n->symbol);
}

void compose_field(struct composer *c, struct node_record_field *n) {
    struct question *q = question_new(c, n->symbol, &n->node);
    n->question = q;
    question_form(c, q, n->form);
    n->symbol->question = q;
    n->symbol->type = q->type;
    add_field(c, n->symbol);
}
