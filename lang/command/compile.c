/* `ipt compile`: a script with all it uses as one JSON document. */
#include "command/command.h"

#include <string.h>

#include "front/output.h"
#include "program/program_json.h"

static void print_piece(void *payload, struct str text) {
    fwrite(text.text, 1, text.len, payload);
}

static void add_piece(void *payload, struct str text) {
    file_add(payload, text);
}

static int write_compiled(const struct program *p, const char *file, bool compact) {
    struct compile_options how = {.compact = compact, .piece = print_piece, .payload = stdout};
    struct file_writer w;
    struct buffer out;
    const char *why;
    bool named = file && strcmp(file, "-") != 0, good = !named || file_begin(&w, file, &why);
    if (good) {
        buffer_init(&out);
        if (named) {
            how.piece = add_piece;
            how.payload = &w;
        }
        program_to_json(p, &how, &out);
        how.piece(how.payload, buffer_as_str(&out));
        buffer_release(&out);
        good = !named || file_end(&w, &why);
    }
    if (!good)
        fprintf(stderr, "ipt: %s could not be written: %s\n", file, why);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

static int write_schema(const char *file) {
    struct buffer out;
    buffer_init(&out);
    program_json_schema(&out);
    bool good = output_write(file, buffer_as_str(&out));
    buffer_release(&out);
    return good ? EXIT_GOOD : EXIT_USAGE;
}

int command_compile(const struct command *self, int argc, char **argv) {
    const char *file = NULL;
    bool schema = false, compact = false;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_OUTPUT(&file, "where to write it; standard output otherwise"),
        OPTION_FLAG("compact", &compact, "without places and source texts"),
        OPTION_FLAG("schema", &schema, "print the JSON Schema of the compiled form"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 0, 1, &code))
        return code;
    if (schema)
        return command_finish(write_schema(file));
    if (argc == 0) {
        options_usage(self);
        return EXIT_USAGE;
    }
    struct program *p = command_open(argv[0], &code);
    if (p) {
        diags_print(&p->diags, stderr, command_wants_colour(stderr));
        code = output_has_place(file, (const char *[]){argv[0], NULL})
                   ? write_compiled(p, file, compact)
                   : EXIT_USAGE;
        program_free(p);
    }
    return command_finish(code);
}
