/* What a practice says of itself, in a file of named lines (base/fields.h): its country, its own
   crisis lines, and a text for each `setting` of its scripts.

     country: NZ
     crisis lines: our_crisis_lines.txt
     duty_to_report: What the law here asks of you …

   Crisis lines are dated data, by country, never guessed: without a country, or with one that
   nothing is known of, people are sent to the local emergency number and to their service. */
#ifndef IPT_RUN_SETTINGS_H
#define IPT_RUN_SETTINGS_H

#include "program/program.h"
#include "run/date.h"

struct settings {
    struct str crisis_lines; /* as people read them, one on each line */
    const struct str *texts; /* by symbol; NULL: the practice says nothing */
};

/* Reads the settings for a program; `file` NULL: there are none. False after diagnostics, when
   nobody may sit down: a setting is empty, or a crisis line that would be shown is not complete,
   not verified, or was last verified more than 180 days before today. */
bool settings_read(struct program *p, const char *file, struct date today, struct settings *out);

/* Both take NULL where there are no settings, as in tests. */
struct str settings_text(const struct settings *settings, const struct symbol *setting);
struct str settings_crisis_lines(const struct settings *settings);

#endif
