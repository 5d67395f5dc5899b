/* Personas: cues that are taken up or missed, meters, facts that are said once. */
#include "program/scope.h"
#include "run/practice.h"

/* ---- cues ---- */
/* A cue that comes up again is open again. */
void practice_cue(struct session *s, const struct node_give_cue *n) {
    struct cue_state *c = n->symbol ? &s->cues[n->symbol->cue->index] : NULL;
    if (!c || c->met)
        return;
    c->given = s->turn + 1;
    practice_give(s, n->symbol,
                  value_missing(MISSING_INCOMPLETE)); /* it is asked, and not answered */
}

/* Which of the open cues does the reply of this turn take up? */
void cues_look(struct session *s, struct value reply) {
    struct value outer = s->it;
    s->it = reply;
    for (size_t i = 0; i < s->program->cue_count; i++) {
        const struct cue *cue = s->program->cues[i];
        struct cue_state *c = &s->cues[i];
        bool open = c->given && !c->met && s->turn < c->given + (uint32_t)cue->node->within;
        if (!open || evaluate_truth(s, cue->node->condition) != TRUTH_YES)
            continue;
        c->met = s->turn;
        practice_give(s, cue->symbol, reply);
    }
    s->it = outer;
}

static struct str cue_words(struct session *s, const struct cue *cue) {
    const struct cue_state *c = &s->cues[cue->index];
    struct str text = render(s, cue->node->text);
    if (c->met)
        return arena_printf(&s->scratch, "%.*s: taken up in turn %u", (int)text.len, text.text,
                            c->met);
    return arena_printf(&s->scratch, "%.*s: %s", (int)text.len, text.text,
                        c->given ? "missed" : "did not come up");
}

struct value persona_cues(struct session *s, const struct symbol *persona) {
    struct value *items = arena_array(&s->scratch, struct value, s->program->cue_count + 1);
    uint32_t count = 0;
    for (size_t i = 0; i < s->program->cue_count; i++)
        if (s->program->cues[i]->symbol->owner == persona)
            items[count++] = value_text(cue_words(s, s->program->cues[i]));
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

/* ---- personas ---- */
static void move_meter(struct session *s, const struct symbol *symbol, double to) {
    const struct meter *m = symbol->meter;
    if (m)
        to = to < m->from ? m->from : to > m->to ? m->to : to;
    practice_give(s, symbol, value_number(to));
    if (m)
        *array_push(s->moved, s->moved_count, s->moved_capacity) =
            (struct moved){symbol, s->turn, to};
}

void practice_set_meter(struct session *s, const struct symbol *symbol, struct value v) {
    double to;
    if (value_as_number(v, &to))
        move_meter(s, symbol, to);
}

void practice_raise(struct session *s, const struct symbol *symbol, const struct node *by,
                    int sign) {
    double now, change;
    if (symbol && value_as_number(s->slots[symbol->slot].value, &now) &&
        value_as_number(evaluate(s, by), &change))
        move_meter(s, symbol, now + sign * change);
}

struct str persona_title(struct session *s, const struct symbol *persona) {
    const struct node *title = AST(persona, persona->node)->title;
    return title ? render(s, title) : name_str(persona->name);
}

bool practice_reveal(struct session *s, const struct node_reveal *n) {
    const struct symbol *fact = n->symbol;
    if (!fact || !value_is_missing(s->slots[fact->slot].value))
        return false;
    if (n->condition && evaluate_truth(s, n->condition) != TRUTH_YES)
        return false;
    struct str text = render(s, fact->fact->text);
    practice_give(s, fact, value_text(text));
    if (!emit_reaction(s, EVENT_SAY, &n->node, text))
        return false;
    s->event.who = persona_title(s, fact->owner);
    return true;
}

struct value persona_facts(struct session *s, const struct symbol *persona) {
    const struct node *body = AST(persona, persona->node)->body;
    struct value *items = arena_array(&s->scratch, struct value, ast_count(body) + 1);
    uint32_t count = 0;
    for (const struct node *n = body; n; n = n->next) {
        const struct symbol *fact =
            n->kind == NODE_fact ? scope_own(persona->scope, AST(fact, n)->name) : NULL;
        if (fact && !value_is_missing(s->slots[fact->slot].value))
            items[count++] = s->slots[fact->slot].value;
    }
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

uint32_t meter_series(struct session *s, const struct symbol *symbol, struct value *values,
                      struct value *turns) {
    uint32_t count = 0;
    values[count] = value_number(symbol->meter->start);
    turns[count++] = value_number(0);
    for (size_t i = 0; i < s->moved_count; i++) {
        if (s->moved[i].meter != symbol)
            continue;
        if (turns[count - 1].as.number ==
            s->moved[i].turn) /* several times in one turn: the last */
            count--;
        values[count] = value_number(s->moved[i].to);
        turns[count++] = value_number(s->moved[i].turn);
    }
    return count;
}
