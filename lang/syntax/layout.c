/* Lines and blocks. Reads the lexer's flat tokens and hands on what the grammar wants: T_NEWLINE at
   the end of a logical line, T_INDENT and T_DEDENT round a block, T_BULLET for a `-` that begins a
   line, and statement words where they begin one. A line goes on inside brackets, and on a deeper
   next line that begins with `and` or `or`, or with `when` behind a bullet. */
#include "syntax/token.h"

#include "grammar.h"

#include <stdlib.h>
#include <string.h>

struct layout {
    struct lexer *x;
    void (*push)(void *payload, const struct token *token);
    void *payload;
    uint32_t *indents; /* columns of the open blocks; malloc'ed */
    size_t depth, capacity;
    bool bullet;                      /* the line we are in begins with one */
    bool any_line;                    /* a line was handed on already */
    bool too_deep;                    /* so are the lines we are at: they are left out */
    bool mixed_told;                  /* tabs and spaces are reported once */
    struct span tab_line, space_line; /* a line indented by each, to show both */
};

static void give(struct layout *l, int kind, struct span span) {
    struct token t = {.kind = kind, .span = span};
    l->push(l->payload, &t);
}

/* The white space before the first token of a line. A column is a byte; NBSP counts one, like a
 * blank. */
static uint32_t indent_of(struct layout *l, const struct token *first) {
    const struct source *source = l->x->source;
    uint32_t at = first->span.lo - source->base, start = at;
    const char *text = source->text.text;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    uint32_t column = 0;
    bool tab = false, space = false;
    for (uint32_t i = start; i < at; i++) {
        if (text[i] == '\t')
            tab = true;
        else if (text[i] == ' ')
            space = true;
        if ((text[i] & 0xC0) != 0x80 && text[i] != '\r')
            column += text[i] == '\t' ? 8 : 1;
        if (start == 0 && i < 3 && (unsigned char)text[0] == 0xEF && i == 2)
            column = 0; /* a byte-order mark takes no room */
    }
    struct span span = {source->base + start, source->base + at};
    if (tab && !l->tab_line.hi)
        l->tab_line = span;
    if (space && !l->space_line.hi)
        l->space_line = span;
    if (l->tab_line.hi && l->space_line.hi && !l->mixed_told) {
        bool same = l->tab_line.lo == l->space_line.lo;
        struct span later = l->tab_line.lo > l->space_line.lo ? l->tab_line : l->space_line;
        struct diag *g = diag_add(l->x->diags, D_tabs_and_spaces, later);
        if (!same)
            diag_note(l->x->diags, g,
                      l->tab_line.lo > l->space_line.lo ? l->space_line : l->tab_line,
                      "this line is set in with %s",
                      l->tab_line.lo > l->space_line.lo ? "spaces" : "a tab");
        diag_fix(l->x->diags, g, SPAN_NONE, NULL, "use two spaces for each step everywhere");
        l->mixed_told = true;
    }
    return column;
}

static void open_block(struct layout *l, uint32_t column, struct span at) {
    give(l, T_INDENT, at);
    if (l->depth > LIMIT_NESTING) {
        struct diag *g = diag_add(l->x->diags, D_too_deep, at, LIMIT_NESTING);
        diag_fix(l->x->diags, g, SPAN_NONE, NULL, "give a part of it a name, with `branch`");
        give(l, T_DEDENT, at);
        l->too_deep = true;
        return;
    }
    *array_push(l->indents, l->depth, l->capacity) = column;
}

static void begin_line(struct layout *l, const struct token *first) {
    uint32_t column = indent_of(l, first);
    struct span at = {first->span.lo, first->span.lo};
    if (!l->any_line) {
        *array_push(l->indents, l->depth, l->capacity) = column;
        l->any_line = true;
        return;
    }
    if (l->too_deep && column > l->indents[l->depth - 1])
        return;
    if (l->too_deep)
        l->too_deep = false;
    else
        give(l, T_NEWLINE, at);
    if (column > l->indents[l->depth - 1]) {
        open_block(l, column, at);
        return;
    }
    while (l->depth > 1 && column < l->indents[l->depth - 1]) {
        l->depth--;
        give(l, T_DEDENT, at);
    }
    if (column != l->indents[l->depth - 1]) {
        struct diag *g = diag_add(l->x->diags, D_indent_unknown, first->span);
        diag_fix(l->x->diags, g, SPAN_NONE, NULL,
                 "set the line in exactly as far as the lines it belongs to");
    }
}

/* Does this line go on with the one before? */
static bool continues(struct layout *l, const struct token *first) {
    bool word = first->kind == T_AND || first->kind == T_OR || (first->kind == T_WHEN && l->bullet);
    return word && l->any_line && indent_of(l, first) > l->indents[l->depth - 1];
}

static int first_word(const struct token *t, const struct token *next) {
    if (t->kind == T_MINUS)
        return T_BULLET;
    if (t->kind != T_WORD || next->kind == T_EQUALS || next->kind == T_SAYS || next->kind == T_DOT)
        return t->kind;
    int word = word_at_line_start(t->value.name);
    return word ? word : t->kind;
}

/* A bracket that is never closed must not swallow the rest of the file: it holds only while lines
   are set in deeper than the line it began on. */
static bool bracket_holds(struct layout *l, const struct token *next) {
    return next->kind == T_LINE || next->kind == T_CLOSE || next->kind == T_COMMA ||
           indent_of(l, next) > l->indents[l->depth - 1];
}

/* ---- the tokens, as far as they are needed ---- */
static struct token *at(struct layout *l, size_t i) {
    while (i >= l->x->count && lexer_line(l->x))
        continue;
    return i < l->x->count ? &l->x->tokens[i] : NULL;
}

/* Forgets the lines that are done with, so that a long file is never in memory as tokens. */
static size_t drop_done(struct layout *l, size_t i) {
    if (i < 256)
        return i;
    l->x->count -= i;
    memmove(l->x->tokens, l->x->tokens + i, l->x->count * sizeof *l->x->tokens);
    return 0;
}

/* `and` at the end of a line is a slip, but what is meant is clear when the next line is set in
 * deeper. */
static bool trails(struct layout *l, size_t end) {
    const struct token *next = at(l, end + 1), *last = at(l, end - 1);
    bool and = last->kind == T_AND;
    if ((!and&&last->kind != T_OR) || !next || next->kind == T_LINE ||
        indent_of(l, next) <= l->indents[l->depth - 1])
        return false;
    struct diag *g = diag_add(l->x->diags, D_trailing_and, last->span, and? "and" : "or");
    diag_fix(l->x->diags, g, SPAN_NONE, NULL, "begin the next line with it, set in deeper");
    return true;
}

/* One logical line, from its first token; gives the index behind it. */
static size_t run_line(struct layout *l, size_t i) {
    int brackets = 0;
    struct token *first = at(l, i);
    if (!continues(l, first)) {
        begin_line(l, first);
        l->bullet = first->kind == T_MINUS;
        struct token *next = at(l, i + 1);
        first = at(l, i);
        first->kind = first_word(first, next ? next : first);
    }
    for (;; i++) {
        const struct token *t = at(l, i);
        if (t->kind == T_LINE) {
            if (i > 0 && trails(l, i))
                continue;
            const struct token *next = brackets > 0 ? at(l, i + 1) : NULL;
            if (next && bracket_holds(l, next))
                continue;
            return i + 1;
        }
        brackets += (t->kind == T_OPEN) - (t->kind == T_CLOSE);
        if (!l->too_deep)
            l->push(l->payload, t);
    }
}

void layout_run(struct lexer *x, void (*push)(void *payload, const struct token *token),
                void *payload) {
    struct layout l = {.x = x, .push = push, .payload = payload};
    struct span end = {0, 0};
    size_t i = 0;
    for (struct token *t; (t = at(&l, i = drop_done(&l, i))) != NULL;) {
        end = t->span;
        i = t->kind == T_LINE ? i + 1 : run_line(&l, i);
    }
    if (l.any_line && !l.too_deep)
        give(&l, T_NEWLINE, end);
    for (; l.depth > 1; l.depth--)
        give(&l, T_DEDENT, end);
    give(&l, 0, end);
    free(l.indents);
}
