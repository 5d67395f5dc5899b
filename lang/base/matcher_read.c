/* A pattern is read into pieces: by recursive descent over its signs, words cut and opened as those
   of a reply. In the lists of `mentions`, `affirms` and `starts with` a sign that means nothing is
   passed over, as it is in a reply; in `matches` it is a mistake, since there most signs mean
   something. */
#include "base/matcher_parts.h"
#include "base/text.h"

#include <string.h>

struct pattern_reader {
    const struct reading *of;
    struct word_reader *words;
    struct str text;
    uint32_t at;
    uint32_t word_end; /* of the last word */
    int depth;         /* of brackets */
    bool inside_not;
};

static bool fail(struct pattern_reader *r, enum pattern_fault fault, size_t at, size_t len) {
    *r->of->mistake = (struct pattern_mistake){fault, (uint32_t)at, (uint32_t)len};
    return false;
}

static struct piece *push(struct pattern_reader *r, struct piece *above, enum piece_kind kind,
                          uint32_t at, uint32_t end) {
    struct piece *p = arena_new(r->of->arena, struct piece);
    *p = (struct piece){.kind = kind, .at = at, .len = end - at, .above = above};
    if (above->last)
        above->last->next = p;
    else
        above->first = p;
    return above->last = p;
}

static int32_t point_at(const struct pattern_reader *r, uint32_t at, uint32_t *len) {
    int32_t point;
    *len = (uint32_t)text_decode((struct str){r->text.text + at, r->text.len - at}, &point);
    return point;
}

static bool is_list(const struct pattern_reader *r) {
    return r->of->by != MATCH_MATCHES;
}

static bool begins_word(int32_t point) {
    enum text_class class = point < 0 ? TEXT_CLASS_OTHER : text_class(point);
    return class == TEXT_CLASS_WORD || class == TEXT_CLASS_SIGN;
}

static bool begins_piece(int32_t point) {
    return begins_word(point) || point == '~' || point == '(' || point == '[';
}

/* ---- the pieces ---- */
static bool read_words(struct pattern_reader *r, struct piece *row) {
    struct word_place place;
    struct wording words = {0};
    word_next(r->text, r->at, &place);
    word_read(r->words, r->of->arena, (struct str){r->text.text + place.at, place.len}, false,
              &words);
    r->at = r->word_end = place.at + place.len;
    for (size_t i = 0; i < words.count; i++) {
        struct piece *p = push(r, row, PIECE_WORD, place.at, r->at);
        p->text = words.words[i].text;
        p->other = words.words[i].other;
    }
    return true;
}

static void keep_name(struct pattern_reader *r, struct str name, const struct word_set *set) {
    if (!r->of->names)
        return;
    struct named_set *n = arena_new(r->of->keep, struct named_set);
    *n = (struct named_set){arena_str(r->of->keep, name), set, *r->of->names};
    *r->of->names = n;
}

static bool read_set(struct pattern_reader *r, struct piece *row) {
    uint32_t at = r->at, len, end = at + 1;
    int32_t point = point_at(r, end, &len);
    if (point < 0 || !text_name_start(point))
        return fail(r, PATTERN_SIGN, at, 1);
    for (; point >= 0 && text_name_part(point); point = point_at(r, end, &len))
        end += len;
    struct str name = {r->text.text + at + 1, end - at - 1};
    const struct word_set *set = r->of->sets ? r->of->sets(r->of->payload, name) : NULL;
    if (!set)
        return fail(r, PATTERN_NO_SET, at, end - at);
    if (!set->count)
        return fail(r, PATTERN_EMPTY_SET, at, end - at);
    push(r, row, PIECE_SET, at, end)->set = set;
    keep_name(r, name, set);
    r->at = end;
    return true;
}

static bool read_gap(struct pattern_reader *r, struct piece *row) {
    uint32_t at = r->at, end = at + 1, number = 0, len;
    if (is_list(r) || r->inside_not)
        return fail(r, PATTERN_SIGN, at, 1);
    for (; end < r->text.len && r->text.text[end] >= '0' && r->text.text[end] <= '9'; end++)
        if (number <= LIMIT_PATTERN_GAP)
            number = number * 10 + (uint32_t)(r->text.text[end] - '0');
    bool counted = end > at + 1;
    if (counted && (number == 0 || begins_word(point_at(r, end, &len))))
        return fail(r, PATTERN_SIGN, at, end - at);
    if (number > LIMIT_PATTERN_GAP)
        return fail(r, PATTERN_LONG, at, end - at);
    push(r, row, PIECE_GAP, at, end)->most = counted ? number : ANY_NUMBER;
    r->at = end;
    return true;
}

static bool read_piece(struct pattern_reader *r, struct piece *row, int32_t point);

static bool read_not(struct pattern_reader *r, struct piece *row) {
    uint32_t at = r->at, len;
    int32_t point = point_at(r, at + 1, &len);
    if (is_list(r) && !begins_piece(point)) { /* what ends a phrase as it would a sentence */
        r->at++;
        return true;
    }
    if (is_list(r) || r->inside_not || !begins_piece(point) || point == '[')
        return fail(r, PATTERN_SIGN, at, 1);
    struct piece *not = push(r, row, PIECE_NOT, at, at + 1);
    struct piece *inner = push(r, not, PIECE_ROW, at + 1, at + 1);
    r->at++;
    r->inside_not = true;
    bool good = read_piece(r, inner, point);
    r->inside_not = false;
    not ->len = r->at - at;
    inner->len = not ->len - 1;
    if (good && !inner->first)
        return fail(r, PATTERN_EMPTY, at, not ->len);
    return good;
}

/* Pieces up to a sign that ends the row, which is left standing. */
static bool read_row(struct pattern_reader *r, struct piece *either) {
    struct piece *row = push(r, either, PIECE_ROW, r->at, r->at);
    bool any = false;
    while (r->at < r->text.len) {
        uint32_t len;
        int32_t point = point_at(r, r->at, &len);
        bool ends = point == ')' || point == ']' || (point == '|' && r->depth) ||
                    (point == ',' && is_list(r) && !r->depth);
        if (ends)
            break;
        if (!read_piece(r, row, point))
            return false;
    }
    row->len = r->at - row->at;
    for (const struct piece *p = row->first; p; p = p->next)
        any |= p->kind == PIECE_WORD || p->kind == PIECE_SET || p->kind == PIECE_EITHER;
    return any || fail(r, PATTERN_EMPTY, row->at, row->len);
}

static bool read_either(struct pattern_reader *r, struct piece *row, int32_t opening) {
    uint32_t at = r->at;
    char closing = opening == '(' ? ')' : ']';
    struct piece *either = push(r, row, PIECE_EITHER, at, at);
    if (r->depth == LIMIT_PATTERN_NESTING)
        return fail(r, PATTERN_LONG, at, 1);
    either->optional = opening == '[';
    r->depth++;
    do {
        r->at++;
        if (!read_row(r, either))
            return r->at < r->text.len || r->of->mistake->fault != PATTERN_EMPTY
                       ? false
                       : fail(r, PATTERN_OPEN, at, 1);
    } while (r->at < r->text.len && r->text.text[r->at] == '|');
    r->depth--;
    if (r->at == r->text.len)
        return fail(r, PATTERN_OPEN, at, 1);
    if (r->text.text[r->at] != closing)
        return fail(r, PATTERN_CLOSED, r->at, 1);
    either->len = ++r->at - at;
    return true;
}

/* White space; or what stands inside of a word as it is written: well-known, 3.5. */
static bool is_nothing(const struct pattern_reader *r, int32_t point, uint32_t len) {
    uint32_t next_len;
    if (text_trim((struct str){r->text.text + r->at, len}).len == 0)
        return true;
    bool stops = text_class(point) == TEXT_CLASS_STOP && point != '.';
    return r->at && r->at == r->word_end && !stops && !strchr("|,\"", point < 128 ? point : 1) &&
           begins_word(point_at(r, r->at + len, &next_len));
}

static bool read_piece(struct pattern_reader *r, struct piece *row, int32_t point) {
    uint32_t len;
    if (begins_word(point))
        return read_words(r, row);
    switch (point) {
    case '~':
        return read_set(r, row);
    case '*':
        return read_gap(r, row);
    case '!':
        return read_not(r, row);
    case '(':
    case '[':
        return read_either(r, row, point);
    }
    point_at(r, r->at, &len);
    bool listed = is_list(r) && point != '|' && !(point == ',' && r->depth);
    if (!listed && !is_nothing(r, point, len))
        return fail(r, PATTERN_SIGN, r->at, len);
    r->at += len;
    return true;
}

static bool read_all(struct pattern_reader *r, struct piece *root) {
    for (;; r->at++) {
        if (!read_row(r, root))
            return false;
        if (r->at == r->text.len)
            return true;
        if (r->text.text[r->at] != ',')
            return fail(r, PATTERN_CLOSED, r->at, 1);
    }
}

struct piece *pattern_read(const struct reading *reading) {
    struct pattern_reader r = {.of = reading, .text = reading->pattern};
    struct piece *root = arena_new(reading->arena, struct piece);
    *root = (struct piece){.kind = PIECE_EITHER, .len = (uint32_t)r.text.len};
    if (r.text.len > LIMIT_ANSWER_BYTES) {
        fail(&r, PATTERN_LONG, 0, r.text.len);
        return NULL;
    }
    r.words = word_reader_new(reading->language);
    bool good = read_all(&r, root);
    word_reader_free(r.words);
    return good ? root : NULL;
}

struct piece *pattern_of_set(struct arena *a, const struct word_set *set) {
    struct piece *p = arena_array(a, struct piece, 3);
    p[0] = (struct piece){.kind = PIECE_EITHER, .first = &p[1]};
    p[1] = (struct piece){.kind = PIECE_ROW, .first = &p[2], .above = &p[0]};
    p[2] = (struct piece){.kind = PIECE_SET, .set = set, .above = &p[1]};
    return p;
}
