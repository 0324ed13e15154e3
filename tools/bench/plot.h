/*
 * plot.h - curves over the number of tasks, as an SVG picture
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <stddef.h>

enum { PLOT_POINTS_MAX = 8 };

struct plot_curve {
	const char *name;
	double x[PLOT_POINTS_MAX], y[PLOT_POINTS_MAX];
	size_t count;
};

/* Writes the picture. Returns 0 or negative errno. */
int plot_write(const char *path, const char *title, const struct plot_curve *curves, size_t count);

#endif
