/* What the grammar's actions call. Internal to syntax/. */
#ifndef IPT_SYNTAX_PARSE_H
#define IPT_SYNTAX_PARSE_H

#include <string.h>

#include "syntax/token.h"

struct parse {
    struct arena *arena;
    struct names *names;
    struct diags *diags;
    const struct source *source;
    struct node *lines; /* the result */
    struct ast_list answers;
    struct node *rest; /* of the rule just read */
    bool descending;
    /* for messages: the tokens behind us on this line */
    struct token first, second, before, last; /* `before` stands before the last */
    int tokens_on_line;
    bool in_answers; /* a file of answers, not a script */
    bool compared;   /* a comparison stands open: another would chain */
};

struct parse_mistake {
    struct span span;
    const char *const *expected;
    int expected_count;
    bool text_expected, name_expected, form_expected, comma_expected, to_expected;
};

/* A node of this kind with the fields of `model`; too deep a tree is reported and cut. */
struct node *parse_make(struct parse *ps, enum node_kind kind, struct span at, const void *model);
/* Adds a line to a block; an `else` goes to the `if` before it. NULL is passed over. */
void parse_join(struct parse *ps, struct ast_list *list, struct node *line);
struct node *parse_text(struct parse *ps, struct span at, struct str before, struct span before_at,
                        struct ast_list holes, struct str after, struct span after_at);
void parse_needs_block(struct parse *ps, struct span at, const char *word, const struct node *body);
/* The `when` and `else` lines of a `match`; what else stands there is reported and left out. */
struct node *parse_arms(struct parse *ps, struct node *lines);
int32_t parse_count(struct parse *ps, struct span at, double number);
struct node *parse_step(struct parse *ps, struct span at, double step);
struct node *parse_rest(struct parse *ps, struct span at, const struct name *how,
                        struct span how_at, double seed, bool seeded);
struct node *parse_rest_absent(struct parse *ps, struct span at, enum absence absence);
bool parse_is_end(const struct name *name);
/* The classic slips, each with its own message. */
void parse_unexpected_indent(struct parse *ps, struct span at);
void parse_is_for_equals(struct parse *ps, struct span at);
bool parse_equals_for_is(struct parse *ps, struct span at); /* can it be read as a comparison? */
void parse_yes_or_no(struct parse *ps, struct span at);
/* mistakes.c: what a line that cannot be read most likely meant. */
void parse_report(struct parse *ps, const struct parse_mistake *mistake);
/* A token as a message calls it: its alias, or for a word of the language the word in backticks. */
const char *parse_token_words(struct parse *ps, const char *symbol);
/* Keeps the memory of the line for parse_report. */
void parse_before(struct parse *ps, const struct token *token);
void parse_after(struct parse *ps, const struct token *token);

/* parser.y: scans, lays out and parses. */
void parse_tokens(struct parse *ps, struct lexer *lexer, bool answers);

#endif
