/* What running a declaration may give a new value: questions that it asks, variables that it sets.
   Declarations that come to each other do so together, as one group; a call is followed over the
   groups it leads to. */
#include "program/flow.h"

/* Groups followed for one call: what lies behind still more of them is believed to stay. */
enum { MOST_GROUPS = 1000 };

struct anew_group {
    const struct symbol **gives; /* malloc'ed */
    size_t give_count, give_capacity;
    uint32_t *calls; /* malloc'ed: the groups that its declarations call */
    size_t call_count, call_capacity;
    uint32_t round;
};

static struct anew_group *group_of(const struct anew *a, const struct symbol *s) {
    return &a->groups[a->g->lists[s->index].group];
}

static void add_name(struct anew *a, const struct symbol *giver, const struct symbol *name) {
    struct anew_group *group = group_of(a, giver);
    *array_push(group->gives, group->give_count, group->give_capacity) = name;
}

static void add_calls(struct anew *a, const struct symbol *s) {
    const struct call_list *list = &a->g->lists[s->index];
    struct anew_group *from = group_of(a, s);
    for (size_t k = 0; k < list->count; k++) {
        uint32_t to = a->g->lists[list->edges[k].to->index].group;
        if (to != list->group)
            *array_push(from->calls, from->call_count, from->call_capacity) = to;
    }
}

/* Once for each name is enough: many lines may set the same. */
static void drop_doubles(struct anew *a, struct anew_group *group) {
    size_t kept = 0;
    a->round++;
    for (size_t i = 0; i < group->give_count; i++) {
        uint32_t *given = &a->given[group->gives[i]->slot];
        if (*given != a->round)
            group->gives[kept++] = group->gives[i];
        *given = a->round;
    }
    group->give_count = kept;
}

void anew_init(struct anew *a, const struct call_graph *g, const struct given *given,
               const struct passages *passages) {
    *a = (struct anew){.g = g,
                       .groups = memory_get(sizeof *a->groups * (g->group_count + 1)),
                       .given = memory_get(sizeof *a->given * (g->p->slot_count + 1))};
    for (size_t i = 0; i < passages->name_count; i++)
        if (passages->names[i]->kind == SYMBOL_QUESTION && symbol_runs(passages->names[i]->owner))
            add_name(a, passages->names[i]->owner, passages->names[i]);
    for (size_t i = 0; i < given->outside_count; i++)
        add_name(a, given->outside[i].giver, given->outside[i].variable);
    for (size_t i = 0; i < g->order_count; i++)
        add_calls(a, g->order[i]);
    for (uint32_t i = 0; i < g->group_count; i++)
        drop_doubles(a, &a->groups[i]);
}

void anew_release(struct anew *a) {
    for (uint32_t i = 0; i < a->g->group_count; i++) {
        free(a->groups[i].gives);
        free(a->groups[i].calls);
    }
    free(a->groups);
    free(a->given);
    free(a->names);
}

void anew_look(struct anew *a, const struct symbol *called) {
    uint32_t stack[MOST_GROUPS], count = 0, found = 1;
    a->round++;
    a->name_count = 0;
    stack[count++] = a->g->lists[called->index].group;
    a->groups[stack[0]].round = a->round;
    while (count > 0) {
        const struct anew_group *group = &a->groups[stack[--count]];
        for (size_t i = 0; i < group->give_count; i++) {
            a->given[group->gives[i]->slot] = a->round;
            *array_push(a->names, a->name_count, a->name_capacity) = group->gives[i];
        }
        for (size_t i = 0; i < group->call_count && found < MOST_GROUPS; i++) {
            struct anew_group *to = &a->groups[group->calls[i]];
            if (to->round == a->round)
                continue;
            to->round = a->round;
            stack[count++] = group->calls[i];
            found++;
        }
    }
}

bool anew_has(const struct anew *a, const struct symbol *s) {
    const struct symbol *owner = symbol_runs(s) ? s : s->owner;
    bool runs = owner && symbol_runs(owner) && group_of(a, owner)->round == a->round;
    return runs || (s->slot != NO_SLOT && a->given[s->slot] == a->round);
}
