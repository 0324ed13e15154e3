/*
 * choices.h - what the caller wants measured
 */
#ifndef BENCH_CHOICES_H
#define BENCH_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

enum {
	CHOICES_SIZES_MAX = 8,
	CHOICES_ROUNDS_MAX = 9,
};

struct choices {
	const char *proctor;  /* the path */
	const char *only;     /* names with commas; NULL: all that are there */
	const char *user;     /* who runs them; NULL: the caller */
	const char *svg;      /* the picture; NULL: none */
	const char *scenario; /* one of them; NULL: all */
	size_t sizes[CHOICES_SIZES_MAX], size_count; /* of the swarm, ascending */
	size_t rounds;
	double window, settle; /* seconds */
};

/* From the command line. False: it makes no sense, and the usage was printed. */
bool choices_parse(int count, char **arguments, struct choices *ret);

bool choices_want_program(const struct choices *choices, const char *name);
bool choices_want_scenario(const struct choices *choices, const char *name);

/* The size of the scenarios that have one only: the largest up to 5,000, or the smallest. */
size_t choices_base_size(const struct choices *choices);

/* Whether the programs run as root. */
bool choices_are_roots(const struct choices *choices);

#endif
