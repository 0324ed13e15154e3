/* mkproc_ids.c - kinds that are about the numbers of a process: PID, user, priority */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --------------------------------------------------------------- reuse of PIDs */

static pid_t reuse_pid; /* what each process in turn gets */
static bool reuse_alive;
static char reuse_step; /* 'a', 'b', ... */

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

static int start_reused(void)
{
	pid_t parent = getpid(), pid = -1;
	char start[24] = "", name[16];

	/* someone may still hold on to the number of the one that was there */
	for (int tries = 0; pid < 0 && tries < 100; tries++) {
		pid = fork_as(reuse_pid);
		if (pid < 0 && (errno == ENOSYS || errno == EINVAL))
			pid = fork_behind(reuse_pid);
		if (pid < 0 && errno == EPERM)
			return mkproc_refuse(MKPROC_UNSUPPORTED, "may not choose a PID");
		if (pid < 0)
			mkproc_sleep_ms(10);
	}
	if (pid < 0)
		return mkproc_refuse(1, "PID %d: %s", (int)reuse_pid, strerror(errno));
	if (pid == 0) {
		mkproc_promise(parent);
		(void)snprintf(name, sizeof(name), "reuse-%c", reuse_step);
		(void)prctl(PR_SET_NAME, name);
		mkproc_say(true);
		mkproc_idle();
	}
	mkproc_adopt(pid);
	reuse_alive = true;
	if (!mkproc_await(1) || !mkproc_stat_field(pid, 0, 22, start, sizeof(start)))
		return mkproc_refuse(1, "the child failed");
	mkproc_tell("pid=%d step=%c start=%s", (int)pid, reuse_step++, start);
	return 0;
}

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
	reuse_step = 'a';
	return reuse_pid < 0 ? mkproc_refuse(1, "fork: %s", strerror(errno)) : start_reused();
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

/* "kill": the process goes. "next": it goes, and another one has its number. */
static int line_reuse(const char *line)
{
	int status;

	if (strcmp(line, "kill") == 0) {
		kill_reused();
		mkproc_tell("gone");
		return 0;
	}
	if (strcmp(line, "next") != 0)
		return mkproc_refuse(2, "kill or next, not %s", line);
	kill_reused();
	status = start_reused();
	if (status == 0)
		mkproc_tell("ready");
	return status;
}

/* -------------------------------------------------------------- user, priority */

static int make_user(const struct mkproc_args *args)
{
	uid_t uid = (uid_t)mkproc_number(args, 0, 65534, 0, (long)UINT_MAX - 1);
	pid_t parent = getpid(), pid = mkproc_fork();

	if (pid == 0) {
		bool good = setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0 &&
			    setresuid(uid, uid, uid) == 0;

		/* another user: the kernel has forgotten whose death is to be ours */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		mkproc_say(good && getppid() == parent);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not become user %u", uid);
	mkproc_tell("pid=%d uid=%u", (int)pid, uid);
	return 0;
}

static int make_nice(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, -20, 19);
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		mkproc_say(setpriority(PRIO_PROCESS, 0, (int)n) == 0);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not set priority %ld", n);
	mkproc_tell("pid=%d nice=%ld", (int)pid, n);
	return 0;
}

/* It only sleeps: real time is no load. */
static int make_realtime(const struct mkproc_args *args)
{
	struct sched_param param = { .sched_priority = (int)mkproc_number(args, 0, 1, 1, 99) };
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		mkproc_say(sched_setscheduler(0, SCHED_RR, &param) == 0);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not run in real time");
	mkproc_tell("pid=%d policy=%d priority=%d", (int)pid, SCHED_RR, param.sched_priority);
	return 0;
}

/* clang-format off */
const struct mkproc_kind mkproc_ids_kinds[] = {
	{ "reuse", "[PID]",      "processes that follow each other with one PID: lines kill, next", make_reuse, line_reuse, NULL },
	{ "user",  "[UID]",      "of another user",                     make_user,     NULL, NULL },
	{ "nice",  "[N]",        "with another nice value",             make_nice,     NULL, NULL },
	{ "rt",    "[PRIORITY]", "of the real-time class, sleeping",    make_realtime, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
