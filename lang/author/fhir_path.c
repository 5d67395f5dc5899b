/* Formulas in FHIRPath. What is missing here is an empty collection there, and both go through
   arithmetic the same way; only sums and means have to be told that they need every number. */
#include "author/fhir_claims.h"

#include <string.h>

#include "program/builtins.h"
#include "program/check.h"

enum { MOST_BYTES = 60000 };

void path_text(struct str text, struct buffer *out) {
    buffer_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '\n') {
            buffer_text(out, "\\n");
            continue;
        }
        if (text.text[i] == '\'' || text.text[i] == '\\')
            buffer_char(out, '\\');
        buffer_char(out, text.text[i]);
    }
    buffer_char(out, '\'');
}

void path_item(struct str item, struct buffer *out) {
    buffer_text(out, "%resource.repeat(item).where(linkId = ");
    path_text(item, out);
    buffer_text(out, ").answer.value");
}

/* ---- claims ---- */
static void path_value(const struct claim_value *value, struct buffer *out) {
    switch (value->type) {
    case FHIR_BOOLEAN:
        buffer_text(out, value->yes ? "true" : "false");
        break;
    case FHIR_CHOICE:
    case FHIR_OPEN_CHOICE:
        path_text(value->coding.code, out);
        break;
    case FHIR_DECIMAL:
    case FHIR_INTEGER:
    case FHIR_QUANTITY:
        buffer_number(out, value->number);
        break;
    case FHIR_STRING:
    case FHIR_LONG_TEXT:
        path_text(value->text, out);
        break;
    case FHIR_DATE:
    case FHIR_TIME:
        buffer_printf(out, "@%.*s", (int)value->text.len, value->text.text);
        break;
    }
}

static void path_answer(const struct claim *claim, struct buffer *out) {
    static const char *const parts[] = {
        [FHIR_CHOICE] = "code", [FHIR_OPEN_CHOICE] = "code", [FHIR_QUANTITY] = "value"};
    const char *part = parts[claim->value.type] ? parts[claim->value.type] : "$this";
    bool unequal = claim->op == CLAIM_UNEQUAL;
    path_item(claim->item, out);
    buffer_printf(out, ".where(%s %s ", part, claim_op_word(unequal ? CLAIM_EQUAL : claim->op));
    path_value(&claim->value, out);
    buffer_text(out, unequal ? ").empty()" : ").exists()");
}

void path_claim(struct carrying *c, const struct claim *claim, struct buffer *out) {
    if (out->len > MOST_BYTES)
        carrying_lose(c, SPAN_NONE, "it grows too long");
    if (c->lost)
        return;
    switch (claim->kind) {
    case CLAIM_ALWAYS:
    case CLAIM_NEVER:
        buffer_text(out, claim->kind == CLAIM_ALWAYS ? "true" : "false");
        break;
    case CLAIM_ALL:
    case CLAIM_ANY:
        for (size_t i = 0; i < claim->count; i++) {
            bool brackets = claim->parts[i]->count > 0;
            buffer_text(out, i == 0 ? "" : claim->kind == CLAIM_ALL ? " and " : " or ");
            buffer_text(out, brackets ? "(" : "");
            path_claim(c, claim->parts[i], out);
            buffer_text(out, brackets ? ")" : "");
        }
        break;
    case CLAIM_ANSWER:
        path_answer(claim, out);
        break;
    case CLAIM_GIVEN:
    case CLAIM_OPEN:
        path_item(claim->item, out);
        buffer_text(out, claim->kind == CLAIM_GIVEN ? ".exists()" : ".empty()");
        break;
    case CLAIM_PATH:
        buffer_str(out, claim->path);
        break;
    }
}

/* ---- answers as numbers ---- */
/* How the answers of an item become numbers; those that do it alike are taken together. */
struct reading {
    bool weighed; /* a choice: what it counts */
    bool turned;  /* reversed about `middle` times two */
    double around;
};

static struct reading reading_of(const struct carrying *c, const struct question *q) {
    struct reading r = {.weighed = q->type.kind == TYPE_CHOICE};
    r.turned = c->scoring && q->reverse && q->inventory == c->form->inventory && q->choices;
    r.around = r.turned ? q->choices->least + q->choices->most : 0;
    return r;
}

static bool read_alike(struct reading a, struct reading b) {
    return a.weighed == b.weighed && a.turned == b.turned && a.around == b.around;
}

static bool first_of_its_kind(const struct carrying *c, struct question *const *questions,
                              size_t at) {
    for (size_t i = 0; i < at; i++)
        if (read_alike(reading_of(c, questions[i]), reading_of(c, questions[at])))
            return false;
    return true;
}

static void path_alike(struct carrying *c, struct question *const *questions, size_t count,
                       size_t first, struct buffer *out) {
    struct reading how = reading_of(c, questions[first]);
    size_t alike = 0, said = 0;
    for (size_t i = first; i < count; i++)
        alike += read_alike(reading_of(c, questions[i]), how);
    buffer_printf(out, "%%resource.repeat(item).where(linkId %s", alike > 1 ? "in (" : "= ");
    for (size_t i = first; i < count; i++) {
        if (!read_alike(reading_of(c, questions[i]), how))
            continue;
        buffer_text(out, said++ ? " | " : "");
        path_text(questions[i]->symbol->path, out);
    }
    buffer_text(out, alike > 1 ? ")).answer.value" : ").answer.value");
    if (how.turned) {
        buffer_text(out, ".select(");
        buffer_number(out, how.around);
        buffer_text(out, how.weighed ? " - weight())" : " - $this)");
    } else if (how.weighed) {
        buffer_text(out, ".weight()");
    }
}

void path_answers(struct carrying *c, struct question *const *questions, size_t count,
                  struct buffer *out) {
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (!form_line_of(c->form, questions[i]->symbol))
            carrying_lose(c, questions[i]->node->span, "it is put again and again");
        if (!first_of_its_kind(c, questions, i))
            continue;
        buffer_text(out, begun ? ".combine(" : "");
        path_alike(c, questions, count, i, out);
        buffer_text(out, begun ? ")" : "");
        begun = true;
    }
    if (!count)
        buffer_text(out, "{}");
}

/* ---- conditions on `it`, the number that $this is ---- */
static bool is_it(const struct node *n) {
    return n->kind == NODE_name && !AST(name, n)->symbol && !AST(name, n)->code &&
           strcmp(AST(name, n)->name->text, "it") == 0;
}

static void compare_it(struct carrying *c, const struct node *left, const char *op,
                       const struct node *right, struct buffer *out) {
    if (is_it(left))
        buffer_text(out, "$this");
    else
        path_number(c, left, out);
    buffer_printf(out, " %s ", op);
    if (is_it(right))
        buffer_text(out, "$this");
    else
        path_number(c, right, out);
}

static void path_where(struct carrying *c, const struct node *n, struct buffer *out);

static void join_it(struct carrying *c, const struct node_binary *n, struct buffer *out) {
    buffer_char(out, '(');
    path_where(c, n->left, out);
    buffer_text(out, n->op == OP_AND ? " and " : " or ");
    path_where(c, n->right, out);
    buffer_char(out, ')');
}

/* Elements without a value are not looked at: a condition that would take one is lost. */
static void path_where(struct carrying *c, const struct node *n, struct buffer *out) {
    static const char *const words[] = {[OP_IS] = "=",
                                        [OP_LESS] = "<",
                                        [OP_LESS_EQUAL] = "<=",
                                        [OP_GREATER] = ">",
                                        [OP_GREATER_EQUAL] = ">="};
    const struct node_binary *b = n->kind == NODE_binary ? AST(binary, n) : NULL;
    if (b && (b->op == OP_AND || b->op == OP_OR)) {
        join_it(c, b, out);
    } else if (b && b->op < COUNT_OF(words) && words[b->op] &&
               (is_it(b->left) || is_it(b->right))) {
        compare_it(c, b->left, words[b->op], b->right, out);
    } else if (b && b->op == OP_IN && is_it(b->left) && b->right->kind == NODE_range) {
        buffer_char(out, '(');
        compare_it(c, b->left, ">=", AST(range, b->right)->from, out);
        buffer_text(out, " and ");
        compare_it(c, b->left, "<=", AST(range, b->right)->to, out);
        buffer_char(out, ')');
    } else {
        carrying_lose(c, n->span, "elements of a list can only be compared with numbers there");
    }
}

/* ---- lists of numbers ---- */
/* The questions of a list; or else `only`, a list of formulas. */
struct numbers {
    struct question **questions;
    size_t count;
    const struct node *only;
    const struct node *where;
};

static bool numbers_of(struct carrying *c, const struct node *n, struct numbers *out) {
    const struct symbol *s =
        n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    *out = (struct numbers){0};
    if (n->kind == NODE_where) {
        bool good = numbers_of(c, AST(where, n)->list, out) && !out->where;
        out->where = AST(where, n)->condition;
        return good;
    }
    if (s && s == c->form->inventory->symbol) {
        out->questions = c->form->inventory->items;
        out->count = c->form->inventory->item_count;
        return true;
    }
    if (n->kind != NODE_tuple)
        return false;
    out->only = AST(tuple, n)->items;
    out->questions = arena_array(c->arena, struct question *, ast_count(out->only) + 1);
    for (const struct node *item = out->only; item; item = item->next) {
        s = item->kind == NODE_name || item->kind == NODE_field ? expression_symbol(item) : NULL;
        if (!s || !s->question || !form_line_of(c->form, s)) {
            out->count = ast_count(out->only);
            return true;
        }
        out->questions[out->count++] = s->question;
    }
    out->only = NULL;
    return true;
}

static void path_list(struct carrying *c, const struct numbers *list, struct buffer *out) {
    bool begun = false;
    if (!list->only)
        path_answers(c, list->questions, list->count, out);
    for (const struct node *item = list->only; item; item = item->next) {
        buffer_text(out, begun ? ".combine(" : "(");
        path_number(c, item, out);
        buffer_char(out, ')');
        begun = true;
    }
    if (list->where) {
        buffer_text(out, ".where(");
        path_where(c, list->where, out);
        buffer_char(out, ')');
    }
}

/* Of what is counted out by `where` there is what there is; otherwise every number is needed. */
static void aggregated(struct carrying *c, enum builtin_id id, const struct numbers *list,
                       struct buffer *out) {
    const char *call = id == BUILTIN_SUM    ? "sum"
                       : id == BUILTIN_MEAN ? "avg"
                       : id == BUILTIN_MIN  ? "min"
                                            : "max";
    buffer_text(out, "iif(");
    path_list(c, list, out);
    if (list->where)
        buffer_text(out, ".exists(), ");
    else
        buffer_printf(out, ".count() = %zu, ", list->count);
    path_list(c, list, out);
    buffer_printf(out, ".%s()%s)", call, list->where && id == BUILTIN_SUM ? ", 0" : "");
}

static void path_function(struct carrying *c, const struct node *n, const struct builtin *b,
                          const struct node *arguments, struct buffer *out) {
    struct numbers list;
    double digits = 0;
    bool one = arguments && !arguments->next;
    if (b && b->id == BUILTIN_ROUND && arguments && (one || arguments->next->kind == NODE_number)) {
        double scale = 1;
        for (digits = one ? 0 : AST(number, arguments->next)->value; digits >= 1; digits--)
            scale *= 10;
        buffer_text(out, "(((");
        path_number(c, arguments, out);
        buffer_printf(out, ") * %.0f + 0.5).round(8).floor() / %.0f)", scale, scale);
        return;
    }
    bool known = b && (b->id == BUILTIN_COUNT || b->id == BUILTIN_SUM || b->id == BUILTIN_MEAN ||
                       b->id == BUILTIN_MIN || b->id == BUILTIN_MAX);
    struct node_tuple all = {.node = {.kind = NODE_tuple, .span = n->span},
                             .items = (struct node *)arguments};
    if (known && ((one && numbers_of(c, arguments, &list)) ||
                  (b->id != BUILTIN_COUNT && numbers_of(c, &all.node, &list)))) {
        if (b->id != BUILTIN_COUNT) {
            aggregated(c, b->id, &list, out);
        } else if (list.where) {
            path_list(c, &list, out);
            buffer_text(out, ".count()");
        } else {
            buffer_printf(out, "%zu", list.count);
        }
        return;
    }
    carrying_lose(c, n->span, "there is no such function");
}

/* ---- numbers ---- */
static void path_named(struct carrying *c, const struct node *n, struct buffer *out) {
    struct symbol *s = expression_symbol(n);
    bool part = n->kind == NODE_field && AST(field, n)->part != PART_SYMBOL;
    if (s && !part && s->question && form_line_of(c->form, s)) {
        path_answers(c, &s->question, 1, out);
    } else if (s && !part && s->score && form_line_of(c->form, s)) {
        path_item(s->path, out);
    } else if (s && s->kind == SYMBOL_DEFINE && !s->parameter_count && s->body) {
        bool scoring = c->scoring; /* a formula counts answers as they are */
        c->scoring = false;
        path_number(c, s->body, out);
        c->scoring = scoring;
    } else {
        carrying_lose(c, n->span, "what it reckons with is not an answer of the instrument");
    }
}

void path_number(struct carrying *c, const struct node *n, struct buffer *out) {
    static const char *const words[] = {
        [OP_ADD] = " + ", [OP_SUBTRACT] = " - ", [OP_MULTIPLY] = " * ", [OP_DIVIDE] = " / "};
    if (out->len > MOST_BYTES)
        carrying_lose(c, n->span, "it grows too long");
    if (c->lost)
        return;
    switch ((enum node_kind)n->kind) {
    case NODE_number:
        buffer_number(out, AST(number, n)->value);
        break;
    case NODE_name:
    case NODE_field:
        path_named(c, n, out);
        break;
    case NODE_negate:
        buffer_text(out, "(0 - ");
        path_number(c, AST(negate, n)->operand, out);
        buffer_char(out, ')');
        break;
    case NODE_binary:
        if (AST(binary, n)->op < OP_ADD) {
            carrying_lose(c, n->span, "it is no number");
            break;
        }
        buffer_char(out, '(');
        path_number(c, AST(binary, n)->left, out);
        buffer_text(out, words[AST(binary, n)->op]);
        path_number(c, AST(binary, n)->right, out);
        buffer_char(out, ')');
        break;
    case NODE_of:
        path_function(c, n, AST(of, n)->builtin, AST(of, n)->list, out);
        break;
    case NODE_call:
        path_function(c, n, AST(call, n)->symbol ? NULL : AST(call, n)->builtin,
                      AST(call, n)->arguments, out);
        break;
    default: /* days, lengths of time, what happened */
        carrying_lose(c, n->span, "only numbers can be reckoned with there");
    }
}
