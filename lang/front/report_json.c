/* A report as JSON, for programs that lay it out themselves (tests/schema/events.schema.json). */
#include "base/json.h"
#include "front/report.h"

static void put_table(struct json_writer *w, const struct document_table *t) {
    json_key(w, "columns");
    json_open(w, '[');
    for (uint32_t k = 0; k < t->column_count; k++) {
        json_open(w, '{');
        json_member_text(w, "title", t->columns[k].title);
        json_member_bool(w, "numbers", t->columns[k].numbers);
        json_member_bool(w, "clinician_only", t->columns[k].clinician_only);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_key(w, "rows");
    json_open(w, '[');
    for (uint32_t i = 0; i < t->row_count; i++) {
        json_open(w, '[');
        for (uint32_t k = 0; k < t->column_count; k++) {
            const struct table_cell *cell = &t->cells[i * t->column_count + k];
            json_open(w, '{');
            json_member_text(w, "text", cell->text);
            json_member_bool(w, "missing", cell->missing);
            json_close(w, '}');
        }
        json_close(w, ']');
    }
    json_close(w, ']');
}

static void put_items(struct json_writer *w, const struct document_list *l, bool levels) {
    json_key(w, "items");
    json_open(w, '[');
    for (uint32_t i = 0; i < l->count; i++) {
        json_open(w, '{');
        if (levels)
            json_member_text(w, "level", l->items[i].mark);
        json_member_text(w, "text", l->items[i].text);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_points(struct json_writer *w, const struct document_point *points, uint32_t count) {
    json_key(w, "points");
    json_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        json_open(w, '{');
        json_member_text(w, "label", points[i].label);
        json_member_text(w, "shown", points[i].shown);
        if (points[i].present)
            json_member_number(w, "value", points[i].value);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_scale(struct json_writer *w, double from, double to) {
    json_member_number(w, "from", from);
    json_member_number(w, "to", to);
}

static const char *kind_word(enum block_kind kind) {
    switch (kind) {
    case BLOCK_HEADING:
        return "heading";
    case BLOCK_PARAGRAPH:
        return "paragraph";
    case BLOCK_NOTE:
        return "note";
    case BLOCK_TABLE:
        return "table";
    case BLOCK_LIST:
        return "list";
    case BLOCK_ALERTS:
        return "alerts";
    case BLOCK_CHART:
        return "chart";
    case BLOCK_CIRCLE:
        return "circle";
    }
    return "";
}

static void put_block(struct json_writer *w, const struct block *b) {
    json_open(w, '{');
    json_member_text(w, "kind", str_from(kind_word(b->kind)));
    json_member_text(w, "text", b->text);
    json_member_bool(w, "clinician_only", b->clinician_only);
    switch (b->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        break;
    case BLOCK_TABLE:
        put_table(w, &b->as.table);
        break;
    case BLOCK_LIST:
    case BLOCK_ALERTS:
        put_items(w, &b->as.list, b->kind == BLOCK_ALERTS);
        break;
    case BLOCK_CHART:
        put_points(w, b->as.chart.points, b->as.chart.count);
        put_scale(w, b->as.chart.from, b->as.chart.to);
        json_member_bool(w, "over_time", b->as.chart.over_time);
        json_member_bool(w, "bounded", b->as.chart.bounded);
        if (b->as.chart.unit.len)
            json_member_text(w, "unit", b->as.chart.unit);
        break;
    case BLOCK_CIRCLE:
        put_points(w, b->as.circle.people, b->as.circle.count);
        put_scale(w, b->as.circle.from, b->as.circle.to);
        json_member_text(w, "measure", b->as.circle.measure);
        break;
    }
    json_close(w, '}');
}

void report_json(const struct document *d, struct json_writer *w) {
    json_open(w, '{');
    json_member_text(w, "title", d->title);
    json_member_text(w, "script", d->script);
    json_member_text(w, "language", d->language);
    json_member_text(w, "day", d->day);
    json_member_text(w, "for", d->for_client ? STR("client") : STR("clinician"));
    if (d->warning.len)
        json_member_text(w, "warning", d->warning);
    json_key(w, "blocks");
    json_open(w, '[');
    for (const struct block *b = d->first; b; b = b->next)
        put_block(w, b);
    json_close(w, ']');
    json_key(w, "sources");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->source_count; i++) {
        json_open(w, '{');
        json_member_text(w, "title", d->sources[i].title);
        json_member_text(w, "source", d->sources[i].source);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
}
