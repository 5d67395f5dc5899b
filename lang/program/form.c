#include "program/form.h"

#include <stdlib.h>

static void walk(struct form *form, const struct node *first, const struct gate *gate);

static const struct gate *inside(struct form *form, struct gate gate) {
    struct gate *kept = arena_new(form->arena, struct gate);
    *kept = gate;
    return kept;
}

static struct form_line *add(struct form *form, enum form_kind kind, const struct node *n,
                             const struct gate *gate) {
    struct form_line *line = array_push(form->lines, form->count, form->capacity);
    *line = (struct form_line){.kind = kind, .node = n};
    *array_push(line->gates, line->gate_count, line->gate_capacity) = gate;
    return line;
}

static struct form_line *line_of(const struct form *form, const struct symbol *symbol) {
    for (size_t i = 0; i < form->count; i++) {
        struct form_line *line = &form->lines[i];
        if ((line->kind == FORM_ASKED && line->question->symbol == symbol) ||
            (line->kind == FORM_SCORED && line->score->symbol == symbol))
            return line;
    }
    return NULL;
}

const struct form_line *form_line_of(const struct form *form, const struct symbol *symbol) {
    return line_of(form, symbol);
}

/* A question that is asked at several places is one line, with a gate for each. */
static void asked(struct form *form, const struct node *n, const struct question *q,
                  const struct gate *gate) {
    struct form_line *line = line_of(form, q->symbol);
    if (line)
        *array_push(line->gates, line->gate_count, line->gate_capacity) = gate;
    else
        add(form, FORM_ASKED, n, gate)->question = q;
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++) {
        const struct choice *choice = &q->choices->items[i];
        if (choice->body)
            walk(form, choice->body,
                 inside(form,
                        (struct gate){
                            .kind = GATE_CHOSEN, .question = q, .choice = choice, .outer = gate}));
    }
}

static void walk_if(struct form *form, const struct node_if *n, const struct gate *outer) {
    struct gate gate = {.kind = GATE_MET, .condition = n->condition, .outer = outer};
    walk(form, n->then, inside(form, gate));
    for (const struct node *e = n->otherwise; e; e = e->next) {
        gate.kind = GATE_NOT_MET;
        outer = inside(form, gate);
        gate =
            (struct gate){.kind = GATE_MET, .condition = AST(else, e)->condition, .outer = outer};
        walk(form, AST(else, e)->body, gate.condition ? inside(form, gate) : outer);
    }
}

/* The first arm that names the value: where one has a range, or no value at all, those before it
   may name it too. */
static void walk_match(struct form *form, const struct node_match *n, const struct gate *around) {
    const struct gate *none = around;
    bool overlap = false;
    for (const struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_else) {
            walk(form, AST(else, arm)->body, none);
        } else if (arm->kind == NODE_case) {
            const struct node_case *c = AST(case, arm);
            for (const struct node *code = c->codes; code; code = code->next)
                overlap |= code->kind == NODE_range || code->kind == NODE_absent;
            struct gate gate = {GATE_CASE, n->subject, c, NULL, NULL, overlap ? none : around};
            walk(form, c->body, inside(form, gate));
            gate.kind = GATE_NO_CASE;
            gate.outer = none;
            none = inside(form, gate);
        }
    }
}

static void walk(struct form *form, const struct node *first, const struct gate *gate) {
    for (const struct node *n = first; n; n = n->next) {
        switch ((enum node_kind)n->kind) {
        case NODE_item:
            if (AST(item, n)->question)
                asked(form, n, AST(item, n)->question, gate);
            break;
        case NODE_ask:
            if (AST(ask, n)->question)
                asked(form, n, AST(ask, n)->question, gate);
            break;
        case NODE_score:
            add(form, FORM_SCORED, n, gate)->score = AST(score, n)->symbol->score;
            break;
        case NODE_section:
            add(form, FORM_SAID, n, gate)->text = AST(section, n)->text;
            break;
        case NODE_say:
            add(form, AST(say, n)->text ? FORM_SAID : FORM_LEFT, n, gate)->text = AST(say, n)->text;
            break;
        case NODE_if:
            walk_if(form, AST(if, n), gate);
            break;
        case NODE_match:
            walk_match(form, AST(match, n), gate);
            break;
        case NODE_repeat:
        case NODE_for_each:
        case NODE_collect:
        case NODE_do:
        case NODE_alert:
        case NODE_show:
            add(form, FORM_LEFT, n, gate);
            break;
        default: /* for the clinician, or nothing that is put: notes, definitions, variables */
            break;
        }
    }
}

void form_init(struct form *form, const struct inventory *inventory, struct arena *a) {
    *form = (struct form){.inventory = inventory, .arena = a};
    if (inventory->stem)
        add(form, FORM_SAID, inventory->stem, NULL)->text = inventory->stem;
    walk(form, AST(inventory, inventory->symbol->node)->body, NULL);
}

void form_release(struct form *form) {
    for (size_t i = 0; i < form->count; i++)
        free(form->lines[i].gates);
    free(form->lines);
}
