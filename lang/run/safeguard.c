/* Safeguards: the moment an answer meets the condition of one, its body is put on top of whatever
   is being run, before anything else is said or asked. There is no other way to it and none around
   it: session_next looks before each step. What fired is kept for good, like alerts. */
#include "run/state.h"

#include <string.h>

/* ---- the words just given ---- */
/* Free text that a person gave: an answer, a name, words at `other`, one of them among several. */
static struct value words_of(struct session *s, struct value v) {
    struct buffer b;
    if (v.kind == VALUE_TEXT)
        return v;
    if (v.kind == VALUE_OTHER)
        return value_text(v.as.other->text);
    if (v.kind != VALUE_LIST)
        return value_missing(MISSING_NOT_ASKED);
    buffer_init(&b);
    for (uint32_t i = 0; i < v.len; i++)
        if (v.as.items[i].kind == VALUE_OTHER)
            buffer_printf(&b, "%s%.*s", b.len ? ". " : "", (int)v.as.items[i].as.other->text.len,
                          v.as.items[i].as.other->text.text);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return words.len ? value_text(words) : value_missing(MISSING_NOT_ASKED);
}

static struct frame *open_frame(struct session *s, const struct safeguard *g) {
    for (size_t i = s->frame_count; i-- > 0;)
        if (s->frames[i].entered == g->symbol)
            return &s->frames[i];
    return NULL;
}

/* While conditions are looked at, the words just given; in a body, those that made it run. */
struct value safeguard_answer(const struct session *s, const struct symbol *answer) {
    if (s->looking)
        return s->words;
    for (size_t i = s->frame_count; i-- > 0;)
        if (s->frames[i].safeguard && s->frames[i].safeguard->answer == answer)
            return s->frames[i].answer;
    return value_missing(MISSING_NOT_ASKED);
}

/* ---- the record ---- */
/* The record of this firing: the one of an earlier run over the same answers, or a new one. */
static uint32_t firing_of(struct session *s, const struct safeguard *g, struct str at,
                          uint32_t version, bool again) {
    for (size_t i = 0; i < s->firing_count; i++) {
        struct firing *f = &s->firings[i];
        if (!f->met_now && f->safeguard == g && f->again == again && f->version == version &&
            str_same(f->at, at)) {
            f->met_now = true;
            return (uint32_t)i;
        }
    }
    *array_push(s->firings, s->firing_count, s->firing_capacity) =
        (struct firing){g, arena_str(&s->arena, at), version, again, true};
    return (uint32_t)s->firing_count - 1;
}

/* Suspends what is being run. Inside its own body it only lets its alerts out. */
static void fire(struct session *s, const struct safeguard *g, struct str at, uint32_t version,
                 struct value answer) {
    bool again = open_frame(s, g) != NULL;
    size_t known = s->firing_count;
    uint32_t record = firing_of(s, g, at, version, again);
    for (size_t i = 0; i < s->frame_count; i++) { /* other questions come in between */
        const struct symbol *entered = s->frames[i].entered;
        if (entered && entered->kind == SYMBOL_INVENTORY)
            s->frames[i].stem_due = entered->inventory->stem != NULL;
    }
    s->context = 0;
    s->card = value_missing(MISSING_NOT_ASKED);
    s->epoch++;
    if (again)
        frame_push(s, g->symbol->body);
    else
        session_enter(s, g->symbol, NULL);
    if (s->failed)
        return;
    struct frame *f = &s->frames[s->frame_count - 1];
    f->safeguard = g;
    f->alerts_only = again;
    f->answer = value_copy(&s->arena, answer);
    f->record = record;
    f->fresh = record == known;
    f->asked_before = (uint32_t)s->route_count;
}

/* ---- looking ---- */
static bool watches(const struct safeguard *g, const struct symbol *s) {
    for (uint32_t i = 0; i < g->watched_count; i++)
        if (g->watched[i] == s)
            return true;
    return false;
}

/* Conditions mean what they mean outside of all loops and cards. */
static enum truth look_at(struct session *s, const struct safeguard *g, struct value answer) {
    uint32_t context = s->context;
    struct value card = s->card;
    s->context = 0;
    s->card = value_missing(MISSING_NOT_ASKED);
    s->words = answer;
    s->looking = true;
    s->epoch++;
    enum truth t = evaluate_truth(s, g->condition);
    s->looking = false;
    s->context = context;
    s->card = card;
    s->epoch++;
    return t;
}

/* Met from now on, or met once more by an answer to what it watches; or met by the words that were
   just given, and by nothing that lasts. */
static bool is_met_anew(struct session *s, const struct safeguard *g, const struct pool_entry *e,
                        struct value answer) {
    bool before = s->met[g->index];
    bool lasts = look_at(s, g, value_missing(MISSING_NOT_ASKED)) == TRUTH_YES;
    s->met[g->index] = lasts;
    if (lasts)
        return !before || (e && watches(g, e->question->symbol));
    return !value_is_missing(answer) && look_at(s, g, answer) == TRUTH_YES;
}

void safeguards_look(struct session *s) {
    const struct program *p = s->program;
    const struct pool_entry *e =
        s->changed == CHANGED_ANSWER ? &s->pool[s->route[s->route_count - 1]] : NULL;
    struct value answer = e ? words_of(s, e->value) : value_missing(MISSING_NOT_ASKED);
    struct str at =
        e ? answer_path(s, e->question, e->context, e->occurrence) : (struct str){"", 0};
    bool *fires = arena_array(&s->scratch, bool, p->safeguard_count);
    bool any = false;
    s->changed = CHANGED_NOTHING;
    for (size_t i = 0; i < p->safeguard_count && !s->failed; i++)
        any |= fires[i] = is_met_anew(s, p->safeguards[i], e, answer);
    for (size_t i = p->safeguard_count; any && i-- > 0 && !s->failed;) /* the first on top */
        if (fires[i])
            fire(s, p->safeguards[i], at, e ? e->version : 0, answer);
}

const struct frame *safeguard_open(const struct session *s) {
    for (size_t i = s->frame_count; i-- > 0;)
        if (s->frames[i].safeguard && !s->frames[i].alerts_only)
            return &s->frames[i];
    return NULL;
}

bool safeguard_is_fresh(const struct session *s) {
    for (size_t i = s->frame_count; i-- > 0;)
        if (s->frames[i].safeguard)
            return s->frames[i].fresh;
    return false;
}

bool safeguard_keeps(const struct session *s, size_t route_index) {
    const struct frame *f = safeguard_open(s);
    return f && route_index < f->asked_before;
}

bool is_kept_by_safeguard(const struct session *s, const struct pool_entry *e, struct str *why) {
    bool kept = !e && safeguard_open(s);
    for (size_t i = 0; e && i < s->route_count && !kept; i++)
        kept = &s->pool[s->route[i]] == e && safeguard_keeps(s, i);
    if (kept)
        *why = STR("These questions come first. It can be changed when they are answered.");
    return kept;
}

const struct symbol *session_open_safeguard(const struct session *s) {
    const struct frame *f = safeguard_open(s);
    return f && s->status != SESSION_COMPLETED ? f->safeguard->symbol : NULL;
}

bool session_handed_over(const struct session *s) {
    return s->handed_over;
}

size_t session_firing_count(const struct session *s) {
    return s->firing_count;
}

struct kept_firing session_firing_at(const struct session *s, size_t index) {
    const struct firing *f = &s->firings[index];
    struct kept_firing kept = {.safeguard = f->safeguard->symbol, .at = f->at, .again = f->again};
    for (size_t i = 0; i < s->frame_count; i++)
        kept.open |= s->frames[i].safeguard && s->frames[i].record == index;
    return kept;
}
