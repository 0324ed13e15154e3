/* rescue.c - see rescue.h; rescue_now() and all it calls run in signal handlers */
#include "term/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/macros.h"

struct plan {
	int fd;
	struct termios modes;
	size_t n;
	char text[RESCUE_TEXT_MAX];
};

/* Two, so that a signal while one is written finds the other whole. */
static struct plan plans[2];
static struct plan *_Atomic armed;

/* A handler needs a stack of its own: the crash may be that the first one is full. */
static char signal_stack[64 * 1024];

void rescue_arm(int fd, const struct termios *modes, const char *text, size_t n)
{
	struct plan *plan = atomic_load(&armed) == &plans[0] ? &plans[1] : &plans[0];

	plan->fd = fd;
	plan->modes = *modes;
	plan->n = MIN(n, sizeof(plan->text));
	memcpy(plan->text, text, plan->n);
	atomic_store(&armed, plan);
}

void rescue_disarm(void)
{
	atomic_store(&armed, NULL);
}

static bool has_room(int fd, int timeout_ms)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	return poll(&pollfd, 1, timeout_ms) > 0 && (pollfd.revents & POLLOUT);
}

/* Returns what is left: 0, or all that a terminal does not take within a second. */
static size_t write_waiting(int fd, const char *text, size_t n)
{
	/*
	 * Then it says beforehand whether it would block; little at once, for it does not say
	 * how much it takes.
	 */
	bool blocks = !(fcntl(fd, F_GETFL) & O_NONBLOCK);

	while (n > 0) {
		ssize_t written;

		if (blocks && !has_room(fd, 1000))
			return n;
		written = write(fd, text, MIN(n, 64));
		if (written < 0 && errno == EAGAIN && !has_room(fd, 1000))
			return n;
		if (written < 0 && errno != EINTR && errno != EAGAIN)
			return n;
		text += MAX(written, 0);
		n -= (size_t)MAX(written, 0);
	}
	return 0;
}

void rescue_now(void)
{
	struct plan *plan = atomic_exchange(&armed, NULL);
	int saved = errno;
	pid_t owner;

	if (!plan)
		return;
	owner = tcgetpgrp(plan->fd); /* -1: not our controlling terminal, so nobody else's turn */
	if (owner == -1 || owner == getpgrp()) {
		/*
		 * A stuck terminal has frames to take that nobody needs any more: away with
		 * them, and all of it anew.
		 */
		if (write_waiting(plan->fd, plan->text, plan->n) > 0 &&
		    tcflush(plan->fd, TCOFLUSH) == 0)
			(void)write_waiting(plan->fd, plan->text, plan->n);
		/* Reports of the mouse that are under way would be typed into the shell. */
		(void)tcflush(plan->fd, TCIFLUSH);
		(void)tcsetattr(plan->fd, TCSANOW, &plan->modes);
	}
	errno = saved;
}

static bool is_crash(int number)
{
	static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE,
				       SIGILL,	SIGQUIT, SIGSYS, SIGTRAP };

	for (size_t i = 0; i < ARRAY_LEN(crashes); i++) {
		if (crashes[i] == number)
			return true;
	}
	return false;
}

static void say_crashed(int number)
{
	char text[] = "proctor: crashed (signal 00)\n";
	char *digits = strchr(text, '0');

	digits[0] = (char)('0' + number / 10);
	digits[1] = (char)('0' + number % 10);
	if (number < 10)
		memmove(digits, digits + 1, strlen(digits));
	(void)write_waiting(STDERR_FILENO, text, strlen(text));
}

/*
 * The action is the default again (SA_RESETHAND): the raised signal ends the program as the
 * handler returns.
 */
static void on_end(int number)
{
	int saved = errno;

	rescue_now();
	if (is_crash(number))
		say_crashed(number);
	(void)raise(number);
	errno = saved;
}

/*
 * Whether the default action of the signal is not the end of the program, or is not for us to
 * change.
 */
static bool is_harmless(int number)
{
	static const int harmless[] = { SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
					SIGCONT, SIGCHLD, SIGURG,  SIGWINCH };

	for (size_t i = 0; i < ARRAY_LEN(harmless); i++) {
		if (harmless[i] == number)
			return true;
	}
	return false;
}

static void handle(int number)
{
	struct sigaction action = { .sa_handler = on_end,
				    .sa_flags = SA_ONSTACK | (int)SA_RESETHAND };
	struct sigaction before;

	/* Numbers that the C library keeps for itself fail here, and may. */
	if (is_harmless(number) || sigaction(number, NULL, &before) < 0)
		return;
	(void)sigfillset(&action.sa_mask);
	if (!(before.sa_flags & SA_SIGINFO) && before.sa_handler == SIG_DFL)
		(void)sigaction(number, &action, NULL);
}

void rescue_install(void)
{
	static bool installed;
	stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof(signal_stack) };

	if (installed)
		return;
	installed = true;
	(void)sigaltstack(&stack,
			  NULL); /* without it only an overflow of the stack is not reported */
	for (int number = 1; number <= SIGRTMAX; number++)
		handle(number);
	(void)atexit(rescue_now);
	die_set_hook(rescue_now);
}
