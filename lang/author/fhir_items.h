/* The lines of an instrument as items of a FHIR Questionnaire. */
#ifndef IPT_AUTHOR_FHIR_ITEMS_H
#define IPT_AUTHOR_FHIR_ITEMS_H

#include "author/fhir_claims.h"

struct fhir_items {
    struct carrying carrying;
    struct diags *told; /* what could not be carried over */
    struct json_writer *w;
    unsigned texts, constraints; /* written so far */
    bool extending;              /* the list of extensions is open */
};
/* The list of items. */
void fhir_write_items(struct fhir_items *x);
/* The codes among some lines. */
void fhir_write_codes(struct fhir_items *x, const struct node *first);

/* Tells the author; the words say what FHIR has no way for. The note is what stands there instead.
 */
void fhir_tell(struct fhir_items *x, struct span at, struct str why, const char *instead);
/* Extensions of what is being written, and their end. */
void fhir_extend(struct fhir_items *x, const char *url);
void fhir_extended(struct fhir_items *x);
void fhir_write_expression(struct json_writer *w, const char *url, struct str path);
void fhir_extend_expression(struct fhir_items *x, const char *url, struct str path);

/* ---- parts of a question (fhir_question.c) ---- */
void fhir_question_extensions(struct fhir_items *x, const struct question *q);
void fhir_question_options(struct fhir_items *x, const struct question *q);
void fhir_question_initial(struct fhir_items *x, const struct question *q);
void fhir_question_below(struct fhir_items *x,
                         const struct question *q); /* help, ends of a scale */
bool fhir_question_repeats(const struct question *q);
/* A number that is written there; false: it has to be worked out. */
bool fhir_constant(const struct node *n, double *number);
/* "valueInteger" and the like, with the number. */
void fhir_member_number(struct json_writer *w, const char *key, enum fhir_type type, double number);

/* ---- scores (fhir_score.c) ---- */
void path_score(struct carrying *c, const struct score *score, struct buffer *out);
/* The words of the band that it falls into. */
void path_band(struct carrying *c, const struct score *score, struct buffer *out);

#endif
