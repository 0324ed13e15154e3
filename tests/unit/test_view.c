#include "test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "table/view.h"

struct row {
	uint64_t id;
	int64_t weight; /* ABSENT: denied */
	const char *name;
	bool matches, folded;
};

#define ABSENT INT64_MIN

static struct value get_id(const void *row)
{
	return value_id(((const struct row *)row)->id);
}

static struct value get_weight(const void *row)
{
	int64_t weight = ((const struct row *)row)->weight;

	return weight == ABSENT ? value_denied() : value_delta(weight);
}

static struct value get_name(const void *row)
{
	const char *name = ((const struct row *)row)->name;

	return name ? value_text(bytes_of(name)) : value_none();
}

static uint64_t row_key(const void *row)
{
	return ((const struct row *)row)->id;
}

/* The context of every plan here: a mark that it comes through. */
static const int mark;

static bool row_matches(const void *row, const void *context)
{
	assert_ptr_equal(context, &mark);
	return ((const struct row *)row)->matches;
}

static bool row_folded(const void *row, const void *context)
{
	assert_ptr_equal(context, &mark);
	return ((const struct row *)row)->folded;
}

static const struct column id_column = { .name = "id", .kind = VALUE_ID, .get = get_id };
static const struct column weight_column = {
	.name = "weight", .kind = VALUE_DELTA, .flags = COLUMN_SUMS, .get = get_weight
};
static const struct column name_column = { .name = "name", .kind = VALUE_TEXT, .get = get_name };

static struct view_rows rows_of(const struct row *rows, size_t count, const uint32_t *parents)
{
	return (struct view_rows){ rows, sizeof(*rows), count, parents, row_key };
}

/* Writes the ids of the lines: "1 2 3", in a tree with a dot for each step of depth. */
static const char *describe(const struct view *view, const struct row *rows)
{
	static char text[1024];
	size_t count, length = 0;
	const struct view_line *lines = view_lines(view, &count);

	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%.*s%d%s%s",
					   i > 0 ? " " : "", lines[i].depth, "..........",
					   (int)rows[lines[i].row].id, lines[i].context ? "?" : "",
					   lines[i].last ? "$" : "");
		if (lines[i].folded)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "+%u",
						   lines[i].hidden);
	}
	return text;
}

#define R VIEW_ROOT

struct view_case {
	const char *name;
	struct column_key keys[3];
	bool tree;
	size_t count;
	struct row rows[8];
	uint32_t parents[8];
	const char *want; /* see describe() */
	size_t matched;
};

#define BY_ID                     \
	{                         \
		&id_column, false \
	}
#define BY_WEIGHT                     \
	{                             \
		&weight_column, false \
	}
#define BY_LOAD                      \
	{                            \
		&weight_column, true \
	}
#define BY_NAME                     \
	{                           \
		&name_column, false \
	}
#define BY_NAME_Z                  \
	{                          \
		&name_column, true \
	}

/* clang-format off */
static const struct view_case view_cases[] = {
	{ "no row", { BY_ID }, false, 0, { { 0 } }, { R }, "", 0 },
	{ "no row in a tree", { BY_ID }, true, 0, { { 0 } }, { R }, "", 0 },
	{ "no key: as the rows are", { { 0 } }, false, 3,
	  { { 3, 1, "c", 1, 0 }, { 1, 2, "a", 1, 0 }, { 2, 3, "b", 1, 0 } }, { R, R, R }, "3 1 2$", 3 },
	{ "one number", { BY_ID }, false, 3,
	  { { 3, 1, "c", 1, 0 }, { 1, 2, "a", 1, 0 }, { 2, 3, "b", 1, 0 } }, { R, R, R }, "1 2 3$", 3 },
	{ "signed, ties as the rows are", { BY_WEIGHT }, false, 5,
	  { { 1, 5, 0, 1, 0 }, { 2, -5, 0, 1, 0 }, { 3, 5, 0, 1, 0 }, { 4, 0, 0, 1, 0 }, { 5, -5, 0, 1, 0 } },
	  { R, R, R, R, R }, "2 5 4 1 3$", 5 },
	{ "largest first, ties as the rows are", { BY_LOAD }, false, 5,
	  { { 1, 5, 0, 1, 0 }, { 2, -5, 0, 1, 0 }, { 3, 5, 0, 1, 0 }, { 4, 0, 0, 1, 0 }, { 5, -5, 0, 1, 0 } },
	  { R, R, R, R, R }, "1 3 4 2 5$", 5 },
	{ "absent ones last", { BY_WEIGHT }, false, 4,
	  { { 1, ABSENT, 0, 1, 0 }, { 2, 9, 0, 1, 0 }, { 3, ABSENT, 0, 1, 0 }, { 4, 1, 0, 1, 0 } },
	  { R, R, R, R }, "4 2 1 3$", 4 },
	{ "absent ones last in the other direction, too", { BY_LOAD }, false, 4,
	  { { 1, ABSENT, 0, 1, 0 }, { 2, 9, 0, 1, 0 }, { 3, ABSENT, 0, 1, 0 }, { 4, 1, 0, 1, 0 } },
	  { R, R, R, R }, "2 4 1 3$", 4 },
	{ "text, alike for eight bytes", { BY_NAME }, false, 5,
	  { { 1, 0, "kworker/9", 1, 0 }, { 2, 0, "kworker/1", 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, "kworker/", 1, 0 }, { 5, 0, "bash", 1, 0 } },
	  { R, R, R, R, R }, "5 4 2 1 3$", 5 },
	{ "text backwards", { BY_NAME_Z }, false, 5,
	  { { 1, 0, "kworker/9", 1, 0 }, { 2, 0, "kworker/1", 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, "kworker/", 1, 0 }, { 5, 0, "bash", 1, 0 } },
	  { R, R, R, R, R }, "1 2 4 5 3$", 5 },
	{ "two keys", { BY_NAME, BY_LOAD }, false, 5,
	  { { 1, 1, "b", 1, 0 }, { 2, 2, "a", 1, 0 }, { 3, ABSENT, "a", 1, 0 }, { 4, 3, "b", 1, 0 }, { 5, 4, "a", 1, 0 } },
	  { R, R, R, R, R }, "5 2 3 4 1$", 5 },
	{ "the first is absent: the second decides", { BY_LOAD, BY_NAME_Z }, false, 4,
	  { { 1, ABSENT, "a", 1, 0 }, { 2, ABSENT, "b", 1, 0 }, { 3, 0, "a", 1, 0 }, { 4, ABSENT, 0, 1, 0 } },
	  { R, R, R, R }, "3 2 1 4$", 4 },
	{ "three keys", { BY_NAME, BY_WEIGHT, { &id_column, true } }, false, 4,
	  { { 1, 7, "a", 1, 0 }, { 2, 7, "a", 1, 0 }, { 3, 7, "a", 1, 0 }, { 4, 6, "a", 1, 0 } }, { R, R, R, R }, "4 3 2 1$", 4 },
	{ "filter", { BY_LOAD }, false, 4,
	  { { 1, 1, 0, 1, 0 }, { 2, 2, 0, 0, 0 }, { 3, 3, 0, 1, 0 }, { 4, 4, 0, 0, 0 } }, { R, R, R, R }, "3 1$", 2 },
	{ "nothing matches", { BY_LOAD }, true, 2, { { 1, 1, 0, 0, 0 }, { 2, 2, 0, 0, 0 } }, { R, 0 }, "", 0 },
	{ "flat does not ask for folds", { BY_ID }, false, 2, { { 1, 1, 0, 1, 1 }, { 2, 2, 0, 1, 0 } }, { R, 0 }, "1 2$", 2 },

	{ "tree", { BY_ID }, true, 5,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 }, { 5, 0, 0, 1, 0 } },
	  { R, 0, 1, 0, R }, "1 .2 ..3$ .4$ 5$", 5 },
	{ "tree, siblings by load", { BY_LOAD }, true, 5,
	  { { 1, 1, 0, 1, 0 }, { 2, 2, 0, 1, 0 }, { 3, 9, 0, 1, 0 }, { 4, 4, 0, 1, 0 }, { 5, 5, 0, 1, 0 } },
	  { R, 0, 1, 0, R }, "5 1$ .4 .2$ ..3$", 5 },
	{ "tree, parents behind their children", { { 0 } }, true, 4,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 } }, { 3, 0, 3, R }, "4$ .1 ..2$ .3$", 4 },
	{ "tree, filter keeps ancestors", { BY_ID }, true, 6,
	  { { 1, 0, 0, 0, 0 }, { 2, 0, 0, 0, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 0, 0 }, { 5, 0, 0, 0, 0 }, { 6, 0, 0, 1, 0 } },
	  { R, 0, 1, 1, R, R }, "1? .2?$ ..3$ 6$", 2 },
	{ "tree, what is below a match is no context", { BY_ID }, true, 3,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 0, 0 }, { 3, 0, 0, 1, 0 } }, { R, 0, 1 }, "1$ .2?$ ..3$", 2 },
	{ "fold", { BY_ID }, true, 5,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 1 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 }, { 5, 0, 0, 1, 0 } },
	  { R, 0, 1, 2, 0 }, "1$ .2+2 .5$", 5 },
	{ "a fold within a fold counts once", { BY_ID }, true, 5,
	  { { 1, 0, 0, 1, 1 }, { 2, 0, 0, 1, 1 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 }, { 5, 0, 0, 1, 0 } },
	  { R, 0, 1, 0, R }, "1+3 5$", 5 },
	{ "a leaf cannot be folded", { BY_ID }, true, 1, { { 1, 0, 0, 1, 1 } }, { R }, "1$", 1 },
	{ "fold and filter: only what matches is hidden", { BY_ID }, true, 5,
	  { { 1, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 0, 0 }, { 5, 0, 0, 0, 1 } },
	  { R, 0, 1, 0, R }, "1?$+2", 1 },
	{ "fold and filter: no child is left to be folded", { BY_ID }, true, 2,
	  { { 1, 0, 0, 1, 1 }, { 2, 0, 0, 0, 0 } }, { R, 0 }, "1$", 1 },

	{ "its own parent", { BY_ID }, true, 2, { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 } }, { 0, 0 }, "1$ .2$", 2 },
	{ "a cycle", { BY_ID }, true, 3, { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 }, { 3, 0, 0, 1, 0 } }, { 2, 0, 1 }, "1$ .2$ ..3$", 3 },
	{ "a cycle with a tail", { BY_ID }, true, 4,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 } }, { 1, 2, 1, 2 }, "2$ .1 .3$ ..4$", 4 },
	{ "two cycles", { BY_ID }, true, 4,
	  { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 }, { 3, 0, 0, 1, 0 }, { 4, 0, 0, 1, 0 } }, { 1, 0, 3, 2 }, "1 .2$ 3$ .4$", 4 },
	{ "a parent that is none of the rows", { BY_ID }, true, 2, { { 1, 0, 0, 1, 0 }, { 2, 0, 0, 1, 0 } }, { 7, 0 }, "1$ .2$", 2 },
};
/* clang-format on */

static struct view_plan plan_of(const struct column_key *keys, size_t most, bool tree)
{
	struct view_plan plan = {
		.tree = tree, .match = row_matches, .folded = row_folded, .context = &mark
	};

	while (plan.keys.count < most && keys[plan.keys.count].column) {
		plan.keys.of[plan.keys.count] = keys[plan.keys.count];
		plan.keys.count++;
	}
	return plan;
}

static void test_view(void **state)
{
	const struct view_case *c = *state;
	const struct view_rows rows = rows_of(c->rows, c->count, c->parents);
	const struct view_plan plan = plan_of(c->keys, ARRAY_LEN(c->keys), c->tree);
	struct view *view = view_new();

	for (int again = 0; again < 2; again++) { /* the second in memory that is used */
		view_update(view, &rows, &plan);
		assert_string_equal(describe(view, c->rows), c->want);
		assert_int_equal(view_matched(view), c->matched);
	}
	view_free(view);
}

/* A row of a sequence of updates: what there is, and what is shown then. */
struct frozen_step {
	const char *name;
	bool frozen, tree;
	size_t count;
	struct row rows[6];
	uint32_t parents[6];
	const char *want;
};

/* clang-format off */
static const struct frozen_step frozen_steps[] = {
	{ "sorted", false, false, 3, { { 1, 1, 0, 1, 0 }, { 2, 2, 0, 1, 0 }, { 3, 3, 0, 1, 0 } }, { R, R, R }, "3 2 1$" },
	{ "frozen: other loads change nothing", true, false, 3,
	  { { 1, 9, 0, 1, 0 }, { 2, 5, 0, 1, 0 }, { 3, 3, 0, 1, 0 } }, { R, R, R }, "3 2 1$" },
	{ "frozen: one comes, the busiest: behind", true, false, 4,
	  { { 1, 9, 0, 1, 0 }, { 2, 5, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 } }, { R, R, R, R }, "3 2 1 4$" },
	{ "frozen: two come, one goes", true, false, 5,
	  { { 1, 9, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, R, R, R, R }, "3 1 4 6 5$" },
	{ "frozen: the one that went comes again, as a new one", true, false, 6,
	  { { 1, 9, 0, 1, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, R, R, R, R, R }, "3 1 4 6 5 2$" },
	{ "frozen: what does not match keeps its place meanwhile", true, false, 6,
	  { { 1, 9, 0, 0, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 0, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, R, R, R, R, R }, "3 6 5 2$" },
	{ "frozen: and is there again", true, false, 6,
	  { { 1, 9, 0, 1, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, R, R, R, R, R }, "3 1 4 6 5 2$" },
	{ "frozen: as a tree", true, true, 6,
	  { { 1, 9, 0, 1, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, 0, 0, 0, R, 4 }, "1 .3 .4 .2$ 5$ .6$" },
	{ "frozen: moves to another parent, to its place among the children there", true, true, 6,
	  { { 1, 9, 0, 1, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 }, { 5, 1, 0, 1, 0 }, { 6, 2, 0, 1, 0 } },
	  { R, 0, 0, 0, R, 0 }, "1 .3 .4 .6 .2$ 5$" },
	{ "thawed", false, false, 4,
	  { { 1, 9, 0, 1, 0 }, { 2, 100, 0, 1, 0 }, { 3, 3, 0, 1, 0 }, { 4, 99, 0, 1, 0 } }, { R, R, R, R }, "2 4 1 3$" },
	{ "frozen: all are gone", true, false, 0, { { 0 } }, { R }, "" },
	{ "frozen: all are new", true, false, 2, { { 1, 1, 0, 1, 0 }, { 2, 2, 0, 1, 0 } }, { R, R }, "2 1$" },
};
/* clang-format on */

static void test_frozen(void **state)
{
	const struct column_key by_load = BY_LOAD;
	struct view_plan plan = plan_of(&by_load, 1, false);
	struct view *view = view_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(frozen_steps); i++) {
		const struct frozen_step *step = &frozen_steps[i];
		const struct view_rows rows = rows_of(step->rows, step->count, step->parents);

		plan.frozen = step->frozen;
		plan.tree = step->tree;
		view_update(view, &rows, &plan);
		if (strcmp(describe(view, step->rows), step->want) != 0)
			print_error("%s:\n", step->name);
		assert_string_equal(describe(view, step->rows), step->want);
	}
	view_free(view);
}

/* Without keys nothing can be frozen; without parents there is no tree. */
static void test_poor_rows(void **state)
{
	static const struct row rows[] = { { 1, 1, 0, 1, 1 }, { 2, 2, 0, 1, 0 } };
	const struct column_key by_load = BY_LOAD;
	struct view_rows poor = rows_of(rows, 2, NULL);
	struct view_plan plan = plan_of(&by_load, 1, true);
	struct view *view = view_new();

	(void)state;
	plan.frozen = true;
	poor.key = NULL;
	for (int again = 0; again < 2; again++) {
		view_update(view, &poor, &plan);
		assert_string_equal(describe(view, rows), "2 1$");
	}
	plan.match = NULL;
	plan.folded = NULL;
	view_update(view, &poor, &plan);
	assert_int_equal(view_matched(view), 2);
	view_free(view);
	view_free(NULL);
}

enum { MANY = 30000 };

struct forest {
	struct row rows[MANY];
	uint32_t parents[MANY];
};

static struct forest *forest_new(void)
{
	struct forest *forest = calloc(1, sizeof(*forest));

	assert_non_null(forest);
	for (uint32_t i = 0; i < MANY; i++)
		forest->rows[i] = (struct row){ .id = i, .weight = i, .matches = true };
	return forest;
}

/* Each is the child of the one behind it, so nothing is found in the order of the rows. */
static void test_deep(void **state)
{
	struct forest *forest = forest_new();
	const struct view_rows rows = rows_of(forest->rows, MANY, forest->parents);
	struct view_plan plan = plan_of(NULL, 0, true);
	struct view *view = view_new();
	const struct view_line *lines;
	size_t count;

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		forest->parents[i] = i + 1 < MANY ? i + 1 : VIEW_ROOT;
		forest->rows[i].matches = i == 0; /* the deepest: all others are context */
	}
	view_update(view, &rows, &plan);
	lines = view_lines(view, &count);
	assert_int_equal(count, MANY);
	assert_int_equal(view_matched(view), 1);
	for (uint32_t i = 0; i < MANY; i++) {
		assert_int_equal(lines[i].row, MANY - 1 - i);
		assert_int_equal(lines[i].depth, i);
		assert_int_equal(lines[i].parent, i == 0 ? VIEW_ROOT : i - 1);
		assert_int_equal(lines[i].context, i + 1 < MANY);
	}
	assert_int_equal(view_sum(view, &rows, MANY - 1, &weight_column).integer,
			 (int64_t)MANY * (MANY - 1) / 2);
	assert_int_equal(view_sum(view, &rows, 2, &weight_column).integer, 3);

	forest->rows[MANY - 1].folded = true;
	view_update(view, &rows, &plan);
	lines = view_lines(view, &count);
	assert_int_equal(count, 1);
	assert_int_equal(lines[0].hidden, MANY - 1);
	view_free(view);
	free(forest);
}

static void test_wide(void **state)
{
	const struct column_key by_load = BY_LOAD;
	struct forest *forest = forest_new();
	const struct view_rows rows = rows_of(forest->rows, MANY, forest->parents);
	struct view_plan plan = plan_of(&by_load, 1, true);
	struct view *view = view_new();
	const struct view_line *lines;
	size_t count;

	(void)state;
	for (uint32_t i = 1; i < MANY; i++)
		forest->parents[i] = 0;
	forest->parents[0] = VIEW_ROOT;
	for (int frozen = 0; frozen < 2; frozen++) {
		plan.frozen = frozen > 0;
		view_update(view, &rows, &plan);
		lines = view_lines(view, &count);
		assert_int_equal(count, MANY);
		for (uint32_t i = 1; i < MANY; i++) {
			assert_int_equal(lines[i].row, MANY - i);
			assert_int_equal(lines[i].depth, 1);
			assert_int_equal(lines[i].parent, 0);
			assert_int_equal(lines[i].last, i == MANY - 1);
		}
	}
	assert_int_equal(view_sum(view, &rows, 0, &weight_column).integer,
			 (int64_t)MANY * (MANY - 1) / 2);
	view_free(view);
	free(forest);
}

static void test_sums(void **state)
{
	static const struct row rows[] = {
		{ 1, 1, 0, 0, 0 },	{ 2, ABSENT, 0, 1, 1 }, { 3, 30, 0, 0, 0 },
		{ 4, ABSENT, 0, 0, 0 }, { 5, 500, 0, 0, 0 },
	};
	static const uint32_t parents[] = { VIEW_ROOT, 0, 1, 1, VIEW_ROOT };
	const struct view_rows all = rows_of(rows, ARRAY_LEN(rows), parents);
	struct view_plan plan = plan_of(NULL, 0, true);
	struct view *view = view_new();

	(void)state;
	/* neither the filter nor a fold nor a flat list changes what is below a row */
	for (int tree = 0; tree < 2; tree++) {
		plan.tree = tree > 0;
		view_update(view, &all, &plan);
		assert_int_equal(view_sum(view, &all, 0, &weight_column).integer, 31);
		assert_int_equal(view_sum(view, &all, 1, &weight_column).integer, 30);
		assert_int_equal(view_sum(view, &all, 2, &weight_column).integer, 30);
		assert_int_equal(view_sum(view, &all, 3, &weight_column).kind, VALUE_DENIED);
		assert_int_equal(view_sum(view, &all, 4, &weight_column).integer, 500);
		assert_int_equal(view_sum(view, &all, 5, &weight_column).kind, VALUE_NONE);
		assert_int_equal(view_sum(view, &all, 0, &id_column).count, 1); /* does not sum */
	}
	view_free(view);
}

/* Several columns at once, and rows that changed between two updates. */
static void test_sums_anew(void **state)
{
	static const struct column other_column = {
		.name = "other", .kind = VALUE_ID, .flags = COLUMN_SUMS, .get = get_weight
	};
	static const uint32_t parents[] = { VIEW_ROOT, 0 };
	struct row rows[] = { { 1, 1, 0, 1, 0 }, { 2, 2, 0, 1, 0 } };
	const struct view_rows all = rows_of(rows, ARRAY_LEN(rows), parents);
	const struct view_plan plan = plan_of(NULL, 0, true);
	struct view *view = view_new();

	(void)state;
	view_update(view, &all, &plan);
	assert_int_equal(view_sum(view, &all, 0, &weight_column).integer, 3);
	rows[1].weight = 5; /* not seen: the sums are those of the update */
	assert_int_equal(view_sum(view, &all, 0, &weight_column).integer, 3);
	assert_int_equal(view_sum(view, &all, 0, &other_column).integer, 6);
	view_update(view, &all, &plan);
	assert_int_equal(view_sum(view, &all, 0, &other_column).integer, 6);
	assert_int_equal(view_sum(view, &all, 0, &weight_column).integer, 6);
	view_free(view);
}

/*
 * What view.c does, done again in the simplest way: by recursion and by looking at
 * all rows for each question. Compared over random forests.
 */
enum { FEW = 24, ROUNDS = 3000 };

struct naive {
	struct row rows[FEW];
	uint32_t parents[FEW];
	size_t count;
	bool tree;
	uint32_t order[FEW]; /* rows as sorted */
	struct view_line lines[FEW];
	size_t line_count;
};

static uint32_t random_state;

/* Numbers that are the same in each run (Numerical Recipes' generator, upper bits). */
static uint32_t random_below(uint32_t bound)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % bound;
}

static bool naive_kept(const struct naive *naive, uint32_t row)
{
	if (naive->rows[row].matches)
		return true;
	for (uint32_t i = 0; naive->tree && i < naive->count; i++) {
		if (naive->parents[i] == row && naive_kept(naive, i))
			return true;
	}
	return false;
}

static uint32_t naive_count_below(const struct naive *naive, uint32_t row)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < naive->count; i++) {
		if (naive->parents[i] == row && naive_kept(naive, i))
			count += 1 + naive_count_below(naive, i);
	}
	return count;
}

static int64_t naive_sum(const struct naive *naive, uint32_t row)
{
	int64_t sum = naive->rows[row].weight == ABSENT ? 0 : naive->rows[row].weight;

	for (uint32_t i = 0; i < naive->count; i++) {
		if (naive->parents[i] == row)
			sum += naive_sum(naive, i);
	}
	return sum;
}

static void naive_show(struct naive *naive, uint32_t parent, uint32_t parent_line, uint16_t depth)
{
	struct view_line *last = NULL;

	for (size_t i = 0; i < naive->count; i++) {
		uint32_t row = naive->order[i];
		struct view_line *line = &naive->lines[naive->line_count];

		if ((naive->tree && naive->parents[row] != parent) || !naive_kept(naive, row))
			continue;
		*line = (struct view_line){ .row = row, .depth = depth, .parent = parent_line };
		line->context = !naive->rows[row].matches;
		last = line;
		naive->line_count++;
		if (!naive->tree)
			continue;
		line->has_children = naive_count_below(naive, row) > 0;
		line->folded = line->has_children && naive->rows[row].folded;
		line->hidden = line->folded ? naive_count_below(naive, row) : 0;
		if (!line->folded)
			naive_show(naive, row, (uint32_t)(line - naive->lines),
				   (uint16_t)(depth + 1));
	}
	if (last)
		last->last = true;
}

/* Largest weight first, absent ones last, else as the rows are. */
static bool naive_before(const struct naive *naive, uint32_t a, uint32_t b)
{
	int64_t left = naive->rows[a].weight, right = naive->rows[b].weight;

	return left != right ? left > right : a < b; /* ABSENT is the least there is */
}

static void naive_fill(struct naive *naive)
{
	naive->count = random_below(FEW + 1);
	naive->tree = random_below(3) > 0;
	naive->line_count = 0;
	for (uint32_t i = 0; i < naive->count; i++) {
		int64_t weight = (int64_t)random_below(6) - 2;

		naive->rows[i] = (struct row){
			.id = i,
			.weight = weight == 3 ? ABSENT : weight,
			.matches = random_below(3) > 0,
			.folded = random_below(4) == 0,
		};
		naive->parents[i] = i == 0 || random_below(4) == 0 ? VIEW_ROOT : random_below(i);
		naive->order[i] = i;
		for (uint32_t at = i;
		     at > 0 && naive_before(naive, naive->order[at], naive->order[at - 1]); at--) {
			uint32_t swap = naive->order[at];

			naive->order[at] = naive->order[at - 1];
			naive->order[at - 1] = swap;
		}
	}
}

/* So far each parent stands before its children; now each behind them. */
static void naive_turn(struct naive *naive)
{
	uint32_t parents[FEW];
	uint32_t last = (uint32_t)naive->count - 1;

	for (uint32_t i = 0; i < naive->count; i++)
		parents[last - i] =
			naive->parents[i] == VIEW_ROOT ? VIEW_ROOT : last - naive->parents[i];
	memcpy(naive->parents, parents, naive->count * sizeof(parents[0]));
}

static void compare_lines(const struct view *view, const struct naive *naive)
{
	size_t count;
	const struct view_line *lines = view_lines(view, &count);

	assert_int_equal(count, naive->line_count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(lines[i].row, naive->lines[i].row);
		assert_int_equal(lines[i].depth, naive->lines[i].depth);
		assert_int_equal(lines[i].last, naive->lines[i].last);
		assert_int_equal(lines[i].context, naive->lines[i].context);
		assert_int_equal(lines[i].has_children, naive->lines[i].has_children);
		assert_int_equal(lines[i].folded, naive->lines[i].folded);
		assert_int_equal(lines[i].hidden, naive->lines[i].hidden);
		assert_int_equal(lines[i].parent, naive->lines[i].parent);
	}
}

static void test_random(void **state)
{
	const struct column_key by_load = BY_LOAD;
	struct view *view = view_new();
	struct naive naive;

	(void)state;
	random_state = 1;
	for (int round = 0; round < ROUNDS; round++) {
		struct view_plan plan = plan_of(&by_load, 1, false);
		struct view_rows rows;

		naive_fill(&naive);
		if (round % 2 > 0)
			naive_turn(&naive);
		plan.tree = naive.tree;
		naive_show(&naive, VIEW_ROOT, VIEW_ROOT, 0);
		rows = rows_of(naive.rows, naive.count, naive.parents);
		view_update(view, &rows, &plan);
		compare_lines(view, &naive);
		for (uint32_t i = 0; i < naive.count; i++) {
			struct value sum = view_sum(view, &rows, i, &weight_column);

			assert_int_equal(value_is_there(sum) ? sum.integer : 0,
					 naive_sum(&naive, i));
		}
	}
	view_free(view);
}

/* Any parents at all: every row is shown once, below the line that it says. */
static void test_random_cycles(void **state)
{
	struct view *view = view_new();
	struct naive naive;

	(void)state;
	random_state = 2;
	for (int round = 0; round < ROUNDS; round++) {
		struct view_plan plan = plan_of(NULL, 0, true);
		const struct view_line *lines;
		bool seen[FEW] = { false };
		struct view_rows rows;
		size_t count;

		naive_fill(&naive);
		for (size_t i = 0; i < naive.count; i++)
			naive.parents[i] = random_below((uint32_t)naive.count + 1);
		rows = rows_of(naive.rows, naive.count, naive.parents);
		plan.match = NULL;
		plan.folded = NULL;
		view_update(view, &rows, &plan);
		lines = view_lines(view, &count);
		assert_int_equal(count, naive.count);
		for (size_t i = 0; i < count; i++) {
			assert_false(seen[lines[i].row]);
			seen[lines[i].row] = true;
			if (lines[i].parent == VIEW_ROOT)
				continue;
			assert_int_equal(lines[lines[i].parent].row, naive.parents[lines[i].row]);
			assert_int_equal(lines[lines[i].parent].depth + 1, lines[i].depth);
		}
		for (uint32_t i = 0; i < naive.count; i++)
			(void)view_sum(view, &rows, i, &weight_column);
	}
	view_free(view);
}

/* A sort of many rows by many keys against the order of qsort(). */
static const struct row *sorted_rows;

static int compare_rows(const void *a, const void *b)
{
	const struct row *left = sorted_rows + *(const uint32_t *)a,
			 *right = sorted_rows + *(const uint32_t *)b;
	int order = -value_compare(get_name(left), get_name(right));

	if (order == 0)
		order = value_compare(get_weight(left), get_weight(right));
	return order != 0 ? order : (left > right) - (left < right);
}

static void test_large_sort(void **state)
{
	static const char *const names[] = { "kworker/u8:1", "kworker/u8:2", "bash", "kworker",
					     "" };
	const struct column_key keys[] = { BY_NAME_Z, BY_WEIGHT };
	struct forest *forest = forest_new();
	const struct view_rows rows = rows_of(forest->rows, MANY, NULL);
	const struct view_plan plan = plan_of(keys, ARRAY_LEN(keys), false);
	uint32_t *order = calloc(MANY, sizeof(*order));
	struct view *view = view_new();
	size_t count;

	(void)state;
	assert_non_null(order);
	random_state = 3;
	for (uint32_t i = 0; i < MANY; i++) {
		forest->rows[i].name = names[random_below(ARRAY_LEN(names))];
		forest->rows[i].weight = random_below(500);
		order[i] = i;
	}
	sorted_rows = forest->rows;
	qsort(order, MANY, sizeof(*order), compare_rows);
	view_update(view, &rows, &plan);
	assert_int_equal((view_lines(view, &count), count), MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(view_lines(view, &count)[i].row, order[i]);
	view_free(view);
	free(order);
	free(forest);
}

int main(void)
{
	static const struct CMUnitTest single[] = {
		cmocka_unit_test(test_frozen),	   cmocka_unit_test(test_poor_rows),
		cmocka_unit_test(test_deep),	   cmocka_unit_test(test_wide),
		cmocka_unit_test(test_sums),	   cmocka_unit_test(test_sums_anew),
		cmocka_unit_test(test_random),	   cmocka_unit_test(test_random_cycles),
		cmocka_unit_test(test_large_sort),
	};
	struct CMUnitTest tests[ARRAY_LEN(view_cases) + ARRAY_LEN(single)];

	test_table(tests, ARRAY_LEN(view_cases), view_cases, sizeof(view_cases[0]), test_view);
	memcpy(tests + ARRAY_LEN(view_cases), single, sizeof(single));
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
