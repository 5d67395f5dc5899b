/* Unicode by utf8proc, with short cuts for ASCII, which most of a script is. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(struct str s) {
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, s.text + i, 8);
        if (word & 0x8080808080808080u)
            return false;
    }
    for (; i < s.len; i++)
        if ((unsigned char)s.text[i] >= 0x80)
            return false;
    return true;
}

size_t text_decode(struct str s, int32_t *code_point) {
    if (s.len == 0) {
        *code_point = -1;
        return 0;
    }
    if ((unsigned char)s.text[0] < 0x80) {
        *code_point = (unsigned char)s.text[0];
        return 1;
    }
    utf8proc_int32_t point;
    utf8proc_ssize_t len =
        utf8proc_iterate((const utf8proc_uint8_t *)s.text, (utf8proc_ssize_t)s.len, &point);
    if (len < 1) {
        *code_point = 0xFFFD;
        return 1;
    }
    *code_point = point;
    return (size_t)len;
}

static enum text_fault fault_of(int32_t point) {
    if (point == 0)
        return TEXT_NUL;
    if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069))
        return TEXT_BIDI;
    if ((point < 0x20 && point != '\t' && point != '\n' && point != '\r') || point == 0x7F ||
        (point >= 0x80 && point < 0xA0 && point != 0x85))
        return TEXT_CONTROL;
    return TEXT_GOOD;
}

enum text_fault text_check(struct str s, size_t *at) {
    static const unsigned char plain[256] = {['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' ' ... '~'] = 1};
    size_t i = 0;
    while (i < s.len) {
        if (plain[(unsigned char)s.text[i]]) {
            i++;
            continue;
        }
        utf8proc_int32_t point;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)s.text + i,
                                                (utf8proc_ssize_t)(s.len - i), &point);
        *at = i;
        if (len < 1)
            return TEXT_NOT_UTF8;
        enum text_fault fault = fault_of(point);
        if (fault != TEXT_GOOD)
            return fault;
        i += (size_t)len;
    }
    return TEXT_GOOD;
}

static struct str mapped(struct arena *a, struct str s, utf8proc_option_t options) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)s.text, (utf8proc_ssize_t)s.len, &out, options);
    if (len < 0)
        return s; /* not valid: left as it is */
    struct str result = {arena_copy(a, (const char *)out, (size_t)len), (size_t)len};
    free(out);
    return result;
}

struct str text_nfc(struct arena *a, struct str s) {
    return is_ascii(s) ? s : mapped(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

struct str text_fold(struct arena *a, struct str s, bool plain) {
    if (is_ascii(s)) {
        char *copy = arena_copy(a, s.text, s.len);
        for (size_t i = 0; i < s.len; i++)
            if (copy[i] >= 'A' && copy[i] <= 'Z')
                copy[i] = (char)(copy[i] + 32);
        return (struct str){copy, s.len};
    }
    utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    if (plain) /* decomposed, marks dropped, then put together again */
        s = mapped(a, s, options | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
    return mapped(a, s, options | UTF8PROC_COMPOSE);
}

bool text_name_start(int32_t point) {
    if (point < 0x80)
        return point == '_' || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    utf8proc_category_t category = utf8proc_category(point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool text_name_part(int32_t point) {
    if (text_name_start(point) || (point >= '0' && point <= '9'))
        return true;
    utf8proc_category_t category = utf8proc_category(point);
    return point >= 0x80 && (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
                             category == UTF8PROC_CATEGORY_ND);
}

static bool is_sign(int32_t point) {
    return (point >= 0x3040 && point <= 0x30FF) || (point >= 0x3400 && point <= 0x4DBF) ||
           (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

/* Between two letters all of these are typed for an apostrophe. */
static bool is_apostrophe(int32_t point) {
    return point == '\'' || point == '`' || point == 0xB4 || point == 0x2018 || point == 0x2019 ||
           point == 0x02BC || point == 0xFF07;
}

/* Nothing is seen of them, and no word ends there: soft hyphen, joiners. */
static bool joins(int32_t point) {
    return point == 0xAD || point == 0x200C || point == 0x200D || point == 0x2060;
}

static enum text_class class_of(int32_t point) {
    utf8proc_category_t category = utf8proc_category(point);
    if (is_apostrophe(point))
        return TEXT_CLASS_APOSTROPHE;
    if (joins(point))
        return TEXT_CLASS_WORD;
    if (is_sign(point) && category != UTF8PROC_CATEGORY_PO)
        return TEXT_CLASS_SIGN;
    if ((category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_MC) ||
        category == UTF8PROC_CATEGORY_ND)
        return TEXT_CLASS_WORD;
    bool stop = point == '.' || point == '!' || point == '?' || point == ';' || point == '\n' ||
                point == 0x2026 || point == 0x3002 || point == 0xFF01 || point == 0xFF1F ||
                point == 0x061F || point == 0x06D4 || point == 0x0964;
    return stop ? TEXT_CLASS_STOP : TEXT_CLASS_OTHER;
}

enum text_class text_class(int32_t point) {
    static const unsigned char ascii[128] = {
        ['0' ... '9'] = TEXT_CLASS_WORD, ['A' ... 'Z'] = TEXT_CLASS_WORD,
        ['a' ... 'z'] = TEXT_CLASS_WORD, ['\''] = TEXT_CLASS_APOSTROPHE,
        ['`'] = TEXT_CLASS_APOSTROPHE,   ['.'] = TEXT_CLASS_STOP,
        ['!'] = TEXT_CLASS_STOP,         ['?'] = TEXT_CLASS_STOP,
        [';'] = TEXT_CLASS_STOP,         ['\n'] = TEXT_CLASS_STOP};
    return point >= 0 && point < 128 ? (enum text_class)ascii[point] : class_of(point);
}

/* ---- clusters and columns ---- */
size_t text_cluster(struct str s) {
    int32_t last, next;
    utf8proc_int32_t state = 0;
    size_t len = text_decode(s, &last);
    if (len == 0)
        return 0;
    while (len < s.len) {
        struct str rest = {s.text + len, s.len - len};
        if (last < 0x80 && last != '\r' && (unsigned char)rest.text[0] < 0x80)
            return len;
        size_t step = text_decode(rest, &next);
        if (utf8proc_grapheme_break_stateful(last, next, &state))
            return len;
        len += step;
        last = next;
    }
    return len;
}

static bool is_flag_letter(int32_t point) {
    return point >= 0x1F1E6 && point <= 0x1F1FF;
}

/* The widest of its code points; emoji presentation and flags take two columns, which utf8proc does
   not say of their parts. */
static size_t cluster_width(struct str cluster) {
    size_t width = 0;
    while (cluster.len) {
        int32_t point;
        size_t len = text_decode(cluster, &point);
        int w = point == '\t' ? 1 : utf8proc_charwidth(point);
        if (point == 0xFE0F || is_flag_letter(point))
            w = 2;
        if (w > 0 && (size_t)w > width)
            width = (size_t)w;
        cluster.text += len;
        cluster.len -= len;
    }
    return width;
}

size_t text_width(struct str s) {
    size_t width = 0;
    while (s.len) {
        unsigned char c = (unsigned char)s.text[0];
        size_t len = 1;
        if (c >= 0x20 && c < 0x7F && (s.len == 1 || (unsigned char)s.text[1] < 0x80)) {
            width++;
        } else {
            len = text_cluster(s);
            width += cluster_width((struct str){s.text, len});
        }
        s.text += len;
        s.len -= len;
    }
    return width;
}

size_t text_length(struct str s) {
    size_t count = 0;
    while (s.len) {
        size_t len = text_cluster(s);
        s.text += len;
        s.len -= len;
        count++;
    }
    return count;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* The bytes of s that fit into `width` columns, broken at a space where there is one. `*next` is
   where the following line starts. */
static size_t fitting(struct str s, size_t width, size_t *next) {
    size_t used = 0, at = 0, break_at = 0, break_next = 0;
    while (at < s.len) {
        struct str rest = {s.text + at, s.len - at};
        size_t len = text_cluster(rest);
        size_t w = cluster_width((struct str){rest.text, len});
        if (is_blank(s.text[at])) {
            if (at == 0 || !is_blank(s.text[at - 1]))
                break_at = at;
            break_next = at + len;
        } else if (used + w > width && at > 0) {
            if (break_next) {
                *next = break_next;
                return break_at;
            }
            *next = at;
            return at;
        }
        used += w;
        at += len;
    }
    *next = s.len;
    while (at > 0 && is_blank(s.text[at - 1]))
        at--;
    return at;
}

void text_wrap(struct str s, size_t width, void (*line)(void *payload, struct str text),
               void *payload) {
    if (width == 0)
        width = 1;
    do {
        const char *end = s.len ? memchr(s.text, '\n', s.len) : NULL;
        struct str paragraph = {s.text, end ? (size_t)(end - s.text) : s.len};
        size_t taken = paragraph.len + (end ? 1 : 0);
        s.text += taken;
        s.len -= taken;
        do {
            size_t next;
            size_t len = fitting(paragraph, width, &next);
            line(payload, (struct str){paragraph.text, len});
            paragraph.text += next;
            paragraph.len -= next;
        } while (paragraph.len);
        if (end && s.len == 0)
            break;
    } while (s.len);
}

static bool is_white(int32_t point) {
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 || point == 0x85 ||
           point == 0xFEFF || point == 0x3000 || (point >= 0x2000 && point <= 0x200B) ||
           point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F;
}

struct str text_trim(struct str s) {
    int32_t point;
    while (s.len) {
        size_t len = text_decode(s, &point);
        if (!is_white(point))
            break;
        s.text += len;
        s.len -= len;
    }
    while (s.len) {
        size_t at = s.len - 1;
        while (at > 0 && ((unsigned char)s.text[at] & 0xC0) == 0x80)
            at--;
        text_decode((struct str){s.text + at, s.len - at}, &point);
        if (!is_white(point))
            break;
        s.len = at;
    }
    return s;
}
