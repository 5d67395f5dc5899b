/* The JSON Schema of the compiled form, made of the same tables that write and read it. */
#include "program/program_json.h"

#include "base/json.h"
#include "program/tree_shape.h"

static const struct {
    unsigned class;
    const char *name;
} classes[] = {
    {CLASS_VALUE, "value"},     {CLASS_TEXT, "text"},         {CLASS_HOLE, "hole"},
    {CLASS_NAME, "name"},       {CLASS_PATH, "path"},         {CLASS_CALL, "call"},
    {CLASS_NUMBER, "number"},   {CLASS_YES_NO, "yes_no"},     {CLASS_RANGE, "range"},
    {CLASS_ABSENT, "absent"},   {CLASS_DURATION, "duration"}, {CLASS_FORM, "form"},
    {CLASS_LINE, "line"},       {CLASS_ARM, "arm"},           {CLASS_ELSE, "else"},
    {CLASS_PATTERN, "pattern"},
};

static void reference(struct json_writer *w, const char *kind, const char *name) {
    struct buffer b;
    buffer_init(&b);
    buffer_printf(&b, "#/$defs/%s_%s", kind, name);
    json_open(w, '{');
    json_member_text(w, "$ref", buffer_as_str(&b));
    json_close(w, '}');
    buffer_release(&b);
}

static void type(struct json_writer *w, const char *name) {
    json_open(w, '{');
    json_member_text(w, "type", str_from(name));
    json_close(w, '}');
}

static void any_of_classes(struct json_writer *w, unsigned mask, bool null) {
    json_open(w, '{');
    json_key(w, "anyOf");
    json_open(w, '[');
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (classes[i].class & mask)
            reference(w, "any", classes[i].name);
    if (null)
        type(w, "null");
    json_close(w, ']');
    json_close(w, '}');
}

static void field_schema(struct json_writer *w, enum node_kind kind, const struct ast_field *f,
                         bool head) {
    bool required;
    switch (f->kind) {
    case FIELD_NAME:
        if (!head || !name_is_optional(kind, f->name)) {
            type(w, "string");
            return;
        }
        json_open(w, '{');
        json_key(w, "type");
        json_open(w, '[');
        json_text(w, STR("string"));
        json_text(w, STR("null"));
        json_close(w, ']');
        json_close(w, '}');
        return;
    case FIELD_CHILD: {
        unsigned mask = field_classes(kind, f->name, &required);
        any_of_classes(w, mask, head && !required);
        return;
    }
    case FIELD_LIST:
        json_open(w, '{');
        json_member_text(w, "type", STR("array"));
        json_key(w, "items");
        any_of_classes(w, field_classes(kind, f->name, &required), false);
        json_close(w, '}');
        return;
    case FIELD_TEXT:
        type(w, "string");
        return;
    case FIELD_NUMBER:
        type(w, "number");
        return;
    case FIELD_INT:
        type(w, "integer");
        return;
    case FIELD_FLAG:
        type(w, "boolean");
        return;
    case FIELD_WORD:
        json_open(w, '{');
        json_key(w, "enum");
        json_open(w, '[');
        for (size_t i = 0; f->words[i]; i++)
            json_text(w, str_from(f->words[i]));
        json_close(w, ']');
        json_close(w, '}');
        return;
    }
}

static void place_schema(struct json_writer *w) {
    json_key(w, "at");
    json_open(w, '{');
    json_member_text(w, "type", STR("array"));
    json_key(w, "items");
    type(w, "integer");
    json_member_number(w, "minItems", 2);
    json_member_number(w, "maxItems", 2);
    json_close(w, '}');
}

static void node_schema(struct json_writer *w, enum node_kind kind) {
    const struct ast_shape *shape = &ast_shapes[kind];
    json_open(w, '{');
    json_member_text(w, "type", STR("object"));
    json_key(w, "properties");
    json_open(w, '{');
    if (shape->field_count == 0) {
        json_key(w, shape->name);
        type(w, "boolean");
    }
    for (uint16_t i = 0; i < shape->field_count; i++) {
        json_key(w, i ? shape->fields[i].name : shape->name);
        field_schema(w, kind, &shape->fields[i], i == 0);
    }
    place_schema(w);
    json_close(w, '}');
    json_key(w, "required");
    json_open(w, '[');
    json_text(w, str_from(shape->name));
    json_close(w, ']');
    json_member_bool(w, "additionalProperties", false);
    json_close(w, '}');
}

static bool is_object(enum node_kind kind) {
    return kind != NODE_number && kind != NODE_yes_no && kind != NODE_text && kind != NODE_broken;
}

static void text_schema(struct json_writer *w) {
    json_open(w, '{');
    json_key(w, "anyOf");
    json_open(w, '[');
    type(w, "string");
    json_open(w, '{');
    json_member_text(w, "type", STR("array"));
    json_key(w, "items");
    json_open(w, '{');
    json_key(w, "anyOf");
    json_open(w, '[');
    type(w, "string");
    reference(w, "node", "hole");
    json_close(w, ']');
    json_close(w, '}');
    json_close(w, '}');
    json_close(w, ']');
    json_close(w, '}');
}

/* Looked into only where the first member says that it is this kind of node: otherwise a reader of
   the schema would try every kind at every level, which takes for ever in deep blocks. */
static void if_it_is(struct json_writer *w, const char *name) {
    json_open(w, '{');
    json_key(w, "if");
    json_open(w, '{');
    json_key(w, "required");
    json_open(w, '[');
    json_text(w, str_from(name));
    json_close(w, ']');
    json_close(w, '}');
    json_key(w, "then");
    reference(w, "node", name);
    json_member_bool(w, "else", false);
    json_close(w, '}');
}

static void class_schema(struct json_writer *w, unsigned class) {
    json_open(w, '{');
    json_key(w, "anyOf");
    json_open(w, '[');
    for (int kind = 0; kind < NODE_KIND_COUNT; kind++) {
        if (!(kind_classes((enum node_kind)kind) & class))
            continue;
        if (kind == NODE_number)
            type(w, "number");
        else if (kind == NODE_yes_no)
            type(w, "boolean");
        else if (kind == NODE_text)
            reference(w, "node", "text");
        else
            if_it_is(w, ast_shapes[kind].name);
    }
    json_close(w, ']');
    json_close(w, '}');
}

static void definitions(struct json_writer *w) {
    struct buffer name;
    buffer_init(&name);
    json_key(w, "$defs");
    json_open(w, '{');
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        buffer_clear(&name);
        buffer_printf(&name, "any_%s", classes[i].name);
        json_key(w, name.text);
        class_schema(w, classes[i].class);
    }
    json_key(w, "node_text");
    text_schema(w);
    for (int kind = 0; kind < NODE_KIND_COUNT; kind++) {
        if (!is_object((enum node_kind)kind))
            continue;
        buffer_clear(&name);
        buffer_printf(&name, "node_%s", ast_shapes[kind].name);
        json_key(w, name.text);
        node_schema(w, (enum node_kind)kind);
    }
    json_close(w, '}');
    buffer_release(&name);
}

static void member(struct json_writer *w, const char *key, const char *name) {
    json_key(w, key);
    type(w, name);
}

static void module_schema(struct json_writer *w) {
    json_open(w, '{');
    json_member_text(w, "type", STR("object"));
    json_key(w, "properties");
    json_open(w, '{');
    member(w, "path", "string");
    member(w, "name", "string");
    member(w, "library", "boolean");
    member(w, "text", "string");
    json_key(w, "uses");
    json_open(w, '{');
    json_member_text(w, "type", STR("array"));
    json_key(w, "items");
    type(w, "integer");
    json_close(w, '}');
    json_key(w, "lines");
    json_open(w, '{');
    json_member_text(w, "type", STR("array"));
    json_key(w, "items");
    reference(w, "any", "line");
    json_close(w, '}');
    json_close(w, '}');
    json_key(w, "required");
    json_open(w, '[');
    json_text(w, STR("path"));
    json_text(w, STR("uses"));
    json_text(w, STR("lines"));
    json_close(w, ']');
    json_member_bool(w, "additionalProperties", false);
    json_close(w, '}');
}

void program_json_schema(struct buffer *out) {
    static const char *const required[] = {"format", "version", "modules", "digest"};
    struct json_writer w;
    json_writer_init(&w, out, 3);
    json_open(&w, '{');
    json_member_text(&w, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
    json_member_text(&w, "title", STR("A compiled ipt script"));
    json_member_text(&w, "type", STR("object"));
    json_key(&w, "properties");
    json_open(&w, '{');
    json_key(&w, "format");
    json_open(&w, '{');
    json_member_text(&w, "const", STR(COMPILED_FORMAT));
    json_close(&w, '}');
    json_key(&w, "version");
    json_open(&w, '{');
    json_member_number(&w, "const", COMPILED_VERSION);
    json_close(&w, '}');
    member(&w, "title", "string");
    member(&w, "script_version", "string");
    member(&w, "script_hash", "string");
    json_key(&w, "modules");
    json_open(&w, '{');
    json_member_text(&w, "type", STR("array"));
    json_member_number(&w, "minItems", 1);
    json_key(&w, "items");
    module_schema(&w);
    json_close(&w, '}');
    member(&w, "digest", "string");
    json_close(&w, '}');
    json_key(&w, "required");
    json_open(&w, '[');
    for (size_t i = 0; i < COUNT_OF(required); i++)
        json_text(&w, str_from(required[i]));
    json_close(&w, ']');
    json_member_bool(&w, "additionalProperties", false);
    definitions(&w);
    json_close(&w, '}');
    buffer_char(out, '\n');
}
