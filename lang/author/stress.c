/* See stress.h. */
#include "author/stress.h"

#include "base/json.h"
#include "run/restore.h"
#include "run/result.h"

#include <string.h>

enum stress stress_of(const char *word) {
    if (!word)
        return STRESS_NONE;
    return strcmp(word, "clone") == 0     ? STRESS_CLONE
           : strcmp(word, "compact") == 0 ? STRESS_COMPACT
           : strcmp(word, "replay") == 0  ? STRESS_REPLAY
           : strcmp(word, "restore") == 0 ? STRESS_RESTORE
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

static const struct event *to_question(struct session *s) {
    const struct event *event;
    do
        event = session_next(s);
    while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    return event;
}

/* Written down, and taken up again by another session: it comes to the same question. */
static struct session *written_and_read(struct session *s) {
    struct buffer written, path;
    struct arena a;
    struct str why;
    struct restored restored;
    arena_init(&a);
    buffer_init(&written);
    buffer_init(&path);
    buffer_str(&path, session_next(s)->prompt.path);
    result_write(s, &(struct result_stamp){"-", NULL, NULL}, &written);
    struct json_doc *doc = json_parse(&a, buffer_as_str(&written), &why);
    if (!doc)
        bug("a result cannot be read");
    struct session *again = session_new(session_program(s), session_given(s));
    result_restore(again, json_root(doc), &a, NULL, &restored);
    const struct event *event = to_question(again);
    if (restored.lost_count || session_remark_count(again) != session_remark_count(s) ||
        event->kind != EVENT_ASK || !str_same(event->prompt.path, buffer_as_str(&path)))
        bug("what was written down leads elsewhere");
    session_free(s);
    json_doc_free(doc);
    buffer_release(&written);
    buffer_release(&path);
    arena_release(&a);
    return again;
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
    case STRESS_RESTORE:
        return written_and_read(s);
    }
    return s;
}
