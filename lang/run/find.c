/* Which answer, which card somebody means by what they wrote: "mood", "mood#2",
   "people/3/closeness", "Anna/closeness", "closeness of Anna", and "Anna" for her name. */
#include "run/state.h"

#include "base/text.h"

#include <string.h>

/* ---- cards ---- */
static struct value card_at_path(struct session *s, const struct symbol *list, struct str name) {
    struct buffer path;
    struct value found = value_missing(MISSING_NOT_ASKED);
    struct value members = list_members(s, list);
    buffer_init(&path);
    for (uint32_t i = 0; i < members.len; i++) {
        buffer_clear(&path);
        card_path(members.as.items[i], &path);
        if (str_same(buffer_as_str(&path), name))
            found = members.as.items[i];
    }
    buffer_release(&path);
    return found;
}

/* The nearest label to propose; empty: none is near. */
static struct str near_label(struct session *s, struct str name) {
    struct str nearest = {"", 0};
    int best = INT32_MAX, distance;
    for (size_t i = 0; i < s->program->list_count; i++) {
        struct value members = list_members(s, s->program->lists[i]);
        for (uint32_t k = 0; k < members.len; k++) {
            struct str label = card_label(s, members.as.items[k]);
            if (name_is_near(name, label, &distance) && distance < best) {
                best = distance;
                nearest = label;
            }
        }
    }
    return nearest;
}

bool session_find_card(struct session *s, struct str name, struct value *card, struct str *why) {
    *card = value_missing(MISSING_NOT_ASKED);
    for (size_t i = 0; i < s->program->list_count; i++) {
        const struct symbol *list = s->program->lists[i];
        struct value one = card_at_path(s, list, name);
        if (one.kind == VALUE_CARD) {
            *card = one;
            return true;
        }
        one = card_called(s, list, name, *card);
        if (one.kind == VALUE_CARD && card->kind == VALUE_CARD) {
            struct buffer paths;
            buffer_init(&paths);
            card_path(*card, &paths);
            buffer_text(&paths, " or ");
            card_path(one, &paths);
            *why = arena_printf(&s->scratch, "Which one do you mean, %s?", paths.text);
            buffer_release(&paths);
            return false;
        }
        *card = one.kind == VALUE_CARD ? one : *card;
    }
    if (card->kind == VALUE_CARD)
        return true;
    struct str near = near_label(s, name);
    *why = near.len ? arena_printf(&s->scratch, "Nobody is called %.*s here. Did you mean %.*s?",
                                   (int)name.len, name.text, (int)near.len, near.text)
                    : arena_printf(&s->scratch, "Nobody and nothing is called %.*s here.",
                                   (int)name.len, name.text);
    return false;
}

void say_brought(struct session *s, struct value card, struct str *why) {
    struct str label = card_label(s, card);
    *why = arena_printf(
        &s->scratch,
        card_was_kept(s, card)
            ? "“%.*s” is there from an earlier session; it can be taken off, not renamed."
            : "“%.*s” is in the list because of another answer; change that one.",
        (int)label.len, label.text);
}

/* ---- answers ---- */
/* "Anna/closeness", "Anna.closeness", "closeness of Anna": gives the label that is left. */
static bool split_name(struct str name, struct str field, struct str *label) {
    if (name.len > field.len + 1 &&
        memcmp(name.text + name.len - field.len, field.text, field.len) == 0) {
        char before = name.text[name.len - field.len - 1];
        *label = (struct str){name.text, name.len - field.len - 1};
        return before == '/' || before == '.';
    }
    *label = (struct str){name.text + field.len + 4, name.len - field.len - 4};
    return name.len > field.len + 4 && memcmp(name.text, field.text, field.len) == 0 &&
           memcmp(name.text + field.len, " of ", 4) == 0;
}

/* What is asked about a card, by the card's label; the label alone means what it is called. */
static bool is_named_by_card(struct session *s, const struct pool_entry *e, struct str name) {
    struct value card =
        e->context ? s->contexts[e->context].element : value_missing(MISSING_NOT_ASKED);
    struct str label = name;
    if (card.kind != VALUE_CARD || !name.len)
        return false;
    if (e->question != card.as.list->record->label || memchr(name.text, '/', name.len))
        if (!split_name(name, name_str(e->question->symbol->name), &label))
            return false;
    return value_same(
        card_called(s, card.as.list, text_trim(label), value_missing(MISSING_NOT_ASKED)), card);
}

static bool is_named(struct session *s, const struct pool_entry *e, struct str path,
                     struct str name, uint32_t occurrence) {
    const struct symbol *symbol = e->question->symbol;
    bool named = str_same(path, name) || str_same(symbol->path, name) ||
                 str_same(name_str(symbol->name), name) || is_named_by_card(s, e, name);
    return e->on_route && named && (!occurrence || e->occurrence == occurrence);
}

static bool same_asking(const struct pool_entry *a, const struct pool_entry *b) {
    return a->question->symbol == b->question->symbol && a->context == b->context;
}

/* How one may call an answer: "mood", "closeness of Anna". */
static struct str spoken_name(struct session *s, const struct pool_entry *e) {
    struct value card = value_missing(MISSING_NOT_ASKED);
    if (e->context)
        card = s->contexts[e->context].element;
    if (card.kind != VALUE_CARD)
        return answer_path(s, e->question, e->context, 1);
    struct str label = card_label(s, card);
    return arena_printf(&s->scratch, "%s of %.*s", e->question->symbol->name->text, (int)label.len,
                        label.text);
}

/* The names of the last few answers, each once; empty: there are none. */
static struct str last_names(struct session *s) {
    enum { MOST = 6 };
    struct str names[MOST];
    size_t count = 0;
    for (size_t i = s->route_count; i-- > 0 && count < MOST;) {
        struct str path = spoken_name(s, &s->pool[s->route[i]]);
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known |= str_same(names[k], path);
        if (!known)
            names[count++] = path;
    }
    struct buffer b;
    buffer_init(&b);
    while (count-- > 0)
        buffer_printf(&b, "%s%.*s", b.len ? ", " : "", (int)names[count].len, names[count].text);
    struct str all = buffer_keep(&b, &s->scratch);
    buffer_release(&b);
    return all;
}

static void say_no_answer(struct session *s, struct str name, struct str nearest, struct str *why) {
    struct value card;
    struct str none;
    if (session_find_card(s, name, &card, &none)) { /* its name is no answer of its own */
        say_brought(s, card, why);
        return;
    }
    if (!nearest.len)
        nearest = near_label(s, name);
    struct str last = last_names(s);
    if (nearest.len)
        *why = arena_printf(&s->scratch, "There is no answer called %.*s. Did you mean %.*s?",
                            (int)name.len, name.text, (int)nearest.len, nearest.text);
    else if (last.len)
        *why = arena_printf(&s->scratch, "There is no answer called %.*s. The last ones are: %.*s.",
                            (int)name.len, name.text, (int)last.len, last.text);
    else
        *why = arena_printf(&s->scratch, "There is no answer called %.*s so far.", (int)name.len,
                            name.text);
}

/* Is there an answer whose whole name this is? Then nothing else is meant. */
static bool is_whole_name(struct session *s, struct str name) {
    for (size_t i = 0; i < s->route_count; i++) {
        const struct pool_entry *e = &s->pool[s->route[i]];
        if (str_same(answer_path(s, e->question, e->context, 1), name))
            return true;
    }
    return false;
}

struct pool_entry *find_answer(struct session *s, struct str name, struct str *why) {
    const char *hash = memchr(name.text, '#', name.len);
    uint32_t occurrence = 0;
    struct str bare = name;
    if (hash) {
        bare.len = (size_t)(hash - name.text);
        for (const char *c = hash + 1; c < name.text + name.len && *c >= '0' && *c <= '9'; c++)
            occurrence = occurrence * 10 + (uint32_t)(*c - '0');
    }
    struct pool_entry *found = NULL;
    struct str nearest = {"", 0};
    int best = INT32_MAX, distance;
    bool whole = is_whole_name(s, bare);
    for (size_t i = 0; i < s->route_count; i++) {
        struct pool_entry *e = &s->pool[s->route[i]];
        struct str path = answer_path(s, e->question, e->context, 1);
        if (whole && !str_same(path, bare))
            continue;
        if (is_named(s, e, path, bare, occurrence)) {
            if (found && !same_asking(found, e)) {
                struct str other = answer_path(s, found->question, found->context, 1);
                *why = arena_printf(&s->scratch, "Several questions are called %.*s: %.*s, %.*s.",
                                    (int)bare.len, bare.text, (int)other.len, other.text,
                                    (int)path.len, path.text);
                return NULL;
            }
            found = e; /* the latest */
        } else if (name_is_near(bare, path, &distance) && distance < best) {
            best = distance;
            nearest = path;
        }
    }
    if (!found)
        say_no_answer(s, name, nearest, why);
    return found;
}

bool session_find_answer(struct session *s, struct str name, struct str *path, struct str *why) {
    struct pool_entry *e = find_answer(s, name, why);
    if (!e || is_kept_by_safeguard(s, e, why))
        return false;
    struct str bare = answer_path(s, e->question, e->context, 1);
    *path = e->occurrence == 1 && seat_at(s, e->question->symbol, e->context)->asked > 1
                ? arena_printf(&s->scratch, "%.*s#1", (int)bare.len, bare.text) /* not the latest */
                : answer_path(s, e->question, e->context, e->occurrence);
    return true;
}
