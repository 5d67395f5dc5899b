/* Patterns found in replies (base/matcher.h): tables of what is met and where, what is refused and
   why, what is said about it. All patterns of a table are in one matcher, as those of a program
   are. tests/property/matching.c does the same with random ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/matcher.h"

#include <string.h>
#include <time.h>

struct row {
    const char *pattern, *reply;
    const char *words; /* NULL: not met */
};

/* ---- sets ---- */
static struct {
    const char *name, *phrases;
    struct word_set *set;
} sets[] = {
    {"feeling", "sad, angry, hurt, left out, fed up with it, down, worried", NULL},
    {"insult", "stupid, idiot, piece of rubbish", NULL},
    {"colour", "red, blue, green, yellow, white, dark blue, light blue", NULL},
    {"denial", "not, never, no longer", NULL},
    {"person", "she, he, they, my mother, my boss", NULL},
    {"gefühl", "traurig, wütend, verletzt, am ende", NULL},
    {"one", "a", NULL},
    {"empty", NULL, NULL},
};

static void make_sets(struct arena *a, const char *language) {
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        sets[i].set = word_set_new(a, language);
        if (sets[i].phrases)
            assert_true(word_set_add(sets[i].set, str_from(sets[i].phrases)));
    }
}

static const struct word_set *look_up(void *payload, struct str name) {
    assert_ptr_equal(payload, sets);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (str_is(name, sets[i].name))
            return sets[i].set;
    return NULL;
}

static uint32_t add(struct matcher *m, enum match_by by, const char *pattern) {
    struct pattern_mistake mistake = {PATTERN_GOOD, 0, 0};
    uint32_t number = 0;
    if (!matcher_add(m, by, str_from(pattern), look_up, sets, &number, &mistake))
        fail_msg("`%s` is refused: %d at %u", pattern, (int)mistake.fault, mistake.at);
    return number;
}

/* ---- tables ---- */
/* A row that is not met as it says is printed; all of them are looked at. */
static bool check_row(const struct matcher *m, struct matching *x, uint32_t number,
                      const struct row *row) {
    struct arena a;
    size_t count;
    const struct match *found = matcher_find(m, x, str_from(row->reply), &count);
    const struct match *match = match_of(found, count, number);
    struct str words = match ? match->words : (struct str){"nothing", 7};
    bool right = row->words ? match && str_is(words, row->words) : !match;
    if (!right)
        print_error("`%s` finds `%.*s` in `%s`\n", row->pattern, (int)words.len, words.text,
                    row->reply);
    arena_init(&a);
    struct match_reason why = matcher_why(m, &a, str_from(row->reply), number);
    right &= why.met == (match != NULL) && (!match || str_same(why.words, words));
    arena_release(&a);
    return right;
}

static void check_table(const char *language, enum match_by by, const struct row *rows,
                        size_t count) {
    struct arena a;
    arena_init(&a);
    make_sets(&a, language);
    struct matcher *m = matcher_new(&a, language);
    uint32_t *numbers = arena_array(&a, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = add(m, by, rows[i].pattern);
    matcher_close(m);
    struct matching *x = matching_new(m);
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += !check_row(m, x, numbers[i], &rows[i]);
    assert_int_equal(wrong, 0);
    matching_release(x);
    arena_release(&a);
}
#define CHECK_TABLE(language, by, rows) check_table(language, by, rows, sizeof rows / sizeof *rows)

static void words_stand_in_any_form(void **state) {
    (void)state;
    static const struct row rows[] = {
        /* words and their borders */
        {"hello", "hello", "hello"},
        {"hello", "Hello!", "Hello"},
        {"hello", "oh, HELLO there", "HELLO"},
        {"hello", "", NULL},
        {"hello", "   ", NULL},
        {"hello", "?!...", NULL},
        {"hello", "\xF0\x9F\x98\x80", NULL},
        {"hello", "hello\xF0\x9F\x98\x80", "hello"},
        {"hello", "othello", NULL},
        {"hello", "helloworld", NULL},
        {"hello", "hello-world", "hello"},
        {"hello", "hello_world", "hello"},
        {"hello", "\"hello\"", "hello"},
        {"hello", "'hello'", "hello"},
        {"hello", "(hello)", "hello"},
        {"hello", "...hello...", "hello"},
        {"hello", "\n\thello\n", "hello"},
        {"hello", "hello hello", "hello"},
        {"hi", "hip hip hooray", NULL},
        {"hi", "this is high", NULL},
        {"hi", "hi-hi", "hi"},
        {"a", "banana", NULL},
        {"late", "plate, later, latest", NULL},
        {"1", "11", NULL},
        {"42", "the answer is 42.", "42"},
        {"3.5", "about 3.5 hours", "3.5"},
        {"3 5", "about 3.5 hours", "3.5"},
        {"3 5", "take 3. 5 are left", NULL},
        {"well-known", "a well known thing", "well known"},
        {"well known", "a well-known thing", "well-known"},
        {"e mail", "my e-mail", "e-mail"},
        {"yes/no", "yes no", "yes no"},
        /* stems */
        {"late", "I was late", "late"},
        {"feel", "feeling", "feeling"},
        {"feeling", "he feels it", "feels"},
        {"argue", "we were arguing", "arguing"},
        {"call", "she called", "called"},
        {"report", "these reports", "reports"},
        {"worry", "I worried", "worried"},
        {"happy", "happiness", "happiness"},
        {"kill", "skill", NULL},
        {"nation", "international", NULL},
        {"universe", "university", "university"}, /* one stem for Snowball */
        /* phrases */
        {"call me", "please call me", "call me"},
        {"call me", "call  \t me", "call  \t me"},
        {"call me", "call, me", "call, me"},
        {"call me", "call (me)", "call (me"},
        {"call me", "call\nme", NULL},
        {"call me", "call. me", NULL},
        {"call me", "call? me", NULL},
        {"call me", "call! me", NULL},
        {"call me", "call; me", NULL},
        {"call me", "call\xE2\x80\xA6 me", NULL},
        {"call me", "call: me", "call: me"},
        {"call me", "call \xE2\x80\x94 me", "call \xE2\x80\x94 me"},
        {"call me", "me call", NULL},
        {"call me", "call you and me", NULL},
        {"call me", "call call me", "call me"},
        {"call me", "they call", NULL},
        {"a b a c", "a b a b a c", "a b a c"},
        {"a a b", "a a a b", "a a b"},
        /* accents, case, forms of letters */
        {"cafe", "caf\xC3\xA9", "caf\xC3\xA9"},
        {"caf\xC3\xA9", "cafe", "cafe"},
        {"cafe", "cafe\xCC\x81", "cafe\xCC\x81"},
        {"naive", "na\xC3\xAFve", "na\xC3\xAFve"},
        {"fianc\xC3\xA9"
         "e",
         "my fiancee", "fiancee"},
        {"resume", "my r\xC3\xA9sum\xC3\xA9", "r\xC3\xA9sum\xC3\xA9"},
        {"fine", "\xEF\xAC\x81ne", "\xEF\xAC\x81ne"},
        {"hello", "\xEF\xBC\xA8\xEF\xBC\xA5\xEF\xBC\xAC\xEF\xBC\xAC\xEF\xBC\xAF",
         "\xEF\xBC\xA8\xEF\xBC\xA5\xEF\xBC\xAC\xEF\xBC\xAC\xEF\xBC\xAF"},
        {"elena", "\xC4\x98LENA", "\xC4\x98LENA"},
        {"coop", "co\xC2\xADop", "co\xC2\xADop"}, /* a soft hyphen is not seen */
        /* contractions */
        {"can not", "I can't", "can't"},
        {"can not", "I can\xE2\x80\x99t", "can\xE2\x80\x99t"},
        {"can not", "I cant", "cant"},
        {"can not", "I cannot", "cannot"},
        {"can't", "I can not", "can not"},
        {"can't", "I cannot", "cannot"},
        {"can\xE2\x80\x99t", "I can't", "can't"},
        {"can`t", "I can\xC2\xB4t", "can\xC2\xB4t"},
        {"do not", "I don't", "don't"},
        {"do not", "I don\xE2\x80\x98t", "don\xE2\x80\x98t"},
        {"do not", "i dont", "dont"},
        {"don't", "DO NOT", "DO NOT"},
        {"does not", "it doesnt", "doesnt"},
        {"will not", "I won't", "won't"},
        {"i am", "I'm here", "I'm"},
        {"i am", "im here", "im"},
        {"i'm", "i am", "i am"},
        {"im", "I'm", "I'm"},
        {"we are", "we're", "we're"},
        {"i have", "ive seen it", "ive"},
        {"they have", "they've", "they've"},
        {"we will", "we'll", "we'll"},
        {"she would", "she'd go", "she'd"},
        {"she had", "she'd gone", "she'd"},
        {"she'd", "she had", "she had"},
        {"she'd", "she would", "she would"},
        {"she'd", "she'd", "she'd"},
        {"she'd", "she will", NULL},
        {"she is", "she's here", "she's"},
        {"she has", "she's left", "she's"},
        {"let us", "let's go", "let's"},
        {"going to", "I'm gonna", "gonna"},
        {"want to", "I wanna", "wanna"},
        {"should have", "you should've", "should've"},
        {"should have", "you shoulda", "shoulda"},
        {"should not have", "you shouldn't've", NULL},
        {"do not know", "dunno", "dunno"},
        {"because", "cuz i say so", "cuz"},
        {"are not", "they aren't", "aren't"},
        {"could not", "I couldnt", "couldnt"},
        {"well", "we'll", NULL},
        {"ill", "I'll", NULL},
        {"id", "I'd", NULL},
        {"were", "we're", NULL},
        {"it is", "its colour", NULL},
        {"rock n roll", "rock 'n' roll", "rock 'n' roll"},
        {"o'clock",
         "five o\xE2\x80\x99"
         "clock",
         "o\xE2\x80\x99"
         "clock"},
        /* scripts */
        {"\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82",
         "\xD0\x9F\xD0\xA0\xD0\x98\xD0\x92\xD0\x95\xD0\xA2!",
         "\xD0\x9F\xD0\xA0\xD0\x98\xD0\x92\xD0\x95\xD0\xA2"},
        {"\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x82", "\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3",
         "\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3"},
        {"\xE6\x82\xB2\xE3\x81\x97\xE3\x81\x84",
         "\xE7\xA7\x81\xE3\x81\xAF\xE6\x82\xB2\xE3\x81\x97\xE3\x81\x84\xE3\x80\x82",
         "\xE6\x82\xB2\xE3\x81\x97\xE3\x81\x84"},
        {"\xE6\xAD\xBB", "\xE6\x83\xB3\xE6\xAD\xBB", "\xE6\xAD\xBB"},
        {"\xE6\x83\xB3\xE6\xAD\xBB", "\xE6\x83\xB3\xE3\x80\x82\xE6\xAD\xBB", NULL},
        {"\xE6\x83\xB3\xE6\xAD\xBB", "\xE6\x83\xB3 \xE6\xAD\xBB", "\xE6\x83\xB3 \xE6\xAD\xBB"},
        {"\xD8\xAD\xD8\xB2\xD9\x8A\xD9\x86",
         "\xD8\xA3\xD9\x86\xD8\xA7 \xD8\xAD\xD8\xB2\xD9\x8A\xD9\x86\xD8\x9F",
         "\xD8\xAD\xD8\xB2\xD9\x8A\xD9\x86"},
        {"\xE0\xB9\x80\xE0\xB8\xA8\xE0\xB8\xA3\xE0\xB9\x89\xE0\xB8\xB2",
         "\xE0\xB9\x80\xE0\xB8\xA8\xE0\xB8\xA3\xE0\xB9\x89\xE0\xB8\xB2",
         "\xE0\xB9\x80\xE0\xB8\xA8\xE0\xB8\xA3\xE0\xB9\x89\xE0\xB8\xB2"},
    };
    CHECK_TABLE("en", MATCH_MATCHES, rows);
}

static void rows_have_alternatives_and_gaps(void **state) {
    (void)state;
    static const struct row rows[] = {
        /* alternatives */
        {"i (feel|felt|am) sad", "I felt sad", "I felt sad"},
        {"i (feel|felt|am) sad", "well, i'm sad", "i'm sad"},
        {"i (feel|felt|am) sad", "I was sad", NULL},
        {"i (feel|felt|am) sad", "I feel am sad", NULL},
        {"(what|which) (colour|color)", "which color is it", "which color"},
        {"(a b|c) d", "c d", "c d"},
        {"(a b|c) d", "a b d", "a b d"},
        {"(a b|c) d", "a d", NULL},
        {"(a b|c) d", "a b c d", "c d"},
        {"(a|a b) c", "a b c", "a b c"},
        {"(a|a b) c", "a c", "a c"},
        {"(a (b|c)|d) e", "a c e", "a c e"},
        {"(a (b|c)|d) e", "d e", "d e"},
        {"(a (b|c)|d) e", "c e", NULL},
        {"((a|b)|c) d", "b d", "b d"},
        {"(a|b)", "xx b", "b"},
        {"(thank you|thanks)", "thanks a lot", "thanks"},
        {"(thank you|thanks) [so|very] [much]", "thank you very much", "thank"},
        {"( a | b ) c", "b c", "b c"},
        /* optional */
        {"i [really] like it", "I like it", "I like it"},
        {"i [really] like it", "I really like it", "I really like it"},
        {"i [really] like it", "I really really like it", NULL},
        {"i [really|truly] like", "i truly like", "i truly like"},
        {"how [are] you", "how you doing", "how you"},
        {"[very] sad", "very sad", "very sad"},
        {"[very] sad", "sad", "sad"},
        {"[a] [b] c", "a b c", "a b c"},
        {"[a] [b] c", "b a c", "a c"},
        {"a [b [c]] d", "a b c d", "a b c d"},
        {"a [b [c]] d", "a b d", "a b d"},
        {"a [b [c]] d", "a c d", NULL},
        {"a [b|c d] e", "a c d e", "a c d e"},
        {"a [b|c d] e", "a c e", NULL},
        {"my name is [the] king", "my name is king", "my name is king"},
        {"what is your [full] (name|surname)", "what is your full surname?",
         "what is your full surname"},
        /* sets */
        {"i feel ~feeling", "I feel angry", "I feel angry"},
        {"i feel ~feeling", "I feel left out", "I feel left out"},
        {"i feel ~feeling", "I feel fed up with it", "I feel fed up with it"},
        {"i feel ~feeling", "I feel fed up", NULL},
        {"i feel ~feeling", "I feel left", NULL},
        {"i feel ~feeling", "I feel that you are angry", NULL},
        {"~person (makes|made) me ~feeling", "My mother makes me sad", "My mother makes me sad"},
        {"~person (makes|made) me ~feeling", "They made me worry.", "They made me worry"},
        {"(~feeling|lonely)", "so lonely", "lonely"},
        {"(~feeling|lonely)", "so left out", "left out"},
        {"~feeling ~feeling", "sad left out", "sad left out"},
        {"you [are] [a] ~insult", "you piece of rubbish", "you piece of rubbish"},
        {"you [are] [a] ~insult", "You're an idiot", NULL},
        {"you [are] [a|an] ~insult", "You're an idiot", "You're an idiot"},
        /* any number of words */
        {"i * you", "i you", "i you"},
        {"i * you", "I do really love you", "I do really love you"},
        {"i * you", "I see. You know", NULL},
        {"i * you", "I i i you", "i you"},
        {"i * you", "you and i", NULL},
        {"a * b * c", "a x b x c", "a x b x c"},
        {"a * b * c", "a c b", NULL},
        {"a * b * c", "a b b c", "a b b c"},
        {"a * b * c", "b a c b a c", "a c b a c"},
        {"a * a", "a", NULL},
        {"a * a", "a a", "a a"},
        {"a * a", "a b a", "a b a"},
        {"because * me", "because of what it does to me", "because of what it does to me"},
        /* at most so many */
        {"a *1 b", "a b", "a b"},
        {"a *1 b", "a x b", "a x b"},
        {"a *1 b", "a x y b", NULL},
        {"a *2 b", "a x y b", "a x y b"},
        {"a *2 b", "a x y z b", NULL},
        {"a *2 b", "a a x y b", "a x y b"},
        {"a *2 b", "a x a y z b", "a y z b"},
        {"a *2 b", "a x a y z u b", NULL},
        {"a *3 b", "a a a a b", "a b"},
        {"a *1 b *1 c", "a b x b c", NULL},
        {"a *1 b *1 c", "a x b x c", "a x b x c"},
        {"a *1 *1 b", "a x y b", "a x y b"},
        {"a * *1 b", "a x y z b", "a x y z b"},
        {"a *10 b", "a 1 2 3 4 5 6 7 8 9 10 b", "a 1 2 3 4 5 6 7 8 9 10 b"},
        {"a *10 b", "a 1 2 3 4 5 6 7 8 9 10 11 b", NULL},
        {"a *2 b", "a don't b", "a don't b"},
        {"a *1 b", "a don't b", NULL},
        {"i *2 not", "I do not", "I do not"},
        {"i *2 not", "I don't", "I don't"},
        {"i (feel|felt|am) *2 ~feeling", "I am really very sad", "I am really very sad"},
        {"i (feel|felt|am) *2 ~feeling", "I am really very often sad", NULL},
        {"i (feel|felt|am) ~feeling *5 because", "I feel sad about it because you left",
         "I feel sad about it because"},
        {"i (feel|felt|am) ~feeling *5 because", "I feel sad. Because you left", NULL},
        {"i (feel|felt|am) ~feeling *5 because", "I'm hurt because", "I'm hurt because"},
        {"when * i feel", "When the report went out I felt", NULL},
        {"when * i (feel|felt)", "When the report went out I felt",
         "When the report went out I felt"},
        {"(when|after) *9 i", "after that meeting, I left", "after that meeting, I"},
        {"could you *6 (please|before)", "Could you add me before Friday?",
         "Could you add me before"},
        {"a [*2 b] c", "a c", "a c"},
        {"a [*2 b] c", "a x b c", "a x b c"},
        {"a (b *1|c) d", "a b x d", "a b x d"},
        {"a (b *1|c) d", "a c x d", NULL},
        {"a (b *1|c) d", "a c d", "a c d"},
        {"a (*1 b|c) d", "a x b d", "a x b d"},
        {"a (*1 b|c) d", "a x c d", NULL},
        /* what must not stand between */
        {"i *5 !not ~feeling", "I am sad", "I am sad"},
        {"i *5 !not ~feeling", "I am not sad", NULL},
        {"i *5 !not ~feeling", "I'm not sad", NULL},
        {"i *5 !not ~feeling", "not that I am sad", "I am sad"},
        {"i *5 !not ~feeling", "I am sad, not angry", "I am sad"},
        {"i *5 !not ~feeling", "I do not know, I am sad", "I am sad"},
        {"i *5 !~denial ~feeling", "I am no longer sad", NULL},
        {"i *5 !~denial ~feeling", "I am no sad", "I am no sad"},
        {"i *5 !~denial ~feeling", "I am never sad", NULL},
        {"i * !(not|hardly) ~feeling", "I am hardly sad", NULL},
        {"i * !(not|hardly) ~feeling", "I am rather sad", "I am rather sad"},
        {"i * !(at all) ~feeling", "I am at all sad", NULL},
        {"i * !(at all) ~feeling", "I am all at sad", "I am all at sad"},
        {"a * !b c", "a b c", NULL},
        {"a * !b c", "a x c", "a x c"},
        {"a * !b c", "a c b", "a c"},
        {"a * !b c", "a b a c", "a c"},
        {"a * !b b", "a x b", "a x b"},
        {"a * !b b", "a b b", "a b"},
        {"a !b * c", "a b c", NULL},
        {"a !b *3 !d c", "a d c", NULL},
        {"a !b *3 !d c", "a x c", "a x c"},
        {"a *1 !b *1 c", "a x b c", NULL},
        {"a *1 !b *1 c", "a x y c", "a x y c"},
        {"a * !(b c) c", "a b c", "a b c"}, /* it does not lie in the gap as a whole */
        {"a * !(b c) c", "a b c x c", "a b c"},
        {"a * !(b c) d", "a b x c d", "a b x c d"},
        {"a * !(b c) d", "a b c d", NULL},
        {"a * !(b [x] c) d", "a b x c d", NULL},
        {"a * !((a x|x) y) b", "a x y b", NULL}, /* x y lies in the gap, a x y does not */
        {"a * !((a x|x) y) b", "a x z y b", "a x z y b"},
        {"a * !don't b", "a do not b", NULL},
        {"a * !don't b", "a do b", "a do b"},
        {"a * !b c * d", "a c b d", "a c b d"},
        {"a (b * !x|c) d", "a b x d", NULL},
        {"a (b * !x|c) d", "a c d", "a c d"},
        {"she *3 !(would|had) left", "she'd left", NULL},
        /* like what other languages for talking programs can say */
        {"my name is *2 call me", "My name is Bob, so call me Bobby", "My name is Bob, so call me"},
        {"(hello|hi|hey) [there] * how are you", "Hey there friend, how are you today",
         "Hey there friend, how are you"},
        {"(hello|hi|hey) [there] * how are you", "Hi. How are you", NULL},
        {"what (is|was) *3 weather", "What's the weather like?", "What's the weather"},
        {"do you (know|remember) *2 (name|age)", "do you remember my own name?",
         "do you remember my own name"},
        {"i (want|need|would like) [to] [have|get] [a] (break|rest)", "I'd like to get a break",
         "I'd like to get a break"},
        {"are you (a|an) [real|actual] (robot|machine|bot)", "Are you an actual robot?",
         "Are you an actual robot"},
        {"i [am|was] [so|very|really] *1 (tired|sleepy)", "I'm really just tired",
         "I'm really just tired"},
        {"(favorite|favourite) *1 (food|meal)", "my favourite kind of food", NULL},
        {"(favorite|favourite) *2 (food|meal)", "my favourite kind of food",
         "favourite kind of food"},
        {"(yes|yeah|yep) [please|thanks]", "Yep thanks", "Yep"},
        {"no [way|chance] *2 (ever|today)", "no way, not today", "no way, not today"},
        {"are you * or * human", "are you a robot or a human", "are you a robot or a human"},
        {"i am [a] (man|woman) !not *3 from", "I am a man from Rome", "I am a man from"},
    };
    CHECK_TABLE("en", MATCH_MATCHES, rows);
}

/* What the public test suite of RiveScript (aichaos/rsts: triggers, unicode, substitutions) asks of
   a matcher, in our patterns. Theirs stand for a whole message, ours are looked for in it; what
   only numbers or single words (# and _) decide there has no counterpart. */
static void what_a_public_suite_asks_for(void **state) {
    (void)state;
    static const struct row rows[] = {
        /* atomic */
        {"hello bot", "hello bot", "hello bot"},
        {"what are you", "What are you?", "What are you"},
        /* wildcards */
        {"my name is", "My name is Bob", "My name is"},
        {"told me to say", "Bob told me to say hi", "told me to say"},
        {"i am *1 years old", "I am 5 years old", "I am 5 years old"},
        {"i am *1 years old", "i am five years old", "i am five years old"},
        {"i am *1 years old", "i am twenty five years old", NULL},
        {"i am * years old", "i am twenty five years old", "i am twenty five years old"},
        /* alternatives and optionals */
        {"what (are|is) you", "What are you?", "What are you"},
        {"what (are|is) you", "What is you?", "What is you"},
        {"what is your (home|office|cell) [phone] number", "What is your home phone number?",
         "What is your home phone number"},
        {"what is your (home|office|cell) [phone] number", "What is your home number?",
         "What is your home number"},
        {"what is your (home|office|cell) [phone] number", "What is your cell phone number?",
         "What is your cell phone number"},
        {"what is your (home|office|cell) [phone] number", "What is your office number?",
         "What is your office number"},
        {"[please|can you] ask me a question", "Can you ask me a question?",
         "Can you ask me a question"},
        {"[please|can you] ask me a question", "Please ask me a question",
         "Please ask me a question"},
        {"[please|can you] ask me a question", "ask me a question.", "ask me a question"},
        {"(aa|bb|cc) [bogus]", "aa", "aa"},
        {"(aa|bb|cc) [bogus]", "bb", "bb"},
        {"(aa|bb|cc) [bogus]", "aa bogus", "aa"},
        {"(aa|bb|cc) [bogus]", "aabogus", NULL},
        {"(aa|bb|cc) [bogus]", "bogus", NULL},
        {"(yo|hi) [computer|bot]", "hi Aiden", "hi"},
        {"(yo|hi) [computer|bot]", "hi bot how are you?", "hi"},
        {"(yo|hi) [computer|bot]", "yo computer what time is it?", "yo"},
        {"(yo|hi) [computer|bot]", "yoghurt is yummy", NULL},
        {"(yo|hi) [computer|bot]", "hide and seek is fun", NULL},
        {"(yo|hi) [computer|bot]", "hip hip hurrah", NULL},
        /* arrays */
        {"what color is my ~colour", "What color is my red shirt?", "What color is my red"},
        {"what color is my ~colour", "What color is my blue car?", "What color is my blue"},
        {"what color is my ~colour", "What color is my pink house?", NULL},
        {"what color is my ~colour", "What color is my dark blue jacket?",
         "What color is my dark blue"},
        {"what color was * ~colour", "What color was Napoleon's white horse?",
         "What color was Napoleon's white"},
        {"what color was * ~colour", "What color was my red shirt?", "What color was my red"},
        {"i have a ~colour", "I have a blue car.", "I have a blue"},
        {"i have a ~colour", "I have a cyan car.", NULL},
        {"can you run a google search for", "Can you run a Google search for Node or something?",
         "Can you run a Google search for"},
        /* substitutions */
        {"what is up", "whats up", "whats up"},
        {"what is up", "what's up?", "what's up"},
        {"what is up", "what is up?", "what is up"},
        /* unicode */
        {"\xC3\xA4h", "\xC3\xA4h", "\xC3\xA4h"},
        {"\xE3\x83\x96\xE3\x83\xA9\xE3\x83\x83\xE3\x82\xAD\xE3\x83\xBC",
         "\xE3\x83\x96\xE3\x83\xA9\xE3\x83\x83\xE3\x82\xAD\xE3\x83\xBC",
         "\xE3\x83\x96\xE3\x83\xA9\xE3\x83\x83\xE3\x82\xAD\xE3\x83\xBC"},
        {"who is there", "who's there?", "who's there"},
        {"t\xC3\xABll m\xC3\xAB \xC3\xA4 p\xC3\xB6\xC3\xABm", "tell me a poem", "tell me a poem"},
        {"my name is", "My name is B\xE1\xBA\xA3o", "My name is"},
        {"my name is b\xE1\xBA\xA3o", "my name is bao", "my name is bao"},
    };
    CHECK_TABLE("en", MATCH_MATCHES, rows);
}

static void lists_mention_phrases(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"late, call me", "she calls me", "calls me"},
        {"late, call me", "I'll be late", "late"},
        {"late, call me", "call you", NULL},
        {"dead, better off dead", "they would be better off dead", "better off dead"},
        {"late, late for work", "I was late for work", "late"},
        {"suicide, kill myself, wish i were dead, do not want to live",
         "I think of killing myself.", "killing myself"},
        {"suicide, kill myself, wish i were dead, do not want to live",
         "I DON\xE2\x80\x99T want to live", "DON\xE2\x80\x99T want to live"},
        {"suicide, kill myself, wish i were dead, do not want to live", "i dont want to live",
         "dont want to live"},
        {"kill myself", "skill myself", NULL},
        {"better off dead", "They would be better off. Dead tired.", NULL},
        {"hi", "hip hip hooray, think", NULL},
        {"she had left", "She'd left.", "She'd left"},
        {"she would go", "she'd go", "she'd go"},
        {"she'd go", "she would go", "she would go"},
        {"a b c, b d", "a b d", "b d"},
        {"a b, b c d, c", "a b c d", "a b"},
        {"naive", "na\xC3\xAFve", "na\xC3\xAFve"},
        {"~feeling", "I'm fed up with it", "fed up with it"},
        {"~feeling", "nothing", NULL},
        {"~feeling, tired", "so tired", "tired"},
        {"my ~feeling heart", "oh my hurt heart", "my hurt heart"},
        {"my (mother|father), my boss", "it is my father", "my father"},
        {"my (mother|father), my boss", "it is mine, boss", NULL},
        {"my [own] (idea|plan)", "my own plan", "my own plan"},
        {"help!, please!", "help", "help"},
        {"what?", "what", "what"},
        {"\"quoted\" words", "quoted words", "quoted words"},
        {"  late  ,  early  ", "early", "early"},
        {"no reason to live", "I see no reason to live", "no reason to live"},
        {"suicide", "I would never think of suicide", "suicide"}, /* mentioned all the same */
    };
    CHECK_TABLE("en", MATCH_MENTIONS, rows);
}

static void a_denial_reaches_four_words_in_its_thought(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"suicide", "suicide", "suicide"},
        {"suicide", "I would never think of suicide", NULL},
        {"suicide", "Not today. Suicide is on my mind", "Suicide"},
        {"suicide", "I am not well but suicide helps", "suicide"},
        {"suicide", "no suicide then, suicide now", NULL},
        {"suicide", "no suicide then, but suicide now", "suicide"},
        {"angry", "I wasn't angry at first. Then I was angry.", "angry"},
        {"angry", "not one two three angry", NULL},
        {"angry", "not one two three four angry", "angry"},
        {"angry", "I'm not only angry, I'm furious", "angry"},
        {"angry", "No, I am angry", "angry"},
        {"angry", "No. I am angry", "angry"},
        {"angry", "No anger: not angry, no", NULL},
        {"angry", "no angry words", NULL},
        {"angry", "hardly angry", NULL},
        {"angry", "I'm barely ever angry", NULL},
        {"angry", "nobody is angry", NULL},
        {"angry", "nowhere near angry", NULL},
        {"angry", "I cannot be angry", NULL},
        {"angry", "cant be angry", NULL},
        {"angry", "neither angry nor sad", NULL},
        {"sad", "neither angry nor sad", NULL},
        {"sad", "without being sad", NULL},
        {"sad", "I could not sleep because I was sad", "sad"},
        {"sad", "I do not know; sad I am", "sad"},
        {"no reason to live", "I see no reason to live", "no reason to live"},
        {"not happy", "I am not happy", "not happy"},
        {"not happy", "it is not that I am not happy", NULL},
        {"~feeling", "I don't feel left out", NULL},
        {"~feeling", "I don't feel left out. But I am sad", "sad"},
        {"left out, out", "not left out", NULL},
        {"very sad, sad", "sad but not very sad", "sad"},
        {"a b, b", "not x x a b", NULL},
        {"a b, b", "not x x x a b", "b"}, /* one of the two is not denied */
        {"a b, b", "not x x x x a b", "a b"},
    };
    CHECK_TABLE("en", MATCH_AFFIRMS, rows);
}

static void a_text_starts_with_a_phrase(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"what, how, tell me", "What is it?", "What"},
        {"what, how, tell me", "Tell me more", "Tell me"},
        {"what, how, tell me", "So what", NULL},
        {"what, how, tell me", "tell him", NULL},
        {"what, how, tell me", "...how so?", "how"},
        {"what, how, tell me",
         "\xC2\xBF"
         "How?",
         "How"},
        {"what, how, tell me", "\n\n \"What\"", "What"},
        {"what, how, tell me", "", NULL},
        {"what, how, tell me", "Tell. Me", NULL},
        {"what, how, tell me", "No. What", NULL},
        {"(can|could) you", "Could you help", "Could you"},
        {"[please] help", "please help", "please help"},
        {"[please] help", "help", "help"},
        {"[please] help", "you please help", NULL},
        {"~person", "my mother says", "my mother"},
        {"~person", "says my mother", NULL},
        {"i am", "I'm off", "I'm"},
        {"help", "x help. help", NULL},
    };
    CHECK_TABLE("en", MATCH_STARTS, rows);
}

static void german_is_read_as_it_is_typed(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"geht es", "Wie geht's?", "geht's"},
        {"geht es", "wie gehts", "gehts"},
        {"wie geht's", "Wie geht es dir", "Wie geht es"},
        {"gibt es", "gibt\xE2\x80\x99s was", "gibt\xE2\x80\x99s"},
        {"hat es", "er hat's", "hat's"},
        {"ich fühle mich ~gefühl", "Ich fühle mich traurig", "Ich fühle mich traurig"},
        {"ich fühle mich ~gefühl", "ich fuehle mich wuetend", "ich fuehle mich wuetend"},
        {"ich fuehle mich", "Ich fühle mich", "Ich fühle mich"},
        {"ich fühle mich", "ich fuhle mich", "ich fuhle mich"},
        {"möchte", "ich moechte", "moechte"},
        {"moechte", "ich möchte", "möchte"},
        {"straße", "STRASSE", "STRASSE"},
        {"strasse", "die Straße", "Straße"},
        {"weiß nicht", "weiss ned", "weiss ned"},
        {"nicht mehr leben", "Ich will nicht mehr leben", "nicht mehr leben"},
        {"nicht mehr leben", "i will nimmer leben", NULL},
        {"nichts", "nix", "nix"},
        {"bücher", "ein Buch", "Buch"},
        {"kind", "die Kinder", "Kinder"},
        {"ich bin *3 ~gefühl", "Ich bin echt am Ende", "Ich bin echt am Ende"},
        {"hast du", "haste Zeit", "haste"},
        {"auf dem", "auf'm Weg", "auf'm"},
    };
    CHECK_TABLE("de-AT", MATCH_MATCHES, rows);
    static const struct row denied[] = {
        {"sterben", "Ich will nicht sterben", NULL},
        {"sterben", "Ich will sterben", "sterben"},
        {"~gefühl", "Ich bin nicht traurig, sondern wütend", "wütend"},
        {"~gefühl", "I bin ned traurig", NULL},
        {"~gefühl", "bin kaum traurig", NULL},
        {"~gefühl", "Keiner war traurig", NULL},
        {"~gefühl", "keinerlei traurige Gedanken", NULL},
        {"~gefühl", "nicht nur traurig", "traurig"},
        {"~gefühl", "Nein, ich bin traurig", "traurig"},
        {"~gefühl", "ich konnte nicht schlafen weil ich traurig war", "traurig"},
        {"~gefühl", "niemals, außer traurig", "traurig"},
        {"~gefühl", "nirgendwo traurig", NULL},
    };
    CHECK_TABLE("de", MATCH_AFFIRMS, denied);
    static const struct row whole[] = {
        {"running", "run", NULL}, /* no stemmer: words stay whole */
        {"running", "RUNNING", "RUNNING"},
        {"can't", "can not", NULL},
    };
    CHECK_TABLE("xx", MATCH_MATCHES, whole);
}

/* ---- what is refused ---- */
static void mistakes_are_told_with_their_place(void **state) {
    (void)state;
    static const struct {
        enum match_by by;
        const char *pattern;
        enum pattern_fault fault;
        uint32_t at, len;
    } rows[] = {
        {MATCH_MATCHES, "", PATTERN_EMPTY, 0, 0},
        {MATCH_MATCHES, "   ", PATTERN_EMPTY, 0, 3},
        {MATCH_MATCHES, "*", PATTERN_EMPTY, 0, 1},
        {MATCH_MATCHES, "[a]", PATTERN_EMPTY, 0, 3},
        {MATCH_MATCHES, "[a] [b]", PATTERN_EMPTY, 0, 7},
        {MATCH_MATCHES, "a () b", PATTERN_EMPTY, 3, 0},
        {MATCH_MATCHES, "a (b|) c", PATTERN_EMPTY, 5, 0},
        {MATCH_MATCHES, "a (b||c)", PATTERN_EMPTY, 5, 0},
        {MATCH_MATCHES, "a [*3] b", PATTERN_EMPTY, 3, 2},
        {MATCH_MATCHES, "a * !([b]) c", PATTERN_EMPTY, 4, 6},
        {MATCH_MENTIONS, "late,, call", PATTERN_EMPTY, 5, 0},
        {MATCH_MENTIONS, "late, ", PATTERN_EMPTY, 5, 1},
        {MATCH_MENTIONS, ", late", PATTERN_EMPTY, 0, 0},
        {MATCH_MENTIONS, "!?", PATTERN_EMPTY, 0, 2},
        {MATCH_MENTIONS, "late, [a]", PATTERN_EMPTY, 5, 4},
        {MATCH_STARTS, "", PATTERN_EMPTY, 0, 0},
        {MATCH_MATCHES, "i feel ~nothing", PATTERN_NO_SET, 7, 8},
        {MATCH_MATCHES, "i feel ~empty now", PATTERN_EMPTY_SET, 7, 6},
        {MATCH_MATCHES, "(a b", PATTERN_OPEN, 0, 1},
        {MATCH_MATCHES, "a (", PATTERN_OPEN, 2, 1},
        {MATCH_MATCHES, "a (b|", PATTERN_OPEN, 2, 1},
        {MATCH_MATCHES, "a [b (c)", PATTERN_OPEN, 2, 1},
        {MATCH_MATCHES, "a b) c", PATTERN_CLOSED, 3, 1},
        {MATCH_MATCHES, "a b] c", PATTERN_CLOSED, 3, 1},
        {MATCH_MATCHES, "(a b]", PATTERN_CLOSED, 4, 1},
        {MATCH_MENTIONS, "a b), c", PATTERN_CLOSED, 3, 1},
        {MATCH_MATCHES, "* a", PATTERN_EDGE, 0, 1},
        {MATCH_MATCHES, "a *", PATTERN_EDGE, 2, 1},
        {MATCH_MATCHES, "a *3", PATTERN_EDGE, 2, 2},
        {MATCH_MATCHES, "!a b", PATTERN_EDGE, 0, 2},
        {MATCH_MATCHES, "a * !b", PATTERN_EDGE, 4, 2},
        {MATCH_MATCHES, "[a] * b", PATTERN_EDGE, 4, 1},
        {MATCH_MATCHES, "a * [b]", PATTERN_EDGE, 2, 1},
        {MATCH_MATCHES, "a (b *|c)", PATTERN_EDGE, 5, 1},
        {MATCH_MATCHES, "(a|* b) c", PATTERN_EDGE, 3, 1},
        {MATCH_MATCHES, "a | b", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a, b", PATTERN_SIGN, 1, 1},
        {MATCH_MATCHES, "(a, b)", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a. b", PATTERN_SIGN, 1, 1},
        {MATCH_MATCHES, "what?", PATTERN_SIGN, 4, 1},
        {MATCH_MATCHES, "a ~ b", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a ~3 b", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a *0 b", PATTERN_SIGN, 2, 2},
        {MATCH_MATCHES, "a *3x b", PATTERN_SIGN, 2, 2},
        {MATCH_MATCHES, "a ! b", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a *2 ![b] c", PATTERN_SIGN, 5, 1},
        {MATCH_MATCHES, "a *2 !!b c", PATTERN_SIGN, 5, 1},
        {MATCH_MATCHES, "a *2 !(b * c) d", PATTERN_SIGN, 9, 1},
        {MATCH_MATCHES, "a !b c", PATTERN_SIGN, 2, 2},
        {MATCH_MATCHES, "a (b *2 c|d) !e f", PATTERN_SIGN, 13, 2},
        {MATCH_MATCHES, "a \xE2\x80\xA6 b", PATTERN_SIGN, 2, 3},
        {MATCH_MATCHES, "a \xF0\x9F\x98\x80 b", PATTERN_SIGN, 2, 4},
        {MATCH_MENTIONS, "a * b", PATTERN_SIGN, 2, 1},
        {MATCH_MENTIONS, "a !b", PATTERN_SIGN, 2, 1},
        {MATCH_MENTIONS, "a | b", PATTERN_SIGN, 2, 1},
        {MATCH_MENTIONS, "(a, b)", PATTERN_SIGN, 2, 1},
        {MATCH_MATCHES, "a *1001 b", PATTERN_LONG, 2, 5},
        {MATCH_MATCHES, "a *99999999999999999999 b", PATTERN_LONG, 2, 21},
        {MATCH_MATCHES, "(((((((((((((((((((((a)))))))))))))))))))))", PATTERN_LONG, 20, 1},
    };
    struct arena a;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pattern_mistake mistake = {PATTERN_GOOD, 0, 0};
        uint32_t number;
        if (matcher_add(m, rows[i].by, str_from(rows[i].pattern), look_up, sets, &number, &mistake))
            fail_msg("`%s` is taken", rows[i].pattern);
        if (mistake.fault != rows[i].fault || mistake.at != rows[i].at ||
            mistake.len != rows[i].len)
            fail_msg("`%s`: %d at %u, %u bytes", rows[i].pattern, (int)mistake.fault, mistake.at,
                     mistake.len);
    }
    assert_int_equal(matcher_count(m), 0);
    matcher_close(m); /* nothing is left of them */
    struct matching *x = matching_new(m);
    size_t count;
    matcher_find(m, x, STR("a b c late call"), &count);
    assert_int_equal(count, 0);
    matching_release(x);
    arena_release(&a);
}

static bool is_taken(struct matcher *m, enum match_by by, struct str pattern) {
    uint32_t number;
    struct pattern_mistake mistake = {PATTERN_GOOD, 0, 0};
    bool taken = matcher_add(m, by, pattern, look_up, sets, &number, &mistake);
    assert_int_equal(mistake.fault, taken ? PATTERN_GOOD : PATTERN_LONG);
    return taken;
}

static struct str repeated(struct arena *a, const char *text, int times, const char *end) {
    struct buffer b;
    buffer_init(&b);
    for (int i = 0; i < times; i++)
        buffer_text(&b, text);
    buffer_text(&b, end);
    struct str s = buffer_keep(&b, a);
    buffer_release(&b);
    return s;
}

static void patterns_have_limits(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    assert_true(is_taken(m, MATCH_MATCHES, repeated(&a, "a ", 100, "b")));
    assert_true(is_taken(m, MATCH_MATCHES, repeated(&a, "a * ", 100, "b")));
    assert_false(is_taken(m, MATCH_MATCHES, repeated(&a, "a * ", 300, "b")));
    assert_false(is_taken(m, MATCH_MATCHES, repeated(&a, "[a] ", 100, "b")));
    assert_true(is_taken(m, MATCH_MENTIONS, repeated(&a, "a b c, d e, ", 5000, "f")));
    assert_false(is_taken(m, MATCH_MENTIONS, repeated(&a, "a ", 300, "b")));
    assert_false(is_taken(m, MATCH_MENTIONS, repeated(&a, "a [b], ", 300, "b")));
    struct word_set *set = word_set_new(&a, "en");
    assert_true(word_set_add(set, repeated(&a, "a ", LIMIT_PHRASE_WORDS, "")));
    assert_false(word_set_add(set, repeated(&a, "a ", LIMIT_PHRASE_WORDS, "b")));
    uint32_t longest = matcher_add_set(m, MATCH_MENTIONS, set);
    assert_int_equal(longest, matcher_count(m) - 1);
    arena_release(&a);
}

/* ---- the same ---- */
static void what_says_the_same_has_one_number(void **state) {
    (void)state;
    static const struct {
        enum match_by by;
        const char *one, *other;
        bool same;
    } rows[] = {
        {MATCH_MATCHES, "i feel (sad|angry)", "I feel (angry|sad)", true},
        {MATCH_MATCHES, "i feel (sad|angry)", "i feels ((angry)|(sad))", true},
        {MATCH_MATCHES, "i'm late", "i am late", true},
        {MATCH_MATCHES, "(a b|c d) e", "(c d|a b) e", true},
        {MATCH_MATCHES, "a ~one", "a a", true},
        {MATCH_MATCHES, "a *2 *1 b", "a *3 b", true},
        {MATCH_MATCHES, "a * *1 b", "a * b", true},
        {MATCH_MATCHES, "a !(x|y) *2 b", "a *2 !(y|x) b", true},
        {MATCH_MATCHES, "(a|a|b) c", "(b|a) c", true},
        {MATCH_MATCHES, "a  b", " a b ", true},
        {MATCH_MATCHES, "a *2 b", "a *3 b", false},
        {MATCH_MATCHES, "a *2 !x b", "a *2 b", false},
        {MATCH_MATCHES, "a *2 !x b", "a *2 !y b", false},
        {MATCH_MATCHES, "a b", "b a", false},
        {MATCH_MATCHES, "a [b] c", "a b c", false},
        {MATCH_MENTIONS, "late, call me", "calling me, later, late", false},
        {MATCH_MENTIONS, "late, call me", "calling me, late", true},
        {MATCH_MENTIONS, "~feeling, tired", "tired, ~feeling", true},
        {MATCH_STARTS, "what, how", "how, what", true},
    };
    struct arena a;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((add(m, rows[i].by, rows[i].one) == add(m, rows[i].by, rows[i].other)) != rows[i].same)
            fail_msg("`%s` and `%s`", rows[i].one, rows[i].other);
    assert_int_not_equal(add(m, MATCH_MENTIONS, "late"), add(m, MATCH_AFFIRMS, "late"));
    assert_int_not_equal(add(m, MATCH_MENTIONS, "late"), add(m, MATCH_STARTS, "late"));
    assert_int_equal(matcher_add_set(m, MATCH_MENTIONS, sets[0].set),
                     add(m, MATCH_MENTIONS, "~feeling"));
    arena_release(&a);
}

static void sets_hold_phrases(void **state) {
    (void)state;
    struct arena a;
    size_t count;
    arena_init(&a);
    struct word_set *set = word_set_new(&a, "en"), *more = word_set_new(&a, "en");
    assert_true(word_set_add(set, STR("late, call")));
    assert_false(word_set_add(set, STR("soon,, now")));
    assert_false(word_set_add(set, STR("!?")));
    assert_false(word_set_add(set, STR("")));
    assert_int_equal(word_set_count(set), 4);
    assert_true(word_set_add(more, STR("in a hurry")));
    struct matcher *m = matcher_new(&a, "en");
    uint32_t before = matcher_add_set(m, MATCH_MENTIONS, set);
    word_set_join(set, more);
    word_set_join(set, set);
    assert_int_equal(word_set_count(set), 10);
    uint32_t after = matcher_add_set(m, MATCH_MENTIONS, set);
    uint32_t none = matcher_add_set(m, MATCH_AFFIRMS, word_set_new(&a, "en"));
    matcher_close(m);
    struct matching *x = matching_new(m);
    const struct match *found = matcher_find(m, x, STR("she's in a hurry"), &count);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].number, after);
    assert_int_not_equal(before, after);
    found = matcher_find(m, x, STR("calling"), &count);
    assert_int_equal(count, 2);
    assert_null(match_of(found, count, none));
    matching_release(x);
    matching_release(NULL);
    arena_release(&a);
}

/* Nothing of one text is left for the next one. */
static void texts_do_not_run_into_each_other(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t count;
    } texts[] = {{"a x", 0}, {"b c", 0},     {"a", 0},   {"x b c", 0}, {"a b c", 3},
                 {"c", 0},   {"a b not", 2}, {"d c", 1}, {"not", 0},   {"d", 1},
                 {"", 0},    {"a y", 0},     {"y c", 0}};
    struct arena a;
    size_t count;
    arena_init(&a);
    struct matcher *m = matcher_new(&a, "en");
    add(m, MATCH_MATCHES, "a b");
    add(m, MATCH_MATCHES, "a * !y b");
    add(m, MATCH_MATCHES, "a *3 c");
    add(m, MATCH_AFFIRMS, "d");
    matcher_close(m);
    struct matching *x = matching_new(m);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            const struct match *found = matcher_find(m, x, str_from(texts[i].text), &count);
            if (count != texts[i].count)
                fail_msg("%zu in `%s`", count, texts[i].text);
            for (size_t k = 1; k < count; k++)
                assert_true(found[k - 1].number < found[k].number);
        }
    matching_release(x);
    arena_release(&a);
}

/* ---- why ---- */
static void every_verdict_can_be_explained(void **state) {
    (void)state;
    static const struct {
        enum match_by by;
        const char *pattern, *reply;
        bool met;
        const char *words, *wanted, *denied;
    } rows[] = {
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "When I felt sad, because", true,
         "I felt sad, because", "", ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "I felt sad", false, "I felt sad",
         "because", ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "Oh, I feel great", false, "I feel",
         "~feeling", ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "I think. I felt left", false,
         "I felt left", "out", ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "I think", false, "I", "(feel|felt)",
         ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "You!", false, "", "i", ""},
        {MATCH_MATCHES, "i (feel|felt) ~feeling *5 because", "", false, "", "i", ""},
        {MATCH_MATCHES, "i [really] [so] like * it", "I see", false, "I", "like", ""},
        {MATCH_MATCHES, "(a (b|c) d|x) y", "a b", false, "a b", "d", ""},
        {MATCH_MATCHES, "(a (b|c) d|x) y", "a b d", false, "a b d", "y", ""},
        {MATCH_MATCHES, "(a (b|c) d|x) y", "q", false, "", "(a (b|c) d|x)", ""},
        {MATCH_MATCHES, "a *2 b", "a x y z b", false, "a", "b", ""},
        {MATCH_MATCHES, "i *5 !not ~feeling", "I'm not sad", false, "I'm not sad", "", "not"},
        {MATCH_MATCHES, "i *5 !(at all) ~feeling", "I am at all times sad", false,
         "I am at all times sad", "", "at"},
        {MATCH_MATCHES, "i *5 !not ~feeling", "I am not here", false, "I", "~feeling", ""},
        {MATCH_MATCHES, "i don't know", "I do see", false, "I do", "don't", ""},
        {MATCH_MENTIONS, "late, call me, in a hurry", "she was in a car", false, "in a", "hurry",
         ""},
        {MATCH_MENTIONS, "late, call me", "nothing", false, "", "late, call me", ""},
        {MATCH_MENTIONS, "call me", "nothing", false, "", "call", ""},
        {MATCH_MENTIONS, "~feeling", "fed up", false, "fed up", "with it", ""},
        {MATCH_AFFIRMS, "late, call me", "I'm never late", false, "late", "", "never"},
        {MATCH_AFFIRMS, "late, call me", "I wasn't ever late, not late", false, "late", "",
         "wasn't"},
        {MATCH_AFFIRMS, "late, call me", "not late but late", true, "late", "", ""},
        {MATCH_AFFIRMS, "late, call me", "do not call", false, "call", "me", ""},
        {MATCH_STARTS, "tell me, how", "tell us", false, "tell", "me", ""},
        {MATCH_STARTS, "tell me, how", "so tell me", false, "", "tell me, how", ""},
        {MATCH_STARTS, "tell me, how", "how?", true, "how", "", ""},
    };
    struct arena a;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    uint32_t numbers[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        numbers[i] = add(m, rows[i].by, rows[i].pattern);
    matcher_close(m);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct match_reason why = matcher_why(m, &a, str_from(rows[i].reply), numbers[i]);
        if (why.met != rows[i].met || !str_is(why.words, rows[i].words) ||
            !str_is(why.wanted, rows[i].wanted) || !str_is(why.denied, rows[i].denied))
            fail_msg("`%s` in `%s`: %d `%.*s` wanted `%.*s` denied `%.*s`", rows[i].pattern,
                     rows[i].reply, why.met, (int)why.words.len, why.words.text,
                     (int)why.wanted.len, why.wanted.text, (int)why.denied.len, why.denied.text);
    }
    arena_release(&a);
}

static void a_set_by_itself_is_explained(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    uint32_t number = matcher_add_set(m, MATCH_AFFIRMS, sets[0].set);
    matcher_close(m);
    struct match_reason why = matcher_why(m, &a, STR("left in"), number);
    assert_true(!why.met && str_is(why.words, "left") && str_is(why.wanted, "out"));
    why = matcher_why(m, &a, STR("nothing"), number);
    assert_true(!why.met && !why.words.len && !why.wanted.len && !why.denied.len);
    why = matcher_why(m, &a, STR("don't be sad"), number);
    assert_true(!why.met && str_is(why.words, "sad") && str_is(why.denied, "don't"));
    why = matcher_why(m, &a, STR("sad"), number);
    assert_true(why.met && str_is(why.words, "sad"));
    arena_release(&a);
}

/* ---- cost ---- */
static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* How long the longest answer takes, with patterns that have something under way at every word.
   Anything but time in proportion would take hours. */
static void long_texts_take_time_in_proportion(void **state) {
    (void)state;
    struct arena a;
    size_t count;
    arena_init(&a);
    make_sets(&a, "en");
    struct matcher *m = matcher_new(&a, "en");
    for (int i = 0; i < 200; i++)
        add(m, MATCH_MENTIONS, arena_printf(&a, "a a a a a a b%d, a a c%d", i, i).text);
    uint32_t hard = add(m, MATCH_MATCHES, "a * a * a * (a|b) *9 a * [a] a * !(b a) a *20 a b199");
    add(m, MATCH_MATCHES, repeated(&a, "a *9 ", 80, "b").text);
    add(m, MATCH_AFFIRMS, "a b, b a, ~feeling");
    matcher_close(m);
    struct matching *x = matching_new(m);
    double before = seconds();
    struct str text = repeated(&a, "a ", LIMIT_ANSWER_BYTES / 2 - 10, "");
    matcher_find(m, x, text, &count);
    assert_int_equal(count, 0);
    text = repeated(&a, "a ", LIMIT_ANSWER_BYTES / 2 - 10, "b199");
    const struct match *found = matcher_find(m, x, text, &count);
    assert_int_equal(count, 2);
    assert_non_null(match_of(found, count, hard));
    assert_false(matcher_why(m, &a, text, hard + 1).met);
    assert_true(seconds() - before < 20); /* under the sanitizers too */
    matching_release(x);
    arena_release(&a);
}

/* ---- anything ---- */
static uint64_t draw(uint64_t *chance) {
    uint64_t x = *chance += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static struct str anything(struct arena *a, uint64_t *chance) {
    static const char *const parts[] = {"a",
                                        "b",
                                        " ",
                                        " ",
                                        "(",
                                        ")",
                                        "|",
                                        "[",
                                        "]",
                                        "*",
                                        "3",
                                        "!",
                                        ",",
                                        "~",
                                        "~one",
                                        "'",
                                        ".",
                                        "-",
                                        "\n",
                                        "?",
                                        "'d",
                                        "n't",
                                        "\xC3\xA9",
                                        "\xE6\xAD\xBB",
                                        "\xC2\xAD",
                                        "\xF0\x9F\x98\x80",
                                        "\xE2\x80\x99",
                                        "\"",
                                        "0"};
    struct buffer b;
    buffer_init(&b);
    for (uint64_t i = draw(chance) % 24; i > 0; i--)
        buffer_text(&b, parts[draw(chance) % (sizeof parts / sizeof *parts)]);
    struct str s = buffer_keep(&b, a);
    buffer_release(&b);
    return s;
}

static void no_text_is_too_strange(void **state) {
    (void)state;
    uint64_t chance = 1;
    for (int round = 0; round < 300; round++) {
        struct arena a;
        size_t count;
        arena_init(&a);
        make_sets(&a, "en");
        struct matcher *m = matcher_new(&a, round % 3 ? "en" : "de");
        for (int i = 0; i < 60; i++) {
            struct pattern_mistake mistake = {PATTERN_GOOD, 0, 0};
            uint32_t number;
            struct str pattern = anything(&a, &chance);
            if (!matcher_add(m, (enum match_by)(draw(&chance) % 4), pattern, look_up, sets, &number,
                             &mistake))
                assert_true(mistake.fault != PATTERN_GOOD &&
                            mistake.at + mistake.len <= pattern.len);
        }
        matcher_close(m);
        struct matching *x = matching_new(m);
        for (int i = 0; i < 20; i++) {
            struct str text = anything(&a, &chance);
            const struct match *found = matcher_find(m, x, text, &count);
            for (uint32_t n = 0; n < matcher_count(m); n++) {
                struct match_reason why = matcher_why(m, &a, text, n);
                const struct match *match = match_of(found, count, n);
                assert_int_equal(why.met, match != NULL);
                assert_true(!match || str_same(match->words, why.words));
            }
        }
        matching_release(x);
        arena_release(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_in_any_form),
        cmocka_unit_test(rows_have_alternatives_and_gaps),
        cmocka_unit_test(what_a_public_suite_asks_for),
        cmocka_unit_test(lists_mention_phrases),
        cmocka_unit_test(a_denial_reaches_four_words_in_its_thought),
        cmocka_unit_test(a_text_starts_with_a_phrase),
        cmocka_unit_test(german_is_read_as_it_is_typed),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(patterns_have_limits),
        cmocka_unit_test(what_says_the_same_has_one_number),
        cmocka_unit_test(sets_hold_phrases),
        cmocka_unit_test(texts_do_not_run_into_each_other),
        cmocka_unit_test(every_verdict_can_be_explained),
        cmocka_unit_test(a_set_by_itself_is_explained),
        cmocka_unit_test(long_texts_take_time_in_proportion),
        cmocka_unit_test(no_text_is_too_strange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
