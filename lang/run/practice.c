/* Practice: judging a reply, what a persona reveals and how its meters move, the attempts and the
   cards of a drill. What came out stands in variables of its own, so that going back and changing a
   reply judges anew like everything else. */
#include "program/rubric.h"
#include "program/scope.h"
#include "run/spacing.h"
#include "run/state.h"

#include <string.h>

static void give(struct session *s, const struct symbol *symbol, struct value v) {
    s->slots[symbol->slot].value = value_copy(&s->arena, v);
    value_changed(s);
}

void practice_restart(struct session *s) {
    s->turn = 0;
    s->clock_limit = s->clock_used = 0;
    s->moved_count = 0;
    memset(s->cues, 0, sizeof *s->cues * (s->program->cue_count + 1));
    for (size_t i = 0; i < s->program->symbol_count; i++) {
        const struct symbol *symbol = s->program->symbols[i];
        if (symbol->meter)
            s->slots[symbol->slot].value = value_number(symbol->meter->start);
    }
    for (size_t i = 0; i < s->program->drill_count; i++) {
        const struct drill *d = s->program->drills[i];
        s->slots[d->most_points->slot].value = value_number(d->most);
    }
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
static void add_sentence(struct session *s, struct buffer *out, const char *head,
                         const struct node *text) {
    struct str words = render(s, text);
    if (!words.len)
        return;
    buffer_text(out, head);
    buffer_str(out, words);
    if (!strchr(".!?…", words.text[words.len - 1]))
        buffer_char(out, '.');
}

static void add_rule(struct session *s, struct buffer *out, const char *word,
                     const struct rule *rule, bool with_tip) {
    buffer_char(out, '\n');
    add_sentence(s, out, word, rule->text);
    if (with_tip && rule->tip)
        add_sentence(s, out, " ", rule->tip);
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

/* ---- cues ---- */
/* A cue that comes up again is open again. */
void practice_cue(struct session *s, const struct node_give_cue *n) {
    struct cue_state *c = n->symbol ? &s->cues[n->symbol->cue->index] : NULL;
    if (!c || c->met)
        return;
    c->given = s->turn + 1;
    give(s, n->symbol, value_missing(MISSING_INCOMPLETE)); /* it is asked, and not answered */
}

/* Which of the open cues does the reply of this turn take up? */
static void look_at_cues(struct session *s, struct value reply) {
    struct value outer = s->it;
    s->it = reply;
    for (size_t i = 0; i < s->program->cue_count; i++) {
        const struct cue *cue = s->program->cues[i];
        struct cue_state *c = &s->cues[i];
        bool open = c->given && !c->met && s->turn < c->given + (uint32_t)cue->node->within;
        if (!open || evaluate_truth(s, cue->node->condition) != TRUTH_YES)
            continue;
        c->met = s->turn;
        give(s, cue->symbol, reply);
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

/* ---- judging ---- */
static struct value rules_as_set(struct session *s, const struct rubric *r,
                                 const struct verdict *v, bool met) {
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
            add_sentence(s, &b, b.len ? " " : "", r->rules[i].tip);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return words.len ? value_text(words) : value_missing(MISSING_NOT_APPLICABLE);
}

/* The level that the points come to; missing where none does. */
static struct value level_of(const struct rubric *r, double points) {
    const struct band *band = r->levels ? score_band(r->levels, points) : NULL;
    return band && band->option ? value_choice(band->option) : value_missing(MISSING_INCOMPLETE);
}

/* The reply goes onto the list of what was judged; run again, the cards are the same. */
static void keep_judged(struct session *s, const struct rubric *r, struct value reply,
                        const struct verdict *v, struct value found, struct value missed) {
    double points = v->points;
    struct roster *roster = &s->rosters[r->symbol->place];
    uint32_t id = list_members(s, r->symbol).len + 1;
    if (id > LIMIT_CARDS)
        return;
    if (id > roster->count)
        card_new(s, r->symbol);
    struct value card = value_card(r->symbol, id);
    roster->cards[id - 1].added = true;
    *card_value(s, card, r->turn) = value_number(s->turn);
    *card_value(s, card, r->found) = value_copy(&s->arena, found);
    *card_value(s, card, r->missed) = value_copy(&s->arena, missed);
    *card_value(s, card, r->points) = value_number(points);
    *card_value(s, card, r->tip) = value_copy(&s->arena, tips_of(s, r, v));
    if (r->level)
        *card_value(s, card, r->level) = level_of(r, points);
    card_enter(s, card, reply);
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
    struct value found = rules_as_set(s, r, &v, true), missed = rules_as_set(s, r, &v, false);
    struct value card = judged_card(s, r, reply);
    give(s, j->points, value_number(v.points));
    give(s, j->found, found);
    give(s, j->missed, missed);
    give(s, j->unplaced, value_yes_no(v.found == 0));
    if (j->level)
        give(s, j->level, level_of(r, v.points));
    if (card.kind != VALUE_CARD)
        return;
    *card_value(s, card, r->found) = value_copy(&s->arena, found);
    *card_value(s, card, r->missed) = value_copy(&s->arena, missed);
    *card_value(s, card, r->points) = value_number(v.points);
    *card_value(s, card, r->tip) = value_copy(&s->arena, tips_of(s, r, &v));
    if (r->level)
        *card_value(s, card, r->level) = level_of(r, v.points);
}

static bool judge_words(struct session *s, const struct node *n, const struct judging *j,
                        struct value reply) {
    const struct rubric *r = j->rubric;
    struct str text = {reply.as.text, reply.len};
    struct verdict v = rubric_judge(s->program, r, hearing_room(s, r->matcher), &s->scratch, text);
    struct value found = rules_as_set(s, r, &v, true), missed = rules_as_set(s, r, &v, false);
    s->turn++;
    give(s, j->points, value_number(v.points));
    give(s, j->found, found);
    give(s, j->missed, missed);
    give(s, j->unplaced, value_yes_no(v.found == 0));
    if (j->level)
        give(s, j->level, level_of(r, v.points));
    keep_judged(s, r, reply, &v, found, missed);
    look_at_cues(s, reply);
    return feedback_now(s) == FEEDBACK_NOW &&
           emit(s, EVENT_FEEDBACK, n, feedback_words(s, r, &v));
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
        give(s, j->points, reply);
        if (j->rubric) {
            give(s, j->found, reply);
            give(s, j->missed, reply);
            give(s, j->unplaced, reply);
            if (j->level)
                give(s, j->level, reply);
        }
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
    give(s, j->points, value_number(points));
    return feedback_now(s) == FEEDBACK_NOW &&
           emit(s, EVENT_FEEDBACK, &n->node,
                arena_printf(&s->scratch, "%g of %g points", points, j->most));
}

/* ---- personas ---- */
static void move_meter(struct session *s, const struct symbol *symbol, double to) {
    const struct meter *m = symbol->meter;
    if (m)
        to = to < m->from ? m->from : to > m->to ? m->to : to;
    give(s, symbol, value_number(to));
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
    give(s, fact, value_text(text));
    if (!emit(s, EVENT_SAY, &n->node, text))
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
        if (turns[count - 1].as.number == s->moved[i].turn) /* several times in one turn: the last */
            count--;
        values[count] = value_number(s->moved[i].to);
        turns[count++] = value_number(s->moved[i].turn);
    }
    return count;
}

/* ---- drills ---- */
/* A drill that is done again begins anew. */
void practice_begin(struct session *s, const struct drill *d) {
    const struct symbol *own[] = {d->points, d->tried, d->passed, d->through};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        give(s, own[i], value_missing(MISSING_NOT_ASKED));
    for (uint32_t i = 0; i < d->card_count; i++)
        give(s, d->cards[i].grade, value_missing(MISSING_NOT_ASKED));
}

static bool is_right(struct session *s, const struct drill_card *card) {
    struct value v = question_value(s, card->question);
    return card->right && choice_of(v) == card->right;
}

/* Right in this run of the drill, or known so well that it is not due. */
static bool is_done(struct session *s, const struct drill *d, const struct drill_card *card) {
    double grade;
    bool right = value_as_number(s->slots[card->grade->slot].value, &grade) && grade > CARD_WRONG;
    return right || (d->spaced && !card_is_due(s, card));
}

static uint32_t done_count(struct session *s, const struct drill *d) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->card_count; i++)
        count += is_done(s, d, &d->cards[i]);
    return count;
}

static double number_of(const struct session *s, const struct symbol *symbol) {
    struct value v = s->slots[symbol->slot].value;
    return v.kind == VALUE_NUMBER ? v.as.number : 0;
}

/* The cards that were not right so far, the first to be asked on top. */
void practice_deal(struct session *s, const struct node_deal *n) {
    const struct drill *d = n->drill;
    uint32_t *order = arena_array(&s->scratch, uint32_t, d->card_count);
    for (uint32_t i = 0; i < d->card_count; i++)
        order[i] = i;
    if (d->shuffled)
        shuffled(order, d->card_count,
                 mix(s->options.seed, hash_bytes(0, d->symbol->path.text, d->symbol->path.len),
                     (uint64_t)number_of(s, d->tried)));
    for (uint32_t i = d->card_count; i-- > 0;)
        if (!is_done(s, d, &d->cards[order[i]]))
            frame_push(s, d->cards[order[i]].card->body);
}

static bool end_card(struct session *s, const struct node *n, const struct drill *d,
                     const struct drill_card *card) {
    give(s, card->grade,
         value_number(card_grade(is_right(s, card), (uint32_t)number_of(s, d->tried))));
    if (d->feedback != FEEDBACK_NOW || !card->right)
        return false;
    struct buffer b;
    buffer_init(&b);
    if (is_right(s, card)) {
        buffer_text(&b, "Right.");
    } else {
        buffer_text(&b, "No: ");
        buffer_str(&b, render(s, card->right->label));
        buffer_char(&b, '.');
    }
    if (card->card->why)
        add_sentence(s, &b, " ", card->card->why);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return emit(s, EVENT_FEEDBACK, n, words);
}

static double points_of_try(struct session *s, const struct drill *d) {
    double points = done_count(s, d), number;
    for (uint32_t i = 0; i < d->judged_count; i++)
        if (value_as_number(s->slots[d->judged[i]->points->slot].value, &number))
            points += number;
    return points;
}

/* Does a reply of this attempt meet a rule that is critical? */
static bool is_critical(struct session *s, const struct drill *d) {
    bool critical = false;
    for (uint32_t i = 0; i < d->judged_count; i++) {
        const struct judging *j = d->judged[i];
        struct value found =
            j->rubric ? s->slots[j->found->slot].value : value_missing(MISSING_NOT_ASKED);
        for (uint32_t k = 0; found.kind == VALUE_LIST && k < found.len; k++)
            critical |= j->rubric->rules[choice_of(found.as.items[k])->index].critical;
    }
    return critical;
}

/* Behind an attempt: a hint for the next one, or how it could be said. */
static struct str words_between(struct session *s, const struct drill *d, uint32_t tried,
                                bool through) {
    struct buffer b;
    buffer_init(&b);
    bool more = !through && tried < d->tries;
    uint32_t right = done_count(s, d);
    if (d->card_count && right < d->card_count)
        buffer_printf(&b, "%u of %u %s right.%s", right, d->card_count, right == 1 ? "is" : "are",
                      more ? " The others come again." : "");
    if (more && tried <= d->hint_count)
        add_sentence(s, &b, b.len ? "\nHint: " : "Hint: ", d->hints[tried - 1]);
    if (!more && d->model) {
        buffer_text(&b, b.len ? "\nOne way to say it: “" : "One way to say it: “");
        buffer_str(&b, render(s, d->model));
        buffer_text(&b, "”");
    }
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return words;
}

static bool passed_before(const struct session *s, const struct drill *d) {
    struct value v = s->slots[d->passed->slot].value;
    return v.kind == VALUE_YES_NO && v.as.yes;
}

bool practice_attempt(struct session *s, const struct node_attempt *n) {
    const struct drill *d = n->drill;
    if (n->card)
        return end_card(s, &n->node, d, n->card);
    double points = points_of_try(s, d), best = number_of(s, d->points);
    uint32_t tried = (uint32_t)number_of(s, d->tried) + 1;
    if (tried == 1 || points > best)
        best = points;
    bool enough = d->by_percent ? points * 100 >= d->pass * d->most : points >= d->pass;
    bool passed = (enough && !is_critical(s, d)) || passed_before(s, d);
    bool through = d->card_count ? done_count(s, d) == d->card_count : passed;
    give(s, d->points, value_number(best));
    give(s, d->tried, value_number(tried));
    give(s, d->passed, value_yes_no(passed));
    give(s, d->through, value_yes_no(through));
    if (d->feedback == FEEDBACK_NEVER)
        return false;
    struct str words = words_between(s, d, tried, through);
    return words.len && emit(s, EVENT_FEEDBACK, &n->node, words);
}
