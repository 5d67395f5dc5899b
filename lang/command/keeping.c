#include "command/keeping.h"

#include <string.h>

#include "base/source.h"
#include "front/line.h"
#include "front/terminal.h"

const char *store_place(const char *named, struct arena *a) {
    const char *variable = getenv("IPT_STORE"), *folder = getenv("XDG_DATA_HOME"),
               *home = getenv("HOME");
    if (named)
        return named;
    if (variable)
        return *variable ? variable : NULL;
    if (folder && *folder)
        return arena_printf(a, "%s/ipt/practice.db", folder).text;
    return home && *home ? arena_printf(a, "%s/.local/share/ipt/practice.db", home).text : NULL;
}

/* ---- the passphrase ---- */
/* The first line of a file. */
static bool passphrase_of(const char *file, struct arena *a, struct str *out) {
    const char *why;
    if (!file_read(a, file, out, &why)) {
        fprintf(stderr, "ipt: %s cannot be read: %s\n", file, why);
        return false;
    }
    const char *end = out->len ? memchr(out->text, '\n', out->len) : NULL;
    out->len = end ? (size_t)(end - out->text) : out->len;
    if (!out->len)
        fprintf(stderr, "ipt: the first line of %s is empty; it is the passphrase\n", file);
    return out->len > 0;
}

/* `option` names a file instead. */
static bool ask_passphrase(const char *prompt, const char *option, struct arena *a,
                           struct str *out) {
    struct buffer typed;
    buffer_init(&typed);
    bool good = line_secret(prompt, &typed);
    *out = buffer_keep(&typed, a);
    if (typed.len)
        memset(typed.text, 0, typed.len);
    buffer_release(&typed);
    if (!good)
        fprintf(stderr, "ipt: no passphrase was given; %s FILE names a file that has it\n", option);
    return good;
}

bool command_unlock(struct store *store, const char *passphrase_file) {
    struct arena a;
    struct str passphrase;
    const char *file = passphrase_file ? passphrase_file : getenv("IPT_PASSPHRASE_FILE");
    if (!store_is_locked(store))
        return true;
    arena_init(&a);
    bool good = file && *file ? passphrase_of(file, &a, &passphrase)
                              : ask_passphrase("Passphrase of the practice: ", "--passphrase-file",
                                               &a, &passphrase);
    if (good && !store_unlock(store, passphrase)) {
        fprintf(stderr, "ipt: %s\n", store_why(store).text);
        good = false;
    }
    arena_release(&a);
    return good;
}

bool command_new_passphrase(const char *file, struct arena *a, struct str *out) {
    static const char option[] = "--new-passphrase-file";
    struct str again;
    enum { SHORTEST = 12 };
    if (file) {
        if (!passphrase_of(file, a, out))
            return false;
    } else if (!ask_passphrase("New passphrase: ", option, a, out) ||
               !ask_passphrase("Once more: ", option, a, &again)) {
        return false;
    } else if (!str_same(*out, again)) {
        fprintf(stderr, "ipt: the two are not the same; nothing has changed\n");
        return false;
    }
    if (out->len < SHORTEST)
        fprintf(stderr,
                "ipt: a passphrase has at least %d characters; four or five words are easy "
                "to keep in mind\n",
                SHORTEST);
    return out->len >= SHORTEST;
}

struct store *command_store(const char *named, const char *passphrase_file, struct arena *a) {
    struct str why = {"", 0};
    const char *place = store_place(named, a);
    struct store *store = place ? store_open(place, false, a, &why) : NULL;
    if (!place)
        fprintf(stderr, "ipt: nothing is kept here; --store FILE names a file\n");
    else if (!store)
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    if (store && !command_unlock(store, passphrase_file)) {
        store_close(store);
        return NULL;
    }
    return store;
}

/* ---- an unfinished session ---- */
struct unfinished {
    const struct program *p;
    const struct symbol *entry;
    const char *file;
    struct store_session found; /* id 0: none */
};

static bool is_unfinished(void *payload, const struct store_session *s) {
    struct unfinished *u = payload;
    struct str title = program_title(u->p);
    bool same = title.len ? str_same(s->title, title) : str_is(s->file, u->file);
    bool open = str_is(s->status, "running") || str_is(s->status, "left");
    if (same && open && str_same(s->entry, u->entry->path))
        u->found = *s;
    return u->found.id == 0;
}

/* What stands open for safety goes on, whatever else; about the rest one may decide. */
static bool decides_to_go_on(struct keeping *k, const struct store_session *s, bool may_ask,
                             bool plain, bool *go_on) {
    *go_on = k->resume;
    if (k->resume || k->anew)
        return true;
    if (!may_ask) {
        fprintf(stderr,
                "ipt: session %lld of %s is not finished: --resume goes on with it, --new begins "
                "another\n",
                (long long)s->id, k->client);
        return false;
    }
    struct str question = arena_printf(
        &k->arena, "%sAn interview of %.*s is not finished (%lld answer%s). Go on with it? ",
        s->open.len ? "Questions about safety were left open. " : "", 10, s->began.text,
        (long long)s->answers, s->answers == 1 ? "" : "s");
    int said = terminal_asks(question.text, plain);
    *go_on = said == 1;
    return said >= 0;
}

static void say_changes(struct keeping *k, const struct resumed *r) {
    if (!r->changed)
        return;
    buffer_text(&k->words, " The script has changed since; the answers have gone over by name.");
    for (size_t i = 0; i < r->restored.lost_count; i++)
        buffer_printf(&k->words, "%s%.*s",
                      i ? ", " : " These have no place any more: ", (int)r->restored.lost[i].len,
                      r->restored.lost[i].text);
    if (r->restored.lost_count)
        buffer_char(&k->words, '.');
    for (size_t i = 0; i < r->restored.reworded_count; i++)
        buffer_printf(&k->words, "%s%.*s",
                      i ? ", " : " Worded otherwise now: ", (int)r->restored.reworded[i].len,
                      r->restored.reworded[i].text);
    if (r->restored.reworded_count)
        buffer_char(&k->words, '.');
}

/* An answer to other words may mean something else now. */
static void review(struct keeping *k, const struct resumed *r, struct session *s, bool may_ask,
                   bool plain) {
    if (!r->restored.reworded_count || !may_ask)
        return;
    struct str question = arena_printf(
        &k->arena, "%zu question%s worded otherwise since. Put %s again? ",
        r->restored.reworded_count, r->restored.reworded_count == 1 ? " was" : "s were",
        r->restored.reworded_count == 1 ? "it" : "them");
    if (terminal_asks(question.text, plain) != 1)
        return;
    for (size_t i = 0; i < r->restored.reworded_count; i++)
        session_put_again(s, r->restored.reworded[i]);
}

static bool resume(struct keeping *k, struct program *p, int64_t id, bool may_ask, bool plain,
                   struct session **session) {
    struct resumed r;
    struct str why = {"", 0};
    k->recorder = recorder_resume(k->store, id, p, str_from(k->user), &k->arena, session, &r, &why);
    if (!k->recorder) {
        fprintf(stderr, "ipt: session %lld cannot be gone on with: %.*s\n", (long long)id,
                (int)why.len, why.text);
        return false;
    }
    buffer_printf(&k->words,
                  "Going on with session %lld of %.*s, %lld answer%s so far; it is kept in %s.",
                  (long long)id, 10, r.was.began.text, (long long)r.was.answers,
                  r.was.answers == 1 ? "" : "s", store_path(k->store));
    say_changes(k, &r);
    review(k, &r, *session, may_ask, plain);
    buffer_text(&k->words, " Type ? for help.");
    return true;
}

/* ---- earlier sessions ---- */
static bool may_be_held(const struct keeping *k, const struct course *course) {
    const struct course_state *state = &k->course;
    if (state->ended)
        fprintf(stderr, "ipt: this course of %s was ended%s%.*s; --again begins another\n",
                k->client, state->why_ended.len ? ": " : "", (int)state->why_ended.len,
                state->why_ended.text);
    else if (state->held >= course->sessions && !k->extra)
        fprintf(
            stderr,
            "ipt: all %u sessions of the course of %s were held; --extra holds one more, --again "
            "begins another course\n",
            course->sessions, k->client);
    else
        return true;
    return false;
}

static void say_session(struct keeping *k, const struct course *course) {
    const struct phase *phase = course_phase(course, k->past.number);
    buffer_printf(&k->words, "Session %u of %u", k->past.number, course->sessions);
    if (phase) {
        const struct node *label = phase->choice->label;
        struct str words = label ? AST(text, label)->value : name_str(phase->choice->code);
        buffer_printf(&k->words, ", %.*s", (int)words.len, words.text);
    }
    buffer_text(&k->words, ". ");
}

/* What earlier sessions left, and which session of a course this is. */
static bool look_back(struct keeping *k, struct program *p, struct session_options *given) {
    const struct course *course = given->entry->course;
    struct str why = {"", 0};
    if (!k->client && course)
        buffer_text(&k->words, "Without --client CODE this is a first session, and no second "
                               "one follows. ");
    if (!k->client)
        return true;
    past_init(&k->past, p, &k->arena);
    if (!client_past(k->store, k->client, given->entry, k->again, &k->past, &k->course, &k->arena,
                     &why)) {
        fprintf(stderr, "ipt: the earlier sessions of %s cannot be read: %.*s\n", k->client,
                (int)why.len, why.text);
        return false;
    }
    given->past = &k->past;
    if (!course)
        return true;
    if (!may_be_held(k, course))
        return false;
    k->past.number = k->course.held + 1;
    say_session(k, course);
    return true;
}

/* ---- opening and closing ---- */
bool keeping_open(struct keeping *k, struct program *p, struct session_options *given,
                  const char *file, bool may_ask, bool plain, struct session **session, int *code) {
    const struct symbol *entry = given->entry;
    struct str why = {"", 0};
    bool go_on = false;
    *session = NULL;
    *code = EXIT_USAGE;
    arena_init(&k->arena);
    buffer_init(&k->words);
    const char *place = k->none ? NULL : store_place(k->store_file, &k->arena);
    if (!k->client && (k->extra || k->again)) {
        fprintf(stderr, "ipt: --extra and --again are about a client's course: --client CODE\n");
        return false;
    }
    if (!place && (k->client || k->resume)) {
        fprintf(stderr, "ipt: nothing is kept here, so there is no client to go on with\n");
        return false;
    }
    if (!place)
        return true;
    k->store = store_open(place, true, &k->arena, &why);
    if (!k->store) {
        fprintf(stderr, "ipt: %.*s; --no-store keeps nothing\n", (int)why.len, why.text);
        return false;
    }
    if (!command_unlock(k->store, k->passphrase))
        return false;
    struct unfinished u = {.p = p, .entry = entry, .file = file};
    if (k->client && !store_each_session(k->store, k->client, &k->arena, is_unfinished, &u)) {
        fprintf(stderr, "ipt: %s\n", store_why(k->store).text);
        return false;
    }
    if (k->resume && !u.found.id) {
        fprintf(stderr, "ipt: there is no unfinished session of %s with this script\n",
                k->client ? k->client : "anybody");
        return false;
    }
    if (u.found.id && !decides_to_go_on(k, &u.found, may_ask, plain, &go_on)) {
        *code = may_ask ? EXIT_LEFT : EXIT_USAGE;
        return false;
    }
    return go_on ? resume(k, p, u.found.id, may_ask, plain, session) : look_back(k, p, given);
}

bool keeping_begin(struct keeping *k, struct session *s, const char *file) {
    struct str why = {"", 0};
    bool course = session_given(s)->entry->course != NULL;
    struct recording how = {.client = str_from(k->client), .user = str_from(k->user), .file = file};
    if (course && k->client) {
        how.course = k->course.id ? k->course.id : COURSE_BEGINS;
        how.number = k->past.number;
    }
    if (!k->store)
        return true;
    k->recorder = recorder_begin(k->store, s, &how, &why);
    if (!k->recorder) {
        fprintf(stderr, "ipt: %.*s; --no-store keeps nothing\n", (int)why.len, why.text);
        return false;
    }
    buffer_printf(&k->words, "Every answer is kept in %s (session %lld%s%s). Type ? for help.",
                  store_path(k->store), (long long)recorder_session(k->recorder),
                  k->client ? ", client " : "", k->client ? k->client : "");
    return true;
}

bool keeping_close(struct keeping *k) {
    bool good = !k->recorder || !recorder_failed(k->recorder);
    if (!good)
        fprintf(stderr, "ipt: not everything could be kept: %s\n", store_why(k->store).text);
    recorder_free(k->recorder);
    store_close(k->store);
    buffer_release(&k->words);
    arena_release(&k->arena);
    return good;
}
