/* `ipt explore`: every way an interview can go. */
#include "command/command.h"

#include <stdlib.h>

#include "author/explore.h"
#include "author/random_walk.h"
#include "base/json.h"

struct explore_request {
    struct explore_options how;
    bool json;
    uint64_t random, seed;
    struct buffer out;
    struct json_writer w; /* with --json */
};

static enum explore_result explore_one(struct explore_request *r, struct program *p,
                                       const struct symbol *entry) {
    r->how.entry = entry;
    struct explorer *x = explore(p, &r->how);
    enum explore_result result = explore_result(x);
    if (r->json)
        explore_json(x, &r->w);
    else
        explore_say(x, &r->out);
    explore_free(x);
    return result;
}

/* The interview, or each part of a file that has none. */
static enum explore_result explore_all(struct explore_request *r, struct program *p,
                                       const struct symbol *entry) {
    size_t count;
    enum explore_result worst = EXPLORE_GOOD;
    if (entry)
        return explore_one(r, p, entry);
    const struct symbol **entries = explore_entries(p, &count);
    r->how.part = true;
    for (size_t i = 0; i < count; i++) {
        if (i && !r->json)
            buffer_char(&r->out, '\n');
        enum explore_result result = explore_one(r, p, entries[i]);
        if (worst != EXPLORE_REFUTED && result != EXPLORE_GOOD)
            worst = result;
    }
    free(entries);
    return worst;
}

static int run(struct explore_request *r, struct program *p, const struct symbol *entry) {
    bool good;
    buffer_init(&r->out);
    if (r->random) {
        r->how.entry = entry;
        good = random_walks(p, &r->how, r->random, r->seed, &r->out);
    } else if (r->json) {
        json_writer_init(&r->w, &r->out, 2);
        json_open(&r->w, '[');
        good = explore_all(r, p, entry) == EXPLORE_GOOD;
        json_close(&r->w, ']');
        buffer_char(&r->out, '\n');
    } else {
        good = explore_all(r, p, entry) == EXPLORE_GOOD;
    }
    fwrite(r->out.text, 1, r->out.len, stdout);
    buffer_release(&r->out);
    return good ? EXIT_GOOD : EXIT_WRONG;
}

static bool has_parts(const struct program *p) {
    size_t count;
    free(explore_entries(p, &count));
    return count > 0;
}

int command_explore(const struct command *self, int argc, char **argv) {
    struct explore_request r = {.how = {.today = DAY_OF_TESTS}, .seed = 1};
    const char *states = NULL, *today = NULL, *random = NULL, *seed = NULL;
    uint64_t most = 0;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("states", "N", &states, "how many different places to look at, at most"),
        OPTION_TEXT("random", "N", &random,
                    "N interviews with answers by chance instead, and how often each\nline runs"),
        OPTION_TEXT("seed", "N", &seed, "of the answers by chance"),
        OPTION_FLAG("json", &r.json, "what was found as JSON"),
        OPTION_TEXT("today", "DATE", &today, "the day of the session; otherwise 2026-01-01"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, 2, &code))
        return code;
    if ((today && !command_today(today, &r.how.today)) ||
        !command_number("states", states, 100000000, &most) ||
        !command_number("random", random, 100000000, &r.random) ||
        !command_number("seed", seed, UINT64_MAX, &r.seed))
        return EXIT_USAGE;
    r.how.most_states = (uint32_t)most;
    struct str why = {"", 0};
    struct symbol *entry;
    struct program *p = command_if_good(
        program_open_to_run(argv[0], str_from(argc > 1 ? argv[1] : NULL), &entry, &why), &code);
    if (!p)
        return command_finish(code);
    bool in_parts = !entry && argc == 1 && !p->interview && !r.random && has_parts(p);
    if (entry || in_parts) {
        code = run(&r, p, entry);
    } else {
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
        code = EXIT_USAGE;
    }
    program_free(p);
    return command_finish(code);
}
