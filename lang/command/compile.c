/* `ipt compile`: a script with all it uses as one JSON document; its instruments for FHIR. */
#include "command/command.h"

#include <string.h>

#include "author/questionnaire.h"
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

/* ---- for FHIR ---- */
struct fhir_request {
    const char *file, *entry, *base, *out; /* entry, base, out: NULL where none was given */
};

/* The instrument that was named; false after saying that it is none. */
static bool find_inventory(struct program *p, const char *name, const struct inventory **out) {
    struct str why = {"", 0};
    struct symbol *s = name ? program_entry(p, str_from(name), &why) : NULL;
    *out = s ? s->inventory : NULL;
    if (name && !s)
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    else if (s && !s->inventory)
        fprintf(stderr, "ipt: `%s` is no inventory, and only inventories go to FHIR\n", name);
    return !name || *out;
}

static int write_fhir(struct program *p, const struct fhir_request *r) {
    const struct inventory *only;
    struct buffer out;
    int code = EXIT_USAGE;
    if (!find_inventory(p, r->entry, &only))
        return EXIT_USAGE;
    buffer_init(&out);
    bool any = questionnaires_write(p, only, r->base, &p->diags, &out);
    diags_print(&p->diags, stderr, command_wants_colour(stderr));
    if (!any)
        fprintf(stderr, "ipt: %s has no inventory, and only inventories go to FHIR\n", r->file);
    else if (output_has_place(r->out, (const char *[]){r->file, NULL}) &&
             output_write(r->out, buffer_as_str(&out)))
        code = EXIT_GOOD;
    buffer_release(&out);
    return code;
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
    const char *file = NULL, *to = "json", *base = NULL;
    bool schema = false, compact = false;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_OUTPUT(&file, "where to write it; standard output otherwise"),
        OPTION_TEXT("to", "json|fhir", &to,
                    "the compiled form, or HL7 FHIR R4: a Questionnaire for the inventory ENTRY,\n"
                    "or for each inventory"),
        OPTION_TEXT("base", "URL", &base, "FHIR: what its addresses begin with; urn:ipt otherwise"),
        OPTION_FLAG("compact", &compact, "without places and source texts"),
        OPTION_FLAG("schema", &schema, "print the JSON Schema of the compiled form"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 0, 2, &code))
        return code;
    if (schema)
        return command_finish(write_schema(file));
    bool fhir = strcmp(to, "fhir") == 0;
    if (argc == 0 || (argc == 2 && !fhir)) {
        options_usage(self);
        return EXIT_USAGE;
    }
    struct program *p = command_open(argv[0], &code);
    if (p && fhir) {
        code =
            write_fhir(p, &(struct fhir_request){argv[0], argc == 2 ? argv[1] : NULL, base, file});
        program_free(p);
    } else if (p) {
        diags_print(&p->diags, stderr, command_wants_colour(stderr));
        code = output_has_place(file, (const char *[]){argv[0], NULL})
                   ? write_compiled(p, file, compact)
                   : EXIT_USAGE;
        program_free(p);
    }
    return command_finish(code);
}
