/* A program: a script with every module it uses, parsed, resolved, checked. Immutable once
   program_open has returned; any number of sessions read it at the same time.

   The statements that run are the nodes of the tree (syntax/ast.def); what check found out stands
   in their notes and in the structs below: a symbol for every name that somebody gave, and what a
   question, a list of choices, an inventory and a score are once all their lines are put together.
 */
#ifndef IPT_PROGRAM_PROGRAM_H
#define IPT_PROGRAM_PROGRAM_H

#include "base/diag.h"
#include "syntax/ast.h"

struct matcher;
struct word_set;

enum type_kind {
    TYPE_UNKNOWN, /* a mistake was reported already: goes with everything, so that it stays one */
    TYPE_YES_NO,
    TYPE_NUMBER,
    TYPE_TEXT,
    TYPE_DATE, /* a day or a rough date */
    TYPE_TIME,
    TYPE_DURATION,
    TYPE_CHOICE,  /* one of `choices` */
    TYPE_SET,     /* some of `choices` */
    TYPE_RANKING, /* all of `choices`, in an order */
    TYPE_LIST,    /* of `element` (with `choices` when that is a choice, `record` when a card) */
    TYPE_CARD,    /* one card of `record` */
};

struct type {
    enum type_kind kind;
    enum type_kind element;
    const struct choices *choices; /* NULL where the kind has none */
    const struct record *record;   /* of a card, or of the cards of a list */
};

/* One thing that can be chosen. */
struct choice {
    const struct choices *choices;
    const struct name *code; /* as written: "grief", "0", "-5", "yes" */
    uint32_t index;          /* in its choices */
    bool valued;             /* has a number: `is VALUE`, or a number as code */
    bool alone;              /* excludes the others in a set */
    bool other;              /* the free-text option that `other "…"` adds; its code is `other` */
    double value;
    const struct node *label; /* a text */
    const struct node *when;  /* offered only while this holds; NULL: always */
    struct node *body;        /* statements that run when it is chosen; NULL: none */
    const struct node *codes; /* the first NODE_code in its lines, or NULL */
    struct span span;
};

struct choices {
    const struct name *scale; /* NULL when they were written below a question */
    struct choice *items;
    uint32_t count;
    bool valued;        /* every option but `other` has a number: usable in arithmetic */
    bool other;         /* the last item is the free-text one */
    bool doubtful;      /* a mistake in it was told: what it comes to is not known */
    double least, most; /* of the numbers, when valued */
};

/* `check` (hard) and `warn` (soft), in the order they were written. */
struct constraint {
    bool hard;
    struct node *condition;
    const struct node *text;
    struct constraint *next;
};

struct question {
    struct symbol *symbol;
    struct node *node; /* NODE_ask or NODE_item */
    const struct node *prompt;
    enum form_word form;
    struct type type;
    const struct choices *choices; /* of a rating too: its labelled points */
    /* number, whole number, rating: bounds as expressions (numbers, or names), NULL: none */
    struct node *from, *to;
    double step;             /* 0: none */
    const struct node *unit; /* a text, or NULL */
    int32_t least, most;     /* choose 1 to 3; otherwise 0 */
    struct node *from_list;  /* choose from LIST: whose elements are offered; NULL: none */
    bool required, is_private, shuffle;
    struct node *initial;    /* `default`, or NULL */
    const struct node *help; /* a text, or NULL */
    struct constraint *constraints;
    const struct node *codes; /* the first NODE_code of its lines, or NULL */
    struct node *body;        /* its lines, for the codes behind the first */
    const struct symbol
        *rates;     /* the rubric, or the drill, that somebody rates the own practice in */
    struct str was; /* what it was called in an earlier version; empty: so */
    /* an item of an inventory */
    struct inventory *inventory; /* also for an `ask` inside one; NULL elsewhere */
    bool item, reverse, safety, optional;
    uint32_t item_index;
    uint32_t index; /* in the program's questions */
};

struct band {
    double from, to;
    const struct name *name;
    const struct node *label;    /* NULL: the name is shown */
    const struct choice *option; /* the band as a value: choices of the score's bands */
    struct span span;
};

/* How a score is formed from its items. */
enum score_rule {
    SCORE_SUM,  /* sum of items */
    SCORE_MEAN, /* mean of items */
    SCORE_EXPRESSION,
};

struct score {
    struct symbol *symbol;
    struct inventory *inventory;
    const struct node *title; /* or NULL */
    struct node *value;       /* the expression */
    enum score_rule rule;
    struct question **items; /* that it is formed of */
    uint32_t item_count;
    int32_t missing_up_to; /* items that may be missing; 0: none */
    bool prorated;
    const struct band *bands;
    uint32_t band_count;
    struct choices *band_choices; /* NULL when it has no bands */
    double least, most;           /* what the items allow, when that is known */
    bool bounded;
    bool whole; /* its items, and so it, are whole numbers */
    const struct node *codes;
};

struct inventory {
    struct symbol *symbol;
    const struct node *title, *stem, *source, *licence; /* texts or NULL */
    const struct choices *answers; /* the scale that its items share, or NULL */
    struct question **items;
    uint32_t item_count;
    struct score **scores;
    uint32_t score_count;
    const struct node *codes;
};

/* What the cards of a list are made of. The label is what a card is called by; it is the first of
   the fields. */
struct record {
    struct symbol *symbol;
    const struct node *title;
    struct question *label; /* NULL: it was forgotten, and that was said */
    struct symbol **fields;
    uint32_t field_count;
};

/* What suspends the interview the moment its condition is met (`symbol->body` runs). */
struct safeguard {
    struct symbol *symbol;
    const struct node *condition;
    const struct symbol *answer;   /* the words just given: they exist only here */
    const struct symbol **watched; /* the questions that the condition names */
    uint32_t watched_count;
    uint32_t index; /* in the program's safeguards: who comes first */
};

/* A plan of sessions. Its phases follow each other and cover them all. */
struct course {
    struct symbol *symbol;
    uint32_t sessions;
    int32_t months, days; /* from one to the next: one of the two */
    const struct phase {
        const struct choice *choice; /* what `session.phase` is then */
        uint32_t from, to;
    } * phases;
    uint32_t phase_count;
};

/* ---- practice ---- */
/* A way to judge what somebody wrote. Its symbol is the list of what it judged; the cards of that
   list have the fields below. */
struct rubric {
    struct symbol *symbol;
    const struct node *node; /* NODE_rubric */
    struct choices *choices; /* the codes of its rules, then perhaps `harmful` */
    struct rule {
        const struct choice *choice;
        double points;
        const struct node *text, *tip; /* texts; `tip` or NULL */
        struct node *when;             /* over `it`, the reply; NULL: it was forgotten, and told */
        bool critical;                 /* a try that meets it does not pass, whatever its points */
    } * rules;                         /* the last one is `harmful`, if there is such a line */
    uint32_t rule_count;
    bool harmful;
    double cap;  /* what a harmful reply scores at most */
    double most; /* the positive points together */
    struct score
        *levels;      /* what the points come to, in bands; without items. NULL: none are given */
    uint32_t matcher; /* that has the patterns of its rules: its place, from 1 */
    struct symbol *turn, *answer, *found, *missed, *points, *tip,
        *level; /* the last with `levels` */
};

/* How one question is judged: `judge NAME by …`. What came out stands in variables of its own. */
struct judging {
    const struct symbol *reply;
    const struct rubric *rubric; /* NULL: by the values of its options, or by their order */
    bool by_order;
    double most;
    struct symbol *points, *found, *missed, *unplaced, *level; /* of a rubric alone; `level`
                                                                       where it has levels */
};

/* A number of a persona, between bounds. */
struct meter {
    double from, to, start;
};

/* When a trainee hears what was found: at once, in a debrief at the end, or never (an exam). */
enum feedback { FEEDBACK_LATER, FEEDBACK_NOW, FEEDBACK_NEVER };

/* Something that a persona lets show, and that is to be taken up within some turns. */
struct cue {
    struct symbol *symbol; /* its value is the reply that took it up */
    const struct node_cue *node;
    uint32_t index; /* in the program's cues */
};

struct drill {
    struct symbol *symbol;
    const struct node_drill *node;
    const struct name *skill; /* or NULL */
    const struct node *model; /* a text, or NULL */
    const struct node **hints;
    uint32_t hint_count;
    uint32_t tries; /* attempts, or rounds, at most */
    double pass;    /* points */
    bool by_percent;
    const struct judging **judged;
    uint32_t judged_count;
    const struct drill_card {
        struct node_card *card;
        struct node_ask *ask; /* the question that it is */
        const struct symbol *question;
        const struct choice *right; /* found when the scale is known */
        struct symbol *grade; /* how well it went, from 1 to 5: for the days of a spaced drill */
    } * cards;
    uint32_t card_count;
    bool shuffled;
    bool spaced; /* a card comes again when it is due: days later, the better it goes */
    enum feedback feedback;
    double most;
    struct symbol *points, *most_points, *passed, *tried, *through;
};

enum symbol_kind {
    SYMBOL_MODULE, /* the alias of a `use … as` */
    SYMBOL_SCALE,
    SYMBOL_INVENTORY,
    SYMBOL_BRANCH,
    SYMBOL_INTERVIEW,
    SYMBOL_COURSE, /* sessions over weeks; each runs its body */
    SYMBOL_DEFINE,
    SYMBOL_QUESTION,
    SYMBOL_SCORE,
    SYMBOL_LET,
    SYMBOL_PARAMETER, /* also the name of the element in `for each` */
    SYMBOL_RECORD,
    SYMBOL_FIELD, /* declared with `field`; what a record asks is a question */
    SYMBOL_LIST,  /* of cards */
    SYMBOL_KEEP,  /* keep NAME = EXPR */
    SYMBOL_REPORT,
    SYMBOL_WORDS, /* behind ~ */
    SYMBOL_SAFEGUARD,
    SYMBOL_SETTING, /* a text that the practice gives */
    SYMBOL_PERSONA, /* somebody whom a trainee talks with */
    SYMBOL_DRILL,   /* is run like a branch, again and again until it is passed */
    SYMBOL_STRAY,   /* declared where it has no place, which was told */
};

/* A name that somebody gave to something. */
struct symbol {
    enum symbol_kind kind;
    struct name *name;
    struct str path;      /* how answers and results call it: "choose_focus.focus" */
    struct node *node;    /* that declares it (a name node for a parameter) */
    struct symbol *owner; /* the declaration it is local to; NULL at the top level */
    struct module *module;
    struct type type;    /* of its value; TYPE_UNKNOWN for what has none */
    struct scope *scope; /* names inside it, or NULL */
    struct scope *loop;  /* declared in a `for each`: its lines are read there; else NULL */
    uint32_t slot;       /* where a session keeps its value (question, let, parameter) or its cache
                            (define without parameters, score); NO_SLOT: it has none */
    uint32_t index;      /* in the program's symbols */
    uint32_t place;      /* of a field: in its record; of a list: in the program's lists */
    bool used;
    bool looked_back;          /* its values in earlier sessions are read */
    bool is_private;           /* is, or follows from, what is private (hidden.c) */
    uint8_t resolved;          /* resolve.c: 0 not yet, 1 being looked at, 2 its type is known */
    struct question *question; /* of its kind, else NULL; asked at several places: the first of them
                                  (node_ask.question is the one of each place) */
    struct inventory *inventory;
    struct score *score;
    struct record *record; /* of a record; of a list: of its cards */
    const struct choices *choices;
    struct word_set *words; /* of a word set */
    const struct safeguard *safeguard;
    const struct course *course;
    const struct rubric *rubric;   /* of the list of what it judged */
    const struct judging *judging; /* of a question that is judged */
    const struct meter *meter;     /* of a variable that is a meter */
    const struct node_fact *fact;  /* … a fact: missing until it is revealed */
    const struct cue *cue;         /* … a cue: missing until a reply takes it up */
    const struct drill *drill;
    bool outcome;            /* a variable that the interpreter alone sets */
    struct node *parameters; /* branch, define: name nodes */
    struct node *body;       /* what runs when it is entered; the value of a define */
    uint32_t parameter_count;
};
#define NO_SLOT UINT32_MAX

/* What stands behind the last dot when it is not a name that somebody gave. */
enum value_part {
    PART_SYMBOL, /* an ordinary name: phq9.total */
    PART_BAND,   /* phq9.total.band */
    PART_ITEMS,  /* phq9.items, as a list of their answers */
    PART_FIELD,  /* p.closeness, of a card */
    PART_FACTS,  /* marta.facts: those that were revealed */
    PART_CUES,   /* marta.cues: all of them, with what became of them */
    PART_NUMBER, /* session.number, phase, left, date: of the session of a course */
    PART_PHASE,
    PART_LEFT,
    PART_DATE,
};

static inline bool part_is_of_session(unsigned part) {
    return part >= PART_NUMBER;
}

struct module {
    struct name *name; /* NULL for the file itself */
    struct source *source;
    struct node *lines;             /* its tree */
    struct scope *scope;            /* its own names and those it uses */
    struct node_protocol *protocol; /* NULL: none */
    bool from_library;
    uint32_t index;
};

struct program {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diags diags;
    struct module *
        *modules; /* [0] is the file itself; the others in the order they were first used */
    size_t module_count, module_capacity;
    struct symbol **symbols;
    size_t symbol_count, symbol_capacity;
    struct question **questions;
    size_t question_count, question_capacity;
    struct inventory **inventories;
    size_t inventory_count, inventory_capacity;
    struct symbol **lists;
    size_t list_count, list_capacity;
    struct safeguard **safeguards; /* in the order they run: those of a module before its users' */
    size_t safeguard_count, safeguard_capacity;
    struct matcher **matchers; /* what is looked for in words: one for each language; closed when
                                  everything is resolved */
    size_t matcher_count, matcher_capacity;
    struct cue **cues;
    size_t cue_count, cue_capacity;
    struct drill **drills;
    size_t drill_count, drill_capacity;
    enum feedback feedback; /* as the protocol says; of a drill without a word: now */
    bool feedback_given;    /* … it says so */
    uint32_t slot_count, said_count;
    unsigned formula_levels;  /* of the formulas that are just being resolved */
    bool formula_told;        /* that they are too many */
    struct symbol *interview; /* where running the file itself starts: its interview, else its first
                                 course; NULL: it has neither */
    struct choices *phases;   /* of all courses, each name once; NULL: there is no course */
    uint64_t hash;            /* of all sources: names the exact version of the script */
};

/* Opens a script: a path, "-" for standard input, a compiled .json file, or the name of a library
   module. Parses it and what it uses, and checks all of it. Always gives a program; it may run only
   when program->diags.errors is 0. Free it with program_free. */
struct program *program_open(const char *file_or_module);
/* A script and what of it is run: `name` as for program_entry. An instrument of the library whose
   items bear on safety brings the library's safeguards when it is run alone. *entry is NULL, with
   `*why`, when there is no such entry, or when it comes to an item that no safeguard looks after.
 */
struct program *program_open_to_run(const char *file, struct str name, struct symbol **entry,
                                    struct str *why);
/* Like program_open, for a text that is already in memory; `path` is what messages call it. */
struct program *program_from_text(const char *path, struct str text);
/* Only reads: no modules, no checks (`ipt check --syntax`, --dump). */
struct program *program_parse_only(const char *file);
void program_free(struct program *p);

/* An entry by its written name ("phq9", "choose_focus", "opening.interview"); NULL text: the
   interview, or the file's only entry. NULL when there is none; `*why` then says so and proposes.
 */
struct symbol *program_entry(struct program *p, struct str name, struct str *why);
/* A report by its name ("summary", "people.circles"); NULL text: the only one, those of the file
   itself first. NULL when there is none, or several; `*why` then says so and proposes. */
struct symbol *program_report(struct program *p, struct str name, struct str *why);
/* Has it lines that are run: a branch, a record, a course … */
bool symbol_runs(const struct symbol *s);
/* A question, let, define or score by its path, as in results; NULL. */
struct symbol *program_symbol(const struct program *p, struct str path);
/* Are its answers whole numbers: a whole number, a rating. */
bool question_is_whole(const struct question *q);
/* Is it the sum or the mean of items as they are, so that missing ones can be made up for? */
bool score_is_plain(const struct score *score);
/* 1, 10, 100: by the decimals of its items' own values; prorated scores are rounded to these. */
double score_precision(const struct score *score);
/* The language a module is written in, a tag like "en": what its protocol says, or that of the file
   itself; English when neither does. */
const char *module_language(const struct program *p, const struct module *module);
/* The phase of a session; what comes after the last one belongs to the last phase. NULL: the course
   has none. */
const struct phase *course_phase(const struct course *course, uint32_t number);
/* The title and the version of the protocol; empty texts when it has none. */
struct str program_title(const struct program *p);
struct str program_version(const struct program *p);
/* Is it for trainees: `audience trainee`. */
bool program_is_practice(const struct program *p);

#endif
