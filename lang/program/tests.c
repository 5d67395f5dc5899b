/* What the tests and the guarantees of a file say: names as they are seen from what is run. */
#include "program/resolve.h"

/* ---- tests ---- */
struct adding {
    struct program *p;
    struct scope *to;
};

static void add_name(void *payload, struct symbol *s) {
    struct adding *adding = payload;
    struct symbol *earlier;
    scope_add(adding->p, adding->to, s->name, s, &earlier);
}

/* A test sees the names of its own file, and before them those inside what it runs. */
static struct scope *test_scope(struct program *p, struct module *module, struct symbol *entry) {
    if (!entry || !entry->scope)
        return module->scope;
    if (entry->module == module)
        return entry->scope;
    struct scope *scope = scope_new(p, module->scope, NULL);
    scope_each(entry->scope, add_name, &(struct adding){p, scope});
    return scope;
}

static void resolve_expectations(struct resolver *r, struct node *lines) {
    for (struct node *n = lines; n; n = n->next)
        if (n->kind == NODE_expect)
            resolve_condition(r, AST(expect, n)->condition);
}

static void resolve_test_sessions(struct resolver *r, struct node_test *test,
                                  const struct symbol *entry) {
    const struct node_session *before = NULL;
    const struct node *answer = NULL;
    for (struct node *n = test->body; n; n = n->next) {
        if (n->kind == NODE_answer)
            answer = n;
        if (n->kind != NODE_session)
            continue;
        struct node_session *session = AST(session, n);
        if (!entry || entry->kind != SYMBOL_COURSE)
            diag_add(&r->p->diags, D_no_sessions_here, n->span);
        else if (before && session->number <= before->number)
            diag_add(&r->p->diags, D_sessions_in_order, n->span, (int)session->number,
                     (int)before->number);
        check_answers(r->p, r->module, session->body, r->scope);
        resolve_expectations(r, session->body);
        before = session;
    }
    if (before && answer)
        diag_add(&r->p->diags, D_only_sessions, answer->span);
}

void resolve_test(struct program *p, struct module *module, struct node_test *test) {
    struct resolver r = {.p = p, .module = module, .scope = module->scope};
    struct symbol *entry = NULL;
    for (struct node *n = test->body; n; n = n->next) {
        if (n->kind != NODE_run)
            continue;
        entry = AST(run, n)->symbol = resolve_target(&r, AST(run, n)->entry, BY_RUN);
        if (entry && entry->parameter_count) {
            struct diag *g = diag_add(&p->diags, D_entry_parameters, n->span, entry->name->text);
            diag_fix(&p->diags, g, SPAN_NONE, NULL,
                     "run the interview, or a branch that does `do %s(…)`", entry->name->text);
        }
    }
    if (!entry && p->interview && p->interview->module == module)
        entry = p->interview; /* what runs when nothing is said */
    struct scope *scope = test_scope(p, module, entry);
    r.scope = scope;
    r.owner = entry;
    check_answers(p, module, test->body, scope);
    resolve_expectations(&r, test->body);
    resolve_test_sessions(&r, test, entry);
}

/* ---- guarantees ---- */
/* What can be reached: a branch, an inventory, a safeguard. */
static struct symbol *resolve_stop(struct resolver *r, struct name *name, struct span span) {
    struct symbol *s = name ? resolve_name(r, name, span) : NULL;
    if (!s || s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY ||
        s->kind == SYMBOL_SAFEGUARD || s->kind == SYMBOL_STRAY)
        return s;
    diag_add(&r->p->diags, D_wrong_kind, span, name->text, symbol_kind_words(s),
             "a branch, an inventory or a safeguard");
    return NULL;
}

void resolve_guarantee(struct program *p, struct module *module, struct node_guarantee *g) {
    struct resolver r = {.p = p, .module = module, .scope = module->scope};
    for (struct node *n = g->body; n; n = n->next) {
        if (n->kind == NODE_at_end)
            resolve_condition(&r, AST(at_end, n)->condition);
        if (n->kind != NODE_whenever)
            continue;
        struct node_whenever *w = AST(whenever, n);
        resolve_condition(&r, w->condition);
        w->then_symbol = resolve_stop(&r, w->then, n->span);
        w->before_symbol = resolve_stop(&r, w->before, n->span);
    }
}
