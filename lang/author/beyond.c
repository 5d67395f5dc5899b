/* Ways beyond the limit (explorer.h). Where something has to follow yet, it is tried first to have
   nothing follow: questions are declined. */
#include "author/explorer.h"

enum { MOST_STARTS = 24, WAYS_FROM_EACH = 10, MOST_QUESTIONS = 500 };

static const struct value *declined(const struct class_list *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == VALUE_MISSING)
            return &list->items[i];
    return NULL;
}

/* The first of the ways declines what can be declined; the others draw. */
static uint32_t answer(struct explorer *x, uint32_t from, struct session *s, const struct event **e,
                       uint64_t way) {
    struct arena a;
    uint32_t next = NO_STATE;
    arena_init(&a);
    struct class_list list = classes_of(x->classes, s, &(*e)->prompt, &a);
    const struct value *none = way == 0 ? declined(&list) : NULL;
    if (none)
        next = explorer_answer(x, from, s, *none, e);
    uint64_t what[2] = {way, from};
    size_t start = list.count ? hash_bytes(11, what, sizeof what) % list.count : 0;
    for (size_t i = 0; i < list.count && next == NO_STATE; i++)
        next = explorer_answer(x, from, s, list.items[(start + i) % list.count], e);
    arena_release(&a);
    return next;
}

static void lead_on(struct explorer *x, uint32_t state, uint64_t way) {
    struct session *s = session_clone(x->states[state].session);
    const struct event *e = session_next(s);
    for (int i = 0; i < MOST_QUESTIONS && state != NO_STATE && e->kind == EVENT_ASK; i++)
        state = answer(x, state, s, &e, way);
    session_free(s);
}

/* Has something to follow that those before had not? */
static bool is_another(const struct explorer *x, uint32_t state, const uint32_t *starts,
                       size_t count) {
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += x->states[starts[i]].watch.pending == x->states[state].watch.pending;
    return same < 3;
}

void explorer_go_beyond(struct explorer *x) {
    uint32_t starts[MOST_STARTS];
    size_t count = 0;
    for (uint32_t i = 0; i < x->state_count && count < MOST_STARTS; i++)
        if (x->states[i].session && is_another(x, i, starts, count))
            starts[count++] = i;
    for (size_t i = 0; i < count; i++)
        for (uint64_t way = 0; way < WAYS_FROM_EACH; way++)
            lead_on(x, starts[i], way);
}
