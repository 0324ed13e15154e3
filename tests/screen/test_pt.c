/*
 * test_pt.c - the harness of the screen tests, tested on small programs
 *
 * Shell scripts print what is to be judged; the curses program is this one again,
 * started with PT_DEMO in its environment.
 */
#include "../unit/test.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curses.h>

#include "base/macros.h"
#include "pt.h"
#include "pt_golden.h"
#include "pt_keys.h"

static struct pt *start_shell_with(const char *script, struct pt_options options)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	options.argv = argv;
	return pt_start(&options);
}

static struct pt *start_shell(const char *script)
{
	return start_shell_with(script, (struct pt_options){ 0 });
}

/* What a script prints, and what the checks say of it. */
struct judge_case {
	const char *name;
	const char *script;
	const char *complaint; /* a part of it; NULL: none */
	unsigned allow;
	unsigned skip;
};

#define PRINT(text) "stty -echo -onlcr -opost; printf '" text "'; stty echo onlcr opost"

/* clang-format off */
static const struct judge_case judge_cases[] = {
	{ "plain text", PRINT("hello"), NULL, 0, 0 },
	{ "text with line ends", PRINT("a\\r\\nb\\tc\\b"), NULL, 0, 0 },
	{ "UTF-8: accents, CJK, box drawing, emoji, marks",
	  PRINT("\\303\\251 \\344\\270\\255 \\342\\224\\200 \\360\\237\\230\\200 e\\314\\201"), NULL, 0, 0 },
	{ "all that ncurses needs",
	  PRINT("\\033[?1049h\\033[22;0;0t\\033[1;24r\\033(B\\033[m\\033[4l\\033[?7h\\033[?1h\\033="
		"\\033[39;49m\\033[H\\033[2J\\033[38;5;200;48;5;17mx\\033[1;31my\\033[7mz\\033[m"
		"\\033[24;1H\\033[K\\033[5d\\033[5G\\033[3X\\033[2@\\033[2P\\033[L\\033[M\\033M"
		"\\033[?25l\\033[?12l\\033[?25h\\033[?1l\\033>\\033[?1049l\\033[23;0;0t"
		"\\033]104\\007"), NULL, 0, 0 },
	{ "line drawing by charset and by shift",
	  PRINT("\\033(0lqk\\033(B\\033)0\\016x\\017"), NULL, 0, 0 },
	{ "title, allowed", PRINT("\\033]0;top\\007"), NULL, PT_LINT_TITLE, 0 },
	{ "an invisible character, allowed", PRINT("a\\342\\200\\256b"), NULL, PT_LINT_INVISIBLE, 0 },
	{ "padding, allowed", PRINT("\\000\\000"), NULL, PT_LINT_PADDING, 0 },
	{ "anything, with the checks off", PRINT("\\033[c\\0335n\\033[?25l\\033[?1049h"), NULL, 0,
	  PT_SKIP_LINT | PT_SKIP_RESTORED },

	{ "title", PRINT("ab\\033]0;top\\007"), "byte 2: \"\\e]0;top\\x07\": an operating system", 0, 0 },
	{ "escape in a title", PRINT("\\033]0;to\\033[31mp\\007"), "in a title", PT_LINT_TITLE, 0 },
	{ "clipboard", PRINT("\\033]52;c;AAAA\\007"), "operating system", PT_LINT_TITLE, 0 },
	{ "device attributes", PRINT("\\033[c"), "byte 0: \"\\e[c\"", 0, 0 },
	{ "its answer", PRINT("\\033[c"), "the terminal was made to answer", 0, 0 },
	{ "cursor position report", PRINT("\\033[6n"), "no terminfo entry has", 0, 0 },
	{ "DCS", PRINT("\\033P$qm\\033\\\\\\\\"), "device control", 0, 0 },
	{ "APC", PRINT("\\033_x\\007"), "device control", 0, 0 },
	{ "full reset", PRINT("\\033c"), "escape sequence", 0, 0 },
	{ "window size", PRINT("\\033[8;50;200t"), "window operation", 0, 0 },
	{ "erase of the scrollback", PRINT("\\033[3J"), "erases more", 0, 0 },
	{ "rare mode", PRINT("\\033[?3h"), "a mode that we never set", 0, 0 },
	{ "ENQ", PRINT("\\005"), "a control character", 0, 0 },
	{ "VT", PRINT("\\013"), "a control character", 0, 0 },
	{ "DEL", PRINT("\\177"), "a control character", 0, 0 },
	{ "NUL", PRINT("\\000"), "NUL", 0, 0 },
	{ "raw C1", PRINT("a\\233b"), "byte 1: \"\\x9b\": invalid UTF-8", 0, 0 },
	{ "C1 in UTF-8", PRINT("\\302\\2332J"), "a C1 control", 0, 0 },
	{ "overlong", PRINT("\\300\\257"), "invalid UTF-8", 0, 0 },
	{ "overlong of three bytes", PRINT("\\340\\200\\257"), "invalid UTF-8", 0, 0 },
	{ "surrogate", PRINT("\\355\\240\\200"), "invalid UTF-8", 0, 0 },
	{ "beyond Unicode", PRINT("\\364\\220\\200\\200"), "invalid UTF-8", 0, 0 },
	{ "half a character", PRINT("\\303x"), "byte 0: \"\\xc3\": half", 0, 0 },
	{ "half a character at the end", PRINT("\\342\\202"), "ends inside", 0, 0 },
	{ "half a sequence at the end", PRINT("\\033[1;"), "ends inside", 0, 0 },
	{ "a sequence that breaks off", PRINT("\\033[1\\033[2J"), "breaks off", 0, 0 },
	{ "bidirectional override", PRINT("\\342\\200\\256"), "invisible", 0, 0 },
	{ "zero width joiner", PRINT("\\342\\200\\215"), "invisible", 0, 0 },
	{ "private use", PRINT("\\356\\202\\240"), "invisible", 0, 0 },
	{ "tag character", PRINT("\\363\\240\\200\\201"), "invisible", 0, 0 },
	{ "noncharacter", PRINT("\\357\\277\\277"), "invisible", 0, 0 },
	{ "unknown rendition", PRINT("\\033[53m"), "graphic rendition", 0, 0 },
	{ "half a colour", PRINT("\\033[38;5m"), "graphic rendition", 0, 0 },

	{ "alternate screen left on", PRINT("\\033[?1049h"), "the alternate screen is left", 0, 0 },
	{ "cursor left hidden", PRINT("\\033[?25l"), "a hidden cursor is left", 0, 0 },
	{ "mouse left on", PRINT("\\033[?1000h"), "mouse reporting is left", 0, 0 },
	{ "paste left on", PRINT("\\033[?2004h"), "bracketed paste is left", 0, 0 },
	{ "keypad left on", PRINT("\\033="), "keypad is left", 0, 0 },
	{ "colour left on", PRINT("\\033[31m"), "colour or attribute is left", 0, 0 },
	{ "shift left on", PRINT("\\016"), "line-drawing characters is left", 0, 0 },
	{ "echo left off", "stty -echo", "termios", 0, 0 },
	{ "raw mode left on", "stty raw", "termios", 0, 0 },
	{ "killed with all of it on: nobody could have put it in order",
	  "printf '\\033[?1049h\\033[?25l'; stty raw; kill -9 $$", NULL, 0, 0 },
	{ "ended by a signal that can be caught", "printf '\\033[?25l'; kill -SEGV $$",
	  "a hidden cursor is left", 0, 0 },

	{ "row outside", PRINT("\\033[25;1H"), "row outside", 0, 0 },
	{ "column outside", PRINT("\\033[1;81H"), "column outside", 0, 0 },
	{ "column outside, alone", PRINT("\\033[81G"), "column outside", 0, 0 },
	{ "row outside, alone", PRINT("\\033[25d"), "row outside", 0, 0 },
	{ "region outside", PRINT("\\033[1;25r"), "region outside", 0, 0 },
	{ "up from the first row", PRINT("\\033[H\\033[A"), "past the edge", 0, 0 },
	{ "left from the first column", PRINT("\\033[2;3H\\033[3D"), "past the edge", 0, 0 },
	{ "right edge overrun", PRINT("\\033[?1049h\\033[1;80Hab\\033[?1049l"), "right edge", 0, 0 },
	{ "right edge reached", PRINT("\\033[?1049h\\033[1;80Ha\\033[?1049l"), NULL, 0, 0 },
	{ "half of a wide character outside",
	  PRINT("\\033[?1049h\\033[1;80H\\344\\270\\255\\033[?1049l"), "right edge", 0, 0 },
	{ "wrapping in the shell's screen is fine", PRINT("\\033[1;80Hab"), NULL, 0, 0 },
	{ "outside, with the check off", PRINT("\\033[?1049h\\033[1;80Hab\\033[?1049l"), NULL, 0,
	  PT_SKIP_GRID },
};
/* clang-format on */

static void test_judge(void **state)
{
	const struct judge_case *c = *state;
	struct pt *pt = start_shell_with(c->script,
					 (struct pt_options){ .allow = c->allow, .skip = c->skip });
	const char *complaint;

	(void)pt_end(pt, 0);
	complaint = pt_complaint(pt);
	if (c->complaint == NULL && complaint != NULL)
		pt_fail(pt, "complaint: %s", complaint);
	if (c->complaint != NULL && (complaint == NULL || strstr(complaint, c->complaint) == NULL))
		pt_fail(pt, "\"%s\" is not in the complaint: %s", c->complaint,
			complaint == NULL ? "none" : complaint);
	pt_free(pt);
}

struct key_case {
	const char *name;
	const char *key;
	const char *term;
	bool application;
	const char *bytes; /* "" for what is no key */
};

/* clang-format off */
static const struct key_case key_cases[] = {
	{ "cursor key", "Up", "xterm-256color", false, "\033[A" },
	{ "cursor key of the application", "Up", "xterm-256color", true, "\033OA" },
	{ "function key", "F5", "xterm-256color", true, "\033[15~" },
	{ "function key on the linux console", "F5", "linux", true, "\033[[E" },
	{ "function key on a vt100", "F1", "vt100", true, "\033OP" },
	{ "function keys stay, whatever the cursor keys do", "F1", "xterm-256color", false, "\033OP" },
	{ "home of tmux", "Home", "tmux-256color", true, "\033[1~" },
	{ "a terminal without an entry", "Delete", "no-such-terminal", true, "\033[3~" },
	{ "control", "C-c", "xterm-256color", true, "\003" },
	{ "alt", "M-x", "xterm-256color", true, "\033x" },
	{ "control and alt", "C-M-x", "xterm-256color", true, "\033\030" },
	{ "control and cursor key", "C-Left", "xterm-256color", true, "\033[1;5D" },
	{ "shift and function key", "S-F5", "xterm-256color", true, "\033[15;2~" },
	{ "enter", "Enter", "xterm-256color", true, "\r" },
	{ "alt and enter", "M-Enter", "xterm-256color", true, "\033\r" },
	{ "back tab", "S-Tab", "xterm-256color", true, "\033[Z" },
	{ "backspace", "Backspace", "xterm-256color", true, "\177" },
	{ "a character", "q", "xterm-256color", true, "q" },
	{ "a dash", "-", "xterm-256color", true, "-" },
	{ "no key", "kill", "xterm-256color", true, "" },
	{ "a letter and a dash is no key", "C-", "xterm-256color", true, "" },
};
/* clang-format on */

static void test_key(void **state)
{
	const struct key_case *c = *state;
	char bytes[PT_KEYS_MAX] = "";
	size_t n = pt_keys_encode(bytes, c->key, c->term, c->application);

	assert_int_equal(n, strlen(c->bytes));
	assert_memory_equal(bytes, c->bytes, n);
}

/* How a program ends is told as it was. */
static void test_status(void **state)
{
	struct pt *pt = start_shell("exit 7");

	(void)state;
	assert_int_equal(pt_quit(pt, NULL, 0), 7);
	pt_free(pt);

	pt = start_shell("kill -TERM $$");
	assert_int_equal(pt_quit(pt, NULL, 0), -SIGTERM);
	pt_free(pt);

	pt = start_shell("read x");
	pt_signal(pt, SIGKILL);
	assert_int_equal(pt_quit(pt, NULL, 0), -SIGKILL);
	pt_free(pt);
}

/* The environment is that of the options, and the size that of the terminal. */
static void test_environment(void **state)
{
	const char *const env[] = { "COLOUR=blue", "PT_REMOVED", NULL };
	struct pt *pt;

	(void)state;
	assert_int_equal(setenv("PT_REMOVED", "here", 1), 0);
	pt = start_shell_with("echo \"$TERM $COLOUR [$PT_REMOVED] $(stty size)\"; read x",
			      (struct pt_options){
				      .env = env, .term = "linux", .rows = 33, .cols = 101 });
	pt_until(pt, "linux blue [] 33 101", 0);
	assert_int_equal(pt_quit(pt, "Enter", 0), 0);
	pt_free(pt);
}

static void test_no_such_program(void **state)
{
	const char *const argv[] = { "./no/such/program", NULL };
	struct pt *pt = pt_start(&(struct pt_options){ .argv = argv });

	(void)state;
	assert_int_equal(pt_end(pt, 0), 127);
	assert_true(pt_has(pt, "No such file"));
	pt_free(pt);
}

/* The answer is that of the first moment, and no wait is longer than asked for. */
static void test_holds(void **state)
{
	struct pt *pt = start_shell("read a; echo got-$a; read b");

	(void)state;
	assert_false(pt_has(pt, "got-one"));
	pt_send(pt, "one Enter");
	pt_until(pt, "got-one", 0);
	pt_until_row(pt, 1, "^got-[a-z]+$", 0);
	pt_until_gone(pt, "got-two", 0);
	pt_mark(pt);
	assert_int_equal(pt_bytes_count(pt), 0);
	pt_type(pt, "x y");
	pt_until(pt, "x y", 0);
	assert_int_equal(pt_bytes_count(pt), 3); /* the echo */
	assert_int_equal(pt_quit(pt, "Enter", 0), 0);
	pt_free(pt);
}

static bool never(struct pt *pt, const void *arg)
{
	(void)pt;
	(void)arg;
	return false;
}

/* A wait ends with the program, and with the time, and says no. */
static void test_holds_not(void **state)
{
	struct pt *pt = start_shell("true");

	(void)state;
	assert_false(pt_holds(pt, never, NULL, 0));
	assert_int_equal(pt_quit(pt, NULL, 0), 0);
	pt_free(pt);

	pt = start_shell("while :; do echo y; done");
	assert_false(pt_holds(pt, never, NULL, 50));
	pt_free(pt);
}

/* The last bytes before the end are not lost, however many they are. */
static void test_last_bytes(void **state)
{
	struct pt *pt = start_shell("seq 20000; printf LAST");
	const char *bytes;
	size_t n;

	(void)state;
	assert_int_equal(pt_quit(pt, NULL, 0), 0);
	assert_true(pt_has(pt, "LAST"));
	bytes = pt_bytes(pt, &n);
	assert_int_equal(n, 108894 + 20000 + 4);
	assert_memory_equal(bytes, "1\r\n2\r\n", 6);
	pt_free(pt);
}

/* Keys that the program does not read while it floods us stop neither. */
static void test_flood(void **state)
{
	static char keys[20000];
	struct pt *pt = start_shell("seq 50000; tr -d '\\n' | wc -c; :");

	(void)state;
	memset(keys, 'k', sizeof(keys));
	for (size_t i = 79; i < sizeof(keys); i += 80)
		keys[i] = '\n';
	pt_until(pt, "50000", 0);
	pt_write(pt, keys, sizeof(keys));
	pt_send(pt, "C-d");
	pt_until(pt, "19750", 0);
	assert_int_equal(pt_quit(pt, NULL, 0), 0);
	pt_free(pt);
}

static void test_cells(void **state)
{
	struct pt *pt =
		start_shell("printf 'ab\\033[1;31;44mcd\\033[m\\n\\344\\270\\255e\\314\\201z'; "
			    "printf '\\033[7;38;2;1;2;3mq\\033[m'; read x");
	struct pt_vt_cell cell;
	int row, col;

	(void)state;
	pt_until(pt, "zq", 0);
	cell = pt_cell(pt, 0, 1);
	assert_string_equal(cell.text, "b");
	assert_false(cell.bold);
	assert_int_equal(cell.fg, PT_VT_DEFAULT);
	cell = pt_cell(pt, 0, 3);
	assert_string_equal(cell.text, "d");
	assert_true(cell.bold);
	assert_int_equal(cell.fg, 1);
	assert_int_equal(cell.bg, 4);
	cell = pt_cell(pt, 1, 0);
	assert_int_equal(cell.width, 2);
	assert_string_equal(cell.text, "\xe4\xb8\xad");
	assert_int_equal(pt_cell(pt, 1, 1).width, 0);
	assert_string_equal(pt_cell(pt, 1, 2).text, "e\xcc\x81");
	assert_true(pt_find(pt, "zq", &row, &col));
	assert_int_equal(row, 1);
	assert_int_equal(col, 3);
	cell = pt_cell(pt, 1, 4);
	assert_true(cell.reverse);
	assert_int_equal(cell.fg, PT_VT_RGB | 0x010203);
	pt_cursor(pt, &row, &col);
	assert_int_equal(row, 1);
	assert_int_equal(col, 5);
	assert_int_equal(pt_quit(pt, "Enter", 0), 0);
	pt_free(pt);
}

/* All sizes, from one cell on, and back: nothing breaks and the program sees each. */
static void test_resize(void **state)
{
	static const int sizes[][2] = { { 1, 1 },    { 2, 300 }, { 200, 2 },
					{ 50, 132 }, { 0, 0 },	 { 24, 80 } };
	struct pt *pt = start_shell("while read x; do stty size; done");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		pt_resize(pt, sizes[i][0], sizes[i][1]);
		pt_send(pt, "again Enter");
	}
	pt_until(pt, "24 80", 0);
	pt_quiet(pt, 20);
	pt_resize(pt, 10, 40);
	pt_send(pt, "x Enter");
	pt_until(pt, "10 40", 0);
	assert_int_equal(pt_quit(pt, "C-d", 0), 0);
	pt_free(pt);
}

/* After a resize both sizes are right until the program has been quiet. */
static void test_resize_grace(void **state)
{
	struct pt *pt = start_shell("stty -echo; echo go; while read x; do printf \"$x\"; done; "
				    "stty echo");

	(void)state;
	pt_until(pt, "go", 0);
	pt_resize(pt, 10, 40);
	pt_type(pt, "\\\\033[24;70H\\\\033[5;5Hlate\n");
	pt_until(pt, "late", 0);
	pt_quiet(pt, 20);
	pt_type(pt, "\\\\033[11;1Hwrong\n");
	pt_until(pt, "wrong", 0);
	pt_send(pt, "C-d");
	assert_int_equal(pt_end(pt, 0), 0);
	assert_non_null(pt_complaint(pt));
	assert_non_null(strstr(pt_complaint(pt), "1 complaints, the first: byte"));
	assert_non_null(strstr(pt_complaint(pt), "\\e[11;1H"));
	pt_free(pt);
}

/* The terminal goes: the program hears of it. */
static void test_hangup(void **state)
{
	struct pt *pt = start_shell("echo up; read x; read y");

	(void)state;
	pt_until(pt, "up", 0);
	pt_hangup(pt);
	assert_int_equal(pt_end(pt, 0), -SIGHUP);
	pt_free(pt);
}

/* Stop and go on needs a shell with job control in between, as in life. */
static void test_stop(void **state)
{
	const char *const argv[] = { "bash", "--norc", "-mc",
				     "sh -c 'echo one; read x; echo two'; echo stopped; fg", NULL };
	struct pt *pt;

	(void)state;
	if (access("/bin/bash", X_OK) < 0)
		skip();
	pt = pt_start(&(struct pt_options){ .argv = argv });
	pt_until(pt, "one", 0);
	pt_send(pt, "C-z");
	pt_until(pt, "stopped", 0);
	pt_send(pt, "Enter");
	pt_until(pt, "two", 0);
	assert_int_equal(pt_quit(pt, NULL, 0), 0);
	pt_free(pt);
}

/* What a failed test leaves is ended, its children included. */
static void test_teardown(void **state)
{
	struct pt *pt = start_shell("trap '' HUP TERM; echo ready; read x");
	pid_t pid = pt_pid(pt);

	pt_until(pt, "ready", 0);
	assert_int_equal(kill(pid, 0), 0);
	assert_int_equal(pt_teardown(state), 0);
	assert_int_equal(kill(pid, 0), -1);
}

/* The curses program that the tests below run: this one, started again. */

static void draw_demo(const char *last)
{
	int rows = getmaxy(stdscr);

	erase();
	box(stdscr, 0, 0);
	if (rows > 4) {
		attron(COLOR_PAIR(1) | A_BOLD);
		mvaddstr(1, 2, "proctor");
		attroff(COLOR_PAIR(1) | A_BOLD);
		mvaddstr(2, 2, "caf\xc3\xa9 \xe4\xb8\xad\xe6\x96\x87");
		attron(A_REVERSE);
		mvprintw(3, 2, "%-20s", last);
		attroff(A_REVERSE);
		mvprintw(rows - 1, 4, " %dx%d ", rows, getmaxx(stdscr));
	}
	refresh();
}

static int run_demo(void)
{
	char last[64] = "none";
	MEVENT event;
	int key;

	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	curs_set(0);
	if (has_colors()) {
		start_color();
		use_default_colors();
		init_pair(1, COLOR_GREEN, -1);
	}
	mousemask(ALL_MOUSE_EVENTS, NULL);
	mouseinterval(0);
	set_escdelay(25);
	do {
		draw_demo(last);
		key = getch();
		if (key == KEY_MOUSE && getmouse(&event) == OK)
			(void)snprintf(last, sizeof(last), "mouse %d,%d", event.y, event.x);
		else
			(void)snprintf(last, sizeof(last), "key %s", keyname(key));
		if (key == 'c')
			raise(SIGSEGV);
	} while (key != 'q');
	endwin();
	return 3;
}

static struct pt *start_demo(const char *term, int rows, int cols)
{
	static const char *const argv[] = { "/proc/self/exe", NULL };
	static const char *const env[] = { "PT_DEMO=1", NULL };

	return pt_start(&(struct pt_options){
		.argv = argv, .env = env, .term = term, .rows = rows, .cols = cols });
}

struct term_case {
	const char *name; /* of the terminal */
	bool alternate;
	bool mouse;
};

/* clang-format off */
static const struct term_case term_cases[] = {
	{ "xterm-256color",  true,  true  },
	{ "xterm",           true,  true  },
	{ "tmux-256color",   true,  true  },
	{ "screen-256color", true,  true  },
	{ "screen",          true,  true  },
	{ "linux",           false, false },
	{ "vt100",           false, false },
};
/* clang-format on */

/* ncurses itself passes all checks on each terminal, at several sizes, with keys and mouse. */
static void test_curses(void **state)
{
	const struct term_case *c = *state;
	struct pt *pt = start_demo(c->name, 0, 0);

	pt_until(pt, " 24x80 ", 0);
	assert_true(pt_has(pt, "caf\xc3\xa9 \xe4\xb8\xad\xe6\x96\x87"));
	assert_int_equal(pt_alt_screen(pt), c->alternate);
	pt_send(pt, "F5");
	pt_until(pt, "key KEY_F(5)", 0);
	pt_send(pt, "Up");
	pt_until(pt, "key KEY_UP", 0);
	pt_send(pt, "C-c");
	pt_until(pt, "key ^C", 0);
	if (c->mouse) {
		pt_click(pt, 4, 17, 1);
		pt_until(pt, "mouse 4,17", 0);
	}
	pt_quiet(pt, 20);
	pt_resize(pt, 10, 40);
	pt_until(pt, " 10x40 ", 0);
	pt_resize(pt, 2, 3);
	pt_quiet(pt, 50);
	pt_resize(pt, 50, 150);
	pt_until(pt, " 50x150 ", 0);
	pt_quiet(pt, 20);
	pt_send(pt, "x");
	pt_until(pt, "key x", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 3);
	pt_free(pt);
}

static void test_golden(void **state)
{
	struct pt *pt = start_demo("xterm-256color", 8, 30);

	(void)state;
	pt_until(pt, " 8x30 ", 0);
	pt_quiet(pt, 20);
	pt_golden(pt, "pt_demo");
	pt_golden_looks(pt, "pt_demo");
	assert_int_equal(pt_quit(pt, "q", 0), 3);
	pt_free(pt);
}

/* A program that crashes and does not clean up is found out by all that it leaves. */
static void test_crash(void **state)
{
	struct pt *pt = start_demo("xterm-256color", 0, 0);
	int status;

	(void)state;
	pt_until(pt, " 24x80 ", 0);
	pt_send(pt, "c");
	status = pt_end(pt, 0);
	assert_true(status == -SIGSEGV || (status != 0 && status != 3)); /* a sanitizer exits */
	assert_non_null(pt_complaint(pt));
	assert_non_null(strstr(pt_complaint(pt), "the alternate screen is left behind"));
	assert_non_null(strstr(pt_complaint(pt), "mouse reporting is left behind"));
	assert_non_null(strstr(pt_complaint(pt), "termios"));
	pt_free(pt);
}

/*
 * The functions that fail a test, seen from outside: this program again, with the
 * name of a case in PT_FAILING. Outside of a test, fail() ends the program.
 */
struct failing_case {
	const char *name;
	void (*run)(struct pt *pt);
	const char *message;
};

static void fail_until(struct pt *pt)
{
	pt_until(pt, "never", 50);
}

static void fail_until_gone(struct pt *pt)
{
	pt_until(pt, "here", 0);
	pt_until_gone(pt, "here", 50);
}

static void fail_until_row(struct pt *pt)
{
	pt_until_row(pt, 0, "^never", 50);
}

static void fail_until_true(struct pt *pt)
{
	pt_until_true(pt, never, NULL, 50);
}

static void fail_end(struct pt *pt)
{
	(void)pt_end(pt, 50);
}

static void fail_quit(struct pt *pt)
{
	pt_until(pt, "here", 0);
	(void)pt_quit(pt, "o Enter", 0);
}

static void fail_gone(struct pt *pt)
{
	pt_signal(pt, SIGKILL);
	pt_until(pt, "never", 0);
}

static void fail_click(struct pt *pt)
{
	pt_click(pt, 1, 1, 1);
}

static void fail_cell(struct pt *pt)
{
	(void)pt_cell(pt, 24, 0);
}

static void fail_golden(struct pt *pt)
{
	pt_golden(pt, "no-such-file");
}

/* clang-format off */
static const struct failing_case failing_cases[] = {
	{ "until",      fail_until,      "\"never\" did not appear" },
	{ "until gone", fail_until_gone, "\"here\" did not go" },
	{ "until row",  fail_until_row,  "row 0 did not match ^never" },
	{ "until true", fail_until_true, "did not come true" },
	{ "end",        fail_end,        "does not end" },
	{ "quit",       fail_quit,       "a hidden cursor is left behind" },
	{ "gone",       fail_gone,       "killed by signal 9" },
	{ "click",      fail_click,      "does not listen to the mouse" },
	{ "cell",       fail_cell,       "no cell 24,0" },
	{ "golden",     fail_golden,     "no-such-file.txt: PT_UPDATE=1" },
};
/* clang-format on */

static int run_failing(const char *name)
{
	struct pt *pt = start_shell("printf 'here\\033[?25l'; read x");

	for (size_t i = 0; i < ARRAY_LEN(failing_cases); i++) {
		if (strcmp(failing_cases[i].name, name) == 0)
			failing_cases[i].run(pt);
	}
	return 0; /* it did not fail: that is the failure */
}

static void test_failing(void **state)
{
	const struct failing_case *c = *state;
	static const char *const argv[] = { "/proc/self/exe", NULL };
	char variable[64];
	const char *const env[] = { variable, "PT_UPDATE", NULL };
	struct pt *pt;

	(void)snprintf(variable, sizeof(variable), "PT_FAILING=%s", c->name);
	pt = pt_start(&(struct pt_options){ .argv = argv, .env = env, .rows = 60, .cols = 200 });
	assert_int_not_equal(pt_end(pt, 0), 0);
	if (!pt_has(pt, c->message))
		pt_fail(pt, "the message is not \"%s\"", c->message);
	pt_free(pt);
}

static const struct CMUnitTest plain_tests[] = {
	cmocka_unit_test_teardown(test_status, pt_teardown),
	cmocka_unit_test_teardown(test_environment, pt_teardown),
	cmocka_unit_test_teardown(test_no_such_program, pt_teardown),
	cmocka_unit_test_teardown(test_holds, pt_teardown),
	cmocka_unit_test_teardown(test_holds_not, pt_teardown),
	cmocka_unit_test_teardown(test_last_bytes, pt_teardown),
	cmocka_unit_test_teardown(test_flood, pt_teardown),
	cmocka_unit_test_teardown(test_cells, pt_teardown),
	cmocka_unit_test_teardown(test_resize, pt_teardown),
	cmocka_unit_test_teardown(test_resize_grace, pt_teardown),
	cmocka_unit_test_teardown(test_hangup, pt_teardown),
	cmocka_unit_test_teardown(test_stop, pt_teardown),
	cmocka_unit_test_teardown(test_teardown, pt_teardown),
	cmocka_unit_test_teardown(test_golden, pt_teardown),
	cmocka_unit_test_teardown(test_crash, pt_teardown),
};

#define RUN_TABLE(name, cases, check) \
	run_table(name, cases, ARRAY_LEN(cases), sizeof((cases)[0]), check)

enum { TABLE_MAX = 100 };

static int run_table(const char *name, const void *cases, size_t count, size_t size,
		     CMUnitTestFunction check)
{
	struct CMUnitTest tests[TABLE_MAX];

	if (count > TABLE_MAX)
		abort();
	test_table(tests, count, cases, size, check);
	for (size_t i = 0; i < count; i++)
		tests[i].teardown_func = pt_teardown;
	return _cmocka_run_group_tests(name, tests, count, NULL, NULL);
}

int main(void)
{
	int failed;

	if (getenv("PT_DEMO") != NULL)
		return run_demo();
	if (getenv("PT_FAILING") != NULL)
		return run_failing(getenv("PT_FAILING"));
	failed = RUN_TABLE("pt_keys", key_cases, test_key);
	failed += RUN_TABLE("pt checks", judge_cases, test_judge);
	failed += cmocka_run_group_tests_name("pt", plain_tests, NULL, NULL);
	failed += RUN_TABLE("pt under curses", term_cases, test_curses);
	failed += RUN_TABLE("pt failures", failing_cases, test_failing);
	return failed > 0;
}
