/* Words are listened to once: what a text has of all patterns of its language is found in one pass
   and kept until another text is asked about, since several conditions look at the same answer. */
#include "run/state.h"

#include "base/matcher.h"

#include <stdlib.h>

struct hearing {
    struct matching *room; /* NULL: not used yet */
    struct buffer text;    /* the last one */
    const struct match *found;
    size_t count;
};

bool hears(struct session *s, struct sought sought, struct str text) {
    const struct program *p = s->program;
    const struct matcher *m = p->matchers[sought.matcher];
    if (!s->hearings)
        s->hearings = memory_get(sizeof *s->hearings * p->matcher_count);
    struct hearing *h = &s->hearings[sought.matcher];
    if (!h->room || !str_same(buffer_as_str(&h->text), text)) {
        if (!h->room) {
            h->room = matching_new(m);
            buffer_init(&h->text);
        }
        buffer_clear(&h->text);
        buffer_str(&h->text, text);
        h->found = matcher_find(m, h->room, buffer_as_str(&h->text), &h->count);
    }
    return match_of(h->found, h->count, sought.number) != NULL;
}

void hearings_release(struct session *s) {
    for (size_t i = 0; s->hearings && i < s->program->matcher_count; i++)
        if (s->hearings[i].room) {
            matching_release(s->hearings[i].room);
            buffer_release(&s->hearings[i].text);
        }
    free(s->hearings);
}
