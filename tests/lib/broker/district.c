/* Writes the district as CSV files and reads back what it became. */
#include "tests/lib/broker/district.h"

#include "broker/common/seal/digest.h"
#include "broker/core/numbers.h"
#include "broker/store/db.h"
#include "broker/store/people_rows.h"
#include "broker/store/place_rows.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DISTRICT  "990101000000"
#define MATTER_OF 2026

static void town_code(int town, char out[13])
{
	snprintf(out, 13, "990101%03u000", 101 + (unsigned)town % 800);
}

static void village_code(int town, int village, char out[13])
{
	snprintf(out, 13, "990101%03u%03u", 101 + (unsigned)town % 800,
		 201 + (unsigned)village % 700);
}

static void account_of(int town, char out[16])
{
	snprintf(out, 16, "clerk%02u", (unsigned)town % 100);
}

static FILE *start(const char *folder, const char *name, const char *heading)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *f = fopen(path, "we");
	CHECK(f != NULL);
	fprintf(f, "%s\n", heading);
	return f;
}

static void write_tree(const char *folder)
{
	FILE *f =
		start(folder, "tree.csv", "code,level,name_zh,name_en,kind,parent,valid_from,room");
	char code[13], parent[13];

	fputs("000000000000,1,国家,Nation,nation,,2025-01-01,yes\n"
	      "990000000000,2,市,City,city,000000000000,2025-01-01,yes\n" DISTRICT
	      ",3,区,District,district,990000000000,2025-01-01,yes\n",
	      f);
	for (int t = 0; t < DISTRICT_TOWNS; t++) {
		town_code(t, parent);
		fprintf(f, "%s,4,%d镇,Town %d,town," DISTRICT ",2025-01-01,yes\n", parent, t, t);
		for (int v = 0; v < DISTRICT_VILLAGES; v++) {
			village_code(t, v, code);
			fprintf(f, "%s,5,%d镇%d村,Village %d,village,%s,2025-01-01,yes\n", code, t,
				v, v, parent);
		}
	}
	fclose(f);
}

static void write_units(const char *folder)
{
	FILE *units = start(folder, "units.csv", "code,name,node,kind");
	FILE *receptions = start(folder, "receptions.csv",
				 "unit,rule,from,till,slot_min,buffer_min,shift,people,anchor");
	FILE *rooms = start(folder, "rooms.csv", "node,name,kind");
	char code[13];

	for (int t = 0; t < DISTRICT_TOWNS; t++) {
		town_code(t, code);
		fprintf(units, "T%02d,%d镇信访办,%s,petition\n", t, t, code);
		fprintf(receptions, "T%02d,daily,00:00,24:00,5,0,KEEP,,2026-01-01\n", t);
		fprintf(rooms, "%s,%d镇视频接访室,reception\n", code, t);
		for (int v = 0; v < DISTRICT_VILLAGES; v++) {
			village_code(t, v, code);
			fprintf(rooms, "%s,%d镇%d村视频接访室,reception\n", code, t, v);
		}
	}
	fclose(units);
	fclose(receptions);
	fclose(rooms);
}

/* One hash for all of them: a hash takes 120 ms. */
static void write_staff(const char *folder)
{
	FILE *f = start(folder, "staff.csv", "account,name,roles,node,unit,password");
	char hash[PASSWORD_TEXT], account[16], code[13];

	CHECK_EQ(ERR_OK, password_hash(TEXT("Demo-2026-xinqiao"), hash));
	for (int t = 0; t < DISTRICT_TOWNS; t++) {
		account_of(t, account);
		town_code(t, code);
		fprintf(f, "%s,%d镇经办人,clerk,%s,,%s\n", account, t, code, hash);
	}
	fclose(f);
}

static void write_matters(const char *folder)
{
	FILE *f = start(folder, "matters.csv",
			"village,year,seq,kind,name,contact,address,subject,request,competent");
	char code[13], town[13];

	for (int t = 0; t < DISTRICT_TOWNS; t++) {
		town_code(t, town);
		for (int v = 0; v < DISTRICT_VILLAGES; v++) {
			village_code(t, v, code);
			fprintf(f,
				"%s,%d,1,appeal,林小满,10000000000,%d村1号,机耕路被挖断,请恢复。,%s\n",
				code, MATTER_OF, v, town);
		}
	}
	fclose(f);
}

void district_write(const char *folder)
{
	CHECK_EQ(0, mkdir(folder, 0700));
	write_tree(folder);
	write_units(folder);
	write_staff(folder);
	write_matters(folder);
}

static int64_t the_room(struct db *db, struct code12 node, struct arena *a)
{
	struct list rooms;

	CHECK_EQ(ERR_OK, room_list_node(db, node, a, &rooms));
	CHECK_EQ(1, rooms.n);
	return ((const struct room *)rooms.items)->id;
}

static void load_village(struct db *db, struct arena *a, struct village *v)
{
	char number[NUMBER_SIZE];

	v->room = the_room(db, v->code, a);
	number_format_matter(v->code, MATTER_OF, 1, number);
	ROWS r = db_find(db, Q_matter_find_number, "t", text_of(number));
	CHECK_EQ(ERR_OK, rows_one(&r));
	v->matter = rows_id(&r, 1);
}

static void load_town(struct db *db, int i, struct arena *a, struct town *t)
{
	struct list units;
	struct staff clerk;
	char account[16];

	town_code(i, t->code.digits);
	account_of(i, account);
	CHECK_EQ(ERR_OK,
		 unit_page(db, &(struct unit_page){ .node = t->code, .most = 2 }, a, &units));
	CHECK_EQ(1, units.n);
	CHECK_EQ(ERR_OK, staff_find_account(db, text_of(account), a, &clerk));
	t->unit = ((const struct unit *)units.items)->id;
	t->clerk = clerk.id;
	t->room = the_room(db, t->code, a);
	for (int v = 0; v < DISTRICT_VILLAGES; v++) {
		village_code(i, v, t->villages[v].code.digits);
		load_village(db, a, &t->villages[v]);
	}
}

void district_load(struct db *db, struct town towns[DISTRICT_TOWNS])
{
	OWN(arena) a = arena_new();

	for (int i = 0; i < DISTRICT_TOWNS; i++)
		load_town(db, i, a, &towns[i]);
}

struct span district_slot(struct instant now, int k)
{
	struct day day = day_add(day_at(now), 1 + k / 288);
	struct instant from = day_minute(day, k % 288 * 5);

	return (struct span){ from, { from.ms + 5 * MINUTE_MS } };
}
