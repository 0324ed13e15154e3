/* test_header.c - what the header says of CPU time that no living row shows, and of lost events */
#include "test_screen.h"

#include "model/world.h"
#include "samples.h"
#include "ui/header.h"

static struct {
	struct samples before, now;
	struct world *world;
} machine;

static int set_up(void **state)
{
	const struct source_request request = { .needs = TASK_STAT };

	(void)state;
	machine.world = world_new();
	samples_open(&machine.before, "small");
	samples_open(&machine.now, "small-later");
	snapshot_free(world_update(machine.world, samples_take(&machine.before, &request)));
	snapshot_free(world_update(machine.world, samples_take(&machine.now, &request)));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_free(machine.world);
	samples_close(&machine.before);
	samples_close(&machine.now);
	return 0;
}

struct word_case {
	const char *name;
	int lines, columns;
	struct header_state state;
	const char *word;
	bool absent;
	int style; /* of its first letter */
};

/* clang-format off */
static const struct word_case word_cases[] = {
	{ "nothing was lost", 24, 80, { 0 }, "lost", true, 0 },
	{ "events were lost", 24, 80, { .events_lost = 12 }, "events lost 12", false, STYLE_ALERT },
	{ "events were lost, wide", 50, 200, { .events_lost = 12 }, "events lost 12", false, STYLE_ALERT },
	{ "very many", 24, 80, { .own_cpu_ns = 2000000000, .events_lost = 1234567 }, "events lost 1234567", false, STYLE_ALERT },
	{ "a pause is more urgent", 24, 80, { .paused = true, .events_lost = 12 }, "PAUSED", false, STYLE_METER_VALUE },
	{ "a late sample is, too", 24, 80, { .overdue_ns = 1, .events_lost = 12 }, "overdue", false, STYLE_METER_VALUE },
	{ "what has ended", 24, 80, { 0 }, "Unattr  0.0 ended  0.0 % forks    2/s", false, STYLE_METER_LABEL },
	{ "all parts, where there is room", 50, 200, { 0 },
	  "Rows 165.0  ended   0.0  children   8.5  interrupts   3.0  unattributed   0.0 % CPU", false, STYLE_METER_LABEL },
	{ "how many, where there is room", 50, 200, { 0 }, "endings ", false, STYLE_METER_LABEL },
};
/* clang-format on */

/* A cell that nothing was written to looks like a blank. */
static char letter_at(const struct canvas *canvas, int y, int x)
{
	const char letter = canvas_cell(canvas, y, x)->utf8[0];

	return letter ? letter : ' ';
}

/* Where the canvas shows the text; false: nowhere. */
static bool find(const struct canvas *canvas, const char *text, int *ret_y, int *ret_x)
{
	const int n = (int)strlen(text);

	for (int y = 0; y < canvas_lines(canvas); y++) {
		for (int x = 0; x + n <= canvas_columns(canvas); x++) {
			int i = 0;

			while (i < n && letter_at(canvas, y, x + i) == text[i])
				i++;
			if (i == n) {
				*ret_y = y;
				*ret_x = x;
				return true;
			}
		}
	}
	return false;
}

static void test_word(void **state)
{
	const struct word_case *c = *state;
	struct canvas *canvas = canvas_new(c->lines, c->columns);
	const struct rectangle area = { 0, 0, header_lines(machine.world, c->lines, c->columns),
					c->columns };
	int y = 0, x = 0;
	bool found;

	header_draw(machine.world, &c->state, canvas, &area);
	found = find(canvas, c->word, &y, &x);
	if (found == c->absent)
		canvas_dump(canvas, stderr);
	assert_int_equal(found, !c->absent);
	if (found)
		assert_int_equal(style_at(canvas, y, x), c->style);
	canvas_free(canvas);
}

/* They say where all of the busy time went. */
static void test_parts_add_up(void **state)
{
	const struct totals *totals = world_totals(machine.world);
	const double sum = totals->rows + totals->ended + totals->children + totals->interrupts +
			   totals->unattributed;

	(void)state;
	assert_true(sum > totals->busy - 1e-9 && sum < totals->busy + 1e-9);
}

int main(void)
{
	struct CMUnitTest words[ARRAY_LEN(word_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_parts_add_up) };
	int failed;

	test_table(words, ARRAY_LEN(words), word_cases, sizeof(word_cases[0]), test_word);
	failed = cmocka_run_group_tests_name("words", words, set_up, tear_down);
	failed += cmocka_run_group_tests_name("sums", others, set_up, tear_down);
	return failed;
}
