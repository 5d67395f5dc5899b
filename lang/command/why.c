/* `ipt why`: what a rubric makes of a reply, and why. */
#include "command/command.h"

#include "author/why.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static bool read_reply(struct program *p, const char *given, struct str *out) {
    const char *why = "it is no text in UTF-8, or too long";
    size_t at;
    *out = str_from(given);
    bool read = strcmp(given, "-") != 0 || file_read(&p->arena, given, out, &why);
    if (read && out->len <= LIMIT_ANSWER_BYTES && text_check(*out, &at) == TEXT_GOOD)
        return true;
    fprintf(stderr, "ipt: the reply cannot be read: %s\n", why);
    return false;
}

static int explain(struct program *p, const struct rubric *r, struct str reply, bool json) {
    struct buffer out;
    buffer_init(&out);
    if (json) {
        struct json_writer w;
        json_writer_init(&w, &out, 2);
        why_json(p, r, reply, &w);
        buffer_char(&out, '\n');
    } else {
        why_text(p, r, reply, &out);
    }
    fwrite(out.text, 1, out.len, stdout);
    buffer_release(&out);
    return EXIT_GOOD;
}

int command_why(const struct command *self, int argc, char **argv) {
    bool json = false;
    int code = EXIT_GOOD;
    struct str why;
    const struct option_row rows[] = {OPTION_FLAG("json", &json, "the same to programs"), {0}};
    if (!command_read(self, rows, &argc, &argv, 2, 3, &code))
        return code;
    struct program *p = command_open(argv[0], &code);
    if (!p)
        return command_finish(code);
    const struct rubric *r =
        why_rubric(p, argc > 2 ? str_from(argv[1]) : (struct str){"", 0}, &why);
    struct str reply;
    if (!r) {
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
        code = EXIT_USAGE;
    } else if (!read_reply(p, argv[argc - 1], &reply)) {
        code = EXIT_USAGE;
    } else {
        code = explain(p, r, text_trim(reply), json);
    }
    program_free(p);
    return command_finish(code);
}
