/* Any bytes as a script or a compiled file: read, checked; what checks is compiled, read again, and run with answers
   drawn from the same bytes. Built with -fsanitize=fuzzer it is a fuzzer; otherwise it replays the files it is given.

   clang -g -O1 -fsanitize=fuzzer,address,undefined …, see `make fuzz`. */
#include <stdio.h>

#include "base/json.h"
#include "program/program_json.h"
#include "run/report.h"
#include "run/restore.h"
#include "run/result.h"

static bool answer(struct session *s, const unsigned char *bytes, size_t size, size_t *at) {
    static const char *const typed[] = {"1", "0", "a", "yes", "no", "2026-01-31", "14:30", "45", "1, 2", "3 2 1",
                                        "x", "other: words", "spring 2024", "none", "7.5", "-3"};
    struct answer answer = {.confirmed = true};
    struct str why;
    unsigned char draw = size ? bytes[(*at)++ % size] : 0;
    if (draw % 16 == 15)
        return session_back(s);
    if (draw % 16 >= 12)
        answer.value = value_missing(MISSING_DECLINED);
    else if (!session_read(s, str_from(typed[draw % 16]), &answer.value, &why))
        answer.value = value_missing(MISSING_UNKNOWN);
    return session_answer(s, &answer, &why) == ANSWER_TAKEN;
}

/* Every report, and the way back from the written result: none of its answers may be lost. */
static void look_back(struct program *p, struct session *s, struct str written) {
    struct arena a;
    struct str why;
    struct restored restored;
    arena_init(&a);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_REPORT)
            report_words(document_for_client(session_report(s, p->symbols[i], &a)));
    struct json_doc *doc = json_parse(&a, written, &why);
    if (!doc)
        bug("a result is no JSON: %.*s", (int)why.len, why.text);
    struct session *again = session_new(p, session_given(s));
    result_restore(again, json_root(doc), &a, NULL, &restored);
    if (restored.lost_count)
        bug("an answer is lost on the way back");
    session_set_step_limit(again, 2000);
    session_next(again);
    session_free(again);
    json_doc_free(doc);
    arena_release(&a);
}

static void run(struct program *p, const unsigned char *bytes, size_t size) {
    struct str why;
    struct session_options given = {.entry = program_entry(p, (struct str){"", 0}, &why),
                                    .seed = size, .today = {2026, 1, 1, 0, false}};
    if (!given.entry)
        return;
    struct session *s = session_new(p, &given);
    size_t at = 0, refused = 0;
    session_set_step_limit(s, 2000);
    for (int i = 0; i < 300 && refused < 30; i++) {
        const struct event *event = session_next(s);
        if (event->kind == EVENT_END || event->kind == EVENT_ERROR)
            break;
        if (event->kind == EVENT_ASK && !answer(s, bytes, size, &at))
            refused++;
        if (i % 64 == 63) {
            struct session *clone = session_clone(s);
            session_free(s);
            s = clone;
        }
    }
    struct buffer out;
    buffer_init(&out);
    result_write(s, &(struct result_stamp){"fuzz", NULL, NULL}, &out);
    look_back(p, s, buffer_as_str(&out));
    buffer_release(&out);
    session_free(s);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size) {
    struct program *p = program_from_text("fuzz.ipt", (struct str){(const char *)bytes, size});
    struct buffer out;
    buffer_init(&out);
    diags_json(&p->diags, &out);
    if (p->diags.errors == 0 && p->module_count) {
        run(p, bytes, size);
        buffer_clear(&out);
        program_to_json(p, &(struct compile_options){.compact = size % 2 == 0}, &out);
        struct program *again = program_from_text("fuzz.json", buffer_as_str(&out));
        if (again->diags.errors || !again->module_count)
            bug("what was compiled cannot be read");
        program_free(again);
    }
    buffer_release(&out);
    program_free(p);
    return 0;
}

#include "replay.h"
