/* See stress.h. */
#include "author/stress.h"

#include <string.h>

enum stress stress_of(const char *word) {
    if (!word)
        return STRESS_NONE;
    return strcmp(word, "clone") == 0     ? STRESS_CLONE
           : strcmp(word, "compact") == 0 ? STRESS_COMPACT
           : strcmp(word, "replay") == 0  ? STRESS_REPLAY
                                          : STRESS_NONE;
}

/* One question back, and the same answer again: the transcript goes on as if nothing had been. */
static void back_and_forth(struct session *s) {
    struct value last = session_last(s);
    struct arena a;
    struct str why;
    arena_init(&a);
    last = value_copy(&a, last);
    if (session_back(s)) {
        const struct event *event;
        do
            event = session_next(s);
        while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
        struct answer again = {.value = last, .confirmed = true};
        if (event->kind != EVENT_ASK || session_answer(s, &again, &why) != ANSWER_TAKEN)
            bug("going back changed the way");
        do
            event = session_next(s);
        while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    }
    arena_release(&a);
}

struct session *stress_apply(enum stress stress, struct session *s) {
    switch (stress) {
    case STRESS_NONE:
        break;
    case STRESS_CLONE: {
        struct session *clone = session_clone(s);
        session_free(s);
        session_next(clone);
        return clone;
    }
    case STRESS_COMPACT:
        session_compact(s);
        break;
    case STRESS_REPLAY:
        back_and_forth(s);
        break;
    }
    return s;
}
