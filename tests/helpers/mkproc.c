/*
 * mkproc.c - makes live processes in a wanted state, for tests to look at
 *
 *	mkproc [--seconds N] KIND [ARGUMENT...]
 *
 * Prints a line of key=value words for each process, then "ready", and waits until
 * its standard input is closed, a signal comes, or the time (120 s) is over. Then
 * everything that it made is gone. Exit status 77: cannot be had here.
 */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROLE_VARIABLE "MKPROC_ROLE"

static const struct mkproc_kind *const families[] = {
	mkproc_states_kinds, mkproc_loads_kinds, mkproc_names_kinds, mkproc_ids_kinds,
	mkproc_wedge_kinds,  mkproc_reuse_kinds, mkproc_kin_kinds,   mkproc_storm_kinds,
};

static unsigned seconds = 120;
static pid_t main_pid;
static int report[2]; /* children write here when they are as wanted */
static pid_t children[MKPROC_CHILDREN_MAX];
static size_t child_count;
static sigset_t handled;

unsigned mkproc_seconds(void)
{
	return seconds;
}

void mkproc_tell(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	(void)putchar('\n');
	(void)fflush(stdout);
}

int mkproc_refuse(int status, const char *format, ...)
{
	va_list args;

	(void)fputs("mkproc: ", stderr);
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fputc('\n', stderr);
	return status;
}

/*
 * The end of the main program. What its children have made falls to it as the
 * nearest subreaper when they die, so when nothing is left to wait for, nothing is left.
 */
static void end_all(void)
{
	if (getpid() != main_pid)
		return;
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)alarm(60); /* who cannot be killed must not keep us */
	for (size_t i = 0; i < child_count; i++)
		(void)kill(children[i], SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
	child_count = 0;
}

long mkproc_number(const struct mkproc_args *args, size_t index, long fallback, long min, long max)
{
	char *end;
	long n;

	if (index >= args->count)
		return fallback;
	errno = 0;
	n = strtol(args->words[index], &end, 10);
	if (errno != 0 || *end != '\0' || end == args->words[index] || n < min || n > max)
		exit(mkproc_refuse(2, "%s is no number from %ld to %ld", args->words[index], min,
				   max));
	return n;
}

void mkproc_promise(pid_t parent)
{
	int null = open("/dev/null", O_RDWR);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	/* a reader of our output waits for its end: no child may hold it open */
	(void)dup2(null, STDIN_FILENO);
	(void)dup2(null, STDOUT_FILENO);
	if (null > STDERR_FILENO)
		(void)close(null);
	(void)sigprocmask(SIG_UNBLOCK, &handled, NULL);
	(void)alarm(seconds + 5);
}

void mkproc_adopt(pid_t pid)
{
	if (child_count == MKPROC_CHILDREN_MAX)
		exit(mkproc_refuse(1, "too many children"));
	children[child_count++] = pid;
}

void mkproc_disown(pid_t pid)
{
	for (size_t i = 0; i < child_count; i++) {
		if (children[i] == pid) {
			children[i] = children[--child_count];
			return;
		}
	}
}

pid_t mkproc_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		exit(mkproc_refuse(1, "fork: %s", strerror(errno)));
	if (pid == 0)
		mkproc_promise(parent);
	else if (parent == main_pid)
		mkproc_adopt(pid);
	return pid;
}

void mkproc_idle(void)
{
	for (;;)
		(void)pause();
}

void mkproc_burn(void)
{
	volatile unsigned long counter = 0;

	for (;;)
		counter = counter + 1;
}

void mkproc_sleep_ms(long ms)
{
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

void mkproc_say(bool good)
{
	if (write(report[1], good ? "y" : "n", 1) != 1)
		_exit(1);
}

/* A child of ours that has died, and so has nothing more to say. It is not reaped here. */
static bool someone_died(void)
{
	siginfo_t info = { 0 };

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

bool mkproc_await(size_t count)
{
	struct pollfd fd = { report[0], POLLIN, 0 };
	unsigned turns = 0;
	char answer;

	while (count > 0) {
		bool died = someone_died();
		int ready = poll(&fd, 1, 100);

		if (ready == 0 && !died && ++turns < seconds * 10)
			continue;
		if (ready != 1 || read(report[0], &answer, 1) != 1 || answer != 'y')
			return false;
		count--;
	}
	return true;
}

bool mkproc_stat_field(pid_t pid, pid_t tid, int number, char *dst, size_t size)
{
	char path[80], text[1024], *at;
	ssize_t n;
	int fd;

	if (tid == 0)
		(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	else
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", (int)pid, (int)tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	at = strrchr(text, ')'); /* the name may hold any byte, the fields after it none such */
	for (int i = 2; at != NULL && i < number; i++)
		at = strchr(at + 1, ' ');
	if (at == NULL)
		return false;
	(void)snprintf(dst, size, "%.*s", (int)strcspn(at + 1, " \n"), at + 1);
	return true;
}

bool mkproc_await_state(pid_t pid, pid_t tid, const char *states)
{
	char state[8];

	for (int tries = 0; tries < 1000; tries++) {
		if (mkproc_stat_field(pid, tid, 3, state, sizeof(state)) &&
		    strchr(states, state[0]) != NULL)
			return true;
		mkproc_sleep_ms(10);
	}
	return false;
}

void mkproc_exec_role(const char *role, char *const *argv)
{
	(void)setenv(ROLE_VARIABLE, role, 1);
	(void)execv("/proc/self/exe", argv);
	mkproc_say(false);
	_exit(1);
}

static const struct mkproc_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (const struct mkproc_kind *kind = families[i]; kind->name != NULL; kind++) {
			if (strcmp(kind->name, name) == 0)
				return kind;
		}
	}
	return NULL;
}

static void print_help(FILE *out)
{
	(void)fputs("usage: mkproc [--seconds N] KIND [ARGUMENT...]\n", out);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (const struct mkproc_kind *kind = families[i]; kind->name != NULL; kind++)
			(void)fprintf(out, "  %-14s %-14s %s\n", kind->name, kind->args,
				      kind->help);
	}
}

static int take_line(const struct mkproc_kind *kind, const char *line)
{
	if (kind->line == NULL)
		return mkproc_refuse(2, "%s knows no lines", kind->name);
	return kind->line(line);
}

/* Cuts the lines off the text and obeys them. Returns 0, or the status of a failure. */
static int take_lines(const struct mkproc_kind *kind, char *text, size_t *n)
{
	char *newline;

	while ((newline = memchr(text, '\n', *n)) != NULL) {
		size_t length = (size_t)(newline - text);
		int status;

		*newline = '\0';
		status = take_line(kind, text);
		if (status != 0)
			return status;
		*n -= length + 1;
		memmove(text, newline + 1, *n);
	}
	return 0;
}

/* Obeys standard input until its end, a signal, or the end of the time. */
static int wait_for_end(const struct mkproc_kind *kind)
{
	struct timespec now, end;
	struct pollfd fds[2] = {
		{ STDIN_FILENO, POLLIN, 0 },
		{ signalfd(-1, &handled, SFD_CLOEXEC), POLLIN, 0 },
	};
	char text[256];
	size_t n = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		ssize_t got;
		int status;

		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= end.tv_sec ||
		    poll(fds, 2, (int)(end.tv_sec - now.tv_sec) * 1000) <= 0 || fds[1].revents != 0)
			return 0;
		got = read(STDIN_FILENO, text + n, sizeof(text) - n);
		if (got <= 0)
			return 0;
		n += (size_t)got;
		status = take_lines(kind, text, &n);
		if (status != 0 || n == sizeof(text))
			return status;
	}
}

static int run(const struct mkproc_kind *kind, const struct mkproc_args *args)
{
	int status = kind->make(args);

	if (status == 0) {
		mkproc_tell("ready");
		status = wait_for_end(kind);
	} else if (status == MKPROC_UNSUPPORTED) {
		mkproc_tell("unsupported");
	}
	if (kind->end != NULL)
		kind->end();
	return status;
}

static void prepare(void)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };

	main_pid = getpid();
	(void)sigemptyset(&handled);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)sigaddset(&handled, signals[i]);
	(void)sigprocmask(SIG_BLOCK, &handled, NULL);
	(void)signal(SIGPIPE, SIG_IGN); /* who reads us may go first; we still clean up */
	if (pipe2(report, 0) < 0 || atexit(end_all) != 0)
		exit(1);
	/* inherited across exec, so at numbers that the roles know */
	if (dup2(report[1], 9) < 0)
		exit(1);
	(void)close(report[1]);
	report[1] = 9;
	(void)fcntl(report[0], F_SETFD, FD_CLOEXEC);
}

int main(int argc, char **argv)
{
	const char *role = getenv(ROLE_VARIABLE);
	const struct mkproc_kind *kind;
	int at = 1;

	if (role != NULL) {
		report[1] = 9;
		return mkproc_names_role(role, argc, argv);
	}
	if (argc > 2 && strcmp(argv[1], "--seconds") == 0) {
		struct mkproc_args word = { argv + 2, 1 };

		seconds = (unsigned)mkproc_number(&word, 0, 0, 1, 3600);
		at = 3;
	}
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		print_help(stdout);
		return 0;
	}
	kind = at < argc ? find_kind(argv[at]) : NULL;
	if (kind == NULL) {
		print_help(stderr);
		return 2;
	}
	prepare();
	return run(kind, &(struct mkproc_args){ argv + at + 1, (size_t)(argc - at - 1) });
}
