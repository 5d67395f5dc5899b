/* A set of words and phrases that are looked for in what somebody wrote, all of them in one pass:
   an Aho-Corasick automaton over words (Aho and Corasick, Communications of the ACM 18, 1975). A
   phrase stays in one sentence. */
#ifndef IPT_BASE_PHRASES_H
#define IPT_BASE_PHRASES_H

#include "base/arena.h"

struct phrases;

/* Lives in the arena. `language` as for wording_of; borrowed. */
struct phrases *phrases_new(struct arena *a, const char *language);
/* Adds "late, call me": phrases with commas between them. False where one of them has no word. */
bool phrases_add(struct phrases *p, struct str list);
/* After the last: nothing can be added any more. */
void phrases_close(struct phrases *p);
size_t phrases_count(const struct phrases *p);

enum mention {
    MENTION_NONE,
    MENTION_DENIED, /* wherever it is said, a denial stands in the four words before it */
    MENTION_AFFIRMED,
};
/* `found` (may be NULL): the words of `text` that say it, the first affirmed ones if there are any.
   Time and memory are linear in the text. */
enum mention phrases_find(const struct phrases *p, struct arena *scratch, struct str text,
                          struct str *found);

#endif
