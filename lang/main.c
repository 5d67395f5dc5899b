/* The command line: one row for each command, one function for each row. */
#include <getopt.h>
#include <locale.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "author/explain.h"
#include "author/feeder.h"
#include "author/test.h"
#include "base/text.h"
#include "front/json_lines.h"
#include "front/page.h"
#include "front/report_file.h"
#include "front/terminal.h"
#include "program/check.h"
#include "program/program_json.h"
#include "run/pieces.h"
#include "run/result.h"
#include "syntax/parser.h"

enum exit_code { EXIT_GOOD, EXIT_WRONG, EXIT_USAGE, EXIT_LEFT };

struct command {
    const char *name, *usage, *about;
    int (*run)(int argc, char **argv);
};
static const struct command commands[];

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

static int misused(const struct command *c) {
    fprintf(stderr, "usage: ipt %s\nipt %s --help says more.\n", c->usage, c->name);
    return EXIT_USAGE;
}

static const struct command *command_named(const char *name);

static int command_help(const struct command *c, const char *options) {
    printf("usage: ipt %s\n\n%s\n", c->usage, c->about);
    if (options)
        printf("\n%s", options);
    return finished(EXIT_GOOD);
}

/* A program that may run; NULL after its diagnostics, with the exit code. */
static struct program *open_good(const char *file, int *code) {
    struct program *p = program_open(file);
    if (p->diags.errors == 0 && p->module_count)
        return p;
    diags_print(&p->diags, stderr, wants_colour(stderr));
    *code = p->module_count || p->sources.count ? EXIT_WRONG : EXIT_USAGE;
    program_free(p);
    return NULL;
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

/* To a file, or to standard output. */
static int write_output(const char *file, const struct buffer *out) {
    const char *why;
    if (!file || strcmp(file, "-") == 0) {
        fwrite(out->text, 1, out->len, stdout);
    } else if (!file_write(file, buffer_as_str(out), &why)) {
        fprintf(stderr, "ipt: %s could not be written: %s\n", file, why);
        return EXIT_USAGE;
    }
    return EXIT_GOOD;
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

static int run_check(int argc, char **argv) {
    static const struct option options[] = {{"json", no_argument, NULL, 'j'},
                                            {"syntax", no_argument, NULL, 's'},
                                            {"dump", required_argument, NULL, 'd'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const struct command *self = command_named("check");
    bool json = false, syntax = false;
    const char *what = NULL;
    int c, code = EXIT_GOOD;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'j':
            json = true;
            break;
        case 's':
            syntax = true;
            break;
        case 'd':
            what = optarg;
            break;
        case 'h':
            return command_help(
                self, "  --syntax          only read the file, check nothing else\n"
                      "  --json            the diagnostics as JSON\n"
                      "  --dump tokens|ast what was read, for looking at the program itself\n");
        default:
            return misused(self);
        }
    }
    if (optind == argc || (what && strcmp(what, "ast") != 0 && strcmp(what, "tokens") != 0))
        return misused(self);
    struct buffer out;
    buffer_init(&out);
    for (int i = optind; i < argc; i++) {
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

static int run_compile(int argc, char **argv) {
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"compact", no_argument, NULL, 'c'},
                                            {"schema", no_argument, NULL, 's'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const struct command *self = command_named("compile");
    const char *file = NULL;
    int c, code = EXIT_GOOD;
    bool schema = false, compact = false;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        switch (c) {
        case 'o':
            file = optarg;
            break;
        case 'c':
            compact = true;
            break;
        case 's':
            schema = true;
            break;
        case 'h':
            return command_help(
                self, "  -o, --output FILE  where to write it; standard output otherwise\n"
                      "  --compact          without places and source texts\n"
                      "  --schema           print the JSON Schema of the compiled form\n");
        default:
            return misused(self);
        }
    }
    if (!schema && optind + 1 != argc)
        return misused(self);
    struct program *p = schema ? NULL : open_good(argv[optind], &code);
    if (!schema && !p)
        return finished(code);
    if (schema) {
        struct buffer out;
        buffer_init(&out);
        program_json_schema(&out);
        code = write_output(file, &out);
        buffer_release(&out);
        return finished(code);
    }
    diags_print(&p->diags, stderr, wants_colour(stderr));
    code = write_compiled(p, file, compact);
    program_free(p);
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
    const char *why;
    struct buffer out;
    stamp_now(ended, sizeof ended);
    struct result_stamp stamp = {r->file, r->today ? NULL : started, r->today ? NULL : ended};
    buffer_init(&out);
    result_write(s, &stamp, &out);
    bool good = file_write(r->result, buffer_as_str(&out), &why);
    if (!good)
        fprintf(stderr, "ipt: %s could not be written: %s\n", r->result, why);
    buffer_release(&out);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

static int play(struct program *p, const struct symbol *entry, const struct run_request *r) {
    struct session_options given = {.entry = entry, .seed = r->seed};
    struct terminal_options how = {
        .plain = r->plain, .stress = stress_of(getenv("IPT_STRESS")), .result_file = r->result};
    char started[40];
    if (!read_today(r->today, &given.today)) {
        return EXIT_USAGE;
    }
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

static int run_run(int argc, char **argv) {
    static const struct option options[] = {
        {"answers", required_argument, NULL, 'a'}, {"result", required_argument, NULL, 'r'},
        {"seed", required_argument, NULL, 's'},    {"plain", no_argument, NULL, 'p'},
        {"json", no_argument, NULL, 'j'},          {"today", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},          {0}};
    const struct command *self = command_named("run");
    struct run_request r = {.seed = 1};
    char *end;
    int c, code = EXIT_GOOD;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'a':
            r.answers = optarg;
            break;
        case 'r':
            r.result = optarg;
            break;
        case 's':
            r.seed = strtoull(optarg, &end, 10);
            if (*end || end == optarg || *optarg == '-') {
                fprintf(stderr, "ipt: --seed takes a whole number\n");
                return EXIT_USAGE;
            }
            break;
        case 'p':
            r.plain = true;
            break;
        case 'j':
            r.json = true;
            break;
        case 't':
            r.today = optarg;
            break;
        case 'h':
            return command_help(
                self,
                "  --answers FILE  answers from a file, lines as in a test without the word "
                "`answer`\n"
                "  --result FILE   write what came out as JSON\n"
                "  --seed N        for variants, shuffled choices, random answers\n"
                "  --plain         no cursor tricks and no colour: for screen readers and pipes\n"
                "  --json          JSON lines instead of a terminal, for programs\n"
                "  --today DATE    the day of the session\n");
        default:
            return misused(self);
        }
    }
    if (optind == argc || optind + 2 < argc)
        return misused(self);
    r.file = argv[optind];
    r.entry = optind + 1 < argc ? argv[optind + 1] : NULL;
    struct program *p = open_good(r.file, &code);
    if (!p)
        return finished(code);
    struct str why = {"", 0};
    struct symbol *entry = program_entry(p, str_from(r.entry), &why);
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
static int run_test(int argc, char **argv) {
    static const struct option options[] = {{"filter", required_argument, NULL, 'f'},
                                            {"today", required_argument, NULL, 't'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const struct command *self = command_named("test");
    /* tests run on a day of their own, so that they say the same tomorrow */
    struct test_options how = {.stress = stress_of(getenv("IPT_STRESS")),
                               .today = {2026, 1, 1, SEASON_NONE, false}};
    size_t number = 0, failed = 0;
    int c, code = EXIT_GOOD;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'f':
            how.filter = optarg;
            break;
        case 't':
            if (!read_today(optarg, &how.today)) {
                return EXIT_USAGE;
            }
            break;
        case 'h':
            return command_help(
                self, "  --filter TEXT  only tests with this in their title\n"
                      "  --today DATE   the day the tests run on; otherwise 2026-01-01\n");
        default:
            return misused(self);
        }
    }
    if (optind == argc)
        return misused(self);
    struct buffer out;
    buffer_init(&out);
    printf("TAP version 13\n");
    for (int i = optind; i < argc; i++) {
        int opened = EXIT_GOOD;
        struct program *p = open_good(argv[i], &opened);
        if (!p) {
            printf("not ok %zu - %s cannot be run\n", ++number, argv[i]);
            failed++;
            code = opened > code ? opened : code;
            continue;
        }
        failed += tests_run(p, &how, &number, &out).failed;
        fwrite(out.text, 1, out.len, stdout);
        buffer_clear(&out);
        program_free(p);
    }
    buffer_release(&out);
    printf("1..%zu\n", number);
    if (how.filter && number == 0) {
        fprintf(stderr, "ipt: no test has `%s` in its title\n", how.filter);
        code = EXIT_USAGE;
    }
    if (failed && code == EXIT_GOOD)
        code = EXIT_WRONG;
    return finished(code);
}

/* ---- report ---- */
static const struct {
    const char *word;
    void (*render)(const struct document *d, struct buffer *out);
} report_forms[] = {{"markdown", report_markdown}, {"html", report_html}};

static bool render_report(const struct document *d, const char *form, struct buffer *out) {
    if (strcmp(form, "text") == 0) {
        struct page page;
        page_init(&page, stdout, true);
        report_text(d, page.width, out);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(report_forms); i++)
        if (strcmp(form, report_forms[i].word) == 0) {
            report_forms[i].render(d, out);
            return true;
        }
    fprintf(stderr, "ipt: --to takes text, markdown or html\n");
    return false;
}

static int write_report(struct program *p, char **given, const char *form, const char *reader,
                        const char *file) {
    struct arena a;
    struct buffer out;
    struct str why = {"", 0};
    int code = EXIT_GOOD;
    arena_init(&a);
    buffer_init(&out);
    struct document *d = report_of_result(p, given[1], given[2], &a, &why);
    if (!d)
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    else if (strcmp(reader, "client") == 0)
        d = document_for_client(d);
    if (!d || !render_report(d, form, &out))
        code = EXIT_USAGE;
    else
        code = write_output(file, &out);
    buffer_release(&out);
    arena_release(&a);
    return code;
}

static int run_report(int argc, char **argv) {
    static const struct option options[] = {{"to", required_argument, NULL, 't'},
                                            {"for", required_argument, NULL, 'f'},
                                            {"output", required_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const struct command *self = command_named("report");
    const char *form = "text", *reader = "clinician", *file = NULL;
    int c, code = EXIT_GOOD;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        switch (c) {
        case 't':
            form = optarg;
            break;
        case 'f':
            reader = optarg;
            break;
        case 'o':
            file = optarg;
            break;
        case 'h':
            return command_help(
                self, "RESULT is what `ipt run --result RESULT` wrote. REPORT is the name of a "
                      "report in the script;\nit may be left out when there is only one.\n\n"
                      "  --to text|markdown|html    text is for the terminal, html one page that "
                      "also prints well\n"
                      "  --for clinician|client     the copy for the client is without private "
                      "answers, notes, alerts\n"
                      "  -o, --output FILE          where to write it; standard output "
                      "otherwise\n");
        default:
            return misused(self);
        }
    }
    if (optind + 2 != argc && optind + 3 != argc)
        return misused(self);
    if (strcmp(reader, "client") != 0 && strcmp(reader, "clinician") != 0) {
        fprintf(stderr, "ipt: --for takes clinician or client\n");
        return EXIT_USAGE;
    }
    struct program *p = open_good(argv[optind], &code);
    if (!p)
        return finished(code);
    code = write_report(p, argv + optind, form, reader, file);
    program_free(p);
    return finished(code);
}

/* ---- explain ---- */
static int run_explain(int argc, char **argv) {
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {0}};
    const struct command *self = command_named("explain");
    bool json = false;
    int c, code = EXIT_GOOD;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'j':
            json = true;
            break;
        case 'h':
            return command_help(self,
                                "  --json  all diagnostics with their examples, for programs\n");
        default:
            return misused(self);
        }
    }
    struct buffer out, name;
    buffer_init(&out);
    buffer_init(&name);
    for (int i = optind; i < argc; i++) /* `ipt explain go to` needs no quotes */
        buffer_printf(&name, "%s%s", i > optind ? " " : "", argv[i]);
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

/* ---- the table ---- */
static const struct command commands[] = {
    {"run", "run FILE|MODULE [ENTRY] [--answers FILE] [--result FILE]",
     "Leads through an interview.", run_run},
    {"check", "check FILE… [--json] [--syntax]",
     "Finds the mistakes of a script before anybody sits down.", run_check},
    {"test", "test FILE… [--filter TEXT]", "Runs the tests that stand in a script.", run_test},
    {"compile", "compile FILE [-o OUT] [--compact]",
     "Writes a script with all it uses as one JSON document.", run_compile},
    {"report", "report FILE RESULT [REPORT] [--to FORM] [--for WHOM]",
     "Makes a report from the result of an interview.", run_report},
    {"explain", "explain [CODE|WORD|MODULE]", "Says what a diagnostic, a word or a module means.",
     run_explain},
};

static const char *const later[] = {"explore", "format", "repl", "sessions", "diff", "why"};

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
    return c->run(argc - 1, argv + 1);
}
