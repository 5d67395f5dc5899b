/* The samples of a rubric are tests: what they say a reply scores has to be what it scores. */
#include "author/samples.h"

#include "program/rubric.h"

static void add_codes(struct buffer *out, const struct rubric *r, const struct verdict *v) {
    bool any = false;
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (v->met[i]) {
            buffer_printf(out, "%s%s", any ? ", " : "", r->rules[i].choice->code->text);
            any = true;
        }
    buffer_text(out, any ? "" : "no rule");
}

static struct test_outcome run_sample(const struct program *p, const struct rubric *r,
                                      struct matching *room, const struct node_sample *n,
                                      struct arena *a) {
    struct str text = AST(text, n->text)->value;
    struct verdict v = rubric_judge(p, r, room, a, text);
    struct test_outcome outcome = {
        .title = arena_printf(a, "%s: “%.*s”", r->symbol->name->text, (int)text.len, text.text),
        .at = n->node.span,
        .good = v.points == n->points,
        .stood = STR("a sample is judged by itself")};
    if (outcome.good)
        return outcome;
    struct test_failure *f = arena_new(a, struct test_failure);
    struct buffer words;
    buffer_init(&words);
    buffer_text(&words, "this sample scores ");
    buffer_number(&words, v.points);
    buffer_text(&words, ", not ");
    buffer_number(&words, n->points);
    buffer_text(&words, "; met: ");
    add_codes(&words, r, &v);
    *f = (struct test_failure){.at = n->node.span, .message = buffer_keep(&words, a)};
    buffer_release(&words);
    outcome.failures = f;
    return outcome;
}

void samples_run(const struct program *p, const struct node_rubric *n,
                 bool (*wanted)(void *payload, struct str title),
                 void (*tell)(void *payload, const struct test_outcome *outcome), void *payload) {
    const struct rubric *r = n->symbol ? n->symbol->rubric : NULL;
    if (!r)
        return;
    struct matching *room = matching_new(p->matchers[r->matcher - 1]);
    struct arena a;
    arena_init(&a);
    for (const struct node *line = n->body; line; line = line->next) {
        if (line->kind != NODE_sample || AST(sample, line)->text->kind != NODE_text)
            continue;
        struct test_outcome outcome = run_sample(p, r, room, AST(sample, line), &a);
        if (wanted(payload, outcome.title))
            tell(payload, &outcome);
        arena_reset(&a);
    }
    arena_release(&a);
    matching_release(room);
}
