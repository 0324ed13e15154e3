/* pt.c - see pt.h */
#include "pt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h> /* login_tty() */

#include <cmocka.h>

#include "pt_check.h"
#include "pt_keys.h"

enum {
	TIMEOUT_MS = 20000,
	KEEP_MAX = 16 << 20, /* bytes of the stream that are kept */
	WORD_MAX_BYTES = 1024,
	DRAIN_READS = 64,
};

struct pt {
	struct pt *next;
	struct pt_options options; /* argv and env: during pt_start() only */
	char *name;		   /* argv[0] */
	char *term;
	pid_t pid;
	int pidfd;
	int master; /* -1 after pt_hangup() */
	bool eof;
	bool ended;
	int status; /* of waitpid(), when ended */
	struct termios before;
	struct pt_vt *vt;
	struct pt_lint lint;
	bool settled; /* the program is thought to know the size of the screen */
	char *bytes;
	size_t kept, room;
	uint64_t total, mark;
	int64_t last_ms; /* when it last wrote */
	char *row_text;
	char complaint[PT_CHECK_MAX];
};

static struct pt *all;

static int64_t now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t deadline(const struct pt *pt, int timeout_ms)
{
	const char *text = getenv("PT_TIMEOUT_FACTOR");
	long factor = text == NULL ? 1 : strtol(text, NULL, 10);

	if (timeout_ms == 0)
		timeout_ms = pt->options.timeout_ms == 0 ? TIMEOUT_MS : pt->options.timeout_ms;
	return now_ms() + timeout_ms * (factor < 1 || factor > 1000 ? 1 : factor);
}

/* What failed */

static void print_end(const struct pt *pt)
{
	if (!pt->ended)
		print_error("the program runs (pid %d)\n", (int)pt->pid);
	else if (WIFSIGNALED(pt->status))
		print_error("the program was killed by signal %d\n", WTERMSIG(pt->status));
	else
		print_error("the program has ended with status %d\n", WEXITSTATUS(pt->status));
}

void pt_dump(struct pt *pt)
{
	static char quoted[4 * 400 + 1];
	size_t tail = pt->kept < 400 ? pt->kept : 400;
	int rows, cols, row, col;

	pt_vt_size(pt->vt, &rows, &cols);
	pt_vt_cursor(pt->vt, &row, &col);
	print_error("%s on %s, %d rows, %d columns, cursor %d,%d%s%s\n", pt->name, pt->term, rows,
		    cols, row, col, pt_vt_cursor_visible(pt->vt) ? "" : " hidden",
		    pt_vt_alternate(pt->vt) ? ", alternate screen" : "");
	print_end(pt);
	for (int i = 0; i < rows; i++) {
		char *text = pt_vt_row(pt->vt, i);

		print_error("%3d |%s\n", i, text);
		free(text);
	}
	if (tail > 0)
		print_error("last of %llu bytes: %s\n", (unsigned long long)pt->total,
			    pt_lint_quote(quoted, sizeof(quoted), pt->bytes + pt->kept - tail,
					  tail));
	if (pt->lint.complaints > 0)
		print_error("first of %zu complaints: %s\n", pt->lint.complaints, pt->lint.reason);
}

void pt_fail(struct pt *pt, const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	print_error("pt: %s\n", text);
	pt_dump(pt);
	fail();
	abort(); /* fail() does not return, but is not declared so */
}

/* Start */

static void set_environment(const struct pt_options *options)
{
	(void)setenv("TERM", options->term, 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)unsetenv("LINES");
	(void)unsetenv("COLUMNS");
	for (size_t i = 0; options->env != NULL && options->env[i] != NULL; i++) {
		const char *equals = strchr(options->env[i], '=');
		char *name = strndup(options->env[i], equals == NULL
							      ? strlen(options->env[i])
							      : (size_t)(equals - options->env[i]));

		if (name == NULL)
			_exit(127);
		if (equals == NULL)
			(void)unsetenv(name);
		else
			(void)setenv(name, equals + 1, 1);
		free(name);
	}
}

__attribute__((noreturn)) static void run_program(const struct pt_options *options, pid_t parent,
						  int slave)
{
	sigset_t none;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || login_tty(slave) < 0)
		_exit(127);
	/* a parent that ignores or blocks signals must not teach that to the program */
	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	set_environment(options);
	/* execvp() takes char *const *, but changes nothing */
	(void)execvp(options->argv[0], (char *const *)(uintptr_t)options->argv);
	(void)dprintf(STDERR_FILENO, "exec %s: %s\r\n", options->argv[0], strerror(errno));
	_exit(127);
}

static void set_defaults(struct pt_options *options)
{
	if (options->term == NULL)
		options->term = "xterm-256color";
	if (options->rows == 0 && !options->raw_size)
		options->rows = 24;
	if (options->cols == 0 && !options->raw_size)
		options->cols = 80;
}

static struct pt *new_pt(const struct pt_options *options)
{
	struct pt *pt = calloc(1, sizeof(*pt));

	if (pt == NULL)
		abort();
	pt->options = *options;
	set_defaults(&pt->options);
	/* the caller's strings need not live as long as we do */
	pt->name = strdup(options->argv[0]);
	pt->term = strdup(pt->options.term);
	if (pt->name == NULL || pt->term == NULL)
		abort();
	pt->options.term = pt->term;
	pt->master = pt->pidfd = -1;
	pt->vt = pt_vt_new(pt->options.rows, pt->options.cols);
	if (pt->vt == NULL)
		abort();
	pt_lint_init(&pt->lint, pt->options.allow, pt->options.rows, pt->options.cols);
	pt->settled = pt->options.rows > 0 && pt->options.cols > 0;
	if (!pt->settled)
		pt->lint.rows = pt->lint.cols = INT_MAX;
	pt->next = all;
	all = pt;
	return pt;
}

struct pt *pt_start(const struct pt_options *options)
{
	struct pt *pt = new_pt(options);
	pid_t parent = getpid();
	struct winsize size = { (unsigned short)pt->options.rows, (unsigned short)pt->options.cols,
				0, 0 };
	int slave;

	/* not forkpty(): the settings are to be read before the program can change them */
	if (openpty(&pt->master, &slave, NULL, NULL, &size) < 0 ||
	    tcgetattr(slave, &pt->before) < 0 || fcntl(pt->master, F_SETFL, O_NONBLOCK) < 0 ||
	    fcntl(pt->master, F_SETFD, FD_CLOEXEC) < 0)
		pt_fail(pt, "no pseudo-terminal: %s", strerror(errno));
	pt->pid = fork();
	if (pt->pid < 0)
		pt_fail(pt, "no process: %s", strerror(errno));
	if (pt->pid == 0)
		run_program(&pt->options, parent, slave);
	(void)close(slave);
	pt->options.argv = pt->options.env = NULL;
	pt->pidfd = pidfd_open(pt->pid, 0);
	if (pt->pidfd < 0)
		pt_fail(pt, "cannot watch the program: %s", strerror(errno));
	(void)fcntl(pt->pidfd, F_SETFD, FD_CLOEXEC);
	pt->last_ms = now_ms();
	return pt;
}

static void unlink_from_all(const struct pt *pt)
{
	for (struct pt **at = &all; *at != NULL; at = &(*at)->next) {
		if (*at == pt) {
			*at = pt->next;
			return;
		}
	}
}

void pt_free(struct pt *pt)
{
	if (pt == NULL)
		return;
	unlink_from_all(pt);
	if (!pt->ended && pt->pid > 0) {
		/* it leads its process group, and is not reaped yet: the number is still its own */
		(void)kill(-pt->pid, SIGKILL);
		(void)kill(pt->pid, SIGKILL);
		(void)waitpid(pt->pid, NULL, 0);
	}
	if (pt->pidfd >= 0)
		(void)close(pt->pidfd);
	if (pt->master >= 0)
		(void)close(pt->master);
	pt_vt_free(pt->vt);
	free(pt->row_text);
	free(pt->bytes);
	free(pt->name);
	free(pt->term);
	free(pt);
}

int pt_teardown(void **state)
{
	(void)state;
	while (all != NULL)
		pt_free(all);
	return 0;
}

/* Reading */

static void on_token(void *arg, const struct pt_lint_token *token)
{
	struct pt *pt = arg;
	const char *why = pt_vt_feed(pt->vt, token, pt->settled);

	if (why != NULL && (pt->options.skip & PT_SKIP_GRID) == 0)
		pt_lint_complain(&pt->lint, token->bytes, token->n, why);
}

static void keep(struct pt *pt, const char *bytes, size_t n)
{
	pt->total += n;
	if (pt->kept + n > KEEP_MAX)
		return;
	if (pt->kept + n > pt->room) {
		pt->room = (pt->kept + n) * 2;
		pt->bytes = realloc(pt->bytes, pt->room);
		if (pt->bytes == NULL)
			abort();
	}
	memcpy(pt->bytes + pt->kept, bytes, n);
	pt->kept += n;
}

/* Reads once. Returns whether there was something. */
static bool read_some(struct pt *pt)
{
	static char buffer[65536];
	ssize_t n;

	if (pt->master < 0 || pt->eof)
		return false;
	n = read(pt->master, buffer, sizeof(buffer));
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		/* EIO: nobody has the other side open any more */
		pt->eof = true;
		return false;
	}
	keep(pt, buffer, (size_t)n);
	pt_lint_feed(&pt->lint, buffer, (size_t)n, on_token, pt);
	pt->last_ms = now_ms();
	return true;
}

static void note_end(struct pt *pt)
{
	if (!pt->ended && waitpid(pt->pid, &pt->status, WNOHANG) == pt->pid)
		pt->ended = true;
}

void pt_drain(struct pt *pt)
{
	int64_t until = deadline(pt, 0);
	int reads = 0;

	note_end(pt);
	/*
	 * A read of the master waits for the kernel's own buffers: nothing is still to
	 * come. Who writes without end shall not hold us here.
	 */
	while (read_some(pt) && (pt->ended ? now_ms() < until : reads++ < DRAIN_READS))
		;
}

/* Sleeps until it writes or ends, or the time is over. */
static void wait_for_activity(struct pt *pt, int64_t until_ms, short events)
{
	int64_t left = until_ms - now_ms();
	struct pollfd fds[2] = {
		{ pt->eof ? -1 : pt->master, events, 0 },
		{ pt->ended ? -1 : pt->pidfd, POLLIN, 0 },
	};

	if (left > 0)
		(void)poll(fds, 2, left > INT_MAX ? INT_MAX : (int)left);
}

bool pt_holds(struct pt *pt, pt_condition_fn condition, const void *arg, int timeout_ms)
{
	int64_t until = deadline(pt, timeout_ms);

	for (;;) {
		bool over = now_ms() >= until;

		if (condition(pt, arg))
			return true;
		note_end(pt);
		if (read_some(pt) && !over)
			continue;
		if (over || pt->ended)
			return condition(pt, arg); /* with what came, or with its end */
		wait_for_activity(pt, until, POLLIN);
	}
}

static bool shows(struct pt *pt, const void *text)
{
	return pt_has(pt, text);
}

static bool shows_not(struct pt *pt, const void *text)
{
	return !pt_has(pt, text);
}

struct row_match {
	int row;
	regex_t regex;
};

static bool row_matches(struct pt *pt, const void *arg)
{
	const struct row_match *match = arg;

	return regexec(&match->regex, pt_row_text(pt, match->row), 0, NULL, 0) == 0;
}

void pt_until(struct pt *pt, const char *text, int timeout_ms)
{
	if (!pt_holds(pt, shows, text, timeout_ms))
		pt_fail(pt, "\"%s\" did not appear", text);
}

void pt_until_gone(struct pt *pt, const char *text, int timeout_ms)
{
	if (!pt_holds(pt, shows_not, text, timeout_ms))
		pt_fail(pt, "\"%s\" did not go", text);
}

void pt_until_row(struct pt *pt, int row, const char *regex, int timeout_ms)
{
	struct row_match match = { .row = row };
	bool held;

	if (regcomp(&match.regex, regex, REG_EXTENDED | REG_NOSUB) != 0)
		pt_fail(pt, "no regular expression: %s", regex);
	held = pt_holds(pt, row_matches, &match, timeout_ms);
	regfree(&match.regex);
	if (!held)
		pt_fail(pt, "row %d did not match %s", row, regex);
}

void pt_until_true(struct pt *pt, pt_condition_fn condition, const void *arg, int timeout_ms)
{
	if (!pt_holds(pt, condition, arg, timeout_ms))
		pt_fail(pt, "the condition did not come true");
}

/* From here on the program has had time to learn the size: drawing outside is its fault. */
static void settle(struct pt *pt)
{
	if (pt->settled || pt->options.rows < 1 || pt->options.cols < 1)
		return;
	pt->settled = true;
	pt->lint.rows = pt->options.rows;
	pt->lint.cols = pt->options.cols;
}

void pt_quiet(struct pt *pt, int quiet_ms)
{
	int64_t until = deadline(pt, 0), since = now_ms();

	for (;;) {
		note_end(pt);
		if (read_some(pt))
			since = pt->last_ms;
		else if (pt->ended || now_ms() >= since + quiet_ms)
			break;
		else if (now_ms() >= until)
			pt_fail(pt, "the program does not stop writing");
		else
			wait_for_activity(pt, since + quiet_ms, POLLIN);
	}
	settle(pt);
}

/* Sending */

void pt_write(struct pt *pt, const void *bytes, size_t n)
{
	int64_t until = deadline(pt, 0);
	const char *from = bytes;

	while (n > 0) {
		ssize_t done = write(pt->master, from, n);

		if (done > 0) {
			from += done;
			n -= (size_t)done;
			continue;
		}
		note_end(pt);
		if (pt->ended || (errno != EAGAIN && errno != EINTR))
			pt_fail(pt, "cannot send: the program has gone");
		if (now_ms() >= until)
			pt_fail(pt, "the program does not read its keys");
		/* it may be waiting for us to read what it draws */
		if (!read_some(pt))
			wait_for_activity(pt, until, POLLIN | POLLOUT);
	}
}

void pt_type(struct pt *pt, const char *text)
{
	pt_write(pt, text, strlen(text));
}

void pt_paste(struct pt *pt, const char *text)
{
	pt_drain(pt);
	if (pt->lint.modes.paste)
		pt_type(pt, "\033[200~");
	pt_type(pt, text);
	if (pt->lint.modes.paste)
		pt_type(pt, "\033[201~");
}

static void send_word(struct pt *pt, const char *word)
{
	char bytes[PT_KEYS_MAX];
	size_t n = pt_keys_encode(bytes, word, pt->options.term, pt->lint.modes.application_cursor);

	if (n > 0)
		pt_write(pt, bytes, n);
	else
		pt_type(pt, word);
}

void pt_send(struct pt *pt, const char *words)
{
	pt_drain(pt); /* what the cursor keys send depends on what the program asked for */
	while (*words != '\0') {
		char word[WORD_MAX_BYTES];
		size_t n = strcspn(words, " ");

		if (n >= sizeof(word))
			pt_fail(pt, "a word too long to be a key; use pt_type()");
		memcpy(word, words, n);
		word[n] = '\0';
		if (n > 0)
			send_word(pt, word);
		words += n + (words[n] == ' ');
	}
}

void pt_click(struct pt *pt, int row, int col, int button)
{
	int code = button >= 4 ? 60 + button : button - 1; /* the wheel is 64 and 65 */
	char bytes[64];

	pt_drain(pt);
	if (!pt->lint.modes.mouse)
		pt_fail(pt, "a click, but the program does not listen to the mouse");
	if (pt->lint.modes.mouse_sgr)
		(void)snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dM", code, col + 1, row + 1);
	else
		(void)snprintf(bytes, sizeof(bytes), "\033[M%c%c%c", 32 + code, 33 + col, 33 + row);
	pt_type(pt, bytes);
	if (button >= 4)
		return;
	if (pt->lint.modes.mouse_sgr)
		(void)snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%dm", code, col + 1, row + 1);
	else
		(void)snprintf(bytes, sizeof(bytes), "\033[M%c%c%c", 32 + 3, 33 + col, 33 + row);
	pt_type(pt, bytes);
}

void pt_resize(struct pt *pt, int rows, int cols)
{
	struct winsize size = { (unsigned short)rows, (unsigned short)cols, 0, 0 };

	pt_drain(pt);
	/* the larger of both, until the program is known to have seen the change */
	pt->settled = false;
	if (rows < 1 || cols < 1) {
		pt->lint.rows = pt->lint.cols = INT_MAX;
	} else {
		pt->lint.rows = rows > pt->lint.rows ? rows : pt->lint.rows;
		pt->lint.cols = cols > pt->lint.cols ? cols : pt->lint.cols;
	}
	pt->options.rows = rows;
	pt->options.cols = cols;
	pt_vt_resize(pt->vt, rows, cols);
	if (ioctl(pt->master, TIOCSWINSZ, &size) < 0)
		pt_fail(pt, "cannot set the size: %s", strerror(errno));
}

void pt_signal(struct pt *pt, int signal)
{
	note_end(pt);
	if (pt->ended || kill(pt->pid, signal) < 0)
		pt_fail(pt, "cannot send signal %d: the program has gone", signal);
}

void pt_hangup(struct pt *pt)
{
	pt_drain(pt);
	(void)close(pt->master);
	pt->master = -1;
	pt->eof = true;
}

/* Looking */

const char *pt_row_text(struct pt *pt, int row)
{
	free(pt->row_text);
	pt->row_text = pt_vt_row(pt->vt, row);
	return pt->row_text;
}

/* The column in which the byte at `offset` of the row's text stands. */
static int column_of(const struct pt *pt, int row, size_t offset)
{
	struct pt_vt_cell cell;
	size_t seen = 0;
	int col = 0;

	while (pt_vt_cell(pt->vt, row, col, &cell) && seen + strlen(cell.text) <= offset) {
		seen += strlen(cell.text);
		col++;
	}
	return col;
}

bool pt_find(struct pt *pt, const char *text, int *ret_row, int *ret_col)
{
	int rows, cols;

	pt_vt_size(pt->vt, &rows, &cols);
	for (int row = 0; row < rows; row++) {
		const char *line = pt_row_text(pt, row);
		const char *at = strstr(line, text);

		if (at == NULL)
			continue;
		if (ret_row != NULL)
			*ret_row = row;
		if (ret_col != NULL)
			*ret_col = column_of(pt, row, (size_t)(at - line));
		return true;
	}
	return false;
}

bool pt_has(struct pt *pt, const char *text)
{
	return pt_find(pt, text, NULL, NULL);
}

struct pt_vt_cell pt_cell(struct pt *pt, int row, int col)
{
	struct pt_vt_cell cell;

	if (!pt_vt_cell(pt->vt, row, col, &cell))
		pt_fail(pt, "there is no cell %d,%d", row, col);
	return cell;
}

void pt_cursor(struct pt *pt, int *ret_row, int *ret_col)
{
	pt_vt_cursor(pt->vt, ret_row, ret_col);
}

bool pt_alt_screen(const struct pt *pt)
{
	return pt_vt_alternate(pt->vt);
}

const char *pt_title(const struct pt *pt)
{
	return pt_vt_title(pt->vt);
}

void pt_mark(struct pt *pt)
{
	pt->mark = pt->total;
}

size_t pt_bytes_count(const struct pt *pt)
{
	return (size_t)(pt->total - pt->mark);
}

const char *pt_bytes(const struct pt *pt, size_t *ret_n)
{
	*ret_n = pt->kept;
	return pt->bytes;
}

char *pt_text(const struct pt *pt)
{
	return pt_vt_text(pt->vt);
}

char *pt_looks(const struct pt *pt)
{
	return pt_vt_looks(pt->vt);
}

pid_t pt_pid(const struct pt *pt)
{
	return pt->pid;
}

/* The end */

static bool has_ended(struct pt *pt, const void *arg)
{
	(void)arg;
	note_end(pt);
	return pt->ended;
}

int pt_end(struct pt *pt, int timeout_ms)
{
	if (!pt_holds(pt, has_ended, NULL, timeout_ms))
		pt_fail(pt, "the program does not end");
	pt_drain(pt);
	return WIFSIGNALED(pt->status) ? -WTERMSIG(pt->status) : WEXITSTATUS(pt->status);
}

const char *pt_complaint(struct pt *pt)
{
	bool killed = pt->ended && WIFSIGNALED(pt->status) && WTERMSIG(pt->status) == SIGKILL;
	struct pt_check check = { { 0 }, &pt->lint, pt->vt };
	struct termios after;

	/* whom SIGKILL hits can put nothing in order, nor end its sentence */
	if (!killed)
		pt_lint_finish(&pt->lint);
	if ((pt->options.skip & PT_SKIP_LINT) == 0)
		pt_check_bytes(&check);
	if ((pt->options.skip & PT_SKIP_RESTORED) == 0 && pt->master >= 0 && !killed) {
		pt_check_modes(&check);
		if (tcgetattr(pt->master, &after) < 0)
			memset(&after, 0, sizeof(after));
		pt_check_termios(&check, &pt->before, &after);
	}
	memcpy(pt->complaint, check.text, sizeof(pt->complaint));
	return pt->complaint[0] == '\0' ? NULL : pt->complaint;
}

int pt_quit(struct pt *pt, const char *words, int timeout_ms)
{
	int status;

	if (words != NULL)
		pt_send(pt, words);
	status = pt_end(pt, timeout_ms);
	if (pt_complaint(pt) != NULL)
		pt_fail(pt, "%s", pt->complaint);
	return status;
}
