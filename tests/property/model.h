/* What tests/property/cards.ipt asks when, said a second time and as plainly as possible: answers
   in a table by question, subject and turn, and one walk through the interview, from the top, that
   reads them. It shares no code with the engine and keeps nothing from one walk to the next. */
#ifndef IPT_TESTS_MODEL_H
#define IPT_TESTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who a question can be about: nobody, a person, an event. */
enum { NOBODY, FIRST_PERSON = 1, MOST_PEOPLE = 12, FIRST_EVENT = 13, MOST_EVENTS = 5 };
enum { SUBJECTS = FIRST_EVENT + MOST_EVENTS, TURNS = 2, ROUTE = 160 };

enum asked {
    PEOPLE,
    EVENTS,
    ALIAS,
    LIVING,
    NEAR,
    WISH,
    WHAT,
    WHOM,
    TRUSTED,
    CIRCLE,
    GONE,
    NICK,
    TALK,
    HOURS,
    PARTNER,
    DROP,
    PICK,
    MORE,
    LAST,
    ASKED
};
enum kind { NOT_ASKED, DECLINED, UNKNOWN, YES_NO, NUMBER, WORD, CARD, LIST };

struct said {
    double number; /* yes: 1; a word of words[]; a card's subject */
    uint8_t kind, count;
    int8_t items[MOST_PEOPLE + 2]; /* subjects; yes 1, no 0; missing -1 */
};
struct kept {
    struct said said;
    bool given, again; /* again: stepped back over */
    bool closed;       /* a list: that is all of them */
    bool recount;      /* … one was taken off it since */
};
struct asking {
    uint8_t asked, subject, turn;
};

/* Two words of one number are one label: they differ in capitals or accents only. */
struct word {
    const char *text;
    int label;
};
extern const struct word words[];
enum { WORDS = 9, WORD_ME = 0, LABELS = 8 };

enum formula {
    HOW_MANY,
    NEARNESS,
    AVERAGE,
    BY_NEARNESS,
    DEAD,
    FARAWAY,
    BY_NAME,
    MET_AGAIN,
    HOW_NEAR,
    WITH_TRUSTED,
    WHOMS,
    IN_CIRCLE,
    CIRCLED,
    TALKS,
    TALK_HERE,
    PARTNERS,
    PICKS,
    LAST_PICK,
    FORMULAS
};

struct members {
    uint8_t kind; /* LIST, or why there is none */
    uint8_t count;
    int8_t items[MOST_PEOPLE];
};

/* What a walk comes to. */
struct walk {
    struct asking route[ROUTE];
    bool full[ROUTE]; /* a list that nobody was asked about: it has as many as it may have */
    int count;
    bool ended;
    struct asking prompt; /* unless it ended */
    bool collecting;      /* the prompt: one more, or that is all */
    struct members people, events;
    struct members offers;   /* of a choice */
    struct members expected; /* further on in the list that is being collected */
    bool here[SUBJECTS], left[SUBJECTS], met[SUBJECTS];
    int label[SUBJECTS]; /* a word */
    struct said living[SUBJECTS], near[SUBJECTS], whom[SUBJECTS];
    struct said formulas[FORMULAS], outside[FORMULAS]; /* here; where nobody is asked about */
};

struct model {
    struct kept kept[ASKED][SUBJECTS][TURNS];
    int people_made, events_made;
    int called[LABELS]; /* the card that `add` makes for this label; 0: none yet */
    struct walk walk;
};

void model_init(struct model *m);
/* An answer to the question that is being put; false: it is refused. `confirmed`: and sure of it.
 */
bool model_answer(struct model *m, struct said said, bool confirmed);
bool model_back(struct model *m);
/* Another answer to a question of the route. */
bool model_change(struct model *m, struct asking which, struct said said, bool confirmed);
/* Takes a card off its list; false: a line of the script put it there. */
bool model_remove(struct model *m, int who);
/* How a place is called: "people/3/near", "pick#2". */
void model_path(const struct model *m, struct asking which, char *out, size_t size);
/* The same value; lists in whatever order. */
bool same_said(const struct said *a, const struct said *b);

#endif
