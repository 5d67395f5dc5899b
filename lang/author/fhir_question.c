/* What a question says besides its words: choices, bounds, checks, help. */
#include "author/fhir_items.h"

#include <math.h>
#include <string.h>

bool fhir_constant(const struct node *n, double *number) {
    if (n && n->kind == NODE_negate && fhir_constant(AST(negate, n)->operand, number)) {
        *number = -*number;
        return true;
    }
    if (!n || n->kind != NODE_number)
        return false;
    *number = AST(number, n)->value;
    return true;
}

void fhir_member_number(struct json_writer *w, const char *key, enum fhir_type type,
                        double number) {
    if (type != FHIR_QUANTITY) {
        json_member_number(w, key, number);
        return;
    }
    json_key(w, key);
    json_open(w, '{');
    json_member_number(w, "value", number);
    json_member_text(w, "unit", STR("min"));
    json_member_text(w, "system", STR(FHIR_UCUM));
    json_member_text(w, "code", STR("min"));
    json_close(w, '}');
}

bool fhir_question_repeats(const struct question *q) {
    return q->form == FORM_CHOOSE_ANY || q->form == FORM_CHOOSE_SOME || q->form == FORM_RANK;
}

/* ---- constraints ---- */
static void part_of(struct json_writer *w, const char *url, const char *key, struct str value) {
    fhir_extension(w, url);
    json_member_text(w, key, value);
    json_close(w, '}');
}

/* `path` has to be true; otherwise `human` is said. */
static void constrain(struct fhir_items *x, bool hard, struct str path, struct str human) {
    struct json_writer *w = x->w;
    fhir_extend(x, FHIR_EXTENSION "questionnaire-constraint");
    json_key(w, "extension");
    json_open(w, '[');
    part_of(w, "key", "valueId", arena_printf(x->carrying.arena, "c%u", ++x->constraints));
    part_of(w, "severity", "valueCode", hard ? STR("error") : STR("warning"));
    part_of(w, "expression", "valueString", path);
    part_of(w, "human", "valueString", human);
    json_close(w, ']');
    json_close(w, '}');
}

/* Was something lost in what was just written as a formula? Then the author is told. */
static bool was_lost(struct fhir_items *x, struct span at, const char *instead) {
    if (x->carrying.lost)
        fhir_tell(x, x->carrying.lost_at.hi ? x->carrying.lost_at : at, x->carrying.lost_why,
                  instead);
    return x->carrying.lost;
}

/* What is missing passes a check, and gives no warning. */
static void extend_checks(struct fhir_items *x, const struct question *q) {
    for (const struct constraint *k = q->constraints; k; k = k->next) {
        struct buffer b;
        buffer_init(&b);
        carrying_begin(&x->carrying);
        const struct claim *wrong = claim_met(&x->carrying, k->condition, !k->hard);
        path_claim(&x->carrying, claim_not(&x->carrying, wrong), &b);
        if (!was_lost(x, k->condition->span, "the form does not check this"))
            constrain(x, k->hard, buffer_as_str(&b), fhir_text(k->text, x->carrying.arena));
        buffer_release(&b);
    }
}

/* ---- bounds ---- */
static void extend_bound(struct fhir_items *x, const struct question *q, const struct node *bound,
                         bool least) {
    enum fhir_type type = fhir_type_of(q);
    double number;
    struct buffer b;
    if (!bound)
        return;
    if (fhir_constant(bound, &number)) {
        fhir_extend(x, least ? FHIR_EXTENSION "minValue" : FHIR_EXTENSION "maxValue");
        json_member_number(x->w, type == FHIR_INTEGER ? "valueInteger" : "valueDecimal", number);
        json_close(x->w, '}');
        return;
    }
    buffer_init(&b);
    carrying_begin(&x->carrying);
    buffer_text(&b, "iif(");
    path_item(q->symbol->path, &b);
    buffer_text(&b, least ? " < " : " > ");
    path_number(&x->carrying, bound, &b);
    buffer_text(&b, ", false, true)");
    if (!was_lost(x, bound->span, "the form takes any number"))
        constrain(x, true, buffer_as_str(&b),
                  least ? STR("This number is too small.") : STR("This number is too large."));
    buffer_release(&b);
}

static void extend_step(struct fhir_items *x, const struct question *q) {
    double from;
    struct buffer b;
    if (q->step == 0 || (q->step == 1 && fhir_type_of(q) == FHIR_INTEGER))
        return;
    if (!fhir_constant(q->from, &from))
        from = 0;
    buffer_init(&b);
    path_item(q->symbol->path, &b);
    buffer_text(&b, ".select(($this - ");
    buffer_number(&b, from);
    buffer_text(&b, ") / ");
    buffer_number(&b, q->step);
    buffer_text(&b, ").all(($this - $this.round(0)).abs() < 0.000001)");
    constrain(x, true, buffer_as_str(&b),
              arena_printf(x->carrying.arena, "Please go in steps of %g.", q->step));
    buffer_release(&b);
}

static void extend_unit(struct fhir_items *x, const struct question *q) {
    enum fhir_type type = fhir_type_of(q);
    if (!q->unit && type != FHIR_QUANTITY)
        return;
    fhir_extend(x, FHIR_EXTENSION "questionnaire-unit");
    json_key(x->w, "valueCoding");
    if (type == FHIR_QUANTITY) {
        fhir_coding(x->w, (struct fhir_coding){STR(FHIR_UCUM), STR("min")}, STR("min"));
    } else {
        json_open(x->w, '{');
        json_member_text(x->w, "display", fhir_text(q->unit, x->carrying.arena));
        json_close(x->w, '}');
    }
    json_close(x->w, '}');
}

static void extend_count(struct fhir_items *x, const char *url, int32_t count) {
    fhir_extend(x, url);
    json_member_number(x->w, "valueInteger", count);
    json_close(x->w, '}');
}

/* How many choices. A least number holds there for every form; here it may also be declined. */
static void extend_counts(struct fhir_items *x, const struct question *q) {
    int32_t least = q->least, most = q->most;
    struct buffer b;
    if (q->form == FORM_RANK && q->choices)
        least = most = (int32_t)q->choices->count;
    if (least > 0 && q->required)
        extend_count(x, FHIR_EXTENSION "questionnaire-minOccurs", least);
    if (most > 0)
        extend_count(x, FHIR_EXTENSION "questionnaire-maxOccurs", most);
    if (least <= 1 || q->required)
        return;
    buffer_init(&b);
    path_item(q->symbol->path, &b);
    buffer_text(&b, ".empty() or ");
    path_item(q->symbol->path, &b);
    buffer_printf(&b, ".count() >= %d", least);
    constrain(x, true, buffer_as_str(&b),
              arena_printf(x->carrying.arena, "Please choose at least %d.", least));
    buffer_release(&b);
}

/* ---- choices ---- */
/* Options that are offered only under a condition. */
static void extend_offers(struct fhir_items *x, const struct question *q) {
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++) {
        const struct choice *o = &q->choices->items[i];
        struct buffer b;
        if (!o->when)
            continue;
        buffer_init(&b);
        carrying_begin(&x->carrying);
        path_claim(&x->carrying, claim_met(&x->carrying, o->when, true), &b);
        if (!was_lost(x, o->when->span, "the form always offers this choice") && !o->other) {
            fhir_extend(x, FHIR_SDC "sdc-questionnaire-answerOptionsToggleExpression");
            json_key(x->w, "extension");
            json_open(x->w, '[');
            fhir_extension(x->w, "option");
            json_key(x->w, "valueCoding");
            fhir_coding(x->w, fhir_coding_of(x->carrying.base, q, o, x->carrying.arena),
                        fhir_text(o->label, x->carrying.arena));
            json_close(x->w, '}');
            fhir_write_expression(x->w, "expression", buffer_as_str(&b));
            json_close(x->w, ']');
            json_close(x->w, '}');
        }
        buffer_release(&b);
    }
}

static void extend_other(struct fhir_items *x, const struct question *q) {
    const struct choices *c = q->choices;
    if (fhir_type_of(q) != FHIR_OPEN_CHOICE || !c->items[c->count - 1].label)
        return;
    fhir_extend(x, FHIR_SDC "sdc-questionnaire-openLabel");
    json_member_text(x->w, "valueString",
                     fhir_text(c->items[c->count - 1].label, x->carrying.arena));
    json_close(x->w, '}');
}

void fhir_question_extensions(struct fhir_items *x, const struct question *q) {
    if (q->from_list)
        fhir_tell(x, q->from_list->span, STR("a form has no list to choose from"),
                  "the form takes words");
    extend_bound(x, q, q->from, true);
    extend_bound(x, q, q->to, false);
    extend_step(x, q);
    extend_unit(x, q);
    extend_counts(x, q);
    extend_other(x, q);
    extend_offers(x, q);
    extend_checks(x, q);
}

static bool is_initial(const struct question *q, const struct choice *choice) {
    return q->initial && q->initial->kind == NODE_name && AST(name, q->initial)->code == choice;
}

static void write_option(struct fhir_items *x, const struct question *q, const struct choice *o) {
    json_open(x->w, '{');
    if (o->valued) {
        fhir_extend(x, FHIR_EXTENSION "ordinalValue");
        json_member_number(x->w, "valueDecimal", o->value);
        json_close(x->w, '}');
    }
    if (o->alone) {
        fhir_extend(x, FHIR_EXTENSION "questionnaire-optionExclusive");
        json_member_bool(x->w, "valueBoolean", true);
        json_close(x->w, '}');
    }
    fhir_extended(x);
    json_key(x->w, "valueCoding");
    fhir_coding(x->w, fhir_coding_of(x->carrying.base, q, o, x->carrying.arena),
                fhir_text(o->label, x->carrying.arena));
    if (is_initial(q, o))
        json_member_bool(x->w, "initialSelected", true);
    json_close(x->w, '}');
}

void fhir_question_options(struct fhir_items *x, const struct question *q) {
    enum fhir_type type = fhir_type_of(q);
    if (type != FHIR_CHOICE && type != FHIR_OPEN_CHOICE)
        return;
    json_key(x->w, "answerOption");
    json_open(x->w, '[');
    for (uint32_t i = 0; i < q->choices->count; i++)
        if (!q->choices->items[i].other)
            write_option(x, q, &q->choices->items[i]);
    json_close(x->w, ']');
}

/* ---- what is answered by default ---- */
void fhir_question_initial(struct fhir_items *x, const struct question *q) {
    enum fhir_type type = fhir_type_of(q);
    double number;
    const struct node *n = q->initial;
    if (!n || (n->kind == NODE_name && AST(name, n)->code))
        return;
    bool yes_no = n->kind == NODE_yes_no && type == FHIR_BOOLEAN;
    bool counted = fhir_constant(n, &number) && (type == FHIR_INTEGER || type == FHIR_DECIMAL);
    bool words = n->kind == NODE_text && !AST(text, n)->parts &&
                 (type == FHIR_STRING || type == FHIR_LONG_TEXT);
    if (!yes_no && !counted && !words) {
        fhir_tell(x, n->span, STR("a form begins with a value that is written there"),
                  "the form begins without one");
        return;
    }
    json_key(x->w, "initial");
    json_open(x->w, '[');
    json_open(x->w, '{');
    if (yes_no)
        json_member_bool(x->w, "valueBoolean", AST(yes_no, n)->value);
    else if (words)
        json_member_text(x->w, "valueString", AST(text, n)->value);
    else
        json_member_number(x->w, type == FHIR_INTEGER ? "valueInteger" : "valueDecimal", number);
    json_close(x->w, '}');
    json_close(x->w, ']');
}

/* ---- what stands beside it ---- */
static void write_beside(struct fhir_items *x, const struct question *q, const char *control,
                         const struct node *text) {
    struct str path = q->symbol->path;
    json_open(x->w, '{');
    fhir_extend(x, FHIR_EXTENSION "questionnaire-itemControl");
    json_key(x->w, "valueCodeableConcept");
    json_open(x->w, '{');
    json_key(x->w, "coding");
    json_open(x->w, '[');
    fhir_coding(x->w,
                (struct fhir_coding){STR("http://hl7.org/fhir/questionnaire-item-control"),
                                     str_from(control)},
                (struct str){"", 0});
    json_close(x->w, ']');
    json_close(x->w, '}');
    json_close(x->w, '}');
    fhir_extended(x);
    json_member_text(x->w, "linkId",
                     arena_printf(x->carrying.arena, "%.*s:%s", (int)path.len, path.text, control));
    json_member_text(x->w, "text", fhir_text(text, x->carrying.arena));
    json_member_text(x->w, "type", STR("display"));
    json_close(x->w, '}');
}

void fhir_question_below(struct fhir_items *x, const struct question *q) {
    const struct choices *c = q->form == FORM_RATING ? q->choices : NULL;
    const struct choice *low = c && c->count ? &c->items[0] : NULL;
    const struct choice *high = c && c->count > 1 ? &c->items[c->count - 1] : NULL;
    if (!q->help && !low)
        return;
    json_key(x->w, "item");
    json_open(x->w, '[');
    if (q->help)
        write_beside(x, q, "help", q->help);
    if (low)
        write_beside(x, q, "lower", low->label);
    if (high)
        write_beside(x, q, "upper", high->label);
    json_close(x->w, ']');
}
