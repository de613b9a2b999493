/* Rows of wrong passwords, known devices and sessions that ended. */
#include "broker/store/sign_in_rows.h"

#include "broker/common/form/fields.h"
#include "broker/store/db.h"

#include <stdio.h>
#include <string.h>

#define PLACE_SIZE  80
#define PRUNE_MAX   20   /* with each failure: more go than come */
#define GONE_KEPT   1000 /* every broker's loop has read them by then */
#define GROUPS_KEPT 4    /* of an IPv6 address: whoever has one has the whole /64 */
#define NOBODY      '7'  /* no id begins with it before the year 10889 */
#define ROW_LETTERS 4    /* after it: 5 bits each of SIGN_IN_NOBODIES */

_Static_assert(1 << (5 * ROW_LETTERS) == SIGN_IN_NOBODIES, "a row for each of these letters");

/* "2001:db8:1:2:3:4:5:6" -> "2001:db8:1:2"; what "::" leaves out makes it coarser, never finer. */
static struct text network_of(struct text address)
{
	int groups = 0;

	if (text_starts(address, "::ffff:"))
		return address;
	for (size_t i = 0; i < address.n; i++)
		if (address.at[i] == ':' &&
		    (++groups == GROUPS_KEPT || (i + 1 < address.n && address.at[i + 1] == ':')))
			return (struct text){ address.at, i };
	return address;
}

static void add_text(struct hasher *h, struct text t)
{
	uint8_t n[2] = { (uint8_t)(t.n >> 8), (uint8_t)t.n };

	hasher_add(h, (struct bytes){ n, sizeof(n) });
	hasher_add(h, (struct bytes){ (const uint8_t *)t.at, t.n });
}

struct id sign_in_nobody(const struct secret_key *key, struct text account, struct text address)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	OWN(hasher) h = hasher_new();
	struct id id = { { NOBODY } };

	if (key)
		hasher_add(h, (struct bytes){ key->at, sizeof(key->at) });
	add_text(h, TEXT("sign in"));
	add_text(h, account);
	add_text(h, network_of(address));
	struct sha256 digest = hasher_get(h);
	for (int i = 1; i < ID_LENGTH; i++)
		id.text[i] = letters[digest.at[i] & 31];
	return id;
}

bool sign_in_is_nobody(struct id staff)
{
	return staff.text[0] == NOBODY;
}

/* Whoever else has the row of somebody who is not there makes room. */
static enum err make_room(struct db *db, struct id staff)
{
	struct id first = staff, last = staff;

	memset(first.text + 1 + ROW_LETTERS, '0', ID_LENGTH - 1 - ROW_LETTERS);
	memset(last.text + 1 + ROW_LETTERS, 'Z', ID_LENGTH - 1 - ROW_LETTERS);
	return db_run(db, Q_sign_in_make_room, "uuu", first, last, staff);
}

static struct text place_of(const struct sign_in_place *p, char at[PLACE_SIZE])
{
	char device[2 * SHA256_BYTES + 1];
	struct text network = network_of(p->address);
	int n;

	sha256_format(p->device, device);
	if (p->is_known)
		n = snprintf(at, PLACE_SIZE, "device %s", device);
	else
		n = snprintf(at, PLACE_SIZE, "%.*s", (int)network.n, network.at);
	return (struct text){ at, n < PLACE_SIZE ? (size_t)n : PLACE_SIZE - 1 };
}

enum err sign_in_wait(struct db *db, const struct sign_in_place *p, struct instant *until)
{
	char at[PLACE_SIZE];
	ROWS r = db_find(db, Q_sign_in_find, "ut", p->staff, place_of(p, at));
	enum err e = rows_one(&r);

	if (e && e != ERR_NOT_FOUND)
		return e;
	*until = e ? (struct instant){ 0 } : rows_instant(&r, 1);
	return ERR_OK;
}

/* How long after the n-th failure in a row. */
static int64_t pause_ms(const struct sign_in_place *p, const struct sign_in_rule *rule, int64_t n)
{
	int64_t pause = SIGN_IN_DELAY_MS;

	if (n < rule->lock_after)
		return 0;
	if (!p->is_known)
		return rule->lock_ms;
	for (int64_t i = rule->lock_after; i < n && pause < SIGN_IN_DELAY_MAX_MS; i++)
		pause *= 2;
	return pause < SIGN_IN_DELAY_MAX_MS ? pause : SIGN_IN_DELAY_MAX_MS;
}

enum err sign_in_add_failure(struct db *db, const struct sign_in_place *p,
			     const struct sign_in_rule *rule, struct instant now,
			     struct instant *until)
{
	char at[PLACE_SIZE];
	struct text place = place_of(p, at);
	struct instant old = { now.ms - rule->lock_ms };

	/* Those of long ago do not count any more, and do not stay. */
	TRY(db_run(db, Q_sign_in_prune, "mw", old, PRUNE_MAX));
	if (sign_in_is_nobody(p->staff))
		TRY(make_room(db, p->staff));
	int64_t n = 1 + db_int(db, Q_sign_in_failures, 0, "utm", p->staff, place, old);
	struct instant next = { now.ms + pause_ms(p, rule, n) };
	/* A lock that is over begins to count anew. */
	if (!p->is_known && n >= rule->lock_after)
		n = 0;
	TRY(db_run(db, Q_sign_in_save, "utimm", p->staff, place, n, next, now));
	*until = next;
	return ERR_OK;
}

enum err sign_in_clear_failures(struct db *db, const struct sign_in_place *p)
{
	char at[PLACE_SIZE];

	return db_run(db, Q_sign_in_clear, "ut", p->staff, place_of(p, at));
}

bool device_is_known(struct db *db, struct sha256 token, struct id staff, struct instant now)
{
	struct instant oldest = { now.ms - DEVICE_KEEP_MS };

	return db_found(db, Q_device_find, "hum", token, staff, oldest);
}

enum err device_save(struct db *db, struct sha256 token, struct id staff, struct instant now)
{
	TRY(db_run(db, Q_device_save, "hum", token, staff, now));
	return db_run(db, Q_device_prune, "uw", staff, DEVICES_OF_ONE);
}

enum err session_gone_list(struct db *db, int64_t *last, int most, struct arena *a,
			   struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_session_gone_list, "iw", *last, most);

	*out = (struct list){ NULL, 0 };
	while (rows_next(&r)) {
		*last = rows_int(&r, 0);
		*(struct id *)list_add(out, &room, a, sizeof(struct id)) = rows_id(&r, 1);
	}
	return rows_err(&r);
}

enum err session_gone_prune(struct db *db, int most, bool *left)
{
	TRY(db_run(db, Q_session_gone_prune, "ww", GONE_KEPT, most));
	*left = db_changes(db) == most;
	return ERR_OK;
}
