#include "store/held_back.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"

static bool is_of_card(const struct kept_answer *a) {
    const struct symbol *s = a->question->symbol, *owner = s->owner;
    return s->kind == SYMBOL_LIST || a->question->from_list ||
           (owner && owner->kind == SYMBOL_RECORD);
}

bool is_held_back(const struct export_options *o, const struct kept_answer *a) {
    return (a->question->symbol->is_private && !o->with_private) ||
           (is_of_card(a) && !o->with_people);
}

bool is_free_text(struct value v) {
    bool text = v.kind == VALUE_TEXT || v.kind == VALUE_OTHER;
    for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.len; i++)
        text |= is_free_text(v.as.items[i]);
    return text;
}

int days_to_shift(struct store *store, struct str client) {
    unsigned char key[32], digest[32];
    if (!store_secret(store, key))
        return 0;
    crypto_generichash(digest, sizeof digest, (const unsigned char *)client.text, client.len, key,
                       sizeof key);
    return 1 + (digest[0] | digest[1] << 8) % 365;
}

struct str day_shifted(struct arena *a, struct str day, int days) {
    struct calendar_date d;
    if (day.len < 10 || sscanf(day.text, "%4d-%2d-%2d", &d.year, &d.month, &d.day) != 3)
        return (struct str){"", 0};
    d = calendar_date(calendar_day(d) - days);
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* ---- when it was answered ---- */
static struct time_of *find(const struct times *t, struct str name) {
    for (size_t i = t->count; i-- > 0;)
        if (str_same(t->items[i].name, name))
            return &t->items[i];
    return NULL;
}

bool times_note(void *payload, const struct store_entry *e) {
    struct times *t = payload;
    bool answer = str_is(e->kind, "answer"), change = str_is(e->kind, "change");
    if (!answer && !change)
        return true;
    struct time_of *time = find(t, e->name);
    if (!time) {
        time = array_push(t->items, t->count, t->capacity);
        *time = (struct time_of){.name = arena_str(t->arena, e->name)};
    }
    time->last = arena_str(t->arena, e->at);
    if (answer && !time->given)
        time->given = e->number;
    if (change)
        time->changed = e->number;
    return true;
}

const struct time_of *times_of(const struct times *t, struct str name) {
    static const struct time_of none = {.last = {"", 0}};
    const struct time_of *time = find(t, name);
    return time ? time : &none;
}

void times_release(struct times *t) {
    free(t->items);
}
