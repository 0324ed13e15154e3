/* tablewidget.c - see tablewidget.h */
#include "widgets/tablewidget.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "table/branches.h"

/* A cell of text is never wider than the largest canvas, and a character never longer than this. */
enum { CELL_BYTES = 4 * CANVAS_MAX };

/* Where one column is drawn. */
struct place {
	int x, width;
};

/* What the drawing of one line needs. */
struct drawing {
	struct tablewidget *widget;
	const struct tablewidget_content *content;
	struct canvas *canvas;
	const struct rectangle *area;
	struct place places[COLUMN_CHOICES_MAX];
};

static bool grows(const struct column_choices *choices, size_t i)
{
	return i + 1 == choices->count && choices->of[i].column->flags & COLUMN_GROWS;
}

/* The first column stays, the others move under it; the last takes what is left. */
static void lay_out(struct drawing *drawing)
{
	const struct column_choices *choices = drawing->content->choices;
	const int scroll = drawing->widget->scroll;
	int x = drawing->area->x;

	for (size_t i = 0; i < choices->count; i++) {
		int width = choices->of[i].width;
		int at = i == 0 ? x : x - scroll;

		if (grows(choices, i))
			width = MAX(width, drawing->area->x + drawing->area->columns - at);
		drawing->places[i] = (struct place){ at, width };
		x += width + 1;
	}
}

static bool is_left(const struct column *column)
{
	return value_kinds[column->kind].left;
}

static void draw_title(struct drawing *drawing, size_t i)
{
	const struct tablewidget_content *content = drawing->content;
	const struct column_choice *choice = &content->choices->of[i];
	const struct place *place = &drawing->places[i];
	const bool sorts =
		content->keys->count > 0 && content->keys->of[0].column == choice->column;
	const enum style style = sorts ? STYLE_TITLE_SORT : STYLE_TITLE;
	const struct bytes title = bytes_of(choice->title);
	const int y = drawing->area->y;
	const int width = (int)text_width(title);
	int x = place->x;

	if (!is_left(choice->column) && width < place->width)
		x += place->width - width;
	canvas_fill(drawing->canvas, y, place->x, place->width + 1, STYLE_TITLE);
	if (sorts)
		canvas_fill(drawing->canvas, y, place->x,
			    MIN(place->width, MAX(width, place->width)), style);
	(void)canvas_put(drawing->canvas, y, x, place->width, style, title);
	if (sorts && !content->tree && width < place->width)
		canvas_glyph(drawing->canvas, y, is_left(choice->column) ? x + width : x - 1, style,
			     content->keys->of[0].descending ? GLYPH_DOWN : GLYPH_UP);
}

/* Arguments are NUL-separated: people see spaces. Bounded by what can be seen of it. */
static struct bytes readable(struct value value, int width, char buffer[CELL_BYTES])
{
	size_t n = MIN(value.text.n, MIN((size_t)MAX(width, 0) * 4, (size_t)CELL_BYTES));

	if (value.kind != VALUE_LIST)
		return value.text;
	for (size_t i = 0; i < n; i++)
		buffer[i] = value.text.p[i] ? value.text.p[i] : ' ';
	return (struct bytes){ buffer, n };
}

static void draw_text(struct drawing *drawing, int y, struct place place, enum style style,
		      struct value value)
{
	char buffer[CELL_BYTES];
	struct bytes text = readable(value, place.width, buffer);
	int used = canvas_put(drawing->canvas, y, place.x, place.width, style, text);

	if (drawing->content->needle.n > 0)
		canvas_highlight(drawing->canvas, (struct canvas_span){ y, place.x, used }, text,
				 drawing->content->needle);
}

static void draw_number(struct drawing *drawing, int y, struct place place, enum style style,
			struct value value)
{
	char text[VALUE_FORMAT_MAX];
	size_t length = value_format(text, value, (size_t)place.width, drawing->content->now_ns);
	int width = (int)text_width((struct bytes){ text, length });
	int x = value_kinds[value.kind].left ? place.x : place.x + MAX(place.width - width, 0);

	(void)canvas_put(drawing->canvas, y, x, place.width, style, (struct bytes){ text, length });
}

static struct place draw_branches(struct drawing *drawing, int y, struct place place, uint32_t line)
{
	const struct tablewidget_content *content = drawing->content;
	char branches[BRANCHES_MAX];
	size_t count, width;
	const struct view_line *lines = view_lines(content->view, &count);
	size_t length = branches_format(lines, line, 0, branches, &width);
	int used = canvas_put(drawing->canvas, y, place.x, place.width, STYLE_TREE,
			      (struct bytes){ branches, length });

	if (lines[line].folded && used < place.width) {
		canvas_glyph(drawing->canvas, y, place.x + used, STYLE_TREE, GLYPH_FOLDED);
		used += 2;
	}
	return (struct place){ place.x + used, MAX(place.width - used, 0) };
}

/* Returns what is left of the place. */
static struct place draw_note(struct drawing *drawing, int y, struct place place, const void *row)
{
	const struct tablewidget_content *content = drawing->content;
	char note[TABLEWIDGET_NOTE_MAX] = "";
	const enum style style = content->note(row, note, content->context);
	const int used =
		canvas_put(drawing->canvas, y, place.x, place.width, style, bytes_of(note));

	return (struct place){ place.x + used, MAX(place.width - used, 0) };
}

static struct value cell_value(const struct drawing *drawing, const struct view_line *line,
			       const void *row, const struct column *column)
{
	const struct tablewidget_content *content = drawing->content;

	if (content->sums && column->flags & COLUMN_SUMS)
		return view_sum(content->view, content->rows, line->row, column);
	return column_value(column, row);
}

static void draw_cell(struct drawing *drawing, int y, uint32_t at, size_t i, enum style style)
{
	const struct tablewidget_content *content = drawing->content;
	const struct column *column = content->choices->of[i].column;
	size_t count;
	const struct view_line *line = &view_lines(content->view, &count)[at];
	const char *row = (const char *)content->rows->rows + line->row * content->rows->row_size;
	struct place place = drawing->places[i];
	struct value value = cell_value(drawing, line, row, column);
	char text[VALUE_FORMAT_MAX];

	if (content->tree && column->flags & COLUMN_TREE)
		place = draw_branches(drawing, y, place, at);
	if (content->note && grows(content->choices, i))
		place = draw_note(drawing, y, place, row);
	if (content->cell_style)
		style = content->cell_style(row, column, style, content->context);
	/* A reason stands where the text would, below the title. */
	if (is_left(column) && !value_is_there(value))
		value = value_text((struct bytes){
			text, value_format(text, value, (size_t)place.width, content->now_ns) });
	if (value.kind == VALUE_TEXT || value.kind == VALUE_LIST)
		draw_text(drawing, y, place, style, value);
	else
		draw_number(drawing, y, place, style, value);
}

/* The others first: what is scrolled out is covered by the first column, which stays. */
static void draw_columns(struct drawing *drawing, int y,
			 void (*draw)(struct drawing *, int, uint32_t, size_t, enum style),
			 uint32_t line, enum style style)
{
	const struct column_choices *choices = drawing->content->choices;
	const int right = drawing->area->x + drawing->area->columns;

	for (size_t i = choices->count; i-- > 0;) {
		const struct place *place = &drawing->places[i];

		if (place->x >= right || place->x + place->width < drawing->area->x)
			continue;
		if (i == 0 && drawing->widget->scroll > 0)
			canvas_fill(drawing->canvas, y, place->x, place->width + 1, style);
		draw(drawing, y, line, i, style);
	}
}

static void draw_title_cell(struct drawing *drawing, int y, uint32_t line, size_t i,
			    enum style style)
{
	(void)y;
	(void)line;
	(void)style;
	draw_title(drawing, i);
}

static void remember_titles(struct drawing *drawing)
{
	struct tablewidget *widget = drawing->widget;

	widget->title_count = drawing->content->choices->count;
	for (size_t i = 0; i < widget->title_count; i++) {
		widget->titles[i].x = drawing->places[i].x;
		widget->titles[i].width = drawing->places[i].width;
		widget->titles[i].choice = i;
	}
}

static void draw_line(struct drawing *drawing, int y, uint32_t at)
{
	const struct tablewidget_content *content = drawing->content;
	size_t count;
	const struct view_line *line = &view_lines(content->view, &count)[at];
	const char *row = (const char *)content->rows->rows + line->row * content->rows->row_size;
	enum style style = STYLE_NORMAL;

	if (content->row_style)
		style = content->row_style(row, line, content->context);
	draw_columns(drawing, y, draw_cell, at, style);
	if (at == drawing->widget->cursor)
		canvas_restyle(drawing->canvas, y, drawing->area->x, drawing->area->columns,
			       content->cursor_style);
}

/* Keeps the cursor within the lines and on the screen. */
static void settle(struct tablewidget *widget)
{
	size_t page = (size_t)MAX(widget->page, 1);

	if (widget->cursor >= widget->count)
		widget->cursor = widget->count > 0 ? widget->count - 1 : 0;
	if (widget->cursor < widget->top)
		widget->top = widget->cursor;
	if (widget->cursor >= widget->top + page)
		widget->top = widget->cursor - page + 1;
	if (widget->count <= page)
		widget->top = 0;
	else if (widget->top > widget->count - page)
		widget->top = widget->count - page;
}

void tablewidget_draw(struct tablewidget *widget, const struct tablewidget_content *content,
		      struct canvas *canvas, const struct rectangle *area)
{
	struct drawing drawing = {
		.widget = widget, .content = content, .canvas = canvas, .area = area
	};

	(void)view_lines(content->view, &widget->count);
	widget->area = *area;
	widget->page = MAX(area->lines - 1, 0);
	settle(widget);
	if (area->lines <= 0)
		return;
	lay_out(&drawing);
	canvas_fill(canvas, area->y, area->x, area->columns, STYLE_TITLE);
	draw_columns(&drawing, area->y, draw_title_cell, 0, STYLE_TITLE);
	remember_titles(&drawing);
	for (int i = 0; i < widget->page && widget->top + (size_t)i < widget->count; i++)
		draw_line(&drawing, area->y + 1 + i, (uint32_t)(widget->top + (size_t)i));
}

void tablewidget_go(struct tablewidget *widget, size_t line)
{
	widget->cursor = line;
	settle(widget);
}

void tablewidget_move(struct tablewidget *widget, long lines)
{
	size_t distance = (size_t)(lines < 0 ? -lines : lines);

	if (lines < 0)
		tablewidget_go(widget, widget->cursor > distance ? widget->cursor - distance : 0);
	else
		tablewidget_go(widget, widget->cursor + distance);
}

void tablewidget_scroll(struct tablewidget *widget, long lines)
{
	size_t distance = (size_t)(lines < 0 ? -lines : lines);
	size_t page = (size_t)MAX(widget->page, 1);

	if (lines < 0)
		widget->top = widget->top > distance ? widget->top - distance : 0;
	else
		widget->top += distance;
	if (widget->count > page)
		widget->top = MIN(widget->top, widget->count - page);
	else
		widget->top = 0;
	widget->cursor = MAX(widget->cursor, widget->top);
	widget->cursor = MIN(widget->cursor, widget->top + page - 1);
	settle(widget);
}

void tablewidget_follow(struct tablewidget *widget, size_t line)
{
	size_t place = widget->cursor >= widget->top ? widget->cursor - widget->top : 0;

	widget->cursor = line;
	widget->top = line > place ? line - place : 0;
	settle(widget);
}

size_t tablewidget_title_at(const struct tablewidget *widget, int y, int x)
{
	if (y != widget->area.y || widget->area.lines <= 0)
		return SIZE_MAX;
	for (size_t i = 0; i < widget->title_count; i++) {
		if (x >= widget->titles[i].x && x <= widget->titles[i].x + widget->titles[i].width)
			return widget->titles[i].choice;
	}
	return SIZE_MAX;
}

size_t tablewidget_line_at(const struct tablewidget *widget, int y, int x)
{
	size_t line;

	if (y <= widget->area.y || y > widget->area.y + widget->page || x < widget->area.x)
		return SIZE_MAX;
	line = widget->top + (size_t)(y - widget->area.y - 1);
	return line < widget->count ? line : SIZE_MAX;
}
