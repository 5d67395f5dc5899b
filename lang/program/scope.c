/* Symbols, and scopes that find them by name: an open hash table keyed by the interned name's
   address. Uses base and program.h only. */
#include "program/scope.h"

#include <string.h>

struct scope_entry {
    const struct name *name;
    struct symbol *symbol;
};

struct scope *scope_new(struct program *p, struct scope *outer, struct symbol *owner) {
    struct scope *s = arena_new(&p->arena, struct scope);
    s->outer = outer;
    s->owner = owner;
    return s;
}

static struct scope_entry *find_entry(const struct scope *s, const struct name *name) {
    if (!s->capacity)
        return NULL;
    for (uint32_t i = name->hash & (s->capacity - 1);; i = (i + 1) & (s->capacity - 1)) {
        struct scope_entry *e = &s->entries[i];
        if (!e->name || e->name == name)
            return e;
    }
}

static void grow(struct program *p, struct scope *s) {
    struct scope_entry *old = s->entries;
    uint32_t old_capacity = s->capacity;
    s->capacity = old_capacity ? old_capacity * 2 : 8;
    s->entries = arena_array(&p->arena, struct scope_entry, s->capacity);
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].name)
            *find_entry(s, old[i].name) = old[i];
}

bool scope_add(struct program *p, struct scope *s, struct name *name, struct symbol *symbol,
               struct symbol **earlier) {
    if ((s->count + 1) * 2 > s->capacity)
        grow(p, s);
    struct scope_entry *e = find_entry(s, name);
    if (e->name) {
        *earlier = e->symbol;
        return false;
    }
    *e = (struct scope_entry){name, symbol};
    s->count++;
    return true;
}

struct symbol *scope_own(const struct scope *s, const struct name *name) {
    struct scope_entry *e = find_entry(s, name);
    return e && e->name ? e->symbol : NULL;
}

struct symbol *scope_find(const struct scope *s, const struct name *name) {
    for (; s; s = s->outer) {
        struct symbol *symbol = scope_own(s, name);
        if (symbol)
            return symbol;
    }
    return NULL;
}

void scope_each(const struct scope *s, void (*visit)(void *payload, struct symbol *symbol),
                void *payload) {
    for (uint32_t i = 0; i < s->capacity; i++)
        if (s->entries[i].name)
            visit(payload, s->entries[i].symbol);
}

/* Ties go to the name that comes first in the alphabet, so that the same file always gets the same
   message whatever the order in the table. */
struct symbol *scope_nearest(const struct scope *s, const struct name *typed,
                             bool (*accept)(void *payload, const struct symbol *symbol),
                             void *payload) {
    struct symbol *best = NULL;
    int best_distance = INT32_MAX;
    for (; s; s = s->outer) {
        for (uint32_t i = 0; i < s->capacity; i++) {
            int distance;
            const struct scope_entry *e = &s->entries[i];
            if (!e->name || (accept && !accept(payload, e->symbol)))
                continue;
            if (!name_is_near(name_str(typed), name_str(e->name), &distance))
                continue;
            if (distance < best_distance ||
                (distance == best_distance && strcmp(e->name->text, best->name->text) < 0)) {
                best = e->symbol;
                best_distance = distance;
            }
        }
    }
    return best;
}

/* ---- symbols ---- */
const char *symbol_kind_words(const struct symbol *s) {
    switch (s->kind) {
    case SYMBOL_MODULE:
        return "a module";
    case SYMBOL_SCALE:
        return "a scale";
    case SYMBOL_INVENTORY:
        return "an inventory";
    case SYMBOL_BRANCH:
        return "a branch";
    case SYMBOL_INTERVIEW:
        return "the interview";
    case SYMBOL_COURSE:
        return "a course";
    case SYMBOL_DEFINE:
        return "a definition";
    case SYMBOL_QUESTION:
        return "a question";
    case SYMBOL_SCORE:
        return "a score";
    case SYMBOL_LET:
        return s->meter     ? "a meter"
               : s->fact    ? "a fact"
               : s->cue     ? "a cue"
               : s->outcome ? "an outcome"
                            : "a variable";
    case SYMBOL_PARAMETER:
        return s->node->kind == NODE_for_each ? "an element" : "a parameter";
    case SYMBOL_RECORD:
        return "a record";
    case SYMBOL_FIELD:
        return "a field";
    case SYMBOL_LIST:
        return s->rubric ? "a rubric" : "a list";
    case SYMBOL_KEEP:
        return "a kept value";
    case SYMBOL_REPORT:
        return "a report";
    case SYMBOL_WORDS:
        return "a word set";
    case SYMBOL_SETTING:
        return "a setting";
    case SYMBOL_SAFEGUARD:
        return "a safeguard";
    case SYMBOL_PERSONA:
        return "a persona";
    case SYMBOL_DRILL:
        return "a drill";
    case SYMBOL_STRAY:
        return "something out of place";
    }
    return "";
}

struct symbol *symbol_new(struct program *p, enum symbol_kind kind, struct name *name,
                          struct node *node, struct module *module, struct symbol *owner) {
    struct symbol *s = arena_new(&p->arena, struct symbol);
    s->kind = kind;
    s->name = name;
    s->node = node;
    s->module = module;
    s->owner = owner;
    s->slot = NO_SLOT;
    s->index = (uint32_t)p->symbol_count;
    *array_push(p->symbols, p->symbol_count, p->symbol_capacity) = s;
    return s;
}

struct symbol *declaration_symbol(const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_branch:
        return AST(branch, n)->symbol;
    case NODE_inventory:
        return AST(inventory, n)->symbol;
    case NODE_record:
        return AST(record, n)->symbol;
    case NODE_interview:
        return AST(interview, n)->symbol;
    case NODE_course:
        return AST(course, n)->symbol;
    case NODE_report:
        return AST(report, n)->symbol;
    case NODE_safeguard:
        return AST(safeguard, n)->symbol;
    case NODE_drill:
        return AST(drill, n)->symbol;
    default:
        return NULL;
    }
}
