/* What exploring found, in words; ways as tests. */
#include "author/explorer.h"

#include "author/as_test.h"
#include "base/source.h"

#include <string.h>

/* ---- what was found, in words ---- */
bool is_complete(const struct explorer *x) {
    return !x->full && !x->bounded && !x->open_count && x->wrong == NO_STATE;
}

static void say_way(struct explorer *x, uint32_t state, struct str title, struct buffer *out) {
    struct session *s = explorer_walk_to(x, state);
    session_as_test(s, title, 4, out);
    session_free(s);
}

static void say_broken(struct explorer *x, size_t index, struct buffer *out) {
    const struct promise *promise = &x->promises.items[index];
    struct str title = AST(text, promise->guarantee->title)->value;
    buffer_printf(out, "  broken: %.*s\n    A shortest way, as a test that fails:\n\n",
                  (int)title.len, title.text);
    say_way(x, x->findings[index].broken, title, out);
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
    const struct promise *promises = x->promises.items;
    for (size_t i = 0, end; i < x->promises.count; i = end) {
        const struct node_guarantee *guarantee = promises[i].guarantee;
        struct str title = AST(text, guarantee->title)->value;
        bool good = true, proved = true;
        for (end = i; end < x->promises.count && promises[end].guarantee == guarantee; end++) {
            good &= x->findings[end].broken == NO_STATE;
            proved &= x->findings[end].proved || is_complete(x);
            if (x->findings[end].broken != NO_STATE)
                say_broken(x, end, out);
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
        say_way(x, x->wrong, STR("the script stops"), out);
    }
}

bool say_findings(struct explorer *x, struct buffer *out, bool *all) {
    say_size(x, out);
    say_unreached(x, out);
    say_what_is_open(x, out);
    if (x->promises.count)
        buffer_text(out, "Guarantees:\n");
    return say_guarantees(x, out, all);
}
