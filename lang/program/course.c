/* Courses: how many sessions there are, how far apart, and which phase each belongs to. The lines
   of a course are run like those of a branch, once in each session. */
#include "program/check.h"
#include "program/choices.h"
#include "program/compose.h"

/* ---- the plan ---- */
static void say_no_plan(struct program *p, const struct symbol *s) {
    struct diag *g = diag_add(&p->diags, D_course_no_plan, s->node->span, s->name->text);
    diag_fix(&p->diags, g, SPAN_NONE, NULL,
             "write a line like `sessions 16 every 1 week` below it");
}

/* From one session to the next, in whole days or whole months. */
static bool read_interval(const struct node_duration *every, struct course *course) {
    double n = every->amount;
    switch ((enum time_unit)every->unit) {
    case UNIT_DAYS:
        course->days = (int32_t)n;
        break;
    case UNIT_WEEKS:
        course->days = (int32_t)n * 7;
        break;
    case UNIT_MONTHS:
        course->months = (int32_t)n;
        break;
    case UNIT_YEARS:
        course->months = (int32_t)n * 12;
        break;
    case UNIT_MINUTES:
    case UNIT_HOURS:
        return false;
    }
    return n >= 1 && n == (int32_t)n && n <= 366;
}

static void read_plan(struct program *p, struct course *course, const struct node_sessions *n) {
    course->sessions = n->count;
    if (!read_interval(AST(duration, n->every), course))
        diag_add(&p->diags, D_course_interval, n->every->span);
    if (n->count < 1 || n->count > LIMIT_COURSE)
        diag_add(&p->diags, D_course_length, n->node.span, LIMIT_COURSE);
}

/* ---- phases ---- */
static const struct choice *phase_choice(struct program *p, const struct node_phase *n) {
    struct choices *c = p->phases;
    const struct choice *known = choices_find_name(c, n->name);
    if (known)
        return known; /* another course has a phase of this name too */
    struct choice *o = &c->items[c->count];
    *o = (struct choice){
        .choices = c, .code = n->name, .index = c->count, .label = n->title, .span = n->node.span};
    c->count++;
    return o;
}

static void check_phase(struct program *p, const struct course *course, const struct node_phase *n,
                        uint32_t expected, bool *told) {
    uint32_t from = (uint32_t)n->from, to = (uint32_t)n->to;
    if (*told)
        return;
    struct span at = {n->node.span.lo, n->body ? n->body->span.lo : n->node.span.hi};
    *told = true;
    if (from > to)
        diag_add(&p->diags, D_phase_backwards, at, n->from, n->to);
    else if (to > course->sessions)
        diag_add(&p->diags, D_phase_outside, at, n->name->text, n->to, course->sessions);
    else if (from > expected)
        diag_add(&p->diags, D_phase_gap, at, expected, n->name->text);
    else if (from < expected)
        diag_add(&p->diags, D_phase_overlap, at, n->from);
    else
        *told = false;
}

static void read_phases(struct program *p, struct course *course, struct node *body) {
    size_t count = 0;
    uint32_t expected = 1;
    bool told = course->sessions == 0;
    for (const struct node *n = body; n; n = n->next)
        count += n->kind == NODE_phase;
    struct phase *phases = arena_array(&p->arena, struct phase, count + 1);
    for (const struct node *n = body; n; n = n->next) {
        if (n->kind != NODE_phase)
            continue;
        const struct node_phase *phase = AST(phase, n);
        check_phase(p, course, phase, expected, &told);
        expected = (uint32_t)phase->to + 1;
        for (uint32_t i = 0; i < course->phase_count; i++)
            if (phases[i].choice->code == phase->name)
                diag_add(&p->diags, D_duplicate_name, n->span, phase->name->text, "a phase");
        phases[course->phase_count++] =
            (struct phase){phase_choice(p, phase), (uint32_t)phase->from, (uint32_t)phase->to};
    }
    course->phases = phases;
    if (count && !told && expected <= course->sessions)
        diag_add(&p->diags, D_phase_missing, course->symbol->node->span, expected);
}

static void compose_course(struct program *p, struct symbol *s) {
    struct course *course = arena_new(&p->arena, struct course);
    const struct node_sessions *plan = NULL;
    course->symbol = s;
    for (struct node *n = s->body; n; n = n->next) {
        if (n->kind != NODE_sessions)
            continue;
        if (plan)
            diag_add(&p->diags, D_repeated_line, n->span, "`sessions` line");
        plan = AST(sessions, n);
    }
    if (plan)
        read_plan(p, course, plan);
    else
        say_no_plan(p, s);
    read_phases(p, course, s->body);
    s->course = course;
}

void compose_courses(struct program *p) {
    size_t phases = 0;
    bool any = false;
    for (size_t i = 0; i < p->symbol_count; i++) {
        any |= p->symbols[i]->kind == SYMBOL_COURSE;
        if (p->symbols[i]->kind == SYMBOL_COURSE && !p->interview && !p->symbols[i]->module->index)
            p->interview = p->symbols[i];
        if (p->symbols[i]->kind == SYMBOL_COURSE)
            for (const struct node *n = p->symbols[i]->body; n; n = n->next)
                phases += n->kind == NODE_phase;
    }
    if (!any)
        return;
    p->phases = arena_new(&p->arena, struct choices);
    p->phases->items = arena_array(&p->arena, struct choice, phases + 1);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_COURSE)
            compose_course(p, p->symbols[i]);
}

const struct phase *course_phase(const struct course *course, uint32_t number) {
    for (uint32_t i = 0; i < course->phase_count; i++)
        if (number <= course->phases[i].to || i + 1 == course->phase_count)
            return &course->phases[i];
    return NULL;
}
