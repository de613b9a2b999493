/* Media servers by name, with how many live visits each carries. */
#include "broker/store/media_rows.h"

#include "broker/store/db.h"

enum err media_save(struct db *db, const struct media_server *m, struct instant now, struct id *out)
{
	ROWS r = db_find(db, Q_media_save, "utnittm", id_new(now), m->name, m->node, m->capacity,
			 m->address, m->version, now);

	TRY(rows_one(&r));

	struct id id = rows_id(&r, 0);

	*out = id;
	return ERR_OK;
}

enum err media_set_gone(struct db *db, struct id server, struct instant since, struct instant now,
			bool *out)
{
	TRY(db_run(db, Q_media_set_gone, "umm", server, since, now));
	*out = db_changes(db) > 0;
	return ERR_OK;
}

enum err media_set_all_gone(struct db *db, struct instant now)
{
	return db_run(db, Q_media_set_all_gone, "m", now);
}

enum err media_set_draining(struct db *db, struct id server, bool draining)
{
	TRY(db_run(db, Q_media_set_draining, "uw", server, (int)draining));
	return db_changes(db) ? ERR_OK : ERR_NOT_FOUND;
}

static void media_load(const struct rows *r, struct arena *a, struct media_server *out)
{
	out->id = rows_id(r, 0);
	out->name = rows_text(r, 1, a);
	out->node = rows_code12(r, 2);
	out->capacity = rows_int(r, 3);
	out->address = rows_text(r, 4, a);
	out->version = rows_text(r, 5, a);
	out->connected = rows_bool(r, 6);
	out->load = rows_int(r, 7);
	out->draining = rows_bool(r, 8);
	out->seen = rows_instant(r, 9);
}

enum err media_find(struct db *db, struct id server, struct arena *a, struct media_server *out)
{
	ROWS r = db_find(db, Q_media_find, "u", server);

	TRY(rows_one(&r));
	media_load(&r, a, out);
	return ERR_OK;
}

enum err media_find_name(struct db *db, struct text name, struct arena *a, struct media_server *out)
{
	ROWS r = db_find(db, Q_media_find_name, "t", name);

	TRY(rows_one(&r));
	media_load(&r, a, out);
	return ERR_OK;
}

static enum err servers_load(struct rows *r, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	while (rows_next(r))
		media_load(r, a, list_add(&found, &room, a, sizeof(struct media_server)));
	TRY(rows_err(r));
	*out = found;
	return ERR_OK;
}

enum err media_page(struct db *db, struct text after, int most, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_media_page, "tw", after, most);

	return servers_load(&r, a, out);
}

enum err media_list(struct db *db, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_media_list, "");

	return servers_load(&r, a, out);
}
