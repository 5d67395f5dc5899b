/* Going back and changing an answer. Both run the entry again over the pool (pool.c). A change is
   tried out on a clone first; making it is taking the clone's place. */
#include "run/state.h"

#include <string.h>

bool session_back(struct session *s) {
    size_t last = s->route_count;
    while (last > 0 && s->pool[s->route[last - 1]].full) /* was no question: its labels were */
        last--;
    if (last == 0 || s->status == SESSION_STOPPED)
        return false;
    s->pool[s->route[last - 1]].ask_again = true;
    session_restart(s);
    return true;
}

/* ---- finding an answer by its name ---- */
/* "Anna/closeness", "Anna.closeness": what is asked about a card, by the card's label. */
static bool is_named_by_card(struct session *s, const struct pool_entry *e, struct str name) {
    struct value card =
        e->context ? s->contexts[e->context].element : value_missing(MISSING_NOT_ASKED);
    struct str field = name_str(e->question->symbol->name);
    if (card.kind != VALUE_CARD || name.len <= field.len + 1)
        return false;
    size_t at = name.len - field.len;
    struct str label = {name.text, at - 1};
    return memcmp(name.text + at, field.text, field.len) == 0 &&
           (name.text[at - 1] == '/' || name.text[at - 1] == '.') &&
           value_same(card_called(s, card.as.list, label, value_missing(MISSING_NOT_ASKED)), card);
}

static bool is_named(struct session *s, const struct pool_entry *e, struct str path,
                     struct str name, uint32_t occurrence) {
    const struct symbol *symbol = e->question->symbol;
    bool named = str_same(path, name) || str_same(symbol->path, name) ||
                 str_same(name_str(symbol->name), name) || is_named_by_card(s, e, name);
    return e->on_route && named && (!occurrence || e->occurrence == occurrence);
}

static bool same_asking(const struct pool_entry *a, const struct pool_entry *b) {
    return a->question->symbol == b->question->symbol && a->context == b->context;
}

static struct pool_entry *find_answer(struct session *s, struct str name, struct str *why) {
    const char *hash = memchr(name.text, '#', name.len);
    uint32_t occurrence = 0;
    struct str bare = name;
    if (hash) {
        bare.len = (size_t)(hash - name.text);
        for (const char *c = hash + 1; c < name.text + name.len && *c >= '0' && *c <= '9'; c++)
            occurrence = occurrence * 10 + (uint32_t)(*c - '0');
    }
    struct pool_entry *found = NULL;
    struct str nearest = {"", 0};
    int best = INT32_MAX, distance;
    for (size_t i = 0; i < s->route_count; i++) {
        struct pool_entry *e = &s->pool[s->route[i]];
        struct str path = answer_path(s, e->question, e->context, 1);
        if (is_named(s, e, path, bare, occurrence)) {
            if (found && !same_asking(found, e) && !str_same(path, bare)) {
                struct str other = answer_path(s, found->question, found->context, 1);
                *why = arena_printf(&s->scratch, "Several questions are called %.*s: %.*s, %.*s.",
                                    (int)bare.len, bare.text, (int)other.len, other.text,
                                    (int)path.len, path.text);
                return NULL;
            }
            found = e; /* the latest */
        } else if (name_is_near(bare, path, &distance) && distance < best) {
            best = distance;
            nearest = path;
        }
    }
    if (!found)
        *why = nearest.len
                   ? arena_printf(&s->scratch, "There is no answer called %.*s. Did you mean %.*s?",
                                  (int)name.len, name.text, (int)nearest.len, nearest.text)
                   : arena_printf(&s->scratch, "There is no answer called %.*s so far.",
                                  (int)name.len, name.text);
    return found;
}

bool session_find_answer(struct session *s, struct str name, struct str *path, struct str *why) {
    struct pool_entry *e = find_answer(s, name, why);
    if (!e)
        return false;
    struct str bare = answer_path(s, e->question, e->context, 1);
    *path = e->occurrence == 1 && seat_at(s, e->question->symbol, e->context)->asked > 1
                ? arena_printf(&s->scratch, "%.*s#1", (int)bare.len, bare.text) /* not the latest */
                : answer_path(s, e->question, e->context, e->occurrence);
    return true;
}

/* ---- trying out ---- */
/* A clone that stands at this question again, with all answers before it. NULL: it does not get
 * there. */
static struct session *clone_at(struct session *s, struct str path) {
    struct str why;
    struct pool_entry *e = find_answer(s, path, &why);
    if (!e)
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
    if (p->collecting)
        return false; /* who would be named? */
    struct pool_entry *entry = pool_candidate(after, p->question->symbol);
    bool back_here = s->waiting && str_same(p->path, s->event.prompt.path);
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

enum answer_result session_preview(struct session *s, struct str path, const struct answer *answer,
                                   struct change_effects *effects, struct str *why) {
    struct session *after = clone_at(s, path);
    *effects = (struct change_effects){0};
    if (!after) {
        *why = STR("This question cannot be answered again.");
        return ANSWER_REFUSED;
    }
    enum answer_result result = session_answer(after, answer, why);
    if (result == ANSWER_TAKEN) {
        struct effects_lists lists = {
            arena_array(&s->scratch, struct str, s->pool_count),
            arena_array(&s->scratch, struct str, s->pool_count),
            arena_array(&s->scratch, struct str, s->pool_count),
            arena_array(&s->scratch, struct score_change, s->program->symbol_count)};
        bool *unfit = arena_array(&s->scratch, bool, s->pool_count);
        look_ahead(s, after, unfit);
        compare_routes(s, after, unfit, effects, &lists);
        compare_scores(s, after, effects, &lists);
        effects->leaving = lists.leaving;
        effects->unfit = lists.unfit;
        effects->returning = lists.returning;
        effects->scores = lists.scores;
    } else {
        *why = arena_str(&s->scratch, *why);
    }
    session_free(after);
    return result;
}

enum answer_result session_change(struct session *s, struct str path, const struct answer *answer,
                                  struct str *why) {
    struct session *after = clone_at(s, path);
    if (!after) {
        *why = STR("This question cannot be answered again.");
        return ANSWER_REFUSED;
    }
    enum answer_result result = session_answer(after, answer, why);
    if (result == ANSWER_TAKEN) {
        struct session before = *s;
        *s = *after;
        *after = before;
    } else {
        *why = arena_str(&s->scratch, *why);
    }
    session_free(after);
    return result;
}
