/* The compiled form: one JSON document holds a program, every module resolved, and comes back as
   the same program. Writing is a plain walk over ast.def's table; reading refuses what it does not
   know. */
#ifndef IPT_PROGRAM_PROGRAM_JSON_H
#define IPT_PROGRAM_PROGRAM_JSON_H

#include "program/program.h"

#define COMPILED_FORMAT "ipt"
#define COMPILED_VERSION 1

struct compile_options {
    bool compact; /* no spans, no source texts, one line */
    /* Takes finished pieces on the way, in order; the buffer then holds the rest. NULL: the buffer
       gets all of it. */
    void (*piece)(void *payload, struct str text);
    void *payload;
};

void program_to_json(const struct program *p, const struct compile_options *options,
                     struct buffer *out);
/* Does the text look like a compiled file (its first byte that is no blank is a brace)? */
/* Sixteen hexadecimal digits over the tree, and a NUL. */
void program_digest(const struct program *p, char digest[17]);
bool looks_compiled(struct str text);
/* Fills a fresh program's modules from a document; false with diagnostics (E9xx) when it is
   truncated, altered, of another version. The caller checks it afterwards like a script. */
bool program_from_json(struct program *p, const char *path, struct str text);
/* The JSON Schema of the compiled form, made from the same table. */
void program_json_schema(struct buffer *out);

#endif
