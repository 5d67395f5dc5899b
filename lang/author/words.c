/* See words.h. The usage is what one would write; spec.md says the rest. */
#include "author/words.h"

#include "base/base.h"

const struct word_entry words[] = {
    {"protocol", "protocol \"Title\" version \"1.0\"",
     "What this file is; below it language, audience, author, licence, about."},
    {"use", "use phq9 · use \"people.ipt\" as opening",
     "Brings in the names of a library module or of a file beside this one."},
    {"scale", "scale often\n  - 0 \"Not at all\"\n  - 1 \"Often\"",
     "A list of choices that several questions share."},
    {"inventory",
     "inventory phq9 \"Title\"\n  answers often\n  item sleep \"…\"\n  score total = sum of items",
     "An instrument with its items and scores."},
    {"item", "item sleep \"Wording\" [reverse] [safety] [optional] [answers SCALE]",
     "One statement of an inventory, answered on its scale."},
    {"score", "score total = sum of items",
     "A number formed of an inventory's items, with its missing rule and its bands."},
    {"missing", "missing up to 2 prorated",
     "How many items of a score may be missing, and whether they are prorated."},
    {"answers", "answers how_often", "The scale on which the items of an inventory are answered."},
    {"branch", "branch choose_focus \"What to work on\"",
     "A named stretch of interview; `do` runs it and comes back."},
    {"interview", "interview", "Where running the file starts."},
    {"define", "define total_hours = nights * hours",
     "A formula that is always up to date, like a cell of a spreadsheet."},
    {"say", "say \"Text\" · say one of",
     "Text for the person; with `one of`, a variant that was not used yet."},
    {"note", "note \"Text\"", "Text for the clinician only."},
    {"section", "section \"Heading\"", "A heading."},
    {"ask", "ask mood \"How are you?\" rating 0 to 10",
     "A question: its name, its wording, the form of its answer."},
    {"choose", "choose · choose SCALE · choose any · choose 1 to 3",
     "One or several of a list of choices."},
    {"rank", "rank", "An ordering of all choices."},
    {"rating", "rating 0 to 10", "A number on a line, with labelled ends."},
    {"number", "number 0 to 24 step 0.5 \"hours\" · whole number 0 to 120",
     "A number, with its range, step and unit."},
    {"text", "text · long text", "Words as they are typed."},
    {"date", "date · rough date", "A day; a rough date also takes a month, a season, a year."},
    {"time", "time", "A time of day."},
    {"minutes", "minutes", "A length of time."},
    {"help", "help \"Text\"", "Shown when the person types ?."},
    {"required", "required", "The question cannot be declined."},
    {"private", "private", "The answer stays out of handouts and exports unless asked for."},
    {"default", "default 7", "What an empty line answers."},
    {"check", "check to > from else \"The end lies after the beginning.\"",
     "An answer that does not meet it is refused, with the reason."},
    {"warn", "warn when hours > 16 \"More than sixteen hours?\"",
     "An answer that meets it is confirmed first."},
    {"shuffle", "shuffle", "The choices come in another order for each seed."},
    {"other", "other \"Something else\"", "Adds a choice that takes the person's own words."},
    {"alone", "- none \"None of these\" alone", "This choice excludes the others."},
    {"if", "if COND … else if COND … else …",
     "Runs its lines when the condition is met. A condition that is not known is not met."},
    {"match", "match focus\n  when grief\n    …\n  else\n    …",
     "One arm for each code; without `else` every code must have one."},
    {"do", "do choose_focus", "Runs a branch or an inventory and comes back."},
    {"go to", "go to closing", "Ends this branch and runs another in its place."},
    {"return", "return", "Ends this branch."},
    {"finish", "finish \"Reason\"", "Ends the interview."},
    {"repeat", "repeat 3 times · repeat until COND · repeat while COND at most 5 times",
     "Runs its lines again and again."},
    {"let", "let rounds = 0", "A variable."},
    {"set", "set rounds = rounds + 1", "Gives a variable a new value."},
    {"alert", "alert urgent \"Text\"",
     "For the clinician, recorded for good: urgent, attention or info."},
    {"record",
     "record person \"Person\"\n  label alias \"First name\"\n  ask closeness \"How close?\" "
     "rating 0 to 10",
     "What is asked about each card of a list: a label, questions, fields, formulas."},
    {"label", "label alias \"First name or initials\"", "What a card is called by; no two alike."},
    {"field", "field turning_point yes or no",
     "Something that a card holds and nobody is asked: `set` and `add` give it."},
    {"keep", "keep people of person · keep agreed_focus = choose_focus.focus",
     "A list of cards; or the last value that a formula had. The client's next session begins "
     "with it."},
    {"collect",
     "collect people of person \"Who matters to you?\"\n  at least 1\n  at most 30\n"
     "  another \"Is there anyone else?\"",
     "Asks for the labels one by one, then goes through each card."},
    {"for each", "for each p in people where closeness > 7 sorted by alias",
     "Runs its lines for each element of a list."},
    {"add", "add person to people\n  alias = \"A.\"", "Puts a card on a list."},
    {"remove", "remove p from people", "Takes a card off its list, and out of every answer."},
    {"where", "people where conflict is yes",
     "The elements that meet a condition; the fields of a card go bare, `it` is the element."},
    {"sorted by", "people sorted by closeness descending", "A list in an order."},
    {"of", "closeness of people · mean of (a, b)", "A field of each card; a function of a list."},
    {"report",
     "report summary \"Summary\"\n  heading \"People\"\n  table people columns alias, closeness",
     "A document made of a session; `show` and `ipt report` put it out."},
    {"heading", "heading \"Symptoms\"", "In a report: a heading."},
    {"table", "table people columns alias, kind", "In a report: a row for each card."},
    {"list", "list people · list alerts", "In a report: a line for each element."},
    {"chart", "chart every(mood) · chart closeness of people · chart phq9.total",
     "In a report: numbers as bars on their scale."},
    {"circle", "circle people by closeness", "In a report: the cards on rings around the middle."},
    {"show", "show summary", "Puts a report before whoever sits there."},
    {"words", "words risk_words\n  \"suicide, kill myself, better off dead\"",
     "Words and phrases to look for, in any form: behind `mentions` and `affirms`, as "
     "~risk_words."},
    {"mentions", "reply mentions ~risk_words · reply mentions \"late, call me\"",
     "Is any of these words or phrases in it, in any form? `affirms`: and not denied."},
    {"affirms", "reply affirms ~feeling", "Is one of these words said, and not denied?"},
    {"matches", "reply matches \"i (feel|felt) *2 ~feeling\"",
     "Are these words in it, in this order? (a|b) one of several, [a] or nothing, ~set a word set, "
     "* "
     "any words, *3 at most three, !a must not stand between."},
    {"starts with", "reply starts with \"what, how, tell me\"",
     "Does it begin with one of these words or phrases?"},
    {"rubric",
     "rubric opening \"The first words\"\n  - open +2 \"Asks openly\" when it starts with \"what, "
     "how\"\n  - why -1 \"Asks for reasons\" when it starts with \"why\"\n  sample \"What "
     "happened?\" "
     "scores 2\n  sample \"Why did you?\" scores -1",
     "Rules by which a reply is judged. Each counts once; `it` is the reply. Its name is also the "
     "list "
     "of all it has judged: `count of opening`."},
    {"critical", "- secret 0 \"Promises silence\" critical when it mentions \"secret\"",
     "In a rubric: an attempt that meets this rule does not pass, whatever its points."},
    {"harmful", "harmful \"Insults\" when it mentions ~insult\n  cap 1",
     "In a rubric: a reply that meets it gets no more points than `cap` says."},
    {"cap", "harmful \"Insults\" when it mentions ~insult\n  cap 1",
     "The most points that a harmful reply gets; 0 where it is left out."},
    {"sample", "sample \"Why did you?\" scores -1",
     "In a rubric: a reply and what it has to score; `ipt test` looks whether it does."},
    {"tip",
     "- open +2 \"Asks openly\" when it starts with \"what, how\"\n  tip \"Begin with what or "
     "how.\"",
     "Below a rule: what to do about it. Shown where the rule was missed, or where it costs "
     "points."},
    {"judge",
     "judge reply by opening · judge line by value · judge steps by order · judge reply by marks",
     "Holds an answer against a rubric, the values of its choices, or their order; `marks` is what "
     "somebody chose of `choose any opening`. Then there are reply.points, reply.found, "
     "reply.missed "
     "and reply.unplaced."},
    {"persona",
     "persona ida \"Ida\"\n  meter trust 0 to 100 start 30\n  fact letter \"I write him "
     "letters.\"\n  cue "
     "nights \"The nights\" within 2 turns when it mentions \"night\"",
     "Somebody to talk to in practice: numbers that rise and fall, what is revealed in time, what "
     "is "
     "to be taken up."},
    {"says", "ida says \"Mm.\" · ida says one of", "Words of a persona; as `say` otherwise."},
    {"meter", "meter trust 0 to 100 start 30",
     "A number of a persona that stays between its bounds. `chart ida.trust` shows it turn by "
     "turn."},
    {"raise", "raise ida.trust by 10", "Makes a meter or a variable greater."},
    {"lower", "lower ida.trust by 10", "Makes a meter or a variable smaller."},
    {"fact", "fact letter \"I write him letters.\"",
     "Something that a persona says once, when it is revealed. `list ida.facts` lists what was "
     "said."},
    {"reveal", "reveal ida.letter when ida.trust >= 50",
     "Lets a persona say a fact, the first time that the condition is met. Then `ida.letter is "
     "revealed`."},
    {"cue",
     "cue nights \"She hints at the nights\" within 2 turns when it mentions \"night\"\ncue "
     "ida.nights",
     "In a persona: what is to be taken up, and by which words. In an interview: now it comes up. "
     "Then "
     "`ida.nights is answered` or it was missed."},
    {"drill",
     "drill first_words \"The first words\"\n  scene \"She looks at the floor.\"\n  ask reply "
     "\"What do you "
     "say?\" text\n  judge reply by opening\n  pass 2\n  attempts 3\n  hint \"Ask openly.\"\n  "
     "model \"What "
     "has the week been like?\"",
     "An exercise: it is tried until it is passed, with a hint behind each try. Then there are "
     "points, "
     "most, passed and tries."},
    {"skill", "skill listening", "In a drill: what is practised."},
    {"scene", "scene \"A colleague presented your report.\"",
     "In a drill: where one is, said once before the first try."},
    {"pass", "pass 2 · pass 90 percent",
     "In a drill: how many points are needed; all of them where it is left out."},
    {"attempts", "attempts 3", "In a drill: how often it may be tried; once where it is left out."},
    {"hint", "hint \"Begin with what happened.\"",
     "In a drill: said behind a try that did not pass, one after the other."},
    {"model", "model \"What has the week been like?\"",
     "In a drill: one way to say it, shown at the end."},
    {"cards",
     "cards \"Which kind of question?\" choose kind\n  - \"Did you sleep?\" is closed \"Yes or no "
     "will "
     "do.\"",
     "In a drill: short texts to sort, each with the right choice and, if you like, the reason. "
     "What "
     "was missed comes again."},
    {"rounds", "rounds 3", "In a drill with cards: how often what was missed comes again at most."},
    {"spaced", "spaced",
     "In a drill with cards: what is known well comes again days later, by algorithm SM-2."},
    {"feedback", "feedback now · feedback later · feedback never",
     "In a protocol or a drill: is it told behind each reply what was found, in a report at the "
     "end, "
     "or not at all, as in an exam?"},
    {"rates", "ask own \"How well did you listen?\" rating 0 to 10\n  rates opening",
     "Below a question: it rates the own practice; `ipt cohort` holds it against the points."},
    {"clock", "clock 8 minutes",
     "From here the time for replies is counted, without the reading; `time_is_up` says when it is "
     "over."},
    {"was", "ask feeling \"How are you?\" text\n    was mood",
     "What a question was called in an earlier version: answers from then go over to it."},
    {"setting", "setting duty_to_report \"What the law here asks of you\"",
     "A text that the practice gives in its settings, not the script; without it nobody sits "
     "down."},
    {"course",
     "course ipt16 \"Sixteen sessions\"\n  sessions 16 every 1 week\n  phase beginning sessions 1 "
     "to 3\n    do take_history\n  phase rest_of_it sessions 4 to 16\n    do work_on_focus\n"
     "  each session\n    do close_session",
     "Sessions over weeks. In each of them its lines run from top to bottom; `ipt run FILE COURSE "
     "--client CODE` holds the next one."},
    {"sessions", "sessions 16 every 1 week",
     "In a course: how many sessions it has, and how long it is from one to the next."},
    {"each session", "each session\n  do open_session",
     "In a course: lines for every session, above or below those of its phase."},
    {"phase", "phase middle \"The middle\" sessions 4 to 13\n  do work_on_focus",
     "In a course: lines for these sessions alone. Each session belongs to exactly one phase."},
    {"session",
     "session.number · session.phase · session.left · session.date\nsession 2\n  answer mood = 3",
     "Where in the course today's session stands; `left` are those after it. In a test: what is "
     "answered and expected in one session."},
    {"safeguard",
     "safeguard item_nine when phq9.self_harm is not 0\n  alert urgent \"…\"\n  do screen",
     "Runs its lines the moment its condition is met, before anything else. `answer` is the one "
     "just given."},
    {"guarantee",
     "guarantee \"risk is followed up\"\n  whenever phq9.self_harm is not 0 then screen before "
     "end\n"
     "  at end focus is asked",
     "What must hold whatever is answered; `ipt explore` proves it or shows how it is broken."},
    {"whenever", "whenever mood < 2 then screen before end",
     "In a guarantee: each time the condition turns true, the branch is reached."},
    {"at end", "at end focus is asked", "In a guarantee: holds at every end."},
    {"test", "test \"Title\"\n  answer mood = 3\n  expect reached follow_up",
     "A check of the script, beside the questions."},
    {"answer", "answer mood = 3, declined",
     "In a test: what is answered, one value for each asking."},
    {"rest", "rest declined · rest first · rest random seed 7",
     "In a test: how everything else is answered."},
    {"expect", "expect phq9.total is 10", "In a test: what must hold at the end."},
    {"answered", "x is answered",
     "Has a value. Also: asked, unanswered, declined, unknown, not applicable, prorated, "
     "revealed."},
    {"reached", "reached choose_focus", "Was this branch or inventory entered?"},
};
const size_t word_count = COUNT_OF(words);
