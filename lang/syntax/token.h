/* Tokens: what the lexer makes of the text, what the layout pass makes of those, what the grammar
   reads. Internal to syntax/. The token numbers are bison's (parser.y). */
#ifndef IPT_SYNTAX_TOKEN_H
#define IPT_SYNTAX_TOKEN_H

#include "base/diag.h"
#include "syntax/ast.h"

struct token {
    int kind;
    struct span span;
    union {
        struct name *name; /* words */
        double number;
        struct str text;   /* a text, or the part of one between holes */
        struct node *node; /* dates, durations: made by the lexer */
    } value;
};

/* A documentation comment, `## …`, waiting for the declaration below it. */
struct doc_line {
    struct span span;
    struct str text;
    uint32_t end; /* offset behind its line */
};

struct lexer {
    struct arena *arena;
    struct names *names;
    struct diags *diags;
    const struct source *source;
    struct token *tokens; /* malloc'ed: the lines that layout has not done with */
    size_t count, capacity;
    bool ended;
    struct doc_line *docs; /* malloc'ed */
    size_t doc_count, doc_capacity;
    /* the texts that are open, outermost first: at most a text, its hole, a text in that */
    struct open_text {
        int closer;          /* what closes it, an enum in lexer.l */
        uint32_t start;      /* offset of its opening mark */
        uint32_t part_start; /* of the part being read */
        uint32_t part_text;  /* where the part starts in `text` */
        bool holes;
    } open[3];
    int depth;
    struct buffer text; /* the unescaped parts */
    void *scanner;
    char *copy; /* of the source's bytes, for flex */
};

/* Begins with x->source. */
void lexer_open(struct lexer *lexer);
/* Adds the flat tokens of one more line: words, literals, texts, a T_LINE at its end. False: that
 * was all. */
bool lexer_line(struct lexer *lexer);
void lexer_close(struct lexer *lexer);

/* Adds T_NEWLINE, T_INDENT, T_DEDENT, joins continued lines, tells statement words at the start of
   a line and bullets; hands each token to `push`. */
void layout_run(struct lexer *lexer, void (*push)(void *payload, const struct token *token),
                void *payload);

/* The statement word that this name is at the start of a line, else 0. */
int word_at_line_start(const struct name *name);

#endif
