/* Modules: finding, reading and linking the files a script uses. */
#ifndef IPT_PROGRAM_MODULE_H
#define IPT_PROGRAM_MODULE_H

#include "program/program.h"

/* The standard library, embedded when ipt was built. IPT_STDLIB=DIR in the environment reads it from
   a folder instead, for those who work on it. */
struct stdlib_file {
    const char *name; /* "phq9" */
    const unsigned char *text;
    size_t size;
};
extern const struct stdlib_file stdlib_files[];
extern const size_t stdlib_count;
const struct stdlib_file *stdlib_find(struct str name);

/* Loads the file and, depth first, all it uses into p->modules; fills node_use.loaded; reports what is
   missing, what goes in circles. */
void modules_load(struct program *p, const char *path, struct str text, bool from_library);

#endif
