#include "author/fhir_items.h"

#include <string.h>

void fhir_tell(struct fhir_items *x, struct span at, struct str why, const char *instead) {
    struct diag *g = diag_add(x->told, D_not_in_fhir, at, (int)why.len, why.text);
    if (instead && !g->notes)
        diag_note(x->told, g, SPAN_NONE, "%s", instead);
}

/* ---- extensions ---- */
static void begin_extending(struct fhir_items *x) {
    if (!x->extending) {
        json_key(x->w, "extension");
        json_open(x->w, '[');
    }
    x->extending = true;
}

void fhir_extend(struct fhir_items *x, const char *url) {
    begin_extending(x);
    fhir_extension(x->w, url);
}

void fhir_extended(struct fhir_items *x) {
    if (x->extending)
        json_close(x->w, ']');
    x->extending = false;
}

void fhir_write_expression(struct json_writer *w, const char *url, struct str path) {
    fhir_extension(w, url);
    json_key(w, "valueExpression");
    json_open(w, '{');
    json_member_text(w, "language", STR("text/fhirpath"));
    json_member_text(w, "expression", path);
    json_close(w, '}');
    json_close(w, '}');
}

void fhir_extend_expression(struct fhir_items *x, const char *url, struct str path) {
    begin_extending(x);
    fhir_write_expression(x->w, url, path);
}

/* ---- when an item is put ---- */
static void write_comparison(struct fhir_items *x, const struct claim *claim) {
    static const char *const keys[] = {
        "answerBoolean", "answerCoding", "answerCoding", "answerDecimal", "answerInteger",
        "answerString",  "answerString", "answerDate",   "answerTime",    "answerQuantity"};
    const struct claim_value *value = &claim->value;
    const char *key = keys[value->type];
    bool exists = claim->kind == CLAIM_GIVEN || claim->kind == CLAIM_OPEN;
    json_open(x->w, '{');
    json_member_text(x->w, "question", claim->item);
    json_member_text(x->w, "operator", str_from(exists ? "exists" : claim_op_word(claim->op)));
    if (exists) {
        json_member_bool(x->w, "answerBoolean", claim->kind == CLAIM_GIVEN);
    } else if (value->type == FHIR_BOOLEAN) {
        json_member_bool(x->w, key, value->yes);
    } else if (value->type == FHIR_CHOICE) {
        json_key(x->w, key);
        fhir_coding(x->w, value->coding, (struct str){"", 0});
    } else if (value->type == FHIR_DECIMAL || value->type == FHIR_INTEGER ||
               value->type == FHIR_QUANTITY) {
        fhir_member_number(x->w, key, value->type, value->number);
    } else {
        json_member_text(x->w, key, value->text);
    }
    json_close(x->w, '}');
}

static void write_enable_when(struct fhir_items *x, const struct claim *claim) {
    json_key(x->w, "enableWhen");
    json_open(x->w, '[');
    for (size_t i = 0; i < claim->count; i++)
        write_comparison(x, claim->parts[i]);
    if (!claim->count)
        write_comparison(x, claim);
    json_close(x->w, ']');
    if (claim->count)
        json_member_text(x->w, "enableBehavior",
                         claim->kind == CLAIM_ALL ? STR("all") : STR("any"));
}

/* When a line is put; NULL: always, or that could not be said, and was told. */
static const struct claim *when_put(struct fhir_items *x, const struct form_line *line) {
    carrying_begin(&x->carrying);
    const struct claim *claim = claim_put(&x->carrying, line);
    if (!x->carrying.lost && claim->kind != CLAIM_ALWAYS)
        return claim;
    if (x->carrying.lost)
        fhir_tell(x, x->carrying.lost_at.hi ? x->carrying.lost_at : line->node->span,
                  x->carrying.lost_why, "the form always puts what depends on it");
    return NULL;
}

/* The formula that says it, where a list of comparisons cannot. */
static void extend_enabled(struct fhir_items *x, const struct form_line *line,
                           const struct claim *claim) {
    struct buffer b;
    if (!claim || claim_is_list(claim))
        return;
    buffer_init(&b);
    path_claim(&x->carrying, claim, &b);
    if (x->carrying.lost)
        fhir_tell(x, line->node->span, x->carrying.lost_why, "the form always puts it");
    else
        fhir_extend_expression(x, FHIR_SDC "sdc-questionnaire-enableWhenExpression",
                               buffer_as_str(&b));
    buffer_release(&b);
}

/* ---- items ---- */
void fhir_write_codes(struct fhir_items *x, const struct node *first) {
    struct arena *a = x->carrying.arena;
    bool begun = false;
    for (const struct node *n = first; n; n = n->next) {
        if (n->kind != NODE_code)
            continue;
        if (!begun) {
            json_key(x->w, "code");
            json_open(x->w, '[');
        }
        begun = true;
        struct fhir_coding coding = {fhir_system(x->carrying.base, AST(code, n)->system, a),
                                     fhir_text(AST(code, n)->value, a)};
        fhir_coding(x->w, coding, (struct str){"", 0});
    }
    if (begun)
        json_close(x->w, ']');
}

static bool has_hole(const struct node *text) {
    return text && text->kind == NODE_text && AST(text, text)->parts;
}

static void write_text(struct fhir_items *x, const struct node *text) {
    json_member_text(x->w, "text", fhir_text(text, x->carrying.arena));
    if (has_hole(text))
        fhir_tell(x, text->span, STR("a form shows its texts as they are, without holes"),
                  "the form shows what stands behind `else`, or three dots");
}

static void write_said(struct fhir_items *x, const struct form_line *line) {
    struct arena *a = x->carrying.arena;
    struct str path = x->carrying.form->inventory->symbol->path;
    const struct claim *put = when_put(x, line);
    json_open(x->w, '{');
    extend_enabled(x, line, put);
    fhir_extended(x);
    json_member_text(x->w, "linkId",
                     arena_printf(a, "%.*s:%u", (int)path.len, path.text, ++x->texts));
    write_text(x, line->text);
    json_member_text(x->w, "type", STR("display"));
    if (put && claim_is_list(put))
        write_enable_when(x, put);
    json_close(x->w, '}');
}

static void write_asked(struct fhir_items *x, const struct form_line *line) {
    const struct question *q = line->question;
    const struct claim *put = when_put(x, line);
    json_open(x->w, '{');
    extend_enabled(x, line, put);
    fhir_question_extensions(x, q);
    fhir_extended(x);
    json_member_text(x->w, "linkId", q->symbol->path);
    fhir_write_codes(x, q->body);
    if (q->item)
        json_member_text(x->w, "prefix", arena_printf(x->carrying.arena, "%u.", q->item_index + 1));
    write_text(x, q->prompt);
    json_member_text(x->w, "type", str_from(fhir_type_word(fhir_type_of(q))));
    if (put && claim_is_list(put))
        write_enable_when(x, put);
    json_member_bool(x->w, "required", q->required);
    if (fhir_question_repeats(q))
        json_member_bool(x->w, "repeats", true);
    fhir_question_options(x, q);
    fhir_question_initial(x, q);
    fhir_question_below(x, q);
    json_close(x->w, '}');
}

static void write_calculated(struct fhir_items *x, const struct score *score,
                             void (*path)(struct carrying *c, const struct score *score,
                                          struct buffer *out)) {
    struct buffer b;
    buffer_init(&b);
    carrying_begin(&x->carrying);
    path(&x->carrying, score, &b);
    if (x->carrying.lost)
        fhir_tell(x, x->carrying.lost_at.hi ? x->carrying.lost_at : score->symbol->node->span,
                  x->carrying.lost_why, "the form does not work out the score");
    else
        fhir_extend_expression(x, FHIR_SDC "sdc-questionnaire-calculatedExpression",
                               buffer_as_str(&b));
    buffer_release(&b);
    fhir_extended(x);
}

/* The score, and the words of its band. */
static void write_scored(struct fhir_items *x, const struct score *score) {
    struct arena *a = x->carrying.arena;
    struct str title = score->title ? fhir_text(score->title, a) : name_str(score->symbol->name);
    json_open(x->w, '{');
    write_calculated(x, score, path_score);
    json_member_text(x->w, "linkId", score->symbol->path);
    fhir_write_codes(x, AST(score, score->symbol->node)->body);
    json_member_text(x->w, "text", title);
    json_member_text(x->w, "type", str_from(fhir_type_word(fhir_type_of_score(score))));
    json_member_bool(x->w, "readOnly", true);
    json_close(x->w, '}');
    if (!score->band_count)
        return;
    json_open(x->w, '{');
    write_calculated(x, score, path_band);
    json_member_text(x->w, "linkId", fhir_band_item(score, a));
    json_member_text(x->w, "text", title);
    json_member_text(x->w, "type", STR("string"));
    json_member_bool(x->w, "readOnly", true);
    json_close(x->w, '}');
}

static void tell_left(struct fhir_items *x, const struct node *n) {
    const char *why = n->kind == NODE_repeat || n->kind == NODE_for_each ? "a form has no loops"
                      : n->kind == NODE_collect ? "a form has no lists of people"
                      : n->kind == NODE_alert   ? "a form alerts nobody"
                      : n->kind == NODE_say     ? "a form does not vary what it says"
                                                : "a form is one, and leads to no other";
    fhir_tell(x, n->span, str_from(why), "it is not in the form");
}

void fhir_write_items(struct fhir_items *x) {
    const struct form *form = x->carrying.form;
    json_key(x->w, "item");
    json_open(x->w, '[');
    for (size_t i = 0; i < form->count; i++) {
        switch (form->lines[i].kind) {
        case FORM_SAID:
            write_said(x, &form->lines[i]);
            break;
        case FORM_ASKED:
            write_asked(x, &form->lines[i]);
            break;
        case FORM_SCORED:
            write_scored(x, form->lines[i].score);
            break;
        case FORM_LEFT:
            tell_left(x, form->lines[i].node);
            break;
        }
    }
    json_close(x->w, ']');
}
