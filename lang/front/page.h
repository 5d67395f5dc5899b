/* Putting text on the terminal: wrapped and aligned by grapheme width, coloured where that is
 * wanted. */
#ifndef IPT_FRONT_PAGE_H
#define IPT_FRONT_PAGE_H

#include "base/buffer.h"

struct page {
    FILE *out;
    size_t width;
    bool colour, plain;
};

void page_init(struct page *page, FILE *out, bool plain);
/* Looks at the window's width again. */
void page_measure(struct page *page);
enum ink { INK_PLAIN, INK_QUIET, INK_STRONG, INK_NOTE, INK_ALERT };
/* A paragraph: `first` stands before its first line, the others are set in as far. */
void page_text(const struct page *page, enum ink ink, const char *first, struct str text);
void page_line(const struct page *page, enum ink ink, struct str text);
void page_gap(const struct page *page);

#endif
