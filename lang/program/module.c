/* The files a script is put together from. `use` is followed depth first; a file is loaded once. */
#include "program/module.h"

#include "base/text.h"
#include "syntax/parser.h"

#include <stdlib.h>
#include <string.h>

const struct stdlib_file *stdlib_find(struct str name) {
    for (size_t i = 0; i < stdlib_count; i++)
        if (str_is(name, stdlib_files[i].name))
            return &stdlib_files[i];
    return NULL;
}

bool stdlib_read(struct program *p, struct str name, struct str *text) {
    const char *folder = getenv("IPT_STDLIB"), *why;
    if (folder) {
        struct str path = arena_printf(&p->arena, "%s/%.*s.ipt", folder, (int)name.len, name.text);
        if (file_read(&p->arena, path.text, text, &why))
            return true;
    }
    const struct stdlib_file *file = stdlib_find(name);
    if (!file)
        return false;
    *text = (struct str){(const char *)file->text, file->size};
    return true;
}

const char *stdlib_path(struct program *p, struct str name) {
    return arena_printf(&p->arena, "<stdlib/%.*s>", (int)name.len, name.text).text;
}

static void report_bytes(struct program *p, struct source *source, enum text_fault fault,
                         size_t at) {
    uint32_t lo = source->base + (uint32_t)at;
    struct span span = {lo, lo + 1};
    struct diag *g;
    switch (fault) {
    case TEXT_GOOD:
        return;
    case TEXT_NOT_UTF8:
        g = diag_add(&p->diags, D_not_utf8, span);
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "save the file as UTF-8 in your editor");
        break;
    case TEXT_NUL:
        g = diag_add(&p->diags, D_hidden_character, span, "a NUL byte");
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "take it out; perhaps this is no text file");
        break;
    case TEXT_BIDI:
        g = diag_add(&p->diags, D_hidden_character, span,
                     "an invisible mark that turns the direction of writing");
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "take it out; right-to-left text needs no marks");
        break;
    case TEXT_CONTROL:
        g = diag_add(&p->diags, D_hidden_character, span, "an invisible control character");
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "take it out");
        break;
    }
}

struct source *source_open(struct program *p, const char *path, struct str text) {
    size_t at;
    struct source *source = sources_add(&p->sources, path, text);
    if (!source) {
        diag_add(&p->diags, D_cannot_read, SPAN_NONE, path, "it is too large");
        return NULL;
    }
    enum text_fault fault = text_check(source->text, &at);
    if (fault == TEXT_GOOD)
        return source;
    report_bytes(p, source, fault, at);
    return NULL;
}

/* ---- loading ---- */
struct loading { /* the files being loaded, from the script down: a ring shows here */
    struct module *module;
    const struct loading *user;
};

static struct module *load(struct program *p, const char *path, struct str text, bool from_library,
                           struct name *name, const struct loading *user);

static struct module *find_loaded(struct program *p, const char *path) {
    for (size_t i = 0; i < p->module_count; i++)
        if (strcmp(p->modules[i]->source->path, path) == 0)
            return p->modules[i];
    return NULL;
}

static void report_ring(struct program *p, struct node_use *use, const struct loading *user,
                        const struct module *module) {
    struct buffer ring;
    struct arena *a = &p->arena;
    const struct loading *l = user;
    struct str words = arena_printf(a, "`%s`", module->source->path);
    for (; l && l->module != module; l = l->user)
        words = arena_printf(a, "`%s` → %.*s", l->module->source->path, (int)words.len, words.text);
    buffer_init(&ring);
    buffer_printf(&ring, "`%s` → %.*s", module->source->path, (int)words.len, words.text);
    struct diag *g = diag_add(&p->diags, D_use_ring, use->node.span, ring.text);
    diag_fix(&p->diags, g, SPAN_NONE, NULL, "move what both need into a file of its own");
    buffer_release(&ring);
}

/* `./` and `x/..` are taken out, so that one file has one name. */
const char *path_beside(struct program *p, const char *user, struct str path) {
    const char *slash = strrchr(user, '/');
    size_t folder = slash && path.len && path.text[0] != '/' ? (size_t)(slash - user) + 1 : 0;
    char *full = arena_get(&p->arena, folder + path.len + 1);
    memcpy(full, user, folder);
    memcpy(full + folder, path.text, path.len);
    char *out = full, *in = full;
    while (*in) {
        if (in[0] == '.' && in[1] == '/' && (out == full || out[-1] == '/')) {
            in += 2;
            continue;
        }
        if (strncmp(in, "../", 3) == 0 && out > full + 1 && out[-1] == '/' &&
            !(out - full >= 3 && strncmp(out - 3, "../", 3) == 0)) {
            for (out--; out > full && out[-1] != '/'; out--)
                ;
            in += 3;
            continue;
        }
        *out++ = *in++;
    }
    *out = '\0';
    return full;
}

static bool find_use(struct program *p, struct node_use *use, const struct module *user,
                     const char **path, struct str *text) {
    const char *why = "there is no such file";
    struct diag *g;
    if (use->module) {
        struct str name = name_str(use->module);
        *path = stdlib_path(p, name);
        if (find_loaded(p, *path) || stdlib_read(p, name, text))
            return true;
        g = diag_add(&p->diags, D_no_module, use->node.span, use->module->text);
        const char *near = NULL;
        int best = INT32_MAX, distance;
        for (size_t i = 0; i < stdlib_count; i++)
            if (name_is_near(name, str_from(stdlib_files[i].name), &distance) && distance < best) {
                near = stdlib_files[i].name;
                best = distance;
            }
        if (near)
            diag_fix(&p->diags, g, SPAN_NONE, NULL, "write `use %s`", near);
        else
            diag_fix(&p->diags, g, SPAN_NONE, NULL, "for a file of your own write `use \"%s.ipt\"`",
                     use->module->text);
        return false;
    }
    *path = path_beside(p, user->source->path, use->path);
    if (user->from_library)
        why = "the standard library uses no files";
    else if (find_loaded(p, *path) || file_read(&p->arena, *path, text, &why))
        return true;
    g = diag_add(&p->diags, D_cannot_use, use->node.span, *path, why);
    diag_fix(&p->diags, g, SPAN_NONE, NULL, "the path starts from the folder of this script");
    return false;
}

static void follow(struct program *p, struct node_use *use, const struct loading *user) {
    const char *path;
    struct str text = {"", 0};
    if (!find_use(p, use, user->module, &path, &text))
        return;
    struct module *loaded = find_loaded(p, path);
    for (const struct loading *l = user; loaded && l; l = l->user) {
        if (l->module == loaded) {
            report_ring(p, use, user, loaded);
            return;
        }
    }
    if (!loaded && p->module_count >= LIMIT_MODULES) {
        diag_add(&p->diags, D_too_many_modules, use->node.span, LIMIT_MODULES);
        return;
    }
    use->loaded = loaded ? loaded : load(p, path, text, use->module != NULL, use->module, user);
}

static struct module *load(struct program *p, const char *path, struct str text, bool from_library,
                           struct name *name, const struct loading *user) {
    struct source *source = source_open(p, path, text);
    if (!source)
        return NULL;
    struct module *module = arena_new(&p->arena, struct module);
    module->name = name;
    module->source = source;
    module->from_library = from_library;
    module->index = (uint32_t)p->module_count;
    *array_push(p->modules, p->module_count, p->module_capacity) = module;
    module->lines = parse_source(&p->arena, &p->names, &p->diags, source);
    struct loading self = {module, user};
    size_t depth = 0;
    for (const struct loading *l = user; l; l = l->user)
        depth++;
    for (struct node *n = module->lines; n && depth < LIMIT_NESTING; n = n->next)
        if (n->kind == NODE_use)
            follow(p, AST(use, n), &self);
    return module;
}

void modules_load(struct program *p, const char *path, struct str text, bool from_library) {
    load(p, path, text, from_library, NULL, NULL);
}
