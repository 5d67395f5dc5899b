/* Unicode: the only user of utf8proc. Everything here works on valid UTF-8 except text_check. */
#ifndef IPT_BASE_TEXT_H
#define IPT_BASE_TEXT_H

#include "base/arena.h"

enum text_fault {
    TEXT_GOOD,
    TEXT_NOT_UTF8,
    TEXT_NUL,
    TEXT_BIDI,    /* a bidirectional override or isolate: the line would not read as it runs */
    TEXT_CONTROL, /* another control character than tab, newline, carriage return */
};
/* Looks for the first byte that has no place in a script or an answer; `*at` is its offset. */
enum text_fault text_check(struct str s, size_t *at);

/* Canonical composition (NFC). Pure ASCII is returned as it is, without a copy. */
struct str text_nfc(struct arena *a, struct str s);
/* Folded for comparing what people type: NFKC, case folded, accents removed when `plain`.
   Never for showing. */
struct str text_fold(struct arena *a, struct str s, bool plain);

/* May a name start with / go on with this code point: letters, digits, marks and `_`. */
bool text_name_start(int32_t code_point);
bool text_name_part(int32_t code_point);
/* Decodes one code point; gives its length in bytes (at least 1). */
size_t text_decode(struct str s, int32_t *code_point);

/* What a code point is where a text is cut into words and sentences. */
enum text_class {
    TEXT_CLASS_OTHER,
    TEXT_CLASS_WORD,       /* part of a word: letters, digits, marks */
    TEXT_CLASS_SIGN,       /* a word by itself, in scripts that are written without spaces */
    TEXT_CLASS_APOSTROPHE, /* part of a word between two letters */
    TEXT_CLASS_STOP,       /* ends a sentence */
};
enum text_class text_class(int32_t code_point);

/* Bytes of the first grapheme cluster of s: what a reader takes for one character. 0 at the end. */
size_t text_cluster(struct str s);
/* Columns that s takes in a terminal, by clusters: wide East Asian and emoji are 2, marks 0.
   A tab counts 1; newlines 0. */
size_t text_width(struct str s);
/* Clusters in s. */
size_t text_length(struct str s);
/* Breaks a paragraph into lines of at most `width` columns at spaces (a longer word is cut at a
   cluster), keeping its own newlines. Calls back once per line, without the trailing blank. */
void text_wrap(struct str s, size_t width, void (*line)(void *payload, struct str text),
               void *payload);
/* Without blanks (Unicode white space, BOM) at both ends. */
struct str text_trim(struct str s);

#endif
