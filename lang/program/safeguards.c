/* Word sets, and safeguards: what they look for, what they watch, and whether every item that bears
   on safety has one that looks after it. */
#include "program/safeguards.h"

#include "base/matcher.h"
#include "program/finite.h"
#include "program/flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ---- */
static bool add_text(struct program *p, struct word_set *words, const struct node *text) {
    if (text->kind != NODE_text)
        return false;
    if (!AST(text, text)->parts && word_set_add(words, AST(text, text)->value))
        return true;
    struct diag *g = diag_add(&p->diags, D_no_words, text->span);
    diag_fix(&p->diags, g, SPAN_NONE, NULL,
             "write plain words and phrases, with commas between them: \"late, call me\"");
    return false;
}

const struct word_set *word_set_of(struct program *p, const char *language, struct node_words *n) {
    struct word_set *words = word_set_new(&p->arena, language);
    bool any = false;
    for (const struct node *line = n->body; line; line = line->next) {
        any |= line->kind == NODE_broken;
        const struct node *text = line->kind == NODE_phrases ? AST(phrases, line)->texts : NULL;
        for (; text; text = text->next) {
            add_text(p, words, text);
            any = true;
        }
    }
    if (!any) {
        struct diag *g = diag_add(&p->diags, D_no_words, n->node.span);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "set lines of words in below it: \"late, call me, in a hurry\"");
    }
    return words;
}

const struct word_set *pattern_words(struct program *p, const char *language,
                                     const struct node_pattern *n) {
    struct word_set *words = word_set_new(&p->arena, language);
    return add_text(p, words, n->words) ? words : NULL;
}

static uint32_t matcher_index(struct program *p, const char *language) {
    for (uint32_t i = 0; i < p->matcher_count; i++)
        if (strcmp(matcher_language(p->matchers[i]), language) == 0)
            return i;
    *array_push(p->matchers, p->matcher_count, p->matcher_capacity) =
        matcher_new(&p->arena, language);
    return (uint32_t)p->matcher_count - 1;
}

struct sought seek(struct program *p, const char *language, const struct word_set *words,
                   unsigned op) {
    uint32_t index = matcher_index(p, language);
    enum match_by by = op == OP_AFFIRMS ? MATCH_AFFIRMS : MATCH_MENTIONS;
    return (struct sought){index, matcher_add_set(p->matchers[index], by, words)};
}

void close_matchers(struct program *p) {
    for (size_t i = 0; i < p->matcher_count; i++)
        matcher_close(p->matchers[i]);
}

/* ---- what they watch ---- */
void compose_safeguard(struct program *p, struct symbol *symbol, const struct symbol *answer) {
    struct safeguard *g = arena_new(&p->arena, struct safeguard);
    g->symbol = symbol;
    g->condition = AST(safeguard, symbol->node)->condition;
    g->answer = answer;
    symbol->safeguard = g;
    *array_push(p->safeguards, p->safeguard_count, p->safeguard_capacity) = g;
}

static bool watch(void *payload, struct node *n) {
    struct safeguard *g = payload;
    bool named = n->kind == NODE_name || n->kind == NODE_field;
    const struct symbol *s = named ? expression_symbol(n) : NULL;
    if (!s || s->kind != SYMBOL_QUESTION)
        return true;
    if (g->watched)
        g->watched[g->watched_count] = s;
    g->watched_count++;
    return true;
}

static void find_watched(struct program *p, struct safeguard *g) {
    ast_walk((struct node *)g->condition, watch, g); /* counted first */
    g->watched = arena_array(&p->arena, const struct symbol *, g->watched_count + 1);
    g->watched_count = 0;
    ast_walk((struct node *)g->condition, watch, g);
}

/* Those of modules come before those of the file that uses them. */
static void put_in_order(struct program *p) {
    size_t count = 0;
    struct safeguard **order = memory_get(sizeof *order * (p->safeguard_count + 1));
    for (size_t m = 1; m <= p->module_count; m++)
        for (size_t i = 0; i < p->safeguard_count; i++)
            if (p->safeguards[i]->symbol->module->index == m % p->module_count)
                order[count++] = p->safeguards[i];
    for (uint32_t i = 0; i < count; i++) {
        p->safeguards[i] = order[i];
        order[i]->index = i;
    }
    free(order);
}

void check_safeguards(struct program *p) {
    put_in_order(p);
    for (size_t i = 0; i < p->safeguard_count; i++)
        find_watched(p, p->safeguards[i]);
}

/* ---- items that bear on safety ---- */
static const struct choice *lowest(const struct choices *choices) {
    const struct choice *low = &choices->items[0];
    for (uint32_t i = 1; i < choices->count; i++)
        if (choices->valued && choices->items[i].value < low->value)
            low = &choices->items[i];
    return low;
}

/* Is the condition surely met by every answer to the item but its lowest, whatever else is known?
   Either side of an `or` may see to that alone. */
static bool covers(const struct node *condition, const struct symbol *item,
                   const struct choice *low) {
    const struct node_binary *n = condition->kind == NODE_binary ? AST(binary, condition) : NULL;
    if (n && n->op == OP_OR)
        return covers(n->left, item, low) || covers(n->right, item, low) ||
               finite_covers(condition, item, low);
    const struct symbol *s = condition->kind == NODE_name ? expression_symbol(condition) : NULL;
    if (s && s->kind == SYMBOL_DEFINE && !s->parameter_count && s->body)
        return covers(s->body, item, low);
    return finite_covers(condition, item, low);
}

static const struct safeguard *watcher(const struct program *p, const struct symbol *item) {
    for (size_t i = 0; i < p->safeguard_count; i++)
        for (uint32_t k = 0; k < p->safeguards[i]->watched_count; k++)
            if (p->safeguards[i]->watched[k] == item)
                return p->safeguards[i];
    return NULL;
}

/* The line of the file itself that brings the item in, or the item. */
static const struct node *where_used(const struct program *p, const struct symbol *item) {
    for (const struct node *n = p->modules[0]->lines; n; n = n->next)
        if (n->kind == NODE_use && AST(use, n)->loaded == item->module)
            return n;
    return item->node;
}

/* Does some safeguard look after every answer to the item but its lowest? */
static bool is_guarded(const struct program *p, const struct question *item) {
    if (!item->choices || !item->choices->count)
        return true;
    for (size_t i = 0; i < p->safeguard_count; i++)
        if (covers(p->safeguards[i]->condition, item->symbol, lowest(item->choices)))
            return true;
    return false;
}

static void check_item(struct program *p, const struct question *item) {
    const struct symbol *s = item->symbol;
    if (is_guarded(p, item))
        return;
    const struct choice *low = lowest(item->choices);
    const struct safeguard *near = watcher(p, s);
    struct diag *g = diag_add(&p->diags, D_not_safeguarded,
                              near ? near->condition->span : where_used(p, s)->span,
                              (int)s->path.len, s->path.text);
    if (near)
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "write `when %.*s is not %s`: that is met by a refusal too", (int)s->path.len,
                 s->path.text, low->code->text);
    else
        diag_fix(
            &p->diags, g, SPAN_NONE, NULL,
            "write `use safety`, or a safeguard of your own: `safeguard … when %.*s is not %s`",
            (int)s->path.len, s->path.text, low->code->text);
}

/* ---- what is run ---- */
struct search {
    const struct symbol **stack; /* malloc'ed: still to be looked at */
    size_t count, capacity;
    bool *seen; /* malloc'ed, by symbol->index */
    bool (*wanted)(const struct program *p, const struct node *n);
    const struct program *p;
    const struct node *found;
};

static bool look_at_line(void *payload, struct node *n) {
    struct search *search = payload;
    const struct symbol *to = line_calls(n);
    if (to && !search->seen[to->index]) {
        search->seen[to->index] = true;
        *array_push(search->stack, search->count, search->capacity) = to;
    }
    if (!search->found && search->wanted(search->p, n))
        search->found = n;
    return true;
}

/* A line that running `from` may come to, also by what it calls; NULL. */
static const struct node *line_run(const struct program *p, const struct symbol *from,
                                   bool (*wanted)(const struct program *p, const struct node *n)) {
    struct search search = {.p = p, .wanted = wanted, .seen = memory_get(p->symbol_count + 1)};
    *array_push(search.stack, search.count, search.capacity) = from;
    while (search.count && !search.found)
        ast_walk_lines(search.stack[--search.count]->body, look_at_line, &search);
    free(search.stack);
    free(search.seen);
    return search.found;
}

static bool is_unguarded(const struct program *p, const struct node *n) {
    const struct question *q = n->kind == NODE_item ? AST(item, n)->question : NULL;
    return q && q->safety && !is_guarded(p, q);
}

const struct question *unguarded_item(const struct program *p, const struct symbol *entry) {
    const struct node *n = line_run(p, entry, is_unguarded);
    return n ? AST(item, n)->question : NULL;
}

/* ---- safeguards of the file itself ---- */
static bool does_something(const struct program *p, const struct node *n) {
    (void)p;
    return n->kind == NODE_alert || n->kind == NODE_note || n->kind == NODE_ask ||
           n->kind == NODE_item || n->kind == NODE_collect || n->kind == NODE_finish;
}

/* What a condition names, and whether any of it is ever asked. */
struct waiting {
    const struct call_graph *g;
    const struct symbol *first; /* that is not */
    bool asked;
};

static bool look_for_asked(void *payload, struct node *n) {
    struct waiting *waiting = payload;
    bool named = n->kind == NODE_name || n->kind == NODE_field;
    const struct symbol *s = named ? expression_symbol(n) : NULL;
    if (!s)
        return true;
    bool ours = (s->kind == SYMBOL_QUESTION || s->kind == SYMBOL_SCORE) && s->owner;
    if (ours && !(waiting->g->lists[s->owner->index].reached & (BY_INTERVIEW | BY_SAFEGUARD)))
        waiting->first = waiting->first ? waiting->first : s;
    else
        waiting->asked = true;
    return n->kind != NODE_field;
}

static void check_own(const struct call_graph *g, const struct safeguard *safeguard) {
    struct diags *d = &g->p->diags;
    struct waiting waiting = {.g = g};
    ast_walk((struct node *)safeguard->condition, look_for_asked, &waiting);
    const struct symbol *s = waiting.asked || !g->p->interview ? NULL : waiting.first;
    if (s)
        diag_fix(d,
                 diag_add(d, D_safeguard_unreached, safeguard->condition->span, (int)s->path.len,
                          s->path.text),
                 SPAN_NONE, NULL, "write `do %s` where it belongs, or take the safeguard out",
                 s->owner->name->text);
    if (!line_run(g->p, safeguard->symbol, does_something))
        diag_fix(d, diag_add(d, D_safeguard_idle, safeguard->symbol->node->span), SPAN_NONE, NULL,
                 "write an `alert`, or `do` what asks the person");
}

void check_safety(const struct call_graph *g) {
    for (size_t i = 0; i < g->p->question_count; i++) {
        const struct question *q = g->p->questions[i];
        if (q->safety && q->inventory &&
            g->lists[q->inventory->symbol->index].reached & BY_INTERVIEW)
            check_item(g->p, q);
    }
    for (size_t i = 0; i < g->p->safeguard_count; i++)
        if (g->p->safeguards[i]->symbol->module->index == 0)
            check_own(g, g->p->safeguards[i]);
}
