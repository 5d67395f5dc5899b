/* What of a session can still make a difference, as bytes that can be read in one way only: where
   it stands, and the values that may still be read. Texts, what was shown, and answers that nothing
   looks at any more are left out, so that ways that can no longer differ meet. */
#include "run/state.h"

#include <string.h>

void session_each_block(const struct session *s,
                        void (*visit)(void *payload, const struct node *next,
                                      const struct node *loop),
                        void *payload) {
    for (size_t i = s->frame_count; i-- > 0;)
        visit(payload, s->frames[i].next, s->frames[i].loop);
}

static void put(struct buffer *out, const void *bytes, size_t size) {
    buffer_add(out, bytes, size);
}

static void put_number(struct buffer *out, uint32_t number) {
    put(out, &number, sizeof number);
}

static void put_value(struct buffer *out, struct value v) {
    buffer_char(out, (char)v.kind);
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        buffer_char(out, (char)v.reason);
        break;
    case VALUE_YES_NO:
        buffer_char(out, v.as.yes);
        break;
    case VALUE_TEXT:
        put_number(out, v.len);
        put(out, v.as.text, v.len);
        break;
    case VALUE_OTHER:
        put(out, &v.as.other->option, sizeof v.as.other->option);
        put_number(out, (uint32_t)v.as.other->text.len);
        put(out, v.as.other->text.text, v.as.other->text.len);
        break;
    case VALUE_LIST:
        put_number(out, v.len);
        for (uint32_t i = 0; i < v.len; i++)
            put_value(out, v.as.items[i]);
        break;
    case VALUE_CARD:
        put_number(out, v.len);
        put(out, &v.as.list, sizeof v.as.list);
        break;
    case VALUE_NUMBER:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
    case VALUE_CHOICE:
        put(out, &v.as, sizeof v.as);
        break;
    }
}

static void put_frame(struct buffer *out, const struct frame *f, const struct liveness *live) {
    bool counted = f->loop && !(f->loop->kind == NODE_repeat && f->times == UINT32_MAX);
    put(out, &f->next, sizeof f->next);
    put(out, &f->loop, sizeof f->loop);
    put(out, &f->entered, sizeof f->entered);
    put(out, &f->safeguard, sizeof f->safeguard);
    put_number(out, f->context);
    put_number(out, counted ? f->turns : 0);
    put_number(out, counted ? f->times : 0);
    buffer_char(out, (char)(f->going_through | f->alerts_only << 1));
    put_value(out, f->card);
    put_value(out, f->elements);
    if (f->safeguard && live->values[f->safeguard->answer->index])
        put_value(out, f->answer);
}

/* The items of an inventory that nothing asks about by name: how many there are of each kind. */
static void put_items(struct session *s, const struct inventory *inventory,
                      const struct liveness *live, struct buffer *out) {
    struct kind_count {
        struct value value;
        bool reverse, optional, safety;
        uint32_t count;
    } *kinds = arena_array(&s->scratch, struct kind_count, inventory->item_count + 1);
    size_t kind_count = 0;
    for (uint32_t i = 0; i < inventory->item_count; i++) {
        const struct question *q = inventory->items[i];
        struct value v = s->slots[q->symbol->slot].value;
        size_t k = 0;
        if (live->values[q->symbol->index])
            continue;
        while (k < kind_count &&
               !(value_same(kinds[k].value, v) && kinds[k].value.kind == v.kind &&
                 kinds[k].value.reason == v.reason && kinds[k].reverse == q->reverse &&
                 kinds[k].optional == q->optional && kinds[k].safety == q->safety))
            k++;
        if (k == kind_count)
            kinds[kind_count++] = (struct kind_count){v, q->reverse, q->optional, q->safety, 0};
        kinds[k].count++;
    }
    /* in an order that does not depend on who came first */
    struct buffer one;
    struct str *all = arena_array(&s->scratch, struct str, kind_count + 1);
    buffer_init(&one);
    for (size_t k = 0; k < kind_count; k++) {
        buffer_clear(&one);
        put_value(&one, kinds[k].value);
        buffer_char(&one, (char)(kinds[k].reverse | kinds[k].optional << 1 | kinds[k].safety << 2));
        put_number(&one, kinds[k].count);
        struct str bytes = buffer_keep(&one, &s->scratch);
        size_t at = k;
        for (; at > 0; at--) {
            size_t len = bytes.len < all[at - 1].len ? bytes.len : all[at - 1].len;
            int order = memcmp(bytes.text, all[at - 1].text, len);
            if (order > 0 || (order == 0 && bytes.len >= all[at - 1].len))
                break;
            all[at] = all[at - 1];
        }
        all[at] = bytes;
    }
    put_number(out, (uint32_t)kind_count);
    for (size_t k = 0; k < kind_count; k++)
        put(out, all[k].text, all[k].len);
    buffer_release(&one);
}

/* Who is in a list, and what is still read of each. */
static void put_cards(struct session *s, const struct symbol *list, const struct liveness *live,
                      struct buffer *out) {
    const struct roster *r = &s->rosters[list->place];
    put_number(out, (uint32_t)r->count);
    for (uint32_t i = 0; i < r->count; i++) {
        buffer_char(out, (char)(r->cards[i].here | r->cards[i].left << 1));
        for (uint32_t k = 0; list->record && k < list->record->field_count; k++)
            if (live->values[list->record->fields[k]->index])
                put_value(out, *card_value(s, value_card(list, i + 1), list->record->fields[k]));
    }
}

/* Between which numbers that it is compared with does it lie? */
static void put_class(struct buffer *out, struct value v, const struct closeness *c) {
    if (v.kind != VALUE_NUMBER || c->exact) {
        put_value(out, v);
        return;
    }
    uint32_t below = 0, at = 0;
    for (size_t i = 0; i < c->count; i++) {
        below += c->cuts[i] < v.as.number;
        at |= c->cuts[i] == v.as.number;
    }
    buffer_char(out, (char)v.kind);
    put_number(out, below * 2 + at);
    buffer_char(out, v.prorated);
}

static bool is_being_asked(const struct session *s, const struct inventory *inventory) {
    for (size_t i = 0; i < s->frame_count; i++)
        if (s->frames[i].entered == inventory->symbol)
            return true;
    return false;
}

/* A score that is there is its number; while its items are being put, it is what they are so far.
 */
static void put_score(struct session *s, const struct score *score, const struct liveness *live,
                      struct buffer *out) {
    const struct inventory *inventory = score->inventory;
    bool all = score->rule != SCORE_EXPRESSION && score->item_count == inventory->item_count;
    if (!is_being_asked(s, inventory)) {
        put_class(out, session_value(s, score->symbol), &live->numbers[score->symbol->index]);
        return;
    }
    if (all && !live->many[inventory->symbol->index]) {
        put_items(s, inventory, live, out);
        return;
    }
    for (uint32_t i = 0; i < inventory->item_count; i++)
        put_value(out, s->slots[inventory->items[i]->symbol->slot].value);
}

static void put_symbol(struct session *s, const struct symbol *symbol, const struct liveness *live,
                       struct buffer *out) {
    bool of_card = symbol->owner && symbol->owner->kind == SYMBOL_RECORD;
    if (symbol->kind == SYMBOL_LIST) {
        put_cards(s, symbol, live, out); /* who is there is always in the way it goes on */
        return;
    }
    if (!live->values[symbol->index] || of_card)
        return;
    if (symbol->kind == SYMBOL_INVENTORY)
        put_items(s, symbol->inventory, live, out);
    else if (symbol->kind == SYMBOL_SCORE)
        put_score(s, symbol->score, live, out);
    else if (symbol->slot != NO_SLOT &&
             (symbol->kind == SYMBOL_QUESTION || symbol->kind == SYMBOL_LET ||
              symbol->kind == SYMBOL_PARAMETER))
        put_class(out, s->slots[symbol->slot].value, &live->numbers[symbol->index]);
}

/* Answers about a card, or another element: as seen from each of them. */
static void put_seats(struct session *s, const struct liveness *live, struct buffer *out) {
    uint32_t count = 0;
    for (size_t i = 0; i < s->route_count; i++) {
        const struct pool_entry *e = &s->pool[s->route[i]];
        count += e->context && live->values[e->question->symbol->index];
    }
    put_number(out, count);
    for (size_t i = 0; i < s->route_count; i++) {
        const struct pool_entry *e = &s->pool[s->route[i]];
        if (!e->context || !live->values[e->question->symbol->index])
            continue;
        put_number(out, e->context);
        put(out, &e->question, sizeof e->question);
        put_value(out, e->value);
    }
}

bool session_is_outside(const struct session *s) {
    return s->context_count <= 1;
}

void session_key(struct session *s, const struct liveness *live, struct buffer *out) {
    const struct program *p = s->program;
    buffer_char(out, (char)s->status);
    put_number(out, (uint32_t)s->frame_count);
    for (size_t i = 0; i < s->frame_count; i++)
        put_frame(out, &s->frames[i], live);
    for (size_t i = 0; i < p->safeguard_count; i++)
        buffer_char(out, s->met[i]);
    for (size_t i = 0; i < p->symbol_count; i++)
        put_symbol(s, p->symbols[i], live, out);
    put_number(out, (uint32_t)live->settled_count);
    for (size_t i = 0; i < live->settled_count; i++)
        buffer_char(out, (char)evaluate_truth(s, live->settled[i]));
    put_seats(s, live, out);
    for (size_t i = 0; i < p->symbol_count; i++) {
        bool found = false;
        for (size_t k = 0; live->reached[i] && !found && k < s->reached_count; k++)
            found = s->reached[k] == p->symbols[i];
        buffer_char(out, found);
    }
}
