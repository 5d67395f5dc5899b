/* Drills: attempts with hints, cards in rounds. */
#include "run/practice.h"
#include "run/spacing.h"

#include <string.h>

/* The beginning of a session, for all of practice. */
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

/* ---- drills ---- */
/* A drill that is done again begins anew. */
void practice_begin(struct session *s, const struct drill *d) {
    const struct symbol *own[] = {d->points, d->tried, d->passed, d->through};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        practice_give(s, own[i], value_missing(MISSING_NOT_ASKED));
    for (uint32_t i = 0; i < d->card_count; i++)
        practice_give(s, d->cards[i].grade, value_missing(MISSING_NOT_ASKED));
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
    practice_give(s, card->grade,
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
        practice_say(s, &b, " ", card->card->why);
    struct str words = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return emit_reaction(s, EVENT_FEEDBACK, n, words);
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
    if (!more && d->feedback == FEEDBACK_LATER)
        buffer_printf(&b, "%s%g of %g points.", b.len ? "\n" : "", number_of(s, d->points),
                      d->most);
    if (more && tried <= d->hint_count)
        practice_say(s, &b, b.len ? "\nHint: " : "Hint: ", d->hints[tried - 1]);
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
    practice_give(s, d->points, value_number(best));
    practice_give(s, d->tried, value_number(tried));
    practice_give(s, d->passed, value_yes_no(passed));
    practice_give(s, d->through, value_yes_no(through));
    if (d->feedback == FEEDBACK_NEVER)
        return false;
    struct str words = words_between(s, d, tried, through);
    return words.len && emit_reaction(s, EVENT_FEEDBACK, &n->node, words);
}
