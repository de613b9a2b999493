/*
 * Matters: the case files, and the tree they are looked up in.
 */
#ifndef BROKER_SERVICE_MATTER_MATTERS_H
#define BROKER_SERVICE_MATTER_MATTERS_H

#include "broker/service/call.h"

struct matter;

/* What a resident brings: the matter of a first visit. */
struct matter_new {
	struct text name; /* empty: there is none */
	struct text contact;
	struct text address;
	struct text subject;
	struct text request;
	int kind;              /* enum matter_kind */
	struct text competent; /* node that decides; empty: the parent of the clerk's node */
};

/* Registers it for the caller's node, personal fields sealed. Faults are named as members of
 * visit.book. */
MUST_USE enum err matter_register(struct call *c, const struct matter_new *m, struct matter *out);

/* matter.get */
#define MATTER_VISITS 100
struct matter_get_in {
	struct id matter;
	struct text number;
	struct text after;
};
struct matter_visit {
	struct id visit;
	struct text number;
	struct instant from;
	struct instant till;
	struct text state;
	struct text unit_name;
	struct text unit_name_en;
};
struct matter_get_out {
	struct id matter;
	struct text number;
	struct text subject;
	struct text kind;
	struct text state;
	struct text request; /* these four are empty for who does not handle it */
	struct text petitioner_name;
	struct text contact;
	struct text address;
	struct text village;
	struct text village_name;
	struct text village_name_en;
	struct text competent;
	struct instant created;
	struct list visits; /* struct matter_visit, the newest first, MATTER_VISITS a page */
	struct text next;   /* empty: these are all */
};

/* matter.open */
struct matter_open_in {
	struct id matter;
	struct text purpose;
};
struct matter_open_out {
	struct text petitioner_name;
	struct text contact;
	struct text address;
	struct text request;
};

/* matter.find */
struct matter_find_in {
	struct text text;
	struct text after;
};

#define MATTER_PAGE 50

struct matter_line {
	struct id matter;
	struct text number;
	struct text subject;
	struct text petitioner_name; /* empty: not for the caller */
	struct text village_name;
	struct text village_name_en;
	struct instant created;
};
struct matter_find_out {
	struct list matters; /* struct matter_line */
	struct text next;    /* empty: these are all */
};

/* tree.get */
#define TREE_PAGE 2000
struct tree_get_in {
	struct text after;
};
struct tree_line {
	struct text code;
	int64_t tier;
	struct text name;
	struct text name_en;
	struct text parent;
	bool has_room;
};
struct tree_get_out {
	struct list nodes; /* struct tree_line */
	struct text next;  /* empty: these are all */
};

/* tree.import */
struct tree_import_in {
	struct text csv;
};
struct tree_import_out {
	int64_t nodes;
};

/* target.list */
#define TARGET_PAGE 100
struct target_list_in {
	struct id matter;
	struct text competent;
	struct text after;
};
struct target_line {
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct text node;
	struct text node_name;
	struct text node_name_en;
	int64_t tier;
	struct text reach;
	struct said why;
};
struct target_list_out {
	struct list targets; /* struct target_line */
	struct text next;    /* empty: these are all */
};

/* slot.find */
#define SLOT_PAGE 2000
struct slot_find_in {
	struct id matter;
	int64_t unit;
	struct text day;
	int64_t days;
	struct text after;
	struct id visit; /* that is to be moved; unset: a new one */
};
struct slot_line {
	struct text reception;
	struct instant from;
	struct instant till;
	struct text receiver_name;
	bool free;
	struct text why; /* of plan_why_words */
};
struct slot_find_out {
	struct list slots;    /* struct slot_line */
	struct text last_day; /* that is open for booking */
	struct text next;     /* empty: these are all */
	bool provisional;
};

#endif
