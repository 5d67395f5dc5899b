#include "base/wording.h"

#include "base/text.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

/* ---- the languages ---- */
enum fact_kind {
    FACT_OPENS,
    FACT_OPENS_END,
    FACT_SPELLS,
    FACT_DENIES,
    FACT_NEGATES,
    FACT_ANSWERS,
    FACT_TURNS,
};
struct fact {
    enum fact_kind kind;
    const char *language, *word, *opened, *other;
    unsigned words;
};
static const struct fact facts[] = {
#define OPENS(language, written, opened) {FACT_OPENS, language, written, opened, "", 0},
#define OPENS_END(language, ending, opened, other) \
    {FACT_OPENS_END, language, ending, opened, other, 0},
#define SPELLS(language, letter, letters) {FACT_SPELLS, language, letter, letters, "", 0},
#define DENIES(language, words) {FACT_DENIES, language, "", "", "", words},
#define NEGATES(language, word) {FACT_NEGATES, language, word, "", "", 0},
#define ANSWERS(language, word) {FACT_ANSWERS, language, word, "", "", 0},
#define TURNS(language, word) {FACT_TURNS, language, word, "", "", 0},
#include "base/languages.def"
};

struct word_reader {
    struct sb_stemmer *stemmer;           /* NULL: words stay whole */
    const struct fact *facts, *facts_end; /* of the language */
};

static void main_language(const char *tag, char out[4]) {
    size_t i = 0;
    for (; i < 3 && tag[i] && tag[i] != '-' && tag[i] != '_'; i++)
        out[i] = tag[i];
    out[i] = 0;
}

enum { DENIES_ELSE = 4 }; /* in a language of which nothing is known */

unsigned language_denies(const char *tag) {
    char language[4];
    main_language(tag, language);
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        if (facts[i].kind == FACT_DENIES && strcmp(facts[i].language, language) == 0)
            return facts[i].words;
    return DENIES_ELSE;
}

static void open_reader(struct word_reader *r, const char *tag) {
    char language[4];
    main_language(tag, language);
    const struct fact *end = facts + COUNT_OF(facts);
    r->stemmer = sb_stemmer_new(language, "UTF_8");
    r->facts = facts;
    while (r->facts < end && strcmp(r->facts->language, language) != 0)
        r->facts++;
    r->facts_end = r->facts;
    while (r->facts_end < end && strcmp(r->facts_end->language, language) == 0)
        r->facts_end++;
}

static void close_reader(struct word_reader *r) {
    if (r->stemmer)
        sb_stemmer_delete(r->stemmer);
}

struct word_reader *word_reader_new(const char *language) {
    struct word_reader *r = memory_get(sizeof *r);
    open_reader(r, language);
    return r;
}

void word_reader_free(struct word_reader *r) {
    if (r)
        close_reader(r);
    free(r);
}

bool language_has_stems(const char *tag) {
    struct word_reader r;
    open_reader(&r, tag);
    close_reader(&r);
    return r.stemmer != NULL;
}

/* ---- one word ---- */
static struct str compared(struct word_reader *r, struct arena *a, struct str folded) {
    if (r->stemmer && folded.len && folded.len < 1000) {
        const sb_symbol *stem =
            sb_stemmer_stem(r->stemmer, (const sb_symbol *)folded.text, (int)folded.len);
        if (stem)
            folded = arena_str(
                a, (struct str){(const char *)stem, (size_t)sb_stemmer_length(r->stemmer)});
    }
    return text_fold(a, folded, true);
}

static bool begins(struct str s, const char *beginning) {
    size_t len = strlen(beginning);
    return s.len >= len && memcmp(s.text, beginning, len) == 0;
}

/* The word as it is typed where the letters of the language are not at hand: "fuehlen", "cafe". */
static struct str typed_plainly(struct word_reader *r, struct arena *a, struct str folded) {
    char *out = arena_get(a, folded.len * 2 + 1);
    size_t len = 0;
    for (size_t at = 0; at < folded.len;) {
        struct str rest = {folded.text + at, folded.len - at};
        const struct fact *f = r->facts;
        while (f < r->facts_end && !(f->kind == FACT_SPELLS && begins(rest, f->word)))
            f++;
        const char *letters = f < r->facts_end ? f->opened : rest.text;
        size_t written = f < r->facts_end ? strlen(letters) : 1;
        memcpy(out + len, letters, written);
        len += written;
        at += f < r->facts_end ? strlen(f->word) : 1;
    }
    return text_fold(a, (struct str){out, len}, true);
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.text[i] >= 0x80)
            return false;
    return true;
}

static struct word *push(struct arena *a, struct wording *w) {
    if (w->count == w->capacity) {
        size_t capacity = w->capacity ? w->capacity * 2 : 16;
        struct word *more = arena_array(a, struct word, capacity);
        if (w->count)
            memcpy(more, w->words, sizeof *more * w->count);
        w->words = more;
        w->capacity = capacity;
    }
    return memset(&w->words[w->count++], 0, sizeof *w->words);
}

static void add(struct word_reader *r, struct arena *a, struct str folded, struct str other,
                bool paused, struct wording *out) {
    if (!folded.len)
        return;
    struct word *word = push(a, out);
    word->text = compared(r, a, folded);
    if (!other.len && !is_ascii(folded))
        other = typed_plainly(r, a, folded);
    if (other.len)
        word->other = compared(r, a, other);
    if (str_same(word->other, word->text))
        word->other = (struct str){"", 0};
    for (const struct fact *f = r->facts; f < r->facts_end; f++) {
        if (f->kind < FACT_NEGATES || !str_is(folded, f->word))
            continue;
        word->negates |= f->kind == FACT_NEGATES || (f->kind == FACT_ANSWERS && !paused);
        word->turns |= f->kind == FACT_TURNS;
    }
}

static void add_opened(struct word_reader *r, struct arena *a, const char *opened,
                       struct wording *out) {
    while (*opened) {
        size_t len = strcspn(opened, " ");
        add(r, a, (struct str){opened, len}, (struct str){"", 0}, false, out);
        opened += len;
        opened += *opened == ' ';
    }
}

static bool ends_with(struct str s, const char *ending) {
    size_t len = strlen(ending);
    return s.len > len && memcmp(s.text + s.len - len, ending, len) == 0;
}

/* Apostrophes made straight, then folded. */
static struct str folded_word(struct arena *a, struct str written) {
    if (is_ascii(written) && !memchr(written.text, '`', written.len))
        return text_fold(a, written, false);
    char *straight = arena_get(a, written.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < written.len;) {
        int32_t point;
        size_t step = text_decode((struct str){written.text + at, written.len - at}, &point);
        if (text_class(point) == TEXT_CLASS_APOSTROPHE) {
            straight[len++] = '\'';
        } else {
            memcpy(straight + len, written.text + at, step);
            len += step;
        }
        at += step;
    }
    return text_fold(a, (struct str){straight, len}, false);
}

void word_read(struct word_reader *r, struct arena *a, struct str written, bool paused,
               struct wording *out) {
    struct str folded = folded_word(a, written);
    const struct str none = {"", 0};
    for (const struct fact *f = r->facts; f < r->facts_end; f++) {
        if (f->kind == FACT_OPENS && str_is(folded, f->word)) {
            add_opened(r, a, f->opened, out);
            return;
        }
        if (f->kind == FACT_OPENS_END && ends_with(folded, f->word)) {
            folded.len -= strlen(f->word);
            add(r, a, folded, none, false, out);
            add(r, a, str_from(f->opened), str_from(f->other), false, out);
            return;
        }
    }
    add(r, a, folded, none, paused, out);
}

/* ---- cutting ---- */
static enum text_class class_at(struct str text, size_t at, size_t *len) {
    int32_t point;
    *len = text_decode((struct str){text.text + at, text.len - at}, &point);
    return *len ? text_class(point) : TEXT_CLASS_OTHER;
}

/* The end of the word that begins at `from`. */
static size_t word_end(struct str text, size_t from) {
    size_t at = from, len, next_len;
    while (at < text.len) {
        enum text_class class = class_at(text, at, &len);
        if (class == TEXT_CLASS_SIGN && at == from) /* a word by itself */
            return at + len;
        bool inside =
            class == TEXT_CLASS_WORD || (class == TEXT_CLASS_APOSTROPHE && at > from &&
                                         class_at(text, at + len, &next_len) == TEXT_CLASS_WORD);
        if (!inside)
            break;
        at += len;
    }
    return at;
}

bool word_next(struct str text, uint32_t from, struct word_place *place) {
    size_t len, next_len;
    *place = (struct word_place){0};
    for (size_t at = from; at < text.len; at += len) {
        enum text_class class = class_at(text, at, &len);
        if (class == TEXT_CLASS_WORD || class == TEXT_CLASS_SIGN) {
            size_t end = word_end(text, at);
            place->at = (uint32_t)at;
            place->len = (uint32_t)(end - at);
            place->paused = end < text.len && text.text[end] == ',';
            return true;
        }
        /* a full stop inside of something, "3.5", ends no sentence */
        if (class == TEXT_CLASS_STOP &&
            (text.text[at] != '.' || class_at(text, at + len, &next_len) != TEXT_CLASS_WORD))
            place->new_sentence = true;
    }
    return false;
}

struct wording wording_of(struct arena *a, struct str text, const char *language) {
    struct wording out = {0};
    struct word_reader r;
    struct word_place place;
    uint32_t sentence = 0;
    open_reader(&r, language);
    for (uint32_t at = 0; word_next(text, at, &place); at = place.at + place.len) {
        size_t first = out.count;
        sentence += place.new_sentence;
        word_read(&r, a, (struct str){text.text + place.at, place.len}, place.paused, &out);
        for (size_t i = first; i < out.count; i++) {
            out.words[i].at = place.at;
            out.words[i].len = place.len;
            out.words[i].sentence = sentence;
        }
    }
    close_reader(&r);
    return out;
}
