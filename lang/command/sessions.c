/* `ipt sessions`: what was recorded, to look at, to get out, to take away for good. */
#include "command/keeping.h"

#include <stdlib.h>
#include <string.h>

#include "front/output.h"
#include "front/terminal.h"
#include "front/transcript.h"
#include "run/result.h"
#include "store/client.h"
#include "store/export.h"
#include "store/responses.h"

struct sessions_request {
    const char *store_file, *passphrase, *new_passphrase, *client, *user, *form, *file, *codebook,
        *base;
    bool transcript, journal, with_private, with_people, pseudonymise, sure;
    int64_t id; /* 0: none was named */
    struct arena arena;
    struct store *store;
};

static int wrong(const struct sessions_request *r, struct str why) {
    if (!why.len)
        fprintf(stderr, "ipt: there is no session %lld in %s\n", (long long)r->id,
                store_path(r->store));
    else
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    return EXIT_USAGE;
}

/* ---- list ---- */
static bool say_row(void *payload, const struct store_session *s) {
    size_t *count = payload;
    struct str title = s->title.len ? s->title : s->file;
    printf("%6lld  %-12.*s  %.16s  %.*s%s%.*s: %.*s%s%.*s, %lld answer%s\n", (long long)s->id,
           (int)s->client.len, s->client.text, s->began.text, (int)title.len, title.text,
           s->version.len ? " " : "", (int)s->version.len, s->version.text, (int)s->status.len,
           s->status.text, s->open.len ? ", OPEN: " : "", (int)s->open.len, s->open.text,
           (long long)s->answers, s->answers == 1 ? "" : "s");
    ++*count;
    return true;
}

static int list(struct sessions_request *r) {
    size_t count = 0;
    if (!store_each_session(r->store, r->client, &r->arena, say_row, &count))
        return wrong(r, store_why(r->store));
    if (!count)
        printf("No session%s%s is kept in %s.\n", r->client ? " of " : "",
               r->client ? r->client : "", store_path(r->store));
    return EXIT_GOOD;
}

/* ---- show ---- */
static bool say_entry(void *payload, const struct store_entry *e) {
    (void)payload;
    printf("%5lld  %.19s  %-9.*s %.*s%s%.*s%s%.*s\n", (long long)e->number, e->at.text,
           (int)e->kind.len, e->kind.text, (int)e->name.len, e->name.text,
           e->user.len ? "  by " : "", (int)e->user.len, e->user.text,
           str_is(e->kind, "begin") || str_is(e->body, "{}") ? "" : "  ",
           str_is(e->kind, "begin") || str_is(e->body, "{}") ? 0 : (int)e->body.len, e->body.text);
    return true;
}

static void say_answers(struct session *s) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < session_answer_count(s); i++) {
        struct kept_answer a = session_answer_at(s, i);
        buffer_clear(&b);
        session_print(s, a.value, &b);
        printf("  %.*s\n    %.*s: %s%s\n", (int)a.asked_as.len, a.asked_as.text, (int)a.path.len,
               a.path.text, b.text, a.on_route ? "" : "   (off route)");
    }
    buffer_release(&b);
    for (size_t i = 0; i < session_firing_count(s); i++) {
        struct kept_firing f = session_firing_at(s, i);
        printf("  Safeguard %.*s%s\n", (int)f.safeguard->path.len, f.safeguard->path.text,
               f.open ? ": OPEN" : "");
    }
    for (size_t i = 0; i < session_alert_count(s); i++) {
        struct kept_alert alert = session_alert_at(s, i);
        printf("  Alert (%s): %.*s\n", alert.level->text, (int)alert.text.len, alert.text.text);
    }
    for (size_t i = 0; i < session_remark_count(s); i++) {
        struct str path, text;
        session_remark_at(s, i, &path, &text);
        printf("  Remark at %.*s: %.*s\n", (int)path.len, path.text, (int)text.len, text.text);
    }
}

/* An appointment that was missed, the end of a course: no questions, but a day and a reason. */
static int say_appointment(struct sessions_request *r, const struct store_session *s) {
    struct str why;
    struct json_doc *doc = client_outcome(r->store, s, &r->arena, &why);
    if (!doc)
        return wrong(r, why);
    struct str day = json_as_text(json_get(json_root(doc), "date"));
    struct str reason = json_as_text(json_get(json_root(doc), "reason"));
    printf("  On %.*s%s%.*s\n", (int)day.len, day.text, reason.len ? ": " : "", (int)reason.len,
           reason.text);
    json_doc_free(doc);
    return EXIT_GOOD;
}

static int transcript(struct sessions_request *r) {
    struct str why = {"", 0};
    return transcript_show(r->store, r->id, &r->arena, &why) ? EXIT_GOOD : wrong(r, why);
}

static int show(struct sessions_request *r) {
    struct store_session was;
    struct program *p = NULL;
    struct str why;
    size_t count = 0;
    if (r->transcript)
        return transcript(r);
    if (!store_session(r->store, r->id, &r->arena, &was))
        return wrong(r, store_why(r->store));
    say_row(&count, &was);
    if (r->journal)
        return store_each_entry(r->store, r->id, say_entry, NULL) ? EXIT_GOOD
                                                                  : wrong(r, store_why(r->store));
    if (is_appointment(&was))
        return say_appointment(r, &was);
    struct session *s = recorder_replay(r->store, r->id, &r->arena, &p, &why);
    if (!s)
        return wrong(r, why);
    say_answers(s);
    session_free(s);
    program_free(p);
    return EXIT_GOOD;
}

/* ---- export ---- */
static int export(struct sessions_request *r) {
    struct export_options how = {.client = r->client,
                                 .session = r->id,
                                 .with_private = r->with_private,
                                 .with_people = r->with_people,
                                 .words = &r->arena,
                                 .pseudonymise = r->pseudonymise};
    struct buffer out, codebook;
    struct str why = {"", 0};
    buffer_init(&out);
    buffer_init(&codebook);
    bool good = strcmp(r->form, "json") == 0   ? export_json(r->store, &how, &out, &why)
                : strcmp(r->form, "fhir") == 0 ? export_fhir(r->store, &how, r->base, &out, &why)
                : strcmp(r->form, "wide") == 0 ? export_wide(r->store, &how, &out, &codebook, &why)
                                               : export_long(r->store, &how, &out, &why);
    int code = good ? EXIT_GOOD : wrong(r, why);
    if (good && (!output_write(r->file, buffer_as_str(&out)) ||
                 (r->codebook && !output_write(r->codebook, buffer_as_str(&codebook)))))
        code = EXIT_USAGE;
    buffer_release(&out);
    buffer_release(&codebook);
    return code;
}

/* ---- verify ---- */
struct verifying {
    struct sessions_request *r;
    size_t good, bad;
};

static bool verify_one(void *payload, const struct store_session *s) {
    struct verifying *v = payload;
    int64_t bad;
    if (v->r->id && s->id != v->r->id)
        return true;
    if (!store_verify(v->r->store, s->id, &bad))
        return false;
    if (bad)
        printf("Session %lld has been altered at entry %lld.\n", (long long)s->id, (long long)bad);
    v->bad += bad != 0;
    v->good += bad == 0;
    return true;
}

static int verify(struct sessions_request *r) {
    struct verifying v = {.r = r};
    if (!store_each_session(r->store, r->client, &r->arena, verify_one, &v))
        return wrong(r, store_why(r->store));
    if (r->id && !v.good && !v.bad)
        return wrong(r, (struct str){"", 0});
    printf("%zu session%s as %s written.\n", v.good, v.good == 1 ? " is" : "s are",
           v.good == 1 ? "it was" : "they were");
    return v.bad ? EXIT_WRONG : EXIT_GOOD;
}

/* ---- delete ---- */
static int delete (struct sessions_request *r) {
    struct store_session was;
    size_t count = 0;
    if (!store_session(r->store, r->id, &r->arena, &was))
        return wrong(r, store_why(r->store));
    say_row(&count, &was);
    if (!r->sure &&
        terminal_asks("Take it away for good? There is no way back. (yes or no) ", true) != 1) {
        printf("It stays.\n");
        return EXIT_LEFT;
    }
    if (!store_delete(r->store, r->id, str_from(r->user)))
        return wrong(r, store_why(r->store));
    printf("It is gone; that there was one stays on record.\n");
    return EXIT_GOOD;
}

/* ---- amend ---- */
static int amend(struct sessions_request *r) {
    struct store_session was;
    struct session *s;
    struct program *p;
    struct str why;
    if (!store_session(r->store, r->id, &r->arena, &was))
        return wrong(r, store_why(r->store));
    struct recorder *recorder =
        recorder_amend(r->store, r->id, str_from(r->user), &r->arena, &s, &p, &why);
    if (!recorder)
        return wrong(r, why);
    struct terminal_options how = {
        .plain = true,
        .kept = arena_printf(&r->arena, "Session %lld of %.10s, %.*s. What is changed is recorded.",
                             (long long)r->id, was.began.text, (int)was.title.len, was.title.text)
                    .text};
    int code = terminal_amend(&s, &how);
    if (recorder_failed(recorder))
        code = wrong(r, store_why(r->store));
    recorder_free(recorder);
    session_free(s);
    program_free(p);
    return code;
}

/* ---- lock ---- */
static int lock(struct sessions_request *r) {
    struct str passphrase;
    bool first = !store_has_passphrase(r->store);
    if (!command_new_passphrase(r->new_passphrase, &r->arena, &passphrase))
        return EXIT_USAGE;
    if (!store_lock(r->store, passphrase))
        return wrong(r, store_why(r->store));
    printf(
        "%s is %s by this passphrase.\nWhoever loses it loses what is kept here: nobody can open "
        "it without.\n",
        store_path(r->store), first ? "locked" : "locked now");
    return EXIT_GOOD;
}

/* ---- all of it ---- */
static const struct {
    const char *word;
    int (*run)(struct sessions_request *r);
    bool needs_id;
} actions[] = {{"list", list, false},     {"show", show, true},     {"export", export, false},
               {"verify", verify, false}, {"delete", delete, true}, {"amend", amend, true},
               {"lock", lock, false}};

static int act(struct sessions_request *r, size_t action) {
    arena_init(&r->arena);
    r->store = command_store(r->store_file, r->passphrase, &r->arena);
    int code = r->store ? actions[action].run(r) : EXIT_USAGE;
    store_close(r->store);
    arena_release(&r->arena);
    return command_finish(code);
}

int command_sessions(const struct command *self, int argc, char **argv) {
    struct sessions_request r = {.form = "csv"};
    uint64_t id = 0;
    size_t action = 0;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("client", "CODE", &r.client, "list, export, verify: only those of this client"),
        OPTION_FLAG("transcript", &r.transcript, "show: the interview as it went"),
        OPTION_FLAG("journal", &r.journal, "show: every entry, with its time"),
        OPTION_TEXT("to", "csv|wide|json|fhir", &r.form,
                    "export: a line for each answer, or for each session, or JSON; or what was\n"
                    "answered in inventories as HL7 FHIR R4 QuestionnaireResponses"),
        OPTION_TEXT("base", "URL", &r.base,
                    "export fhir: what addresses begin with, as in the Questionnaires"),
        OPTION_OUTPUT(&r.file, "export: where to write it; standard output otherwise"),
        OPTION_TEXT("codebook", "FILE", &r.codebook, "export wide: what the columns are"),
        OPTION_FLAG("private", &r.with_private, "export: private answers too"),
        OPTION_FLAG("people", &r.with_people, "export: what is said of other people too"),
        OPTION_FLAG("pseudonymise", &r.pseudonymise,
                    "export: days shifted, for each client by another length; no free text"),
        OPTION_TEXT("user", "NAME", &r.user, "amend, delete: who does it, for the record"),
        OPTION_FLAG("yes", &r.sure, "delete: without asking"),
        OPTION_TEXT("new-passphrase-file", "FILE", &r.new_passphrase,
                    "lock: its first line is the new passphrase; otherwise it is asked for"),
        OPTIONS_STORE(r),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 0, 2, &code))
        return code;
    while (argc && action < COUNT_OF(actions) && strcmp(actions[action].word, argv[0]) != 0)
        action++;
    bool known = action < COUNT_OF(actions) && (argc == 2 || !actions[action].needs_id);
    if (!known || !command_number("session", argc == 2 ? argv[1] : NULL, INT64_MAX, &id)) {
        options_usage(self);
        return EXIT_USAGE;
    }
    r.id = (int64_t)id;
    return act(&r, action);
}
