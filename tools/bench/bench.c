/*
 * bench.c - what a refresh costs, side by side with other monitors
 *
 * One swarm of idle tasks a size; each program in turn on its own
 * pseudo-terminal; whole refreshes only are counted. Prints Markdown; with --svg
 * also a picture. A figure is the median of the rounds.
 */
#include <errno.h>
#include <getopt.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "floor.h"
#include "home.h"
#include "plot.h"
#include "session.h"
#include "swarm.h"

enum {
	ROUNDS_MAX = 9,
	SIZES_MAX = PLOT_POINTS_MAX,
	HIDDEN_THREADS = 10000,
	SHOWN_PROCESSES = 1000,
	SHOWN_THREADS = 20,
	KEPT_BYTES = 4300, /* of kernel memory a kept stat file: a page and what describes it */
};

struct program {
	const char *name;
	const char *arguments[SESSION_ARGUMENTS_MAX];
	const char *threads; /* the option that shows them; NULL: it does so anyway, or cannot */
	const char *quit;
};

/*
 * proctor's path is put in: with the source that it chooses, and with text. The next two are what
 * the others are compared with.
 */
static struct program programs[] = {
	{ "proctor", { NULL, "-d", "1" }, "-H", "q" },
	{ "proctor-text", { NULL, "--source=procfs", "-d", "1" }, "-H", "q" },
	{ "top", { "top", "-d", "1" }, "-H", "q" },
	{ "htop", { "htop", "-d", "10" }, NULL, "q" },
	{ "btop", { "btop" }, NULL, "q" },
	{ "atop", { "atop", "1" }, NULL, "q" },
	{ "pidstat", { "pidstat", "1" }, "-t", NULL },
	{ "glances", { "glances", "-t", "1" }, NULL, "q" },
};

enum { PROCTOR, PROCTOR_TEXT, TOP, HTOP, PROGRAMS = ARRAY_LEN(programs) };

struct options {
	const char *only; /* names with commas; NULL: all that are there */
	const char *user, *svg, *scenario;
	size_t sizes[SIZES_MAX], size_count;
	size_t rounds;
	double window, settle;
};

/* Medians, in the units of the table. */
struct figures {
	bool there, quit;
	double cpu, rss, peak, first, bytes;
	size_t kept;
};

struct scenario {
	const char *title;
	bool threads;
	struct figures of[PROGRAMS];
	double floor_open, floor_kept;
};

static int compare_numbers(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double *numbers, size_t count)
{
	qsort(numbers, count, sizeof(numbers[0]), compare_numbers);
	return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
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

static struct figures summarize(const struct session_result *results, size_t count)
{
	double of[5][ROUNDS_MAX];
	struct figures figures = { .there = count > 0, .quit = true };

	if (count == 0)
		return figures;
	for (size_t i = 0; i < count; i++) {
		of[0][i] =
			(double)results[i].cpu_ns / refreshes_of(&results[i]) / (double)NS_PER_MS;
		of[1][i] = (double)results[i].rss / 1e6;
		of[2][i] = (double)results[i].peak / 1e6;
		of[3][i] = (double)results[i].first_ns / (double)NS_PER_MS;
		of[4][i] = (double)results[i].bytes / refreshes_of(&results[i]);
		figures.kept = MAX(figures.kept, results[i].kept_stat);
		figures.quit = figures.quit && results[i].quit;
	}
	figures.cpu = median(of[0], count);
	figures.rss = median(of[1], count);
	figures.peak = median(of[2], count);
	figures.first = median(of[3], count);
	figures.bytes = median(of[4], count);
	return figures;
}

static bool is_wanted(const struct options *options, const char *name)
{
	const char *at = options->only;
	size_t length = strlen(name);

	while (at && *at) {
		size_t n = strcspn(at, ",");

		if (n == length && memcmp(at, name, n) == 0)
			return true;
		at += n + (at[n] == ',');
	}
	return !options->only;
}

static int run_once(const struct options *options, const struct program *program, bool threads,
		    struct session_result *ret)
{
	char home[HOME_PATH_MAX];
	struct session_plan plan = {
		.quit = program->quit,
		.user = options->user,
		.home = home,
		.settle_ns = (uint64_t)(options->settle * 1e9),
		.window_ns = (uint64_t)(options->window * 1e9),
	};
	size_t count = 0;
	int result = home_make(home, options->user, threads);

	while (program->arguments[count])
		count++;
	memcpy(plan.arguments, program->arguments, count * sizeof(plan.arguments[0]));
	if (threads && program->threads)
		plan.arguments[count] = program->threads;
	if (result == 0)
		result = session_run(&plan, ret);
	home_remove(home);
	return result;
}

/* Round by round, so that what drifts in the machine meets all of them. */
static void run_programs(const struct options *options, struct scenario *scenario)
{
	struct session_result results[PROGRAMS][ROUNDS_MAX];
	size_t counts[PROGRAMS] = { 0 };

	for (size_t round = 0; round < options->rounds; round++) {
		for (size_t i = 0; i < PROGRAMS; i++) {
			const struct program *program = &programs[i];
			int result;

			if (!is_wanted(options, program->name) ||
			    !session_has(program->arguments[0]))
				continue;
			result = run_once(options, program, scenario->threads,
					  &results[i][counts[i]]);
			if (result == -ETIME) /* some read files that can hang: once more */
				result = run_once(options, program, scenario->threads,
						  &results[i][counts[i]]);
			if (result == 0)
				counts[i]++;
			(void)fprintf(stderr, "%s, round %zu, %s: %s\n", scenario->title, round + 1,
				      program->name, result == 0 ? "measured" : strerror(-result));
		}
	}
	for (size_t i = 0; i < PROGRAMS; i++)
		scenario->of[i] = summarize(results[i], counts[i]);
	scenario->floor_open =
		(double)floor_measure(FLOOR_OPEN, scenario->threads, options->user) / 1e6;
	scenario->floor_kept =
		(double)floor_measure(FLOOR_KEPT, scenario->threads, options->user) / 1e6;
}

static void print_ratio(double cpu, const struct figures *other)
{
	if (other->there && other->cpu > 0)
		(void)printf(" %.2f |", cpu / other->cpu);
	else
		(void)printf(" - |");
}

static void print_floor(const struct scenario *scenario, const char *name, double cpu)
{
	if (cpu <= 0)
		return;
	(void)printf("| *%s* | %.1f |", name, cpu);
	print_ratio(cpu, &scenario->of[TOP]);
	print_ratio(cpu, &scenario->of[HTOP]);
	(void)printf(" | | | | | |\n");
}

static void print_scenario(const struct scenario *scenario)
{
	(void)printf("\n### %s\n\n"
		     "| program | CPU a refresh, ms | of top | of htop | resident, MB | peak, MB | "
		     "first full screen, ms "
		     "| bytes a refresh | kept stat files (kernel memory, estimated) | ended as "
		     "asked |\n"
		     "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
		     scenario->title);
	for (size_t i = 0; i < PROGRAMS; i++) {
		const struct figures *figures = &scenario->of[i];

		if (!figures->there)
			continue;
		(void)printf("| %s | %.1f |", programs[i].name, figures->cpu);
		print_ratio(figures->cpu, &scenario->of[TOP]);
		print_ratio(figures->cpu, &scenario->of[HTOP]);
		(void)printf(" %.1f | %.1f |", figures->rss, figures->peak);
		if (figures->first > 0)
			(void)printf(" %.0f |", figures->first);
		else
			(void)printf(
				" - |"); /* it never shows as many rows: idle ones are hidden, say */
		(void)printf(" %.0f | %zu (%.1f MB) | %s |\n", figures->bytes, figures->kept,
			     (double)(figures->kept * KEPT_BYTES) / 1e6,
			     figures->quit ? "yes" : "no");
	}
	print_floor(scenario, "floor: open, read, close of each stat", scenario->floor_open);
	print_floor(scenario, "floor: pread of each kept stat", scenario->floor_kept);
	(void)fflush(stdout);
}

/* Adds to the swarm up to that size, or begins a new one. Ends the program where that cannot be. */
static void make_swarm(struct swarm *swarm, size_t processes, size_t threads)
{
	int result = swarm_add(swarm, processes, threads);

	if (result == 0)
		return;
	(void)fprintf(stderr, "bench: %zu processes of %zu threads cannot be made: %s\n", processes,
		      threads, strerror(-result));
	swarm_end(swarm);
	exit(EXIT_FAILURE);
}

static void add_points(struct plot_curve *curves, size_t size, const struct scenario *scenario)
{
	for (size_t i = 0; i < PROGRAMS; i++) {
		curves[i].name = programs[i].name;
		if (!scenario->of[i].there)
			continue;
		curves[i].x[curves[i].count] = (double)size;
		curves[i].y[curves[i].count++] = scenario->of[i].cpu;
	}
	if (scenario->floor_kept <= 0)
		return;
	curves[PROGRAMS].name = "kept pread";
	curves[PROGRAMS].x[curves[PROGRAMS].count] = (double)size;
	curves[PROGRAMS].y[curves[PROGRAMS].count++] = scenario->floor_kept;
}

static bool wants_scenario(const struct options *options, const char *name)
{
	return !options->scenario || strcmp(options->scenario, name) == 0;
}

static void bench_processes(const struct options *options)
{
	struct plot_curve curves[PROGRAMS + 1] = { 0 };
	struct swarm swarm = { 0 };
	char title[96];

	for (size_t i = 0; wants_scenario(options, "processes") && i < options->size_count; i++) {
		struct scenario scenario = { .title = title };

		(void)snprintf(title, sizeof(title), "%zu idle processes", options->sizes[i]);
		make_swarm(&swarm,
			   options->sizes[i] > swarm.count ? options->sizes[i] - swarm.count : 0,
			   1);
		run_programs(options, &scenario);
		print_scenario(&scenario);
		add_points(curves, options->sizes[i], &scenario);
	}
	if (options->svg && plot_write(options->svg, "A refresh, by number of processes", curves,
				       ARRAY_LEN(curves)) < 0)
		(void)fprintf(stderr, "bench: %s cannot be written\n", options->svg);
	swarm_end(&swarm);
}

/* The two that are compared with each other run on the same processes, one after the other. */
static void bench_hidden(const struct options *options)
{
	const size_t processes = options->sizes[options->size_count - 1];
	struct swarm swarm = { 0 };
	char title[96];
	struct scenario before = { .title = title }, after = { .title = title };

	make_swarm(&swarm, processes, 1);
	(void)snprintf(title, sizeof(title), "%zu idle processes, again", processes);
	run_programs(options, &before);
	print_scenario(&before);
	make_swarm(&swarm, 1, HIDDEN_THREADS);
	(void)snprintf(title, sizeof(title),
		       "%zu idle processes and one with %d threads, which are hidden", processes,
		       HIDDEN_THREADS);
	run_programs(options, &after);
	print_scenario(&after);
	swarm_end(&swarm);
}

static void bench_threads(const struct options *options)
{
	struct swarm swarm = { 0 };
	char title[96];
	struct scenario scenario = { .title = title, .threads = true };

	make_swarm(&swarm, SHOWN_PROCESSES, SHOWN_THREADS);
	(void)snprintf(title, sizeof(title), "%d processes of %d threads each, which are shown",
		       SHOWN_PROCESSES, SHOWN_THREADS);
	run_programs(options, &scenario);
	print_scenario(&scenario);
	swarm_end(&swarm);
}

static bool parse_sizes(struct options *options, const char *list)
{
	for (options->size_count = 0; *list && options->size_count < SIZES_MAX;
	     list += *list == ',') {
		char *end;
		unsigned long size = strtoul(list, &end, 10);

		if (end == list || (*end && *end != ',') || size == 0 || size > 1000000)
			return false;
		options->sizes[options->size_count++] = size;
		list = end;
	}
	return options->size_count > 0 && !*list;
}

static void set_path(const char *path)
{
	programs[PROCTOR].arguments[0] = path;
	programs[PROCTOR_TEXT].arguments[0] = path;
}

static const char usage_text[] = "usage: bench [--proctor PATH] [--sizes N,N] [--large] [--rounds "
				 "N] [--window S] [--settle S]\n"
				 "             [--only NAME,NAME] [--scenario "
				 "processes|hidden|threads] [--user NAME] [--svg FILE]\n";

static bool is_valid(const struct options *options)
{
	const char *scenario = options->scenario;

	if (scenario && strcmp(scenario, "processes") != 0 && strcmp(scenario, "hidden") != 0 &&
	    strcmp(scenario, "threads") != 0)
		return false;
	return options->size_count > 0 && options->rounds >= 1 && options->rounds <= ROUNDS_MAX &&
	       options->window >= 2 && options->window <= 600 && options->settle >= 0 &&
	       options->settle <= 60 && (!options->user || getpwnam(options->user));
}

static bool parse_options(int count, char **arguments, struct options *options)
{
	static const struct option names[] = {
		{ "proctor", required_argument, NULL, 'p' },
		{ "sizes", required_argument, NULL, 'n' },
		{ "large", no_argument, NULL, 'l' },
		{ "rounds", required_argument, NULL, 'r' },
		{ "window", required_argument, NULL, 'w' },
		{ "settle", required_argument, NULL, 's' },
		{ "only", required_argument, NULL, 'o' },
		{ "user", required_argument, NULL, 'u' },
		{ "scenario", required_argument, NULL, 'c' },
		{ "svg", required_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(count, arguments, "", names, NULL)) != -1) {
		switch (option) {
		case 'p':
			set_path(optarg);
			break;
		case 'n':
			if (!parse_sizes(options, optarg))
				return false;
			break;
		case 'l':
			(void)parse_sizes(options, "100,2000,5000,20000");
			break;
		case 'r':
			options->rounds = strtoul(optarg, NULL, 10);
			break;
		case 'w':
			options->window = strtod(optarg, NULL);
			break;
		case 's':
			options->settle = strtod(optarg, NULL);
			break;
		case 'o':
			options->only = optarg;
			break;
		case 'u':
			options->user = optarg;
			break;
		case 'c':
			options->scenario = optarg;
			break;
		case 'v':
			options->svg = optarg;
			break;
		default:
			return false;
		}
	}
	return optind == count && is_valid(options);
}

int main(int count, char **arguments)
{
	struct options options = {
		.sizes = { 100, 2000, 5000 },
		.size_count = 3,
		.rounds = 1,
		.window = 10,
		.settle = 3,
	};

	set_path("proctor");
	if (!parse_options(count, arguments, &options)) {
		(void)fputs(usage_text, stderr);
		return 2;
	}
	(void)printf("CPU time, resident memory and output of one refresh, run as %s; one second "
		     "between two; "
		     "%zu round%s of %g s.\n",
		     options.user ? options.user : "the caller", options.rounds,
		     options.rounds == 1 ? "" : "s", options.window);
	if (wants_scenario(&options, "processes"))
		bench_processes(&options);
	if (wants_scenario(&options, "hidden"))
		bench_hidden(&options);
	if (wants_scenario(&options, "threads"))
		bench_threads(&options);
	return EXIT_SUCCESS;
}
