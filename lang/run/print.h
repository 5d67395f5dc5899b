/* Printing with texts that have holes. Internal to run/. */
#ifndef IPT_RUN_PRINT_H
#define IPT_RUN_PRINT_H

#include "run/value.h"

/* value_print, asking a session for what only it knows. */
struct value_printer {
    void (*label)(void *payload, const struct node *text, struct buffer *out); /* of an option */
    void (*card)(void *payload, struct value card, struct buffer *out);
    void *payload;
};
void value_print_with(struct value v, struct buffer *out, const struct value_printer *printer);

#endif
