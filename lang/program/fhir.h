/* How an instrument is called in HL7 FHIR R4, for the Questionnaire and for what was answered to
   it, which have to agree: addresses, link ids, codes, types. */
#ifndef IPT_PROGRAM_FHIR_H
#define IPT_PROGRAM_FHIR_H

#include "base/json.h"
#include "program/program.h"

#define FHIR_EXTENSION "http://hl7.org/fhir/StructureDefinition/"
#define FHIR_SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
#define FHIR_UCUM "http://unitsofmeasure.org"

enum fhir_type {
    FHIR_BOOLEAN,
    FHIR_CHOICE,
    FHIR_OPEN_CHOICE, /* choices, and words of one's own */
    FHIR_DECIMAL,
    FHIR_INTEGER,
    FHIR_STRING,
    FHIR_LONG_TEXT,
    FHIR_DATE,
    FHIR_TIME,
    FHIR_QUANTITY, /* a length of time, in minutes */
};
enum fhir_type fhir_type_of(const struct question *q);
enum fhir_type fhir_type_of_score(const struct score *score);
const char *fhir_type_word(enum fhir_type type); /* "open-choice" */

/* "BASE/KIND/name", or with colons where the base is a URN; an empty name is left out. `base` NULL:
   urn:ipt. */
struct str fhir_address(const char *base, const char *kind, struct str name, struct arena *a);
/* The canonical address of an instrument, without its version. */
struct str fhir_questionnaire(const char *base, const struct inventory *inventory, struct arena *a);
/* The version of the protocol it stands in; empty when that has none. */
struct str fhir_version(const struct inventory *inventory);
/* The system of a `code` line: loinc is http://loinc.org. */
struct str fhir_system(const char *base, const struct name *system, struct arena *a);
/* A text as it stands: a hole gives its fallback, or three dots. */
struct str fhir_text(const struct node *text, struct arena *a);
/* The link id of the band that a score falls into. */
struct str fhir_band_item(const struct score *score, struct arena *a);
/* What a choice is: its code in a terminology, or else its own in the system of its choices. */
struct fhir_coding {
    struct str system, code;
};
struct fhir_coding fhir_coding_of(const char *base, const struct question *q,
                                  const struct choice *choice, struct arena *a);

/* ---- pieces of documents ---- */
void fhir_resource(struct json_writer *w, const char *type); /* opens it */
void fhir_coding(struct json_writer *w, struct fhir_coding coding, struct str display);
/* Opens an extension, up to its value; json_close ends it. */
void fhir_extension(struct json_writer *w, const char *url);

#endif
