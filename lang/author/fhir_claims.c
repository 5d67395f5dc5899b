/* Claims put together: what says nothing is left out, what decides decides. */
#include "author/fhir_claims.h"

#include <stdarg.h>
/* ---- making claims ---- */
void carrying_begin(struct carrying *c) {
    c->lost = false;
    c->parts = 0;
}

void carrying_lose(struct carrying *c, struct span at, const char *why, ...) {
    struct buffer b;
    va_list args;
    if (c->lost)
        return;
    va_start(args, why);
    buffer_init(&b);
    buffer_vprintf(&b, why, args);
    va_end(args);
    c->lost = true;
    c->lost_at = at;
    c->lost_why = buffer_keep(&b, c->arena);
    buffer_release(&b);
}

const char *claim_op_word(enum claim_op op) {
    static const char *const words[] = {"=", "!=", "<", "<=", ">", ">="};
    return words[op];
}

static const struct claim always = {.kind = CLAIM_ALWAYS}, never = {.kind = CLAIM_NEVER};

const struct claim *claim_constant(bool yes) {
    return yes ? &always : &never;
}

const struct claim *claim_new(struct carrying *c, struct claim claim) {
    struct claim *kept = arena_new(c->arena, struct claim);
    *kept = claim;
    if (++c->parts > CLAIM_MOST_PARTS)
        carrying_lose(c, SPAN_NONE, "it grows too long");
    return kept;
}

static bool same_value(const struct claim_value *a, const struct claim_value *b) {
    return a->type == b->type && a->yes == b->yes && a->number == b->number &&
           str_same(a->text, b->text) && str_same(a->coding.code, b->coding.code) &&
           str_same(a->coding.system, b->coding.system);
}

static bool same_claim(const struct claim *a, const struct claim *b) {
    return a == b || (a->kind == b->kind && !a->count && !b->count && a->op == b->op &&
                      str_same(a->item, b->item) && same_value(&a->value, &b->value) &&
                      str_same(a->path, b->path));
}

const struct claim *claim_join(struct carrying *c, enum claim_kind kind, const struct claim *a,
                               const struct claim *b) {
    const struct claim *both[] = {a, b};
    enum claim_kind idle = kind == CLAIM_ALL ? CLAIM_ALWAYS : CLAIM_NEVER;
    enum claim_kind decides = kind == CLAIM_ALL ? CLAIM_NEVER : CLAIM_ALWAYS;
    struct claim joint = {.kind = kind};
    if (a->kind == decides || b->kind == idle)
        return a;
    if (b->kind == decides || a->kind == idle)
        return b;
    joint.parts = arena_array(c->arena, const struct claim *, a->count + b->count + 2);
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        bool flat = both[i]->kind == kind;
        for (size_t k = 0; k < (flat ? both[i]->count : 1); k++) {
            const struct claim *part = flat ? both[i]->parts[k] : both[i];
            bool known = false;
            for (size_t m = 0; m < joint.count && !known; m++)
                known = same_claim(joint.parts[m], part);
            if (!known)
                joint.parts[joint.count++] = part;
        }
    }
    return joint.count == 1 ? joint.parts[0] : claim_new(c, joint);
}

static enum claim_op opposite(enum claim_op op) {
    static const enum claim_op others[] = {CLAIM_UNEQUAL, CLAIM_EQUAL,      CLAIM_GREATER_EQUAL,
                                           CLAIM_GREATER, CLAIM_LESS_EQUAL, CLAIM_LESS};
    return others[op];
}

const struct claim *claim_about(struct carrying *c, enum claim_kind kind, struct str item) {
    return claim_new(c, (struct claim){.kind = kind, .item = item});
}

const struct claim *claim_not(struct carrying *c, const struct claim *claim) {
    struct claim other = *claim;
    switch (claim->kind) {
    case CLAIM_ALWAYS:
    case CLAIM_NEVER:
        return claim_constant(claim->kind == CLAIM_NEVER);
    case CLAIM_ALL:
    case CLAIM_ANY: {
        enum claim_kind kind = claim->kind == CLAIM_ALL ? CLAIM_ANY : CLAIM_ALL;
        const struct claim *joint = claim_constant(kind == CLAIM_ALL);
        for (size_t i = 0; i < claim->count; i++)
            joint = claim_join(c, kind, joint, claim_not(c, claim->parts[i]));
        return joint;
    }
    case CLAIM_ANSWER: /* no answer is not less, and not as much either */
        other.op = opposite(claim->op);
        return claim->op <= CLAIM_UNEQUAL
                   ? claim_new(c, other)
                   : claim_join(c, CLAIM_ANY, claim_about(c, CLAIM_OPEN, claim->item),
                                claim_new(c, other));
    case CLAIM_GIVEN:
        return claim_about(c, CLAIM_OPEN, claim->item);
    case CLAIM_OPEN:
        return claim_about(c, CLAIM_GIVEN, claim->item);
    case CLAIM_PATH:
        other.path = arena_printf(c->arena, "(%.*s).not()", (int)claim->path.len, claim->path.text);
        return claim_new(c, other);
    }
    return claim;
}

bool claim_is_list(const struct claim *claim) {
    if (claim->kind == CLAIM_ALL || claim->kind == CLAIM_ANY) {
        for (size_t i = 0; i < claim->count; i++)
            if (claim->parts[i]->count || !claim_is_list(claim->parts[i]))
                return false;
        return true;
    }
    return claim->kind == CLAIM_ANSWER || claim->kind == CLAIM_GIVEN || claim->kind == CLAIM_OPEN;
}
