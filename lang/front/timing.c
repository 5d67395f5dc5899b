#include "front/timing.h"

/* Slower than people read silently on average (238 words a minute: Brysbaert M. J Mem Lang
   2019;109:104047), so that nobody is hurried. */
enum { WORDS_A_MINUTE = 150 };

void timing_read(struct timing *t, struct str text) {
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = text.text[i] == ' ' || text.text[i] == '\n';
        t->words += !blank && !inside;
        inside = !blank;
    }
}

void timing_put(struct timing *t, struct str question) {
    timing_read(t, question);
    clock_gettime(CLOCK_MONOTONIC, &t->put);
}

double timing_taken(const struct timing *t) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double gone =
        (double)(now.tv_sec - t->put.tv_sec) + (double)(now.tv_nsec - t->put.tv_nsec) / 1e9;
    double taken = gone - (double)t->words * 60 / WORDS_A_MINUTE;
    return taken > 0 ? taken : 0;
}

void timing_answered(struct timing *t) {
    t->words = 0;
}
