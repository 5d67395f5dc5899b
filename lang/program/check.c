/* All checks in their order. A step that could only echo the mistakes of an earlier one is left
 * out. */
#include "program/check.h"

#include "program/hidden.h"
#include "program/safeguards.h"

/* A mistake that was read as what it must have meant, so that no line is lost by it. */
static bool is_mended(const struct program *p, const struct diag *d) {
    static const enum diag_code mended[] = {
        D_text_not_closed, D_unknown_escape,  D_number_too_large, D_no_such_date,
        D_equals_for_is,   D_is_for_equals,   D_trailing_and,     D_hole_not_closed,
        D_unknown_level,   D_hidden_character};
    for (size_t i = 0; i < COUNT_OF(mended); i++)
        if (mended[i] == d->code) /* a long text takes the lines behind it with it */
            return !str_is(source_text(&p->sources, d->span), "\"\"\"");
    return false;
}

static bool find_broken(void *payload, struct node *n) {
    bool *lost = payload;
    *lost |= n->kind == NODE_broken;
    return !*lost;
}

/* Is there a line that could not be read? It may have been the one that asks. */
static bool lines_are_lost(const struct program *p) {
    bool lost = false;
    for (size_t i = 0; i < p->diags.count; i++)
        lost |= diag_table[p->diags.items[i].code].severity == SEVERITY_ERROR &&
                !is_mended(p, &p->diags.items[i]);
    for (size_t i = 0; i < p->module_count && p->diags.errors; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            ast_walk(n, find_broken, &lost);
    return lost;
}

/* Titles, sources, names of bands and the like stand as they are written. */
static bool find_hole(void *payload, struct node *n) {
    struct program *p = payload;
    if (n->kind == NODE_hole && !AST(hole, n)->filled)
        diag_add(&p->diags, D_fixed_text, n->span);
    return true;
}

static void check_fixed_texts(struct program *p) {
    for (size_t i = 0; i < p->module_count; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            ast_walk(n, find_hole, p);
}

void program_check(struct program *p) {
    bool lost = lines_are_lost(p);
    check_places(p);
    check_declarations(p);
    check_expressions(p);
    close_matchers(p);
    check_safeguards(p);
    if (!lost && !p->unfinished)
        check_flow(p);
    check_conditions(p, lost);
    if (p->diags.errors == 0 && !p->unfinished)
        check_fixed_texts(p);
    if (p->diags.errors == 0)
        check_hidden(p);
    diags_sort(&p->diags);
}
