/* Where a question is asked: about which card, or which element of another list. A question asked
   in `for each` is another one for each card, so its answers are found by that card and by nothing
   that changes when a card is renamed or another one goes. */
#include "run/state.h"

#include <string.h>

static uint64_t hash_of(uint64_t seed, uint32_t a, uint32_t b) {
    uint32_t both[2] = {a, b};
    return hash_bytes(seed, both, sizeof both);
}

/* ---- contexts ---- */
/* Elements of a list are told apart by what they are; where they have no name, by their place. */
static uint64_t element_hash(uint32_t parent, struct value e) {
    const void *what = e.kind == VALUE_CARD     ? (const void *)e.as.list
                       : e.kind == VALUE_CHOICE ? (const void *)e.as.option->code
                                                : NULL;
    uint64_t seed = hash_bytes(0, &what, sizeof what);
    return hash_of(seed, parent, e.kind == VALUE_NUMBER ? (uint32_t)e.as.number : e.len);
}

static uint32_t *find_context(struct session *s, uint32_t parent, struct value e) {
    size_t mask = s->context_table_size - 1;
    for (size_t i = element_hash(parent, e) & mask;; i = (i + 1) & mask) {
        uint32_t known = s->context_table[i];
        if (!known ||
            (s->contexts[known].parent == parent && s->contexts[known].element.kind == e.kind &&
             value_same(s->contexts[known].element, e)))
            return &s->context_table[i];
    }
}

static void grow_contexts(struct session *s) {
    free(s->context_table);
    s->context_table_size = s->context_table_size ? s->context_table_size * 2 : 64;
    s->context_table = memory_get(sizeof *s->context_table * s->context_table_size);
    for (uint32_t i = 1; i < s->context_count; i++)
        *find_context(s, s->contexts[i].parent, s->contexts[i].element) = i;
}

uint32_t context_of(struct session *s, uint32_t parent, struct value element) {
    if (!s->context_count)
        *array_push(s->contexts, s->context_count, s->context_capacity) = (struct context){0};
    if ((s->context_count + 1) * 2 > s->context_table_size)
        grow_contexts(s);
    if (parent && value_same(s->contexts[parent].element, element))
        return parent; /* a branch that `for each` calls with its card is about the same card */
    uint32_t *known = find_context(s, parent, element);
    if (!*known) {
        *known = (uint32_t)s->context_count;
        *array_push(s->contexts, s->context_count, s->context_capacity) =
            (struct context){parent, element};
    }
    return *known;
}

void context_write(struct session *s, uint32_t context, struct buffer *out) {
    const struct context *c = &s->contexts[context];
    if (c->parent) {
        context_write(s, c->parent, out);
        buffer_char(out, '/');
    }
    if (c->element.kind == VALUE_CARD)
        card_path(c->element, out);
    else if (c->element.kind == VALUE_CHOICE)
        buffer_text(out, c->element.as.option->code->text);
    else
        buffer_number(out, c->element.as.number);
}

/* ---- seats ---- */
static struct seat_entry *find_seat(const struct session *s, uint32_t slot, uint32_t context) {
    size_t mask = s->seat_capacity - 1;
    for (size_t i = hash_of(0, slot, context) & mask;; i = (i + 1) & mask) {
        struct seat_entry *e = &s->seats[i];
        if (!e->context || (e->slot == slot && e->context == context))
            return e;
    }
}

static void grow_seats(struct session *s) {
    struct seat_entry *old = s->seats;
    size_t old_capacity = s->seat_capacity;
    s->seat_capacity = old_capacity ? old_capacity * 2 : 64;
    s->seats = memory_get(sizeof *s->seats * s->seat_capacity);
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].context)
            *find_seat(s, old[i].slot, old[i].context) = old[i];
    free(old);
}

struct seat *seat_at(struct session *s, const struct symbol *symbol, uint32_t context) {
    if (!context)
        return &s->slots[symbol->slot].seat;
    struct seat_entry *e = s->seat_capacity ? find_seat(s, symbol->slot, context) : NULL;
    if (!e || !e->context) { /* only a new seat moves the others */
        if ((s->seat_count + 1) * 2 > s->seat_capacity)
            grow_seats(s);
        e = find_seat(s, symbol->slot, context);
        *e = (struct seat_entry){symbol->slot, context, {NO_ENTRY, NO_ENTRY, 0}};
        s->seat_count++;
    }
    return &e->seat;
}

static struct value answer_now(struct session *s, uint32_t entry) {
    return card_without_gone(s, &s->scratch, s->pool[entry].value);
}

struct value question_value(struct session *s, const struct symbol *symbol) {
    if (s->trying == symbol)
        return s->tried;
    if (symbol->owner && symbol->owner->kind == SYMBOL_RECORD)
        return card_field(s, s->card, symbol);
    const struct slot *slot = &s->slots[symbol->slot];
    for (uint32_t context = s->context; context && s->seat_capacity;
         context = s->contexts[context].parent) {
        const struct seat_entry *e = find_seat(s, symbol->slot, context);
        if (e->context && e->seat.latest != NO_ENTRY)
            return answer_now(s, e->seat.latest);
    }
    if (s->context && slot->seat.latest == NO_ENTRY)
        return value_missing(MISSING_NOT_ASKED); /* of another card, perhaps */
    return s->context ? answer_now(s, slot->seat.latest) : slot->value;
}
