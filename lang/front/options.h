/* The options of a command: one row says how an option is called, what it takes, where that goes
   and what --help says of it. */
#ifndef IPT_FRONT_OPTIONS_H
#define IPT_FRONT_OPTIONS_H

#include "base/base.h"

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

#endif
