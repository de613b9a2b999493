/*
 * Media servers: who offers itself, who is connected, which is the best for a village.
 */
#ifndef BROKER_STORE_MEDIA_ROWS_H
#define BROKER_STORE_MEDIA_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/core/code12.h"

struct db;

struct media_server {
	struct id id;
	struct text name; /* of its certificate */
	struct code12 node;
	int64_t capacity; /* visits at once */
	struct text address;
	struct text version;
	bool connected;
	bool draining;       /* gets no new visits */
	struct instant seen; /* when it came or went last */
	int64_t load;        /* live visits placed on it; not saved */
};

/* Registers under its name: the same name keeps its id. m->id is not asked. */
MUST_USE enum err media_save(struct db *db, const struct media_server *m, struct instant now,
			     struct id *out);
/* False: it is gone already, or was registered anew after `since`. */
MUST_USE enum err media_set_gone(struct db *db, struct id server, struct instant since,
				 struct instant now, bool *out);
/* At the start of the broker nobody is connected: who was is gone from now on. */
MUST_USE enum err media_set_all_gone(struct db *db, struct instant now);
MUST_USE enum err media_find(struct db *db, struct id server, struct arena *a,
			     struct media_server *out);
/* By the name of its certificate. ERR_NOT_FOUND: none ever registered under it. */
MUST_USE enum err media_find_name(struct db *db, struct text name, struct arena *a,
				  struct media_server *out);
/* ERR_NOT_FOUND. Stays so when it registers again. */
MUST_USE enum err media_set_draining(struct db *db, struct id server, bool draining);
/* Those whose name comes after this one, by name, at most `most`; struct media_server. */
MUST_USE enum err media_page(struct db *db, struct text after, int most, struct arena *a,
			     struct list *out);
/* All that ever registered, by name; struct media_server. */
MUST_USE enum err media_list(struct db *db, struct arena *a, struct list *out);

#endif
