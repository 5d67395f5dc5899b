/* `ipt diff`: what has changed between two versions of a script. */
#include "command/command.h"

#include "author/diff.h"
#include "base/json.h"

struct diff_request {
    bool json;
    size_t count, instruments;
    struct buffer out;
    struct json_writer w; /* with --json */
};

static void say(void *payload, const struct change *change) {
    struct diff_request *r = payload;
    r->count++;
    r->instruments += change->instrument && change->kind != CHANGE_ADDED;
    if (!r->json) {
        bool from = change->from.len != 0, to = change->to.len != 0;
        buffer_printf(&r->out, "%-8s  %.*s: %.*s%s%.*s\n", change_word(change->kind),
                      (int)change->name.len, change->name.text, (int)change->from.len,
                      change->from.text, from && to ? "  →  " : "", (int)change->to.len,
                      change->to.text);
        return;
    }
    json_open(&r->w, '{');
    json_member_text(&r->w, "change", str_from(change_word(change->kind)));
    json_member_text(&r->w, "name", change->name);
    json_member_text(&r->w, "from", change->from);
    json_member_text(&r->w, "to", change->to);
    json_member_bool(&r->w, "instrument", change->instrument);
    json_close(&r->w, '}');
}

/* An answer means what its version says: another meaning is another version. */
static bool must_be_raised(const struct diff_request *r, const struct program *old,
                           const struct program *new) {
    return r->count && str_same(program_version(old), program_version(new));
}

static void conclude(struct diff_request *r, const struct program *old, const struct program *new) {
    struct str version = program_version(new);
    bool raise = must_be_raised(r, old, new);
    if (r->json) {
        json_close(&r->w, ']');
        json_member_bool(&r->w, "version_must_be_raised", raise);
        json_close(&r->w, '}');
        buffer_char(&r->out, '\n');
    } else if (!r->count) {
        buffer_text(&r->out,
                    old->hash == new->hash
                        ? "Nothing has changed.\n"
                        : "No question, choice, score or safeguard has changed. When and in which "
                          "order they come is not compared.\n");
    } else if (raise) {
        buffer_printf(&r->out, "The version has to be raised: it is %s%.*s in both.%s\n",
                      version.len ? "" : "not said", (int)version.len, version.text,
                      r->instruments ? " An instrument is another one now." : "");
    }
}

static int compare(struct diff_request *r, const struct program *old, const struct program *new) {
    struct arena a;
    arena_init(&a);
    buffer_init(&r->out);
    if (r->json) {
        json_writer_init(&r->w, &r->out, 2);
        json_open(&r->w, '{');
        json_key(&r->w, "changes");
        json_open(&r->w, '[');
    }
    programs_compare(old, new, &a, say, r);
    conclude(r, old, new);
    fwrite(r->out.text, 1, r->out.len, stdout);
    buffer_release(&r->out);
    arena_release(&a);
    return must_be_raised(r, old, new) ? EXIT_WRONG : EXIT_GOOD;
}

int command_diff(const struct command *self, int argc, char **argv) {
    struct diff_request r = {0};
    int code = EXIT_GOOD;
    const struct option_row rows[] = {OPTION_FLAG("json", &r.json, "the changes as JSON"), {0}};
    if (!command_read(self, rows, &argc, &argv, 2, 2, &code))
        return code;
    struct program *old = command_open(argv[0], &code),
                   *new = old ? command_open(argv[1], &code) : NULL;
    if (new)
        code = compare(&r, old, new);
    program_free(old);
    program_free(new);
    return command_finish(code);
}
