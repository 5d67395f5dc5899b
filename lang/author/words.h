/* The words of the language with a sentence each, for `ipt explain`. */
#ifndef IPT_AUTHOR_WORDS_H
#define IPT_AUTHOR_WORDS_H

#include <stddef.h>

struct word_entry {
    const char *word, *usage, *about;
};
extern const struct word_entry words[];
extern const size_t word_count;

#endif
