/* What all commands share: options, opening a program, the day, the exit code. */
#include "command/command.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

bool command_wants_colour(FILE *out) {
    const char *no = getenv("NO_COLOR");
    return isatty(fileno(out)) && !(no && *no);
}

int command_finish(int code) {
    if ((fflush(stdout) == 0 && !ferror(stdout)) ||
        code == EXIT_LEFT) /* nobody is there to read it */
        return code;
    fputs("ipt: the output could not be written; is the disk full?\n", stderr);
    return EXIT_USAGE;
}

bool command_read(const struct command *self, const struct option_row *rows, int *argc,
                  char ***argv, int least, int most, int *code) {
    int rest;
    enum options_outcome outcome = options_read(self, rows, *argc, *argv, &rest);
    *argc -= rest;
    *argv += rest;
    if (outcome == OPTIONS_READ && *argc >= least && *argc <= most)
        return true;
    if (outcome == OPTIONS_READ)
        options_usage(self);
    *code = outcome == OPTIONS_HELPED ? command_finish(EXIT_GOOD) : EXIT_USAGE;
    return false;
}

struct program *command_if_good(struct program *p, int *code) {
    if (p->diags.errors == 0 && p->module_count)
        return p;
    diags_print(&p->diags, stderr, command_wants_colour(stderr));
    *code = p->module_count || p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return NULL;
}

struct program *command_open(const char *file, int *code) {
    return command_if_good(program_open(file), code);
}

bool command_today(const char *text, struct date *today) {
    time_t now = time(NULL);
    struct tm local;
    struct buffer why;
    localtime_r(&now, &local);
    *today = (struct date){(int16_t)(local.tm_year + 1900), (uint8_t)(local.tm_mon + 1),
                           (uint8_t)local.tm_mday, SEASON_NONE, false};
    buffer_init(&why);
    bool good = !text || date_read(str_from(text), *today, false, today, &why);
    if (!good)
        fprintf(stderr, "ipt: --today takes a day, like 2026-03-14: %s\n", why.text);
    buffer_release(&why);
    return good;
}

bool command_number(const char *option, const char *text, uint64_t most, uint64_t *number) {
    char *end;
    if (!text)
        return true;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (*end == 0 && *text >= '0' && *text <= '9' && errno == 0 && value <= most) {
        *number = value;
        return true;
    }
    fprintf(stderr, "ipt: --%s takes a whole number, not `%s`\n", option, text);
    return false;
}

/* The usual place, if there is a file. */
static const char *usual_settings(struct program *p) {
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct str path = {"", 0};
    if (folder && *folder)
        path = arena_printf(&p->arena, "%s/ipt/settings", folder);
    else if (home && *home)
        path = arena_printf(&p->arena, "%s/.config/ipt/settings", home);
    return path.len && access(path.text, F_OK) == 0 ? path.text : NULL;
}

bool command_settings(struct program *p, const char *named, struct date today,
                      struct settings *out) {
    const char *variable = getenv("IPT_SETTINGS"); /* set and empty: none */
    const char *file = named ? named : variable ? (*variable ? variable : NULL) : usual_settings(p);
    if (settings_read(p, file, today, out))
        return true;
    diags_print(&p->diags, stderr, command_wants_colour(stderr));
    return false;
}
