/* `ipt check`: the diagnostics of scripts. */
#include "command/command.h"

#include <limits.h>
#include <string.h>

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
    bool json, syntax;
    const char *what, *settings;
    struct date today;
};

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
        OPTION_TEXT("settings", "FILE", &r.settings,
                    "the settings of the practice too, by themselves or with scripts"),
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
