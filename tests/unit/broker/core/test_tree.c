/* The tree and its import. */
#include "broker/core/tree.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADING "code,level,name_zh,name_en,kind,parent,valid_from,room\n"

static const char small[] = HEADING
	"990101101001,5,鹿鸣社区居委会,Luming Community,residents,990101101000,2025-01-01,no\n"
	"990101101000,4,鹿鸣溪镇,Lumingxi Town,town,990101000000,2025-01-01,yes\r\n"
	"\n"
	"990101000000,3,青榆区,\"Qingyu, District\",district,990000000000,2025-01-01,yes\n"
	"990102000000,3,石桐区,Shitong District,district,990000000000,2025-01-01,yes\n"
	"000000000000,1,演示国家级节点,Demo National Node,nation,,2025-01-01,yes\n"
	"990000000000,2,岚川市,Lanchuan City,city,000000000000,2025-01-01,yes\n";

static struct code12 code(const char *digits)
{
	struct code12 c = { "" };

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

static struct tree *imported(const char *csv)
{
	struct tree_fault faults[8];
	struct tree *t = NULL;
	int n = 0;

	CHECK_EQ(ERR_OK, tree_parse_csv(text_of(csv), &t, faults, 8, &n));
	CHECK_EQ(0, n);
	return t;
}

static void rows_may_come_in_any_order(void)
{
	OWN(tree) t = imported(small);

	CHECK_EQ(6, tree_size(t));
	CHECK_EQ(TIER_NATION, tree_at(t, 0)->tier);
	CHECK_TEXT("Qingyu, District", tree_find(t, code("990101000000"))->name_en);
	const struct node *village = tree_find(t, code("990101101001"));
	CHECK_TEXT("鹿鸣社区居委会", village->name);
	CHECK(!village->has_room);
	CHECK_TEXT("990101101000", tree_parent(t, village)->code.digits);
	CHECK(tree_parent(t, tree_at(t, 0)) == NULL);
	CHECK(tree_find(t, code("990103000000")) == NULL);
}

static void scope_goes_by_edges(void)
{
	OWN(tree) t = imported(small);

	CHECK(tree_is_within(t, code("990101101001"), code("990101000000")));
	CHECK(tree_is_within(t, code("990101101001"), code("990101101001")));
	CHECK(tree_is_within(t, code("990101101001"), code("000000000000")));
	CHECK(!tree_is_within(t, code("990101101001"), code("990102000000")));
	CHECK(!tree_is_within(t, code("990101000000"), code("990101101001")));
	CHECK(!tree_is_within(t, code("990101999999"), code("990101000000")));
	CHECK(!tree_is_within(t, code("990101101001"), code("123456789012")));
}

static void adding_keeps_the_rules(void)
{
	OWN(tree) t = tree_new();
	struct node n = {
		code("000000000000"), TIER_NATION, code("000000000000"), "n", "", true, { 0 }
	};

	CHECK(tree_find(t, n.code) == NULL);
	CHECK_EQ(ERR_OK, tree_add(t, &n));
	CHECK_EQ(ERR_DUPLICATE, tree_add(t, &n));
	n.code = n.parent = code("100000000000");
	CHECK_EQ(ERR_BAD_INPUT, tree_add(t, &n));
	n.tier = TIER_DISTRICT;
	n.parent = code("999999999999");
	CHECK_EQ(ERR_NOT_FOUND, tree_add(t, &n));
	n.parent = code("000000000000");
	CHECK_EQ(ERR_OK, tree_add(t, &n));
	n.parent = n.code;
	n.code = code("110000000000");
	CHECK_EQ(ERR_BAD_INPUT, tree_add(t, &n));
	n.tier = (enum tier)9;
	CHECK_EQ(ERR_BAD_INPUT, tree_add(t, &n));
}

static void a_fault_is_a_word_that_pages_say(void)
{
	struct tree_fault faults[2];
	struct tree *t = NULL;
	int n = 0;

	CHECK_EQ(ERR_BAD_INPUT,
		 tree_parse_csv(TEXT("code,level,name_zh,name_en,kind,parent,valid_from,room\n"
				     "000000000000,1,,Nation,nation,,2025-01-01,perhaps\n"),
				&t, faults, 2, &n));
	CHECK_EQ(2, n);
	CHECK(!strcmp("name_none", tree_why_words[faults[0].why]));
	CHECK(!strcmp("room_form", tree_why_words[faults[1].why]));
}

/* "line field" of each fault. */
static const char *faults_of(const char *csv, int *n)
{
	static char out[1024];
	struct tree_fault faults[20];
	struct tree *t = NULL;
	int at = 0;

	out[0] = '\0';
	CHECK_EQ(ERR_BAD_INPUT, tree_parse_csv(text_of(csv), &t, faults, 20, n));
	CHECK(t == NULL);
	for (int i = 0; i < *n && i < 20; i++) {
		CHECK(tree_why_words[faults[i].why][0]);
		at += snprintf(out + at, sizeof(out) - (size_t)at, "%s%d %s", i ? "; " : "",
			       faults[i].line, faults[i].field ? faults[i].field : "-");
	}
	return out;
}

static void all_faults_are_told_at_once(void)
{
	int n = 0;

	CHECK_TEXT("3 code; 4 level; 4 kind; 5 name_zh; 5 valid_from; 5 room; 6 -; 7 parent; "
		   "8 parent; 9 code; 10 level; 11 -",
		   faults_of(HEADING "000000000000,1,国,,nation,,2025-01-01,yes\n"
				     "99,2,市,,city,000000000000,2025-01-01,yes\n"
				     "990000000000,6,市,,City,000000000000,2025-01-01,yes\n"
				     "980000000000,2,,,city,000000000000,2025-02-30,maybe\n"
				     "970000000000,2,市\n"
				     "960000000000,3,区,,district,9600,2025-01-01,yes\n"
				     "950101000000,3,区,,district,950000000000,2025-01-01,yes\n"
				     "000000000000,2,市,,city,000000000000,2025-01-01,yes\n"
				     "940000000000,1,国,,nation,,2025-01-01,yes\n"
				     "\"930000000000,2,市,,city,000000000000,2025-01-01,yes\n",
			     &n));
	CHECK_EQ(12, n);
}

static void a_file_that_is_no_tree_is_told(void)
{
	int n = 0;

	CHECK_TEXT("1 -", faults_of("", &n));
	CHECK_TEXT("1 -", faults_of("code,level\n", &n));
	CHECK_TEXT("2 -", faults_of(HEADING, &n));
	CHECK_TEXT("2 parent",
		   faults_of(HEADING "990000000000,2,市,,,000000000000,2025-01-01,yes\n", &n));
	CHECK_TEXT("2 parent",
		   faults_of(HEADING "000000000000,1,国,,,990000000000,2025-01-01,yes\n", &n));
}

static void more_faults_than_room_are_counted(void)
{
	struct tree_fault faults[1];
	struct tree *t = NULL;
	int n = 0;

	CHECK_EQ(ERR_BAD_INPUT, tree_parse_csv(TEXT(HEADING "a\nb\nc\n"), &t, faults, 1, &n));
	CHECK_EQ(3, n);
	CHECK_EQ(2, faults[0].line);
}

static void twenty_thousand_nodes_are_found(void)
{
	OWN(tree) t = imported(small);
	char digits[16];

	for (int i = 0; i < 20000; i++) {
		snprintf(digits, sizeof(digits), "%012d", 110000 + i * 7);
		struct node n = { code(digits), TIER_VILLAGE, code("990101101000"), "v", "",
				  true,         { 0 } };
		CHECK_EQ(ERR_OK, tree_add(t, &n));
	}
	CHECK_EQ(20006, tree_size(t));
	for (size_t i = 0; i < tree_size(t); i++)
		CHECK(tree_find(t, tree_at(t, i)->code) == tree_at(t, i));
	CHECK(tree_is_within(t, code("000000110007"), code("990101000000")));
}

static void the_demo_tree_imports(void)
{
	FILE *f = fopen("config/demo/tree.csv", "r");
	static char room[1 << 20];
	OWN(tree) t = NULL;
	struct tree_fault faults[4];
	int n = 0;

	CHECK(f != NULL);
	size_t size = fread(room, 1, sizeof(room), f);
	fclose(f);
	CHECK_EQ(ERR_OK, tree_parse_csv((struct text){ room, size }, &t, faults, 4, &n));
	CHECK(tree_is_within(t, code("990101101001"), code("990101000000")));
}

static const struct test tests[] = {
	T(a_fault_is_a_word_that_pages_say),
	T(rows_may_come_in_any_order),
	T(scope_goes_by_edges),
	T(adding_keeps_the_rules),
	T(all_faults_are_told_at_once),
	T(a_file_that_is_no_tree_is_told),
	T(more_faults_than_room_are_counted),
	T(twenty_thousand_nodes_are_found),
	T(the_demo_tree_imports),
};
RUN_TESTS(tests)
