/* Reading the compiled form. Nothing in the file is believed: every member must be known, every
   node must be one that the parser could have made, and the digest must be that of what was read.
   What comes out is checked like any script. */
#include "program/program_json.h"

#include "base/calendar.h"
#include "base/json.h"
#include "base/text.h"
#include "program/tree_shape.h"
#include "syntax/parser.h"

#include <math.h>
#include <string.h>

struct tree_reader {
    struct program *p;
    struct source *source;
    struct span span; /* of the node around, for what has none of its own */
    unsigned depth;
    bool failed;
};

bool looks_compiled(struct str text) {
    text = text_trim(text);
    return text.len > 0 && text.text[0] == '{';
}

static void *fail(struct tree_reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void *fail(struct tree_reader *r, const char *format, ...) {
    if (!r->failed) {
        struct buffer b;
        va_list args;
        va_start(args, format);
        buffer_init(&b);
        buffer_vprintf(&b, format, args);
        va_end(args);
        diag_add(&r->p->diags, D_bad_shape, SPAN_NONE, b.text);
        buffer_release(&b);
    }
    r->failed = true;
    return NULL;
}

static bool good_text(struct tree_reader *r, struct str s) {
    size_t at;
    if (text_check(s, &at) == TEXT_GOOD)
        return true;
    fail(r, "a text with a character that has no place in one");
    return false;
}

static struct name *read_name(struct tree_reader *r, const struct json *v) {
    struct str s = json_as_text(v);
    if (json_kind(v) != JSON_KIND_TEXT || !s.len || s.len > LIMIT_NAME_BYTES || !good_text(r, s))
        return fail(r, "a name is missing or too long");
    for (size_t i = 0; i < s.len;) {
        int32_t point;
        size_t len = text_decode((struct str){s.text + i, s.len - i}, &point);
        if (!(i == 0 ? text_name_start(point) : text_name_part(point)))
            return fail(r, "`%.*s` is no name", (int)s.len, s.text);
        i += len;
    }
    return name_of(&r->p->names, s);
}

static struct node *read_node(struct tree_reader *r, const struct json *v);

static struct node *read_list(struct tree_reader *r, const struct json *v, unsigned classes) {
    struct ast_list list = {0};
    if (json_kind(v) != JSON_KIND_ARRAY)
        return fail(r, "a list is needed");
    for (size_t i = 0; i < json_size(v) && !r->failed; i++) {
        struct node *n = read_node(r, json_at(v, i));
        if (n && !(node_classes(n) & classes))
            fail(r, "a %s where it cannot stand", ast_shapes[n->kind].name);
        ast_list_add(&list, n);
    }
    return list.first;
}

static void read_word(struct tree_reader *r, const struct ast_field *f, const struct json *v,
                      uint8_t *word) {
    for (uint8_t i = 0; f->words[i]; i++) {
        if (str_is(json_as_text(v), f->words[i]) && json_kind(v) == JSON_KIND_TEXT) {
            *word = i;
            return;
        }
    }
    fail(r, "an unknown word for `%s`", f->name);
}

static void read_number(struct tree_reader *r, const struct json *v, double *number) {
    *number = json_as_number(v);
    if (json_kind(v) != JSON_KIND_NUMBER || !isfinite(*number) || fabs(*number) > 1e15)
        fail(r, "a number is needed");
}

static void read_field(struct tree_reader *r, struct node *n, const struct ast_field *f,
                       const struct json *v, bool head) {
    char *at = (char *)n + f->offset;
    bool required, null = json_kind(v) == JSON_KIND_NULL;
    double number;
    switch (f->kind) {
    case FIELD_NAME:
        if (!null || !head)
            *(struct name **)at = read_name(r, v);
        return;
    case FIELD_CHILD: {
        unsigned classes = field_classes((enum node_kind)n->kind, f->name, &required);
        struct node *child = null && head ? NULL : read_node(r, v);
        if (child && !(node_classes(child) & classes))
            fail(r, "a %s where it cannot stand", ast_shapes[child->kind].name);
        *(struct node **)at = child;
        return;
    }
    case FIELD_LIST:
        *(struct node **)at =
            read_list(r, v, field_classes((enum node_kind)n->kind, f->name, &required));
        return;
    case FIELD_TEXT:
        if (json_kind(v) != JSON_KIND_TEXT || !good_text(r, json_as_text(v)))
            fail(r, "a text is needed for `%s`", f->name);
        else
            *(struct str *)at = arena_str(&r->p->arena, json_as_text(v));
        return;
    case FIELD_NUMBER:
        read_number(r, v, (double *)at);
        return;
    case FIELD_INT:
        read_number(r, v, &number);
        if (number != floor(number) || fabs(number) > 1e9)
            fail(r, "a whole number is needed for `%s`", f->name);
        else
            *(int32_t *)at = (int32_t)number;
        return;
    case FIELD_FLAG:
        if (json_kind(v) != JSON_KIND_BOOL)
            fail(r, "yes or no is needed for `%s`", f->name);
        *(bool *)at = json_as_bool(v);
        return;
    case FIELD_WORD:
        read_word(r, f, v, (uint8_t *)at);
        return;
    }
}

/* What the lexer and the grammar never make: no such day, part of a month, hours between dates. */
static bool makes_sense(const struct node *n) {
    if (n->kind == NODE_between)
        return AST(between, n)->unit >= UNIT_DAYS;
    if (n->kind == NODE_duration) {
        const struct node_duration *d = AST(duration, n);
        double months = d->amount * (d->unit == UNIT_YEARS ? 12 : 1);
        return d->amount >= 0 && d->amount <= 1e6 &&
               (d->unit < UNIT_MONTHS || months == floor(months));
    }
    if (n->kind != NODE_date)
        return true;
    const struct node_date *d = AST(date, n);
    return calendar_has(d->year, d->month ? d->month : 1, d->day ? d->day : 1) &&
           (d->month || !d->day) && (!d->season || !d->month);
}

/* Nothing that the parser always fills may be empty. */
static void check_required(struct tree_reader *r, const struct node *n) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    for (uint16_t i = 0; i < shape->field_count && !r->failed; i++) {
        const struct ast_field *f = &shape->fields[i];
        const char *at = (const char *)n + f->offset;
        bool required = false;
        if (f->kind == FIELD_NAME)
            required = !name_is_optional((enum node_kind)n->kind, f->name);
        else if (f->kind == FIELD_CHILD || f->kind == FIELD_LIST)
            field_classes((enum node_kind)n->kind, f->name, &required);
        if (required && !*(void *const *)at)
            fail(r, "a %s without its %s", shape->name, f->name);
    }
    if (!r->failed && !makes_sense(n))
        fail(r, "a %s that cannot be", shape->name);
}

static void read_span(struct tree_reader *r, const struct json *v) {
    double lo = 0, hi = 0;
    if (json_kind(v) == JSON_KIND_ARRAY && json_size(v) == 2) {
        read_number(r, json_at(v, 0), &lo);
        read_number(r, json_at(v, 1), &hi);
    }
    if (lo < 0 || hi < lo || hi > (double)r->source->text.len)
        fail(r, "a place outside of its text");
    else
        r->span = (struct span){r->source->base + (uint32_t)lo, r->source->base + (uint32_t)hi};
}

/* Where the text was left out, places still stand in the order of the lines: the checks ask for it.
 */
static void next_place(struct tree_reader *r) {
    uint32_t place = r->source->base + r->source->unseen + 1;
    if (sources_extend(&r->p->sources, r->source, 1))
        r->span = (struct span){place, place};
    else
        fail(r, "too much in it");
}

static const struct ast_field *find_field(const struct ast_shape *shape, struct str key) {
    for (uint16_t i = 1; i < shape->field_count; i++)
        if (str_is(key, shape->fields[i].name))
            return &shape->fields[i];
    return NULL;
}

static int kind_of(struct str key) {
    for (int i = 0; i < NODE_KIND_COUNT; i++)
        if (str_is(key, ast_shapes[i].name))
            return i;
    return -1;
}

static struct node *read_object(struct tree_reader *r, const struct json *v) {
    void *iter = NULL;
    struct str key;
    const struct json *value, *place = json_get(v, "at");
    struct span around = r->span;
    if (!json_next(v, &iter, &key, &value))
        return fail(r, "an empty object");
    int kind = kind_of(key);
    if (kind < 0 || kind == NODE_broken || kind == NODE_number || kind == NODE_yes_no ||
        kind == NODE_text)
        return fail(r, "`%.*s` is not known", (int)key.len, key.text);
    if (place)
        read_span(r, place);
    else if (r->source->text.len == 0)
        next_place(r);
    const struct ast_shape *shape = &ast_shapes[kind];
    struct node *n = ast_new(&r->p->arena, (enum node_kind)kind, r->span);
    if (shape->field_count)
        read_field(r, n, &shape->fields[0], value, true);
    while (!r->failed && json_next(v, &iter, &key, &value)) {
        const struct ast_field *f = find_field(shape, key);
        if (f)
            read_field(r, n, f, value, false);
        else if (!str_is(key, "at"))
            fail(r, "a %s with `%.*s`", shape->name, (int)key.len, key.text);
    }
    r->span = around;
    check_required(r, n);
    return r->failed ? NULL : n;
}

static struct node *read_value(struct tree_reader *r, const struct json *v) {
    struct node *n;
    switch (json_kind(v)) {
    case JSON_KIND_NUMBER:
        n = ast_new(&r->p->arena, NODE_number, r->span);
        read_number(r, v, &AST(number, n)->value);
        return n;
    case JSON_KIND_BOOL:
        n = ast_new(&r->p->arena, NODE_yes_no, r->span);
        AST(yes_no, n)->value = json_as_bool(v);
        return n;
    case JSON_KIND_TEXT:
        n = ast_new(&r->p->arena, NODE_text, r->span);
        if (good_text(r, json_as_text(v)))
            AST(text, n)->value = arena_str(&r->p->arena, json_as_text(v));
        return n;
    case JSON_KIND_ARRAY:
        n = ast_new(&r->p->arena, NODE_text, r->span);
        AST(text, n)->parts = read_list(r, v, CLASS_TEXT | CLASS_HOLE);
        for (const struct node *part = AST(text, n)->parts; part; part = part->next)
            if (part->kind == NODE_text && AST(text, part)->parts)
                fail(r, "a text in a text");
        return n;
    case JSON_KIND_OBJECT:
        return read_object(r, v);
    case JSON_KIND_NULL:
        break;
    }
    return fail(r, "nothing where something is needed");
}

static struct node *read_node(struct tree_reader *r, const struct json *v) {
    if (r->failed)
        return NULL;
    if (++r->depth > LIMIT_NESTING)
        return fail(r, "nesting of more than %d levels", LIMIT_NESTING);
    struct node *n = read_value(r, v);
    r->depth--;
    return n;
}

/* ---- modules ---- */
static struct module *read_module(struct tree_reader *r, const struct json *v) {
    static const char *const known[] = {"path", "name", "library", "text", "uses", "lines"};
    struct program *p = r->p;
    void *iter = NULL;
    struct str key;
    const struct json *value;
    if (json_kind(v) != JSON_KIND_OBJECT)
        return fail(r, "a module is needed");
    while (json_next(v, &iter, &key, &value)) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++)
            found |= str_is(key, known[i]);
        if (!found)
            return fail(r, "a module with `%.*s`", (int)key.len, key.text);
    }
    const struct json *path = json_get(v, "path"), *lines = json_get(v, "lines");
    const struct json *text = json_get(v, "text"), *name = json_get(v, "name");
    const struct json *library = json_get(v, "library");
    if (!path || json_kind(path) != JSON_KIND_TEXT || !lines || !json_get(v, "uses") ||
        !good_text(r, json_as_text(path)))
        return fail(r, "a module that is not complete");
    struct str content = text ? json_as_text(text) : (struct str){"", 0};
    if (!good_text(r, content))
        return NULL;
    struct module *module = arena_new(&p->arena, struct module);
    module->source =
        sources_add(&p->sources, json_as_text(path).text, arena_str(&p->arena, content));
    if (!module->source)
        return fail(r, "too much text");
    module->name = name ? read_name(r, name) : NULL;
    module->from_library = library && json_as_bool(library);
    module->index = (uint32_t)p->module_count;
    r->source = module->source;
    r->span = (struct span){module->source->base, module->source->base};
    *array_push(p->modules, p->module_count, p->module_capacity) = module;
    module->lines = read_list(r, lines, CLASS_LINE);
    return module;
}

static void link_uses(struct tree_reader *r, const struct json *modules) {
    struct program *p = r->p;
    for (size_t i = 0; i < p->module_count && !r->failed; i++) {
        const struct json *uses = json_get(json_at(modules, i), "uses");
        size_t next = 0;
        for (struct node *n = p->modules[i]->lines; n; n = n->next) {
            if (n->kind != NODE_use)
                continue;
            const struct json *index =
                json_kind(uses) == JSON_KIND_ARRAY ? json_at(uses, next++) : NULL;
            double number =
                index && json_kind(index) == JSON_KIND_NUMBER ? json_as_number(index) : -1;
            if (number != floor(number) || number < 0 || number >= (double)p->module_count) {
                fail(r, "a `use` of a module that is not there");
                return;
            }
            AST(use, n)->loaded = p->modules[(size_t)number];
        }
    }
}

static bool read_head(struct program *p, const struct json *root) {
    const struct json *format =
        json_kind(root) == JSON_KIND_OBJECT ? json_get(root, "format") : NULL;
    if (!format || !str_is(json_as_text(format), COMPILED_FORMAT)) {
        diag_add(&p->diags, D_other_format, SPAN_NONE,
                 "its first member is not \"format\": \"ipt\"");
        return false;
    }
    const struct json *version = json_get(root, "version");
    if (!version || json_kind(version) != JSON_KIND_NUMBER ||
        json_as_number(version) != COMPILED_VERSION) {
        struct buffer b;
        buffer_init(&b);
        if (version && json_kind(version) == JSON_KIND_NUMBER)
            buffer_number(&b, json_as_number(version));
        diag_add(&p->diags, D_other_version, SPAN_NONE, b.len ? b.text : "?", COMPILED_VERSION);
        buffer_release(&b);
        return false;
    }
    return true;
}

static bool read_document(struct program *p, const struct json *root) {
    static const char *const known[] = {"format",      "version", "title", "script_version",
                                        "script_hash", "modules", "digest"};
    struct tree_reader r = {.p = p};
    void *iter = NULL;
    struct str key;
    const struct json *value, *modules = json_get(root, "modules");
    while (json_next(root, &iter, &key, &value)) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++)
            found |= str_is(key, known[i]);
        if (!found)
            fail(&r, "`%.*s`", (int)key.len, key.text);
    }
    if (!modules || json_kind(modules) != JSON_KIND_ARRAY || json_size(modules) == 0 ||
        json_size(modules) > LIMIT_MODULES || !json_get(root, "digest"))
        fail(&r, "it has no modules or no digest");
    for (size_t i = 0; !r.failed && i < json_size(modules); i++)
        read_module(&r, json_at(modules, i));
    if (!r.failed)
        link_uses(&r, modules);
    return !r.failed;
}

bool program_from_json(struct program *p, const char *path, struct str text) {
    struct str why;
    char digest[17];
    (void)path;
    struct json_doc *doc = json_parse(&p->arena, text, &why);
    if (!doc) {
        diag_add(&p->diags, D_bad_json, SPAN_NONE, arena_str(&p->arena, why).text);
        return false;
    }
    const struct json *root = json_root(doc);
    bool good = read_head(p, root) && read_document(p, root);
    if (good) {
        program_digest(p, digest);
        if (!str_is(json_as_text(json_get(root, "digest")), digest)) {
            diag_add(&p->diags, D_altered, SPAN_NONE);
            good = false;
        }
    }
    if (!good)
        p->module_count = 0;
    json_doc_free(doc);
    return good;
}
