/* grid.c - see grid.h */
#include "widgets/grid.h"

#include "base/macros.h"

void grid_init(struct grid *grid)
{
	*grid = (struct grid){ .view = view_new() };
}

void grid_done(struct grid *grid)
{
	view_free(grid->view);
	grid->view = NULL;
}

void grid_update(struct grid *grid, const struct view_plan *plan)
{
	view_update(grid->view, &grid->rows, plan);
	(void)view_lines(grid->view, &grid->widget.count);
}

const void *grid_row(const struct grid *grid, size_t line)
{
	size_t count;
	const struct view_line *lines = view_lines(grid->view, &count);

	if (line >= count)
		return NULL;
	return (const char *)grid->rows.rows + lines[line].row * grid->rows.row_size;
}

const void *grid_selected(const struct grid *grid)
{
	return grid_row(grid, grid->widget.cursor);
}

size_t grid_find(const struct grid *grid, grid_test test, const void *context)
{
	const void *row;

	for (size_t line = 0; (row = grid_row(grid, line)); line++) {
		if (test(row, context))
			return line;
	}
	return SIZE_MAX;
}

bool grid_search(struct grid *grid, grid_test test, const void *context, unsigned flags)
{
	const size_t first = flags & GRID_HERE ? 0 : 1;
	size_t count;

	(void)view_lines(grid->view, &count);
	for (size_t step = first; step < count + first; step++) {
		const size_t distance = flags & GRID_FORWARD ? step : count - step % count;
		const size_t line = (grid->widget.cursor + distance) % count;

		if (!test(grid_row(grid, line), context))
			continue;
		tablewidget_go(&grid->widget, line);
		return true;
	}
	return false;
}

void grid_scroll(struct grid *grid, int columns)
{
	grid->widget.scroll = MIN(MAX(grid->widget.scroll + columns, 0), 8 * CANVAS_MAX);
}

void grid_scroll_end(struct grid *grid, const struct column_choices *choices)
{
	int x = 0;

	for (size_t i = 1; i + 1 < choices->count; i++)
		x += choices->of[i].width + 1;
	grid->widget.scroll = x;
}

void grid_sort_by(struct column_keys *keys, const struct column *column)
{
	if (keys->count > 0 && keys->of[0].column == column)
		keys->of[0].descending = !keys->of[0].descending;
	else
		keys->of[0] = (struct column_key){ column, column->flags & COLUMN_DESCENDING };
	keys->count = 1;
}

const struct column *grid_sort_neighbour(const struct column_choices *choices,
					 const struct column_keys *keys, int step)
{
	if (keys->count == 0)
		return choices->count > 0 ? choices->of[0].column : NULL;
	for (size_t i = 0; i < choices->count; i++) {
		const size_t next = i + (size_t)step;

		if (choices->of[i].column == keys->of[0].column)
			return next < choices->count ? choices->of[next].column : NULL;
	}
	return NULL;
}
