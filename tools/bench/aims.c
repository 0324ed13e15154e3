/* aims.c - see aims.h */
#include "aims.h"

#include <stdio.h>

#include "base/macros.h"
#include "scenario.h"

enum {
	LARGE = 20000, /* up to which the cost is to be linear */
};

#define SLOPE_RATIO_MOST 1.25 /* of the steepest piece of the curve to the flattest */

enum runner { ANYBODY, ROOT, USER };

/* What is compared: CPU with another program's or a floor's, or something else. */
enum measure { OF_TOP, OF_HTOP, OF_ITERATOR, OF_KEPT, RESIDENT_OF_TOP, FIRST_SCREEN };

struct aim {
	const char *text;
	enum scenario_kind kind;
	size_t processes; /* of that scenario; 0: any */
	enum runner runner;
	enum measure measure;
	double most; /* a ratio or ms */
};

/* clang-format off */
static const struct aim aims[] = {
	{ "5,000 processes, root: at most 1/15 of htop's CPU",
	  SCENARIO_PROCESSES, 5000, ROOT, OF_HTOP, 1.0 / 15 },
	{ "5,000 processes, root: at most 1/10 of top's CPU",
	  SCENARIO_PROCESSES, 5000, ROOT, OF_TOP, 1.0 / 10 },
	{ "5,000 processes, root: at most 1.5 times the bare iterator pass",
	  SCENARIO_PROCESSES, 5000, ROOT, OF_ITERATOR, 1.5 },
	{ "threads shown, root: at most 1/15 of top -H",
	  SCENARIO_THREADS, 0, ROOT, OF_TOP, 1.0 / 15 },
	{ "5,000 processes, unprivileged: at most 1/4 of top's CPU",
	  SCENARIO_PROCESSES, 5000, USER, OF_TOP, 1.0 / 4 },
	{ "5,000 processes, unprivileged: at most 1.25 times the bare loop of kept reads",
	  SCENARIO_PROCESSES, 5000, USER, OF_KEPT, 1.25 },
	{ "-b of 5,000 rows: at most 1/8 of top -b",
	  SCENARIO_BATCH, 5000, ANYBODY, OF_TOP, 1.0 / 8 },
	{ "5,000 processes: first full screen in less than 60 ms",
	  SCENARIO_PROCESSES, 5000, ANYBODY, FIRST_SCREEN, 60 },
	{ "5,000 processes: resident memory at most top's",
	  SCENARIO_PROCESSES, 5000, ANYBODY, RESIDENT_OF_TOP, 1 },
};
/* clang-format on */

static const struct scenario *find(const struct scenario *scenarios, size_t count,
				   const struct aim *aim)
{
	for (size_t i = 0; i < count; i++) {
		if (scenarios[i].kind == aim->kind &&
		    (aim->processes == 0 || scenarios[i].processes == aim->processes))
			return &scenarios[i];
	}
	return NULL;
}

/* A figure, and what it is a ratio to; 0: it was not measured. */
struct pair {
	double figure, other;
};

static struct pair look_up(const struct scenario *scenario, enum measure measure)
{
	const struct scenario_figures *proctor = &scenario->of[CONTENDERS_PROCTOR];
	const struct scenario_figures *top = &scenario->of[CONTENDERS_TOP];

	switch (measure) {
	case OF_TOP:
		return (struct pair){ proctor->cpu, top->cpu };
	case OF_HTOP:
		return (struct pair){ proctor->cpu, scenario->of[CONTENDERS_HTOP].cpu };
	case OF_ITERATOR:
		return (struct pair){ proctor->cpu, scenario->floors[FLOOR_ITERATOR] };
	case OF_KEPT:
		return (struct pair){ proctor->cpu, scenario->floors[FLOOR_KEPT] };
	case RESIDENT_OF_TOP:
		return (struct pair){ proctor->rss, top->rss };
	case FIRST_SCREEN:
		return (struct pair){ proctor->first, 1 };
	}
	return (struct pair){ 0, 0 };
}

static void print_pair(enum measure measure, struct pair pair)
{
	if (measure == FIRST_SCREEN)
		(void)printf("%.1f ms", pair.figure);
	else if (measure == RESIDENT_OF_TOP)
		(void)printf("%.3f: %.2f of %.2f MB", pair.figure / pair.other, pair.figure,
			     pair.other);
	else if (pair.figure < pair.other)
		(void)printf("1/%.1f: %.2f of %.2f ms", pair.other / pair.figure, pair.figure,
			     pair.other);
	else
		(void)printf("%.2f: %.2f of %.2f ms", pair.figure / pair.other, pair.figure,
			     pair.other);
}

static void print_aim(const struct aim *aim, const struct scenario *scenario)
{
	const struct pair pair = look_up(scenario, aim->measure);

	if (pair.figure <= 0 || pair.other <= 0)
		return;
	(void)printf("| %s | ", aim->text);
	print_pair(aim->measure, pair);
	(void)printf(" | %s |\n", pair.figure / pair.other <= aim->most ? "reached" : "missed");
}

/* CPU a process more, between two sizes that follow each other. */
static double slope(const struct scenario *before, const struct scenario *after)
{
	return (after->of[CONTENDERS_PROCTOR].cpu - before->of[CONTENDERS_PROCTOR].cpu) * 1e3 /
	       (double)(after->processes - before->processes);
}

static bool has_point(const struct scenario *scenario)
{
	return scenario->kind == SCENARIO_PROCESSES && scenario->of[CONTENDERS_PROCTOR].there;
}

static void print_slopes(const struct scenario *scenarios, size_t count)
{
	const struct scenario *before = NULL;
	double least = 0, most = 0;
	size_t pieces = 0;

	for (size_t i = 0; i < count; i++) {
		const struct scenario *after = &scenarios[i];

		if (!has_point(after))
			continue;
		if (before) {
			double is = slope(before, after);

			(void)printf("%s%.2f us a process from %zu to %zu",
				     pieces == 0 ? "| linear: no piece more than 1.25 times as "
						   "steep as another | "
						 : ", ",
				     is, before->processes, after->processes);
			least = pieces == 0 ? is : MIN(least, is);
			most = pieces++ == 0 ? is : MAX(most, is);
		}
		before = after;
	}
	if (pieces == 0)
		return;
	if (pieces == 1 || before->processes < LARGE)
		(void)printf(" | no verdict below %d |\n", LARGE);
	else
		(void)printf(" | %s |\n",
			     least > 0 && most <= least * SLOPE_RATIO_MOST ? "reached" : "missed");
}

void aims_print(const struct scenario *scenarios, size_t count, bool root)
{
	(void)printf("\n### Aims\n\nWhat this run has figures for, of proctor with the source that "
		     "it chooses.\n\n| aim | measured | |\n|---|---|---|\n");
	for (size_t i = 0; i < ARRAY_LEN(aims); i++) {
		const struct scenario *scenario = find(scenarios, count, &aims[i]);

		if (scenario && (aims[i].runner == ANYBODY || (aims[i].runner == ROOT) == root))
			print_aim(&aims[i], scenario);
	}
	print_slopes(scenarios, count);
}
