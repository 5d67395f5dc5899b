/* Instruments as HL7 FHIR R4 Questionnaires. */
#ifndef IPT_AUTHOR_QUESTIONNAIRE_H
#define IPT_AUTHOR_QUESTIONNAIRE_H

#include "program/program.h"

/* `only`, or every instrument of the program: one as a resource, several as a Bundle. `base` is
   what addresses begin with; NULL: urn:ipt. `told` gets what could not be carried over. False:
   there is no instrument. */
bool questionnaires_write(const struct program *p, const struct inventory *only, const char *base,
                          struct diags *told, struct buffer *out);

#endif
