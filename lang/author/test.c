/* A test: an entry, answers, and what is expected of them. A test that asks for less than it
   answers, or for more, fails: it would not say what it seems to. */
#include "author/test.h"

#include "author/feeder.h"
#include "author/promises.h"

#include <string.h>

struct test_run {
    struct program *p;
    const struct test_options *options;
    const struct node_test *test;
    struct session *session;
    struct feeder *feeder;
    struct promises promises; /* of the whole interview */
    struct watch watch;
    size_t reached;     /* looked at */
    struct buffer *out; /* what went wrong, as TAP comments */
    bool failed;
};

static void say_place(struct test_run *t, struct span span) {
    struct place place = source_place(&t->p->sources, span.lo);
    if (place.source && place.source->text.len)
        buffer_printf(t->out, "#   %s:%u:%u: ", place.source->path, place.line, place.column);
    else
        buffer_text(t->out, "#   ");
}

static void fail(struct test_run *t, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void fail(struct test_run *t, struct span span, const char *format, ...) {
    va_list args;
    t->failed = true;
    say_place(t, span);
    va_start(args, format);
    buffer_vprintf(t->out, format, args);
    va_end(args);
    buffer_char(t->out, '\n');
}

static void say_answers(struct test_run *t) {
    size_t count = session_answer_count(t->session);
    for (size_t i = 0; i < count; i++) {
        struct kept_answer a = session_answer_at(t->session, i);
        buffer_printf(t->out, "#     %.*s = ", (int)a.path.len, a.path.text);
        session_print(t->session, a.value, t->out);
        buffer_text(t->out, a.on_route ? "\n" : "   (off route)\n");
    }
    if (count == 0)
        buffer_text(t->out, "#     (nothing was answered)\n");
}

/* ---- guarantees ---- */
static void tell_broken(struct test_run *t, uint64_t broken) {
    for (size_t i = 0; i < t->promises.count && !t->failed; i++)
        if (broken & UINT64_C(1) << i) {
            const struct node_guarantee *g = t->promises.items[i].guarantee;
            struct str title = AST(text, g->title)->value;
            fail(t, t->promises.items[i].line->span, "this guarantee is broken: %.*s",
                 (int)title.len, title.text);
        }
}

/* The script has run on, to a question or to its end. */
static void look_at_promises(struct test_run *t, bool ended) {
    uint64_t broken = promises_moved(&t->promises, t->session, &t->watch, t->reached);
    t->reached = session_reached_count(t->session);
    if (ended)
        broken |= promises_ended(&t->promises, t->session, &t->watch);
    tell_broken(t, broken);
}

/* ---- playing ---- */
static void put_question(struct test_run *t, const struct event *event) {
    struct value given;
    struct span at;
    struct str why = {"", 0};
    struct str path = arena_str(&t->p->arena, event->prompt.path);
    struct span asked_at = event->span;
    switch (feeder_answer(t->feeder, t->session, &given, &at, &why)) {
    case FEED_TAKEN:
        return;
    case FEED_OPEN:
        fail(t, asked_at, "the question %.*s is left over; answer it, or write `rest declined`",
             (int)path.len, path.text);
        break;
    case FEED_REFUSED:
        if (session_status(t->session) == SESSION_RUNNING)
            fail(t, at, "%.*s does not take this answer: %.*s", (int)path.len, path.text,
                 (int)why.len, why.text);
        break;
    }
}

static void play(struct test_run *t) {
    while (!t->failed) {
        const struct event *event = session_next(t->session);
        if (event->kind == EVENT_ASK) {
            t->session = stress_apply(t->options->stress, t->session);
            look_at_promises(t, false);
            if (!t->failed)
                put_question(t, session_next(t->session));
            promises_answered(&t->promises, t->session, &t->watch);
        } else if (event->kind == EVENT_ERROR) {
            fail(t, event->span, "the script stopped: %.*s", (int)event->text.len,
                 event->text.text);
        } else if (event->kind == EVENT_END) {
            look_at_promises(t, true);
            return;
        }
    }
}

/* ---- expecting ---- */
static void say_value(struct test_run *t, const char *words, const struct node *n) {
    buffer_printf(t->out, "#     %s: ", words);
    session_print(t->session, session_evaluate(t->session, n), t->out);
    buffer_char(t->out, '\n');
}

static void check_expect(struct test_run *t, const struct node_expect *n) {
    struct value v = session_evaluate(t->session, n->condition);
    if (v.kind == VALUE_YES_NO && v.as.yes)
        return;
    fail(t, n->node.span,
         value_is_missing(v) ? "not met: it cannot be decided, a value is missing" : "not met");
    if (n->condition->kind == NODE_binary && AST(binary, n->condition)->op >= OP_IS) {
        const struct node_binary *b = AST(binary, n->condition);
        say_value(t, "found", b->left);
        if (b->right->kind != NODE_range)
            say_value(t, b->op == OP_IS ? "expected" : "compared with", b->right);
    } else if (n->condition->kind == NODE_state) {
        say_value(t, "found", AST(state, n->condition)->subject);
    }
}

static void check_outcome(struct test_run *t) {
    struct span at;
    const struct symbol *symbol;
    if (!t->failed && feeder_unused(t->feeder, &at, &symbol))
        fail(t, at, "this answer to %.*s was never asked for", (int)symbol->path.len,
             symbol->path.text);
    for (const struct node *n = t->test->body; n && !t->failed; n = n->next)
        if (n->kind == NODE_expect)
            check_expect(t, AST(expect, n));
}

static const struct symbol *entry_of(struct test_run *t) {
    struct str why = {"", 0};
    for (const struct node *n = t->test->body; n; n = n->next)
        if (n->kind == NODE_run)
            return AST(run, n)->symbol;
    const struct symbol *entry = program_entry(t->p, (struct str){"", 0}, &why);
    if (!entry)
        fail(t, t->test->node.span, "%.*s", (int)why.len, why.text);
    return entry;
}

static bool run_test(struct program *p, const struct test_options *options,
                     const struct node_test *test, struct buffer *out) {
    struct test_run t = {.p = p, .options = options, .test = test, .out = out};
    struct session_options given = {.entry = entry_of(&t), .seed = 1, .today = options->today};
    if (!given.entry)
        return false;
    t.feeder = feeder_new(test->body);
    feeder_seed(t.feeder, &given.seed);
    t.session = session_new(p, &given);
    struct str why;
    if (given.entry ==
        program_entry(p, (struct str){"", 0}, &why)) /* part of it promises nothing */
        promises_find(&t.promises, p);
    play(&t);
    check_outcome(&t);
    if (t.failed) {
        buffer_text(out, "#   the answers so far:\n");
        say_answers(&t);
    }
    session_free(t.session);
    feeder_free(t.feeder);
    return !t.failed;
}

/* ---- all of them ---- */
static bool is_wanted(const struct node *n, const char *filter) {
    if (n->kind != NODE_test)
        return false;
    struct str title = AST(text, AST(test, n)->title)->value;
    return !filter || memmem(title.text, title.len, filter, strlen(filter)) != NULL;
}

size_t test_count(const struct program *p, const char *filter) {
    size_t count = 0;
    for (const struct node *n = p->module_count ? p->modules[0]->lines : NULL; n; n = n->next)
        count += is_wanted(n, filter);
    return count;
}

struct test_counts tests_run(struct program *p, const struct test_options *options, size_t *number,
                             struct buffer *out) {
    struct test_counts counts = {0};
    for (const struct node *n = p->modules[0]->lines; n; n = n->next) {
        if (!is_wanted(n, options->filter))
            continue;
        struct buffer details;
        buffer_init(&details);
        bool good = run_test(p, options, AST(test, n), &details);
        struct str title = AST(text, AST(test, n)->title)->value;
        buffer_printf(out, "%sok %zu - %.*s\n", good ? "" : "not ", ++*number, (int)title.len,
                      title.text);
        buffer_str(out, buffer_as_str(&details));
        buffer_release(&details);
        counts.passed += good;
        counts.failed += !good;
    }
    return counts;
}
