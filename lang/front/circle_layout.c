/* See circle_layout.h.

   A person takes a box: the dot, which stands on the ring, and the label below it. The people of a
   ring are spread evenly; one whose box would lie over another is turned to the nearest free place;
   a ring that has no place for all of them is made larger. Rings are filled from the middle
   outwards, so what is inside stays where it is. */
#include "front/circle_layout.h"

#include <math.h>

static const double TURN = 6.283185307179586;
enum {
    BETWEEN_RINGS = 56, /* at least */
    STEPS = 180,        /* places tried around a ring */
    AIR = 3,            /* between boxes */
    TITLE_WIDTH = 64,   /* of a ring, at its top */
};

struct box {
    double left, right, top, bottom;
};

struct boxes {
    struct box *items;
    uint32_t count;
};

static struct box box_of(double x, double y, double width) {
    double half = fmax(width / 2, CIRCLE_DOT) + AIR;
    return (struct box){x - half, x + half, y - CIRCLE_DOT - AIR,
                        y + CIRCLE_DOT + CIRCLE_LABEL + AIR};
}

static bool overlaps(const struct box *a, const struct box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool is_free(const struct boxes *taken, const struct box *box) {
    for (uint32_t i = 0; i < taken->count; i++)
        if (overlaps(&taken->items[i], box))
            return false;
    return true;
}

/* The free place on the ring that is nearest to the wanted angle. */
static bool find_place(const struct boxes *taken, double radius, double wanted,
                       struct circle_place *place) {
    for (int step = 0; step <= STEPS; step++) {
        double turned = (step + 1) / 2 * TURN / STEPS * (step % 2 ? 1 : -1);
        place->x = radius * sin(wanted + turned);
        place->y = -radius * cos(wanted + turned);
        struct box box = box_of(place->x, place->y, place->width);
        if (is_free(taken, &box)) {
            taken->items[taken->count] = box;
            return true;
        }
    }
    return false;
}

/* Its title stands at the top of the ring. */
static void take_title(struct boxes *taken, double radius) {
    taken->items[taken->count++] =
        (struct box){-TITLE_WIDTH / 2.0, TITLE_WIDTH / 2.0, -radius - 10, -radius + 10};
}

/* The people of one ring, all or none. `turn` keeps rings from lining up. */
static bool fill_ring(struct circle_layout *l, struct boxes *taken, const uint32_t *members,
                      uint32_t count, double radius, double turn) {
    uint32_t before = taken->count;
    take_title(taken, radius);
    for (uint32_t i = 0; i < count; i++) {
        double wanted = turn + TURN * (i + 0.5) / count;
        if (!find_place(taken, radius, wanted, &l->places[members[i]])) {
            taken->count = before;
            return false;
        }
        taken->count++;
    }
    return true;
}

/* Those of a ring, the nearest first, otherwise in the order of the list. */
static uint32_t members_of(const struct circle_layout *l, const struct document_circle *c,
                           uint32_t ring, uint32_t *members) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->people[i].present ||
            circle_ring_of(l->rings, l->ring_count, c->people[i].value) != ring)
            continue;
        uint32_t at = count++;
        for (; at > 0 && c->people[members[at - 1]].value < c->people[i].value; at--)
            members[at] = members[at - 1];
        members[at] = i;
    }
    return count;
}

static void measure(struct circle_layout *l, const struct boxes *taken) {
    l->extent_x = l->extent_y = l->radius[l->ring_count - 1] + 12;
    for (uint32_t i = 0; i < taken->count; i++) {
        const struct box *b = &taken->items[i];
        l->extent_x = fmax(l->extent_x, fmax(-b->left, b->right));
        l->extent_y = fmax(l->extent_y, fmax(-b->top, b->bottom));
    }
}

void circle_layout(struct circle_layout *l, struct arena *a, const struct document_circle *c,
                   const double *widths) {
    struct boxes taken = {arena_array(a, struct box, c->count + MOST_RINGS + 1), 0};
    uint32_t *members = arena_array(a, uint32_t, c->count);
    double radius = CIRCLE_MIDDLE;
    *l = (struct circle_layout){.places = arena_array(a, struct circle_place, c->count)};
    l->ring_count = circle_rings(a, c, l->rings);
    for (uint32_t i = 0; i < c->count; i++) {
        l->places[i].drawn = c->people[i].present;
        l->places[i].width = widths[i];
    }
    taken.items[taken.count++] =
        (struct box){-CIRCLE_MIDDLE, CIRCLE_MIDDLE, -CIRCLE_MIDDLE, CIRCLE_MIDDLE};
    for (uint32_t ring = 0; ring < l->ring_count; ring++) {
        uint32_t count = members_of(l, c, ring, members);
        radius += BETWEEN_RINGS;
        while (!fill_ring(l, &taken, members, count, radius, ring * 0.38 * TURN))
            radius += 8;
        l->radius[ring] = radius;
    }
    measure(l, &taken);
}
