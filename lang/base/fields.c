#include "base/fields.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

struct reading {
    struct arena *arena;
    struct diags *diags;
    const struct source *source;
    struct field_record *first, *last; /* last: NULL between records */
    struct field_record **end;
    struct field **field_end;
    struct field *field; /* that may go on */
};

static struct span span_of(const struct reading *r, struct str s) {
    uint32_t lo = r->source->base + (uint32_t)(s.text - r->source->text.text);
    return (struct span){lo, lo + (uint32_t)s.len};
}

bool fields_same(struct str a, struct str b) {
    return a.len == b.len && strncasecmp(a.text, b.text, a.len) == 0;
}

const struct field *field_find(const struct field_record *record, const char *name) {
    for (const struct field *f = record->fields; f; f = f->next)
        if (fields_same(f->name, str_from(name)))
            return f;
    return NULL;
}

static void go_on(struct reading *r, struct str line) {
    struct field *f = r->field;
    f->value = f->value.len ? arena_printf(r->arena, "%.*s %.*s", (int)f->value.len, f->value.text,
                                           (int)line.len, line.text)
                            : line;
    f->value_at = span_join(f->value_at, span_of(r, line));
}

static void begin(struct reading *r, struct str line, size_t colon) {
    struct field *f = arena_get(r->arena, sizeof *f);
    f->name = text_trim((struct str){line.text, colon});
    f->value = text_trim((struct str){line.text + colon + 1, line.len - colon - 1});
    f->name_at = span_of(r, f->name);
    f->value_at = f->value.len ? span_of(r, f->value) : f->name_at;
    r->field = f;
    if (!r->last) {
        r->last = arena_get(r->arena, sizeof *r->last);
        *r->end = r->last;
        r->end = &r->last->next;
        r->field_end = &r->last->fields;
    }
    for (const struct field *other = r->last->fields; other; other = other->next)
        if (fields_same(other->name, f->name)) {
            struct diag *g =
                diag_add(r->diags, D_field_twice, f->name_at, (int)f->name.len, f->name.text);
            diag_note(r->diags, g, other->name_at, "the first one is here");
            diag_fix(r->diags, g, SPAN_NONE, NULL, "keep one of them");
            return;
        }
    *r->field_end = f;
    r->field_end = &f->next;
}

static void read_line(struct reading *r, struct str raw) {
    struct str line = text_trim(raw);
    const char *colon = memchr(line.text, ':', line.len);
    if (line.len && line.text[0] == '#')
        return;
    if (line.len == 0) {
        r->last = NULL;
        r->field = NULL;
    } else if (r->field && line.text > raw.text) {
        go_on(r, line);
    } else if (colon && colon > line.text) {
        begin(r, line, (size_t)(colon - line.text));
    } else {
        struct diag *g = diag_add(r->diags, D_field_line, span_of(r, line));
        diag_fix(r->diags, g, SPAN_NONE, NULL,
                 "write `name: words`, or set the line in when it goes on from the one above");
    }
}

struct field_record *fields_read(struct arena *a, struct diags *d, const struct source *source) {
    struct reading r = {.arena = a, .diags = d, .source = source};
    const char *at = source->text.text, *end = at + source->text.len;
    r.end = &r.first;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        read_line(&r, (struct str){at, (size_t)(stop - at)});
        at = stop + 1;
    }
    return r.first;
}
