/* One snapshot for each message of the loop, with a limit of time. */
#include "broker/store/reader.h"

#include "broker/store/connection.h"

#include <stdlib.h>

#define STEPS_BETWEEN_LOOKS 500

struct reader {
	struct db *db;
	enum err err; /* of the start */
};

static int is_late(void *p)
{
	struct db *db = p;

	return db->deadline_us &&
	       (clock_thread_us() > db->work_until_us || clock_monotonic_us() > db->deadline_us);
}

bool db_has_time(const struct db *db)
{
	return !db->deadline_us || clock_thread_us() < db->work_until_us - READER_LIMIT_US / 2;
}

enum err reader_new(const char *path, struct reader **out)
{
	struct reader *r = calloc(1, sizeof(*r));

	if (!r)
		abort();

	enum err e = db_open_reader(path, &r->db);

	if (e) {
		free(r);
		return e;
	}
	sqlite3_progress_handler(r->db->sqlite, STEPS_BETWEEN_LOOKS, is_late, r->db);
	*out = r;
	return ERR_OK;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	db_free(r->db);
	free(r);
}

struct db *reader_start(struct reader *r)
{
	r->db->deadline_us = clock_monotonic_us() + READER_WAIT_US;
	r->db->work_until_us = clock_thread_us() + READER_LIMIT_US;
	r->err = db_run(r->db, Q_tx_start_read, "");
	return r->db;
}

enum err reader_stop(struct reader *r)
{
	r->db->deadline_us = 0;

	enum err e = db_take_failure(r->db);

	db_rollback(r->db);
	return r->err ? r->err : e;
}
