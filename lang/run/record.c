/* What came out of a session, for results, tests and front ends: only reading. */
#include "run/state.h"

size_t session_answer_count(const struct session *s) {
    return s->pool_count;
}

struct kept_answer session_answer_at(const struct session *s, size_t index) {
    const struct pool_entry *e = &s->pool[index];
    return (struct kept_answer){
        .question = e->question,
        .path = answer_path((struct session *)s, e->question, e->context, e->occurrence),
        .asked_as = e->asked_as,
        .value = e->value,
        .on_route = e->on_route,
        .confirmed = e->confirmed,
        .remark = e->remark,
        .seconds = (double)e->seconds,
    };
}

size_t session_route_count(const struct session *s) {
    return s->route_count;
}

struct kept_answer session_route_at(const struct session *s, size_t index) {
    return session_answer_at(s, s->route[index]);
}

bool session_is_inside(const struct session *s, const struct symbol *entered) {
    for (size_t i = 0; i < s->frame_count; i++)
        if (s->frames[i].entered == entered)
            return true;
    return false;
}

struct value session_last(const struct session *s) {
    size_t last = s->route_count;
    while (last > 0 && s->pool[s->route[last - 1]].full) /* was no question: its labels were */
        last--;
    return last ? s->pool[s->route[last - 1]].value : value_missing(MISSING_NOT_ASKED);
}

size_t session_alert_count(const struct session *s) {
    return s->alert_count;
}

struct kept_alert session_alert_at(const struct session *s, size_t index) {
    return s->alerts[index];
}

size_t session_reached_count(const struct session *s) {
    return s->reached_count;
}

const struct symbol *session_reached_at(const struct session *s, size_t index) {
    return s->reached[index];
}

size_t session_remark_count(const struct session *s) {
    return s->remark_count;
}

void session_remark_at(const struct session *s, size_t index, struct str *path, struct str *text) {
    *path = s->remarks[index].path;
    *text = s->remarks[index].text;
}

struct str session_reason(const struct session *s) {
    return s->reason;
}

const struct program *session_program(const struct session *s) {
    return s->program;
}

const struct session_options *session_given(const struct session *s) {
    return &s->options;
}

void session_print(struct session *s, struct value v, struct buffer *out) {
    print_in_session(s, v, out);
}
