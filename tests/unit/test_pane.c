/*
 * test_pane.c - keys in, screen out: a pane over rows that nobody else knows
 *
 * The keys go the way that they go in the program.
 */
#include "test_screen.h"

#include "table/filtererror.h"
#include "ui/app.h"
#include "ui/input.h"

enum { LINES = 9, COLUMNS = 40, FRUIT_MAX = 64 };

struct fruit {
	uint32_t number;
	const char *name; /* NULL: it has none */
	uint64_t weight;
};

static struct {
	struct fruit of[FRUIT_MAX];
	size_t count;
	uint32_t entered; /* the number of the row */
	bool alert;
} basket;

static struct value get_number(const void *row)
{
	return value_id(((const struct fruit *)row)->number);
}

static struct value get_name(const void *row)
{
	const char *name = ((const struct fruit *)row)->name;

	return name ? value_text(bytes_of(name)) : value_none();
}

static struct value get_weight(const void *row)
{
	return value_bytes(((const struct fruit *)row)->weight);
}

static const struct column columns[] = {
	{ "number", "NO", "its number", VALUE_ID, 0, COLUMN_DEFAULT, 4, get_number, NULL },
	{ "weight", "WEIGHT", "its weight", VALUE_BYTES, 0, COLUMN_DEFAULT | COLUMN_DESCENDING, 7,
	  get_weight, NULL },
	{ "name", "NAME", "its name", VALUE_TEXT, 0, COLUMN_DEFAULT | COLUMN_GROWS, 8, get_name,
	  NULL },
};

static const struct column_set fruit_columns = { "fruit", columns, ARRAY_LEN(columns) };

static uint64_t key_of(const void *row)
{
	return ((const struct fruit *)row)->number;
}

static void tell_rows(void *context, struct view_rows *ret)
{
	(void)context;
	*ret = (struct view_rows){ .rows = basket.of,
				   .row_size = sizeof(basket.of[0]),
				   .count = basket.count,
				   .key = key_of };
}

static bool tell_note(void *context, char ret[PANE_NOTE_MAX])
{
	(void)context;
	if (basket.alert)
		(void)snprintf(ret, PANE_NOTE_MAX, "3 lost");
	return basket.alert;
}

static void enter(void *context, const void *row)
{
	(void)context;
	basket.entered = ((const struct fruit *)row)->number;
}

static const struct pane_content content = { .title = "Fruit",
					     .columns = &fruit_columns,
					     .order = "number",
					     .tail = true,
					     .rows = tell_rows,
					     .note = tell_note,
					     .enter = enter };

static void add(const char *name, uint64_t weight)
{
	assert_true(basket.count < FRUIT_MAX);
	basket.of[basket.count] = (struct fruit){ 101 + (uint32_t)basket.count, name, weight };
	basket.count++;
}

/* What goes is the oldest. */
static void drop(size_t count)
{
	basket.count -= count;
	memmove(basket.of, basket.of + count, basket.count * sizeof(basket.of[0]));
}

static void type(void *app, struct key key)
{
	input_key(app, key);
}

static void draw(struct app *app)
{
	canvas_clear(app->canvas);
	if (pane_is_open(&app->pane))
		pane_draw(&app->pane, app->canvas, &(struct rectangle){ 0, 0, LINES - 1, COLUMNS });
	dialog_draw(&app->dialog, app->canvas, &(struct rectangle){ 0, 0, LINES - 1, COLUMNS });
}

static void open_basket(struct app *app)
{
	static const char *const names[] = { "apple", "pear",  "plum", "cherry", "melon",
					     NULL,    "grape", "fig",  "date",	 "olive" };

	memset(&basket, 0, sizeof(basket));
	*app = (struct app){ .canvas = canvas_new(LINES, COLUMNS) };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		add(names[i], (i * 7 % 10) * 1024);
	pane_open(&app->pane, &content);
	pane_update(&app->pane, 0);
	draw(app);
}

static void close_basket(struct app *app)
{
	pane_close(&app->pane);
	dialog_done(&app->dialog);
	prompt_history_done(&app->searches);
	prompt_history_done(&app->filters);
	canvas_free(app->canvas);
}

/* The number of the row under the cursor. */
static uint32_t cursor_at(const struct app *app)
{
	const struct fruit *fruit = grid_selected(&app->pane.grid);

	return fruit ? fruit->number : 0;
}

static void test_first_screen(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	assert_screen(app.canvas, "Fruit: 10\n"
				  " △NO  WEIGHT NAME\n"
				  " 105    8.0K melon\n"
				  " 106    5.0K -\n"
				  " 107    2.0K grape\n"
				  " 108    9.0K fig\n"
				  " 109    6.0K date\n"
				  " 110    3.0K olive\n\n");
	/* at the end, and it will stay there */
	assert_int_equal(style_at(app.canvas, 7, 0), STYLE_SELECTED_FOLLOW);
	assert_int_equal(style_at(app.canvas, 0, 0), STYLE_STATUS);
	assert_int_equal(style_at(app.canvas, 1, 2), STYLE_TITLE_SORT);
	close_basket(&app);
}

struct key_case {
	const char *name;
	const char *keys;
	uint32_t cursor;   /* number of the row under it */
	size_t lines;	   /* that are shown */
	const char *first; /* of the lines, if not NULL */
};

/* clang-format off */
static const struct key_case key_cases[] = {
	{ "it opens at its end", "", 110, 10, NULL },
	{ "up", "Up", 109, 10, NULL },
	{ "to the beginning", "Home", 101, 10, " 101" },
	{ "less than a page", "g PgDn", 107, 10, NULL },
	{ "half a page", "g C-d C-d C-u", 104, 10, NULL },
	{ "there and back", "g G", 110, 10, NULL },
	{ "by a column", "> G", 101, 10, NULL },
	{ "by the next but one: who has no name comes last", "> > G", 106, 10, NULL },
	{ "not beyond the last one", "> > > G", 106, 10, NULL },
	{ "and back", "> <", 110, 10, NULL },
	{ "inverted", "I g", 110, 10, " 110" },
	{ "another one, inverted", "> I g", 101, 10, " 101" },
	{ "the menu", "F6 Down Enter g", 108, 10, " 108" },
	{ "a key of the list", "T N M t Space J g", 101, 10, " 101" },
	{ "digits", "g 1 0 5", 101, 10, NULL },
	{ "search", "/ p l u m Enter", 103, 10, NULL },
	{ "searching begins at the cursor and goes around", "g Down / a p Enter", 107, 10, NULL },
	{ "again", "g / e Enter n n", 104, 10, NULL },
	{ "the other way", "g / e Enter n N N", 110, 10, NULL },
	{ "a number that is a name", "g / 1 0 8 Enter", 108, 10, NULL },
	{ "but not a part of it", "g / 0 8 Enter", 101, 10, NULL },
	{ "a search that is left", "g / e Enter Esc Down", 102, 10, NULL },
	{ "a word", "\\ a p Enter", 107, 2, " 101" },
	{ "an expression", "\\ w e i g h t > 5 k Enter g", 102, 4, " 102" },
	{ "of a cell without a value nothing holds", "\\ n a m e ! ~ x Enter g", 101, 9, NULL },
	{ "half an expression: as before", "\\ a p >", 107, 2, " 101" },
	{ "it can be changed", "\\ a p Enter \\ p Enter", 101, 1, " 101" },
	{ "without it the line stays", "\\ a p Enter Up \\ BS BS Enter", 101, 10, " 101" },
	{ "but at the end it is the end", "\\ a p Enter \\ BS BS Enter", 110, 10, NULL },
	{ "Esc forgets it", "\\ a p Enter Up \\ Esc", 101, 10, NULL },
	{ "nothing is left", "\\ x y z Enter Down G Enter /", 0, 0, NULL },
	{ "filter and order", "\\ w e i g h t > 5 k Enter > g", 108, 4, " 108" },
	{ "the columns", "F2 Space Enter g", 101, 10, "      0 apple" },
};
/* clang-format on */

static void test_keys(void **state)
{
	const struct key_case *c = *state;
	struct app app;
	struct bytes rest = bytes_of(c->keys);
	size_t count;

	open_basket(&app);
	while (rest.n > 0) {
		struct bytes word = bytes_next(&rest, ' ');
		struct key key;

		assert_int_equal(key_parse(word.n > 0 ? word : bytes_of("Space"), &key), 0);
		input_key(&app, key);
		draw(&app);
	}
	(void)view_lines(app.pane.grid.view, &count);
	assert_int_equal(count, c->lines);
	assert_int_equal(cursor_at(&app), c->cursor);
	for (size_t i = 0; c->first && c->first[i]; i++) {
		const struct canvas_cell *cell = canvas_cell(app.canvas, 2, (int)i);

		assert_int_equal(cell->utf8[0], c->first[i]);
	}
	assert_true(pane_is_open(&app.pane));
	assert_false(app.quit);
	close_basket(&app);
}

struct back_case {
	const char *name;
	const char *keys;
	bool open, quit;
};

static const struct back_case back_cases[] = {
	{ "q", "q", false, false },
	{ "F10", "F10", false, false },
	{ "Esc", "Esc", false, false },
	{ "Esc ends the search first", "/ e Enter Esc", true, false },
	{ "then the pane", "/ e Enter Esc Esc", false, false },
	{ "Esc ends the prompt", "\\ x Esc", true, false },
	{ "C-c ends all", "C-c", true, true },
};

static void test_back(void **state)
{
	const struct back_case *c = *state;
	struct app app;

	open_basket(&app);
	type_keys(c->keys, type, &app);
	assert_int_equal(pane_is_open(&app.pane), c->open);
	assert_int_equal(app.quit, c->quit);
	close_basket(&app);
}

static void test_tail(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	add("lemon", 1);
	pane_update(&app.pane, 0);
	assert_int_equal(cursor_at(&app), 111);
	/* once it is moved away it stays with its row, and what is seen stays where it is */
	type_keys("Up Up Up", type, &app);
	draw(&app);
	assert_int_equal(cursor_at(&app), 108);
	assert_int_equal(style_at(app.canvas, 4, 0), STYLE_SELECTED);
	for (int i = 0; i < 20; i++)
		add("lime", 1);
	pane_update(&app.pane, 0);
	draw(&app);
	assert_int_equal(cursor_at(&app), 108);
	assert_int_equal(style_at(app.canvas, 4, 0), STYLE_SELECTED);
	/* also when rows go at the other end */
	drop(5);
	basket.of[0].name = "the first";
	pane_update(&app.pane, 0);
	draw(&app);
	assert_int_equal(cursor_at(&app), 108);
	/* until the row itself goes: then the line stays */
	drop(8);
	pane_update(&app.pane, 0);
	assert_int_equal(cursor_at(&app), 116);
	type_keys("End", type, &app);
	add("lemon", 1);
	pane_update(&app.pane, 0);
	assert_int_equal(cursor_at(&app), 101 + 18);
	close_basket(&app);
}

/* Where the rows are sorted otherwise what is new is not at the end. */
static void test_no_tail(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	type_keys("> G", type, &app);
	assert_int_equal(cursor_at(&app), 101);
	add("feather", 0);
	pane_update(&app.pane, 0);
	assert_int_equal(cursor_at(&app), 101);
	close_basket(&app);
}

static void test_status(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	basket.alert = true;
	type_keys("\\ a p Enter", type, &app);
	draw(&app);
	assert_screen(app.canvas, "Fruit: 2 of 10   filter: ap       3 lost\n"
				  " △NO  WEIGHT NAME\n"
				  " 101       0 apple\n"
				  " 107    2.0K grape\n\n\n\n\n\n");
	assert_int_equal(style_at(app.canvas, 0, COLUMNS - 1), STYLE_ERROR);
	close_basket(&app);
}

/* What is wrong is told while it is typed, and where. */
static void test_filter_error(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	type_keys("\\ w e i g h t > x", type, &app);
	draw(&app);
	assert_true(app.dialog.prompt.error[0] != '\0');
	assert_int_equal(app.dialog.prompt.error_at, strlen("weight>"));
	assert_int_equal(style_at(app.canvas, LINES - 1,
				  (int)strlen("Filter:  ") + (int)strlen("weight>")),
			 STYLE_ERROR);
	/* what stood there before it became an expression: a word that nothing has */
	assert_int_equal(view_matched(app.pane.grid.view), 0);
	type_keys("Enter", type, &app);
	assert_int_equal(app.dialog.kind, DIALOG_PROMPT);
	type_keys("BS 5 k Enter", type, &app);
	assert_int_equal(app.dialog.kind, DIALOG_NONE);
	assert_int_equal(view_matched(app.pane.grid.view), 4);
	close_basket(&app);
}

static void test_enter(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	type_keys("g Down Down Enter", type, &app);
	assert_int_equal(basket.entered, 103);
	close_basket(&app);
}

static void press(struct app *app, uint32_t code, int y, int x)
{
	input_key(app, (struct key){ .code = code, .y = (int16_t)y, .x = (int16_t)x });
	draw(app);
}

static void test_mouse(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	press(&app, KEY_CODE_MOUSE_LEFT, 3, 2);
	assert_int_equal(cursor_at(&app), 106);
	press(&app, KEY_CODE_WHEEL_UP, 3, 2);
	assert_int_equal(cursor_at(&app), 106);
	assert_int_equal(app.pane.grid.widget.top, 1);
	press(&app, KEY_CODE_MOUSE_LEFT, 1, 8);
	press(&app, KEY_CODE_MOUSE_LEFT, 2, 2);
	assert_ptr_equal(app.pane.keys.of[0].column, &columns[1]);
	assert_true(app.pane.keys.of[0].descending);
	press(&app, KEY_CODE_MOUSE_LEFT, 1, 8);
	assert_false(app.pane.keys.of[0].descending);
	/* the status line is no line of the table */
	press(&app, KEY_CODE_MOUSE_LEFT, 0, 2);
	assert_true(pane_is_open(&app.pane));
	close_basket(&app);
}

/* Any size, and nothing is drawn outside of the area. */
static void test_sizes(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	for (int lines = 0; lines <= LINES; lines++) {
		for (int width = 0; width <= COLUMNS; width += 5) {
			canvas_clear(app.canvas);
			pane_draw(&app.pane, app.canvas, &(struct rectangle){ 0, 0, lines, width });
			for (int y = lines; y < LINES; y++) {
				for (int x = 0; x < COLUMNS; x++)
					assert_int_equal(style_at(app.canvas, y, x), STYLE_NORMAL);
			}
		}
	}
	close_basket(&app);
}

static void test_scroll(void **state)
{
	struct app app;

	(void)state;
	open_basket(&app);
	type_keys("g Right", type, &app);
	draw(&app);
	assert_int_equal(canvas_cell(app.canvas, 2, 0)->utf8[0], ' ');
	assert_int_equal(canvas_cell(app.canvas, 2, 3)->utf8[0], '1');
	assert_int_equal(canvas_cell(app.canvas, 2, 5)->utf8[0], 'a');
	type_keys("Left", type, &app);
	draw(&app);
	assert_int_equal(canvas_cell(app.canvas, 2, 13)->utf8[0], 'a');
	close_basket(&app);
}

int main(void)
{
	struct CMUnitTest keys[ARRAY_LEN(key_cases)], back[ARRAY_LEN(back_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_first_screen), cmocka_unit_test(test_tail),
		cmocka_unit_test(test_no_tail),	     cmocka_unit_test(test_status),
		cmocka_unit_test(test_filter_error), cmocka_unit_test(test_enter),
		cmocka_unit_test(test_mouse),	     cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_scroll),
	};
	int failed;

	test_table(keys, ARRAY_LEN(keys), key_cases, sizeof(key_cases[0]), test_keys);
	test_table(back, ARRAY_LEN(back), back_cases, sizeof(back_cases[0]), test_back);
	failed = cmocka_run_group_tests_name("keys", keys, NULL, NULL);
	failed += cmocka_run_group_tests_name("back", back, NULL, NULL);
	failed += cmocka_run_group_tests_name("others", others, NULL, NULL);
	return failed;
}
