/* treefigures.c - see treefigures.h */
#include "treefigures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sibling.h"

enum { LINE_MAX_BYTES = 512 };

#define UPDATE_MOST_MS	    3.0
#define DESCENDANTS_MOST_MS 1.0

static const char title[] =
	"\n### The tree: made-up processes, CPU time of one update and of one question\n\n";

/* "| world | what | least | median | most |": the median, if it is of that. */
static void pick(const char *line, const char *what, double *ret)
{
	const char *at = strstr(line, what);

	if (strncmp(line, "| 20,000 in a bush |", 20) != 0 || !at)
		return;
	for (int cell = 0; at && cell < 2; cell++) /* behind what, behind least */
		at = strchr(at + 1, '|');
	if (at)
		*ret = strtod(at + 1, NULL);
}

int treefigures_run(struct treefigures *ret)
{
	char path[SIBLING_PATH_MAX], line[LINE_MAX_BYTES];
	const int result = sibling_path("treetime", path);
	FILE *pipe = result < 0 ? NULL : popen(path, "re");

	*ret = (struct treefigures){ 0 };
	if (!pipe)
		return result < 0 ? result : -errno;
	(void)fputs(title, stdout);
	while (fgets(line, sizeof(line), pipe)) {
		(void)fputs(line, stdout);
		pick(line, "| update |", &ret->update);
		pick(line, "| below PID 1:", &ret->descendants);
	}
	(void)fflush(stdout);
	return pclose(pipe) == 0 ? 0 : -EIO;
}

static void print_aim(const char *text, double is, double most)
{
	if (is > 0)
		(void)printf("| %s %g ms | %.2f ms | %s |\n", text, most, is,
			     is < most ? "reached" : "missed");
}

void treefigures_aims(const struct treefigures *figures)
{
	print_aim("an update of 20,000 processes: less than", figures->update, UPDATE_MOST_MS);
	print_aim("all below PID 1 of 20,000: less than", figures->descendants,
		  DESCENDANTS_MOST_MS);
}
