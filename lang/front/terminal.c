/* What the person and the clinician see. What is read aloud stands plain; a note to the clinician
   has its label and its bar, an alert its marks, so that they differ without colour too. Commands
   begin with a slash. */
#include "front/terminal.h"

#include "base/text.h"
#include "front/line.h"
#include "front/page.h"
#include "front/show.h"
#include "front/timing.h"
#include "front/yes.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct terminal {
    struct session *session;
    const struct terminal_options *options;
    struct page page;
    struct buffer typed;
    bool feeding, over;
    int code;
    struct timing timing;
};

enum reply { REPLY_ANSWERED, REPLY_AGAIN, REPLY_MOVED, REPLY_LEFT };

static void tell(struct terminal *t, const char *words) {
    page_text(&t->page, INK_QUIET, "  ", str_from(words));
}

static void tell_str(struct terminal *t, struct str words) {
    page_text(&t->page, INK_PLAIN, "  ! ", words);
}

/* ---- reading ---- */
/* Leaving is never hindered, but what it leaves open is said. */
static void warn_of_leaving(struct terminal *t) {
    if (session_open_safeguard(t->session))
        tell(t, "These questions are about safety. Leaving now is recorded as open.");
}

/* A line from the person; false when there is nobody any more. Ctrl-C asks before it leaves. */
static bool read_line(struct terminal *t, const char *prompt) {
    for (;;) {
        enum line_result result = line_read(prompt, &t->typed);
        if (result == LINE_TEXT) {
            if (!line_is_interactive()) /* the transcript shows what came in */
                fprintf(t->page.out, "%s\n", t->typed.text);
            return true;
        }
        if (result != LINE_INTERRUPT)
            return false;
        page_gap(&t->page);
        warn_of_leaving(t);
        result = line_read("Leave the interview now? (yes or no) ", &t->typed);
        struct str rest;
        if (result != LINE_TEXT || read_yes(buffer_as_str(&t->typed), &rest) == TRUTH_YES)
            return false;
    }
}

static bool confirmed(struct terminal *t, const char *question, struct str *reason) {
    while (read_line(t, question)) {
        enum truth said = read_yes(buffer_as_str(&t->typed), reason);
        if (said != TRUTH_MISSING)
            return said == TRUTH_YES;
        tell(t, "Please type yes or no.");
    }
    return false;
}

/* ---- answers ---- */
static enum reply give(struct terminal *t, struct answer answer) {
    struct str why;
    if (session_is_timed(t->session))
        answer.seconds = timing_taken(&t->timing);
    struct value kept = answer.value;
    enum answer_result result = session_answer(t->session, &answer, &why);
    if (result == ANSWER_CONFIRM) {
        page_text(&t->page, INK_PLAIN, "  ? ", why);
        if (!confirmed(t, "  Keep this answer? (yes or no; yes, and why) ", &answer.remark))
            return REPLY_AGAIN;
        answer.value = kept;
        answer.confirmed = true;
        result = session_answer(t->session, &answer, &why);
    }
    if (result == ANSWER_TAKEN) {
        timing_answered(&t->timing);
        return REPLY_ANSWERED;
    }
    tell_str(t, why);
    return REPLY_AGAIN;
}

static enum reply give_missing(struct terminal *t, enum missing_reason reason) {
    return give(t, (struct answer){.value = value_missing(reason)});
}

/* An empty line takes the default, or the answer from before going back. */
static enum reply give_typed(struct terminal *t, const struct prompt *p, struct str typed) {
    struct answer answer = {0};
    struct str why;
    bool kept = !typed.len && prompt_kept(p, &answer.value);
    if (kept || session_read(t->session, typed, &answer.value, &why))
        return give(t, answer);
    tell_str(t, why);
    return REPLY_AGAIN;
}

/* ---- changing ---- */
static void show_names(struct terminal *t, const char *label, const struct str *names,
                       size_t count) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&b, "%s%.*s", i ? ", " : "", (int)names[i].len, names[i].text);
    if (count)
        page_text(&t->page, INK_PLAIN, label, buffer_as_str(&b));
    buffer_release(&b);
}

/* What a judgement will come to is not told before: a trainee may be sitting there. */
static void show_effects(struct terminal *t, const struct change_effects *e, bool judged) {
    struct buffer b;
    show_names(t, "  No longer asked: ", e->leaving, e->leaving_count);
    show_names(t, "  No longer fits, and will be asked again: ", e->unfit, e->unfit_count);
    show_names(t, "  Counts again: ", e->returning, e->returning_count);
    buffer_init(&b);
    for (size_t i = 0; i < e->score_count; i++) {
        const struct score_change *c = &e->scores[i];
        buffer_clear(&b);
        buffer_printf(&b, "%.*s: ", (int)c->score->path.len, c->score->path.text);
        session_print(t->session, c->before, &b);
        buffer_text(&b, " becomes ");
        session_print(t->session, c->after, &b);
        page_text(&t->page, INK_PLAIN, "  ", buffer_as_str(&b));
    }
    if (judged)
        tell(t, "The reply is judged anew, with all that follows from it.");
    else if (!e->leaving_count && !e->unfit_count && !e->returning_count && !e->score_count)
        tell(t, "Nothing else changes.");
    buffer_release(&b);
}

static bool read_change(struct terminal *t, struct str path, struct answer *answer) {
    struct str why;
    if (!read_line(t, "> "))
        return false;
    struct str typed = text_trim(buffer_as_str(&t->typed));
    if (str_is(typed, "/decline"))
        answer->value = value_missing(MISSING_DECLINED);
    else if (str_is(typed, "/unknown"))
        answer->value = value_missing(MISSING_UNKNOWN);
    else if (str_is(typed, "/na"))
        answer->value = value_missing(MISSING_NOT_APPLICABLE);
    else if (!typed.len)
        return false;
    else if (!session_read_for(t->session, path, typed, &answer->value, &why)) {
        tell_str(t, why);
        return false;
    }
    return true;
}

/* After the end of an interview a change needs its reason; before, it may have one. */
static bool agrees_to_change(struct terminal *t, struct arena *a, struct str *reason) {
    bool agrees = confirmed(t, "  Make this change? (yes or no; yes, and why) ", reason);
    *reason = arena_str(a, *reason);
    while (agrees && !reason->len && session_status(t->session) == SESSION_COMPLETED) {
        if (!read_line(t, "  Why is it changed? It stays in the record. "))
            return false;
        *reason = arena_str(a, text_trim(buffer_as_str(&t->typed)));
    }
    return agrees;
}

static enum reply change(struct terminal *t, struct str name) {
    struct str path, why;
    struct change_effects effects;
    struct answer answer = {0};
    struct arena a;
    if (!name.len) {
        tell(t, "Name the question: /change mood");
        return REPLY_AGAIN;
    }
    if (!session_find_answer(t->session, name, &path, &why)) {
        tell_str(t, why);
        return REPLY_AGAIN;
    }
    arena_init(&a);
    path = arena_str(&a, path);
    const struct prompt *p = session_prompt_of(t->session, path);
    bool judged = p && p->question->symbol->judging;
    if (p) {
        show_question(&t->page, t->session, p, false);
        tell(t, "The new answer; an empty line leaves it as it is.");
    }
    enum reply reply = REPLY_AGAIN;
    if (p && read_change(t, path, &answer)) {
        answer.value = value_copy(&a, answer.value);
        enum answer_result result = session_preview(t->session, path, &answer, &effects, &why);
        if (result == ANSWER_CONFIRM) {
            page_text(&t->page, INK_PLAIN, "  ? ", why);
            answer.confirmed = true; /* asked together with the change, below */
            result = session_preview(t->session, path, &answer, &effects, &why);
        }
        if (result != ANSWER_TAKEN) {
            tell_str(t, why);
        } else {
            show_effects(t, &effects, judged);
            if (agrees_to_change(t, &a, &answer.remark) &&
                session_change(t->session, path, &answer, &why) == ANSWER_TAKEN)
                reply = REPLY_MOVED;
        }
    }
    arena_release(&a);
    return reply;
}

/* ---- taking somebody off a list ---- */
/* Answers about the card are counted, all others named. */
static void show_removal(struct terminal *t, struct value card, struct change_effects *e) {
    struct buffer path, words, label;
    size_t about = 0, others = 0;
    struct arena a;
    arena_init(&a);
    struct str *rest = arena_array(&a, struct str, e->leaving_count + 1);
    buffer_init(&path);
    buffer_init(&words);
    buffer_init(&label);
    card_path(card, &path);
    buffer_char(&path, '/');
    session_print(t->session, card, &label);
    for (size_t i = 0; i < e->leaving_count; i++) {
        if (memmem(e->leaving[i].text, e->leaving[i].len, path.text, path.len))
            about++;
        else
            rest[others++] = e->leaving[i];
    }
    buffer_printf(&words, "%s leaves the list", label.text);
    if (about > 1) /* the first is the name */
        buffer_printf(&words, ", with %zu answer%s", about - 1, about == 2 ? "" : "s");
    buffer_char(&words, '.');
    page_text(&t->page, INK_PLAIN, "  ", buffer_as_str(&words));
    e->leaving = rest;
    e->leaving_count = others;
    if (others || e->unfit_count || e->returning_count || e->score_count)
        show_effects(t, e, false);
    buffer_release(&path);
    buffer_release(&words);
    buffer_release(&label);
    arena_release(&a);
}

static enum reply take_off(struct terminal *t, struct str name) {
    struct value card;
    struct str why, reason;
    struct change_effects effects;
    if (!name.len) {
        tell(t, "Name who or what is to leave its list: /remove Anna");
        return REPLY_AGAIN;
    }
    if (!session_find_card(t->session, name, &card, &why) ||
        !session_preview_removal(t->session, card, &effects, &why)) {
        tell_str(t, why);
        return REPLY_AGAIN;
    }
    show_removal(t, card, &effects);
    if (!confirmed(t, "  Take this off the list? (yes or no) ", &reason))
        return REPLY_AGAIN;
    return session_remove(t->session, card, &why) ? REPLY_MOVED : REPLY_AGAIN;
}

/* ---- commands ---- */
static const char *const commands[] = {"/back", "/change", "/remove", "/decline", "/unknown", "/na",
                                       "/note", "/why",    "/pause",  "/quit",    "/help"};

static void show_why(struct terminal *t, const struct prompt *p) {
    const struct program *program = session_program(t->session);
    struct place place = source_place(&program->sources, p->question->node->span.lo);
    struct buffer b;
    buffer_init(&b);
    buffer_printf(&b, "This question is %.*s", (int)p->path.len, p->path.text);
    if (place.source)
        buffer_printf(&b, ", in %s, line %u", place.source->path, place.line);
    const struct inventory *inventory = p->question->inventory;
    if (inventory && inventory->title)
        buffer_printf(&b, "; it belongs to the %.*s", (int)AST(text, inventory->title)->value.len,
                      AST(text, inventory->title)->value.text);
    buffer_char(&b, '.');
    page_text(&t->page, INK_QUIET, "  ", buffer_as_str(&b));
    buffer_release(&b);
}

static enum reply unknown_command(struct terminal *t, struct str word) {
    const char *near = NULL;
    int best = INT32_MAX, distance;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (name_is_near(word, str_from(commands[i]), &distance) && distance < best) {
            best = distance;
            near = commands[i];
        }
    struct buffer b;
    buffer_init(&b);
    buffer_printf(&b, "There is no %.*s here.%s%s%s", (int)word.len, word.text,
                  near ? " Did you mean " : " Type ? for help.", near ? near : "", near ? "?" : "");
    tell_str(t, buffer_as_str(&b));
    buffer_release(&b);
    return REPLY_AGAIN;
}

/* One question back, or as far as the one that is named: from there on everything is put again,
   with the earlier answers to keep. */
static enum reply go_back(struct terminal *t, struct str name) {
    struct arena a;
    struct str path = {"", 0}, why;
    bool moved = false;
    arena_init(&a);
    if (name.len && !session_find_answer(t->session, name, &path, &why)) {
        tell_str(t, why);
        arena_release(&a);
        return REPLY_AGAIN;
    }
    path = arena_str(&a, path); /* the session moves */
    while (session_back(t->session)) {
        moved = true;
        const struct event *event = session_next(t->session);
        while (event->kind != EVENT_ASK && session_status(t->session) == SESSION_RUNNING)
            event = session_next(t->session);
        if (!name.len || event->kind != EVENT_ASK || str_same(event->prompt.path, path))
            break;
    }
    arena_release(&a);
    if (moved)
        return REPLY_MOVED;
    tell(t, session_open_safeguard(t->session)
                ? "These questions come first. There is no way back past them."
                : "This is the first question.");
    return REPLY_AGAIN;
}

static enum reply command(struct terminal *t, const struct prompt *p, struct str typed) {
    size_t len = 0;
    while (len < typed.len && typed.text[len] != ' ')
        len++;
    struct str word = {typed.text, len};
    struct str rest = text_trim((struct str){typed.text + len, typed.len - len});
    if (str_is(word, "/decline"))
        return give_missing(t, MISSING_DECLINED);
    if (str_is(word, "/unknown"))
        return give_missing(t, MISSING_UNKNOWN);
    if (str_is(word, "/na"))
        return give_missing(t, MISSING_NOT_APPLICABLE);
    if (str_is(word, "/back"))
        return go_back(t, rest);
    if (str_is(word, "/change"))
        return change(t, rest);
    if (str_is(word, "/remove"))
        return take_off(t, rest);
    if (str_is(word, "/note")) {
        if (rest.len)
            session_remark(t->session, rest);
        tell(t, rest.len ? "Noted." : "Write it behind the word: /note seems tired today");
        return REPLY_AGAIN;
    }
    if (str_is(word, "/why")) {
        show_why(t, p);
        return REPLY_AGAIN;
    }
    if (str_is(word, "/pause") || str_is(word, "/quit")) {
        warn_of_leaving(t);
        return confirmed(t, "  Leave the interview now? (yes or no) ", &rest) ? REPLY_LEFT
                                                                              : REPLY_AGAIN;
    }
    if (str_is(word, "/help")) {
        show_help(&t->page, p);
        return REPLY_AGAIN;
    }
    return unknown_command(t, word);
}

/* ---- the question ---- */
enum { MOST_ANSWERS_OFFERED = 200 };

/* What can be changed, and who can be taken off a list; of a long interview, what was last. */
static size_t offer_answers(struct terminal *t, struct arena *a, const char **words) {
    size_t count = 0, first = session_answer_count(t->session);
    first = first > MOST_ANSWERS_OFFERED ? first - MOST_ANSWERS_OFFERED : 0;
    for (size_t i = first; i < session_answer_count(t->session); i++) {
        struct kept_answer kept = session_answer_at(t->session, i);
        if (!kept.on_route)
            continue;
        words[count++] = arena_printf(a, "/change %.*s", (int)kept.path.len, kept.path.text).text;
        if (kept.question->node->kind == NODE_label && kept.value.kind == VALUE_TEXT)
            words[count++] =
                arena_printf(a, "/remove %.*s", (int)kept.value.len, kept.value.as.text).text;
    }
    return count;
}

static void offer_words(struct terminal *t, const struct prompt *p, struct arena *a) {
    const char **words = arena_array(
        a, const char *, COUNT_OF(commands) + p->offer_count + 2 * MOST_ANSWERS_OFFERED + 3);
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        words[count++] = commands[i];
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct offer *o = &p->offers[i];
        words[count++] = o->option ? o->option->code->text
                                   : arena_printf(a, "%.*s", (int)o->label.len, o->label.text).text;
    }
    if (p->question->form == FORM_YES_OR_NO) {
        words[count++] = "yes";
        words[count++] = "no";
    }
    count += offer_answers(t, a, words + count);
    words[count] = NULL;
    line_complete(words);
}

static enum reply ask_person(struct terminal *t, const struct event *event) {
    struct arena a;
    arena_init(&a);
    offer_words(t, &event->prompt, &a);
    enum reply reply = REPLY_AGAIN;
    while (reply == REPLY_AGAIN && session_status(t->session) == SESSION_RUNNING) {
        if (!read_line(t, "> ")) {
            reply = REPLY_LEFT;
            break;
        }
        struct str typed = arena_str(&a, text_trim(buffer_as_str(&t->typed)));
        const struct prompt *p = &session_next(t->session)->prompt;
        if (str_is(typed, "?"))
            show_help(&t->page, p);
        else if (typed.len && typed.text[0] == '/')
            reply = command(t, p, typed);
        else
            reply = give_typed(t, p, typed);
    }
    line_complete(NULL);
    arena_release(&a);
    return reply;
}

/* From the written answers, as if they had been typed. */
static void ask_feeder(struct terminal *t, const struct event *event) {
    struct value given;
    struct span at;
    struct str why = {"", 0};
    struct buffer b;
    struct span asked = event->span;
    enum feed fed = feeder_answer(t->options->feeder, t->session, &given, &at, &why);
    const struct sources *sources = &session_program(t->session)->sources;
    buffer_init(&b);
    if (fed == FEED_TAKEN) {
        show_given(&t->page, t->session, given);
        if (why.len) {
            page_text(&t->page, INK_PLAIN, "  ? ", why);
            tell(t, "Confirmed.");
        }
    } else if (fed == FEED_OPEN && line_is_interactive()) {
        t->feeding = false;
    } else if (session_status(t->session) == SESSION_RUNNING) {
        struct place place = source_place(sources, fed == FEED_OPEN ? asked.lo : at.lo);
        buffer_printf(&b,
                      fed == FEED_OPEN
                          ? "The written answers end here, and there is no `rest` line."
                          : "The written answer cannot be given here. %.*s",
                      (int)why.len, why.text);
        if (place.source)
            buffer_printf(&b, " (%s, line %u)", place.source->path, place.line);
        page_text(&t->page, INK_ALERT, "! ", buffer_as_str(&b));
        session_leave(t->session);
        t->code = 2;
    }
    buffer_release(&b);
}

static void put_question(struct terminal *t) {
    const struct event *event = session_next(t->session);
    show_question(&t->page, t->session, &event->prompt, true);
    t->session = stress_apply(t->options->stress, t->session);
    event = session_next(t->session);
    if (t->feeding) {
        ask_feeder(t, event);
        return;
    }
    timing_put(&t->timing, event->prompt.text);
    enum reply reply = ask_person(t, event);
    if (reply == REPLY_LEFT) {
        session_leave(t->session);
        t->code = 3;
    }
}

static void show_event(struct terminal *t, const struct event *event) {
    page_measure(&t->page); /* the window may have another size by now */
    switch (event->kind) {
    case EVENT_SAY:
    case EVENT_NOTE:
    case EVENT_FEEDBACK:
    case EVENT_SECTION:
    case EVENT_ALERT:
    case EVENT_REPORT:
        show_told(&t->page, event);
        timing_read(&t->timing, event->text);
        break;
    case EVENT_ASK:
        put_question(t);
        break;
    case EVENT_ERROR:
        show_script_error(&t->page, t->session, event);
        t->code = 1;
        t->over = true;
        break;
    case EVENT_END:
        t->over = true;
        break;
    }
}

/* Which answers can be changed, by name. */
static void list_answers(struct terminal *t) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < session_answer_count(t->session); i++) {
        struct kept_answer a = session_answer_at(t->session, i);
        if (!a.on_route)
            continue;
        buffer_clear(&b);
        buffer_printf(&b, "%.*s: ", (int)a.path.len, a.path.text);
        session_print(t->session, a.value, &b);
        page_text(&t->page, INK_PLAIN, "  ", buffer_as_str(&b));
    }
    buffer_release(&b);
}

int terminal_amend(struct session **session, const struct terminal_options *options) {
    struct terminal t = {.session = *session, .options = options};
    page_init(&t.page, stdout, options->plain);
    buffer_init(&t.typed);
    line_open(options->plain);
    page_line(&t.page, INK_PLAIN, str_from(options->kept));
    list_answers(&t);
    while (session_status(t.session) == SESSION_COMPLETED &&
           read_line(&t, "Which answer is to be changed? (its name; an empty line ends) ")) {
        struct str name = text_trim(buffer_as_str(&t.typed));
        if (!name.len)
            break;
        struct str kept = {strndup(name.text, name.len), name.len};
        t.over = change(&t, kept) != REPLY_MOVED;
        free((char *)kept.text);
        while (!t.over) /* what the change has brought */
            show_event(&t, session_next(t.session));
    }
    line_close();
    buffer_release(&t.typed);
    *session = t.session;
    return t.code;
}

int terminal_run(struct session **session, const struct terminal_options *options) {
    struct terminal t = {
        .session = *session, .options = options, .feeding = options->feeder != NULL};
    page_init(&t.page, stdout, options->plain);
    buffer_init(&t.typed);
    line_open(options->plain);
    show_opening(&t.page, t.session, options->kept);
    while (!t.over)
        show_event(&t, session_next(t.session));
    show_closing(&t.page, t.session);
    line_close();
    buffer_release(&t.typed);
    *session = t.session;
    return t.code;
}

int terminal_asks(const char *question, bool plain) {
    struct buffer typed;
    struct str rest;
    enum truth said = TRUTH_MISSING;
    buffer_init(&typed);
    line_open(plain);
    while (said == TRUTH_MISSING && line_read(question, &typed) == LINE_TEXT) {
        if (!line_is_interactive())
            printf("%s\n", typed.text);
        said = read_yes(buffer_as_str(&typed), &rest);
    }
    line_close();
    buffer_release(&typed);
    return said == TRUTH_MISSING ? -1 : said == TRUTH_YES;
}
