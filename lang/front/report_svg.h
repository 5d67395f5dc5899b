/* The pictures of a report, as SVG to stand in a page of HTML. Each has a title and a description
   for who cannot see it; no meaning is in a colour alone. */
#ifndef IPT_FRONT_REPORT_SVG_H
#define IPT_FRONT_REPORT_SVG_H

#include "run/document.h"

/* Text as HTML and SVG take it, in content and in attributes. */
void markup_text(struct buffer *out, struct str s);

/* `number` makes the ids of this picture its own. */
void svg_chart(const struct block *b, uint32_t number, struct buffer *out);
/* At most CIRCLE_MOST_DRAWN people. */
void svg_circle(const struct block *b, uint32_t number, struct buffer *out);

#endif
