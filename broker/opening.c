/* What stands ready before the threads start. */
#include "broker/opening.h"

#include "broker/common/base/log.h"
#include "broker/common/seal/keypair.h"
#include "broker/store/audit_heads.h"
#include "broker/store/data_key.h"
#include "broker/store/db.h"
#include "broker/store/import.h"
#include "broker/store/media_rows.h"
#include "broker/store/place_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define OPENING_FILE_MAX (1u << 20)

static enum err read_file(const char *path, struct arena *a, struct text *out)
{
	FILE *f = fopen(path, "re");

	if (!f) {
		log_broken("opening.no_file", "path=%s", path);
		return ERR_NOT_FOUND;
	}
	char *at = arena_get(a, OPENING_FILE_MAX);
	size_t n = fread(at, 1, OPENING_FILE_MAX, f);
	fclose(f);
	*out = (struct text){ at, n };
	return ERR_OK;
}

static enum err load_rules(const struct broker_settings *s, struct opening *o)
{
	struct text file;
	int line = 0;

	o->holidays = holidays_new();
	TRY(read_file(s->files.holidays, o->arena, &file));
	if (holidays_parse(file, o->holidays, &line)) {
		log_broken("opening.bad_line", "path=%s line=%d", s->files.holidays, line);
		return ERR_BAD_SETTING;
	}
	TRY(read_file(s->files.notice, o->arena, &file));
	if (rules_take_notice(&o->rules, file)) {
		log_broken("opening.bad_line", "path=%s line=1", s->files.notice);
		return ERR_BAD_SETTING;
	}
	TRY(read_file(s->files.notice_en, o->arena, &file));
	if (rules_take_notice_en(&o->rules, file)) {
		log_broken("opening.bad_line", "path=%s line=1", s->files.notice_en);
		return ERR_BAD_SETTING;
	}
	o->rules.holidays = o->holidays;
	o->rules.data_key = &o->data_key;
	return ERR_OK;
}

static enum err load_turn_secret(const char *path, struct opening *o)
{
	struct stat st;
	struct text file;

	TRY(read_file(path, o->arena, &file));
	file = text_trim(file);
	if (!file.n || memchr(file.at, '\n', file.n) || stat(path, &st) || st.st_mode & 077) {
		log_broken("opening.bad_setting", "section=turn key=secret");
		return ERR_BAD_SETTING;
	}
	o->rules.turn.secret = (struct bytes){ (const uint8_t *)file.at, file.n };
	return ERR_OK;
}

static enum err load_turn(const struct broker_turn *s, struct opening *o)
{
	struct rules_turn *t = &o->rules.turn;
	struct text rest = { arena_copy(o->arena, text_of(s->urls)), strlen(s->urls) };

	while (rest.n) {
		struct text url = text_trim(text_next(&rest, ','));

		if (t->n_urls == RULES_TURN_URLS ||
		    (!text_starts(url, "turn:") && !text_starts(url, "turns:"))) {
			log_broken("opening.bad_setting", "section=turn key=urls");
			return ERR_BAD_SETTING;
		}
		t->urls[t->n_urls++] = url;
	}
	t->life_ms = s->life;
	return t->n_urls ? load_turn_secret(s->secret, o) : ERR_OK;
}

static void set_numbers(const struct broker_settings *s, struct rules *r)
{
	r->times = (struct rules_times){
		.lead_min_days = (int)s->visit.lead_min,
		.lead_max_days = (int)s->visit.lead_max,
		.check_in_early_ms = s->visit.check_in_early,
		.check_in_late_ms = s->visit.late_grace,
		.session_ms = s->visit.session,
		.lock_ms = s->visit.lock,
		.lock_after = (int)s->visit.lock_after,
		.part_wait_ms = s->visit.part_wait,
		.grant_ms = s->visit.grant,
	};
	r->room = (struct rules_room){
		.record_lanes = (int)s->media.record_capacity,
		.unit_lanes = (int)s->media.unit_lanes,
		.uplink_lanes = (int)s->media.uplink_lanes,
		.stage_slots = (int)s->media.slots,
	};
	r->demo = s->demo;
}

static enum err import_tree(struct db *db, struct text csv, struct import *i)
{
	struct tree_fault faults[IMPORT_FAULTS_MAX];
	struct tree *tree = NULL;
	int n = 0;

	if (tree_parse_csv(csv, &tree, faults, IMPORT_FAULTS_MAX, &n)) {
		for (int at = 0; at < n && at < IMPORT_FAULTS_MAX; at++)
			log_broken("opening.bad_line", "path=tree.csv line=%d field=%s why=%s",
				   faults[at].line, faults[at].field ? faults[at].field : "",
				   tree_why_words[faults[at].why]);
		return ERR_BAD_INPUT;
	}
	i->rows = (int)tree_size(tree);
	enum err err = tree_save(db, tree, day_at(i->now));
	tree_free(tree);
	return err;
}

static const struct demo_file {
	const char *name;
	enum err (*load)(struct db *db, struct text csv, struct import *i);
} demo_files[] = {
	/* in the order of what needs what */
	{ "tree.csv", import_tree },
	{ "units.csv", import_units },
	{ "rooms.csv", import_rooms },
	{ "staff.csv", import_staff },
	{ "receptions.csv", import_receptions },
	{ "matters.csv", import_matters },
};

static enum err import_one(struct db *db, const char *folder, const struct demo_file *f,
			   const struct opening *o)
{
	char path[SETTING_TEXT_SIZE + 32];
	struct import i = { .now = clock_now(), .key = &o->data_key };
	OWN(arena) a = arena_new();
	struct text csv;

	snprintf(path, sizeof(path), "%s/%s", folder, f->name);
	TRY(read_file(path, a, &csv));
	enum err err = f->load(db, csv, &i);
	for (int at = 0; at < i.fault_n && at < IMPORT_FAULTS_MAX; at++)
		log_broken("opening.bad_line", "path=%s line=%d field=%s why=%s", path,
			   i.faults[at].line, i.faults[at].field,
			   import_why_words[i.faults[at].why]);
	if (!err)
		log_info("opening.imported", "file=%s rows=%d", f->name, i.rows);
	return err;
}

static enum err import_demo(struct db *db, const char *folder, const struct opening *o)
{
	for (size_t i = 0; i < sizeof(demo_files) / sizeof(demo_files[0]); i++)
		TRY(import_one(db, folder, &demo_files[i], o));
	return ERR_OK;
}

static enum err fill(struct db *db, const char *demo, struct opening *o)
{
	TRY(tree_load(db, &o->tree));
	if (demo && !tree_size(o->tree)) {
		tree_free(o->tree);
		o->tree = NULL;
		TRY(import_demo(db, demo, o));
		TRY(tree_load(db, &o->tree));
	}
	TRY(media_set_all_gone(db, clock_now()));
	return receptions_expand(db, o->holidays, clock_now());
}

/* Refuses to start, and says in a sentence what to do next. */
static enum err refuse_key(const char *path, const char *why, const char *next)
{
	log_broken("opening.bad_key", "path=%s why=%s", path, why);
	fprintf(stderr, "xinqiao-broker: %s: %s\n", path, next);
	return ERR_BAD_SETTING;
}

/* A key is made only where nothing is sealed yet: two keys in one database lose the first one's
 * data for good. */
static enum err open_key(struct db *db, const char *path, struct opening *o)
{
	bool used;

	TRY(data_key_is_used(db, &used));
	enum err err =
		used ? secret_key_read(path, &o->data_key) : secret_key_load(path, &o->data_key);

	if (err == ERR_NOT_FOUND)
		return refuse_key(
			path, "missing",
			"this key is missing, and the database holds data sealed with it. "
			"Put the key file back from the backup, mode 0600, and start "
			"again; no new key was made.");
	if (err)
		return refuse_key(path, "unreadable",
				  "this file is no data key: 32 bytes, readable by its owner alone "
				  "(chmod 600). Put the right file back and start again.");
	err = data_key_take(db, &o->data_key);
	if (err == ERR_CRYPTO)
		return refuse_key(path, "wrong",
				  "this is not the key that sealed the data of this database. Put "
				  "the key file back that belongs to it, or correct data_key in "
				  "[store], and start again; nothing was changed.");
	return err;
}

/* Made for a chain that nobody signed yet: who could take the key away could else replace it. */
static enum err load_audit_key(const struct broker_files *f, bool is_signed, struct keypair **out)
{
	enum err err = keypair_load(f->audit_key, out);
	struct stat st;

	if (err != ERR_NOT_FOUND)
		return err;
	if (is_signed || (stat(f->audit_heads, &st) == 0 && st.st_size > 0))
		return ERR_NOT_FOUND;
	err = keypair_make(f->audit_key);
	return err ? err : keypair_load(f->audit_key, out);
}

static enum err open_audit_key(struct db *db, const struct broker_files *f, struct opening *o)
{
	struct audit_signed last;
	enum err found = audit_signed_last(db, &last);

	if (found && found != ERR_NOT_FOUND)
		return found;
	enum err err = load_audit_key(f, !found, &o->audit_key);
	if (err == ERR_NOT_FOUND)
		return refuse_key(
			f->audit_key, "missing",
			"this key is missing, and the audit chain was signed with it. Put "
			"the key file back from the backup, mode 0600. If it is lost for "
			"good, make a new one (openssl ecparam -name prime256v1 -genkey "
			"-noout), append the lost one's public key to it, and start again.");
	if (err)
		return refuse_key(
			f->audit_key, "unreadable",
			"this file is no signing key: PEM, ECDSA P-256, readable by its "
			"owner alone (chmod 600). Put the right file back and start again.");
	if (!found && audit_signed_check(&last, o->audit_key) == ERR_NOT_FOUND)
		return refuse_key(f->audit_key, "wrong",
				  "the audit chain was signed with another key. Put that key back, "
				  "or append its public key to this file, and start again.");
	o->rules.audit = (struct rules_audit){ o->audit_key, f->audit_heads };
	return ERR_OK;
}

static enum err open_store(const struct broker_files *files, const char *demo, struct opening *o)
{
	OWN(db) db = NULL;

	TRY(db_open_writer(files->file, &db));
	TRY(open_key(db, files->data_key, o));
	TRY(open_audit_key(db, files, o));
	TRY(db_start(db));
	enum err err = fill(db, demo, o);
	if (err) {
		db_rollback(db);
		return err;
	}
	return db_commit(db);
}

enum err opening_load(const struct broker_settings *s, const char *demo, struct opening *out)
{
	memset(out, 0, sizeof(*out));
	out->arena = arena_new();
	rules_init(&out->rules);
	set_numbers(s, &out->rules);
	TRY(load_rules(s, out));
	TRY(load_turn(&s->turn, out));
	enum err err = open_store(&s->files, demo, out);
	if (err)
		log_broken("opening.no_store", "path=%s err=%s", s->files.file, err_word(err));
	return err;
}

void opening_clear(struct opening *o)
{
	tree_free(o->tree);
	holidays_free(o->holidays);
	arena_free(o->arena);
	keypair_free(o->audit_key);
	explicit_bzero(&o->data_key, sizeof(o->data_key));
	memset(o, 0, sizeof(*o));
}
