/* Choices from bulleted lines: codes, values, what excludes what, the free-text one; and finding
 * one of them. */
#include "program/choices.h"

#include <math.h>
#include <string.h>

/* The value behind a code: `- 3 …`, `- -5 …`; false for a word. */
bool number_of_code(const struct node *code, double *number) {
    if (code && code->kind == NODE_number) {
        *number = AST(number, code)->value;
        return true;
    }
    if (code && code->kind == NODE_negate && AST(negate, code)->operand->kind == NODE_number) {
        *number = -AST(number, AST(negate, code)->operand)->value;
        return true;
    }
    return false;
}

static struct name *name_of_code(struct program *p, const struct node *code) {
    double number;
    if (code->kind == NODE_name)
        return AST(name, code)->name;
    if (code->kind == NODE_yes_no)
        return name_of(&p->names, AST(yes_no, code)->value ? STR("yes") : STR("no"));
    if (!number_of_code(code, &number))
        return NULL;
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, number);
    struct name *name = name_of(&p->names, buffer_as_str(&b));
    buffer_release(&b);
    return name;
}

static void option_value(struct program *p, struct choice *o, const struct node_option *n) {
    double number;
    if (n->value && number_of_code(n->value, &number)) {
        o->valued = true;
        o->value = number;
        double code;
        if (number_of_code(n->code, &code) && code != number) {
            struct diag *g = diag_add(&p->diags, D_two_values, n->value->span, o->code->text);
            diag_fix(&p->diags, g, SPAN_NONE, NULL,
                     "leave `is …` out, or write a word as the code");
        }
    } else {
        o->valued = number_of_code(n->code, &o->value);
    }
}

static void option_lines(struct choice *o, struct node *body) {
    for (struct node *line = body; line; line = line->next) {
        if (line->kind == NODE_when)
            o->when = AST(when, line)->condition;
        else if (line->kind == NODE_mark)
            o->alone |= AST(mark, line)->mark == MARK_ALONE;
        else if (line->kind == NODE_code)
            o->codes = o->codes ? o->codes : line;
        else if (!o->body)
            o->body = line; /* attributes come first: from here on these are statements */
    }
}

bool choice_is_taken(struct program *p, struct choices *choices, uint32_t count,
                     const struct choice *o) {
    for (uint32_t i = 0; i < count; i++) {
        const struct choice *earlier = &choices->items[i];
        if (earlier->code != o->code)
            continue;
        struct diag *g = diag_add(&p->diags, D_duplicate_code, o->span, o->code->text);
        diag_note(&p->diags, g, earlier->span, "the first one is here");
        diag_fix(&p->diags, g, SPAN_NONE, NULL, "give one of them another code");
        choices->doubtful = true;
        return true;
    }
    return false;
}

static void choices_sum_up(struct choices *c) {
    bool first = true;
    c->valued = c->count > (c->other ? 1u : 0u);
    for (uint32_t i = 0; i < c->count; i++) {
        const struct choice *o = &c->items[i];
        if (o->other)
            continue;
        c->valued &= o->valued;
        if (first || o->value < c->least)
            c->least = o->value;
        if (first || o->value > c->most)
            c->most = o->value;
        first = false;
    }
}

static void add_other(struct program *p, struct choices *c, const struct node_property *other) {
    struct choice *o = &c->items[c->count];
    *o = (struct choice){.choices = c,
                         .index = c->count,
                         .other = true,
                         .label = other->value,
                         .code = name_of(&p->names, STR("other")),
                         .span = other->node.span};
    if (!choice_is_taken(p, c, c->count, o)) {
        c->count++;
        c->other = true;
    }
}

/* From the option nodes of a body, and `other "…"`; NULL when there are none. */
struct choices *choices_new(struct program *p, const struct name *scale, struct node *body) {
    const struct node_property *other = body_property(body, "other");
    size_t room = other ? 1 : 0;
    for (struct node *n = body; n; n = n->next)
        room += n->kind == NODE_option;
    if (room == 0)
        return NULL;
    struct choices *c = arena_new(&p->arena, struct choices);
    if (room > LIMIT_CHOICES) {
        diag_add(&p->diags, D_too_many_choices, body->span, LIMIT_CHOICES);
        return c;
    }
    c->scale = scale;
    c->items = arena_array(&p->arena, struct choice, room);
    for (struct node *n = body; n; n = n->next) {
        if (n->kind != NODE_option)
            continue;
        struct node_option *option = AST(option, n);
        struct choice *o = &c->items[c->count];
        o->choices = c;
        o->index = c->count;
        o->span = option->code->span;
        o->code = name_of_code(p, option->code);
        o->label = option->label;
        if (!o->code)
            continue;
        option_value(p, o, option);
        option_lines(o, option->body);
        if (!choice_is_taken(p, c, c->count, o))
            c->count++;
        else
            *o = (struct choice){0};
    }
    if (other)
        add_other(p, c, other);
    choices_sum_up(c);
    return c;
}

/* A scale and the free-text option that one question adds to it. */
struct choices *choices_join(struct program *p, const struct choices *scale,
                             const struct choices *own) {
    struct choices *c = arena_new(&p->arena, struct choices);
    *c = *scale;
    c->items = arena_array(&p->arena, struct choice, scale->count + own->count);
    c->count = 0;
    for (uint32_t i = 0; i < scale->count + own->count; i++) {
        struct choice *o = &c->items[c->count];
        *o = i < scale->count ? scale->items[i] : own->items[i - scale->count];
        o->choices = c;
        o->index = c->count;
        if (!choice_is_taken(p, c, c->count, o))
            c->count++;
    }
    c->other = scale->other || own->other;
    choices_sum_up(c);
    return c;
}

bool choices_are_lost(const struct node *body) {
    return body_find(body, NODE_broken) || body_find(body, NODE_variant);
}

struct choices *compose_scale(struct program *p, struct node_scale *scale) {
    struct choices *c = choices_new(p, scale->name, scale->body);
    if (c)
        return c;
    if (!choices_are_lost(scale->body)) {
        struct diag *g = diag_add(&p->diags, D_no_choices, scale->node.span, "this scale");
        diag_fix(&p->diags, g, SPAN_NONE, NULL,
                 "add a line for each choice below: `- code \"Label\"`");
    }
    return arena_new(&p->arena, struct choices);
}

const struct choice *choices_find_name(const struct choices *choices, const struct name *code) {
    for (uint32_t i = 0; choices && i < choices->count; i++)
        if (choices->items[i].code == code)
            return &choices->items[i];
    return NULL;
}

const struct choice *choices_find(const struct choices *choices, const struct node *code) {
    double number;
    if (number_of_code(code, &number)) {
        for (uint32_t i = 0; choices && i < choices->count; i++)
            if (choices->items[i].valued && choices->items[i].value == number)
                return &choices->items[i];
        return NULL;
    }
    if (code->kind == NODE_name)
        return choices_find_name(choices, AST(name, code)->name);
    for (uint32_t i = 0; choices && code->kind == NODE_yes_no && i < choices->count; i++)
        if (str_is(name_str(choices->items[i].code), AST(yes_no, code)->value ? "yes" : "no"))
            return &choices->items[i];
    return NULL;
}

bool choices_none(const struct choices *choices, const struct node *written) {
    return written->kind == NODE_name && str_is(name_str(AST(name, written)->name), "none") &&
           !choices_find(choices, written);
}

const char *choices_words(struct program *p, const struct choices *choices) {
    if (choices && choices->scale)
        return arena_printf(&p->arena, "`%s`", choices->scale->text).text;
    return "this question";
}

void report_unknown_choice(struct program *p, struct span span, struct str code,
                           const struct choices *choices, const char *whose) {
    struct diag *g = diag_add(&p->diags, D_unknown_choice, span, (int)code.len, code.text, whose);
    const struct choice *best = NULL;
    int best_distance = INT32_MAX, distance;
    struct buffer list;
    buffer_init(&list);
    for (uint32_t i = 0; choices && i < choices->count; i++) {
        const struct choice *o = &choices->items[i];
        buffer_printf(&list, "%s%s", i ? ", " : "", o->code->text);
        if (name_is_near(code, name_str(o->code), &distance) && distance < best_distance) {
            best = o;
            best_distance = distance;
        }
    }
    if (list.len)
        diag_note(&p->diags, g, SPAN_NONE, "the choices are: %s", list.text);
    if (best)
        diag_fix(&p->diags, g, span, best->code->text, "write `%s`", best->code->text);
    buffer_release(&list);
}
