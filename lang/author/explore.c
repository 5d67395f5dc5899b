#include "author/explore.h"

#include "author/explorer.h"
#include "author/prove.h"
#include "base/source.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_STATES = 15000 };

/* ---- promises ---- */
static void find_promises(struct explorer *x) {
    promises_find(&x->promises, x->p);
    for (size_t i = 0; i < x->promises.count; i++) {
        const struct promise *promise = &x->promises.items[i];
        x->findings[i] = (struct finding){.broken = NO_STATE,
                                          .proved = proves(x->p, x->options->entry, promise->line)};
        live_always(x->live, promise_condition(promise));
    }
}

/* The first way that was found is a shortest one, unless it was found beyond the limit. */
static void note_broken(struct explorer *x, uint64_t broken, uint32_t state) {
    for (size_t i = 0; broken && i < x->promises.count; i++) {
        struct finding *f = &x->findings[i];
        bool better = f->broken == NO_STATE ||
                      (f->beyond && x->states[state].depth < x->states[f->broken].depth);
        if (!(broken & UINT64_C(1) << i) || !better)
            continue;
        f->broken = state;
        f->beyond = x->full;
    }
}

/* ---- states ---- */
static uint32_t *slot_of(struct explorer *x, struct str key) {
    size_t mask = x->table_size - 1, i = hash_bytes(7, key.text, key.len) & mask;
    while (x->table[i] && !str_same(x->keys[x->table[i] - 1], key))
        i = (i + 1) & mask;
    return &x->table[i];
}

static void grow_table(struct explorer *x) {
    free(x->table);
    x->table_size = x->table_size ? x->table_size * 2 : 1024;
    x->table = memory_get(sizeof *x->table * x->table_size);
    for (size_t i = 0; i < x->state_count; i++)
        if (x->keys[i].len)
            *slot_of(x, x->keys[i]) = (uint32_t)i + 1;
}

static struct str key_of(struct explorer *x, struct session *s, const struct state *state) {
    struct buffer b;
    buffer_init(&b);
    session_key(s, live_at(x->live, s), &b);
    buffer_add(&b, (const char *)&state->watch, sizeof state->watch);
    struct str key = buffer_keep(&b, &x->scratch);
    buffer_release(&b);
    return key;
}

static uint32_t state_new(struct explorer *x, struct state state) {
    if (x->state_count + 1 > x->key_capacity) {
        x->key_capacity = x->key_capacity ? x->key_capacity * 2 : 256;
        x->keys = memory_resize(x->keys, sizeof *x->keys * x->key_capacity);
    }
    x->keys[x->state_count] = (struct str){"", 0};
    *array_push(x->states, x->state_count, x->state_capacity) = state;
    return (uint32_t)x->state_count - 1;
}

static const struct event *to_the_question(struct session *s) {
    const struct event *e;
    while ((e = session_next(s))->kind != EVENT_ASK && e->kind != EVENT_END &&
           e->kind != EVENT_ERROR)
        continue;
    return e;
}

static void note_asked(struct explorer *x, const struct prompt *p) {
    const struct question *q = p->question;
    x->asked[q->symbol->index] = true;
    for (uint32_t i = 0; x->offered[q->index] && i < p->offer_count; i++)
        if (p->offers[i].option)
            x->offered[q->index][p->offers[i].option - q->choices->items] = true;
}

/* Runs to the next question, and notes what was reached on the way. */
static const struct event *run_on(struct explorer *x, struct session *s, uint32_t index,
                                  size_t reached) {
    const struct event *e = to_the_question(s);
    if (e->kind == EVENT_ASK)
        note_asked(x, &e->prompt);
    for (size_t r = reached; r < session_reached_count(s); r++)
        x->reached[session_reached_at(s, r)->index] = true;
    note_broken(x, promises_moved(&x->promises, s, &x->states[index].watch, reached), index);
    return e;
}

/* Does something that was found lead to this state? */
static bool is_needed(const struct explorer *x, uint32_t index) {
    bool needed = x->wrong == index;
    for (size_t i = 0; i < x->promises.count; i++)
        needed |= x->findings[i].broken == index;
    return needed;
}

/* The state that the session is in: a known one, or this new one, which then keeps the session. */
static uint32_t settle(struct explorer *x, uint32_t index, struct session *s,
                       const struct event *e) {
    if (e->kind != EVENT_ASK) {
        x->states[index].end = true;
        session_free(s);
        if (x->an_end != NO_STATE && !is_needed(x, index)) {
            x->state_count--;
            return x->an_end;
        }
        x->an_end = x->an_end == NO_STATE ? index : x->an_end;
        return index;
    }
    if (x->table_size < 2 * (x->state_count + 1))
        grow_table(x);
    struct str key = key_of(x, s, &x->states[index]);
    uint32_t *slot = slot_of(x, key);
    if (*slot && !x->options->apart) {
        session_free(s);
        x->state_count--; /* met again: the new one was the last */
        return *slot - 1;
    }
    if (!x->options->apart) {
        x->keys[index] = arena_str(&x->arena, key);
        *slot = index + 1;
    }
    x->states[index].session = s;
    x->states[index].asked = e->prompt.question;
    return index;
}

/* ---- going on ---- */
static void note_open(struct explorer *x, const struct symbol *symbol, struct session *s) {
    if (!live_at(x->live, s)->values[symbol->index])
        return; /* it is not looked at any more */
    for (size_t i = 0; i < x->open_count; i++)
        if (x->open[i] == symbol)
            return;
    if (x->open_count < MOST_OPEN)
        x->open[x->open_count++] = symbol;
}

static void add_next(struct explorer *x, uint32_t from, uint32_t to) {
    struct state *state = &x->states[from];
    *array_push(state->next, state->next_count, state->next_capacity) = to;
}

uint32_t explorer_answer(struct explorer *x, uint32_t from, struct session *s, struct value v,
                         const struct event **e) {
    struct str why;
    size_t reached = session_reached_count(s);
    if (session_answer(s, &(struct answer){.value = v, .confirmed = true}, &why) != ANSWER_TAKEN)
        return NO_STATE;
    struct state state = {.parent = from,
                          .depth = x->states[from].depth + 1,
                          .answer = value_copy(&x->arena, v),
                          .watch = x->states[from].watch};
    promises_answered(&x->promises, s, &state.watch);
    uint32_t index = state_new(x, state);
    *e = run_on(x, s, index, reached);
    if ((*e)->kind == EVENT_END) {
        note_broken(x, promises_ended(&x->promises, s, &x->states[index].watch), index);
    } else if ((*e)->kind == EVENT_ERROR && x->wrong == NO_STATE) {
        x->wrong = index;
        x->wrong_words = arena_str(&x->arena, (*e)->text);
    }
    return index;
}

/* One answer; false when the question does not take it. */
static bool try_answer(struct explorer *x, uint32_t from, struct value v, bool open) {
    struct session *s = session_clone(x->states[from].session);
    const struct event *e = session_next(s);
    const struct symbol *symbol = e->prompt.question->symbol;
    uint32_t index = explorer_answer(x, from, s, v, &e);
    if (index == NO_STATE) {
        session_free(s);
        return false;
    }
    if (open && e->kind == EVENT_ASK)
        note_open(x, symbol, s);
    add_next(x, from, settle(x, index, s, e));
    return true;
}

static void expand(struct explorer *x, uint32_t index) {
    struct session *s = x->states[index].session;
    const struct prompt *p = &session_next(s)->prompt;
    arena_reset(&x->scratch);
    struct arena answers;
    arena_init(&answers);
    struct class_list list = classes_of(x->classes, s, p, &answers);
    x->bounded |= list.bounded;
    for (size_t i = 0; i < list.count; i++)
        if (try_answer(x, index, list.items[i], list.open) && list.alike)
            break;
    arena_release(&answers);
    session_free(s);
    x->states[index].session = NULL;
}

static struct session *at_the_beginning(const struct explorer *x) {
    struct session_options given = {.entry = x->options->entry, .today = x->options->today};
    return session_new(x->p, &given);
}

/* Does the script read what an earlier session may have left? */
static bool looks_back(const struct explorer *x) {
    bool looks = x->options->entry->kind == SYMBOL_COURSE;
    for (size_t i = 0; i < x->p->symbol_count && !looks; i++) {
        const struct symbol *s = x->p->symbols[i];
        looks = s->looked_back || (s->kind == SYMBOL_KEEP && s->used) ||
                (s->kind == SYMBOL_LIST && s->node->kind == NODE_keep && s->used);
    }
    return looks;
}

static void begin(struct explorer *x) {
    x->earlier = looks_back(x);
    struct session *s = at_the_beginning(x);
    uint32_t index = state_new(x, (struct state){.parent = NO_STATE});
    const struct event *e = run_on(x, s, index, 0);
    if (e->kind == EVENT_END)
        note_broken(x, promises_ended(&x->promises, s, &x->states[index].watch), index);
    settle(x, index, s, e);
}

/* Breadth first: the first way to a state is a shortest. */
static void walk(struct explorer *x) {
    size_t most = x->options->most_states ? x->options->most_states : USUAL_STATES;
    begin(x);
    for (size_t i = 0; i < x->state_count && !x->full; i++) {
        if (!x->states[i].end)
            expand(x, (uint32_t)i);
        x->full = x->state_count >= most;
    }
}

struct session *explorer_walk_to(struct explorer *x, uint32_t state) {
    struct session *s = at_the_beginning(x);
    size_t count = x->states[state].depth, i = count;
    struct value *way = arena_array(&x->scratch, struct value, count + 1);
    struct str why;
    for (; i > 0; state = x->states[state].parent)
        way[--i] = x->states[state].answer;
    to_the_question(s);
    for (; i < count; i++) {
        session_answer(s, &(struct answer){.value = way[i], .confirmed = true}, &why);
        to_the_question(s);
    }
    return s;
}

/* ---- how many ways ---- */
static void count_state(struct explorer *x, uint32_t index) {
    struct state *state = &x->states[index];
    count_set(&state->ways, state->end);
    for (size_t i = 0; i < state->next_count; i++) {
        const struct state *next = &x->states[state->next[i]];
        count_add(&state->ways, &next->ways);
        if (next->longest + 1 > state->longest)
            state->longest = next->longest + 1;
    }
    state->counted = 2;
}

static void note_repeated(struct explorer *x, const struct question *q) {
    for (size_t i = 0; i < x->repeated_count; i++)
        if (x->repeated[i]->symbol == q->symbol)
            return;
    if (x->repeated_count < MOST_REPEATED)
        x->repeated[x->repeated_count++] = q;
}

/* From the ends back; a state that leads to itself makes no end of ways. */
static void count_ways(struct explorer *x) {
    struct visit {
        uint32_t state, next;
    } *stack = NULL;
    size_t count = 0, capacity = 0;
    *array_push(stack, count, capacity) = (struct visit){0, 0};
    x->states[0].counted = 1;
    while (count && !x->loops) {
        struct visit *v = &stack[count - 1];
        struct state *state = &x->states[v->state];
        if (v->next == state->next_count) {
            count_state(x, v->state);
            count--;
            continue;
        }
        struct state *next = &x->states[state->next[v->next++]];
        if (next->counted == 1) {
            x->loops = true;
            for (size_t i = count; i-- > 0;) {
                note_repeated(x, x->states[stack[i].state].asked);
                if (&x->states[stack[i].state] == next)
                    break;
            }
        }
        if (next->counted)
            continue;
        next->counted = 1;
        *array_push(stack, count, capacity) = (struct visit){(uint32_t)(next - x->states), 0};
    }
    free(stack);
}

/* ---- all of it ---- */
static void find_offers(struct explorer *x) {
    x->offered = memory_get(sizeof *x->offered * (x->p->question_count + 1));
    for (size_t i = 0; i < x->p->question_count; i++) {
        const struct question *q = x->p->questions[i];
        if (q->choices && q->form != FORM_RATING)
            x->offered[i] = memory_get(q->choices->count + 1);
    }
}

struct explorer *explore(struct program *p, const struct explore_options *options) {
    struct explorer *x = memory_get(sizeof *x);
    *x = (struct explorer){.p = p, .options = options, .wrong = NO_STATE, .an_end = NO_STATE};
    arena_init(&x->arena);
    arena_init(&x->scratch);
    x->live = live_new(p);
    x->classes = classes_new(p, x->live);
    x->reached = memory_get(p->symbol_count + 1);
    x->asked = memory_get(p->symbol_count + 1);
    find_offers(x);
    find_promises(x);
    walk(x);
    x->place_count = x->state_count;
    if (x->full)
        explorer_go_beyond(x);
    else
        count_ways(x);
    return x;
}

void explore_free(struct explorer *x) {
    for (size_t i = 0; i < x->state_count; i++) {
        session_free(x->states[i].session);
        free(x->states[i].next);
        count_release(&x->states[i].ways);
    }
    for (size_t i = 0; i < x->p->question_count; i++)
        free(x->offered[i]);
    free(x->offered);
    free(x->states);
    free(x->keys);
    free(x->table);
    free(x->reached);
    free(x->asked);
    classes_free(x->classes);
    live_free(x->live);
    arena_release(&x->arena);
    arena_release(&x->scratch);
    free(x);
}

static bool bears_on_safety(const struct symbol *s) {
    for (uint32_t i = 0; s->inventory && i < s->inventory->item_count; i++)
        if (s->inventory->items[i]->safety)
            return true;
    return false;
}

const struct symbol **explore_entries(const struct program *p, size_t *count) {
    const struct symbol **entries = memory_get(sizeof *entries * (p->symbol_count + 1));
    *count = 0;
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        bool runs = s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY;
        if (runs && !s->parameter_count && (s->module->index == 0 || bears_on_safety(s)))
            entries[(*count)++] = s;
    }
    return entries;
}
