/* Where output goes: to a file that the command line names, or to standard output. */
#ifndef IPT_FRONT_OUTPUT_H
#define IPT_FRONT_OUTPUT_H

#include "base/base.h"

/* Has the output a place? False after a message: `file` cannot be written, or it is one of the
   files that are read (NULL ends them, and so does a file that was not named). A NULL `file` or "-"
   is standard output. */
bool output_has_place(const char *file, const char *const inputs[]);
/* False after a message. */
bool output_write(const char *file, struct str content);
/* For what must not be lost: when it cannot be written to `file` it is kept in a file of its own,
   which only this reader can open; where that fails too it goes to standard output. False after a
   message in both cases. */
bool output_keep(const char *file, struct str content);

#endif
