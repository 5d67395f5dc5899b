#include "author/why.h"

#include "program/rubric.h"
#include "program/scope.h"

#include <string.h>

/* ---- which rubric ---- */
static bool accept_rubric(void *payload, const struct symbol *s) {
    (void)payload;
    return s->rubric != NULL;
}

static const char *names_of_rubrics(struct program *p) {
    struct buffer b;
    buffer_init(&b);
    for (size_t i = 0; i < p->list_count; i++)
        if (p->lists[i]->rubric && !p->lists[i]->module->index)
            buffer_printf(&b, "%s%s", b.len ? ", " : "", p->lists[i]->name->text);
    struct str names = buffer_keep(&b, &p->arena);
    buffer_release(&b);
    return arena_printf(&p->arena, "%.*s", (int)names.len, names.text).text;
}

const struct rubric *why_rubric(struct program *p, struct str name, struct str *why) {
    const struct symbol *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < p->list_count; i++) {
        const struct symbol *s = p->lists[i];
        if (s->rubric && name.len && (str_same(s->path, name) || str_same(name_str(s->name), name)))
            return s->rubric;
        bool counts = s->rubric && (!s->module->index || !only || only->module->index);
        only = counts ? s : only;
        count += s->rubric && !s->module->index;
    }
    if (!name.len && only && count <= 1)
        return only->rubric;
    if (!name.len) {
        *why = only ? arena_printf(&p->arena, "there are several rubrics; say which one: %s",
                                   names_of_rubrics(p))
                    : STR("there is no rubric in it");
        return NULL;
    }
    const struct symbol *near =
        scope_nearest(p->modules[0]->scope, name_of(&p->names, name), accept_rubric, NULL);
    *why = arena_printf(&p->arena, "there is no rubric `%.*s`%s%s%s", (int)name.len, name.text,
                        near ? "; is `" : "", near ? near->name->text : "", near ? "` meant?" : "");
    return NULL;
}

/* ---- one rule ---- */
/* The patterns of a condition, from left to right, each with what it came to. */
struct leaf {
    const struct node_binary *n;
    bool negated; /* it stands behind `not` */
    struct match_reason reason;
};
struct leaves {
    const struct matcher *matcher;
    struct str reply;
    struct arena *arena;
    struct leaf *items; /* malloc'ed */
    size_t count, capacity;
};

static void collect(struct leaves *l, const struct node *n, bool negated) {
    if (!n)
        return;
    if (n->kind == NODE_not) {
        collect(l, AST(not, n)->operand, !negated);
        return;
    }
    if (n->kind != NODE_binary)
        return;
    const struct node_binary *b = AST(binary, n);
    if (b->op == OP_AND || b->op == OP_OR) {
        collect(l, b->left, negated);
        collect(l, b->right, negated);
        return;
    }
    *array_push(l->items, l->count, l->capacity) = (struct leaf){
        b, negated, matcher_why(l->matcher, l->arena, l->reply, rule_sought(n).number)};
}

static const char *op_words(const struct node_binary *n) {
    return n->op == OP_MENTIONS  ? "mentions"
           : n->op == OP_AFFIRMS ? "affirms"
           : n->op == OP_MATCHES ? "matches"
                                 : "starts with";
}

static void write_leaf(struct program *p, const struct leaf *leaf, struct buffer *out) {
    const struct match_reason *m = &leaf->reason;
    struct str written = source_text(&p->sources, leaf->n->right->span);
    buffer_printf(out, "        %s%s %s%.*s: ", leaf->negated ? "not " : "", op_words(leaf->n),
                  leaf->n->right->kind == NODE_word_set ? "~" : "", (int)written.len, written.text);
    if (m->met)
        buffer_printf(out, "“%.*s”\n", (int)m->words.len, m->words.text);
    else if (m->denied.len)
        buffer_printf(out, "not met, because of “%.*s”\n", (int)m->denied.len, m->denied.text);
    else if (m->words.len && m->wanted.len)
        buffer_printf(out, "begins at “%.*s”, then needs %.*s\n", (int)m->words.len, m->words.text,
                      (int)m->wanted.len, m->wanted.text);
    else
        buffer_text(out, "nothing of it is there\n");
}

static struct leaves leaves_of(const struct program *p, const struct rubric *r,
                               const struct rule *rule, struct str reply, struct arena *a) {
    struct leaves l = {.matcher = p->matchers[r->matcher - 1], .reply = reply, .arena = a};
    collect(&l, rule->when, false);
    return l;
}

static struct str text_of(const struct node *text) {
    return text && text->kind == NODE_text ? AST(text, text)->value : (struct str){"", 0};
}

static void write_rule(struct program *p, const struct rubric *r, uint32_t i, struct str reply,
                       bool met, struct arena *a, struct buffer *out) {
    const struct rule *rule = &r->rules[i];
    struct str text = text_of(rule->text), tip = text_of(rule->tip);
    bool harmful = r->harmful && i + 1 == r->rule_count;
    buffer_printf(out, "\n  %s  %s: %.*s (", met ? "met    " : "not met", rule->choice->code->text,
                  (int)text.len, text.text);
    if (harmful)
        buffer_printf(out, "the total is at most %g then", r->cap);
    else
        buffer_printf(out, rule->points ? "%+g" : "%g", rule->points);
    buffer_printf(out, "%s)\n", rule->critical ? ", critical" : "");
    struct leaves l = leaves_of(p, r, rule, reply, a);
    for (size_t k = 0; k < l.count; k++)
        write_leaf(p, &l.items[k], out);
    free(l.items);
    if (tip.len && met == (rule->points <= 0))
        buffer_printf(out, "        %.*s\n", (int)tip.len, tip.text);
}

void why_text(struct program *p, const struct rubric *r, struct str reply, struct buffer *out) {
    struct matching *room = matching_new(p->matchers[r->matcher - 1]);
    struct arena a;
    arena_init(&a);
    struct verdict v = rubric_judge(p, r, room, &a, reply);
    buffer_printf(out, "“%.*s”\n%s: %g of %g points%s%s%s\n", (int)reply.len, reply.text,
                  r->symbol->name->text, v.points, r->most, v.harmful ? ", harmful" : "",
                  v.critical ? ", a critical fail" : "",
                  v.found ? "" : ". No rule places it: this is for a person to judge");
    for (int met = 1; met >= 0; met--)
        for (uint32_t i = 0; i < r->rule_count; i++)
            if (v.met[i] == (met == 1))
                write_rule(p, r, i, reply, met == 1, &a, out);
    arena_release(&a);
    matching_release(room);
}

void why_json(struct program *p, const struct rubric *r, struct str reply, struct json_writer *w) {
    struct matching *room = matching_new(p->matchers[r->matcher - 1]);
    struct arena a;
    arena_init(&a);
    struct verdict v = rubric_judge(p, r, room, &a, reply);
    json_open(w, '{');
    json_member_text(w, "rubric", r->symbol->path);
    json_member_text(w, "reply", reply);
    json_member_number(w, "points", v.points);
    json_member_number(w, "most", r->most);
    json_member_bool(w, "harmful", v.harmful);
    json_member_bool(w, "critical", v.critical);
    json_key(w, "rules");
    json_open(w, '[');
    for (uint32_t i = 0; i < r->rule_count; i++) {
        const struct rule *rule = &r->rules[i];
        json_open(w, '{');
        json_member_text(w, "code", name_str(rule->choice->code));
        json_member_text(w, "text", text_of(rule->text));
        json_member_number(w, "points", rule->points);
        json_member_bool(w, "met", v.met[i]);
        json_key(w, "patterns");
        json_open(w, '[');
        struct leaves l = leaves_of(p, r, rule, reply, &a);
        for (size_t k = 0; k < l.count; k++) {
            const struct match_reason *m = &l.items[k].reason;
            json_open(w, '{');
            json_member_text(w, "looks", str_from(op_words(l.items[k].n)));
            json_member_text(w, "for", source_text(&p->sources, l.items[k].n->right->span));
            json_member_bool(w, "met", m->met);
            json_member_text(w, "words", m->words);
            json_member_text(w, "wanted", m->wanted);
            json_member_text(w, "denied", m->denied);
            json_close(w, '}');
        }
        free(l.items);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
    arena_release(&a);
    matching_release(room);
}
