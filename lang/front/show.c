/* See show.h. */
#include "front/show.h"

#include "base/text.h"
#include "front/report.h"

#include <ctype.h>
#include <string.h>

static void line(const struct page *page, enum ink ink, const char *first, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void line(const struct page *page, enum ink ink, const char *first, const char *format,
                 ...) {
    struct buffer b;
    va_list args;
    buffer_init(&b);
    va_start(args, format);
    buffer_vprintf(&b, format, args);
    va_end(args);
    page_text(page, ink, first, buffer_as_str(&b));
    buffer_release(&b);
}

void show_opening(const struct page *page, struct session *s, const char *kept) {
    const struct program *p = session_program(s);
    struct str title = program_title(p), version = program_version(p);
    if (title.len)
        line(page, INK_STRONG, "", "%.*s%s%.*s", (int)title.len, title.text,
             version.len ? ", version " : "", (int)version.len, version.text);
    line(page, INK_QUIET, "",
         "A record and screening aid for trained professionals. Not a diagnosis, and no substitute "
         "for clinical "
         "judgement. In an emergency call your local emergency number.");
    if (*kept)
        page_text(page, INK_QUIET, "", str_from(kept));
}

/* ---- questions ---- */
static bool codes_are_numbers(const struct prompt *p) {
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct choice *o = p->offers[i].option;
        const char *code = o ? o->code->text : "card";
        if ((!o || !o->other) && !isdigit((unsigned char)code[0]) && code[0] != '-')
            return false;
    }
    return true;
}

static void show_offers(const struct page *page, const struct prompt *p) {
    bool numbers = codes_are_numbers(p);
    size_t widest = 1;
    for (uint32_t i = 0; i < p->offer_count; i++) {
        size_t width = numbers ? p->offers[i].code.len : i >= 99 ? 3 : i >= 9 ? 2 : 1;
        widest = width > widest ? width : widest;
    }
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct choice *o = p->offers[i].option;
        char key[80];
        if (numbers && !o->other)
            snprintf(key, sizeof key, "  %*s  ", (int)widest, o->code->text);
        else if (numbers)
            snprintf(key, sizeof key, "  %*c  ", (int)widest, 'a' + (int)(i % 26));
        else
            snprintf(key, sizeof key, "  %*u  ", (int)widest, i + 1);
        page_text(page, INK_PLAIN, key, p->offers[i].label);
    }
}

static void show_points(const struct page *page, const struct question *q) {
    struct buffer b;
    buffer_init(&b);
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++) {
        const struct choice *o = &q->choices->items[i];
        struct str label = o->label ? AST(text, o->label)->value : (struct str){"", 0};
        buffer_printf(&b, "%s%s = %.*s", i ? ", " : "", o->code->text, (int)label.len, label.text);
    }
    if (b.len)
        page_text(page, INK_PLAIN, "  ", buffer_as_str(&b));
    buffer_release(&b);
}

/* How to answer, in a few words. */
static void hint(const struct prompt *p, struct buffer *out) {
    const struct question *q = p->question;
    if (p->collecting) {
        buffer_text(out, p->so_far_count ? "an empty line when that is all"
                                         : "one at a time; an empty line for none");
        return;
    }
    switch (q->form) {
    case FORM_YES_OR_NO:
        buffer_text(out, "yes or no");
        break;
    case FORM_CHOOSE:
        break;
    case FORM_CHOOSE_ANY:
        buffer_text(out, "any of these, with commas; none for none");
        break;
    case FORM_CHOOSE_SOME:
        buffer_printf(out, "%d to %d of these, with commas", q->least, q->most);
        break;
    case FORM_RANK:
        buffer_text(out, "all of them in your order, with commas");
        break;
    case FORM_NUMBER:
    case FORM_WHOLE_NUMBER:
    case FORM_RATING:
        buffer_text(out, question_is_whole(q) ? "a whole number" : "a number");
        if (p->bounded) {
            buffer_text(out, " from ");
            buffer_number(out, p->from);
            buffer_text(out, " to ");
            buffer_number(out, p->to);
        }
        if (p->step > 0) {
            buffer_text(out, " in steps of ");
            buffer_number(out, p->step);
        }
        if (p->unit.len)
            buffer_printf(out, ", %.*s", (int)p->unit.len, p->unit.text);
        break;
    case FORM_TEXT:
    case FORM_LONG_TEXT:
        break;
    case FORM_DATE:
        buffer_text(out, "a day, like 2026-03-14");
        break;
    case FORM_ROUGH_DATE:
        buffer_text(out,
                    "a date, as exact as you know: 2026-03-14, 2026-03, spring 2024, about 2020");
        break;
    case FORM_TIME:
        buffer_text(out, "a time, like 14:30");
        break;
    case FORM_MINUTES:
        buffer_text(out, "minutes, or like 1h30");
        break;
    }
}

static void show_position(const struct page *page, const struct prompt *p) {
    if (p->most == UINT32_MAX)
        line(page, INK_QUIET, "", "Question %u of %u or more", p->position, p->least);
    else if (p->least == p->most)
        line(page, INK_QUIET, "", "Question %u of %u", p->position, p->least);
    else
        line(page, INK_QUIET, "", "Question %u of %u to %u", p->position, p->least, p->most);
}

/* Who is in the list already: of many, the last. */
static void show_so_far(const struct page *page, const struct prompt *p) {
    enum { MOST = 24 };
    struct buffer b;
    uint32_t first = p->so_far_count > MOST ? p->so_far_count - MOST : 0;
    buffer_init(&b);
    if (first)
        buffer_printf(&b, "%u, the last of them ", p->so_far_count);
    for (uint32_t i = first; i < p->so_far_count; i++)
        buffer_printf(&b, "%s%.*s", i > first ? ", " : "", (int)p->so_far[i].len,
                      p->so_far[i].text);
    page_text(page, INK_PLAIN, "  So far: ", buffer_as_str(&b));
    buffer_release(&b);
}

void show_question(const struct page *page, struct session *s, const struct prompt *p,
                   bool position) {
    struct buffer b;
    page_gap(page);
    if (p->stem.len) {
        page_line(page, INK_PLAIN, p->stem);
        page_gap(page);
    }
    if (position)
        show_position(page, p);
    page_line(page, INK_STRONG, p->text);
    if (p->so_far_count)
        show_so_far(page, p);
    if (p->offer_count)
        show_offers(page, p);
    if (p->question->form == FORM_RATING)
        show_points(page, p->question);
    buffer_init(&b);
    hint(p, &b);
    struct value kept;
    if (prompt_kept(p, &kept)) {
        buffer_printf(&b, "%sEnter keeps: ", b.len ? "; " : "");
        session_print(s, kept, &b);
    } else if (p->was_answered) {
        buffer_printf(&b, "%sthe answer given before no longer fits: ", b.len ? "; " : "");
        session_print(s, p->earlier, &b);
    }
    if (b.len) {
        struct str text = buffer_as_str(&b);
        line(page, INK_QUIET, "  ", "(%.*s)", (int)text.len, text.text);
    }
    buffer_release(&b);
}

void show_help(const struct page *page, const struct prompt *p) {
    struct buffer b;
    if (p->help.len)
        page_text(page, INK_PLAIN, "  ", p->help);
    buffer_init(&b);
    hint(p, &b);
    if (b.len)
        line(page, INK_QUIET, "  ", "Type %s.", b.text);
    else if (p->offer_count)
        line(page, INK_QUIET, "  ",
             "Type the number, a letter (a, b, …), or the words of a choice.");
    else
        line(page, INK_QUIET, "  ", "Type your answer and press Enter.");
    for (uint32_t i = 0; i < p->offer_count; i++)
        if (p->offers[i].option && p->offers[i].option->other)
            line(page, INK_QUIET, "  ", "For something else type: other: your own words");
    buffer_release(&b);
    if (!p->question->required)
        line(page, INK_QUIET, "  ",
             "/decline leaves it out, /unknown: I don't know, /na: does not apply.");
    line(page, INK_QUIET, "  ",
         "/back one question back, /back NAME as far as that one, /change NAME another answer, /note TEXT a remark for the "
         "record, /why what this question is, /pause or /quit to leave.");
    if (p->collecting || p->card.kind == VALUE_CARD)
        line(page, INK_QUIET, "  ",
             "/change closeness of Anna changes one answer about one on the list, /remove Anna "
             "takes Anna off it.");
}

void show_given(const struct page *page, struct session *s, struct value v) {
    struct buffer b;
    buffer_init(&b);
    if (v.kind == VALUE_CHOICE && v.as.option->label) {
        buffer_printf(&b, "%s  (", v.as.option->code->text);
        session_print(s, v, &b);
        buffer_char(&b, ')');
    } else {
        session_print(s, v, &b);
    }
    page_text(page, INK_PLAIN, "> ", buffer_as_str(&b));
    buffer_release(&b);
}

/* ---- what is for the clinician ---- */
void show_section(const struct page *page, struct str text) {
    page_gap(page);
    line(page, INK_STRONG, "", "== %.*s ==", (int)text.len, text.text);
}

void show_alert(const struct page *page, struct str level, struct str text) {
    char label[40];
    size_t i = 0;
    page_gap(page);
    for (; i < level.len && i < 20; i++)
        label[i] = (char)toupper((unsigned char)level.text[i]);
    label[i] = '\0';
    char first[64];
    snprintf(first, sizeof first, "  !! %s: ", label);
    page_text(page, INK_ALERT, first, text);
}

void show_script_error(const struct page *page, struct session *s, const struct event *event) {
    const struct program *p = session_program(s);
    struct place place = source_place(&p->sources, event->span.lo);
    page_gap(page);
    line(page, INK_ALERT, "! ", "The script cannot go on: %.*s.", (int)event->text.len,
         event->text.text);
    if (place.source)
        line(page, INK_PLAIN, "  ", "%s, line %u: %.*s", place.source->path, place.line,
             (int)place.text.len, place.text.text);
    line(page, INK_PLAIN, "  ", "The answers given so far are kept.");
}

static bool was_reached(const struct session *s, const struct symbol *symbol) {
    for (size_t i = 0; i < session_reached_count(s); i++)
        if (session_reached_at(s, i) == symbol)
            return true;
    return false;
}

static void show_score(const struct page *page, struct session *s, const struct score *score,
                       bool *any) {
    struct buffer b;
    struct value v = session_value(s, score->symbol);
    buffer_init(&b);
    if (score->title && AST(text, score->title)->value.len)
        buffer_printf(&b, "%.*s: ", (int)AST(text, score->title)->value.len,
                      AST(text, score->title)->value.text);
    else
        buffer_printf(&b, "%.*s: ", (int)score->symbol->path.len, score->symbol->path.text);
    if (value_is_missing(v))
        buffer_text(&b, "no score, items are missing");
    else
        session_print(s, v, &b);
    for (uint32_t i = 0; !value_is_missing(v) && i < score->band_count; i++) {
        const struct band *band = &score->bands[score->band_count - 1 - i];
        if (v.as.number < band->from || v.as.number > band->to)
            continue;
        struct str label = band->label ? AST(text, band->label)->value : name_str(band->name);
        buffer_printf(&b, " - %.*s", (int)label.len, label.text);
        break;
    }
    if (!*any) {
        page_gap(page);
        line(page, INK_STRONG, "", "For the clinician");
    }
    *any = true;
    page_text(page, INK_PLAIN, "  ", buffer_as_str(&b));
    buffer_release(&b);
}

void show_closing(const struct page *page, struct session *s) {
    const struct program *p = session_program(s);
    bool any = false;
    struct str reason = session_reason(s);
    if (reason.len) {
        page_gap(page);
        page_line(page, INK_PLAIN, reason);
    }
    for (size_t i = 0; i < p->inventory_count; i++)
        for (uint32_t k = 0;
             was_reached(s, p->inventories[i]->symbol) && k < p->inventories[i]->score_count; k++)
            show_score(page, s, p->inventories[i]->scores[k], &any);
    for (size_t i = 0; i < session_alert_count(s); i++) {
        struct kept_alert alert = session_alert_at(s, i);
        if (!any) {
            page_gap(page);
            line(page, INK_STRONG, "", "For the clinician");
        }
        any = true;
        line(page, INK_PLAIN, "  ", "Alert (%s): %.*s", alert.level->text, (int)alert.text.len,
             alert.text.text);
    }
    page_gap(page);
    const struct symbol *open = session_open_safeguard(s);
    if (open)
        line(page, INK_STRONG, "",
             "OPEN: %.*s was not finished. Follow it up before anything else.", (int)open->path.len,
             open->path.text);
    if (session_status(s) == SESSION_LEFT)
        line(page, INK_QUIET, "", "The interview was left before its end.");
    else if (session_status(s) == SESSION_COMPLETED)
        line(page, INK_QUIET, "", "The interview is complete.");
}

/* ---- reports ---- */
void show_report(const struct page *page, const struct document *d) {
    struct buffer out;
    buffer_init(&out);
    report_text(d, page->width, &out);
    fwrite(out.text, 1, out.len, page->out);
    buffer_release(&out);
}

/* Marta: “They told me to come.” */
static void show_speech(const struct page *page, struct str who, struct str text) {
    struct buffer head;
    buffer_init(&head);
    buffer_printf(&head, "%.*s: ", (int)who.len, who.text);
    page_text(page, INK_PLAIN, head.text, text);
    buffer_release(&head);
}

void show_told(const struct page *page, const struct event *event) {
    switch (event->kind) {
    case EVENT_SAY:
        page_gap(page);
        if (event->who.len)
            show_speech(page, event->who, event->text);
        else
            page_line(page, INK_PLAIN, event->text);
        break;
    case EVENT_FEEDBACK:
        page_gap(page);
        page_text(page, INK_NOTE, "  * ", event->text);
        break;
    case EVENT_NOTE:
        page_gap(page);
        page_text(page, INK_NOTE, "  | Note: ", event->text);
        break;
    case EVENT_SECTION:
        show_section(page, event->text);
        break;
    case EVENT_ALERT:
        show_alert(page, name_str(event->level), event->text);
        break;
    case EVENT_REPORT:
        page_gap(page);
        show_report(page, event->report);
        break;
    case EVENT_ASK:
    case EVENT_ERROR:
    case EVENT_END:
        break;
    }
}
