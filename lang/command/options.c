#include "command/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/name.h"
#include "base/text.h"

enum { MOST_OPTIONS = 24, HELP = 256, FIRST_ROW }; /* what getopt calls the long ones */

static size_t rows_count(const struct option_row *rows) {
    size_t n = 0;
    while (rows[n].name)
        n++;
    return n;
}

void options_usage(const struct command *self) {
    fprintf(stderr, "usage: ipt %s\nipt %s --help says more.\n", self->usage, self->name);
}

/* ---- help ---- */
static void option_spelled(const struct option_row *row, struct buffer *out) {
    buffer_clear(out);
    if (row->letter)
        buffer_printf(out, "-%c, ", row->letter);
    buffer_printf(out, "--%s%s%s", row->name, row->takes ? " " : "", row->takes ? row->takes : "");
}

static void show_help(const struct command *self, const struct option_row *rows) {
    struct buffer spelled;
    size_t widest = 0;
    buffer_init(&spelled);
    printf("usage: ipt %s\n\n%s\n", self->usage, self->about);
    if (self->more)
        printf("\n%s\n", self->more);
    for (const struct option_row *r = rows; r->name; r++) {
        option_spelled(r, &spelled);
        widest = spelled.len > widest ? spelled.len : widest;
    }
    for (const struct option_row *r = rows; r->name; r++) {
        option_spelled(r, &spelled);
        printf("%s  %-*s  ", r == rows ? "\n" : "", (int)widest, spelled.text);
        for (const char *at = r->help; *at; at++) {
            putchar(*at);
            if (*at == '\n')
                printf("%*s", (int)widest + 4, "");
        }
        putchar('\n');
    }
    buffer_release(&spelled);
}

/* ---- what is wrong ---- */
static enum options_outcome say_unknown(const struct command *self, const struct option_row *rows,
                                        const char *typed) {
    const char *near = NULL, *equals = strchr(typed, '=');
    struct str bare = str_from(typed + strspn(typed, "-"));
    int best = INT32_MAX, distance;
    if (equals)
        bare.len = (size_t)(equals - bare.text);
    for (const struct option_row *r = rows; r->name; r++) {
        if (str_is(bare, r->name) && !r->takes) {
            fprintf(stderr, "ipt: --%s takes nothing behind it\n", r->name);
            return OPTIONS_WRONG;
        }
        if (name_is_near(bare, str_from(r->name), &distance) && distance < best) {
            best = distance;
            near = r->name;
        }
    }
    fprintf(stderr, "ipt: `ipt %s` has no option `%s`", self->name, typed);
    if (near)
        fprintf(stderr, "; did you mean `--%s`?\n", near);
    else
        fprintf(stderr, "; ipt %s --help lists them\n", self->name);
    return OPTIONS_WRONG;
}

/* `text|markdown|html`: is it one of these? Capitals stand for anything. */
static bool is_among(const char *takes, const char *given) {
    size_t len = strlen(given);
    if (!strchr(takes, '|'))
        return true;
    for (const char *at = takes; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, given, len) == 0 && (at[len] == '|' || at[len] == 0))
            return true;
    }
    return false;
}

static enum options_outcome say_takes(const struct option_row *row, const char *given) {
    fprintf(stderr, "ipt: %s--%s%stakes ", given ? "" : "nothing stands behind ", row->name,
            given ? " " : "; it ");
    for (const char *at = row->takes; *at; at++) {
        if (*at != '|')
            putc(*at, stderr);
        else
            fputs(strchr(at + 1, '|') ? ", " : " or ", stderr);
    }
    if (given)
        fprintf(stderr, ", not `%s`", given);
    putc('\n', stderr);
    return OPTIONS_WRONG;
}

/* ---- reading ---- */
static enum options_outcome take(const struct option_row *row, const char *given) {
    if (row->flag)
        *row->flag = true;
    else if (is_among(row->takes, given))
        *row->text = given;
    else
        return say_takes(row, given);
    return OPTIONS_READ;
}

static const struct option_row *row_of(const struct option_row *rows, int called) {
    if (called >= FIRST_ROW)
        return rows + (called - FIRST_ROW);
    for (const struct option_row *r = rows; r->name; r++)
        if (r->letter == called)
            return r;
    return NULL;
}

enum options_outcome options_read(const struct command *self, const struct option_row *rows,
                                  int argc, char **argv, int *rest) {
    struct option longs[MOST_OPTIONS] = {{0}};
    char shorts[2 * MOST_OPTIONS + 2] = ":", *end = shorts + 1;
    size_t count = rows_count(rows);
    enum options_outcome outcome = OPTIONS_READ;
    if (count + 2 > MOST_OPTIONS)
        bug("more options than there is room for");
    for (size_t i = 0; i < count; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].takes ? required_argument : no_argument,
                                   NULL, FIRST_ROW + (int)i};
        if (rows[i].letter)
            *end++ = rows[i].letter;
        if (rows[i].letter && rows[i].takes)
            *end++ = ':';
    }
    longs[count] = (struct option){"help", no_argument, NULL, HELP};
    opterr = 0;
    for (int c; outcome == OPTIONS_READ;) {
        const char *typed = optind < argc ? argv[optind] : "";
        if ((c = getopt_long(argc, argv, shorts, longs, NULL)) == -1)
            break;
        if (c == HELP) {
            show_help(self, rows);
            outcome = OPTIONS_HELPED;
        } else if (c == '?') {
            outcome =
                say_unknown(self, rows, argv[optind - 1][0] == '-' ? argv[optind - 1] : typed);
        } else if (c == ':') {
            outcome = say_takes(row_of(rows, optopt), NULL);
        } else {
            outcome = take(row_of(rows, c), optarg);
        }
    }
    *rest = optind;
    return outcome;
}
