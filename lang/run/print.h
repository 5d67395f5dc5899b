/* Printing with texts that have holes. Internal to run/. */
#ifndef IPT_RUN_PRINT_H
#define IPT_RUN_PRINT_H

#include "run/value.h"

/* value_print, with `label` called for the text of an option's label. */
void value_print_with(struct value v, struct buffer *out,
                      void (*label)(void *payload, const struct node *text, struct buffer *out),
                      void *payload);

#endif
