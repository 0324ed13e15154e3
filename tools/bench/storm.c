/*
 * storm.c - makes processes that live a millisecond, for the benchmark
 *
 * usage: storm RATE SECONDS PROGRAM [DESCRIPTOR]
 *
 * RATE processes a second from all workers (0: as many as they can), for SECONDS at most.
 * PROGRAM is executed in each of them; "-": none, the child is forked and ends at once.
 * DESCRIPTOR is of a file of 4096 bytes, into which workers count (struct storm_counts).
 *
 * A program of its own, and a small one: what a fork costs grows with the one who forks, and
 * its name and its command line are those by which others show what it used.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stormcounts.h"

enum {
	NS_A_SECOND = 1000000000,
	SECONDS_MOST = 600,
	RATE_MOST = 1000000,
	BEHIND_NS = 100000000, /* who is more behind than this does not make up for it */
};

struct order {
	unsigned rate; /* of one worker; 0: as many as it can */
	unsigned seconds;
	const char *program; /* NULL: none */
	struct storm_counts *counts;
};

static uint64_t now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * NS_A_SECOND + (uint64_t)time.tv_nsec;
}

static void sleep_until(uint64_t at)
{
	const struct timespec time = { .tv_sec = (time_t)(at / NS_A_SECOND),
				       .tv_nsec = (long)(at % NS_A_SECOND) };

	(void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

/* Returns its PID, or -1. */
static pid_t make_one(const char *program)
{
	char *arguments[] = { (char *)(uintptr_t)program, NULL }, *environment[] = { NULL };
	pid_t pid;

	if (program)
		return posix_spawn(&pid, program, NULL, NULL, arguments, environment) == 0 ? pid
											   : -1;
	pid = fork();
	if (pid == 0)
		_exit(0);
	return pid;
}

static bool make_and_reap(const char *program)
{
	int status;
	pid_t pid = make_one(program);

	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

/* It also ends with its parent, and by the alarm if it hangs. */
static void work(const struct order *order, unsigned worker)
{
	const uint64_t end = now() + (uint64_t)order->seconds * NS_A_SECOND;
	const uint64_t period = order->rate > 0 ? (uint64_t)NS_A_SECOND / order->rate : 0;
	uint64_t due = now(), random = (uint64_t)getpid();

	(void)alarm(order->seconds + 1);
	while (now() < end) {
		if (period > 0) {
			/*
			 * Half of a period to one and a half: in step with the timer they would
			 * all be over before its tick, and by ticks nobody would have run.
			 */
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			due += period / 2 + (random >> 33) % (period + 1);
			if (now() > due + BEHIND_NS)
				due = now();
			sleep_until(due);
		}
		if (!make_and_reap(order->program))
			_exit(1);
		order->counts->of[worker].forks++;
	}
	_exit(0);
}

static bool parse(int count, char **arguments, struct order *order)
{
	static struct storm_counts nobody_looks;
	unsigned long rate, seconds;

	if (count < 4 || count > 5)
		return false;
	rate = strtoul(arguments[1], NULL, 10);
	seconds = strtoul(arguments[2], NULL, 10);
	if (rate > RATE_MOST || seconds < 1 || seconds > SECONDS_MOST)
		return false;
	*order = (struct order){
		.rate = (unsigned)(rate / STORM_WORKERS),
		.seconds = (unsigned)seconds,
		.program = strcmp(arguments[3], "-") == 0 ? NULL : arguments[3],
		.counts = &nobody_looks,
	};
	if (count == 5) {
		void *memory = mmap(NULL, STORM_COUNTS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
				    (int)strtol(arguments[4], NULL, 10), 0);

		if (memory == MAP_FAILED)
			return false;
		order->counts = memory;
	}
	return true;
}

int main(int count, char **arguments)
{
	const pid_t self = getpid();
	int status, result = EXIT_SUCCESS;
	struct order order;

	if (!parse(count, arguments, &order)) {
		(void)fputs("usage: storm RATE SECONDS PROGRAM|- [DESCRIPTOR]\n", stderr);
		return 2;
	}
	for (unsigned i = 0; i < STORM_WORKERS; i++) {
		const pid_t pid = fork();

		if (pid == 0) {
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (getppid() == self)
				work(&order, i);
			_exit(1);
		}
		if (pid < 0)
			return EXIT_FAILURE; /* those that are there end with us */
	}
	while (wait(&status) > 0)
		result = status != 0 ? EXIT_FAILURE : result;
	return result;
}
