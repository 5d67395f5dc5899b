/* `ipt test`: the tests that stand in scripts, and what of the scripts they run. */
#include "command/command.h"

#include <limits.h>
#include <string.h>

#include "author/test.h"
#include "base/json.h"
#include "front/output.h"

struct test_request {
    struct test_options how;
    bool json, coverage;
    const char *lcov;
    size_t number, failed;
    struct json_writer w; /* with --json */
    struct buffer out, trace;
    const struct program *p; /* whose tests are told */
};

static void tell(void *payload, const struct test_outcome *outcome) {
    struct test_request *r = payload;
    r->number++;
    r->failed += !outcome->good;
    if (r->json)
        test_json(r->p, outcome, &r->w);
    else
        test_tap(r->p, outcome, r->number, &r->out);
}

/* What is told by now goes out. */
static void flush_out(struct test_request *r) {
    fwrite(r->out.text, 1, r->out.len, stdout);
    buffer_clear(&r->out);
}

/* ---- one file ---- */
static void say_unrunnable(struct test_request *r, const char *file) {
    r->number++;
    r->failed++;
    if (r->json)
        json_member_text(&r->w, "error", STR("it cannot be run; `ipt check` says why"));
    else
        buffer_printf(&r->out, "not ok %zu - %s cannot be run\n", r->number, file);
}

static void say_coverage(struct test_request *r, size_t tests) {
    if (r->lcov)
        coverage_lcov(r->how.coverage, &r->trace);
    if (r->json) {
        json_key(&r->w, "coverage");
        coverage_json(r->how.coverage, &r->w);
    } else if (r->coverage) {
        coverage_say(r->how.coverage, "# ", &r->out);
        if (!tests)
            buffer_text(&r->out, "#   there is no test in it\n");
    }
}

static int run_file(struct test_request *r, const char *file) {
    int code = EXIT_GOOD;
    struct program *p = command_open(file, &code);
    bool counted = r->coverage || r->lcov;
    r->p = p;
    if (!p) {
        say_unrunnable(r, file);
        return code;
    }
    if (r->json) {
        json_key(&r->w, "tests");
        json_open(&r->w, '[');
    }
    r->how.coverage = counted ? coverage_new(p) : NULL;
    struct test_counts counts = tests_run(p, &r->how, tell, r);
    if (r->json)
        json_close(&r->w, ']');
    if (counted)
        say_coverage(r, counts.passed + counts.failed);
    coverage_free(r->how.coverage);
    program_free(p);
    return counts.failed ? EXIT_WRONG : EXIT_GOOD;
}

/* ---- all of them ---- */
static int run_files(struct test_request *r, int count, char **files) {
    int code = EXIT_GOOD;
    if (!r->json)
        buffer_text(&r->out, "TAP version 13\n");
    for (int i = 0; i < count; i++) {
        if (r->json) {
            json_open(&r->w, '{');
            json_member_text(&r->w, "file", str_from(files[i]));
        }
        int one = run_file(r, files[i]);
        code = one > code ? one : code;
        if (r->json)
            json_close(&r->w, '}');
        else
            flush_out(r);
    }
    if (!r->json)
        buffer_printf(&r->out, "1..%zu\n", r->number);
    return code;
}

static int run_as_json(struct test_request *r, int count, char **files) {
    json_writer_init(&r->w, &r->out, 2);
    json_open(&r->w, '{');
    json_key(&r->w, "files");
    json_open(&r->w, '[');
    int code = run_files(r, count, files);
    json_close(&r->w, ']');
    json_member_number(&r->w, "passed", (double)(r->number - r->failed));
    json_member_number(&r->w, "failed", (double)r->failed);
    json_close(&r->w, '}');
    buffer_char(&r->out, '\n');
    return code;
}

static int run_all(struct test_request *r, int count, char **files) {
    buffer_init(&r->out);
    buffer_init(&r->trace);
    int code = r->json ? run_as_json(r, count, files) : run_files(r, count, files);
    flush_out(r);
    if (r->lcov && !output_write(r->lcov, buffer_as_str(&r->trace)))
        code = EXIT_USAGE;
    if (r->how.filter && r->number == 0) {
        fprintf(stderr, "ipt: no test has `%s` in its title\n", r->how.filter);
        code = EXIT_USAGE;
    }
    buffer_release(&r->out);
    buffer_release(&r->trace);
    return command_finish(code);
}

int command_test(const struct command *self, int argc, char **argv) {
    struct test_request r = {
        .how = {.stress = stress_of(getenv("IPT_STRESS")), .today = DAY_OF_TESTS}};
    const char *today = NULL, *seeds = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("filter", "TEXT", &r.how.filter, "only tests with this in their title"),
        OPTION_TEXT("today", "DATE", &today, "the day the tests run on; otherwise 2026-01-01"),
        OPTION_TEXT("seeds", "N", &seeds,
                    "each test also with the seeds 1 to N, for what varies and for `rest random`"),
        OPTION_FLAG(
            "coverage", &r.coverage,
            "what of the scripts the tests never come to: lines, options,\nsafeguards, bands"),
        OPTION_TEXT("lcov", "FILE", &r.lcov, "the same as a tracefile, for lcov and editors"),
        OPTION_FLAG("json", &r.json, "one JSON document instead of TAP lines"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, INT_MAX, &code))
        return code;
    if ((today && !command_today(today, &r.how.today)) ||
        !command_number("seeds", seeds, 1000000, &r.how.seeds) ||
        !output_has_place(r.lcov, (const char *const *)argv))
        return EXIT_USAGE;
    return run_all(&r, argc, argv);
}
