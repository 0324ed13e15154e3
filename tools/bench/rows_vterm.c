/* rows_vterm.c - see rows.h: with libvterm, which knows what is on the screen */
#include "rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <vterm.h>

#include "base/die.h"

enum { WORDS = 2 }; /* of a row that are looked at */

struct rows {
	VTerm *terminal;
	VTermScreen *screen;
	int lines, columns;
};

struct rows *rows_new(int lines, int columns)
{
	struct rows *rows = die_calloc(1, sizeof(*rows));

	rows->lines = lines;
	rows->columns = columns;
	rows->terminal = vterm_new(lines, columns);
	vterm_set_utf8(rows->terminal, 1);
	rows->screen = vterm_obtain_screen(rows->terminal);
	vterm_screen_enable_altscreen(rows->screen, 1);
	vterm_screen_reset(rows->screen, 1);
	return rows;
}

void rows_free(struct rows *rows)
{
	if (!rows)
		return;
	vterm_free(rows->terminal);
	free(rows);
}

void rows_feed(struct rows *rows, const char *bytes, size_t size)
{
	(void)vterm_input_write(rows->terminal, bytes, size);
}

static uint32_t character_at(const struct rows *rows, int line, int column)
{
	VTermScreenCell cell;

	if (!vterm_screen_get_cell(rows->screen, (VTermPos){ .row = line, .col = column }, &cell))
		return ' ';
	return cell.chars[0] ? cell.chars[0] : ' ';
}

/* Frames are not ASCII: behind one a row begins again. */
static bool is_process(const struct rows *rows, int line)
{
	int words = 0;
	bool inside = false, number = false;

	for (int x = 0; x < rows->columns; x++) {
		uint32_t c = character_at(rows, line, x);
		bool frame = c > '~', blank = c <= ' ' || frame;

		if (frame)
			words = 0;
		if (!blank && !inside)
			number = ++words <= WORDS;
		if (!blank && (c < '0' || c > '9'))
			number = false;
		if (blank && inside && number)
			return true;
		inside = !blank;
	}
	return false;
}

int rows_count(const struct rows *rows)
{
	int count = 0;

	for (int line = 0; line < rows->lines; line++)
		count += is_process(rows, line);
	return count;
}

size_t rows_line(const struct rows *rows, int line, char *ret, size_t size)
{
	size_t length = 0;

	for (int x = 0; x < rows->columns && length + 1 < size; x++) {
		const uint32_t c = character_at(rows, line, x);

		ret[length++] = (char)(c >= ' ' && c <= '~' ? c : ' ');
	}
	ret[length] = '\0';
	return length;
}
