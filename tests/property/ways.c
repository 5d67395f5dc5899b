/* Random small interviews: as many ways are found, and the same guarantees are broken, whether ways
   meet where nothing can tell them apart any more or are all walked to their end.

   random_ways [SCRIPTS [FIRST SEED]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/explore.h"
#include "program/program.h"

enum { SCRIPTS = 300, MOST_NAMES = 32 };

struct maker {
    uint64_t chance;
    struct buffer out;
    char names[MOST_NAMES][8]; /* asked so far in this block and those around it */
    char kinds[MOST_NAMES];
    int count, next, inventories, questions;
    bool people;
};

static int below(struct maker *m, int limit) {
    uint64_t x = m->chance += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (int)((x ^ (x >> 31)) % (uint64_t)limit);
}

static void line(struct maker *m, int depth, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void line(struct maker *m, int depth, const char *format, ...) {
    va_list args;
    buffer_printf(&m->out, "%*s", depth * 2, "");
    va_start(args, format);
    buffer_vprintf(&m->out, format, args);
    va_end(args);
    buffer_char(&m->out, '\n');
}

static void ask(struct maker *m, int depth) {
    int n = m->next++, kind = below(m, 3);
    line(m, depth,
         kind == 0   ? "ask q%d \"Q%d?\" yes or no"
         : kind == 1 ? "ask q%d \"Q%d?\" rating 0 to 2"
                     : "ask q%d \"Q%d?\" text",
         n, n);
    m->questions++;
    if (m->count == MOST_NAMES)
        return;
    snprintf(m->names[m->count], sizeof m->names[0], "q%d", n);
    m->kinds[m->count++] = (char)kind;
}

static void condition(struct maker *m, struct buffer *out) {
    static const char *const words[] = {"is yes", "> 0", "mentions \"danger\""};
    if (below(m, 3) == 0 && m->inventories) {
        int i = below(m, m->inventories), kind = below(m, 3);
        buffer_printf(out,
                      kind == 0   ? "i%d.total > 1"
                      : kind == 1 ? "i%d.total is answered"
                                  : "count(i%d.items where it > 0) > 1",
                      i);
        return;
    }
    if (m->people && below(m, 3) == 0) {
        static const char *const of_people[] = {"count(people where dear > 0) > 0",
                                                "sum(dear of people) > 1",
                                                "count(people) > 1",
                                                "any(kept of people)",
                                                "reached near",
                                                "count(people where kept is no) is 1"};
        buffer_text(out, of_people[below(m, COUNT_OF(of_people))]);
        return;
    }
    int k = below(m, m->count);
    buffer_printf(out, "%s %s", m->names[k], below(m, 4) ? words[(int)m->kinds[k]] : "is declined");
}

static void block(struct maker *m, int depth, int most);

static void statement(struct maker *m, int depth) {
    struct buffer b;
    int kind = below(m, 10);
    if (m->questions > 9 || (kind < 4 && depth < 4) || !m->count) {
        if (m->questions <= 9)
            ask(m, depth);
        else
            line(m, depth, "say \"On.\"");
        return;
    }
    if (kind < 7 && depth < 3) {
        buffer_init(&b);
        condition(m, &b);
        if (below(m, 2)) {
            buffer_text(&b, below(m, 2) ? " and " : " or ");
            condition(m, &b);
        }
        line(m, depth, "if %s", b.text);
        buffer_release(&b);
        block(m, depth + 1, 2);
        if (below(m, 8) == 0)
            line(m, depth + 1, "finish");
    } else if (kind == 7 && m->inventories && m->questions < 8) {
        line(m, depth, "do i%d", below(m, m->inventories));
        m->questions += 3;
    } else if (kind == 8 && m->questions < 5) {
        line(m, depth, "repeat 2 times");
        block(m, depth + 1, 1);
        m->questions += 2;
    } else {
        line(m, depth, "set n = n + 1");
    }
}

static void block(struct maker *m, int depth, int most) {
    int count = m->count;
    for (int i = 1 + below(m, most); i > 0; i--)
        statement(m, depth);
    m->count = count;
}

static void make(struct maker *m) {
    struct buffer b;
    line(m, 0, "scale s\n  - 0 \"No\"\n  - 1 \"Yes\"");
    m->inventories = below(m, 3);
    for (int i = 0; i < m->inventories; i++)
        line(m, 0,
             "inventory i%d\n  answers s\n  item a \"A\"\n  item b \"B\"%s\n  item c \"C\"%s\n"
             "  score total = sum of items\n    missing up to 1%s",
             i, below(m, 2) ? "  reverse" : "", below(m, 3) ? "" : "  optional",
             below(m, 2) ? " prorated" : "");
    m->people = below(m, 3) == 0;
    if (m->people)
        line(m, 0,
             "record person\n  label name \"Name?\"\n  ask dear \"Dear?\" rating 0 to 2\n"
             "  if dear is 1\n    ask kept \"Kept?\" yes or no");
    line(m, 0, "interview\n  let n = 0");
    for (int i = 0; i < m->inventories; i++) {
        line(m, 1, "do i%d", i);
        m->questions += 3;
    }
    ask(m, 1);
    if (m->people) {
        line(m, 1, "collect people of person \"Who?\"\n    at most %d", 1 + below(m, 2));
        m->questions += 5;
    }
    for (int i = 2 + below(m, 4); i > 0; i--)
        statement(m, 1);
    if (m->people && below(m, 2)) {
        line(m, 1, "for each p in people%s", below(m, 2) ? "" : " where dear > 0");
        line(m, 2, "ask each%d \"Each?\" yes or no", m->next);
        line(m, 2, "if each%d is %s\n      set n = n + 1", m->next, below(m, 2) ? "yes" : "no");
    }
    line(m, 1, "if n > 1\n    do far");
    line(m, 1, "do near");
    line(m, 0, "branch near\n  say \"Near.\"\nbranch far\n  ask f \"F?\" yes or no");
    buffer_init(&b);
    condition(m, &b);
    line(m, 0, "guarantee \"A\"\n  whenever %s then %s before end", b.text,
         below(m, 2) ? "far" : "near");
    buffer_clear(&b);
    condition(m, &b);
    line(m, 0, "guarantee \"B\"\n  at end %s is answered or %s", m->names[below(m, m->count)],
         b.text);
    if (below(m, 2)) {
        buffer_clear(&b);
        condition(m, &b);
        line(m, 0, "safeguard g when %s\n  ask k \"K?\" yes or no%s", b.text,
             below(m, 3) ? "" : "\n  finish");
    }
    buffer_release(&b);
}

/* The report, without what has to differ: how many places there were, and which of the shortest
   ways was met first. */
static void plain(const char *report, struct buffer *out) {
    while (*report) {
        size_t len = strcspn(report, "\n");
        const char *places = memmem(report, len, ", in ", 5);
        bool way = len > 4 && memcmp(report, "    ", 4) == 0;
        if (!way && len)
            buffer_printf(out, "%.*s\n", (int)(places ? (size_t)(places - report) : len), report);
        report += len + (report[len] == '\n');
    }
}

static bool try_script(uint64_t seed) {
    struct maker m = {.chance = seed};
    struct buffer reports[2], words[2];
    bool good = true;
    buffer_init(&m.out);
    make(&m);
    struct program *p = program_from_text("script.ipt", buffer_as_str(&m.out));
    if (p->diags.errors) { /* a condition that is always met, say */
        program_free(p);
        buffer_release(&m.out);
        return true;
    }
    for (int apart = 0; apart < 2; apart++) {
        struct explore_options how = {.entry = p->interview,
                                      .today = {2026, 1, 1, 0, false},
                                      .most_states = 20000,
                                      .apart = apart};
        buffer_init(&reports[apart]);
        buffer_init(&words[apart]);
        struct explorer *x = explore(p, &how);
        explore_say(x, &reports[apart]);
        explore_free(x);
        plain(reports[apart].text, &words[apart]);
    }
    bool seen = !strstr(reports[1].text, "more than");
    if (seen && strcmp(words[0].text, words[1].text) != 0) {
        printf("%s\n--- together\n%s\n--- apart\n%s\nways: they differ (seed %llu)\n", m.out.text,
               reports[0].text, reports[1].text, (unsigned long long)seed);
        good = false;
    }
    for (int i = 0; i < 2; i++) {
        buffer_release(&reports[i]);
        buffer_release(&words[i]);
    }
    program_free(p);
    buffer_release(&m.out);
    return good;
}

int main(int argc, char **argv) {
    long count = argc > 1 ? atol(argv[1]) : SCRIPTS;
    uint64_t first = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
    for (long i = 0; i < count; i++)
        if (!try_script(first + (uint64_t)i))
            return 1;
    return 0;
}
