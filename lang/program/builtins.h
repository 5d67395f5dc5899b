/* The functions of the language and the values it gives names to, with their types. */
#ifndef IPT_PROGRAM_BUILTINS_H
#define IPT_PROGRAM_BUILTINS_H

#include "program/program.h"

enum builtin_id {
    BUILTIN_COUNT,
    BUILTIN_SUM,
    BUILTIN_MEAN,
    BUILTIN_MIN,
    BUILTIN_MAX,
    BUILTIN_FIRST,
    BUILTIN_LAST,
    BUILTIN_ANY,
    BUILTIN_ALL,
    BUILTIN_EVERY,
    BUILTIN_ROUND,
    BUILTIN_TODAY, /* values, not functions: this one and the next two */
    BUILTIN_TIME_IS_UP,
    BUILTIN_CRISIS_LINES,
    BUILTIN_PAST,
    BUILTIN_PREVIOUS,
    BUILTIN_CHANGE,
};

struct builtin {
    const char *name;
    enum builtin_id id;
    uint8_t least, most; /* arguments; a single list may stand for many numbers */
    bool takes_question; /* its argument is a name, not a value: every(focus) */
    const char *usage;   /* "round(x, digits)" */
    const char *about;   /* one sentence, for `ipt explain` */
};
extern const struct builtin builtins[];
extern const size_t builtin_count;
const struct builtin *builtin_find(const struct name *name);
/* One that is a value and has no arguments; NULL. */
const struct builtin *builtin_value(const struct name *name);

#endif
