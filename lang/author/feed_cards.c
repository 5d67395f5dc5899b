/* See feed_cards.h. */
#include "author/feed_cards.h"

#include "base/text.h"

#include <stdlib.h>

static const struct node *first_card(const struct node_answer *answer) {
    return body_find(answer->body, NODE_variant);
}

static const struct node *next_card(const struct node *card) {
    return body_find(card->next, NODE_variant);
}

void feed_cards_init(struct feed_cards *c, const struct node_answer *answer) {
    size_t values = 0;
    for (const struct node *card = first_card(answer); card; card = next_card(card))
        values += ast_count(AST(variant, card)->body);
    *c = (struct feed_cards){answer, first_card(answer), false, memory_get(values + 1)};
}

void feed_cards_release(struct feed_cards *c) {
    free(c->used);
}

static struct str label_of(const struct node *card) {
    const struct node *text = AST(variant, card)->text;
    return text->kind == NODE_text ? AST(text, text)->value : (struct str){"", 0};
}

bool feed_cards_label(struct feed_cards *c, struct value *out) {
    if (c->over)
        return false;
    if (c->next) {
        *out = value_text(label_of(c->next));
        c->next = next_card(c->next);
        return true;
    }
    c->over = true;
    *out = value_text(STR(""));
    return true;
}

static bool same_label(struct str a, struct str b) {
    struct arena arena;
    arena_init(&arena);
    bool same = str_same(text_fold(&arena, a, true), text_fold(&arena, b, true));
    arena_release(&arena);
    return same;
}

const struct node *feed_cards_value(struct feed_cards *c, const struct prompt *p) {
    size_t place = 0;
    if (p->card.kind != VALUE_CARD || p->card.as.list != c->answer->symbol)
        return NULL;
    for (const struct node *card = first_card(c->answer); card; card = next_card(card)) {
        bool meant = same_label(label_of(card), p->about);
        for (const struct node *n = AST(variant, card)->body; n; n = n->next, place++) {
            if (!meant || c->used[place] || n->kind != NODE_assign ||
                AST(assign, n)->field != p->question->symbol)
                continue;
            c->used[place] = 1;
            return AST(assign, n)->values;
        }
    }
    return NULL;
}

const struct node *feed_cards_unused(const struct feed_cards *c) {
    size_t place = 0;
    if (c->next)
        return c->next;
    for (const struct node *card = first_card(c->answer); card; card = next_card(card))
        for (const struct node *n = AST(variant, card)->body; n; n = n->next, place++)
            if (!c->used[place] && n->kind == NODE_assign)
                return n;
    return NULL;
}
