/* The cards of the lists: who is in them, and what stands on each. A card is called by its label
   and known by its number: the number stays when the card is renamed or leaves, and comes back with
   it when the route does. */
#include "run/past.h"
#include "run/state.h"

#include "base/text.h"

#include <string.h>

static struct roster *roster_of(const struct session *s, const struct symbol *list) {
    return &s->rosters[list->place];
}

static struct card *card_of(const struct session *s, struct value card) {
    return &roster_of(s, card.as.list)->cards[card.len - 1];
}

uint32_t card_new(struct session *s, const struct symbol *list) {
    struct roster *r = roster_of(s, list);
    *array_push(r->cards, r->count, r->capacity) = (struct card){0};
    for (uint32_t i = 0; i < list->record->field_count; i++)
        *array_push(r->values, r->value_count, r->value_capacity) =
            value_missing(MISSING_NOT_ASKED);
    return (uint32_t)r->count;
}

bool card_is_here(const struct session *s, struct value card) {
    return card.len <= roster_of(s, card.as.list)->count && card_of(s, card)->here;
}

struct value *card_value(struct session *s, struct value card, const struct symbol *field) {
    struct roster *r = roster_of(s, card.as.list);
    return &r->values[(size_t)(card.len - 1) * card.as.list->record->field_count + field->place];
}

struct value card_field(struct session *s, struct value card, const struct symbol *field) {
    if (card.kind != VALUE_CARD)
        return value_is_missing(card) ? card : value_missing(MISSING_INCOMPLETE);
    if (s->trying == field && value_same(card, s->card))
        return s->tried;
    if (!card_is_here(s, card))
        return value_missing(MISSING_OFF_ROUTE);
    if (field->kind != SYMBOL_DEFINE)
        return *card_value(s, card, field);
    struct value outer = s->card; /* a formula over the card's own fields */
    s->card = card;
    struct value v = evaluate(s, field->body);
    s->card = outer;
    return v;
}

struct str card_label(struct session *s, struct value card) {
    const struct record *record = card.as.list->record;
    struct value v = *card_value(s, card, record->label->symbol);
    if (v.kind != VALUE_TEXT) { /* it is in no list now: what it was called */
        uint32_t here = s->context;
        s->context = context_of(s, 0, card);
        struct pool_entry *label = pool_candidate(s, record->label->symbol);
        v = label ? label->value : v;
        s->context = here;
    }
    return v.kind == VALUE_TEXT ? (struct str){v.as.text, v.len} : (struct str){"", 0};
}

/* ---- labels ---- */
/* Two labels that differ in capitals or accents only are read as one. */
uint64_t card_label_hash(struct session *s, struct str label) {
    struct str folded = text_fold(&s->scratch, label, true);
    return hash_bytes(0, folded.text, folded.len) | 1;
}

struct value card_called(struct session *s, const struct symbol *list, struct str label,
                         struct value except) {
    uint64_t wanted = card_label_hash(s, label);
    struct value members = list_members(s, list);
    for (uint32_t i = 0; i < members.len; i++) {
        struct value card = members.as.items[i];
        if (card_of(s, card)->label == wanted && !value_same(card, except))
            return card;
    }
    return value_missing(MISSING_NOT_ASKED);
}

static void set_label(struct session *s, struct value card, struct str label) {
    *card_value(s, card, card.as.list->record->label->symbol) =
        value_copy(&s->arena, value_text(label));
    card_of(s, card)->label = card_label_hash(s, label);
}

/* ---- coming and going ---- */
struct value list_members(struct session *s, const struct symbol *list) {
    struct value v = s->slots[list->slot].value;
    return v.kind == VALUE_LIST ? v : (struct value){.kind = VALUE_LIST};
}

static struct value with_one_more(struct session *s, struct value list, struct value card) {
    struct value *items = arena_array(&s->arena, struct value, list.len + 1);
    if (list.len)
        memcpy(items, list.as.items, list.len * sizeof *items);
    items[list.len] = card;
    return (struct value){.kind = VALUE_LIST, .len = list.len + 1, .as.items = items};
}

void card_enter(struct session *s, struct value card, struct value label) {
    struct slot *slot = &s->slots[card.as.list->slot];
    struct card *c = card_of(s, card);
    if (!c->here)
        slot->value = with_one_more(s, list_members(s, card.as.list), card);
    c->here = true;
    set_label(s, card, (struct str){label.as.text, label.len});
    value_changed(s);
}

static bool has_left(const struct session *s, struct value v) {
    return v.kind == VALUE_CARD && !card_is_here(s, v);
}

struct value card_without_gone(struct session *s, struct arena *a, struct value v) {
    if (v.kind != VALUE_LIST)
        return has_left(s, v) ? value_missing(MISSING_OFF_ROUTE) : v;
    uint32_t first = 0;
    while (first < v.len && !has_left(s, v.as.items[first]))
        first++;
    if (first == v.len)
        return v;
    struct value *items = arena_array(a, struct value, v.len);
    uint32_t count = 0;
    for (uint32_t i = 0; i < v.len; i++)
        if (!has_left(s, v.as.items[i]))
            items[count++] = v.as.items[i];
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

static void let_go(struct session *s, struct value *v) {
    *v = card_without_gone(s, &s->arena, *v);
}

void card_leave(struct session *s, struct value card) {
    card_of(s, card)->here = false;
    card_of(s, card)->left = true;
    for (uint32_t i = 0; i < s->program->slot_count; i++)
        let_go(s, &s->slots[i].value);
    for (size_t i = 0; i < s->program->list_count; i++)
        for (size_t k = 0; k < s->rosters[i].value_count; k++)
            let_go(s, &s->rosters[i].values[k]);
    value_changed(s);
}

bool card_was_kept(const struct session *s, struct value card) {
    const struct past *past = s->options.past;
    const struct past_cards *kept = past ? &past->cards[card.as.list->place] : NULL;
    return kept && card.len <= kept->count && kept->here[card.len - 1];
}

void card_take_off(struct session *s, struct value card) {
    card_of(s, card)->taken_off = true;
}

/* A list as an earlier session left it. */
static void begin_with(struct session *s, const struct symbol *list,
                       const struct past_cards *kept) {
    uint32_t fields = list->record->field_count;
    while (roster_of(s, list)->count < kept->count)
        card_new(s, list);
    for (uint32_t i = 0; i < kept->count; i++) {
        struct value card = value_card(list, i + 1);
        const struct value *values = kept->values + (size_t)i * fields;
        if (!kept->here[i])
            continue;
        for (uint32_t k = 0; k < fields; k++)
            *card_value(s, card, list->record->fields[k]) = values[k];
        if (!card_of(s, card)->taken_off)
            card_enter(s, card, values[list->record->label->symbol->place]);
    }
}

void cards_restart(struct session *s) {
    for (size_t i = 0; i < s->program->list_count; i++) {
        struct roster *r = &s->rosters[i];
        for (size_t k = 0; k < r->count; k++)
            r->cards[k].here = r->cards[k].left = false;
        for (size_t k = 0; k < r->value_count; k++)
            r->values[k] = value_missing(MISSING_NOT_ASKED);
    }
    for (size_t i = 0; s->options.past && i < s->program->list_count; i++)
        if (s->options.past->cards[i].count)
            begin_with(s, s->program->lists[i], &s->options.past->cards[i]);
}
