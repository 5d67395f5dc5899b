/* The reader, by jansson: strict, refuses duplicate keys, limits nesting, says where. Its only
 * user. */
#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>

struct json_doc {
    json_t *root;
};

static const json_t *jansson(const struct json *v) {
    return (const json_t *)v;
}

static const struct json *ours(const json_t *v) {
    return (const struct json *)v;
}

struct json_doc *json_parse(struct arena *a, struct str text, struct str *why) {
    json_error_t error;
    json_t *root =
        json_loadb(text.text, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root) {
        *why = arena_printf(a, "line %d, column %d: %s", error.line, error.column, error.text);
        return NULL;
    }
    struct json_doc *doc = memory_get(sizeof *doc);
    doc->root = root;
    return doc;
}

void json_doc_free(struct json_doc *doc) {
    if (doc)
        json_decref(doc->root);
    free(doc);
}

const struct json *json_root(const struct json_doc *doc) {
    return ours(doc->root);
}

enum json_kind json_kind(const struct json *v) {
    if (!v)
        return JSON_KIND_NULL;
    switch (json_typeof(jansson(v))) {
    case JSON_OBJECT:
        return JSON_KIND_OBJECT;
    case JSON_ARRAY:
        return JSON_KIND_ARRAY;
    case JSON_STRING:
        return JSON_KIND_TEXT;
    case JSON_INTEGER:
    case JSON_REAL:
        return JSON_KIND_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return JSON_KIND_BOOL;
    case JSON_NULL:
        return JSON_KIND_NULL;
    }
    return JSON_KIND_NULL;
}

struct str json_as_text(const struct json *v) {
    if (json_kind(v) != JSON_KIND_TEXT)
        return (struct str){"", 0};
    return (struct str){json_string_value(jansson(v)), json_string_length(jansson(v))};
}

double json_as_number(const struct json *v) {
    return json_number_value(jansson(v));
}

bool json_as_bool(const struct json *v) {
    return json_is_true(jansson(v));
}

size_t json_size(const struct json *v) {
    return json_kind(v) == JSON_KIND_ARRAY ? json_array_size(jansson(v))
                                           : json_object_size(jansson(v));
}

const struct json *json_at(const struct json *v, size_t index) {
    return ours(json_array_get(jansson(v), index));
}

const struct json *json_get(const struct json *v, const char *key) {
    return ours(json_object_get(jansson(v), key));
}

bool json_next(const struct json *object, void **iter, struct str *key, const struct json **value) {
    json_t *o = (json_t *)jansson(object);
    *iter = *iter ? json_object_iter_next(o, *iter) : json_object_iter(o);
    if (!*iter)
        return false;
    *key = str_from(json_object_iter_key(*iter));
    *value = ours(json_object_iter_value(*iter));
    return true;
}
