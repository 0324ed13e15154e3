/* stormreport.c - see stormreport.h */
#include "stormreport.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

static const char head[] =
	"| monitor | forks/s of the storm | of those beside none | busy, % of a core | by ticks "
	"| given to names, % of a core | of busy | to the storm, of busy | its own CPU, % of a "
	"core |\n"
	"|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";

static const char parts_head[] = "\nWhat proctor's own records say of it, in % of a core:\n\n"
				 "| monitor | busy | rows | ended | children | interrupts "
				 "| unattributed | events lost |\n"
				 "|---|--:|--:|--:|--:|--:|--:|--:|\n";

enum what { NAMED, OWN, LOST, FORKS };

struct aim {
	const char *text;
	bool steady;
	enum stormrun_monitor monitor;
	enum what what;
	double least, most;
};

#define ANY 1e9

static const char *const units[] = {
	[NAMED] = " %",
	[OWN] = " %",
	[LOST] = " lost",
	[FORKS] = "",
};

/* clang-format off */
static const struct aim aims[] = {
	{ "storm, root, screen: at least 95 % of busy CPU is given to names",
	  false, STORMRUN_SCREEN, NAMED, 95, ANY },
	{ "storm, root, records: at least 95 % of busy CPU is given to names",
	  false, STORMRUN_RECORDS, NAMED, 95, ANY },
	{ "storm, root, records: no event is lost",
	  false, STORMRUN_RECORDS, LOST, 0, 0 },
	{ "storm, unprivileged, screen: at least 90 % of busy CPU is given to names",
	  false, STORMRUN_NOBODY_SCREEN, NAMED, 90, ANY },
	{ "storm, unprivileged, records: at least 90 % of busy CPU is given to names",
	  false, STORMRUN_NOBODY_RECORDS, NAMED, 90, ANY },
	{ "steady storm: it reaches 5,000 forks/s beside proctor",
	  true, STORMRUN_SCREEN, FORKS, 0.99 * STORMRUN_RATE, ANY },
	{ "steady storm, screen: no event is lost",
	  true, STORMRUN_SCREEN, LOST, 0, 0 },
	{ "steady storm, records: no event is lost",
	  true, STORMRUN_RECORDS, LOST, 0, 0 },
	{ "steady storm, screen: proctor needs less than 10 % of a core",
	  true, STORMRUN_SCREEN, OWN, 0, 10 },
	{ "steady storm, root, screen: at least 95 % of busy CPU is given to names",
	  true, STORMRUN_SCREEN, NAMED, 95, ANY },
	{ "steady storm, unprivileged, screen: at least 90 % of busy CPU is given to names",
	  true, STORMRUN_NOBODY_SCREEN, NAMED, 90, ANY },
};
/* clang-format on */

static double mean_named(const struct stormrun_figures *figures)
{
	return tally_mean(&figures->tally, figures->tally.named);
}

static void print_monitor(const struct stormrun *run, size_t monitor)
{
	const struct stormrun_figures *figures = &run->of[monitor];
	const double alone = run->of[STORMRUN_NONE].forks;
	const double storm = tally_mean(&figures->tally, figures->tally.storm);

	(void)printf("| %s | %.0f | ", stormrun_monitor_name(monitor), figures->forks);
	if (alone > 0)
		(void)printf("%.1f %%", figures->forks / alone * 100);
	(void)printf(" | %.1f | %.1f | ", figures->busy, figures->ticks);
	if (figures->tally.refreshes > 0 && figures->busy > 0)
		(void)printf("%.1f | %.1f %% | %.1f %% | ", mean_named(figures),
			     mean_named(figures) / figures->busy * 100,
			     storm / figures->busy * 100);
	else
		(void)printf("- | - | - | ");
	if (monitor == STORMRUN_NONE)
		(void)printf("- |\n");
	else
		(void)printf("%.1f |\n", figures->own);
}

static void print_parts(const struct stormrun *run)
{
	const char *begin = parts_head;

	for (size_t i = 0; i < stormrun_monitor_count(); i++) {
		const struct tally *tally = &run->of[i].tally;

		if (!run->of[i].there || !tally->has_parts)
			continue;
		(void)printf("%s| %s |", begin, stormrun_monitor_name(i));
		begin = "";
		for (size_t part = 0; part < TALLY_PARTS; part++)
			(void)printf(" %.1f |", tally_mean(tally, tally->of[part]));
		if (tally->has_lost)
			(void)printf(" %.0f |\n", tally->lost);
		else
			(void)printf(" not told |\n");
	}
}

void stormreport_print(const struct stormrun *run)
{
	if (run->steady)
		(void)printf(
			"\n### A steady storm: %d processes a second, forked, ending at once\n\n",
			STORMRUN_RATE);
	else
		(void)printf("\n### A storm: %s, by two programs as fast as they can\n\n",
			     stormrun_program());
	(void)printf("%s", head);
	for (size_t i = 0; i < stormrun_monitor_count(); i++) {
		if (run->of[i].there)
			print_monitor(run, i);
		else if (run->of[i].absent)
			(void)printf("| %s | (not installed) | | | | | | | |\n",
				     stormrun_monitor_name(i));
		else if (run->of[i].error < 0)
			(void)printf("| %s | (%s) | | | | | | | |\n", stormrun_monitor_name(i),
				     run->of[i].error == -ECHILD ? "ended early"
								 : strerror(-run->of[i].error));
	}
	print_parts(run);
	(void)fflush(stdout);
}

/* False: it was not measured. */
static bool look_up(const struct stormrun *run, const struct aim *aim, double *ret)
{
	const struct stormrun_figures *figures = &run->of[aim->monitor];

	switch (aim->what) {
	case NAMED:
		*ret = figures->busy > 0 ? mean_named(figures) / figures->busy * 100 : 0;
		return figures->tally.refreshes > 0;
	case OWN:
		*ret = figures->own;
		return true;
	case LOST:
		*ret = figures->tally.lost;
		/* A screen only tells of losses: where records tell of none, there are events. */
		return figures->tally.has_lost ||
		       (figures->tally.refreshes > 0 && run->of[STORMRUN_RECORDS].tally.has_lost);
	case FORKS:
		*ret = figures->forks;
		return true;
	}
	return false;
}

void stormreport_aims(const struct stormrun *run)
{
	for (size_t i = 0; i < ARRAY_LEN(aims); i++) {
		const struct stormrun_figures *figures = &run->of[aims[i].monitor];
		double value;

		if (aims[i].steady != run->steady || !figures->there ||
		    !look_up(run, &aims[i], &value))
			continue;
		(void)printf("| %s | %.*f%s | %s |\n", aims[i].text,
			     aims[i].what == LOST || aims[i].what == FORKS ? 0 : 1, value,
			     units[aims[i].what],
			     value >= aims[i].least && value <= aims[i].most ? "reached"
									     : "missed");
	}
}
