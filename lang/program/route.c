/* What is known on the way through a declaration: what may have been asked and what surely has a
   value, by slot. Each change is kept until it is taken back, so that an arm of a fork costs what
   it changes; behind the fork the arms are joined. */
#include "program/flow.h"

struct change { /* of one of the two sets */
    uint32_t slot;
    uint8_t before;
    bool sure;
};

void route_init(struct route *r, const struct program *p) {
    *r = (struct route){.may = memory_get(p->slot_count + 1)};
    sure_init(&r->sure, p);
}

void route_release(struct route *r) {
    sure_release(&r->sure);
    free(r->may);
    free(r->changes);
}

void route_put(struct route *r, bool sure, uint32_t slot, uint8_t value) {
    if (slot == NO_SLOT || (sure ? r->sure.slots[slot] : r->may[slot]) == value)
        return;
    *array_push(r->changes, r->change_count, r->change_capacity) =
        (struct change){slot, sure ? r->sure.slots[slot] : r->may[slot], sure};
    if (sure)
        sure_set(&r->sure, slot, value);
    else
        r->may[slot] = value;
}

uint32_t route_changed(const struct route *r, size_t i) {
    return r->changes[i].slot;
}

void route_back(struct route *r, size_t mark) {
    while (r->change_count > mark) {
        const struct change *c = &r->changes[--r->change_count];
        if (c->sure)
            sure_set(&r->sure, c->slot, c->before);
        else
            r->may[c->slot] = c->before;
    }
}

/* ---- forks ---- */
/* What the arms of a fork leave behind: for each slot that one of them touched, how many ended with
 * it set. */
struct outcome {
    uint32_t slot, arm;
    uint8_t value;
    bool sure;
};

void fork_begin(struct route *r, struct fork *f) {
    *f = (struct fork){
        .asked = true, .asked_before = r->asked, .start = r->change_count, .mark = r->change_count};
}

void fork_keep(struct route *r, struct fork *f) {
    f->mark = r->change_count;
}

void fork_arm_end(struct route *r, struct fork *f) {
    if (!r->dead) {
        f->live++;
        f->asked &= r->asked;
        for (size_t i = f->start; i < r->change_count; i++) {
            const struct change *c = &r->changes[i];
            *array_push(f->outcomes, f->count, f->capacity) = (struct outcome){
                c->slot, f->live, c->sure ? r->sure.slots[c->slot] : r->may[c->slot], c->sure};
        }
    }
    route_back(r, f->mark);
    r->dead = false;
    r->asked = f->asked_before;
}

static int by_slot(const void *a, const void *b) {
    const struct outcome *x = a, *y = b;
    if (x->sure != y->sure)
        return x->sure ? 1 : -1;
    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    return x->arm < y->arm ? -1 : x->arm > y->arm;
}

static bool same_slot(const struct outcome *x, const struct outcome *y) {
    return x->sure == y->sure && x->slot == y->slot;
}

void fork_end(struct route *r, struct fork *f) {
    route_back(r, f->start);
    if (f->count)
        qsort(f->outcomes, f->count, sizeof *f->outcomes, by_slot);
    for (size_t i = 0; i < f->count;) {
        const struct outcome *o = &f->outcomes[i];
        uint32_t set = 0, touched = 0;
        size_t next = i;
        uint32_t arm = 0; /* an arm may have touched it several times: it counts once */
        for (; next < f->count && same_slot(o, &f->outcomes[next]); next++) {
            if (f->outcomes[next].arm == arm)
                continue;
            arm = f->outcomes[next].arm;
            set += f->outcomes[next].value;
            touched++;
        }
        if (!o->sure)
            route_put(r, false, o->slot, set > 0 || r->may[o->slot]);
        else if (r->sure.slots[o->slot])
            route_put(r, true, o->slot, set == touched);
        else
            route_put(r, true, o->slot, set == touched && touched >= f->live);
        i = next;
    }
    r->dead = f->live == 0;
    r->asked = f->live ? f->asked : f->asked_before;
    free(f->outcomes);
}
