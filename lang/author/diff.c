#include "author/diff.h"

#include "base/buffer.h"
#include "base/source.h"

#include <string.h>

static const char *const words[] = {"wording", "codes",   "type",    "scoring",
                                    "safety",  "renamed", "removed", "added"};

const char *change_word(enum change_kind kind) {
    return words[kind];
}

struct comparing {
    const struct program *old, *new;
    struct arena *arena;
    void (*tell)(void *payload, const struct change *change);
    void *payload;
};

static void tell(struct comparing *c, enum change_kind kind, const struct symbol *s,
                 struct str from, struct str to) {
    bool instrument = s->kind == SYMBOL_SCORE || s->kind == SYMBOL_INVENTORY ||
                      (s->question && s->question->inventory);
    c->tell(c->payload, &(struct change){kind, s->path, from, to, s, instrument});
}

/* ---- texts ---- */
static struct str text_of(const struct program *p, const struct node *text, struct arena *a) {
    struct buffer b;
    if (!text || text->kind != NODE_text)
        return (struct str){"", 0};
    const struct node_text *t = AST(text, text);
    if (!t->parts)
        return t->value;
    buffer_init(&b);
    for (const struct node *part = t->parts; part; part = part->next) {
        if (part->kind == NODE_text)
            buffer_str(&b, AST(text, part)->value);
        else
            buffer_printf(&b, "{%.*s}", (int)source_text(&p->sources, part->span).len,
                          source_text(&p->sources, part->span).text);
    }
    struct str words_ = buffer_keep(&b, a);
    buffer_release(&b);
    return words_;
}

static struct str source_of(const struct program *p, const struct node *n) {
    return n ? source_text(&p->sources, n->span) : (struct str){"", 0};
}

static void compare(struct comparing *c, enum change_kind kind, const struct symbol *s,
                    struct str from, struct str to) {
    if (!str_same(from, to))
        tell(c, kind, s, from, to);
}

/* ---- questions ---- */
static void add_number(struct buffer *out, const char *word, const struct program *p,
                       const struct node *n) {
    struct str text = source_of(p, n);
    if (text.len)
        buffer_printf(out, " %s %.*s", word, (int)text.len, text.text);
}

/* "rating 0 to 10", with what else decides which answers there are. */
static struct str form_of(const struct program *p, const struct question *q, struct arena *a) {
    struct buffer b;
    buffer_init(&b);
    buffer_text(&b, form_name(q->form));
    add_number(&b, "from", p, q->from);
    add_number(&b, "to", p, q->to);
    if (q->step > 0 && q->step != 1) {
        buffer_text(&b, " step ");
        buffer_number(&b, q->step);
    }
    if (q->from_list)
        add_number(&b, "from", p, q->from_list);
    if (q->most)
        buffer_printf(&b, " %d to %d", q->least, q->most);
    buffer_text(&b, q->required ? " required" : "");
    buffer_text(&b, q->reverse ? " reverse" : "");
    struct str form = buffer_keep(&b, a);
    buffer_release(&b);
    return form;
}

/* "a = 0, b = 1" */
static struct str codes_of(const struct choices *choices, struct arena *a) {
    struct buffer b;
    buffer_init(&b);
    for (uint32_t i = 0; choices && i < choices->count; i++) {
        buffer_printf(&b, "%s%s", i ? ", " : "", choices->items[i].code->text);
        if (choices->valued && !choices->items[i].other) {
            buffer_text(&b, " = ");
            buffer_number(&b, choices->items[i].value);
        }
    }
    struct str codes = buffer_keep(&b, a);
    buffer_release(&b);
    return codes;
}

static const struct choice *choice_called(const struct choices *choices, const struct name *code) {
    for (uint32_t i = 0; choices && i < choices->count; i++)
        if (strcmp(choices->items[i].code->text, code->text) == 0)
            return &choices->items[i];
    return NULL;
}

static void compare_labels(struct comparing *c, const struct symbol *s, const struct choices *old,
                           const struct choices *new) {
    for (uint32_t i = 0; new &&i < new->count; i++) {
        const struct choice *is = &new->items[i], *was = choice_called(old, is->code);
        if (was && was != is)
            compare(c, CHANGE_WORDING, s, text_of(c->old, was->label, c->arena),
                    text_of(c->new, is->label, c->arena));
    }
}

static void compare_questions(struct comparing *c, const struct symbol *old,
                              const struct symbol *new) {
    const struct question *was = old->question, *is = new->question;
    if (!str_same(old->path, new->path))
        tell(c, CHANGE_RENAMED, new, old->path, new->path);
    compare(c, CHANGE_WORDING, new, text_of(c->old, was->prompt, c->arena),
            text_of(c->new, is->prompt, c->arena));
    compare(c, CHANGE_TYPE, new, form_of(c->old, was, c->arena), form_of(c->new, is, c->arena));
    compare(c, CHANGE_CODES, new, codes_of(was->choices, c->arena),
            codes_of(is->choices, c->arena));
    compare_labels(c, new, was->choices, is->choices);
    if (was->safety != is->safety)
        tell(c, CHANGE_SAFETY, new, was->safety ? STR("safety") : STR("not safety"),
             is->safety ? STR("safety") : STR("not safety"));
}

/* ---- scores, safeguards, formulas ---- */
static struct str rule_of(const struct program *p, const struct score *score, struct arena *a) {
    struct buffer b;
    struct str value = source_of(p, score->value);
    buffer_init(&b);
    buffer_str(&b, value);
    if (score->missing_up_to)
        buffer_printf(&b, "; missing up to %d%s", score->missing_up_to,
                      score->prorated ? " prorated" : "");
    for (uint32_t i = 0; i < score->band_count; i++) {
        buffer_text(&b, "; ");
        buffer_number(&b, score->bands[i].from);
        buffer_text(&b, " to ");
        buffer_number(&b, score->bands[i].to);
        buffer_printf(&b, " %s", score->bands[i].name->text);
    }
    struct str rule = buffer_keep(&b, a);
    buffer_release(&b);
    return rule;
}

/* The condition, and what it does: on one line. */
static struct str guarded_by(const struct program *p, const struct symbol *s, struct arena *a) {
    struct buffer b;
    buffer_init(&b);
    buffer_str(&b, source_of(p, s->safeguard->condition));
    for (const struct node *n = s->body; n; n = n->next) {
        struct str line = source_of(p, n);
        buffer_text(&b, ";");
        for (size_t i = 0; i < line.len; i++) {
            bool blank = line.text[i] == ' ' || line.text[i] == '\n' || line.text[i] == '\t' ||
                         line.text[i] == '\r';
            if (!blank && (i == 0 || b.text[b.len - 1] == ';'))
                buffer_char(&b, ' ');
            if (!blank || b.text[b.len - 1] != ' ')
                buffer_char(&b, blank ? ' ' : line.text[i]);
        }
        while (b.text[b.len - 1] == ' ')
            b.len--;
    }
    struct str words_ = buffer_keep(&b, a);
    buffer_release(&b);
    return words_;
}

/* ---- practice ---- */
static struct str rule_words(const struct program *p, const struct rubric *r,
                             const struct rule *rule, struct arena *a) {
    struct str when = rule->when ? source_of(p, rule->when) : (struct str){"", 0};
    if (r->harmful && rule == &r->rules[r->rule_count - 1])
        return arena_printf(a, "at most %g when %.*s", r->cap, (int)when.len, when.text);
    return arena_printf(a, "%s %+g%s when %.*s", rule->choice->code->text, rule->points,
                        rule->critical ? " critical" : "", (int)when.len, when.text);
}

static const struct rule *rule_called(const struct rubric *r, const struct name *code) {
    for (uint32_t i = 0; i < r->rule_count; i++)
        if (strcmp(r->rules[i].choice->code->text, code->text) == 0)
            return &r->rules[i];
    return NULL;
}

static void compare_rubrics(struct comparing *c, const struct symbol *s, const struct rubric *old,
                            const struct rubric *new) {
    for (uint32_t i = 0; i < new->rule_count; i++) {
        const struct rule *is = &new->rules[i], *was = rule_called(old, is->choice->code);
        struct str now = rule_words(c->new, new, is, c->arena);
        if (!was) {
            tell(c, CHANGE_SCORING, s, (struct str){"", 0}, now);
            continue;
        }
        compare(c, CHANGE_SCORING, s, rule_words(c->old, old, was, c->arena), now);
        compare(c, CHANGE_WORDING, s, text_of(c->old, was->text, c->arena),
                text_of(c->new, is->text, c->arena));
    }
    for (uint32_t i = 0; i < old->rule_count; i++)
        if (!rule_called(new, old->rules[i].choice->code))
            tell(c, CHANGE_SCORING, s, rule_words(c->old, old, &old->rules[i], c->arena),
                 STR("gone"));
}

static struct str drill_words(const struct drill *d, struct arena *a) {
    return arena_printf(a, "pass %g%s of %g, %u tries", d->pass, d->by_percent ? " percent" : "",
                        d->most, d->tries);
}

static struct str meter_words(const struct meter *m, struct arena *a) {
    return arena_printf(a, "%g to %g start %g", m->from, m->to, m->start);
}

static void compare_practice(struct comparing *c, const struct symbol *old,
                             const struct symbol *new) {
    if (new->rubric && old->rubric)
        compare_rubrics(c, new, old->rubric, new->rubric);
    else if (new->drill && old->drill)
        compare(c, CHANGE_SCORING, new, drill_words(old->drill, c->arena),
                drill_words(new->drill, c->arena));
    else if (new->meter && old->meter)
        compare(c, CHANGE_SCORING, new, meter_words(old->meter, c->arena),
                meter_words(new->meter, c->arena));
}

static void compare_others(struct comparing *c, const struct symbol *old,
                           const struct symbol *new) {
    if (new->kind == SYMBOL_SCORE)
        compare(c, CHANGE_SCORING, new, rule_of(c->old, old->score, c->arena),
                rule_of(c->new, new->score, c->arena));
    else if (new->kind == SYMBOL_DEFINE)
        compare(c, CHANGE_SCORING, new, source_of(c->old, old->body), source_of(c->new, new->body));
    else if (new->kind == SYMBOL_SAFEGUARD)
        compare(c, CHANGE_SAFETY, new, guarded_by(c->old, old, c->arena),
                guarded_by(c->new, new, c->arena));
    else if (new->kind == SYMBOL_INVENTORY)
        compare(c, CHANGE_WORDING, new, text_of(c->old, old->inventory->stem, c->arena),
                text_of(c->new, new->inventory->stem, c->arena));
    else
        compare_practice(c, old, new);
}

/* ---- all of it ---- */
static bool counts(const struct symbol *s) {
    return (s->kind == SYMBOL_QUESTION && s->question) || s->kind == SYMBOL_SCORE ||
           s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_SAFEGUARD || s->kind == SYMBOL_BRANCH ||
           s->kind == SYMBOL_INVENTORY || s->rubric || s->drill || s->meter;
}

static const struct symbol *called(const struct program *p, struct str path,
                                   enum symbol_kind kind) {
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == kind && counts(p->symbols[i]) &&
            str_same(p->symbols[i]->path, path))
            return p->symbols[i];
    return NULL;
}

/* What a symbol of the new version was in the old one; by `was` too. */
static const struct symbol *earlier(struct comparing *c, const struct symbol *s) {
    const struct symbol *old = called(c->old, s->path, s->kind);
    if (old || s->kind != SYMBOL_QUESTION || !s->question->was.len)
        return old;
    old = called(c->old, s->question->was, s->kind);
    struct str owner = s->owner ? s->owner->path : (struct str){"", 0};
    return old ? old
               : called(c->old,
                        arena_printf(c->arena, "%.*s.%.*s", (int)owner.len, owner.text,
                                     (int)s->question->was.len, s->question->was.text),
                        s->kind);
}

static const char *kind_words(const struct symbol *s) {
    return s->kind == SYMBOL_QUESTION    ? s->question->item ? "item" : "question"
           : s->kind == SYMBOL_SCORE     ? "score"
           : s->kind == SYMBOL_DEFINE    ? "formula"
           : s->kind == SYMBOL_SAFEGUARD ? "safeguard"
           : s->kind == SYMBOL_BRANCH    ? "branch"
           : s->rubric                   ? "rubric"
           : s->drill                    ? "drill"
           : s->meter                    ? "meter"
                                         : "inventory";
}

void programs_compare(const struct program *old, const struct program *new, struct arena *a,
                      void (*tell_)(void *payload, const struct change *change), void *payload) {
    struct comparing c = {old, new, a, tell_, payload};
    for (size_t i = 0; i < new->symbol_count; i++) {
        const struct symbol *s = new->symbols[i], *was = counts(s) ? earlier(&c, s) : NULL;
        if (!counts(s))
            continue;
        if (!was)
            tell(&c, CHANGE_ADDED, s, (struct str){"", 0}, str_from(kind_words(s)));
        else if (s->kind == SYMBOL_QUESTION)
            compare_questions(&c, was, s);
        else
            compare_others(&c, was, s);
    }
    for (size_t i = 0; i < old->symbol_count; i++) {
        const struct symbol *s = old->symbols[i];
        bool stays = !counts(s) || called(new, s->path, s->kind);
        for (size_t k = 0; !stays && k < new->symbol_count; k++)
            stays = new->symbols[k]->kind == s->kind &&counts(new->symbols[k]) &&
                    earlier(&c, new->symbols[k]) == s;
        if (!stays)
            tell(&c, s->kind == SYMBOL_SAFEGUARD ? CHANGE_SAFETY : CHANGE_REMOVED, s,
                 str_from(kind_words(s)), STR("gone"));
    }
}
