/* `ipt explore`: every way that an interview can go. Answers are put together that the script
   cannot tell apart, and ways meet again where what differs is not read any more; so all of them
   are seen in one walk. A guarantee is proved when no way breaks it and none was left out. */
#ifndef IPT_AUTHOR_EXPLORE_H
#define IPT_AUTHOR_EXPLORE_H

#include "run/session.h"

struct explore_options {
    const struct symbol *entry;
    struct date today;
    uint32_t most_states; /* 0: the usual limit */
    bool apart;           /* ways never meet: what comes out must be the same, later */
    bool part;            /* of a file: what it does not reach another part may */
};

enum explore_result {
    EXPLORE_GOOD,    /* all guarantees are proved, and no way goes wrong */
    EXPLORE_REFUTED, /* a guarantee is broken, or the script stops on some way */
    EXPLORE_OPEN,    /* nothing was found, but not all was seen */
};

struct explorer;
struct json_writer;

/* Walks all ways. The program and the options are borrowed. */
struct explorer *explore(struct program *p, const struct explore_options *options);
void explore_free(struct explorer *x);
enum explore_result explore_result(const struct explorer *x);
/* What was found, in words (explore_words.c), and for programs (explore_json.c). */
void explore_say(struct explorer *x, struct buffer *out);
void explore_json(struct explorer *x, struct json_writer *w);

/* What is explored of a file without an interview: its branches and inventories, each by itself,
   and the instruments it uses that bear on safety. An array of so many; free it. */
const struct symbol **explore_entries(const struct program *p, size_t *count);

#endif
