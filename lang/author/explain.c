/* The three tables that can be asked: diagnostics, words, functions; and the library, which
   explains itself by its comments. */
#include "author/explain.h"

#include "author/words.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "program/builtins.h"
#include "program/module.h"

#include <string.h>

static void add_example(struct buffer *out, const char *title, const char *script) {
    buffer_printf(out, "\n%s\n\n", title);
    while (script && *script) {
        size_t len = strcspn(script, "\n");
        buffer_printf(out, "    %.*s\n", (int)len, script);
        script += len + (script[len] == '\n');
    }
}

static void add_diag(const struct diag_entry *e, struct buffer *out) {
    buffer_printf(out, "%s (%s): %s\n\n%s\n", e->code,
                  e->severity == SEVERITY_ERROR ? "an error" : "a warning", e->wording,
                  e->explanation);
    if (e->bad)
        add_example(out, "With the mistake:", e->bad);
    if (e->good)
        add_example(out, "Mended:", e->good);
}

static struct str text_of(const struct node *n) {
    return n && n->kind == NODE_text ? AST(text, n)->value : (struct str){"", 0};
}

static void add_inventory(const struct program *p, const struct inventory *inventory,
                          struct buffer *out) {
    struct str title = text_of(inventory->title), source = text_of(inventory->source);
    struct str licence = text_of(inventory->licence);
    uint32_t questions = 0; /* that are no items */
    for (size_t i = 0; i < p->question_count; i++)
        questions += p->questions[i]->inventory == inventory && !p->questions[i]->item;
    buffer_printf(out, "\n  %s  %.*s\n    ", inventory->symbol->name->text, (int)title.len,
                  title.text);
    if (inventory->item_count)
        buffer_printf(out, "%u items\n", inventory->item_count);
    else
        buffer_printf(out, "%u questions\n", questions);
    if (source.len)
        buffer_printf(out, "    source: %.*s\n", (int)source.len, source.text);
    if (licence.len)
        buffer_printf(out, "    licence: %.*s\n", (int)licence.len, licence.text);
    for (uint32_t i = 0; i < inventory->score_count; i++) {
        const struct score *score = inventory->scores[i];
        buffer_printf(out, "    score %s", score->symbol->name->text);
        if (score->bounded) {
            buffer_text(out, ", ");
            buffer_number(out, score->least);
            buffer_text(out, " to ");
            buffer_number(out, score->most);
        }
        if (score->missing_up_to)
            buffer_printf(out, ", up to %d items may be missing%s", score->missing_up_to,
                          score->prorated ? " (prorated)" : "");
        buffer_char(out, '\n');
        for (uint32_t k = 0; k < score->band_count; k++) {
            const struct band *band = &score->bands[k];
            struct str label = text_of(band->label);
            buffer_text(out, "      ");
            buffer_number(out, band->from);
            buffer_text(out, " to ");
            buffer_number(out, band->to);
            buffer_printf(out, "  %.*s\n", (int)label.len, label.text);
        }
    }
}

static void add_line(void *payload, struct str text) {
    struct buffer *out = payload;
    buffer_printf(out, "\n    %.*s", (int)text.len, text.text);
}

/* "lists" and the names of all lists that stand in this declaration, or at the top of the module.
 */
static void add_names(const struct program *p, const struct symbol *owner, const char *title,
                      unsigned kinds, struct buffer *out) {
    struct buffer names;
    buffer_init(&names);
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        if (s->owner != owner || !s->module || s->module->index != 0 || !(kinds >> s->kind & 1))
            continue;
        buffer_printf(&names, "%s%s", names.len ? ", " : "", s->name->text);
        for (const struct node *n = s->parameters; n; n = n->next)
            buffer_printf(&names, "%s%s%s", n == s->parameters ? "(" : ", ",
                          AST(name, n)->name->text, n->next ? "" : ")");
    }
    if (names.len) {
        buffer_printf(out, "\n  %s", title);
        text_wrap(buffer_as_str(&names), 76, add_line, out);
        buffer_char(out, '\n');
    }
    buffer_release(&names);
}

/* What `use` brings in. */
static void add_contents(struct program *p, struct buffer *out) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        struct str title;
        if (s->kind != SYMBOL_RECORD || s->module->index != 0)
            continue;
        title = arena_printf(&p->arena, "record %s, with", s->name->text);
        add_names(p, s, title.text,
                  1u << SYMBOL_QUESTION | 1u << SYMBOL_FIELD | 1u << SYMBOL_DEFINE, out);
    }
    add_names(p, NULL, "lists of cards", 1u << SYMBOL_LIST, out);
    add_names(p, NULL, "formulas", 1u << SYMBOL_DEFINE | 1u << SYMBOL_KEEP, out);
    add_names(p, NULL, "branches", 1u << SYMBOL_BRANCH, out);
    add_names(p, NULL, "safeguards", 1u << SYMBOL_SAFEGUARD, out);
    add_names(p, NULL, "settings", 1u << SYMBOL_SETTING, out);
    add_names(p, NULL, "reports", 1u << SYMBOL_REPORT, out);
    add_names(p, NULL, "scales", 1u << SYMBOL_SCALE, out);
}

static void add_module(struct str name, struct buffer *out) {
    struct program *p = program_open(name.text);
    struct str title = program_title(p), version = program_version(p);
    buffer_printf(out, "use %.*s\n\n%.*s, version %.*s\n", (int)name.len, name.text, (int)title.len,
                  title.text, (int)version.len, version.text);
    if (p->module_count && p->modules[0]->protocol && p->modules[0]->protocol->doc.len) {
        struct str doc = p->modules[0]->protocol->doc;
        buffer_printf(out, "%.*s\n", (int)doc.len, doc.text);
    }
    for (size_t i = 0; i < p->inventory_count; i++)
        if (p->inventories[i]->symbol->module->index == 0)
            add_inventory(p, p->inventories[i], out);
    add_contents(p, out);
    program_free(p);
}

static void add_builtin(const struct builtin *b, struct buffer *out) {
    buffer_printf(out, "%s\n\n%s\n", b->usage, b->about);
    if (b->id == BUILTIN_CRISIS_LINES)
        buffer_printf(out, "\n%.*s", (int)stdlib_crisis_lines.size,
                      (const char *)stdlib_crisis_lines.text);
}

static void propose(struct str typed, const char *candidate, int *best, const char **nearest) {
    int distance;
    if (name_is_near(typed, str_from(candidate), &distance) && distance < *best) {
        *best = distance;
        *nearest = candidate;
    }
}

static void add_nearest(struct str name, struct buffer *out) {
    const char *nearest = NULL;
    int best = INT32_MAX;
    for (size_t i = 0; i < stdlib_count; i++)
        propose(name, stdlib_files[i].name, &best, &nearest);
    for (size_t i = 0; i < word_count; i++)
        propose(name, words[i].word, &best, &nearest);
    for (size_t i = 0; i < builtin_count; i++)
        propose(name, builtins[i].name, &best, &nearest);
    for (size_t i = 0; i < DIAG_COUNT; i++)
        propose(name, diag_table[i].code, &best, &nearest);
    buffer_printf(out, "Nothing is called `%.*s`.", (int)name.len, name.text);
    if (nearest)
        buffer_printf(out, " Did you mean `%s`?", nearest);
    buffer_text(out, " `ipt explain` lists everything.\n");
}

bool explain(struct str name, struct buffer *out) {
    const struct diag_entry *entry = diag_find(name);
    bool found = false;
    if (entry) {
        add_diag(entry, out);
        return true;
    }
    for (size_t i = 0; i < word_count; i++) {
        if (!str_is(name, words[i].word))
            continue;
        buffer_printf(out, "%s\n\n%s\n", words[i].usage, words[i].about);
        found = true;
    }
    for (size_t i = 0; i < builtin_count; i++) {
        if (!str_is(name, builtins[i].name))
            continue;
        if (found)
            buffer_char(out, '\n');
        add_builtin(&builtins[i], out);
        found = true;
    }
    if (stdlib_find(name)) {
        if (found)
            buffer_char(out, '\n');
        add_module(str_from(stdlib_find(name)->name), out);
        found = true;
    }
    if (!found)
        add_nearest(name, out);
    return found;
}

void explain_list(struct buffer *out) {
    buffer_text(out, "Modules of the standard library:\n");
    for (size_t i = 0; i < stdlib_count; i++)
        buffer_printf(out, "  %s\n", stdlib_files[i].name);
    buffer_text(out, "\nWords of the language:\n");
    for (size_t i = 0; i < word_count; i++)
        buffer_printf(out, "  %-14s %s\n", words[i].word, words[i].about);
    buffer_text(out, "\nFunctions:\n");
    for (size_t i = 0; i < builtin_count; i++)
        buffer_printf(out, "  %-14s %s\n", builtins[i].name, builtins[i].about);
    buffer_text(out, "\nDiagnostics:\n");
    for (size_t i = 0; i < DIAG_COUNT; i++)
        buffer_printf(out, "  %-14s %s\n", diag_table[i].code, diag_table[i].wording);
}

void explain_json(struct buffer *out) {
    struct json_writer w;
    json_writer_init(&w, out, 1);
    json_open(&w, '[');
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        const struct diag_entry *e = &diag_table[i];
        json_open(&w, '{');
        json_member_text(&w, "code", str_from(e->code));
        json_member_text(&w, "symbol", str_from(e->symbol));
        json_member_text(&w, "severity",
                         e->severity == SEVERITY_ERROR ? STR("error") : STR("warning"));
        json_member_text(&w, "wording", str_from(e->wording));
        json_member_text(&w, "explanation", str_from(e->explanation));
        if (e->bad)
            json_member_text(&w, "bad", str_from(e->bad));
        if (e->good)
            json_member_text(&w, "good", str_from(e->good));
        json_close(&w, '}');
    }
    json_close(&w, ']');
    buffer_char(out, '\n');
}
