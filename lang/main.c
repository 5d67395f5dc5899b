/* The command line: one row for each command, one function for each row. */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "author/explain.h"
#include "author/explore.h"
#include "author/feeder.h"
#include "author/test.h"
#include "base/text.h"
#include "front/json_lines.h"
#include "front/options.h"
#include "front/output.h"
#include "front/page.h"
#include "front/report_file.h"
#include "front/terminal.h"
#include "program/check.h"
#include "program/program_json.h"
#include "run/pieces.h"
#include "run/result.h"
#include "syntax/parser.h"

enum exit_code { EXIT_GOOD, EXIT_WRONG, EXIT_USAGE, EXIT_LEFT };

/* ---- what all commands share ---- */
static bool wants_colour(FILE *out) {
    const char *no = getenv("NO_COLOR");
    return isatty(fileno(out)) && !(no && *no);
}

/* Everything that was printed must have arrived: a full disk is no success. */
static int finished(int code) {
    if ((fflush(stdout) == 0 && !ferror(stdout)) ||
        code == EXIT_LEFT) /* nobody is there to read it */
        return code;
    fputs("ipt: the output could not be written; is the disk full?\n", stderr);
    return EXIT_USAGE;
}

/* The options of a command, and how many words may stand beside them; false with the exit code. */
static bool read_command(const struct command *self, const struct option_row *rows, int *argc,
                         char ***argv, int least, int most, int *code) {
    int rest;
    enum options_outcome outcome = options_read(self, rows, *argc, *argv, &rest);
    *argc -= rest;
    *argv += rest;
    if (outcome == OPTIONS_READ && *argc >= least && *argc <= most)
        return true;
    if (outcome == OPTIONS_READ)
        options_usage(self);
    *code = outcome == OPTIONS_HELPED ? finished(EXIT_GOOD) : EXIT_USAGE;
    return false;
}

/* A program that may run; NULL after its diagnostics, with the exit code. */
static struct program *if_good(struct program *p, int *code) {
    if (p->diags.errors == 0 && p->module_count)
        return p;
    diags_print(&p->diags, stderr, wants_colour(stderr));
    *code = p->module_count || p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return NULL;
}

static struct program *open_good(const char *file, int *code) {
    return if_good(program_open(file), code);
}

/* The day of the session: what --today says, or else the day it is here when the program starts. */
static bool read_today(const char *text, struct date *today) {
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

static void stamp_now(char *out, size_t size) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(out, size, "%Y-%m-%dT%H:%M:%S%z", &local);
}

/* ---- check ---- */
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
        diags_print(&p->diags, stdout, wants_colour(stdout));
    int code = p->diags.errors == 0 ? EXIT_GOOD : p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return code;
}

static int run_check(const struct command *self, int argc, char **argv) {
    bool json = false, syntax = false;
    const char *what = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_FLAG("syntax", &syntax, "only read the file, check nothing else"),
        OPTION_FLAG("json", &json, "the diagnostics as JSON"),
        OPTION_TEXT("dump", "tokens|ast", &what,
                    "what was read, for looking at the program itself"),
        {0}};
    if (!read_command(self, rows, &argc, &argv, 1, INT_MAX, &code))
        return code;
    struct buffer out;
    buffer_init(&out);
    for (int i = 0; i < argc; i++) {
        int one = check_file(argv[i], json, syntax, what, &out);
        code = one > code ? one : code;
    }
    fwrite(out.text, 1, out.len, stdout);
    buffer_release(&out);
    return finished(code);
}

/* ---- compile ---- */
static void print_piece(void *payload, struct str text) {
    fwrite(text.text, 1, text.len, payload);
}

static void add_piece(void *payload, struct str text) {
    file_add(payload, text);
}

static int write_compiled(const struct program *p, const char *file, bool compact) {
    struct compile_options how = {.compact = compact, .piece = print_piece, .payload = stdout};
    struct file_writer w;
    struct buffer out;
    const char *why;
    bool named = file && strcmp(file, "-") != 0, good = !named || file_begin(&w, file, &why);
    if (good) {
        buffer_init(&out);
        if (named) {
            how.piece = add_piece;
            how.payload = &w;
        }
        program_to_json(p, &how, &out);
        how.piece(how.payload, buffer_as_str(&out));
        buffer_release(&out);
        good = !named || file_end(&w, &why);
    }
    if (!good)
        fprintf(stderr, "ipt: %s could not be written: %s\n", file, why);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

static int write_schema(const char *file) {
    struct buffer out;
    buffer_init(&out);
    program_json_schema(&out);
    bool good = output_write(file, buffer_as_str(&out));
    buffer_release(&out);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

static int run_compile(const struct command *self, int argc, char **argv) {
    const char *file = NULL;
    bool schema = false, compact = false;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_OUTPUT(&file, "where to write it; standard output otherwise"),
        OPTION_FLAG("compact", &compact, "without places and source texts"),
        OPTION_FLAG("schema", &schema, "print the JSON Schema of the compiled form"),
        {0}};
    if (!read_command(self, rows, &argc, &argv, 0, 1, &code))
        return code;
    if (schema)
        return finished(write_schema(file));
    if (argc == 0) {
        options_usage(self);
        return EXIT_USAGE;
    }
    struct program *p = open_good(argv[0], &code);
    if (p) {
        diags_print(&p->diags, stderr, wants_colour(stderr));
        code = output_has_place(file, (const char *[]){argv[0], NULL})
                   ? write_compiled(p, file, compact)
                   : EXIT_USAGE;
        program_free(p);
    }
    return finished(code);
}

/* ---- run ---- */
struct run_request {
    const char *file, *entry, *answers, *result, *today;
    uint64_t seed;
    bool plain, json;
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
        diags_print(&p->diags, stderr, wants_colour(stderr));
        return false;
    }
    *feeder = feeder_new(lines);
    return true;
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

static int play(struct program *p, const struct symbol *entry, const struct run_request *r) {
    struct session_options given = {.entry = entry, .seed = r->seed};
    struct terminal_options how = {
        .plain = r->plain, .stress = stress_of(getenv("IPT_STRESS")), .result_file = r->result};
    char started[40];
    if (!read_today(r->today, &given.today) ||
        !output_has_place(r->result, (const char *[]){r->file, r->answers, NULL}))
        return EXIT_USAGE;
    if (r->answers && !open_answers(p, r->answers, entry, &how.feeder))
        return EXIT_USAGE;
    stamp_now(started, sizeof started);
    struct session *s = session_new(p, &given);
    int code = r->json ? json_lines_run(s, stdin, stdout) : terminal_run(&s, &how);
    if (r->result) {
        int written = write_result(s, r, started);
        code = written ? written : code;
    }
    session_free(s);
    feeder_free(how.feeder);
    return finished(code);
}

static bool read_seed(const char *text, uint64_t *seed) {
    char *end;
    if (!text)
        return true;
    errno = 0;
    *seed = strtoull(text, &end, 10);
    if (*end == 0 && *text >= '0' && *text <= '9' && errno == 0)
        return true;
    fprintf(stderr, "ipt: --seed takes a whole number, not `%s`\n", text);
    return false;
}

static int run_run(const struct command *self, int argc, char **argv) {
    struct run_request r = {.seed = 1};
    const char *seed = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("answers", "FILE", &r.answers,
                    "answers from a file, lines as in a test without the word `answer`"),
        OPTION_TEXT("result", "FILE", &r.result, "write what came out as JSON"),
        OPTION_TEXT("seed", "N", &seed, "for variants, shuffled choices, random answers"),
        OPTION_FLAG("plain", &r.plain,
                    "no cursor tricks and no colour: for screen readers and pipes"),
        OPTION_FLAG("json", &r.json, "JSON lines instead of a terminal, for programs"),
        OPTION_TEXT("today", "DATE", &r.today, "the day of the session"),
        {0}};
    if (!read_command(self, rows, &argc, &argv, 1, 2, &code))
        return code;
    if (!read_seed(seed, &r.seed))
        return EXIT_USAGE;
    r.file = argv[0];
    r.entry = argc > 1 ? argv[1] : NULL;
    struct str why = {"", 0};
    struct symbol *entry;
    struct program *p =
        if_good(program_open_to_run(r.file, str_from(r.entry), &entry, &why), &code);
    if (!p)
        return finished(code);
    if (entry) {
        code = play(p, entry, &r);
    } else {
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
        code = EXIT_USAGE;
    }
    program_free(p);
    return code;
}

/* ---- test ---- */
/* The tests of one file; gives the exit code. */
static int test_file(const char *file, const struct test_options *how, size_t *number) {
    int code = EXIT_GOOD;
    struct program *p = open_good(file, &code);
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

static int run_test(const struct command *self, int argc, char **argv) {
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
    if (!read_command(self, rows, &argc, &argv, 1, INT_MAX, &code))
        return code;
    if (today && !read_today(today, &how.today))
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
    return finished(code);
}

/* ---- report ---- */
static void render_text(const struct document *d, struct buffer *out) {
    struct page page;
    page_init(&page, stdout, true);
    report_text(d, page.width, out);
}

static const struct {
    const char *word;
    void (*render)(const struct document *d, struct buffer *out);
} report_forms[] = {{"text", render_text}, {"markdown", report_markdown}, {"html", report_html}};

static int write_report(struct program *p, char **given, const char *form, const char *reader,
                        const char *file) {
    struct arena a;
    struct buffer out;
    struct str why = {"", 0};
    int code;
    arena_init(&a);
    buffer_init(&out);
    struct document *d = report_of_result(p, given[1], given[2], &a, &why);
    if (!d)
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    else if (strcmp(reader, "client") == 0)
        d = document_for_client(d);
    for (size_t i = 0; d && i < COUNT_OF(report_forms); i++)
        if (strcmp(form, report_forms[i].word) == 0)
            report_forms[i].render(d, &out);
    code = d && output_write(file, buffer_as_str(&out)) ? EXIT_GOOD : EXIT_USAGE;
    buffer_release(&out);
    arena_release(&a);
    return code;
}

static int run_report(const struct command *self, int argc, char **argv) {
    const char *form = "text", *reader = "clinician", *file = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("to", "text|markdown|html", &form,
                    "text is for the terminal, html one page that also prints well"),
        OPTION_TEXT("for", "clinician|client", &reader,
                    "the copy for the client is without private answers, notes, alerts"),
        OPTION_OUTPUT(&file, "where to write it; standard output otherwise"),
        {0}};
    if (!read_command(self, rows, &argc, &argv, 2, 3, &code))
        return code;
    struct program *p = open_good(argv[0], &code);
    if (!p)
        return finished(code);
    if (output_has_place(file, (const char *[]){argv[0], argv[1], NULL}))
        code = write_report(p, argv, form, reader, file);
    else
        code = EXIT_USAGE;
    program_free(p);
    return finished(code);
}

/* ---- explain ---- */
static int run_explain(const struct command *self, int argc, char **argv) {
    bool json = false;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_FLAG("json", &json, "all diagnostics with their examples, for programs"), {0}};
    if (!read_command(self, rows, &argc, &argv, 0, INT_MAX, &code))
        return code;
    struct buffer out, name;
    buffer_init(&out);
    buffer_init(&name);
    for (int i = 0; i < argc; i++) /* `ipt explain go to` needs no quotes */
        buffer_printf(&name, "%s%s", i ? " " : "", argv[i]);
    if (json)
        explain_json(&out);
    else if (name.len == 0)
        explain_list(&out);
    else if (!explain(buffer_as_str(&name), &out))
        code = EXIT_USAGE;
    fwrite(out.text, 1, out.len, code ? stderr : stdout);
    buffer_release(&out);
    buffer_release(&name);
    return finished(code);
}

/* ---- explore ---- */
static bool read_states(const char *text, uint32_t *states) {
    char *end;
    unsigned long number = text ? strtoul(text, &end, 10) : 0;
    if (text && (*end || number < 1 || number > 100000000)) {
        fprintf(stderr, "ipt: --states takes a whole number, not `%s`\n", text);
        return false;
    }
    *states = (uint32_t)number;
    return true;
}

static int run_explore(const struct command *self, int argc, char **argv) {
    const char *states = NULL, *today = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("states", "N", &states, "how many different places to look at, at most"),
        OPTION_TEXT("today", "DATE", &today, "the day of the session"),
        {0}};
    if (!read_command(self, rows, &argc, &argv, 1, 2, &code))
        return code;
    struct explore_options how = {0};
    if (!read_today(today, &how.today) || !read_states(states, &how.most_states))
        return EXIT_USAGE;
    struct str why = {"", 0};
    struct symbol *entry;
    struct program *p = if_good(
        program_open_to_run(argv[0], str_from(argc > 1 ? argv[1] : NULL), &entry, &why), &code);
    if (!p)
        return finished(code);
    how.entry = entry;
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
    return finished(code);
}

/* ---- the table ---- */
static const struct command commands[] = {
    {"run", "run FILE|MODULE [ENTRY] [--answers FILE] [--result FILE]",
     "Leads through an interview.", run_run, NULL},
    {"check", "check FILE… [--json] [--syntax]",
     "Finds the mistakes of a script before anybody sits down.", run_check, NULL},
    {"test", "test FILE… [--filter TEXT]", "Runs the tests that stand in a script.", run_test,
     NULL},
    {"explore", "explore FILE|MODULE [ENTRY] [--states N]",
     "Looks at every way it can go, and proves guarantees.", run_explore, NULL},
    {"compile", "compile FILE [-o OUT] [--compact]",
     "Writes a script with all it uses as one JSON document.", run_compile, NULL},
    {"report", "report FILE RESULT [REPORT] [--to FORM] [--for WHOM]",
     "Makes a report from the result of an interview.", run_report,
     "RESULT is what `ipt run --result RESULT` wrote. REPORT is the name of a report in the "
     "script;\nit may be left out when there is only one."},
    {"explain", "explain [CODE|WORD|MODULE]", "Says what a diagnostic, a word or a module means.",
     run_explain, NULL},
};

static const char *const later[] = {"format", "repl", "sessions", "diff", "why"};

static const struct command *command_named(const char *name) {
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int show_usage(void) {
    printf("ipt: structured clinical interviews in a small plain language\n\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        printf("  ipt %s%*s %s\n", commands[i].usage,
               (int)(62 - text_width(str_from(commands[i].usage))), "", commands[i].about);
    printf("\nA FILE is a script, a compiled .json file, `-` for standard input, or the name of a "
           "module of the standard\n"
           "library. Exit codes: 0 good, 1 the script or its tests are wrong, 2 usage or "
           "environment, 3 the person left.\n"
           "ipt COMMAND --help says more of a command; ipt --version names the version.\n");
    return finished(EXIT_GOOD);
}

static int unknown_command(const char *name) {
    const char *near = NULL;
    int best = INT32_MAX, distance;
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        if (strcmp(later[i], name) == 0) {
            fprintf(stderr, "ipt: `ipt %s` is not available yet\n", name);
            return EXIT_USAGE;
        }
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (name_is_near(str_from(name), str_from(commands[i].name), &distance) &&
            distance < best) {
            best = distance;
            near = commands[i].name;
        }
    fprintf(stderr, "ipt: there is no command `%s`%s%s%s\n", name,
            near ? "; did you mean `ipt " : "; ipt --help lists them", near ? near : "",
            near ? "`?" : "");
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "");
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0 ||
        strcmp(argv[1], "-h") == 0)
        return show_usage();
    if (strcmp(argv[1], "--version") == 0) {
        printf("ipt %s\n", IPT_VERSION);
        return finished(EXIT_GOOD);
    }
    const struct command *c = command_named(argv[1]);
    if (!c)
        return unknown_command(argv[1]);
    argv[1] = "ipt";
    return c->run(c, argc - 1, argv + 1);
}
