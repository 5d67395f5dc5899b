/* See model.h. */
#include "property/model.h"

#include <stdio.h>
#include <string.h>

const struct word words[WORDS] = {{"me", 7},   {"Ann", 1}, {"ANN", 1}, {"Ben", 2}, {"Cleo", 3},
                                  {"Cléo", 3}, {"Dan", 4}, {"Eve", 5}, {"Fay", 6}};

static bool is_yes(struct said v) {
    return v.kind == YES_NO && v.number == 1;
}

static bool is_value(struct said v) {
    return v.kind > UNKNOWN;
}

/* ---- asking ---- */
static struct kept *kept_at(struct model *m, struct asking p) {
    return &m->kept[p.asked][p.subject][p.turn];
}

static bool is_among(const struct members *list, int who) {
    for (int i = 0; i < list->count; i++)
        if (list->items[i] == who)
            return true;
    return false;
}

static bool is_choice(int asked) {
    return asked == WHOM || asked == TRUSTED || asked == PARTNER || asked == CIRCLE ||
           asked == PICK;
}

static bool is_offered(const struct members *offers, struct said v) {
    if (v.kind == CARD)
        return is_among(offers, (int)v.number);
    for (int i = 0; v.kind == LIST && i < v.count; i++)
        if (!is_among(offers, v.items[i]))
            return false;
    return true;
}

static void take(struct walk *w, struct asking p, bool full) {
    w->full[w->count] = full;
    w->route[w->count++] = p;
}

static bool stop_at(struct walk *w, struct asking p) {
    w->prompt = p;
    return false;
}

/* True: it is answered, `*v` says what. False: here the person is asked. */
static bool ask(struct model *m, int asked, int subject, int turn, struct said *v) {
    struct asking p = {(uint8_t)asked, (uint8_t)subject, (uint8_t)turn};
    struct kept *k = kept_at(m, p);
    if (!k->given || k->again || (is_choice(asked) && !is_offered(&m->walk.offers, k->said)))
        return stop_at(&m->walk, p);
    *v = k->said;
    take(&m->walk, p, false);
    return true;
}

/* A choice from people, or from all but one; from nobody it is not asked, and `*v` stays. */
static bool choose(struct model *m, int asked, int subject, int turn, int but, struct said *v) {
    struct members *offers = &m->walk.offers;
    offers->count = 0;
    for (int i = 0; i < m->walk.people.count; i++)
        if (m->walk.people.items[i] != but)
            offers->items[offers->count++] = m->walk.people.items[i];
    return offers->count == 0 || ask(m, asked, subject, turn, v);
}

/* ---- cards ---- */
static void enter(struct walk *w, struct members *list, int who, int label) {
    w->label[who] = label;
    w->here[who] = true;
    if (list->kind != LIST)
        *list = (struct members){.kind = LIST};
    list->items[list->count++] = (int8_t)who;
}

static void leave(struct walk *w, struct said whose) {
    int who = (int)whose.number;
    if (whose.kind != CARD || !w->here[who])
        return;
    int at = 0;
    while (w->people.items[at] != who)
        at++;
    memmove(&w->people.items[at], &w->people.items[at + 1], (size_t)(--w->people.count - at));
    w->here[who] = false;
    w->left[who] = true;
}

static int same_label(const struct walk *w, const struct members *list, int word, int but) {
    for (int i = 0; i < list->count; i++)
        if (list->items[i] != but && words[w->label[list->items[i]]].label == words[word].label)
            return list->items[i];
    return 0;
}

static bool person_lines(struct model *m, int who) {
    struct said wish;
    struct said *living = &m->walk.living[who], *near = &m->walk.near[who];
    if (!ask(m, LIVING, who, 0, living))
        return false;
    if (!is_yes(*living))
        return true;
    if (!ask(m, NEAR, who, 0, near))
        return false;
    return near->kind != NUMBER || near->number >= 2 || ask(m, WISH, who, 0, &wish);
}

static bool event_lines(struct model *m, int which) {
    return choose(m, WHOM, which, 0, NOBODY, &m->walk.whom[which]);
}

/* How many have to be named. */
static int fewest(int asked, int turn) {
    return asked != PEOPLE ? 0 : turn == 0 ? 1 : 2;
}

/* Both passes of a `collect`. */
static bool collect(struct model *m, int asked, int turn, int most) {
    struct walk *w = &m->walk;
    struct members *list = asked == PEOPLE ? &w->people : &w->events;
    struct asking all = {(uint8_t)asked, NOBODY, (uint8_t)turn};
    struct kept *k = kept_at(m, all);
    int count = k->given && k->said.kind == LIST ? k->said.count : 0;
    for (int i = 0; i < count; i++) {
        int who = k->said.items[i];
        struct asking p = {asked == PEOPLE ? ALIAS : WHAT, (uint8_t)who, 0};
        struct kept *label = kept_at(m, p);
        w->expected.count = 0;
        for (int later = i; later < count; later++) {
            int one = w->expected.items[w->expected.count++] = k->said.items[later];
            w->label[one] = (int)m->kept[p.asked][one][0].said.number;
        }
        if (label->again || same_label(w, list, (int)label->said.number, who))
            return stop_at(w, p);
        take(w, p, false);
        enter(w, list, who, (int)label->said.number);
    }
    w->expected.count = 0;
    bool full = count >= most;
    bool few = k->recount && list->count < fewest(asked, turn);
    if (!full && (!k->given || k->again || !k->closed || few)) {
        w->collecting = true;
        return stop_at(w, all);
    }
    take(w, all, full);
    if (list->kind != LIST)
        list->kind = k->said.kind;
    for (int i = 0; i < count; i++)
        if (!(asked == PEOPLE ? person_lines(m, k->said.items[i])
                              : event_lines(m, k->said.items[i])))
            return false;
    return true;
}

/* ---- the interview, line by line ---- */
static void add_nick(struct model *m, int word) {
    int *who = &m->called[words[word].label];
    if (!*who)
        *who = FIRST_PERSON + m->people_made++;
    enter(&m->walk, &m->walk.people, *who, word);
    m->walk.living[*who] = (struct said){.kind = YES_NO, .number = 1};
    m->walk.near[*who] = (struct said){.kind = NUMBER, .number = 1};
}

static bool talk_about(struct model *m, int who) {
    struct said hours, partner = {0}, drop;
    if (!ask(m, HOURS, who, 0, &hours))
        return false;
    if (hours.kind != NUMBER || hours.number <= 5)
        return true;
    if (!choose(m, PARTNER, who, 0, who, &partner))
        return false;
    if (!is_value(partner))
        return true;
    if (!ask(m, DROP, who, 0, &drop))
        return false;
    if (is_yes(drop))
        leave(&m->walk, partner);
    return true;
}

static bool is_distant(const struct walk *w, int who) {
    return w->near[who].kind == NUMBER && w->near[who].number < 2;
}

static bool talks(struct model *m) {
    struct walk *w = &m->walk;
    struct members some = {0};
    for (int near = 0; near <= 4; near++) /* 4: those for whom it is missing */
        for (int i = 0; i < w->people.count; i++) {
            int who = w->people.items[i];
            bool dead = w->living[who].kind == YES_NO && !is_yes(w->living[who]);
            int order = w->near[who].kind == NUMBER ? (int)w->near[who].number : 4;
            if (order == near && (is_distant(w, who) || dead))
                some.items[some.count++] = (int8_t)who;
        }
    for (int i = 0; i < some.count; i++) {
        struct said talk;
        if (!w->here[some.items[i]])
            continue;
        if (!ask(m, TALK, some.items[i], 0, &talk))
            return false;
        w->met[some.items[i]] |= is_yes(talk);
        if (is_yes(talk) && !talk_about(m, some.items[i]))
            return false;
    }
    return true;
}

static bool interview(struct model *m) {
    struct said trusted = {0}, circle = {0}, gone, nick, pick, more, last;
    if (!collect(m, PEOPLE, 0, 3) || !collect(m, EVENTS, 0, 2) ||
        !choose(m, TRUSTED, 0, 0, NOBODY, &trusted) || !choose(m, CIRCLE, 0, 0, NOBODY, &circle))
        return false;
    if (is_value(trusted)) {
        if (!ask(m, GONE, 0, 0, &gone))
            return false;
        if (is_yes(gone))
            leave(&m->walk, trusted);
    }
    if (!ask(m, NICK, 0, 0, &nick))
        return false;
    if (is_value(nick))
        add_nick(m, (int)nick.number);
    if (!collect(m, PEOPLE, 1, 2) || !talks(m))
        return false;
    for (int turn = 0; turn < 2; turn++) {
        if (!choose(m, PICK, 0, turn, NOBODY, &pick) || !ask(m, MORE, 0, turn, &more))
            return false;
        if (more.kind == YES_NO && !is_yes(more))
            break;
    }
    return ask(m, LAST, 0, 0, &last);
}

/* ---- formulas ---- */
/* The latest answer of the route, about this subject; NOBODY: about anyone. Whoever has left is in
   no answer any more. */
static struct said latest(struct model *m, int asked, int subject) {
    struct said v = {0}, left = {0};
    for (int i = 0; i < m->walk.count; i++) {
        struct asking p = m->walk.route[i];
        if (p.asked == asked && (subject == NOBODY || p.subject == subject))
            v = kept_at(m, p)->said;
    }
    if (v.kind == CARD && !m->walk.here[(int)v.number])
        return left;
    int count = v.kind == LIST ? v.count : 0;
    for (int i = v.count = 0; i < count; i++)
        if (m->walk.here[v.items[i]])
            v.items[v.count++] = v.items[i];
    return v;
}

static void add_item(struct said *list, int item) {
    list->kind = LIST;
    list->items[list->count++] = (int8_t)item;
}

static void every(struct model *m, int asked, struct said *out) {
    for (int i = 0; i < m->walk.count; i++)
        if (m->walk.route[i].asked == asked) {
            struct said v = kept_at(m, m->walk.route[i])->said;
            bool gone = v.kind == CARD && !m->walk.here[(int)v.number];
            add_item(out, is_value(v) && !gone ? (int)v.number : -1);
        }
    out->kind = LIST;
}

static void sort_people(const struct walk *w, struct said *list,
                        bool (*before)(const struct walk *w, int a, int b)) {
    for (int i = 1; i < list->count; i++)
        for (int k = i; k > 0 && before(w, list->items[k], list->items[k - 1]); k--) {
            int8_t one = list->items[k];
            list->items[k] = list->items[k - 1];
            list->items[k - 1] = one;
        }
}

static bool is_nearer(const struct walk *w, int a, int b) {
    return w->near[a].number > w->near[b].number;
}

static bool is_earlier(const struct walk *w, int a, int b) {
    return words[w->label[a]].label < words[w->label[b]].label; /* numbered by the alphabet */
}

static void formulas_of_people(struct model *m, struct said *f) {
    struct walk *w = &m->walk;
    struct said circle = latest(m, CIRCLE, NOBODY), trusted = latest(m, TRUSTED, NOBODY);
    int sum = 0, with_near = 0, near_sum = 0;
    bool unknown = false;
    for (int i = BY_NEARNESS; i <= CIRCLED; i++)
        if (i == BY_NEARNESS || i == FARAWAY || i == BY_NAME || i == MET_AGAIN || i == CIRCLED)
            f[i].kind = LIST;
    for (int i = 0; i < w->people.count; i++) {
        int who = w->people.items[i];
        struct said near = w->near[who];
        if (is_yes(w->living[who])) {
            sum += (int)near.number;
            unknown |= near.kind != NUMBER;
        } else if (w->living[who].kind == YES_NO && f[DEAD].kind != CARD) {
            f[DEAD] = (struct said){.kind = CARD, .number = who};
        }
        if (near.kind == NUMBER && near.number >= 1) {
            with_near++;
            near_sum += (int)near.number;
            add_item(&f[BY_NEARNESS], who);
        }
        if (is_distant(w, who))
            add_item(&f[FARAWAY], who);
        if (w->met[who])
            add_item(&f[MET_AGAIN], who);
        for (int k = 0; circle.kind == LIST && k < circle.count; k++)
            if (circle.items[k] == who)
                add_item(&f[CIRCLED], who);
        add_item(&f[BY_NAME], who);
    }
    sort_people(w, &f[BY_NEARNESS], is_nearer);
    sort_people(w, &f[BY_NAME], is_earlier);
    f[HOW_MANY] = (struct said){.kind = NUMBER, .number = w->people.count};
    if (!unknown)
        f[NEARNESS] = (struct said){.kind = NUMBER, .number = sum};
    if (with_near)
        f[AVERAGE] = (struct said){.kind = NUMBER, .number = (double)near_sum / with_near};
    if (trusted.kind == CARD)
        f[HOW_NEAR] = w->near[(int)trusted.number];
}

static void formulas_of_events(struct model *m, struct said *f) {
    struct walk *w = &m->walk;
    struct said trusted = latest(m, TRUSTED, NOBODY);
    f[WITH_TRUSTED].kind = NUMBER;
    f[WHOMS].kind = LIST;
    for (int i = 0; i < w->events.count; i++) {
        struct said whom = w->whom[w->events.items[i]];
        bool with = whom.kind == CARD && w->here[(int)whom.number];
        add_item(&f[WHOMS], with ? (int)whom.number : -1);
        f[WITH_TRUSTED].number += with && trusted.kind == CARD && trusted.number == whom.number;
    }
}

static void work_out(struct model *m, int subject, struct said *f) {
    struct said circle = latest(m, CIRCLE, NOBODY), picks = {0};
    memset(f, 0, sizeof *f * FORMULAS);
    if (m->walk.people.kind == LIST)
        formulas_of_people(m, f);
    if (m->walk.events.kind == LIST)
        formulas_of_events(m, f);
    if (circle.kind == LIST)
        f[IN_CIRCLE] = (struct said){.kind = NUMBER, .number = circle.count};
    every(m, TALK, &f[TALKS]);
    every(m, PARTNER, &f[PARTNERS]);
    every(m, PICK, &picks);
    f[PICKS] = (struct said){.kind = NUMBER, .number = picks.count};
    f[TALK_HERE] = latest(m, TALK, subject);
    f[LAST_PICK] = latest(m, PICK, NOBODY);
}

static void walk_again(struct model *m) {
    m->walk = (struct walk){0};
    m->walk.ended = interview(m);
    work_out(m, m->walk.ended ? NOBODY : m->walk.prompt.subject, m->walk.formulas);
    work_out(m, NOBODY, m->walk.outside);
}

void model_init(struct model *m) {
    memset(m, 0, sizeof *m);
    walk_again(m);
}

/* ---- what a person can do ---- */
static bool answer_list(struct model *m, struct kept *k, struct said said) {
    struct walk *w = &m->walk;
    bool people = w->prompt.asked == PEOPLE, one = said.kind == WORD && said.number >= 0;
    struct members *list = people ? &w->people : &w->events;
    int least = fewest(w->prompt.asked, w->prompt.turn);
    bool none = !k->given || k->said.kind != LIST || k->said.count == 0;
    if (one) { /* a new card */
        if ((people && said.number == WORD_ME) || same_label(w, list, (int)said.number, 0))
            return false;
        int who = people ? FIRST_PERSON + m->people_made++ : FIRST_EVENT + m->events_made++;
        m->kept[people ? ALIAS : WHAT][who][0] = (struct kept){.said = said, .given = true};
        if (none)
            k->said = (struct said){.kind = LIST};
        add_item(&k->said, who);
        k->given = true;
        k->again = k->closed = k->recount = false;
        return true;
    }
    if (said.kind == NOT_ASKED || (said.kind != DECLINED && said.kind != UNKNOWN &&
                                   (said.kind != WORD || list->count < least)))
        return false;
    if (none)
        k->said = (struct said){.kind = said.kind == WORD ? LIST : said.kind};
    k->given = k->closed = true;
    k->again = k->recount = false;
    return true;
}

static bool fits(struct walk *w, struct said v, bool confirmed) {
    struct members *list = w->prompt.asked == ALIAS ? &w->people : &w->events;
    int asked = w->prompt.asked;
    if (!is_value(v))
        return v.kind != NOT_ASKED && asked != LAST && asked != ALIAS && asked != WHAT;
    switch ((enum asked)asked) {
    case ALIAS:
    case WHAT:
        return v.kind == WORD && v.number >= 0 && !(asked == ALIAS && v.number == WORD_ME) &&
               !same_label(w, list, (int)v.number, w->prompt.subject) &&
               !same_label(w, &w->expected, (int)v.number, w->prompt.subject);
    case NEAR:
        return v.kind == NUMBER && v.number >= 0 && v.number <= 3 && (v.number > 0 || confirmed);
    case HOURS:
        return v.kind == NUMBER && v.number >= 0 && v.number <= 9;
    case LIVING:
    case GONE:
    case TALK:
    case DROP:
    case MORE:
        return v.kind == YES_NO;
    case WISH:
    case NICK:
    case LAST:
        return v.kind == WORD && v.number >= 0;
    case WHOM:
    case TRUSTED:
    case PARTNER:
        return v.kind == CARD && is_offered(&w->offers, v);
    case CIRCLE:
    case PICK:
        for (int i = 0; v.kind == LIST && i < v.count; i++)
            for (int k = 0; k < i; k++)
                if (v.items[i] == v.items[k])
                    return false;
        return v.kind == LIST && is_offered(&w->offers, v);
    case PEOPLE:
    case EVENTS:
    case ASKED:
        break;
    }
    return false;
}

/* A set is kept in the order in which it was offered. */
static struct said in_order(const struct walk *w, struct said v) {
    struct said set = {.kind = LIST};
    for (int i = 0; v.kind == LIST && i < w->offers.count; i++)
        for (int k = 0; k < v.count; k++)
            if (v.items[k] == w->offers.items[i])
                add_item(&set, v.items[k]);
    return v.kind == LIST ? set : v;
}

bool model_answer(struct model *m, struct said said, bool confirmed) {
    struct kept *k = kept_at(m, m->walk.prompt);
    if (m->walk.collecting) {
        if (!answer_list(m, k, said))
            return false;
    } else {
        if (!fits(&m->walk, said, confirmed))
            return false;
        *k = (struct kept){.said = in_order(&m->walk, said), .given = true};
    }
    walk_again(m);
    return true;
}

bool model_back(struct model *m) {
    int last = m->walk.count - 1;
    while (last >= 0 && m->walk.full[last]) /* was no question: its labels were */
        last--;
    if (last < 0)
        return false;
    kept_at(m, m->walk.route[last])->again = true;
    walk_again(m);
    return true;
}

bool model_change(struct model *m, struct asking which, struct said said, bool confirmed) {
    kept_at(m, which)->again = true;
    walk_again(m);
    bool there = !m->walk.ended && m->walk.prompt.asked == which.asked &&
                 m->walk.prompt.subject == which.subject && m->walk.prompt.turn == which.turn;
    return there && model_answer(m, said, confirmed);
}

bool model_remove(struct model *m, int who) {
    int asked = who < FIRST_EVENT ? PEOPLE : EVENTS;
    for (int turn = 0; turn < TURNS; turn++) {
        struct kept *k = &m->kept[asked][NOBODY][turn];
        for (int i = 0; k->given && k->said.kind == LIST && i < k->said.count; i++) {
            if (k->said.items[i] != who)
                continue;
            memmove(&k->said.items[i], &k->said.items[i + 1], (size_t)(--k->said.count - i));
            k->recount = true;
            walk_again(m);
            return true;
        }
    }
    return false;
}

void model_path(const struct model *m, struct asking p, char *out, size_t size) {
    static const char *const names[] = {"people", "events", "alias", "living",  "near",
                                        "wish",   "what",   "whom",  "trusted", "circle",
                                        "gone",   "nick",   "talk",  "hours",   "partner",
                                        "drop",   "pick",   "more",  "last"};
    const char *owner = p.asked == TALK                       ? "interview/"
                        : p.asked >= HOURS && p.asked <= DROP ? "talk_about/"
                                                              : "";
    bool person = p.subject < FIRST_EVENT, twice = false;
    for (int i = 0; i < m->walk.count; i++)
        twice |= m->walk.route[i].asked == p.asked && m->walk.route[i].subject == p.subject &&
                 m->walk.route[i].turn > 0;
    int at = 0;
    if (p.subject)
        at = snprintf(out, size, "%s%s/%d/", owner, person ? "people" : "events",
                      person ? p.subject : p.subject - FIRST_EVENT + 1);
    snprintf(out + at, size - (size_t)at, p.turn ? "%s#2" : twice ? "%s#1" : "%s", names[p.asked]);
}

bool same_said(const struct said *a, const struct said *b) {
    bool same = a->kind == b->kind && a->count == b->count;
    if (!is_value(*a))
        return !is_value(*b);
    for (int i = 0; same && a->kind == LIST && i < a->count; i++) {
        int in_a = 0, in_b = 0;
        for (int k = 0; k < a->count; k++) {
            in_a += a->items[k] == a->items[i];
            in_b += b->items[k] == a->items[i];
        }
        same = in_a == in_b;
    }
    return same && (a->kind == LIST || a->number == b->number);
}
