/* Going back, changing an answer, taking a card off its list. All of them run the entry again over
   the pool (pool.c). A change is tried out on a clone first; making it is taking the clone's place.
 */
#include "run/state.h"

#include <string.h>

bool session_back(struct session *s) {
    struct str why;
    size_t last = s->route_count;
    while (last > 0 && s->pool[s->route[last - 1]].full) /* was no question: its labels were */
        last--;
    if (last == 0 || s->status == SESSION_STOPPED || safeguard_keeps(s, last - 1))
        return false;
    s->pool[s->route[last - 1]].ask_again = true;
    session_restart(s);
    return session_keeps(s, &(struct move){.kind = MOVE_BACK}, &why);
}

bool session_put_again(struct session *s, struct str path) {
    struct str why;
    struct move move = {.kind = MOVE_AGAIN, .name = path};
    for (size_t i = 0; i < s->pool_count && s->status == SESSION_RUNNING; i++) {
        struct pool_entry *e = &s->pool[i];
        if (!str_same(answer_path(s, e->question, e->context, e->occurrence), path))
            continue;
        e->ask_again = true;
        session_restart(s);
        return session_keeps(s, &move, &why);
    }
    return false;
}

/* ---- trying out ---- */
/* A clone that stands at this question again, with all answers before it. NULL: it does not get
 * there. */
static struct session *clone_at(struct session *s, struct str path) {
    struct str why;
    struct pool_entry *e = find_answer(s, path, &why);
    if (!e || is_kept_by_safeguard(s, e, &why))
        return NULL;
    struct session *clone = session_clone(s);
    size_t index = (size_t)(e - s->pool);
    clone->pool[index].ask_again = true;
    session_restart(clone);
    const struct event *event;
    do
        event = session_next(clone);
    while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    if (event->kind == EVENT_ASK &&
        pool_candidate(clone, event->prompt.question->symbol) == &clone->pool[index])
        return clone;
    session_free(clone);
    return NULL;
}

static struct session *probe(struct session *s, struct str path) {
    session_free(s->probe);
    s->probe = clone_at(s, path);
    return s->probe;
}

const struct prompt *session_prompt_of(struct session *s, struct str path) {
    struct session *clone = probe(s, path);
    return clone ? &clone->event.prompt : NULL;
}

bool session_read_for(struct session *s, struct str path, struct str typed, struct value *out,
                      struct str *why) {
    if (!probe(s, path)) {
        *why = STR("This question cannot be answered again.");
        return false;
    }
    return session_read(s->probe, typed, out, why);
}

/* ---- what a change does ---- */
struct effects_lists {
    struct str *leaving, *unfit, *returning;
    struct score_change *scores;
};

/* How many questions that are new on the way are passed over, so that an open loop ends. */
enum { LOOK_AHEAD = 1000 };

/* May the look ahead pass this question? An answer that does not fit any more holds its place, a
   question that is new is passed as declined: what lies behind them is not lost. */
static bool pass(struct session *s, struct session *after, bool *unfit) {
    const struct prompt *p = &after->event.prompt;
    struct pool_entry *entry = pool_candidate(after, p->question->symbol);
    bool back_here = s->waiting && str_same(p->path, s->event.prompt.path);
    if (after->asking->kind == NODE_collect)
        return !back_here && p->collecting && collect_pass(after);
    bool far = !entry && after->pool_count - s->pool_count >= LOOK_AHEAD;
    if (back_here || far || (entry && entry->ask_again))
        return false;
    if (entry)
        unfit[entry - after->pool] = true;
    session_take(after, entry ? (uint32_t)(entry - after->pool)
                              : pool_put(after, p->question, value_missing(MISSING_DECLINED)));
    return true;
}

/* Runs on to where the session stands now; then what was only passed has no value. */
static void look_ahead(struct session *s, struct session *after, bool *unfit) {
    const struct event *event;
    do
        event = session_next(after);
    while (event->kind == EVENT_ASK ? pass(s, after, unfit)
                                    : event->kind != EVENT_END && event->kind != EVENT_ERROR);
    for (size_t i = 0; i < after->route_count; i++) {
        uint32_t index = after->route[i];
        if (index >= s->pool_count || unfit[index])
            after->slots[after->pool[index].question->symbol->slot].value =
                after->pool[index].value = value_missing(MISSING_NOT_ASKED);
    }
    after->epoch++;
}

static void compare_routes(struct session *s, const struct session *after, const bool *unfit,
                           struct change_effects *effects, struct effects_lists *lists) {
    for (size_t i = 0; i < s->pool_count; i++) {
        const struct pool_entry *entry = &s->pool[i];
        bool before = entry->on_route, now = after->pool[i].on_route;
        if (before == now && !(before && unfit[i]))
            continue;
        struct str path = answer_path(s, entry->question, entry->context, entry->occurrence);
        if (!now)
            lists->leaving[effects->leaving_count++] = path;
        else if (before)
            lists->unfit[effects->unfit_count++] = path;
        else if (!unfit[i])
            lists->returning[effects->returning_count++] = path;
    }
}

/* Where names mean what they mean outside of all loops; gives the context to go back to. */
static uint32_t go_outside(struct session *s, uint32_t context) {
    uint32_t before = s->context;
    s->context = context;
    s->epoch++;
    return before;
}

static void compare_scores(struct session *s, struct session *after, struct change_effects *effects,
                           struct effects_lists *lists) {
    uint32_t here = go_outside(s, 0), there = go_outside(after, 0);
    for (size_t i = 0; i < s->program->symbol_count; i++) {
        const struct symbol *symbol = s->program->symbols[i];
        bool of_card = symbol->owner && symbol->owner->kind == SYMBOL_RECORD;
        bool formula = symbol->kind == SYMBOL_SCORE ||
                       (symbol->kind == SYMBOL_DEFINE && !symbol->parameter_count && !of_card);
        if (!formula)
            continue;
        struct value a = session_value(s, symbol), b = session_value(after, symbol);
        if (value_same(a, b) && a.prorated == b.prorated)
            continue;
        lists->scores[effects->score_count++] =
            (struct score_change){symbol, value_copy(&s->scratch, a), value_copy(&s->scratch, b)};
    }
    go_outside(s, here);
    go_outside(after, there);
}

static void compare(struct session *s, struct session *after, struct change_effects *effects) {
    struct effects_lists lists = {
        arena_array(&s->scratch, struct str, s->pool_count),
        arena_array(&s->scratch, struct str, s->pool_count),
        arena_array(&s->scratch, struct str, s->pool_count),
        arena_array(&s->scratch, struct score_change, s->program->symbol_count)};
    bool *unfit = arena_array(&s->scratch, bool, s->pool_count);
    *effects = (struct change_effects){0};
    look_ahead(s, after, unfit);
    compare_routes(s, after, unfit, effects, &lists);
    compare_scores(s, after, effects, &lists);
    effects->leaving = lists.leaving;
    effects->unfit = lists.unfit;
    effects->returning = lists.returning;
    effects->scores = lists.scores;
}

static void take_place(struct session *s, struct session *after) {
    struct session before = *s;
    after->keeper = s->keeper;
    *s = *after;
    *after = before;
    after->keeper = NULL;
}

/* ---- changing an answer ---- */
/* A clone with the other answer; NULL with the reason in `result` and `why`. */
static struct session *clone_with(struct session *s, struct str path, const struct answer *answer,
                                  enum answer_result *result, struct str *why) {
    struct session *after = clone_at(s, path);
    *result = ANSWER_REFUSED;
    if (!after) {
        *why = STR("This question cannot be answered again.");
        return NULL;
    }
    *result = session_answer(after, answer, why);
    if (*result == ANSWER_TAKEN)
        return after;
    *why = arena_str(&s->scratch, *why);
    session_free(after);
    return NULL;
}

enum answer_result session_preview(struct session *s, struct str path, const struct answer *answer,
                                   struct change_effects *effects, struct str *why) {
    enum answer_result result;
    struct session *after = clone_with(s, path, answer, &result, why);
    if (after)
        compare(s, after, effects);
    session_free(after);
    return result;
}

enum answer_result session_change(struct session *s, struct str path, const struct answer *answer,
                                  struct str *why) {
    enum answer_result result;
    struct session *after = clone_with(s, path, answer, &result, why);
    if (!after)
        return result;
    after->amended |= s->status == SESSION_COMPLETED;
    take_place(s, after);
    struct move move = {.kind = MOVE_CHANGE, .name = path, .answer = answer};
    bool kept = session_keeps(s, &move, why);
    session_free(after); /* what was before: the answer may live there */
    return kept ? result : ANSWER_REFUSED;
}

/* ---- taking a card off its list ---- */
/* The answer that put it there: the cards of one `collect`; NULL: a line of the script did. */
static struct pool_entry *brought_by(struct session *s, struct value card) {
    for (size_t i = 0; i < s->pool_count; i++) {
        struct pool_entry *e = &s->pool[i];
        for (uint32_t k = 0; e->question->symbol == card.as.list && k < e->value.len; k++)
            if (e->value.kind == VALUE_LIST && value_same(e->value.as.items[k], card))
                return e;
    }
    return NULL;
}

static void take_out(struct session *s, struct pool_entry *e, struct value card) {
    struct value *items = arena_array(&s->arena, struct value, e->value.len);
    uint32_t count = 0;
    for (uint32_t i = 0; i < e->value.len; i++)
        if (!value_same(e->value.as.items[i], card))
            items[count++] = e->value.as.items[i];
    e->value = (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
    e->recount = true;
}

/* What an answer brought leaves that answer; what is there from an earlier session is taken off. */
static struct session *clone_without(struct session *s, struct value card, struct str *why) {
    const struct pool_entry *e = brought_by(s, card);
    if (!e && !card_was_kept(s, card)) {
        say_brought(s, card, why);
        return NULL;
    }
    struct session *after = session_clone(s);
    if (e)
        take_out(after, &after->pool[e - s->pool], card);
    else
        card_take_off(after, card);
    for (size_t i = 0; !e && i < after->pool_count; i++)
        after->pool[i].recount |= after->pool[i].question->symbol == card.as.list;
    session_restart(after);
    return after;
}

bool session_preview_removal(struct session *s, struct value card, struct change_effects *effects,
                             struct str *why) {
    struct session *after = is_kept_by_safeguard(s, NULL, why) ? NULL : clone_without(s, card, why);
    if (!after)
        return false;
    compare(s, after, effects);
    session_free(after);
    return true;
}

bool session_remove(struct session *s, struct value card, struct str *why) {
    struct session *after = is_kept_by_safeguard(s, NULL, why) ? NULL : clone_without(s, card, why);
    if (!after)
        return false;
    struct buffer name;
    buffer_init(&name);
    card_path(card, &name);
    take_place(s, after);
    session_free(after);
    bool kept =
        session_keeps(s, &(struct move){.kind = MOVE_REMOVE, .name = buffer_as_str(&name)}, why);
    buffer_release(&name);
    return kept;
}
