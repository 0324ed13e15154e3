/* scenario.c - see scenario.h */
#include "scenario.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "choices.h"
#include "home.h"
#include "median.h"
#include "session.h"
#include "sys/procdir.h"

/* All rounds of a program. */
struct results {
	struct session_result of[CHOICES_ROUNDS_MAX];
	size_t count;
	int error;
};

static enum contenders_mode mode_of(enum scenario_kind kind)
{
	if (kind == SCENARIO_BATCH)
		return CONTENDERS_BATCH;
	return kind == SCENARIO_THREADS ? CONTENDERS_THREADS : CONTENDERS_SCREEN;
}

/* What is said of hidden threads is said of us and of the two that we are compared with. */
static bool takes_part(const struct choices *choices, enum scenario_kind kind,
		       enum contenders_id id)
{
	if ((kind == SCENARIO_BEFORE || kind == SCENARIO_HIDDEN) && id > CONTENDERS_HTOP)
		return false;
	return choices_want_program(choices, contenders_name(id)) &&
	       contenders_can(id, mode_of(kind));
}

/*
 * Bursts of output tell refreshes, also where they come late. One may come in two bursts, or
 * in none: there are never more than the seconds that passed.
 */
static double refreshes_of(const struct session_result *result)
{
	uint64_t seconds = (result->window_ns + NS_PER_SECOND / 2) / NS_PER_SECOND;

	if (result->refreshes == 0)
		return (double)MAX(seconds, (uint64_t)1);
	return (double)MIN((uint64_t)result->refreshes, MAX(seconds, (uint64_t)1));
}

static struct scenario_figures summarize(const struct results *results)
{
	double of[6][CHOICES_ROUNDS_MAX];
	struct scenario_figures figures = { .there = results->count > 0, .quit = true };

	if (!figures.there) {
		figures.error = results->error;
		return figures;
	}
	for (size_t i = 0; i < results->count; i++) {
		const struct session_result *result = &results->of[i];

		of[0][i] = (double)result->cpu_ns / refreshes_of(result) / (double)NS_PER_MS;
		of[1][i] = (double)result->rss / 1e6;
		of[2][i] = (double)result->peak / 1e6;
		of[3][i] = (double)result->first_ns / (double)NS_PER_MS;
		of[4][i] = (double)result->bytes / refreshes_of(result);
		of[5][i] = (double)result->bpf_memory / 1e6;
		figures.kept = MAX(figures.kept, result->kept_files);
		figures.quit = figures.quit && result->quit;
	}
	figures.cpu = median_of(of[0], results->count);
	figures.rss = median_of(of[1], results->count);
	figures.peak = median_of(of[2], results->count);
	figures.first = median_of(of[3], results->count);
	figures.bytes = median_of(of[4], results->count);
	figures.bpf = median_of(of[5], results->count);
	return figures;
}

static int run_once(const struct choices *choices, enum scenario_kind kind, enum contenders_id id,
		    struct session_result *ret)
{
	char home[HOME_PATH_MAX];
	struct session_plan plan = {
		.launch = { .user = choices->user, .home = home },
		.quit = contenders_quit(id, mode_of(kind)),
		.settle_ns = (uint64_t)(choices->settle * 1e9),
		.window_ns = (uint64_t)(choices->window * 1e9),
	};
	int result = home_make(home, choices->user, kind == SCENARIO_THREADS);

	contenders_fill(id, mode_of(kind), &plan.launch);
	if (result == 0)
		result = session_run(&plan, ret);
	home_remove(home);
	return result;
}

/* A program that failed once, twice if it hung, is not tried in later rounds: that takes time. */
static void run_program(const struct choices *choices, enum scenario_kind kind,
			enum contenders_id id, struct results *results)
{
	struct session_result *result = &results->of[results->count];

	if (results->error < 0)
		return;
	results->error = run_once(choices, kind, id, result);
	if (results->error == -ETIME) /* some read files that can hang: once more */
		results->error = run_once(choices, kind, id, result);
	if (results->error == 0)
		results->count++;
}

static void count_processes(struct scenario *scenario)
{
	struct procdir_buffer buffer = { 0 };
	struct procdir_numbers pids = { 0 };

	if (procdir_list_at(AT_FDCWD, "/proc", &buffer, &pids) == 0) {
		scenario->least =
			scenario->least == 0 ? pids.count : MIN(scenario->least, pids.count);
		scenario->most = MAX(scenario->most, pids.count);
	}
	procdir_buffer_done(&buffer);
	procdir_numbers_done(&pids);
}

static void run_floors(const struct choices *choices, struct scenario *scenario,
		       double of[FLOOR_KINDS][CHOICES_ROUNDS_MAX], size_t counts[FLOOR_KINDS])
{
	for (size_t i = 0; i < FLOOR_KINDS; i++) {
		struct floor_result result;

		/* The iterator hands out threads, so it is the floor of both. */
		floor_measure((enum floor_kind)i, scenario->kind == SCENARIO_THREADS, choices->user,
			      &result);
		if (result.cpu_ns > 0)
			of[i][counts[i]++] = (double)result.cpu_ns / (double)NS_PER_MS;
		memcpy(scenario->reasons[i], result.reason, sizeof(result.reason));
		count_processes(scenario);
	}
}

/* Round by round, so that what drifts in the machine meets all of them. */
void scenario_run(const struct choices *choices, struct scenario *scenario)
{
	struct results results[CONTENDERS_COUNT] = { 0 };
	double floors[FLOOR_KINDS][CHOICES_ROUNDS_MAX];
	size_t counts[FLOOR_KINDS] = { 0 };

	count_processes(scenario);
	for (size_t round = 0; round < choices->rounds; round++) {
		for (size_t i = 0; i < CONTENDERS_COUNT; i++) {
			if (!takes_part(choices, scenario->kind, (enum contenders_id)i))
				continue;
			run_program(choices, scenario->kind, (enum contenders_id)i, &results[i]);
			count_processes(scenario);
			(void)fprintf(stderr, "%s, round %zu, %s: %s\n", scenario->title, round + 1,
				      contenders_name((enum contenders_id)i),
				      results[i].error == 0 ? "measured"
							    : strerror(-results[i].error));
		}
		run_floors(choices, scenario, floors, counts);
	}
	for (size_t i = 0; i < CONTENDERS_COUNT; i++)
		scenario->of[i] = summarize(&results[i]);
	for (size_t i = 0; i < FLOOR_KINDS; i++)
		scenario->floors[i] = counts[i] > 0 ? median_of(floors[i], counts[i]) : 0;
}
