/* Diagnostics are data: what is wrong, where, why, and one thing to do about it.
   diag.def holds every code with its wording, explanation and examples; nothing else does. */
#ifndef IPT_BASE_DIAG_H
#define IPT_BASE_DIAG_H

#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

/* DIAG(symbol, code, severity, wording, explanation, bad, good): see diag.def. */
enum diag_code {
#define DIAG(symbol, code, severity, wording, explanation, bad, good) D_##symbol,
#include "base/diag.def"
#undef DIAG
    DIAG_COUNT
};

struct diag_entry {
    const char *symbol; /* "unknown_name" */
    const char *code;   /* "E201": stable for ever */
    enum severity severity;
    const char *wording;     /* printf format of the message */
    const char *explanation; /* a paragraph for `ipt explain` */
    const char *bad, *good;  /* a script that has the mistake, and the same one mended; NULL: this
                                mistake cannot be shown in one file */
};
extern const struct diag_entry diag_table[DIAG_COUNT];
const struct diag_entry *diag_find(struct str code); /* by code, any case; NULL */

struct diag_note {
    struct span span; /* may be nowhere */
    struct str text;
    struct diag_note *next;
};

struct diag {
    enum diag_code code;
    struct span span;
    struct str message;
    struct diag_note *notes;
    struct str fix;       /* what to do, in words; empty: none */
    struct span fix_span; /* what `replacement` replaces; nowhere: words only */
    struct str replacement;
};

struct diags {
    struct arena *arena; /* borrowed */
    const struct sources *sources;
    struct diag *items; /* malloc'ed */
    size_t count, capacity;
    size_t errors, warnings;
};

void diags_init(struct diags *d, struct arena *arena, const struct sources *sources);
void diags_release(struct diags *d);
/* Adds one; the arguments fill the wording. The same code at the same place is added once.
   Never NULL. The pointer is good until the next diag_add. */
struct diag *diag_add(struct diags *d, enum diag_code code, struct span span, ...);
void diag_note(struct diags *d, struct diag *g, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The fix, in place of the general one of its code: `words` say it; when `replace` is somewhere,
 * `replacement` is put there. */
void diag_fix(struct diags *d, struct diag *g, struct span replace, const char *replacement,
              const char *words, ...) __attribute__((format(printf, 5, 6)));
/* Sorted by place; errors and warnings mixed as they stand in the files. */
void diags_sort(struct diags *d);
/* Was an error told within this span? What follows from it is left unsaid. */
bool diags_within(const struct diags *d, struct span at);
/* file:line:column, the message, the line with a caret, notes and the fix. Colour when asked. */
void diags_print(const struct diags *d, FILE *out, bool colour);
/* One JSON array of objects {code, severity, message, file, line, column, end_line, end_column,
   notes, fix}. */
void diags_json(const struct diags *d, struct buffer *out);

#endif
