/* What a line uses: can it have been asked by then, and has it surely a value? */
#include "program/walk.h"

/* Calls looked back over: who nests deeper is believed. */
enum { MOST_LEVELS = 64 };

/* Was it asked by a question of `declaration` before its line at `place`? */
static bool asked_above(const struct symbol *s, const struct symbol *declaration, uint32_t place) {
    return s->owner == declaration && s->node->span.lo < place;
}

/* Looked for above the one place that the declaration is called from; and so on, up to the
   interview. What runs more than once may follow its own end, and a branch that nobody calls may be
   for others to use: they know what was asked before. */
static bool asked_by_callers(struct walk *w, const struct symbol *s) {
    const struct symbol *at = w->declaration;
    const struct call_list *list = &w->g->lists[at->index];
    for (int level = 0; level < MOST_LEVELS && list->from_count == 1; level++) {
        uint32_t place = list->from[0].at->span.lo;
        at = list->from[0].from;
        list = &w->g->lists[at->index];
        if (list->runs != 1 || asked_above(s, at, place))
            return true;
    }
    return at->kind != SYMBOL_INTERVIEW && at->kind != SYMBOL_COURSE && s->owner != w->declaration;
}

/* The same for the calls above these places: they take longer to follow. */
static bool asked_by_calls(struct walk *w, const struct symbol *s) {
    const struct symbol *at = w->declaration;
    const struct call_list *list = &w->g->lists[at->index];
    uint32_t place = w->called;
    for (int level = 0; level <= MOST_LEVELS; level++) {
        if (calls_reach_before(w->g, at, place, s->owner))
            return true;
        if (list->from_count != 1)
            return false;
        place = list->from[0].at->span.lo;
        at = list->from[0].from;
        list = &w->g->lists[at->index];
    }
    return false;
}

/* A safeguard may have come before any line. */
static bool asked_by_safeguards(const struct walk *w, const struct symbol *s) {
    return s->owner && w->g->lists[s->owner->index].reached & BY_SAFEGUARD;
}

static bool may_be_asked(struct walk *w, const struct symbol *s) {
    return s->kind != SYMBOL_QUESTION || w->at.may[s->slot] ||
           w->g->lists[w->declaration->index].runs != 1 || asked_by_callers(w, s) ||
           asked_by_safeguards(w, s) || asked_by_calls(w, s);
}

static const struct symbol *asked_part(const struct node *n) {
    const struct symbol *s = expression_symbol(n);
    if (s && s->kind == SYMBOL_SCORE) /* a score stands and falls with its inventory's items */
        return s->score->item_count ? s->score->items[0]->symbol : NULL;
    return s;
}

static bool check_name(void *payload, struct node *n) {
    struct walk *w = payload;
    if (n->kind == NODE_state) /* whether a question was asked may always be asked */
        return false;
    if (n->kind != NODE_name && n->kind != NODE_field)
        return true;
    const struct symbol *s = asked_part(n);
    if (s && s->kind == SYMBOL_QUESTION && !may_be_asked(w, s)) {
        struct diag *d =
            diag_add(&w->p->diags, D_not_asked_yet, n->span, (int)s->path.len, s->path.text);
        diag_note(&w->p->diags, d, s->node->span, "it is asked here");
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "ask it before, or move this line behind the question");
    }
    return n->kind != NODE_field;
}

void check_uses(struct walk *w, const struct node *n) {
    if (n && !w->at.dead && !w->quiet)
        ast_walk((struct node *)n, check_name, w);
}

void check_text(struct walk *w, const struct node *text, bool spoken) {
    if (!text || text->kind != NODE_text || w->quiet)
        return;
    for (const struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind != NODE_hole)
            continue;
        const struct node_hole *hole = AST(hole, part);
        check_uses(w, hole->value);
        if (!spoken || hole->otherwise || hole->value->kind == NODE_broken ||
            expression_type(hole->value).kind == TYPE_UNKNOWN ||
            surely_has_value(hole->value, &w->at.sure))
            continue;
        struct str written = source_text(&w->p->sources, hole->value->span);
        struct diag *d = diag_add(&w->p->diags, D_hole_may_be_missing, hole->value->span);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "write `{%.*s else \"…\"}`, or put the line below `if %.*s is answered`",
                 (int)written.len, written.text, (int)written.len, written.text);
    }
}
