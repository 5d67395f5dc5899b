/* Drills. What runs is made of ordinary lines: the scene, a `repeat` of the attempts, the model.
   The lines of the drill itself are copied for it, so that the tree stays as it was written; two
   kinds of line exist nowhere else, the end of an attempt and the dealing of cards. */
#include "program/choices.h"
#include "program/compose.h"
#include "program/declare.h"
#include "program/types.h"

#include "base/text.h"

#include <string.h>

enum { CARD_NAME_MOST = 40 }; /* bytes */

struct making {
    struct declarer *d; /* inside the drill */
    struct drill *drill;
    struct node_drill *n;
};

static struct node *new_node(struct making *m, enum node_kind kind, const struct node *from) {
    return ast_new(&m->d->p->arena, kind, from->span);
}

static struct node *copy_of(struct making *m, const struct node *n) {
    struct node *copy = new_node(m, (enum node_kind)n->kind, n);
    memcpy(copy, n, ast_shapes[n->kind].size);
    copy->next = NULL;
    return copy;
}

static struct node *new_text(struct making *m, struct str value, const struct node *from) {
    struct node *n = new_node(m, NODE_text, from);
    AST(text, n)->value = value;
    return n;
}

/* ---- cards ---- */
static bool is_latin_word(int32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A card is called by its text: "Fine. Do what you want." is fine_do_what_you_want. */
static struct name *name_of_card(struct program *p, struct str text) {
    struct str folded = text_fold(&p->arena, text, true);
    struct buffer b;
    buffer_init(&b);
    for (size_t at = 0; at < folded.len && b.len < CARD_NAME_MOST;) {
        int32_t c;
        size_t len = text_decode((struct str){folded.text + at, folded.len - at}, &c);
        bool part = c < 128 ? is_latin_word(c) : text_name_part(c);
        if (part && !b.len && !text_name_start(c))
            buffer_text(&b, "card_");
        if (part)
            buffer_add(&b, folded.text + at, len);
        else if (b.len && b.text[b.len - 1] != '_' && c != '\'' && c != 0x2019)
            buffer_char(&b, '_');
        at += len;
    }
    while (b.len && b.text[b.len - 1] == '_')
        b.len--;
    if (!b.len)
        buffer_text(&b, "card");
    struct name *name = name_of(&p->names, buffer_as_str(&b));
    buffer_release(&b);
    return name;
}

/* Two cards that begin alike are told apart by a number. */
static struct name *free_name(struct making *m, struct name *name) {
    struct program *p = m->d->p;
    struct name *wanted = name;
    for (unsigned i = 2; scope_own(m->d->scope, name); i++) {
        struct str next = arena_printf(&p->arena, "%s_%u", wanted->text, i);
        name = name_of(&p->names, next);
    }
    return name;
}

static struct node *card_question(struct making *m, const struct node_cards *cards,
                                  const struct node_card *card, struct name *name) {
    struct program *p = m->d->p;
    struct str text = AST(text, card->text)->value, asked = AST(text, cards->prompt)->value;
    struct node *ask = new_node(m, NODE_ask, &card->node), *form = new_node(m, NODE_form, ask);
    AST(form, form)->form = FORM_CHOOSE;
    AST(form, form)->scale = cards->scale;
    AST(ask, ask)->name = name;
    AST(ask, ask)->form = form;
    AST(ask, ask)->prompt = new_text(m,
                                     arena_printf(&p->arena, "“%.*s”\n%.*s", (int)text.len,
                                                  text.text, (int)asked.len, asked.text),
                                     card->text);
    return ask;
}

static struct node *end_of_attempt(struct making *m, const struct node *from,
                                   const struct drill_card *card) {
    struct node *n = new_node(m, NODE_attempt, from);
    AST(attempt, n)->drill = m->drill;
    AST(attempt, n)->card = card;
    return n;
}

static struct node *deal(struct making *m, struct node_cards *cards) {
    struct drill *drill = m->drill;
    struct node *n = new_node(m, NODE_deal, &cards->node);
    struct drill_card *all =
        arena_array(&m->d->p->arena, struct drill_card, ast_count(cards->body) + 1);
    struct ast_list list = {0};
    AST(deal, n)->drill = drill;
    drill->cards = all;
    for (struct node *line = cards->body; line; line = line->next) {
        if (line->kind != NODE_card || AST(card, line)->text->kind != NODE_text)
            continue;
        struct node *card = copy_of(m, line);
        struct name *name =
            free_name(m, name_of_card(m->d->p, AST(text, AST(card, line)->text)->value));
        struct node *ask = card_question(m, cards, AST(card, line), name);
        struct drill_card *one = &all[drill->card_count++];
        *one = (struct drill_card){.ask = AST(ask, ask), .card = AST(card, card)};
        ask->next = end_of_attempt(m, line, one);
        AST(card, card)->body = ask;
        ast_list_add(&list, card);
        /* entered at once, so that the next card gets another name */
        struct symbol *s = declare_name(m->d, SYMBOL_QUESTION, name, ask);
        s->slot = m->d->p->slot_count++;
        one->question = AST(ask, ask)->symbol = s;
        struct str grade = arena_printf(&m->d->p->arena, "%s_grade", name->text);
        one->grade = declare_outcome(m->d, grade.text, TYPE_OF(TYPE_NUMBER), ask);
    }
    AST(deal, n)->body = list.first;
    return n;
}

/* ---- the lines of a drill ---- */
static void read_feedback(struct program *p, const struct node_property *n, enum feedback *out) {
    static const char *const words[] = {"later", "now", "never"};
    const char *word = n->value->kind == NODE_name ? AST(name, n->value)->name->text : "";
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum feedback)i;
            return;
        }
    struct diag *g = diag_add(&p->diags, D_feedback_when, n->node.span);
    diag_fix(&p->diags, g, SPAN_NONE, NULL,
             "write `feedback now`, `feedback later` or `feedback never`");
}

static void once(struct making *m, const struct node *n, bool *seen, const char *what) {
    if (*seen)
        diag_add(&m->d->p->diags, D_repeated_line, n->span, what);
    *seen = true;
}

/* Says what the drill is; false for a line that is run. */
static bool read_line(struct making *m, struct node *n, bool seen[4]) {
    struct drill *drill = m->drill;
    const struct node_property *property = n->kind == NODE_property ? AST(property, n) : NULL;
    switch ((enum node_kind)n->kind) {
    case NODE_skill:
        once(m, n, &seen[0], "`skill`");
        drill->skill = AST(skill, n)->name;
        return true;
    case NODE_pass:
        once(m, n, &seen[1], "`pass`");
        drill->pass = AST(pass, n)->mark;
        drill->by_percent = AST(pass, n)->percent;
        return true;
    case NODE_attempts:
    case NODE_rounds:
        once(m, n, &seen[2], "`attempts` or `rounds`");
        drill->tries =
            (uint32_t)(n->kind == NODE_rounds ? AST(rounds, n)->count : AST(attempts, n)->count);
        return true;
    case NODE_mark:
        drill->shuffled |= AST(mark, n)->mark == MARK_SHUFFLE;
        drill->spaced |= AST(mark, n)->mark == MARK_SPACED;
        return true;
    case NODE_property:
        if (strcmp(property->word->text, "model") == 0)
            drill->model = property->value;
        else if (strcmp(property->word->text, "hint") == 0)
            drill->hints[drill->hint_count++] = property->value;
        else if (strcmp(property->word->text, "feedback") == 0)
            read_feedback(m->d->p, property, &drill->feedback);
        return true;
    default:
        return false;
    }
}

static struct node *say(struct making *m, struct node *text) {
    struct node *n = new_node(m, NODE_say, text);
    AST(say, n)->text = text;
    return n;
}

static struct node *attempts(struct making *m, struct node *lines) {
    struct node *n = new_node(m, NODE_repeat, &m->n->node);
    struct node *through = new_node(m, NODE_name, &m->n->node);
    struct node *most = new_node(m, NODE_number, &m->n->node);
    n->span.hi = n->span.lo;
    AST(name, through)->name = m->drill->through->name;
    AST(number, most)->value = m->drill->tries;
    AST(repeat, n)->how = REPEAT_UNTIL;
    AST(repeat, n)->value = through;
    AST(repeat, n)->at_most = most;
    AST(repeat, n)->body = lines;
    return n;
}

static struct node *made_of(struct making *m) {
    struct ast_list lines = {0}, all = {0};
    bool seen[4] = {false, false, false, false};
    for (struct node *n = m->n->body; n; n = n->next) {
        if (n->kind == NODE_cards) {
            once(m, n, &seen[3], "`cards` line");
            if (!m->drill->cards)
                ast_list_add(&lines, deal(m, AST(cards, n)));
        } else if (!read_line(m, n, seen) && n->kind != NODE_broken) {
            ast_list_add(&lines, copy_of(m, n));
        }
    }
    ast_list_add(&lines, end_of_attempt(m, &m->n->node, NULL));
    const struct node_property *scene = body_property(m->n->body, "scene");
    if (scene)
        ast_list_add(&all, say(m, scene->value));
    ast_list_add(&all, attempts(m, lines.first));
    if (m->drill->tries < 1 || m->drill->tries > LIMIT_ATTEMPTS)
        diag_add(&m->d->p->diags, D_attempts, m->n->node.span, LIMIT_ATTEMPTS);
    return all.first;
}

void declare_drill(struct declarer *d, struct node_drill *n) {
    struct program *p = d->p;
    struct symbol *s = n->symbol = declare_block(d, SYMBOL_DRILL, n->name, &n->node, NULL);
    struct drill *drill = arena_new(&p->arena, struct drill);
    struct declarer inside = {p, d->module, s->scope, s, NULL};
    drill->symbol = s;
    drill->node = n;
    drill->tries = 1;
    drill->feedback =
        p->feedback_given && p->feedback == FEEDBACK_NEVER ? FEEDBACK_NEVER : FEEDBACK_NOW;
    drill->hints = arena_array(&p->arena, const struct node *, ast_count(n->body) + 1);
    drill->points = declare_outcome(&inside, "points", TYPE_OF(TYPE_NUMBER), &n->node);
    drill->most_points = declare_outcome(&inside, "most", TYPE_OF(TYPE_NUMBER), &n->node);
    drill->passed = declare_outcome(&inside, "passed", TYPE_OF(TYPE_YES_NO), &n->node);
    drill->tried = declare_outcome(&inside, "tries", TYPE_OF(TYPE_NUMBER), &n->node);
    drill->through = declare_outcome(&inside, "through", TYPE_OF(TYPE_YES_NO), &n->node);
    s->drill = drill;
    *array_push(p->drills, p->drill_count, p->drill_capacity) = drill;
    struct making m = {&inside, drill, n};
    s->body = made_of(&m);
    for (uint32_t i = 0; drill->spaced && i < drill->card_count; i++)
        drill->cards[i].grade->looked_back = true;
}

void read_protocol_feedback(struct program *p, const struct node_protocol *n) {
    const struct node_property *property = n ? body_property(n->body, "feedback") : NULL;
    p->feedback = FEEDBACK_LATER;
    p->feedback_given = property != NULL;
    if (property)
        read_feedback(p, property, &p->feedback);
}
