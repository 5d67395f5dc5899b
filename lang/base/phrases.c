#include "base/phrases.h"

#include "base/source.h"
#include "base/wording.h"

#include <string.h>

enum { DENIAL_REACHES = 4 }; /* words */

struct state {
    uint32_t fail;   /* the longest shorter beginning of a phrase that ends in the same words */
    uint32_t length; /* words of the longest phrase that ends here; 0: none does */
    uint32_t depth;
};
struct edge {
    struct str word;
    uint32_t from, to; /* to 0: a free place */
};
struct phrases {
    struct arena *arena;
    const char *language;
    struct state *states;
    uint32_t state_count, state_capacity, edge_capacity;
    struct edge *edges; /* open hash table */
    size_t count;
};

struct phrases *phrases_new(struct arena *a, const char *language) {
    struct phrases *p = arena_new(a, struct phrases);
    *p = (struct phrases){.arena = a,
                          .language = language,
                          .state_count = 1,
                          .state_capacity = 8,
                          .edge_capacity = 16};
    p->states = arena_array(a, struct state, p->state_capacity);
    p->edges = arena_array(a, struct edge, p->edge_capacity);
    return p;
}

static struct edge *find_edge(const struct phrases *p, uint32_t from, struct str word) {
    size_t mask = p->edge_capacity - 1;
    for (size_t i = hash_bytes(from + 1, word.text, word.len) & mask;; i = (i + 1) & mask) {
        struct edge *e = &p->edges[i];
        if (!e->to || (e->from == from && str_same(e->word, word)))
            return e;
    }
}

static void make_room(struct phrases *p) {
    if (p->state_count == p->state_capacity) {
        struct state *more = arena_array(p->arena, struct state, p->state_capacity * 2);
        memcpy(more, p->states, sizeof *more * p->state_count);
        p->states = more;
        p->state_capacity *= 2;
    }
    if (p->state_count * 2 < p->edge_capacity)
        return;
    struct edge *old = p->edges;
    uint32_t old_capacity = p->edge_capacity;
    p->edge_capacity *= 2;
    p->edges = arena_array(p->arena, struct edge, p->edge_capacity);
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].to)
            *find_edge(p, old[i].from, old[i].word) = old[i];
}

static uint32_t go(struct phrases *p, uint32_t from, struct str word) {
    struct edge *e = find_edge(p, from, word);
    if (e->to)
        return e->to;
    make_room(p);
    e = find_edge(p, from, word);
    *e = (struct edge){word, from, p->state_count};
    p->states[p->state_count] = (struct state){.depth = p->states[from].depth + 1};
    return p->state_count++;
}

static bool add_phrase(struct phrases *p, struct str phrase) {
    struct wording w = wording_of(p->arena, phrase, p->language);
    bool two = false;
    for (size_t i = 0; i < w.count; i++)
        two |= w.words[i].other.len > 0;
    for (int reading = 0; reading <= two; reading++) {
        uint32_t state = 0;
        for (size_t i = 0; i < w.count; i++)
            state =
                go(p, state, reading && w.words[i].other.len ? w.words[i].other : w.words[i].text);
        p->states[state].length = p->states[state].depth;
    }
    p->count += w.count > 0;
    return w.count > 0;
}

bool phrases_add(struct phrases *p, struct str list) {
    bool good = true;
    while (list.text) {
        const char *comma = list.len ? memchr(list.text, ',', list.len) : NULL;
        size_t len = comma ? (size_t)(comma - list.text) : list.len;
        good &= add_phrase(p, (struct str){list.text, len});
        list = comma ? (struct str){comma + 1, list.len - len - 1} : (struct str){NULL, 0};
    }
    return good;
}

static uint32_t next_state(const struct phrases *p, uint32_t state, struct str word) {
    for (;;) {
        uint32_t to = find_edge(p, state, word)->to;
        if (to || !state)
            return to;
        state = p->states[state].fail;
    }
}

/* States in the order of their depth, so that the shorter ones are known. */
void phrases_close(struct phrases *p) {
    const struct edge **by_state = arena_array(p->arena, const struct edge *, p->state_count);
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < p->edge_capacity; i++)
        if (p->edges[i].to)
            by_state[p->edges[i].to] = &p->edges[i];
    for (uint32_t s = 1; s < p->state_count; s++)
        deepest = p->states[s].depth > deepest ? p->states[s].depth : deepest;
    for (uint32_t depth = 1; depth <= deepest; depth++)
        for (uint32_t s = 1; s < p->state_count; s++) {
            if (p->states[s].depth != depth)
                continue;
            const struct edge *e = by_state[s];
            uint32_t fail = depth > 1 ? next_state(p, p->states[e->from].fail, e->word) : 0;
            p->states[s].fail = fail;
            if (!p->states[s].length)
                p->states[s].length = p->states[fail].length;
        }
}

size_t phrases_count(const struct phrases *p) {
    return p->count;
}

static bool is_denied(const struct wording *w, size_t first) {
    for (size_t i = first, far = 0; i-- > 0 && far < DENIAL_REACHES; far++) {
        const struct word *word = &w->words[i];
        if (word->sentence != w->words[first].sentence || word->turns)
            return false;
        if (word->negates)
            return true;
    }
    return false;
}

static enum mention find(const struct phrases *p, const struct wording *w, bool other,
                         size_t *first, size_t *last) {
    enum mention best = MENTION_NONE;
    uint32_t state = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct word *word = &w->words[i];
        if (i && word->sentence != w->words[i - 1].sentence)
            state = 0;
        state = next_state(p, state, other && word->other.len ? word->other : word->text);
        uint32_t length = p->states[state].length;
        if (!length)
            continue;
        size_t start = i + 1 - length;
        enum mention now = is_denied(w, start) ? MENTION_DENIED : MENTION_AFFIRMED;
        if (now <= best)
            continue;
        best = now;
        *first = start;
        *last = i;
    }
    return best;
}

enum mention phrases_find(const struct phrases *p, struct arena *scratch, struct str text,
                          struct str *found) {
    struct wording w = wording_of(scratch, text, p->language);
    size_t first = 0, last = 0, first_other, last_other;
    enum mention mention = find(p, &w, false, &first, &last);
    bool two = false;
    for (size_t i = 0; i < w.count; i++)
        two |= w.words[i].other.len > 0;
    enum mention other = two ? find(p, &w, true, &first_other, &last_other) : MENTION_NONE;
    if (other > mention) {
        mention = other;
        first = first_other;
        last = last_other;
    }
    if (found && mention != MENTION_NONE) {
        uint32_t end = w.words[last].at + w.words[last].len;
        *found = (struct str){text.text + w.words[first].at, end - w.words[first].at};
    }
    return mention;
}
