/* From a source to its tree: lexer → layout → parser. One call; mistakes go to the diagnostics and
   the tree holds what could be read (NODE_broken where it could not). */
#ifndef IPT_SYNTAX_PARSER_H
#define IPT_SYNTAX_PARSER_H

#include "base/diag.h"
#include "syntax/ast.h"

/* The words of the language are entered into `names` once, before the first parse. */
void syntax_words(struct names *names);

/* The lines of the file, linked. Never fails: a broken file has diagnostics. */
struct node *parse_source(struct arena *arena, struct names *names, struct diags *diags,
                          const struct source *source);
/* The lines of an answers file: as in a test, `answer` left out before each. Gives answer and rest
   nodes. */
struct node *parse_answers(struct arena *arena, struct names *names, struct diags *diags,
                           const struct source *source);
/* Tokens, one a line, for tests and `--dump tokens`. */
void dump_tokens(struct names *names, struct diags *diags, const struct source *source,
                 struct buffer *out);
/* Is this word reserved (never a name, never a code)? A statement or clause word is not. */
bool word_is_reserved(const struct name *name);

#endif
