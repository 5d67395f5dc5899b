/* See report_svg.h. Widths of labels are estimated, generously: fonts differ from place to place.
 */
#include "front/report_svg.h"

#include "base/text.h"
#include "front/circle_layout.h"

#include <math.h>
#include <string.h>

void markup_text(struct buffer *out, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        switch (s.text[i]) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\'':
            buffer_text(out, "&#39;");
            break;
        default:
            buffer_char(out, s.text[i]);
        }
    }
}

/* ---- labels ---- */
/* As wide as it will be in a common sans serif of this size. */
static double text_pixels(struct str s, double size) {
    double width = 0;
    while (s.len) {
        size_t len = text_cluster(s);
        unsigned char c = (unsigned char)s.text[0];
        if (c >= 0x80)
            width += text_width((struct str){s.text, len}) > 1 ? 1.05 : 0.68;
        else if (strchr("iljtfrI.,:;'!|()[] ", c))
            width += 0.36;
        else if (strchr("mwMW@%&", c))
            width += 0.95;
        else
            width += c >= 'A' && c <= 'Z' ? 0.74 : 0.6;
        s.text += len;
        s.len -= len;
    }
    return width * size;
}

/* Cut at a character so that it takes at most so many columns; on one line. */
static struct str shortened(struct arena *a, struct str s, size_t columns) {
    size_t width = 0, at = 0, fits = 0;
    const char *newline = s.len ? memchr(s.text, '\n', s.len) : NULL;
    size_t line = newline ? (size_t)(newline - s.text) : s.len;
    while (at < line) {
        size_t len = text_cluster((struct str){s.text + at, line - at});
        width += text_width((struct str){s.text + at, len});
        if (width > columns)
            return arena_printf(a, "%.*s…", (int)fits, s.text);
        at += len;
        if (width < columns) /* one is kept for the dots */
            fits = at;
    }
    return line < s.len ? arena_printf(a, "%.*s…", (int)line, s.text) : s;
}

static void open_svg(struct buffer *out, const char *kind, double width, double height,
                     uint32_t number, struct str title) {
    buffer_printf(out,
                  "<svg class=\"%s\" role=\"img\" aria-labelledby=\"p%u-title p%u-about\" "
                  "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
                  "xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"p%u-title\">",
                  kind, number, number, width, height, width, height, number);
    markup_text(out, title);
    buffer_printf(out, "</title>\n<desc id=\"p%u-about\">", number);
}

static void point_in_words(struct buffer *out, const struct document_point *p) {
    markup_text(out, p->label);
    buffer_text(out, ": ");
    markup_text(out, p->shown);
}

static void describe(struct buffer *out, const struct document_point *points, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        buffer_text(out, i ? ", " : "");
        point_in_words(out, &points[i]);
    }
    buffer_text(out, ".</desc>\n");
}

static void put_text(struct buffer *out, const char *kind, double x, double y, struct str text) {
    buffer_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", kind, x, y);
    markup_text(out, text);
    buffer_text(out, "</text>\n");
}

/* ---- the circle ---- */
enum { NAME_COLUMNS = 14, NAME_SIZE = 13, VALUE_SIZE = 11 };

/* Light, lighter towards the outside; the rings have lines, so the shades are only there to please.
 */
static const char *const ring_shade[MOST_RINGS] = {"#d5e4f3", "#e2edf7", "#edf4fa", "#f5f9fc",
                                                   "#fbfdfe"};

static void put_rings(struct buffer *out, const struct circle_layout *l) {
    for (uint32_t i = l->ring_count; i-- > 0;)
        buffer_printf(out, "<circle class=\"ring\" r=\"%.1f\" fill=\"%s\"/>\n", l->radius[i],
                      ring_shade[i]);
    for (uint32_t i = 0; i < l->ring_count; i++)
        put_text(out, "ring-title", 0, -l->radius[i] + 4, l->rings[i].title);
}

static void put_person(struct buffer *out, const struct document_point *p,
                       const struct circle_place *at, struct str name) {
    buffer_text(out, "<g><title>");
    point_in_words(out, p);
    buffer_printf(out, "</title><circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"/>", at->x,
                  at->y, CIRCLE_DOT);
    buffer_printf(out, "<text class=\"name\" x=\"%.1f\" y=\"%.1f\">", at->x,
                  at->y + CIRCLE_DOT + CIRCLE_LABEL - 4);
    markup_text(out, name);
    buffer_text(out, " <tspan class=\"value\">");
    markup_text(out, p->shown);
    buffer_text(out, "</tspan></text></g>\n");
}

void svg_circle(const struct block *b, uint32_t number, struct buffer *out) {
    const struct document_circle *c = &b->as.circle;
    struct circle_layout l;
    struct arena a;
    arena_init(&a);
    struct str *names = arena_array(&a, struct str, c->count);
    double *widths = arena_array(&a, double, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        names[i] = shortened(&a, c->people[i].label, NAME_COLUMNS);
        widths[i] = text_pixels(names[i], NAME_SIZE) + VALUE_SIZE * 0.4 +
                    text_pixels(c->people[i].shown, VALUE_SIZE);
    }
    circle_layout(&l, &a, c, widths);
    double x = ceil(l.extent_x) + 4, y = ceil(l.extent_y) + 4;
    open_svg(out, "circle", 2 * x, 2 * y, number, b->text);
    buffer_text(out, "The nearer to the middle, the greater the value. ");
    describe(out, c->people, c->count);
    buffer_printf(out, "<g transform=\"translate(%.0f %.0f)\">\n", x, y);
    put_rings(out, &l);
    buffer_printf(out, "<circle class=\"middle\" r=\"%d\"/>\n", CIRCLE_MIDDLE);
    put_text(out, "me", 0, 5, STR("Me"));
    for (uint32_t i = 0; i < c->count; i++)
        if (l.places[i].drawn)
            put_person(out, &c->people[i], &l.places[i], names[i]);
    buffer_text(out, "</g>\n</svg>\n");
    arena_release(&a);
}

/* ---- charts ---- */
enum { CHART_WIDTH = 680, CHART_HEIGHT = 300, LEFT = 56, RIGHT = 20, TOP = 24, BOTTOM = 40 };
enum { MOST_VALUES_SHOWN = 20 };

enum { MOST_TICKS = 16 };
struct axis {
    double from, to;
    double ticks[MOST_TICKS]; /* its ends, and whole steps between them */
    uint32_t tick_count;
};

/* A step that would crowd the upper end is left out. */
static void add_ticks(struct axis *axis, double step) {
    double first = floor(axis->from / step + 1e-9) + 1;
    axis->ticks[axis->tick_count++] = axis->from;
    for (double i = first; i * step < axis->to - step * 0.6; i++)
        if (axis->tick_count < MOST_TICKS - 1)
            axis->ticks[axis->tick_count++] = floor(i * step * 1e6 + 0.5) / 1e6;
    axis->ticks[axis->tick_count++] = axis->to;
}

/* Ends and a step of 1, 2 or 5 times a power of ten, so that four to ten lines cover the values. */
static struct axis make_axis(const struct document_chart *c) {
    double from = c->from, to = c->to;
    bool any = c->bounded;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->points[i].present)
            continue;
        from = any ? fmin(from, c->points[i].value) : c->points[i].value;
        to = any ? fmax(to, c->points[i].value) : c->points[i].value;
        any = true;
    }
    if (!any)
        from = to = 0;
    if (!c->bounded)
        from = fmin(from, 0); /* a bar is as long as its number */
    if (to <= from)
        to = from + 1;
    double size = pow(10, floor(log10((to - from) / 4))), step = size;
    if ((to - from) / step > 10)
        step = size * 2;
    if ((to - from) / step > 10)
        step = size * 5;
    if (step < 1 && from == floor(from) && to == floor(to) && to - from <= 10)
        step = 1;
    struct axis axis = {.from = from, .to = to};
    if (!c->bounded) {
        axis.from = floor(from / step + 1e-9) * step;
        axis.to = ceil(to / step - 1e-9) * step;
    }
    add_ticks(&axis, step);
    return axis;
}

static double share_of(const struct axis *axis, double value) {
    return (value - axis->from) / (axis->to - axis->from);
}

static struct str number_text(struct arena *a, double number) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, number);
    struct str s = buffer_keep(&b, a);
    buffer_release(&b);
    return s;
}

static void put_line(struct buffer *out, const char *kind, double x1, double y1, double x2,
                     double y2) {
    buffer_printf(out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                  kind, x1, y1, x2, y2);
}

static double point_x(const struct document_chart *c, uint32_t i) {
    double width = CHART_WIDTH - LEFT - RIGHT - 40;
    return LEFT + 20 + (c->count > 1 ? width * i / (c->count - 1) : width / 2);
}

static double point_y(const struct axis *axis, double value) {
    return CHART_HEIGHT - BOTTOM - share_of(axis, value) * (CHART_HEIGHT - TOP - BOTTOM);
}

/* The line from point to point; a missing value leaves a gap. */
static void put_path(struct buffer *out, const struct document_chart *c, const struct axis *axis) {
    bool open = false;
    buffer_text(out, "<path class=\"line\" d=\"");
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->points[i].present)
            buffer_printf(out, "%s%.1f %.1f", open ? " L" : " M", point_x(c, i),
                          point_y(axis, c->points[i].value));
        open = c->points[i].present;
    }
    buffer_text(out, "\"/>\n");
}

static void put_points(struct buffer *out, const struct document_chart *c,
                       const struct axis *axis) {
    for (uint32_t i = 0; i < c->count; i++) {
        const struct document_point *p = &c->points[i];
        double x = point_x(c, i), y = point_y(axis, p->value);
        buffer_text(out, "<g><title>");
        point_in_words(out, p);
        buffer_text(out, "</title>");
        if (!p->present) { /* a small cross on the axis: something is missing here */
            double foot = CHART_HEIGHT - BOTTOM - 8;
            buffer_printf(out, "<path class=\"missing\" d=\"M%.1f %.1f l8 8 m0 -8 l-8 8\"/>", x - 4,
                          foot - 4);
        } else {
            buffer_printf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x, y);
            if (c->count <= MOST_VALUES_SHOWN)
                put_text(out, "value mid", x, y - 9, p->shown);
        }
        buffer_text(out, "</g>\n");
    }
}

/* Labels below the axis, as many as have room. */
static void put_labels(struct buffer *out, const struct document_chart *c, struct arena *a) {
    double widest = 1, room = c->count > 1 ? point_x(c, 1) - point_x(c, 0) : CHART_WIDTH;
    struct str *labels = arena_array(a, struct str, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        labels[i] = shortened(a, c->points[i].label, 18);
        widest = fmax(widest, text_pixels(labels[i], 12) + 8);
    }
    uint32_t every = (uint32_t)fmax(1, ceil(widest / room));
    for (uint32_t i = 0; i < c->count; i += every)
        put_text(out, "tick mid", point_x(c, i), CHART_HEIGHT - BOTTOM + 20, labels[i]);
}

static void put_series(const struct document_chart *c, struct buffer *out, struct arena *a) {
    struct axis axis = make_axis(c);
    for (uint32_t i = 0; i < axis.tick_count; i++) {
        double y = point_y(&axis, axis.ticks[i]);
        put_line(out, i ? "grid" : "axis", LEFT, y, CHART_WIDTH - RIGHT, y);
        put_text(out, "tick end", LEFT - 8, y + 4, number_text(a, axis.ticks[i]));
    }
    put_line(out, "axis", LEFT, TOP, LEFT, CHART_HEIGHT - BOTTOM);
    if (c->unit.len)
        put_text(out, "tick", 4, 12, shortened(a, c->unit, 40));
    put_path(out, c, &axis);
    put_points(out, c, &axis);
    put_labels(out, c, a);
}

/* Things beside each other, people say, are bars with their names before them. */
enum { ROW = 26, NAMES = 170 };

static void put_bars(const struct document_chart *c, struct buffer *out, struct arena *a) {
    struct axis axis = make_axis(c);
    double width = CHART_WIDTH - NAMES - 60, foot = TOP + (double)ROW * c->count;
    double base = chart_base(axis.from, axis.to), start = NAMES + share_of(&axis, base) * width;
    for (uint32_t i = 0; i < axis.tick_count; i++) {
        double x = NAMES + share_of(&axis, axis.ticks[i]) * width;
        put_line(out, axis.ticks[i] == base ? "axis" : "grid", x, TOP, x, foot);
        put_text(out, "tick mid", x, foot + 18, number_text(a, axis.ticks[i]));
    }
    if (c->unit.len)
        put_text(out, "tick", NAMES, 14, shortened(a, c->unit, 40));
    for (uint32_t i = 0; i < c->count; i++) {
        const struct document_point *p = &c->points[i];
        double y = TOP + (double)ROW * i, x = NAMES + share_of(&axis, p->value) * width;
        buffer_text(out, "<g><title>");
        point_in_words(out, p);
        buffer_text(out, "</title>");
        put_text(out, "name end", NAMES - 8, y + 17, shortened(a, p->label, 20));
        if (p->present)
            buffer_printf(out,
                          "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                          "height=\"16\"/>",
                          fmin(x, start), y + 5, fmax(fabs(x - start), 1));
        put_text(out, p->present ? "value" : "reason", (p->present ? fmax(x, start) : start) + 6,
                 y + 17, shortened(a, p->shown, 40));
        buffer_text(out, "</g>\n");
    }
}

void svg_chart(const struct block *b, uint32_t number, struct buffer *out) {
    const struct document_chart *c = &b->as.chart;
    double height = c->over_time ? CHART_HEIGHT : TOP + (double)ROW * c->count + 30;
    struct arena a;
    arena_init(&a);
    open_svg(out, "chart", CHART_WIDTH, height, number, b->text);
    describe(out, c->points, c->count);
    if (c->over_time)
        put_series(c, out, &a);
    else
        put_bars(c, out, &a);
    buffer_text(out, "</svg>\n");
    arena_release(&a);
}
