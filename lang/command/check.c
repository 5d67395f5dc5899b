/* `ipt check`: the diagnostics of scripts. */
#include "command/keeping.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "author/diff.h"
#include "author/questionnaire.h"
#include "program/check.h"
#include "syntax/parser.h"

static void dump(struct program *p, const char *what, struct buffer *out) {
    if (!p->module_count)
        return;
    if (strcmp(what, "ast") == 0)
        ast_dump(p->modules[0]->lines, out);
    else
        dump_tokens(&p->names, &p->diags, p->modules[0]->source, out);
}

struct check_request {
    bool json, syntax, fhir;
    const char *what, *settings, *store;
    struct date today;
};

/* ---- against what was kept ---- */
struct against {
    struct program *p;
    const struct program *old; /* a script of the same title and version */
    struct store *store;
    struct arena *arena;
};

static struct str version_of(const struct module *m) {
    const struct node *version = m->protocol ? m->protocol->version : NULL;
    return version ? AST(text, version)->value : (struct str){"", 0};
}

/* The module by the same name, or the file itself. */
static const struct module *same_module(const struct program *p, const struct module *m) {
    for (size_t i = 0; i < p->module_count; i++)
        if (m->name ? p->modules[i]->name && strcmp(p->modules[i]->name->text, m->name->text) == 0
                    : i == 0)
            return p->modules[i];
    return NULL;
}

static void note_change(void *payload, const struct change *change) {
    struct against *a = payload;
    const struct symbol *s = change->symbol;
    bool means = change->kind == CHANGE_WORDING || change->kind == CHANGE_CODES ||
                 change->kind == CHANGE_TYPE || change->kind == CHANGE_SCORING;
    if (!change->instrument || !means)
        return;
    const struct module *was = same_module(a->old, s->module);
    if (!was || !str_same(version_of(was), version_of(s->module)))
        return;
    struct diag *d = diag_add(&a->p->diags, D_instrument_changed, s->node->span,
                              (int)change->name.len, change->name.text, change_word(change->kind));
    if (change->from.len)
        diag_note(&a->p->diags, d, SPAN_NONE, "it was: %.*s", (int)change->from.len,
                  change->from.text);
    diag_fix(&a->p->diags, d, SPAN_NONE, NULL, "raise the version of its protocol");
}

static bool compare_with(void *payload, struct str hash) {
    struct against *a = payload;
    struct str why;
    if (str_same(hash, recorder_hash(a->p, a->arena)))
        return true;
    struct program *old = recorder_script(a->store, arena_str(a->arena, hash), a->arena, &why);
    a->old = old;
    if (old)
        programs_compare(old, a->p, a->arena, note_change, a);
    program_free(old);
    return true;
}

/* What the practice has used under this version must not mean something else now. */
static void check_against_kept(struct program *p, const char *named) {
    struct arena arena;
    struct str why;
    arena_init(&arena);
    const char *place = store_place(named, &arena);
    struct store *store = place && (named || access(place, F_OK) == 0)
                              ? store_open(place, false, &arena, &why)
                              : NULL;
    struct against a = {.p = p, .store = store, .arena = &arena};
    if (store)
        store_each_script(store, program_title(p), program_version(p), compare_with, &a);
    else if (named)
        diag_add(&p->diags, D_cannot_read, SPAN_NONE, named, "it is no store, or is not there");
    store_close(store);
    arena_release(&arena);
}

/* What of its instruments cannot be carried over. */
static void check_for_fhir(struct program *p) {
    struct buffer unread;
    buffer_init(&unread);
    questionnaires_write(p, NULL, NULL, &p->diags, &unread);
    buffer_release(&unread);
}

/* A script, or no script, only the settings. */
static int check_file(const char *file, const struct check_request *r, struct buffer *out) {
    bool only_read = r->syntax || r->what;
    struct settings settings;
    struct program *p = !file       ? program_from_text("settings", STR("# no script\n"))
                        : only_read ? program_parse_only(file)
                                    : program_open(file);
    if (r->what)
        dump(p, r->what, out);
    if (r->settings && !only_read)
        settings_read(p, r->settings, r->today, &settings);
    if (file && !only_read && p->diags.errors == 0)
        check_against_kept(p, r->store);
    if (r->fhir && !only_read && p->diags.errors == 0)
        check_for_fhir(p);
    if (r->json)
        diags_json(&p->diags, out);
    else
        diags_print(&p->diags, stdout, command_wants_colour(stdout));
    int code = p->diags.errors == 0 ? EXIT_GOOD : p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return code;
}

int command_check(const struct command *self, int argc, char **argv) {
    struct check_request r = {0};
    const char *today = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_FLAG("syntax", &r.syntax, "only read the file, check nothing else"),
        OPTION_FLAG("json", &r.json, "the diagnostics as JSON"),
        OPTION_FLAG("fhir", &r.fhir, "also what of its inventories cannot be said in FHIR"),
        OPTION_TEXT("settings", "FILE", &r.settings,
                    "the settings of the practice too, by themselves or with scripts"),
        OPTION_TEXT("store", "FILE", &r.store,
                    "what was kept: an instrument that changed needs another version"),
        OPTION_TEXT("today", "DATE", &today, "the day on which crisis lines must not be too old"),
        OPTION_TEXT("dump", "tokens|ast", &r.what,
                    "what was read, for looking at the program itself"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 0, INT_MAX, &code))
        return code;
    if (argc == 0 && !r.settings) {
        options_usage(self);
        return EXIT_USAGE;
    }
    if (!command_today(today, &r.today))
        return EXIT_USAGE;
    struct buffer out;
    buffer_init(&out);
    for (int i = 0; i < (argc ? argc : 1); i++) {
        int one = check_file(argc ? argv[i] : NULL, &r, &out);
        code = one > code ? one : code;
    }
    fwrite(out.text, 1, out.len, stdout);
    buffer_release(&out);
    return command_finish(code);
}
