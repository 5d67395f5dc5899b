/* Yes and no, as people type them. */
#ifndef IPT_FRONT_YES_H
#define IPT_FRONT_YES_H

#include "run/value.h"

/* yes, y, no or n, in capitals or not; missing: neither. `rest` is what follows: "yes, she looked
   it up". */
enum truth read_yes(struct str typed, struct str *rest);

#endif
