/*
 * terminal.c - see terminal.h
 *
 * The only file that includes <curses.h>; not called curses.c because ncurses
 * owns the prefix curses_. Curses does one thing here: it works out the shortest
 * way from one screen to the next. It writes that into a file in memory, not to
 * the terminal, for its own writing spins where a terminal is not ready (EAGAIN)
 * and blocks where one is stuck. Nor does it read: its reading of sequences waits
 * on the wall clock. And it never sets modes, so that what is to be undone in a
 * crash is known in full.
 */
#include "term/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "term/keystream.h"
#include "term/rescue.h"
#include "term/ttyio.h"

enum {
	PAUSE_MS = 25,	/* an ESC with nothing behind it for so long is the key Esc */
	PAIRS_MAX = 63, /* of colours; terminals with 8 have 64, the first is fixed */
};

/* How curses draws a style: [0] as it is, [1] for escaped characters. */
struct look {
	attr_t attributes;
	short pair;
};

struct terminal {
	struct ttyio tty;
	bool entered;
	bool mouse;
	bool all; /* the next draw sends everything */
	int height;
	int width;
	int colours;
	bool own_ground; /* the terminal's own colours can be asked for */
	SCREEN *screen;
	FILE *memory; /* what curses writes */
	struct keystream keys;
	uint64_t quiet_at;    /* when what keys waits for is overdue */
	struct canvas *shown; /* what curses was told last */
	struct look looks[STYLE_COUNT][2];
	struct theme_colours pairs[PAIRS_MAX];
	short pair_count;
};

void terminal_restore_now(void)
{
	rescue_now();
}

/* TERM comes from outside and goes into a message. */
static const char *shown_type(char *ret, size_t size)
{
	const char *type = getenv("TERM");
	size_t n = 0;

	for (; type && type[n] && n + 1 < size; n++)
		ret[n] = type[n] > ' ' && type[n] < 0x7f ? type[n] : '?';
	ret[n] = '\0';
	return ret;
}

/* Asks for the terminal's description beforehand: newterm() does not tell what is wrong. */
static int check_type(int fd, char *error, size_t error_size)
{
	char type[40];
	const char *problem = NULL;
	int status = 0;

	if (shown_type(type, sizeof(type))[0] == '\0') {
		(void)snprintf(error, error_size,
			       "the variable TERM is not set: no terminal type, no screen");
		return -ENODEV;
	}
	if (setupterm(NULL, fd, &status) != OK)
		problem = status == -1	? "there is no terminfo database that could know it"
			  : status == 0 ? "terminfo does not know it"
					: "that is a printer";
	else if (!cursor_address)
		problem = "it cannot place its cursor";
	if (cur_term)
		(void)del_curterm(cur_term);
	if (!problem)
		return 0;
	(void)snprintf(error, error_size, "terminal type \"%s\" (TERM): %s", type, problem);
	return -ENODEV;
}

/* Curses changes these; they are the caller's. */
static const int curses_signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };

static void do_nothing(int number)
{
	(void)number;
}

static SCREEN *start_curses(FILE *memory)
{
	/*
	 * With a handler of ours there it leaves SIGTSTP alone for ever. Else it would ignore it
	 * in each update, and one that is pending then is lost.
	 */
	struct sigaction stop = { .sa_handler = do_nothing };
	struct sigaction actions[ARRAY_LEN(curses_signals)];
	SCREEN *screen;

	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		(void)sigaction(curses_signals[i], NULL, &actions[i]);
	(void)sigaction(SIGTSTP, &stop, NULL);
	/*
	 * Not LINES and COLUMNS; without the second, types that have no size of their own
	 * ("linux") fail.
	 */
	use_env(FALSE);
	use_tioctl(TRUE);
	screen = newterm(NULL, memory, memory);
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		(void)sigaction(curses_signals[i], &actions[i], NULL);
	if (!screen)
		return NULL;
	(void)nonl();
	(void)typeahead(-1);
	(void)intrflush(stdscr, FALSE);
	(void)idlok(stdscr, FALSE);
	(void)scrollok(stdscr, FALSE);
	(void)refresh(); /* out with what is in its buffer: we enter by our own way */
	return screen;
}

/* Empties the file that curses writes into; with keep it is to be sent. */
static void collect(struct terminal *terminal, bool keep)
{
	int fd = fileno(terminal->memory);
	char bytes[4096];
	off_t at = 0;
	ssize_t n;

	(void)fflush(terminal->memory);
	while (keep && (n = pread(fd, bytes, sizeof(bytes), at)) > 0) {
		ttyio_put(&terminal->tty, (struct bytes){ bytes, (size_t)n });
		at += n;
	}
	(void)ftruncate(fd, 0);
	(void)lseek(fd, 0, SEEK_SET);
}

/* tputs() gives its function no context. */
static struct ttyio *put_where;

static int put_byte(int byte)
{
	char c = (char)byte;

	ttyio_put(put_where, (struct bytes){ &c, 1 });
	return byte;
}

/* Not by putp(): that goes into a buffer of curses, which only a refresh empties. */
static void put_capability(struct terminal *terminal, const char *capability)
{
	put_where = &terminal->tty;
	if (capability)
		(void)tputs(capability, 1, put_byte);
}

static struct bytes mouse_switch(bool on)
{
	/* Presses and the wheel, reported as decimal numbers: any size of screen. */
	return bytes_of(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

static bool knows_mouse(void)
{
	return key_mouse && key_mouse[0] == '\033';
}

/*
 * Puts what gives the terminal back. It begins with ESC wherever it can:
 * whatever was cut off in the middle ends there.
 */
static void put_leaving(struct terminal *terminal)
{
	put_capability(terminal, exit_attribute_mode);
	put_capability(terminal, orig_pair);
	if (knows_mouse())
		ttyio_put(&terminal->tty,
			  mouse_switch(
				  false)); /* also where it is off: that may not have been sent */
	put_capability(terminal, keypad_local);
	if (!exit_ca_mode) {
		/* One screen only: go on below what is on it. */
		put_capability(terminal, tparm(cursor_address, terminal->height - 1, 0));
		put_capability(terminal, clr_eol);
	}
	put_capability(terminal, exit_ca_mode);
	/*
	 * Last: terminals made with libvterm have one saved cursor for both screens, with its
	 * looks, and leaving the second one brings back what curses saved there.
	 */
	put_capability(terminal, exit_attribute_mode);
	put_capability(terminal, cursor_normal);
}

/* What leaving needs depends on the size: prepared again whenever it changes. */
static void arm(struct terminal *terminal)
{
	struct ttyio *tty = &terminal->tty;
	size_t start = tty->out_n;

	put_leaving(terminal);
	rescue_arm(tty->fd, &tty->before, tty->out + start, tty->out_n - start);
	tty->out_n = start;
}

void terminal_enter(struct terminal *terminal)
{
	if (terminal->entered)
		return;
	terminal->entered = true;
	arm(terminal);
	if (ttyio_set_modes(&terminal->tty) < 0)
		terminal->tty.gone = true;
	put_capability(terminal, enter_ca_mode);
	put_capability(terminal, keypad_xmit);
	put_capability(terminal, cursor_invisible);
	if (terminal->mouse && knows_mouse())
		ttyio_put(&terminal->tty, mouse_switch(true));
	(void)curs_set(0); /* curses is to know what we did by ourselves */
	collect(terminal, false);
	(void)terminal_resized(terminal);
	terminal->all = true;
}

void terminal_leave(struct terminal *terminal)
{
	if (!terminal->entered)
		return;
	terminal->entered = false;
	ttyio_finish(&terminal->tty);
	rescue_now();
}

void terminal_suspend(struct terminal *terminal)
{
	struct sigaction stop = { .sa_handler = SIG_DFL };
	struct sigaction action;
	sigset_t set, mask;

	terminal_leave(terminal);
	/*
	 * TSTP by its default action, not STOP: the shell is told the true reason, and
	 * where no shell could continue us (an orphaned group) the kernel does not stop us.
	 */
	(void)sigaction(SIGTSTP, &stop, &action);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTSTP);
	(void)pthread_sigmask(SIG_UNBLOCK, &set, &mask);
	(void)raise(SIGTSTP);
	(void)pthread_sigmask(SIG_SETMASK, &mask, NULL);
	(void)sigaction(SIGTSTP, &action, NULL);
	terminal_enter(terminal);
}

void terminal_set_mouse(struct terminal *terminal, bool on)
{
	if (terminal->mouse == on)
		return;
	terminal->mouse = on;
	if (!terminal->entered)
		return;
	if (knows_mouse())
		ttyio_put(&terminal->tty, mouse_switch(on));
	(void)terminal_flush(terminal);
}

static short pair_of(struct terminal *terminal, struct theme_colours look)
{
	short text = look.text, ground = look.ground;

	if (text == THEME_DEFAULT && ground == THEME_DEFAULT)
		return 0;
	for (short i = 0; i < terminal->pair_count; i++) {
		if (terminal->pairs[i].text == text && terminal->pairs[i].ground == ground)
			return (short)(i + 1);
	}
	if (terminal->pair_count == PAIRS_MAX || terminal->pair_count + 1 >= COLOR_PAIRS)
		return 0;
	terminal->pairs[terminal->pair_count] = look;
	if (!terminal->own_ground) {
		text = text == THEME_DEFAULT ? COLOR_WHITE : text;
		ground = ground == THEME_DEFAULT ? COLOR_BLACK : ground;
	}
	if (init_pair((short)(terminal->pair_count + 1), text, ground) != OK)
		return 0;
	return ++terminal->pair_count;
}

static struct look curses_look(struct terminal *terminal, struct theme_colours look)
{
	attr_t attributes = A_NORMAL;

	if (look.attributes & THEME_BOLD)
		attributes |= A_BOLD;
	if (look.attributes & THEME_DIM)
		attributes |= A_DIM;
	if (look.attributes & THEME_UNDERLINE)
		attributes |= A_UNDERLINE;
	if (look.attributes & THEME_REVERSE)
		attributes |= A_REVERSE;
	return (struct look){ attributes, pair_of(terminal, look) };
}

static void set_looks(struct terminal *terminal, enum terminal_colours wanted)
{
	if (wanted != TERMINAL_COLOURS_NEVER && has_colors() && start_color() == OK) {
		terminal->own_ground = use_default_colors() == OK;
		terminal->colours = COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
	}
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct theme_colours plain = theme_look((enum style)style, terminal->colours);
		struct theme_colours escaped =
			theme_look_escaped((enum style)style, terminal->colours);

		terminal->looks[style][0] = curses_look(terminal, plain);
		terminal->looks[style][1] = curses_look(terminal, escaped);
	}
}

static void learn(struct terminal *terminal, const char *capability, uint32_t code,
		  uint8_t modifiers)
{
	/* By its name: the same call for 40 of them; -1 is "not a string". */
	const char *sequence = tigetstr(capability);

	if (sequence && sequence != (const char *)-1)
		keystream_learn(&terminal->keys, bytes_of(sequence),
				(struct key){ .code = code, .modifiers = modifiers });
}

static void learn_keys(struct terminal *terminal)
{
	static const struct {
		const char *capability;
		uint32_t code;
	} keys[] = {
		{ "kcuu1", KEY_CODE_UP },      { "kcud1", KEY_CODE_DOWN },
		{ "kcub1", KEY_CODE_LEFT },    { "kcuf1", KEY_CODE_RIGHT },
		{ "khome", KEY_CODE_HOME },    { "kend", KEY_CODE_END },
		{ "kpp", KEY_CODE_PAGE_UP },   { "knp", KEY_CODE_PAGE_DOWN },
		{ "kich1", KEY_CODE_INSERT },  { "kdch1", KEY_CODE_DELETE },
		{ "kbs", KEY_CODE_BACKSPACE }, { "kent", KEY_CODE_ENTER },
		{ "khlp", KEY_CODE_F0 + 1 },
	};
	char name[8];

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		learn(terminal, keys[i].capability, keys[i].code, 0);
	learn(terminal, "kcbt", KEY_CODE_TAB, KEY_SHIFTED);
	for (unsigned i = 1; i <= 24; i++) {
		(void)snprintf(name, sizeof(name), "kf%u", i);
		learn(terminal, name, KEY_CODE_F0 + (i - 1) % 12 + 1, i > 12 ? KEY_SHIFTED : 0);
	}
}

/* In the order in which they depend on each other; what was made is undone by terminal_close(). */
static int open_parts(struct terminal *terminal, char *error, size_t error_size)
{
	int memory;
	int result = ttyio_open(&terminal->tty);

	if (result < 0) {
		(void)snprintf(error, error_size,
			       "no terminal to draw on: neither standard output nor input is one");
		return result;
	}
	result = check_type(terminal->tty.fd, error, error_size);
	if (result < 0)
		return result;
	memory = memfd_create("screen", MFD_CLOEXEC);
	if (memory >= 0)
		terminal->memory = fdopen(memory, "w+");
	if (!terminal->memory) {
		result = -errno;
		(void)snprintf(error, error_size, "no memory file for the screen: %s",
			       strerror(-result));
		if (memory >= 0)
			(void)close(memory);
		return result;
	}
	terminal->screen = start_curses(terminal->memory);
	if (!terminal->screen) {
		(void)snprintf(error, error_size, "curses cannot use this terminal");
		return -ENODEV;
	}
	return 0;
}

int terminal_open(const struct terminal_options *options, struct terminal **ret, char *error,
		  size_t error_size)
{
	struct terminal *terminal = die_calloc(1, sizeof(*terminal));
	int result;

	terminal->mouse = options->mouse;
	result = open_parts(terminal, error, error_size);
	if (result < 0) {
		terminal_close(terminal);
		return result;
	}
	keystream_init(&terminal->keys);
	learn_keys(terminal);
	set_looks(terminal, options->colours);
	terminal->shown = canvas_new(0, 0);
	collect(terminal, false);
	(void)terminal_resized(terminal);
	rescue_install();
	terminal_enter(terminal);
	*ret = terminal;
	return 0;
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	terminal_leave(terminal);
	if (terminal->screen)
		delscreen(terminal->screen);
	if (terminal->memory)
		(void)fclose(terminal->memory);
	ttyio_close(&terminal->tty);
	canvas_free(terminal->shown);
	free(terminal);
}

struct pollfd terminal_pollfd(const struct terminal *terminal)
{
	short events = ttyio_is_busy(&terminal->tty) ? POLLIN | POLLOUT : POLLIN;

	return (struct pollfd){ .fd = terminal->tty.fd, .events = events };
}

int terminal_patience_ms(const struct terminal *terminal)
{
	uint64_t now = clock_monotonic();

	if (!keystream_waits(&terminal->keys))
		return -1;
	return now >= terminal->quiet_at ? 0 : (int)((terminal->quiet_at - now) / NS_PER_MS) + 1;
}

/* Returns 1: there is something new to look at, 0: nothing, -EIO. */
static int read_more(struct terminal *terminal)
{
	char bytes[KEYSTREAM_BYTES];
	/* There is room: keystream_next() was called until it had no more. */
	ssize_t n = ttyio_read(&terminal->tty, bytes, keystream_room(&terminal->keys));

	if (n <= 0)
		return (int)n;
	keystream_feed(&terminal->keys, (struct bytes){ bytes, (size_t)n });
	terminal->quiet_at = clock_monotonic() + PAUSE_MS * NS_PER_MS;
	return 1;
}

int terminal_key(struct terminal *terminal, struct key *ret)
{
	int result;

	do {
		if (keystream_next(&terminal->keys, false, ret))
			return 1;
		result = read_more(terminal);
	} while (result > 0);
	if (result == 0 && keystream_waits(&terminal->keys) &&
	    clock_monotonic() >= terminal->quiet_at)
		return keystream_next(&terminal->keys, true, ret);
	return result;
}

int terminal_flush(struct terminal *terminal)
{
	return ttyio_flush(&terminal->tty);
}

void terminal_size(const struct terminal *terminal, int *ret_lines, int *ret_columns)
{
	if (ret_lines)
		*ret_lines = terminal->height;
	if (ret_columns)
		*ret_columns = terminal->width;
}

/* A size of 0 is "unknown": then what the type usually has. */
static int sane_size(int reported, int usual, int fallback)
{
	if (reported <= 0)
		reported = usual > 0 ? usual : fallback;
	return MIN(MAX(reported, 1), CANVAS_MAX);
}

bool terminal_resized(struct terminal *terminal)
{
	int y, x;

	ttyio_size(&terminal->tty, &y, &x);
	y = sane_size(y, lines, 24);
	x = sane_size(x, columns, 80);
	if (y == terminal->height && x == terminal->width)
		return false;
	terminal->height = y;
	terminal->width = x;
	terminal->all = true;
	(void)resize_term(y, x);
	if (terminal->entered)
		arm(terminal);
	return true;
}

void terminal_redraw(struct terminal *terminal)
{
	terminal->all = true;
}

int terminal_colours(const struct terminal *terminal)
{
	return terminal->colours;
}

/* The characters of a cell, which are clean UTF-8, for curses. */
static void wide_text(const struct canvas_cell *cell, wchar_t *ret, size_t size)
{
	struct bytes rest = bytes_of(cell->utf8);
	size_t count = 0;
	uint32_t code;

	while (count + 1 < size) {
		int n = key_from_utf8(rest, &code);

		if (n <= 0)
			break;
		ret[count++] = (wchar_t)code;
		(void)bytes_take(&rest, (size_t)n);
	}
	ret[count] = L'\0';
}

static void draw_cells(const struct terminal *terminal, const struct canvas *canvas,
		       struct canvas_span span)
{
	cchar_t cells[CANVAS_MAX];
	int count = 0;

	for (int x = span.x; x < span.x + span.width; x++) {
		const struct canvas_cell *cell = canvas_cell(canvas, span.y, x);
		const struct look *look;
		wchar_t text[CCHARW_MAX + 1];

		if (!cell || cell->width == 0)
			continue;
		look = &terminal->looks[cell->style < STYLE_COUNT ? cell->style : STYLE_NORMAL]
				       [cell->escaped != 0];
		wide_text(cell, text, ARRAY_LEN(text));
		(void)setcchar(&cells[count++], text, look->attributes, look->pair, NULL);
	}
	/* Does not move the cursor, so the last cell of the last line is one like the others. */
	(void)mvadd_wchnstr(span.y, span.x, cells, count);
}

static bool same_cell(const struct canvas *a, const struct canvas *b, int y, int x)
{
	return memcmp(canvas_cell(a, y, x), canvas_cell(b, y, x), sizeof(struct canvas_cell)) == 0;
}

static void draw_line(const struct terminal *terminal, const struct canvas *canvas, int y)
{
	int first = 0, end = canvas_columns(canvas);

	if (!terminal->all) {
		if (canvas_line_equal(canvas, terminal->shown, y))
			return;
		while (same_cell(canvas, terminal->shown, y, first))
			first++;
		while (same_cell(canvas, terminal->shown, y, end - 1))
			end--;
		/* A character begins in its first column. */
		while (first > 0 && canvas_cell(canvas, y, first)->width == 0)
			first--;
	}
	draw_cells(terminal, canvas, (struct canvas_span){ y, first, end - first });
}

static void place_cursor(const struct canvas *canvas)
{
	int y = 0, x = 0;
	bool shown = canvas_cursor(canvas, &y, &x);
	bool hidden = curs_set(shown ? 1 : 0) != ERR && !shown;

	/* Where it is not seen it may stay anywhere: no bytes for it. */
	(void)leaveok(stdscr, hidden);
	(void)move(y, x);
}

int terminal_draw(struct terminal *terminal, const struct canvas *canvas)
{
	int result = terminal_flush(terminal);

	if (result < 0 || !terminal->entered)
		return result;
	if (canvas_lines(terminal->shown) != canvas_lines(canvas) ||
	    canvas_columns(terminal->shown) != canvas_columns(canvas))
		terminal->all = true;
	if (terminal->all) {
		(void)erase();
		(void)clearok(curscr, TRUE);
	}
	for (int y = 0; y < MIN(canvas_lines(canvas), terminal->height); y++)
		draw_line(terminal, canvas, y);
	canvas_copy(terminal->shown, canvas);
	terminal->all = false;
	place_cursor(canvas);
	(void)wnoutrefresh(stdscr);
	(void)doupdate();
	collect(terminal, true);
	result = terminal_flush(terminal);
	return result == -EAGAIN ? 0 : result;
}
