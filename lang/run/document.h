/* A finished report: blocks of finished texts, in an arena. report.c makes one from a session; the
   renderers in front/ are functions of it and know nothing of sessions.

   What is not for the client's eyes is marked here, in blocks, columns and sources. One function,
   document_for_client, makes the copy without it, so that no renderer has to think of it.

   Texts enter through document_text, which takes out what would disturb a page: control characters
   and marks that turn the direction of writing. */
#ifndef IPT_RUN_DOCUMENT_H
#define IPT_RUN_DOCUMENT_H

#include "base/buffer.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_NOTE, /* a paragraph for the clinician */
    BLOCK_TABLE,
    BLOCK_LIST,
    BLOCK_ALERTS, /* a list whose items have a mark: how urgent */
    BLOCK_CHART,
    BLOCK_CIRCLE,
};

struct table_column {
    struct str title;
    bool numbers; /* its cells are numbers: set to the right */
    bool clinician_only;
};
struct table_cell {
    struct str text;
    bool missing; /* the text is the reason, "(declined)" */
};
struct document_table {
    struct table_column *columns;
    uint32_t column_count;
    struct table_cell *cells; /* row by row */
    uint32_t row_count;
};

struct list_item {
    struct str mark; /* "urgent"; empty in plain lists */
    struct str text;
};
struct document_list {
    struct list_item *items;
    uint32_t count;
};

/* A measured value of a chart or a circle. */
struct document_point {
    struct str label; /* a person, a day, the how-many-eth */
    bool present;
    double value;     /* when present */
    struct str shown; /* the value as a person reads it; its reason when it is missing */
};
struct document_chart {
    struct document_point *points;
    uint32_t count;
    bool over_time; /* the points follow each other: they are joined by a line */
    bool bounded;   /* `from` and `to` are the ends of the scale */
    double from, to;
    struct str unit; /* may be empty */
};
struct document_circle {
    struct document_point *people;
    uint32_t count;
    struct str measure; /* "closeness" */
    double from, to;    /* the ends of its scale: the greater, the nearer to the middle */
    bool whole;         /* its values are whole numbers */
};

struct block {
    struct block *next;
    enum block_kind kind;
    bool clinician_only;
    struct str text; /* of a heading, paragraph, note; the title of the others */
    union {
        struct document_table table;
        struct document_list list;
        struct document_chart chart;
        struct document_circle circle;
    } as;
};

/* Where a score that the report shows comes from. */
struct document_source {
    struct str title, source;
    bool clinician_only; /* it is shown in blocks for the clinician only */
};

struct document {
    struct arena *arena; /* borrowed */
    struct str title;
    struct str script;   /* title and version of the protocol; may be empty */
    struct str language; /* of the texts, a tag like "en"; never empty */
    struct str day;      /* of the session, in words */
    struct str warning;  /* what has to be known before reading on; may be empty */
    bool for_client;     /* the copy for the client */
    bool for_practice;   /* of a trainee: read by the trainer too */
    struct block *first, *last;
    struct document_source *sources;
    uint32_t source_count, source_capacity;
};

struct document *document_new(struct arena *a, struct str title);
/* A text as it may stand in a document. The arena is the document's. */
struct str document_text(struct document *d, struct str text);
/* A new block at the end. */
struct block *document_add(struct document *d, enum block_kind kind, struct str text);
void document_add_source(struct document *d, struct str title, struct str source,
                         bool clinician_only);
/* The copy that may be given to the client: without notes, alerts, private blocks, columns and
   sources, and without the headings that have nothing left below them. */
struct document *document_for_client(const struct document *d);

/* Does it hold anything that this copy leaves out? */
bool document_withholds(const struct document *d);

/* The words that every report ends with (domain: record aid, no diagnosis, emergency). */
extern const struct str document_disclaimer;
/* Said where scores are shown with their sources. */
extern const struct str document_score_caution;

/* ---- what several renderers need of a chart ---- */
/* Where the bars of a scale begin: at nought, or at the end that is nearest to it. */
double chart_base(double from, double to);

/* ---- what several renderers need of a circle ---- */
/* A ring holds the values from low to high. Rings are told from the middle outwards. */
struct circle_ring {
    double low, high;
    struct str title; /* "9 to 10" */
};
enum { MOST_RINGS = 5 };
uint32_t circle_rings(struct arena *a, const struct document_circle *c,
                      struct circle_ring rings[MOST_RINGS]);
/* The ring of a present value; its number from 0. */
uint32_t circle_ring_of(const struct circle_ring *rings, uint32_t count, double value);

#endif
