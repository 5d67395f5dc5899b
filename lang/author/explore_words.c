/* What exploring found, in words; ways as tests. */
#include "author/explorer.h"

#include "base/source.h"

#include <string.h>

/* ---- answers, as a test writes them ---- */
static void write_value(struct value v, struct buffer *out) {
    static const char *const absent[] = {"declined", "declined",       "declined",
                                         "unknown",  "not applicable", "declined"};
    switch ((enum value_kind)v.kind) {
    case VALUE_MISSING:
        buffer_text(out, absent[v.reason]);
        break;
    case VALUE_YES_NO:
        buffer_text(out, v.as.yes ? "yes" : "no");
        break;
    case VALUE_NUMBER:
        buffer_number(out, v.as.number);
        break;
    case VALUE_TEXT:
        buffer_printf(out, "\"%.*s\"", (int)v.len, v.as.text);
        break;
    case VALUE_OTHER:
        buffer_printf(out, "\"%.*s\"", (int)v.as.other->text.len, v.as.other->text.text);
        break;
    case VALUE_CHOICE:
        buffer_text(out, v.as.option->code->text);
        break;
    case VALUE_DATE:
        buffer_printf(out, "%04d-%02d-%02d", v.as.date.year, v.as.date.month, v.as.date.day);
        break;
    case VALUE_TIME:
        buffer_printf(out, "%d:%02d", v.as.time / 60, v.as.time % 60);
        break;
    case VALUE_DURATION:
        buffer_printf(out, "%d minutes", v.as.duration.minutes);
        break;
    case VALUE_LIST:
        if (!v.len)
            buffer_text(out, "none");
        for (uint32_t i = 0; i < v.len; i++) {
            buffer_text(out, i ? ", " : "(");
            write_value(v.as.items[i], out);
        }
        buffer_text(out, v.len ? ")" : "");
        break;
    case VALUE_CARD:
        buffer_printf(out, "\"Person %u\"", v.len);
        break;
    }
}

struct str written(struct explorer *x, struct value v) {
    struct buffer b;
    buffer_init(&b);
    write_value(v, &b);
    struct str text = buffer_keep(&b, &x->arena);
    buffer_release(&b);
    return text;
}

/* ---- what was found, in words ---- */
bool is_complete(const struct explorer *x) {
    return !x->full && !x->bounded && !x->open_count && x->wrong == NO_STATE;
}

/* The name in front of '#', '/'. */
static size_t stem_of(struct str path) {
    size_t len = 0;
    while (len < path.len && path.text[len] != '#' && path.text[len] != '/')
        len++;
    return len;
}

static bool same_stem(const struct state *a, const struct state *b) {
    size_t len = stem_of(a->question);
    return stem_of(b->question) == len && memcmp(a->question.text, b->question.text, len) == 0;
}

/* Who was named, and below each what was answered about them: all that begins with the list's name.
 */
static void say_people(struct explorer *x, const uint32_t *way, size_t from, size_t count,
                       struct buffer *out) {
    const struct state *first = &x->states[way[from]];
    size_t stem = stem_of(first->question);
    buffer_printf(out, "      answer %.*s\n", (int)stem, first->question.text);
    for (uint32_t person = 1;; person++) {
        uint32_t number = 0;
        for (size_t i = from; i < count; i++) {
            const struct state *s = &x->states[way[i]];
            bool label = s->question.len == stem && same_stem(first, s) && s->answer.len > 2 &&
                         s->answer.text[0] == '"';
            if (label && ++number == person)
                buffer_printf(out, "        - %.*s\n", (int)s->answer.len, s->answer.text);
        }
        if (number < person)
            return;
        struct str prefix =
            arena_printf(&x->scratch, "%.*s/%u/", (int)stem, first->question.text, person);
        for (size_t i = from; i < count; i++) {
            const struct state *s = &x->states[way[i]];
            if (s->question.len > prefix.len &&
                memcmp(s->question.text, prefix.text, prefix.len) == 0)
                buffer_printf(out, "          %.*s = %.*s\n", (int)(s->question.len - prefix.len),
                              s->question.text + prefix.len, (int)s->answer.len, s->answer.text);
        }
    }
}

/* All askings of a question stand on one line, where it was put first. */
static void say_askings(struct explorer *x, const uint32_t *way, size_t from, size_t count,
                        struct buffer *out) {
    const struct state *first = &x->states[way[from]];
    bool is_about = stem_of(first->question) < first->question.len &&
                    first->question.text[stem_of(first->question)] == '/';
    size_t len = is_about ? first->question.len : stem_of(first->question);
    buffer_printf(out, "      %sanswer %.*s = %.*s", is_about ? "# " : "", (int)len,
                  first->question.text, (int)first->answer.len, first->answer.text);
    for (size_t i = from + 1; i < count && !is_about; i++)
        if (same_stem(first, &x->states[way[i]]))
            buffer_printf(out, ", %.*s", (int)x->states[way[i]].answer.len,
                          x->states[way[i]].answer.text);
    buffer_char(out, '\n');
}

static void say_way(struct explorer *x, uint32_t state, struct buffer *out) {
    size_t count = x->states[state].depth, i = count;
    uint32_t *way = arena_array(&x->scratch, uint32_t, count + 1);
    for (uint32_t s = state; s != NO_STATE && i > 0; s = x->states[s].parent)
        way[--i] = s;
    const struct symbol *entry = x->options->entry;
    if (entry->kind != SYMBOL_INTERVIEW)
        buffer_printf(out, "      run %.*s\n", (int)entry->path.len, entry->path.text);
    for (i = 0; i < count; i++) {
        const struct state *s = &x->states[way[i]];
        bool told = false, named = false;
        for (size_t k = 0; k < i; k++)
            told |=
                same_stem(&x->states[way[k]], s) &&
                (x->states[way[k]].collecting || !memchr(s->question.text, '/', s->question.len));
        if (told)
            continue;
        for (size_t k = i; k < count && s->collecting; k++)
            named |= same_stem(s, &x->states[way[k]]) && x->states[way[k]].answer.len > 2 &&
                     x->states[way[k]].answer.text[0] == '"';
        if (named)
            say_people(x, way, i, count, out);
        else if (s->collecting)
            buffer_printf(out, "      answer %.*s = %s\n", (int)stem_of(s->question),
                          s->question.text, s->answer.text[0] == '"' ? "none" : "declined");
        else
            say_askings(x, way, i, count, out);
    }
}

static void say_broken(struct explorer *x, const struct promise *promise, struct buffer *out) {
    struct str title = AST(text, promise->guarantee->title)->value;
    buffer_printf(out, "  broken: %.*s\n    A shortest way, as a test that fails:\n\n",
                  (int)title.len, title.text);
    buffer_printf(out, "    test \"%.*s\"\n", (int)title.len, title.text);
    say_way(x, promise->broken, out);
    if (promise->line->kind == NODE_whenever) {
        buffer_printf(out, "      expect reached %s\n\n", AST(whenever, promise->line)->then->text);
        return;
    }
    struct str condition = source_text(&x->p->sources, AST(at_end, promise->line)->condition->span);
    buffer_printf(out, "      expect %.*s\n\n", (int)condition.len, condition.text);
}

/* A guarantee holds when each of its lines does. */
static bool say_guarantees(struct explorer *x, struct buffer *out, bool *all) {
    bool broken = false;
    *all = true;
    for (size_t i = 0, end; i < x->promise_count; i = end) {
        const struct node_guarantee *guarantee = x->promises[i].guarantee;
        struct str title = AST(text, guarantee->title)->value;
        bool good = true, proved = true;
        for (end = i; end < x->promise_count && x->promises[end].guarantee == guarantee; end++) {
            good &= x->promises[end].broken == NO_STATE;
            proved &= x->promises[end].proved || is_complete(x);
            if (x->promises[end].broken != NO_STATE)
                say_broken(x, &x->promises[end], out);
        }
        broken |= !good;
        *all &= good && proved;
        if (good)
            buffer_printf(out, "  %s: %.*s\n", proved ? "proved" : "not broken so far",
                          (int)title.len, title.text);
    }
    return broken;
}

static void say_unreached(struct explorer *x, struct buffer *out) {
    bool any = false;
    for (size_t i = 0; i < x->p->symbol_count; i++) {
        const struct symbol *s = x->p->symbols[i];
        bool runs = (s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY ||
                     s->kind == SYMBOL_SAFEGUARD) &&
                    s != x->options->entry;
        bool lost = runs ? !x->reached[i]
                    : s->kind == SYMBOL_QUESTION
                        ? !x->asked[i] && s->owner &&
                              (s->owner == x->options->entry || x->reached[s->owner->index])
                        : false;
        if (!lost || s->module->index != 0)
            continue;
        if (!any)
            buffer_text(out, is_complete(x) ? "Never reached:\n" : "Not reached so far:\n");
        any = true;
        struct place place = source_place(&x->p->sources, s->node->span.lo);
        buffer_printf(out, "  %s:%u: %s `%.*s`\n", place.source ? place.source->path : "",
                      place.line,
                      runs ? s->kind == SYMBOL_BRANCH      ? "the branch"
                             : s->kind == SYMBOL_SAFEGUARD ? "the safeguard"
                                                           : "the inventory"
                           : "the question",
                      (int)s->path.len, s->path.text);
    }
}

static uint32_t shortest(const struct explorer *x) {
    for (size_t i = 0; i < x->state_count; i++)
        if (x->states[i].end)
            return x->states[i].depth;
    return 0;
}

static void say_size(struct explorer *x, struct buffer *out) {
    const struct symbol *entry = x->options->entry;
    buffer_printf(out, "%.*s: ", (int)entry->path.len, entry->path.text);
    if (x->full) {
        buffer_printf(out, "more than %zu different places; the rest was not looked at\n",
                      x->state_count);
        return;
    }
    if (x->loops)
        buffer_text(out, "ways without number, since some lines can be repeated");
    else
        count_print(&x->states[0].ways, out);
    if (!x->loops)
        buffer_text(out, " ways that the script can tell apart");
    buffer_printf(out, ", in %zu places\n", x->state_count);
    if (x->loops)
        buffer_printf(out, "The shortest asks %u question%s.\n", shortest(x),
                      shortest(x) == 1 ? "" : "s");
    else
        buffer_printf(out, "The shortest asks %u question%s, the longest %u.\n", shortest(x),
                      shortest(x) == 1 ? "" : "s", x->states[0].longest);
}

static void say_what_is_open(struct explorer *x, struct buffer *out) {
    if (is_complete(x))
        return;
    buffer_text(out, "Not all was seen:\n");
    if (x->full)
        buffer_text(out, "  there are more ways than the limit; --states N looks further\n");
    if (x->bounded)
        buffer_text(out, "  lists were tried with up to two people in each\n");
    for (size_t i = 0; i < x->open_count; i++)
        buffer_printf(out, "  %.*s was tried with some of its values only\n",
                      (int)x->open[i]->path.len, x->open[i]->path.text);
    if (x->wrong != NO_STATE) {
        buffer_printf(out, "  the script stops: %.*s\n", (int)x->wrong_words.len,
                      x->wrong_words.text);
        say_way(x, x->wrong, out);
    }
}

bool say_findings(struct explorer *x, struct buffer *out, bool *all) {
    say_size(x, out);
    say_unreached(x, out);
    say_what_is_open(x, out);
    if (x->promise_count)
        buffer_text(out, "Guarantees:\n");
    return say_guarantees(x, out, all);
}
