/* See page.h. */
#include "front/page.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDEST = 80, NARROWEST = 20 };

void page_measure(struct page *page) {
    struct winsize size;
    page->width = WIDEST;
    if (isatty(fileno(page->out)) && ioctl(fileno(page->out), TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0)
        page->width = size.ws_col < WIDEST ? size.ws_col : WIDEST;
    if (page->width < NARROWEST)
        page->width = NARROWEST;
}

void page_init(struct page *page, FILE *out, bool plain) {
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
    bool terminal = isatty(fileno(out));
    page->out = out;
    page->plain = plain;
    page_measure(page);
    page->colour =
        terminal && !plain && !(no_colour && *no_colour) && !(term && strcmp(term, "dumb") == 0);
}

static const char *ink_code(enum ink ink) {
    switch (ink) {
    case INK_PLAIN:
        return "";
    case INK_QUIET:
        return "\033[2m";
    case INK_STRONG:
        return "\033[1m";
    case INK_NOTE:
        return "\033[36m";
    case INK_ALERT:
        return "\033[1;31m";
    }
    return "";
}

struct paragraph {
    const struct page *page;
    enum ink ink;
    const char *first;
    size_t indent;
    bool begun;
};

static void put_line(void *payload, struct str text) {
    struct paragraph *p = payload;
    FILE *out = p->page->out;
    bool colour = p->page->colour && p->ink != INK_PLAIN;
    if (colour)
        fputs(ink_code(p->ink), out);
    if (p->begun)
        fprintf(out, "%*s", text.len ? (int)p->indent : 0, "");
    else
        fputs(p->first, out);
    fwrite(text.text, 1, text.len, out);
    if (colour)
        fputs("\033[0m", out);
    fputc('\n', out);
    p->begun = true;
}

void page_text(const struct page *page, enum ink ink, const char *first, struct str text) {
    size_t indent = text_width(str_from(first));
    struct paragraph p = {page, ink, first, indent, false};
    size_t width = page->width > indent + 8 ? page->width - indent : 8;
    text_wrap(text, width, put_line, &p);
}

void page_line(const struct page *page, enum ink ink, struct str text) {
    page_text(page, ink, "", text);
}

void page_gap(const struct page *page) {
    fputc('\n', page->out);
}
