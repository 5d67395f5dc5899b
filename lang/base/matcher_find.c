/* The run of the machine of matcher_parts.h over a text, a word at a time.

   Only what is under way costs anything: a list holds the ports that wait for the very next word,
   another those behind which a gap is open. Each is asked where the word leads; what is reached
   feeds the ports behind it. The two steps do not mix, as a port may be left and entered at the
   same word. Ports are entered at most once at a word, so that the time for a word is bounded by
   the number of ports under way, and that by LIMIT_PATTERN_PLACES for each pattern.

   Of the times a port with a gap was entered the last one stands for all. A gap is over when too
   many words have passed since it began, or when what it excludes has stood in it. Whatever word
   comes next, the later a gap began the fewer words have passed and the fewer exclusions lie
   behind its beginning: if it is over for the last entry, it is for each earlier one. So nothing
   is ever met by an earlier entry that is not met by the last. An exclusion is told by one number:
   the place where the last of its occurrences began; it lies in every gap that began before that.

   Hence what is told of a pattern: it ends at the earliest word it can; going back from there,
   every gap is as short as it can be; and where there is still a choice, it is the longest.

   Places of words are counted on from text to text, so that nothing has to be emptied between. */
#include "base/matcher_run.h"

#include <stdlib.h>
#include <string.h>

/* ---- room for it ---- */
enum { FEWEST_KNOWN = 1024, MOST_KNOWN = 1 << 14 };

static uint32_t known_capacity(const struct matcher *m) {
    uint32_t capacity = FEWEST_KNOWN;
    while (capacity < m->words.count * 4 && capacity < MOST_KNOWN)
        capacity *= 2;
    return capacity;
}

struct matching *matching_new(const struct matcher *m) {
    if (!m->closed)
        bug("a matcher is used before it is closed");
    struct matching *x = memory_get(sizeof *x);
    size_t ports = m->ports_by_key.count, states = m->states_by_key.count;
    x->m = m;
    x->reader = word_reader_new(m->language);
    x->known_mask = known_capacity(m) - 1;
    x->known = memory_get(sizeof *x->known * (x->known_mask + 1));
    x->entries = memory_get(sizeof *x->entries * ports);
    x->next = memory_get(sizeof *x->next * ports);
    x->coming = memory_get(sizeof *x->coming * ports);
    x->open = memory_get(sizeof *x->open * ports);
    x->told = memory_get(sizeof *x->told * (states + 1));
    x->affirmed = memory_get(sizeof *x->affirmed * (states + 1));
    x->last_excluded = memory_get(sizeof *x->last_excluded * (m->exclusions.count + 1));
    x->found_at = memory_get(sizeof *x->found_at * (m->meanings.count + 1));
    x->now = 1;
    arena_init(&x->scratch);
    return x;
}

void matching_release(struct matching *x) {
    if (!x)
        return;
    word_reader_free(x->reader);
    arena_release(&x->scratch);
    free(x->known);
    free(x->entries);
    free(x->next);
    free(x->coming);
    free(x->open);
    free(x->told);
    free(x->affirmed);
    free(x->last_excluded);
    free(x->found_at);
    free(x->words);
    free(x->reached);
    free(x->found);
    free(x->matches);
    free(x);
}

/* ---- words ---- */
static void read_word(struct matching *x, struct str written, bool paused, struct known *k) {
    struct wording words = {0};
    arena_reset(&x->scratch);
    word_read(x->reader, &x->scratch, written, paused, &words);
    for (k->count = 0; k->count < words.count && k->count < COUNT_OF(k->heard); k->count++) {
        const struct word *w = &words.words[k->count];
        uint32_t word = key_find(&x->m->words, w->text.text, w->text.len);
        uint32_t other = KEY_NONE;
        if (w->other.len)
            other = key_find(&x->m->words, w->other.text, w->other.len);
        k->heard[k->count] = (struct heard){word == KEY_NONE ? 0 : word,
                                            other == KEY_NONE ? 0 : other, w->negates, w->turns};
    }
}

/* What a word is as it is written, remembered: each has one place, and takes it from another. */
static const struct known *know(struct matching *x, struct str written, bool paused) {
    if (written.len > sizeof x->known->written) {
        read_word(x, written, paused, &x->unknown);
        return &x->unknown;
    }
    uint32_t hash = paused;
    for (size_t i = 0; i < written.len; i++)
        hash = (hash ^ (unsigned char)written.text[i]) * 0x01000193u;
    struct known *k = &x->known[(hash ^ hash >> 15) & x->known_mask];
    if (k->len == written.len && k->paused == paused &&
        memcmp(k->written, written.text, written.len) == 0)
        return k;
    memcpy(k->written, written.text, written.len);
    k->len = (unsigned char)written.len;
    k->paused = paused;
    read_word(x, written, paused, k);
    return k;
}

/* ---- what is reached ---- */
static void reach(struct matching *x, uint32_t states, const struct way *way) {
    for (uint32_t l = states; l; l = x->m->links[l].next) {
        struct reached *r = array_push(x->reached, x->reached_count, x->reached_capacity);
        *r = (struct reached){x->m->links[l].value, *way};
    }
}

static void ask_port(struct matching *x, uint32_t port, const struct way *way,
                     const struct heard *h) {
    if (h->word)
        reach(x, edge_states(x->m, port, h->word), way);
    if (h->other)
        reach(x, edge_states(x->m, port, h->other), way);
}

/* Where the last occurrence began that is excluded behind this entry; 0: there is none. */
static uint32_t excluded(const struct matching *x, const struct port *p, uint32_t entered) {
    uint32_t last = 0;
    for (uint32_t i = 0; i < p->exclusion_count; i++)
        if (x->last_excluded[p->exclusions[i]] > last)
            last = x->last_excluded[p->exclusions[i]];
    return last > entered ? last : 0;
}

/* Ports behind an open gap; those whose gap is over are taken off the list. */
static void ask_open(struct matching *x, const struct heard *h) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->open_count; i++) {
        uint32_t port = x->open[i];
        const struct port *p = &x->m->ports[port];
        struct entry *e = &x->entries[port];
        struct way way = e->way;
        bool over = p->most != ANY_NUMBER && x->now - e->at - 1 > p->most;
        uint32_t exclusion = over || !p->exclusion_count ? 0 : excluded(x, p, e->at);
        if (exclusion && x->lenient) {
            way.affirmed = exclusion < way.affirmed ? exclusion : way.affirmed;
            exclusion = 0;
        }
        if (over || exclusion) {
            e->at = 0;
            continue;
        }
        x->open[kept++] = port;
        ask_port(x, port, &way, h);
    }
    x->open_count = kept;
}

static bool is_denied(const struct matching *x) {
    return x->denial && x->now - x->denial <= x->m->denies;
}

static void ask_beginnings(struct matching *x, const struct heard *h) {
    struct way way = {x->now, x->now, x->lenient || is_denied(x) ? NOWHERE : x->now};
    if (h->word)
        reach(x, x->m->first[h->word], &way);
    if (h->other)
        reach(x, x->m->first[h->other], &way);
    if (x->now == x->begun)
        ask_port(x, PORT_START, &way, h);
}

/* ---- what follows from it ---- */
static void enter(struct matching *x, uint32_t port, const struct way *way) {
    struct entry *e = &x->entries[port];
    if (e->at == x->now) {
        if (way->start < e->way.start)
            e->way.start = way->start;
        if (way->nearest > e->way.nearest)
            e->way.nearest = way->nearest;
        if (way->affirmed < e->way.affirmed)
            e->way.affirmed = way->affirmed;
        return;
    }
    if (x->m->ports[port].most == 0)
        x->coming[x->coming_count++] = port;
    else if (e->at == 0)
        x->open[x->open_count++] = port;
    *e = (struct entry){x->now, *way};
}

static void find(struct matching *x, uint32_t patterns, uint32_t start, const struct way *way) {
    for (uint32_t l = patterns; l; l = x->m->links[l].next) {
        uint32_t number = x->m->links[l].value, at = x->found_at[number];
        struct found *f = at ? &x->found[at - 1] : NULL;
        if (!f) {
            f = array_push(x->found, x->found_count, x->found_capacity);
            *f = (struct found){number, start, x->now, way->affirmed};
            x->found_at[number] = (uint32_t)x->found_count;
        } else if (f->end == x->now && start < f->start) {
            f->start = start;
        }
    }
}

/* The patterns of a state are told once in a text: a later place is none the better. */
static void tell(struct matching *x, const struct reached *r) {
    const struct state *s = &x->m->states[r->state];
    if (s->meets && x->told[r->state] < x->begun) {
        x->told[r->state] = x->now;
        find(x, s->meets, r->way.start, &r->way);
    }
    if (s->affirms && r->way.affirmed != NOWHERE && x->affirmed[r->state] < x->begun) {
        x->affirmed[r->state] = x->now;
        find(x, s->affirms, r->way.affirmed, &r->way);
    }
    for (uint32_t l = s->bars; l; l = x->m->links[l].next) {
        uint32_t *last = &x->last_excluded[x->m->links[l].value];
        *last = r->way.nearest > *last ? r->way.nearest : *last;
    }
    for (uint32_t l = s->feeds; l; l = x->m->links[l].next)
        enter(x, x->m->links[l].value, &r->way);
}

static void swap_lists(struct matching *x) {
    uint32_t *next = x->next;
    x->next = x->coming;
    x->next_count = x->coming_count;
    x->coming = next;
    x->coming_count = 0;
}

static void step(struct matching *x, const struct heard *h) {
    x->reached_count = 0;
    if (h->word || h->other) {
        for (uint32_t i = 0; i < x->next_count; i++)
            ask_port(x, x->next[i], &x->entries[x->next[i]].way, h);
        ask_open(x, h);
        ask_beginnings(x, h);
        for (size_t i = 0; i < x->reached_count; i++)
            tell(x, &x->reached[i]);
        if (x->watch && x->reached_count)
            x->watch(x);
    }
    swap_lists(x);
    if (h->negates)
        x->denial = x->now;
    if (h->turns)
        x->denial = 0;
    x->now++;
}

/* ---- a text ---- */
static void end_sentence(struct matching *x) {
    for (uint32_t i = 0; i < x->open_count; i++)
        x->entries[x->open[i]].at = 0;
    x->open_count = x->next_count = 0;
    x->denial = 0;
}

/* The places of this text are counted on behind those of the last; now and then from 1 again. */
static void begin(struct matching *x, size_t len) {
    const struct matcher *m = x->m;
    for (size_t i = 0; i < x->found_count; i++)
        x->found_at[x->found[i].number] = 0;
    x->found_count = x->word_count = 0;
    if (len * COUNT_OF(x->known->heard) >= NOWHERE - x->now) {
        memset(x->entries, 0, sizeof *x->entries * m->ports_by_key.count);
        memset(x->told, 0, sizeof *x->told * m->states_by_key.count);
        memset(x->affirmed, 0, sizeof *x->affirmed * m->states_by_key.count);
        memset(x->last_excluded, 0, sizeof *x->last_excluded * m->exclusions.count);
        x->now = 1;
    }
    x->begun = x->now;
}

void matching_run(struct matching *x, struct str text) {
    struct word_place place;
    if (text.len > LIMIT_SOURCE_BYTES)
        bug("a text of %zu bytes", text.len);
    begin(x, text.len);
    for (uint32_t at = 0; word_next(text, at, &place); at = place.at + place.len) {
        if (place.new_sentence)
            end_sentence(x);
        const struct known *k =
            know(x, (struct str){text.text + place.at, place.len}, place.paused);
        for (uint32_t i = 0; i < k->count; i++) {
            *array_push(x->words, x->word_count, x->word_capacity) =
                (struct spot){place.at, place.at + place.len};
            step(x, &k->heard[i]);
        }
    }
    end_sentence(x);
}

struct str matching_words(const struct matching *x, struct str text, uint32_t start, uint32_t end) {
    uint32_t from = x->words[start - x->begun].at, to = x->words[end - x->begun].end;
    return (struct str){text.text + from, to - from};
}

static int by_number(const void *a, const void *b) {
    const struct found *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

const struct match *matcher_find(const struct matcher *m, struct matching *x, struct str text,
                                 size_t *count) {
    if (x->m != m)
        bug("room for another matcher");
    matching_run(x, text);
    if (x->found_count > 1)
        qsort(x->found, x->found_count, sizeof *x->found, by_number);
    x->match_count = 0;
    for (size_t i = 0; i < x->found_count; i++) {
        const struct found *f = &x->found[i];
        *array_push(x->matches, x->match_count, x->match_capacity) =
            (struct match){f->number, matching_words(x, text, f->start, f->end)};
    }
    *count = x->match_count;
    return x->matches;
}

const struct match *match_of(const struct match *found, size_t count, uint32_t number) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (found[middle].number == number)
            return &found[middle];
        if (found[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
