/* What a line that cannot be read most likely meant. The grammar says where a line stopped making
   sense and what could have stood there; each slip below knows one thing that people write at such
   a place, the classic ones and those that other tools taught them. The first that fits speaks. */
#include "syntax/parse.h"

#include "syntax/parser.h"
#include "syntax/words.h"
#include "grammar.h"

/* Where it was, as the slips see it. */
struct mistake {
    struct parse *ps;
    const struct parse_mistake *at;
    struct span span;
    struct str found; /* what does not fit; empty at the end of a line */
    bool line_ends;
};

static struct str source_words(const struct parse *ps, struct span span) {
    uint32_t lo = span.lo - ps->source->base, hi = span.hi - ps->source->base;
    if (span.lo < ps->source->base || hi > ps->source->text.len || hi < lo)
        return (struct str){"", 0};
    return (struct str){ps->source->text.text + lo, hi - lo};
}

/* What one writes elsewhere, and the word for it here. */
struct habit {
    const char *written, *here;
};

static const char *here_for(const struct habit *habits, size_t count, struct str written) {
    for (size_t i = 0; i < count; i++)
        if (str_is(written, habits[i].written))
            return habits[i].here;
    return NULL;
}

static bool is_quoted(struct str s) {
    return s.len && (*s.text == '"' || (unsigned char)*s.text >= 0x80);
}

static bool begins_a_question(int kind) {
    return kind == T_ASK || kind == T_FIELD;
}

static bool begins_with_a_condition(int kind) {
    return kind == T_IF || kind == T_ELSE_IF || kind == T_REPEAT_UNTIL || kind == T_REPEAT_WHILE;
}

static struct diag *add_fix(struct mistake *m, struct diag *g, const char *words) {
    diag_fix(m->ps->diags, g, SPAN_NONE, NULL, "%s", words);
    return g;
}

/* ---- files of answers ---- */
static bool answer_needed(struct mistake *m) {
    const struct parse *ps = m->ps;
    if (!ps->in_answers)
        return false;
    struct span name = {0};
    if (ps->tokens_on_line && ps->first.kind == T_WORD)
        name = span_join(ps->first.span, ps->last.span);
    else if (!ps->tokens_on_line && ps->before.kind == T_WORD) /* a name with nothing behind it */
        m->span = name = ps->before.span;
    struct str word = source_words(ps, name);
    struct diag *g = diag_add(ps->diags, D_answer_needed, m->span);
    if (word.len && !memchr(word.text, '=', word.len))
        diag_fix(ps->diags, g, SPAN_NONE, NULL, "write `%.*s = ` and the answer", (int)word.len,
                 word.text);
    else if (word.len)
        add_fix(m, g, "write one answer behind `=`: a number, a code, a \"text\", or `declined`");
    else
        add_fix(m, g, "write the name of the question, `=`, and the answer");
    return true;
}

/* ---- conditions ---- */
static bool trailing_and(struct mistake *m) {
    const struct token *last = &m->ps->last;
    if (!m->line_ends || (last->kind != T_AND && last->kind != T_OR))
        return false;
    add_fix(m,
            diag_add(m->ps->diags, D_trailing_and, last->span, last->kind == T_AND ? "and" : "or"),
            "begin the next line with it, set in deeper");
    return true;
}

static bool two_equals(struct mistake *m) {
    struct span both = span_join(m->ps->last.span, m->span);
    if (!str_is(m->found, "=") || m->ps->last.kind != T_EQUALS || m->ps->last.span.hi != m->span.lo)
        return false;
    diag_fix(m->ps->diags, diag_add(m->ps->diags, D_equals_for_is, both), both, "is", "write `is`");
    return true;
}

static bool comparison_in_words(struct mistake *m) {
    static const struct habit signs[] = {
        {"greater", ">"}, {"more", ">"},  {"bigger", ">"}, {"higher", ">"},    {"above", ">"},
        {"over", ">"},    {"less", "<"},  {"fewer", "<"},  {"smaller", "<"},   {"lower", "<"},
        {"below", "<"},   {"under", "<"}, {"least", ">="}, {"at least", ">="}, {"at most", "<="},
    };
    const struct token *last = &m->ps->last, *before = &m->ps->before;
    struct span words = m->span;
    const char *sign = here_for(signs, COUNT_OF(signs), m->found);
    if (!sign && last->kind == T_WORD && before->kind == T_IS) {
        sign = here_for(signs, COUNT_OF(signs), source_words(m->ps, last->span));
        words = span_join(before->span, last->span);
        if (str_is(m->found, "than"))
            words = span_join(words, m->span);
    } else if (sign && last->kind == T_IS) {
        words = span_join(last->span, m->span);
    }
    if (!sign || !m->ps->tokens_on_line)
        return false;
    struct diag *g = diag_add(m->ps->diags, D_comparison_in_words, words);
    diag_fix(m->ps->diags, g, words, sign, "write `%s`", sign);
    return true;
}

static bool chained(struct mistake *m) {
    bool compares = str_is(m->found, "is") || str_is(m->found, "in") ||
                    (m->found.len && strchr("<>=", *m->found.text));
    if (!m->ps->compared || !compares)
        return false;
    add_fix(m, diag_add(m->ps->diags, D_chained, m->span),
            "join two comparisons with `and`, or write `x in 1 to 3`");
    return true;
}

static bool where_in_middle(struct mistake *m) {
    if (!str_is(m->found, "where"))
        return false;
    add_fix(m, diag_add(m->ps->diags, D_where_in_middle, m->span),
            "put the list and its `where` into brackets");
    return true;
}

/* ---- the parts of a line and their order ---- */
static bool reserved_name(struct mistake *m) {
    const struct name *name = name_find(m->ps->names, m->found);
    if (!m->at->name_expected || !name || !word_is_reserved(name))
        return false;
    struct diag *g =
        diag_add(m->ps->diags, D_reserved_word, m->span, (int)m->found.len, name->text);
    diag_fix(m->ps->diags, g, m->span, arena_printf(m->ps->arena, "%s_", name->text).text,
             "choose another name, `%s_` for example", name->text);
    return true;
}

static bool block_word(struct mistake *m) {
    bool colon = str_is(m->found, ":") && m->ps->tokens_on_line;
    bool then = str_is(m->found, "then") && begins_with_a_condition(m->ps->first.kind);
    if (!colon && !then)
        return false;
    struct diag *g =
        diag_add(m->ps->diags, D_block_word, m->span, (int)m->found.len, m->found.text);
    diag_fix(m->ps->diags, g, m->span, "",
             "take it out; what belongs to the line stands below it, set in deeper");
    return true;
}

static bool range_sign(struct mistake *m) {
    if (!m->at->to_expected || m->ps->last.kind != T_NUMBER ||
        !(str_is(m->found, "-") || str_is(m->found, ".")))
        return false;
    add_fix(m, diag_add(m->ps->diags, D_range_sign, m->span),
            "write `to` between the two: `0 to 10`");
    return true;
}

/* `ask m text "…"`, `- "Label" code` */
static bool other_order(struct mistake *m) {
    const struct name *found = name_find(m->ps->names, m->found);
    bool form_first = m->at->text_expected && begins_a_question(m->ps->first.kind) &&
                      m->ps->tokens_on_line == 2 && found && found->word &&
                      WORD_CLASS(found->word) == WORD_CLAUSE;
    bool label_first = m->ps->first.kind == T_BULLET && found && !found->word &&
                       (m->ps->last.kind == T_TEXT || m->ps->last.kind == T_TEXT_CLOSE);
    if (!form_first && !label_first)
        return false;
    struct diag *g = diag_add(m->ps->diags, D_line_order, m->span);
    if (form_first)
        add_fix(m, g, "write the name, then the question in quotes, then how it is answered");
    else
        diag_fix(m->ps->diags, g, SPAN_NONE, NULL, "write the code first: `- %s \"…\"`",
                 found->text);
    return true;
}

static bool no_name(struct mistake *m) {
    if (!m->at->name_expected || m->ps->tokens_on_line != 1 || !is_quoted(m->found) ||
        m->ps->first.kind == T_BULLET)
        return false;
    struct diag *g = diag_add(m->ps->diags, D_no_name, m->span);
    struct str word = source_words(m->ps, m->ps->first.span);
    if (m->ps->first.kind == T_SHOW)
        add_fix(m, g, "`show` is followed by the name of a report; to say a text, write `say`");
    else
        diag_fix(m->ps->diags, g, SPAN_NONE, NULL,
                 "write a name of your own before it, `%.*s mood \"…\"` for example", (int)word.len,
                 word.text);
    return true;
}

static bool name_in_two_words(struct mistake *m) {
    const struct name *found = name_find(m->ps->names, m->found);
    if (!m->at->text_expected || m->ps->tokens_on_line != 2 || m->ps->last.kind != T_WORD || !found)
        return false;
    const char *joined =
        arena_printf(m->ps->arena, "%s_%s", m->ps->last.value.name->text, found->text).text;
    struct span both = span_join(m->ps->last.span, m->span);
    struct diag *g = diag_add(m->ps->diags, D_name_in_two_words, both);
    diag_fix(m->ps->diags, g, both, joined, "write `%s`", joined);
    return true;
}

static bool form_needed(struct mistake *m) {
    static const struct habit forms[] = {
        {"scale", "rating 0 to 10"},
        {"slider", "rating 0 to 10"},
        {"likert", "rating 0 to 10"},
        {"range", "rating 0 to 10"},
        {"integer", "whole number"},
        {"int", "whole number"},
        {"decimal", "number"},
        {"numeric", "number"},
        {"string", "text"},
        {"free", "text"},
        {"open", "text"},
        {"paragraph", "long text"},
        {"textarea", "long text"},
        {"multiple", "choose any"},
        {"multi", "choose any"},
        {"checkbox", "choose any"},
        {"checkboxes", "choose any"},
        {"select_multiple", "choose any"},
        {"single", "choose"},
        {"select", "choose"},
        {"select_one", "choose"},
        {"radio", "choose"},
        {"dropdown", "choose"},
        {"pick", "choose"},
        {"option", "choose"},
        {"options", "choose"},
        {"choice", "choose"},
        {"choices", "choose"},
        {"boolean", "yes or no"},
        {"bool", "yes or no"},
        {"yes", "yes or no"},
        {"yesno", "yes or no"},
        {"yes_no", "yes or no"},
        {"y", "yes or no"},
        {"datetime", "date"},
        {"day", "date"},
        {"clock", "time"},
        {"duration", "minutes"},
        {"ranking", "rank"},
        {"sort", "rank"},
    };
    const char *form = here_for(forms, COUNT_OF(forms), m->found);
    if (!m->at->form_expected || !begins_a_question(m->ps->first.kind))
        return false;
    struct diag *g = diag_add(m->ps->diags, D_form_needed, m->span);
    if (form)
        diag_fix(m->ps->diags, g, SPAN_NONE, NULL, "write `%s`", form);
    else if (m->found.len && strchr("-0123456789", *m->found.text))
        add_fix(m, g, "write `rating` or `number` before the range: `rating 0 to 10`");
    else
        add_fix(
            m, g,
            "end the line with `yes or no`, `choose`, `choose any`, `rating 0 to 10`, `number`, "
            "`text`, `date`, or another form");
    return true;
}

static bool comma(struct mistake *m) {
    if (!str_is(m->found, ",") || m->at->comma_expected || !m->ps->tokens_on_line)
        return false;
    struct diag *g = diag_add(m->ps->diags, D_comma, m->span);
    if (m->ps->before.kind == T_FROM || m->ps->before.kind == T_CHOOSE)
        add_fix(m, g, "write each choice on a line of its own below: `- code \"Label\"`");
    else if (begins_a_question(m->ps->first.kind) && m->ps->tokens_on_line > 2)
        add_fix(m, g, "leave it out; what more there is to say about a question stands below it");
    else
        add_fix(m, g, "leave it out");
    return true;
}

static bool times_needed(struct mistake *m) {
    if (!m->line_ends || m->ps->first.kind != T_REPEAT)
        return false;
    add_fix(m, diag_add(m->ps->diags, D_line_ends, m->span), "write `times` behind the number");
    return true;
}

static bool text_needed(struct mistake *m) {
    if (!m->at->text_expected || m->at->expected_count > 3 || m->line_ends)
        return false;
    add_fix(m, diag_add(m->ps->diags, D_text_needed, m->span), "put the words into quotes: \"…\"");
    return true;
}

/* ---- the word a line begins with ---- */
static bool foreign_remark(struct mistake *m) {
    if (m->ps->tokens_on_line || !str_is(m->found, "/"))
        return false;
    add_fix(m, diag_add(m->ps->diags, D_foreign_remark, m->span), "begin it with `#`");
    return true;
}

static bool first_word(struct mistake *m) {
    static const struct habit lines[] = {
        {"print", "say"},
        {"display", "say"},
        {"write", "say"},
        {"tell", "say"},
        {"message", "say"},
        {"output", "say"},
        {"speak", "say"},
        {"question", "ask"},
        {"prompt", "ask"},
        {"input", "ask"},
        {"elif", "else if"},
        {"elseif", "else if"},
        {"elsif", "else if"},
        {"otherwise", "else"},
        {"switch", "match"},
        {"case", "when"},
        {"while", "repeat while"},
        {"until", "repeat until"},
        {"loop", "repeat"},
        {"for", "for each"},
        {"foreach", "for each"},
        {"call", "do"},
        {"var", "let"},
        {"const", "let"},
        {"goto", "go to"},
        {"jump", "go to"},
        {"import", "use"},
        {"include", "use"},
        {"function", "branch"},
        {"def", "define"},
        {"questionnaire", "inventory"},
        {"title", "protocol"},
        {"comment", "note"},
        {"stop", "finish"},
        {"exit", "finish"},
        {"quit", "finish"},
        {"assert", "expect"},
    };
    if (m->ps->tokens_on_line != 1 || m->ps->first.kind != T_WORD)
        return false;
    const struct name *typed = m->ps->first.value.name;
    const char *near = here_for(lines, COUNT_OF(lines), name_str(typed));
    if (!near)
        near = word_near_line_start(typed);
    struct diag *g = diag_add(m->ps->diags, D_unknown_line, m->ps->first.span, typed->text);
    if (near)
        diag_fix(m->ps->diags, g, m->ps->first.span, near, "write `%s`", near);
    else if (is_quoted(m->found))
        diag_fix(m->ps->diags, g, SPAN_NONE, NULL,
                 "write `- %s \"…\"` if it is a choice; otherwise begin the line with what it does",
                 typed->text);
    else
        add_fix(m, g, "begin the line with what it does: `say`, `ask`, `if`, `do`, `note` …");
    return true;
}

static bool (*const slips[])(struct mistake *m) = {
    trailing_and,      answer_needed, two_equals,   comparison_in_words,
    chained,           reserved_name, block_word,   where_in_middle,
    range_sign,        other_order,   no_name,      form_needed,
    name_in_two_words, comma,         times_needed, text_needed,
    foreign_remark,    first_word,
};

/* What fits no slip: what was found, and what could stand there if that is a short list. */
static void report_plain(struct mistake *m) {
    bool shown = m->found.len <= 40 && !memchr(m->found.text, '\n', m->found.len);
    struct str found = shown
                           ? arena_printf(m->ps->arena, "`%.*s`", (int)m->found.len, m->found.text)
                           : STR("this");
    struct buffer expected;
    struct diag *g = m->found.len
                         ? diag_add(m->ps->diags, D_unexpected, m->span, (int)found.len, found.text)
                         : diag_add(m->ps->diags, D_line_ends, m->span);
    buffer_init(&expected);
    for (int i = 0; i < m->at->expected_count && m->at->expected_count <= 5; i++)
        buffer_printf(&expected, "%s%s",
                      i == 0                           ? ""
                      : i == m->at->expected_count - 1 ? " or "
                                                       : ", ",
                      m->at->expected[i]);
    if (expected.len)
        diag_fix(m->ps->diags, g, SPAN_NONE, NULL, "here can stand: %s", expected.text);
    buffer_release(&expected);
}

/* A line that already has a message makes no further sense to the grammar. */
static bool line_is_told(const struct parse *ps, struct span span) {
    const struct source *source = ps->source;
    for (size_t i = 0; i < ps->diags->count; i++) {
        uint32_t a = ps->diags->items[i].span.lo, b = span.lo;
        uint32_t lo = a < b ? a : b, hi = a < b ? b : a;
        if (lo < source->base || hi > source->base + source->text.len)
            continue;
        if (!memchr(source->text.text + (lo - source->base), '\n', hi - lo))
            return true;
    }
    return false;
}

/* The name that a broken line was about to declare: its uses are no further mistakes. */
static void remember_name(struct parse *ps) {
    if (ps->tokens_on_line >= 2 && ps->second.kind == T_WORD && ps->first.kind != T_WORD)
        ps->second.value.name->mark = NAME_LOST;
}

void parse_report(struct parse *ps, const struct parse_mistake *at) {
    struct mistake m = {.ps = ps, .at = at, .span = at->span};
    remember_name(ps);
    if (line_is_told(ps, at->span))
        return;
    m.found = source_words(ps, at->span);
    m.line_ends = !m.found.len || ps->last.kind == T_NEWLINE;
    if (at->span.lo == at->span.hi && ps->last.span.hi) /* show what stands before the end */
        m.span = (struct span){ps->last.span.hi, ps->last.span.hi};
    for (size_t i = 0; i < COUNT_OF(slips); i++)
        if (slips[i](&m))
            return;
    report_plain(&m);
}
