#include "run/spacing.h"

#include "run/date.h"
#include "run/past.h"

#include <math.h>

double card_grade(bool right, uint32_t round) {
    return !right ? CARD_WRONG : round == 0 ? 5 : 3;
}

struct spacing {
    double easiness, days;
    uint32_t repetitions;
};

static void repeat(struct spacing *p, double grade) {
    if (grade < 3) {
        p->repetitions = 0;
        p->days = 1;
        return;
    }
    p->repetitions++;
    p->days = p->repetitions == 1 ? 1 : p->repetitions == 2 ? 6 : ceil(p->days * p->easiness);
    p->easiness += 0.1 - (5 - grade) * (0.08 + (5 - grade) * 0.02);
    if (p->easiness < 1.3)
        p->easiness = 1.3;
}

bool card_is_due(struct session *s, const struct drill_card *card) {
    const struct past_value *grades;
    const struct date today = session_given(s)->today;
    size_t count = session_series(s, card->grade, &grades);
    struct spacing p = {.easiness = 2.5};
    int32_t since = 0;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        int32_t days;
        if (grades[i].value.kind != VALUE_NUMBER ||
            !date_between(grades[i].date, today, UNIT_DAYS, &days))
            continue;
        if (days <= 0) /* today's rounds go on until it is right */
            continue;
        repeat(&p, grades[i].value.as.number);
        since = days;
        any = true;
    }
    return !any || since >= p.days;
}
