/* A report as one page of HTML that needs no other file: its style and pictures are inside, and it
   runs no script. It reads in one column, prints on paper in black, and says in words whatever it
   shows in a colour or a place. */
#include "base/text.h"
#include "front/circle_layout.h"
#include "front/report.h"
#include "front/report_svg.h"

#include <string.h>

static const char style[] =
    "html{color-scheme:light}\n"
    "body{margin:0 auto;max-width:48rem;padding:2rem 1.25rem;background:#fff;color:#1b1f24;"
    "font:1rem/1.55 system-ui,\"Segoe UI\",\"Liberation Sans\",\"Noto Sans\",sans-serif}\n"
    "h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid #9aa3ad;"
    "padding-bottom:.2rem}\n"
    "p{margin:.6rem 0}\n"
    "header p{margin:.1rem 0;color:#454d55}\n"
    ".warning{border:2px solid #7a3e00;padding:.5rem .75rem;color:#1b1f24}\n"
    ".clinician{border-left:4px solid #5b6770;padding-left:.75rem}\n"
    ".tag{font-size:.8rem;color:#454d55;margin:0}\n"
    "table{border-collapse:collapse;width:100%;margin:.75rem 0}\n"
    "caption,figcaption,.title{text-align:left;font-weight:600;margin:.75rem 0 .25rem}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;"
    "border-bottom:1px solid #c3c9cf;overflow-wrap:break-word}\n"
    "thead th{border-bottom:2px solid #5b6770}\n"
    "tbody th{font-weight:400}\n"
    ".number{text-align:right;padding-right:1.5rem}\n"
    ".missing{color:#454d55;font-style:italic;white-space:nowrap}\n"
    ".wide{overflow-x:auto}\n"
    "figure{margin:.75rem 0}\n"
    "svg{max-width:100%;height:auto;font-family:inherit}\n"
    "footer{margin-top:2.5rem;border-top:1px solid #9aa3ad;padding-top:.5rem;font-size:.875rem;"
    "color:#454d55}\n"
    "svg text{fill:#1b1f24;font-size:12px}\n"
    "svg .name,svg .me,svg .ring-title{text-anchor:middle}\n"
    "svg .name,svg .me{font-size:13px}\n"
    "svg .name{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}\n"
    "svg .me{font-weight:600}\n"
    "svg .value{font-size:11px;fill:#454d55}\n"
    "svg .reason{fill:#454d55;font-style:italic}\n"
    "svg .mid{text-anchor:middle}\n"
    "svg .end,svg .name.end{text-anchor:end}\n"
    "svg .tick{fill:#454d55}\n"
    "svg .ring{stroke:#5b6770;stroke-width:1}\n"
    "svg .ring-title{font-size:11px;fill:#454d55;paint-order:stroke;stroke:#fff;stroke-width:5px}\n"
    "svg .middle{fill:#fff;stroke:#1b1f24;stroke-width:1.5}\n"
    "svg .dot{fill:#1d4f80;stroke:#fff}\n"
    "svg .bar{fill:#1d4f80}\n"
    "svg .line{fill:none;stroke:#1d4f80;stroke-width:2}\n"
    "svg path.missing{fill:none;stroke:#7a3e00;stroke-width:2}\n"
    "svg .grid{stroke:#d5d9dd}\n"
    "svg .axis{stroke:#5b6770}\n"
    "@media print{\n"
    "@page{margin:18mm 16mm}\n"
    "body{max-width:none;padding:0;font-size:10.5pt}\n"
    "h2,caption,figcaption,.title{break-after:avoid}\n"
    "figure,tr,li{break-inside:avoid}\n"
    "thead{display:table-header-group}\n"
    ".wide{overflow:visible}\n"
    "table{font-size:9.5pt}\n"
    "tbody th,td{overflow-wrap:anywhere}\n"
    "svg{max-height:230mm;print-color-adjust:exact;-webkit-print-color-adjust:exact}\n"
    "}\n";

struct html {
    struct buffer *out;
    uint32_t pictures, tables; /* so far */
};

/* ---- texts ---- */
static void put(struct html *h, const char *before, struct str text, const char *after) {
    buffer_text(h->out, before);
    markup_text(h->out, text);
    buffer_text(h->out, after);
}

/* Blank lines part paragraphs, other newlines are kept. */
static void paragraphs(struct html *h, const char *first, struct str text) {
    while (text.len) {
        const char *gap = memmem(text.text, text.len, "\n\n", 2);
        struct str part = {text.text, gap ? (size_t)(gap - text.text) : text.len};
        text.text += part.len;
        text.len -= part.len;
        buffer_text(h->out, "<p>");
        buffer_text(h->out, first);
        first = "";
        while (part.len) {
            const char *newline = memchr(part.text, '\n', part.len);
            struct str line = {part.text, newline ? (size_t)(newline - part.text) : part.len};
            markup_text(h->out, line);
            part.text += line.len + (newline ? 1 : 0);
            part.len -= line.len + (newline ? 1 : 0);
            if (newline)
                buffer_text(h->out, "<br>");
        }
        buffer_text(h->out, "</p>\n");
        text = text_trim(text);
    }
}

static void title(struct html *h, struct str text) {
    if (text.len)
        put(h, "<p class=\"title\">", text, "</p>\n");
}

/* ---- blocks ---- */
static void row(struct html *h, const struct document_table *t, uint32_t i) {
    buffer_text(h->out, "<tr>");
    for (uint32_t k = 0; k < t->column_count; k++) {
        const struct table_cell *cell = &t->cells[i * t->column_count + k];
        const char *kind = t->columns[k].numbers && cell->missing ? " class=\"number missing\""
                           : t->columns[k].numbers                ? " class=\"number\""
                           : cell->missing                        ? " class=\"missing\""
                                                                  : "";
        buffer_text(h->out, k ? "<td" : "<th scope=\"row\"");
        buffer_text(h->out, kind);
        put(h, ">", cell->text, k ? "</td>" : "</th>");
    }
    buffer_text(h->out, "</tr>\n");
}

static void table(struct html *h, const struct block *b) {
    const struct document_table *t = &b->as.table;
    /* where it is wider than the page it is moved sideways, with the keyboard too */
    buffer_printf(h->out,
                  "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table %u",
                  ++h->tables);
    put(h, ": ", b->text, "\">\n<table>\n");
    put(h, "<caption>", b->text, "</caption>\n<thead>\n<tr>");
    for (uint32_t k = 0; k < t->column_count; k++)
        put(h, t->columns[k].numbers ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">",
            t->columns[k].title, "</th>");
    buffer_text(h->out, "</tr>\n</thead>\n<tbody>\n");
    for (uint32_t i = 0; i < t->row_count; i++)
        row(h, t, i);
    buffer_text(h->out, "</tbody>\n</table>\n</div>\n");
}

static void list(struct html *h, const struct block *b) {
    title(h, b->text);
    buffer_text(h->out, "<ul>\n");
    for (uint32_t i = 0; i < b->as.list.count; i++) {
        const struct list_item *item = &b->as.list.items[i];
        buffer_text(h->out, "<li>");
        if (item->mark.len)
            put(h, "<strong>", item->mark, "</strong>: ");
        put(h, "", item->text, "</li>\n");
    }
    buffer_text(h->out, "</ul>\n");
}

static void begin_picture(struct html *h, const struct block *b) {
    buffer_text(h->out, "<figure>\n");
    if (b->text.len)
        put(h, "<figcaption>", b->text, "</figcaption>\n");
}

static void chart(struct html *h, const struct block *b) {
    begin_picture(h, b);
    svg_chart(b, ++h->pictures, h->out);
    buffer_text(h->out, "</figure>\n");
}

static void people_in_words(struct html *h, const struct document_circle *c, bool present) {
    bool first = true;
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->people[i].present != present)
            continue;
        put(h, first ? "" : ", ", c->people[i].label, " ");
        put(h, "", c->people[i].shown, "");
        first = false;
    }
}

/* Who has no place on a ring is named below; very many people are named only. */
static void circle(struct html *h, const struct block *b) {
    const struct document_circle *c = &b->as.circle;
    uint32_t missing = 0;
    for (uint32_t i = 0; i < c->count; i++)
        missing += !c->people[i].present;
    begin_picture(h, b);
    if (c->count <= CIRCLE_MOST_DRAWN) {
        svg_circle(b, ++h->pictures, h->out);
    } else {
        put(h, "<p>By ", c->measure, ": ");
        people_in_words(h, c, true);
        buffer_text(h->out, "</p>\n");
    }
    if (missing) {
        buffer_text(h->out, "<p>Not on a ring: ");
        people_in_words(h, c, false);
        buffer_text(h->out, "</p>\n");
    }
    buffer_text(h->out, "</figure>\n");
}

static void block(struct html *h, const struct block *b) {
    struct str nothing = report_nothing(b);
    if (nothing.len) {
        title(h, b->text);
        paragraphs(h, "", nothing);
        return;
    }
    switch (b->kind) {
    case BLOCK_HEADING:
        put(h, "<h2>", b->text, "</h2>\n");
        break;
    case BLOCK_PARAGRAPH:
        paragraphs(h, "", b->text);
        break;
    case BLOCK_NOTE:
        paragraphs(h, "<strong>Note:</strong> ", b->text);
        break;
    case BLOCK_TABLE:
        table(h, b);
        break;
    case BLOCK_LIST:
    case BLOCK_ALERTS:
        list(h, b);
        break;
    case BLOCK_CHART:
        chart(h, b);
        break;
    case BLOCK_CIRCLE:
        circle(h, b);
        break;
    }
}

/* What is for the clinician only stands behind a bar, one for a stretch of it. */
static void blocks(struct html *h, const struct block *first) {
    bool inside = false;
    for (const struct block *b = first; b; b = b->next) {
        if (b->clinician_only && !inside)
            buffer_text(h->out,
                        "<div class=\"clinician\">\n<p class=\"tag\">For the clinician</p>\n");
        if (!b->clinician_only && inside)
            buffer_text(h->out, "</div>\n");
        inside = b->clinician_only;
        block(h, b);
    }
    if (inside)
        buffer_text(h->out, "</div>\n");
}

/* ---- the page ---- */
static void head(struct html *h, const struct document *d) {
    put(h, "<!DOCTYPE html>\n<html lang=\"", d->language,
        "\">\n<head>\n<meta charset=\"utf-8\">\n");
    buffer_text(h->out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                        "<meta name=\"robots\" content=\"noindex\">\n"
                        "<link rel=\"icon\" href=\"data:,\">\n");
    put(h, "<title>", d->title, "</title>\n<style>\n");
    buffer_text(h->out, style);
    buffer_text(h->out, "</style>\n</head>\n<body>\n");
}

static void footer(struct html *h, const struct document *d) {
    buffer_text(h->out, "<footer>\n");
    if (d->source_count) {
        buffer_text(h->out, "<p>Sources:</p>\n<ul>\n");
        for (uint32_t i = 0; i < d->source_count; i++) {
            put(h, "<li>", d->sources[i].title, ": ");
            put(h, "", d->sources[i].source, "</li>\n");
        }
        buffer_text(h->out, "</ul>\n");
        paragraphs(h, "", document_score_caution);
    }
    paragraphs(h, "", document_disclaimer);
    buffer_text(h->out, "</footer>\n</body>\n</html>\n");
}

void report_html(const struct document *d, struct buffer *out) {
    struct html h = {.out = out};
    struct str origin = report_origin(d);
    head(&h, d);
    put(&h, "<header>\n<h1>", d->title, "</h1>\n");
    if (origin.len)
        put(&h, "<p>", origin, "</p>\n");
    put(&h, "<p>", report_copy_line(d), "</p>\n</header>\n<main>\n");
    if (d->warning.len)
        put(&h, "<p class=\"warning\"><strong>Please note:</strong> ", d->warning, "</p>\n");
    blocks(&h, d->first);
    buffer_text(out, "</main>\n");
    footer(&h, d);
}
