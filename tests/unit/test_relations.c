#include "test.h"

#include <stdio.h>

#include "model/world.h"
#include "panes/relations.h"
#include "samples.h"

static struct samples machine;
static struct world *world;

static int set_up(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };

	(void)state;
	world = world_new();
	samples_open(&machine, "small");
	snapshot_free(world_update(world, samples_take(&machine, &request)));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_free(world);
	samples_close(&machine);
	return 0;
}

struct relation_case {
	const char *name; /* a relation and its argument, of which digits are a number */
	const char *yes;  /* of the processes; all others are not so, or ... */
	const char *unknown;
};

#define ALL "1 2 15 16 700 801 802 850 900 910 960 970 980 1000 1010"

/*
 * Of 970 the parent, 4242, cannot be seen. The tree:
 *   1 ─┬─ 700 ─┬─ 801 ─── 802 ─┬─ 900
 *      ├─ 850  └─ 1010         ├─ 960
 *      ├─ 910                  └─ 1000
 *      └─ 980           2 ─┬─ 15
 *                          └─ 16
 */
/* clang-format off */
static const struct relation_case relation_cases[] = {
	{ "child-of 1", "700 850 910 980", "" },
	{ "child-of 802", "900 960 1000", "" },
	{ "child-of 900", "", "" },
	{ "child-of 4242", "970", "" },
	{ "child-of 0", "1 2", "" },
	{ "child-of 99999", "", "" },
	{ "child-of 4294967297", "", "" }, /* not the 1 of 32 bits */
	{ "sibling-of 900", "960 1000", "" },
	{ "sibling-of 15", "16", "" },
	{ "sibling-of 801", "1010", "" },
	{ "sibling-of 802", "", "" },
	{ "sibling-of 4242", "", "" },
	{ "sibling-of 99999", "", "" },
	{ "sibling-of 4294967297", "", "" },
	{ "under 700", "801 802 900 960 1000 1010", "970" },
	{ "under 1", "700 801 802 850 900 910 960 980 1000 1010", "970" },
	{ "under 2", "15 16", "970" },
	{ "under 960", "", "970" },
	{ "under 4242", "970", "" },
	{ "under 99999", "", "970" },
	{ "under 4294967297", "", "970" },
	{ "under sshd", "801 802 900 960 1000 1010", "970" },
	{ "under bash", "900 960 1000", "970" },
	{ "under SSHD", "", "970" },
	{ "under ssh", "", "970" },
	{ "under systemd", "700 801 802 850 900 910 960 980 1000 1010", "970" },
	{ "above 960", "1 700 801 802", "" },
	{ "above 700", "1", "" },
	{ "above 1", "", "" },
	{ "above 970", "", ALL },
	{ "above 99999", "", "" },
	{ "above 4294967297", "", "" },
};
/* clang-format on */

static const struct terms_relation *find_relation(struct bytes name)
{
	for (size_t i = 0; i < relations_count; i++) {
		if (bytes_equal(name, relations_all[i].name))
			return &relations_all[i];
	}
	fail_msg("no such relation");
	return NULL;
}

static void add_pid(char *list, size_t size, int32_t pid)
{
	const size_t used = strlen(list);

	assert_true((size_t)snprintf(list + used, size - used, "%s%d", used ? " " : "", pid) <
		    size - used);
}

static void test_relation(void **state)
{
	const struct relation_case *c = *state;
	struct bytes rest = bytes_of(c->name);
	const struct terms_relation *relation = find_relation(bytes_next(&rest, ' '));
	struct terms_argument argument = { .text = rest };
	char yes[512] = "", unknown[512] = "";
	enum terms_truth of_process = TERMS_FALSE;
	size_t count;
	const struct row *rows = world_rows(world, &count);

	argument.is_number = bytes_to_u64(rest, &argument.number) == 0;
	for (size_t i = 0; i < count; i++) {
		enum terms_truth truth = relation->holds(&rows[i], &argument);

		/* A thread stands where its process does. */
		if (rows[i].is_thread) {
			assert_int_equal(truth, of_process);
			continue;
		}
		of_process = truth;
		if (truth == TERMS_TRUE)
			add_pid(yes, sizeof(yes), rows[i].identity.pid);
		else if (truth == TERMS_UNKNOWN)
			add_pid(unknown, sizeof(unknown), rows[i].identity.pid);
	}
	assert_string_equal(yes, c->yes);
	assert_string_equal(unknown, c->unknown);
}

static void test_table_of_relations(void **state)
{
	(void)state;
	for (size_t i = 0; i < relations_count; i++) {
		assert_true(relations_all[i].name[0] && relations_all[i].takes[0]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(relations_all[i].name, relations_all[j].name);
	}
}

int main(void)
{
	struct CMUnitTest relations[ARRAY_LEN(relation_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_table_of_relations) };
	int failed;

	test_table(relations, ARRAY_LEN(relations), relation_cases, sizeof(relation_cases[0]),
		   test_relation);
	failed = cmocka_run_group_tests_name("relations", relations, set_up, tear_down);
	failed += cmocka_run_group_tests_name("the table", others, NULL, NULL);
	return failed;
}
