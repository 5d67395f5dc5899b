/* `ipt run`: an interview in the terminal, from a file of answers, or as JSON lines. */
#include "command/keeping.h"

#include <time.h>

#include "author/as_test.h"
#include "author/feeder.h"
#include "base/text.h"
#include "front/json_lines.h"
#include "front/output.h"
#include "front/terminal.h"
#include "program/check.h"
#include "run/date.h"
#include "run/past.h"
#include "run/result.h"
#include "syntax/parser.h"

#define MOST_SEED (UINT64_C(1) << 53) /* a result holds it as a number */

struct run_request {
    const char *file, *entry, *answers, *result, *test, *today, *settings;
    uint64_t seed;
    double time_factor; /* 0: none is asked for */
    bool plain, json;
    struct keeping keeping;
};

/* The answers file, read and held against the program; false after its diagnostics. */
static bool open_answers(struct program *p, const char *file, const struct symbol *entry,
                         struct feeder **feeder) {
    struct str text;
    const char *why;
    if (!file_read(&p->arena, file, &text, &why)) {
        fprintf(stderr, "ipt: %s cannot be read: %s\n", file, why);
        return false;
    }
    size_t at;
    struct source *source = sources_add(&p->sources, file, text);
    if (!source || text_check(source->text, &at) != TEXT_GOOD) {
        fprintf(stderr, "ipt: %s is no UTF-8 text\n", file);
        return false;
    }
    size_t before = p->diags.errors;
    struct node *lines = parse_answers(&p->arena, &p->names, &p->diags, source);
    check_answers(p, p->modules[0], lines, entry->scope ? entry->scope : p->modules[0]->scope);
    if (p->diags.errors > before) {
        diags_print(&p->diags, stderr, command_wants_colour(stderr));
        return false;
    }
    *feeder = feeder_new(lines);
    return true;
}

static void stamp_now(char *out, size_t size) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(out, size, "%Y-%m-%dT%H:%M:%S%z", &local);
}

static int write_result(struct session *s, const struct run_request *r, const char *started) {
    char ended[40];
    struct buffer out;
    stamp_now(ended, sizeof ended);
    struct result_stamp stamp = {r->file, r->today ? NULL : started, r->today ? NULL : ended};
    buffer_init(&out);
    result_write(s, &stamp, &out);
    bool good = output_keep(r->result, buffer_as_str(&out));
    buffer_release(&out);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

/* What was answered, as a test to stand in the script. */
static int write_test(struct session *s, const struct run_request *r) {
    struct buffer out, day;
    buffer_init(&out);
    buffer_init(&day);
    date_print(session_given(s)->today, &day);
    buffer_printf(&out, "# Recorded on %s; `ipt test --today %s` runs it on that day.\n", day.text,
                  day.text);
    session_as_test(s, STR("recorded"), 0, &out);
    session_as_expectations(s, 0, &out);
    bool good = output_keep(r->test, buffer_as_str(&out));
    buffer_release(&out);
    buffer_release(&day);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

/* Where the answers go, when they are not kept as they come. */
static const char *where_they_go(const struct run_request *r, struct arena *a) {
    if (r->keeping.words.len)
        return r->keeping.words.text;
    if (!r->result)
        return "The answers are not kept (--result FILE writes them down). Type ? for help.";
    return arena_printf(a, "The answers are written to %s at the end. Type ? for help.", r->result)
        .text;
}

/* A test begins with an empty file of the client. */
static bool can_be_a_test(const struct run_request *r, const struct session *s) {
    const struct past *past = session_given(s)->past;
    if (!r->test || !past || past_is_empty(past))
        return true;
    fprintf(stderr,
            "ipt: --record-test cannot write this session: it begins with what earlier ones "
            "left, and a test with nothing\n");
    return false;
}

/* The session may be replaced by another. */
static int play_session(struct run_request *r, struct session **s, struct feeder *feeder) {
    struct terminal_options how = {.plain = r->plain,
                                   .feeder = feeder,
                                   .stress = stress_of(getenv("IPT_STRESS")),
                                   .kept = where_they_go(r, &r->keeping.arena)};
    char started[40];
    stamp_now(started, sizeof started);
    int code = r->json ? json_lines_run(*s, stdin, stdout) : terminal_run(s, &how);
    int written[2] = {r->result ? write_result(*s, r, started) : EXIT_GOOD,
                      r->test ? write_test(*s, r) : EXIT_GOOD};
    code = written[0] ? written[0] : code;
    return written[1] ? written[1] : code;
}

static int play(struct program *p, const struct symbol *entry, struct run_request *r) {
    struct session_options given = {.entry = entry, .seed = r->seed, .time_factor = r->time_factor};
    struct settings settings;
    struct feeder *feeder = NULL;
    struct session *s;
    const char *inputs[] = {r->file, r->answers, NULL};
    int code;
    if (!command_today(r->today, &given.today))
        return EXIT_USAGE;
    if (!command_settings(p, r->settings, given.today, &settings))
        return EXIT_WRONG;
    given.settings = &settings;
    if (!output_has_place(r->result, inputs) || !output_has_place(r->test, inputs) ||
        (r->answers && !open_answers(p, r->answers, entry, &feeder)))
        return EXIT_USAGE;
    bool may_ask = !r->answers && !r->json;
    if (keeping_open(&r->keeping, p, &given, r->file, may_ask, r->plain, &s, &code)) {
        bool begun = s != NULL;
        if (!begun)
            s = session_new(p, &given);
        bool kept = can_be_a_test(r, s) && (begun || keeping_begin(&r->keeping, s, r->file));
        code = kept ? play_session(r, &s, feeder) : EXIT_USAGE;
    }
    if (!keeping_close(&r->keeping))
        code = EXIT_USAGE;
    session_free(s);
    feeder_free(feeder);
    return command_finish(code);
}

/* From 1 to 10, with a point: 1.25, 1.5, 2. */
static bool read_factor(const char *text, double *factor) {
    char *end;
    if (!text)
        return true;
    *factor = strtod(text, &end);
    if (end != text && !*end && *factor >= 1 && *factor <= 10)
        return true;
    fprintf(stderr, "ipt: --time-factor is a number from 1 to 10, like 1.5\n");
    return false;
}

int command_run(const struct command *self, int argc, char **argv) {
    struct run_request r = {.seed = 1};
    const char *seed = NULL, *factor = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("answers", "FILE", &r.answers,
                    "answers from a file, lines as in a test without the word `answer`"),
        OPTION_TEXT("result", "FILE", &r.result, "write what came out as JSON"),
        OPTION_TEXT(
            "record-test", "FILE", &r.test,
            "write what was answered as a test to stand in the script,\nprivate answers too"),
        OPTION_TEXT("seed", "N", &seed, "for variants, shuffled choices, random answers"),
        OPTION_FLAG("plain", &r.plain,
                    "no cursor tricks and no colour: for screen readers and pipes"),
        OPTION_FLAG("json", &r.json, "JSON lines instead of a terminal, for programs"),
        OPTION_TEXT("today", "DATE", &r.today, "the day of the session"),
        OPTION_TEXT("time-factor", "N", &factor,
                    "so many times as long as `clock` says, for who needs more time"),
        OPTION_SETTINGS(&r.settings),
        OPTION_TEXT(
            "client", "CODE", &r.keeping.client,
            "whose session it is: a code of yours, no name; one that was left is\ngone on with"),
        OPTION_TEXT("user", "NAME", &r.keeping.user, "who leads it, for the record"),
        OPTION_FLAG("resume", &r.keeping.resume, "go on with the client's unfinished session"),
        OPTION_FLAG("new", &r.keeping.anew, "begin another, though one is unfinished"),
        OPTION_FLAG("extra", &r.keeping.extra, "a session more than the course has"),
        OPTION_FLAG("again", &r.keeping.again, "begin the course again from its first session"),
        OPTIONS_STORE(r.keeping),
        OPTION_FLAG("no-store", &r.keeping.none, "keep nothing"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, 2, &code))
        return code;
    if (!command_number("seed", seed, MOST_SEED, &r.seed) || !read_factor(factor, &r.time_factor))
        return EXIT_USAGE;
    r.file = argv[0];
    r.entry = argc > 1 ? argv[1] : NULL;
    struct str why = {"", 0};
    struct symbol *entry;
    struct program *p =
        command_if_good(program_open_to_run(r.file, str_from(r.entry), &entry, &why), &code);
    if (!p)
        return command_finish(code);
    if (entry) {
        code = play(p, entry, &r);
    } else {
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
        code = EXIT_USAGE;
    }
    program_free(p);
    return code;
}
