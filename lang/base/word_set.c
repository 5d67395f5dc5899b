/* Word sets: their phrases as words that can be compared, in the order they were written. */
#include "base/matcher_parts.h"

#include <string.h>

struct word_set *word_set_new(struct arena *a, const char *language) {
    struct word_set *set = arena_new(a, struct word_set);
    *set = (struct word_set){.arena = a, .language = language};
    return set;
}

static void push(struct word_set *set, struct phrase phrase) {
    set->phrases =
        arena_room(set->arena, set->phrases, set->count, &set->capacity, sizeof *set->phrases);
    set->phrases[set->count++] = phrase;
}

static bool add_phrase(struct word_set *set, struct str written) {
    struct phrase phrase = {.written = arena_str(set->arena, written)};
    phrase.words = wording_of(set->arena, phrase.written, set->language);
    if (phrase.words.count == 0 || phrase.words.count > LIMIT_PHRASE_WORDS)
        return false;
    push(set, phrase);
    return true;
}

bool word_set_add(struct word_set *set, struct str list) {
    bool good = true;
    while (list.text) {
        const char *comma = list.len ? memchr(list.text, ',', list.len) : NULL;
        size_t len = comma ? (size_t)(comma - list.text) : list.len;
        good &= add_phrase(set, (struct str){list.text, len});
        list = comma ? (struct str){comma + 1, list.len - len - 1} : (struct str){NULL, 0};
    }
    return good;
}

void word_set_join(struct word_set *set, const struct word_set *other) {
    uint32_t count = other->count; /* it may be the same one */
    for (uint32_t i = 0; i < count; i++)
        push(set, other->phrases[i]);
}

size_t word_set_count(const struct word_set *set) {
    return set->count;
}
