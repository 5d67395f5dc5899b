/* Making, cloning, compacting and freeing a session. A clone and a compaction are the same copy:
   all that lives in the session's arena moves to another. */
#include "run/practice.h"

#include <string.h>

static void reset_slots(struct session *s) {
    for (uint32_t i = 0; i < s->program->slot_count; i++)
        s->slots[i] = (struct slot){.last = NO_ENTRY, .seat = {NO_ENTRY, NO_ENTRY, 0}};
}

struct session *session_new(const struct program *p, const struct session_options *options) {
    struct session *s = memory_get(sizeof *s);
    s->program = p;
    s->options = *options;
    arena_init(&s->arena);
    arena_init(&s->scratch);
    s->slots = memory_get(sizeof *s->slots * (p->slot_count + 1));
    s->said = memory_get(sizeof *s->said * (p->said_count + 1));
    s->rosters = memory_get(sizeof *s->rosters * (p->list_count + 1));
    s->met = memory_get(sizeof *s->met * (p->safeguard_count + 1));
    s->cues = memory_get(sizeof *s->cues * (p->cue_count + 1));
    s->epoch = 1;
    s->step_limit = LIMIT_STEPS;
    reset_slots(s);
    cards_restart(s);
    practice_restart(s);
    session_enter(s, options->entry, NULL);
    return s;
}

void session_free(struct session *s) {
    if (!s)
        return;
    session_free(s->probe);
    buffer_release(&s->spare);
    hearings_release(s);
    arena_release(&s->arena);
    arena_release(&s->scratch);
    for (size_t i = 0; i < s->program->list_count; i++) {
        free(s->rosters[i].cards);
        free(s->rosters[i].values);
    }
    free(s->rosters);
    free(s->contexts);
    free(s->context_table);
    free(s->seats);
    free(s->slots);
    free(s->frames);
    free(s->pool);
    free(s->route);
    free(s->reached);
    free(s->alerts);
    free(s->firings);
    free(s->met);
    free(s->remarks);
    free(s->shown);
    free(s->said);
    free(s->moved);
    free(s->cues);
    free(s);
}

static void *copied(const void *items, size_t count, size_t size) {
    void *copy = memory_get(count * size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

/* Everything that lives in the old arena moves to the session's own; formulas are worked out again.
 */
static void move_values(struct session *s) {
    for (size_t i = 0; i < s->pool_count; i++) {
        s->pool[i].value = value_copy(&s->arena, s->pool[i].value);
        s->pool[i].remark = arena_str(&s->arena, s->pool[i].remark);
        if (s->pool[i].own_words)
            s->pool[i].asked_as = arena_str(&s->arena, s->pool[i].asked_as);
    }
    for (uint32_t i = 0; i < s->program->slot_count; i++) {
        struct slot *slot = &s->slots[i];
        if (slot->epoch)
            slot->value = value_missing(MISSING_INCOMPLETE);
        else
            slot->value = value_copy(&s->arena, slot->value);
        slot->epoch = 0;
    }
    for (size_t i = 0; i < s->program->list_count; i++)
        for (size_t k = 0; k < s->rosters[i].value_count; k++)
            s->rosters[i].values[k] = value_copy(&s->arena, s->rosters[i].values[k]);
    for (size_t i = 0; i < s->frame_count; i++) {
        s->frames[i].elements = value_copy(&s->arena, s->frames[i].elements);
        s->frames[i].answer = value_copy(&s->arena, s->frames[i].answer);
    }
    for (size_t i = 0; i < s->firing_count; i++)
        s->firings[i].at = arena_str(&s->arena, s->firings[i].at);
    for (size_t i = 0; i < s->alert_count; i++)
        s->alerts[i].text = arena_str(&s->arena, s->alerts[i].text);
    for (size_t i = 0; i < s->remark_count; i++) {
        s->remarks[i].path = arena_str(&s->arena, s->remarks[i].path);
        s->remarks[i].text = arena_str(&s->arena, s->remarks[i].text);
    }
    s->reason = arena_str(&s->arena, s->reason);
    if (s->status != SESSION_RUNNING)
        s->event.text = arena_str(&s->arena, s->event.text);
    s->arena_kept = s->arena.bytes;
}

/* A question that is being put is put again by the clone, with its stem if it had one. */
static void put_again(struct session *s) {
    const struct question *q = s->event.prompt.question;
    bool stem = s->waiting && s->event.prompt.stem.len > 0;
    for (size_t i = s->frame_count; stem && i-- > 0;)
        if (s->frames[i].entered == q->inventory->symbol)
            s->frames[i].stem_due = true;
    s->waiting = false;
}

static void copy_cards(struct session *s, const struct session *old) {
    size_t lists = old->program->list_count;
    s->contexts =
        copied(old->contexts, s->context_capacity = old->context_count, sizeof *old->contexts);
    s->context_table =
        copied(old->context_table, old->context_table_size, sizeof *old->context_table);
    s->seats = copied(old->seats, old->seat_capacity, sizeof *old->seats);
    s->rosters = copied(old->rosters, lists + 1, sizeof *old->rosters);
    for (size_t i = 0; i < lists; i++) {
        const struct roster *from = &old->rosters[i];
        struct roster *to = &s->rosters[i];
        to->cards = copied(from->cards, to->capacity = from->count, sizeof *from->cards);
        to->values =
            copied(from->values, to->value_capacity = from->value_count, sizeof *from->values);
    }
}

struct session *session_clone(const struct session *old) {
    struct session *s = memory_get(sizeof *s);
    *s = *old;
    s->probe = NULL;
    s->hearings = NULL;
    s->keeper = NULL;
    s->cues = copied(old->cues, old->program->cue_count + 1, sizeof *old->cues);
    s->moved = copied(old->moved, s->moved_capacity = old->moved_count, sizeof *old->moved);
    s->spare = (struct buffer){0};
    arena_init(&s->arena);
    arena_init(&s->scratch);
    s->slots = copied(old->slots, old->program->slot_count + 1, sizeof *old->slots);
    s->said = copied(old->said, old->program->said_count + 1, sizeof *old->said);
    s->frames = copied(old->frames, s->frame_capacity = old->frame_count, sizeof *old->frames);
    s->pool = copied(old->pool, s->pool_capacity = old->pool_count, sizeof *old->pool);
    s->route = copied(old->route, s->route_capacity = old->route_count, sizeof *old->route);
    s->reached =
        copied(old->reached, s->reached_capacity = old->reached_count, sizeof *old->reached);
    s->alerts = copied(old->alerts, s->alert_capacity = old->alert_count, sizeof *old->alerts);
    s->firings = copied(old->firings, s->firing_capacity = old->firing_count, sizeof *old->firings);
    s->met = copied(old->met, old->program->safeguard_count + 1, sizeof *old->met);
    s->remarks = copied(old->remarks, s->remark_capacity = old->remark_count, sizeof *old->remarks);
    s->shown = copied(old->shown, old->shown_capacity, sizeof *old->shown);
    copy_cards(s, old);
    move_values(s);
    put_again(s);
    return s;
}

void session_compact(struct session *s) {
    struct arena old = s->arena;
    arena_init(&s->arena);
    move_values(s);
    if (s->waiting) { /* what the question that stands there offers */
        struct prompt *p = &s->event.prompt;
        p->earlier = value_copy(&s->arena, p->earlier);
        p->initial = value_copy(&s->arena, p->initial);
    }
    s->epoch++;
    arena_release(&old);
}
