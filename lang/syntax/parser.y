/* The grammar of the whole language. Actions only build nodes; all meaning is in program/.

   Every block is a list of lines of one rule, and what may stand where is checked afterwards
   (program/place.c): one mistake, one plain message, and no conflicts here. The layout pass has made
   lines and blocks of the text: NEWLINE, INDENT, DEDENT, BULLET. */
%require "3.8"
%define api.pure full
%define api.push-pull push
%define api.token.prefix {T_}
%define api.value.type union
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {struct parse *px}

%code requires {
#include "syntax/ast.h"
struct parse;
}

%code provides {
#define YYMAXDEPTH 4000
}

%code {
#include "syntax/parse.h"

static void yyerror(const struct span *at, struct parse *px, const char *message);

#define YYLLOC_DEFAULT(Current, Rhs, N)                                                        \
    (Current) = (N) ? span_join(YYRHSLOC(Rhs, 1), YYRHSLOC(Rhs, N))                            \
                    : (struct span){YYRHSLOC(Rhs, 0).hi, YYRHSLOC(Rhs, 0).hi}

/* MAKE(say, @$, .text = $text): a new node with these fields. */
#define MAKE(kind_, at, ...)                                                                   \
    parse_make(px, NODE_##kind_, at, &(struct node_##kind_){.node = {0}, __VA_ARGS__})
#define BROKEN(at) parse_make(px, NODE_broken, at, &(struct node_broken){{0}})
#define BLOCK(at, word, block) parse_needs_block(px, at, word, block)
}

/* lines and blocks */
%token START_FILE START_ANSWERS LINE
%token NEWLINE "the end of the line" INDENT "a line that is set in deeper" DEDENT "the end of the block"
%token BULLET "`-`"
/* names, literals, texts */
%token <struct name *> WORD "a name" WORD_SET "a word set"
%token <double> NUMBER "a number"
%token <struct node *> DATE "a date" DURATION "a length of time"
%token <struct str> TEXT "a text in quotes" TEXT_OPEN "a text" TEXT_MIDDLE "}…{" TEXT_CLOSE "} and the rest of the text"
%token EQUALS "`=`" LESS "`<`" LESS_EQUAL "`<=`" GREATER "`>`" GREATER_EQUAL "`>=`"
%token PLUS "`+`" MINUS "a minus" TIMES "`*`" DIVIDE "`/`"
%token OPEN "`(`" CLOSE "`)`" COMMA "a comma" DOT "`.`" COLON "`:`"
/* reserved words */
%token <struct name *> IS NOT AND OR IN TO OF WHERE WHEN ELSE BETWEEN INCLUDES MENTIONS AFFIRMS MATCHES
%token <struct name *> REACHED BEFORE ALERT SAYS YES NO
%token <struct name *> ASKED ANSWERED UNANSWERED DECLINED UNKNOWN APPLICABLE PRORATED REVEALED
/* clause words: names wherever a name is expected */
%token <struct name *> TEXT_WORD DATE_WORD TIME_WORD MINUTES NUMBER_WORD WHOLE LONG ROUGH RATING CHOOSE RANK
%token <struct name *> FROM BY AS VERSION CODE ALONE CRITICAL SPACED REQUIRED PRIVATE OPTIONAL REVERSE SAFETY SHUFFLE
%token <struct name *> SESSIONS ANSWERS STEP TIMES_WORD COLUMNS PERCENT SCORES START EVERY SEED END THEN DAYS WEEKS MONTHS YEARS
%token <struct name *> DESCENDING WAS WITHIN TURNS RATES
/* words that begin a line */
%token <struct name *> PROTOCOL USE SCALE WORDS RECORD INVENTORY BRANCH INTERVIEW DEFINE KEEP SAFEGUARD SETTING PERSONA
%token <struct name *> RUBRIC DRILL COURSE REPORT TEST GUARANTEE FACT PROPERTY PROPERTY_NAME
%token <struct name *> SAY NOTE SECTION ASK IF MATCH DO RETURN FINISH LET SET COLLECT ADD REMOVE SHOW REPEAT
%token <struct name *> RAISE LOWER REVEAL JUDGE LABEL FIELD ITEM SCORE MISSING METER CUE CLOCK SAMPLE HARMFUL CAP SKILL
%token <struct name *> CARDS PASS ROUNDS ATTEMPTS DEFAULT CHECK WARN ANOTHER PHASE HEADING TABLE CHART CIRCLE
%token <struct name *> LIST ANSWER REST EXPECT WHENEVER RUN SESSION
/* two words read as one */
%token YES_OR_NO GO_TO FOR_EACH EACH_SESSION ELSE_IF ONE_OF STARTS_WITH AT_MOST AT_LEAST AT_END UP_TO
%token SORTED_BY REPEAT_UNTIL REPEAT_WHILE CHOOSE_ANY

%type <struct name *> name soft_name level
%type <struct node *> path text text_opt hole expr list_expr or_expr and_expr not_expr cmp additive mult
%type <struct node *> unary primary of_path path_or_call pattern form type bound unit_opt code_value number
%type <struct node *> line bullet statement declaration part check_line drill_line report_line answer_line
%type <struct node *> call value case_code attr at_most_opt value_opt why_opt
%type <struct ast_list> lines block body holes names parameters texts values exprs arguments attrs columns
%type <struct ast_list> case_codes variants
%type <double> signed points step_opt
%type <enum state_word> state
%type <enum mark_word> mark
%type <enum absence> absence
%type <enum time_unit> calendar_unit

/* A deeper line after a line that takes a block belongs to the block; anywhere else it is a slip. */
%precedence NO_BLOCK
%precedence INDENT

%%

input:
  START_FILE lines             { px->lines = $lines.first; }
| START_ANSWERS answer_lines
;

lines:
  %empty                       { $$ = (struct ast_list){0}; }
| lines[list] line             { $$ = $list; parse_join(px, &$$, $line); }
;

block: NEWLINE INDENT lines DEDENT  { $$ = $lines; };

body:
  NEWLINE  %prec NO_BLOCK      { $$ = (struct ast_list){0}; }
| block
;

line:
  declaration
| part
| bullet
| statement
| drill_line
| report_line
| check_line
| error body                   { yyerrok; $$ = BROKEN(@$); }
| INDENT lines DEDENT          { parse_unexpected_indent(px, @INDENT);
                                 $$ = BROKEN(@$); }
;

/* ---------- names and texts ---------- */

name: WORD | soft_name ;

soft_name:
  TEXT_WORD | DATE_WORD | TIME_WORD | MINUTES | NUMBER_WORD | WHOLE | LONG | ROUGH | RATING | CHOOSE | RANK
| FROM | BY | AS | VERSION | CODE | ALONE | CRITICAL | SPACED | REQUIRED | PRIVATE | OPTIONAL | REVERSE | SAFETY | SHUFFLE
| SESSIONS | ANSWERS | STEP | TIMES_WORD | COLUMNS | PERCENT | SCORES | START | EVERY | SEED | END | THEN
| DAYS | WEEKS | MONTHS | YEARS | DESCENDING | WITHIN | TURNS | RATES
;

path:
  name                         { $$ = MAKE(name, @$, .name = $name); }
| path[of] DOT name            { $$ = MAKE(field, @$, .of = $of, .name = $name); }
;

text:
  TEXT                         { $$ = MAKE(text, @$, .value = $TEXT); }
| TEXT_OPEN holes TEXT_CLOSE   { $$ = parse_text(px, @$, $TEXT_OPEN, @TEXT_OPEN, $holes, $TEXT_CLOSE, @TEXT_CLOSE); }
;

holes:
  hole                         { $$ = (struct ast_list){0}; ast_list_add(&$$, $hole); }
| holes[list] TEXT_MIDDLE hole { $$ = $list;
                                 ast_list_add(&$$, MAKE(text, @TEXT_MIDDLE, .value = $TEXT_MIDDLE));
                                 ast_list_add(&$$, $hole); }
;

hole:
  expr                         { $$ = MAKE(hole, @$, .value = $expr); }
| expr ELSE text               { $$ = MAKE(hole, @$, .value = $expr, .otherwise = $text); }
| error                        { $$ = MAKE(hole, @$, .value = BROKEN(@$)); }
;

text_opt: %empty { $$ = NULL; } | text ;

texts:
  text                         { $$ = (struct ast_list){0}; ast_list_add(&$$, $text); }
| texts[list] COMMA text       { $$ = $list; ast_list_add(&$$, $text); }
;

names:
  name                         { $$ = (struct ast_list){0}; ast_list_add(&$$, MAKE(name, @$, .name = $name)); }
| names[list] COMMA name       { $$ = $list; ast_list_add(&$$, MAKE(name, @name, .name = $name)); }
;

parameters: %empty { $$ = (struct ast_list){0}; } | OPEN names CLOSE { $$ = $names; } ;

signed: NUMBER | MINUS NUMBER { $$ = -$NUMBER; } ;

number:
  NUMBER                       { $$ = MAKE(number, @$, .value = $NUMBER); }
| MINUS NUMBER                 { $$ = MAKE(negate, @$, .operand = MAKE(number, @NUMBER, .value = $NUMBER)); }
;

/* What stands first on the line of a choice. */
code_value:
  name                         { $$ = MAKE(name, @$, .name = $name); }
| YES                          { $$ = MAKE(yes_no, @$, .value = true); }
| NO                           { $$ = MAKE(yes_no, @$, .value = false); }
| number
;

/* ---------- declarations ---------- */

declaration:
  PROTOCOL text[title] VERSION text[number_] body
      { $$ = MAKE(protocol, @$, .title = $title, .version = $number_, .body = $body.first); }
| USE name NEWLINE             { $$ = MAKE(use, @$, .module = $name); }
| USE name AS name[alias] NEWLINE
      { $$ = MAKE(use, @$, .module = $2, .alias = $alias); }
| USE TEXT NEWLINE             { $$ = MAKE(use, @$, .path = $TEXT); }
| USE TEXT AS name NEWLINE     { $$ = MAKE(use, @$, .path = $TEXT, .alias = $name); }
| SCALE name text_opt body     { $$ = MAKE(scale, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| WORDS name body              { $$ = MAKE(words, @$, .name = $name, .body = $body.first); }
| RECORD name text_opt body    { $$ = MAKE(record, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| INVENTORY name text_opt body
      { BLOCK(@1, "inventory", $body.first);
        $$ = MAKE(inventory, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| BRANCH name parameters text_opt body
      { BLOCK(@1, "branch", $body.first);
        $$ = MAKE(branch, @$, .name = $name, .parameters = $parameters.first, .title = $text_opt, .body = $body.first); }
| INTERVIEW text_opt body
      { BLOCK(@1, "interview", $body.first);
        $$ = MAKE(interview, @$, .title = $text_opt, .body = $body.first); }
| DEFINE name parameters EQUALS expr NEWLINE
      { $$ = MAKE(define, @$, .name = $name, .parameters = $parameters.first, .value = $expr); }
| DEFINE name parameters IS expr NEWLINE
      { parse_is_for_equals(px, @IS);
        $$ = MAKE(define, @$, .name = $name, .parameters = $parameters.first, .value = $expr); }
| KEEP name EQUALS expr NEWLINE { $$ = MAKE(keep, @$, .name = $name, .value = $expr); }
| KEEP name OF name[record_] NEWLINE { $$ = MAKE(keep, @$, .name = $2, .record = $record_); }
| SETTING name text NEWLINE   { $$ = MAKE(setting, @$, .name = $name, .title = $text); }
| SAFEGUARD name WHEN expr body
      { BLOCK(@1, "safeguard", $body.first);
        $$ = MAKE(safeguard, @$, .name = $name, .condition = $expr, .body = $body.first); }
| PERSONA name text_opt body   { $$ = MAKE(persona, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| RUBRIC name text_opt body    { $$ = MAKE(rubric, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| DRILL name text_opt body     { $$ = MAKE(drill, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| COURSE name text_opt body    { $$ = MAKE(course, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| REPORT name text_opt body    { $$ = MAKE(report, @$, .name = $name, .title = $text_opt, .body = $body.first); }
| TEST text body               { BLOCK(@1, "test", $body.first); $$ = MAKE(test, @$, .title = $text, .body = $body.first); }
| GUARANTEE text body          { BLOCK(@1, "guarantee", $body.first); $$ = MAKE(guarantee, @$, .title = $text, .body = $body.first); }
;

/* Lines that say more about what is above them. */
part:
  PROPERTY text NEWLINE        { $$ = MAKE(property, @$, .word = $PROPERTY, .value = $text); }
| PROPERTY_NAME name NEWLINE
      { $$ = MAKE(property, @$, .word = $PROPERTY_NAME, .value = MAKE(name, @name, .name = $name)); }
| attr NEWLINE
| LABEL name text body         { $$ = MAKE(label, @$, .name = $name, .prompt = $text, .body = $body.first); }
| FIELD name type body         { $$ = MAKE(record_field, @$, .name = $name, .form = $type, .body = $body.first); }
| ITEM name text attrs body
      { ast_list_join(&$attrs, $body);
        $$ = MAKE(item, @$, .name = $name, .wording = $text, .body = $attrs.first); }
| SCORE name text_opt EQUALS expr body
      { $$ = MAKE(score, @$, .name = $name, .title = $text_opt, .value = $expr, .body = $body.first); }
| MISSING UP_TO NUMBER NEWLINE { $$ = MAKE(missing, @$, .up_to = parse_count(px, @NUMBER, $NUMBER)); }
| MISSING UP_TO NUMBER PRORATED NEWLINE
      { $$ = MAKE(missing, @$, .up_to = parse_count(px, @NUMBER, $NUMBER), .prorated = true); }
| DEFAULT expr NEWLINE         { $$ = MAKE(default, @$, .value = $expr); }
| CHECK expr ELSE text NEWLINE { $$ = MAKE(check, @$, .condition = $expr, .text = $text); }
| WARN WHEN expr text NEWLINE  { $$ = MAKE(warn, @$, .condition = $expr, .text = $text); }
| WHEN case_codes body         { $$ = MAKE(case, @$, .codes = $case_codes.first, .body = $body.first); }
| texts NEWLINE                { $$ = MAKE(phrases, @$, .texts = $texts.first); }
;

attrs: %empty { $$ = (struct ast_list){0}; } | attrs[list] attr { $$ = $list; ast_list_add(&$$, $attr); }
     | attrs[list] WHEN expr   { $$ = $list; ast_list_add(&$$, MAKE(when, @expr, .condition = $expr)); } ;

attr:
  CODE name text               { $$ = MAKE(code, @$, .system = $name, .value = $text); }
| mark                         { $$ = MAKE(mark, @$, .mark = $mark); }
| ANSWERS name                 { $$ = MAKE(answers, @$, .scale = $name); }
| RATES name                   { $$ = MAKE(rates, @$, .name = $name); }
| WAS path                     { $$ = MAKE(was, @$, .path = $path); }
;

mark:
  ALONE                        { $$ = MARK_ALONE; }
| CRITICAL                     { $$ = MARK_CRITICAL; }
| SPACED                       { $$ = MARK_SPACED; }
| REQUIRED                     { $$ = MARK_REQUIRED; }
| PRIVATE                      { $$ = MARK_PRIVATE; }
| OPTIONAL                     { $$ = MARK_OPTIONAL; }
| REVERSE                      { $$ = MARK_REVERSE; }
| SAFETY                       { $$ = MARK_SAFETY; }
| SHUFFLE                      { $$ = MARK_SHUFFLE; }
;

/* Bulleted lines: a choice, a variant, a card, a rule of a rubric, a band. */
bullet:
  BULLET code_value text value_opt attrs body
      { ast_list_join(&$attrs, $body);
        $$ = MAKE(option, @$, .code = $code_value, .label = $text, .value = $value_opt, .body = $attrs.first); }
| BULLET text attrs body
      { ast_list_join(&$attrs, $body);
        $$ = MAKE(variant, @$, .text = $text, .body = $attrs.first); }
| BULLET text IS code_value why_opt NEWLINE
      { $$ = MAKE(card, @$, .text = $text, .code = $code_value, .why = $why_opt); }
| BULLET code_value points text attrs body
      { ast_list_join(&$attrs, $body);
        $$ = MAKE(rule, @$, .code = $code_value, .points = $points, .text = $text, .body = $attrs.first); }
| BULLET signed TO signed[high] name text_opt attrs NEWLINE
      { $$ = MAKE(band, @$, .from = $2, .to = $high, .name = $name, .label = $text_opt, .body = $attrs.first); }
;

value_opt: %empty { $$ = NULL; } | IS number { $$ = $number; } ;
why_opt: %empty { $$ = NULL; } | text ;
points: NUMBER | PLUS NUMBER { $$ = $NUMBER; } | MINUS NUMBER { $$ = -$NUMBER; } ;

/* ---------- statements ---------- */

statement:
  SAY text NEWLINE             { $$ = MAKE(say, @$, .text = $text); }
| SAY ONE_OF variants          { $$ = MAKE(say, @$, .one_of = $variants.first); }
| path SAYS text NEWLINE       { $$ = MAKE(say, @$, .who = $path, .text = $text); }
| path SAYS ONE_OF variants    { $$ = MAKE(say, @$, .who = $path, .one_of = $variants.first); }
| NOTE text NEWLINE            { $$ = MAKE(note, @$, .text = $text); }
| SECTION text NEWLINE         { $$ = MAKE(section, @$, .text = $text); }
| ASK name text form body
      { $$ = MAKE(ask, @$, .name = $name, .prompt = $text, .form = $form, .body = $body.first); }
| IF expr body                 { BLOCK(@1, "if", $body.first); $$ = MAKE(if, @$, .condition = $expr, .then = $body.first); }
| ELSE_IF expr body            { BLOCK(@1, "else if", $body.first); $$ = MAKE(else, @$, .condition = $expr, .body = $body.first); }
| ELSE body                    { BLOCK(@1, "else", $body.first); $$ = MAKE(else, @$, .body = $body.first); }
| MATCH expr body              { BLOCK(@1, "match", $body.first); $$ = MAKE(match, @$, .subject = $expr, .arms = parse_arms(px, $body.first)); }
| DO call NEWLINE              { $$ = MAKE(do, @$, .call = $call); }
| GO_TO call NEWLINE           { $$ = MAKE(go_to, @$, .call = $call); }
| RETURN NEWLINE               { $$ = parse_make(px, NODE_return, @$, &(struct node_return){{0}}); }
| FINISH text_opt NEWLINE      { $$ = MAKE(finish, @$, .reason = $text_opt); }
| FOR_EACH name IN expr body   { $$ = MAKE(for_each, @$, .name = $name, .list = $expr, .body = $body.first); }
| REPEAT additive TIMES_WORD body
      { BLOCK(@1, "repeat", $body.first);
        $$ = MAKE(repeat, @$, .how = REPEAT_TIMES, .value = $additive, .body = $body.first); }
| REPEAT_UNTIL expr at_most_opt body
      { BLOCK(@1, "repeat until", $body.first);
        $$ = MAKE(repeat, @$, .how = REPEAT_UNTIL, .value = $expr, .at_most = $at_most_opt, .body = $body.first); }
| REPEAT_WHILE expr at_most_opt body
      { BLOCK(@1, "repeat while", $body.first);
        $$ = MAKE(repeat, @$, .how = REPEAT_WHILE, .value = $expr, .at_most = $at_most_opt, .body = $body.first); }
| LET name EQUALS expr NEWLINE { $$ = MAKE(let, @$, .name = $name, .value = $expr); }
| LET name IS expr NEWLINE     { parse_is_for_equals(px, @IS); $$ = MAKE(let, @$, .name = $name, .value = $expr); }
| SET path EQUALS expr NEWLINE { $$ = MAKE(set, @$, .target = $path, .value = $expr); }
| SET path IS expr NEWLINE     { parse_is_for_equals(px, @IS); $$ = MAKE(set, @$, .target = $path, .value = $expr); }
| RAISE path BY expr NEWLINE   { $$ = MAKE(raise, @$, .target = $path, .by = $expr); }
| LOWER path BY expr NEWLINE   { $$ = MAKE(lower, @$, .target = $path, .by = $expr); }
| COLLECT path OF name text_opt body
      { $$ = MAKE(collect, @$, .list = $path, .record = $name, .prompt = $text_opt, .body = $body.first); }
| ANOTHER text NEWLINE         { $$ = MAKE(another, @$, .text = $text); }
| AT_LEAST additive NEWLINE    { $$ = MAKE(at_least, @$, .count = $additive); }
| AT_MOST additive NEWLINE     { $$ = MAKE(at_most, @$, .count = $additive); }
| ADD name TO path body        { $$ = MAKE(add, @$, .record = $name, .list = $path, .body = $body.first); }
| REMOVE path FROM path[list] NEWLINE { $$ = MAKE(remove, @$, .card = $2, .list = $list); }
| ALERT level text NEWLINE     { $$ = MAKE(alert, @$, .level = $level, .text = $text); }
| SHOW name NEWLINE            { $$ = MAKE(show, span_join(@1, @name), .report = $name); }
| CLOCK DURATION NEWLINE       { $$ = MAKE(clock, @$, .limit = $DURATION); }
| CUE path NEWLINE             { $$ = MAKE(give_cue, @$, .cue = $path); }
| REVEAL path NEWLINE          { $$ = MAKE(reveal, @$, .fact = $path); }
| REVEAL path WHEN expr NEWLINE { $$ = MAKE(reveal, @$, .fact = $path, .condition = $expr); }
| JUDGE path[reply] BY path[by] NEWLINE
      { $$ = MAKE(judge, span_join(@1, @by), .reply = $reply, .by = $by); }
| name EQUALS values NEWLINE   { $$ = MAKE(assign, @$, .name = $name, .values = $values.first); }
;

variants: block ;

level: name ;

at_most_opt: %empty { $$ = NULL; } | AT_MOST additive TIMES_WORD { $$ = $additive; } ;

call:
  path
| path OPEN arguments CLOSE    { $$ = MAKE(call, @$, .callee = $path, .arguments = $arguments.first); }
;

case_codes:
  case_code                    { $$ = (struct ast_list){0}; ast_list_add(&$$, $case_code); }
| case_codes[list] COMMA case_code { $$ = $list; ast_list_add(&$$, $case_code); }
;

case_code:
  code_value
| number[low] TO number[high]  { $$ = MAKE(range, @$, .from = $low, .to = $high); }
| absence                      { $$ = MAKE(absent, @$, .reason = (uint8_t)$absence); }
;

absence:
  DECLINED                     { $$ = ABSENCE_DECLINED; }
| UNKNOWN                      { $$ = ABSENCE_UNKNOWN; }
| UNANSWERED                   { $$ = ABSENCE_UNANSWERED; }
| NOT APPLICABLE               { $$ = ABSENCE_NOT_APPLICABLE; }
;

/* ---------- the forms of a question ---------- */

form:
  YES_OR_NO                    { $$ = MAKE(form, @$, .form = FORM_YES_OR_NO); }
| TEXT_WORD                    { $$ = MAKE(form, @$, .form = FORM_TEXT); }
| LONG TEXT_WORD               { $$ = MAKE(form, @$, .form = FORM_LONG_TEXT); }
| DATE_WORD                    { $$ = MAKE(form, @$, .form = FORM_DATE); }
| ROUGH DATE_WORD              { $$ = MAKE(form, @$, .form = FORM_ROUGH_DATE); }
| TIME_WORD                    { $$ = MAKE(form, @$, .form = FORM_TIME); }
| MINUTES                      { $$ = MAKE(form, @$, .form = FORM_MINUTES); }
| NUMBER_WORD unit_opt         { $$ = MAKE(form, @$, .form = FORM_NUMBER, .unit = $unit_opt); }
| NUMBER_WORD bound[low] TO bound[high] step_opt unit_opt
      { $$ = MAKE(form, @$, .form = FORM_NUMBER, .from = $low, .to = $high, .step = parse_step(px, @step_opt, $step_opt), .unit = $unit_opt); }
| WHOLE NUMBER_WORD unit_opt   { $$ = MAKE(form, @$, .form = FORM_WHOLE_NUMBER, .unit = $unit_opt); }
| WHOLE NUMBER_WORD bound[low] TO bound[high] step_opt unit_opt
      { $$ = MAKE(form, @$, .form = FORM_WHOLE_NUMBER, .from = $low, .to = $high, .step = parse_step(px, @step_opt, $step_opt), .unit = $unit_opt); }
| RATING bound[low] TO bound[high]
      { $$ = MAKE(form, @$, .form = FORM_RATING, .from = $low, .to = $high); }
| RANK                         { $$ = MAKE(form, @$, .form = FORM_RANK); }
| RANK name                    { $$ = MAKE(form, @$, .form = FORM_RANK, .scale = $name); }
| RANK FROM expr               { $$ = MAKE(form, @$, .form = FORM_RANK, .from_list = $expr); }
| CHOOSE                       { $$ = MAKE(form, @$, .form = FORM_CHOOSE); }
| CHOOSE name                  { $$ = MAKE(form, @$, .form = FORM_CHOOSE, .scale = $name); }
| CHOOSE FROM expr             { $$ = MAKE(form, @$, .form = FORM_CHOOSE, .from_list = $expr); }
| CHOOSE_ANY                   { $$ = MAKE(form, @$, .form = FORM_CHOOSE_ANY); }
| CHOOSE_ANY name              { $$ = MAKE(form, @$, .form = FORM_CHOOSE_ANY, .scale = $name); }
| CHOOSE_ANY FROM expr         { $$ = MAKE(form, @$, .form = FORM_CHOOSE_ANY, .from_list = $expr); }
| CHOOSE NUMBER[low] TO NUMBER[high]
      { $$ = MAKE(form, @$, .form = FORM_CHOOSE_SOME, .least = parse_count(px, @low, $low), .most = parse_count(px, @high, $high)); }
| CHOOSE NUMBER[low] TO NUMBER[high] name
      { $$ = MAKE(form, @$, .form = FORM_CHOOSE_SOME, .least = parse_count(px, @low, $low), .most = parse_count(px, @high, $high), .scale = $name); }
| CHOOSE NUMBER[low] TO NUMBER[high] FROM expr
      { $$ = MAKE(form, @$, .form = FORM_CHOOSE_SOME, .least = parse_count(px, @low, $low), .most = parse_count(px, @high, $high), .from_list = $expr); }
;

/* The type of a record's field: a form without bounds. */
type: form ;

bound: number | path ;
step_opt: %empty { $$ = -1; } | STEP NUMBER { $$ = $NUMBER; } ;
unit_opt: %empty { $$ = NULL; } | text ;

/* ---------- practice and courses ---------- */

drill_line:
  FACT name text NEWLINE       { $$ = MAKE(fact, @$, .name = $name, .text = $text); }
| CUE name text WITHIN NUMBER TURNS WHEN expr NEWLINE
      { $$ = MAKE(cue, @$, .name = $name, .text = $text, .within = parse_count(px, @NUMBER, $NUMBER), .condition = $expr); }
| METER name signed[low] TO signed[high] START signed[begin] NEWLINE
      { $$ = MAKE(meter, @$, .name = $name, .from = $low, .to = $high, .start = $begin); }
| SAMPLE text SCORES signed NEWLINE { $$ = MAKE(sample, @$, .text = $text, .points = $signed); }
| HARMFUL text WHEN expr body  { $$ = MAKE(harmful, @$, .text = $text, .condition = $expr, .body = $body.first); }
| CAP signed NEWLINE           { $$ = MAKE(cap, @$, .points = $signed); }
| SKILL name NEWLINE           { $$ = MAKE(skill, @$, .name = $name); }
| CARDS text CHOOSE name body  { $$ = MAKE(cards, @$, .prompt = $text, .scale = $name, .body = $body.first); }
| PASS signed NEWLINE          { $$ = MAKE(pass, @$, .mark = $signed); }
| PASS signed PERCENT NEWLINE  { $$ = MAKE(pass, @$, .mark = $signed, .percent = true); }
| ROUNDS NUMBER NEWLINE        { $$ = MAKE(rounds, @$, .count = parse_count(px, @NUMBER, $NUMBER)); }
| ATTEMPTS NUMBER NEWLINE      { $$ = MAKE(attempts, @$, .count = parse_count(px, @NUMBER, $NUMBER)); }
| SESSIONS NUMBER EVERY DURATION NEWLINE
      { $$ = MAKE(sessions, @$, .count = parse_count(px, @NUMBER, $NUMBER), .every = $DURATION); }
| EACH_SESSION body            { $$ = MAKE(each_session, @$, .body = $body.first); }
| PHASE name text_opt SESSIONS NUMBER[low] TO NUMBER[high] body
      { $$ = MAKE(phase, @$, .name = $name, .title = $text_opt, .from = parse_count(px, @low, $low),
                  .to = parse_count(px, @high, $high), .body = $body.first); }
;

/* ---------- reports ---------- */

report_line:
  HEADING text NEWLINE         { $$ = MAKE(heading, @$, .text = $text); }
| TABLE expr COLUMNS columns NEWLINE { $$ = MAKE(table, @$, .rows = $expr, .columns = $columns.first); }
| CHART expr NEWLINE           { $$ = MAKE(chart, @$, .series = $expr); }
| CIRCLE expr BY path NEWLINE  { $$ = MAKE(circle, @$, .list = $expr, .by = $path); }
| LIST expr NEWLINE            { $$ = MAKE(list, @$, .what = $expr); }
;

columns: names ;

/* ---------- the author's checks ---------- */

check_line:
  ANSWER path EQUALS values NEWLINE { $$ = MAKE(answer, @$, .target = $path, .values = $values.first); }
| ANSWER path block            { $$ = MAKE(answer, @$, .target = $path, .body = $block.first); }
| rest
      { $$ = px->rest; }
| EXPECT expr NEWLINE          { $$ = MAKE(expect, @$, .condition = $expr); }
| RUN path NEWLINE             { $$ = MAKE(run, @$, .entry = $path); }
| SESSION NUMBER body          { $$ = MAKE(session, @$, .number = parse_count(px, @NUMBER, $NUMBER), .body = $body.first); }
| WHENEVER expr THEN name BEFORE name[end] NEWLINE
      { $$ = MAKE(whenever, @$, .condition = $expr, .then = $4, .before = parse_is_end($end) ? NULL : $end); }
| AT_END expr NEWLINE          { $$ = MAKE(at_end, @$, .condition = $expr); }
;

rest:
  REST absence NEWLINE         { px->rest = parse_rest_absent(px, @$, $absence); }
| REST WORD NEWLINE            { px->rest = parse_rest(px, @$, $WORD, @WORD, 0, false); }
| REST WORD SEED NUMBER NEWLINE { px->rest = parse_rest(px, @$, $WORD, @WORD, $NUMBER, true); }
;

answer_lines:
  %empty
| answer_lines answer_line     { parse_join(px, &px->answers, $answer_line); px->lines = px->answers.first; }
;

answer_line:
  path EQUALS values NEWLINE   { $$ = MAKE(answer, @$, .target = $path, .values = $values.first); }
| path block                   { $$ = MAKE(answer, @$, .target = $path, .body = $block.first); }
| rest                         { $$ = px->rest; }
| error body                   { yyerrok; $$ = BROKEN(@$); }
| INDENT lines DEDENT          { parse_unexpected_indent(px, @INDENT); $$ = BROKEN(@$); }
;

values:
  value                        { $$ = (struct ast_list){0}; ast_list_add(&$$, $value); }
| values[list] COMMA value     { $$ = $list; ast_list_add(&$$, $value); }
;

value: expr | absence { $$ = MAKE(absent, @$, .reason = (uint8_t)$absence); } ;

/* ---------- expressions, loosest first ---------- */

expr: or_expr | list_expr ;

list_expr:
  path_or_call WHERE or_expr
      { $$ = MAKE(where, @$, .list = $path_or_call, .condition = $or_expr); }
| path_or_call WHERE or_expr SORTED_BY path descending
      { $$ = MAKE(sorted, @$, .list = MAKE(where, @$, .list = $path_or_call, .condition = $or_expr), .by = $path, .descending = px->descending); }
| path_or_call SORTED_BY path descending
      { $$ = MAKE(sorted, @$, .list = $path_or_call, .by = $path, .descending = px->descending); }
| name OF list_expr[inner]     { $$ = MAKE(of, @$, .what = $name, .list = $inner); }
;

descending: %empty { px->descending = false; } | DESCENDING { px->descending = true; } ;

or_expr: and_expr | or_expr[left] OR and_expr[right]
      { $$ = MAKE(binary, @$, .op = OP_OR, .left = $left, .right = $right); } ;
and_expr: not_expr | and_expr[left] AND not_expr[right]
      { $$ = MAKE(binary, @$, .op = OP_AND, .left = $left, .right = $right); } ;
not_expr: cmp | NOT not_expr[operand] { $$ = MAKE(not, @$, .operand = $operand); } ;

cmp:
  additive
| additive[l] IS additive[r]           { $$ = MAKE(binary, @$, .op = OP_IS, .left = $l, .right = $r); }
| additive[l] IS NOT additive[r]       { $$ = MAKE(binary, @$, .op = OP_IS_NOT, .left = $l, .right = $r); }
| additive[l] IS state                 { $$ = MAKE(state, @$, .subject = $l, .state = (uint8_t)$state); }
| additive[l] IS NOT state             { $$ = MAKE(state, @$, .subject = $l, .state = (uint8_t)$state, .negated = true); }
| additive[l] IS YES_OR_NO             { parse_yes_or_no(px, @YES_OR_NO); $$ = BROKEN(@$); }
| additive[l] EQUALS additive[r]       { $$ = parse_equals_for_is(px, @EQUALS)
                                             ? MAKE(binary, @$, .op = OP_IS, .left = $l, .right = $r)
                                             : BROKEN(@$); }
| additive[l] LESS additive[r]         { $$ = MAKE(binary, @$, .op = OP_LESS, .left = $l, .right = $r); }
| additive[l] LESS_EQUAL additive[r]   { $$ = MAKE(binary, @$, .op = OP_LESS_EQUAL, .left = $l, .right = $r); }
| additive[l] GREATER additive[r]      { $$ = MAKE(binary, @$, .op = OP_GREATER, .left = $l, .right = $r); }
| additive[l] GREATER_EQUAL additive[r] { $$ = MAKE(binary, @$, .op = OP_GREATER_EQUAL, .left = $l, .right = $r); }
| additive[l] IN additive[r]           { $$ = MAKE(binary, @$, .op = OP_IN, .left = $l, .right = $r); }
| additive[l] IN additive[low] TO additive[high]
      { $$ = MAKE(binary, @$, .op = OP_IN, .left = $l,
                  .right = MAKE(range, span_join(@low, @high), .from = $low, .to = $high)); }
| additive[l] INCLUDES additive[r]     { $$ = MAKE(binary, @$, .op = OP_INCLUDES, .left = $l, .right = $r); }
| additive[l] MENTIONS pattern         { $$ = MAKE(binary, @$, .op = OP_MENTIONS, .left = $l, .right = $pattern); }
| additive[l] AFFIRMS pattern          { $$ = MAKE(binary, @$, .op = OP_AFFIRMS, .left = $l, .right = $pattern); }
| additive[l] MATCHES pattern          { $$ = MAKE(binary, @$, .op = OP_MATCHES, .left = $l, .right = $pattern); }
| additive[l] STARTS_WITH pattern      { $$ = MAKE(binary, @$, .op = OP_STARTS_WITH, .left = $l, .right = $pattern); }
| name[l] BEFORE name[r]               { $$ = MAKE(before, @$, .first = $l, .second = $r); }
| REACHED name                         { $$ = MAKE(reached, @$, .branch = $name); }
| ALERT name                           { $$ = MAKE(alerted, @$, .level = $name); }
;

state:
  ASKED                        { $$ = STATE_ASKED; }
| ANSWERED                     { $$ = STATE_ANSWERED; }
| UNANSWERED                   { $$ = STATE_UNANSWERED; }
| DECLINED                     { $$ = STATE_DECLINED; }
| UNKNOWN                      { $$ = STATE_UNKNOWN; }
| APPLICABLE                   { $$ = STATE_APPLICABLE; }
| PRORATED                     { $$ = STATE_PRORATED; }
| REVEALED                     { $$ = STATE_REVEALED; }
;

pattern: text { $$ = MAKE(pattern, @$, .words = $text); } | WORD_SET { $$ = MAKE(word_set, @$, .name = $WORD_SET); } ;

additive:
  mult
| additive[l] PLUS mult[r]     { $$ = MAKE(binary, @$, .op = OP_ADD, .left = $l, .right = $r); }
| additive[l] MINUS mult[r]    { $$ = MAKE(binary, @$, .op = OP_SUBTRACT, .left = $l, .right = $r); }
;

mult:
  unary
| mult[l] TIMES unary[r]       { $$ = MAKE(binary, @$, .op = OP_MULTIPLY, .left = $l, .right = $r); }
| mult[l] DIVIDE unary[r]      { $$ = MAKE(binary, @$, .op = OP_DIVIDE, .left = $l, .right = $r); }
;

unary: primary | MINUS unary[operand] { $$ = MAKE(negate, @$, .operand = $operand); } ;

primary:
  of_path
| NUMBER                       { $$ = MAKE(number, @$, .value = $NUMBER); }
| DATE
| DURATION
| text
| YES                          { $$ = MAKE(yes_no, @$, .value = true); }
| NO                           { $$ = MAKE(yes_no, @$, .value = false); }
| OPEN expr CLOSE              { $$ = $expr; }
| OPEN expr COMMA exprs CLOSE  { struct ast_list all = {0}; ast_list_add(&all, $expr); ast_list_join(&all, $exprs);
                                 $$ = MAKE(tuple, @$, .items = all.first); }
| calendar_unit BETWEEN primary[from] AND primary[to]
      { $$ = MAKE(between, @$, .unit = (uint8_t)$calendar_unit, .from = $from, .to = $to); }
;

calendar_unit:
  DAYS                         { $$ = UNIT_DAYS; }
| WEEKS                        { $$ = UNIT_WEEKS; }
| MONTHS                       { $$ = UNIT_MONTHS; }
| YEARS                        { $$ = UNIT_YEARS; }
;

of_path:
  path_or_call
| name OF of_path[inner]       { $$ = MAKE(of, @$, .what = $name, .list = $inner); }
| name OF OPEN exprs CLOSE     { $$ = MAKE(of, @$, .what = $name, .list = MAKE(tuple, @exprs, .items = $exprs.first)); }
;

path_or_call:
  path
| path OPEN arguments CLOSE    { $$ = MAKE(call, @$, .callee = $path, .arguments = $arguments.first); }
;

arguments: %empty { $$ = (struct ast_list){0}; } | exprs ;

exprs:
  expr                         { $$ = (struct ast_list){0}; ast_list_add(&$$, $expr); }
| exprs[list] COMMA expr       { $$ = $list; ast_list_add(&$$, $expr); }
;

%%

#include "syntax/words.h"

const char *token_words(int token) {
    return yysymbol_name(YYTRANSLATE(token));
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parse *px) {
    yysymbol_kind_t expected[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    const char *words[YYNTOKENS];
    struct parse_mistake m = {.span = *yypcontext_location(context)};
    for (int i = 0; i < count; i++) {
        words[i] = parse_token_words(px, yysymbol_name(expected[i]));
        m.text_expected |= expected[i] == YYSYMBOL_TEXT;
        m.name_expected |= expected[i] == YYSYMBOL_WORD;
        m.form_expected |= expected[i] == YYSYMBOL_YES_OR_NO;
        m.comma_expected |= expected[i] == YYSYMBOL_COMMA;
        m.to_expected |= expected[i] == YYSYMBOL_TO;
    }
    m.expected = words;
    m.expected_count = count;
    parse_report(px, &m);
    return 0;
}

static void yyerror(const struct span *at, struct parse *px, const char *message) {
    (void)message; /* the only one that comes here: the parser's stack is full */
    diag_add(px->diags, D_too_deep, *at, LIMIT_NESTING);
}

/* ---------- one source ---------- */

struct pusher {
    struct parse *px;
    yypstate *state;
    bool over;
};

static void push_token(void *payload, const struct token *token) {
    struct pusher *p = payload;
    YYSTYPE value;
    struct span span = token->span;
    memset(&value, 0, sizeof value);
    memcpy(&value, &token->value, sizeof token->value < sizeof value ? sizeof token->value : sizeof value);
    if (p->over)
        return;
    parse_before(p->px, token);
    p->over = yypush_parse(p->state, token->kind, &value, &span, p->px) != YYPUSH_MORE;
    parse_after(p->px, token);
}

void parse_tokens(struct parse *px, struct lexer *lexer, bool answers) {
    struct pusher p = {px, yypstate_new(), false};
    if (!p.state)
        die("there is not enough memory");
    push_token(&p, &(struct token){.kind = answers ? T_START_ANSWERS : T_START_FILE});
    layout_run(lexer, push_token, &p);
    yypstate_delete(p.state);
}
