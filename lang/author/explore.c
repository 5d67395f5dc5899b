#include "author/explore.h"

#include "author/classes.h"
#include "author/count.h"
#include "author/prove.h"
#include "base/source.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_STATES = 15000, MOST_GUARANTEES = 64, MOST_OPEN = 8 };
#define NO_STATE UINT32_MAX

/* One line of a guarantee, on the way. */
struct promise {
    const struct node_guarantee *guarantee;
    const struct node *line; /* whenever, at end */
    uint32_t broken;         /* the state that the shortest way to break it ends in */
    bool proved;             /* it follows from how the lines stand */
};

/* Where ways meet. */
struct state {
    struct session *session; /* until it has been gone on from */
    uint32_t parent, depth;
    struct str question, answer; /* that led here from the parent */
    bool collecting;             /* … who belongs to a list */
    uint32_t *next;              /* malloc'ed: where its answers lead */
    size_t next_count, next_capacity;
    uint64_t pending, met; /* by promise: what has to follow; its condition held last */
    bool end;
    struct count ways; /* from here to an end */
    uint32_t longest;
    uint8_t counted; /* 0 not yet, 1 being counted, 2 done */
};

struct explorer {
    struct program *p;
    const struct explore_options *options;
    struct live *live;
    struct classes *classes;
    struct arena arena, scratch;
    struct state *states;
    size_t state_count, state_capacity;
    struct str *keys; /* by state, in the arena */
    size_t key_capacity;
    uint32_t *table; /* open hash table of states, +1 */
    size_t table_size;
    struct promise promises[MOST_GUARANTEES];
    size_t promise_count;
    bool *reached, *asked; /* by symbol */
    const struct symbol *open[MOST_OPEN];
    size_t open_count;
    bool full, bounded, loops;
    uint32_t an_end; /* where most ways end */
    uint32_t wrong;  /* a state in which the script stopped */
    struct str wrong_words;
};

/* ---- promises ---- */
static void find_promises(struct explorer *x) {
    for (size_t i = 0; i < x->p->module_count; i++)
        for (struct node *n = x->p->modules[i]->lines; n; n = n->next)
            for (struct node *line = n->kind == NODE_guarantee ? AST(guarantee, n)->body : NULL;
                 line && x->promise_count < MOST_GUARANTEES; line = line->next) {
                if (line->kind != NODE_whenever && line->kind != NODE_at_end)
                    continue;
                x->promises[x->promise_count++] = (struct promise){
                    AST(guarantee, n), line, NO_STATE, proves(x->p, x->options->entry, line)};
                live_always(x->live, line->kind == NODE_whenever ? AST(whenever, line)->condition
                                                                 : AST(at_end, line)->condition);
            }
}

static bool holds(struct session *s, const struct node *condition) {
    struct value v = session_evaluate(s, condition);
    return v.kind == VALUE_YES_NO && v.as.yes;
}

static void break_promise(struct promise *promise, uint32_t state) {
    if (promise->broken == NO_STATE)
        promise->broken = state;
}

/* Each time the condition turns true, something has to follow. */
static void look_at_conditions(struct explorer *x, struct state *state, struct session *s) {
    for (size_t i = 0; i < x->promise_count; i++) {
        if (x->promises[i].line->kind != NODE_whenever)
            continue;
        uint64_t bit = 1ull << i;
        bool now = holds(s, AST(whenever, x->promises[i].line)->condition);
        if (now && !(state->met & bit))
            state->pending |= bit;
        state->met = now ? state->met | bit : state->met & ~bit;
    }
}

static void look_at_stops(struct explorer *x, uint32_t index, struct session *s, size_t from) {
    struct state *state = &x->states[index];
    for (size_t r = from; r < session_reached_count(s); r++) {
        const struct symbol *here = session_reached_at(s, r);
        x->reached[here->index] = true;
        for (size_t i = 0; i < x->promise_count; i++) {
            const struct node_whenever *w = x->promises[i].line->kind == NODE_whenever
                                                ? AST(whenever, x->promises[i].line)
                                                : NULL;
            if (w && w->then_symbol == here)
                state->pending &= ~(1ull << i);
            else if (w && w->before_symbol == here && state->pending & 1ull << i)
                break_promise(&x->promises[i], index);
        }
    }
}

static void look_at_end(struct explorer *x, uint32_t index, struct session *s) {
    for (size_t i = 0; i < x->promise_count; i++) {
        struct promise *promise = &x->promises[i];
        if (promise->line->kind == NODE_at_end) {
            if (!session_handed_over(s) && !holds(s, AST(at_end, promise->line)->condition))
                break_promise(promise, index);
        } else if (!AST(whenever, promise->line)->before_symbol &&
                   x->states[index].pending & 1ull << i) {
            break_promise(promise, index);
        }
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

/* Runs to the next question. */
static const struct event *run_on(struct explorer *x, struct session *s) {
    const struct event *e;
    while ((e = session_next(s))->kind != EVENT_ASK && e->kind != EVENT_END &&
           e->kind != EVENT_ERROR)
        continue;
    if (e->kind == EVENT_ASK)
        x->asked[e->prompt.question->symbol->index] = true;
    return e;
}

static struct str key_of(struct explorer *x, struct session *s, const struct state *state) {
    struct buffer b;
    buffer_init(&b);
    session_key(s, live_at(x->live, s), &b);
    buffer_add(&b, (const char *)&state->pending, sizeof state->pending);
    buffer_add(&b, (const char *)&state->met, sizeof state->met);
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

/* Does something that was found lead to this state? */
static bool is_needed(const struct explorer *x, uint32_t index) {
    bool needed = x->wrong == index;
    for (size_t i = 0; i < x->promise_count; i++)
        needed |= x->promises[i].broken == index;
    return needed;
}

/* The state that the session is in: a known one, or this new one, which then keeps the session. */
static uint32_t settle(struct explorer *x, uint32_t index, struct session *s,
                       const struct event *e) {
    if (e->kind != EVENT_ASK) {
        if (e->kind == EVENT_ERROR && x->wrong == NO_STATE) {
            x->wrong = index;
            x->wrong_words = arena_str(&x->arena, e->text);
        } else if (e->kind == EVENT_END) {
            look_at_end(x, index, s);
        }
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
    return index;
}

/* ---- answers, as a test writes them ---- */
static void write_value(struct value v, struct buffer *out) {
    static const char *const absent[] = {"declined", "declined",       "declined",
                                         "unknown",  "not applicable", "declined"};
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        buffer_text(out, absent[v.reason]);
        break;
    case VALUE_YES_NO:
        buffer_text(out, v.as.yes ? "yes" : "no");
        break;
    case VALUE_NUMBER:
        buffer_number(out, v.as.number);
        break;
    case VALUE_TEXT:
        buffer_printf(out, "\"%.*s\"", (int)v.len, v.as.text);
        break;
    case VALUE_OTHER:
        buffer_printf(out, "\"%.*s\"", (int)v.as.other->text.len, v.as.other->text.text);
        break;
    case VALUE_CHOICE:
        buffer_text(out, v.as.option->code->text);
        break;
    case VALUE_DATE:
        buffer_printf(out, "%04d-%02d-%02d", v.as.date.year, v.as.date.month, v.as.date.day);
        break;
    case VALUE_TIME:
        buffer_printf(out, "%d:%02d", v.as.time / 60, v.as.time % 60);
        break;
    case VALUE_DURATION:
        buffer_printf(out, "%d minutes", v.as.duration.minutes);
        break;
    case VALUE_LIST:
        if (!v.len)
            buffer_text(out, "none");
        for (uint32_t i = 0; i < v.len; i++) {
            buffer_text(out, i ? ", " : "(");
            write_value(v.as.items[i], out);
        }
        buffer_text(out, v.len ? ")" : "");
        break;
    case VALUE_CARD:
        buffer_printf(out, "\"Person %u\"", v.len);
        break;
    }
}

static struct str written(struct explorer *x, struct value v) {
    struct buffer b;
    buffer_init(&b);
    write_value(v, &b);
    struct str text = buffer_keep(&b, &x->arena);
    buffer_release(&b);
    return text;
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

/* One answer; false when the question does not take it. */
static bool try_answer(struct explorer *x, uint32_t from, struct value v, bool open) {
    struct session *s = session_clone(x->states[from].session);
    const struct event *e = session_next(s);
    const struct symbol *symbol = e->prompt.question->symbol;
    struct str question = arena_str(&x->arena, e->prompt.path), why;
    size_t reached = session_reached_count(s);
    if (session_answer(s, &(struct answer){.value = v, .confirmed = true}, &why) != ANSWER_TAKEN) {
        session_free(s);
        return false;
    }
    struct state state = {.parent = from,
                          .depth = x->states[from].depth + 1,
                          .question = question,
                          .collecting = e->prompt.collecting,
                          .answer = written(x, v),
                          .pending = x->states[from].pending,
                          .met = x->states[from].met};
    look_at_conditions(x, &state, s);
    uint32_t index = state_new(x, state);
    e = run_on(x, s);
    look_at_stops(x, index, s, reached);
    uint64_t before = x->states[index].pending;
    look_at_conditions(x, &x->states[index], s); /* a line of the script may have done it */
    uint64_t late = x->states[index].pending & ~before;
    for (size_t i = 0; late && i < x->promise_count; i++)
        for (size_t r = reached; late & 1ull << i && r < session_reached_count(s); r++)
            if (session_reached_at(s, r) == AST(whenever, x->promises[i].line)->then_symbol)
                x->states[index].pending &= ~(1ull << i);
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

static void begin(struct explorer *x) {
    struct session_options given = {.entry = x->options->entry, .today = x->options->today};
    struct session *s = session_new(x->p, &given);
    uint32_t index = state_new(x, (struct state){.parent = NO_STATE});
    const struct event *e = run_on(x, s);
    look_at_stops(x, index, s, 0);
    look_at_conditions(x, &x->states[index], s);
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
        x->loops |= next->counted == 1;
        if (next->counted)
            continue;
        next->counted = 1;
        *array_push(stack, count, capacity) = (struct visit){(uint32_t)(next - x->states), 0};
    }
    free(stack);
}

static uint32_t shortest(const struct explorer *x) {
    for (size_t i = 0; i < x->state_count; i++)
        if (x->states[i].end)
            return x->states[i].depth;
    return 0;
}

/* ---- what was found, in words ---- */
static bool is_complete(const struct explorer *x) {
    return !x->full && !x->bounded && !x->open_count && x->wrong == NO_STATE;
}

/* The name in front of '#', '/'. */
static size_t stem_of(struct str path) {
    size_t len = 0;
    while (len < path.len && path.text[len] != '#' && path.text[len] != '/')
        len++;
    return len;
}

static bool same_stem(const struct state *a, const struct state *b) {
    size_t len = stem_of(a->question);
    return stem_of(b->question) == len && memcmp(a->question.text, b->question.text, len) == 0;
}

/* Who was named, and below each what was answered about them: all that begins with the list's name.
 */
static void say_people(struct explorer *x, const uint32_t *way, size_t from, size_t count,
                       struct buffer *out) {
    const struct state *first = &x->states[way[from]];
    size_t stem = stem_of(first->question);
    buffer_printf(out, "      answer %.*s\n", (int)stem, first->question.text);
    for (uint32_t person = 1;; person++) {
        uint32_t number = 0;
        for (size_t i = from; i < count; i++) {
            const struct state *s = &x->states[way[i]];
            bool label = s->question.len == stem && same_stem(first, s) && s->answer.len > 2 &&
                         s->answer.text[0] == '"';
            if (label && ++number == person)
                buffer_printf(out, "        - %.*s\n", (int)s->answer.len, s->answer.text);
        }
        if (number < person)
            return;
        struct str prefix =
            arena_printf(&x->scratch, "%.*s/%u/", (int)stem, first->question.text, person);
        for (size_t i = from; i < count; i++) {
            const struct state *s = &x->states[way[i]];
            if (s->question.len > prefix.len &&
                memcmp(s->question.text, prefix.text, prefix.len) == 0)
                buffer_printf(out, "          %.*s = %.*s\n", (int)(s->question.len - prefix.len),
                              s->question.text + prefix.len, (int)s->answer.len, s->answer.text);
        }
    }
}

/* All askings of a question stand on one line, where it was put first. */
static void say_askings(struct explorer *x, const uint32_t *way, size_t from, size_t count,
                        struct buffer *out) {
    const struct state *first = &x->states[way[from]];
    bool is_about = stem_of(first->question) < first->question.len &&
                    first->question.text[stem_of(first->question)] == '/';
    size_t len = is_about ? first->question.len : stem_of(first->question);
    buffer_printf(out, "      %sanswer %.*s = %.*s", is_about ? "# " : "", (int)len,
                  first->question.text, (int)first->answer.len, first->answer.text);
    for (size_t i = from + 1; i < count && !is_about; i++)
        if (same_stem(first, &x->states[way[i]]))
            buffer_printf(out, ", %.*s", (int)x->states[way[i]].answer.len,
                          x->states[way[i]].answer.text);
    buffer_char(out, '\n');
}

static void say_way(struct explorer *x, uint32_t state, struct buffer *out) {
    size_t count = x->states[state].depth, i = count;
    uint32_t *way = arena_array(&x->scratch, uint32_t, count + 1);
    for (uint32_t s = state; s != NO_STATE && i > 0; s = x->states[s].parent)
        way[--i] = s;
    const struct symbol *entry = x->options->entry;
    if (entry->kind != SYMBOL_INTERVIEW)
        buffer_printf(out, "      run %.*s\n", (int)entry->path.len, entry->path.text);
    for (i = 0; i < count; i++) {
        const struct state *s = &x->states[way[i]];
        bool told = false, named = false;
        for (size_t k = 0; k < i; k++)
            told |=
                same_stem(&x->states[way[k]], s) &&
                (x->states[way[k]].collecting || !memchr(s->question.text, '/', s->question.len));
        if (told)
            continue;
        for (size_t k = i; k < count && s->collecting; k++)
            named |= same_stem(s, &x->states[way[k]]) && x->states[way[k]].answer.len > 2 &&
                     x->states[way[k]].answer.text[0] == '"';
        if (named)
            say_people(x, way, i, count, out);
        else if (s->collecting)
            buffer_printf(out, "      answer %.*s = %s\n", (int)stem_of(s->question),
                          s->question.text, s->answer.text[0] == '"' ? "none" : "declined");
        else
            say_askings(x, way, i, count, out);
    }
}

static void say_broken(struct explorer *x, const struct promise *promise, struct buffer *out) {
    struct str title = AST(text, promise->guarantee->title)->value;
    buffer_printf(out, "  broken: %.*s\n    A shortest way, as a test that fails:\n\n",
                  (int)title.len, title.text);
    buffer_printf(out, "    test \"%.*s\"\n", (int)title.len, title.text);
    say_way(x, promise->broken, out);
    if (promise->line->kind == NODE_whenever) {
        buffer_printf(out, "      expect reached %s\n\n", AST(whenever, promise->line)->then->text);
        return;
    }
    struct str condition = source_text(&x->p->sources, AST(at_end, promise->line)->condition->span);
    buffer_printf(out, "      expect %.*s\n\n", (int)condition.len, condition.text);
}

/* A guarantee holds when each of its lines does. */
static bool say_guarantees(struct explorer *x, struct buffer *out, bool *all) {
    bool broken = false;
    *all = true;
    for (size_t i = 0, end; i < x->promise_count; i = end) {
        const struct node_guarantee *guarantee = x->promises[i].guarantee;
        struct str title = AST(text, guarantee->title)->value;
        bool good = true, proved = true;
        for (end = i; end < x->promise_count && x->promises[end].guarantee == guarantee; end++) {
            good &= x->promises[end].broken == NO_STATE;
            proved &= x->promises[end].proved || is_complete(x);
            if (x->promises[end].broken != NO_STATE)
                say_broken(x, &x->promises[end], out);
        }
        broken |= !good;
        *all &= good && proved;
        if (good)
            buffer_printf(out, "  %s: %.*s\n", proved ? "proved" : "not broken so far",
                          (int)title.len, title.text);
    }
    return broken;
}

static void say_unreached(struct explorer *x, struct buffer *out) {
    bool any = false;
    for (size_t i = 0; i < x->p->symbol_count; i++) {
        const struct symbol *s = x->p->symbols[i];
        bool runs = (s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY ||
                     s->kind == SYMBOL_SAFEGUARD) &&
                    s != x->options->entry;
        bool lost = runs ? !x->reached[i]
                    : s->kind == SYMBOL_QUESTION
                        ? !x->asked[i] && s->owner &&
                              (s->owner == x->options->entry || x->reached[s->owner->index])
                        : false;
        if (!lost || s->module->index != 0)
            continue;
        if (!any)
            buffer_text(out, is_complete(x) ? "Never reached:\n" : "Not reached so far:\n");
        any = true;
        struct place place = source_place(&x->p->sources, s->node->span.lo);
        buffer_printf(out, "  %s:%u: %s `%.*s`\n", place.source ? place.source->path : "",
                      place.line,
                      runs ? s->kind == SYMBOL_BRANCH      ? "the branch"
                             : s->kind == SYMBOL_SAFEGUARD ? "the safeguard"
                                                           : "the inventory"
                           : "the question",
                      (int)s->path.len, s->path.text);
    }
}

static void say_size(struct explorer *x, struct buffer *out) {
    const struct symbol *entry = x->options->entry;
    buffer_printf(out, "%.*s: ", (int)entry->path.len, entry->path.text);
    if (x->full) {
        buffer_printf(out, "more than %zu different places; the rest was not looked at\n",
                      x->state_count);
        return;
    }
    if (x->loops)
        buffer_text(out, "ways without number, since some lines can be repeated");
    else
        count_print(&x->states[0].ways, out);
    if (!x->loops)
        buffer_text(out, " ways that the script can tell apart");
    buffer_printf(out, ", in %zu places\n", x->state_count);
    if (x->loops)
        buffer_printf(out, "The shortest asks %u question%s.\n", shortest(x),
                      shortest(x) == 1 ? "" : "s");
    else
        buffer_printf(out, "The shortest asks %u question%s, the longest %u.\n", shortest(x),
                      shortest(x) == 1 ? "" : "s", x->states[0].longest);
}

static void say_what_is_open(struct explorer *x, struct buffer *out) {
    if (is_complete(x))
        return;
    buffer_text(out, "Not all was seen:\n");
    if (x->full)
        buffer_text(out, "  there are more ways than the limit; --states N looks further\n");
    if (x->bounded)
        buffer_text(out, "  lists were tried with up to two people in each\n");
    for (size_t i = 0; i < x->open_count; i++)
        buffer_printf(out, "  %.*s was tried with some of its values only\n",
                      (int)x->open[i]->path.len, x->open[i]->path.text);
    if (x->wrong != NO_STATE) {
        buffer_printf(out, "  the script stops: %.*s\n", (int)x->wrong_words.len,
                      x->wrong_words.text);
        say_way(x, x->wrong, out);
    }
}

static void release(struct explorer *x) {
    for (size_t i = 0; i < x->state_count; i++) {
        session_free(x->states[i].session);
        free(x->states[i].next);
        count_release(&x->states[i].ways);
    }
    free(x->states);
    free(x->keys);
    free(x->table);
    free(x->reached);
    free(x->asked);
    classes_free(x->classes);
    live_free(x->live);
    arena_release(&x->arena);
    arena_release(&x->scratch);
}

enum explore_result explore(struct program *p, const struct explore_options *options,
                            struct buffer *out) {
    struct explorer x = {.p = p, .options = options, .wrong = NO_STATE, .an_end = NO_STATE};
    arena_init(&x.arena);
    arena_init(&x.scratch);
    x.live = live_new(p);
    x.classes = classes_new(p, x.live);
    x.reached = memory_get(p->symbol_count + 1);
    x.asked = memory_get(p->symbol_count + 1);
    find_promises(&x);
    walk(&x);
    if (!x.full)
        count_ways(&x);
    say_size(&x, out);
    say_unreached(&x, out);
    say_what_is_open(&x, out);
    if (x.promise_count)
        buffer_text(out, "Guarantees:\n");
    bool all, broken = say_guarantees(&x, out, &all);
    bool good = is_complete(&x) || (x.promise_count && all);
    enum explore_result result = broken || x.wrong != NO_STATE ? EXPLORE_REFUTED
                                 : good                        ? EXPLORE_GOOD
                                                               : EXPLORE_OPEN;
    release(&x);
    return result;
}

static bool bears_on_safety(const struct symbol *s) {
    for (uint32_t i = 0; s->inventory && i < s->inventory->item_count; i++)
        if (s->inventory->items[i]->safety)
            return true;
    return false;
}

enum explore_result explore_each(struct program *p, const struct explore_options *options,
                                 struct buffer *out) {
    enum explore_result worst = EXPLORE_GOOD;
    bool any = false;
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        bool runs = s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY;
        if (!runs || s->parameter_count || (s->module->index != 0 && !bears_on_safety(s)))
            continue;
        struct explore_options own = *options;
        own.entry = s;
        buffer_text(out, any ? "\n" : "");
        any = true;
        enum explore_result result = explore(p, &own, out);
        if (worst != EXPLORE_REFUTED && result != EXPLORE_GOOD)
            worst = result;
    }
    return worst;
}
