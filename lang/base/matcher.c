/* The matcher as its users see it: made, filled, closed. */
#include "base/matcher_parts.h"

#include <string.h>

void matcher_link(struct matcher *m, uint32_t *list, uint32_t value) {
    m->links = arena_room(m->arena, m->links, m->link_count, &m->link_capacity, sizeof *m->links);
    m->links[m->link_count] = (struct link){value, *list};
    *list = m->link_count++;
}

uint32_t matcher_port(struct matcher *m, uint32_t place, uint32_t gap) {
    uint32_t key[2] = {place, gap}, before = m->ports_by_key.count;
    uint32_t port = key_of(&m->ports_by_key, key, sizeof key);
    if (port < before)
        return port;
    struct str written = m->gaps.items[gap]; /* most, exclusions … */
    const uint32_t *numbers = (const uint32_t *)(const void *)written.text;
    m->ports = arena_room(m->arena, m->ports, port, &m->port_capacity, sizeof *m->ports);
    m->ports[port] =
        (struct port){numbers[0], (uint32_t)(written.len / sizeof *numbers) - 1, numbers + 1};
    return port;
}

struct matcher *matcher_new(struct arena *a, const char *language) {
    struct matcher *m = arena_new(a, struct matcher);
    struct keys *const keys[] = {&m->words,         &m->classes,    &m->places,
                                 &m->gaps,          &m->sets,       &m->ports_by_key,
                                 &m->states_by_key, &m->exclusions, &m->meanings};
    const uint32_t never = KEY_NONE;
    *m = (struct matcher){.arena = a, .language = language, .denies = language_denies(language)};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        keys_init(keys[i], a);
    key_of(&m->words, "", 0); /* 0 */
    uint32_t unused = 0;
    matcher_link(m, &unused, 0); /* 0 */
    uint32_t most = 0, none = key_of(&m->gaps, &most, sizeof most);
    matcher_port(m, key_of(&m->places, NULL, 0), none);
    matcher_port(m, key_of(&m->places, &never, sizeof never), none);
    return m;
}

const char *matcher_language(const struct matcher *m) {
    return m->language;
}

bool matcher_add(struct matcher *m, enum match_by by, struct str pattern, word_set_lookup sets,
                 void *payload, uint32_t *number, struct pattern_mistake *mistake) {
    struct arena scratch;
    struct named_set *names = NULL;
    size_t before = matcher_count(m);
    arena_init(&scratch);
    struct piece *root = pattern_read(&(struct reading){.arena = &scratch,
                                                        .language = m->language,
                                                        .by = by,
                                                        .pattern = pattern,
                                                        .sets = sets,
                                                        .payload = payload,
                                                        .keep = m->arena,
                                                        .names = &names,
                                                        .mistake = mistake});
    bool good = root && matcher_put(m, by, root, number, mistake);
    if (matcher_count(m) > before) {
        m->patterns[*number].text = arena_str(m->arena, pattern);
        m->patterns[*number].names = names;
    }
    arena_release(&scratch);
    return good;
}

uint32_t matcher_add_set(struct matcher *m, enum match_by by, const struct word_set *set) {
    struct arena scratch;
    struct pattern_mistake mistake;
    uint32_t number;
    size_t before = matcher_count(m);
    arena_init(&scratch);
    if (!matcher_put(m, by, pattern_of_set(&scratch, set), &number, &mistake))
        bug("a set that is no pattern");
    if (matcher_count(m) > before)
        m->patterns[number].set = set;
    arena_release(&scratch);
    return number;
}

size_t matcher_count(const struct matcher *m) {
    return m->meanings.count;
}

/* ---- the last step ---- */
static uint32_t class_size(const struct matcher *m, uint32_t class) {
    return (uint32_t)(m->classes.items[class].len / sizeof(uint32_t));
}

static void put_edge(struct matcher *m, uint32_t port, uint32_t word, uint32_t state) {
    uint32_t mask = m->edge_capacity - 1, i = edge_hash(port, word) & mask;
    while (m->edges[i].states && (m->edges[i].port != port || m->edges[i].word != word))
        i = (i + 1) & mask;
    m->edges[i].port = port;
    m->edges[i].word = word;
    matcher_link(m, &m->edges[i].states, state);
}

void matcher_close(struct matcher *m) {
    size_t count = 0;
    for (uint32_t s = 0; s < m->states_by_key.count; s++)
        count += class_size(m, m->states[s].class);
    m->edge_capacity = 4;
    while (m->edge_capacity < count * 2)
        m->edge_capacity *= 2;
    m->edges = arena_array(m->arena, struct edge, m->edge_capacity);
    m->first = arena_array(m->arena, uint32_t, m->words.count);
    for (uint32_t s = 0; s < m->states_by_key.count; s++) {
        const struct state *state = &m->states[s];
        const uint32_t *words = (const uint32_t *)(const void *)m->classes.items[state->class].text;
        for (uint32_t i = 0; i < class_size(m, state->class); i++)
            if (state->port == PORT_ANYWHERE)
                matcher_link(m, &m->first[words[i]], s);
            else
                put_edge(m, state->port, words[i], s);
    }
    m->closed = true;
}
