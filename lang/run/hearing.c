/* Words are listened to once: what a text has of all patterns of its language is found in one pass
   and kept until another text is asked about, since several conditions look at the same answer. */
#include "run/state.h"

#include "base/matcher.h"

#include <stdlib.h>

struct hearing {
    struct matching *room; /* NULL: not used yet */
    bool heard;            /* … since then for `text` */
    struct buffer text;    /* the last one */
    const struct match *found;
    size_t count;
};

static struct hearing *hearing_of(struct session *s, uint32_t matcher) {
    if (!s->hearings)
        s->hearings = memory_get(sizeof *s->hearings * s->program->matcher_count);
    struct hearing *h = &s->hearings[matcher - 1];
    if (!h->room) {
        h->room = matching_new(s->program->matchers[matcher - 1]);
        buffer_init(&h->text);
    }
    return h;
}

struct matching *hearing_room(struct session *s, uint32_t matcher) {
    struct hearing *h = hearing_of(s, matcher);
    h->heard = false;
    return h->room;
}

bool hears(struct session *s, struct sought sought, struct str text) {
    struct hearing *h = hearing_of(s, sought.matcher);
    if (!h->heard || !str_same(buffer_as_str(&h->text), text)) {
        buffer_clear(&h->text);
        buffer_str(&h->text, text);
        h->found = matcher_find(s->program->matchers[sought.matcher - 1], h->room,
                                buffer_as_str(&h->text), &h->count);
        h->heard = true;
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
