/* The table behind tree_shape.h. Fields that are not listed hold lines (lists) or an optional
   expression (children). */
#include "program/tree_shape.h"

#include <string.h>

#define CODE (CLASS_NAME | CLASS_NUMBER | CLASS_YES_NO)

static const struct {
    int kind; /* -1: every kind that has the field */
    const char *field;
    unsigned classes;
    bool required;
} rules[] = {
    {NODE_text, "parts", CLASS_TEXT | CLASS_HOLE, false},
    {NODE_hole, "value", CLASS_VALUE, true},
    {NODE_hole, "otherwise", CLASS_TEXT, false},
    {NODE_field, "of", CLASS_PATH, true},
    {NODE_call, "callee", CLASS_PATH, true},
    {NODE_call, "arguments", CLASS_VALUE, false},
    {NODE_binary, "left", CLASS_VALUE, true},
    {NODE_binary, "right", CLASS_VALUE | CLASS_RANGE | CLASS_PATTERN, true},
    {-1, "operand", CLASS_VALUE, true},
    {NODE_state, "subject", CLASS_VALUE, true},
    {NODE_range, "from", CLASS_VALUE, true},
    {NODE_range, "to", CLASS_VALUE, true},
    {NODE_tuple, "items", CLASS_VALUE, true},
    {NODE_sorted, "by", CLASS_PATH, true},
    {NODE_of, "list", CLASS_VALUE, true},
    {NODE_where, "list", CLASS_VALUE, true},
    {NODE_sorted, "list", CLASS_VALUE, true},
    {NODE_between, "from", CLASS_VALUE, true},
    {NODE_between, "to", CLASS_VALUE, true},
    {NODE_protocol, "title", CLASS_TEXT, true},
    {NODE_test, "title", CLASS_TEXT, true},
    {NODE_guarantee, "title", CLASS_TEXT, true},
    {-1, "title", CLASS_TEXT, false},
    {NODE_protocol, "version", CLASS_TEXT, true},
    {-1, "parameters", CLASS_NAME, false},
    {NODE_define, "value", CLASS_VALUE, true},
    {NODE_keep, "value", CLASS_VALUE, false},
    {NODE_else, "condition", CLASS_VALUE, false},
    {NODE_reveal, "condition", CLASS_VALUE, false},
    {-1, "condition", CLASS_VALUE, true},
    {NODE_pattern, "words", CLASS_TEXT, true},
    {NODE_property, "value", CLASS_TEXT | CLASS_NAME, true},
    {NODE_code, "value", CLASS_TEXT, true},
    {NODE_option, "code", CODE, true},
    {NODE_option, "label", CLASS_TEXT, true},
    {NODE_option, "value", CLASS_NUMBER, false},
    {NODE_card, "code", CODE, true},
    {NODE_card, "why", CLASS_TEXT, false},
    {NODE_rule, "code", CODE, true},
    {NODE_band, "label", CLASS_TEXT, false},
    {NODE_item, "wording", CLASS_TEXT, true},
    {NODE_score, "value", CLASS_VALUE, true},
    {NODE_collect, "prompt", CLASS_TEXT, false},
    {-1, "prompt", CLASS_TEXT, true},
    {-1, "form", CLASS_FORM, true},
    {NODE_say, "text", CLASS_TEXT, false},
    {-1, "text", CLASS_TEXT, true},
    {NODE_sessions, "every", CLASS_DURATION, true},
    {-1, "columns", CLASS_NAME, true},
    {-1, "texts", CLASS_TEXT, true},
    {NODE_say, "who", CLASS_PATH, false},
    {NODE_form, "from", CLASS_NUMBER | CLASS_PATH, false},
    {NODE_form, "to", CLASS_NUMBER | CLASS_PATH, false},
    {NODE_form, "step", CLASS_NUMBER, false},
    {NODE_form, "unit", CLASS_TEXT, false},
    {NODE_if, "otherwise", CLASS_ELSE, false},
    {NODE_match, "subject", CLASS_VALUE, true},
    {NODE_match, "arms", CLASS_ARM, true},
    {NODE_case, "codes", CODE | CLASS_RANGE | CLASS_ABSENT, true},
    {-1, "call", CLASS_CALL | CLASS_PATH, true},
    {NODE_finish, "reason", CLASS_TEXT, false},
    {NODE_repeat, "value", CLASS_VALUE, true},
    {NODE_repeat, "at_most", CLASS_VALUE, false},
    {NODE_let, "value", CLASS_VALUE, true},
    {NODE_set, "value", CLASS_VALUE, true},
    {NODE_default, "value", CLASS_VALUE, true},
    {-1, "target", CLASS_PATH, true},
    {NODE_answer, "values", CLASS_VALUE | CLASS_ABSENT, false},
    {NODE_assign, "values", CLASS_VALUE | CLASS_ABSENT, true},
    {NODE_run, "entry", CLASS_PATH, true},
    {NODE_add, "list", CLASS_PATH, true},
    {NODE_remove, "list", CLASS_PATH, true},
    {NODE_collect, "list", CLASS_PATH, true},
    {NODE_for_each, "list", CLASS_VALUE, true},
    {NODE_circle, "list", CLASS_VALUE, true},
    {NODE_remove, "card", CLASS_PATH, true},
    {NODE_circle, "by", CLASS_PATH, true},
    {NODE_judge, "by", CLASS_PATH, true},
    {-1, "by", CLASS_VALUE, true},
    {-1, "fact", CLASS_PATH, true},
    {-1, "cue", CLASS_PATH, true},
    {NODE_clock, "limit", CLASS_DURATION, true},
    {-1, "reply", CLASS_PATH, true},
    {NODE_list, "what", CLASS_VALUE, true},
    {-1, "rows", CLASS_VALUE, true},
    {-1, "series", CLASS_VALUE, true},
    {-1, "count", CLASS_VALUE, true},
};

unsigned kind_classes(enum node_kind kind) {
    switch (kind) {
    case NODE_number:
        return CLASS_VALUE | CLASS_NUMBER;
    case NODE_text:
        return CLASS_VALUE | CLASS_TEXT;
    case NODE_yes_no:
        return CLASS_VALUE | CLASS_YES_NO;
    case NODE_duration:
        return CLASS_VALUE | CLASS_DURATION;
    case NODE_name:
        return CLASS_VALUE | CLASS_NAME | CLASS_PATH;
    case NODE_field:
        return CLASS_VALUE | CLASS_PATH;
    case NODE_call:
        return CLASS_VALUE | CLASS_CALL;
    case NODE_negate:
        return CLASS_VALUE | CLASS_NUMBER;
    case NODE_date:
    case NODE_binary:
    case NODE_not:
    case NODE_state:
    case NODE_tuple:
    case NODE_where:
    case NODE_sorted:
    case NODE_of:
    case NODE_between:
    case NODE_reached:
    case NODE_alerted:
    case NODE_before:
        return CLASS_VALUE;
    case NODE_word_set:
    case NODE_pattern:
        return CLASS_PATTERN;
    case NODE_hole:
        return CLASS_HOLE;
    case NODE_range:
        return CLASS_RANGE;
    case NODE_absent:
        return CLASS_ABSENT;
    case NODE_form:
        return CLASS_FORM;
    case NODE_else:
        return CLASS_ELSE | CLASS_ARM;
    case NODE_case:
        return CLASS_ARM;
    case NODE_broken:
        return 0;
    default: /* everything else is a line */
        return CLASS_LINE;
    }
}

/* A minus counts as a number only before a plain one. */
unsigned node_classes(const struct node *n) {
    unsigned classes = kind_classes((enum node_kind)n->kind);
    if (n->kind == NODE_negate && AST(negate, n)->operand->kind != NODE_number)
        classes &= ~(unsigned)CLASS_NUMBER;
    return classes;
}

unsigned field_classes(enum node_kind kind, const char *field, bool *required) {
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        if ((rules[i].kind >= 0 && rules[i].kind != (int)kind) ||
            strcmp(rules[i].field, field) != 0)
            continue;
        *required = rules[i].required;
        return rules[i].classes;
    }
    *required = false;
    for (uint16_t i = 0; i < ast_shapes[kind].field_count; i++)
        if (strcmp(ast_shapes[kind].fields[i].name, field) == 0)
            return ast_shapes[kind].fields[i].kind == FIELD_LIST ? CLASS_LINE : CLASS_VALUE;
    return 0;
}

bool name_is_optional(enum node_kind kind, const char *field) {
    return kind == NODE_use || (kind == NODE_form && strcmp(field, "scale") == 0) ||
           (kind == NODE_keep && strcmp(field, "record") == 0) ||
           (kind == NODE_whenever && strcmp(field, "before") == 0);
}
