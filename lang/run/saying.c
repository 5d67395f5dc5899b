/* What a session says, once on a route: the lines of the interview, variants in an order of their
   own, and reactions to an answer. */
#include "program/check.h"
#include "run/practice.h"

bool emit(struct session *s, enum event_kind kind, const struct node *n, struct str text) {
    if (s->failed || shown_before(s, n, text))
        return false;
    s->event = (struct event){.kind = kind, .text = text, .span = n->span};
    return true;
}

/* A reaction belongs to the answer before it: when that is given once more, it is shown once more,
   in the same words or not. */
bool emit_reaction(struct session *s, enum event_kind kind, const struct node *n, struct str text) {
    uint32_t answer = s->route_count ? s->pool[s->route[s->route_count - 1]].version : 0;
    struct str key = arena_printf(&s->scratch, "%u %.*s", answer, (int)text.len, text.text);
    if (s->failed || shown_before(s, n, key))
        return false;
    s->event = (struct event){.kind = kind, .text = text, .span = n->span};
    return true;
}

/* ---- variants ----
   A `say one of` keeps in s->said, from its number on: the round, the variant said last, and for
   each variant the round it was said in. */
enum { SAID_ROUND, SAID_LAST, SAID_IN };

static bool is_offered(struct session *s, const struct node *n) {
    if (n->kind != NODE_variant)
        return false;
    const struct node *when = body_find(AST(variant, n)->body, NODE_when);
    return !when || evaluate_truth(s, AST(when, when)->condition) == TRUTH_YES;
}

/* The first offered variant in the order of this round that was not said in it; -1: there is none.
   The one said last is passed over, so that none is said twice running where a round begins. */
static int32_t next_variant(struct session *s, const struct node_say *say, uint32_t count,
                            const bool *offered) {
    const uint32_t *said = s->said + say->number;
    uint32_t *order = arena_array(&s->scratch, uint32_t, count);
    shuffled(order, count, mix(s->options.seed, say->number, said[SAID_ROUND]));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = order[i];
        if (offered[k] && said[SAID_IN + k] <= said[SAID_ROUND] && k + 1 != said[SAID_LAST])
            return (int32_t)k;
    }
    return -1;
}

static const struct node *choose_variant(struct session *s, const struct node_say *say) {
    uint32_t *said = s->said + say->number, count = 0;
    bool *offered = arena_array(&s->scratch, bool, ast_count(say->one_of));
    for (const struct node *n = say->one_of; n; n = n->next)
        offered[count++] = is_offered(s, n);
    int32_t chosen = next_variant(s, say, count, offered);
    if (chosen < 0) { /* a new round */
        said[SAID_ROUND]++;
        chosen = next_variant(s, say, count, offered);
    }
    if (chosen < 0 && said[SAID_LAST] && offered[said[SAID_LAST] - 1])
        chosen = (int32_t)said[SAID_LAST] - 1; /* the only one there is */
    if (chosen < 0)
        return NULL;
    said[SAID_IN + chosen] = said[SAID_ROUND] + 1;
    said[SAID_LAST] = (uint32_t)chosen + 1;
    const struct node *n = say->one_of;
    for (; chosen > 0; chosen--)
        n = n->next;
    return AST(variant, n)->text;
}

bool say_line(struct session *s, const struct node *n) {
    const struct node_say *statement = AST(say, n);
    const struct node *text = statement->one_of ? choose_variant(s, statement) : statement->text;
    if (!text)
        return false;
    if (!statement->who)
        return emit(s, EVENT_SAY, n, render(s, text));
    if (!emit_reaction(s, EVENT_SAY, n, render(s, text)))
        return false;
    s->event.who = persona_title(s, expression_symbol(statement->who));
    return true;
}
