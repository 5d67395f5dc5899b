/* The words of the language and where each of them is one. Internal to syntax/. */
#ifndef IPT_SYNTAX_WORDS_H
#define IPT_SYNTAX_WORDS_H

#include "base/name.h"

enum word_class {
    WORD_RESERVED, /* everywhere; never a name and never a code */
    WORD_CLAUSE,   /* everywhere, but a name wherever a name is expected */
    WORD_LINE,     /* as the first word of a line only */
};

/* name.word holds the token and, above it, the class. */
#define WORD_TOKEN(word) ((word)&0xFFF)
#define WORD_CLASS(word) ((enum word_class)((word) >> 12))

static inline bool word_is_everywhere(const struct name *name) {
    return name->word && WORD_CLASS(name->word) != WORD_LINE;
}

/* The nearest word that could begin a line, for did-you-mean; NULL. */
const char *word_near_line_start(const struct name *typed);
/* How a message calls a token of the grammar. */
const char *token_words(int token);

#endif
