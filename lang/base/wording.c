#include "base/wording.h"

#include "base/buffer.h"
#include "base/text.h"

#include <libstemmer.h>
#include <string.h>

/* ---- the languages ---- */
static const struct {
    const char *language, *written, *opened;
} whole_words[] = {
#define OPENS(language, written, opened) {language, written, opened},
#define OPENS_END(language, ending, opened, other)
#define NEGATES(language, word)
#define TURNS(language, word)
#include "base/languages.def"
#undef OPENS
#undef OPENS_END
};

static const struct {
    const char *language, *ending, *opened, *other;
} endings[] = {
#define OPENS(language, written, opened)
#define OPENS_END(language, ending, opened, other) {language, ending, opened, other},
#include "base/languages.def"
#undef OPENS_END
#undef NEGATES
#undef TURNS
#define OPENS_END(language, ending, opened, other)
};

static const struct {
    const char *language, *word;
    bool negates;
} turns[] = {
#define NEGATES(language, word) {language, word, true},
#define TURNS(language, word) {language, word, false},
#include "base/languages.def"
};

struct reader {
    struct arena *arena;
    struct sb_stemmer *stemmer; /* NULL: words stay whole */
    char language[4];           /* the first part of the tag */
    struct wording *out;
    uint32_t at, len, sentence;
};

static void main_language(const char *tag, char out[4]) {
    size_t i = 0;
    for (; i < 3 && tag[i] && tag[i] != '-' && tag[i] != '_'; i++)
        out[i] = tag[i];
    out[i] = 0;
}

bool language_has_stems(const char *tag) {
    char language[4];
    main_language(tag, language);
    struct sb_stemmer *stemmer = sb_stemmer_new(language, "UTF_8");
    if (stemmer)
        sb_stemmer_delete(stemmer);
    return stemmer != NULL;
}

/* ---- one word ---- */
static struct str compared(struct reader *r, struct str folded) {
    if (r->stemmer && folded.len && folded.len < 1000) {
        const sb_symbol *stem =
            sb_stemmer_stem(r->stemmer, (const sb_symbol *)folded.text, (int)folded.len);
        if (stem)
            folded = arena_str(
                r->arena, (struct str){(const char *)stem, (size_t)sb_stemmer_length(r->stemmer)});
    }
    return text_fold(r->arena, folded, true);
}

static void add(struct reader *r, struct str folded, struct str other) {
    if (!folded.len)
        return;
    struct wording *w = r->out;
    if (w->count == w->capacity) {
        size_t capacity = w->capacity ? w->capacity * 2 : 16;
        struct word *more = arena_array(r->arena, struct word, capacity);
        if (w->count)
            memcpy(more, w->words, sizeof *more * w->count);
        w->words = more;
        w->capacity = capacity;
    }
    struct word *word = &w->words[w->count++];
    *word = (struct word){
        .text = compared(r, folded), .at = r->at, .len = r->len, .sentence = r->sentence};
    if (other.len)
        word->other = compared(r, other);
    for (size_t i = 0; i < COUNT_OF(turns); i++)
        if (strcmp(turns[i].language, r->language) == 0 && str_is(folded, turns[i].word)) {
            word->negates |= turns[i].negates;
            word->turns |= !turns[i].negates;
        }
}

static void add_opened(struct reader *r, const char *opened) {
    while (*opened) {
        size_t len = strcspn(opened, " ");
        add(r, (struct str){opened, len}, (struct str){"", 0});
        opened += len;
        opened += *opened == ' ';
    }
}

static bool ends_with(struct str s, const char *ending) {
    size_t len = strlen(ending);
    return s.len > len && memcmp(s.text + s.len - len, ending, len) == 0;
}

static void add_word(struct reader *r, struct str raw) {
    struct str folded = text_fold(r->arena, raw, false);
    for (size_t i = 0; i < COUNT_OF(whole_words); i++)
        if (strcmp(whole_words[i].language, r->language) == 0 &&
            str_is(folded, whole_words[i].written)) {
            add_opened(r, whole_words[i].opened);
            return;
        }
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (strcmp(endings[i].language, r->language) == 0 && ends_with(folded, endings[i].ending)) {
            add(r, (struct str){folded.text, folded.len - strlen(endings[i].ending)},
                (struct str){"", 0});
            add(r, str_from(endings[i].opened), str_from(endings[i].other));
            return;
        }
    add(r, folded, (struct str){"", 0});
}

/* ---- cutting ---- */
/* The word that begins at `from`, its apostrophes made straight. */
static size_t cut_word(struct str text, size_t from, struct buffer *word) {
    size_t at = from;
    buffer_clear(word);
    while (at < text.len) {
        int32_t point, next;
        size_t len = text_decode((struct str){text.text + at, text.len - at}, &point);
        enum text_class class = text_class(point);
        if (class == TEXT_CLASS_APOSTROPHE) {
            bool inside = at > from && at + len < text.len;
            if (inside)
                text_decode((struct str){text.text + at + len, text.len - at - len}, &next);
            if (!inside || text_class(next) != TEXT_CLASS_WORD)
                break;
            buffer_char(word, '\'');
        } else if (class == TEXT_CLASS_WORD || (class == TEXT_CLASS_SIGN && at == from)) {
            buffer_add(word, text.text + at, len);
        } else {
            break;
        }
        at += len;
        if (class == TEXT_CLASS_SIGN) /* a word by itself */
            break;
    }
    return at;
}

/* A full stop inside of something, "3.5", ends no sentence. */
static bool ends_sentence(struct str text, size_t at, size_t len, int32_t point) {
    int32_t next = ' ';
    if (point != '.')
        return true;
    if (at + len < text.len)
        text_decode((struct str){text.text + at + len, text.len - at - len}, &next);
    return text_class(next) != TEXT_CLASS_WORD;
}

struct wording wording_of(struct arena *a, struct str text, const char *language) {
    struct wording out = {0};
    struct reader r = {.arena = a, .out = &out};
    struct buffer word;
    main_language(language, r.language);
    r.stemmer = sb_stemmer_new(r.language, "UTF_8");
    buffer_init(&word);
    for (size_t at = 0; at < text.len;) {
        int32_t point;
        size_t len = text_decode((struct str){text.text + at, text.len - at}, &point);
        enum text_class class = text_class(point);
        if (class == TEXT_CLASS_WORD || class == TEXT_CLASS_SIGN) {
            size_t end = cut_word(text, at, &word);
            r.at = (uint32_t)at;
            r.len = (uint32_t)(end - at);
            add_word(&r, buffer_as_str(&word));
            at = end;
            continue;
        }
        if (class == TEXT_CLASS_STOP && ends_sentence(text, at, len, point))
            r.sentence++;
        at += len;
    }
    buffer_release(&word);
    if (r.stemmer)
        sb_stemmer_delete(r.stemmer);
    return out;
}
