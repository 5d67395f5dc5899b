/* Types of values: how messages call them, and which go together. */
#ifndef IPT_PROGRAM_TYPES_H
#define IPT_PROGRAM_TYPES_H

#include "program/check.h"

#define TYPE_OF(kind_) ((struct type){(kind_), TYPE_UNKNOWN, NULL, NULL})

/* "a number", "one choice of `scale`": as it reads in a sentence. Lives in the program's arena. */
const char *type_words(struct program *p, struct type t);
/* May stand where a number is needed: a number, or a choice whose options have numbers. */
bool type_is_number(struct type t);
bool type_is_choices(struct type t); /* a choice, a set or a ranking */
/* May the two stand on both sides of `is`, and of `<`? */
bool types_compare(struct type a, struct type b);
bool types_order(struct type a, struct type b);
/* May a value of type `value` be put where `target` is? */
bool type_fits(struct type target, struct type value);
/* Of a list, a set or a ranking its elements'; any other type itself. */
struct type type_of_element(struct type t);
struct type list_of_elements(struct type t); /* of a set: a list; anything else: itself */
/* What a function gives for a first argument of this type; the list type of `(a, b)`. */
struct builtin;
struct type type_of_builtin(const struct builtin *b, struct type argument, size_t count);
struct type type_of_tuple(const struct node *items);
/* The type of `a op b` for arithmetic; TYPE_UNKNOWN with *good false when they do not go together.
 */
struct type type_of_arithmetic(enum binary_op op, struct type a, struct type b, bool *good);

#endif
