/* The command line: one row for each command, one function for each row. */
#include <locale.h>
#include <string.h>

#include "base/text.h"
#include "command/command.h"

static const struct command commands[] = {
    {"run", "run FILE|MODULE [ENTRY] [--answers FILE] [--result FILE]",
     "Leads through an interview.", command_run,
     "Of a course it holds the next session of the client whom --client names; what earlier "
     "sessions\nleft is read, and what this one leaves is kept, in the store."},
    {"check", "check FILE… [--json] [--syntax]",
     "Finds the mistakes of a script before anybody sits down.", command_check, NULL},
    {"test", "test FILE… [--filter TEXT]", "Runs the tests that stand in a script.", command_test,
     NULL},
    {"explore", "explore FILE|MODULE [ENTRY] [--states N]",
     "Looks at every way it can go, and proves guarantees.", command_explore, NULL},
    {"compile", "compile FILE|MODULE [-o OUT] [--to fhir [ENTRY]]",
     "Writes a script as one JSON document, or its inventories for FHIR.", command_compile, NULL},
    {"report", "report FILE RESULT [REPORT] [--to FORM] [--for WHOM]",
     "Makes a report from the result of an interview.", command_report,
     "RESULT is what `ipt run --result RESULT` wrote. REPORT is the name of a report in the "
     "script;\nit may be left out when there is only one."},
    {"diff", "diff OLD NEW", "Says what has changed between two versions of a script.",
     command_diff,
     "Questions, scores, safeguards, instruments: what is new, gone, renamed, or means something "
     "else.\nExit code 1: something has changed, and the version is the same in both."},
    {"why", "why FILE [RUBRIC] REPLY", "Says what a rubric makes of a reply, and why.", command_why,
     "For each rule: is it met, by which words of the reply; or how far it got, and which word "
     "stands "
     "in the way.\nRUBRIC may be left out when there is only one. REPLY - is read from standard "
     "input."},
    {"sessions", "sessions [list|show|amend|export|verify|delete|lock] [N]",
     "What was recorded: to look at, to amend, to get out, to take away, to lock.",
     command_sessions,
     "list      what is kept, the newest first; this is what it does when nothing is said\n"
     "show N    the answers of a session; or every entry of it, or the interview as it went\n"
     "amend N   changes answers of a completed session, with the reason; the old ones stay in "
     "its journal\n"
     "export    a line for each answer, for programs that reckon\n"
     "verify    is everything as it was written?\n"
     "delete N  takes a session away for good; that there was one stays on record\n"
     "lock      seals the store by a passphrase, or by another one; who loses it loses the data"},
    {"client", "client show|missed|end CODE",
     "Where a client stands; appointments missed; a course that ends early.", command_client,
     "show    the sessions so far, what is due, what stands open, the scores over time\n"
     "missed  an appointment that nobody came to; the session is still to come, but with --counts\n"
     "end     the course ends before its time, with the reason"},
    {"cohort", "cohort FILE [--to FORM]",
     "How a group of trainees has done, over all kept sessions of a script.", command_cohort,
     "For each rubric: points, which rules were met and by how many, each trainee from the first "
     "session to the last;\nthen cues that were missed, and how people rated themselves. Replies "
     "are "
     "held against the rubrics as they are now.\n\nDo two people judge alike? --sheet FILE writes "
     "the "
     "replies without names; each of the two fills in a copy, with 1\nwhere a rule is met and 0 "
     "where "
     "not; --rater FILE --other FILE then says how far they agree, with Cohen's kappa."},
    {"explain", "explain [CODE|WORD|MODULE]", "Says what a diagnostic, a word or a module means.",
     command_explain, NULL},
};

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
    return command_finish(EXIT_GOOD);
}

static int unknown_command(const char *name) {
    const char *near = NULL;
    int best = INT32_MAX, distance;
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
        return command_finish(EXIT_GOOD);
    }
    const struct command *c = command_named(argv[1]);
    if (!c)
        return unknown_command(argv[1]);
    argv[1] = "ipt";
    return c->run(c, argc - 1, argv + 1);
}
