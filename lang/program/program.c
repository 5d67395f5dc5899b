/* Opening a script, whatever it is, and finding things in the program that comes of it. */
#include "program/program.h"

#include "base/text.h"
#include "program/check.h"
#include "program/compose.h"
#include "program/module.h"
#include "program/program_json.h"
#include "program/safeguards.h"
#include "syntax/parser.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static struct program *program_new(void) {
    struct program *p = memory_get(sizeof *p);
    arena_init(&p->arena);
    names_init(&p->names, &p->arena);
    sources_init(&p->sources, &p->arena);
    diags_init(&p->diags, &p->arena, &p->sources);
    syntax_words(&p->names);
    return p;
}

void program_free(struct program *p) {
    if (!p)
        return;
    diags_release(&p->diags);
    sources_release(&p->sources);
    names_release(&p->names);
    free(p->modules);
    free(p->symbols);
    free(p->questions);
    free(p->inventories);
    free(p->lists);
    free(p->safeguards);
    free(p->matchers);
    free(p->drills);
    free(p->cues);
    arena_release(&p->arena);
    free(p);
}

static void program_fill(struct program *p, const char *path, struct str text, bool from_library) {
    if (looks_compiled(text)) {
        if (!program_from_json(p, path, text))
            return;
    } else {
        modules_load(p, path, text, from_library);
    }
    for (size_t i = 0; i < p->module_count; i++)
        p->hash = hash_bytes(p->hash, &p->modules[i]->source->hash, sizeof(uint64_t));
    if (p->module_count)
        program_check(p);
}

struct program *program_from_text(const char *path, struct str text) {
    struct program *p = program_new();
    program_fill(p, path, arena_str(&p->arena, text), false);
    return p;
}

/* ---- finding the file ---- */
static void propose(struct program *p, struct str typed, struct str candidate, int *best,
                    struct str *nearest) {
    int distance;
    if (name_is_near(typed, candidate, &distance) && distance < *best) {
        *best = distance;
        *nearest = arena_str(&p->arena, candidate);
    }
}

/* The library module or the file beside it whose name is nearest. */
static struct str nearest_script(struct program *p, const char *file) {
    const char *slash = strrchr(file, '/');
    struct str typed = str_from(slash ? slash + 1 : file), nearest = {"", 0};
    int best = INT32_MAX;
    for (size_t i = 0; !slash && i < stdlib_count; i++)
        propose(p, typed, str_from(stdlib_files[i].name), &best, &nearest);
    const char *folder = slash ? arena_copy(&p->arena, file, (size_t)(slash - file) + 1) : ".";
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            propose(p, typed, str_from(entry->d_name), &best, &nearest);
    if (dir)
        closedir(dir);
    if (slash && nearest.len)
        nearest = arena_printf(&p->arena, "%s%.*s", folder, (int)nearest.len, nearest.text);
    return nearest;
}

static bool find_text(struct program *p, const char *file, struct str *text, bool *from_library) {
    const char *why;
    struct str module;
    *from_library = false;
    if (strcmp(file, "-") != 0 && !strchr(file, '/') && !strchr(file, '.') &&
        stdlib_read(p, str_from(file), &module)) {
        *text = module;
        *from_library = true;
        return true;
    }
    if (file_read(&p->arena, file, text, &why))
        return true;
    struct diag *g = diag_add(&p->diags, D_cannot_read, SPAN_NONE, file, why);
    struct str nearest = nearest_script(p, file);
    if (nearest.len)
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "did you mean `%.*s`?", (int)nearest.len,
                 nearest.text);
    return false;
}

struct program *program_open(const char *file) {
    struct program *p = program_new();
    struct str text;
    bool from_library;
    if (find_text(p, file, &text, &from_library))
        program_fill(p,
                     from_library        ? stdlib_path(p, str_from(file))
                     : strcmp(file, "-") ? file
                                         : "<input>",
                     text, from_library);
    return p;
}

struct program *program_parse_only(const char *file) {
    struct program *p = program_new();
    struct str text;
    bool from_library;
    if (!find_text(p, file, &text, &from_library))
        return p;
    struct source *source = source_open(p, strcmp(file, "-") ? file : "<input>", text);
    if (!source)
        return p;
    struct module *module = arena_new(&p->arena, struct module);
    module->source = source;
    module->lines = parse_source(&p->arena, &p->names, &p->diags, source);
    *array_push(p->modules, p->module_count, p->module_capacity) = module;
    diags_sort(&p->diags);
    return p;
}

/* ---- finding things ---- */
bool symbol_runs(const struct symbol *s) {
    return s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY || s->kind == SYMBOL_INTERVIEW ||
           s->kind == SYMBOL_RECORD || s->kind == SYMBOL_SAFEGUARD || s->kind == SYMBOL_COURSE ||
           s->kind == SYMBOL_DRILL;
}

static bool is_entry(const struct symbol *s) {
    return (s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY ||
            s->kind == SYMBOL_INTERVIEW || s->kind == SYMBOL_COURSE || s->kind == SYMBOL_DRILL) &&
           s->parameter_count == 0;
}

/* The interview; else the only inventory, or the only branch, of the file itself. */
static struct symbol *default_entry(struct program *p, struct str *why) {
    struct symbol *only = NULL;
    size_t count = 0;
    if (p->interview)
        return p->interview;
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct symbol *s = p->symbols[i];
        if (!is_entry(s) || s->module->index != 0 || s->owner)
            continue;
        only = s;
        count++;
    }
    if (count == 1)
        return only;
    *why = count ? STR("this file has no interview; name the branch or inventory to run")
                 : STR("this file has nothing to run: no interview, no branch, no inventory");
    return NULL;
}

struct symbol *program_entry(struct program *p, struct str name, struct str *why) {
    if (!name.len)
        return default_entry(p, why);
    const struct symbol *near = NULL;
    int best = INT32_MAX, distance;
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct symbol *s = p->symbols[i];
        if (s->owner || !str_same(s->path, name)) {
            if (!s->owner && is_entry(s) && name_is_near(name, s->path, &distance) &&
                distance < best) {
                best = distance;
                near = s;
            }
            continue;
        }
        if (is_entry(s))
            return s;
        *why = arena_printf(
            &p->arena, "`%.*s` is %s and cannot be run by itself", (int)name.len, name.text,
            s->parameter_count ? "a branch that takes values in brackets" : symbol_kind_words(s));
        return NULL;
    }
    *why = near ? arena_printf(&p->arena, "there is no `%.*s` here; did you mean `%.*s`?",
                               (int)name.len, name.text, (int)near->path.len, near->path.text)
                : arena_printf(&p->arena, "there is no `%.*s` here", (int)name.len, name.text);
    return NULL;
}

/* ---- what is run ---- */
static struct symbol *guarded_entry(struct program *p, struct str name, struct str *why) {
    struct symbol *entry = program_entry(p, name, why);
    const struct question *item = entry ? unguarded_item(p, entry) : NULL;
    if (!item)
        return entry;
    *why = arena_printf(&p->arena,
                        "`%.*s` bears on safety, and no safeguard looks after it; write a "
                        "`safeguard` for it, or `use safety`",
                        (int)item->symbol->path.len, item->symbol->path.text);
    return NULL;
}

/* A library module beside the library's safeguards, under its own title. */
static struct program *open_with_safety(const struct program *alone, struct str name) {
    struct str title = program_title(alone), version = program_version(alone);
    struct buffer b;
    buffer_init(&b);
    buffer_printf(&b, "protocol \"%.*s\" version \"%.*s\"\nuse %.*s\nuse safety\n", (int)title.len,
                  title.text, (int)version.len, version.text, (int)name.len, name.text);
    struct program *p = program_from_text("<library>", buffer_as_str(&b));
    buffer_release(&b);
    return p;
}

struct program *program_open_to_run(const char *file, struct str name, struct symbol **entry,
                                    struct str *why) {
    struct program *p = program_open(file);
    *entry = NULL;
    if (p->diags.errors || !p->module_count)
        return p;
    *entry = guarded_entry(p, name, why);
    struct symbol *alone = *entry ? NULL : program_entry(p, name, why);
    if (!alone || !p->modules[0]->from_library) {
        if (!*entry)
            guarded_entry(p, name, why);
        return p;
    }
    struct program *with = open_with_safety(p, str_from(file));
    *entry = with->diags.errors ? NULL : guarded_entry(with, alone->path, why);
    program_free(p);
    return with;
}

/* ---- reports ---- */
static struct str names_of_reports(struct program *p) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        if (s->kind == SYMBOL_REPORT)
            buffer_printf(&b, "%s`%.*s`", b.len ? ", " : "", (int)s->path.len, s->path.text);
    }
    struct str names = buffer_keep(&b, &p->arena);
    buffer_release(&b);
    return names;
}

/* The only report of the file itself, or else of all modules. */
static struct symbol *only_report(struct program *p, struct str *why) {
    struct symbol *own = NULL, *any = NULL;
    size_t own_count = 0, count = 0;
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct symbol *s = p->symbols[i];
        if (s->kind != SYMBOL_REPORT)
            continue;
        any = any ? any : s;
        count++;
        if (s->module->index == 0) {
            own = own ? own : s;
            own_count++;
        }
    }
    if (own_count == 1 || (own_count == 0 && count == 1))
        return own ? own : any;
    struct str names = names_of_reports(p);
    *why = count ? arena_printf(&p->arena, "there are several reports; name one of them: %.*s",
                                (int)names.len, names.text)
                 : STR("the script has no report; one is declared by a line like `report summary "
                       "\"Summary\"`");
    return NULL;
}

struct symbol *program_report(struct program *p, struct str name, struct str *why) {
    if (!name.len)
        return only_report(p, why);
    struct symbol *s = program_symbol(p, name);
    if (s && s->kind == SYMBOL_REPORT)
        return s;
    struct str names = names_of_reports(p);
    *why = arena_printf(&p->arena, "there is no report `%.*s`%s%.*s", (int)name.len, name.text,
                        names.len ? "; there is " : "", (int)names.len, names.text);
    return NULL;
}

struct symbol *program_symbol(const struct program *p, struct str path) {
    for (size_t i = 0; i < p->symbol_count; i++)
        if (str_same(p->symbols[i]->path, path))
            return p->symbols[i];
    return NULL;
}

bool question_is_whole(const struct question *q) {
    return q->form == FORM_WHOLE_NUMBER || q->form == FORM_RATING;
}

static struct str plain_text(const struct node *text) {
    return text && text->kind == NODE_text ? AST(text, text)->value : (struct str){"", 0};
}

const char *module_language(const struct program *p, const struct module *module) {
    const struct module *asked[] = {module, p->modules[0]};
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        for (const struct node *n = asked[i]->lines; n; n = n->next) {
            if (n->kind != NODE_protocol)
                continue;
            const struct node_property *language =
                body_property(AST(protocol, n)->body, "language");
            if (language && language->value && language->value->kind == NODE_name)
                return AST(name, language->value)->name->text;
        }
    return "en";
}

struct str program_title(const struct program *p) {
    const struct node_protocol *protocol = p->module_count ? p->modules[0]->protocol : NULL;
    return protocol ? plain_text(protocol->title) : (struct str){"", 0};
}

bool program_is_practice(const struct program *p) {
    const struct node_protocol *protocol = p->module_count ? p->modules[0]->protocol : NULL;
    const struct node_property *audience =
        protocol ? body_property(protocol->body, "audience") : NULL;
    return audience && audience->value && audience->value->kind == NODE_name &&
           strcmp(AST(name, audience->value)->name->text, "trainee") == 0;
}

struct str program_version(const struct program *p) {
    const struct node_protocol *protocol = p->module_count ? p->modules[0]->protocol : NULL;
    return protocol ? plain_text(protocol->version) : (struct str){"", 0};
}
