/* The lines that work on lists: `for each`, `collect` in its two passes, `add` and `remove`.

   Who belongs to a list is an answer like any other: the cards that a `collect` made, in their
   order, kept in the pool under the list's name. Each label is an answer of its own, under the
   card's path. So going back, changing and running again need nothing special here. */
#include "run/state.h"

#include <math.h>
#include <string.h>

/* ---- for each ---- */
void each_begin(struct session *s, const struct node_for_each *n) {
    struct value list = evaluate(s, n->list);
    if (list.kind != VALUE_LIST || !list.len || !n->body)
        return;
    list = value_copy(&s->arena, list);
    struct frame *f = frame_push(s, NULL);
    f->loop = &n->node;
    f->elements = list;
    f->outer = f->context;
}

/* Elements that nothing names are told apart by their place. */
struct value element_key(struct value element, uint32_t place) {
    bool named = element.kind == VALUE_CARD || element.kind == VALUE_CHOICE;
    return named ? element : value_number(place);
}

/* The next element; one that has left the list meanwhile is passed over. */
void each_turn(struct session *s, struct frame *f) {
    const struct node_for_each *n = AST(for_each, f->loop);
    while (f->turns < f->elements.len) {
        struct value element = f->elements.as.items[f->turns++];
        if (element.kind == VALUE_CARD && !card_is_here(s, element))
            continue;
        s->slots[n->symbol->slot].value = element;
        f->context = context_of(s, f->outer, element_key(element, f->turns));
        f->next = n->body;
        s->epoch++;
        return;
    }
    s->frame_count--;
}

/* ---- collect ---- */
static const struct record *record_of(const struct node_collect *n) {
    return n->symbol->record;
}

static struct value count_of(struct session *s, const struct node_collect *n, enum node_kind kind) {
    const struct node *line = body_find(n->body, kind);
    if (!line)
        return value_missing(MISSING_NOT_ASKED);
    return evaluate(s,
                    kind == NODE_at_least ? AST(at_least, line)->count : AST(at_most, line)->count);
}

static bool reaches(struct value limit, double count) {
    double number;
    return value_as_number(limit, &number) && count >= number;
}

void collect_begin(struct session *s, const struct node_collect *n) {
    if (!n->question)
        return;
    struct frame *f = frame_push(s, NULL);
    f->loop = &n->node;
    f->outer = f->context;
}

/* What this `collect` has made so far, or made before; NULL: nothing was answered. */
static struct pool_entry *roster_entry(struct session *s, const struct frame *f) {
    s->context = f->outer;
    return pool_candidate(s, AST(collect, f->loop)->symbol);
}

static struct pool_entry *label_entry(struct session *s, struct value card) {
    s->context = context_of(s, 0, card);
    return pool_candidate(s, card.as.list->record->label->symbol);
}

/* ---- labels ---- */
static enum answer_result refuse(struct session *s, struct str *why, struct str words) {
    *why = arena_str(&s->scratch, words);
    return ANSWER_REFUSED;
}

static enum answer_result refuse_namesake(struct session *s, struct str *why, struct str other) {
    return refuse(s, why,
                  arena_printf(&s->scratch,
                               "“%.*s” is there already. Add something that tells the two apart: "
                               "an initial, or who it is.",
                               (int)other.len, other.text));
}

/* Is this a label that a card of the list can have, beside those that are there? */
static enum answer_result check_label(struct session *s, struct value card,
                                      const struct answer *answer, struct str *why) {
    const struct symbol *list = card.as.list;
    struct str label = {answer->value.as.text, answer->value.len};
    struct value same = card_called(s, list, label, card);
    if (same.kind == VALUE_CARD)
        return refuse_namesake(s, why, card_label(s, same));
    struct value outer = s->card;
    s->card = card;
    enum answer_result result = answer_check(s, list->record->label, &s->event.prompt, answer, why);
    s->card = outer;
    return result;
}

/* A label that was given before: others may have come to the list meanwhile. */
static bool still_fits(struct session *s, struct value card, const struct pool_entry *label) {
    struct answer again = {.value = label->value, .confirmed = true, .remark = label->remark};
    struct str why;
    return check_label(s, card, &again, &why) == ANSWER_TAKEN;
}

/* This label, when a card whose turn is still to come has it; else empty. */
static struct str label_to_come(struct session *s, const struct frame *f, struct value card,
                                struct str label) {
    struct str other = {"", 0};
    uint64_t wanted = card_label_hash(s, label);
    uint32_t here = s->context;
    const struct pool_entry *entry = roster_entry(s, f);
    uint32_t count = entry && entry->value.kind == VALUE_LIST ? entry->value.len : 0;
    for (uint32_t i = f->turns; i < count && !other.len; i++) {
        struct value v = label_entry(s, entry->value.as.items[i])->value;
        struct str theirs = {v.as.text, v.len};
        if (!value_same(entry->value.as.items[i], card) && card_label_hash(s, theirs) == wanted)
            other = theirs;
    }
    s->context = here;
    return other;
}

static void put_labels(struct session *s, const struct node_collect *n, struct prompt *p) {
    struct value members = list_members(s, n->symbol);
    struct str *labels = arena_array(&s->scratch, struct str, members.len);
    for (uint32_t i = 0; i < members.len; i++)
        labels[i] = arena_str(&s->scratch, card_label(s, members.as.items[i]));
    p->so_far = labels;
    p->so_far_count = members.len;
}

/* "Who …?", and behind the first "Is there anyone else?". */
static bool ask_for_another(struct session *s, struct frame *f) {
    const struct node_collect *n = AST(collect, f->loop);
    struct question *q = n->question;
    s->context = f->outer;
    s->asking = f->loop;
    if (!ask_prepare(s, f->loop, q))
        return false;
    struct prompt *p = &s->event.prompt;
    const struct node *another = body_find(n->body, NODE_another);
    if (f->turns > 0)
        p->text = another ? render(s, AST(another, another)->text) : STR("Is there another?");
    if (!p->help.len && n->prompt)
        p->help = render(s, record_of(n)->label->prompt);
    p->was_answered = false;
    p->collecting = true;
    put_labels(s, n, p);
    return s->waiting = true;
}

/* An earlier label, put again: the same card, perhaps under another name. */
static bool ask_label(struct session *s, struct frame *f, struct value card) {
    s->context = context_of(s, 0, card);
    s->card = card;
    s->asking = f->loop;
    return s->waiting = ask_prepare(s, f->loop, record_of(AST(collect, f->loop))->label);
}

static void go_through(struct session *s, struct frame *f, struct value cards) {
    f->going_through = true;
    f->caller = f->loop; /* what is behind the line is still to come */
    f->elements = value_copy(&s->arena, cards);
    f->turns = 0;
}

/* The answer as a whole counts from now on: these cards, or why there are none. */
static void close_list(struct session *s, struct frame *f, struct pool_entry *entry) {
    const struct symbol *list = AST(collect, f->loop)->symbol;
    struct value members = s->slots[list->slot].value, own = entry->value;
    if (own.kind == VALUE_MISSING && members.kind == VALUE_LIST)
        own = (struct value){.kind = VALUE_LIST}; /* nobody more */
    else if (own.kind == VALUE_LIST && members.kind != VALUE_LIST)
        members = (struct value){.kind = VALUE_LIST};
    s->context = f->outer;
    route_take(s, (uint32_t)(entry - s->pool));
    s->slots[list->slot].value = own.kind == VALUE_MISSING ? own : members;
    go_through(s, f, own.kind == VALUE_LIST ? own : (struct value){.kind = VALUE_LIST});
}

/* Somebody was taken off the list, so that there are fewer than there have to be. */
static bool has_too_few(struct session *s, const struct frame *f, const struct pool_entry *entry) {
    const struct node_collect *n = AST(collect, f->loop);
    struct value least = count_of(s, n, NODE_at_least);
    double number;
    return entry->recount && value_as_number(least, &number) &&
           list_members(s, n->symbol).len < number;
}

/* First pass: the labels, one after the other. True when one is asked for. */
static bool next_label(struct session *s, struct frame *f) {
    struct pool_entry *entry = roster_entry(s, f);
    struct value cards = entry ? entry->value : value_missing(MISSING_NOT_ASKED);
    if (cards.kind == VALUE_LIST && f->turns < cards.len) {
        struct value card = cards.as.items[f->turns];
        struct pool_entry *label = label_entry(s, card);
        if (!label || label->ask_again || !still_fits(s, card, label))
            return ask_label(s, f, card);
        f->turns++;
        route_take(s, (uint32_t)(label - s->pool));
        card_enter(s, card, label->value);
        return false;
    }
    bool full = reaches(count_of(s, AST(collect, f->loop), NODE_at_most), f->turns);
    bool closed = entry && entry->closed && !entry->ask_again && !has_too_few(s, f, entry);
    if (entry && (full || closed)) {
        entry->full = full;
        close_list(s, f, entry);
        return false;
    }
    return ask_for_another(s, f);
}

static bool body_asks(const struct node *first) {
    for (; first; first = first->next)
        if (first->kind != NODE_label && first->kind != NODE_record_field &&
            first->kind != NODE_define)
            return true;
    return false;
}

/* Second pass: the rest of each card, below its label as a heading. */
static bool next_card(struct session *s, struct frame *f) {
    const struct node_collect *n = AST(collect, f->loop);
    const struct node *body = record_of(n)->symbol->body;
    while (f->turns < f->elements.len && body_asks(body)) {
        struct value card = f->elements.as.items[f->turns++];
        if (!card_is_here(s, card))
            continue;
        f->card = card;
        f->context = context_of(s, 0, card);
        f->next = body;
        return emit(s, EVENT_SECTION, f->loop, card_label(s, card));
    }
    s->frame_count--;
    return false;
}

bool collect_turn(struct session *s, struct frame *f) {
    return f->going_through ? next_card(s, f) : next_label(s, f);
}

/* ---- its answers ---- */
/* Nobody more: an empty answer, or none at all. */
static enum answer_result answer_end(struct session *s, struct frame *f, struct value v,
                                     struct str *why) {
    const struct node_collect *n = AST(collect, f->loop);
    bool missing = value_is_missing(v), required = body_mark(n->body, MARK_REQUIRED);
    struct value least = count_of(s, n, NODE_at_least);
    uint32_t count = list_members(s, n->symbol).len;
    double number;
    bool few = value_as_number(least, &number) && count < number;
    if (few && (required || !missing))
        return refuse(s, why,
                      arena_printf(&s->scratch, "Please name at least %g.%s", number,
                                   required ? "" : " Or leave it out with /decline."));
    if (missing && required && !few && count == 0)
        return refuse(s, why, STR("This question needs an answer."));
    struct pool_entry *entry = roster_entry(s, f);
    bool none = !entry || entry->value.kind != VALUE_LIST || entry->value.len == 0;
    if (!entry || none) {
        if (!answer_is_kept(s))
            return ANSWER_TAKEN;
        struct value empty = {.kind = VALUE_LIST};
        uint32_t index = pool_put(s, n->question, missing ? v : empty);
        entry = &s->pool[index];
    }
    pool_words(s, entry, s->event.prompt.text);
    entry->closed = true;
    entry->ask_again = entry->recount = false;
    s->waiting = false;
    return ANSWER_TAKEN;
}

bool collect_pass(struct session *s) {
    struct pool_entry *entry = roster_entry(s, &s->frames[s->frame_count - 1]);
    if (!entry || entry->ask_again)
        return false;
    entry->closed = true;
    entry->recount = false;
    s->waiting = false;
    return true;
}

static enum answer_result answer_label(struct session *s, struct frame *f, struct value card,
                                       const struct answer *answer, struct str *why) {
    if (answer->value.kind != VALUE_TEXT)
        return refuse(s, why, STR("Please give a name in a few words."));
    struct answer first = {.value = answer->value};
    struct str label = {answer->value.as.text, answer->value.len};
    struct str other = label_to_come(s, f, card, label);
    if (other.len)
        return refuse_namesake(s, why, other);
    enum answer_result result = check_label(s, card, &first, why);
    bool doubted = result == ANSWER_CONFIRM && answer->confirmed;
    if (doubted)
        result = check_label(s, card, answer, why);
    if (result != ANSWER_TAKEN || !answer_is_kept(s))
        return result;
    s->context = context_of(s, 0, card);
    uint32_t index = pool_put(s, card.as.list->record->label, answer->value);
    struct pool_entry *entry = &s->pool[index];
    entry->confirmed = doubted;
    entry->remark = arena_str(&s->arena, answer->remark);
    pool_words(s, entry, s->event.prompt.text);
    s->waiting = false;
    return ANSWER_TAKEN;
}

/* One more card: made, and put behind those of this `collect`. */
static enum answer_result answer_new(struct session *s, struct frame *f,
                                     const struct answer *answer, struct str *why) {
    const struct symbol *list = AST(collect, f->loop)->symbol;
    struct roster *r = &s->rosters[list->place];
    if (r->count >= LIMIT_CARDS)
        return refuse(s, why, STR("This list is full."));
    struct value card = value_card(list, card_new(s, list));
    enum answer_result result = answer_label(s, f, card, answer, why);
    if (result != ANSWER_TAKEN) {
        r->count--;
        r->value_count -= list->record->field_count;
        return result;
    }
    struct pool_entry *entry = roster_entry(s, f);
    struct value before =
        entry && entry->value.kind == VALUE_LIST ? entry->value : (struct value){0};
    struct value *items = arena_array(&s->scratch, struct value, before.len + 1);
    if (before.len)
        memcpy(items, before.as.items, before.len * sizeof *items);
    items[before.len] = card;
    struct value all = {.kind = VALUE_LIST, .len = before.len + 1, .as.items = items};
    uint32_t index = pool_put(s, AST(collect, f->loop)->question, all);
    entry = &s->pool[index];
    pool_words(s, entry, s->event.prompt.text);
    entry->closed = entry->recount = false;
    return ANSWER_TAKEN;
}

enum answer_result collect_answer(struct session *s, const struct answer *answer, struct str *why) {
    struct frame *f = &s->frames[s->frame_count - 1];
    struct value v = answer->value;
    if (v.kind == VALUE_LIST) /* what was answered before, as a whole */
        v = value_text(STR(""));
    if (!s->event.prompt.collecting)
        return value_is_missing(v) ? refuse(s, why, STR("This needs a name."))
                                   : answer_label(s, f, s->card, answer, why);
    if (value_is_missing(v) && !value_was_put(v))
        return refuse(s, why, STR("Please answer, or leave it out with /decline."));
    if (value_is_missing(v) || (v.kind == VALUE_TEXT && v.len == 0))
        return answer_end(s, f, v, why);
    return answer_new(s, f, answer, why);
}

/* ---- add, remove ---- */
/* When the script runs again, the card that the same line made before: the first with this label
   that has not been here yet. */
static uint32_t added_before(struct session *s, const struct symbol *list, uint64_t label) {
    struct roster *r = &s->rosters[list->place];
    for (uint32_t i = 0; i < r->count; i++)
        if (r->cards[i].added && !r->cards[i].here && !r->cards[i].left &&
            r->cards[i].label == label)
            return i + 1;
    return 0;
}

static const struct node *value_of(const struct node_add *n, const struct symbol *field) {
    for (const struct node *line = n->body; line; line = line->next)
        if (line->kind == NODE_assign && AST(assign, line)->field == field)
            return AST(assign, line)->values;
    return NULL;
}

void card_add(struct session *s, const struct node_add *n) {
    const struct symbol *list = n->symbol;
    if (!list || !list->record || !list->record->label)
        return;
    struct value label = evaluate(s, value_of(n, list->record->label->symbol));
    if (label.kind != VALUE_TEXT || !label.len) {
        session_fail(s, n->node.span, "a card needs a label, and `%s` is missing here",
                     list->record->label->symbol->name->text);
        return;
    }
    struct str text = {label.as.text, label.len};
    uint32_t id = added_before(s, list, card_label_hash(s, text));
    if (!id && s->rosters[list->place].count >= LIMIT_CARDS) {
        session_fail(s, n->node.span, "the list `%s` has more than %d cards", list->name->text,
                     LIMIT_CARDS);
        return;
    }
    struct value card = value_card(list, id ? id : card_new(s, list));
    s->rosters[list->place].cards[card.len - 1].added = true;
    for (const struct node *line = n->body; line; line = line->next)
        if (line->kind == NODE_assign && AST(assign, line)->field)
            *card_value(s, card, AST(assign, line)->field) =
                value_copy(&s->arena, evaluate(s, AST(assign, line)->values));
    card_enter(s, card, label);
}

/* Answers that name a card are empty without it: the clinician is told before it goes. */
static void names_of(struct session *s, struct value card, struct buffer *out) {
    for (size_t i = 0; i < s->route_count; i++) {
        const struct pool_entry *e = &s->pool[s->route[i]];
        bool names_it = e->value.kind == VALUE_CARD && value_same(e->value, card);
        for (uint32_t k = 0; e->value.kind == VALUE_LIST && k < e->value.len; k++)
            names_it |=
                e->value.as.items[k].kind == VALUE_CARD && value_same(e->value.as.items[k], card);
        if (!names_it || e->question->symbol->kind == SYMBOL_LIST)
            continue;
        buffer_text(out, out->len ? ", " : "");
        buffer_str(out, answer_path(s, e->question, e->context, e->occurrence));
    }
}

bool card_remove(struct session *s, const struct node_remove *n) {
    struct value card = evaluate(s, n->card);
    if (card.kind != VALUE_CARD || card.as.list != n->symbol || !card_is_here(s, card))
        return false;
    struct buffer names;
    buffer_init(&names);
    names_of(s, card, &names);
    struct str label = card_label(s, card);
    struct str words =
        arena_printf(&s->scratch, "“%.*s” leaves the list, and the answers that named it: %s.",
                     (int)label.len, label.text, names.text ? names.text : "");
    bool told = names.len > 0;
    buffer_release(&names);
    card_leave(s, card);
    return told && emit(s, EVENT_NOTE, &n->node, words);
}
