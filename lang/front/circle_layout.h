/* Where people stand in a closeness circle: on rings around the middle, none of the labels over
   another. The same circle is laid out in the same way every time. */
#ifndef IPT_FRONT_CIRCLE_LAYOUT_H
#define IPT_FRONT_CIRCLE_LAYOUT_H

#include "run/document.h"

/* Lengths are in pixels; the middle is 0, 0. */
enum {
    CIRCLE_MIDDLE = 26,     /* radius of the disc in the middle */
    CIRCLE_DOT = 5,         /* radius of a person's dot */
    CIRCLE_LABEL = 17,      /* height of a label, below the dot */
    CIRCLE_MOST_DRAWN = 150 /* more people make no picture */
};

struct circle_place {
    bool drawn;   /* has a value */
    double x, y;  /* of the dot */
    double width; /* of the label, given */
};

struct circle_layout {
    struct circle_ring rings[MOST_RINGS];
    double radius[MOST_RINGS];
    uint32_t ring_count;
    struct circle_place *places; /* one for each person */
    double extent_x, extent_y;   /* everything lies within these of the middle */
};

/* `widths` are those of the labels. At most CIRCLE_MOST_DRAWN people. */
void circle_layout(struct circle_layout *l, struct arena *a, const struct document_circle *c,
                   const double *widths);

#endif
