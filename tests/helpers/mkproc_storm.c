/*
 * mkproc_storm.c - kinds that make processes faster than anyone can look at them
 *
 * What was made is counted by those who made it, in memory that mkproc sees too, with
 * the CPU time that the kernel gives with each death: what any account of it is held
 * against.
 */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	STORM_RATE_MAX = 20000,
	STORM_SECONDS_MAX = 60,
	STORM_WORKERS_MAX = 16,
	BOMB_MAX = 2000,
	BOMB_LIVES = 100, /* refusals after which one of the bomb ends: there is always room */
};

/* ---------------------------------------------------------------------- storm */

struct tally {
	_Atomic uint64_t made, failed, user_us, system_us;
};

struct storm {
	struct tally tally;
	atomic_bool stop;
	atomic_uint running;
};

static struct storm *storm; /* shared with the workers */
static const char *program; /* that each child runs; NULL: none, it ends at once */
static long workers;

static uint64_t us_of(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

/* vfork() is the cheapest: no memory is copied. */
static void make_short_child(void)
{
	struct tally *tally = &storm->tally;
	struct rusage usage;
	int status;
	pid_t pid = vfork();

	if (pid == 0) {
		if (program != NULL)
			(void)execl(program, program, (char *)NULL);
		_exit(program != NULL);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
		atomic_fetch_add(&tally->failed, 1);
		return;
	}
	atomic_fetch_add(&tally->made, 1);
	atomic_fetch_add(&tally->user_us, us_of(usage.ru_utime));
	atomic_fetch_add(&tally->system_us, us_of(usage.ru_stime));
	if (status != 0)
		atomic_fetch_add(&tally->failed, 1);
}

/* How many there were can be read off the name of the worker. */
static void name_worker(uint64_t made)
{
	char name[16];

	(void)snprintf(name, sizeof(name), "storm-%u", (unsigned)made);
	(void)prctl(PR_SET_NAME, name);
}

static uint64_t ms_since(const struct timespec *start)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)((now.tv_sec - start->tv_sec) * 1000 +
			  (now.tv_nsec - start->tv_nsec) / 1000000);
}

/* As many as the time that has passed asks for; what is two ticks late is lost. */
static uint64_t make_due(uint64_t made, uint64_t *lost, uint64_t due, uint64_t rate)
{
	const uint64_t burst = rate / 50 + 1;

	if (due > made + *lost + burst)
		*lost = due - made - burst;
	for (; made + *lost < due && !atomic_load(&storm->stop); made++)
		make_short_child();
	return made;
}

__attribute__((noreturn)) static void run_worker(uint64_t rate, long length)
{
	struct timespec start;
	uint64_t made = 0, lost = 0, passed;

	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	mkproc_say(true);
	while ((passed = ms_since(&start)) < (uint64_t)length * 1000 &&
	       !atomic_load(&storm->stop)) {
		if (rate == 0) {
			make_short_child();
			made++;
		} else {
			made = make_due(made, &lost, passed * rate / 1000, rate);
			mkproc_sleep_ms(10);
		}
		if (rate != 0 || made % 64 == 0)
			name_worker(made);
	}
	name_worker(made);
	atomic_fetch_sub(&storm->running, 1);
	mkproc_idle();
}

/* The program of the children: the shortest that a system has, or the one that is asked for. */
static const char *choose_program(const struct mkproc_args *args)
{
	if (args->count > 3)
		return strcmp(args->words[3], "-") == 0 ? NULL : args->words[3];
	return access("/bin/true", X_OK) == 0 ? "/bin/true" : "/usr/bin/true";
}

static int make_storm(const struct mkproc_args *args)
{
	long rate = mkproc_number(args, 0, 100, 0, STORM_RATE_MAX);
	long length = mkproc_number(args, 1, 2, 1, STORM_SECONDS_MAX);
	uint64_t share;

	workers = mkproc_number(args, 2, 1, 1, STORM_WORKERS_MAX);
	share = (uint64_t)((rate + workers - 1) / workers);
	program = choose_program(args);
	if (program != NULL && access(program, X_OK) < 0)
		return mkproc_refuse(MKPROC_UNSUPPORTED, "%s: %s", program, strerror(errno));
	storm = mmap(NULL, sizeof(*storm), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (storm == MAP_FAILED)
		return mkproc_refuse(1, "mmap: %s", strerror(errno));
	atomic_store(&storm->running, (unsigned)workers);
	for (long i = 0; i < workers; i++) {
		pid_t pid = mkproc_fork();

		if (pid == 0)
			run_worker(share, length);
		mkproc_tell("pid=%d", (int)pid);
	}
	return mkproc_await((size_t)workers) ? 0 : mkproc_refuse(1, "a child failed");
}

/* "report": what there was so far. "wait", "stop": when it is over, or at once. */
static int line_storm(const char *line)
{
	const struct tally *tally = &storm->tally;
	bool stop = strcmp(line, "stop") == 0;

	if (!stop && strcmp(line, "report") != 0 && strcmp(line, "wait") != 0)
		return mkproc_refuse(2, "report, wait or stop, not %s", line);
	atomic_store(&storm->stop, stop || atomic_load(&storm->stop));
	for (int turns = 0; line[0] != 'r' && atomic_load(&storm->running) > 0; turns++) {
		if (turns > (STORM_SECONDS_MAX + 5) * 100)
			return mkproc_refuse(1, "the storm does not end");
		mkproc_sleep_ms(10);
	}
	mkproc_tell("made=%llu failed=%llu user_us=%llu system_us=%llu over=%d",
		    (unsigned long long)atomic_load(&tally->made),
		    (unsigned long long)atomic_load(&tally->failed),
		    (unsigned long long)atomic_load(&tally->user_us),
		    (unsigned long long)atomic_load(&tally->system_us),
		    atomic_load(&storm->running) == 0);
	mkproc_tell("reported");
	return 0;
}

/* ------------------------------------------------------------------- fork bomb */

static char group[512]; /* the directory of the control group that it cannot leave */
static pid_t guardian;
static int guard[2] = { -1, -1 };

static bool file_has(const char *directory, const char *name, const char *word)
{
	char path[600], text[512];
	FILE *file;
	bool has;

	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	has = fgets(text, sizeof(text), file) != NULL && strstr(text, word) != NULL;
	(void)fclose(file);
	return has;
}

static bool write_file(const char *directory, const char *name, long number)
{
	char path[600];
	FILE *file;
	bool good;

	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "we");
	if (file == NULL)
		return false;
	good = fprintf(file, "%ld", number) > 0;
	return fclose(file) == 0 && good;
}

/* Where a group with a bound on processes can be made, in version 1 or 2. */
static bool find_groups(char *ret, size_t size)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const struct mntent *mount;
	bool found = false;

	while (mounts != NULL && !found && (mount = getmntent(mounts)) != NULL) {
		found = (strcmp(mount->mnt_type, "cgroup") == 0 &&
			 hasmntopt(mount, "pids") != NULL) ||
			(strcmp(mount->mnt_type, "cgroup2") == 0 &&
			 file_has(mount->mnt_dir, "cgroup.subtree_control", "pids"));
		if (found)
			(void)snprintf(ret, size, "%s", mount->mnt_dir);
	}
	if (mounts != NULL)
		(void)endmntent(mounts);
	return found;
}

/* Kills who is in the group until nobody is and it can be removed. */
static void remove_group(void)
{
	char path[600];

	(void)snprintf(path, sizeof(path), "%s/cgroup.procs", group);
	for (int tries = 0; rmdir(group) < 0 && errno != ENOENT && tries < 2000; tries++) {
		FILE *file = fopen(path, "re");
		char line[32];

		while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
			pid_t pid = (pid_t)strtol(line, NULL, 10);

			if (pid > 1)
				(void)kill(pid, SIGKILL);
		}
		if (file != NULL)
			(void)fclose(file);
		mkproc_sleep_ms(5);
	}
}

/* Outlives mkproc, if that is killed, by as long as it takes to clean up. */
__attribute__((noreturn)) static void run_guardian(void)
{
	char byte;

	(void)close(guard[1]);
	(void)prctl(PR_SET_PDEATHSIG, 0);
	(void)alarm(mkproc_seconds() + 60);
	(void)prctl(PR_SET_NAME, "bomb-guardian");
	mkproc_say(true);
	(void)!read(guard[0], &byte, 1);
	remove_group();
	_exit(0);
}

/* Children ad infinitum. All but the first end after a while, and with them what they made. */
__attribute__((noreturn)) static void run_bomb(void)
{
	unsigned refused = 0;
	bool is_first = true;

	/* nobody waits for them, whoever their parent was */
	(void)signal(SIGCHLD, SIG_IGN);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)prctl(PR_SET_NAME, "bomb");
	mkproc_say(true);
	while (is_first || refused < BOMB_LIVES) {
		pid_t parent = getpid(), pid = fork();

		if (pid == 0) {
			mkproc_promise(parent);
			is_first = false;
			refused = 0;
		} else if (pid < 0) {
			refused++;
			mkproc_sleep_ms(1);
		}
	}
	_exit(0);
}

static int start_bomb(void)
{
	pid_t pid;

	(void)prctl(PR_SET_CHILD_SUBREAPER, 1); /* what is killed at the end is waited for */
	guardian = mkproc_fork();
	if (guardian == 0)
		run_guardian();
	if (!mkproc_await(1))
		return mkproc_refuse(1, "no guardian");
	pid = mkproc_fork();
	if (pid == 0) {
		(void)close(guard[1]);
		if (!write_file(group, "cgroup.procs", (long)getpid()))
			mkproc_say(false);
		else
			run_bomb();
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "the group takes no process");
	mkproc_tell("pid=%d group=%s", (int)pid, group);
	return 0;
}

static int make_bomb(const struct mkproc_args *args)
{
	long max = mkproc_number(args, 0, 64, 2, BOMB_MAX);
	char parent[400];

	if (!find_groups(parent, sizeof(parent)))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "no control groups that bound processes");
	(void)snprintf(group, sizeof(group), "%s/mkproc-%d", parent, (int)getpid());
	if (pipe2(guard, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "pipe: %s", strerror(errno));
	if (mkdir(group, 0755) < 0) {
		group[0] = '\0';
		return mkproc_refuse(MKPROC_UNSUPPORTED, "%s: %s", parent, strerror(errno));
	}
	if (!write_file(group, "pids.max", max)) {
		(void)rmdir(group);
		return mkproc_refuse(MKPROC_UNSUPPORTED, "the group has no bound");
	}
	return start_bomb();
}

static void end_bomb(void)
{
	if (guardian <= 0)
		return;
	(void)close(guard[1]);
	(void)waitpid(guardian, NULL, 0);
	mkproc_disown(guardian);
}

/* clang-format off */
const struct mkproc_kind mkproc_storm_kinds[] = {
	{ "storm",    "[RATE [SECONDS [WORKERS [PROGRAM]]]]", "RATE short children a second, 0: all that can be, each runs true (PROGRAM -: none); lines report, wait, stop", make_storm, line_storm, NULL },
	{ "forkbomb", "[MAX]", "a fork bomb in a control group of its own, with room for MAX (64)", make_bomb, NULL, end_bomb },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
