/* The callback interface of readline under ppoll: signals are blocked but for the wait, so each is
   acted on at once, in one place, and never in the middle of a line. */
#include "front/line.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <poll.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    bool open, editing;
    sigset_t waiting; /* the signals that are let in while we wait */
    volatile sig_atomic_t caught;
    char *line;
    bool done;
    const char *const *words;
} reader;

static void on_signal(int number) {
    reader.caught = number;
}

static void on_line(char *line) {
    reader.line = line;
    reader.done = true;
    rl_callback_handler_remove();
}

static char *next_word(const char *typed, int again) {
    static size_t at;
    if (!again)
        at = 0;
    while (reader.words && reader.words[at]) {
        const char *word = reader.words[at++];
        if (strncmp(word, typed, strlen(typed)) == 0)
            return strdup(word);
    }
    return NULL;
}

static char **complete(const char *typed, int start, int end) {
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;
    return rl_completion_matches(typed, next_word);
}

void line_open(bool plain) {
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t ours;
    reader.editing = !plain && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    if (isatty(STDIN_FILENO)) {
        sigprocmask(SIG_BLOCK, &ours, &reader.waiting);
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        sigaction(SIGHUP, &action, NULL);
    } else {
        sigprocmask(SIG_BLOCK, NULL, &reader.waiting);
    }
    signal(SIGPIPE, SIG_IGN);
    rl_catch_signals = 0;
    rl_catch_sigwinch = 1;
    rl_readline_name = "ipt";
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = ""; /* "/change mood" is completed as a whole */
    reader.open = true;
}

void line_close(void) {
    if (reader.editing && !reader.done)
        rl_callback_handler_remove();
    reader.open = false;
}

bool line_is_interactive(void) {
    return isatty(STDIN_FILENO);
}

void line_complete(const char *const *words) {
    reader.words = words;
}

/* Waits for input or a signal. */
static enum line_result wait_for_input(void) {
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    for (;;) {
        reader.caught = 0;
        int ready = ppoll(&in, 1, NULL, &reader.waiting);
        if (reader.caught == SIGINT)
            return LINE_INTERRUPT;
        if (reader.caught == SIGTERM || reader.caught == SIGHUP)
            return LINE_HANGUP;
        if (ready > 0)
            return LINE_TEXT;
        if (ready < 0 && errno != EINTR)
            return LINE_HANGUP;
    }
}

static enum line_result edit_line(const char *prompt, struct buffer *out) {
    reader.done = false;
    reader.line = NULL;
    rl_callback_handler_install(prompt, on_line);
    while (!reader.done) {
        enum line_result result = wait_for_input();
        if (result != LINE_TEXT) {
            rl_callback_sigcleanup();
            rl_callback_handler_remove();
            reader.done = true;
            fputc('\n', stdout);
            return result;
        }
        rl_callback_read_char();
    }
    if (!reader.line)
        return LINE_END;
    buffer_text(out, reader.line);
    if (*reader.line)
        add_history(reader.line);
    free(reader.line);
    return LINE_TEXT;
}

/* Byte by byte from the descriptor, so that nothing is read ahead of a program that shares it. */
static enum line_result plain_line(const char *prompt, struct buffer *out) {
    char c;
    fputs(prompt, stdout);
    fflush(stdout);
    for (;;) {
        enum line_result result = isatty(STDIN_FILENO) ? wait_for_input() : LINE_TEXT;
        if (result != LINE_TEXT)
            return result;
        ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return out->len ? LINE_TEXT : got < 0 && errno == EIO ? LINE_HANGUP : LINE_END;
        if (c == '\n')
            return LINE_TEXT;
        if (out->len <= LIMIT_ANSWER_BYTES)
            buffer_char(out, c);
    }
}

enum line_result line_read(const char *prompt, struct buffer *out) {
    buffer_clear(out);
    fflush(stdout);
    return reader.editing ? edit_line(prompt, out) : plain_line(prompt, out);
}

bool line_secret(const char *prompt, struct buffer *out) {
    struct termios shown, hidden;
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
    char c;
    buffer_clear(out);
    if (terminal < 0 || tcgetattr(terminal, &shown) != 0) {
        if (terminal >= 0)
            close(terminal);
        return false;
    }
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(terminal, TCSAFLUSH, &hidden);
    dprintf(terminal, "%s", prompt);
    while (read(terminal, &c, 1) == 1 && c != '\n')
        if (out->len < LIMIT_ANSWER_BYTES)
            buffer_char(out, c);
    tcsetattr(terminal, TCSAFLUSH, &shown);
    dprintf(terminal, "\n");
    close(terminal);
    return out->len > 0;
}
