/* The table of words. Two-word phrases (`go to`, `yes or no`) are the lexer's own. */
#include "syntax/words.h"

#include "syntax/parser.h"
#include "syntax/token.h"
#include "grammar.h"

#include <string.h>

static const struct {
    const char *word;
    int token;
    enum word_class class;
} words[] = {
    {"is", T_IS, WORD_RESERVED},
    {"not", T_NOT, WORD_RESERVED},
    {"and", T_AND, WORD_RESERVED},
    {"or", T_OR, WORD_RESERVED},
    {"in", T_IN, WORD_RESERVED},
    {"to", T_TO, WORD_RESERVED},
    {"of", T_OF, WORD_RESERVED},
    {"where", T_WHERE, WORD_RESERVED},
    {"when", T_WHEN, WORD_RESERVED},
    {"else", T_ELSE, WORD_RESERVED},
    {"between", T_BETWEEN, WORD_RESERVED},
    {"includes", T_INCLUDES, WORD_RESERVED},
    {"mentions", T_MENTIONS, WORD_RESERVED},
    {"affirms", T_AFFIRMS, WORD_RESERVED},
    {"matches", T_MATCHES, WORD_RESERVED},
    {"reached", T_REACHED, WORD_RESERVED},
    {"before", T_BEFORE, WORD_RESERVED},
    {"alert", T_ALERT, WORD_RESERVED},
    {"says", T_SAYS, WORD_RESERVED},
    {"asked", T_ASKED, WORD_RESERVED},
    {"answered", T_ANSWERED, WORD_RESERVED},
    {"unanswered", T_UNANSWERED, WORD_RESERVED},
    {"declined", T_DECLINED, WORD_RESERVED},
    {"unknown", T_UNKNOWN, WORD_RESERVED},
    {"applicable", T_APPLICABLE, WORD_RESERVED},
    {"prorated", T_PRORATED, WORD_RESERVED},
    {"revealed", T_REVEALED, WORD_RESERVED},
    {"yes", T_YES, WORD_RESERVED},
    {"no", T_NO, WORD_RESERVED},

    {"text", T_TEXT_WORD, WORD_CLAUSE},
    {"date", T_DATE_WORD, WORD_CLAUSE},
    {"time", T_TIME_WORD, WORD_CLAUSE},
    {"minutes", T_MINUTES, WORD_CLAUSE},
    {"number", T_NUMBER_WORD, WORD_CLAUSE},
    {"whole", T_WHOLE, WORD_CLAUSE},
    {"long", T_LONG, WORD_CLAUSE},
    {"rough", T_ROUGH, WORD_CLAUSE},
    {"rating", T_RATING, WORD_CLAUSE},
    {"choose", T_CHOOSE, WORD_CLAUSE},
    {"rank", T_RANK, WORD_CLAUSE},
    {"from", T_FROM, WORD_CLAUSE},
    {"by", T_BY, WORD_CLAUSE},
    {"as", T_AS, WORD_CLAUSE},
    {"version", T_VERSION, WORD_CLAUSE},
    {"code", T_CODE, WORD_CLAUSE},
    {"alone", T_ALONE, WORD_CLAUSE},
    {"critical", T_CRITICAL, WORD_CLAUSE},
    {"spaced", T_SPACED, WORD_CLAUSE},
    {"required", T_REQUIRED, WORD_CLAUSE},
    {"private", T_PRIVATE, WORD_CLAUSE},
    {"optional", T_OPTIONAL, WORD_CLAUSE},
    {"reverse", T_REVERSE, WORD_CLAUSE},
    {"safety", T_SAFETY, WORD_CLAUSE},
    {"shuffle", T_SHUFFLE, WORD_CLAUSE},
    {"sessions", T_SESSIONS, WORD_CLAUSE},
    {"answers", T_ANSWERS, WORD_CLAUSE},
    {"step", T_STEP, WORD_CLAUSE},
    {"times", T_TIMES_WORD, WORD_CLAUSE},
    {"columns", T_COLUMNS, WORD_CLAUSE},
    {"percent", T_PERCENT, WORD_CLAUSE},
    {"scores", T_SCORES, WORD_CLAUSE},
    {"start", T_START, WORD_CLAUSE},
    {"every", T_EVERY, WORD_CLAUSE},
    {"seed", T_SEED, WORD_CLAUSE},
    {"end", T_END, WORD_CLAUSE},
    {"then", T_THEN, WORD_CLAUSE},
    {"days", T_DAYS, WORD_CLAUSE},
    {"weeks", T_WEEKS, WORD_CLAUSE},
    {"months", T_MONTHS, WORD_CLAUSE},
    {"years", T_YEARS, WORD_CLAUSE},
    {"descending", T_DESCENDING, WORD_CLAUSE},
    {"was", T_WAS, WORD_CLAUSE},
    {"within", T_WITHIN, WORD_CLAUSE},
    {"rates", T_RATES, WORD_CLAUSE},
    {"turns", T_TURNS, WORD_CLAUSE},

    {"protocol", T_PROTOCOL, WORD_LINE},
    {"use", T_USE, WORD_LINE},
    {"scale", T_SCALE, WORD_LINE},
    {"words", T_WORDS, WORD_LINE},
    {"record", T_RECORD, WORD_LINE},
    {"inventory", T_INVENTORY, WORD_LINE},
    {"branch", T_BRANCH, WORD_LINE},
    {"interview", T_INTERVIEW, WORD_LINE},
    {"define", T_DEFINE, WORD_LINE},
    {"keep", T_KEEP, WORD_LINE},
    {"safeguard", T_SAFEGUARD, WORD_LINE},
    {"setting", T_SETTING, WORD_LINE},
    {"persona", T_PERSONA, WORD_LINE},
    {"rubric", T_RUBRIC, WORD_LINE},
    {"drill", T_DRILL, WORD_LINE},
    {"course", T_COURSE, WORD_LINE},
    {"report", T_REPORT, WORD_LINE},
    {"test", T_TEST, WORD_LINE},
    {"guarantee", T_GUARANTEE, WORD_LINE},
    {"fact", T_FACT, WORD_LINE},
    {"language", T_PROPERTY_NAME, WORD_LINE},
    {"audience", T_PROPERTY_NAME, WORD_LINE},
    {"feedback", T_PROPERTY_NAME, WORD_LINE},
    {"about", T_PROPERTY, WORD_LINE},
    {"author", T_PROPERTY, WORD_LINE},
    {"licence", T_PROPERTY, WORD_LINE},
    {"intended_use", T_PROPERTY, WORD_LINE},
    {"source", T_PROPERTY, WORD_LINE},
    {"stem", T_PROPERTY, WORD_LINE},
    {"tip", T_PROPERTY, WORD_LINE},
    {"scene", T_PROPERTY, WORD_LINE},
    {"hint", T_PROPERTY, WORD_LINE},
    {"model", T_PROPERTY, WORD_LINE},
    {"help", T_PROPERTY, WORD_LINE},
    {"other", T_PROPERTY, WORD_LINE},
    {"unit", T_PROPERTY, WORD_LINE},
    {"say", T_SAY, WORD_LINE},
    {"note", T_NOTE, WORD_LINE},
    {"section", T_SECTION, WORD_LINE},
    {"ask", T_ASK, WORD_LINE},
    {"if", T_IF, WORD_LINE},
    {"match", T_MATCH, WORD_LINE},
    {"do", T_DO, WORD_LINE},
    {"return", T_RETURN, WORD_LINE},
    {"finish", T_FINISH, WORD_LINE},
    {"let", T_LET, WORD_LINE},
    {"set", T_SET, WORD_LINE},
    {"collect", T_COLLECT, WORD_LINE},
    {"add", T_ADD, WORD_LINE},
    {"remove", T_REMOVE, WORD_LINE},
    {"show", T_SHOW, WORD_LINE},
    {"repeat", T_REPEAT, WORD_LINE},
    {"raise", T_RAISE, WORD_LINE},
    {"lower", T_LOWER, WORD_LINE},
    {"reveal", T_REVEAL, WORD_LINE},
    {"judge", T_JUDGE, WORD_LINE},
    {"label", T_LABEL, WORD_LINE},
    {"field", T_FIELD, WORD_LINE},
    {"item", T_ITEM, WORD_LINE},
    {"score", T_SCORE, WORD_LINE},
    {"missing", T_MISSING, WORD_LINE},
    {"meter", T_METER, WORD_LINE},
    {"cue", T_CUE, WORD_LINE},
    {"clock", T_CLOCK, WORD_LINE},
    {"sample", T_SAMPLE, WORD_LINE},
    {"harmful", T_HARMFUL, WORD_LINE},
    {"cap", T_CAP, WORD_LINE},
    {"skill", T_SKILL, WORD_LINE},
    {"cards", T_CARDS, WORD_LINE},
    {"pass", T_PASS, WORD_LINE},
    {"rounds", T_ROUNDS, WORD_LINE},
    {"attempts", T_ATTEMPTS, WORD_LINE},
    {"default", T_DEFAULT, WORD_LINE},
    {"check", T_CHECK, WORD_LINE},
    {"warn", T_WARN, WORD_LINE},
    {"another", T_ANOTHER, WORD_LINE},
    {"phase", T_PHASE, WORD_LINE},
    {"heading", T_HEADING, WORD_LINE},
    {"table", T_TABLE, WORD_LINE},
    {"chart", T_CHART, WORD_LINE},
    {"circle", T_CIRCLE, WORD_LINE},
    {"list", T_LIST, WORD_LINE},
    {"answer", T_ANSWER, WORD_LINE},
    {"rest", T_REST, WORD_LINE},
    {"expect", T_EXPECT, WORD_LINE},
    {"whenever", T_WHENEVER, WORD_LINE},
    {"run", T_RUN, WORD_LINE},
    {"session", T_SESSION, WORD_LINE},
};

void syntax_words(struct names *names) {
    for (size_t i = 0; i < COUNT_OF(words); i++)
        name_of(names, str_from(words[i].word))->word =
            (uint16_t)(words[i].token | (int)words[i].class << 12);
}

bool word_is_reserved(const struct name *name) {
    return name->word && WORD_CLASS(name->word) == WORD_RESERVED;
}

int word_at_line_start(const struct name *name) {
    return name->word && WORD_CLASS(name->word) == WORD_LINE ? WORD_TOKEN(name->word) : 0;
}

const char *word_near_line_start(const struct name *typed) {
    static const char *const phrases[] = {"go to",        "for each", "repeat until",
                                          "repeat while", "when",     "else",
                                          "alert",        "required", "private"};
    const char *best = NULL;
    int best_distance = INT32_MAX, distance;
    for (size_t i = 0; i < COUNT_OF(words) + COUNT_OF(phrases); i++) {
        const char *word = i < COUNT_OF(words) ? words[i].word : phrases[i - COUNT_OF(words)];
        if (i < COUNT_OF(words) && words[i].class != WORD_LINE)
            continue;
        if (name_is_near(name_str(typed), str_from(word), &distance) && distance < best_distance) {
            best = word;
            best_distance = distance;
        }
    }
    return best;
}
