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

static int check_file(const char *file, bool json, bool syntax, const char *what,
                      struct buffer *out) {
    struct program *p = syntax || what ? program_parse_only(file) : program_open(file);
    if (what)
        dump(p, what, out);
    if (json)
        diags_json(&p->diags, out);
    else
        diags_print(&p->diags, stdout, command_wants_colour(stdout));
    int code = p->diags.errors == 0 ? EXIT_GOOD : p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return code;
}

int command_check(const struct command *self, int argc, char **argv) {
    bool json = false, syntax = false;
    const char *what = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_FLAG("syntax", &syntax, "only read the file, check nothing else"),
        OPTION_FLAG("json", &json, "the diagnostics as JSON"),
        OPTION_TEXT("dump", "tokens|ast", &what,
                    "what was read, for looking at the program itself"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, INT_MAX, &code))
        return code;
    struct buffer out;
    buffer_init(&out);
    for (int i = 0; i < argc; i++) {
        int one = check_file(argv[i], json, syntax, what, &out);
        code = one > code ? one : code;
    }
    fwrite(out.text, 1, out.len, stdout);
    buffer_release(&out);
    return command_finish(code);
}
