/* `ipt test`: the tests that stand in scripts. */
#include "command/command.h"

#include <limits.h>

#include "author/test.h"

/* The tests of one file; gives the exit code. */
static int test_file(const char *file, const struct test_options *how, size_t *number) {
    int code = EXIT_GOOD;
    struct program *p = command_open(file, &code);
    if (!p) {
        printf("not ok %zu - %s cannot be run\n", ++*number, file);
        return code;
    }
    struct buffer out;
    buffer_init(&out);
    if (tests_run(p, how, number, &out).failed)
        code = EXIT_WRONG;
    fwrite(out.text, 1, out.len, stdout);
    buffer_release(&out);
    program_free(p);
    return code;
}

int command_test(const struct command *self, int argc, char **argv) {
    /* tests run on a day of their own, so that they say the same tomorrow */
    struct test_options how = {.stress = stress_of(getenv("IPT_STRESS")),
                               .today = {2026, 1, 1, SEASON_NONE, false}};
    const char *today = NULL;
    size_t number = 0;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("filter", "TEXT", &how.filter, "only tests with this in their title"),
        OPTION_TEXT("today", "DATE", &today, "the day the tests run on; otherwise 2026-01-01"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, INT_MAX, &code))
        return code;
    if (today && !command_today(today, &how.today))
        return EXIT_USAGE;
    printf("TAP version 13\n");
    for (int i = 0; i < argc; i++) {
        int one = test_file(argv[i], &how, &number);
        code = one > code ? one : code;
    }
    printf("1..%zu\n", number);
    if (how.filter && number == 0) {
        fprintf(stderr, "ipt: no test has `%s` in its title\n", how.filter);
        code = EXIT_USAGE;
    }
    return command_finish(code);
}
