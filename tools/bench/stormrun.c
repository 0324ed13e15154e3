/* stormrun.c - see stormrun.h */
#include "stormrun.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"
#include "choices.h"
#include "gather.h"
#include "home.h"
#include "machine.h"
#include "session.h"
#include "stormload.h"

enum {
	SETTLE_S = 3,
	STORM_SECONDS = 60, /* in any case its end */
};

static const char program[] = "/bin/true";

/* only: as in --only. "proctor" among the arguments stands for its path. */
struct monitor {
	const char *name;
	const char *only;
	const char *arguments[LAUNCH_ARGUMENTS_MAX];
	enum gather_format format;
	bool nobody; /* runs as nobody, if the others run as root */
	bool steady; /* takes part in the steady storm too */
	const char *quit;
};

/*
 * proctor with kernel threads and the column of what children used that had no row: nobody else
 * has one that could be shown. Of the others what they show by themselves.
 */
/* clang-format off */
static const struct monitor monitors[] = {
	[STORMRUN_NONE] = { "none", "none", { NULL }, GATHER_SCREEN, false, true, NULL },
	[STORMRUN_SCREEN] = {
		"proctor, screen", "proctor", { "proctor", "-kd1", "-o", "+chld" },
		GATHER_SCREEN, false, true, "q" },
	[STORMRUN_TEXT_SCREEN] = {
		"proctor --source=procfs, screen", "proctor-text",
		{ "proctor", "--source=procfs", "-kd1", "-o", "+chld" },
		GATHER_SCREEN, false, true, "q" },
	[STORMRUN_RECORDS] = {
		"proctor -b --ended -f jsonl", "proctor",
		{ "proctor", "-bkd1", "--ended", "-fjsonl", "-oname,cpu,chld" },
		GATHER_JSONL, false, true, NULL },
	[STORMRUN_TEXT_RECORDS] = {
		"proctor -b --ended -f jsonl --source=procfs", "proctor-text",
		{ "proctor", "-bkd1", "--ended", "--source=procfs", "-fjsonl",
		  "-oname,cpu,chld" },
		GATHER_JSONL, false, false, NULL },
	[STORMRUN_NOBODY_SCREEN] = {
		"proctor, screen, as nobody", "proctor",
		{ "proctor", "-kd1", "-o", "+chld" }, GATHER_SCREEN, true, true, "q" },
	[STORMRUN_NOBODY_RECORDS] = {
		"proctor -b --ended -f jsonl, as nobody", "proctor",
		{ "proctor", "-bkd1", "--ended", "-fjsonl", "-oname,cpu,chld" },
		GATHER_JSONL, true, true, NULL },
	{ "top, screen", "top", { "top", "-d", "1" }, GATHER_SCREEN, false, true, "q" },
	{ "top -b", "top", { "top", "-b", "-d", "1" }, GATHER_TOP, false, false, NULL },
	{ "htop, screen", "htop", { "htop", "-d", "10" }, GATHER_SCREEN, false, true, "q" },
	{ "pidstat 1", "pidstat", { "pidstat", "1" }, GATHER_PIDSTAT, false, false, NULL },
	{ "atop 1, screen", "atop", { "atop", "1" }, GATHER_SCREEN, false, false, "q" },
	{ "atop -P PRC 1", "atop", { "atop", "-P", "PRC", "1" }, GATHER_PRC, false, false, NULL },
	{ "atop -P PRC 1, as nobody", "atop", { "atop", "-P", "PRC", "1" },
	  GATHER_PRC, true, false, NULL },
};
/* clang-format on */

_Static_assert(ARRAY_LEN(monitors) <= STORMRUN_MONITORS_MAX, "figures of each");

/* What is seen between the two edges of the window. */
struct observation {
	struct stormload *load;
	struct gather *gather;
	struct tally tally;
	bool is_open;
	struct machine begun, ended;
	uint64_t begun_ns, ended_ns, begun_forks, ended_forks;
};

size_t stormrun_monitor_count(void)
{
	return ARRAY_LEN(monitors);
}

const char *stormrun_monitor_name(size_t monitor)
{
	return monitors[monitor].name;
}

const char *stormrun_program(void)
{
	return program;
}

static void see_output(void *of, const char *bytes, size_t size, bool fresh)
{
	struct observation *observation = of;

	gather_feed(observation->gather, bytes, size, fresh,
		    observation->is_open ? &observation->tally : NULL);
}

/* What was on the screen before the window is not of it, what is there at its end is. */
static void see_edge(void *of, bool begins)
{
	struct observation *observation = of;
	struct tally nobody_looks = { 0 };

	if (observation->gather)
		gather_frame(observation->gather, begins ? &nobody_looks : &observation->tally);
	observation->is_open = begins;
	machine_read(begins ? &observation->begun : &observation->ended);
	*(begins ? &observation->begun_ns : &observation->ended_ns) = clock_monotonic();
	*(begins ? &observation->begun_forks : &observation->ended_forks) =
		stormload_forks(observation->load);
}

static double window_seconds(const struct observation *observation)
{
	return (double)(observation->ended_ns - observation->begun_ns) / (double)NS_PER_SECOND;
}

static void wait_seconds(double seconds)
{
	(void)poll(NULL, 0, (int)(seconds * 1000));
}

static const char *user_of(const struct choices *choices, const struct monitor *monitor)
{
	return monitor->nobody && choices_are_roots(choices) ? "nobody" : choices->user;
}

static int watch(const struct choices *choices, const struct monitor *monitor,
		 struct observation *observation, struct session_result *result)
{
	char home[HOME_PATH_MAX];
	struct session_plan plan = {
		.launch = { .user = user_of(choices, monitor), .home = home },
		.watcher = { see_output, see_edge, observation },
		.quit = monitor->quit,
		.settle_ns = SETTLE_S * NS_PER_SECOND,
		.window_ns = (uint64_t)(choices->window * 1e9),
	};
	int error = home_make(home, plan.launch.user, false);

	memcpy(plan.launch.arguments, monitor->arguments, sizeof(plan.launch.arguments));
	if (strcmp(monitor->arguments[0], "proctor") == 0)
		plan.launch.arguments[0] = choices->proctor;
	plan.launch.pipe = monitor->format != GATHER_SCREEN;
	observation->gather = gather_new(monitor->format);
	if (error == 0)
		error = session_run(&plan, result);
	gather_free(observation->gather);
	home_remove(home);
	return error;
}

/* Beside nothing but ourselves. */
static void watch_none(const struct choices *choices, struct observation *observation)
{
	wait_seconds(SETTLE_S);
	see_edge(observation, true);
	wait_seconds(choices->window);
	see_edge(observation, false);
}

static void fill(struct stormrun_figures *figures, const struct observation *observation,
		 const struct session_result *result)
{
	const double seconds = window_seconds(observation);

	figures->there = seconds > 0;
	if (!figures->there)
		return;
	figures->busy =
		machine_busy_between(&observation->begun, &observation->ended) / seconds * 100;
	figures->ticks = (observation->ended.ticks - observation->begun.ticks) / seconds * 100;
	figures->forks = (double)(observation->ended_forks - observation->begun_forks) / seconds;
	figures->own = (double)result->cpu_ns / (double)NS_PER_SECOND / seconds * 100;
	figures->tally = observation->tally;
}

static int run_monitor(const struct choices *choices, const struct stormrun *run,
		       const struct monitor *monitor, struct stormrun_figures *figures)
{
	struct stormload load;
	struct observation observation = { .load = &load };
	struct session_result result = { 0 };
	int error = stormload_start(&load, run->steady ? STORMRUN_RATE : 0,
				    run->steady ? NULL : program, STORM_SECONDS);

	if (error < 0)
		return error;
	if (monitor->arguments[0])
		figures->error = watch(choices, monitor, &observation, &result);
	else
		watch_none(choices, &observation);
	stormload_end(&load);
	if (figures->error == 0)
		fill(figures, &observation, &result);
	return 0;
}

static bool is_there(const struct choices *choices, const struct monitor *monitor)
{
	if (!monitor->arguments[0])
		return true;
	return launch_has(strcmp(monitor->arguments[0], "proctor") == 0 ? choices->proctor
									: monitor->arguments[0]);
}

/* As nobody only where the others are not. */
static bool takes_part(const struct choices *choices, const struct stormrun *run,
		       const struct monitor *monitor)
{
	if (run->steady && !monitor->steady)
		return false;
	if (monitor->nobody && (!choices_are_roots(choices) || geteuid() != 0))
		return false;
	return !monitor->arguments[0] || choices_want_program(choices, monitor->only);
}

int stormrun_run(const struct choices *choices, struct stormrun *run)
{
	int result = 0;

	for (size_t i = 0; i < ARRAY_LEN(monitors) && result == 0; i++) {
		if (!takes_part(choices, run, &monitors[i]))
			continue;
		run->of[i].absent = !is_there(choices, &monitors[i]);
		if (run->of[i].absent)
			continue;
		result = run_monitor(choices, run, &monitors[i], &run->of[i]);
		(void)fprintf(stderr, "storm, %s: %s\n", monitors[i].name,
			      run->of[i].error == 0 ? "measured" : strerror(-run->of[i].error));
	}
	return result;
}
