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
};

enum explore_result {
    EXPLORE_GOOD,    /* all guarantees are proved, and no way goes wrong */
    EXPLORE_REFUTED, /* a guarantee is broken, or the script stops on some way */
    EXPLORE_OPEN,    /* nothing was found, but not all was seen */
};
/* Writes what was found, in words. */
enum explore_result explore(struct program *p, const struct explore_options *options,
                            struct buffer *out);
/* Of a file without an interview: its branches and inventories, each by itself, and the instruments
   it uses that bear on safety. */
enum explore_result explore_each(struct program *p, const struct explore_options *options,
                                 struct buffer *out);

#endif
