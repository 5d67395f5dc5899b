/* JSON: a small streaming writer of our own, and jansson for reading (its only user). */
#ifndef IPT_BASE_JSON_H
#define IPT_BASE_JSON_H

#include "base/buffer.h"

/* The writer. Members and elements are separated by it; the caller opens and closes. With
   `indent` every member of the outer `pretty` levels stands on its own line. */
struct json_writer {
    struct buffer *out; /* borrowed */
    int depth;
    int pretty; /* levels below this depth are broken into lines; 0: all on one line */
    bool first; /* nothing written yet at this level */
    bool after_key;
};
void json_writer_init(struct json_writer *w, struct buffer *out, int pretty);
void json_open(struct json_writer *w, char bracket);  /* '{' or '[' */
void json_close(struct json_writer *w, char bracket); /* '}' or ']' */
void json_key(struct json_writer *w, const char *key);
void json_text(struct json_writer *w, struct str s);
void json_text_begin(struct json_writer *w); /* a long text, part by part */
void json_text_part(struct json_writer *w, struct str s);
void json_text_end(struct json_writer *w);
void json_number(struct json_writer *w, double number);
void json_bool(struct json_writer *w, bool yes);
void json_none(struct json_writer *w); /* null */
/* key and value in one call */
void json_member_text(struct json_writer *w, const char *key, struct str s);
void json_member_number(struct json_writer *w, const char *key, double number);
void json_member_bool(struct json_writer *w, const char *key, bool yes);

/* The reader: a whole document as a tree of values, borrowed from the document. */
struct json_doc;
struct json; /* one value */
enum json_kind {
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_NUMBER,
    JSON_KIND_TEXT,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

/* Strict: UTF-8 only, no duplicate keys, no trailing text, nesting limited.
   NULL on failure, with the reason, line and column in `why` (arena text). */
struct json_doc *json_parse(struct arena *a, struct str text, struct str *why);
void json_doc_free(struct json_doc *doc);
const struct json *json_root(const struct json_doc *doc);
/* What is not there, NULL, reads as null. */
enum json_kind json_kind(const struct json *v);
struct str json_as_text(const struct json *v); /* empty when it is none */
double json_as_number(const struct json *v);   /* 0 when it is none */
bool json_as_bool(const struct json *v);
size_t json_size(const struct json *v);                         /* elements or members; else 0 */
const struct json *json_at(const struct json *v, size_t index); /* NULL past the end */
const struct json *json_get(const struct json *v, const char *key); /* NULL: no such member */
/* Walks the members in the order of the file: start with *iter NULL; false at the end. */
bool json_next(const struct json *object, void **iter, struct str *key, const struct json **value);

#endif
