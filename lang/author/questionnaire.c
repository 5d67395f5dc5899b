#include "author/questionnaire.h"

#include <ctype.h>
#include <string.h>

#include "author/fhir_items.h"

#define LOINC_NOTICE                                                                       \
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright "    \
    "Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes " \
    "(LOINC) Committee and is available at no cost under the license at http://loinc.org/" \
    "license."

struct writing {
    const struct program *p;
    const char *base;
    struct diags *told;
    struct arena arena;
    struct json_writer w;
};

/* A name for programs: a capital, then letters, digits and _. */
static struct str computable(struct arena *a, struct str name) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < name.len && b.len < 255; i++) {
        unsigned char c = (unsigned char)name.text[i];
        if (!b.len && !(c < 128 && isalpha(c)))
            buffer_char(&b, 'Q');
        if (c < 128 && (isalnum(c) || c == '_'))
            buffer_char(&b, b.len ? (char)c : (char)toupper(c));
        else if (c < 128 || c >= 0xC0) /* one for each letter */
            buffer_char(&b, '_');
    }
    struct str kept = buffer_keep(&b, a);
    buffer_release(&b);
    return kept;
}

static bool find_loinc(void *payload, struct node *n) {
    if (n->kind == NODE_code && strcmp(AST(code, n)->system->text, "loinc") == 0)
        *(bool *)payload = true;
    return true;
}

/* In its lines, or in those of a scale. */
static bool has_loinc(const struct inventory *inventory, const struct form *form) {
    bool found = false;
    ast_walk(inventory->symbol->node, find_loinc, &found);
    for (size_t i = 0; i < form->count && !found; i++) {
        const struct choices *c =
            form->lines[i].kind == FORM_ASKED ? form->lines[i].question->choices : NULL;
        for (uint32_t k = 0; c && k < c->count; k++)
            if (c->items[k].codes)
                ast_walk((struct node *)c->items[k].codes, find_loinc, &found);
    }
    return found;
}

static void member_if_any(struct json_writer *w, const char *key, struct str text) {
    if (text.len)
        json_member_text(w, key, text);
}

static struct str joined(struct arena *a, struct str first, const char *between, struct str then) {
    if (!first.len || !then.len)
        return first.len ? first : then;
    return arena_printf(a, "%.*s%s%.*s", (int)first.len, first.text, between, (int)then.len,
                        then.text);
}

/* What the instrument is, where it comes from, what may be done with it. */
static void write_about(struct writing *x, const struct inventory *inventory,
                        const struct form *form) {
    struct arena *a = &x->arena;
    const struct node_protocol *protocol = inventory->symbol->module->protocol;
    struct str about = AST(inventory, inventory->symbol->node)->doc;
    struct str source = fhir_text(inventory->source, a), licence = fhir_text(inventory->licence, a);
    if (!about.len && protocol)
        about = protocol->doc;
    if (source.len)
        source = arena_printf(a, "Source: %.*s", (int)source.len, source.text);
    const struct node_property *said = protocol ? body_property(protocol->body, "licence") : NULL;
    if (!licence.len && said)
        licence = fhir_text(said->value, a);
    if (has_loinc(inventory, form))
        licence = joined(a, licence, "\n\n", STR(LOINC_NOTICE));
    member_if_any(&x->w, "description", joined(a, about, "\n\n", source));
    member_if_any(&x->w, "copyright", licence);
}

static void write_head(struct writing *x, const struct inventory *inventory) {
    struct arena *a = &x->arena;
    struct str version = fhir_version(inventory);
    struct str name = inventory->symbol->path;
    json_member_text(&x->w, "language", str_from(module_language(x->p, inventory->symbol->module)));
    json_member_text(&x->w, "url", fhir_questionnaire(x->base, inventory, a));
    member_if_any(&x->w, "version", version);
    json_member_text(&x->w, "name", computable(a, name));
    json_member_text(&x->w, "title", inventory->title ? fhir_text(inventory->title, a) : name);
    /* what has a version is meant to be used; nothing more is known */
    json_member_text(&x->w, "status", version.len ? STR("active") : STR("draft"));
    json_key(&x->w, "subjectType");
    json_open(&x->w, '[');
    json_text(&x->w, STR("Patient"));
    json_close(&x->w, ']');
}

static void write_questionnaire(struct writing *x, const struct inventory *inventory) {
    struct form form;
    form_init(&form, inventory, &x->arena);
    struct fhir_items items = {
        .carrying = {.p = x->p, .base = x->base, .form = &form, .arena = &x->arena},
        .told = x->told,
        .w = &x->w};
    fhir_resource(&x->w, "Questionnaire");
    write_head(x, inventory);
    write_about(x, inventory, &form);
    fhir_write_codes(&items, AST(inventory, inventory->symbol->node)->body);
    fhir_write_items(&items);
    json_close(&x->w, '}');
    form_release(&form);
}

static void write_bundle(struct writing *x) {
    fhir_resource(&x->w, "Bundle");
    json_member_text(&x->w, "type", STR("collection"));
    json_key(&x->w, "entry");
    json_open(&x->w, '[');
    for (size_t i = 0; i < x->p->inventory_count; i++) {
        json_open(&x->w, '{');
        json_member_text(&x->w, "fullUrl",
                         fhir_questionnaire(x->base, x->p->inventories[i], &x->arena));
        json_key(&x->w, "resource");
        write_questionnaire(x, x->p->inventories[i]);
        json_close(&x->w, '}');
    }
    json_close(&x->w, ']');
    json_close(&x->w, '}');
}

bool questionnaires_write(const struct program *p, const struct inventory *only, const char *base,
                          struct diags *told, struct buffer *out) {
    struct writing x = {.p = p, .base = base, .told = told};
    bool several = !only && p->inventory_count > 1;
    if (!only && !p->inventory_count)
        return false;
    arena_init(&x.arena);
    json_writer_init(&x.w, out, several ? 7 : 4);
    if (several)
        write_bundle(&x);
    else
        write_questionnaire(&x, only ? only : p->inventories[0]);
    buffer_char(out, '\n');
    arena_release(&x.arena);
    diags_sort(told);
    return true;
}
