/* Building nodes for the grammar, the words for its mistakes, and the two ways in (parser.h). */
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

struct node *parse_make(struct parse *ps, enum node_kind kind, struct span at, const void *model) {
    struct node *n = arena_get(ps->arena, ast_shapes[kind].size);
    memcpy(n, model, ast_shapes[kind].size);
    n->kind = (uint8_t)kind;
    n->span = at;
    n->next = NULL;
    unsigned depth = depth_below(n) + 1;
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
    if (body)
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

void parse_equals_for_is(struct parse *ps, struct span at) {
    struct diag *g = diag_add(ps->diags, D_equals_for_is, at);
    diag_fix(ps->diags, g, at, "is", "write `is`");
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

static bool is_reserved(const struct parse *ps, struct span span) {
    struct str word = {ps->source->text.text + (span.lo - ps->source->base), span.hi - span.lo};
    if (span.lo < ps->source->base || span.hi > ps->source->base + ps->source->text.len)
        return false;
    const struct name *name = name_find(ps->names, word);
    return name && word_is_reserved(name);
}

static struct str source_words(const struct parse *ps, struct span span) {
    uint32_t lo = span.lo - ps->source->base, hi = span.hi - ps->source->base;
    if (span.lo < ps->source->base || hi > ps->source->text.len || hi < lo)
        return (struct str){"", 0};
    return (struct str){ps->source->text.text + lo, hi - lo};
}

/* A line that begins with a word the language does not know. */
static bool report_first_word(struct parse *ps, const struct parse_mistake *m) {
    if (ps->tokens_on_line != 1 || ps->first.kind != T_WORD)
        return false;
    const struct name *typed = ps->first.value.name;
    const char *near = word_near_line_start(typed);
    struct diag *g = diag_add(ps->diags, D_unknown_line, ps->first.span, typed->text);
    (void)m;
    if (near)
        diag_fix(ps->diags, g, ps->first.span, near, "write `%s`", near);
    else
        diag_fix(ps->diags, g, SPAN_NONE, NULL,
                 "begin the line with what it does: `say`, `ask`, `if`, `do`, `note` …");
    return true;
}

static bool report_classic(struct parse *ps, const struct parse_mistake *m) {
    struct str word = source_words(ps, m->span);
    struct diag *g;
    bool line_ends = m->span.hi == m->span.lo || ps->last.kind == T_NEWLINE;
    if (line_ends && (ps->last.kind == T_AND || ps->last.kind == T_OR)) {
        g = diag_add(ps->diags, D_trailing_and, ps->last.span,
                     ps->last.kind == T_AND ? "and" : "or");
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "begin the next line with it, set in deeper");
    } else if (ps->compared && word.len &&
               (is_comparison(T_IS) &&
                (str_is(word, "is") || str_is(word, "in") || *word.text == '<' ||
                 *word.text == '>' || *word.text == '='))) {
        g = diag_add(ps->diags, D_chained, m->span);
        diag_fix(ps->diags, g, SPAN_NONE, NULL,
                 "join two comparisons with `and`, or write `x in 1 to 3`");
    } else if (m->name_expected && is_reserved(ps, m->span)) {
        g = diag_add(ps->diags, D_reserved_word, m->span, (int)word.len, word.text);
        diag_fix(ps->diags, g, m->span,
                 arena_printf(ps->arena, "%.*s_", (int)word.len, word.text).text,
                 "choose another name, `%.*s_` for example", (int)word.len, word.text);
    } else if (str_is(word, "where")) {
        g = diag_add(ps->diags, D_where_in_middle, m->span);
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "put the list and its `where` into brackets");
    } else if (m->text_expected && m->expected_count <= 3 && !line_ends) {
        g = diag_add(ps->diags, D_text_needed, m->span);
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "put the words into quotes: \"…\"");
    } else {
        return false;
    }
    return true;
}

static void report_plain(struct parse *ps, const struct parse_mistake *m) {
    struct str word = source_words(ps, m->span);
    struct buffer expected;
    buffer_init(&expected);
    for (int i = 0; i < m->expected_count && m->expected_count <= 5; i++)
        buffer_printf(&expected, "%s%s",
                      i == 0                       ? ""
                      : i == m->expected_count - 1 ? " or "
                                                   : ", ",
                      m->expected[i]);
    const char *what = word.len > 40 || memchr(word.text, '\n', word.len) ? "this" : NULL;
    struct str found = what       ? str_from(what)
                       : word.len ? arena_printf(ps->arena, "`%.*s`", (int)word.len, word.text)
                                  : STR("the line");
    if (word.len && !what)
        diag_add(ps->diags, D_unexpected, m->span, (int)found.len, found.text);
    else if (what)
        diag_add(ps->diags, D_unexpected, m->span, (int)found.len, found.text);
    else
        diag_add(ps->diags, D_line_ends, m->span);
    struct diag *g = &ps->diags->items[ps->diags->count - 1];
    if (expected.len)
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "here can stand: %s", expected.text);
    buffer_release(&expected);
}

/* A line that already has a message makes no further sense to the grammar. */
static bool line_is_told(const struct parse *ps, struct span span) {
    const struct source *source = ps->source;
    for (size_t i = 0; i < ps->diags->count; i++) {
        uint32_t a = ps->diags->items[i].span.lo, b = span.lo;
        uint32_t lo = a < b ? a : b, hi = a < b ? b : a;
        if (lo < source->base || hi > source->base + source->text.len)
            continue;
        if (!memchr(source->text.text + (lo - source->base), '\n', hi - lo))
            return true;
    }
    return false;
}

/* The name that a broken line was about to declare: its uses are no further mistakes. */
static void remember_name(struct parse *ps) {
    if (ps->tokens_on_line >= 2 && ps->second.kind == T_WORD && ps->first.kind != T_WORD)
        ps->second.value.name->mark = NAME_LOST;
}

void parse_report(struct parse *ps, const struct parse_mistake *m) {
    struct parse_mistake at = *m;
    remember_name(ps);
    if (line_is_told(ps, m->span))
        return;
    if (at.span.lo == at.span.hi &&
        ps->last.span.hi) /* the end of a line: show what stands before it */
        at.span = (struct span){ps->last.span.hi, ps->last.span.hi};
    if (!report_classic(ps, &at) && !report_first_word(ps, &at))
        report_plain(ps, &at);
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
    struct parse ps = {.arena = arena, .names = names, .diags = diags, .source = source};
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
