/* Types of values. Only program.h and the tree's notes are read; nothing is reported here. */
#include "program/types.h"

#include "program/builtins.h"
#include "program/compose.h"

#include <string.h>

const char *type_words(struct program *p, struct type t) {
    switch (t.kind) {
    case TYPE_UNKNOWN:
        return "something unknown";
    case TYPE_YES_NO:
        return "yes or no";
    case TYPE_NUMBER:
        return "a number";
    case TYPE_TEXT:
        return "a text";
    case TYPE_DATE:
        return "a date";
    case TYPE_TIME:
        return "a time of day";
    case TYPE_DURATION:
        return "a length of time";
    case TYPE_CHOICE:
        return arena_printf(&p->arena, "one choice of %s", choices_words(p, t.choices)).text;
    case TYPE_SET:
        return arena_printf(&p->arena, "several choices of %s", choices_words(p, t.choices)).text;
    case TYPE_RANKING:
        return "an ordering";
    case TYPE_CARD:
        return t.record ? arena_printf(&p->arena, "one `%s`", t.record->symbol->name->text).text
                        : "a card";
    case TYPE_LIST:
        return t.record
                   ? arena_printf(&p->arena, "a list of `%s`", t.record->symbol->name->text).text
                   : "a list";
    }
    return "";
}

bool type_is_number(struct type t) {
    return t.kind == TYPE_NUMBER || t.kind == TYPE_UNKNOWN ||
           (t.kind == TYPE_CHOICE && t.choices && t.choices->valued);
}

bool type_is_choices(struct type t) {
    return t.kind == TYPE_CHOICE || t.kind == TYPE_SET || t.kind == TYPE_RANKING;
}

static bool has_code(const struct choices *c, const char *code) {
    for (uint32_t i = 0; c && i < c->count; i++)
        if (strcmp(c->items[i].code->text, code) == 0)
            return true;
    return false;
}

static bool share_a_code(const struct choices *a, const struct choices *b) {
    if (a == b || !a || !b)
        return true;
    for (uint32_t i = 0; i < a->count; i++)
        if (choices_find_name(b, a->items[i].code))
            return true;
    return false;
}

bool types_compare(struct type a, struct type b) {
    if (a.kind == TYPE_UNKNOWN || b.kind == TYPE_UNKNOWN)
        return true;
    if (type_is_number(a) && type_is_number(b))
        return true;
    if (type_is_choices(a) && a.kind == b.kind)
        return share_a_code(a.choices, b.choices);
    if (a.kind == TYPE_CARD && b.kind == TYPE_CARD)
        return a.record == b.record;
    if (a.kind == TYPE_CARD || b.kind == TYPE_CARD) /* by its label */
        return a.kind == TYPE_TEXT || b.kind == TYPE_TEXT;
    if (a.kind == TYPE_CHOICE && b.kind == TYPE_YES_NO)
        return has_code(a.choices, "yes") || has_code(a.choices, "no");
    if (b.kind == TYPE_CHOICE && a.kind == TYPE_YES_NO)
        return types_compare(b, a);
    if (a.kind == TYPE_LIST || b.kind == TYPE_LIST)
        return (a.kind == TYPE_LIST || type_is_choices(a)) &&
               (b.kind == TYPE_LIST || type_is_choices(b));
    return a.kind == b.kind;
}

bool types_order(struct type a, struct type b) {
    if (a.kind == TYPE_UNKNOWN || b.kind == TYPE_UNKNOWN)
        return true;
    if (type_is_number(a) && type_is_number(b))
        return true;
    return a.kind == b.kind &&
           (a.kind == TYPE_DATE || a.kind == TYPE_TIME || a.kind == TYPE_DURATION);
}

bool type_fits(struct type target, struct type value) {
    if (target.kind == TYPE_UNKNOWN || value.kind == TYPE_UNKNOWN)
        return true;
    if (target.kind == TYPE_NUMBER)
        return type_is_number(value);
    if (target.kind == TYPE_CARD || (target.kind == TYPE_LIST && target.record))
        return target.kind == value.kind && target.record == value.record;
    return target.kind == value.kind &&
           (!type_is_choices(target) || share_a_code(target.choices, value.choices));
}

struct type type_of_arithmetic(enum binary_op op, struct type a, struct type b, bool *good) {
    bool plus = op == OP_ADD, minus = op == OP_SUBTRACT;
    *good = true;
    if (a.kind == TYPE_UNKNOWN || b.kind == TYPE_UNKNOWN)
        return TYPE_OF(TYPE_UNKNOWN);
    if (type_is_number(a) && type_is_number(b))
        return TYPE_OF(TYPE_NUMBER);
    if (a.kind == TYPE_DATE && b.kind == TYPE_DURATION && (plus || minus))
        return TYPE_OF(TYPE_DATE);
    if (a.kind == TYPE_DURATION && b.kind == TYPE_DATE && plus)
        return TYPE_OF(TYPE_DATE);
    if (a.kind == TYPE_DATE && b.kind == TYPE_DATE && minus)
        return TYPE_OF(TYPE_DURATION);
    if (a.kind == TYPE_DURATION && b.kind == TYPE_DURATION && (plus || minus))
        return TYPE_OF(TYPE_DURATION);
    if (a.kind == TYPE_DURATION && type_is_number(b) && (op == OP_MULTIPLY || op == OP_DIVIDE))
        return TYPE_OF(TYPE_DURATION);
    if (type_is_number(a) && b.kind == TYPE_DURATION && op == OP_MULTIPLY)
        return TYPE_OF(TYPE_DURATION);
    *good = false;
    return TYPE_OF(TYPE_UNKNOWN);
}

/* ---- what an expression is, by the notes that resolve.c left ---- */
static struct type items_type(const struct inventory *inventory) {
    struct type t = {TYPE_LIST, TYPE_CHOICE, inventory ? inventory->answers : NULL, NULL};
    for (uint32_t i = 0; inventory && i < inventory->item_count; i++)
        if (!t.choices)
            t.choices = inventory->items[i]->choices;
    return t;
}

static struct type symbol_type(const struct symbol *s, uint8_t part) {
    if (s->kind == SYMBOL_INVENTORY)
        return items_type(s->inventory);
    if (part == PART_FACTS || part == PART_CUES)
        return (struct type){TYPE_LIST, TYPE_TEXT, NULL, NULL};
    if (s->kind == SYMBOL_SCORE && part == PART_BAND)
        return (struct type){TYPE_CHOICE, TYPE_UNKNOWN, s->score->band_choices, NULL};
    return s->type;
}

static struct type type_of_session(const struct node_field *n) {
    if (n->part == PART_PHASE)
        return (struct type){n->phases ? TYPE_CHOICE : TYPE_UNKNOWN, TYPE_UNKNOWN, n->phases, NULL};
    return TYPE_OF(n->part == PART_DATE ? TYPE_DATE : TYPE_NUMBER);
}

static struct type name_type(const struct node_name *n) {
    if (n->code)
        return (struct type){TYPE_CHOICE, TYPE_UNKNOWN, n->code->choices, NULL};
    if (n->field)
        return n->field->type;
    if (n->symbol)
        return symbol_type(n->symbol, PART_SYMBOL);
    const struct builtin *value = builtin_value(n->name);
    return value ? type_of_builtin(value, TYPE_OF(TYPE_UNKNOWN), 0) : TYPE_OF(TYPE_UNKNOWN);
}

struct type type_of_element(struct type t) {
    bool choices = t.kind == TYPE_SET || t.kind == TYPE_RANKING;
    if (t.kind != TYPE_LIST && !choices)
        return t;
    return (struct type){choices ? TYPE_CHOICE : t.element, TYPE_UNKNOWN, t.choices, t.record};
}

struct type type_of_builtin(const struct builtin *b, struct type argument, size_t count) {
    struct type element = type_of_element(argument);
    switch (b->id) {
    case BUILTIN_COUNT:
    case BUILTIN_ROUND:
        return TYPE_OF(TYPE_NUMBER);
    case BUILTIN_MEAN:
    case BUILTIN_SUM:
        return element.kind == TYPE_DURATION ? element : TYPE_OF(TYPE_NUMBER);
    case BUILTIN_MIN:
    case BUILTIN_MAX:
        return type_is_number(element) ? TYPE_OF(TYPE_NUMBER) : element;
    case BUILTIN_FIRST:
    case BUILTIN_LAST:
        return element;
    case BUILTIN_ANY:
    case BUILTIN_ALL:
        return TYPE_OF(TYPE_YES_NO);
    case BUILTIN_EVERY:
        return (struct type){TYPE_LIST, argument.kind, argument.choices, argument.record};
    case BUILTIN_TIME_IS_UP:
        return TYPE_OF(TYPE_YES_NO);
    case BUILTIN_TODAY:
        return TYPE_OF(TYPE_DATE);
    case BUILTIN_CRISIS_LINES:
        return TYPE_OF(TYPE_TEXT);
    case BUILTIN_PAST:
        return (struct type){TYPE_LIST, argument.kind, argument.choices, argument.record};
    case BUILTIN_PREVIOUS:
        return argument;
    case BUILTIN_CHANGE:
        return argument.kind == TYPE_DURATION || argument.kind == TYPE_UNKNOWN
                   ? argument
                   : TYPE_OF(TYPE_NUMBER);
    }
    (void)count;
    return TYPE_OF(TYPE_UNKNOWN);
}

static struct type binary_type(const struct node_binary *n) {
    switch ((enum binary_op)n->op) {
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE: {
        bool good;
        return type_of_arithmetic((enum binary_op)n->op, expression_type(n->left),
                                  expression_type(n->right), &good);
    }
    case OP_OR:
    case OP_AND:
    case OP_IS:
    case OP_IS_NOT:
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
    case OP_IN:
    case OP_INCLUDES:
    case OP_MENTIONS:
    case OP_AFFIRMS:
    case OP_MATCHES:
    case OP_STARTS_WITH:
        return TYPE_OF(TYPE_YES_NO);
    }
    return TYPE_OF(TYPE_UNKNOWN);
}

struct type type_of_tuple(const struct node *items) {
    struct type first = items ? expression_type(items) : TYPE_OF(TYPE_UNKNOWN);
    return (struct type){TYPE_LIST, first.kind, first.choices, first.record};
}

/* The list of a field: of a set of choices there is no list of lists. */
static struct type type_of_fields(const struct symbol *field) {
    return (struct type){TYPE_LIST, field->type.kind, field->type.choices, field->type.record};
}

/* What is left of a set, or put into another order, is a list. */
struct type list_of_elements(struct type t) {
    return t.kind == TYPE_SET ? (struct type){TYPE_LIST, TYPE_CHOICE, t.choices, NULL} : t;
}

struct type expression_type(const struct node *n) {
    if (!n)
        return TYPE_OF(TYPE_UNKNOWN);
    switch ((enum node_kind)n->kind) {
    case NODE_number:
        return TYPE_OF(TYPE_NUMBER);
    case NODE_negate: {
        struct type t = expression_type(AST(negate, n)->operand);
        return t.kind == TYPE_DURATION ? t : TYPE_OF(TYPE_NUMBER);
    }
    case NODE_text:
        return TYPE_OF(TYPE_TEXT);
    case NODE_date:
        return TYPE_OF(TYPE_DATE);
    case NODE_duration:
        return TYPE_OF(TYPE_DURATION);
    case NODE_between:
        return TYPE_OF(TYPE_NUMBER);
    case NODE_yes_no:
    case NODE_not:
    case NODE_state:
    case NODE_reached:
    case NODE_alerted:
    case NODE_before:
        return TYPE_OF(TYPE_YES_NO);
    case NODE_binary:
        return binary_type(AST(binary, n));
    case NODE_name:
        return name_type(AST(name, n));
    case NODE_field:
        if (AST(field, n)->field)
            return AST(field, n)->field->type;
        if (part_is_of_session(AST(field, n)->part))
            return type_of_session(AST(field, n));
        return AST(field, n)->symbol ? symbol_type(AST(field, n)->symbol, AST(field, n)->part)
                                     : TYPE_OF(TYPE_UNKNOWN);
    case NODE_call:
        if (AST(call, n)->builtin)
            return type_of_builtin(AST(call, n)->builtin, expression_type(AST(call, n)->arguments),
                                   ast_count(AST(call, n)->arguments));
        return AST(call, n)->symbol ? AST(call, n)->symbol->type : TYPE_OF(TYPE_UNKNOWN);
    case NODE_of:
        if (AST(of, n)->field)
            return type_of_fields(AST(of, n)->field);
        return AST(of, n)->builtin
                   ? type_of_builtin(AST(of, n)->builtin, expression_type(AST(of, n)->list), 1)
                   : TYPE_OF(TYPE_UNKNOWN);
    case NODE_tuple:
        return type_of_tuple(AST(tuple, n)->items);
    case NODE_where:
        return list_of_elements(expression_type(AST(where, n)->list));
    case NODE_sorted:
        return list_of_elements(expression_type(AST(sorted, n)->list));
    default: /* no expression, or one of a later version */
        return TYPE_OF(TYPE_UNKNOWN);
    }
}

struct symbol *expression_symbol(const struct node *n) {
    if (!n)
        return NULL;
    if (n->kind == NODE_name)
        return AST(name, n)->symbol;
    if (n->kind == NODE_field)
        return AST(field, n)->symbol;
    if (n->kind == NODE_call)
        return AST(call, n)->symbol ? AST(call, n)->symbol
                                    : expression_symbol(AST(call, n)->callee);
    return NULL;
}
