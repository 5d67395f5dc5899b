/* fill_store STORE CLIENT COUNT: copies every session of CLIENT to COUNT more clients, C0001 and on, through the
   library of the store, so that each journal is chained as if the session had been held. */
#include "store/client.h"
#include "store/database.h"

struct copying {
    struct store *store;
    struct arena arena;
    struct store_entry *entries; /* of one session; malloc'ed */
    size_t count, capacity;
};

static void good_or_die(struct copying *c, bool good) {
    if (!good)
        die("%s", store_why(c->store).text);
}

static bool take(void *payload, const struct store_entry *e) {
    struct copying *c = payload;
    *array_push(c->entries, c->count, c->capacity) = (struct store_entry){
        .user = arena_str(&c->arena, e->user),
        .kind = arena_str(&c->arena, e->kind),
        .name = arena_str(&c->arena, e->name),
        .body = arena_str(&c->arena, e->body),
    };
    return true;
}

/* One session, for each client; `courses`: the first session of the course of each. */
static void copy(struct copying *c, const struct store_session *from, int64_t *courses, int count) {
    c->count = 0;
    good_or_die(c, store_each_entry(c->store, from->id, take, c));
    for (int i = 0; i < count; i++) {
        char client[16];
        struct store_head head;
        struct store_session s = *from;
        snprintf(client, sizeof client, "C%04d", i + 1);
        s.client = str_from(client);
        s.course = !from->course ? 0 : courses[i] ? courses[i] : COURSE_BEGINS;
        good_or_die(c, store_begin(c->store, &s, (struct str){"", 0}, c->entries, &head));
        courses[i] = s.course;
        good_or_die(c, store_add(c->store, &head, c->entries + 1, c->count - 1, from->status,
                                 from->open));
    }
}

int main(int argc, char **argv) {
    struct copying c = {0};
    struct client_sessions all;
    struct str why;
    if (argc != 4)
        die("fill_store STORE CLIENT COUNT");
    int count = (int)strtol(argv[3], NULL, 10);
    int64_t *courses = memory_get(sizeof *courses * (size_t)(count + 1));
    arena_init(&c.arena);
    c.store = store_open(argv[1], false, &c.arena, &why);
    if (!c.store)
        die("%s", why.text);
    /* Nothing here is worth waiting for the disk. */
    good_or_die(&c, db_run(c.store, "PRAGMA synchronous=OFF") &&
                        client_sessions(c.store, argv[2], &c.arena, &all));
    for (size_t i = 0; i < all.count; i++)
        copy(&c, &all.items[i], courses, count);
    store_close(c.store);
    arena_release(&c.arena);
    free(c.entries);
    free(courses);
    return 0;
}
