/* `ipt client`: where a client stands; appointments that were missed; a course that ends early. */
#include "command/keeping.h"

#include <string.h>

#include "front/output.h"
#include "store/overview.h"

struct client_request {
    const char *store_file, *passphrase, *form, *reader, *file, *today, *user, *reason;
    bool counts;
    const char *client;
    struct arena arena;
    struct store *store;
};

static int wrong(struct str why) {
    fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    return EXIT_USAGE;
}

static int show(struct client_request *r) {
    struct str why = {"", 0};
    struct document *d = client_overview(r->store, r->client, &r->arena, &why);
    if (!d)
        return wrong(why);
    if (strcmp(r->reader, "client") == 0)
        d = document_for_client(d);
    return command_document(d, r->form, r->file);
}

/* The last session of the course that is being held; false after a message. */
static bool find_course(struct client_request *r, struct store_session *last, int64_t *held) {
    struct client_sessions all;
    bool found = false;
    *held = 0;
    if (!client_sessions(r->store, r->client, &r->arena, &all)) {
        wrong(store_why(r->store));
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct store_session *s = &all.items[i];
        if (!s->course)
            continue;
        *held = found && s->course == last->course && *held > s->number ? *held : s->number;
        *last = *s;
        found = true;
    }
    if (!found)
        fprintf(stderr, "ipt: %s is in no course; `ipt run FILE COURSE --client %s` begins one\n",
                r->client, r->client);
    else if (str_is(last->status, "course_ended"))
        fprintf(stderr, "ipt: the course of %s was ended already\n", r->client);
    return found && !str_is(last->status, "course_ended");
}

static int missed(struct client_request *r) {
    struct store_session last;
    struct date day;
    struct str why = {"", 0};
    int64_t held;
    if (!command_today(r->today, &day) || !find_course(r, &last, &held))
        return EXIT_USAGE;
    if (!client_missed(r->store, &last, day, r->counts ? (uint32_t)held + 1 : 0, str_from(r->user),
                       str_from(r->reason), &why))
        return wrong(why);
    printf(r->counts ? "Session %lld was missed, and counts.\n"
                     : "The appointment was missed; session %lld is still to come.\n",
           (long long)held + 1);
    return EXIT_GOOD;
}

static int end(struct client_request *r) {
    struct store_session last;
    struct date day;
    struct str why = {"", 0};
    int64_t held;
    if (!r->reason) {
        fprintf(stderr, "ipt: say why the course ends: --reason TEXT\n");
        return EXIT_USAGE;
    }
    if (!command_today(r->today, &day) || !find_course(r, &last, &held))
        return EXIT_USAGE;
    if (!client_ends_course(r->store, &last, day, str_from(r->user), str_from(r->reason), &why))
        return wrong(why);
    printf("The course ends after %lld session%s.\n", (long long)held, held == 1 ? "" : "s");
    return EXIT_GOOD;
}

static const struct {
    const char *word;
    int (*run)(struct client_request *r);
} actions[] = {{"show", show}, {"missed", missed}, {"end", end}};

int command_client(const struct command *self, int argc, char **argv) {
    struct client_request r = {.form = "text", .reader = "clinician"};
    size_t action = 0;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("to", "text|markdown|html", &r.form, "show: for the terminal, or as a page"),
        OPTION_TEXT("for", "clinician|client", &r.reader,
                    "show: the copy for the client is without alerts"),
        OPTION_OUTPUT(&r.file, "show: where to write it; standard output otherwise"),
        OPTION_FLAG("counts", &r.counts, "missed: it uses up a session of the course"),
        OPTION_TEXT("reason", "TEXT", &r.reason, "missed, end: why, for the record"),
        OPTION_TEXT("today", "DATE", &r.today, "missed, end: the day of it"),
        OPTION_TEXT("user", "NAME", &r.user, "missed, end: who says so, for the record"),
        OPTIONS_STORE(r),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 2, 2, &code))
        return code;
    while (action < COUNT_OF(actions) && strcmp(actions[action].word, argv[0]) != 0)
        action++;
    if (action == COUNT_OF(actions)) {
        options_usage(self);
        return EXIT_USAGE;
    }
    r.client = argv[1];
    arena_init(&r.arena);
    r.store = command_store(r.store_file, r.passphrase, &r.arena);
    code = r.store ? actions[action].run(&r) : EXIT_USAGE;
    store_close(r.store);
    arena_release(&r.arena);
    return command_finish(code);
}
