/* Random patterns and random replies over a few words: what is met, beside a matcher that writes
   every pattern out into all the rows of words it may stand for and tries each of them at each
   place. Many patterns are compiled together, as in a program; why a pattern is met or not must say
   the same.

   random_patterns [MACHINES [FIRST SEED]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/matcher.h"

enum { MACHINES = 2000, PATTERNS = 14, REPLIES = 16, ROWS = 400, LONG = 40, MOST = 24 };

static uint64_t chance;

static uint64_t draw(void) {
    uint64_t x = chance += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static int below(int limit) {
    return (int)(draw() % (uint64_t)limit);
}

/* ---- words: what a word as it is written stands for ---- */
enum { A = 1, B = 2, C = 4, WOULD = 8, HAD = 16, NOT = 32, BUT = 64, OTHER = 128 };
static const struct {
    const char *written;
    int count;
    unsigned heard[2]; /* readings */
} vocabulary[] = {
    {"a", 1, {A}},     {"b", 1, {B}},         {"c", 1, {C}},         {"a", 1, {A}},
    {"B", 1, {B}},     {"would", 1, {WOULD}}, {"had", 1, {HAD}},     {"a'd", 2, {A, WOULD | HAD}},
    {"not", 1, {NOT}}, {"but", 1, {BUT}},     {"bn't", 2, {B, NOT}},
};

/* ---- patterns written out: rows of items ---- */
enum item_kind { WORD, GAP, BAR };
struct item {
    enum item_kind kind;
    int what; /* readings; words of a gap, -1 any; index of a list of rows */
};
struct row {
    struct item items[LONG];
    int count;
};
struct rows {
    struct row *row;
    int count;
};
static struct rows bars[512];
static int bar_count;
static bool too_many;

static struct rows one_row(void) {
    struct rows r = {memory_get(sizeof *r.row), 1};
    return r;
}

static void add_rows(struct rows *to, struct rows from) {
    if (!from.count) /* they were too many */
        return;
    to->row = memory_resize(to->row, sizeof *to->row * (size_t)(to->count + from.count));
    memcpy(to->row + to->count, from.row, sizeof *to->row * (size_t)from.count);
    to->count += from.count;
    too_many |= to->count > ROWS;
    free(from.row);
}

static void add_item(struct rows *to, struct item item) {
    for (int i = 0; i < to->count; i++) {
        if (to->row[i].count < LONG)
            to->row[i].items[to->row[i].count++] = item;
        else
            too_many = true;
    }
}

/* Each row of the one with each of the other behind it. */
static void multiply(struct rows *to, struct rows by) {
    struct rows out = {0};
    for (int i = 0; i < to->count && !too_many; i++)
        for (int k = 0; k < by.count && !too_many; k++) {
            struct rows both = one_row();
            both.row[0] = to->row[i];
            for (int n = 0; n < by.row[k].count; n++)
                add_item(&both, by.row[k].items[n]);
            add_rows(&out, both);
        }
    free(to->row);
    free(by.row);
    *to = out;
}

/* ---- making them ---- */
struct maker {
    struct buffer text;
    bool list;
};
static struct {
    char name[4];
    struct word_set *set;
    struct rows rows;
} sets[3];

static struct rows make_word(struct buffer *text) {
    int i = below((int)(sizeof vocabulary / sizeof *vocabulary));
    struct rows out = one_row();
    buffer_printf(text, "%s", vocabulary[i].written);
    for (int k = 0; k < vocabulary[i].count; k++)
        add_item(&out, (struct item){WORD, (int)vocabulary[i].heard[k]});
    return out;
}

static struct rows copied(struct rows r) {
    struct rows out = {memory_get(sizeof *r.row * (size_t)r.count), r.count};
    memcpy(out.row, r.row, sizeof *r.row * (size_t)r.count);
    return out;
}

static struct rows make_sequence(struct maker *m, int depth, int most, bool gaps);

static struct rows make_group(struct maker *m, int depth, bool optional, bool gaps) {
    struct rows out = {0};
    buffer_char(&m->text, optional ? '[' : '(');
    for (int i = 1 + below(3); i > 0; i--) {
        add_rows(&out, make_sequence(m, depth + 1, 2, gaps));
        if (i > 1)
            buffer_text(&m->text, below(2) ? "|" : " | ");
    }
    buffer_char(&m->text, optional ? ']' : ')');
    if (optional)
        add_rows(&out, one_row());
    return out;
}

static struct rows make_solid(struct maker *m, int depth, bool gaps) {
    int kind = below(10);
    if (kind < 2) {
        int i = below(3);
        buffer_printf(&m->text, "~%s", sets[i].name);
        return copied(sets[i].rows);
    }
    if (kind < 4 && depth < 3)
        return make_group(m, depth, false, gaps);
    return make_word(&m->text);
}

static struct item make_bar(struct maker *m) {
    buffer_char(&m->text, '!');
    bars[bar_count] = make_solid(m, 1, false);
    return (struct item){BAR, bar_count++};
}

static struct item make_gap(struct maker *m) {
    int most = below(3) ? 1 + below(3) : -1;
    if (below(3) == 0 && bar_count < 500)
        return make_bar(m);
    buffer_printf(&m->text, most < 0 ? "*" : "*%d", most);
    return (struct item){GAP, most};
}

static struct rows make_sequence(struct maker *m, int depth, int most, bool gaps) {
    struct rows out = one_row();
    int count = 1 + below(most);
    for (int i = 0; i < count && !too_many; i++) {
        if (i)
            buffer_char(&m->text, ' ');
        while (gaps && (i || below(8) == 0) && below(3) == 0) {
            add_item(&out, make_gap(m));
            buffer_char(&m->text, ' ');
        }
        if (depth < 3 && below(6) == 0)
            multiply(&out, make_group(m, depth, true, gaps));
        else
            multiply(&out, make_solid(m, depth, gaps));
    }
    while (gaps && below(depth ? 6 : 20) == 0) {
        buffer_char(&m->text, ' ');
        add_item(&out, make_gap(m));
    }
    return out;
}

static struct rows make_list(struct maker *m) {
    struct rows out = {0};
    for (int i = 1 + below(3); i > 0; i--) {
        add_rows(&out, make_sequence(m, 0, 3, false));
        if (i > 1)
            buffer_text(&m->text, ", ");
    }
    return out;
}

static void make_sets(struct arena *a) {
    too_many = false;
    for (int i = 0; i < 3; i++) {
        snprintf(sets[i].name, sizeof sets[i].name, "s%d", i);
        sets[i].set = word_set_new(a, "en");
        sets[i].rows = (struct rows){0};
        for (int n = 1 + below(3); n > 0; n--) {
            struct buffer text;
            struct rows phrase = one_row();
            buffer_init(&text);
            for (int k = 1 + below(3); k > 0; k--) {
                multiply(&phrase, make_word(&text));
                buffer_char(&text, ' ');
            }
            if (!word_set_add(sets[i].set, buffer_as_str(&text)))
                bug("a phrase is refused: %s", text.text);
            add_rows(&sets[i].rows, phrase);
            buffer_release(&text);
        }
    }
}

static const struct word_set *look_up(void *payload, struct str name) {
    (void)payload;
    for (int i = 0; i < 3; i++)
        if (str_is(name, sets[i].name))
            return sets[i].set;
    return NULL;
}

/* ---- replies ---- */
struct reply {
    struct buffer text;
    struct {
        unsigned heard;
        int sentence;
        uint32_t at, end;
    } words[MOST * 2];
    int count;
};

static void make_reply(struct reply *r) {
    int sentence = 0;
    buffer_init(&r->text);
    r->count = 0;
    for (int i = below(MOST); i > 0; i--) {
        int v = below((int)(sizeof vocabulary / sizeof *vocabulary)), count = vocabulary[v].count;
        bool other = below(12) == 0;
        uint32_t at = (uint32_t)r->text.len;
        buffer_text(&r->text, other ? "zz" : vocabulary[v].written);
        for (int k = 0; k < (other ? 1 : count); k++) {
            r->words[r->count].heard = other ? OTHER : vocabulary[v].heard[k];
            r->words[r->count].sentence = sentence;
            r->words[r->count].at = at;
            r->words[r->count++].end = (uint32_t)r->text.len;
        }
        bool stop = below(12) == 0;
        sentence += stop;
        buffer_text(&r->text, stop ? ". " : below(6) == 0 ? ", " : " ");
    }
}

/* ---- trying everything ---- */
static bool stands(const struct reply *r, const struct row *row, int at, int *end) {
    for (int i = 0; i < row->count; i++)
        if (at + i >= r->count || !(r->words[at + i].heard & (unsigned)row->items[i].what) ||
            r->words[at + i].sentence != r->words[at].sentence)
            return false;
    *end = at + row->count;
    return true;
}

static bool is_barred(const struct reply *r, struct rows x, int from, int to) {
    for (int at = from; at < to; at++)
        for (int i = 0, end; i < x.count; i++)
            if (stands(r, &x.row[i], at, &end) && end <= to)
                return true;
    return false;
}

/* The gap from item i on: does it allow the words from..to? */
static bool gap_allows(const struct reply *r, const struct row *row, int i, int from, int to,
                       bool lenient) {
    int most = 0;
    for (; i < row->count && row->items[i].kind != WORD; i++) {
        int what = row->items[i].what;
        if (row->items[i].kind == GAP)
            most = most < 0 || what < 0 ? -1 : most + what;
        else if (!lenient && is_barred(r, bars[what], from, to))
            return false;
    }
    return most < 0 || to - from <= most;
}

/* Every end of the row from item i on, behind word `at` of the sentence. */
static void try_row(const struct reply *r, const struct row *row, int i, int at, int sentence,
                    bool lenient, bool *ends) {
    int gap = i;
    if (i == row->count) {
        ends[at] = true;
        return;
    }
    while (row->items[i].kind != WORD)
        i++;
    for (int to = at; to < r->count && r->words[to].sentence == sentence; to++)
        if ((to == at || i > gap) && (r->words[to].heard & (unsigned)row->items[i].what) &&
            gap_allows(r, row, gap, at, to, lenient))
            try_row(r, row, i + 1, to + 1, sentence, lenient, ends);
}

static bool is_denied(const struct reply *r, int start) {
    for (int at = start - 1; at >= 0 && at >= start - 4; at--) {
        if (r->words[at].sentence != r->words[start].sentence || r->words[at].heard == BUT)
            return false;
        if (r->words[at].heard == NOT)
            return true;
    }
    return false;
}

struct pattern {
    enum match_by by;
    struct rows rows;
    uint32_t number;
    char *text;
    bool barred, gaps;
};

/* The first end, with every start it may have. */
static bool try_all(const struct reply *r, const struct pattern *p, bool lenient, int *end,
                    bool *starts) {
    *end = r->count + 1;
    for (int start = 0; start < r->count; start++) {
        bool ends[MOST * 2 + 1] = {0};
        if ((p->by == MATCH_STARTS && start) ||
            (p->by == MATCH_AFFIRMS && !lenient && is_denied(r, start)))
            continue;
        for (int i = 0; i < p->rows.count; i++)
            try_row(r, &p->rows.row[i], 0, start, r->words[start].sentence, lenient, ends);
        for (int e = 0; e <= r->count; e++)
            if (ends[e] && e < *end) {
                *end = e;
                memset(starts, 0, (size_t)r->count);
            }
        starts[start] = *end <= r->count && ends[*end];
    }
    return *end <= r->count;
}

/* ---- what must be refused ---- */
/* Signs at an end, nothing at all, or a `!` that has no gap. */
static bool must_be_good(const struct pattern *p) {
    bool used[512] = {0};
    for (int i = 0; i < p->rows.count; i++) {
        const struct row *row = &p->rows.row[i];
        if (!row->count || row->items[0].kind != WORD || row->items[row->count - 1].kind != WORD)
            return false;
        for (int k = 0; k < row->count; k++) {
            int from = k, to = k;
            bool gap = false;
            while (from > 0 && row->items[from - 1].kind != WORD)
                from--;
            for (to = from; row->items[to].kind != WORD; to++)
                gap |= row->items[to].kind == GAP;
            if (row->items[k].kind != BAR)
                continue;
            used[row->items[k].what] |= gap;
            for (int n = 0; n < bars[row->items[k].what].count; n++)
                if (!bars[row->items[k].what].row[n].count)
                    return false;
        }
    }
    for (int i = 0; i < p->rows.count; i++)
        for (int k = 0; k < p->rows.row[i].count; k++)
            if (p->rows.row[i].items[k].kind == BAR && !used[p->rows.row[i].items[k].what])
                return false;
    return true;
}

static void see_signs(struct pattern *p) {
    for (int i = 0; i < p->rows.count; i++)
        for (int k = 0; k < p->rows.row[i].count; k++) {
            p->barred |= p->rows.row[i].items[k].kind == BAR;
            p->gaps |= p->rows.row[i].items[k].kind != WORD;
        }
}

/* False where it is written out too long to be tried. */
static bool make_pattern(struct matcher *m, struct pattern *p) {
    struct maker maker = {0};
    struct pattern_mistake mistake;
    too_many = false;
    buffer_init(&maker.text);
    p->by = (enum match_by)below(4);
    p->rows = p->by == MATCH_MATCHES ? make_sequence(&maker, 0, 4, true) : make_list(&maker);
    p->text = strdup(maker.text.text);
    buffer_release(&maker.text);
    p->barred = p->gaps = false;
    if (too_many)
        return false;
    bool good = matcher_add(m, p->by, str_from(p->text), look_up, NULL, &p->number, &mistake);
    if (good != must_be_good(p))
        bug("`%s` is %s: %d at %u", p->text, good ? "taken" : "refused",
            good ? 0 : (int)mistake.fault, mistake.at);
    if (good)
        see_signs(p);
    return good;
}

/* ---- comparing ---- */
static void compare_why(const struct matcher *m, const struct pattern *p, const struct reply *r,
                        const struct match *match) {
    struct arena a;
    int end;
    bool starts[MOST * 2];
    arena_init(&a);
    struct match_reason why = matcher_why(m, &a, buffer_as_str(&r->text), p->number);
    bool lenient = try_all(r, p, true, &end, starts);
    if (why.met != (match != NULL) || (match && !str_same(why.words, match->words)))
        bug("`%s` in `%s`: told otherwise", p->text, r->text.text);
    if (!match && lenient != (why.denied.len > 0))
        bug("`%s` in `%s`: %s denied", p->text, r->text.text, lenient ? "is not" : "is");
    if (!match && !lenient && !why.wanted.len)
        bug("`%s` in `%s`: nothing was missing", p->text, r->text.text);
    arena_release(&a);
}

static void compare(const struct pattern *p, const struct reply *r, const struct match *match) {
    int end;
    bool starts[MOST * 2] = {0}, longest = !p->gaps, right = false;
    bool met = try_all(r, p, false, &end, starts);
    if (met != (match != NULL))
        bug("`%s` in `%s`: %s", p->text, r->text.text, met ? "not found" : "found");
    if (!met)
        return;
    uint32_t at = (uint32_t)(match->words.text - r->text.text);
    for (int i = 0; i < r->count; i++) {
        right |= starts[i] && r->words[i].at == at;
        if (starts[i] && longest)
            break;
    }
    if (!right || r->words[end - 1].end != at + match->words.len)
        bug("`%s` in `%s`: found in `%.*s`", p->text, r->text.text, (int)match->words.len,
            match->words.text);
}

static void release(struct pattern *patterns, int count) {
    for (int i = 0; i < count; i++) {
        free(patterns[i].rows.row);
        free(patterns[i].text);
    }
    for (int i = 0; i < 3; i++)
        free(sets[i].rows.row);
    for (int i = 0; i < bar_count; i++)
        free(bars[i].row);
    bar_count = 0;
}

static size_t run_machine(size_t *met) {
    struct arena a;
    struct pattern patterns[PATTERNS];
    bool good[PATTERNS];
    size_t cases = 0, count;
    arena_init(&a);
    make_sets(&a);
    struct matcher *m = matcher_new(&a, "en");
    for (int i = 0; i < PATTERNS; i++)
        good[i] = make_pattern(m, &patterns[i]);
    matcher_close(m);
    struct matching *x = matching_new(m);
    for (int n = 0; n < REPLIES; n++) {
        struct reply r;
        make_reply(&r);
        const struct match *found = matcher_find(m, x, buffer_as_str(&r.text), &count);
        for (int i = 0; i < PATTERNS; i++) {
            if (!good[i])
                continue;
            const struct match *match = match_of(found, count, patterns[i].number);
            compare(&patterns[i], &r, match);
            if (n == 0)
                compare_why(m, &patterns[i], &r, match);
            cases++;
            *met += match != NULL;
        }
        buffer_release(&r.text);
    }
    matching_release(x);
    release(patterns, PATTERNS);
    arena_release(&a);
    return cases;
}

int main(int argc, char **argv) {
    long machines = argc > 1 ? atol(argv[1]) : MACHINES, first = argc > 2 ? atol(argv[2]) : 1;
    size_t cases = 0, met = 0;
    for (long i = 0; i < machines; i++) {
        chance = (uint64_t)(first + i) * 0x100000001b3u;
        cases += run_machine(&met);
    }
    printf("ok: random patterns, %zu cases, %zu of them met\n", cases, met);
    return 0;
}
