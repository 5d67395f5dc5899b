/* Judging a reply: points, what was found and missed, and what a trainee hears of it. */
#include "program/rubric.h"
#include "run/practice.h"

#include <string.h>

void practice_give(struct session *s, const struct symbol *symbol, struct value v) {
    s->slots[symbol->slot].value = value_copy(&s->arena, v);
    value_changed(s);
}

static bool ends_sentence(struct str words) {
    static const char *const ends[] = {".", "!", "?", "…", ".”", "!”", "?”"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t len = strlen(ends[i]);
        if (words.len >= len && memcmp(words.text + words.len - len, ends[i], len) == 0)
            return true;
    }
    return false;
}

void practice_say(struct session *s, struct buffer *out, const char *head,
                  const struct node *text) {
    struct str words = render(s, text);
    if (!words.len)
        return;
    buffer_text(out, head);
    buffer_str(out, words);
    if (!ends_sentence(words))
        buffer_char(out, '.');
}

/* The drill that is being run; NULL. */
static const struct drill *drill_open(const struct session *s) {
    for (size_t i = s->frame_count; i-- > 0;)
        if (s->frames[i].entered)
            return s->frames[i].entered->drill;
    return NULL;
}

static enum feedback feedback_now(const struct session *s) {
    const struct drill *drill = drill_open(s);
    return drill ? drill->feedback : s->program->feedback;
}

/* ---- feedback ---- */
static void add_rule(struct session *s, struct buffer *out, const char *word,
                     const struct rule *rule, bool with_tip) {
    buffer_char(out, '\n');
    practice_say(s, out, word, rule->text);
    if (with_tip && rule->tip)
        practice_say(s, out, " ", rule->tip);
}

/* What was found, what was not, and what to look at, in the order of the rubric. */
static struct str feedback_words(struct session *s, const struct rubric *r,
                                 const struct verdict *v) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, v->points);
    buffer_text(&b, " of ");
    buffer_number(&b, r->most);
    buffer_text(&b, r->most == 1 ? " point" : " points");
    const struct band *level = r->levels ? score_band(r->levels, v->points) : NULL;
    if (level) {
        buffer_text(&b, ": ");
        buffer_str(&b, level->label ? render(s, level->label) : name_str(level->name));
    }
    if (!v->found)
        buffer_text(&b, ". No rule places this reply.");
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (v->met[i] && r->rules[i].points > 0)
            add_rule(s, &b, "Found: ", &r->rules[i], false);
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (v->met[i] && r->rules[i].points <= 0)
            add_rule(s, &b, "Careful: ", &r->rules[i], true);
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (!v->met[i] && r->rules[i].points > 0)
            add_rule(s, &b, "Missing: ", &r->rules[i], true);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return words;
}

/* ---- judging ---- */
static struct value rules_as_set(struct session *s, const struct rubric *r, const struct verdict *v,
                                 bool met) {
    struct value *items = arena_array(&s->scratch, struct value, r->rule_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (met ? v->met[i] : !v->met[i] && r->rules[i].points > 0)
            items[count++] = value_choice(r->rules[i].choice);
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

/* The tips for this reply: of what is missing, and of what is better left out. */
static struct value tips_of(struct session *s, const struct rubric *r, const struct verdict *v) {
    struct buffer b;
    buffer_init(&b);
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (r->rules[i].tip && v->met[i] == (r->rules[i].points <= 0))
            practice_say(s, &b, b.len ? " " : "", r->rules[i].tip);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return words.len ? value_text(words) : value_missing(MISSING_NOT_APPLICABLE);
}

/* The level that the points come to; missing where none does. */
static struct value level_of(const struct rubric *r, double points) {
    const struct band *band = r->levels ? score_band(r->levels, points) : NULL;
    return band && band->option ? value_choice(band->option) : value_missing(MISSING_INCOMPLETE);
}

/* What came out stands in the variables of the reply, and on its card. */
static void give_verdict(struct session *s, const struct judging *j, const struct verdict *v,
                         struct value card) {
    const struct rubric *r = j->rubric;
    struct value found = rules_as_set(s, r, v, true), missed = rules_as_set(s, r, v, false);
    practice_give(s, j->points, value_number(v->points));
    practice_give(s, j->found, found);
    practice_give(s, j->missed, missed);
    practice_give(s, j->unplaced, value_yes_no(v->found == 0));
    if (j->level)
        practice_give(s, j->level, level_of(r, v->points));
    if (card.kind != VALUE_CARD)
        return;
    *card_value(s, card, r->points) = value_number(v->points);
    *card_value(s, card, r->found) = value_copy(&s->arena, found);
    *card_value(s, card, r->missed) = value_copy(&s->arena, missed);
    *card_value(s, card, r->tip) = value_copy(&s->arena, tips_of(s, r, v));
    if (r->level)
        *card_value(s, card, r->level) = level_of(r, v->points);
}

/* A reply that is missing was not judged, for the same reason. */
static void give_reason(struct session *s, const struct judging *j, struct value reason) {
    const struct symbol *all[] = {j->points, j->found, j->missed, j->unplaced, j->level};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (all[i])
            practice_give(s, all[i], reason);
}

/* The next card of the list of what was judged: run again, the cards are the same. Missing where
   the list is full. */
static struct value next_card(struct session *s, const struct rubric *r) {
    struct roster *roster = &s->rosters[r->symbol->place];
    uint32_t id = list_members(s, r->symbol).len + 1;
    if (id > LIMIT_CARDS)
        return value_missing(MISSING_NOT_ASKED);
    if (id > roster->count)
        card_new(s, r->symbol);
    roster->cards[id - 1].added = true;
    return value_card(r->symbol, id);
}

/* The card of this reply, where it was judged already: its last one. */
static struct value judged_card(struct session *s, const struct rubric *r, struct value reply) {
    struct value all = list_members(s, r->symbol);
    struct value last = all.len ? all.as.items[all.len - 1] : value_missing(MISSING_NOT_ASKED);
    return last.kind == VALUE_CARD && value_same(*card_value(s, last, r->answer), reply)
               ? last
               : value_missing(MISSING_NOT_ASKED);
}

/* What somebody has marked takes the place of what the rules found. */
static void judge_marks(struct session *s, const struct judging *j, const struct symbol *marks,
                        struct value reply) {
    const struct rubric *r = j->rubric;
    struct value marked = question_value(s, marks);
    if (marked.kind != VALUE_LIST)
        return;
    struct verdict v = {.met = arena_array(&s->scratch, bool, r->rule_count + 1)};
    for (uint32_t i = 0; i < r->rule_count; i++)
        for (uint32_t k = 0; k < marked.len; k++)
            v.met[i] |= choice_of(marked.as.items[k]) == r->rules[i].choice;
    rubric_reckon(r, &v);
    give_verdict(s, j, &v, judged_card(s, r, reply));
}

static bool judge_words(struct session *s, const struct node *n, const struct judging *j,
                        struct value reply) {
    const struct rubric *r = j->rubric;
    struct str text = {reply.as.text, reply.len};
    struct verdict v = rubric_judge(s->program, r, hearing_room(s, r->matcher), &s->scratch, text);
    struct value card = next_card(s, r);
    s->turn++;
    give_verdict(s, j, &v, card);
    if (card.kind == VALUE_CARD) {
        *card_value(s, card, r->turn) = value_number(s->turn);
        card_enter(s, card, reply);
    }
    cues_look(s, reply);
    return feedback_now(s) == FEEDBACK_NOW &&
           emit_reaction(s, EVENT_FEEDBACK, n, feedback_words(s, r, &v));
}

/* A choice is worth its value, several choices theirs together; an order the places that are right.
 */
static double option_points(const struct judging *j, struct value v) {
    double points = 0, number;
    if (v.kind != VALUE_LIST)
        return value_as_number(v, &number) ? number : 0;
    for (uint32_t i = 0; i < v.len; i++) {
        const struct choice *o = choice_of(v.as.items[i]);
        if (j->by_order)
            points += o && o->index == i;
        else if (value_as_number(v.as.items[i], &number))
            points += number;
    }
    return points;
}

bool practice_judge(struct session *s, const struct node_judge *n) {
    const struct judging *j = n->judging;
    if (!j)
        return false;
    struct value reply = session_value(s, j->reply);
    if (value_is_missing(reply)) {
        give_reason(s, j, reply);
        return false;
    }
    if (n->marks) {
        judge_marks(s, j, n->marks, reply);
        return false;
    }
    if (j->rubric)
        return reply.kind == VALUE_TEXT && judge_words(s, &n->node, j, reply);
    double points = option_points(j, reply);
    s->turn++;
    practice_give(s, j->points, value_number(points));
    return feedback_now(s) == FEEDBACK_NOW &&
           emit_reaction(s, EVENT_FEEDBACK, &n->node,
                         arena_printf(&s->scratch, "%g of %g points", points, j->most));
}
