/* Who has a name: symbols and scopes for all that a file declares, and for what it uses from
   others. Questions, choices, inventories and scores are put together in compose.c as their names
   are met.

   Three rounds over the modules: the top-level names of each; what `use` brings in; then the names
   inside each declaration, which may not equal one that can be seen from there. */
#include "program/compose.h"
#include "program/declare.h"
#include "program/module.h"
#include "program/safeguards.h"
#include "program/types.h"

#include <stdlib.h>

static void report_taken(struct program *p, struct symbol *s, const struct symbol *earlier) {
    struct diag *g = diag_add(&p->diags, D_duplicate_name, s->node->span, s->name->text,
                              symbol_kind_words(earlier));
    diag_note(&p->diags, g, earlier->node->span, "`%s` is first given a meaning here",
              s->name->text);
    diag_fix(&p->diags, g, SPAN_NONE, NULL, "give one of the two another name");
}

/* Enters a name where the declarer stands. An outer name that can be seen from here may not be
   covered: two things of one name in one place are read wrongly sooner or later. */
struct symbol *declare_name(struct declarer *d, enum symbol_kind kind, struct name *name,
                            struct node *node) {
    struct symbol *s = symbol_new(d->p, kind, name, node, d->module, d->owner);
    struct symbol *earlier = scope_find(d->loop ? d->loop : d->scope, name);
    s->loop = d->loop;
    if (earlier) {
        report_taken(d->p, s, earlier);
        return s;
    }
    scope_add(d->p, d->scope, name, s, &earlier);
    return s;
}

/* ---- the top level ---- */
static void declare_top(struct declarer *d, struct node *n);

struct symbol *declare_block(struct declarer *d, enum symbol_kind kind, struct name *name,
                             struct node *n, struct node *body) {
    struct symbol *s = declare_name(d, kind, name, n);
    s->scope = scope_new(d->p, d->module->scope, s);
    s->body = body;
    return s;
}

static struct symbol *enter_define(struct declarer *d, struct node *n) {
    struct node_define *define = AST(define, n);
    struct symbol *s = declare_name(d, SYMBOL_DEFINE, define->name, n);
    define->symbol = s;
    s->body = define->value;
    s->parameters = define->parameters;
    s->parameter_count = (uint32_t)ast_count(define->parameters);
    s->slot = d->p->slot_count++;
    if (!s->parameter_count)
        return s;
    s->scope = scope_new(d->p, d->scope, s);
    struct declarer inner = {d->p, d->module, s->scope, s, NULL};
    for (struct node *n2 = define->parameters; n2; n2 = n2->next) {
        struct symbol *parameter = declare_name(&inner, SYMBOL_PARAMETER, AST(name, n2)->name, n2);
        parameter->slot = d->p->slot_count++;
        AST(name, n2)->symbol = parameter;
    }
    return s;
}

struct symbol *declare_outcome(struct declarer *d, const char *name, struct type type,
                               struct node *n) {
    struct symbol *s = declare_name(d, SYMBOL_LET, name_of(&d->p->names, str_from(name)), n);
    s->outcome = s->used = true;
    s->type = type;
    s->resolved = 2;
    s->slot = d->p->slot_count++;
    return s;
}

static void declare_interview(struct declarer *d, struct node *n) {
    struct name *name = name_of(&d->p->names, STR("interview"));
    struct symbol *s = declare_name(d, SYMBOL_INTERVIEW, name, n);
    s->scope = d->module->scope; /* its names can be seen in the whole file */
    s->body = AST(interview, n)->body;
    s->path = name_str(name);
    AST(interview, n)->symbol = s;
    if (d->module->index == 0 && !d->p->interview)
        d->p->interview = s;
}

static void declare_report(struct declarer *d, struct node_report *n) {
    struct symbol *s = declare_name(d, SYMBOL_REPORT, n->name, &n->node);
    s->scope = scope_new(d->p, d->scope, s);
    s->body = n->body;
    n->symbol = s;
}

struct symbol *declare_list_name(struct declarer *d, struct name *name, struct node *n) {
    struct program *p = d->p;
    struct symbol *s = declare_name(d, SYMBOL_LIST, name, n);
    s->slot = p->slot_count++;
    s->place = (uint32_t)p->list_count;
    *array_push(p->lists, p->list_count, p->list_capacity) = s;
    return s;
}

static void declare_keep(struct declarer *d, struct node_keep *n) {
    if (n->record) {
        n->symbol = declare_list_name(d, n->name, &n->node);
        return;
    }
    n->symbol = declare_name(d, SYMBOL_KEEP, n->name, &n->node);
    n->symbol->body = n->value;
    n->symbol->slot = d->p->slot_count++;
}

static void declare_words(struct declarer *d, struct node_words *n) {
    n->symbol = declare_name(d, SYMBOL_WORDS, n->name, &n->node);
}

static void declare_protocol(struct declarer *d, struct node *n) {
    if (d->module->protocol) {
        struct diag *g = diag_add(&d->p->diags, D_repeated_line, n->span, "`protocol` line");
        diag_note(&d->p->diags, g, d->module->protocol->node.span, "the first one is here");
        diag_fix(&d->p->diags, g, SPAN_NONE, NULL, "keep one of them");
        return;
    }
    d->module->protocol = AST(protocol, n);
    if (d->module->index == 0)
        read_protocol_feedback(d->p, d->module->protocol);
}

static void declare_practice(struct declarer *d, struct node *n) {
    if (n->kind == NODE_persona)
        declare_persona(d, AST(persona, n));
    else if (n->kind == NODE_rubric)
        declare_rubric(d, AST(rubric, n));
    else
        declare_drill(d, AST(drill, n));
}

static void declare_top(struct declarer *d, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_protocol:
        declare_protocol(d, n);
        break;
    case NODE_scale:
        AST(scale, n)->symbol = declare_name(d, SYMBOL_SCALE, AST(scale, n)->name, n);
        AST(scale, n)->symbol->choices = compose_scale(d->p, AST(scale, n));
        break;
    case NODE_inventory:
        AST(inventory, n)->symbol =
            declare_block(d, SYMBOL_INVENTORY, AST(inventory, n)->name, n, AST(inventory, n)->body);
        break;
    case NODE_branch:
        AST(branch, n)->symbol =
            declare_block(d, SYMBOL_BRANCH, AST(branch, n)->name, n, AST(branch, n)->body);
        break;
    case NODE_interview:
        declare_interview(d, n);
        break;
    case NODE_define:
        enter_define(d, n);
        break;
    case NODE_record:
        AST(record, n)->symbol =
            declare_block(d, SYMBOL_RECORD, AST(record, n)->name, n, AST(record, n)->body);
        break;
    case NODE_keep:
        declare_keep(d, AST(keep, n));
        break;
    case NODE_setting:
        AST(setting, n)->symbol = declare_name(d, SYMBOL_SETTING, AST(setting, n)->name, n);
        AST(setting, n)->symbol->type = TYPE_OF(TYPE_TEXT);
        break;
    case NODE_words:
        declare_words(d, AST(words, n));
        break;
    case NODE_safeguard:
        AST(safeguard, n)->symbol =
            declare_block(d, SYMBOL_SAFEGUARD, AST(safeguard, n)->name, n, AST(safeguard, n)->body);
        break;
    case NODE_persona:
    case NODE_rubric:
    case NODE_drill:
        declare_practice(d, n);
        break;
    case NODE_course:
        AST(course, n)->symbol =
            declare_block(d, SYMBOL_COURSE, AST(course, n)->name, n, AST(course, n)->body);
        break;
    case NODE_report:
        declare_report(d, AST(report, n));
        break;
    default: /* the other lines give no name, or place.c has refused them */
        break;
    }
}

/* ---- what `use` brings ---- */
struct import {
    struct declarer *d;
    struct node_use *use;
};

static void import_symbol(void *payload, struct symbol *s) {
    struct import *import = payload;
    struct program *p = import->d->p;
    struct symbol *earlier;
    if (s->owner || s->kind == SYMBOL_INTERVIEW || s->kind == SYMBOL_MODULE)
        return;
    earlier = scope_own(import->d->module->scope, s->name);
    if (!earlier) {
        if (scope_add(p, import->d->module->scope->outer, s->name, s, &earlier) || earlier == s)
            return;
    }
    const char *from =
        earlier->module == import->d->module ? "this file" : earlier->module->source->path;
    struct diag *g = diag_add(&p->diags, D_module_clash, import->use->node.span, s->name->text,
                              s->module->source->path, from);
    diag_note(&p->diags, g, earlier->node->span, "`%s` is %s here", s->name->text,
              symbol_kind_words(earlier));
    diag_fix(
        &p->diags, g, SPAN_NONE, NULL,
        "put one of the modules behind a name of its own: `use … as NAME`, then write `NAME.%s`",
        s->name->text);
}

static void import_module(struct declarer *d, struct node_use *use) {
    if (!use->loaded) {
        d->module->scope->incomplete = true; /* its names are not known: say nothing of them */
        return;
    }
    if (!use->alias) {
        scope_each(use->loaded->scope, import_symbol, &(struct import){d, use});
        return;
    }
    struct symbol *s = declare_name(d, SYMBOL_MODULE, use->alias, &use->node);
    s->scope = use->loaded->scope;
}

/* ---- inside a declaration ---- */
static void declare_list(struct declarer *d, struct node *first);

static void declare_options(struct declarer *d, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        if (n->kind == NODE_option)
            declare_list(d, AST(option, n)->body);
}

/* A question's name may come again in the same declaration: another asking of the same. */
static struct symbol *enter_question(struct declarer *d, struct name *name, struct node *n) {
    struct symbol *known = scope_own(d->scope, name);
    if (known && known->kind == SYMBOL_QUESTION && known->owner == d->owner)
        return known;
    struct symbol *s = declare_name(d, SYMBOL_QUESTION, name, n);
    s->slot = d->p->slot_count++;
    return s;
}

static void declare_let(struct declarer *d, struct node_let *let) {
    struct symbol *known = scope_own(d->scope, let->name);
    if (known && known->kind == SYMBOL_LET && known->owner == d->owner) {
        let->symbol = known;
        return;
    }
    let->symbol = declare_name(d, SYMBOL_LET, let->name, &let->node);
    let->symbol->slot = d->p->slot_count++;
}

/* What a record asks, or declares with `field`, has its place on the card; the label comes first.
 */
static struct symbol *enter_field(struct declarer *d, enum symbol_kind kind, struct name *name,
                                  struct node *n) {
    struct symbol *s = declare_name(d, kind, name, n);
    s->slot = d->p->slot_count++;
    return s;
}

/* An item or a score; outside of an inventory, which was told, it is nothing. */
static struct symbol *enter_part(struct declarer *d, enum symbol_kind kind, struct name *name,
                                 struct node *n) {
    bool inside = d->owner && d->owner->kind == SYMBOL_INVENTORY;
    struct symbol *s = declare_name(d, inside ? kind : SYMBOL_STRAY, name, n);
    s->slot = d->p->slot_count++;
    return s;
}

/* The element's name can be seen in the loop alone, so that the next loop may use it again. */
static void declare_each(struct declarer *d, struct node_for_each *n) {
    struct declarer element = *d, body = *d;
    element.scope = scope_new(d->p, d->loop ? d->loop : d->scope, d->owner);
    element.loop = NULL;
    n->symbol = enter_field(&element, SYMBOL_PARAMETER, n->name, &n->node);
    n->scope = body.loop = element.scope;
    declare_list(&body, n->body);
}

/* A list that is not kept is declared by the line that collects it. */
static void declare_collect(struct declarer *d, struct node_collect *n) {
    if (n->list->kind == NODE_name && !scope_find(d->scope, AST(name, n->list)->name))
        declare_list_name(d, AST(name, n->list)->name, &n->node);
}

static void declare_line(struct declarer *d, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_label:
        AST(label, n)->symbol = enter_field(d, SYMBOL_QUESTION, AST(label, n)->name, n);
        break;
    case NODE_record_field:
        AST(record_field, n)->symbol = enter_field(d, SYMBOL_FIELD, AST(record_field, n)->name, n);
        break;
    case NODE_collect:
        declare_collect(d, AST(collect, n));
        break;
    case NODE_for_each:
        declare_each(d, AST(for_each, n));
        break;
    case NODE_ask:
        AST(ask, n)->symbol = enter_question(d, AST(ask, n)->name, n);
        declare_options(d, AST(ask, n)->body);
        break;
    case NODE_item:
        AST(item, n)->symbol = enter_part(d, SYMBOL_QUESTION, AST(item, n)->name, n);
        break;
    case NODE_score:
        AST(score, n)->symbol = enter_part(d, SYMBOL_SCORE, AST(score, n)->name, n);
        break;
    case NODE_define:
        enter_define(d, n);
        break;
    case NODE_let:
        declare_let(d, AST(let, n));
        break;
    case NODE_if:
        declare_list(d, AST(if, n)->then);
        for (struct node *e = AST(if, n)->otherwise; e; e = e->next)
            declare_list(d, AST(else, e)->body);
        break;
    case NODE_match:
        for (struct node *arm = AST(match, n)->arms; arm; arm = arm->next) {
            if (arm->kind == NODE_case)
                declare_list(d, AST(case, arm)->body);
            else if (arm->kind == NODE_else)
                declare_list(d, AST(else, arm)->body);
        }
        break;
    case NODE_repeat:
    case NODE_each_session:
    case NODE_phase:
    case NODE_deal:
    case NODE_card:
        declare_list(d, node_body(n));
        break;
    default: /* no names in it, or a construct of a later version */
        break;
    }
}

static void declare_list(struct declarer *d, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        declare_line(d, n);
}

/* `answer` is there in a safeguard alone. */
static void declare_answer(struct declarer *d, struct symbol *safeguard) {
    struct symbol *s =
        declare_name(d, SYMBOL_PARAMETER, name_of(&d->p->names, STR("answer")), safeguard->node);
    s->slot = d->p->slot_count++;
    s->type.kind = TYPE_TEXT;
    s->used = true;
    compose_safeguard(d->p, safeguard, s);
}

static void declare_inside(struct program *p, struct module *module, struct symbol *s,
                           struct node *body) {
    struct declarer d = {p, module, s->scope, s, NULL};
    if (s->kind == SYMBOL_BRANCH) {
        struct node_branch *branch = AST(branch, s->node);
        s->parameters = branch->parameters;
        s->parameter_count = (uint32_t)ast_count(branch->parameters);
        for (struct node *n = branch->parameters; n; n = n->next) {
            struct symbol *parameter = declare_name(&d, SYMBOL_PARAMETER, AST(name, n)->name, n);
            parameter->slot = p->slot_count++;
            AST(name, n)->symbol = parameter;
        }
    }
    if (s->kind == SYMBOL_SAFEGUARD)
        declare_answer(&d, s);
    declare_list(&d, body);
}

static void declare_module_inside(struct program *p, struct module *module) {
    for (struct node *n = module->lines; n; n = n->next) {
        struct symbol *s = declaration_symbol(n);
        if (s)
            declare_inside(p, module, s, s->body);
    }
}

/* ---- paths ---- */
/* How results call a symbol. The file's own names, and those of the modules it uses flat, stand as
   they are; a module that is only used behind an alias, or by other modules, puts its name before.
 */
static const char *module_prefix(struct program *p, const struct module *module) {
    if (module->index == 0)
        return "";
    const struct name *alias = NULL;
    for (struct node *n = p->modules[0]->lines; n; n = n->next) {
        if (n->kind != NODE_use || AST(use, n)->loaded != module)
            continue;
        if (!AST(use, n)->alias)
            return "";
        alias = AST(use, n)->alias;
    }
    if (alias)
        return arena_printf(&p->arena, "%s.", alias->text).text;
    return module->name ? arena_printf(&p->arena, "%s.", module->name->text).text : "";
}

static void name_paths(struct program *p) {
    const char **prefixes = memory_get(sizeof *prefixes * p->module_count);
    for (size_t i = 0; i < p->module_count; i++)
        prefixes[i] = module_prefix(p, p->modules[i]);
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct symbol *s = p->symbols[i];
        const char *prefix = prefixes[s->module->index];
        if (s->owner && s->owner->kind != SYMBOL_INTERVIEW)
            s->path = arena_printf(&p->arena, "%.*s.%s", (int)s->owner->path.len,
                                   s->owner->path.text, s->name->text);
        else if (!*prefix)
            s->path = name_str(s->name);
        else
            s->path = arena_printf(&p->arena, "%s%s", prefix, s->name->text);
    }
    free(prefixes);
}

void check_declarations(struct program *p) {
    for (size_t i = 0; i < p->module_count; i++) {
        struct module *module = p->modules[i];
        struct scope *imported = scope_new(p, NULL, NULL);
        module->scope = scope_new(p, imported, NULL);
        struct declarer d = {p, module, module->scope, NULL, NULL};
        for (struct node *n = module->lines; n; n = n->next)
            declare_top(&d, n);
    }
    for (size_t i = p->module_count; i-- > 0;) {
        struct declarer d = {p, p->modules[i], p->modules[i]->scope, NULL, NULL};
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            if (n->kind == NODE_use)
                import_module(&d, AST(use, n));
    }
    for (size_t i = 0; i < p->module_count; i++)
        declare_module_inside(p, p->modules[i]);
    name_paths(p);
    for (size_t i = 0; i < p->module_count; i++)
        compose_module(p, p->modules[i]);
    for (size_t i = 0; i < p->module_count; i++)
        compose_lists(p, p->modules[i]);
    compose_courses(p);
    compose_practice(p);
}
