/* Pieces of patterns put together to the machine of matcher_parts.h. It is Glushkov's automaton
   (The theory of algorithms, 1961: a state for each word of the pattern) with two differences:
   states that lead on in the same way lead to one port, and ports, states and what they are made
   of are numbered by what they are, so that patterns share what they have in common. */
#include "base/matcher_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- numbers that grow ---- */
struct numbers {
    struct arena *arena;
    uint32_t *items;
    uint32_t count, capacity;
};

static void push(struct numbers *n, uint32_t number) {
    n->items = arena_room(n->arena, n->items, n->count, &n->capacity, sizeof *n->items);
    n->items[n->count++] = number;
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* In their order, each once. */
static void sort(struct numbers *n) {
    uint32_t kept = 0;
    if (n->count > 1)
        qsort(n->items, n->count, sizeof *n->items, by_number);
    for (uint32_t i = 0; i < n->count; i++)
        if (!kept || n->items[i] != n->items[kept - 1])
            n->items[kept++] = n->items[i];
    n->count = kept;
}

static uint32_t key_of_numbers(struct keys *k, struct numbers *n) {
    return key_of(k, n->items, n->count * sizeof *n->items);
}

/* ---- what the machine is made of ---- */
static uint32_t gap_of(struct matcher *m, uint32_t most) {
    return key_of(&m->gaps, &most, sizeof most);
}

/* ---- fronts: where a pattern stands while it is put together ---- */
/* `!x` that holds for a gap. */
struct barring {
    struct piece *piece;
    struct barring *next;
};
/* States with the gap that follows them. */
struct branch {
    uint32_t gap, port; /* KEY_NONE: not asked for yet */
    struct numbers states;
    uint32_t places;          /* of them that may be reached at one word, at most */
    uint32_t depth;           /* words up to them, at most */
    const struct piece *over; /* a piece of the gap; NULL: none */
    struct barring *barrings;
    struct branch *next;
};
struct front {
    bool open; /* nothing may have been read yet: port `begin` */
    struct branch *branches;
};

struct builder {
    struct matcher *m;
    struct arena scratch;
    uint32_t begin;
    uint32_t places; /* spent, of LIMIT_PATTERN_PLACES */
    struct pattern_mistake *mistake;
    const struct piece *piece; /* that is put in */
    bool barred;               /* it is what `!` names: no step on the way */
};

static bool fail(struct builder *b, enum pattern_fault fault, const struct piece *at) {
    *b->mistake = (struct pattern_mistake){fault, at->at, at->len};
    return false;
}

static struct branch *branch_of(struct builder *b, struct front *f, uint32_t gap) {
    for (struct branch *br = f->branches; br; br = br->next)
        if (br->gap == gap)
            return br;
    struct branch *br = arena_new(&b->scratch, struct branch);
    *br = (struct branch){
        .gap = gap, .port = KEY_NONE, .states.arena = &b->scratch, .next = f->branches};
    return f->branches = br;
}

static void join_branch(struct builder *b, struct front *f, const struct branch *add,
                        uint32_t gap) {
    struct branch *br = branch_of(b, f, gap);
    for (uint32_t i = 0; i < add->states.count; i++)
        push(&br->states, add->states.items[i]);
    br->places += add->places;
    br->depth = add->depth > br->depth ? add->depth : br->depth;
    br->port = KEY_NONE;
    br->over = add->over ? add->over : br->over;
    for (const struct barring *x = add->barrings; x; x = x->next) {
        struct barring *copy = arena_new(&b->scratch, struct barring);
        *copy = (struct barring){x->piece, br->barrings};
        br->barrings = copy;
    }
}

static void join(struct builder *b, struct front *f, const struct front *add) {
    f->open |= add->open;
    for (const struct branch *br = add->branches; br; br = br->next)
        join_branch(b, f, br, br->gap);
}

static uint32_t port_of(struct builder *b, struct branch *br) {
    struct matcher *m = b->m;
    if (br->port != KEY_NONE)
        return br->port;
    sort(&br->states);
    b->places += br->places;
    uint32_t before = m->ports_by_key.count;
    uint32_t most = *(const uint32_t *)(const void *)m->gaps.items[br->gap].text;
    uint32_t gap = most ? br->gap : gap_of(m, 0); /* between neighbours nothing can stand */
    br->port = matcher_port(m, key_of_numbers(&m->places, &br->states), gap);
    if (br->port == before)
        for (uint32_t i = 0; i < br->states.count; i++)
            matcher_link(m, &m->states[br->states.items[i]].feeds, br->port);
    for (struct barring *x = br->barrings; x; x = x->next)
        x->piece->used |= most > 0;
    return br->port;
}

/* ---- words and sets ---- */
static uint32_t state_of(struct builder *b, uint32_t port, uint32_t class, uint32_t depth,
                         struct str rest) {
    struct matcher *m = b->m;
    uint32_t key[2] = {port, class}, before = m->states_by_key.count;
    uint32_t state = key_of(&m->states_by_key, key, sizeof key);
    if (state == before) {
        m->states = arena_room(m->arena, m->states, state, &m->state_capacity, sizeof *m->states);
        m->states[state] = (struct state){.port = port,
                                          .class = class,
                                          .depth = b->barred ? 0 : depth,
                                          .origin = b->piece,
                                          .rest = rest};
    }
    return state;
}

static void push_state(struct builder *b, struct branch *to, uint32_t port, uint32_t class,
                       uint32_t depth, struct str rest) {
    push(&to->states, state_of(b, port, class, depth, rest));
    to->depth = depth > to->depth ? depth : to->depth;
    to->places++;
    b->places++;
}

/* One more word, of this class. */
static void put_class(struct builder *b, struct front *in, uint32_t class, struct front *out,
                      struct str rest) {
    struct branch *to = branch_of(b, out, gap_of(b->m, 0));
    to->port = KEY_NONE;
    if (in->open)
        push_state(b, to, b->begin, class, 1, rest);
    for (struct branch *br = in->branches; br; br = br->next)
        push_state(b, to, port_of(b, br), class, br->depth + 1, rest);
}

static void push_word(struct builder *b, struct numbers *class, struct str text, struct str other) {
    push(class, key_of(&b->m->words, text.text, text.len));
    if (other.len)
        push(class, key_of(&b->m->words, other.text, other.len));
}

static uint32_t class_of(struct builder *b, struct numbers *class) {
    sort(class);
    return key_of_numbers(&b->m->classes, class);
}

/* A set in the numbers of the machine. */
struct set_words {
    uint32_t *singles; /* words that are a phrase by themselves */
    uint32_t single_count;
    uint32_t **classes; /* by phrase: those of its words; NULL for one word */
    uint32_t longest;
};

static uint32_t *classes_of(struct builder *b, const struct wording *w) {
    uint32_t *classes = arena_array(b->m->arena, uint32_t, w->count);
    for (size_t i = 0; i < w->count; i++) {
        struct numbers class = {.arena = &b->scratch};
        push_word(b, &class, w->words[i].text, w->words[i].other);
        classes[i] = class_of(b, &class);
    }
    return classes;
}

static const struct set_words *words_of_set(struct builder *b, const struct word_set *set) {
    struct matcher *m = b->m;
    const struct {
        uintptr_t set, count; /* it may have grown since */
    } key = {(uintptr_t)set, set->count};
    uint32_t before = m->sets.count, number = key_of(&m->sets, &key, sizeof key);
    if (number < before)
        return &m->set_words[number];
    m->set_words =
        arena_room(m->arena, m->set_words, number, &m->set_capacity, sizeof *m->set_words);
    struct set_words *words = &m->set_words[number];
    struct numbers singles = {.arena = m->arena};
    *words = (struct set_words){.classes = arena_array(m->arena, uint32_t *, set->count)};
    for (uint32_t i = 0; i < set->count; i++) {
        const struct wording *w = &set->phrases[i].words;
        if (w->count == 1)
            push_word(b, &singles, w->words[0].text, w->words[0].other);
        else
            words->classes[i] = classes_of(b, w);
        if (w->count > words->longest)
            words->longest = (uint32_t)w->count;
    }
    words->singles = singles.items;
    words->single_count = singles.count;
    return words;
}

/* The phrases of several words. Of all of them no more are under way at a word than the longest is
   long, since they begin alike or not at all. */
static void put_phrases(struct builder *b, struct front *in, const struct word_set *set,
                        const struct set_words *words, struct front *out) {
    uint32_t places = b->places, most = 0;
    struct front ends = {0};
    for (uint32_t i = 0; i < set->count; i++) {
        const struct wording *w = &set->phrases[i].words;
        struct str written = set->phrases[i].written;
        struct front at = *in;
        b->places = places;
        for (size_t k = 0; words->classes[i] && k < w->count; k++) {
            uint32_t next = k + 1 < w->count ? w->words[k + 1].at : (uint32_t)written.len;
            struct front to = {0};
            put_class(b, &at, words->classes[i][k], &to,
                      (struct str){written.text + next, written.len - next});
            at = to;
        }
        if (words->classes[i])
            join(b, &ends, &at);
        most = b->places > most ? b->places : most;
    }
    b->places = most > places ? most : places;
    for (struct branch *br = ends.branches; br; br = br->next)
        if (br->places > words->longest)
            br->places = words->longest;
    join(b, out, &ends);
}

/* ---- pieces ---- */
static bool put_row(struct builder *b, struct front *f, struct piece *row);

static bool is_plain(const struct piece *row) {
    for (const struct piece *p = row->first; p; p = p->next)
        if (p->kind != PIECE_WORD)
            return false;
    return true;
}

static bool gather(struct builder *b, struct front *in, struct piece *either,
                   struct numbers *singles, struct front *out);

static bool gather_row(struct builder *b, struct front *in, struct piece *row,
                       struct numbers *singles, struct front *out) {
    struct piece *only = row->first == row->last ? row->first : NULL;
    if (only && only->kind == PIECE_WORD) {
        push_word(b, singles, only->text, only->other);
        return true;
    }
    if (only && only->kind == PIECE_EITHER && !only->optional)
        return gather(b, in, only, singles, out);
    if (only && only->kind == PIECE_SET) {
        const struct set_words *words = words_of_set(b, only->set);
        for (uint32_t i = 0; i < words->single_count; i++)
            push(singles, words->singles[i]);
        b->piece = only;
        put_phrases(b, in, only->set, words, out);
        return true;
    }
    struct front way = *in;
    if (!put_row(b, &way, row))
        return false;
    join(b, out, &way);
    return true;
}

/* Alternatives of one word each are one class, in whatever order and brackets they are written.
   Phrases of plain words that are a whole pattern count as the longest of them: no more are under
   way at a word than that is long, since they begin alike or not at all. */
static bool gather(struct builder *b, struct front *in, struct piece *either,
                   struct numbers *singles, struct front *out) {
    uint32_t longest = 0;
    for (struct piece *row = either->first; row; row = row->next) {
        uint32_t before = b->places, spent;
        if (!gather_row(b, in, row, singles, out))
            return false;
        if (either->above)
            continue;
        if (out->open)
            return fail(b, PATTERN_EMPTY, row);
        spent = b->places - before;
        if (!is_plain(row))
            continue;
        longest = spent > longest ? spent : longest;
        b->places = before;
    }
    b->places += longest;
    return b->places <= LIMIT_PATTERN_PLACES || fail(b, PATTERN_LONG, either);
}

static bool put_either(struct builder *b, struct front *f, struct piece *either) {
    struct front out = {.open = f->open && either->optional};
    struct numbers singles = {.arena = &b->scratch};
    if (!gather(b, f, either, &singles, &out))
        return false;
    b->piece = either;
    if (singles.count)
        put_class(b, f, class_of(b, &singles), &out, (struct str){"", 0});
    if (either->optional)
        join(b, &out, f);
    *f = out;
    return true;
}

static void put_word(struct builder *b, struct front *f, struct piece *word) {
    struct numbers class = {.arena = &b->scratch};
    struct front out = {0};
    push_word(b, &class, word->text, word->other);
    b->piece = word;
    put_class(b, f, class_of(b, &class), &out, (struct str){"", 0});
    *f = out;
}

static void put_set(struct builder *b, struct front *f, struct piece *piece) {
    const struct set_words *words = words_of_set(b, piece->set);
    struct numbers singles = {.arena = &b->scratch};
    struct front out = {0};
    b->piece = piece;
    for (uint32_t i = 0; i < words->single_count; i++)
        push(&singles, words->singles[i]);
    if (singles.count)
        put_class(b, f, class_of(b, &singles), &out, (struct str){"", 0});
    put_phrases(b, f, piece->set, words, &out);
    *f = out;
}

/* The gap with more room or one more exclusion. */
static uint32_t wider(struct builder *b, uint32_t gap, uint32_t most, uint32_t exclusion) {
    struct str old = b->m->gaps.items[gap];
    const uint32_t *numbers = (const uint32_t *)(const void *)old.text;
    struct numbers exclusions = {.arena = &b->scratch}, key = {.arena = &b->scratch};
    for (size_t i = 1; i < old.len / sizeof *numbers; i++)
        push(&exclusions, numbers[i]);
    if (exclusion != KEY_NONE)
        push(&exclusions, exclusion);
    sort(&exclusions);
    b->places += exclusions.count;
    bool any = most == ANY_NUMBER || numbers[0] == ANY_NUMBER;
    push(&key, any ? ANY_NUMBER : numbers[0] + most);
    for (uint32_t i = 0; i < exclusions.count; i++)
        push(&key, exclusions.items[i]);
    return key_of_numbers(&b->m->gaps, &key);
}

static bool put_gap(struct builder *b, struct front *f, struct piece *gap, uint32_t exclusion) {
    struct front out = {0};
    if (f->open)
        return fail(b, PATTERN_EDGE, gap);
    for (struct branch *br = f->branches; br; br = br->next) {
        struct branch with = *br;
        struct barring x = {gap, br->barrings};
        with.over = gap;
        if (gap->kind == PIECE_NOT)
            with.barrings = &x;
        join_branch(b, &out, &with, wider(b, br->gap, gap->most, exclusion));
    }
    *f = out;
    return true;
}

/* What `!` names is a pattern of its own that is looked for everywhere. */
static bool put_not(struct builder *b, struct front *f, struct piece * not ) {
    struct matcher *m = b->m;
    struct front x = {.open = true};
    struct numbers ends = {.arena = &b->scratch};
    uint32_t begin = b->begin, before = m->exclusions.count;
    b->begin = PORT_ANYWHERE;
    b->barred = true;
    if (!put_row(b, &x, not ->first))
        return false;
    b->begin = begin;
    b->barred = false;
    if (x.open)
        return fail(b, PATTERN_EMPTY, not );
    for (struct branch *br = x.branches; br; br = br->next)
        for (uint32_t i = 0; i < br->states.count; i++)
            push(&ends, br->states.items[i]);
    sort(&ends);
    uint32_t exclusion = key_of_numbers(&m->exclusions, &ends);
    if (exclusion == before)
        for (uint32_t i = 0; i < ends.count; i++)
            matcher_link(m, &m->states[ends.items[i]].bars, exclusion);
    return put_gap(b, f, not, exclusion);
}

static bool put_row(struct builder *b, struct front *f, struct piece *row) {
    bool good = true;
    for (struct piece *p = row->first; p && good; p = p->next) {
        switch (p->kind) {
        case PIECE_ROW:
            bug("a row in a row");
        case PIECE_EITHER:
            good = put_either(b, f, p);
            break;
        case PIECE_WORD:
            put_word(b, f, p);
            break;
        case PIECE_SET:
            put_set(b, f, p);
            break;
        case PIECE_GAP:
            good = put_gap(b, f, p, KEY_NONE);
            break;
        case PIECE_NOT:
            good = put_not(b, f, p);
            break;
        }
        if (good && b->places > LIMIT_PATTERN_PLACES)
            good = fail(b, PATTERN_LONG, row);
    }
    return good;
}

/* ---- patterns ---- */
static const struct piece *find_unused(const struct piece *p) {
    const struct piece *found = NULL;
    if (p->kind == PIECE_NOT && !p->used)
        return p;
    for (const struct piece *inner = p->first; inner && !found; inner = inner->next)
        found = find_unused(inner);
    return found;
}

/* The states that meet the pattern; false where a sign does nothing. */
static bool take_ends(struct builder *b, struct front *f, const struct piece *root,
                      struct numbers *ends) {
    for (struct branch *br = f->branches; br; br = br->next) {
        if (br->over)
            return fail(b, PATTERN_EDGE, br->over);
        for (uint32_t i = 0; i < br->states.count; i++)
            push(ends, br->states.items[i]);
    }
    const struct piece *unused = find_unused(root);
    return !unused || fail(b, PATTERN_SIGN, unused);
}

static uint32_t pattern_of(struct builder *b, enum match_by by, struct numbers *ends) {
    struct matcher *m = b->m;
    sort(ends);
    uint32_t before = m->meanings.count, count = ends->count;
    push(ends, by);
    uint32_t number = key_of_numbers(&m->meanings, ends);
    if (number < before)
        return number;
    m->patterns =
        arena_room(m->arena, m->patterns, number, &m->pattern_capacity, sizeof *m->patterns);
    m->patterns[number] = (struct pattern){.by = by};
    for (uint32_t i = 0; i < count; i++) {
        struct state *s = &m->states[ends->items[i]];
        matcher_link(m, by == MATCH_AFFIRMS ? &s->affirms : &s->meets, number);
    }
    return number;
}

bool matcher_put(struct matcher *m, enum match_by by, struct piece *root, uint32_t *number,
                 struct pattern_mistake *mistake) {
    if (m->closed)
        bug("a pattern is added to a closed matcher");
    struct builder b = {.m = m, .mistake = mistake};
    struct front f = {.open = true};
    struct numbers ends = {.arena = &b.scratch};
    b.begin = by == MATCH_STARTS ? PORT_START : PORT_ANYWHERE;
    arena_init(&b.scratch);
    bool good = put_either(&b, &f, root) && take_ends(&b, &f, root, &ends);
    if (good)
        *number = pattern_of(&b, by, &ends);
    arena_release(&b.scratch);
    return good;
}
