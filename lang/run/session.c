/* The interpreter: an explicit array of frames over the statements of the tree. One call of
   session_next runs to the next event; a question leaves its frame where it is until an answer is
   taken, so a clone, a compaction and a refused answer all see the same state. */
#include "run/report.h"
#include "run/practice.h"

#include <math.h>
#include <string.h>

/* ---- frames ---- */
static struct frame *top(struct session *s) {
    return s->frame_count ? &s->frames[s->frame_count - 1] : NULL;
}

/* What it is about goes on in the block: the same card, the same context. */
struct frame *frame_push(struct session *s, const struct node *first) {
    struct frame *f = array_push(s->frames, s->frame_count, s->frame_capacity);
    *f = (struct frame){.next = first, .context = s->context, .card = s->card};
    return f;
}

static void push_block(struct session *s, const struct node *first) {
    if (first)
        frame_push(s, first);
}

void session_enter(struct session *s, const struct symbol *symbol, const struct node *caller) {
    if (s->frame_count >= LIMIT_FRAMES) {
        session_fail(s, symbol->node->span, "more than %d calls stand open", LIMIT_FRAMES);
        return;
    }
    struct frame *f = frame_push(s, symbol->body);
    f->entered = symbol;
    f->caller = caller;
    f->stem_due = symbol->kind == SYMBOL_INVENTORY && symbol->inventory->stem;
    if (symbol->drill)
        practice_begin(s, symbol->drill);
    if (symbol->kind != SYMBOL_INTERVIEW)
        *array_push(s->reached, s->reached_count, s->reached_capacity) = symbol;
}

/* Leaves the branch we are in; gives the `do` it was called by. */
static const struct node *leave_branch(struct session *s) {
    while (s->frame_count > 0) {
        struct frame f = s->frames[--s->frame_count];
        if (f.entered)
            return f.caller;
    }
    return NULL;
}

static void call(struct session *s, const struct node *call_node, const struct symbol *symbol,
                 const struct node *caller) {
    struct value given[16];
    size_t count = 0;
    const struct node *a = call_node->kind == NODE_call ? AST(call, call_node)->arguments : NULL;
    for (; a && count < COUNT_OF(given); a = a->next)
        given[count++] = evaluate(s, a);
    size_t i = 0;
    s->card = value_missing(MISSING_NOT_ASKED); /* the branch has names of its own */
    for (const struct node *p = symbol->parameters; p && i < count; p = p->next) {
        if (given[i].kind == VALUE_CARD) /* what it asks, it asks about this card */
            s->context = context_of(s, s->context, given[i]);
        s->slots[AST(name, p)->symbol->slot].value = value_copy(&s->arena, given[i++]);
    }
    s->epoch++;
    session_enter(s, symbol, caller);
}

/* ---- loops ---- */
static uint32_t whole_count(struct session *s, const struct node *n) {
    struct value v = evaluate(s, n);
    double number;
    if (!value_as_number(v, &number) || number < 1)
        return 0;
    return number > 1e9 ? 1000000000 : (uint32_t)number;
}

static void begin_loop(struct session *s, const struct node_repeat *loop) {
    uint32_t times = loop->how == REPEAT_TIMES ? whole_count(s, loop->value)
                     : loop->at_most           ? whole_count(s, loop->at_most)
                                               : UINT32_MAX;
    if (times == 0 || (loop->how == REPEAT_WHILE && evaluate_truth(s, loop->value) != TRUTH_YES))
        return;
    struct frame *f = frame_push(s, loop->body);
    f->loop = &loop->node;
    f->times = times;
    f->turns = 1;
}

/* At the end of its body: `until` is looked at after each turn, `while` before the next. */
static void end_turn(struct session *s, struct frame *f) {
    const struct node_repeat *loop = f->loop ? AST(repeat, f->loop) : NULL;
    bool again = loop && f->turns < f->times;
    if (again && loop->how == REPEAT_UNTIL)
        again = evaluate_truth(s, loop->value) != TRUTH_YES;
    else if (again && loop->how == REPEAT_WHILE)
        again = evaluate_truth(s, loop->value) == TRUTH_YES;
    if (!again) {
        s->frame_count--;
        return;
    }
    f->turns++;
    f->next = loop->body;
}

/* A block is through; true when it leaves an event. */
static bool end_block(struct session *s, struct frame *f) {
    if (f->loop && f->loop->kind == NODE_collect)
        return collect_turn(s, f);
    if (f->loop && f->loop->kind == NODE_for_each)
        each_turn(s, f);
    else
        end_turn(s, f);
    return false;
}

/* ---- statements ---- */
static bool alert(struct session *s, const struct node *n) {
    struct str text = render(s, AST(alert, n)->text);
    bool known = shown_before(s, n, text);
    if (s->failed || (known && !safeguard_is_fresh(s)))
        return false;
    s->event = (struct event){.kind = EVENT_ALERT, .text = text, .span = n->span};
    s->event.level = AST(alert, n)->level;
    *array_push(s->alerts, s->alert_count, s->alert_capacity) =
        (struct kept_alert){AST(alert, n)->level, arena_str(&s->arena, text), n->span};
    return true;
}

static bool show(struct session *s, const struct node *n) {
    const struct document *d = session_report(s, AST(show, n)->symbol, &s->scratch);
    if (!emit(s, EVENT_REPORT, n, report_words(d)))
        return false;
    s->event.report = d;
    return true;
}

void value_changed(struct session *s) {
    s->epoch++;
    if (s->changed == CHANGED_NOTHING)
        s->changed = CHANGED_VALUE;
}

static void give_value(struct session *s, const struct symbol *symbol, const struct node *value) {
    if (symbol->meter) {
        practice_set_meter(s, symbol, evaluate(s, value));
        return;
    }
    s->slots[symbol->slot].value = value_copy(&s->arena, evaluate(s, value));
    value_changed(s);
}

/* `set` on a field: of a card, or of the one whose lines are being run. */
static void give_field(struct session *s, const struct node_set *n) {
    const struct node *target = n->target;
    const struct symbol *field =
        target->kind == NODE_field ? AST(field, target)->field : AST(name, target)->symbol;
    struct value card = target->kind == NODE_field ? evaluate(s, AST(field, target)->of) : s->card;
    struct value v = evaluate(s, n->value);
    if (card.kind != VALUE_CARD || !card_is_here(s, card))
        return;
    if (field == card.as.list->record->label->symbol) {
        if (v.kind == VALUE_TEXT && v.len)
            card_enter(s, card, v);
        return;
    }
    *card_value(s, card, field) = value_copy(&s->arena, v);
    value_changed(s);
}

static void set(struct session *s, const struct node_set *n) {
    if (!n->symbol || n->symbol->kind == SYMBOL_FIELD)
        give_field(s, n);
    else
        give_value(s, n->symbol, n->value);
}

static void finish(struct session *s, struct str reason) {
    s->status = SESSION_COMPLETED;
    s->handed_over = safeguard_open(s) != NULL;
    s->context = 0;
    s->card = value_missing(MISSING_NOT_ASKED);
    s->epoch++;
    s->reason = arena_str(&s->arena, reason);
    s->frame_count = 0;
    s->event = (struct event){.kind = EVENT_END, .text = s->reason, .status = s->status};
}

/* ---- questions ---- */
/* The lines below the choices that were made, in the order of the choices. */
static void push_option_lines(struct session *s, struct value v) {
    const struct choice *o = choice_of(v);
    for (uint32_t i = v.kind == VALUE_LIST ? v.len : 0; i-- > 0;)
        push_option_lines(s, v.as.items[i]);
    if (o)
        push_block(s, o->body);
}

void session_take(struct session *s, uint32_t entry) {
    const struct node *n = s->asking;
    struct str asked_as = s->event.prompt.text;
    bool plain = !AST(text, s->event.prompt.question->prompt)->parts; /* stands in the program */
    if (plain) {
        s->pool[entry].asked_as = asked_as;
        s->pool[entry].own_words = false;
    } else if (!str_same(s->pool[entry].asked_as, asked_as)) {
        pool_words(s, &s->pool[entry], asked_as);
    }
    s->pool[entry].naming = s->naming;
    s->clock_used += (double)s->pool[entry].seconds;
    route_take(s, entry);
    top(s)->next = n->next;
    if (!s->event.prompt.question->from_list) /* chosen again: the lines belong to the first time */
        push_option_lines(s, s->pool[entry].value);
    s->waiting = false;
}

static bool ask(struct session *s, const struct node *n) {
    struct question *q = n->kind == NODE_ask ? AST(ask, n)->question : AST(item, n)->question;
    struct str why;
    if (!ask_prepare(s, n, q)) {
        top(s)->next = n->next; /* nothing can be chosen: not asked */
        return false;
    }
    s->asking = n;
    struct pool_entry *entry = pool_candidate(s, q->symbol);
    if (entry) {
        struct answer again = {.value = entry->value, .confirmed = true, .remark = entry->remark};
        bool same = !entry->naming || entry->naming == s->naming;
        bool fits = same && answer_check(s, q, &s->event.prompt, &again, &why) == ANSWER_TAKEN;
        if (fits && !entry->ask_again) {
            session_take(s, (uint32_t)(entry - s->pool));
            return false;
        }
        s->event.prompt.unfit = !fits;
    }
    ask_stem(s, q);
    s->waiting = true;
    return true;
}

static bool practise(struct session *s, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_judge:
        return practice_judge(s, AST(judge, n));
    case NODE_reveal:
        return practice_reveal(s, AST(reveal, n));
    case NODE_raise:
        practice_raise(s, AST(raise, n)->symbol, AST(raise, n)->by, 1);
        return false;
    case NODE_lower:
        practice_raise(s, AST(lower, n)->symbol, AST(lower, n)->by, -1);
        return false;
    case NODE_clock: {
        double factor = s->options.time_factor > 0 ? s->options.time_factor : 1;
        s->clock_limit = evaluate(s, AST(clock, n)->limit).as.duration.minutes * 60.0 * factor;
        s->clock_used = 0;
        return false;
    }
    case NODE_give_cue:
        practice_cue(s, AST(give_cue, n));
        return false;
    case NODE_deal:
        practice_deal(s, AST(deal, n));
        return false;
    case NODE_attempt:
        return practice_attempt(s, AST(attempt, n));
    default: /* declarations, modifiers: nothing to do when the route passes them */
        return false;
    }
}

/* The lines that lead somewhere else: into a block, a branch, out of one. False: another line. */
static bool enter(struct session *s, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_if:
        push_block(s, block_of_if(s, AST(if, n)));
        return true;
    case NODE_match:
        push_block(s, block_of_match(s, AST(match, n)));
        return true;
    case NODE_repeat:
        begin_loop(s, AST(repeat, n));
        return true;
    case NODE_each_session:
        push_block(s, AST(each_session, n)->body);
        return true;
    case NODE_phase:
        push_block(s, session_is_in_phase(s, AST(phase, n)) ? AST(phase, n)->body : NULL);
        return true;
    case NODE_for_each:
        each_begin(s, AST(for_each, n));
        return true;
    case NODE_collect:
        collect_begin(s, AST(collect, n));
        return true;
    case NODE_do:
        call(s, AST(do, n)->call, AST(do, n)->symbol, n);
        return true;
    case NODE_go_to: {
        const struct node *caller = leave_branch(s);
        call(s, AST(go_to, n)->call, AST(go_to, n)->symbol, caller);
        return true;
    }
    case NODE_return:
        leave_branch(s);
        return true;
    default:
        return false;
    }
}

/* Runs one statement; true when it left an event. */
static bool run(struct session *s, const struct node *n) {
    if (s->observer)
        s->observer->step(s->observer->payload, n);
    if (n->kind == NODE_ask || n->kind == NODE_item)
        return ask(s, n);
    top(s)->next = n->next;
    if (enter(s, n))
        return false;
    switch ((enum node_kind)n->kind) {
    case NODE_say:
        return say_line(s, n);
    case NODE_note:
        return emit(s, EVENT_NOTE, n, render(s, AST(note, n)->text));
    case NODE_section:
        return emit(s, EVENT_SECTION, n, render(s, AST(section, n)->text));
    case NODE_alert:
        return alert(s, n);
    case NODE_show:
        return show(s, n);
    case NODE_finish:
        finish(s, render(s, AST(finish, n)->reason));
        return true;
    case NODE_let:
        give_value(s, AST(let, n)->symbol, AST(let, n)->value);
        return false;
    case NODE_set:
        set(s, AST(set, n));
        return false;
    case NODE_add:
        card_add(s, AST(add, n));
        return false;
    case NODE_remove:
        return card_remove(s, AST(remove, n));
    default:
        return practise(s, n);
    }
}

static bool step(struct session *s) {
    struct frame *f = top(s);
    if (!f) {
        finish(s, (struct str){"", 0});
        return true;
    }
    if (s->context != f->context || !value_same(s->card, f->card)) {
        s->context = f->context;
        s->card = f->card;
        s->epoch++;
    }
    if (++s->steps > s->step_limit) {
        session_fail(s,
                     f->next   ? f->next->span
                     : f->loop ? f->loop->span
                               : SPAN_NONE,
                     "%u statements ran without a question; this loop does not end", s->step_limit);
        return true;
    }
    while (f->alerts_only && f->next && f->next->kind != NODE_alert)
        f->next = f->next->next;
    return f->next ? run(s, f->next) : end_block(s, f);
}

static void keep_small(struct session *s) {
    if (s->arena.bytes > 2 * s->arena_kept + (1 << 20))
        session_compact(s);
}

const struct event *session_next(struct session *s) {
    if (s->waiting || s->status != SESSION_RUNNING)
        return &s->event;
    s->steps = 0;
    for (;;) {
        arena_reset(&s->scratch);
        if (s->changed != CHANGED_NOTHING && s->program->safeguard_count)
            safeguards_look(s);
        bool event = !s->failed && step(s);
        if (s->failed) {
            s->status = SESSION_STOPPED;
            s->waiting = false;
        }
        if (s->failed || event)
            break;
        keep_small(s);
    }
    if (s->keeper)
        s->keeper->told(s->keeper->payload, s, &s->event);
    return &s->event;
}

/* ---- answers ---- */
/* A set is kept in the order of its choices, however it was typed. */
static struct value in_order(struct session *s, const struct question *q, struct value v) {
    if (v.kind != VALUE_LIST || q->form == FORM_RANK)
        return v;
    struct value *items = arena_array(&s->scratch, struct value, v.len);
    uint32_t count = 0;
    const struct prompt *p = &s->event.prompt;
    for (uint32_t i = 0; q->from_list && i < p->offer_count; i++)
        for (uint32_t k = 0; k < v.len; k++)
            if (value_same(v.as.items[k], p->offers[i].value))
                items[count++] = v.as.items[k];
    if (q->from_list)
        return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
    for (uint32_t i = 0; i < q->choices->count; i++)
        for (uint32_t k = 0; k < v.len; k++)
            if (choice_of(v.as.items[k]) == &q->choices->items[i])
                items[count++] = v.as.items[k];
    return (struct value){.kind = VALUE_LIST, .len = count, .as.items = items};
}

/* The script went wrong while an answer was looked at. */
static bool stopped(struct session *s) {
    if (!s->failed)
        return false;
    s->status = SESSION_STOPPED;
    s->waiting = false;
    return true;
}

/* Is there room for one more answer? */
bool answer_is_kept(struct session *s) {
    if (s->pool_count < LIMIT_ANSWERS)
        return true;
    session_fail(s, s->asking->span, "more than %d answers were given", LIMIT_ANSWERS);
    return !stopped(s);
}

static enum answer_result take_answer(struct session *s, const struct answer *answer,
                                      struct str *why) {
    if (!s->waiting) {
        *why = STR("No question is being put.");
        return ANSWER_REFUSED;
    }
    const struct question *q = s->event.prompt.question;
    if (s->asking->kind == NODE_collect) {
        enum answer_result taken = collect_answer(s, answer, why);
        return stopped(s) ? ANSWER_REFUSED : taken;
    }
    struct answer first = {.value = answer->value};
    enum answer_result result = answer_check(s, q, &s->event.prompt, &first, why);
    bool doubted = result == ANSWER_CONFIRM && answer->confirmed;
    if (doubted)
        result = answer_check(s, q, &s->event.prompt, answer, why);
    if (stopped(s))
        return ANSWER_REFUSED;
    if (result != ANSWER_TAKEN || !answer_is_kept(s))
        return result;
    uint32_t entry = pool_put(s, q, in_order(s, q, answer->value));
    s->pool[entry].confirmed = doubted;
    s->pool[entry].seconds =
        session_is_timed(s) && answer->seconds > 0 ? (float)answer->seconds : 0;
    if (answer->remark.len)
        s->pool[entry].remark = arena_str(&s->arena, answer->remark);
    session_take(s, entry);
    return ANSWER_TAKEN;
}

enum answer_result session_answer(struct session *s, const struct answer *answer, struct str *why) {
    struct move move = {.kind = MOVE_ANSWER, .answer = answer};
    if (s->waiting)
        move.name = s->event.prompt.path;
    enum answer_result result = take_answer(s, answer, why);
    return result == ANSWER_TAKEN && !session_keeps(s, &move, why) ? ANSWER_REFUSED : result;
}

bool session_read(struct session *s, struct str typed, struct value *out, struct str *why) {
    if (!s->waiting) {
        *why = STR("No question is being put.");
        return false;
    }
    return read_typed(s, &s->event.prompt, typed, out, why);
}

void session_restart(struct session *s) {
    if (s->status == SESSION_COMPLETED) { /* it is gone on with */
        s->status = SESSION_RUNNING;
        s->reason = (struct str){"", 0};
        s->handed_over = false;
    }
    route_restart(s);
    session_enter(s, s->options.entry, NULL);
}

bool session_is_timed(const struct session *s) {
    return s->clock_limit > 0;
}

void session_leave(struct session *s) {
    struct str why;
    if (s->status != SESSION_RUNNING)
        return;
    s->status = SESSION_LEFT;
    s->waiting = false;
    s->event = (struct event){.kind = EVENT_END, .status = s->status};
    session_keeps(s, &(struct move){.kind = MOVE_LEAVE}, &why);
}

void session_set_observer(struct session *s, const struct observer *observer) {
    s->observer = observer;
}

/* ---- keeping ---- */
void session_set_keeper(struct session *s, const struct keeper *keeper) {
    s->keeper = keeper;
}

bool session_keeps(struct session *s, const struct move *move, struct str *why) {
    if (!s->keeper || s->keeper->keep(s->keeper->payload, s, move, why))
        return true;
    s->keeper = NULL; /* that the person has left cannot be kept either */
    session_leave(s);
    return false;
}

enum session_status session_status(const struct session *s) {
    return s->status;
}

bool session_remark(struct session *s, struct str text) {
    struct str why;
    struct str path = s->waiting ? s->event.prompt.path : (struct str){"", 0};
    *array_push(s->remarks, s->remark_count, s->remark_capacity) =
        (struct remark){arena_str(&s->arena, path), arena_str(&s->arena, text)};
    return session_keeps(s, &(struct move){.kind = MOVE_REMARK, .text = text}, &why);
}

void session_set_step_limit(struct session *s, uint32_t steps) {
    s->step_limit = steps ? steps : LIMIT_STEPS;
}
