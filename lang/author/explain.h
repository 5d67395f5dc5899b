/* `ipt explain`: what a diagnostic, a word of the language, a function or a library module means.
 */
#ifndef IPT_AUTHOR_EXPLAIN_H
#define IPT_AUTHOR_EXPLAIN_H

#include "base/buffer.h"

/* False when nothing is known of this name; `out` then proposes the nearest. */
bool explain(struct str name, struct buffer *out);
/* Everything that can be explained, a line each. */
void explain_list(struct buffer *out);
/* All diagnostics as one JSON array, examples included. */
void explain_json(struct buffer *out);

#endif
