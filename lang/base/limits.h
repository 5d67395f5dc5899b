/* Every limit of the language and the interpreter, with its reason. Each has a test that reaches
 * it. */
#ifndef IPT_BASE_LIMITS_H
#define IPT_BASE_LIMITS_H

enum {
    /* Text of a script: a file larger than this is not a script; offsets are 32 bits wide. */
    LIMIT_SOURCE_BYTES = 256 * 1024 * 1024,
    /* Files one program may be put together from. */
    LIMIT_MODULES = 1000,
    /* Blocks inside blocks, and expressions inside expressions: the tree walkers recurse on them.
     */
    LIMIT_NESTING = 200,
    /* Levels of a formula together with those of the formulas that it leans on: working it out
       recurses on them. */
    LIMIT_FORMULA = 1000,
    /* Diagnostics shown for one run; a file with more is broken in one place, not in a hundred. */
    LIMIT_DIAGNOSTICS = 100,
    /* Calls inside calls at run time. Branches cannot recurse, so this is only a net. */
    LIMIT_FRAMES = 1000,
    /* Statements run between two questions: a loop that never asks ends here. */
    LIMIT_STEPS = 1000000,
    /* Bytes of one typed answer. */
    LIMIT_ANSWER_BYTES = 1024 * 1024,
    /* Bytes of one text put together from parts. */
    LIMIT_TEXT_BYTES = 16 * 1024 * 1024,
    /* Elements of one list or set. */
    LIMIT_LIST = 100000,
    /* Choices of one question or scale: nobody reads a longer list. */
    LIMIT_CHOICES = 2000,
    /* Cards ever made in one list. */
    LIMIT_CARDS = 10000,
    /* Attempts of one drill, or rounds of its cards. */
    LIMIT_ATTEMPTS = 100,
    /* Sessions of one course. */
    LIMIT_COURSE = 1000,
    /* Answers in one session. */
    LIMIT_ANSWERS = 10000000,
    /* Turns of the loops in one report. */
    LIMIT_REPORT_TURNS = 100000,
    /* Places of one pattern that may all be waited for at the same word: what a word of a reply
       costs at most. A pattern of a hundred words in a row is within it. */
    LIMIT_PATTERN_PLACES = 300,
    /* Words of one phrase that is looked for. */
    LIMIT_PHRASE_WORDS = 100,
    /* Words that `*N` lets pass, and brackets inside brackets of a pattern. */
    LIMIT_PATTERN_GAP = 1000,
    LIMIT_PATTERN_NESTING = 20,
    /* Characters of one name. */
    LIMIT_NAME_BYTES = 200,
};

#endif
