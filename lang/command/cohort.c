/* `ipt cohort`: what trainees said over all kept sessions of a script. */
#include "command/keeping.h"

#include <string.h>

#include "author/why.h"
#include "store/cohort.h"

struct cohort_request {
    const char *store_file, *passphrase, *form, *file, *sheet, *rater, *other, *rubric;
    bool codes, replies;
    struct arena arena;
    struct cohort cohort;
};

static int wrong(struct str why) {
    fprintf(stderr, "ipt: %.*s\n", (int)why.len, why.text);
    return EXIT_USAGE;
}

static int put_out(const char *file, const struct buffer *out) {
    const char *why;
    if (!file) {
        fwrite(out->text, 1, out->len, stdout);
        return EXIT_GOOD;
    }
    if (file_write(file, buffer_as_str(out), &why))
        return EXIT_GOOD;
    fprintf(stderr, "ipt: %s could not be written: %s\n", file, why);
    return EXIT_USAGE;
}

static bool read_sheet(struct cohort_request *r, const char *file, struct csv_table *out) {
    struct str text, words = {"", 0};
    const char *why = NULL;
    if (file_read(&r->arena, file, &text, &why) && csv_read(text, &r->arena, out, &words))
        return true;
    fprintf(stderr, "ipt: %s: %.*s\n", file, words.len ? (int)words.len : (int)strlen(why),
            words.len ? words.text : why);
    return false;
}

static int agree(struct cohort_request *r, const struct rubric *rubric) {
    struct csv_table one, other;
    struct str why = {"", 0};
    if (!r->rater || !r->other)
        return wrong(STR("two sheets are compared: --rater FILE --other FILE"));
    if (!read_sheet(r, r->rater, &one) || !read_sheet(r, r->other, &other))
        return EXIT_USAGE;
    struct document *d = cohort_agreement(&r->cohort, rubric, &one, &other, &why);
    return d ? command_document(d, r->form, r->file) : wrong(why);
}

static int show(struct cohort_request *r) {
    struct buffer out;
    struct str why = {"", 0};
    bool raters = r->sheet || r->rater || r->other;
    const struct rubric *rubric =
        raters ? why_rubric(r->cohort.p, str_from(r->rubric ? r->rubric : ""), &why) : NULL;
    if (raters && !rubric)
        return wrong(why);
    if (r->rater || r->other)
        return agree(r, rubric);
    if (!r->sheet && strcmp(r->form, "csv") != 0)
        return command_document(cohort_document(&r->cohort, r->codes), r->form, r->file);
    buffer_init(&out);
    if (r->sheet)
        cohort_rating_sheet(&r->cohort, rubric, &out);
    else
        cohort_csv(&r->cohort, r->codes, r->replies, &out);
    int code = put_out(r->sheet ? r->sheet : r->file, &out);
    buffer_release(&out);
    return code;
}

int command_cohort(const struct command *self, int argc, char **argv) {
    struct cohort_request r = {.form = "text"};
    int code = EXIT_GOOD;
    struct str why = {"", 0};
    const struct option_row rows[] = {
        OPTION_TEXT("to", "text|markdown|html|csv", &r.form,
                    "for the terminal, as a page, or a row for each reply"),
        OPTION_OUTPUT(&r.file, "where to write it; standard output otherwise"),
        OPTION_FLAG("codes", &r.codes, "name trainees by their codes; otherwise T1, T2, …"),
        OPTION_FLAG("replies", &r.replies,
                    "csv: with the words of each reply, which may be private"),
        OPTION_TEXT("rubric", "NAME", &r.rubric,
                    "the rubric for --sheet and --rater; needed where there are several"),
        OPTION_TEXT("sheet", "FILE", &r.sheet, "write the replies for a rater to fill in"),
        OPTION_TEXT("rater", "FILE", &r.rater, "a sheet that one rater has filled in …"),
        OPTION_TEXT("other", "FILE", &r.other, "… and that of the other"),
        OPTIONS_STORE(r),
        {0}};
    if (!command_read(self, rows, &argc, &argv, 1, 1, &code))
        return code;
    struct program *p = command_open(argv[0], &code);
    if (!p)
        return command_finish(code);
    arena_init(&r.arena);
    struct store *store = command_store(r.store_file, r.passphrase, &r.arena);
    if (!store)
        code = EXIT_USAGE;
    else if (cohort_read(&r.cohort, store, p, &r.arena, &why))
        code = show(&r);
    else
        code = wrong(why);
    cohort_release(&r.cohort);
    store_close(store);
    arena_release(&r.arena);
    program_free(p);
    return command_finish(code);
}
