/* Random people answer tests/property/cards.ipt: they answer, are refused, go back, change, rename,
   go on with a clone. After each step the session and the model (model.h) must agree about what is
   asked, what was asked before, and every formula. A sequence that fails is made as short as it can
   be and printed as lines to type.

   random_cards [SEQUENCES [FIRST SEED]] */
#include "property/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/state.h"

enum { STEPS = 64 };
#ifdef __SANITIZE_ADDRESS__
enum { SEQUENCES = 3000 };
#else
enum { SEQUENCES = 100000 };
#endif

struct step {
    uint64_t seed;
    bool dropped;
    char typed[240];
};
struct run {
    struct program *program;
    struct symbol *symbols[ASKED], *formulas[FORMULAS];
    struct session *session;
    struct model model, tried;
    struct step steps[STEPS];
    int step_count;
    uint64_t chance;
    char fault[400]; /* what is not as it should be; empty: nothing */
};

static const char *const question_names[ASKED] = {"people",
                                                  "events",
                                                  "person.alias",
                                                  "person.living",
                                                  "person.near",
                                                  "person.wish",
                                                  "happening.what",
                                                  "happening.whom",
                                                  "trusted",
                                                  "circle",
                                                  "gone",
                                                  "nick",
                                                  "talk",
                                                  "talk_about.hours",
                                                  "talk_about.partner",
                                                  "talk_about.drop",
                                                  "pick",
                                                  "more",
                                                  "last"};
static const char *const formula_names[FORMULAS] = {
    "how_many", "nearness",  "average",   "by_nearness",  "dead",  "faraway",
    "by_name",  "met_again", "how_near",  "with_trusted", "whoms", "in_circle",
    "circled",  "talks",     "talk_here", "partners",     "picks", "last_pick"};

/* ---- chance ---- */
static uint64_t draw(struct run *r) {
    uint64_t x = r->chance += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static int below(struct run *r, int limit) {
    return (int)(draw(r) % (uint64_t)limit);
}

/* ---- the two sides, beside each other ---- */
static bool fail(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(struct run *r, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (!r->fault[0])
        vsnprintf(r->fault, sizeof r->fault, format, args);
    va_end(args);
    return false;
}

static int subject_of(struct run *r, struct value card) {
    if (card.kind != VALUE_CARD)
        return NOBODY;
    return (int)card.len + (card.as.list == r->symbols[EVENTS] ? FIRST_EVENT - 1 : 0);
}

static struct value card_of_subject(struct run *r, int subject) {
    return subject < FIRST_EVENT
               ? value_card(r->symbols[PEOPLE], (uint32_t)subject)
               : value_card(r->symbols[EVENTS], (uint32_t)(subject - FIRST_EVENT + 1));
}

static int item_of(struct run *r, struct value v) {
    return v.kind == VALUE_CARD ? subject_of(r, v) : v.kind == VALUE_YES_NO ? v.as.yes : -1;
}

static bool same(struct run *r, struct value v, const struct said *said) {
    switch ((enum kind)said->kind) {
    case NOT_ASKED:
        return v.kind == VALUE_MISSING;
    case DECLINED:
        return v.kind == VALUE_MISSING && v.reason == MISSING_DECLINED;
    case UNKNOWN:
        return v.kind == VALUE_MISSING && v.reason == MISSING_UNKNOWN;
    case YES_NO:
        return v.kind == VALUE_YES_NO && v.as.yes == (said->number == 1);
    case NUMBER:
        return v.kind == VALUE_NUMBER && v.as.number == said->number;
    case WORD:
        return v.kind == VALUE_TEXT &&
               str_same((struct str){v.as.text, v.len}, str_from(words[(int)said->number].text));
    case CARD:
        return subject_of(r, v) == (int)said->number;
    case LIST:
        break;
    }
    if (v.kind != VALUE_LIST || v.len != said->count)
        return false;
    for (uint32_t i = 0; i < v.len; i++)
        if (item_of(r, v.as.items[i]) != said->items[i])
            return false;
    return true;
}

static void give(struct run *r, const struct said *said, struct value *items, struct answer *out) {
    int number = (int)said->number;
    switch ((enum kind)said->kind) {
    case NOT_ASKED:
        out->value = value_missing(MISSING_NOT_ASKED);
        break;
    case DECLINED:
        out->value = value_missing(MISSING_DECLINED);
        break;
    case UNKNOWN:
        out->value = value_missing(MISSING_UNKNOWN);
        break;
    case YES_NO:
        out->value = value_yes_no(number == 1);
        break;
    case NUMBER:
        out->value = value_number(said->number);
        break;
    case WORD:
        out->value = value_text(number < 0 ? STR("") : str_from(words[number].text));
        break;
    case CARD:
        out->value = card_of_subject(r, number);
        break;
    case LIST:
        for (int i = 0; i < said->count; i++)
            items[i] = card_of_subject(r, said->items[i]);
        out->value = (struct value){.kind = VALUE_LIST, .len = said->count, .as.items = items};
        break;
    }
}

/* ---- are they the same? ---- */
static bool same_members(struct run *r, const struct members *list, struct value v) {
    if (v.kind != VALUE_LIST)
        return list->kind != LIST;
    bool good = v.len == list->count;
    for (uint32_t i = 0; good && i < v.len; i++)
        good = subject_of(r, v.as.items[i]) == list->items[i];
    return good;
}

static bool check_prompt(struct run *r, const struct prompt *p) {
    struct model *m = &r->model;
    struct walk *w = &m->walk;
    const struct kept *k = &m->kept[w->prompt.asked][w->prompt.subject][w->prompt.turn];
    char path[80];
    model_path(m, w->prompt, path, sizeof path);
    if (!str_same(p->path, str_from(path)))
        return fail(r, "%.*s is asked, not %s", (int)p->path.len, p->path.text, path);
    if (p->collecting != w->collecting)
        return fail(r, "%s: is it the list that is asked for?", path);
    const struct members *so_far = w->prompt.asked == PEOPLE ? &w->people : &w->events;
    for (uint32_t i = 0; p->collecting && i < p->so_far_count && i < so_far->count; i++)
        if (!str_same(p->so_far[i], str_from(words[w->label[so_far->items[i]]].text)))
            return fail(r, "so far, number %u is %.*s", i + 1, (int)p->so_far[i].len,
                        p->so_far[i].text);
    if (p->collecting && p->so_far_count != so_far->count)
        return fail(r, "so far there are %u, not %d", p->so_far_count, so_far->count);
    bool choice = p->question->from_list != NULL, good = true;
    for (uint32_t i = 0; choice && good && i < p->offer_count; i++)
        good = i < w->offers.count && subject_of(r, p->offers[i].value) == w->offers.items[i];
    if (choice && (!good || p->offer_count != w->offers.count))
        return fail(r, "%s: something else is offered", path);
    if (!p->collecting &&
        (p->was_answered != k->given || (k->given && !same(r, p->earlier, &k->said))))
        return fail(r, "%s: another earlier answer", path);
    int position = 1;
    for (int i = 0; i < w->count; i++)
        position += !w->full[i];
    return (int)p->position == position || fail(r, "%s is number %u", path, p->position);
}

static bool check_route(struct run *r) {
    struct session *s = r->session;
    struct walk *w = &r->model.walk;
    char path[80];
    for (size_t i = 0; i < s->route_count && i < (size_t)w->count; i++) {
        const struct pool_entry *e = &s->pool[s->route[i]];
        struct asking p = w->route[i];
        int subject = e->context ? subject_of(r, s->contexts[e->context].element) : NOBODY;
        model_path(&r->model, p, path, sizeof path);
        if (e->question->symbol != r->symbols[p.asked] || subject != p.subject ||
            e->occurrence != p.turn + 1u)
            return fail(r, "number %zu on the route is not %s", i + 1, path);
        if (!e->on_route || !same(r, e->value, &r->model.kept[p.asked][p.subject][p.turn].said))
            return fail(r, "%s has another answer", path);
    }
    size_t on_route = 0;
    for (size_t i = 0; i < session_answer_count(s); i++)
        on_route += session_answer_at(s, i).on_route;
    return (s->route_count == (size_t)w->count && on_route == s->route_count) ||
           fail(r, "%zu answers are on the route, %zu say they are, there should be %d",
                s->route_count, on_route, w->count);
}

static bool check_values(struct run *r) {
    struct walk *w = &r->model.walk;
    if (!same_members(r, &w->people, session_value(r->session, r->symbols[PEOPLE])) ||
        !same_members(r, &w->events, session_value(r->session, r->symbols[EVENTS])))
        return fail(r, "others are in the list");
    for (int i = 0; i < FORMULAS; i++)
        if (!same(r, session_value(r->session, r->formulas[i]), &w->formulas[i])) {
            struct buffer b;
            buffer_init(&b);
            session_print(r->session, session_value(r->session, r->formulas[i]), &b);
            fail(r, "%s is %s", formula_names[i], b.text);
            buffer_release(&b);
            return false;
        }
    return true;
}

static bool check(struct run *r) {
    const struct event *event;
    do
        event = session_next(r->session);
    while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    if ((event->kind == EVENT_ASK) == r->model.walk.ended || event->kind == EVENT_ERROR)
        return fail(r, "the interview is %s", event->kind == EVENT_ASK ? "not over" : "over");
    return (event->kind != EVENT_ASK || check_prompt(r, &event->prompt)) && check_route(r) &&
           check_values(r);
}

/* ---- steps ---- */
static struct said some_people(struct run *r) {
    struct said v = {.kind = LIST};
    for (int i = below(r, 4); i > 0 && r->model.people_made; i--)
        v.items[v.count++] = (int8_t)(FIRST_PERSON + below(r, r->model.people_made));
    return v;
}

/* A good answer most of the time. */
static struct said some_answer(struct run *r, int asked) {
    const struct members *people = &r->model.walk.people;
    struct said v = {.kind = YES_NO, .number = below(r, 3) > 0};
    bool room = r->model.people_made < MOST_PEOPLE - 2 && r->model.events_made < MOST_EVENTS - 1;
    int odd = below(r, 20);
    if (odd < 3)
        return (struct said){.kind = odd == 0 ? NOT_ASKED : odd == 1 ? DECLINED : UNKNOWN};
    if (odd == 3)
        return (struct said){.kind = NUMBER, .number = 12};
    switch ((enum asked)asked) {
    case PEOPLE:
    case EVENTS:
        v.kind = WORD;
        v.number = room && below(r, 5) < 3 ? below(r, WORDS) : -1;
        break;
    case ALIAS:
    case WHAT:
    case WISH:
    case NICK:
    case LAST:
        v = (struct said){.kind = WORD, .number = below(r, WORDS + 1) - 1};
        if (asked == NICK && !room)
            v = (struct said){.kind = DECLINED};
        break;
    case NEAR:
    case HOURS:
        v = (struct said){.kind = NUMBER, .number = below(r, asked == NEAR ? 5 : 11)};
        break;
    case WHOM:
    case TRUSTED:
    case PARTNER:
        v = (struct said){.kind = CARD, .number = FIRST_PERSON};
        if (people->count)
            v.number = people->items[below(r, people->count)];
        if (odd == 4 && r->model.people_made)
            v.number = FIRST_PERSON + below(r, r->model.people_made);
        break;
    case CIRCLE:
    case PICK:
        v = some_people(r);
        break;
    case LIVING:
    case GONE:
    case TALK:
    case DROP:
    case MORE:
    case ASKED:
        break;
    }
    return v;
}

static void write_people(struct run *r, const struct said *v, char *out, size_t size) {
    size_t at = 0;
    for (int i = 0; i < (v->kind == LIST ? v->count : 1) && at < size; i++) {
        int who = v->kind == LIST ? v->items[i] : (int)v->number;
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? ", " : "",
                               words[r->model.walk.label[who]].text);
    }
    if (at == 0)
        snprintf(out, size, "none");
}

/* As it is typed. */
static void write_answer(struct run *r, const struct said *v, bool sure, char *out, size_t size) {
    char text[100] = "";
    switch ((enum kind)v->kind) {
    case NOT_ASKED:
        snprintf(text, sizeof text, "# no answer");
        break;
    case DECLINED:
    case UNKNOWN:
        snprintf(text, sizeof text, v->kind == DECLINED ? "/decline" : "/unknown");
        break;
    case YES_NO:
        snprintf(text, sizeof text, v->number == 1 ? "yes" : "no");
        break;
    case NUMBER:
        snprintf(text, sizeof text, "%g", v->number);
        break;
    case WORD:
        snprintf(text, sizeof text, "%s", v->number < 0 ? "" : words[(int)v->number].text);
        break;
    case CARD:
    case LIST:
        write_people(r, v, text, sizeof text);
        break;
    }
    snprintf(out, size, "%-12s%s", text, sure ? " # sure" : "");
}

static bool answer(struct run *r, char *typed, size_t size) {
    if (r->model.walk.ended)
        return true;
    struct said said = some_answer(r, r->model.walk.prompt.asked);
    struct value items[MOST_PEOPLE + 2];
    struct answer given = {.confirmed = below(r, 2)};
    struct str why = {"", 0};
    give(r, &said, items, &given);
    write_answer(r, &said, given.confirmed, typed, size);
    bool taken = session_answer(r->session, &given, &why) == ANSWER_TAKEN;
    if (taken != model_answer(&r->model, said, given.confirmed))
        return fail(r, "the answer is %s: %.*s", taken ? "taken" : "refused", (int)why.len,
                    why.text);
    return true;
}

static bool back(struct run *r) {
    return session_back(r->session) == model_back(&r->model) || fail(r, "/back");
}

static bool on_route(const struct walk *w, struct asking p) {
    for (int i = 0; i < w->count; i++)
        if (memcmp(&w->route[i], &p, sizeof p) == 0)
            return true;
    return false;
}

static bool has_path(const struct str *paths, size_t count, const char *path) {
    for (size_t i = 0; i < count; i++)
        if (str_same(paths[i], str_from(path)))
            return true;
    return false;
}

/* What a preview may say of the places of `there` that are not in `not_there`. */
enum exact { ALL, AT_LEAST, AT_MOST };

static bool check_moved(struct run *r, const struct model *there, const struct walk *not_there,
                        const struct str *paths, size_t count, const char *what, enum exact exact) {
    size_t moved = 0, told = 0;
    char path[80];
    for (int i = 0; i < there->walk.count; i++) {
        struct asking p = there->walk.route[i];
        if (on_route(not_there, p) || !r->model.kept[p.asked][p.subject][p.turn].given)
            continue;
        moved++;
        model_path(there, p, path, sizeof path);
        char *first = strstr(path, "#1");
        if (first)
            *first = '\0';
        told += has_path(paths, count, path);
        if (exact != AT_MOST && told < moved)
            return fail(r, "the preview does not say that %s is %s", path, what);
    }
    return exact == AT_LEAST || told == count ||
           fail(r, "the preview says that %zu are %s, but %zu are", count, what, told);
}

/* Does the model's walk with the change stop earlier than the preview, which looks on beyond
   questions that are put anew? */
static bool stops_early(const struct run *r) {
    const struct walk *before = &r->model.walk, *after = &r->tried.walk;
    return !after->ended &&
           (before->ended || memcmp(&before->prompt, &after->prompt, sizeof before->prompt) != 0);
}

static bool check_preview(struct run *r, const struct change_effects *effects) {
    size_t scores = 0;
    bool early = stops_early(r);
    if (!check_moved(r, &r->model, &r->tried.walk, effects->leaving, effects->leaving_count,
                     "leaving", early ? AT_MOST : ALL) ||
        !check_moved(r, &r->tried, &r->model.walk, effects->returning, effects->returning_count,
                     "returning", early ? AT_LEAST : ALL))
        return false;
    if (early)
        return true;
    for (size_t i = 0; i < effects->score_count; i++) {
        const struct score_change *change = &effects->scores[i];
        for (int f = 0; f < FORMULAS; f++)
            if (r->formulas[f] == change->score) {
                scores++;
                if (!same(r, change->before, &r->model.walk.outside[f]) ||
                    !same(r, change->after, &r->tried.walk.outside[f]))
                    return fail(r, "the preview has another %s", formula_names[f]);
            }
    }
    return scores == effects->score_count || fail(r, "the preview has too many formulas");
}

/* What did not change in the preview has to be the same: in order, or as a set. */
static bool check_unchanged(struct run *r, const struct change_effects *effects) {
    for (int f = 0; f < FORMULAS; f++) {
        const struct said *a = &r->model.walk.outside[f], *b = &r->tried.walk.outside[f];
        bool told = false;
        for (size_t i = 0; i < effects->score_count; i++)
            told |= effects->scores[i].score == r->formulas[f];
        if (!told && !same_said(a, b))
            return fail(r, "the preview is silent about %s", formula_names[f]);
    }
    return true;
}

static bool change(struct run *r, char *typed, size_t size) {
    struct walk *w = &r->model.walk;
    if (!w->count)
        return true;
    struct asking which = w->route[below(r, w->count)];
    struct said said = some_answer(r, which.asked);
    struct value items[MOST_PEOPLE + 2];
    struct answer given = {.confirmed = below(r, 2)};
    struct change_effects effects;
    struct str why = {"", 0}, found;
    char path[60], words_typed[100];
    bool only_preview = below(r, 3) == 0;
    model_path(&r->model, which, path, sizeof path);
    give(r, &said, items, &given);
    write_answer(r, &said, given.confirmed, words_typed, sizeof words_typed);
    snprintf(typed, size, "/change %s  →  %s%s", path, words_typed,
             only_preview ? " # and no to the question" : "");
    if (!session_find_answer(r->session, str_from(path), &found, &why) ||
        !str_same(found, str_from(path)))
        return fail(r, "%s is not found: %.*s", path, (int)why.len, why.text);
    r->tried = r->model;
    bool taken =
        session_preview(r->session, str_from(path), &given, &effects, &why) == ANSWER_TAKEN;
    if (taken != model_change(&r->tried, which, said, given.confirmed))
        return fail(r, "the change is %s: %.*s", taken ? "taken" : "refused", (int)why.len,
                    why.text);
    if (taken &&
        (!check_preview(r, &effects) || (!stops_early(r) && !check_unchanged(r, &effects))))
        return false;
    if (only_preview)
        return true;
    if (taken != (session_change(r->session, str_from(path), &given, &why) == ANSWER_TAKEN))
        return fail(r, "the change is not what its preview was");
    if (taken)
        r->model = r->tried;
    return true;
}

static bool go_on_with_clone(struct run *r) {
    struct session *clone = session_clone(r->session);
    session_free(r->session);
    r->session = clone;
    return true;
}

/* Somebody of a list, taken off it by the person. */
static bool take_off(struct run *r, char *typed, size_t size) {
    const struct walk *w = &r->model.walk;
    const struct members *list = below(r, 3) ? &w->people : &w->events;
    struct change_effects effects;
    struct value card;
    struct str why = {"", 0};
    char path[40];
    if (list->kind != LIST || !list->count)
        return true;
    int who = list->items[below(r, list->count)];
    bool person = who < FIRST_EVENT;
    snprintf(path, sizeof path, "%s/%d", person ? "people" : "events",
             person ? who : who - FIRST_EVENT + 1);
    snprintf(typed, size, "/remove %s", path);
    if (!session_find_card(r->session, str_from(path), &card, &why))
        return fail(r, "there is no %s: %.*s", path, (int)why.len, why.text);
    r->tried = r->model;
    bool goes = session_preview_removal(r->session, card, &effects, &why);
    if (goes != model_remove(&r->tried, who))
        return fail(r, "%s %s: %.*s", path, goes ? "can go" : "stays", (int)why.len, why.text);
    if (goes && (!check_preview(r, &effects) || (!stops_early(r) && !check_unchanged(r, &effects))))
        return false;
    if (goes != session_remove(r->session, card, &why))
        return fail(r, "the removal is not what its preview was");
    if (goes)
        r->model = r->tried;
    return true;
}

static bool take_step(struct run *r, struct step *step) {
    r->chance = step->seed;
    step->typed[0] = '\0';
    int what = below(r, 100);
    if (what < 74)
        return answer(r, step->typed, sizeof step->typed);
    if (what < 82) {
        snprintf(step->typed, sizeof step->typed, "/back");
        return back(r);
    }
    if (what < 89)
        return change(r, step->typed, sizeof step->typed);
    if (what < 94)
        return take_off(r, step->typed, sizeof step->typed);
    snprintf(step->typed, sizeof step->typed, what < 97 ? "# on a clone" : "# compacted");
    if (what < 97)
        return go_on_with_clone(r);
    session_compact(r->session);
    return true;
}

/* ---- sequences ---- */
static bool run_steps(struct run *r, uint64_t seed) {
    struct session_options given = {
        .entry = r->program->interview, .seed = seed, .today = {2026, 11, 26, 0, false}};
    r->session = session_new(r->program, &given);
    r->fault[0] = '\0';
    model_init(&r->model);
    bool good = check(r);
    for (int i = 0; good && i < r->step_count; i++)
        good = r->steps[i].dropped || (take_step(r, &r->steps[i]) && check(r));
    session_free(r->session);
    return good;
}

/* Leaves out every step that the fault does not need. */
static void shorten(struct run *r, uint64_t seed) {
    for (int chunk = r->step_count; chunk > 0; chunk /= 2)
        for (int from = 0; from < r->step_count; from += chunk) {
            struct step before[STEPS];
            memcpy(before, r->steps, sizeof before);
            for (int i = from; i < from + chunk && i < r->step_count; i++)
                r->steps[i].dropped = true;
            if (run_steps(r, seed))
                memcpy(r->steps, before, sizeof before);
        }
    run_steps(r, seed);
}

static bool sequence(struct run *r, uint64_t seed) {
    r->chance = seed * 0x2545f4914f6cdd1du;
    r->step_count = 4 + below(r, STEPS - 4);
    for (int i = 0; i < r->step_count; i++)
        r->steps[i] = (struct step){.seed = draw(r)};
    if (run_steps(r, seed))
        return true;
    shorten(r, seed);
    printf("cards: seed %llu, in tests/property/cards.ipt:\n", (unsigned long long)seed);
    for (int i = 0; i < r->step_count; i++)
        if (!r->steps[i].dropped && r->steps[i].typed[0])
            printf("    %s\n", r->steps[i].typed);
    printf("  then %s\n", r->fault);
    return false;
}

static struct run *run_new(void) {
    struct run *r = memory_get(sizeof *r);
    struct program *p = program_open("tests/property/cards.ipt");
    bool found = p->diags.errors == 0;
    for (int i = 0; found && i < ASKED; i++)
        found = (r->symbols[i] = program_symbol(p, str_from(question_names[i])));
    for (int i = 0; found && i < FORMULAS; i++)
        found = (r->formulas[i] = program_symbol(p, str_from(formula_names[i])));
    r->program = p;
    if (!found)
        printf("cards: tests/property/cards.ipt is not what it was\n");
    return found ? r : NULL;
}

/* Two processes share the work. */
int main(int argc, char **argv) {
    long count = argc > 1 ? atol(argv[1]) : SEQUENCES;
    uint64_t first = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
    struct run *r = run_new();
    if (!r)
        return 1;
    pid_t other = fork();
    bool good = true;
    for (long i = other ? 0 : 1; good && i < count; i += 2)
        good = sequence(r, first + (uint64_t)i);
    int status = 0;
    if (other > 0 && waitpid(other, &status, 0) == other)
        good = good && status == 0;
    program_free(r->program);
    free(r);
    return good ? 0 : 1;
}
