/* Where things stand. All files of one program share one space of byte offsets, so a span is
   eight bytes and names its file too; lines and columns are worked out only to be shown. */
#ifndef IPT_BASE_SOURCE_H
#define IPT_BASE_SOURCE_H

#include "base/arena.h"

/* Bytes [lo, hi). The span {0, 0} is nowhere: offsets of sources start at 1. */
struct span {
    uint32_t lo, hi;
};
#define SPAN_NONE ((struct span){0, 0})
struct span span_join(struct span a, struct span b); /* nowhere joins to the other */

struct source {
    const char *path; /* as shown to people; "<stdlib/phq9>" for an embedded module */
    struct str text;  /* NUL-terminated behind; empty when a compiled file left it out */
    uint32_t base;    /* offset of its first byte in the program's space */
    uint32_t unseen;  /* offsets behind its text, for places of which only the order is known */
    uint32_t *lines;  /* offset in the text of each line's first byte; made on first use */
    uint32_t line_count;
    uint64_t hash; /* of the bytes as they were read */
};

struct sources {
    struct arena *arena; /* borrowed */
    struct source **items;
    size_t count, capacity;
    uint32_t next_base;
};

struct place {
    const struct source *source; /* NULL: nowhere */
    uint32_t line;               /* from 1 */
    uint32_t column;             /* from 1, in grapheme clusters */
    struct str text;             /* the line, without its newline */
    size_t offset;               /* of the place in that line, in bytes */
};

void sources_init(struct sources *s, struct arena *arena);
void sources_release(struct sources *s);
/* Borrows text, which a NUL must follow and which must live as long. NULL when the space of offsets
 * is full (LIMIT_SOURCE_BYTES in all). */
struct source *sources_add(struct sources *s, const char *path, struct str text);
/* Gives the source added last `count` offsets that stand for no text. False: the space is full. */
bool sources_extend(struct sources *s, struct source *source, uint32_t count);
struct place source_place(const struct sources *s, uint32_t offset);
struct str source_text(const struct sources *s, struct span span);
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t len); /* seed 0 to begin */

/* Reads a whole file ("-" is standard input) into `out` as NUL-terminated bytes in the arena.
   On failure false, with `*why` in plain words ("no such file"). */
bool file_read(struct arena *a, const char *path, struct str *out, const char **why);
/* Writes through a temporary file beside it and renames, so that a full disk leaves the old one. */
bool file_write(const char *path, struct str content, const char **why);
/* Could it be written now? Leaves no trace. */
bool file_could_be_written(const char *path, const char **why);
/* The same piece by piece. After file_begin gave true, file_end is called in any case; it says how
   it went. */
struct file_writer {
    const char *path;
    char *temporary; /* NULL: it is written directly */
    int fd, error;
};
bool file_begin(struct file_writer *w, const char *path, const char **why);
void file_add(struct file_writer *w, struct str content);
bool file_end(struct file_writer *w, const char **why);

#endif
