/* What people type, read by the form of the question. Where the codes of the choices are numbers, a
   typed number is the code; otherwise it is the place in the list. A letter is always the place in
   the list. */
#include "run/pieces.h"
#include "run/state.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static bool is_word(struct str s, const char *word) {
    return s.len == strlen(word) && strncasecmp(s.text, word, s.len) == 0;
}

static bool no(struct session *s, struct str *why, struct str words) {
    *why = arena_str(&s->scratch, words);
    return false;
}

/* ---- numbers ---- */
/* A number with a decimal point or comma; *rest is what follows it. */
static bool read_number(struct str s, double *number, struct str *rest) {
    char copy[48];
    size_t len = 0, points = 0;
    while (len < s.len && len + 1 < sizeof copy) {
        char c = s.text[len];
        bool sign = (c == '-' || c == '+') && len == 0;
        bool point = (c == '.' || c == ',') && points == 0 && len + 1 < s.len &&
                     isdigit((unsigned char)s.text[len + 1]);
        if (!sign && !point && !isdigit((unsigned char)c))
            break;
        points += point;
        copy[len++] = point ? '.' : c;
    }
    copy[len] = '\0';
    if (len == 0 || !isdigit((unsigned char)copy[len - 1]))
        return false;
    char *end;
    *number = strtod(copy, &end); /* the program runs with LC_NUMERIC "C" */
    *rest = text_trim((struct str){s.text + len, s.len - len});
    return *end == '\0';
}

static bool read_as_number(struct session *s, const struct prompt *p, struct str typed,
                           struct value *out, struct str *why) {
    double number;
    struct str rest;
    struct str unit = text_fold(&s->scratch, p->unit, true);
    if (!read_number(typed, &number, &rest)) {
        const char *what = question_is_whole(p->question) ? "whole number" : "number";
        return no(s, why,
                  p->bounded ? arena_printf(&s->scratch, "Please type a %s from %g to %g.", what,
                                            p->from, p->to)
                             : arena_printf(&s->scratch, "Please type a %s.", what));
    }
    rest = text_fold(&s->scratch, rest, true);
    if (rest.len && !(rest.len <= unit.len && memcmp(rest.text, unit.text, rest.len) == 0))
        return no(s, why, STR("Please type the number alone."));
    *out = value_number(number);
    return true;
}

/* ---- choices ---- */
static bool numeric_codes(const struct prompt *p) {
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct choice *o = p->offers[i].option;
        const char *code = o ? o->code->text : "card";
        if ((!o || !o->other) && !isdigit((unsigned char)code[0]) && code[0] != '-')
            return false;
    }
    return true;
}

static const struct offer *by_place(const struct prompt *p, struct str typed) {
    double number;
    struct str rest;
    if (typed.len == 1 && isalpha((unsigned char)typed.text[0])) {
        uint32_t place = (uint32_t)(tolower((unsigned char)typed.text[0]) - 'a');
        return place < p->offer_count ? &p->offers[place] : NULL;
    }
    if (numeric_codes(p) || !read_number(typed, &number, &rest) || rest.len || number < 1 ||
        number > p->offer_count || number != floor(number))
        return NULL;
    return &p->offers[(uint32_t)number - 1];
}

static const struct offer *by_code(const struct prompt *p, struct str typed) {
    for (uint32_t i = 0; i < p->offer_count; i++)
        if (str_same(p->offers[i].code, typed))
            return &p->offers[i];
    return NULL;
}

/* A card's whole label goes before the letter of a place: somebody may be called B. */
static const struct offer *by_name(struct session *s, const struct prompt *p, struct str typed) {
    struct str wanted = text_fold(&s->scratch, typed, true);
    for (uint32_t i = 0; i < p->offer_count; i++)
        if (!p->offers[i].option &&
            str_same(text_fold(&s->scratch, p->offers[i].label, true), wanted))
            return &p->offers[i];
    return NULL;
}

/* The label, or the beginning of one that no other shares. */
static const struct offer *by_label(struct session *s, const struct prompt *p, struct str typed) {
    struct str wanted = text_fold(&s->scratch, typed, true);
    const struct offer *found = NULL;
    bool several = false;
    for (uint32_t i = 0; i < p->offer_count; i++) {
        struct str label = text_fold(&s->scratch, p->offers[i].label, true);
        struct str code = text_fold(&s->scratch, p->offers[i].code, true);
        if (str_same(label, wanted) || str_same(code, wanted))
            return &p->offers[i];
        if (label.len > wanted.len && memcmp(label.text, wanted.text, wanted.len) == 0) {
            several |= found != NULL;
            found = &p->offers[i];
        }
    }
    return several || wanted.len < 2 ? NULL : found;
}

static const struct offer *find_offer(struct session *s, const struct prompt *p, struct str typed) {
    const struct offer *offer = by_code(p, typed);
    offer = offer ? offer : by_name(s, p, typed);
    offer = offer ? offer : by_place(p, typed);
    return offer ? offer : by_label(s, p, typed);
}

static struct value other_value(struct session *s, const struct choice *o, struct str words) {
    struct other_answer *other = arena_new(&s->scratch, struct other_answer);
    *other = (struct other_answer){o, arena_str(&s->scratch, words)};
    return (struct value){.kind = VALUE_OTHER, .as.other = other};
}

/* `other: my own words` names the free-text option and its text in one go; the words go on to the
   end of the line, commas and all. */
static bool read_other(struct session *s, const struct prompt *p, struct str typed,
                       struct value *out) {
    const char *colon = memchr(typed.text, ':', typed.len);
    if (!colon)
        return false;
    struct str head = text_trim((struct str){typed.text, (size_t)(colon - typed.text)});
    struct str words =
        text_trim((struct str){colon + 1, typed.len - (size_t)(colon - typed.text) - 1});
    const struct offer *offer = find_offer(s, p, head);
    if (!offer || !offer->option || !offer->option->other || !words.len)
        return false;
    *out = other_value(s, offer->option, words);
    return true;
}

/* The one whose label or code was probably meant; it is only proposed, never taken. */
static const struct offer *near_offer(struct session *s, const struct prompt *p, struct str typed) {
    const struct offer *near = NULL;
    struct str wanted = text_fold(&s->scratch, typed, true);
    int best = INT32_MAX, distance;
    for (uint32_t i = 0; wanted.len > 2 && i < p->offer_count; i++) {
        struct str spelled[] = {p->offers[i].label, p->offers[i].code};
        for (size_t k = 0; k < COUNT_OF(spelled); k++)
            if (name_is_near(wanted, text_fold(&s->scratch, spelled[k], true), &distance) &&
                distance < best) {
                best = distance;
                near = &p->offers[i];
            }
    }
    return near;
}

static bool no_such_offer(struct session *s, const struct prompt *p, struct str typed,
                          struct str *why) {
    const struct offer *near = near_offer(s, p, typed);
    struct buffer b;
    buffer_init(&b);
    if (near)
        buffer_printf(&b, "Did you mean “%.*s”? ", (int)near->label.len, near->label.text);
    if (numeric_codes(p))
        buffer_printf(&b, "Please type one of the numbers in the list.");
    else
        buffer_printf(&b, "Please type a number or letter from 1 to %u, or a to %c.",
                      p->offer_count, p->offer_count > 26 ? 'z' : 'a' + (char)(p->offer_count - 1));
    *why = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return false;
}

static bool read_choice(struct session *s, const struct prompt *p, struct str typed,
                        struct value *out, struct str *why) {
    if (read_other(s, p, typed, out))
        return true;
    const struct offer *offer = find_offer(s, p, typed);
    if (!offer)
        return no_such_offer(s, p, typed, why);
    if (offer->option && offer->option->other)
        return no(s, why,
                  arena_printf(&s->scratch, "Please type it with your own words: %s: …",
                               offer->option->code->text));
    *out = offer->value;
    return true;
}

/* Several, between commas; between blanks when each is one word. `none` is the empty set. */
static bool read_choices(struct session *s, const struct prompt *p, struct str typed,
                         struct value *out, struct str *why) {
    bool commas = memchr(typed.text, ',', typed.len) || memchr(typed.text, ';', typed.len);
    struct value *items = arena_array(&s->scratch, struct value, typed.len + 1);
    uint32_t count = 0;
    if ((!commas || read_other(s, p, typed, &items[0])) &&
        read_choice(s, p, typed, &items[0], why)) {
        *out = (struct value){.kind = VALUE_LIST, .len = 1, .as.items = items};
        return true;
    }
    if (is_word(typed, "none")) {
        *out = (struct value){.kind = VALUE_LIST, .as.items = items};
        return true;
    }
    while (typed.len) {
        size_t len = strcspn(typed.text, commas ? ",;" : " \t");
        len = len > typed.len ? typed.len : len;
        struct str part = text_trim((struct str){typed.text, len});
        if (read_other(s, p, text_trim(typed), &items[count])) { /* own words take the rest */
            count++;
            break;
        }
        if (part.len && !read_choice(s, p, part, &items[count++], why))
            return false;
        len += len < typed.len;
        typed.text += len;
        typed.len -= len;
    }
    *out = (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
    return true;
}

/* ---- dates and times ---- */
static bool read_when(struct session *s, enum form_word form, struct str typed, struct value *out,
                      struct str *why) {
    struct buffer b;
    struct date date = {0};
    int32_t minutes = 0;
    bool good;
    buffer_init(&b);
    if (form == FORM_TIME) {
        good = time_read(typed, &minutes, &b);
        *out = (struct value){.kind = VALUE_TIME, .as.time = minutes};
    } else if (form == FORM_MINUTES) {
        good = length_read(typed, &minutes, &b);
        *out = (struct value){.kind = VALUE_DURATION, .as.duration = {0, minutes}};
    } else {
        good = date_read(typed, s->options.today, form == FORM_ROUGH_DATE, &date, &b);
        *out = (struct value){.kind = VALUE_DATE, .as.date = date};
    }
    if (!good)
        *why = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return good;
}

static bool read_yes_no(struct session *s, struct str typed, struct value *out, struct str *why) {
    if (is_word(typed, "yes") || is_word(typed, "y") || is_word(typed, "1"))
        *out = value_yes_no(true);
    else if (is_word(typed, "no") || is_word(typed, "n") || is_word(typed, "2"))
        *out = value_yes_no(false);
    else
        return no(s, why, STR("Please type yes or no."));
    return true;
}

/* A rating's labelled ends can be named by their words too. */
static bool read_rating(struct session *s, const struct prompt *p, struct str typed,
                        struct value *out, struct str *why) {
    const struct choices *c = p->question->choices;
    if (read_as_number(s, p, typed, out, why))
        return true;
    struct str wanted = text_fold(&s->scratch, typed, true);
    for (uint32_t i = 0; c && i < c->count; i++) {
        if (!str_same(text_fold(&s->scratch, render(s, c->items[i].label), true), wanted))
            continue;
        *out = value_number(c->items[i].value);
        return true;
    }
    return false;
}

bool read_typed(struct session *s, const struct prompt *p, struct str typed, struct value *out,
                struct str *why) {
    size_t at;
    const struct question *q = p->question;
    if (typed.len > LIMIT_ANSWER_BYTES)
        return no(s, why, STR("This answer is too long. Please shorten it."));
    if (text_check(typed, &at) != TEXT_GOOD)
        return no(s, why,
                  STR("There is a character in it that cannot be kept. Please type it again."));
    typed = arena_str(&s->scratch, text_nfc(&s->scratch, text_trim(typed)));
    if (!typed.len && q->form != FORM_CHOOSE_ANY && !p->collecting)
        return no(s, why, STR("Please type an answer, or ? for help."));
    switch (q->form) {
    case FORM_YES_OR_NO:
        return read_yes_no(s, typed, out, why);
    case FORM_CHOOSE:
        return read_choice(s, p, typed, out, why);
    case FORM_CHOOSE_ANY:
    case FORM_CHOOSE_SOME:
    case FORM_RANK:
        return read_choices(s, p, typed, out, why);
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
        return read_as_number(s, p, typed, out, why);
    case FORM_RATING:
        return read_rating(s, p, typed, out, why);
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        *out = value_text(typed);
        return true;
    case FORM_DATE:
    case FORM_ROUGH_DATE:
    case FORM_TIME:
    case FORM_MINUTES:
        return read_when(s, (enum form_word)q->form, typed, out, why);
    }
    return false;
}
