#include "run/move.h"

#include "base/json.h"
#include "run/restore.h"
#include "run/result.h"
#include "run/state.h"

static const char *const words[] = {"answer", "back",   "again", "change",
                                    "remove", "remark", "leave"};

const char *move_word(enum move_kind kind) {
    return words[kind];
}

void move_write(const struct move *move, struct buffer *out) {
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open(&w, '{');
    if (move->answer) {
        value_member(&w, move->answer->value);
        if (move->answer->confirmed)
            json_member_bool(&w, "confirmed", true);
        if (move->answer->remark.len)
            json_member_text(&w, "remark", move->answer->remark);
        if (move->answer->seconds > 0)
            json_member_number(&w, "seconds", move->answer->seconds);
    }
    if (move->text.len)
        json_member_text(&w, "text", move->text);
    json_close(&w, '}');
}

static bool read_answer(struct session *s, const struct question *q, const struct json *body,
                        struct answer *out) {
    *out = (struct answer){.confirmed = json_as_bool(json_get(body, "confirmed")),
                           .remark = json_as_text(json_get(body, "remark")),
                           .seconds = json_as_number(json_get(body, "seconds"))};
    return value_of_member(s, q, body, &out->value);
}

static bool make_answer(struct session *s, struct str name, const struct json *body,
                        struct str *why) {
    struct answer answer;
    const struct event *event = session_next(s);
    if (event->kind != EVENT_ASK || !str_same(event->prompt.path, name)) {
        *why = STR("another question is put here");
        return false;
    }
    if (!read_answer(s, event->prompt.question, body, &answer)) {
        *why = STR("the answer is none to this question");
        return false;
    }
    return session_answer(s, &answer, why) == ANSWER_TAKEN;
}

static bool make_change(struct session *s, struct str name, const struct json *body,
                        struct str *why) {
    struct answer answer;
    const struct prompt *p = session_prompt_of(s, name);
    if (!p || !read_answer(s, p->question, body, &answer)) {
        *why = STR("there is no such answer to change");
        return false;
    }
    return session_change(s, name, &answer, why) == ANSWER_TAKEN;
}

bool move_make(struct session *s, struct str kind, struct str name, const struct json *body,
               struct str *why) {
    struct value card;
    for (const struct event *e = session_next(s);
         e->kind != EVENT_ASK && e->kind != EVENT_END && e->kind != EVENT_ERROR;
         e = session_next(s))
        continue; /* moves are made at a question */
    if (str_is(kind, words[MOVE_ANSWER]))
        return make_answer(s, name, body, why);
    if (str_is(kind, words[MOVE_CHANGE]))
        return make_change(s, name, body, why);
    if (str_is(kind, words[MOVE_REMOVE]))
        return session_find_card(s, name, &card, why) && session_remove(s, card, why);
    if (str_is(kind, words[MOVE_REMARK]))
        session_remark(s, json_as_text(json_get(body, "text")));
    else if (str_is(kind, words[MOVE_LEAVE]))
        session_leave(s);
    else if (!(str_is(kind, words[MOVE_BACK]) && session_back(s)) &&
             !(str_is(kind, words[MOVE_AGAIN]) && session_put_again(s, name))) {
        *why = STR("it cannot be done here");
        return false;
    }
    return true;
}
