/* text_table.c - see text_table.h */
#include "output/text_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"

/*
 * Text in the midst of a line is given that much; what is longer ends in a '+'.
 * One hostile path must not push the rest of every row out of sight.
 */
#define TEXT_WIDTH_MAX 64

/*
 * A cell that waits until the widths are known. A text is cleaned when it is written, as much
 * of it as is shown; all else is formatted once and for all: its text.n bytes are the next ones
 * in the numbers below, and text.p is NULL.
 */
struct cell {
	enum value_kind kind;
	uint32_t columns; /* that a text takes; 0 in the open end, where nobody asks */
	struct bytes text;
};

/* The rows of the sample so far. */
struct collected {
	struct cell *cells; /* row after row */
	size_t cells_capacity;
	char *numbers; /* of all cells that are no text */
	size_t numbers_used, numbers_capacity;
	char *prefixes; /* one NUL-terminated string a row */
	size_t prefixes_used, prefixes_capacity;
	size_t rows;
	size_t widths[COLUMN_CHOICES_MAX];
};

/* What is still to be written of the cells. */
struct reader {
	const struct cell *cell;
	const char *number, *prefix;
};

/* A line while it is written. Spaces wait until something follows them. */
struct line {
	struct writer_stream *stream;
	size_t left; /* columns that it still has */
	size_t spaces;
};

static bool is_text(enum value_kind kind)
{
	return kind == VALUE_TEXT || kind == VALUE_LIST;
}

/* The next piece of a text: the whole, or one argument of a list. */
static bool piece_next(struct cell *rest, struct bytes *ret)
{
	if (rest->text.n == 0)
		return false;
	if (rest->kind == VALUE_LIST)
		*ret = bytes_next(&rest->text, '\0');
	else
		*ret = bytes_take(&rest->text, rest->text.n);
	return true;
}

static size_t text_columns(struct cell cell)
{
	struct bytes piece;
	size_t width = 0;

	for (size_t i = 0; piece_next(&cell, &piece); i++)
		width += text_width(piece) + (i > 0);
	return width;
}

/* The text of all that is no text. Names are never scaled, other numbers only if they may be. */
static size_t format_cell(const struct writer_stream *stream, size_t column, struct value value,
			  char *ret)
{
	size_t width = stream->columns->of[column].width;

	if (stream->raw && value_is_there(value))
		return value_format_raw(ret, value);
	if (value.kind == VALUE_ID || value.kind == VALUE_INTEGER)
		width = VALUE_FORMAT_MAX;
	return value_format(ret, value, width, stream->sample->time_ns);
}

/* The last column takes what is left of the line: nothing to its right has to be aligned. */
static bool is_open_end(const struct writer_stream *stream, size_t column)
{
	const struct column *last = stream->columns->of[column].column;

	return column + 1 == stream->columns->count && value_kinds[last->kind].left;
}

/* Formats or borrows; the numbers have room for one more. */
static struct cell make_cell(const struct writer_stream *stream, size_t column, struct value value)
{
	struct collected *collected = stream->state;
	struct cell cell = { .kind = value.kind };

	if (is_text(value.kind)) {
		cell.text = value.text;
		if (!is_open_end(stream, column))
			cell.columns = (uint32_t)MIN(text_columns(cell), (size_t)UINT32_MAX);
	} else {
		cell.text.n = format_cell(stream, column, value,
					  collected->numbers + collected->numbers_used);
		cell.columns = (uint32_t)cell.text.n;
		collected->numbers_used += cell.text.n;
	}
	return cell;
}

static size_t cell_width(const struct writer_stream *stream, size_t column, struct cell cell,
			 const char *prefix)
{
	size_t width = cell.columns;

	if (stream->columns->of[column].column->flags & COLUMN_TREE)
		width += text_width(bytes_of(prefix));
	return MIN(width, (size_t)TEXT_WIDTH_MAX);
}

static void begin(struct writer_stream *stream)
{
	stream->state = die_calloc(1, sizeof(struct collected));
}

static void end(struct writer_stream *stream)
{
	struct collected *collected = stream->state;

	free(collected->cells);
	free(collected->numbers);
	free(collected->prefixes);
	free(collected);
}

static void sample_begin(struct writer_stream *stream)
{
	struct collected *collected = stream->state;

	collected->rows = 0;
	collected->numbers_used = 0;
	collected->prefixes_used = 0;
	for (size_t i = 0; i < stream->columns->count; i++) {
		const struct column_choice *choice = &stream->columns->of[i];
		size_t title = stream->noheadings ? 0 : text_width(bytes_of(choice->title));

		collected->widths[i] = MAX(choice->width, title);
	}
}

static void keep_prefix(struct collected *collected, const char *prefix)
{
	size_t size = strlen(prefix) + 1;

	collected->prefixes = die_grow(collected->prefixes, &collected->prefixes_capacity,
				       collected->prefixes_used + size, 1);
	memcpy(collected->prefixes + collected->prefixes_used, prefix, size);
	collected->prefixes_used += size;
}

static void row(struct writer_stream *stream, const struct writer_row *row)
{
	struct collected *collected = stream->state;
	size_t count = stream->columns->count;
	const char *prefix = row->prefix ? row->prefix : "";
	struct cell *cells;

	collected->cells = die_grow(collected->cells, &collected->cells_capacity,
				    (collected->rows + 1) * count, sizeof(collected->cells[0]));
	collected->numbers = die_grow(collected->numbers, &collected->numbers_capacity,
				      collected->numbers_used + count * VALUE_FORMAT_MAX, 1);
	keep_prefix(collected, prefix);
	cells = collected->cells + collected->rows * count;
	collected->rows++;
	for (size_t i = 0; i < count; i++) {
		size_t *width = &collected->widths[i];

		cells[i] = make_cell(stream, i, row->values[i]);
		if (!is_open_end(stream, i))
			*width = MAX(*width, cell_width(stream, i, cells[i], prefix));
	}
}

/* Writes the waiting spaces. False: the line is full. */
static bool line_ready(struct line *line)
{
	if (line->spaces >= line->left) {
		line->left = 0;
		return false;
	}
	line->left -= line->spaces;
	writer_put_many(line->stream, ' ', line->spaces);
	line->spaces = 0;
	return true;
}

/* Writes as much of a text as fits into width columns and the line. Returns the columns. */
static size_t put_text(struct line *line, struct bytes text, size_t width)
{
	struct text_part part;
	size_t written = 0;

	if (text.n == 0 || !line_ready(line))
		return 0;
	width = MIN(width, line->left);
	while (text_next_part(&text, width - written, &part) > 0) {
		writer_put(line->stream, part.bytes);
		written += part.width;
	}
	line->left -= written;
	return written;
}

/* A number is written whole or not at all. It is ours: nothing in it has to be cleaned. */
static void put_number(struct line *line, struct bytes number)
{
	if (line->spaces + number.n > line->left) {
		line->left = 0;
	} else if (number.n > 0 && line_ready(line)) {
		writer_put(line->stream, number);
		line->left -= number.n;
	}
}

static size_t put_pieces(struct line *line, struct cell cell, size_t width)
{
	struct bytes piece;
	size_t written = 0;

	for (size_t i = 0; written < width && line->left > 0 && piece_next(&cell, &piece); i++) {
		if (i > 0) {
			line->spaces++;
			written++;
		}
		written += put_text(line, piece, width - MIN(width, written));
	}
	return written;
}

/* A cell that begins at the left: branches, then text; cut with a '+' where it is too wide. */
static void put_left(struct line *line, struct cell cell, struct bytes branches, size_t width)
{
	bool cut = width != SIZE_MAX && text_width(branches) + cell.columns > width;
	size_t room = cut ? width - 1 : width;
	size_t written = put_text(line, branches, room);

	written += put_pieces(line, cell, room - written);
	if (width == SIZE_MAX)
		return;
	line->spaces += room - written;
	if (cut)
		put_text(line, bytes_of("+"), 1);
}

static void put_cell(struct line *line, size_t column, struct reader *reader)
{
	const struct writer_stream *stream = line->stream;
	const struct collected *collected = stream->state;
	const struct column *shown = stream->columns->of[column].column;
	size_t width = is_open_end(stream, column) ? SIZE_MAX : collected->widths[column];
	struct cell cell = *reader->cell++;

	if (!is_text(cell.kind)) {
		cell.text.p = reader->number;
		reader->number += cell.text.n;
		if (!value_kinds[shown->kind].left) {
			line->spaces += width - MIN(width, cell.text.n);
			put_number(line, cell.text);
			return;
		}
	}
	put_left(line, cell, bytes_of(shown->flags & COLUMN_TREE ? reader->prefix : ""), width);
}

static struct line line_begin(struct writer_stream *stream)
{
	return (struct line){ stream, stream->width > 0 ? stream->width : SIZE_MAX, 0 };
}

static void put_headings(struct writer_stream *stream)
{
	const struct collected *collected = stream->state;
	struct line line = line_begin(stream);

	for (size_t i = 0; i < stream->columns->count; i++) {
		const struct column_choice *choice = &stream->columns->of[i];
		struct bytes title = bytes_of(choice->title);
		size_t rest = collected->widths[i] - text_width(title);
		bool left = value_kinds[choice->column->kind].left;

		line.spaces += (i > 0) + (left ? 0 : rest);
		put_text(&line, title, SIZE_MAX);
		line.spaces += left ? rest : 0;
	}
	writer_put_many(stream, '\n', 1);
}

static void put_summary(struct writer_stream *stream)
{
	const struct writer_sample *sample = stream->sample;

	if (stream->samples > 1 && (sample->summary_count > 0 || !stream->noheadings))
		writer_put_many(stream, '\n', 1);
	for (size_t i = 0; i < sample->summary_count; i++) {
		struct line line = line_begin(stream);

		put_text(&line, bytes_of(sample->summary[i]), SIZE_MAX);
		writer_put_many(stream, '\n', 1);
	}
	if (sample->summary_count > 0)
		writer_put_many(stream, '\n', 1);
}

static void sample_end(struct writer_stream *stream)
{
	const struct collected *collected = stream->state;
	struct reader reader = { collected->cells, collected->numbers, collected->prefixes };

	put_summary(stream);
	if (!stream->noheadings)
		put_headings(stream);
	for (size_t i = 0; i < collected->rows; i++) {
		struct line line = line_begin(stream);

		for (size_t column = 0; column < stream->columns->count; column++) {
			line.spaces += column > 0;
			put_cell(&line, column, &reader);
		}
		writer_put_many(stream, '\n', 1);
		reader.prefix += strlen(reader.prefix) + 1;
	}
}

const struct writer_format text_table_format = {
	.name = "text",
	.help = "aligned columns for people",
	.begin = begin,
	.sample_begin = sample_begin,
	.row = row,
	.sample_end = sample_end,
	.end = end,
};
