/* Modules: finding, reading and linking the files a script uses. */
#ifndef IPT_PROGRAM_MODULE_H
#define IPT_PROGRAM_MODULE_H

#include "program/program.h"

/* The standard library, embedded when ipt was built. IPT_STDLIB=DIR in the environment reads it
   from a folder instead, for those who work on it. */
struct stdlib_file {
    const char *name; /* "phq9" */
    const unsigned char *text;
    size_t size;
};
extern const struct stdlib_file stdlib_files[];
extern const size_t stdlib_count;
/* Crisis lines of several countries, none of them verified (run/settings.h). */
extern const struct stdlib_file stdlib_crisis_lines;
const struct stdlib_file *stdlib_find(struct str name);

/* The text of a library module; false: there is none of this name. */
bool stdlib_read(struct program *p, struct str name, struct str *text);
/* "<stdlib/phq9>", as messages call it. */
const char *stdlib_path(struct program *p, struct str name);
/* Enters a text as a source once its bytes are held to be text; NULL after a message. */
struct source *source_open(struct program *p, const char *path, struct str text);

/* "people.ipt" beside "scripts/a.ipt" is "scripts/people.ipt". */
const char *path_beside(struct program *p, const char *user, struct str path);

/* Loads the file and, depth first, all it uses into p->modules; fills node_use.loaded; reports what
   is missing, what goes in circles. */
void modules_load(struct program *p, const char *path, struct str text, bool from_library);

#endif
