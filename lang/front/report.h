/* A report as text for a terminal, as Markdown, as a page of HTML with its pictures inside, as
   JSON. Each is a function of the document alone, and what it gets it shows: the copy for the
   client is made before (document_for_client). */
#ifndef IPT_FRONT_REPORT_H
#define IPT_FRONT_REPORT_H

#include "run/document.h"

struct json_writer;

/* For a terminal `width` columns wide: aligned by what a character takes, readable without colour.
 */
void report_text(const struct document *d, size_t width, struct buffer *out);
void report_markdown(const struct document *d, struct buffer *out);
/* One file that needs no other: no script, no font, no picture from elsewhere. */
void report_html(const struct document *d, struct buffer *out);
/* The document as an object (events.schema.json). */
void report_json(const struct document *d, struct json_writer *w);

/* ---- shared by the renderers ---- */
/* "For the clinician …" or "For the client …". */
struct str report_copy_line(const struct document *d);
/* "Check-in, version 1.0. 24 November 2026." */
struct str report_origin(const struct document *d);
/* What stands in place of a table, list, chart or circle without content. */
struct str report_nothing(const struct block *b);

#endif
