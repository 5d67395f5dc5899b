/* See report_file.h. */
#include "front/report_file.h"

#include "base/json.h"
#include "base/source.h"
#include "run/report.h"
#include "run/restore.h"

/* Runs to the end, or to the first question that has no answer. */
static bool is_complete(struct session *s) {
    const struct event *event;
    do
        event = session_next(s);
    while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    return event->kind == EVENT_END;
}

static void warn(struct document *d, bool complete, const struct restored *restored) {
    struct buffer b;
    buffer_init(&b);
    if (!complete)
        buffer_text(&b, "The interview did not come to its end.");
    if (restored->lost_count) {
        buffer_printf(&b,
                      "%sThe script has changed since; %zu of the answers have no place in it: ",
                      b.len ? " " : "", restored->lost_count);
        for (size_t i = 0; i < restored->lost_count; i++)
            buffer_printf(&b, "%s%.*s", i ? ", " : "", (int)restored->lost[i].len,
                          restored->lost[i].text);
        buffer_char(&b, '.');
    }
    d->warning = document_text(d, buffer_as_str(&b));
    buffer_release(&b);
}

static struct document *make(struct program *p, const struct json *result,
                             const struct symbol *report, struct arena *a, struct str *why) {
    struct session_options options = {0};
    struct restored restored;
    if (!result_options(result, p, &options, why))
        return NULL;
    struct session *s = session_new(p, &options);
    result_restore(s, result, a, NULL, &restored);
    bool complete = is_complete(s);
    struct document *d = session_report(s, report, a);
    warn(d, complete, &restored);
    session_free(s);
    return d;
}

struct document *report_of_result(struct program *p, const char *file, const char *name,
                                  struct arena *a, struct str *why) {
    const struct symbol *report = program_report(p, str_from(name), why);
    const char *reason;
    struct str text;
    if (!report)
        return NULL;
    if (!file_read(a, file, &text, &reason)) {
        *why = arena_printf(a, "%s cannot be read: %s", file, reason);
        return NULL;
    }
    struct str wrong;
    struct json_doc *doc = json_parse(a, text, &wrong);
    struct document *d = doc ? make(p, json_root(doc), report, a, &wrong) : NULL;
    if (!d)
        *why = arena_printf(a, "%s: %.*s", file, (int)wrong.len, wrong.text);
    json_doc_free(doc);
    return d;
}
