/* cutline.c - see cutline.h */
#include "tree/cutline.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"

#define BOLD_ON	 "\033[1m"
#define BOLD_OFF "\033[0m"

static void append(struct cutline *line, const char *bytes, size_t size)
{
	line->text = die_grow(line->text, &line->capacity, line->length + size, 1);
	memcpy(line->text + line->length, bytes, size);
	line->length += size;
}

/* What stands up to here stays, whatever comes. */
static void keep(struct cutline *line)
{
	if (line->limit > 0 && line->column + 1 > line->limit)
		return;
	line->fits = line->length;
	line->fits_column = line->column;
	line->fits_bold = line->bold;
}

static void cut(struct cutline *line)
{
	line->length = line->fits;
	line->column = line->fits_column;
	line->bold = line->fits_bold;
	append(line, "+", 1);
	line->column++;
	line->cut = true;
}

void cutline_put(struct cutline *line, struct bytes clean)
{
	struct text_part part;
	size_t room;

	while (!line->cut && clean.n > 0) {
		/* Up to the place of the '+' in one go, then what may have to make room for it. */
		room = line->limit == 0 ? SIZE_MAX : line->limit - line->column;
		if (line->limit > 0 && line->column + 1 < line->limit)
			room--;
		if (text_next_part(&clean, room, &part) == 0) {
			if (line->limit > 0 && line->column + 1 < line->limit &&
			    text_next_part(&clean, room + 1, &part) == 1) {
				append(line, part.bytes.p, part.bytes.n);
				line->column += part.width;
				continue;
			}
			cut(line);
			return;
		}
		append(line, part.bytes.p, part.bytes.n);
		line->column += part.width;
		keep(line);
	}
}

void cutline_put_string(struct cutline *line, const char *clean)
{
	cutline_put(line, bytes_of(clean));
}

void cutline_pad(struct cutline *line, size_t column)
{
	static const char blanks[] =
		"                                                                ";

	while (!line->cut && line->column < column)
		cutline_put(line, (struct bytes){ blanks,
						  MIN(column - line->column, sizeof(blanks) - 1) });
}

void cutline_skip(struct cutline *line, size_t column)
{
	if (line->cut || column <= line->column)
		return;
	if (line->limit > 0 && column >= line->limit) {
		cut(line);
		return;
	}
	line->column = column;
	keep(line);
}

void cutline_bold(struct cutline *line, bool bold)
{
	if (line->cut || line->bold == bold)
		return;
	line->bold = bold;
	append(line, bold ? BOLD_ON : BOLD_OFF, strlen(bold ? BOLD_ON : BOLD_OFF));
	keep(line);
}

void cutline_end(struct cutline *line)
{
	if (line->bold)
		append(line, BOLD_OFF, strlen(BOLD_OFF));
	append(line, "\n", 1);
	(void)fwrite(line->text, 1, line->length, line->out);
	line->length = line->column = line->fits = line->fits_column = 0;
	line->cut = line->bold = line->fits_bold = false;
}

void cutline_done(struct cutline *line)
{
	free(line->text);
	*line = (struct cutline){ .out = NULL };
}
