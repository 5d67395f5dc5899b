/* See restore.h. A name is taken apart from the left: the declaration, the cards or codes that the
   question was asked about, the question, and the how-many-eth time. */
#include "run/restore.h"

#include "base/json.h"
#include "run/date.h"
#include "run/pieces.h"
#include "run/print.h"
#include "run/past.h"
#include "run/state.h"
#include "run/value_json.h"

#include <string.h>

struct restorer {
    struct session *s;
    struct arena *arena;
    struct restored *result;
    size_t capacity;
};

/* ---- names ---- */
struct where {
    const struct question *question;
    uint32_t context, occurrence;
};

static bool whole_number(struct str s, uint32_t *number) {
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.text[i] < '0' || s.text[i] > '9' || (n = n * 10 + (uint64_t)(s.text[i] - '0')) > 1e9)
            return false;
    }
    *number = (uint32_t)n;
    return s.len > 0;
}

/* Takes the part before the next slash off the front. */
static struct str take_part(struct str *rest) {
    const char *slash = rest->len ? memchr(rest->text, '/', rest->len) : NULL;
    struct str part = {rest->text, slash ? (size_t)(slash - rest->text) : rest->len};
    size_t used = part.len + (slash ? 1 : 0);
    rest->text += used;
    rest->len -= used;
    return part;
}

static const struct symbol *symbol_called(const struct program *p, struct str path,
                                          bool (*wanted)(const struct symbol *s)) {
    for (size_t i = 0; i < p->symbol_count; i++)
        if (wanted(p->symbols[i]) && str_same(p->symbols[i]->path, path))
            return p->symbols[i];
    return NULL;
}

static bool is_list(const struct symbol *s) {
    return s->kind == SYMBOL_LIST && s->record && s->record->label;
}

static bool is_question(const struct symbol *s) {
    return s->kind == SYMBOL_QUESTION && s->question;
}

/* Is this what the question was called in an earlier version, in full or by its name alone? */
static bool was_called(const struct symbol *s, struct str name) {
    struct str was = s->question->was, owner = s->owner ? s->owner->path : (struct str){"", 0};
    return was.len && (str_same(was, name) ||
                       (owner.len + 1 + was.len == name.len && name.text[owner.len] == '.' &&
                        memcmp(name.text, owner.text, owner.len) == 0 &&
                        memcmp(name.text + owner.len + 1, was.text, was.len) == 0));
}

static const struct symbol *renamed(const struct program *p, struct str name) {
    for (size_t i = 0; i < p->symbol_count; i++)
        if (is_question(p->symbols[i]) && was_called(p->symbols[i], name))
            return p->symbols[i];
    return NULL;
}

static const struct symbol *question_of(const struct program *p, const struct symbol *owner,
                                        struct str declaration, struct str name) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        if (!is_question(s) || !s->owner ||
            !(str_same(name_str(s->name), name) || str_same(s->question->was, name)))
            continue;
        if (owner ? s->owner == owner : str_same(s->owner->path, declaration))
            return s;
    }
    return NULL;
}

static struct value card_numbered(struct session *s, const struct symbol *list, uint32_t id) {
    while (s->rosters[list->place].count < id)
        card_new(s, list);
    return value_card(list, id);
}

/* Codes are compared by their names, so any choice of this code will do. */
static bool choice_coded(const struct program *p, struct str code, struct value *out) {
    for (size_t i = 0; i < p->question_count; i++) {
        const struct choices *c = p->questions[i]->choices;
        for (uint32_t k = 0; c && k < c->count; k++) {
            if (!str_same(name_str(c->items[k].code), code))
                continue;
            *out = value_choice(&c->items[k]);
            return true;
        }
    }
    return false;
}

/* "people/3", a code, or a place in a list. */
static bool take_element(struct session *s, struct str *rest, struct value *out) {
    struct str part = take_part(rest);
    uint32_t number;
    const struct symbol *list = symbol_called(s->program, part, is_list);
    if (list) {
        struct str id = take_part(rest);
        if (!whole_number(id, &number) || number < 1 || number > LIMIT_CARDS)
            return false;
        *out = card_numbered(s, list, number);
        return true;
    }
    if (whole_number(part, &number)) {
        *out = value_number(number);
        return true;
    }
    return choice_coded(s->program, part, out);
}

static bool find_in_context(struct session *s, struct str name, struct where *where) {
    struct str rest = name, first = rest, last = name;
    const struct symbol *owner = NULL, *list;
    struct value element = value_missing(MISSING_NOT_ASKED);
    for (size_t i = name.len; i-- > 0 && name.text[i] != '/';)
        last = (struct str){name.text + i, name.len - i};
    struct str middle = {name.text, name.len - last.len - 1};
    rest = middle;
    first = take_part(&rest);
    list = symbol_called(s->program, first, is_list);
    if (list) /* a question of the card itself */
        rest = middle;
    while (rest.len) {
        if (!take_element(s, &rest, &element))
            return false;
        where->context = context_of(s, where->context, element);
    }
    if (list && element.kind == VALUE_CARD)
        owner = list->record->symbol;
    const struct symbol *question = question_of(s->program, owner, first, last);
    where->question = question ? question->question : NULL;
    return question && where->context;
}

/* The line that collects a list puts the question who belongs to it. */
static const struct question *roster_question(const struct program *p, const struct symbol *list) {
    for (size_t i = 0; i < p->question_count; i++)
        if (p->questions[i]->symbol == list)
            return p->questions[i];
    return NULL;
}

static bool find_question(struct session *s, struct str name, struct where *where) {
    const char *hash = name.len ? memchr(name.text, '#', name.len) : NULL;
    *where = (struct where){.occurrence = 1};
    if (hash) {
        struct str digits = {hash + 1, name.len - (size_t)(hash + 1 - name.text)};
        if (!whole_number(digits, &where->occurrence) || where->occurrence < 2)
            return false;
        name.len = (size_t)(hash - name.text);
    }
    if (name.len && memchr(name.text, '/', name.len))
        return find_in_context(s, name, where);
    const struct symbol *symbol = symbol_called(s->program, name, is_question);
    const struct symbol *list = symbol_called(s->program, name, is_list);
    if (!symbol && !list)
        symbol = renamed(s->program, name);
    where->question = symbol ? symbol->question : list ? roster_question(s->program, list) : NULL;
    return where->question != NULL;
}

/* ---- values ---- */
static bool read_card(struct session *s, struct str path, struct value *out) {
    return path.len && memchr(path.text, '/', path.len) && take_element(s, &path, out) &&
           out->kind == VALUE_CARD && !path.len;
}

static bool card_at(void *payload, struct str path, struct value *out) {
    return read_card(payload, path, out);
}

bool value_of_member(struct session *s, const struct question *q, const struct json *o,
                     struct value *out) {
    const struct json *missing = json_get(o, "missing");
    const struct value_reader reader = {&s->scratch, card_at, s};
    if (missing)
        return value_read_missing(json_as_text(missing), out);
    const struct json *v = json_get(o, "value");
    struct type type = q->type;
    if (q->symbol->kind == SYMBOL_LIST) /* who belongs to it; or the label of one more */
        type.kind = json_kind(v) == JSON_KIND_ARRAY ? TYPE_LIST : TYPE_TEXT;
    return value_read(&reader, type, v, out) && (q->form != FORM_DATE || out->as.date.day > 0);
}

/* ---- the pool ---- */
/* Behind the earlier answers of the same question in the same context. */
static struct pool_entry *append(struct session *s, const struct where *where) {
    struct seat *seat = seat_at(s, where->question->symbol, where->context);
    uint32_t index = (uint32_t)s->pool_count, *link = &seat->head, occurrence = 1;
    while (*link != NO_ENTRY) {
        link = &s->pool[*link].next;
        occurrence++;
    }
    if (occurrence != where->occurrence || s->pool_count >= LIMIT_ANSWERS)
        return NULL;
    *link = index; /* before the pool may move */
    struct pool_entry *entry = array_push(s->pool, s->pool_count, s->pool_capacity);
    *entry = (struct pool_entry){.question = where->question,
                                 .context = where->context,
                                 .occurrence = occurrence,
                                 .next = NO_ENTRY};
    return entry;
}

/* ---- words ---- */
/* What a text says; NUL stands where a hole is, for whatever was in it. */
static void fixed_words(void *payload, const struct node *text, struct buffer *out) {
    (void)payload;
    buffer_str(out, AST(text, text)->value);
    for (const struct node *part = AST(text, text)->parts; part; part = part->next)
        if (part->kind == NODE_text)
            buffer_str(out, AST(text, part)->value);
        else
            buffer_char(out, 0);
}

static void any_card(void *payload, struct value v, struct buffer *out) {
    (void)payload;
    (void)v;
    buffer_char(out, 0);
}

static bool fits(struct str words, struct str said) {
    bool behind_hole = false;
    for (;;) {
        const char *hole = words.len ? memchr(words.text, 0, words.len) : NULL, *at = said.text;
        struct str fixed = {words.text, hole ? (size_t)(hole - words.text) : words.len};
        if (fixed.len > said.len || (!hole && !behind_hole && fixed.len != said.len))
            return false;
        if (!hole) /* the end is the end */
            at += said.len - fixed.len;
        else if (behind_hole)
            at = memmem(said.text, said.len, fixed.text, fixed.len);
        if (!at || memcmp(at, fixed.text, fixed.len) != 0)
            return false;
        if (!hole)
            return true;
        said.len -= (size_t)(at - said.text) + fixed.len;
        said.text = at + fixed.len;
        words.len -= fixed.len + 1;
        words.text = hole + 1;
        behind_hole = true;
    }
}

/* Would the question, and what was chosen, still be put in these words? Who is on a list is asked
   in others from card to card. */
static bool same_words(const struct question *q, struct value v, const struct json *answer) {
    static const struct value_printer printer = {fixed_words, any_card, NULL};
    struct str said = json_as_text(json_get(answer, "question"));
    struct str chosen = json_as_text(json_get(answer, "label"));
    struct buffer words;
    bool same = true;
    if (q->node->kind == NODE_label || q->symbol->kind == SYMBOL_LIST)
        return true;
    buffer_init(&words);
    if (q->prompt && said.len) {
        fixed_words(NULL, q->prompt, &words);
        same = fits(buffer_as_str(&words), said);
    }
    if (chosen.len) {
        buffer_clear(&words);
        value_print_with(v, &words, &printer);
        same &= fits(buffer_as_str(&words), chosen);
    }
    buffer_release(&words);
    return same;
}

/* Fixed words: no holes in them. */
static bool is_worded_alike(const struct node *a, const struct node *b) {
    bool plain = a && b && a->kind == NODE_text && b->kind == NODE_text && !AST(text, a)->parts &&
                 !AST(text, b)->parts;
    return plain ? str_same(AST(text, a)->value, AST(text, b)->value) : !a == !b;
}

/* Do the words before an item, and those at the points of a rating, stand as they did? */
static bool same_frame(const struct program *was, const struct question *q) {
    const struct symbol *s = was ? program_symbol(was, q->symbol->path) : NULL;
    const struct question *old = s ? s->question : NULL;
    if (!old)
        return true;
    if (q->item && old->item && !is_worded_alike(old->inventory->stem, q->inventory->stem))
        return false;
    for (uint32_t i = 0; q->form == FORM_RATING && q->choices && i < q->choices->count; i++)
        for (uint32_t k = 0; old->choices && k < old->choices->count; k++)
            if (strcmp(q->choices->items[i].code->text, old->choices->items[k].code->text) == 0 &&
                !is_worded_alike(q->choices->items[i].label, old->choices->items[k].label))
                return false;
    return true;
}

static bool restore_answer(struct session *s, const struct json *answer, struct arena *arena,
                           const struct program *was, struct restored *restored) {
    struct where where;
    struct value v;
    struct str name = json_as_text(json_get(answer, "name"));
    if (!find_question(s, name, &where))
        return false;
    if (!value_of_member(s, where.question, answer, &v))
        return false;
    struct pool_entry *entry = append(s, &where);
    if (!entry)
        return false;
    entry->value = value_copy(&s->arena, v);
    pool_words(s, entry, json_as_text(json_get(answer, "question")));
    entry->remark = arena_str(&s->arena, json_as_text(json_get(answer, "remark")));
    entry->confirmed = json_as_bool(json_get(answer, "confirmed"));
    entry->seconds = (float)json_as_number(json_get(answer, "seconds"));
    entry->closed = json_as_bool(json_get(answer, "on_route"));
    if (!same_words(where.question, v, answer) || !same_frame(was, where.question))
        restored->reworded[restored->reworded_count++] =
            arena_str(arena, answer_path(s, where.question, where.context, where.occurrence));
    return true;
}

/* Cards that no `collect` made were added by the script: they are known again by their labels. Some
   of an earlier session were taken off. */
static void restore_cards(struct session *s, const struct json *lists) {
    struct value v;
    for (size_t i = 0; i < json_size(lists); i++) {
        const struct json *cards = json_get(json_at(lists, i), "cards");
        const struct json *taken = json_get(json_at(lists, i), "taken_off");
        for (size_t k = 0; k < json_size(cards); k++) {
            const struct json *card = json_at(cards, k);
            struct str path = json_as_text(json_get(card, "name"));
            if (!json_as_bool(json_get(card, "added")) || !read_card(s, path, &v))
                continue;
            struct card *made = &s->rosters[v.as.list->place].cards[v.len - 1];
            made->added = true;
            made->label = card_label_hash(s, json_as_text(json_get(card, "label")));
        }
        for (size_t k = 0; k < json_size(taken); k++)
            if (read_card(s, json_as_text(json_at(taken, k)), &v) && card_was_kept(s, v))
                card_take_off(s, v);
    }
}

static void restore_remarks(struct session *s, const struct json *remarks) {
    for (size_t i = 0; i < json_size(remarks); i++) {
        const struct json *remark = json_at(remarks, i);
        struct remark *kept = array_push(s->remarks, s->remark_count, s->remark_capacity);
        kept->path = arena_str(&s->arena, json_as_text(json_get(remark, "at")));
        kept->text = arena_str(&s->arena, json_as_text(json_get(remark, "text")));
    }
}

void result_restore(struct session *s, const struct json *result, struct arena *arena,
                    const struct program *was, struct restored *restored) {
    const struct json *answers = json_get(result, "answers");
    size_t capacity = 0;
    *restored =
        (struct restored){.reworded = arena_array(arena, struct str, json_size(answers) + 1)};
    struct str *lost = NULL;
    for (size_t i = 0; i < json_size(answers); i++) {
        const struct json *answer = json_at(answers, i);
        arena_reset(&s->scratch);
        if (restore_answer(s, answer, arena, was, restored)) {
            restored->taken++;
            continue;
        }
        *array_push(lost, restored->lost_count, capacity) =
            arena_str(arena, json_as_text(json_get(answer, "name")));
    }
    restored->lost = arena_array(arena, struct str, restored->lost_count);
    if (restored->lost_count)
        memcpy(restored->lost, lost, restored->lost_count * sizeof *lost);
    free(lost);
    restore_cards(s, json_get(result, "lists"));
    restore_remarks(s, json_get(result, "remarks"));
    session_restart(s);
}

static const struct settings *settings_of(const struct json *told, struct program *p) {
    struct settings *out = arena_new(&p->arena, struct settings);
    struct str *texts = arena_array(&p->arena, struct str, p->symbol_count + 1);
    if (!told)
        return NULL;
    out->crisis_lines = arena_str(&p->arena, json_as_text(json_get(told, "crisis_lines")));
    out->texts = texts;
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_SETTING)
            texts[i] = arena_str(&p->arena, json_as_text(json_get(told, p->symbols[i]->path.text)));
    return out;
}

static const struct past *past_of(const struct json *told, struct program *p) {
    struct past *past = arena_new(&p->arena, struct past);
    if (!told)
        return NULL;
    past_init(past, p, &p->arena);
    past_read(past, told);
    return past;
}

bool result_options(const struct json *result, struct program *p, struct session_options *options,
                    struct str *why) {
    const struct json *script = json_get(result, "script");
    struct buffer words;
    struct date today = {0};
    if (!str_is(json_as_text(json_get(result, "format")), "ipt-result")) {
        *why = STR("this is not the result of an interview");
        return false;
    }
    if (json_as_number(json_get(result, "version")) != 1) {
        *why = STR("this result was written by a newer version of the program");
        return false;
    }
    buffer_init(&words);
    bool day = date_read(json_as_text(json_get(result, "today")), today, false, &today, &words);
    buffer_release(&words);
    options->entry = program_entry(p, json_as_text(json_get(script, "entry")), why);
    options->seed = (uint64_t)json_as_number(json_get(result, "seed"));
    options->today = today;
    options->time_factor = json_as_number(json_get(result, "time_factor"));
    options->settings = settings_of(json_get(result, "settings"), p);
    options->past = past_of(json_get(result, "past"), p);
    if (!day)
        *why = STR("the day of the interview is missing in it");
    return day && options->entry;
}
