/* The lowest floor: texts, names, numbers, JSON, places, diagnostics, files. Expectations are
   written out by hand or come from the Unicode test file; random rounds use a fixed seed, so that
   a failure comes back. May use all of lang/base and nothing above it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/name.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define BREAKS "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct str str(const char *z) {
    return str_from(z);
}

static void same(struct str found, const char *expected) {
    assert_string_equal(arena_copy(&arena, found.text, found.len), expected);
    assert_int_equal(found.len, strlen(expected));
}

static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

/* ---- memory ---- */
static void arena_gives_aligned_zeroes(void **state) {
    (void)state;
    for (size_t size = 1; size < 300000; size = size * 3 + 1) {
        char *p = arena_get(&arena, size);
        assert_int_equal((uintptr_t)p % _Alignof(double), 0); /* the widest that is kept */
        assert_int_equal((uintptr_t)p % _Alignof(void *), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 'x', size); /* the next ones must not see this */
    }
    arena_reset(&arena);
    char *again = arena_get(&arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    same(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
}

static void buffer_grows(void **state) {
    (void)state;
    struct buffer b;
    buffer_init(&b);
    assert_string_equal(b.text, "");
    for (int i = 0; i < 1000; i++)
        buffer_printf(&b, "%d,", i);
    assert_int_equal(b.len, 3890);
    assert_int_equal(strlen(b.text), 3890);
    buffer_clear(&b);
    buffer_repeat(&b, '-', 3);
    buffer_add(&b, NULL, 0);
    buffer_char(&b, '>');
    same(buffer_keep(&b, &arena), "--->");
    buffer_release(&b);
}

static void array_keeps_what_was_pushed(void **state) {
    (void)state;
    int *items = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 5000; i++)
        *array_push(items, count, capacity) = i;
    for (int i = 0; i < 5000; i++)
        assert_int_equal(items[i], i);
    assert_int_equal(count, 5000);
    free(items);
}

/* ---- numbers ---- */
static void number_is(double number, const char *expected) {
    struct buffer b;
    buffer_init(&b);
    buffer_number(&b, number);
    assert_string_equal(b.text, expected);
    buffer_release(&b);
}

static void numbers_as_a_person_writes_them(void **state) {
    (void)state;
    number_is(0, "0");
    number_is(-0.0, "0");
    number_is(7, "7");
    number_is(-27, "-27");
    number_is(2.5, "2.5");
    number_is(-0.25, "-0.25");
    number_is(0.1, "0.1");
    number_is(0.1 + 0.2, "0.30000000000000004");
    number_is(1.0 / 3, "0.3333333333333333");
    number_is(0.0001, "0.0001");
    number_is(999999999999999, "999999999999999");
    number_is(-999999999999999, "-999999999999999");
    number_is(123456789.125, "123456789.125");
}

static void numbers_read_back_the_same(void **state) {
    (void)state;
    struct buffer b;
    buffer_init(&b);
    for (int i = 0; i < 100000; i++) {
        double number;
        uint64_t bits = next_random();
        memcpy(&number, &bits, sizeof number);
        if (i % 2) /* the magnitudes of questionnaires as well as all others */
            number = ((double)(bits % 2000000) - 1000000) / 1000;
        if (!isfinite(number))
            continue;
        buffer_clear(&b);
        buffer_number(&b, number);
        assert_true(strtod(b.text, NULL) == number);
        if (fabs(number) < 1e15 && fabs(number) > 1e-15)
            assert_null(strchr(b.text, 'e'));
        if (i % 2)
            assert_true(b.len <= 9);
    }
    buffer_release(&b);
}

/* ---- texts ---- */
static void check(struct str s, enum text_fault fault, size_t where) {
    size_t at = 0;
    assert_int_equal(text_check(s, &at), fault);
    if (fault != TEXT_GOOD)
        assert_int_equal(at, where);
}

static void faults_are_found_where_they_stand(void **state) {
    (void)state;
    check(STR(""), TEXT_GOOD, 0);
    check(STR("plain\ttext\r\n"), TEXT_GOOD, 0);
    check(STR("Grüße, 今日は, 👩‍👩‍👧"), TEXT_GOOD, 0);
    check(STR("abc\0def"), TEXT_NUL, 3);
    check(STR("ab\xff"), TEXT_NOT_UTF8, 2);
    check(STR("ab\xc3"), TEXT_NOT_UTF8, 2);           /* cut off */
    check(STR("a\xc0\xaf"), TEXT_NOT_UTF8, 1);        /* longer than need be */
    check(STR("a\xe0\x80\xaf"), TEXT_NOT_UTF8, 1);    /* the same in three */
    check(STR("\xed\xa0\x80"), TEXT_NOT_UTF8, 0);     /* half a surrogate pair */
    check(STR("\xf4\x90\x80\x80"), TEXT_NOT_UTF8, 0); /* past U+10FFFF */
    check(STR("\x80"), TEXT_NOT_UTF8, 0);
    check(STR("ü\xe2\x80\xae"), TEXT_BIDI, 2); /* U+202E */
    check(STR("\xe2\x81\xa6x"), TEXT_BIDI, 0); /* U+2066 */
    check(STR("\xe2\x81\xa9"), TEXT_BIDI, 0);  /* U+2069 */
    check(STR("x\033[31m"), TEXT_CONTROL, 1);
    check(STR("x\x7f"), TEXT_CONTROL, 1);
    check(STR("x\xc2\x9b"), TEXT_CONTROL, 1); /* U+009B: what a terminal obeys */
    check(STR("\a"), TEXT_CONTROL, 0);
}

static void decoding_always_goes_on(void **state) {
    (void)state;
    int32_t point;
    assert_int_equal(text_decode(STR(""), &point), 0);
    assert_int_equal(text_decode(STR("a"), &point), 1);
    assert_int_equal(point, 'a');
    assert_int_equal(text_decode(STR("€"), &point), 3);
    assert_int_equal(point, 0x20AC);
    assert_int_equal(text_decode(STR("😀"), &point), 4);
    assert_int_equal(point, 0x1F600);
    assert_int_equal(text_decode((struct str){"€", 2}, &point), 1);
    assert_int_equal(point, 0xFFFD);
    for (int i = 0; i < 20000; i++) { /* any bytes, in a block of their own */
        size_t len = next_random() % 12, total = 0;
        char *bytes = memory_get(len + 1);
        for (size_t k = 0; k < len; k++)
            bytes[k] = (char)(next_random() >> 20);
        struct str s = {bytes, len};
        while (s.len) {
            size_t step = text_cluster(s);
            assert_true(step >= 1 && step <= s.len);
            s.text += step;
            s.len -= step;
            total += step;
        }
        assert_int_equal(total, len);
        size_t at;
        s = (struct str){bytes, len};
        if (text_check(s, &at) != TEXT_GOOD)
            assert_true(at < len);
        text_width(s);
        text_trim(s);
        text_nfc(&arena, s);
        text_fold(&arena, s, true);
        free(bytes);
    }
}

static void composed(void **state) {
    (void)state;
    struct str plain = STR("plain ASCII, and long enough for the fast way");
    assert_ptr_equal(text_nfc(&arena, plain).text, plain.text);
    same(text_nfc(&arena, STR("cafe\xcc\x81")), "caf\xc3\xa9");
    same(text_nfc(&arena, STR("\xe2\x84\xab")), "\xc3\x85");              /* Ångström sign */
    same(text_nfc(&arena, STR("a\xcc\xa7\xcc\x81")), "\xc3\xa1\xcc\xa7"); /* marks in order */
    same(text_nfc(&arena, STR("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8")), "\xea\xb0\x81"); /* 각 */
    same(text_nfc(&arena, STR("\xef\xac\x81")), "\xef\xac\x81"); /* the ligature fi stays one */
    same(text_nfc(&arena, STR("bad\xff\xfe")), "bad\xff\xfe");
}

static void folded(void **state) {
    (void)state;
    same(text_fold(&arena, STR("Not At ALL"), false), "not at all");
    same(text_fold(&arena, STR("STRASSE"), false), "strasse");
    same(text_fold(&arena, STR("Straße"), false), "strasse");
    same(text_fold(&arena, STR("É"), false), "é");
    same(text_fold(&arena, STR("É"), true), "e");
    same(text_fold(&arena, STR("E\xcc\x81"), true), "e");
    same(text_fold(&arena, STR("４２"), false), "42"); /* full width digits, as some phones type */
    same(text_fold(&arena, STR("ÄÖÜ"), true), "aou");
}

static void letters_of_names(void **state) {
    (void)state;
    assert_true(text_name_start('a') && text_name_start('Z') && text_name_start('_'));
    assert_true(text_name_start(0xE9) && text_name_start(0x65E5) && text_name_start(0x436));
    assert_false(text_name_start('7') || text_name_start('-') || text_name_start(' '));
    assert_false(text_name_start(0x301) || text_name_start(0x1F600) || text_name_start(0x2028));
    assert_true(text_name_part('7') && text_name_part(0x301) && text_name_part(0x967));
    assert_false(text_name_part('-') || text_name_part('.') || text_name_part(0x1F600));
    assert_false(text_name_part(-1) || text_name_part(0x200B) || text_name_part(0xA0));
}

static void cluster_is(struct str s, size_t bytes) {
    assert_int_equal(text_cluster(s), bytes);
}

static void clusters(void **state) {
    (void)state;
    cluster_is(STR(""), 0);
    cluster_is(STR("ab"), 1);
    cluster_is(STR("\r\n"), 2);
    cluster_is(STR("\n\r"), 1);
    cluster_is(STR("e\xcc\x81x"), 3);
    cluster_is(STR("👩‍👩‍👧x"), 18);
    cluster_is(STR("👍🏽👍🏽"), 8);
    cluster_is(STR("🇨🇭🇦🇹"), 8); /* two flags are two */
    cluster_is(STR("한글"), 3);
    assert_int_equal(text_length(STR("")), 0);
    assert_int_equal(text_length(STR("Grüße")), 5);
    assert_int_equal(text_length(STR("🇨🇭🇦🇹e\xcc\x81!")), 4);
}

/* One line of the Unicode test file: "÷ 0020 × 0308 ÷ 0020 ÷ # …". */
static void break_line(char *line) {
    char text[256];
    size_t len = 0, expected[64], count = 0, found = 0, at = 0;
    for (char *p = line; *p && *p != '#' && *p != '\n';) {
        if (strncmp(p, "÷", 2) == 0) {
            expected[count++] = len;
            p += 2;
        } else if (strncmp(p, "×", 2) == 0) {
            p += 2;
        } else if (*p == ' ' || *p == '\t') {
            p++;
        } else {
            uint32_t c = (uint32_t)strtoul(p, &p, 16);
            if (c < 0x80) {
                text[len++] = (char)c;
                continue;
            }
            int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
            static const int heads[] = {0, 0xC0, 0xE0, 0xF0};
            text[len++] = (char)((uint32_t)heads[more] | c >> 6 * more);
            while (more-- > 0)
                text[len++] = (char)(0x80 | (c >> 6 * more & 0x3F));
        }
    }
    if (count == 0)
        return;
    for (;; at += text_cluster((struct str){text + at, len - at})) {
        if (found >= count || expected[found] != at)
            fail_msg("a wrong break at byte %zu of %s", at, line);
        found++;
        if (at == len)
            break;
    }
    assert_int_equal(found, count);
}

static void clusters_of_the_standard(void **state) {
    (void)state;
    FILE *in = fopen(BREAKS, "r");
    char line[4096];
    int lines = 0;
    if (!in)
        skip();
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "÷", 2) != 0)
            continue;
        break_line(line);
        lines++;
    }
    fclose(in);
    assert_true(lines > 500);
}

static void widths(void **state) {
    (void)state;
    assert_int_equal(text_width(STR("")), 0);
    assert_int_equal(text_width(STR("plain")), 5);
    assert_int_equal(text_width(STR("Grüße")), 5);
    assert_int_equal(text_width(STR("e\xcc\x81")), 1);
    assert_int_equal(text_width(STR("日本")), 4);
    assert_int_equal(text_width(STR("👩‍👩‍👧")), 2);
    assert_int_equal(text_width(STR("🇨🇭")), 2);
    assert_int_equal(text_width(STR("❤️")), 2);
    assert_int_equal(text_width(STR("a\tb")), 3);
    assert_int_equal(text_width(STR("a\nb")), 2);
}

static void trimmed(void **state) {
    (void)state;
    same(text_trim(STR("")), "");
    same(text_trim(STR(" \t\r\n ")), "");
    same(text_trim(STR("  a b \n")), "a b");
    same(text_trim(STR("\xef\xbb\xbf"
                       "x\xc2\xa0")),
         "x");                                              /* BOM, no-break space */
    same(text_trim(STR("\xe3\x80\x80ü\xe3\x80\x80")), "ü"); /* ideographic space */
    same(text_trim(STR("à")), "à");                         /* ends in the byte A0 */
}

/* ---- lines ---- */
static void take_line(void *payload, struct str text) {
    struct buffer *b = payload;
    buffer_char(b, '|');
    buffer_str(b, text);
}

static void wraps_to(const char *text, size_t width, const char *expected) {
    struct buffer b;
    buffer_init(&b);
    text_wrap(str(text), width, take_line, &b);
    assert_string_equal(b.text, expected);
    buffer_release(&b);
}

static void wrapped(void **state) {
    (void)state;
    wraps_to("", 10, "|");
    wraps_to("one", 10, "|one");
    wraps_to("one two three", 7, "|one two|three");
    wraps_to("one two three", 8, "|one two|three");
    wraps_to("one two", 7, "|one two");
    wraps_to("one  two ", 5, "|one|two");
    wraps_to("abcdefgh", 3, "|abc|def|gh");
    wraps_to("a abcdefgh", 3, "|a|abc|def|gh");
    wraps_to("one\ntwo\n\nthree", 20, "|one|two||three");
    wraps_to("one\n", 20, "|one");
    wraps_to("日本語", 4, "|日本|語");
    wraps_to("日本語", 1, "|日|本|語"); /* wider than the line, but never lost */
    wraps_to("ab", 0, "|a|b");
    wraps_to("e\xcc\x81"
             "e\xcc\x81",
             1, "|e\xcc\x81|e\xcc\x81");
}

struct measure {
    size_t width, letters;
};

static void measure_line(void *payload, struct str text) {
    struct measure *m = payload;
    assert_true(text_width(text) <= m->width || text_length(text) == 1);
    for (size_t i = 0; i < text.len; i++)
        m->letters += text.text[i] != ' ';
}

static void no_line_is_too_wide_and_no_letter_lost(void **state) {
    (void)state;
    static const char *const parts[] = {"a", "bc", " ", "  ", "\n", "日", "ü", "e\xcc\x81", "🇨🇭"};
    struct buffer b;
    buffer_init(&b);
    for (int i = 0; i < 3000; i++) {
        struct measure m = {1 + next_random() % 9, 0};
        size_t letters = 0;
        buffer_clear(&b);
        for (size_t k = next_random() % 40; k > 0; k--)
            buffer_text(&b, parts[next_random() % COUNT_OF(parts)]);
        for (size_t k = 0; k < b.len; k++)
            letters += b.text[k] != ' ' && b.text[k] != '\n';
        text_wrap(buffer_as_str(&b), m.width, measure_line, &m);
        assert_int_equal(m.letters, letters);
    }
    buffer_release(&b);
}

/* ---- names ---- */
static void one_name_for_one_spelling(void **state) {
    (void)state;
    struct names names;
    names_init(&names, &arena);
    struct name *a = name_of(&names, STR("mood"));
    assert_ptr_equal(name_of(&names, STR("mood")), a);
    assert_ptr_not_equal(name_of(&names, STR("Mood")), a);
    assert_ptr_equal(name_of(&names, STR("cafe\xcc\x81")), name_of(&names, STR("caf\xc3\xa9")));
    assert_null(name_find(&names, STR("nobody")));
    assert_ptr_equal(name_find(&names, STR("mood")), a);
    struct name *many[3000]; /* the table grows and the pointers stay */
    for (int i = 0; i < 3000; i++)
        many[i] = name_of(&names, arena_printf(&arena, "q%d", i));
    for (int i = 0; i < 3000; i++) {
        assert_ptr_equal(name_find(&names, arena_printf(&arena, "q%d", i)), many[i]);
        same(name_str(many[i]), arena_printf(&arena, "q%d", i).text);
    }
    assert_int_equal(names.count, 3003);
    names_release(&names);
}

static int far(const char *a, const char *b, int most) {
    int forth = name_distance(str(a), str(b), most);
    assert_int_equal(name_distance(str(b), str(a), most), forth);
    return forth;
}

static void distances(void **state) {
    (void)state;
    assert_int_equal(far("grief", "grief", 3), 0);
    assert_int_equal(far("grief", "greif", 3), 1); /* neighbours swapped */
    assert_int_equal(far("mood", "moood", 3), 1);
    assert_int_equal(far("mood", "mod", 3), 1);
    assert_int_equal(far("mood", "moot", 3), 1);
    assert_int_equal(far("kitten", "sitting", 3), 3);
    assert_int_equal(far("kitten", "sitting", 2), 3); /* more than the most */
    assert_int_equal(far("abc", "xyz", 1), 2);
    assert_int_equal(far("", "ab", 3), 2);
    assert_int_equal(far("", "", 3), 0);
    assert_int_equal(far("Mood", "mood", 3), 0); /* half a step, rounded down */
    assert_int_equal(far("MOod", "mood", 3), 1);
    assert_int_equal(far("größe", "grösse", 3), 2);
    char letters[201];
    memset(letters, 'a', 200);
    letters[200] = '\0';
    assert_int_equal(far(letters, letters, 3), 4); /* too long to be a slip */
}

static void proposals(void **state) {
    (void)state;
    int distance;
    assert_true(name_is_near(STR("greif"), STR("grief"), &distance));
    assert_int_equal(distance, 1);
    assert_true(name_is_near(STR("conversatoin"), STR("conversation"), &distance));
    assert_false(name_is_near(STR("mood"), STR("sleep"), &distance));
    assert_false(name_is_near(STR("a"), STR("b"), &distance)); /* nothing would be left of it */
    assert_false(name_is_near(STR("cat"), STR("cow"), &distance));
}

/* ---- JSON ---- */
static void written(void **state) {
    (void)state;
    struct buffer b;
    struct json_writer w;
    buffer_init(&b);
    json_writer_init(&w, &b, 0);
    json_open(&w, '{');
    json_member_text(&w, "a", STR("say \"\\\" \n\r\t\x01 ü"));
    json_member_number(&w, "b", 2.5);
    json_member_bool(&w, "c", true);
    json_key(&w, "d");
    json_open(&w, '[');
    json_none(&w);
    json_bool(&w, false);
    json_number(&w, INFINITY);
    json_number(&w, NAN);
    json_open(&w, '{');
    json_close(&w, '}');
    json_open(&w, '[');
    json_close(&w, ']');
    json_text(&w, STR(""));
    json_close(&w, ']');
    json_close(&w, '}');
    /* JSON knows no infinity: what is not a number is none */
    assert_string_equal(b.text,
                        "{\"a\":\"say \\\"\\\\\\\" \\n\\r\\t\\u0001 ü\",\"b\":2.5,\"c\":true,"
                        "\"d\":[null,false,null,null,{},[],\"\"]}");
    buffer_clear(&b);
    json_writer_init(&w, &b, 1);
    json_open(&w, '{');
    json_member_number(&w, "one", 1);
    json_key(&w, "list");
    json_open(&w, '[');
    json_number(&w, 1);
    json_number(&w, 2);
    json_close(&w, ']');
    json_close(&w, '}');
    assert_string_equal(b.text, "{\n  \"one\": 1,\n  \"list\": [1,2]\n}");
    buffer_release(&b);
}

static void every_character_comes_back(void **state) {
    (void)state;
    struct buffer b;
    struct json_writer w;
    struct str why;
    char all[127];
    for (int i = 1; i < 128; i++)
        all[i - 1] = (char)i;
    buffer_init(&b);
    for (size_t from = 0; from < sizeof all; from++) {
        struct str s = {all + from, sizeof all - from};
        buffer_clear(&b);
        json_writer_init(&w, &b, 0);
        json_open(&w, '[');
        json_text(&w, s);
        json_text(&w, STR("Grüße 👩‍👩‍👧 \xf4\x8f\xbf\xbd"));
        json_number(&w, 0.1 + 0.2);
        json_close(&w, ']');
        struct json_doc *doc = json_parse(&arena, buffer_as_str(&b), &why);
        assert_non_null(doc);
        assert_true(str_same(json_as_text(json_at(json_root(doc), 0)), s));
        same(json_as_text(json_at(json_root(doc), 1)),
             "Grüße 👩‍👩‍👧 \xf4\x8f\xbf\xbd");
        assert_true(json_as_number(json_at(json_root(doc), 2)) == 0.1 + 0.2);
        json_doc_free(doc);
    }
    buffer_release(&b);
}

static void read_as_a_tree(void **state) {
    (void)state;
    struct str why, key;
    struct json_doc *doc = json_parse(
        &arena, STR("{\"z\":1,\"a\":[true,null,-2.5],\"m\":{\"t\":\"x\\u00fc\"}}"), &why);
    assert_non_null(doc);
    const struct json *root = json_root(doc), *value, *list = json_get(root, "a");
    assert_int_equal(json_kind(root), JSON_KIND_OBJECT);
    assert_int_equal(json_size(root), 3);
    assert_int_equal(json_size(list), 3);
    assert_true(json_as_bool(json_at(list, 0)));
    assert_int_equal(json_kind(json_at(list, 0)), JSON_KIND_BOOL);
    assert_int_equal(json_kind(json_at(list, 1)), JSON_KIND_NULL);
    assert_int_equal(json_kind(json_at(list, 2)), JSON_KIND_NUMBER);
    assert_true(json_as_number(json_at(list, 2)) == -2.5);
    assert_null(json_at(list, 3));
    assert_null(json_get(root, "none"));
    assert_null(json_get(list, "a")); /* asked of what is none: nothing, not a crash */
    assert_null(json_at(root, 0));
    assert_int_equal(json_size(json_get(root, "z")), 0);
    assert_int_equal(json_as_text(json_get(root, "z")).len, 0);
    assert_true(json_as_number(json_get(json_get(root, "m"), "t")) == 0);
    assert_false(json_as_bool(json_get(root, "z")));
    same(json_as_text(json_get(json_get(root, "m"), "t")), "xü");
    static const char *const order[] = {"z", "a", "m"};
    void *iter = NULL;
    size_t count = 0;
    while (json_next(root, &iter, &key, &value)) {
        assert_true(count < 3 && str_is(key, order[count]));
        assert_ptr_equal(value, json_get(root, order[count]));
        count++;
    }
    assert_int_equal(count, 3);
    json_doc_free(doc);
    json_doc_free(NULL);
}

static void refused(void **state) {
    (void)state;
    static const struct {
        struct str text;
        const char *line;
    } bad[] = {
        {{"", 0}, "line 1,"},
        {{" \n ", 3}, "line 2,"},
        {{"{", 1}, "line 1,"},
        {{"{\"a\":1,\n\"a\":2}", 14}, "line 2,"}, /* the same key twice */
        {{"[1,]", 4}, "line 1,"},
        {{"{} x", 4}, "line 1,"},
        {{"[1]\n[2]", 7}, "line 2,"},
        {{"{a:1}", 5}, "line 1,"},
        {{"['a']", 5}, "line 1,"},
        {{"[01]", 4}, "line 1,"},
        {{"[+1]", 4}, "line 1,"},
        {{"[.5]", 4}, "line 1,"},
        {{"[1e999]", 7}, "line 1,"},
        {{"[NaN]", 5}, "line 1,"},
        {{"[nul]", 5}, "line 1,"},
        {{"[\"a\nb\"]", 7}, "line 1,"}, /* a bare newline */
        {{"[\"\\x\"]", 6}, "line 1,"},
        {{"[\"\\u12\"]", 8}, "line 1,"},
        {{"[\"\\ud800\"]", 10}, "line 1,"}, /* half a pair */
        {{"[\"\xff\"]", 5}, "line 1,"},
        {{"[\"\xc0\xaf\"]", 6}, "line 1,"},
        {{"[\"\0\"]", 5}, "line 1,"},
        {{"[1] // no", 9}, "line 1,"},
        {{"\xef\xbb\xbf[]", 5}, "line 1,"},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct str why = {NULL, 0};
        if (json_parse(&arena, bad[i].text, &why))
            fail_msg("taken: %s", bad[i].text.text);
        if (strncmp(why.text, bad[i].line, strlen(bad[i].line)) != 0 || !strstr(why.text, "column"))
            fail_msg("%s: %s", bad[i].text.text, why.text);
    }
}

static void nesting_has_an_end(void **state) {
    (void)state;
    enum { DEEP = 1000000 };
    struct str why = {NULL, 0};
    char *text = memory_get(DEEP + 1);
    memset(text, '[', DEEP);
    assert_null(json_parse(&arena, (struct str){text, DEEP}, &why));
    assert_non_null(strstr(why.text, "depth"));
    free(text);
}

static void cut_off_anywhere(void **state) {
    (void)state;
    struct str whole = STR("{\"a\":[1,2.5,\"x\\u00fc\",{\"b\":true}],\"c\":null,\"d\":\"é\"}"), why;
    for (size_t len = 0; len < whole.len; len++) {
        char *copy = memory_get(len + 1); /* a block of its own: reading on would be seen */
        memcpy(copy, whole.text, len);
        assert_null(json_parse(&arena, (struct str){copy, len}, &why));
        free(copy);
    }
    struct json_doc *doc = json_parse(&arena, whole, &why);
    assert_non_null(doc);
    json_doc_free(doc);
}

/* ---- places ---- */
static void place_is(const struct sources *s, uint32_t offset, const char *path, uint32_t line,
                     uint32_t column, const char *text) {
    struct place p = source_place(s, offset);
    assert_non_null(p.source);
    assert_string_equal(p.source->path, path);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
    same(p.text, text);
}

static void places(void **state) {
    (void)state;
    struct sources s;
    sources_init(&s, &arena);
    struct source *a = sources_add(&s, "a.ipt", STR("one\n\n日本\tx\r\ne\xcc\x81!\n"));
    struct source *empty = sources_add(&s, "empty.ipt", STR(""));
    struct source *b = sources_add(&s, "b.ipt", STR("last"));
    assert_int_equal(a->base, 1);
    assert_true(empty->base > a->base + a->text.len && b->base > empty->base);
    place_is(&s, a->base, "a.ipt", 1, 1, "one");
    place_is(&s, a->base + 3, "a.ipt", 1, 4, "one"); /* the newline itself */
    place_is(&s, a->base + 4, "a.ipt", 2, 1, "");
    place_is(&s, a->base + 5, "a.ipt", 3, 1, "日本\tx"); /* without its carriage return */
    place_is(&s, a->base + 8, "a.ipt", 3, 2, "日本\tx");
    place_is(&s, a->base + 11, "a.ipt", 3, 3, "日本\tx");
    place_is(&s, a->base + 12, "a.ipt", 3, 4, "日本\tx"); /* a tab is one character */
    place_is(&s, a->base + 18, "a.ipt", 4, 2, "e\xcc\x81!");
    place_is(&s, a->base + 20, "a.ipt", 5, 1, ""); /* the end of the file */
    place_is(&s, empty->base, "empty.ipt", 1, 1, "");
    place_is(&s, b->base, "b.ipt", 1, 1, "last");
    place_is(&s, b->base + 4, "b.ipt", 1, 5, "last");
    assert_null(source_place(&s, 0).source);
    assert_null(source_place(&s, b->base + 5).source);
    assert_null(source_place(&s, UINT32_MAX).source);
    assert_int_equal(source_place(&s, a->base + 11).offset, 6);
    same(source_text(&s, (struct span){b->base + 1, b->base + 3}), "as");
    same(source_text(&s, SPAN_NONE), "");
    same(source_text(&s, (struct span){b->base, b->base + 9}), "");
    same(source_text(&s, (struct span){a->base, b->base + 1}), ""); /* across two files */
    sources_release(&s);
}

static void spans_join(void **state) {
    (void)state;
    struct span a = {5, 9}, b = {7, 20};
    assert_int_equal(span_join(a, b).lo, 5);
    assert_int_equal(span_join(b, a).hi, 20);
    assert_int_equal(span_join(SPAN_NONE, b).lo, 7);
    assert_int_equal(span_join(a, SPAN_NONE).hi, 9);
    assert_int_equal(span_join(SPAN_NONE, SPAN_NONE).hi, 0);
}

/* Digests are written into files, so a text has the same hash on every machine and in every
   version; and a change of any one byte, wherever it stands, gives another. */
static void hashes(void **state) {
    (void)state;
    char text[] = "a text that is longer than three words of eight";
    size_t len = sizeof text - 1;
    uint64_t whole = hash_bytes(0, text, len);
    assert_true(hash_bytes(0, "abcdefghij", 10) == 0x4a1bfd917ae941deu);
    for (size_t i = 0; i < len; i++) {
        text[i] ^= 1;
        assert_true(hash_bytes(0, text, len) != whole);
        text[i] ^= 1;
    }
    assert_true(hash_bytes(0, text, len) == whole);
    assert_true(hash_bytes(0, text, len - 1) != whole);
    assert_true(hash_bytes(1, text, len) != whole);
}

/* ---- diagnostics ---- */
static const char *printed(const struct diags *d, bool colour) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    diags_print(d, out, colour);
    fclose(out);
    const char *kept = arena_copy(&arena, text, len);
    free(text);
    return kept;
}

static struct span within(const struct source *s, const char *what) {
    const char *at = strstr(s->text.text, what);
    assert_non_null(at);
    uint32_t lo = s->base + (uint32_t)(at - s->text.text);
    return (struct span){lo, lo + (uint32_t)strlen(what)};
}

static void diagnostics_as_text(void **state) {
    (void)state;
    struct sources s;
    struct diags d;
    sources_init(&s, &arena);
    struct source *a = sources_add(&s, "people.ipt", STR("scale x\n  when greif\n\t日本 moood\n"));
    diags_init(&d, &arena, &s);
    diag_add(&d, D_unknown_name, within(a, "moood"), "moood");
    struct diag *g = diag_add(&d, D_unknown_name, within(a, "greif"), "greif");
    diag_note(&d, g, SPAN_NONE, "the first %s", "note");
    diag_note(&d, g, within(a, "scale"), "it begins here");
    diag_fix(&d, g, g->span, "grief", "write `%s`", "grief");
    diag_add(&d, D_unknown_name, within(a, "greif"), "greif"); /* once is enough */
    assert_int_equal(d.count, 2);
    assert_int_equal(d.errors, 2);
    diags_sort(&d);
    assert_string_equal(printed(&d, false),
                        "people.ipt:2:8: error: there is no name `greif` here [E201]\n"
                        "    2 |   when greif\n"
                        "      |        ^~~~~\n"
                        "      = note: the first note\n"
                        "    people.ipt:1:1: it begins here\n"
                        "      = fix: write `grief`\n"
                        "people.ipt:3:5: error: there is no name `moood` here [E201]\n"
                        "    3 |  日本 moood\n"
                        "      |      "
                        " ^~~~~\n" /* two wide characters before it: four columns */
                        "      = fix: write it as it is where it is declared, or declare it\n");
    assert_null(strchr(printed(&d, false), '\033'));
    assert_non_null(strchr(printed(&d, true), '\033'));
    diags_release(&d);
    diags_init(&d, &arena, &s);
    diag_add(&d, D_cannot_read, SPAN_NONE, "x.ipt", "there is no such file");
    assert_string_equal(printed(&d, false),
                        "ipt: error: `x.ipt` cannot be read: there is no such file [E901]\n"
                        "      = fix: look at its name and whether it may be opened\n");
    diags_release(&d);
    sources_release(&s);
}

static void a_long_line_is_cut_round_the_place(void **state) {
    (void)state;
    struct sources s;
    struct diags d;
    struct buffer b;
    buffer_init(&b);
    buffer_repeat(&b, 'a', 3000);
    buffer_text(&b, " wrong ");
    buffer_repeat(&b, 'b', 3000);
    sources_init(&s, &arena);
    struct source *a = sources_add(&s, "long.ipt", buffer_as_str(&b));
    diags_init(&d, &arena, &s);
    diag_add(&d, D_unknown_name, within(a, "wrong"), "wrong");
    const char *text = printed(&d, false);
    assert_true(strlen(text) < 400);
    const char *line = strchr(text, '\n') + 1, *carets = strchr(line, '\n') + 1;
    assert_int_equal(strstr(line, "wrong") - line, strchr(carets, '^') - carets);
    assert_non_null(strstr(text, "long.ipt:1:3002:"));
    diags_release(&d);
    sources_release(&s);
    buffer_release(&b);
}

static void more_than_anybody_reads(void **state) {
    (void)state;
    struct sources s;
    struct diags d;
    struct buffer b;
    buffer_init(&b);
    buffer_repeat(&b, 'x', 1000);
    sources_init(&s, &arena);
    struct source *a = sources_add(&s, "many.ipt", buffer_as_str(&b));
    diags_init(&d, &arena, &s);
    for (uint32_t i = 0; i < 250; i++)
        diag_add(&d, D_unknown_name, (struct span){a->base + i, a->base + i + 1}, "x");
    assert_int_equal(d.count, LIMIT_DIAGNOSTICS);
    assert_int_equal(d.errors, 250);
    assert_non_null(strstr(printed(&d, false), "… and 150 more\n"));
    diags_release(&d);
    sources_release(&s);
    buffer_release(&b);
}

static void diagnostics_as_json(void **state) {
    (void)state;
    struct sources s;
    struct diags d;
    struct buffer b;
    struct str why;
    buffer_init(&b);
    sources_init(&s, &arena);
    struct source *a = sources_add(&s, "a\"b.ipt", STR("ü greif\n"));
    diags_init(&d, &arena, &s);
    struct diag *g = diag_add(&d, D_unknown_name, within(a, "greif"), "greif");
    diag_note(&d, g, SPAN_NONE, "a \"note\"");
    diag_fix(&d, g, g->span, "grief", "write it so");
    diags_json(&d, &b);
    struct json_doc *doc = json_parse(&arena, buffer_as_str(&b), &why);
    assert_non_null(doc);
    const struct json *one = json_at(json_root(doc), 0), *fix = json_get(one, "fix");
    assert_int_equal(json_size(json_root(doc)), 1);
    same(json_as_text(json_get(one, "code")), "E201");
    same(json_as_text(json_get(one, "severity")), "error");
    same(json_as_text(json_get(one, "file")), "a\"b.ipt");
    assert_true(json_as_number(json_get(one, "line")) == 1);
    assert_true(json_as_number(json_get(one, "column")) == 3);
    assert_true(json_as_number(json_get(one, "end_column")) == 8);
    same(json_as_text(json_get(json_at(json_get(one, "notes"), 0), "text")), "a \"note\"");
    same(json_as_text(json_get(fix, "replacement")), "grief");
    json_doc_free(doc);
    diags_release(&d);
    sources_release(&s);
    buffer_release(&b);
}

static void the_table_is_sound(void **state) {
    (void)state;
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        const struct diag_entry *e = &diag_table[i];
        assert_ptr_equal(diag_find(str(e->code)), e); /* no code stands twice */
        assert_int_equal(strlen(e->code), 4);
        assert_int_equal(e->code[0], e->severity == SEVERITY_ERROR ? 'E' : 'W');
        assert_true(strlen(e->wording) > 0 && strlen(e->explanation) > 0);
        assert_true((e->bad == NULL) == (e->good == NULL));
    }
    assert_ptr_equal(diag_find(STR("e201")), &diag_table[D_unknown_name]);
    assert_null(diag_find(STR("E2")));
    assert_null(diag_find(STR("")));
}

/* ---- files ---- */
struct folder {
    char path[64];
    bool mounted;
};

static int make_folder(void **state) {
    struct folder *f = memory_get(sizeof *f);
    snprintf(f->path, sizeof f->path, "/tmp/ipt-test-XXXXXX");
    *state = f;
    arena_init(&arena);
    return mkdtemp(f->path) ? 0 : -1;
}

static const char *in_folder(const struct folder *f, const char *name) {
    return arena_printf(&arena, "%s/%s", f->path, name).text;
}

static int remove_folder(void **state) {
    struct folder *f = *state;
    if (f->mounted)
        umount2(f->path, MNT_DETACH);
    unlink(in_folder(f, "a.txt"));
    unlink(in_folder(f, "big.txt"));
    int failed = rmdir(f->path); /* a file left behind fails the test */
    arena_release(&arena);
    free(f);
    return failed;
}

static void files_come_back(void **state) {
    struct folder *f = *state;
    const char *why = NULL, *path = in_folder(f, "a.txt");
    struct str found;
    struct buffer b;
    buffer_init(&b);
    for (int i = 0; i < 300000; i++)
        buffer_char(&b, (char)(next_random() >> 30)); /* any bytes, NUL too */
    assert_true(file_write(path, buffer_as_str(&b), &why));
    assert_true(file_read(&arena, path, &found, &why));
    assert_true(str_same(found, buffer_as_str(&b)));
    assert_int_equal(found.text[found.len], '\0');
    assert_true(file_write(path, STR(""), &why)); /* over the old one */
    assert_true(file_read(&arena, path, &found, &why));
    assert_int_equal(found.len, 0);
    buffer_release(&b);
}

static void files_that_fail_say_why(void **state) {
    struct folder *f = *state;
    const char *why = NULL;
    struct str found;
    assert_false(file_read(&arena, in_folder(f, "none.txt"), &found, &why));
    assert_string_equal(why, "there is no such file");
    assert_false(file_read(&arena, f->path, &found, &why));
    assert_string_equal(why, "it is a folder, not a file");
    assert_false(file_write(in_folder(f, "none/a.txt"), STR("x"), &why));
    assert_string_equal(why, "there is no such folder");
    assert_false(file_write(f->path, STR("x"), &why));
    assert_string_equal(why, "it is a folder, not a file");
    assert_false(file_write("/dev/full", STR("x"), &why));
    assert_string_equal(why, "the disk is full");
    assert_true(file_write("/dev/null", STR("x"), &why));
}

static void a_full_disk_leaves_the_old_file(void **state) {
    struct folder *f = *state;
    const char *why = NULL;
    struct str found;
    if (geteuid() != 0 || mount("none", f->path, "tmpfs", 0, "size=64k") != 0)
        skip(); /* only root can make a small disk */
    f->mounted = true;
    const char *path = in_folder(f, "a.txt");
    assert_true(file_write(path, STR("the old one"), &why));
    char *large = memory_get(200000);
    memset(large, 'x', 200000);
    assert_false(file_write(path, (struct str){large, 200000}, &why));
    assert_string_equal(why, "the disk is full");
    assert_true(file_read(&arena, path, &found, &why));
    same(found, "the old one");
    /* and the half-written one is gone: there is room again */
    assert_true(file_write(in_folder(f, "big.txt"), (struct str){large, 40000}, &why));
    free(large);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
#define FILE_CASE(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(arena_gives_aligned_zeroes),
        CASE(buffer_grows),
        CASE(array_keeps_what_was_pushed),
        CASE(numbers_as_a_person_writes_them),
        CASE(numbers_read_back_the_same),
        CASE(faults_are_found_where_they_stand),
        CASE(decoding_always_goes_on),
        CASE(composed),
        CASE(folded),
        CASE(letters_of_names),
        CASE(clusters),
        CASE(clusters_of_the_standard),
        CASE(widths),
        CASE(trimmed),
        CASE(wrapped),
        CASE(no_line_is_too_wide_and_no_letter_lost),
        CASE(one_name_for_one_spelling),
        CASE(distances),
        CASE(proposals),
        CASE(written),
        CASE(every_character_comes_back),
        CASE(read_as_a_tree),
        CASE(refused),
        CASE(nesting_has_an_end),
        CASE(cut_off_anywhere),
        CASE(places),
        CASE(spans_join),
        CASE(hashes),
        CASE(diagnostics_as_text),
        CASE(a_long_line_is_cut_round_the_place),
        CASE(more_than_anybody_reads),
        CASE(diagnostics_as_json),
        CASE(the_table_is_sound),
        FILE_CASE(files_come_back),
        FILE_CASE(files_that_fail_say_why),
        FILE_CASE(a_full_disk_leaves_the_old_file),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
