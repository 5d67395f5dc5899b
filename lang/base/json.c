/* The writer: straight into a buffer, no tree. Compiling to JSON is what the program is for, so
   this is the one part of JSON that is our own. */
#include "base/json.h"

#include <math.h>
#include <string.h>

void json_writer_init(struct json_writer *w, struct buffer *out, int pretty) {
    *w = (struct json_writer){.out = out, .pretty = pretty, .first = true};
}

static void new_line(struct json_writer *w) {
    buffer_char(w->out, '\n');
    buffer_repeat(w->out, ' ', (size_t)w->depth * 2);
}

/* What goes before a value: nothing behind a key, else a comma and, in the outer levels, a line. */
static void before_value(struct json_writer *w) {
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (!w->first)
        buffer_char(w->out, ',');
    if (w->depth > 0 && w->depth <= w->pretty)
        new_line(w);
    w->first = false;
}

void json_open(struct json_writer *w, char bracket) {
    before_value(w);
    buffer_char(w->out, bracket);
    w->depth++;
    w->first = true;
}

void json_close(struct json_writer *w, char bracket) {
    bool empty = w->first;
    w->depth--;
    if (!empty && w->depth < w->pretty)
        new_line(w);
    buffer_char(w->out, bracket);
    w->first = false;
}

void json_key(struct json_writer *w, const char *key) {
    json_text(w, str_from(key));
    buffer_add(w->out, ":", 1);
    if (w->depth <= w->pretty)
        buffer_char(w->out, ' ');
    w->after_key = true;
}

static void add_escaped(struct buffer *out, unsigned char c) {
    switch (c) {
    case '"':
        buffer_add(out, "\\\"", 2);
        break;
    case '\\':
        buffer_add(out, "\\\\", 2);
        break;
    case '\n':
        buffer_add(out, "\\n", 2);
        break;
    case '\r':
        buffer_add(out, "\\r", 2);
        break;
    case '\t':
        buffer_add(out, "\\t", 2);
        break;
    default:
        buffer_printf(out, "\\u%04x", c);
    }
}

void json_text_begin(struct json_writer *w) {
    before_value(w);
    buffer_char(w->out, '"');
}

void json_text_end(struct json_writer *w) {
    buffer_char(w->out, '"');
}

void json_text_part(struct json_writer *w, struct str s) {
    size_t start = 0;
    if (s.len == 0) /* an empty text may stand nowhere at all */
        return;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buffer_add(w->out, s.text + start, i - start);
        add_escaped(w->out, c);
        start = i + 1;
    }
    buffer_add(w->out, s.text + start, s.len - start);
}

void json_text(struct json_writer *w, struct str s) {
    json_text_begin(w);
    json_text_part(w, s);
    json_text_end(w);
}

void json_number(struct json_writer *w, double number) {
    before_value(w);
    if (isfinite(number))
        buffer_number(w->out, number);
    else
        buffer_add(w->out, "null", 4);
}

void json_bool(struct json_writer *w, bool yes) {
    before_value(w);
    buffer_text(w->out, yes ? "true" : "false");
}

void json_none(struct json_writer *w) {
    before_value(w);
    buffer_add(w->out, "null", 4);
}

void json_member_text(struct json_writer *w, const char *key, struct str s) {
    json_key(w, key);
    json_text(w, s);
}

void json_member_number(struct json_writer *w, const char *key, double number) {
    json_key(w, key);
    json_number(w, number);
}

void json_member_bool(struct json_writer *w, const char *key, bool yes) {
    json_key(w, key);
    json_bool(w, yes);
}
