/* Reading a line from a person: with readline on a terminal, plainly from anything else. The only
   user of readline, which keeps its state in globals: one reader at a time. */
#ifndef IPT_FRONT_LINE_H
#define IPT_FRONT_LINE_H

#include "base/buffer.h"

enum line_result {
    LINE_TEXT,
    LINE_END,       /* end of input */
    LINE_INTERRUPT, /* Ctrl-C */
    LINE_HANGUP,    /* the terminal is gone, or we are told to stop */
};

/* `plain`: no cursor tricks even on a terminal. */
void line_open(bool plain);
void line_close(void);
bool line_is_interactive(void);
/* Lines that Tab completes, NULL behind the last; borrowed until the next call. */
void line_complete(const char *const *words);
/* A line that is not shown while it is typed, from the terminal itself. False: there is none. */
bool line_secret(const char *prompt, struct buffer *out);
enum line_result line_read(const char *prompt, struct buffer *out);

#endif
