/* The contract of a session (run/session.h), by its own interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "program/program.h"
#include "run/session.h"

#include <string.h>

struct talk {
    struct program *program;
    struct session *session;
};

static struct talk talk_from(const char *script) {
    struct talk t;
    struct str why;
    t.program = program_from_text("case.ipt", str_from(script));
    if (t.program->diags.errors)
        diags_print(&t.program->diags, stderr, false);
    assert_int_equal(t.program->diags.errors, 0);
    struct session_options options = {.entry = program_entry(t.program, (struct str){0}, &why),
                                      .seed = 7,
                                      .today = {.year = 2026, .month = 3, .day = 14}};
    assert_non_null(options.entry);
    t.session = session_new(t.program, &options);
    return t;
}

static void talk_end(struct talk *t) {
    session_free(t->session);
    program_free(t->program);
}

/* Goes on to the next question, or the end; what is said on the way is put into `said`. */
static const struct event *next_question(struct session *s, struct buffer *said) {
    const struct event *e;
    while ((e = session_next(s))->kind != EVENT_ASK && e->kind != EVENT_END &&
           e->kind != EVENT_ERROR)
        if (said)
            buffer_printf(said, "%.*s\n", (int)e->text.len, e->text.text);
    return e;
}

static enum answer_result type(struct session *s, const char *typed) {
    struct answer answer = {0};
    struct str why;
    if (!session_read(s, str_from(typed), &answer.value, &why))
        return ANSWER_REFUSED;
    return session_answer(s, &answer, &why);
}

static void expect_path(struct session *s, const char *path) {
    const struct event *e = next_question(s, NULL);
    assert_int_equal(e->kind, EVENT_ASK);
    assert_true(str_is(e->prompt.path, path));
}

static const char short_talk[] = "interview\n"
                                 "  ask mood \"Mood?\" rating 0 to 10\n"
                                 "    warn when mood is 10 \"Really?\"\n"
                                 "  say one of\n    - \"A\"\n    - \"B\"\n    - \"C\"\n"
                                 "  if mood < 4\n"
                                 "    ask why \"Why?\" text\n"
                                 "  ask sleep \"Sleep?\" yes or no\n"
                                 "  say \"{mood else \"none\"} {why else \"none\"}\"\n";

static void a_question_stays_until_it_is_answered(void **state) {
    (void)state;
    struct talk t = talk_from(short_talk);
    struct str why;
    expect_path(t.session, "mood");
    expect_path(t.session, "mood");
    assert_int_equal(type(t.session, "eleven"), ANSWER_REFUSED);
    assert_int_equal(type(t.session, "11"), ANSWER_REFUSED);
    expect_path(t.session, "mood");
    assert_int_equal(type(t.session, "10"), ANSWER_CONFIRM);
    expect_path(t.session, "mood");
    struct answer sure = {.confirmed = true};
    assert_true(session_read(t.session, STR("10"), &sure.value, &why));
    assert_int_equal(session_answer(t.session, &sure, &why), ANSWER_TAKEN);
    expect_path(t.session, "sleep");
    assert_true(session_answer_at(t.session, 0).confirmed);
    talk_end(&t);
}

/* The same answers give the same words, whether they are given to the session, to a clone of it, or
   after its arena was copied in the middle. */
static void a_clone_is_a_session_of_its_own(void **state) {
    (void)state;
    struct talk t = talk_from(short_talk);
    struct buffer one, other;
    buffer_init(&one);
    buffer_init(&other);
    expect_path(t.session, "mood");
    assert_int_equal(type(t.session, "2"), ANSWER_TAKEN);
    struct session *clone = session_clone(t.session);
    session_compact(t.session);
    next_question(t.session, &one);
    assert_int_equal(type(t.session, "Rain."), ANSWER_TAKEN);
    next_question(t.session, &one);
    assert_int_equal(type(t.session, "y"), ANSWER_TAKEN);
    assert_int_equal(next_question(t.session, &one)->kind, EVENT_END);
    assert_int_equal(session_status(t.session), SESSION_COMPLETED);

    session_free(t.session); /* the clone is where it was, whatever became of the other */
    t.session = clone;
    assert_int_equal(session_answer_count(clone), 1);
    next_question(clone, &other);
    expect_path(clone, "why");
    session_compact(clone);
    assert_int_equal(type(clone, "Rain."), ANSWER_TAKEN);
    next_question(clone, &other);
    assert_int_equal(type(clone, "y"), ANSWER_TAKEN);
    next_question(clone, &other);
    assert_string_equal(one.text, other.text);
    buffer_release(&one);
    buffer_release(&other);
    talk_end(&t);
}

static void a_preview_changes_nothing(void **state) {
    (void)state;
    struct talk t = talk_from(short_talk);
    struct change_effects effects;
    struct str why;
    expect_path(t.session, "mood");
    assert_false(session_back(t.session)); /* nothing is before the first question */
    assert_int_equal(type(t.session, "2"), ANSWER_TAKEN);
    expect_path(t.session, "why");
    assert_true(session_back(t.session));
    expect_path(t.session, "mood");
    assert_int_equal(type(t.session, "2"), ANSWER_TAKEN);
    expect_path(t.session, "why");
    assert_int_equal(type(t.session, "Rain."), ANSWER_TAKEN);
    expect_path(t.session, "sleep");
    struct answer better = {0};
    assert_true(session_read_for(t.session, STR("mood"), STR("8"), &better.value, &why));
    assert_int_equal(session_preview(t.session, STR("mood"), &better, &effects, &why),
                     ANSWER_TAKEN);
    assert_int_equal(effects.leaving_count, 1);
    assert_true(str_is(effects.leaving[0], "why"));
    expect_path(t.session, "sleep");
    assert_true(session_answer_at(t.session, 1).on_route);

    assert_int_equal(session_change(t.session, STR("mood"), &better, &why), ANSWER_TAKEN);
    expect_path(t.session, "sleep");
    assert_false(session_answer_at(t.session, 1).on_route); /* kept all the same */
    assert_int_equal(session_answer_count(t.session), 2);

    assert_int_equal(session_preview(t.session, STR("nothing"), &better, &effects, &why),
                     ANSWER_REFUSED);
    assert_true(why.len > 0);
    talk_end(&t);
}

static void leaving_ends_it_with_its_answers(void **state) {
    (void)state;
    struct talk t = talk_from(short_talk);
    expect_path(t.session, "mood");
    assert_int_equal(type(t.session, "5"), ANSWER_TAKEN);
    expect_path(t.session, "sleep");
    session_remark(t.session, STR("Tired."));
    session_leave(t.session);
    assert_int_equal(session_next(t.session)->kind, EVENT_END);
    assert_int_equal(session_next(t.session)->kind, EVENT_END);
    assert_int_equal(session_status(t.session), SESSION_LEFT);
    assert_int_equal(session_answer_count(t.session), 1);
    assert_int_equal(session_remark_count(t.session), 1);
    struct answer late = {.value = value_number(3)};
    struct str why;
    assert_int_equal(session_answer(t.session, &late, &why), ANSWER_REFUSED);
    talk_end(&t);
}

static void a_step_limit_is_an_error_of_the_script(void **state) {
    (void)state;
    struct talk t = talk_from("interview\n"
                              "  let i = 0\n"
                              "  ask a \"A?\" yes or no\n"
                              "  repeat while i < 100000 at most 1000 times\n"
                              "    set i = i + 1\n"
                              "  say \"{i}\"\n");
    session_set_step_limit(t.session, 500);
    expect_path(t.session, "a");
    assert_int_equal(type(t.session, "y"), ANSWER_TAKEN);
    const struct event *e = next_question(t.session, NULL);
    assert_int_equal(e->kind, EVENT_ERROR);
    assert_int_equal(session_status(t.session), SESSION_STOPPED);
    assert_true(e->text.len > 0 && e->span.hi > e->span.lo);
    assert_int_equal(session_answer_count(t.session), 1);
    talk_end(&t);
}

/* Long interviews stay small: what is no longer needed is given back. */
static void a_long_interview_does_not_grow(void **state) {
    (void)state;
    struct talk t = talk_from("interview\n"
                              "  let i = 0\n"
                              "  ask who \"Who?\" text\n"
                              "  repeat until i is 3000\n"
                              "    ask a \"Number {i}, {who else \"you\"}?\" yes or no\n"
                              "    set i = i + 1\n");
    expect_path(t.session, "who");
    assert_int_equal(type(t.session, "Ada"), ANSWER_TAKEN);
    for (int i = 0; i < 3000; i++) {
        assert_int_equal(next_question(t.session, NULL)->kind, EVENT_ASK);
        assert_int_equal(type(t.session, "y"), ANSWER_TAKEN);
        if (i % 500 == 0) {
            struct session *clone = session_clone(t.session);
            session_free(t.session);
            t.session = clone;
        }
    }
    assert_int_equal(next_question(t.session, NULL)->kind, EVENT_END);
    assert_int_equal(session_answer_count(t.session), 3001);
    assert_true(str_is(session_answer_at(t.session, 3000).path, "a#3000"));
    talk_end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_stays_until_it_is_answered),
        cmocka_unit_test(a_clone_is_a_session_of_its_own),
        cmocka_unit_test(a_preview_changes_nothing),
        cmocka_unit_test(leaving_ends_it_with_its_answers),
        cmocka_unit_test(a_step_limit_is_an_error_of_the_script),
        cmocka_unit_test(a_long_interview_does_not_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
