/*
 * mkproc_kin.c - kinds whose relatives or other properties change while they are looked at
 *
 * A process whose parent is to die cannot promise to die with it. It reads from a
 * pipe that nobody but mkproc writes to instead, and ends with it.
 */
#include "mkproc.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int orders[2] = { -1, -1 }; /* mkproc writes, the process that changes reads */
static pid_t parent_pid, changer_pid;

/* -------------------------------------------------------------------- changer */

/* What is one letter for the process is a word for the user. */
struct change {
	const char *word;
	char letter;
};

static const struct change changes[] = {
	{ "name", 'n' },
	{ "uid", 'u' },
	{ "session", 's' },
	{ "parent", 'p' },
};

/* The parent dies now, and mkproc becomes the parent. */
static bool change_parent(pid_t mkproc)
{
	(void)prctl(PR_SET_PDEATHSIG, 0);
	mkproc_say(true);
	for (int tries = 0; getppid() != mkproc && tries < 1000; tries++)
		mkproc_sleep_ms(5);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	return getppid() == mkproc;
}

static bool change(char letter, pid_t mkproc)
{
	bool good;

	switch (letter) {
	case 'n':
		return prctl(PR_SET_NAME, "changed") == 0;
	case 'u':
		good = setresuid(65534, 65534, 65534) == 0;
		/* another user: the kernel has forgotten whose death is to be ours */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		return good;
	case 's':
		return setsid() == getpid();
	case 'p':
		return change_parent(mkproc);
	default:
		return false;
	}
}

__attribute__((noreturn)) static void run_changer(pid_t mkproc)
{
	char letter;

	(void)prctl(PR_SET_NAME, "changer");
	mkproc_say(true);
	while (read(orders[0], &letter, 1) == 1)
		mkproc_say(change(letter, mkproc));
	_exit(0);
}

__attribute__((noreturn)) static void run_changers_parent(pid_t mkproc, int out)
{
	pid_t pid;

	(void)close(orders[1]);
	(void)prctl(PR_SET_NAME, "changer-parent");
	pid = mkproc_fork();
	if (pid == 0) {
		(void)close(out);
		run_changer(mkproc);
	}
	if (write(out, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	(void)close(out);
	mkproc_idle();
}

static int make_changer(const struct mkproc_args *args)
{
	pid_t self = getpid();
	int told[2];
	bool good;

	(void)args;
	if (pipe2(orders, O_CLOEXEC) < 0 || pipe2(told, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "no pipe");
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	parent_pid = mkproc_fork();
	if (parent_pid == 0) {
		(void)close(told[0]);
		run_changers_parent(self, told[1]);
	}
	(void)close(told[1]);
	good = read(told[0], &changer_pid, sizeof(changer_pid)) == sizeof(changer_pid);
	(void)close(told[0]);
	if (!good || !mkproc_await(1))
		return mkproc_refuse(1, "the child failed");
	mkproc_tell("pid=%d parent=%d", (int)changer_pid, (int)parent_pid);
	return 0;
}

/* Its parent goes; the one that changes has said that it is ready for that. */
static bool end_parent(void)
{
	if (!mkproc_await(1))
		return false;
	(void)kill(parent_pid, SIGKILL);
	(void)waitpid(parent_pid, NULL, 0);
	mkproc_disown(parent_pid);
	mkproc_adopt(changer_pid);
	return true;
}

static const struct change *find_change(const char *word)
{
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (strcmp(changes[i].word, word) == 0)
			return &changes[i];
	}
	return NULL;
}

static int line_changer(const char *line)
{
	const struct change *wanted = find_change(line);

	if (wanted == NULL)
		return mkproc_refuse(2, "name, uid, session or parent, not %s", line);
	if (wanted->letter == 'p' && parent_pid == 0)
		return mkproc_refuse(2, "it has no other parent left");
	if (write(orders[1], &wanted->letter, 1) != 1 || (wanted->letter == 'p' && !end_parent()) ||
	    !mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "%s cannot be changed", line);
	if (wanted->letter == 'p')
		parent_pid = 0;
	mkproc_tell("changed");
	return 0;
}

/* ------------------------------------------------------------------ subreaper */

static pid_t reaper_pid;
static int leave[2] = { -1, -1 }; /* the one between leaves when it is told, or at the end */

/* Ends with mkproc, whoever its parent is by then. */
__attribute__((noreturn)) static void run_grandchild(void)
{
	char byte;

	(void)close(leave[0]);
	(void)prctl(PR_SET_PDEATHSIG, 0);
	(void)prctl(PR_SET_NAME, "grandchild");
	mkproc_say(true);
	(void)!read(orders[0], &byte, 1);
	_exit(0);
}

__attribute__((noreturn)) static void run_between(int out)
{
	char byte;
	pid_t pids[2] = { getpid(), mkproc_fork() };

	if (pids[1] == 0)
		run_grandchild();
	(void)prctl(PR_SET_NAME, "between");
	if (write(out, pids, sizeof(pids)) != sizeof(pids))
		_exit(1);
	(void)close(out);
	(void)!read(leave[0], &byte, 1);
	_exit(0);
}

__attribute__((noreturn)) static void run_reaper(int out)
{
	(void)close(orders[1]);
	(void)close(leave[1]);
	(void)prctl(PR_SET_NAME, "subreaper");
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (mkproc_fork() == 0)
		run_between(out);
	(void)close(out);
	for (;;) {
		if (waitpid(-1, NULL, 0) < 0)
			mkproc_idle();
	}
}

static int make_subreaper(const struct mkproc_args *args)
{
	pid_t pids[2];
	int told[2];
	bool good;

	(void)args;
	if (pipe2(orders, O_CLOEXEC) < 0 || pipe2(leave, O_CLOEXEC) < 0 ||
	    pipe2(told, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "no pipe");
	reaper_pid = mkproc_fork();
	if (reaper_pid == 0) {
		(void)close(told[0]);
		run_reaper(told[1]);
	}
	(void)close(told[1]);
	good = read(told[0], pids, sizeof(pids)) == sizeof(pids);
	(void)close(told[0]);
	if (!good || !mkproc_await(1))
		return mkproc_refuse(1, "the children failed");
	changer_pid = pids[1];
	mkproc_tell("pid=%d what=subreaper", (int)reaper_pid);
	mkproc_tell("pid=%d what=between", (int)pids[0]);
	mkproc_tell("pid=%d what=grandchild", (int)pids[1]);
	return 0;
}

static int line_subreaper(const char *line)
{
	char ppid[16] = "";

	if (strcmp(line, "orphan") != 0)
		return mkproc_refuse(2, "orphan, not %s", line);
	(void)!write(leave[1], "x", 1);
	for (int tries = 0; tries < 1000; tries++) {
		if (mkproc_stat_field(changer_pid, 0, 4, ppid, sizeof(ppid)) &&
		    strtol(ppid, NULL, 10) == reaper_pid) {
			mkproc_tell("orphaned");
			return 0;
		}
		mkproc_sleep_ms(5);
	}
	return mkproc_refuse(1, "the grandchild has not come to the subreaper");
}

static void end_subreaper(void)
{
	(void)close(orders[1]);
	(void)close(leave[1]);
}

/* clang-format off */
const struct mkproc_kind mkproc_kin_kinds[] = {
	{ "changer",   "", "changes what it is: lines name, uid, session, parent", make_changer,   line_changer,   NULL },
	{ "subreaper", "", "an orphan of it comes back to it: line orphan",        make_subreaper, line_subreaper, end_subreaper },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
