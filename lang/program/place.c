/* May this line stand here? Every block has a room (what it belongs to), and one table says in
   which rooms each kind of line has a meaning. */
#include "program/check.h"

#include <string.h>

enum room {
    ROOM_TOP = 1 << 0,
    ROOM_PROTOCOL = 1 << 1,
    ROOM_SCALE = 1 << 2,
    ROOM_INVENTORY = 1 << 3,
    ROOM_RUNNING = 1 << 4, /* branch, interview, and the blocks inside them */
    ROOM_QUESTION = 1 << 5,
    ROOM_OPTION = 1 << 6,
    ROOM_ITEM = 1 << 7,
    ROOM_SCORE = 1 << 8,
    ROOM_BAND = 1 << 9,
    ROOM_VARIANT = 1 << 10,
    ROOM_TEST = 1 << 11,
    ROOM_INSTRUMENT_BLOCK = 1 << 12, /* a block of statements inside an inventory */
    ROOM_RECORD = 1 << 13,
    ROOM_RECORD_BLOCK = 1 << 14, /* a block of statements inside a record */
    ROOM_FIELD = 1 << 15,        /* below `label` and `field` */
    ROOM_COLLECT = 1 << 16,
    ROOM_ADD = 1 << 17,
    ROOM_TEST_CARD = 1 << 18, /* below a card in a test's answer */
    ROOM_TEST_CARDS = 1 << 19,
    ROOM_REPORT = 1 << 20, /* a report, and the blocks inside it */
    ROOM_WORDS = 1 << 21,
    ROOM_GUARANTEE = 1 << 23,
    ROOM_SAFEGUARD = 1 << 22, /* a safeguard, and the blocks inside it */
    ROOM_COURSE = 1 << 24,
    ROOM_TEST_SESSION = 1 << 25, /* below `session` in a test */
    ROOM_RUBRIC = 1 << 26,
    ROOM_RULE = 1 << 27, /* below a rule of a rubric */
    ROOM_HARMFUL = 1 << 28,
    ROOM_PERSONA = 1 << 29,
    ROOM_DRILL = 1 << 30,
    ROOM_CARDS = 1u << 31,
};
/* Where a whole stretch of interview can stand, and where only what keeps within its frame. */
#define FREE (ROOM_RUNNING | ROOM_OPTION | ROOM_DRILL)
#define STATEMENTS                                                                  \
    (ROOM_SAFEGUARD | FREE | ROOM_INVENTORY | ROOM_INSTRUMENT_BLOCK | ROOM_RECORD | \
     ROOM_RECORD_BLOCK)

struct place_rule {
    enum node_kind kind;
    unsigned rooms;
    const char *what; /* how a message calls it */
};

static const struct place_rule rules[] = {
    {NODE_protocol, ROOM_TOP, "`protocol`"},
    {NODE_use, ROOM_TOP, "`use`"},
    {NODE_scale, ROOM_TOP, "a scale"},
    {NODE_inventory, ROOM_TOP, "an inventory"},
    {NODE_branch, ROOM_TOP, "a branch"},
    {NODE_interview, ROOM_TOP, "the interview"},
    {NODE_test, ROOM_TOP, "a test"},
    {NODE_guarantee, ROOM_TOP, "a guarantee"},
    {NODE_whenever, ROOM_GUARANTEE, "`whenever`"},
    {NODE_at_end, ROOM_GUARANTEE, "`at end`"},
    {NODE_record, ROOM_TOP, "a record"},
    {NODE_words, ROOM_TOP, "a word set"},
    {NODE_phrases, ROOM_WORDS, "a line of words"},
    {NODE_course, ROOM_TOP, "a course"},
    {NODE_sessions, ROOM_COURSE, "`sessions`"},
    {NODE_each_session, ROOM_COURSE, "`each session`"},
    {NODE_phase, ROOM_COURSE, "a phase"},
    {NODE_session, ROOM_TEST, "`session`"},
    {NODE_safeguard, ROOM_TOP, "a safeguard"},
    {NODE_keep, ROOM_TOP, "`keep`"},
    {NODE_setting, ROOM_TOP, "a setting"},
    {NODE_define,
     ROOM_TOP | ROOM_RUNNING | ROOM_SAFEGUARD | ROOM_INVENTORY | ROOM_INSTRUMENT_BLOCK |
         ROOM_RECORD,
     "a definition"},
    {NODE_property,
     ROOM_PROTOCOL | ROOM_INVENTORY | ROOM_QUESTION | ROOM_ITEM | ROOM_FIELD | ROOM_RULE |
         ROOM_HARMFUL | ROOM_PERSONA | ROOM_DRILL,
     "this line"},
    {NODE_code,
     ROOM_INVENTORY | ROOM_QUESTION | ROOM_OPTION | ROOM_ITEM | ROOM_SCORE | ROOM_BAND | ROOM_SCALE,
     "`code`"},
    {NODE_mark,
     ROOM_QUESTION | ROOM_ITEM | ROOM_OPTION | ROOM_FIELD | ROOM_COLLECT | ROOM_DRILL | ROOM_RULE,
     "this word"},
    {NODE_answers, ROOM_INVENTORY | ROOM_ITEM, "`answers`"},
    {NODE_rates, ROOM_QUESTION, "`rates`"},
    {NODE_was, ROOM_QUESTION | ROOM_ITEM, "`was`"},
    {NODE_when, ROOM_OPTION | ROOM_VARIANT | ROOM_RULE, "`when`"},
    {NODE_option, ROOM_SCALE | ROOM_QUESTION | ROOM_FIELD, "a choice"},
    {NODE_variant, ROOM_TEST_CARDS, "a bulleted text"},
    {NODE_band, ROOM_SCORE, "a band"},
    {NODE_item, ROOM_INVENTORY, "an item"},
    {NODE_score, ROOM_INVENTORY, "a score"},
    {NODE_label, ROOM_RECORD, "`label`"},
    {NODE_record_field, ROOM_RECORD, "a field"},
    {NODE_another, ROOM_COLLECT, "`another`"},
    {NODE_at_least, ROOM_COLLECT, "`at least`"},
    {NODE_at_most, ROOM_COLLECT, "`at most`"},
    {NODE_assign, ROOM_ADD | ROOM_TEST_CARD, "a field with its value"},
    {NODE_missing, ROOM_SCORE, "`missing`"},
    {NODE_default, ROOM_QUESTION, "`default`"},
    {NODE_check, ROOM_QUESTION | ROOM_FIELD, "`check`"},
    {NODE_warn, ROOM_QUESTION | ROOM_FIELD, "`warn`"},
    {NODE_persona, ROOM_TOP, "a persona"},
    {NODE_meter, ROOM_PERSONA, "a meter"},
    {NODE_fact, ROOM_PERSONA, "a fact"},
    {NODE_cue, ROOM_PERSONA, "a cue"},
    {NODE_give_cue, STATEMENTS, "`cue`"},
    {NODE_clock, STATEMENTS, "`clock`"},
    {NODE_rubric, ROOM_TOP, "a rubric"},
    {NODE_rule, ROOM_RUBRIC, "a rule"},
    {NODE_harmful, ROOM_RUBRIC, "`harmful`"},
    {NODE_cap, ROOM_HARMFUL, "`cap`"},
    {NODE_sample, ROOM_RUBRIC, "a sample"},
    {NODE_drill, ROOM_TOP, "a drill"},
    {NODE_skill, ROOM_DRILL, "`skill`"},
    {NODE_cards, ROOM_DRILL, "`cards`"},
    {NODE_card, ROOM_CARDS, "a card"},
    {NODE_pass, ROOM_DRILL, "`pass`"},
    {NODE_attempts, ROOM_DRILL, "`attempts`"},
    {NODE_rounds, ROOM_DRILL, "`rounds`"},
    {NODE_judge, STATEMENTS, "`judge`"},
    {NODE_reveal, STATEMENTS, "`reveal`"},
    {NODE_raise, STATEMENTS, "`raise`"},
    {NODE_lower, STATEMENTS, "`lower`"},
    {NODE_report, ROOM_TOP, "a report"},
    {NODE_heading, ROOM_REPORT, "`heading`"},
    {NODE_table, ROOM_REPORT, "`table`"},
    {NODE_chart, ROOM_REPORT, "`chart`"},
    {NODE_circle, ROOM_REPORT, "`circle`"},
    {NODE_list, ROOM_REPORT, "`list`"},
    {NODE_show, STATEMENTS, "`show`"},
    {NODE_say, STATEMENTS | ROOM_REPORT, "`say`"},
    {NODE_note, STATEMENTS | ROOM_REPORT, "`note`"},
    {NODE_section, STATEMENTS, "`section`"},
    {NODE_ask, STATEMENTS, "`ask`"},
    {NODE_if, STATEMENTS | ROOM_REPORT, "`if`"},
    {NODE_match, STATEMENTS | ROOM_REPORT, "`match`"},
    {NODE_do, STATEMENTS, "`do`"},
    {NODE_go_to, FREE, "`go to`"},
    {NODE_return, FREE | ROOM_SAFEGUARD, "`return`"},
    {NODE_finish, FREE | ROOM_SAFEGUARD, "`finish`"},
    {NODE_repeat, STATEMENTS, "`repeat`"},
    {NODE_for_each, STATEMENTS | ROOM_REPORT, "`for each`"},
    {NODE_collect, STATEMENTS, "`collect`"},
    {NODE_add, STATEMENTS, "`add`"},
    {NODE_remove, STATEMENTS, "`remove`"},
    {NODE_let, STATEMENTS, "`let`"},
    {NODE_set, STATEMENTS, "`set`"},
    {NODE_alert, STATEMENTS, "`alert`"},
    {NODE_run, ROOM_TEST, "`run`"},
    {NODE_answer, ROOM_TEST | ROOM_TEST_SESSION, "`answer`"},
    {NODE_rest, ROOM_TEST | ROOM_TEST_SESSION, "`rest`"},
    {NODE_expect, ROOM_TEST | ROOM_TEST_SESSION, "`expect`"},
};

struct placer {
    struct program *p;
    enum room room;
    const char *where; /* "an inventory" */
};

static void place_list(struct placer *w, struct node *first);
static void place_line(struct placer *w, struct node *n);

static void place_in(struct placer *w, struct node *first, enum room room, const char *where) {
    struct placer inner = {w->p, room, where};
    place_list(&inner, first);
}

static const struct place_rule *rule_for(enum node_kind kind) {
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (rules[i].kind == kind)
            return &rules[i];
    return NULL;
}

/* The properties that have a meaning in each room; anything else there is a slip. */
static bool property_fits(const struct node_property *property, enum room room) {
    static const struct {
        const char *word;
        unsigned rooms;
    } words[] = {
        {"language", ROOM_PROTOCOL},
        {"audience", ROOM_PROTOCOL},
        {"author", ROOM_PROTOCOL},
        {"intended_use", ROOM_PROTOCOL},
        {"licence", ROOM_PROTOCOL | ROOM_INVENTORY},
        {"about", ROOM_PROTOCOL | ROOM_INVENTORY | ROOM_PERSONA},
        {"feedback", ROOM_PROTOCOL | ROOM_DRILL},
        {"tip", ROOM_RULE | ROOM_HARMFUL},
        {"scene", ROOM_DRILL},
        {"hint", ROOM_DRILL},
        {"model", ROOM_DRILL},
        {"source", ROOM_INVENTORY},
        {"stem", ROOM_INVENTORY},
        {"help", ROOM_QUESTION | ROOM_ITEM | ROOM_FIELD},
        {"other", ROOM_QUESTION | ROOM_FIELD},
        {"unit", ROOM_QUESTION | ROOM_FIELD},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, property->word->text) == 0)
            return (words[i].rooms & room) != 0;
    return false;
}

static bool mark_fits(enum mark_word mark, enum room room) {
    switch (mark) {
    case MARK_REQUIRED:
        return room == ROOM_QUESTION || room == ROOM_ITEM || room == ROOM_COLLECT;
    case MARK_PRIVATE:
        return room == ROOM_QUESTION || room == ROOM_ITEM || room == ROOM_FIELD;
    case MARK_SHUFFLE:
        return room == ROOM_QUESTION || room == ROOM_DRILL;
    case MARK_CRITICAL:
        return room == ROOM_RULE;
    case MARK_SPACED:
        return room == ROOM_DRILL;
    case MARK_OPTIONAL:
    case MARK_REVERSE:
    case MARK_SAFETY:
        return room == ROOM_ITEM;
    case MARK_ALONE:
        return room == ROOM_OPTION;
    }
    return false;
}

static void misplaced(struct placer *w, const struct node *n, const char *what) {
    if (n->kind == NODE_variant && w->room & (ROOM_QUESTION | ROOM_SCALE)) {
        struct diag *g = diag_add(&w->p->diags, D_no_name, n->span);
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 "write a code for the choice first, `- well \"…\"` for example");
        return;
    }
    struct diag *g = diag_add(&w->p->diags, D_misplaced, n->span, what, w->where);
    if (w->room == ROOM_TOP && rule_for(n->kind) && (rule_for(n->kind)->rooms & ROOM_RUNNING))
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 "put it into a block: below `interview`, or below a `branch` with a name");
    else if (n->kind == NODE_go_to && w->room == ROOM_SAFEGUARD)
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 "write `do`: a safeguard comes back to where it interrupted");
    else if (n->kind == NODE_go_to || n->kind == NODE_return || n->kind == NODE_finish)
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 w->room == ROOM_RECORD || w->room == ROOM_RECORD_BLOCK
                     ? "decide this behind the `collect`, in the branch around it"
                     : "decide this in the branch that asks the inventory, after its `do`");
    else if (n->kind == NODE_assign)
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 "write `let` before it for a new name, `set` for a new value");
    else if (n->kind == NODE_item || n->kind == NODE_score)
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL,
                 "put it directly below an `inventory` line; items are always asked");
    else
        diag_fix(&w->p->diags, g, SPAN_NONE, NULL, "take it out, or move it to where it belongs");
}

static bool stands_well(struct placer *w, const struct node *n) {
    const struct place_rule *rule = rule_for((enum node_kind)n->kind);
    if (!rule || !(rule->rooms & w->room)) {
        misplaced(w, n, rule ? rule->what : "this line");
        return false;
    }
    if (n->kind == NODE_property && !property_fits(AST(property, n), w->room)) {
        struct str what = arena_printf(&w->p->arena, "`%s`", AST(property, n)->word->text);
        misplaced(w, n, what.text);
        return false;
    }
    if (n->kind == NODE_mark && !mark_fits(AST(mark, n)->mark, w->room)) {
        struct str word = source_text(&w->p->sources, n->span);
        struct str what = arena_printf(&w->p->arena, "`%.*s`", (int)word.len, word.text);
        misplaced(w, n, word.len ? what.text : "this word");
        return false;
    }
    return true;
}

/* What may not stand in an inventory or a record may not stand in the blocks inside it either. */
static enum room block_room(const struct placer *w) {
    return w->room == ROOM_INVENTORY || w->room == ROOM_INSTRUMENT_BLOCK ? ROOM_INSTRUMENT_BLOCK
           : w->room == ROOM_RECORD || w->room == ROOM_RECORD_BLOCK      ? ROOM_RECORD_BLOCK
           : w->room == ROOM_REPORT                                      ? ROOM_REPORT
           : w->room == ROOM_SAFEGUARD                                   ? ROOM_SAFEGUARD
                                                                         : ROOM_RUNNING;
}

static const char *block_words(enum room room) {
    return room == ROOM_INSTRUMENT_BLOCK ? "a block inside an inventory"
           : room == ROOM_RECORD_BLOCK   ? "a block inside a record"
           : room == ROOM_REPORT         ? "a report"
           : room == ROOM_SAFEGUARD      ? "a safeguard"
                                         : "a block of statements";
}

/* The options of a question keep the room of the question's block. */
static void place_options(struct placer *w, struct node *first, enum room inside) {
    for (struct node *n = first; n; n = n->next) {
        if (n->kind != NODE_option)
            continue;
        bool statements_begun = false;
        for (struct node *line = AST(option, n)->body; line; line = line->next) {
            bool attribute =
                line->kind == NODE_code || line->kind == NODE_mark || line->kind == NODE_when;
            struct placer below = {
                w->p, attribute ? ROOM_OPTION : inside,
                inside == ROOM_RUNNING || inside == ROOM_SCALE ? "a choice" : block_words(inside)};
            if (attribute && statements_begun)
                misplaced(&below, line, "this line");
            else
                place_line(&below, line);
            statements_begun |= !attribute;
        }
    }
}

static void place_variants(struct placer *w, struct node *first) {
    for (struct node *n = first; n; n = n->next) {
        if (n->kind != NODE_variant) {
            if (n->kind != NODE_broken)
                misplaced(&(struct placer){w->p, ROOM_VARIANT, "`one of`"}, n, "this line");
        } else {
            place_in(w, AST(variant, n)->body, ROOM_VARIANT, "`one of`");
        }
    }
}

static void place_below(struct placer *w, struct node *n);

static void place_line(struct placer *w, struct node *n) {
    if (n->kind != NODE_broken && stands_well(w, n))
        place_below(w, n);
}

static void place_list(struct placer *w, struct node *first) {
    for (struct node *n = first; n; n = n->next)
        place_line(w, n);
}

static void place_block(struct placer *w, struct node *body) {
    place_in(w, body, block_room(w), block_words(block_room(w)));
}

/* The cards of a list, in a test: `- "Tom"`, and below it a value for each field. */
static void place_cards(struct placer *w, struct node *first) {
    place_in(w, first, ROOM_TEST_CARDS, "the cards of a list");
    for (struct node *n = first; n; n = n->next)
        if (n->kind == NODE_variant)
            place_in(w, AST(variant, n)->body, ROOM_TEST_CARD, "a card");
}

/* What is below a line that stands well: lines of one room … */
static const struct {
    enum node_kind kind;
    enum room room;
    const char *where;
} inside[] = {
    {NODE_protocol, ROOM_PROTOCOL, "the protocol's lines"},
    {NODE_scale, ROOM_SCALE, "a scale"},
    {NODE_inventory, ROOM_INVENTORY, "an inventory"},
    {NODE_item, ROOM_ITEM, "an item"},
    {NODE_score, ROOM_SCORE, "a score"},
    {NODE_band, ROOM_BAND, "a band"},
    {NODE_branch, ROOM_RUNNING, "a branch"},
    {NODE_interview, ROOM_RUNNING, "the interview"},
    {NODE_course, ROOM_COURSE, "a course"},
    {NODE_each_session, ROOM_RUNNING, "a block of statements"},
    {NODE_phase, ROOM_RUNNING, "a block of statements"},
    {NODE_persona, ROOM_PERSONA, "a persona"},
    {NODE_rubric, ROOM_RUBRIC, "a rubric"},
    {NODE_rule, ROOM_RULE, "a rule"},
    {NODE_harmful, ROOM_HARMFUL, "`harmful`"},
    {NODE_drill, ROOM_DRILL, "a drill"},
    {NODE_cards, ROOM_CARDS, "the cards of a drill"},
    {NODE_words, ROOM_WORDS, "a word set"},
    {NODE_safeguard, ROOM_SAFEGUARD, "a safeguard"},
    {NODE_report, ROOM_REPORT, "a report"},
    {NODE_guarantee, ROOM_GUARANTEE, "a guarantee"},
    {NODE_test, ROOM_TEST, "a test"},
    {NODE_session, ROOM_TEST_SESSION, "a session of a test"},
    {NODE_record, ROOM_RECORD, "a record"},
    {NODE_label, ROOM_FIELD, "a label"},
    {NODE_record_field, ROOM_FIELD, "a field"},
    {NODE_collect, ROOM_COLLECT, "`collect`"},
    {NODE_add, ROOM_ADD, "`add`"},
    {NODE_ask, ROOM_QUESTION, "a question"},
};

/* … or lines of the room that the line itself is in. */
static void place_blocks(struct placer *w, struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_scale:
        place_options(w, AST(scale, n)->body, ROOM_SCALE);
        break;
    case NODE_record_field:
        place_options(w, AST(record_field, n)->body, ROOM_SCALE);
        break;
    case NODE_ask:
        place_options(w, AST(ask, n)->body, block_room(w));
        break;
    case NODE_answer:
        place_cards(w, AST(answer, n)->body);
        break;
    case NODE_for_each:
    case NODE_repeat:
        place_block(w, node_body(n));
        break;
    case NODE_say:
        if (w->room == ROOM_REPORT && AST(say, n)->one_of)
            misplaced(w, n, "`say one of`");
        else
            place_variants(w, AST(say, n)->one_of);
        break;
    case NODE_if:
        place_block(w, AST(if, n)->then);
        for (struct node *e = AST(if, n)->otherwise; e; e = e->next)
            place_block(w, AST(else, e)->body);
        break;
    case NODE_match:
        for (struct node *arm = AST(match, n)->arms; arm; arm = arm->next) {
            if (arm->kind == NODE_case)
                place_block(w, AST(case, arm)->body);
            else if (arm->kind == NODE_else)
                place_block(w, AST(else, arm)->body);
        }
        break;
    default: /* nothing is below the other lines */
        break;
    }
}

static void place_below(struct placer *w, struct node *n) {
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        if (inside[i].kind == n->kind)
            place_in(w, node_body(n), inside[i].room, inside[i].where);
    place_blocks(w, n);
}

void check_places(struct program *p) {
    for (size_t i = 0; i < p->module_count; i++) {
        struct placer w = {p, ROOM_TOP, "the top level of a file"};
        place_list(&w, p->modules[i]->lines);
    }
}
