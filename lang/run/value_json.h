/* Values out of JSON, where value_write put them. */
#ifndef IPT_RUN_VALUE_JSON_H
#define IPT_RUN_VALUE_JSON_H

#include "run/value.h"

struct json;
struct value_reader {
    struct arena *arena; /* where lists and words of one's own go; texts are borrowed */
    /* The card of a path like "people/3". False: there is none, or cards cannot be read here. */
    bool (*card)(void *payload, struct str path, struct value *out);
    void *payload;
};
/* False: it is no value of this type, or a choice that is not there any more. Never missing. */
bool value_read(const struct value_reader *r, struct type type, const struct json *v,
                struct value *out);
/* Why it is missing, by its word; false: nobody was asked. */
bool value_read_missing(struct str word, struct value *out);

#endif
