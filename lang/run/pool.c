/* The pool of answers and the route through it. An answer given once is kept under its question and
   occurrence; the route says which answers count now. Starting the route anew and running the entry
   again takes every answer that is still asked for from the pool: that is all there is to going
   back and to changing. */
#include "run/practice.h"

#include <string.h>

/* The answer that the next asking of this question may take: NULL when there is none yet. */
struct pool_entry *pool_candidate(struct session *s, const struct symbol *symbol) {
    const struct seat *seat = seat_at(s, symbol, s->context);
    uint32_t entry = seat->latest == NO_ENTRY ? seat->head : s->pool[seat->latest].next;
    return entry == NO_ENTRY ? NULL : &s->pool[entry];
}

/* Keeps an answer for the next asking; replaces what was there. */
uint32_t pool_put(struct session *s, const struct question *q, struct value value) {
    struct seat *seat = seat_at(s, q->symbol, s->context);
    struct pool_entry *entry = pool_candidate(s, q->symbol);
    if (!entry) {
        uint32_t index = (uint32_t)s->pool_count;
        entry = array_push(s->pool, s->pool_count, s->pool_capacity);
        *entry = (struct pool_entry){
            .context = s->context, .occurrence = seat->asked + 1, .next = NO_ENTRY};
        if (seat->latest == NO_ENTRY)
            seat->head = index;
        else
            s->pool[seat->latest].next = index;
    }
    entry->question = q;
    entry->version = ++s->given;
    entry->value = value_copy(&s->arena, value);
    entry->ask_again = false;
    entry->confirmed = false;
    entry->seconds = 0;
    entry->remark = (struct str){"", 0};
    return (uint32_t)(entry - s->pool);
}

void pool_words(struct session *s, struct pool_entry *entry, struct str words) {
    entry->asked_as = arena_str(&s->arena, words);
    entry->own_words = true;
}

/* The answer counts from now on. */
void route_take(struct session *s, uint32_t index) {
    struct pool_entry *entry = &s->pool[index];
    const struct symbol *symbol = entry->question->symbol;
    struct slot *slot = &s->slots[symbol->slot];
    struct seat *seat = seat_at(s, symbol, s->context);
    entry->on_route = true;
    entry->before = slot->last;
    seat->latest = slot->last = index;
    seat->asked++;
    slot->value = entry->value;
    if (s->card.kind == VALUE_CARD && symbol->owner == s->card.as.list->record->symbol)
        *card_value(s, s->card, symbol) = entry->value;
    *array_push(s->route, s->route_count, s->route_capacity) = index;
    s->asked_count += !entry->full;
    s->epoch++;
    s->changed = CHANGED_ANSWER;
}

/* ---- what was shown ---- */
static struct shown *find_shown(struct session *s, uint64_t hash) {
    for (size_t i = hash & (s->shown_capacity - 1);; i = (i + 1) & (s->shown_capacity - 1))
        if (!s->shown[i].hash || s->shown[i].hash == hash)
            return &s->shown[i];
}

static void grow_shown(struct session *s) {
    struct shown *old = s->shown;
    size_t old_capacity = s->shown_capacity;
    s->shown_capacity = old_capacity ? old_capacity * 2 : 64;
    s->shown = memory_get(sizeof *s->shown * s->shown_capacity);
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].hash)
            *find_shown(s, old[i].hash) = old[i];
    free(old);
}

/* Counts a line that is about to be shown; true when a run before has shown it this often already.
 */
bool shown_before(struct session *s, const struct node *n, struct str text) {
    if ((s->shown_count + 1) * 2 > s->shown_capacity)
        grow_shown(s);
    uint64_t hash = hash_bytes(hash_bytes(0, &n, sizeof n), text.text, text.len) | 1;
    struct shown *line = find_shown(s, hash);
    if (!line->hash) {
        line->hash = hash;
        s->shown_count++;
    }
    return ++line->now <= line->before;
}

/* ---- starting anew ---- */
void route_restart(struct session *s) {
    for (size_t i = 0; i < s->pool_count; i++)
        s->pool[i].on_route = false;
    for (uint32_t i = 0; i < s->program->slot_count; i++) {
        struct slot *slot = &s->slots[i];
        slot->value = value_missing(MISSING_NOT_ASKED);
        slot->last = slot->seat.latest = NO_ENTRY;
        slot->seat.asked = 0;
        slot->epoch = 0;
    }
    for (size_t i = 0; i < s->seat_capacity; i++) {
        s->seats[i].seat.latest = NO_ENTRY;
        s->seats[i].seat.asked = 0;
    }
    cards_restart(s);
    practice_restart(s);
    s->context = 0;
    s->card = value_missing(MISSING_NOT_ASKED);
    for (size_t i = 0; i < s->shown_capacity; i++) {
        struct shown *line = &s->shown[i];
        if (line->now > line->before)
            line->before = line->now;
        line->now = 0;
    }
    if (s->said)
        memset(s->said, 0, sizeof *s->said * s->program->said_count);
    s->route_count = s->asked_count = 0;
    s->reached_count = 0;
    s->frame_count = 0;
    for (size_t i = 0; i < s->firing_count; i++)
        s->firings[i].met_now = false;
    memset(s->met, 0, sizeof *s->met * s->program->safeguard_count);
    s->changed = CHANGED_NOTHING;
    s->epoch++;
    s->status = SESSION_RUNNING;
    s->reason = (struct str){"", 0};
    s->failed = false;
    s->waiting = false;
}
