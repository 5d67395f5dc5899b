#include "program/fhir.h"

#include <math.h>
#include <string.h>

/* ---- types ---- */
/* Whole numbers have 32 bits there. */
static bool fits(const struct node *bound) {
    return !bound || bound->kind != NODE_number || fabs(AST(number, bound)->value) < 2147483648.0;
}

enum fhir_type fhir_type_of(const struct question *q) {
    switch (q->form) {
    case FORM_YES_OR_NO:
        return FHIR_BOOLEAN;
    case FORM_CHOOSE:
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK:
        return q->from_list || !q->choices ? FHIR_STRING
               : q->choices->other         ? FHIR_OPEN_CHOICE
                                           : FHIR_CHOICE;
    case FORM_NUMBER:
        return FHIR_DECIMAL;
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        return fits(q->from) && fits(q->to) ? FHIR_INTEGER : FHIR_DECIMAL;
    case FORM_TEXT:
        return FHIR_STRING;
    case FORM_LONG_TEXT:
        return FHIR_LONG_TEXT;
    case FORM_DATE:
    case FORM_ROUGH_DATE:
        return FHIR_DATE;
    case FORM_TIME:
        return FHIR_TIME;
    case FORM_MINUTES:
        return FHIR_QUANTITY;
    }
    return FHIR_STRING;
}

/* A formula of whole numbers need not be whole; a sum of items is. */
enum fhir_type fhir_type_of_score(const struct score *score) {
    if (score->rule != SCORE_SUM || !score->whole || !score_is_plain(score))
        return FHIR_DECIMAL;
    for (uint32_t i = 0; i < score->item_count; i++)
        if (fhir_type_of(score->items[i]) == FHIR_DECIMAL)
            return FHIR_DECIMAL;
    return FHIR_INTEGER;
}

const char *fhir_type_word(enum fhir_type type) {
    static const char *const words[] = {"boolean", "choice", "open-choice", "decimal", "integer",
                                        "string",  "text",   "date",        "time",    "quantity"};
    return words[type];
}

/* ---- names ---- */
struct str fhir_address(const char *base, const char *kind, struct str name, struct arena *a) {
    struct buffer b;
    base = base ? base : "urn:ipt";
    char between = strncmp(base, "urn:", 4) == 0 ? ':' : '/';
    size_t len = strlen(base);
    while (len && base[len - 1] == between)
        len--;
    buffer_init(&b);
    buffer_printf(&b, "%.*s%c%s", (int)len, base, between, kind);
    if (name.len)
        buffer_char(&b, between);
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.text[i] < 128 && name.text[i] != ' ')
            buffer_char(&b, name.text[i]);
        else
            buffer_printf(&b, "%%%02X", (unsigned char)name.text[i]);
    }
    struct str address = buffer_keep(&b, a);
    buffer_release(&b);
    return address;
}

struct str fhir_questionnaire(const char *base, const struct inventory *inventory,
                              struct arena *a) {
    return fhir_address(base, "Questionnaire", inventory->symbol->path, a);
}

struct str fhir_version(const struct inventory *inventory) {
    const struct node_protocol *protocol = inventory->symbol->module->protocol;
    bool said = protocol && protocol->version && protocol->version->kind == NODE_text;
    return said ? AST(text, protocol->version)->value : (struct str){"", 0};
}

struct str fhir_system(const char *base, const struct name *system, struct arena *a) {
    static const struct {
        const char *name, *address;
    } known[] = {{"loinc", "http://loinc.org"},
                 {"snomed", "http://snomed.info/sct"},
                 {"icd10", "http://hl7.org/fhir/sid/icd-10"},
                 {"icd10cm", "http://hl7.org/fhir/sid/icd-10-cm"},
                 {"icd11", "http://id.who.int/icd/release/11/mms"},
                 {"icf", "http://hl7.org/fhir/sid/icf"},
                 {"atc", "http://www.whocc.no/atc"},
                 {"ucum", FHIR_UCUM}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(known[i].name, system->text) == 0)
            return str_from(known[i].address);
    return fhir_address(base, "CodeSystem", name_str(system), a);
}

struct str fhir_text(const struct node *text, struct arena *a) {
    struct buffer b;
    if (!text || text->kind != NODE_text)
        return (struct str){"", 0};
    if (!AST(text, text)->parts)
        return AST(text, text)->value;
    buffer_init(&b);
    for (const struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind == NODE_text)
            buffer_str(&b, AST(text, part)->value);
        else if (AST(hole, part)->otherwise)
            buffer_str(&b, fhir_text(AST(hole, part)->otherwise, a));
        else
            buffer_text(&b, "…");
    }
    struct str said = buffer_keep(&b, a);
    buffer_release(&b);
    return said;
}

struct str fhir_band_item(const struct score *score, struct arena *a) {
    return arena_printf(a, "%.*s.band", (int)score->symbol->path.len, score->symbol->path.text);
}

struct fhir_coding fhir_coding_of(const char *base, const struct question *q,
                                  const struct choice *choice, struct arena *a) {
    if (choice->codes)
        return (struct fhir_coding){fhir_system(base, AST(code, choice->codes)->system, a),
                                    fhir_text(AST(code, choice->codes)->value, a)};
    const struct name *scale = choice->choices->scale;
    struct str of = scale ? name_str(scale) : q->symbol->path;
    return (struct fhir_coding){fhir_address(base, "CodeSystem", of, a), name_str(choice->code)};
}

/* ---- pieces of documents ---- */
void fhir_resource(struct json_writer *w, const char *type) {
    json_open(w, '{');
    json_member_text(w, "resourceType", str_from(type));
}

void fhir_coding(struct json_writer *w, struct fhir_coding coding, struct str display) {
    json_open(w, '{');
    json_member_text(w, "system", coding.system);
    json_member_text(w, "code", coding.code);
    if (display.len)
        json_member_text(w, "display", display);
    json_close(w, '}');
}

void fhir_extension(struct json_writer *w, const char *url) {
    json_open(w, '{');
    json_member_text(w, "url", str_from(url));
}
