/* The functions of the language, one row each: check reads the types, eval calls them. */
#ifndef IPT_RUN_BUILTIN_H
#define IPT_RUN_BUILTIN_H

/* Declared in program/builtins.h: the checker stands below run/ and needs names and types. */
#include "program/builtins.h"
#include "run/value.h"

/* Calls one; the arguments fit its row. Results may point into the arena. */
struct value builtin_call(enum builtin_id id, struct arena *a, const struct value *arguments,
                          size_t count);

#endif
