/* `ipt report`: a document from the result of an interview. */
#include "command/command.h"

#include <string.h>

#include "front/output.h"
#include "front/page.h"
#include "front/report_file.h"
#include "run/pieces.h"

static void render_text(const struct document *d, struct buffer *out) {
    struct page page;
    page_init(&page, stdout, true);
    report_text(d, page.width, out);
}

static const struct {
    const char *word;
    void (*render)(const struct document *d, struct buffer *out);
} report_forms[] = {{"text", render_text}, {"markdown", report_markdown}, {"html", report_html}};

int command_document(const struct document *d, const char *form, const char *file) {
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < COUNT_OF(report_forms); i++)
        if (strcmp(form, report_forms[i].word) == 0)
            report_forms[i].render(d, &out);
    int code = output_write(file, buffer_as_str(&out)) ? EXIT_GOOD : EXIT_USAGE;
    buffer_release(&out);
    return code;
}

static int write_report(struct program *p, char **given, const char *form, const char *reader,
                        const char *file) {
    struct arena a;
    struct str why = {"", 0};
    int code;
    arena_init(&a);
    struct document *d = report_of_result(p, given[1], given[2], &a, &why);
    if (!d)
        fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    else if (strcmp(reader, "client") == 0)
        d = document_for_client(d);
    code = d ? command_document(d, form, file) : EXIT_USAGE;
    arena_release(&a);
    return code;
}

int command_report(const struct command *self, int argc, char **argv) {
    const char *form = "text", *reader = "clinician", *file = NULL;
    int code = EXIT_GOOD;
    const struct option_row rows[] = {
        OPTION_TEXT("to", "text|markdown|html", &form,
                    "text is for the terminal, html one page that also prints well"),
        OPTION_TEXT("for", "clinician|client", &reader,
                    "the copy for the client is without private answers, notes, alerts"),
        OPTION_OUTPUT(&file, "where to write it; standard output otherwise"),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 2, 3, &code))
        return code;
    struct program *p = command_open(argv[0], &code);
    if (!p)
        return command_finish(code);
    if (output_has_place(file, (const char *[]){argv[0], argv[1], NULL}))
        code = write_report(p, argv, form, reader, file);
    else
        code = EXIT_USAGE;
    program_free(p);
    return command_finish(code);
}
