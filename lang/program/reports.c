/* The lines that only a report has: `heading`, `table`, `list`, `chart`, `circle`; and `show`,
   which puts a report before whoever sits there. */
#include "program/resolve.h"

#include <string.h>

static bool is_unknown(struct type t) {
    return t.kind == TYPE_UNKNOWN;
}

/* A list of cards; NULL after a message. */
static const struct record *resolve_cards(struct resolver *r, struct node *n, const char *needed) {
    struct type t = resolve_expression(r, n);
    if (t.kind == TYPE_LIST && t.element == TYPE_CARD && t.record)
        return t.record;
    if (!is_unknown(t))
        report_wrong_type(r->p, n->span, needed, t);
    return NULL;
}

static void resolve_table(struct resolver *r, struct node_table *n) {
    const struct record *record =
        resolve_cards(r, n->rows, "a list of cards behind `table`, one for each row,");
    for (struct node *column = n->columns; column && record; column = column->next)
        AST(name, column)->field =
            resolve_card_field(r, record, AST(name, column)->name, column->span);
}

static void resolve_circle(struct resolver *r, struct node_circle *n) {
    const struct record *record = resolve_cards(r, n->list, "a list of cards behind `circle`");
    struct symbol *field = NULL;
    if (!record)
        return;
    if (n->by->kind != NODE_name) {
        report_wrong_type(r->p, n->by->span, "the name of a field behind `by`",
                          resolve_expression(r, n->by));
        return;
    }
    field = resolve_card_field(r, record, AST(name, n->by)->name, n->by->span);
    if (field && !type_is_number(field->type) && !is_unknown(field->type))
        report_wrong_type(r->p, n->by->span, "a field with numbers behind `by`", field->type);
    AST(name, n->by)->field = field;
}

/* The values of a series; one number is a chart of one bar. */
static void resolve_chart(struct resolver *r, struct node_chart *n) {
    struct type t = resolve_expression(r, n->series);
    struct type element = type_of_element(t);
    if (type_is_number(t) || type_is_number(element) || is_unknown(t) ||
        (t.kind == TYPE_LIST && is_unknown(element)))
        return;
    report_wrong_type(r->p, n->series->span, "a number, or several, behind `chart`", t);
}

static void resolve_listed(struct resolver *r, struct node_list *n) {
    n->alerts = n->what->kind == NODE_name && strcmp(AST(name, n->what)->name->text, "alerts") == 0;
    if (n->alerts)
        return;
    struct type t = resolve_expression(r, n->what);
    if (is_unknown(t) || type_of_element(t).kind != t.kind || t.kind == TYPE_LIST)
        return;
    struct diag *g = diag_add(&r->p->diags, D_wrong_type, n->what->span,
                              "a list behind `list`, or the word `alerts`,", type_words(r->p, t));
    diag_fix(&r->p->diags, g, SPAN_NONE, NULL, "put one value into a sentence: `say \"… {%.*s}\"`",
             (int)source_text(&r->p->sources, n->what->span).len,
             source_text(&r->p->sources, n->what->span).text);
}

static bool accept_report(void *payload, const struct symbol *s) {
    (void)payload;
    return s->kind == SYMBOL_REPORT;
}

static void resolve_show(struct resolver *r, struct node_show *n) {
    struct symbol *s = scope_find(r->scope, n->report);
    struct diag *g;
    uint32_t end = n->node.span.hi;
    struct span name = {end - n->report->len, end};
    if (s && s->kind == SYMBOL_REPORT) {
        n->symbol = s;
        s->used = true;
        return;
    }
    if (n->report->mark == NAME_LOST)
        return;
    if (s)
        g = diag_add(&r->p->diags, D_wrong_kind, name, s->name->text, symbol_kind_words(s),
                     "a report");
    else
        g = diag_add(&r->p->diags, D_unknown_name, name, n->report->text);
    struct symbol *near = scope_nearest(r->scope, n->report, accept_report, NULL);
    if (near)
        diag_fix(&r->p->diags, g, name, near->name->text, "write `%s`", near->name->text);
}

void resolve_report_line(struct resolver *r, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_heading:
        resolve_text(r, AST(heading, n)->text);
        break;
    case NODE_table:
        resolve_table(r, AST(table, n));
        break;
    case NODE_list:
        resolve_listed(r, AST(list, n));
        break;
    case NODE_chart:
        resolve_chart(r, AST(chart, n));
        break;
    case NODE_circle:
        resolve_circle(r, AST(circle, n));
        break;
    case NODE_show:
        resolve_show(r, AST(show, n));
        break;
    default:
        break;
    }
}
