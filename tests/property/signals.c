/* Random scripts with safeguards, random answers: a signal is always followed by its safeguard
   before anything else is said or asked, wherever it is given; nothing typed leads round it; the
   record keeps it. The same answers give the same transcript from the source, from the compiled
   form, and with a clone at every question.

   random_signals [SCRIPTS [FIRST SEED]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/program.h"
#include "program/program_json.h"
#include "run/result.h"
#include "run/session.h"

enum { SCRIPTS = 3000, RUNS = 4, STEPS = 120, MOST = 64 };
enum { PLAIN, COMPILED, CLONED, MODES };

struct guard {
    char name[16], watched[64]; /* the path of a question; empty: words in any answer */
};
struct maker {
    uint64_t chance;
    struct buffer out;
    struct guard guards[MOST];
    int guard_count, names, branches, inventories;
    char asked[MOST][16]; /* yes-no questions of this declaration that no `if` has used */
    int asked_count;
    bool collected, in_interview;
    char owner[16];
};

static uint64_t draw(uint64_t *chance) {
    uint64_t x = *chance += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static int below(uint64_t *chance, int limit) {
    return (int)(draw(chance) % (uint64_t)limit);
}

/* ---- scripts ---- */
static void line(struct maker *m, int depth, const char *text) {
    buffer_printf(&m->out, "%*s%s\n", depth * 2, "", text);
}

static void guard(struct maker *m, const char *watched) {
    if (m->guard_count == MOST)
        return;
    struct guard *g = &m->guards[m->guard_count];
    snprintf(g->name, sizeof g->name, "g%d", m->guard_count++);
    snprintf(g->watched, sizeof g->watched, "%s", watched);
}

static void ask_signal(struct maker *m, int depth) {
    char path[48], text[96];
    int n = m->names++;
    snprintf(text, sizeof text, "ask q%d \"Q%d?\" yes or no", n, n);
    line(m, depth, text);
    snprintf(path, sizeof path, "%s%sq%d", m->owner, *m->owner ? "." : "", n);
    for (int i = below(&m->chance, 3); i > 0; i--)
        guard(m, path);
    if (m->asked_count < MOST)
        snprintf(m->asked[m->asked_count++], sizeof m->asked[0], "q%d", n);
}

static void statement(struct maker *m, int depth);

/* What is asked in a block is not asked behind it. */
static void block(struct maker *m, int depth, int most) {
    int asked = m->asked_count;
    for (int i = 1 + below(&m->chance, most); i > 0; i--)
        statement(m, depth);
    if (depth > 1 && m->asked_count > asked)
        m->asked_count = asked;
}

static void fork_on(struct maker *m, int depth) {
    char text[64];
    int last = m->asked_count - 1;
    while (last >= 0 && !m->asked[last][0])
        last--;
    if (last < 0) {
        ask_signal(m, depth);
        return;
    }
    snprintf(text, sizeof text, "if %s is yes", m->asked[last]);
    m->asked[last][0] = 0; /* one `if` for each: another would be decided by it */
    line(m, depth, text);
    block(m, depth + 1, 2);
    if (m->in_interview && below(&m->chance, 6) == 0)
        line(m, depth + 1, "finish \"Enough.\"");
    else if (below(&m->chance, 2)) {
        line(m, depth, "else");
        block(m, depth + 1, 2);
    }
}

static void statement(struct maker *m, int depth) {
    char text[96];
    int n = m->names++, kind = below(&m->chance, depth < 4 ? 12 : 6);
    switch (kind) {
    case 0:
        snprintf(text, sizeof text, "say \"S%d.\"", n);
        line(m, depth, text);
        break;
    case 1:
        snprintf(text, sizeof text, "ask t%d \"T%d?\" text", n, n);
        line(m, depth, text);
        break;
    case 2:
        snprintf(text, sizeof text, "ask c%d \"C%d?\" choose%s", n, n, n % 2 ? " any" : "");
        line(m, depth, text);
        line(m, depth + 1, "- x \"X\"");
        line(m, depth + 1, "  say \"X it is.\"");
        line(m, depth + 1, "- y \"Y\"");
        line(m, depth + 1, "other \"Else\"");
        break;
    case 6:
    case 7:
        fork_on(m, depth);
        break;
    case 8:
        line(m, depth, "repeat 2 times");
        block(m, depth + 1, 2);
        break;
    case 9:
        snprintf(text, sizeof text, "do inv%d", below(&m->chance, m->inventories));
        line(m, depth, text);
        break;
    case 10:
        if (m->in_interview && !m->collected && depth == 1) {
            m->collected = true;
            line(m, depth, "collect people of person \"Who?\"");
            line(m, depth + 1, "at most 2");
        }
        ask_signal(m, depth);
        break;
    default:
        ask_signal(m, depth);
        break;
    }
}

static void begin(struct maker *m, const char *declaration, const char *owner) {
    line(m, 0, declaration);
    m->asked_count = 0;
    m->in_interview = !*owner;
    snprintf(m->owner, sizeof m->owner, "%s", owner);
}

static void write_guard(struct maker *m, const struct guard *g) {
    char text[128];
    if (*g->watched)
        snprintf(text, sizeof text, "safeguard %s when %s is not %s", g->name, g->watched,
                 strncmp(g->watched, "inv", 3) == 0 ? "0" : "no");
    else
        snprintf(text, sizeof text, "safeguard %s when answer mentions ~risk", g->name);
    line(m, 0, text);
    snprintf(text, sizeof text, "  alert urgent \"%s%s\"", g->name, *g->watched ? "" : " {answer}");
    line(m, 0, text);
    line(m, 0, "  ask k \"K?\" yes or no");
    if (below(&m->chance, 2))
        line(m, 0, "  ask more \"More?\" text");
    if (below(&m->chance, 12) == 0)
        line(m, 0, "  finish \"Handed over.\"");
}

static void make_script(struct maker *m) {
    char name[16], text[64];
    int words_at = below(&m->chance, 3);
    line(m, 0, "words risk\n  \"danger, great peril\"\nscale s\n  - 0 \"No\"\n  - 1 \"Yes\"");
    line(m, 0, "record person\n  label alias \"Name?\"\n  ask near \"Near?\" yes or no");
    if (words_at == 0)
        guard(m, "");
    m->inventories = 1 + below(&m->chance, 2);
    for (int i = 0; i < m->inventories; i++) {
        snprintf(text, sizeof text, "inventory inv%d", i);
        line(m, 0, text);
        line(m, 0, "  answers s\n  item a \"A\"\n  item b \"B\" safety\n  item c \"C\"");
        snprintf(text, sizeof text, "inv%d.b", i);
        guard(m, text);
    }
    m->branches = below(&m->chance, 3);
    for (int i = 0; i < m->branches; i++) {
        snprintf(name, sizeof name, "b%d", i);
        snprintf(text, sizeof text, "branch %s", name);
        begin(m, text, name);
        block(m, 1, 4);
    }
    begin(m, "interview", "");
    block(m, 1, 4);
    for (int i = 0; i < m->branches; i++) {
        snprintf(text, sizeof text, "do b%d", i);
        line(m, 1, text);
        statement(m, 1);
    }
    for (int i = 0; i < m->inventories; i++) {
        snprintf(text, sizeof text, "do inv%d", i);
        line(m, 1, text);
    }
    line(m, 1, "ask last \"Last?\" text");
    if (words_at)
        guard(m, "");
    for (int i = 0; i < m->guard_count; i++)
        write_guard(m, &m->guards[i]);
}

/* ---- runs ---- */
struct run {
    const struct maker *m;
    uint64_t chance;
    struct session *session;
    struct buffer transcript;
    int mode, texts;
    char text[64]; /* of the answer that is being given */
    const char *fault;
};

static void fail(struct run *r, const char *fault) {
    r->fault = r->fault ? r->fault : fault;
}

/* A question in a safeguard's body is asked while that one is open, and only then. */
static void check_place(struct run *r, const struct prompt *p) {
    const struct symbol *open = session_open_safeguard(r->session);
    const struct symbol *owner = p->question->symbol->owner;
    bool inside = owner && owner->kind == SYMBOL_SAFEGUARD;
    if (open ? owner != open : inside)
        fail(r, "a question is asked in the wrong place");
}

static struct value value_of_answer(struct run *r, const struct prompt *p, bool *risk) {
    static const char *const harmless[] = {"nothing", "a strange road? no: endanger",
                                           "peril alone"};
    *risk = below(&r->chance, 3) == 0;
    snprintf(r->text, sizeof r->text, "%s %d",
             *risk ? "Great PERILS, danger" : harmless[below(&r->chance, 3)], r->texts++);
    if (below(&r->chance, 6) == 0) {
        *risk = false;
        return value_missing(below(&r->chance, 2) ? MISSING_DECLINED : MISSING_UNKNOWN);
    }
    switch (p->question->form) {
    case FORM_YES_OR_NO:
        *risk = false;
        return value_yes_no(below(&r->chance, 2));
    case FORM_TEXT:
        return value_text(str_from(r->text));
    default: {
        struct value v;
        struct str why;
        int kind = below(&r->chance, 3);
        if (kind == 2 && p->question->choices->other)
            snprintf(r->text, sizeof r->text, "other: %s", *risk ? "danger" : "x");
        else
            snprintf(r->text, sizeof r->text, "%d", p->question->item && kind == 0 ? 0 : 1),
                *risk = false;
        if (!session_read(r->session, str_from(r->text), &v, &why))
            fail(r, "an answer cannot be read");
        return v;
    }
    }
}

/* Which safeguard has to follow: the first that watches what was answered. -1: none. */
static int expected_guard(const struct run *r, const struct prompt *p, struct value v, bool risk) {
    for (int i = 0; i < r->m->guard_count; i++) {
        const struct guard *g = &r->m->guards[i];
        bool lowest = (v.kind == VALUE_YES_NO && !v.as.yes) ||
                      (v.kind == VALUE_CHOICE && v.as.option->index == 0);
        if (*g->watched ? str_is(p->question->symbol->path, g->watched) && !lowest : risk)
            return i;
    }
    return -1;
}

static void note_event(struct run *r, const struct event *e) {
    struct str text = e->kind == EVENT_ASK ? e->prompt.path : e->text;
    buffer_printf(&r->transcript, "%d %.*s\n", (int)e->kind, (int)text.len, text.text);
}

static void answer(struct run *r) {
    const struct event *e = session_next(r->session);
    struct prompt p = e->prompt;
    bool risk;
    struct answer a = {.value = value_of_answer(r, &p, &risk)};
    struct str why;
    size_t before = session_firing_count(r->session);
    bool label = p.collecting && value_is_missing(a.value);
    if (label)
        a.value = value_text(STR("")), risk = false;
    if (p.collecting && !label && below(&r->chance, 3) == 0)
        a.value = value_missing(MISSING_DECLINED), risk = false;
    int guard = expected_guard(r, &p, a.value, risk);
    if (session_answer(r->session, &a, &why) != ANSWER_TAKEN)
        return;
    const struct event *next = session_next(r->session);
    if (guard < 0)
        return;
    const char *name = r->m->guards[guard].name;
    if (next->kind != EVENT_ALERT || next->text.len < strlen(name) ||
        memcmp(next->text.text, name, strlen(name)) != 0)
        fail(r, "something comes before the safeguard");
    if (session_firing_count(r->session) <= before)
        fail(r, "the safeguard is not in the record");
}

static void step_back(struct run *r) {
    const struct symbol *open = session_open_safeguard(r->session);
    if (!session_back(r->session))
        return;
    const struct event *e;
    while ((e = session_next(r->session))->kind != EVENT_ASK && e->kind != EVENT_END)
        continue;
    bool inside = false; /* the same safeguard, or one that ran inside it */
    for (size_t i = 0; i < session_firing_count(r->session); i++)
        inside |= session_firing_at(r->session, i).open &&
                  session_firing_at(r->session, i).safeguard == open;
    if (open && !inside)
        fail(r, "going back leads out of a safeguard");
}

static void swap_for_clone(struct run *r) {
    struct session *clone = session_clone(r->session);
    session_free(r->session);
    r->session = clone;
    session_compact(clone);
}

static void leave(struct run *r) {
    bool was_open = session_open_safeguard(r->session), recorded = false;
    struct buffer out;
    session_leave(r->session);
    buffer_init(&out);
    result_write(r->session, &(struct result_stamp){.script = "x"}, &out);
    recorded = strstr(out.text, "\"open\":true") != NULL;
    if (was_open != recorded)
        fail(r, "what was left open is not what the record says");
    buffer_release(&out);
}

static void play(struct run *r) {
    for (int step = 0; step < STEPS && !r->fault; step++) {
        const struct event *e;
        do
            note_event(r, e = session_next(r->session));
        while (e->kind != EVENT_ASK && e->kind != EVENT_END && e->kind != EVENT_ERROR);
        if (e->kind == EVENT_ERROR)
            fail(r, "the script went wrong");
        if (e->kind != EVENT_ASK)
            return;
        check_place(r, &e->prompt);
        if (r->mode == CLONED)
            swap_for_clone(r);
        int what = below(&r->chance, 40);
        if (what == 0) {
            leave(r);
            return;
        }
        if (what < 8)
            step_back(r);
        else
            answer(r);
    }
}

/* ---- all of it ---- */
static struct program *compiled(const struct program *p) {
    struct buffer out;
    buffer_init(&out);
    program_to_json(p, &(struct compile_options){0}, &out);
    struct program *again = program_from_text("script.json", buffer_as_str(&out));
    buffer_release(&out);
    return again;
}

static bool try_script(uint64_t seed) {
    struct maker m = {.chance = seed};
    struct buffer first;
    const char *fault = NULL;
    buffer_init(&m.out);
    make_script(&m);
    struct program *programs[MODES];
    programs[PLAIN] = programs[CLONED] = program_from_text("script.ipt", buffer_as_str(&m.out));
    if (programs[PLAIN]->diags.errors) {
        diags_print(&programs[PLAIN]->diags, stdout, false);
        fault = "the script is no script";
    }
    programs[COMPILED] = fault ? NULL : compiled(programs[PLAIN]);
    for (int i = 0; i < RUNS && !fault; i++) {
        buffer_init(&first);
        for (int mode = 0; mode < MODES && !fault; mode++) {
            struct program *p = programs[mode];
            struct run r = {.m = &m, .chance = seed * 31 + (uint64_t)i, .mode = mode};
            r.session = session_new(p, &(struct session_options){.entry = p->interview,
                                                                 .today = {2026, 1, 1, 0, false}});
            buffer_init(&r.transcript);
            play(&r);
            fault = r.fault;
            if (mode == PLAIN)
                buffer_str(&first, buffer_as_str(&r.transcript));
            else if (!fault && !str_same(buffer_as_str(&first), buffer_as_str(&r.transcript)))
                fault = mode == COMPILED ? "the compiled form runs otherwise"
                                         : "a clone runs otherwise";
            if (fault)
                printf("%.*s", (int)r.transcript.len, r.transcript.text);
            session_free(r.session);
            buffer_release(&r.transcript);
        }
        buffer_release(&first);
    }
    if (fault)
        printf("%s\nsignals: %s (seed %llu)\n", m.out.text, fault, (unsigned long long)seed);
    program_free(programs[PLAIN]);
    program_free(programs[COMPILED]);
    buffer_release(&m.out);
    return !fault;
}

int main(int argc, char **argv) {
    long count = argc > 1 ? atol(argv[1]) : SCRIPTS;
    uint64_t first = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
    for (long i = 0; i < count; i++)
        if (!try_script(first + (uint64_t)i))
            return 1;
    return 0;
}
