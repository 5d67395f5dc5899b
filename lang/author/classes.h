/* The answers to a question that a script can tell apart: one for each kind. */
#ifndef IPT_AUTHOR_CLASSES_H
#define IPT_AUTHOR_CLASSES_H

#include "author/live.h"

struct classes;

struct classes *classes_new(const struct program *p, struct live *live);
void classes_free(struct classes *c);

struct class_list {
    struct value *items; /* in the arena given */
    size_t count, capacity;
    bool alike; /* the first that is taken stands for all: nothing reads it */
    bool open;  /* there are answers of other kinds: if this one is read later, not all was tried */
    bool bounded; /* more people could be named */
};
/* For the question that the session puts. Missing values stand for being declined and so on; the
   session may still refuse some. */
struct class_list classes_of(struct classes *c, struct session *s, const struct prompt *p,
                             struct arena *a);

#endif
