/* report.c - see report.h */
#include "report.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "scenario.h"

enum {
	KEPT_BYTES = 4300, /* a kept file: a page of the kernel's and what describes it */
	DISTURBED_PERCENT = 5,
};

static const char head[] =
	"| program | CPU a refresh, ms | of top | of htop | of the iterator | of kept reads "
	"| resident, MB | peak, MB | first full screen, ms | bytes a refresh "
	"| kept files of /proc/PID (kernel memory, estimated) | BPF in the kernel, MB | ended as "
	"asked |\n"
	"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n";

static void print_ratio(double cpu, double other)
{
	if (other > 0)
		(void)printf(" %.2f |", cpu / other);
	else
		(void)printf(" - |");
}

/* CPU and what it is beside the others'. */
static void print_cpu(const struct scenario *scenario, double cpu)
{
	(void)printf(" %.2f |", cpu);
	print_ratio(cpu, scenario->of[CONTENDERS_TOP].cpu);
	print_ratio(cpu, scenario->of[CONTENDERS_HTOP].cpu);
	print_ratio(cpu, scenario->floors[FLOOR_ITERATOR]);
	print_ratio(cpu, scenario->floors[FLOOR_KEPT]);
}

static void print_program(const struct scenario *scenario, enum contenders_id id)
{
	const struct scenario_figures *figures = &scenario->of[id];

	(void)printf("| %s |", contenders_name(id));
	print_cpu(scenario, figures->cpu);
	(void)printf(" %.1f | %.1f |", figures->rss, figures->peak);
	if (figures->first > 0)
		(void)printf(" %.0f |", figures->first);
	else
		(void)printf(" - |"); /* it never shows as many rows: idle ones are hidden, say */
	(void)printf(" %.0f | %zu (%.1f MB) | %.2f | %s |\n", figures->bytes, figures->kept,
		     (double)(figures->kept * KEPT_BYTES) / 1e6, figures->bpf,
		     figures->quit ? "yes" : "no");
}

static const char *explain(int error)
{
	switch (error) {
	case -ETIME:
		return "hung, twice: no output, or none any more";
	case -ECHILD:
		return "ended early";
	default:
		return strerror(-error);
	}
}

static bool is_disturbed(const struct scenario *scenario)
{
	return (scenario->most - scenario->least) * 100 > scenario->least * DISTURBED_PERCENT;
}

void report_print(const struct scenario *scenario)
{
	(void)printf("\n### %s\n\n%s", scenario->title, head);
	for (size_t i = 0; i < CONTENDERS_COUNT; i++) {
		if (scenario->of[i].there)
			print_program(scenario, (enum contenders_id)i);
		else if (scenario->of[i].error < 0)
			(void)printf("| %s | (%s) | | | | | | | | | | | |\n",
				     contenders_name((enum contenders_id)i),
				     explain(scenario->of[i].error));
	}
	for (size_t i = 0; i < FLOOR_KINDS; i++) {
		if (scenario->floors[i] <= 0)
			continue;
		(void)printf("| *%s* |", floor_name((enum floor_kind)i));
		print_cpu(scenario, scenario->floors[i]);
		(void)printf(" | | | | | | |\n");
	}
	(void)printf("\n");
	for (size_t i = 0; i < FLOOR_KINDS; i++) {
		if (scenario->floors[i] <= 0)
			(void)printf("Without \"%s\": %s.\n", floor_name((enum floor_kind)i),
				     scenario->reasons[i]);
	}
	(void)printf("Processes in all meanwhile: %zu to %zu.%s\n", scenario->least, scenario->most,
		     is_disturbed(scenario) ? " **Others came or went: measure again.**" : "");
	(void)fflush(stdout);
}
