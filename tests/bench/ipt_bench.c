/* The adapter of ipt for the harness: the verbs of README.md, straight on the library. */
#include <stdio.h>
#include <time.h>

#include "program/program_json.h"
#include "run/session.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static uint32_t draw; /* xorshift32, as in gen/rng.mjs */
static uint32_t below(uint32_t n) {
    draw ^= draw << 13;
    draw ^= draw >> 17;
    draw ^= draw << 5;
    return draw % n;
}

static int by_number(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *times, size_t count) {
    qsort(times, count, sizeof *times, by_number);
    return times[count / 2];
}

static struct str read_all(struct arena *a, const char *path) {
    struct str text;
    const char *why;
    if (!file_read(a, path, &text, &why))
        die("%s: %s", path, why);
    return text;
}

static struct program *open_text(const char *path, struct str text) {
    struct program *p = program_from_text(path, text);
    if (p->diags.errors) {
        diags_print(&p->diags, stderr, false);
        die("%s does not check", path);
    }
    return p;
}

static struct session *begin(struct program *p) {
    struct str why = {"", 0};
    struct session_options given = {.entry = program_entry(p, (struct str){"", 0}, &why), .seed = 1,
                                    .today = {2026, 1, 1, 0, false}};
    return session_new(p, &given);
}

/* Answers as the reference walk does; gives the number of answers, and the characters that were read. */
static size_t walk(struct session *s, size_t steps, size_t *chars) {
    size_t done = 0;
    for (;;) {
        const struct event *event = session_next(s);
        if (event->kind == EVENT_END || event->kind == EVENT_ERROR)
            return done;
        *chars += event->kind == EVENT_ASK ? event->prompt.text.len : event->text.len;
        if (event->kind != EVENT_ASK)
            continue;
        for (uint32_t i = 0; i < event->prompt.offer_count; i++)
            *chars += event->prompt.offers[i].label.len;
        if (done == steps)
            return done;
        struct str why;
        struct answer answer = {
            .value = value_choice(event->prompt.offers[below(event->prompt.offer_count)].option)};
        if (session_answer(s, &answer, &why) != ANSWER_TAKEN)
            die("refused: %.*s", (int)why.len, why.text);
        done++;
    }
}

/* FNV-1a over name=value; of all variables of the document, in its order. */
static uint32_t check(struct session *s, const struct program *p) {
    uint32_t h = 2166136261u;
    bool first = true;
    char line[80];
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *symbol = p->symbols[i];
        bool variable = symbol->kind == SYMBOL_LET && strcmp(symbol->name->text, "total") != 0;
        bool question = symbol->kind == SYMBOL_QUESTION && symbol->owner->kind == SYMBOL_INTERVIEW;
        double number = -1;
        if (!variable && !question)
            continue;
        value_as_number(session_value(s, symbol), &number);
        int len = snprintf(line, sizeof line, "%s%s=%.0f", first ? "" : ";", symbol->name->text, number);
        first = false;
        for (int k = 0; k < len; k++)
            h = (h ^ (unsigned char)line[k]) * 16777619u;
    }
    return h;
}

static void compile(const char *path, const char *target, bool once) {
    struct arena a;
    arena_init(&a);
    double times[21];
    size_t count = 0, bytes_out = 0;
    struct str text = read_all(&a, path);
    double began = now();
    do {
        struct buffer out;
        const char *why;
        double start = now();
        buffer_init(&out);
        struct program *p = open_text(path, text);
        program_to_json(p, &(struct compile_options){.compact = true}, &out);
        times[count++] = now() - start;
        bytes_out = out.len;
        if (count == 1 && !file_write(target, buffer_as_str(&out), &why))
            die("%s: %s", target, why);
        program_free(p);
        buffer_release(&out);
    } while (!once && count < 21 && (count < 4 || now() - began < 4000));
    if (!once) {
        double cold = times[0];
        printf("{\"verb\":\"compile\",\"bytes_in\":%zu,\"bytes_out\":%zu,\"cold_ms\":%.4f,\"warm_ms\":%.4f}\n", text.len,
               bytes_out, cold, median(times + 1, count - 1));
    }
    arena_release(&a);
}

static void load(const char *path) {
    struct arena a;
    arena_init(&a);
    double times[21];
    size_t count = 0;
    struct str text = read_all(&a, path);
    double began = now();
    do {
        double start = now();
        struct program *p = open_text(path, text);
        struct session *s = begin(p);
        size_t chars = 0;
        walk(s, 0, &chars);
        times[count++] = now() - start;
        session_free(s);
        program_free(p);
    } while (count < 21 && (count < 4 || now() - began < 4000));
    double cold = times[0];
    printf("{\"verb\":\"load\",\"bytes_in\":%zu,\"cold_ms\":%.4f,\"warm_ms\":%.4f}\n", text.len, cold,
           median(times + 1, count - 1));
    arena_release(&a);
}

static void steps(struct program *p, const char *verb, size_t n) {
    size_t chars = 0;
    struct session *s = begin(p);
    draw = 12345;
    double start = now();
    size_t done = walk(s, n, &chars);
    double ms = now() - start;
    printf("{\"verb\":\"%s\",\"steps\":%zu,\"chars\":%zu,\"ms\":%.3f,\"per_s\":%.0f,\"check\":\"%08x\"}\n", verb, done, chars,
           ms, done / ms * 1e3, check(s, p));
    session_free(s);
}

static void form(struct program *p) {
    double times[200];
    size_t count = 0, done = 0, chars = 0;
    uint32_t end = 0;
    double began = now();
    do {
        draw = 12345;
        double start = now();
        struct session *s = begin(p);
        done = walk(s, SIZE_MAX, &chars);
        times[count++] = now() - start;
        end = check(s, p);
        session_free(s);
    } while (count < 200 && (count < 3 || now() - began < 4000));
    double cold = times[0], warm = median(times + 1, count - 1);
    printf("{\"verb\":\"form\",\"answers\":%zu,\"cold_ms\":%.5f,\"warm_ms\":%.5f,\"cold_per_s\":%.0f,\"per_s\":%.0f,"
           "\"check\":\"%08x\"}\n", done, cold, warm, done / cold * 1e3, done / warm * 1e3, end);
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "", *file = argc > 2 ? argv[2] : "";
    if (strcmp(verb, "version") == 0) {
        printf("{\"verb\":\"version\",\"version\":\"%s\"}\n", IPT_VERSION);
    } else if (strcmp(verb, "compile") == 0 || strcmp(verb, "compile1") == 0) {
        compile(file, argv[3], verb[7] == '1');
    } else if (strcmp(verb, "load") == 0) {
        load(file);
    } else if (strcmp(verb, "start") == 0 || strcmp(verb, "steps") == 0 || strcmp(verb, "replay") == 0 ||
               strcmp(verb, "form") == 0) {
        struct program *p = program_open(file);
        size_t chars = 0;
        draw = 12345;
        if (p->diags.errors)
            die("%s does not check", file);
        if (strcmp(verb, "start") == 0) {
            struct session *s = begin(p);
            walk(s, 1, &chars);
            session_free(s);
        } else if (strcmp(verb, "form") == 0) {
            form(p);
        } else {
            steps(p, verb, strtoull(argv[3], NULL, 10));
        }
        program_free(p);
    } else {
        printf("{\"unsupported\":\"%s\"}\n", verb);
    }
    return 0;
}
