/* Writing the compiled form: a plain walk over the table of the tree. */
#include "program/program_json.h"

#include "base/json.h"
#include "program/tree_shape.h"

enum { PIECE = 1 << 16 };

struct tree_writer {
    struct json_writer json;
    const struct source *source;
    bool compact;
    size_t sealed;                         /* what stands before it is in the digest */
    uint64_t digest;                       /* of compact writing */
    const struct compile_options *options; /* where finished pieces go; NULL: nowhere */
};

/* A piece is finished: the digest goes on, and the piece is handed on, so that a large program is
   never written down in memory as a whole. Pieces end where so many bytes of writing have come
   together, and at the end of the modules: the same places for the same tree. */
static void seal(struct tree_writer *w) {
    struct buffer *out = w->json.out;
    if (w->compact)
        w->digest = hash_bytes(w->digest, out->text + w->sealed, out->len - w->sealed);
    bool keep = w->options && (!w->options->piece);
    if (!keep && w->options)
        w->options->piece(w->options->payload, buffer_as_str(out));
    if (!keep)
        buffer_clear(out);
    w->sealed = out->len;
}

static void write_node(struct tree_writer *w, const struct node *n);

static void write_list(struct tree_writer *w, const struct node *first) {
    json_open(&w->json, '[');
    for (; first; first = first->next) {
        write_node(w, first);
        if (w->json.out->len - w->sealed >= PIECE)
            seal(w);
    }
    json_close(&w->json, ']');
}

static void write_field(struct tree_writer *w, const struct node *n, const struct ast_field *f,
                        const char *key, bool head) {
    const char *at = (const char *)n + f->offset;
    switch (f->kind) {
    case FIELD_NAME: {
        const struct name *name = *(struct name *const *)at;
        if (!name && !head)
            return;
        json_key(&w->json, key);
        if (name)
            json_text(&w->json, name_str(name));
        else
            json_none(&w->json);
        return;
    }
    case FIELD_CHILD: {
        const struct node *child = *(struct node *const *)at;
        if (!child && !head)
            return;
        json_key(&w->json, key);
        if (child)
            write_node(w, child);
        else
            json_none(&w->json);
        return;
    }
    case FIELD_LIST:
        if (!*(struct node *const *)at && !head)
            return;
        json_key(&w->json, key);
        write_list(w, *(struct node *const *)at);
        return;
    case FIELD_TEXT:
        if (((const struct str *)at)->len || head)
            json_member_text(&w->json, key, *(const struct str *)at);
        return;
    case FIELD_NUMBER:
        if (*(const double *)at != 0 || head)
            json_member_number(&w->json, key, *(const double *)at);
        return;
    case FIELD_INT:
        if (*(const int32_t *)at || head)
            json_member_number(&w->json, key, *(const int32_t *)at);
        return;
    case FIELD_FLAG:
        if (*(const bool *)at || head)
            json_member_bool(&w->json, key, *(const bool *)at);
        return;
    case FIELD_WORD:
        if (*(const uint8_t *)at || head)
            json_member_text(&w->json, key, str_from(f->words[*(const uint8_t *)at]));
        return;
    }
}

static void write_node(struct tree_writer *w, const struct node *n) {
    const struct ast_shape *shape = &ast_shapes[n->kind];
    if (n->kind == NODE_number) {
        json_number(&w->json, AST(number, n)->value);
        return;
    }
    if (n->kind == NODE_yes_no) {
        json_bool(&w->json, AST(yes_no, n)->value);
        return;
    }
    if (n->kind == NODE_text) {
        if (AST(text, n)->parts)
            write_list(w, AST(text, n)->parts);
        else
            json_text(&w->json, AST(text, n)->value);
        return;
    }
    json_open(&w->json, '{');
    if (shape->field_count == 0)
        json_member_bool(&w->json, shape->name, true);
    for (uint16_t i = 0; i < shape->field_count; i++)
        write_field(w, n, &shape->fields[i], i ? shape->fields[i].name : shape->name, i == 0);
    if (!w->compact) {
        json_key(&w->json, "at");
        json_open(&w->json, '[');
        json_number(&w->json, n->span.lo - w->source->base);
        json_number(&w->json, n->span.hi - w->source->base);
        json_close(&w->json, ']');
    }
    json_close(&w->json, '}');
}

static void write_uses(struct tree_writer *w, const struct module *module) {
    json_key(&w->json, "uses");
    json_open(&w->json, '[');
    for (const struct node *n = module->lines; n; n = n->next)
        if (n->kind == NODE_use && AST(use, n)->loaded)
            json_number(&w->json, AST(use, n)->loaded->index);
    json_close(&w->json, ']');
}

static void write_source(struct tree_writer *w, struct str text) {
    json_key(&w->json, "text");
    json_text_begin(&w->json);
    while (text.len) {
        size_t part = text.len < PIECE ? text.len : PIECE;
        json_text_part(&w->json, (struct str){text.text, part});
        seal(w);
        text = (struct str){text.text + part, text.len - part};
    }
    json_text_end(&w->json);
}

static void write_modules(struct tree_writer *w, const struct program *p) {
    json_open(&w->json, '[');
    for (size_t i = 0; i < p->module_count; i++) {
        const struct module *module = p->modules[i];
        w->source = module->source;
        json_open(&w->json, '{');
        json_member_text(&w->json, "path", str_from(module->source->path));
        if (module->name)
            json_member_text(&w->json, "name", name_str(module->name));
        if (module->from_library)
            json_member_bool(&w->json, "library", true);
        if (!w->compact)
            write_source(w, module->source->text);
        write_uses(w, module);
        json_key(&w->json, "lines");
        write_list(w, module->lines);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
    seal(w);
}

/* The digest is of the compact writing, so that it holds whatever else is written beside the tree.
 */
void program_digest(const struct program *p, char digest[17]) {
    struct buffer b;
    buffer_init(&b);
    struct tree_writer w = {.compact = true};
    json_writer_init(&w.json, &b, 0);
    write_modules(&w, p);
    snprintf(digest, 17, "%016llx", (unsigned long long)w.digest);
    buffer_release(&b);
}

void program_to_json(const struct program *p, const struct compile_options *options,
                     struct buffer *out) {
    struct tree_writer w = {.compact = options->compact, .options = options};
    char digest[17], hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)p->hash);
    json_writer_init(&w.json, out, options->compact ? 0 : 4);
    json_open(&w.json, '{');
    json_member_text(&w.json, "format", STR(COMPILED_FORMAT));
    json_member_number(&w.json, "version", COMPILED_VERSION);
    if (!options->compact) { /* for whoever looks at the file; all of it stands in the tree too */
        json_member_text(&w.json, "title", program_title(p));
        json_member_text(&w.json, "script_version", program_version(p));
        json_member_text(&w.json, "script_hash", str_from(hash));
    }
    json_key(&w.json, "modules");
    w.sealed = out->len;
    write_modules(&w, p);
    if (options->compact) /* found on the way */
        snprintf(digest, sizeof digest, "%016llx", (unsigned long long)w.digest);
    else
        program_digest(p, digest);
    json_member_text(&w.json, "digest", str_from(digest));
    json_close(&w.json, '}');
    buffer_char(out, '\n');
}
