/* The pieces of an interview on the page: questions, help, alerts, the opening and the summary. */
#ifndef IPT_FRONT_SHOW_H
#define IPT_FRONT_SHOW_H

#include "front/page.h"
#include "run/session.h"

struct document;

/* `kept`: where the answers go. */
void show_opening(const struct page *page, struct session *s, const char *kept);
void show_closing(const struct page *page, struct session *s);
/* `position`: with the quiet line that says where one is. */
void show_question(const struct page *page, struct session *s, const struct prompt *p,
                   bool position);
/* What can be typed here. */
void show_help(const struct page *page, const struct prompt *p);
/* An answer as the transcript shows it. */
void show_given(const struct page *page, struct session *s, struct value v);
void show_section(const struct page *page, struct str text);
void show_alert(const struct page *page, struct str level, struct str text);
/* What is told: said, noted, alerted, reported; a question and an end are not. */
void show_told(const struct page *page, const struct event *event);
void show_script_error(const struct page *page, struct session *s, const struct event *event);
void show_report(const struct page *page, const struct document *d);

#endif
