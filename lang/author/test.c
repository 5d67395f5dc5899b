/* A test: an entry, answers, and what is expected of them. A test that asks for less than it
   answers, or for more, fails: it would not say what it seems to. */
#include "author/test.h"

#include "author/feeder.h"
#include "author/promises.h"
#include "author/samples.h"
#include "base/json.h"
#include "run/date.h"
#include "run/past.h"

#include <string.h>

struct test_run {
    struct program *p;
    const struct test_options *options;
    const struct node_test *test;
    struct session *session;
    struct feeder *feeder;
    struct promises promises; /* of the whole interview */
    struct watch watch;
    size_t reached; /* looked at */
    struct arena *arena;
    struct test_outcome outcome;
    struct test_failure **end;
};

/* ---- what fails ---- */
static struct test_failure *fail(struct test_run *t, struct span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static struct test_failure *fail(struct test_run *t, struct span at, const char *format, ...) {
    struct test_failure *f = arena_new(t->arena, struct test_failure);
    struct buffer words;
    va_list args;
    buffer_init(&words);
    va_start(args, format);
    buffer_vprintf(&words, format, args);
    va_end(args);
    f->at = at;
    f->message = buffer_keep(&words, t->arena);
    buffer_release(&words);
    t->outcome.good = false;
    *t->end = f;
    t->end = &f->next;
    return f;
}

static struct str shown(struct test_run *t, struct value v) {
    struct buffer words;
    buffer_init(&words);
    session_print(t->session, v, &words);
    struct str text = buffer_keep(&words, t->arena);
    buffer_release(&words);
    return text;
}

static struct str where_it_stood(struct test_run *t) {
    const struct event *event;
    switch (session_status(t->session)) {
    case SESSION_COMPLETED:
        return STR("the interview came to its end");
    case SESSION_STOPPED:
        return STR("the script stopped");
    case SESSION_LEFT:
        return STR("the interview was left");
    case SESSION_RUNNING:
        break;
    }
    event = session_next(t->session);
    return event->kind != EVENT_ASK
               ? STR("the interview was on its way")
               : arena_printf(t->arena, "the interview stood at the question %.*s",
                              (int)event->prompt.path.len, event->prompt.path.text);
}

static void note_answers(struct test_run *t) {
    size_t count = session_answer_count(t->session);
    struct test_answer *answers = arena_array(t->arena, struct test_answer, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct kept_answer a = session_answer_at(t->session, i);
        answers[i] =
            (struct test_answer){arena_str(t->arena, a.path), shown(t, a.value), a.on_route};
    }
    t->outcome.stood = where_it_stood(t);
    t->outcome.answers = answers;
    t->outcome.answer_count = count;
}

/* ---- guarantees ---- */
static void tell_broken(struct test_run *t, uint64_t broken) {
    for (size_t i = 0; i < t->promises.count && t->outcome.good; i++)
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
    while (t->outcome.good) {
        const struct event *event = session_next(t->session);
        if (event->kind == EVENT_ASK) {
            t->session = stress_apply(t->options->stress, t->session);
            look_at_promises(t, false);
            if (t->options->coverage)
                coverage_look(t->options->coverage, t->session);
            if (t->outcome.good)
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
static void check_expect(struct test_run *t, const struct node_expect *n) {
    struct value v = session_evaluate(t->session, n->condition);
    if (v.kind == VALUE_YES_NO && v.as.yes)
        return;
    struct test_failure *f =
        fail(t, n->node.span,
             value_is_missing(v) ? "not met: it cannot be decided, a value is missing" : "not met");
    if (n->condition->kind == NODE_binary && AST(binary, n->condition)->op >= OP_IS) {
        const struct node_binary *b = AST(binary, n->condition);
        f->found = shown(t, session_evaluate(t->session, b->left));
        f->relation = b->op == OP_IS ? "expected" : "compared with";
        if (b->right->kind != NODE_range)
            f->expected = shown(t, session_evaluate(t->session, b->right));
    } else if (n->condition->kind == NODE_state) {
        f->found = shown(t, session_evaluate(t->session, AST(state, n->condition)->subject));
    }
}

/* What the lines of a test, or of one of its sessions, expect when it is through. */
static void check_outcome(struct test_run *t, const struct node *lines) {
    struct span at;
    const struct symbol *symbol;
    if (t->outcome.good && feeder_unused(t->feeder, &at, &symbol))
        fail(t, at, "this answer to %.*s was never asked for", (int)symbol->path.len,
             symbol->path.text);
    for (const struct node *n = lines; n && t->outcome.good; n = n->next)
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

/* ---- sessions ---- */
static const struct node *find_line(const struct node *first, enum node_kind kind) {
    while (first && (enum node_kind)first->kind != kind)
        first = first->next;
    return first;
}

/* One session with the answers of `lines`; in a course those of the last one end the test. */
static void play_session(struct test_run *t, struct session_options *given,
                         const struct node *lines, bool last) {
    t->feeder = feeder_new(lines);
    feeder_rest(t->feeder, find_line(t->test->body, NODE_rest));
    if (t->outcome.seed) {
        given->seed = t->outcome.seed;
        feeder_reseed(t->feeder, t->outcome.seed);
    } else {
        feeder_seed(t->feeder, &given->seed);
    }
    t->session = session_new(t->p, given);
    t->watch = (struct watch){0};
    t->reached = 0;
    if (t->options->coverage)
        coverage_watch(t->options->coverage, t->session);
    play(t);
    check_outcome(t, lines);
    if (last && lines != t->test->body)
        check_outcome(t, t->test->body);
    if (t->options->coverage)
        coverage_add(t->options->coverage, t->session);
    if (!t->outcome.good)
        note_answers(t);
}

/* What this session leaves to the next. */
static void pass_on(struct test_run *t, struct past *past) {
    struct buffer text;
    struct json_writer w;
    struct str why;
    buffer_init(&text);
    json_writer_init(&w, &text, 0);
    outcome_write(t->session, &w);
    struct json_doc *doc = json_parse(t->arena, buffer_as_str(&text), &why);
    past_add(past, json_root(doc), true);
    json_doc_free(doc);
    buffer_release(&text);
}

static void end_session(struct test_run *t) {
    session_free(t->session);
    feeder_free(t->feeder);
}

/* The sessions of a course, each on its day of the plan, with what the earlier ones left. */
static void play_course(struct test_run *t, struct session_options *given) {
    const struct course *course = given->entry->course;
    struct date first = given->today;
    struct past past;
    past_init(&past, t->p, t->arena);
    given->past = &past;
    for (const struct node *n = find_line(t->test->body, NODE_session); n;) {
        const struct node *next = find_line(n->next, NODE_session);
        past.number = (uint32_t)AST(session, n)->number;
        int32_t steps = (int32_t)past.number - 1;
        date_add(first, course->months * steps, course->days * steps, &given->today);
        play_session(t, given, AST(session, n)->body, !next);
        if (!t->outcome.good)
            t->outcome.stood = arena_printf(t->arena, "in session %u %.*s", past.number,
                                            (int)t->outcome.stood.len, t->outcome.stood.text);
        pass_on(t, &past);
        end_session(t);
        n = t->outcome.good ? next : NULL;
    }
}

static struct test_outcome run_test(struct program *p, const struct test_options *options,
                                    const struct node_test *test, uint64_t seed, struct arena *a) {
    struct test_run t = {.p = p, .options = options, .test = test, .arena = a};
    struct str why;
    t.outcome = (struct test_outcome){
        .title = AST(text, test->title)->value, .at = test->node.span, .good = true, .seed = seed};
    t.end = &t.outcome.failures;
    struct session_options given = {.entry = entry_of(&t), .seed = 1, .today = options->today};
    if (!given.entry) {
        t.outcome.stood = STR("nothing was run");
        return t.outcome;
    }
    if (given.entry ==
        program_entry(p, (struct str){"", 0}, &why)) /* part of it promises nothing */
        promises_find(&t.promises, p);
    if (given.entry->course && find_line(test->body, NODE_session)) {
        play_course(&t, &given);
        return t.outcome;
    }
    play_session(&t, &given, test->body, true);
    end_session(&t);
    return t.outcome;
}

/* ---- all of them ---- */
struct telling {
    const char *filter;
    void (*tell)(void *payload, const struct test_outcome *outcome);
    void *payload;
    struct test_counts counts;
};

static bool is_wanted(void *payload, struct str title) {
    const char *filter = ((struct telling *)payload)->filter;
    return !filter || memmem(title.text, title.len, filter, strlen(filter)) != NULL;
}

static void tell_one(void *payload, const struct test_outcome *outcome) {
    struct telling *t = payload;
    t->tell(t->payload, outcome);
    t->counts.passed += outcome->good;
    t->counts.failed += !outcome->good;
}

/* With its own seed, then with those asked for, until one fails. */
static struct test_outcome run_with_seeds(struct program *p, const struct test_options *options,
                                          const struct node_test *test, struct arena *a) {
    struct test_outcome outcome = run_test(p, options, test, 0, a);
    for (uint64_t seed = 1; outcome.good && seed <= options->seeds; seed++) {
        arena_reset(a);
        outcome = run_test(p, options, test, seed, a);
    }
    return outcome;
}

struct test_counts tests_run(struct program *p, const struct test_options *options,
                             void (*tell)(void *payload, const struct test_outcome *outcome),
                             void *payload) {
    struct telling t = {options->filter, tell, payload, {0}};
    struct arena a;
    arena_init(&a);
    for (const struct node *n = p->modules[0]->lines; n; n = n->next) {
        if (n->kind == NODE_rubric)
            samples_run(p, AST(rubric, n), is_wanted, tell_one, &t);
        if (n->kind != NODE_test || !is_wanted(&t, AST(text, AST(test, n)->title)->value))
            continue;
        struct test_outcome outcome = run_with_seeds(p, options, AST(test, n), &a);
        tell_one(&t, &outcome);
        arena_reset(&a);
    }
    arena_release(&a);
    return t.counts;
}
