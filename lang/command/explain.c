/* `ipt explain`: a diagnostic, a word of the language, a module. */
#include "command/command.h"

#include <limits.h>

#include "author/explain.h"

int command_explain(const struct command *self, int argc, char **argv) {
    bool json = false;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_FLAG("json", &json, "all diagnostics with their examples, for programs"), {0}};
    if (!command_read(self, rows, &argc, &argv, 0, INT_MAX, &code))
        return code;
    struct buffer out, name;
    buffer_init(&out);
    buffer_init(&name);
    for (int i = 0; i < argc; i++) /* `ipt explain go to` needs no quotes */
        buffer_printf(&name, "%s%s", i ? " " : "", argv[i]);
    if (json)
        explain_json(&out);
    else if (name.len == 0)
        explain_list(&out);
    else if (!explain(buffer_as_str(&name), &out))
        code = EXIT_USAGE;
    fwrite(out.text, 1, out.len, code ? stderr : stdout);
    buffer_release(&out);
    buffer_release(&name);
    return command_finish(code);
}
