/* Scripts that are far larger or more tangled than anybody writes: checked in a moment, or refused
   by a limit that is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "program/program.h"

#include <string.h>

static struct program *open_text(struct buffer *b) {
    struct program *p = program_from_text("case.ipt", (struct str){b->text, b->len});
    buffer_release(b);
    return p;
}

static void expect_sound(struct buffer *b) {
    struct program *p = open_text(b);
    if (p->diags.errors)
        diags_print(&p->diags, stderr, false);
    assert_int_equal(p->diags.errors, 0);
    program_free(p);
}

static void expect_too_deep(struct buffer *b) {
    struct program *p = open_text(b);
    bool found = false;
    for (size_t i = 0; i < p->diags.count; i++)
        found |= p->diags.items[i].code == D_formula_too_deep;
    assert_true(found);
    program_free(p);
}

static void formulas_in_a_chain(void **state) {
    (void)state;
    struct buffer up, down, wide;
    buffer_init(&up);
    buffer_init(&down);
    buffer_init(&wide);
    buffer_text(&up, "define a0 = 1\n");
    for (int i = 1; i < 20000; i++)
        buffer_printf(&up, "define a%d = a%d + 1\n", i, i - 1);
    buffer_text(&up, "interview\n  note \"{a19999}\"\n");
    expect_too_deep(&up);
    for (int i = 20000; i > 0; i--)
        buffer_printf(&down, "define a%d = a%d + 1\n", i, i - 1);
    buffer_text(&down, "define a0 = 1\ninterview\n  note \"{a20000}\"\n");
    expect_too_deep(&down);
    buffer_text(&wide, "define a0 = 1\n");
    for (int i = 1; i < 100; i++) /* 2 to the 99th ways down */
        buffer_printf(&wide, "define a%d = a%d + a%d\n", i, i - 1, i - 1);
    buffer_text(&wide, "interview\n  say \"{a99}\"\n");
    expect_sound(&wide);
}

static void branches_in_a_chain(void **state) {
    (void)state;
    struct buffer b;
    buffer_init(&b);
    buffer_text(&b, "interview\n  do b0\n");
    for (int i = 0; i < 40000; i++)
        buffer_printf(&b, "branch b%d\n  ask q%d \"Q?\" yes or no\n  go to b%d\n", i, i, i + 1);
    buffer_text(&b, "branch b40000\n  say \"End.\"\n");
    expect_sound(&b);
}

static void thousands_of_calls_and_names(void **state) {
    (void)state;
    struct buffer b;
    buffer_init(&b);
    buffer_text(&b, "interview\n");
    for (int i = 0; i < 2000; i++)
        buffer_printf(&b, "  do b%d\n", i);
    for (int i = 0; i < 2000; i++)
        buffer_printf(&b, "  say \"{b%d.q else \"nothing\"}\"\n", i);
    for (int i = 0; i < 2000; i++)
        buffer_printf(&b, "branch b%d\n  ask q \"Q?\" yes or no\n", i);
    expect_sound(&b);
}

static void thousands_of_codes(void **state) {
    (void)state;
    struct buffer b;
    buffer_init(&b);
    buffer_text(&b, "interview\n  ask q \"Q?\" choose\n");
    for (int i = 0; i < 2000; i++)
        buffer_printf(&b, "    - c%d \"C %d\"\n", i, i);
    buffer_text(&b, "  match q\n");
    for (int i = 0; i < 2000; i++)
        buffer_printf(&b, "    when c%d\n      say \"%d\"\n", i, i);
    expect_sound(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_in_a_chain),
        cmocka_unit_test(branches_in_a_chain),
        cmocka_unit_test(thousands_of_calls_and_names),
        cmocka_unit_test(thousands_of_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
