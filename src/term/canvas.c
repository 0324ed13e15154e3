/* canvas.c - see canvas.h */
#include "term/canvas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"

_Static_assert(sizeof(struct canvas_cell) == CANVAS_CELL_BYTES + 3, "cells are compared as bytes");
_Static_assert(CANVAS_CELL_BYTES > 4 * (1 + TEXT_MARKS_MAX), "a cluster fits into a cell");

struct canvas {
	int lines;
	int columns;
	int cursor_y; /* -1: none */
	int cursor_x;
	struct canvas_cell *cells; /* lines * columns */
};

static const struct canvas_cell blank_cell = { .utf8 = " ", .width = 1 };

/* clang-format off */
static const struct {
	const char *unicode;
	char ascii;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_LINE]         = { "\u2500", '-' },
	[GLYPH_BAR]          = { "\u2502", '|' },
	[GLYPH_TOP_LEFT]     = { "\u250c", '+' },
	[GLYPH_TOP_RIGHT]    = { "\u2510", '+' },
	[GLYPH_BOTTOM_LEFT]  = { "\u2514", '+' },
	[GLYPH_BOTTOM_RIGHT] = { "\u2518", '+' },
	[GLYPH_TEE_RIGHT]    = { "\u251c", '+' },
	[GLYPH_TEE_LEFT]     = { "\u2524", '+' },
	[GLYPH_TEE_DOWN]     = { "\u252c", '+' },
	[GLYPH_TEE_UP]       = { "\u2534", '+' },
	[GLYPH_CROSS]        = { "\u253c", '+' },
	[GLYPH_BRANCH]       = { "\u251c", '|' },
	[GLYPH_BRANCH_END]   = { "\u2514", '`' },
	[GLYPH_UP]           = { "\u25b3", '^' },
	[GLYPH_DOWN]         = { "\u25bd", 'v' },
	[GLYPH_LEFT]         = { "\u2039", '<' },
	[GLYPH_RIGHT]        = { "\u203a", '>' },
	[GLYPH_FOLDED]       = { "\u229e", '+' },
	[GLYPH_ELLIPSIS]     = { "\u2026", '~' },
	[GLYPH_CHECK]        = { "\u2713", 'x' },
	[GLYPH_BULLET]       = { "\u2022", '*' },
	[GLYPH_THUMB]        = { "\u2588", '#' },
	[GLYPH_EIGHTH]       = { "\u2581", '_' },
	[GLYPH_EIGHTH2]      = { "\u2582", '_' },
	[GLYPH_EIGHTH3]      = { "\u2583", '.' },
	[GLYPH_EIGHTH4]      = { "\u2584", '-' },
	[GLYPH_EIGHTH5]      = { "\u2585", '=' },
	[GLYPH_EIGHTH6]      = { "\u2586", '*' },
	[GLYPH_EIGHTH7]      = { "\u2587", '#' },
	[GLYPH_FULL]         = { "\u2588", '#' },
};
/* clang-format on */

static int clamp_size(int size)
{
	return MIN(MAX(size, 0), CANVAS_MAX);
}

struct canvas *canvas_new(int lines, int columns)
{
	struct canvas *canvas = die_calloc(1, sizeof(*canvas));

	canvas_resize(canvas, lines, columns);
	return canvas;
}

void canvas_free(struct canvas *canvas)
{
	if (!canvas)
		return;
	free(canvas->cells);
	free(canvas);
}

static size_t cell_count(const struct canvas *canvas)
{
	return (size_t)canvas->lines * (size_t)canvas->columns;
}

void canvas_resize(struct canvas *canvas, int lines, int columns)
{
	canvas->lines = clamp_size(lines);
	canvas->columns = clamp_size(columns);
	canvas->cells = die_realloc(canvas->cells, cell_count(canvas) * sizeof(*canvas->cells));
	canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
	for (size_t i = 0; i < cell_count(canvas); i++)
		canvas->cells[i] = blank_cell;
	canvas->cursor_y = -1;
	canvas->cursor_x = -1;
}

int canvas_lines(const struct canvas *canvas)
{
	return canvas->lines;
}

int canvas_columns(const struct canvas *canvas)
{
	return canvas->columns;
}

static bool is_inside(const struct canvas *canvas, int y, int x)
{
	return y >= 0 && y < canvas->lines && x >= 0 && x < canvas->columns;
}

static struct canvas_cell *cell_at(const struct canvas *canvas, int y, int x)
{
	return &canvas->cells[(size_t)y * (size_t)canvas->columns + (size_t)x];
}

const struct canvas_cell *canvas_cell(const struct canvas *canvas, int y, int x)
{
	return is_inside(canvas, y, x) ? cell_at(canvas, y, x) : NULL;
}

static void make_blank(struct canvas_cell *cell, enum style style)
{
	*cell = blank_cell;
	cell->style = (uint8_t)style;
}

/*
 * Before cells x..x+width-1 get new text: halves of wide characters that would be left at both
 * ends become spaces.
 */
static void cut_wide(struct canvas *canvas, int y, int x, int width)
{
	if (x > 0 && cell_at(canvas, y, x)->width == 0)
		make_blank(cell_at(canvas, y, x - 1), cell_at(canvas, y, x - 1)->style);
	if (x + width < canvas->columns && cell_at(canvas, y, x + width)->width == 0)
		make_blank(cell_at(canvas, y, x + width), cell_at(canvas, y, x + width)->style);
}

/* Clips [x, x + width) to the line. Returns the columns that are left, from *x on. */
static int clip(const struct canvas *canvas, int y, int *x, int width)
{
	int64_t start = MAX(*x, 0);
	int64_t end = MIN((int64_t)*x + MAX(width, 0), canvas->columns);

	if (y < 0 || y >= canvas->lines || start >= end)
		return 0;
	*x = (int)start;
	return (int)(end - start);
}

void canvas_fill(struct canvas *canvas, int y, int x, int width, enum style style)
{
	width = clip(canvas, y, &x, width);
	if (width == 0)
		return;
	cut_wide(canvas, y, x, width);
	for (int i = 0; i < width; i++)
		make_blank(cell_at(canvas, y, x + i), style);
}

void canvas_restyle(struct canvas *canvas, int y, int x, int width, enum style style)
{
	width = clip(canvas, y, &x, width);
	for (int i = 0; i < width; i++)
		cell_at(canvas, y, x + i)->style = (uint8_t)style;
}

/* Writes one cell, or two for a wide character. They are inside the grid. */
static void write_cell(struct canvas *canvas, int y, int x, const struct canvas_cell *cell)
{
	cut_wide(canvas, y, x, cell->width);
	*cell_at(canvas, y, x) = *cell;
	if (cell->width == 2)
		*cell_at(canvas, y, x + 1) =
			(struct canvas_cell){ .style = cell->style, .escaped = cell->escaped };
}

/* An escape is a cluster of several columns, all of it ASCII: a cell a byte. */
static void write_cluster(struct canvas *canvas, struct canvas_span at, enum style style,
			  const struct text_cluster *cluster)
{
	bool one_cell =
		cluster->width <= 2 && !(cluster->escaped && cluster->length == cluster->width);
	struct canvas_cell cell = { .width = 1,
				    .style = (uint8_t)style,
				    .escaped = cluster->escaped };

	if (one_cell) {
		assert(cluster->length < CANVAS_CELL_BYTES);
		memcpy(cell.utf8, cluster->utf8, MIN(cluster->length, CANVAS_CELL_BYTES - 1));
		cell.width = cluster->width;
		write_cell(canvas, at.y, at.x, &cell);
		return;
	}
	for (int i = 0; i < at.width; i++) {
		cell.utf8[0] = cluster->utf8[i];
		write_cell(canvas, at.y, at.x + i, &cell);
	}
}

int canvas_put(struct canvas *canvas, int y, int x, int max_width, enum style style,
	       struct bytes raw)
{
	int64_t end = MIN((int64_t)x + MAX(max_width, 0), canvas->columns);
	int64_t at = x;
	struct text_cluster cluster;

	if (y < 0 || y >= canvas->lines)
		return 0;
	while (at < end && text_next(&raw, &cluster)) {
		int width = (int)MIN(cluster.width, end - at);

		if (cluster.width == 0)
			continue;
		if (at < 0 || width < cluster.width)
			canvas_fill(canvas, y, (int)at, width, style);
		else
			write_cluster(canvas, (struct canvas_span){ y, (int)at, width }, style,
				      &cluster);
		at += width;
	}
	return (int)(at - x);
}

void canvas_glyph(struct canvas *canvas, int y, int x, enum style style, enum glyph glyph)
{
	struct canvas_cell cell = { .width = 1, .style = (uint8_t)style };

	if (!is_inside(canvas, y, x) || glyph >= GLYPH_COUNT)
		return;
	if (text_is_ascii())
		cell.utf8[0] = glyphs[glyph].ascii;
	else
		memcpy(cell.utf8, glyphs[glyph].unicode, strlen(glyphs[glyph].unicode));
	write_cell(canvas, y, x, &cell);
}

/* Places in raw between clusters, as far as the canvas could show them. */
struct edges {
	struct bytes raw;
	size_t at[CANVAS_MAX + 1];
	size_t count; /* at least 1: at[0] is the beginning */
};

static void find_edges(struct edges *edges, struct bytes raw, size_t max_clusters)
{
	struct text_cluster cluster;
	struct bytes rest = raw;

	edges->raw = raw;
	edges->at[0] = 0;
	edges->count = 1;
	while (edges->count <= MIN(max_clusters, CANVAS_MAX) && text_next(&rest, &cluster))
		edges->at[edges->count++] = raw.n - rest.n;
}

static struct bytes between(const struct edges *edges, size_t from, size_t to)
{
	return (struct bytes){ edges->raw.p + edges->at[from], edges->at[to] - edges->at[from] };
}

/* The first edge behind `from` up to which needle occurs; it does occur. */
static size_t match_end(const struct edges *edges, size_t from, struct bytes needle)
{
	size_t without = from;
	size_t with = edges->count - 1;

	while (with - without > 1) {
		size_t middle = without + (with - without) / 2;

		if (text_contains(between(edges, from, middle), needle))
			with = middle;
		else
			without = middle;
	}
	return with;
}

/* The last edge from which needle occurs before `to`; it does occur from `from` on. */
static size_t match_start(const struct edges *edges, size_t from, size_t to, struct bytes needle)
{
	size_t with = from;
	size_t without = to;

	while (without - with > 1) {
		size_t middle = with + (without - with) / 2;

		if (text_contains(between(edges, middle, to), needle))
			with = middle;
		else
			without = middle;
	}
	return with;
}

void canvas_highlight(struct canvas *canvas, struct canvas_span span, struct bytes raw,
		      struct bytes needle)
{
	struct edges edges;
	size_t from = 0;
	int64_t column = span.x;

	if (needle.n == 0 || span.width <= 0)
		return;
	find_edges(&edges, raw, (size_t)span.width);
	while (from + 1 < edges.count &&
	       text_contains(between(&edges, from, edges.count - 1), needle)) {
		size_t end = match_end(&edges, from, needle);
		size_t start = match_start(&edges, from, end, needle);
		int64_t width = (int64_t)text_width(between(&edges, start, end));

		column += (int64_t)text_width(between(&edges, from, start));
		width = MIN(width, (int64_t)span.x + span.width - column);
		if (column < CANVAS_MAX && width > 0)
			canvas_restyle(canvas, span.y, (int)column, (int)MIN(width, CANVAS_MAX * 2),
				       STYLE_MATCH);
		column += width;
		from = end;
	}
}

void canvas_set_cursor(struct canvas *canvas, int y, int x)
{
	bool inside = is_inside(canvas, y, x);

	canvas->cursor_y = inside ? y : -1;
	canvas->cursor_x = inside ? x : -1;
}

bool canvas_cursor(const struct canvas *canvas, int *ret_y, int *ret_x)
{
	if (canvas->cursor_y < 0)
		return false;
	*ret_y = canvas->cursor_y;
	*ret_x = canvas->cursor_x;
	return true;
}

void canvas_copy(struct canvas *to, const struct canvas *from)
{
	if (to->lines != from->lines || to->columns != from->columns)
		canvas_resize(to, from->lines, from->columns);
	memcpy(to->cells, from->cells, cell_count(from) * sizeof(*from->cells));
	to->cursor_y = from->cursor_y;
	to->cursor_x = from->cursor_x;
}

bool canvas_line_equal(const struct canvas *a, const struct canvas *b, int y)
{
	return memcmp(cell_at(a, y, 0), cell_at(b, y, 0),
		      (size_t)a->columns * sizeof(struct canvas_cell)) == 0;
}

static void dump_line(const struct canvas *canvas, int y, FILE *out)
{
	int end = canvas->columns;

	while (end > 0 && strcmp(cell_at(canvas, y, end - 1)->utf8, " ") == 0)
		end--;
	for (int x = 0; x < end; x++)
		(void)fputs(cell_at(canvas, y, x)->utf8, out);
	(void)fputc('\n', out);
}

void canvas_dump(const struct canvas *canvas, FILE *out)
{
	for (int y = 0; y < canvas->lines; y++)
		dump_line(canvas, y, out);
}
