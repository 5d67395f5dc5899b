/* Chunks in a list, each twice the last up to a bound; a big object gets a chunk of its own size.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 1 << 20, ALIGNMENT = 8 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* of `bytes` */
    _Alignas(ALIGNMENT) char bytes[];
};

void arena_init(struct arena *a) {
    *a = (struct arena){0};
}

static void free_chunks(struct arena_chunk *chunk) {
    while (chunk) {
        struct arena_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
}

void arena_release(struct arena *a) {
    free_chunks(a->newest);
    arena_init(a);
}

void arena_reset(struct arena *a) {
    if (!a->newest)
        return;
    free_chunks(a->newest->older);
    a->newest->older = NULL;
    a->next = a->newest->bytes;
    a->bytes = 0;
}

static void *arena_grow(struct arena *a, size_t size) {
    size_t wanted = a->newest ? a->newest->size * 2 : FIRST_CHUNK;
    if (wanted > LARGEST_CHUNK)
        wanted = LARGEST_CHUNK;
    if (wanted < size)
        wanted = size;
    struct arena_chunk *chunk = malloc(sizeof *chunk + wanted);
    if (!chunk)
        die("there is not enough memory");
    chunk->older = a->newest;
    chunk->size = wanted;
    a->newest = chunk;
    a->next = chunk->bytes + size;
    a->end = chunk->bytes + wanted;
    return chunk->bytes;
}

void *arena_get(struct arena *a, size_t size) {
    if (size > SIZE_MAX / 2)
        bug("an object of %zu bytes", size);
    size = size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT; /* never NULL */
    void *memory = a->next;
    if (size <= (size_t)(a->end - a->next))
        a->next += size;
    else
        memory = arena_grow(a, size);
    a->bytes += size;
    return memset(memory, 0, size);
}

char *arena_copy(struct arena *a, const char *text, size_t len) {
    char *copy = arena_get(a, len + 1);
    if (len)
        memcpy(copy, text, len);
    return copy;
}

struct str arena_str(struct arena *a, struct str s) {
    return (struct str){arena_copy(a, s.text, s.len), s.len};
}

struct str arena_printf(struct arena *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        bug("the format `%s`", format);
    char *text = arena_get(a, (size_t)len + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return (struct str){text, (size_t)len};
}
