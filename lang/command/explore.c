/* `ipt explore`: every way an interview can go. */
#include "command/command.h"

#include "author/explore.h"

int command_explore(const struct command *self, int argc, char **argv) {
    const char *states = NULL, *today = NULL, *random = NULL, *seed = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("states", "N", &states, "how many different places to look at, at most"),
        OPTION_TEXT("random", "N", &random,
                    "N interviews with answers by chance instead, and how often each line runs"),
        OPTION_TEXT("seed", "N", &seed, "of the answers by chance"),
        OPTION_TEXT("today", "DATE", &today, "the day of the session"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, 2, &code))
        return code;
    struct explore_options how = {0};
    uint64_t most = 0;
    if (!command_today(today, &how.today) || !command_number("states", states, 100000000, &most))
        return EXIT_USAGE;
    struct str why = {"", 0};
    struct symbol *entry;
    struct program *p = command_if_good(
        program_open_to_run(argv[0], str_from(argc > 1 ? argv[1] : NULL), &entry, &why), &code);
    if (!p)
        return command_finish(code);
    how.entry = entry;
    how.most_states = (uint32_t)most;
    if (entry || (argc == 1 && !p->interview && p->safeguard_count)) {
        struct buffer out;
        buffer_init(&out);
        enum explore_result result = entry ? explore(p, &how, &out) : explore_each(p, &how, &out);
        code = result == EXPLORE_GOOD ? EXIT_GOOD : EXIT_WRONG;
        fwrite(out.text, 1, out.len, stdout);
        buffer_release(&out);
    } else {
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
        code = EXIT_USAGE;
    }
    program_free(p);
    return command_finish(code);
}
