/* Lists in expressions: `(a, b)`, `where`, `sorted by`, `F of LIST`. Elements are never changed. */
#include "run/state.h"

#include "base/text.h"
#include "run/date.h"

#include <string.h>

struct value evaluate_tuple(struct session *s, const struct node_tuple *n) {
    size_t count = ast_count(n->items);
    uint32_t i = 0;
    struct value *items = arena_array(&s->scratch, struct value, count);
    for (const struct node *item = n->items; item; item = item->next)
        items[i++] = evaluate(s, item);
    return (struct value){.kind = VALUE_LIST, .len = i, .as.items = items};
}

struct value evaluate_where(struct session *s, const struct node_where *n) {
    struct value list = evaluate(s, n->list);
    if (list.kind != VALUE_LIST)
        return list;
    struct value outer = s->it;
    struct value *items = arena_array(&s->scratch, struct value, list.len);
    uint32_t count = 0;
    for (uint32_t i = 0; i < list.len; i++) {
        s->it = list.as.items[i];
        if (evaluate_truth(s, n->condition) == TRUTH_YES)
            items[count++] = list.as.items[i];
    }
    s->it = outer;
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

struct value fields_of(struct session *s, struct value list, const struct symbol *field) {
    if (list.kind != VALUE_LIST)
        return list;
    struct value *items = arena_array(&s->scratch, struct value, list.len);
    for (uint32_t i = 0; i < list.len; i++)
        items[i] = card_field(s, list.as.items[i], field);
    return (struct value){.kind = VALUE_LIST, .len = list.len, .as.items = items};
}

/* ---- sorted by ---- */
struct sortable {
    struct value element, by;
    struct str text; /* of a text, as it is compared */
    uint32_t place;  /* equal ones stay in their order */
    bool descending;
};

static int sign_of(double difference) {
    return difference < 0 ? -1 : difference > 0;
}

/* Choices with numbers go by them, others in the order they were written. */
static int order_choices(struct value a, struct value b) {
    double m, n;
    if (value_as_number(a, &m) && value_as_number(b, &n))
        return sign_of(m - n);
    const struct choice *x = choice_of(a), *y = choice_of(b);
    return sign_of((double)x->index - y->index);
}

static int order_texts(struct str a, struct str b) {
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.text, b.text, len) : 0;
    return order ? order : sign_of((double)a.len - (double)b.len);
}

/* Rough dates go by the first day they are said to be, then by the last: a list has one order. The
   reach of `about` does not count, or "about April" would come before February. */
static int order_dates(struct date a, struct date b) {
    int about = (int)a.about - (int)b.about;
    a.about = b.about = false;
    struct day_span x = date_span(a), y = date_span(b);
    if (x.first != y.first)
        return sign_of((double)x.first - y.first);
    return x.last != y.last ? sign_of((double)x.last - y.last) : about;
}

static int order_present(const struct sortable *a, const struct sortable *b) {
    int order = 0;
    if (a->by.kind == VALUE_TEXT)
        return order_texts(a->text, b->text);
    if (choice_of(a->by) && choice_of(b->by))
        return order_choices(a->by, b->by);
    if (a->by.kind == VALUE_YES_NO)
        return (int)a->by.as.yes - (int)b->by.as.yes;
    if (a->by.kind == VALUE_DATE)
        return order_dates(a->by.as.date, b->by.as.date);
    return value_order(a->by, b->by, &order) ? order : 0;
}

/* What is missing comes last, whichever way the list goes. */
static int by_key(const void *left, const void *right) {
    const struct sortable *a = left, *b = right;
    bool no_a = value_is_missing(a->by), no_b = value_is_missing(b->by);
    int order = no_a || no_b ? (int)no_a - (int)no_b : order_present(a, b);
    if (order && !no_a && !no_b && a->descending)
        order = -order;
    return order ? order : a->place < b->place ? -1 : a->place > b->place;
}

struct value evaluate_sorted(struct session *s, const struct node_sorted *n) {
    struct value list = evaluate(s, n->list), outer = s->it;
    if (list.kind != VALUE_LIST)
        return list;
    struct sortable *all = arena_array(&s->scratch, struct sortable, list.len);
    struct value *items = arena_array(&s->scratch, struct value, list.len);
    for (uint32_t i = 0; i < list.len; i++) {
        struct value element = s->it = list.as.items[i], by = evaluate(s, n->by);
        struct str text = by.kind == VALUE_TEXT
                              ? text_fold(&s->scratch, (struct str){by.as.text, by.len}, true)
                              : (struct str){"", 0};
        all[i] = (struct sortable){element, by, text, i, n->descending};
    }
    s->it = outer;
    if (list.len)
        qsort(all, list.len, sizeof *all, by_key);
    for (uint32_t i = 0; i < list.len; i++)
        items[i] = all[i].element;
    return (struct value){.kind = VALUE_LIST, .len = list.len, .as.items = items};
}
