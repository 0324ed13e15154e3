/* choices.c - see choices.h */
#include "choices.h"

#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"

enum {
	BASE_SIZE = 5000,
	SIZE_MAX_SENSIBLE = 1000000,
};

static const char usage_text[] =
	"usage: bench [--proctor PATH] [--sizes N,N] [--large] [--rounds N] [--window S]\n"
	"             [--settle S] [--only NAME,NAME] [--user NAME] [--svg FILE]\n"
	"             [--scenario processes|batch|hidden|threads|storm|steady|tree]\n"
	"\n"
	"--sizes     numbers of processes, ascending; --large: 100,2000,5000,20000\n"
	"--rounds    of which the figures are medians\n"
	"--window    seconds over which a program is measured, once it has settled\n"
	"--only      of proctor, proctor-text, top, htop, btop, atop, pidstat, glances\n"
	"--user      who runs the programs, for root: nobody, say\n";

static const char *const scenario_names[] = { "processes", "batch",  "hidden", "threads",
					      "storm",	   "steady", "tree" };

static const struct option option_names[] = {
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

static bool parse_sizes(struct choices *choices, const char *list)
{
	for (choices->size_count = 0; *list && choices->size_count < CHOICES_SIZES_MAX;
	     list += *list == ',') {
		const size_t last =
			choices->size_count > 0 ? choices->sizes[choices->size_count - 1] : 0;
		char *end;
		unsigned long size = strtoul(list, &end, 10);

		if (end == list || (*end && *end != ',') || size <= last ||
		    size > SIZE_MAX_SENSIBLE)
			return false;
		choices->sizes[choices->size_count++] = size;
		list = end;
	}
	return choices->size_count > 0 && !*list;
}

static bool is_scenario(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(scenario_names); i++) {
		if (strcmp(name, scenario_names[i]) == 0)
			return true;
	}
	return false;
}

static bool is_valid(const struct choices *choices)
{
	return choices->rounds >= 1 && choices->rounds <= CHOICES_ROUNDS_MAX &&
	       choices->window >= 2 && choices->window <= 600 && choices->settle >= 0 &&
	       choices->settle <= 60 && (!choices->user || getpwnam(choices->user)) &&
	       (!choices->scenario || is_scenario(choices->scenario));
}

/* Whether the option is one of ours with an argument that can be read. */
static bool take_option(struct choices *choices, int option, const char *argument)
{
	switch (option) {
	case 'p':
		choices->proctor = argument;
		return true;
	case 'n':
		return parse_sizes(choices, argument);
	case 'l':
		return parse_sizes(choices, "100,2000,5000,20000");
	case 'r':
		choices->rounds = strtoul(argument, NULL, 10);
		return true;
	case 'w':
		choices->window = strtod(argument, NULL);
		return true;
	case 's':
		choices->settle = strtod(argument, NULL);
		return true;
	case 'o':
		choices->only = argument;
		return true;
	case 'u':
		choices->user = argument;
		return true;
	case 'c':
		choices->scenario = argument;
		return true;
	case 'v':
		choices->svg = argument;
		return true;
	default:
		return false;
	}
}

bool choices_parse(int count, char **arguments, struct choices *ret)
{
	struct choices choices = {
		.proctor = "proctor",
		.sizes = { 100, 2000, 5000 },
		.size_count = 3,
		.rounds = 1,
		.window = 10,
		.settle = 12, /* the youngest of the swarm is old by then, see bpfpass.c */
	};
	bool ok = true;
	int option;

	while (ok && (option = getopt_long(count, arguments, "", option_names, NULL)) != -1)
		ok = take_option(&choices, option, optarg);
	if (!ok || optind != count || !is_valid(&choices)) {
		(void)fputs(usage_text, stderr);
		return false;
	}
	*ret = choices;
	return true;
}

bool choices_want_program(const struct choices *choices, const char *name)
{
	const char *at = choices->only;
	size_t length = strlen(name);

	while (at && *at) {
		size_t n = strcspn(at, ",");

		if (n == length && memcmp(at, name, n) == 0)
			return true;
		at += n + (at[n] == ',');
	}
	return !choices->only;
}

bool choices_want_scenario(const struct choices *choices, const char *name)
{
	return !choices->scenario || strcmp(choices->scenario, name) == 0;
}

size_t choices_base_size(const struct choices *choices)
{
	size_t size = choices->sizes[0];

	for (size_t i = 0; i < choices->size_count; i++) {
		if (choices->sizes[i] <= BASE_SIZE)
			size = choices->sizes[i];
	}
	return size;
}

bool choices_are_roots(const struct choices *choices)
{
	const struct passwd *entry = choices->user ? getpwnam(choices->user) : NULL;

	return entry ? entry->pw_uid == 0 : geteuid() == 0;
}
