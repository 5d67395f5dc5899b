/* Building nodes for the grammar, and the two ways in (parser.h). */
#include "syntax/parse.h"

#include "syntax/parser.h"
#include "syntax/words.h"
#include "grammar.h"

#include <math.h>
#include <stdlib.h>

/* ---- nodes ---- */
static unsigned depth_below(const struct node *n) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    unsigned depth = 0;
    for (uint16_t i = 0; i < shape->field_count; i++) {
        struct node **slot = ast_slot((struct node *)n, &shape->fields[i]);
        for (const struct node *m = slot ? *slot : NULL; m; m = m->next) {
            if (m->depth > depth)
                depth = m->depth;
            if (shape->fields[i].kind == FIELD_CHILD)
                break;
        }
    }
    return depth;
}

/* Too deep is said once: what is around it is as deep again. */
static bool nesting_told(const struct parse *ps) {
    return ps->diags->count && ps->diags->items[ps->diags->count - 1].code == D_too_deep;
}

struct node *parse_make(struct parse *ps, enum node_kind kind, struct span at, const void *model) {
    struct node *n = arena_get(ps->arena, ast_shapes[kind].size);
    memcpy(n, model, ast_shapes[kind].size);
    n->kind = (uint8_t)kind;
    n->span = at;
    n->next = NULL;
    unsigned depth = depth_below(n) + 1;
    if (depth > LIMIT_NESTING && nesting_told(ps))
        return ast_new(ps->arena, NODE_broken, at);
    if (depth > LIMIT_NESTING) {
        struct diag *g = diag_add(ps->diags, D_too_deep, at, LIMIT_NESTING);
        diag_fix(ps->diags, g, SPAN_NONE, NULL,
                 "give a part of it a name, with `define` or `branch`");
        return ast_new(ps->arena, NODE_broken, at);
    }
    n->depth = (uint8_t)depth;
    return n;
}

static struct ast_list list_from(struct node *first) {
    struct ast_list list = {first, first};
    while (list.last && list.last->next)
        list.last = list.last->next;
    return list;
}

static bool join_else(struct node *before, struct node *line) {
    if (!before || before->kind != NODE_if)
        return false;
    struct node_if *owner = AST(if, before);
    struct ast_list arms = list_from(owner->otherwise);
    if (arms.last && !AST(else, arms.last)->condition)
        return false;
    ast_list_add(&arms, line);
    owner->otherwise = arms.first;
    before->span = span_join(before->span, line->span);
    if (line->depth >= before->depth)
        before->depth = (uint8_t)(line->depth + 1);
    return true;
}

void parse_join(struct parse *ps, struct ast_list *list, struct node *line) {
    if (!line)
        return;
    if (line->kind != NODE_else) {
        ast_list_add(list, line);
        return;
    }
    bool in_match = list->last && list->last->kind == NODE_case && !AST(else, line)->condition;
    if (in_match)
        ast_list_add(list, line);
    else if (!join_else(list->last, line)) {
        struct diag *g = diag_add(ps->diags, D_else_alone, line->span);
        diag_fix(ps->diags, g, SPAN_NONE, NULL,
                 "put it directly below the block of its `if`, set in as far as the `if`");
        ast_list_add(list, ast_new(ps->arena, NODE_broken, line->span));
    }
}

static void add_text_part(struct parse *ps, struct ast_list *parts, struct str s, struct span at) {
    if (s.len)
        ast_list_add(parts, parse_make(ps, NODE_text, at, &(struct node_text){.value = s}));
}

struct node *parse_text(struct parse *ps, struct span at, struct str before, struct span before_at,
                        struct ast_list holes, struct str after, struct span after_at) {
    struct ast_list parts = {0};
    add_text_part(ps, &parts, before, before_at);
    ast_list_join(&parts, holes);
    add_text_part(ps, &parts, after, after_at);
    return parse_make(ps, NODE_text, at, &(struct node_text){.parts = parts.first});
}

void parse_needs_block(struct parse *ps, struct span at, const char *word,
                       const struct node *body) {
    if (body || nesting_told(ps))
        return;
    struct diag *g = diag_add(ps->diags, D_empty_block, at, word);
    diag_fix(ps->diags, g, SPAN_NONE, NULL,
             "set the lines that belong to it in by two more spaces");
}

struct node *parse_arms(struct parse *ps, struct node *lines) {
    struct ast_list arms = {0};
    for (struct node *next, *n = lines; n; n = next) {
        next = n->next;
        n->next = NULL;
        if (n->kind == NODE_case || n->kind == NODE_else) {
            ast_list_add(&arms, n);
        } else if (n->kind != NODE_broken) {
            struct diag *g = diag_add(ps->diags, D_misplaced, n->span, "this line", "`match`");
            diag_fix(ps->diags, g, SPAN_NONE, NULL,
                     "set it in below a `when` with the code it is for");
        }
    }
    return arms.first;
}

int32_t parse_count(struct parse *ps, struct span at, double number) {
    if (number != floor(number) || number > 1000000) {
        struct diag *g = diag_add(ps->diags, D_count_needed, at);
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "write a whole number");
        return 0;
    }
    return (int32_t)number;
}

struct node *parse_step(struct parse *ps, struct span at, double step) {
    return step >= 0 ? parse_make(ps, NODE_number, at, &(struct node_number){.value = step}) : NULL;
}

struct node *parse_rest(struct parse *ps, struct span at, const struct name *how,
                        struct span how_at, double seed, bool seeded) {
    bool random = strcmp(how->text, "random") == 0;
    if (!random && (strcmp(how->text, "first") != 0 || seeded)) {
        struct diag *g = diag_add(ps->diags, D_unknown_rest, how_at, how->text);
        diag_fix(ps->diags, g, SPAN_NONE, NULL,
                 "write `rest declined`, `rest first` or `rest random seed 7`");
    }
    return parse_make(ps, NODE_rest, at,
                      &(struct node_rest){.how = random ? REST_RANDOM : REST_FIRST,
                                          .seed = parse_count(ps, at, seed)});
}

struct node *parse_rest_absent(struct parse *ps, struct span at, enum absence absence) {
    static const uint8_t how[] = {REST_DECLINED, REST_UNKNOWN, REST_DECLINED, REST_UNANSWERED};
    return parse_make(ps, NODE_rest, at, &(struct node_rest){.how = how[absence]});
}

bool parse_is_end(const struct name *name) {
    return strcmp(name->text, "end") == 0;
}

/* ---- messages ---- */
void parse_unexpected_indent(struct parse *ps, struct span at) {
    struct diag *g = diag_add(ps->diags, D_unexpected_indent, at);
    diag_fix(ps->diags, g, SPAN_NONE, NULL, "set it in exactly as far as the line above");
}

void parse_is_for_equals(struct parse *ps, struct span at) {
    struct diag *g = diag_add(ps->diags, D_is_for_equals, at);
    diag_fix(ps->diags, g, at, "=", "write `=`");
}

bool parse_equals_for_is(struct parse *ps, struct span at) {
    if (ps->in_answers) {
        struct diag *g = diag_add(ps->diags, D_answer_needed, at);
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "write each answer on a line of its own");
        return false;
    }
    struct diag *g = diag_add(ps->diags, D_equals_for_is, at);
    diag_fix(ps->diags, g, at, "is", "write `is`");
    return true;
}

void parse_yes_or_no(struct parse *ps, struct span at) {
    struct diag *g = diag_add(ps->diags, D_yes_or_no_value, at);
    diag_fix(ps->diags, g, SPAN_NONE, NULL, "write `is yes`, `is no`, or `is answered`");
}

const char *parse_token_words(struct parse *ps, const char *symbol) {
    if (!(symbol[0] >= 'A' && symbol[0] <= 'Z'))
        return symbol;
    size_t len = strlen(symbol);
    if (len > 5 && strcmp(symbol + len - 5, "_WORD") == 0)
        len -= 5;
    char *word = arena_copy(ps->arena, symbol, len);
    for (size_t i = 0; i < len; i++)
        word[i] = word[i] == '_' ? ' ' : (char)(word[i] + ('a' - 'A'));
    return arena_printf(ps->arena, "`%s`", word).text;
}

static bool is_comparison(int kind) {
    return kind == T_IS || kind == T_LESS || kind == T_LESS_EQUAL || kind == T_GREATER ||
           kind == T_GREATER_EQUAL || kind == T_IN || kind == T_INCLUDES || kind == T_EQUALS;
}

void parse_before(struct parse *ps, const struct token *token) {
    if (ps->tokens_on_line == 0)
        ps->first = *token;
}

void parse_after(struct parse *ps, const struct token *token) {
    bool edge = token->kind == T_NEWLINE || token->kind == T_INDENT || token->kind == T_DEDENT ||
                token->kind == T_START_FILE || token->kind == T_START_ANSWERS;
    ps->before = ps->last;
    ps->last = *token;
    if (ps->tokens_on_line == 1)
        ps->second = *token;
    ps->tokens_on_line = edge ? 0 : ps->tokens_on_line + 1;
    if (edge || token->kind == T_AND || token->kind == T_OR || token->kind == T_OPEN ||
        token->kind == T_CLOSE)
        ps->compared = false;
    else if (is_comparison(token->kind))
        ps->compared = true;
}

/* ---- documentation comments ---- */
static struct str *doc_of(struct node *n) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    for (uint16_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].kind == FIELD_TEXT && strcmp(shape->fields[i].name, "doc") == 0)
            return (struct str *)((char *)n + shape->fields[i].offset);
    return NULL;
}

/* Only blanks and one newline between the two. */
static bool stands_above(const struct source *source, uint32_t end, uint32_t start) {
    int newlines = 0;
    for (uint32_t i = end; i < start; i++) {
        char c = source->text.text[i - source->base];
        newlines += c == '\n';
        if (c != '\n' && c != ' ' && c != '\r' && c != '\t')
            return false;
    }
    return newlines == 1;
}

static void attach_docs(struct parse *ps, const struct lexer *x) {
    size_t next = 0;
    for (struct node *n = ps->lines; n && next < x->doc_count; n = n->next) {
        struct str *doc = doc_of(n);
        size_t end = next;
        while (end < x->doc_count && x->docs[end].span.lo < n->span.lo)
            end++;
        size_t first = end;
        uint32_t below = n->span.lo;
        while (first > next && stands_above(ps->source, x->docs[first - 1].end, below))
            below = x->docs[--first].span.lo;
        next = end;
        if (!doc || first == end)
            continue;
        struct buffer b;
        buffer_init(&b);
        for (; first < end; first++)
            buffer_printf(&b, "%s%.*s", b.len ? " " : "", (int)x->docs[first].text.len,
                          x->docs[first].text.text);
        *doc = buffer_keep(&b, ps->arena);
        buffer_release(&b);
    }
}

/* ---- the ways in ---- */
static struct node *parse(struct arena *arena, struct names *names, struct diags *diags,
                          const struct source *source, bool answers) {
    struct lexer x = {.arena = arena, .names = names, .diags = diags, .source = source};
    struct parse ps = {
        .arena = arena, .names = names, .diags = diags, .source = source, .in_answers = answers};
    lexer_open(&x);
    parse_tokens(&ps, &x, answers);
    attach_docs(&ps, &x);
    lexer_close(&x);
    return ps.lines;
}

struct node *parse_source(struct arena *arena, struct names *names, struct diags *diags,
                          const struct source *source) {
    return parse(arena, names, diags, source, false);
}

struct node *parse_answers(struct arena *arena, struct names *names, struct diags *diags,
                           const struct source *source) {
    return parse(arena, names, diags, source, true);
}

struct dump {
    const struct source *source;
    struct buffer *out;
};

static void dump_token(void *payload, const struct token *t) {
    struct dump *d = payload;
    if (t->kind == 0)
        return;
    buffer_text(d->out, token_words(t->kind));
    if (t->span.hi > t->span.lo) {
        buffer_char(d->out, ' ');
        buffer_add(d->out, d->source->text.text + (t->span.lo - d->source->base),
                   t->span.hi - t->span.lo);
    }
    buffer_char(d->out, '\n');
}

void dump_tokens(struct names *names, struct diags *diags, const struct source *source,
                 struct buffer *out) {
    struct arena arena;
    arena_init(&arena);
    struct lexer x = {.arena = &arena, .names = names, .diags = diags, .source = source};
    lexer_open(&x);
    layout_run(&x, dump_token, &(struct dump){source, out});
    lexer_close(&x);
    arena_release(&arena);
}
