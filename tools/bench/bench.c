/*
 * bench.c - what a refresh costs, side by side with other monitors
 *
 * One swarm of idle tasks a size; each program in turn on its own
 * pseudo-terminal; whole refreshes only are counted. Prints Markdown; with --svg
 * also a picture. A figure is the median of the rounds.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aims.h"
#include "base/die.h"
#include "base/macros.h"
#include "choices.h"
#include "plot.h"
#include "report.h"
#include "scenario.h"
#include "stormreport.h"
#include "swarm.h"
#include "treefigures.h"

enum {
	HIDDEN_THREADS = 10000,
	SHOWN_PROCESSES = 1000,
	SHOWN_THREADS = 20,
};

static const enum floor_kind plotted_floors[] = { FLOOR_ITERATOR, FLOOR_KEPT };

/* All that was measured, in its order. */
struct bench {
	struct choices choices;
	struct scenario *scenarios;
	size_t count, capacity;
	struct stormrun storm, steady; /* as fast as it can; at a rate */
	struct treefigures tree;
};

/* Brings the swarm to that many processes. Ends the program where that cannot be. */
static void make_swarm(struct swarm *swarm, size_t processes, size_t threads)
{
	int result =
		processes > swarm->count ? swarm_add(swarm, processes - swarm->count, threads) : 0;

	if (result == 0)
		return;
	(void)fprintf(stderr, "bench: %zu processes of %zu threads cannot be made: %s\n", processes,
		      threads, strerror(-result));
	swarm_end(swarm);
	exit(EXIT_FAILURE);
}

/* The title is made of format. */
__attribute__((format(printf, 4, 5))) static void measure(struct bench *bench,
							  enum scenario_kind kind, size_t processes,
							  const char *format, ...)
{
	struct scenario scenario = { .kind = kind, .processes = processes };
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(scenario.title, sizeof(scenario.title), format, arguments);
	va_end(arguments);
	scenario_run(&bench->choices, &scenario);
	report_print(&scenario);
	bench->scenarios = die_grow(bench->scenarios, &bench->capacity, bench->count + 1,
				    sizeof(bench->scenarios[0]));
	bench->scenarios[bench->count++] = scenario;
}

static void bench_processes(struct bench *bench)
{
	struct swarm swarm = { 0 };

	for (size_t i = 0; i < bench->choices.size_count; i++) {
		const size_t size = bench->choices.sizes[i];

		make_swarm(&swarm, size, 1);
		measure(bench, SCENARIO_PROCESSES, size, "%zu idle processes", size);
	}
	swarm_end(&swarm);
}

static void bench_batch(struct bench *bench)
{
	const size_t size = choices_base_size(&bench->choices);
	struct swarm swarm = { 0 };

	make_swarm(&swarm, size, 1);
	measure(bench, SCENARIO_BATCH, size, "%zu idle processes, all as text into a pipe (-b)",
		size);
	swarm_end(&swarm);
}

/* The two that are compared with each other run on the same processes, one after the other. */
static void bench_hidden(struct bench *bench)
{
	const size_t size = choices_base_size(&bench->choices);
	struct swarm swarm = { 0 };

	make_swarm(&swarm, size, 1);
	measure(bench, SCENARIO_BEFORE, size, "%zu idle processes, again", size);
	make_swarm(&swarm, size + 1, HIDDEN_THREADS);
	measure(bench, SCENARIO_HIDDEN, size,
		"%zu idle processes and one with %d threads, which are hidden", size,
		HIDDEN_THREADS);
	swarm_end(&swarm);
}

static void bench_threads(struct bench *bench)
{
	struct swarm swarm = { 0 };

	make_swarm(&swarm, SHOWN_PROCESSES, SHOWN_THREADS);
	measure(bench, SCENARIO_THREADS, SHOWN_PROCESSES,
		"%d processes of %d threads each, which are shown", SHOWN_PROCESSES, SHOWN_THREADS);
	swarm_end(&swarm);
}

static void run_storm(struct bench *bench, struct stormrun *storm)
{
	int result = stormrun_run(&bench->choices, storm);

	if (result < 0)
		(void)fprintf(stderr, "bench: no storm can be made: %s\n", strerror(-result));
	else
		stormreport_print(storm);
}

static void bench_storm(struct bench *bench)
{
	run_storm(bench, &bench->storm);
}

static void bench_steady(struct bench *bench)
{
	bench->steady.steady = true;
	run_storm(bench, &bench->steady);
}

static void bench_tree(struct bench *bench)
{
	int result = treefigures_run(&bench->tree);

	if (result < 0)
		(void)fprintf(stderr, "bench: trees cannot be timed: %s\n", strerror(-result));
}

static void add_point(struct plot_curve *curve, const char *name, size_t size, double cpu)
{
	curve->name = name;
	if (cpu <= 0 || curve->count == PLOT_POINTS_MAX)
		return;
	curve->x[curve->count] = (double)size;
	curve->y[curve->count++] = cpu;
}

static void plot(const struct bench *bench)
{
	struct plot_curve curves[CONTENDERS_COUNT + ARRAY_LEN(plotted_floors)] = { 0 };
	size_t points = 0;

	for (size_t s = 0; s < bench->count; s++) {
		const struct scenario *scenario = &bench->scenarios[s];

		if (scenario->kind != SCENARIO_PROCESSES)
			continue;
		for (size_t i = 0; i < CONTENDERS_COUNT; i++)
			add_point(&curves[i], contenders_name((enum contenders_id)i),
				  scenario->processes, scenario->of[i].cpu);
		for (size_t i = 0; i < ARRAY_LEN(plotted_floors); i++)
			add_point(&curves[CONTENDERS_COUNT + i],
				  plotted_floors[i] == FLOOR_KEPT ? "kept pread" : "iterator pass",
				  scenario->processes, scenario->floors[plotted_floors[i]]);
		points++;
	}
	if (points > 0 && plot_write(bench->choices.svg, "A refresh, by number of processes",
				     curves, ARRAY_LEN(curves)) < 0)
		(void)fprintf(stderr, "bench: %s cannot be written\n", bench->choices.svg);
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		void (*run)(struct bench *bench);
	} scenarios[] = {
		{ "processes", bench_processes }, { "batch", bench_batch },
		{ "hidden", bench_hidden },	  { "threads", bench_threads },
		{ "storm", bench_storm },	  { "steady", bench_steady },
		{ "tree", bench_tree },
	};
	struct bench bench = { 0 };

	if (!choices_parse(count, arguments, &bench.choices))
		return 2;
	contenders_set_path(bench.choices.proctor);
	(void)printf("CPU time, resident memory and output of one refresh, run as %s; one second "
		     "between two; %zu round%s of %g s.\n",
		     bench.choices.user ? bench.choices.user : "the caller", bench.choices.rounds,
		     bench.choices.rounds == 1 ? "" : "s", bench.choices.window);
	for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
		if (choices_want_scenario(&bench.choices, scenarios[i].name))
			scenarios[i].run(&bench);
	}
	if (bench.choices.svg)
		plot(&bench);
	aims_print(bench.scenarios, bench.count, choices_are_roots(&bench.choices));
	stormreport_aims(&bench.storm);
	stormreport_aims(&bench.steady);
	treefigures_aims(&bench.tree);
	free(bench.scenarios);
	return EXIT_SUCCESS;
}
