/* Kept sessions as HL7 FHIR R4 QuestionnaireResponses: one for each time an inventory was put, in a
   Bundle. What was asked outside of inventories has no Questionnaire, and is not in it. */
#ifndef IPT_STORE_RESPONSES_H
#define IPT_STORE_RESPONSES_H

#include "store/export.h"

/* `base` is what addresses begin with, as in the Questionnaires; NULL: urn:ipt. False with `why`.
 */
bool export_fhir(struct store *store, const struct export_options *options, const char *base,
                 struct buffer *out, struct str *why);

#endif
