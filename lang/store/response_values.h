/* Answers as the answers of a FHIR QuestionnaireResponse. */
#ifndef IPT_STORE_RESPONSE_VALUES_H
#define IPT_STORE_RESPONSE_VALUES_H

#include "program/fhir.h"
#include "run/session.h"

struct response_value {
    struct session *session;
    const struct question *question;
    const char *base;
    int shift; /* days are so much earlier; 0: as they are */
    struct arena *arena;
};
/* Pseudonymised, is there nothing left to say: free text, a day that is not known? */
bool response_is_masked(const struct response_value *how, struct value v);
/* "answer", with one for each element of a set; nothing for an empty set. */
void response_answers(const struct response_value *how, struct value v, struct json_writer *w);
void response_number(struct json_writer *w, enum fhir_type type, double number);
void response_text(struct json_writer *w, struct str text);

#endif
