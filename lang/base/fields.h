/* Files of named lines, as at the head of a letter, for what is no script:

     # a remark
     country: NZ
     about: words that may go on
       on lines that are set in

   An empty line ends a record; a file is one record or several. Names are compared without regard
   to capitals. */
#ifndef IPT_BASE_FIELDS_H
#define IPT_BASE_FIELDS_H

#include "base/diag.h"

struct field {
    struct str name, value; /* without blanks around; lines of a value are joined by one blank */
    struct span name_at, value_at;
    struct field *next;
};

struct field_record {
    struct field *fields; /* at least one, as they stand */
    struct field_record *next;
};

/* All records of a source, in the arena. What is no such line, and a name that a record has twice,
   is told; the rest is read. */
struct field_record *fields_read(struct arena *a, struct diags *d, const struct source *source);
const struct field *field_find(const struct field_record *record, const char *name); /* or NULL */
/* The same word? Capitals count as small letters. */
bool fields_same(struct str a, struct str b);

#endif
