/* What a question can be answered with, and a score can be: all of it, or one value for each
   stretch that no comparison tells apart. Internal to program/. */
#ifndef IPT_PROGRAM_DOMAIN_H
#define IPT_PROGRAM_DOMAIN_H

#include "program/compose.h"

enum { MOST_VALUES = 300, MOST_CUTS = 64 };

enum small_kind {
    SMALL_NOT_ASKED,
    SMALL_DECLINED,
    SMALL_UNKNOWN,
    SMALL_NOT_APPLICABLE,
    SMALL_YES_NO,
    SMALL_NUMBER,
    SMALL_CODE,
    SMALL_SET
};

struct small {
    enum small_kind kind;
    double number; /* also 0 and 1 for no and yes, and the mask of a set */
    const struct choice *option;
    const struct symbol *of; /* whose value it is; NULL: a constant */
    bool sampled;            /* stands for others too: only constants may be compared with it */
};

/* The numbers that conditions compare with. */
struct cuts {
    double numbers[MOST_CUTS];
    uint32_t count;
    bool many; /* more than fit */
};

struct domain {
    struct small *values; /* MOST_VALUES of room */
    uint32_t count;
};

/* A number, or one with a minus. */
bool constant(const struct node *n, double *number);
void add_cut(struct cuts *cuts, double number);
/* The values of a question or a score, without the missing ones; false: too many to try. */
bool add_values(struct domain *d, const struct symbol *s, struct cuts *cuts);
void add_small(struct domain *d, struct small value);

#endif
