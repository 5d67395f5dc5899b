/* The map from offsets to places, and the two file operations of the library. */
#include "base/source.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct span span_join(struct span a, struct span b) {
    if (!a.hi)
        return b;
    if (!b.hi)
        return a;
    return (struct span){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}

/* FNV-1a with words of eight bytes in place of bytes, and a last mix, since the high bits of a word
   reach the low ones of the product only by it. The words are put together by shifts: the same on
   every machine. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t len) {
    const unsigned char *p = bytes;
    uint64_t h = seed ? seed : 14695981039346656037u;
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t word = 0;
        for (int i = 7; i >= 0; i--)
            word = word << 8 | p[i];
        h = (h ^ word) * 1099511628211u;
        h ^= h >> 29;
    }
    for (size_t i = 0; i < len; i++)
        h = (h ^ p[i]) * 1099511628211u;
    return h ^ h >> 32;
}

void sources_init(struct sources *s, struct arena *arena) {
    *s = (struct sources){.arena = arena, .next_base = 1};
}

void sources_release(struct sources *s) {
    free(s->items);
    *s = (struct sources){0};
}

struct source *sources_add(struct sources *s, const char *path, struct str text) {
    if (text.len > LIMIT_SOURCE_BYTES - s->next_base)
        return NULL;
    struct source *source = arena_new(s->arena, struct source);
    source->path = arena_copy(s->arena, path, strlen(path));
    source->text = text;
    source->base = s->next_base;
    source->hash = hash_bytes(0, text.text, text.len);
    s->next_base += (uint32_t)text.len + 1;
    *array_push(s->items, s->count, s->capacity) = source;
    return source;
}

bool sources_extend(struct sources *s, struct source *source, uint32_t count) {
    if (count > LIMIT_SOURCE_BYTES - s->next_base)
        return false;
    source->unseen += count;
    s->next_base += count;
    return true;
}

static const struct source *source_at(const struct sources *s, uint32_t offset) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct source *source = s->items[middle];
        if (offset < source->base)
            high = middle;
        else if (offset > source->base + source->text.len + source->unseen)
            low = middle + 1;
        else
            return source;
    }
    return NULL;
}

static void find_lines(struct arena *a, struct source *source) {
    uint32_t count = 1;
    for (size_t i = 0; i < source->text.len; i++)
        count += source->text.text[i] == '\n';
    source->lines = arena_array(a, uint32_t, count);
    source->line_count = 1;
    for (size_t i = 0; i < source->text.len; i++)
        if (source->text.text[i] == '\n')
            source->lines[source->line_count++] = (uint32_t)i + 1;
}

struct place source_place(const struct sources *s, uint32_t offset) {
    struct source *source = (struct source *)(offset ? source_at(s, offset) : NULL);
    if (!source)
        return (struct place){0};
    if (!source->lines)
        find_lines(s->arena, source);
    uint32_t at = offset - source->base, low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (source->lines[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    const char *start = source->text.text + source->lines[low];
    size_t rest = source->text.len - source->lines[low];
    const char *end = memchr(start, '\n', rest);
    struct str line = {start, end ? (size_t)(end - start) : rest};
    if (line.len && line.text[line.len - 1] == '\r')
        line.len--;
    size_t within = at - source->lines[low];
    if (within > line.len)
        within = line.len;
    return (struct place){source, low + 1, (uint32_t)text_length((struct str){start, within}) + 1,
                          line, within};
}

struct str source_text(const struct sources *s, struct span span) {
    const struct source *source = span.hi ? source_at(s, span.lo) : NULL;
    if (!source || span.hi > source->base + source->text.len || span.hi < span.lo)
        return (struct str){"", 0};
    return (struct str){source->text.text + (span.lo - source->base), span.hi - span.lo};
}

/* ---- files ---- */
static const char *plain_reason(int error) {
    switch (error) {
    case ENOENT:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "it may not be opened (permission)";
    case EISDIR:
        return "it is a folder, not a file";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    case EROFS:
        return "the disk can only be read";
    case EIO:
        return "the disk reports a fault";
    default:
        return strerror(error);
    }
}

bool file_read(struct arena *a, const char *path, struct str *out, const char **why) {
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *why = plain_reason(errno);
        return false;
    }
    struct buffer { /* plain bytes: a script may hold anything before it is checked */
        char *text;
        size_t len, capacity;
    } b = {memory_get(65536), 0, 65536};
    ssize_t got;
    int error = 0;
    while ((got = read(fd, b.text + b.len, b.capacity - b.len)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            error = errno;
            break;
        }
        b.len += (size_t)got;
        if (b.len > LIMIT_SOURCE_BYTES) {
            error = EFBIG;
            break;
        }
        if (b.len == b.capacity)
            b.text = memory_resize(b.text, b.capacity *= 2);
    }
    if (fd != STDIN_FILENO)
        close(fd);
    if (!error)
        *out = (struct str){arena_copy(a, b.text, b.len), b.len};
    else
        *why = error == EFBIG ? "it is too large" : plain_reason(error);
    free(b.text);
    return !error;
}

static int write_all(int fd, struct str content) {
    while (content.len) {
        ssize_t done = write(fd, content.text, content.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno;
        content.text += done;
        content.len -= (size_t)done;
    }
    return 0;
}

/* A plain file is written beside its place and takes it at the end; /dev/stdout or a pipe is
   written as it comes. */
bool file_begin(struct file_writer *w, const char *path, const char **why) {
    struct stat about;
    mode_t mask = umask(0);
    umask(mask);
    *w = (struct file_writer){.path = path};
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        w->fd = open(path, O_WRONLY | O_CLOEXEC);
    } else {
        size_t len = strlen(path);
        w->temporary = memory_get(len + 8);
        memcpy(w->temporary, path, len);
        memcpy(w->temporary + len, ".XXXXXX", 8);
        w->fd = mkstemp(w->temporary);
    }
    if (w->fd >= 0) {
        if (w->temporary && fchmod(w->fd, 0666 & ~mask) != 0)
            w->error = errno;
        return true;
    }
    *why = errno == ENOENT ? "there is no such folder" : plain_reason(errno);
    free(w->temporary);
    return false;
}

void file_add(struct file_writer *w, struct str content) {
    if (!w->error)
        w->error = write_all(w->fd, content);
}

bool file_end(struct file_writer *w, const char **why) {
    if (!w->error && w->temporary && fsync(w->fd) != 0)
        w->error = errno;
    if (close(w->fd) != 0 && !w->error)
        w->error = errno;
    if (!w->error && w->temporary && rename(w->temporary, w->path) != 0)
        w->error = errno;
    if (w->error && w->temporary)
        unlink(w->temporary);
    free(w->temporary);
    if (w->error)
        *why = w->error == ENOENT ? "there is no such folder" : plain_reason(w->error);
    return !w->error;
}

bool file_write(const char *path, struct str content, const char **why) {
    struct file_writer w;
    if (!file_begin(&w, path, why))
        return false;
    file_add(&w, content);
    return file_end(&w, why);
}

bool file_could_be_written(const char *path, const char **why) {
    struct file_writer w;
    if (!file_begin(&w, path, why))
        return false;
    close(w.fd);
    if (w.temporary)
        unlink(w.temporary);
    free(w.temporary);
    return true;
}
