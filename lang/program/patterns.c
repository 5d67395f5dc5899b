/* Word sets and patterns: read from their texts into matchers, what is wrong with them told where
   it stands. */
#include "program/patterns.h"

#include "base/matcher.h"

#include <string.h>

uint32_t program_matcher(struct program *p, const struct module *module) {
    const char *language = module_language(p, module);
    for (uint32_t i = 0; i < p->matcher_count; i++)
        if (strcmp(matcher_language(p->matchers[i]), language) == 0)
            return i + 1;
    *array_push(p->matchers, p->matcher_count, p->matcher_capacity) =
        matcher_new(&p->arena, language);
    return (uint32_t)p->matcher_count;
}

void close_matchers(struct program *p) {
    for (size_t i = 0; i < p->matcher_count; i++)
        matcher_close(p->matchers[i]);
}

/* ---- word sets ---- */
struct filling {
    struct resolver *r;
    struct symbol *set;
    struct span span; /* of the text that is being read */
};

static void fill(struct program *p, struct symbol *s);

static struct symbol *set_called(struct resolver *r, struct name *name, struct span span) {
    struct symbol *s = resolve_name(r, name, span);
    if (!s || s->kind == SYMBOL_WORDS || s->kind == SYMBOL_STRAY)
        return s && s->kind == SYMBOL_WORDS ? s : NULL;
    diag_add(&r->p->diags, D_wrong_kind, span, s->name->text, symbol_kind_words(s), "a word set");
    return NULL;
}

/* "~other" among the phrases of a set: those of the other too. */
static void join_set(struct filling *f, struct str name) {
    struct symbol *s = set_called(f->r, name_of(&f->r->p->names, name), f->span);
    if (!s)
        return;
    fill(f->r->p, s);
    if (s->resolved == 2)
        word_set_join(f->set->words, s->words);
    else
        diag_add(&f->r->p->diags, D_words_ring, f->span, f->set->name->text, s->name->text);
}

static bool add_phrases(struct filling *f, struct str list) {
    bool good = true;
    while (list.text) {
        const char *comma = list.len ? memchr(list.text, ',', list.len) : NULL;
        size_t len = comma ? (size_t)(comma - list.text) : list.len;
        struct str phrase = text_trim((struct str){list.text, len});
        if (phrase.len > 1 && phrase.text[0] == '~')
            join_set(f, (struct str){phrase.text + 1, phrase.len - 1});
        else
            good &= word_set_add(f->set->words, phrase);
        list = comma ? (struct str){comma + 1, list.len - len - 1} : (struct str){NULL, 0};
    }
    return good;
}

static void no_words(struct program *p, struct span span) {
    struct diag *g = diag_add(&p->diags, D_no_words, span);
    diag_fix(&p->diags, g, SPAN_NONE, NULL,
             "write plain words and phrases, with commas between them: \"late, call me\"");
}

static void fill(struct program *p, struct symbol *s) {
    if (s->resolved)
        return;
    s->resolved = 1;
    struct node_words *n = AST(words, s->node);
    struct resolver r = resolver_for(p, s);
    struct filling f = {&r, s, n->node.span};
    bool any = false;
    s->words = word_set_new(&p->arena, module_language(p, s->module));
    for (const struct node *line = n->body; line; line = line->next) {
        any |= line->kind == NODE_broken;
        const struct node *text = line->kind == NODE_phrases ? AST(phrases, line)->texts : NULL;
        for (; text; text = text->next) {
            any = true;
            f.span = text->span;
            if (text->kind == NODE_text &&
                (AST(text, text)->parts || !add_phrases(&f, AST(text, text)->value)))
                no_words(p, text->span);
        }
    }
    if (!any) {
        struct diag *g = diag_add(&p->diags, D_no_words, n->node.span);
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "set lines of words in below it: \"late, call me, in a hurry\"");
    }
    s->resolved = 2;
}

void resolve_word_sets(struct program *p) {
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_WORDS)
            fill(p, p->symbols[i]);
}

/* ---- patterns ---- */
struct looking {
    struct resolver *r;
    struct span span;
    bool told; /* what is wrong with a name was told already */
};

static const struct word_set *look_up(void *payload, struct str name) {
    struct looking *l = payload;
    struct symbol *s = set_called(l->r, name_of(&l->r->p->names, name), l->span);
    l->told |= !s;
    return s ? s->words : NULL;
}

static void tell_mistake(struct program *p, const struct node *text,
                         struct pattern_mistake mistake) {
    struct str written = AST(text, text)->value;
    if (!written.len || mistake.at > written.len) {
        written = written.len ? written : STR("");
        mistake.at = 0;
    }
    if (mistake.len > written.len - mistake.at)
        mistake.len = (uint32_t)(written.len - mistake.at);
    int len = (int)mistake.len;
    const char *at = written.text + mistake.at;
    struct diags *d = &p->diags;
    switch (mistake.fault) {
    case PATTERN_GOOD:
    case PATTERN_NO_SET:    /* told where it was looked up … */
    case PATTERN_EMPTY_SET: /* … and where it is declared */
        break;
    case PATTERN_EMPTY:
        no_words(p, text->span);
        break;
    case PATTERN_OPEN:
    case PATTERN_CLOSED:
        diag_add(d, D_pattern_bracket, text->span, len, at,
                 mistake.fault == PATTERN_OPEN ? "closed" : "opened");
        break;
    case PATTERN_EDGE:
        diag_fix(d, diag_add(d, D_pattern_edge, text->span, len, at), SPAN_NONE, NULL,
                 "leave it out: a pattern is looked for anywhere in the reply");
        break;
    case PATTERN_SIGN:
        diag_add(d, D_pattern_sign, text->span, len, at);
        break;
    case PATTERN_LONG:
        diag_add(d, D_pattern_long, text->span);
        break;
    }
}

static enum match_by way_of(enum binary_op op) {
    return op == OP_MENTIONS  ? MATCH_MENTIONS
           : op == OP_AFFIRMS ? MATCH_AFFIRMS
           : op == OP_MATCHES ? MATCH_MATCHES
                              : MATCH_STARTS;
}

static void resolve_text_pattern(struct resolver *r, enum binary_op op, uint32_t place,
                                 struct node_pattern *n) {
    struct looking looking = {r, n->words->span, false};
    struct pattern_mistake mistake = {PATTERN_EMPTY, 0, 0};
    if (n->words->kind != NODE_text)
        return;
    const struct node_text *text = AST(text, n->words);
    if (!text->parts && matcher_add(r->p->matchers[place - 1], way_of(op), text->value, look_up,
                                    &looking, &n->sought.number, &mistake))
        n->sought.matcher = place;
    else if (!looking.told)
        tell_mistake(r->p, n->words, mistake);
}

static void resolve_set_pattern(struct resolver *r, enum binary_op op, uint32_t place,
                                struct node_word_set *n) {
    struct symbol *s = n->symbol = set_called(r, n->name, n->node.span);
    if (!s || !s->words || !word_set_count(s->words))
        return;
    enum match_by by = op == OP_MATCHES ? MATCH_MENTIONS : way_of(op); /* a set alone is no row */
    n->sought = (struct sought){place, matcher_add_set(r->p->matchers[place - 1], by, s->words)};
}

void resolve_pattern(struct resolver *r, enum binary_op op, struct node *n) {
    uint32_t place = program_matcher(r->p, r->module);
    if (n->kind == NODE_pattern)
        resolve_text_pattern(r, op, place, AST(pattern, n));
    else
        resolve_set_pattern(r, op, place, AST(word_set, n));
}
