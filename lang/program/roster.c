/* The lines that work on lists of cards: `collect`, `add`, `remove`, `for each`, and `set` on a
   field. */
#include "program/resolve.h"

#include <string.h>

void resolve_each(struct resolver *r, struct node_for_each *n) {
    struct scope *outer = r->scope;
    resolve_symbol(r->p, n->symbol);
    r->scope = n->scope;
    resolve_list(r, n->body);
    r->scope = outer;
}

static void repeated(struct resolver *r, const struct node *n, const char *what) {
    struct diag *g = diag_add(&r->p->diags, D_repeated_line, n->span, what);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "keep one of them");
}

void resolve_collect(struct resolver *r, struct node_collect *n) {
    const struct node *seen[3] = {NULL, NULL, NULL};
    static const char *const words[] = {"`another`", "`at least`", "`at most`"};
    resolve_text(r, n->prompt);
    for (struct node *line = n->body; line; line = line->next) {
        int which = line->kind == NODE_another    ? 0
                    : line->kind == NODE_at_least ? 1
                    : line->kind == NODE_at_most  ? 2
                                                  : -1;
        if (line->kind == NODE_another)
            resolve_text(r, AST(another, line)->text);
        else if (line->kind == NODE_at_least)
            resolve_needed(r, AST(at_least, line)->count, TYPE_NUMBER, "after `at least`");
        else if (line->kind == NODE_at_most)
            resolve_needed(r, AST(at_most, line)->count, TYPE_NUMBER, "after `at most`");
        if (which >= 0 && seen[which])
            repeated(r, line, words[which]);
        if (which >= 0)
            seen[which] = line;
    }
    const struct node *least = seen[1] ? AST(at_least, seen[1])->count : NULL;
    const struct node *most = seen[2] ? AST(at_most, seen[2])->count : NULL;
    if (least && most && least->kind == NODE_number && most->kind == NODE_number &&
        AST(number, least)->value > AST(number, most)->value) {
        struct diag *g = diag_add(&r->p->diags, D_least_above_most, seen[2]->span,
                                  AST(number, least)->value, AST(number, most)->value);
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "exchange the two numbers");
    }
}

/* A value for a field, as `set p.field = …` and the block below `add` give it. */
void resolve_field_set(struct resolver *r, struct symbol *field, struct node *value) {
    if (field->kind == SYMBOL_DEFINE) {
        struct diag *g = diag_add(&r->p->diags, D_cannot_set, value->span, field->name->text,
                                  symbol_kind_words(field));
        diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "it follows from the other fields by itself");
        resolve_expression(r, value);
        return;
    }
    struct type t = resolve_expected(r, value, field->type, field->name->text);
    if (field->type.kind == TYPE_SET && t.kind == TYPE_CHOICE)
        return;
    if (!type_fits(field->type, t))
        report_wrong_type(r->p, value->span,
                          arena_printf(&r->p->arena, "%s, for `%s`,", type_words(r->p, field->type),
                                       field->name->text)
                              .text,
                          t);
}

void resolve_add(struct resolver *r, struct node_add *n) {
    const struct record *record = n->symbol ? n->symbol->record : NULL;
    bool label = false;
    for (struct node *line = n->body; line; line = line->next) {
        if (line->kind != NODE_assign)
            continue;
        struct node_assign *assign = AST(assign, line);
        struct span name = {line->span.lo, line->span.lo + assign->name->len};
        assign->field = record ? resolve_card_field(r, record, assign->name, name) : NULL;
        if (assign->values && assign->values->next)
            report_wrong_type(r->p, assign->values->next->span, "one value", TYPE_OF(TYPE_LIST));
        if (assign->field)
            resolve_field_set(r, assign->field, assign->values);
        else if (assign->values)
            resolve_expression(r, assign->values);
        label |= record && record->label && assign->field == record->label->symbol;
    }
    if (label || !record || !record->label)
        return;
    const char *name = record->label->symbol->name->text;
    struct diag *g = diag_add(&r->p->diags, D_card_without_label, n->node.span,
                              record->symbol->name->text, name);
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "add a line below it: `%s = …`", name);
}

void resolve_remove(struct resolver *r, struct node_remove *n) {
    struct type t = resolve_expression(r, n->card);
    if (!n->symbol || t.kind == TYPE_UNKNOWN)
        return;
    if (t.kind != TYPE_CARD || t.record != n->symbol->record)
        report_wrong_type(r->p, n->card->span,
                          arena_printf(&r->p->arena, "a card of `%s`", n->symbol->name->text).text,
                          t);
}
