/* The table of functions. Their work is done in run/builtin.c. */
#include "program/builtins.h"

#include <string.h>

const struct builtin builtins[] = {
    {"count", BUILTIN_COUNT, 1, 1, false, "count(list)",
     "How many elements a list has, answered or not."},
    {"sum", BUILTIN_SUM, 1, 255, false, "sum(a, b, c) or sum of items",
     "The sum; missing when one of them is missing."},
    {"mean", BUILTIN_MEAN, 1, 255, false, "mean(a, b, c) or mean of items",
     "The mean; missing when one of them is missing."},
    {"min", BUILTIN_MIN, 1, 255, false, "min(a, b, c)",
     "The smallest; missing when one is missing."},
    {"max", BUILTIN_MAX, 1, 255, false, "max(a, b, c)",
     "The largest; missing when one is missing."},
    {"first", BUILTIN_FIRST, 1, 1, false, "first(list)", "The first element of a list."},
    {"last", BUILTIN_LAST, 1, 1, false, "last(list)", "The last element of a list."},
    {"any", BUILTIN_ANY, 1, 1, false, "any(list)",
     "Yes when one element is yes, or when the list has elements."},
    {"all", BUILTIN_ALL, 1, 1, false, "all(list)", "Yes when every element is yes."},
    {"every", BUILTIN_EVERY, 1, 1, true, "every(question)",
     "All answers to a question that was asked several times."},
    {"round", BUILTIN_ROUND, 1, 2, false, "round(x, digits)",
     "Rounded half up, to so many digits behind the point."},
    {"today", BUILTIN_TODAY, 0, 0, false, "today", "The day of the session."},
    {"time_is_up", BUILTIN_TIME_IS_UP, 0, 0, false, "time_is_up",
     "Is the time over that `clock` gave? Reading does not count, only what is left for the "
     "reply."},
    {"crisis_lines", BUILTIN_CRISIS_LINES, 0, 0, false, "crisis_lines",
     "Whom to call in a crisis where the practice is, as its settings say."},
    {"past", BUILTIN_PAST, 1, 1, false, "past(x)",
     "Its values over the sessions with this client, the oldest first, today's included. x is a "
     "question, a score or a definition."},
    {"previous", BUILTIN_PREVIOUS, 1, 1, false, "previous(x)",
     "Its last value before today's session; missing where there is none."},
    {"change", BUILTIN_CHANGE, 1, 1, false, "change(x)",
     "Today's value minus the previous one; missing where one of them is."},
};
const size_t builtin_count = COUNT_OF(builtins);

const struct builtin *builtin_find(const struct name *name) {
    for (size_t i = 0; i < builtin_count; i++)
        if (strcmp(builtins[i].name, name->text) == 0)
            return &builtins[i];
    return NULL;
}

const struct builtin *builtin_value(const struct name *name) {
    const struct builtin *b = builtin_find(name);
    return b && (b->id == BUILTIN_TODAY || b->id == BUILTIN_TIME_IS_UP ||
                 b->id == BUILTIN_CRISIS_LINES)
               ? b
               : NULL;
}
