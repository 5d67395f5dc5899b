/* Making, cloning, compacting and freeing a session. A clone and a compaction are the same copy:
   all that lives in the session's arena moves to another. */
#include "run/state.h"

#include <string.h>

static void reset_slots(struct session *s) {
    for (uint32_t i = 0; i < s->program->slot_count; i++)
        s->slots[i] = (struct slot){.head = NO_ENTRY, .latest = NO_ENTRY};
}

struct session *session_new(const struct program *p, const struct session_options *options) {
    struct session *s = memory_get(sizeof *s);
    s->program = p;
    s->options = *options;
    arena_init(&s->arena);
    arena_init(&s->scratch);
    s->slots = memory_get(sizeof *s->slots * (p->slot_count + 1));
    s->said = memory_get(sizeof *s->said * (p->say_count + 1));
    s->epoch = 1;
    s->step_limit = LIMIT_STEPS;
    reset_slots(s);
    session_enter(s, options->entry, NULL);
    return s;
}

void session_free(struct session *s) {
    if (!s)
        return;
    session_free(s->probe);
    buffer_release(&s->spare);
    arena_release(&s->arena);
    arena_release(&s->scratch);
    free(s->slots);
    free(s->frames);
    free(s->pool);
    free(s->route);
    free(s->reached);
    free(s->alerts);
    free(s->remarks);
    free(s->shown);
    free(s->said);
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
        if (AST(text, s->pool[i].question->prompt)->parts)
            s->pool[i].asked_as = arena_str(&s->arena, s->pool[i].asked_as);
    }
    for (uint32_t i = 0; i < s->program->slot_count; i++) {
        struct slot *slot = &s->slots[i];
        if (slot->latest != NO_ENTRY)
            slot->value = s->pool[slot->latest].value;
        else if (slot->epoch)
            slot->value = value_missing(MISSING_INCOMPLETE);
        else
            slot->value = value_copy(&s->arena, slot->value);
        slot->epoch = 0;
    }
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

struct session *session_clone(const struct session *old) {
    struct session *s = memory_get(sizeof *s);
    *s = *old;
    s->probe = NULL;
    s->spare = (struct buffer){0};
    arena_init(&s->arena);
    arena_init(&s->scratch);
    s->slots = copied(old->slots, old->program->slot_count + 1, sizeof *old->slots);
    s->said = copied(old->said, old->program->say_count + 1, sizeof *old->said);
    s->frames = copied(old->frames, s->frame_capacity = old->frame_count, sizeof *old->frames);
    s->pool = copied(old->pool, s->pool_capacity = old->pool_count, sizeof *old->pool);
    s->route = copied(old->route, s->route_capacity = old->route_count, sizeof *old->route);
    s->reached =
        copied(old->reached, s->reached_capacity = old->reached_count, sizeof *old->reached);
    s->alerts = copied(old->alerts, s->alert_capacity = old->alert_count, sizeof *old->alerts);
    s->remarks = copied(old->remarks, s->remark_capacity = old->remark_count, sizeof *old->remarks);
    s->shown = copied(old->shown, old->shown_capacity, sizeof *old->shown);
    move_values(s);
    put_again(s);
    return s;
}

void session_compact(struct session *s) {
    struct arena old = s->arena;
    arena_init(&s->arena);
    move_values(s);
    s->epoch++;
    arena_release(&old);
}
