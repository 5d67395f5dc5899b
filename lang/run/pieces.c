/* Taking apart what was typed (pieces.h). */
#include "run/pieces.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* Hyphens, dashes and minus signs as word processors make them. */
static bool is_dash(int32_t point) {
    return point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

static bool is_blank(int32_t point) {
    return point == ' ' || point == '\t' || point == 0xA0 || point == 0x202F || point == 0x2009;
}

/* Small ASCII letters and plain marks; 0: no sign that a date or a time has. */
static char plain(int32_t point) {
    if (is_dash(point))
        return '-';
    if (is_blank(point))
        return ' ';
    if (point == 0x2019)
        return '\'';
    return point > 0 && point < 128 ? (char)tolower(point) : 0;
}

static size_t fold(struct pieces *p, struct str typed) {
    size_t len = 0;
    for (size_t i = 0; i < typed.len;) {
        int32_t point;
        i += text_decode((struct str){typed.text + i, typed.len - i}, &point);
        if (len + 1 >= sizeof p->folded || !(p->folded[len++] = plain(point)))
            return 0;
    }
    p->folded[len] = '\0';
    return len;
}

bool pieces_take(struct pieces *p, struct str typed) {
    size_t len = fold(p, text_trim(typed));
    p->count = 0;
    for (size_t i = 0; i < len;) {
        size_t start = i;
        const char *c = p->folded + i;
        if (*c == ' ') {
            i++;
            continue;
        }
        if (p->count == MOST_PIECES)
            return false;
        struct piece *piece = &p->at[p->count++];
        *piece = (struct piece){.blank_before = start == 0 || c[-1] == ' '};
        if (isdigit((unsigned char)*c)) {
            for (; isdigit((unsigned char)p->folded[i]); i++)
                piece->number = i - start < 9 ? piece->number * 10 + p->folded[i] - '0' : INT32_MAX;
        } else if (isalpha((unsigned char)*c)) {
            piece->kind = PIECE_WORD;
            while (isalpha((unsigned char)p->folded[i]) || p->folded[i] == '\'')
                i++;
        } else {
            piece->kind = PIECE_MARK;
            i++;
        }
        piece->text = (struct str){c, i - start};
    }
    return p->count > 0;
}

bool piece_is(const struct piece *piece, const char *word) {
    return piece->text.len == strlen(word) && memcmp(piece->text.text, word, piece->text.len) == 0;
}

void pieces_drop_first(struct pieces *p, size_t count) {
    p->count -= count;
    memmove(p->at, p->at + count, p->count * sizeof *p->at);
}

int number_word(const struct piece *piece) {
    static const char *const words[] = {"one",   "two",   "three", "four", "five",   "six",
                                        "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (piece_is(piece, words[i]))
            return (int)i + 1;
    return piece_is(piece, "a") || piece_is(piece, "an") ? 1 : 0;
}
