#include "test_screen.h"

#include <locale.h>

#include "widgets/picker.h"

static const struct picker_item all_items[] = {
	{ .label = "Usual", .heading = true, .id = 100 },
	{ .label = "1 HUP", .detail = "hangup", .id = 1 },
	{ .label = "2 INT", .detail = "interrupt", .id = 2 },
	{ .label = "9 KILL", .detail = "kill", .id = 9 },
	{ .label = "15 TERM", .detail = "terminate", .id = 15 },
	{ .label = "Rare", .heading = true, .id = 100 },
	{ .label = "18 CONT", .id = 18 },
	{ .label = "19 STOP\033", .id = 19 },
};

struct fixture {
	struct picker_item items[ARRAY_LEN(all_items)];
	struct picker picker;
	enum picker_result result;
};

static void set_up(struct fixture *f, unsigned flags, struct picker_place place)
{
	memcpy(f->items, all_items, sizeof(all_items));
	f->result = PICKER_OPEN;
	picker_init(&f->picker, "Signal", f->items, ARRAY_LEN(f->items), flags);
	picker_set_place(&f->picker, place);
}

static void type(void *widget, struct key key)
{
	struct fixture *f = widget;

	f->result = picker_key(&f->picker, key);
}

struct key_case {
	const char *name;
	unsigned flags;
	const char *keys;
	size_t selected; /* id */
	enum picker_result result;
};

/* In a rectangle with room for four items. */
/* clang-format off */
static const struct key_case key_cases[] = {
	{ "begins at the first that is no heading", 0, "", 1, PICKER_OPEN },
	{ "Down", 0, "Down", 2, PICKER_MOVED },
	{ "Up at the top", 0, "Up", 1, PICKER_OPEN },
	{ "over a heading, down", 0, "Down Down Down Down", 18, PICKER_MOVED },
	{ "over a heading, up", 0, "End Up Up", 15, PICKER_MOVED },
	{ "End", 0, "End", 19, PICKER_MOVED },
	{ "Down at the end", 0, "End Down", 19, PICKER_OPEN },
	{ "Home", 0, "End Home", 1, PICKER_MOVED },
	{ "PgDn", 0, "PgDn", 15, PICKER_MOVED },
	{ "PgDn to the end", 0, "PgDn PgDn PgDn", 19, PICKER_OPEN },
	{ "PgUp", 0, "End PgUp", 15, PICKER_MOVED },
	{ "PgUp to the top", 0, "Down PgUp", 1, PICKER_MOVED },
	{ "wheel", 0, "WheelDown", 15, PICKER_MOVED },
	{ "wheel back", 0, "WheelDown WheelUp", 1, PICKER_MOVED },
	{ "Enter", 0, "Down Enter", 2, PICKER_DONE },
	{ "Esc", 0, "Down Esc", 2, PICKER_CANCELLED },
	{ "typing finds a beginning", 0, "1 5", 15, PICKER_MOVED },
	{ "typing finds a beginning before what is within", 0, "9", 9, PICKER_MOVED },
	{ "typing finds what is within, in any case", 0, "t e r", 15, PICKER_OPEN },
	{ "typing does not find a heading", 0, "u s u", 1, PICKER_OPEN },
	{ "what fails begins anew", 0, "z 9", 9, PICKER_MOVED },
	{ "BS", 0, "1 8 BS 5", 15, PICKER_MOVED },
	{ "Tab finds the next", 0, "1 Tab", 15, PICKER_MOVED },
	{ "Tab finds around the end", 0, "1 Tab Tab Tab Tab", 1, PICKER_MOVED },
	{ "Tab without a text", 0, "Tab", 1, PICKER_OPEN },
	{ "moving ends the search", 0, "1 8 Down 2", 2, PICKER_MOVED },
	{ "Space is a character where one is chosen", 0, "9 Space k", 9, PICKER_OPEN },
	{ "Space checks where several are", PICKER_MULTI, "Down Space", 2, PICKER_CHANGED },
	{ "brackets are characters", 0, "]", 1, PICKER_OPEN },
	{ "moved down", PICKER_ORDER, "]", 1, PICKER_CHANGED },
	{ "moved up", PICKER_ORDER, "Down F7", 2, PICKER_CHANGED },
	{ "not over a heading", PICKER_ORDER, "[", 1, PICKER_OPEN },
	{ "not beyond the end", PICKER_ORDER, "End F8", 19, PICKER_OPEN },
	{ "keys that mean nothing", PICKER_MULTI, "C-x M-a F5 Left MouseRight", 1, PICKER_OPEN },
};
/* clang-format on */

static void test_key(void **state)
{
	const struct key_case *c = *state;
	struct fixture f;

	set_up(&f, c->flags, (struct picker_place){ 0, 0, 6, 30 });
	type_keys(c->keys, type, &f);
	assert_non_null(picker_selected(&f.picker));
	assert_int_equal(picker_selected(&f.picker)->id, c->selected);
	assert_int_equal(f.result, c->result);
	assert_true(f.picker.selected >= f.picker.top && f.picker.selected < f.picker.top + 4);
}

struct draw_case {
	const char *name;
	unsigned flags;
	const char *keys;
	struct picker_place place;
	const char *want; /* 7 lines of 32 columns */
};

/* clang-format off */
static const struct draw_case draw_cases[] = {
	{ "framed", 0, "", { 0, 0, 6, 24 },
	  "┌─ Signal ─────────────┐\n"
	  "│Usual                 │\n"
	  "│1 HUP      hangup     │\n"
	  "│2 INT      interrupt  │\n"
	  "│9 KILL     kill       ▽\n"
	  "└──────────────────────┘\n\n" },
	{ "scrolled, with boxes and a search", PICKER_MULTI, "Down Space 1 9", { 1, 2, 5, 28 },
	  "\n"
	  "  ┌─ Signal ─────────────────┐\n"
	  "  │Rare                      △\n"
	  "  │[ ] 18 CONT               │\n"
	  "  │[ ] 19 STOP\\e             │\n"
	  "  └─ 19 ─────────────────────┘\n\n" },
	{ "checked", PICKER_MULTI, "Down Space", { 0, 0, 5, 20 },
	  "┌─ Signal ─────────┐\n"
	  "│Usual             │\n"
	  "│[ ] 1 HUP      han│\n"
	  "│[x] 2 INT      int▽\n"
	  "└──────────────────┘\n\n\n" },
	{ "moved", PICKER_ORDER, "]", { 0, 0, 5, 20 },
	  "┌─ Signal ─────────┐\n"
	  "│Usual             │\n"
	  "│2 INT      interru│\n"
	  "│1 HUP      hangup ▽\n"
	  "└──────────────────┘\n\n\n" },
	{ "too low for a frame", 0, "9", { 2, 0, 2, 30 },
	  "\n\n2 INT      interrupt\n9 KILL     kill\n\n\n\n" },
	{ "too narrow for a frame", 0, "", { 0, 0, 7, 5 },
	  "Usual\n1 HUP\n2 INT\n9 KIL\n15 TE\nRare\n18 CO\n" },
	{ "a heading above the selected one is shown", 0, "End Up", { 0, 0, 2, 10 },
	  "Rare\n18 CONT\n\n\n\n\n\n" },
	{ "one line", 0, "Down", { 6, 0, 1, 10 }, "\n\n\n\n\n\n2 INT\n" },
	{ "no room", 0, "Down", { 0, 0, 0, 0 }, "\n\n\n\n\n\n\n" },
	{ "negative room", 0, "Down", { 0, 0, -3, -3 }, "\n\n\n\n\n\n\n" },
	{ "outside", 0, "Down", { 20, 50, 6, 20 }, "\n\n\n\n\n\n\n" },
};
/* clang-format on */

static void test_draw(void **state)
{
	const struct draw_case *c = *state;
	struct canvas *canvas = canvas_new(7, 32);
	struct fixture f;

	set_up(&f, c->flags, c->place);
	type_keys(c->keys, type, &f);
	picker_draw(&f.picker, canvas);
	assert_screen(canvas, c->want);
	canvas_free(canvas);
}

static void test_selected_style(void **state)
{
	struct canvas *canvas = canvas_new(6, 24);
	struct fixture f;
	int y, x;

	(void)state;
	set_up(&f, 0, (struct picker_place){ 0, 0, 6, 24 });
	type_keys("Down", type, &f);
	picker_draw(&f.picker, canvas);
	assert_int_equal(style_at(canvas, 1, 1), STYLE_HEADING);
	assert_int_equal(style_at(canvas, 2, 1), STYLE_DIALOG);
	assert_int_equal(style_at(canvas, 3, 1), STYLE_DIALOG_SELECTED);
	assert_int_equal(style_at(canvas, 3, 22), STYLE_DIALOG_SELECTED);
	assert_int_equal(style_at(canvas, 3, 23), STYLE_DIALOG);
	assert_true(canvas_cursor(canvas, &y, &x));
	assert_int_equal(y, 3);
	type_keys("z", type, &f);
	picker_draw(&f.picker, canvas);
	assert_int_equal(style_at(canvas, 5, 3), STYLE_ERROR);
	canvas_free(canvas);
}

struct click_case {
	const char *name;
	unsigned flags;
	int16_t y, x;
	size_t selected;
	enum picker_result result;
};

/*
 * On a picker that begins at line 2, column 3, six lines of 20 columns, whose second item (1
 * HUP) is selected.
 */
/* clang-format off */
static const struct click_case click_cases[] = {
	{ "another item", 0, 5, 10, 2, PICKER_MOVED },
	{ "the selected item", 0, 4, 10, 1, PICKER_DONE },
	{ "the selected item of several", PICKER_MULTI, 4, 10, 1, PICKER_CHANGED },
	{ "a heading", 0, 3, 10, 1, PICKER_OPEN },
	{ "the frame above", 0, 2, 10, 1, PICKER_OPEN },
	{ "the frame below", 0, 7, 10, 1, PICKER_OPEN },
	{ "the frame beside", 0, 5, 3, 1, PICKER_OPEN },
	{ "outside", 0, 0, 0, 1, PICKER_OPEN },
	{ "below all", 0, 100, 10, 1, PICKER_OPEN },
};
/* clang-format on */

static void test_click(void **state)
{
	const struct click_case *c = *state;
	struct fixture f;

	set_up(&f, c->flags, (struct picker_place){ 2, 3, 6, 20 });
	type(&f, (struct key){ .code = KEY_CODE_MOUSE_LEFT, .y = c->y, .x = c->x });
	assert_int_equal(f.result, c->result);
	assert_int_equal(picker_selected(&f.picker)->id, c->selected);
}

static void test_empty(void **state)
{
	static const char all_keys[] =
		"Up Down PgUp PgDn Home End a Tab BS Space ] [ F7 F8 WheelUp WheelDown Enter";
	struct picker_item headings[] = { { .label = "a", .heading = true },
					  { .label = "b", .heading = true } };
	struct canvas *canvas = canvas_new(7, 20);
	struct fixture f;

	(void)state;
	for (size_t count = 0; count <= ARRAY_LEN(headings); count++) {
		picker_init(&f.picker, NULL, headings, count, PICKER_ORDER);
		picker_set_place(&f.picker, (struct picker_place){ 0, 0, 7, 20 });
		assert_null(picker_selected(&f.picker));
		type_keys(all_keys, type, &f);
		assert_int_equal(f.result, PICKER_OPEN);
		assert_null(picker_selected(&f.picker));
		picker_draw(&f.picker, canvas);
		type_keys("Esc", type, &f);
		assert_int_equal(f.result, PICKER_CANCELLED);
	}
	canvas_free(canvas);
}

static void test_items_change(void **state)
{
	struct picker_item fewer[] = { { .label = "x", .id = 7 }, { .label = "y", .id = 9 } };
	struct fixture f;

	(void)state;
	set_up(&f, 0, (struct picker_place){ 0, 0, 6, 20 });
	assert_true(picker_select(&f.picker, 9));
	assert_false(picker_select(&f.picker, 100));
	picker_set_items(&f.picker, fewer, 2);
	assert_int_equal(picker_selected(&f.picker)->id, 9);
	picker_set_items(&f.picker, fewer, 1);
	assert_int_equal(picker_selected(&f.picker)->id, 7);
	picker_set_items(&f.picker, fewer, 0);
	assert_null(picker_selected(&f.picker));
	picker_set_items(&f.picker, f.items, ARRAY_LEN(f.items));
	assert_int_equal(picker_selected(&f.picker)->id, 1);
}

/* Whatever the size, the selected item is seen if there is a line for it. */
static void test_sizes(void **state)
{
	(void)state;
	for (int height = 0; height < 12; height++) {
		for (int width = 0; width < 24; width++) {
			struct canvas *canvas = canvas_new(height, width);
			int y, x;
			struct fixture f;

			set_up(&f, PICKER_MULTI, (struct picker_place){ 0, 0, height, width });
			type_keys("PgDn Down", type, &f);
			picker_draw(&f.picker, canvas);
			assert_int_equal(canvas_cursor(canvas, &y, &x), height > 0 && width > 0);
			canvas_free(canvas);
		}
	}
}

static void test_wish(void **state)
{
	struct fixture f;
	int height, width;

	(void)state;
	set_up(&f, PICKER_MULTI, (struct picker_place){ 0, 0, 0, 0 });
	picker_wish(&f.picker, &height, &width);
	assert_int_equal(height, 10);
	assert_int_equal(width, 26); /* frame 2, box 4, "19 STOP\\e" 9, gap 2, "interrupt" 9 */
	picker_init(&f.picker, NULL, NULL, 0, 0);
	picker_wish(&f.picker, &height, &width);
	assert_int_equal(height, 5);
	assert_int_equal(width, 12);
}

int main(void)
{
	struct CMUnitTest keys[ARRAY_LEN(key_cases)];
	struct CMUnitTest draws[ARRAY_LEN(draw_cases)];
	struct CMUnitTest clicks[ARRAY_LEN(click_cases)];
	const struct CMUnitTest others[] = {
		cmocka_unit_test(test_selected_style), cmocka_unit_test(test_empty),
		cmocka_unit_test(test_items_change),   cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_wish),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 77;
	test_table(keys, ARRAY_LEN(keys), key_cases, sizeof(key_cases[0]), test_key);
	test_table(draws, ARRAY_LEN(draws), draw_cases, sizeof(draw_cases[0]), test_draw);
	test_table(clicks, ARRAY_LEN(clicks), click_cases, sizeof(click_cases[0]), test_click);
	return cmocka_run_group_tests_name("picker_key", keys, NULL, NULL) +
	       cmocka_run_group_tests_name("picker_draw", draws, NULL, NULL) +
	       cmocka_run_group_tests_name("picker clicks", clicks, NULL, NULL) +
	       cmocka_run_group_tests_name("picker", others, NULL, NULL);
}
