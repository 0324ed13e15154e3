/* mkproc_states.c - kinds that are about the state of a process and its relatives */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	THREADS_MAX = 20000,
	THREAD_STACK = 16384,
	CHAIN_MAX = 30000,
	LINK_STACK = 16384,
};

static int orphan_pidfd = -1;

/* ------------------------------------------------------------- idle processes */

static int make_swarm(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, 1, MKPROC_CHILDREN_MAX);
	const char *name = args->count > 1 ? args->words[1] : "swarm";

	for (long i = 0; i < n; i++) {
		pid_t pid = mkproc_fork();

		if (pid == 0) {
			(void)prctl(PR_SET_NAME, name);
			mkproc_say(true);
			mkproc_idle();
		}
		mkproc_tell("pid=%d", (int)pid);
	}
	return mkproc_await((size_t)n) ? 0 : mkproc_refuse(1, "a child failed");
}

/* Children of the caller, which ends as they do when one cannot be made. */
static void make_wide_children(long n)
{
	for (long i = 0; i < n; i++) {
		if (mkproc_fork() == 0)
			mkproc_idle();
	}
}

static int make_wide(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, 1, MKPROC_CHILDREN_MAX);
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		make_wide_children(n);
		mkproc_say(true);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(1, "the parent failed");
	mkproc_tell("pid=%d children=%ld", (int)pid, n);
	return 0;
}

/*
 * The links share their memory, and each has a little stack in it: a chain of forks would
 * hand down ever longer lists of whose pages are whose, and a deep one take minutes.
 */
static struct {
	long length;
	int out;      /* each link tells its number here */
	pid_t parent; /* of the next link */
	char *stacks;
} chain;

static int run_link(void *argument)
{
	const struct sched_param usual = { 0 };
	const long depth = (long)(intptr_t)argument;
	const pid_t self = getpid();
	int next = 0;

	if (depth > 0)
		mkproc_promise(chain.parent);
	if (write(chain.out, &self, sizeof(self)) != sizeof(self))
		_exit(1);
	if (depth + 1 < chain.length) {
		chain.parent = self;
		next = clone(run_link, chain.stacks + (depth + 2) * LINK_STACK, CLONE_VM | SIGCHLD,
			     (void *)(intptr_t)(depth + 1));
	}
	if (next < 0)
		_exit(1);
	(void)sched_setscheduler(0, SCHED_OTHER, &usual);
	(void)close(chain.out);
	mkproc_idle();
}

__attribute__((noreturn)) static void run_chain(void)
{
	const struct sched_param first = { .sched_priority = 1 };

	chain.stacks = mmap(NULL, (size_t)(chain.length + 1) * LINK_STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (chain.stacks == MAP_FAILED)
		_exit(1);
	/* where it may be: else each link waits for a processor before it makes the next */
	(void)sched_setscheduler(0, SCHED_FIFO, &first);
	(void)run_link(NULL);
	_exit(1);
}

static int make_chain(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, 1, CHAIN_MAX);
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "pipe: %s", strerror(errno));
	chain.length = n;
	chain.out = fds[1];
	if (mkproc_fork() == 0) {
		(void)close(fds[0]);
		run_chain();
	}
	(void)close(fds[1]);
	for (long i = 0; i < n; i++) {
		pid_t pid;

		if (read(fds[0], &pid, sizeof(pid)) != sizeof(pid))
			return mkproc_refuse(1, "the chain broke at %ld", i);
		mkproc_tell("pid=%d depth=%ld", (int)pid, i);
	}
	(void)close(fds[0]);
	return 0;
}

/* ------------------------------------------------------------------- threads */

static void *thread_idle(void *arg)
{
	(void)arg;
	mkproc_idle();
}

static void *thread_burn(void *arg)
{
	(void)arg;
	mkproc_burn();
}

/* The last one: the process has but this thread, so it must hear of our death itself. */
static void *thread_survive(void *arg)
{
	(void)arg;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	mkproc_say(true);
	mkproc_idle();
}

static bool start_threads(long n, void *(*body)(void *))
{
	pthread_attr_t attr;
	bool ok = pthread_attr_init(&attr) == 0 &&
		  pthread_attr_setstacksize(&attr, THREAD_STACK) == 0;

	for (long i = 0; ok && i < n; i++) {
		pthread_t thread;

		ok = pthread_create(&thread, &attr, body, NULL) == 0;
	}
	return ok;
}

static int make_threads(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, 1, THREADS_MAX);
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		/* the leader is one of them */
		mkproc_say(start_threads(n - 1, thread_idle));
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(1, "no %ld threads", n);
	mkproc_tell("pid=%d threads=%ld", (int)pid, n);
	return 0;
}

static int make_busy_thread(const struct mkproc_args *args)
{
	pid_t pid = mkproc_fork();

	(void)args;
	if (pid == 0) {
		mkproc_say(start_threads(1, thread_burn));
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(1, "no thread");
	mkproc_tell("pid=%d", (int)pid);
	return 0;
}

static int make_leader_exited(const struct mkproc_args *args)
{
	pid_t pid = mkproc_fork();

	(void)args;
	if (pid == 0) {
		if (!start_threads(1, thread_survive))
			mkproc_say(false);
		/* this thread only; exit() and _exit() end all of them */
		(void)syscall(SYS_exit, 0);
	}
	if (!mkproc_await(1) || !mkproc_await_state(pid, 0, "Z"))
		return mkproc_refuse(1, "the leader did not exit");
	mkproc_tell("pid=%d", (int)pid);
	return 0;
}

/* -------------------------------------------------------------------- states */

static int make_zombie(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 1, 1, 5000);

	for (long i = 0; i < n; i++) {
		pid_t pid = mkproc_fork();
		siginfo_t info;

		if (pid == 0)
			_exit(3);
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0)
			return mkproc_refuse(1, "waitid: %s", strerror(errno));
		mkproc_tell("pid=%d", (int)pid);
	}
	return 0;
}

static int make_stopped(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 1, 1, 5000);

	for (long i = 0; i < n; i++) {
		pid_t pid = mkproc_fork();
		int status;

		if (pid == 0) {
			(void)raise(SIGSTOP);
			mkproc_idle();
		}
		if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
			return mkproc_refuse(1, "the child did not stop");
		mkproc_tell("pid=%d", (int)pid);
	}
	return 0;
}

static int make_traced(const struct mkproc_args *args)
{
	pid_t pid = mkproc_fork();
	int status;

	(void)args;
	if (pid == 0)
		mkproc_idle();
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)(uintptr_t)PTRACE_O_EXITKILL) < 0 ||
	    ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) < 0)
		return mkproc_refuse(MKPROC_UNSUPPORTED, "ptrace: %s", strerror(errno));
	if (waitpid(pid, &status, __WALL) != pid || !mkproc_await_state(pid, 0, "t"))
		return mkproc_refuse(1, "the child is not traced");
	mkproc_tell("pid=%d tracer=%d", (int)pid, (int)getpid());
	return 0;
}

/* -------------------------------------------------------------------- orphan */

/* Lives while the other end of the pipe does: its parent has gone, and cannot tell. */
__attribute__((noreturn)) static void run_orphan(const int life[2])
{
	char byte;

	(void)close(life[1]);
	(void)prctl(PR_SET_PDEATHSIG, 0);
	(void)alarm(mkproc_seconds() + 5);
	while (read(life[0], &byte, 1) < 0 && errno == EINTR)
		;
	_exit(0);
}

static int make_orphan(const struct mkproc_args *args)
{
	int life[2], told[2];
	pid_t parent, pid;
	char ppid[16];

	(void)args;
	if (pipe2(life, O_CLOEXEC) < 0 || pipe2(told, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "pipe: %s", strerror(errno));
	parent = mkproc_fork();
	if (parent == 0) {
		pid = fork();
		if (pid == 0)
			run_orphan(life);
		_exit(write(told[1], &pid, sizeof(pid)) == sizeof(pid) && pid > 0 ? 0 : 1);
	}
	if (read(told[0], &pid, sizeof(pid)) != sizeof(pid) || pid < 0)
		return mkproc_refuse(1, "no orphan");
	orphan_pidfd = pidfd_open(pid, 0);
	mkproc_disown(parent);
	if (waitpid(parent, NULL, 0) != parent || !mkproc_stat_field(pid, 0, 4, ppid, sizeof(ppid)))
		return mkproc_refuse(1, "no orphan");
	mkproc_tell("pid=%d ppid=%s", (int)pid, ppid);
	return 0;
}

static void end_orphan(void)
{
	struct pollfd fd = { orphan_pidfd, POLLIN, 0 };

	if (orphan_pidfd < 0)
		return;
	(void)pidfd_send_signal(orphan_pidfd, SIGKILL, NULL, 0);
	(void)poll(&fd, 1, 5000);
}

/* ------------------------------------------------------------- deleted program */

static bool copy_self(const char *path)
{
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	struct stat st;
	off_t left;
	bool ok = in >= 0 && out >= 0 && fstat(in, &st) == 0;

	for (left = ok ? st.st_size : 0; ok && left > 0;) {
		char block[65536];
		ssize_t n = read(in, block, sizeof(block));

		ok = n > 0 && write(out, block, (size_t)n) == n;
		left -= n;
	}
	if (in >= 0)
		(void)close(in);
	if (out >= 0)
		ok = close(out) == 0 && ok;
	return ok;
}

/* Runs from a file that is gone, and whose name ended as the kernel marks such. */
static int make_deleted(const struct mkproc_args *args)
{
	static char directory[] = "/tmp/mkproc.XXXXXX";
	static char arg0[] = "deleted";
	char *const argv[] = { arg0, NULL };
	char path[sizeof(directory) + 32];
	bool good;
	pid_t pid;

	(void)args;
	if (mkdtemp(directory) == NULL)
		return mkproc_refuse(1, "mkdtemp: %s", strerror(errno));
	(void)snprintf(path, sizeof(path), "%s/real (deleted)", directory);
	good = copy_self(path);
	pid = good ? mkproc_fork() : -1;
	if (pid == 0) {
		(void)setenv("MKPROC_ROLE", "idle", 1);
		(void)execv(path, argv);
		mkproc_say(false);
		_exit(1);
	}
	good = good && mkproc_await(1);
	(void)unlink(path);
	(void)rmdir(directory);
	if (!good)
		return mkproc_refuse(1, "no program that can be deleted in /tmp");
	mkproc_tell("pid=%d exe=%s", (int)pid, path);
	return 0;
}

/* clang-format off */
const struct mkproc_kind mkproc_states_kinds[] = {
	{ "swarm",         "[N [NAME]]", "N idle processes",                        make_swarm,         NULL, NULL },
	{ "wide",          "[N]",        "one process with N children",             make_wide,          NULL, NULL },
	{ "chain",         "[N]",        "N processes, each the parent of the next", make_chain,        NULL, NULL },
	{ "threads",       "[N]",        "a process with N threads",                make_threads,       NULL, NULL },
	{ "busy-thread",   "",           "the leader sleeps, one thread burns",     make_busy_thread,   NULL, NULL },
	{ "leader-exited", "",           "the leader is a zombie, one thread lives", make_leader_exited, NULL, NULL },
	{ "zombie",        "[N]",        "ended, not waited for",                   make_zombie,        NULL, NULL },
	{ "stopped",       "[N]",        "stopped by a signal",                     make_stopped,       NULL, NULL },
	{ "traced",        "",           "stopped by a tracer, which is mkproc",    make_traced,        NULL, NULL },
	{ "orphan",        "",           "its parent has ended",                    make_orphan,        NULL, end_orphan },
	{ "deleted",       "",           "its program file is gone",                make_deleted,       NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
