/* plot.c - see plot.h */
#include "plot.h"

#include <errno.h>
#include <stdio.h>

#include "base/macros.h"

enum {
	WIDTH = 720,
	HEIGHT = 420,
	LEFT = 60,
	RIGHT = 130,
	TOP = 40,
	BOTTOM = 50,
	STEPS = 5,
};

static const char *const colours[] = {
	"#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b",
	"#e377c2", "#7f7f7f", "#bcbd22", "#17becf", "#000000",
};

struct scale {
	double x_max, y_max;
};

/* The next round number: 1, 2 or 5 and zeros. */
static double round_up(double value)
{
	static const double steps[] = { 1, 2, 5, 10 };
	double power = 1;

	while (power * 10 <= value)
		power *= 10;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (power * steps[i] >= value)
			return power * steps[i];
	}
	return power * 10;
}

static struct scale find_scale(const struct plot_curve *curves, size_t count)
{
	struct scale scale = { 1, 1 };

	for (size_t c = 0; c < count; c++) {
		for (size_t i = 0; i < curves[c].count; i++) {
			scale.x_max = MAX(scale.x_max, curves[c].x[i]);
			scale.y_max = MAX(scale.y_max, curves[c].y[i]);
		}
	}
	return (struct scale){ round_up(scale.x_max), round_up(scale.y_max) };
}

static double x_of(const struct scale *scale, double x)
{
	return LEFT + x / scale->x_max * (WIDTH - LEFT - RIGHT);
}

static double y_of(const struct scale *scale, double y)
{
	return HEIGHT - BOTTOM - y / scale->y_max * (HEIGHT - TOP - BOTTOM);
}

static void draw_axes(FILE *file, const struct scale *scale)
{
	for (int i = 0; i <= STEPS; i++) {
		double x = scale->x_max * i / STEPS, y = scale->y_max * i / STEPS;

		(void)fprintf(
			file,
			"<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
			LEFT, WIDTH - RIGHT, y_of(scale, y), y_of(scale, y));
		(void)fprintf(file, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
			      LEFT - 6, y_of(scale, y) + 4, y);
		(void)fprintf(file, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n",
			      x_of(scale, x), HEIGHT - BOTTOM + 18, x);
	}
	(void)fprintf(file, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">processes</text>\n",
		      (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12);
	(void)fprintf(file, "<text x=\"%d\" y=\"%d\">ms of CPU a refresh</text>\n", 8, TOP - 10);
}

static void draw_curve(FILE *file, const struct scale *scale, const struct plot_curve *curve,
		       size_t number)
{
	const char *colour = colours[number % ARRAY_LEN(colours)];

	if (curve->count == 0)
		return;
	(void)fprintf(file, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"",
		      colour);
	for (size_t i = 0; i < curve->count; i++)
		(void)fprintf(file, "%.1f,%.1f ", x_of(scale, curve->x[i]),
			      y_of(scale, curve->y[i]));
	(void)fprintf(file, "\"/>\n");
	for (size_t i = 0; i < curve->count; i++)
		(void)fprintf(file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
			      x_of(scale, curve->x[i]), y_of(scale, curve->y[i]), colour);
	/* Names in a column of their own: ends of curves lie on top of each other. */
	(void)fprintf(file, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", WIDTH - RIGHT + 12,
		      TOP + 10 + (int)number * 18, colour, curve->name);
}

int plot_write(const char *path, const char *title, const struct plot_curve *curves, size_t count)
{
	const struct scale scale = find_scale(curves, count);
	FILE *file = fopen(path, "we");
	int failed;

	if (!file)
		return -errno;
	(void)fprintf(file,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
		      "font-family=\"sans-serif\" "
		      "font-size=\"12\">\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n"
		      "<text x=\"%d\" y=\"16\" text-anchor=\"middle\" font-size=\"14\">%s</text>\n",
		      WIDTH, HEIGHT, WIDTH, HEIGHT, (LEFT + WIDTH - RIGHT) / 2, title);
	draw_axes(file, &scale);
	for (size_t i = 0; i < count; i++)
		draw_curve(file, &scale, &curves[i], i);
	(void)fprintf(file, "</svg>\n");
	failed = ferror(file);
	if (fclose(file) != 0 || failed)
		return -EIO;
	return 0;
}
