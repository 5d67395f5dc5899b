#include "front/transcript.h"

#include <stdio.h>

#include "base/json.h"
#include "front/show.h"
#include "run/restore.h"

struct transcript {
    struct page page;
    bool opened;
};

static void show_event(void *payload, struct session *s, const struct event *event) {
    struct transcript *t = payload;
    if (!t->opened)
        show_opening(&t->page, s, "");
    t->opened = true;
    if (event->kind == EVENT_ASK)
        show_question(&t->page, s, &event->prompt, true);
    else if (event->kind == EVENT_ERROR)
        show_script_error(&t->page, s, event);
    else if (event->kind == EVENT_END)
        show_closing(&t->page, s);
    else
        show_told(&t->page, event);
}

/* An answer in doubt was confirmed: the doubt is raised again, on a copy. */
static void show_doubt(struct transcript *t, struct session *s, struct value v,
                       const struct json *body) {
    struct answer first = {.value = v};
    struct str doubt, why = json_as_text(json_get(body, "remark"));
    struct session *copy = session_clone(s);
    struct buffer b;
    buffer_init(&b);
    session_next(copy);
    if (session_answer(copy, &first, &doubt) == ANSWER_CONFIRM) {
        page_text(&t->page, INK_PLAIN, "  ? ", doubt);
        buffer_printf(&b, "Confirmed%s%.*s.", why.len ? ": " : "", (int)why.len, why.text);
        page_text(&t->page, INK_QUIET, "  ", buffer_as_str(&b));
    }
    buffer_release(&b);
    session_free(copy);
}

static void show_answer(struct transcript *t, struct session *s, const struct json *body) {
    struct value v;
    const struct event *event = session_next(s);
    if (event->kind != EVENT_ASK || !value_of_member(s, event->prompt.question, body, &v))
        return;
    show_given(&t->page, s, v);
    if (json_as_bool(json_get(body, "confirmed")))
        show_doubt(t, s, v, body);
}

/* What was answered instead, and why. */
static void show_change(struct transcript *t, struct session *s, const struct store_entry *move,
                        const struct json *body) {
    const struct prompt *prompt = session_prompt_of(s, move->name);
    struct str why = json_as_text(json_get(body, "remark"));
    struct buffer b;
    struct value v;
    buffer_init(&b);
    buffer_printf(&b, "(change %.*s: ", (int)move->name.len, move->name.text);
    if (prompt && value_of_member(s, prompt->question, body, &v))
        session_print(s, v, &b);
    buffer_printf(&b, "%s%.*s)", why.len ? ", because: " : "", (int)why.len, why.text);
    page_text(&t->page, INK_QUIET, "> ", buffer_as_str(&b));
    buffer_release(&b);
}

static void show_other(struct transcript *t, const struct store_entry *move,
                       const struct json *body) {
    struct buffer b;
    struct str said = json_as_text(json_get(body, "text"));
    buffer_init(&b);
    buffer_printf(&b, "(%.*s%s%.*s%s%.*s)", (int)move->kind.len, move->kind.text,
                  move->name.len ? " " : "", (int)move->name.len, move->name.text,
                  said.len ? ": " : "", (int)said.len, said.text);
    page_text(&t->page, INK_QUIET, "> ", buffer_as_str(&b));
    buffer_release(&b);
}

static void show_move(void *payload, struct session *s, const struct store_entry *move) {
    struct transcript *t = payload;
    struct arena a;
    struct str why;
    arena_init(&a);
    struct json_doc *doc = json_parse(&a, move->body, &why);
    if (str_is(move->kind, "answer"))
        show_answer(t, s, json_root(doc));
    else if (str_is(move->kind, "change"))
        show_change(t, s, move, json_root(doc));
    else
        show_other(t, move, json_root(doc));
    json_doc_free(doc);
    arena_release(&a);
}

bool transcript_show(struct store *store, int64_t session, struct arena *a, struct str *why) {
    struct transcript t = {0};
    const struct play_listener listener = {show_event, show_move, &t};
    page_init(&t.page, stdout, true);
    return recorder_play(store, session, &listener, a, why);
}
