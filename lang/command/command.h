/* The commands: one function for each. What they share: options, where one row says how an option
   is called, what it takes, where that goes and what --help says of it; opening a program; the exit
   code. */
#ifndef IPT_COMMAND_COMMAND_H
#define IPT_COMMAND_COMMAND_H

#include <stdio.h>

#include "program/program.h"
#include "run/pieces.h"
#include "run/settings.h"

enum exit_code { EXIT_GOOD, EXIT_WRONG, EXIT_USAGE, EXIT_LEFT };

struct command {
    const char *name, *usage, *about;
    int (*run)(const struct command *self, int argc, char **argv);
    const char *more; /* what only its help says; may be NULL */
};

struct option_row {
    const char *name; /* without the two dashes; NULL ends the rows */
    char letter;      /* of the short form; 0 if there is none */
    const char
        *takes; /* what stands behind it, in capitals, or `a|b` for one of these; NULL: nothing */
    const char **text; /* where that goes; NULL for a flag */
    bool *flag;        /* set by an option that takes nothing */
    const char *help;  /* lines, each ended but the last */
};
#define OPTION_FLAG(name, flag, help) \
    { name, 0, NULL, NULL, flag, help }
#define OPTION_TEXT(name, takes, text, help) \
    { name, 0, takes, text, NULL, help }
#define OPTION_OUTPUT(text, help) \
    { "output", 'o', "FILE", text, NULL, help }

enum options_outcome { OPTIONS_READ, OPTIONS_HELPED, OPTIONS_WRONG };

/* Reads the options, wherever they stand. What is not an option is left behind, in its order: the
   first is argv[*rest]. OPTIONS_HELPED after --help, OPTIONS_WRONG after saying what is wrong. */
enum options_outcome options_read(const struct command *self, const struct option_row *rows,
                                  int argc, char **argv, int *rest);
/* Says how the command is called. */
void options_usage(const struct command *self);

/* ---- what all commands share (shared.c) ---- */
/* The options of a command, and how many words may stand beside them; false with the exit code. */
bool command_read(const struct command *self, const struct option_row *rows, int *argc,
                  char ***argv, int least, int most, int *code);
/* A program that may run; NULL after its diagnostics, with the exit code. */
struct program *command_if_good(struct program *p, int *code);
struct program *command_open(const char *file, int *code);
/* The day of the session: what --today says, or else the day it is here when the program starts. */
bool command_today(const char *text, struct date *today);
/* Tests run on a day of their own, so that they say the same tomorrow; what exploring finds is a
   test. */
#define DAY_OF_TESTS ((struct date){2026, 1, 1, SEASON_NONE, false})
/* A whole number behind `option`, left as it is when there is none; false after saying so. */
bool command_number(const char *option, const char *text, uint64_t most, uint64_t *number);
/* The settings of the practice: of the file that is named, or IPT_SETTINGS names, or that lies in
   the folder for configuration. False after its diagnostics: nobody may sit down. */
bool command_settings(struct program *p, const char *named, struct date today,
                      struct settings *out);
#define OPTION_SETTINGS(text)             \
    OPTION_TEXT("settings", "FILE", text, \
                "what the practice says of itself: country, crisis lines, …")
/* Writes a document: form text, markdown, html; file NULL: standard output. Gives the exit code. */
struct document;
int command_document(const struct document *d, const char *form, const char *file);
bool command_wants_colour(FILE *out);
/* Everything that was printed must have arrived: a full disk is no success. */
int command_finish(int code);

/* ---- the commands: one file each ---- */
int command_run(const struct command *self, int argc, char **argv);
int command_check(const struct command *self, int argc, char **argv);
int command_test(const struct command *self, int argc, char **argv);
int command_explore(const struct command *self, int argc, char **argv);
int command_compile(const struct command *self, int argc, char **argv);
int command_cohort(const struct command *self, int argc, char **argv);
int command_why(const struct command *self, int argc, char **argv);
int command_diff(const struct command *self, int argc, char **argv);
int command_client(const struct command *self, int argc, char **argv);
int command_sessions(const struct command *self, int argc, char **argv);
int command_report(const struct command *self, int argc, char **argv);
int command_explain(const struct command *self, int argc, char **argv);

#endif
