/*
 * mkproc_reuse.c - one PID for several processes, one after the other
 *
 * Each is another program to look at: another name, other arguments. What tells them
 * apart for good is told: the start tick and the id, which is the inode of a pidfd
 * (0 where the kernel has none).
 */
#include "mkproc.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIDFS_MAGIC 0x50494446

enum {
	NS_PER_SECOND = 1000000000,
	SAME_TICK_TRIES = 300,
};

/* Who has the number just now. */
struct life {
	char start[24];
	unsigned long long id;
};

static pid_t reuse_pid; /* what each process in turn gets */
static bool reuse_alive;
static unsigned reuse_step; /* 'a', 'b', ... */

static char step_letter(void)
{
	return (char)('a' + reuse_step % 26);
}

/* clone3() with a number that is asked for; -1 and errno when it cannot be had. */
static pid_t fork_as(pid_t wanted)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uint64_t)(uintptr_t)&wanted,
		.set_tid_size = 1,
	};

	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

/* For kernels before 5.5: the next number is one above the last. */
static pid_t fork_behind(pid_t wanted)
{
	FILE *last = fopen("/proc/sys/kernel/ns_last_pid", "we");
	pid_t pid;

	if (last == NULL)
		return -1;
	(void)fprintf(last, "%d", (int)wanted - 1);
	if (fclose(last) != 0)
		return -1;
	pid = fork();
	if (pid > 0 && pid != wanted) {
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, NULL, 0);
		errno = EAGAIN;
		return -1;
	}
	return pid;
}

/* Returns what fork() does; -1 and errno after some tries. */
static pid_t fork_reused(void)
{
	pid_t pid = -1;

	/* someone may still hold on to the number of the one that was there */
	for (int tries = 0; pid < 0 && tries < 100; tries++) {
		pid = fork_as(reuse_pid);
		if (pid < 0 && (errno == ENOSYS || errno == EINVAL))
			pid = fork_behind(reuse_pid);
		if (pid < 0 && (errno == EPERM || errno == EACCES))
			break;
		if (pid < 0)
			mkproc_sleep_ms(10);
	}
	return pid;
}

static int refuse_fork(void)
{
	if (errno == EPERM || errno == EACCES)
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not choose a PID");
	return mkproc_refuse(1, "PID %d: %s", (int)reuse_pid, strerror(errno));
}

static unsigned long long id_of(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	unsigned long long id = 0;
	struct statfs fs;
	struct stat status;

	if (fd < 0)
		return 0;
	if (fstatfs(fd, &fs) == 0 && fs.f_type == PIDFS_MAGIC && fstat(fd, &status) == 0)
		id = status.st_ino;
	(void)close(fd);
	return id;
}

static bool look(struct life *ret)
{
	ret->id = id_of(reuse_pid);
	return mkproc_stat_field(reuse_pid, 0, 22, ret->start, sizeof(ret->start));
}

static void tell_life(const struct life *life)
{
	mkproc_tell("pid=%d step=%c start=%s id=%llu", (int)reuse_pid, step_letter(), life->start,
		    life->id);
	reuse_step++;
}

/* Becomes the program reuse-b with the argument of-b. */
__attribute__((noreturn)) static void run_program(pid_t parent)
{
	char name[16], argument[16];
	char *const argv[] = { name, argument, NULL };

	mkproc_promise(parent);
	(void)snprintf(name, sizeof(name), "reuse-%c", step_letter());
	(void)snprintf(argument, sizeof(argument), "of-%c", step_letter());
	mkproc_exec_named(name, argv);
}

static void kill_reused(void)
{
	if (!reuse_alive)
		return;
	(void)kill(reuse_pid, SIGKILL);
	(void)waitpid(reuse_pid, NULL, 0);
	mkproc_disown(reuse_pid);
	reuse_alive = false;
}

static int start_reused(void)
{
	pid_t parent = getpid(), pid = fork_reused();
	struct life life;

	if (pid < 0)
		return refuse_fork();
	if (pid == 0)
		run_program(parent);
	mkproc_adopt(pid);
	reuse_alive = true;
	if (!mkproc_await(1) || !look(&life))
		return mkproc_refuse(1, "the child failed");
	tell_life(&life);
	return 0;
}

/* ----------------------------------------------------------------- in one tick */

/* Until a tick has just begun: two processes fit into what is left of it. */
static void await_tick(void)
{
	const long tick = NS_PER_SECOND / sysconf(_SC_CLK_TCK);
	struct timespec now;

	do {
		(void)clock_gettime(CLOCK_BOOTTIME, &now);
	} while (now.tv_nsec % tick > tick / 10);
}

/*
 * One that is ended at once, and one that stays, under one number. Returns 0; 1: try
 * again; or the exit status of a failure.
 */
static int try_tick(struct life *first, struct life *second)
{
	pid_t parent = getpid(), pid;
	bool seen;

	await_tick();
	pid = fork_as(reuse_pid);
	if (pid < 0)
		return errno == EPERM || errno == ENOSYS ? refuse_fork() : 1;
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		mkproc_idle();
	}
	seen = look(first);
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, NULL, 0);
	pid = fork_as(reuse_pid);
	if (pid < 0)
		return 1;
	if (pid == 0)
		run_program(parent);
	mkproc_adopt(pid);
	reuse_alive = true;
	if (!mkproc_await(1) || !look(second))
		return mkproc_refuse(2, "the child failed");
	return seen && strcmp(first->start, second->start) == 0 ? 0 : 1;
}

static int reuse_in_one_tick(void)
{
	struct life first, second;
	int status = 1;

	for (int tries = 0; status == 1 && tries < SAME_TICK_TRIES; tries++) {
		kill_reused();
		reuse_step++; /* the name is that of the second one */
		status = try_tick(&first, &second);
		reuse_step--;
	}
	if (status == 1)
		return mkproc_refuse(MKPROC_UNSUPPORTED, "a tick is too short here");
	if (status != 0)
		return status;
	tell_life(&first);
	tell_life(&second);
	return 0;
}

/* ------------------------------------------------------------------------ kind */

/* A number that is free just now: one that was used a moment ago. */
static pid_t find_free_pid(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return pid;
}

static int make_reuse(const struct mkproc_args *args)
{
	reuse_pid = (pid_t)mkproc_number(args, 0, 0, 2, 4194303);
	if (reuse_pid == 0)
		reuse_pid = find_free_pid();
	return reuse_pid < 0 ? mkproc_refuse(1, "fork: %s", strerror(errno)) : start_reused();
}

/*
 * "kill": the process goes. "reuse" or "next": it goes, and another one has its number.
 * "same-tick": it goes, and two others have its number, the first of which goes in the
 * tick in which both began.
 */
static int line_reuse(const char *line)
{
	bool next = strcmp(line, "next") == 0 || strcmp(line, "reuse") == 0;
	int status;

	if (strcmp(line, "kill") == 0) {
		kill_reused();
		mkproc_tell("gone");
		return 0;
	}
	if (!next && strcmp(line, "same-tick") != 0)
		return mkproc_refuse(2, "kill, reuse or same-tick, not %s", line);
	kill_reused();
	status = next ? start_reused() : reuse_in_one_tick();
	if (status == 0)
		mkproc_tell("ready");
	return status;
}

/* clang-format off */
const struct mkproc_kind mkproc_reuse_kinds[] = {
	{ "reuse", "[PID]", "processes that follow each other with one PID: lines kill, reuse, same-tick", make_reuse, line_reuse, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
