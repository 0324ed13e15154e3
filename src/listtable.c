/* listtable.c - see listtable.h */
#include "listtable.h"

#include <unistd.h>

#include "base/text.h"
#include "panes/settings.h"
#include "table/filter.h"
#include "table/filterlex.h"

/* Which rows. */
struct wanted {
	const struct column_set *set;
	const struct selection *selection;
};

/* A word is in one of the cells, without regard to case. */
static bool has_word(const struct wanted *table, const void *row, struct bytes word)
{
	for (size_t i = 0; i < table->set->count; i++) {
		const struct value value = column_value(&table->set->columns[i], row);

		if (value.kind == VALUE_TEXT && text_contains(value.text, word))
			return true;
	}
	return false;
}

static bool is_wanted(const void *row, const void *context)
{
	const struct wanted *table = context;
	const struct selection *selection = table->selection;

	if (selection->expression)
		return filter_match(selection->expression, row);
	return has_word(table, row, filterlex_plain(bytes_of(selection->filter)));
}

static void print_lines(struct writer_stream *stream, const struct view *view,
			const struct view_rows *rows, size_t top)
{
	size_t count;
	const struct view_line *lines = view_lines(view, &count);

	for (size_t i = 0; i < count && (top == 0 || i < top); i++) {
		const void *row = (const char *)rows->rows + lines[i].row * rows->row_size;
		struct value values[COLUMN_CHOICES_MAX];

		for (size_t k = 0; k < stream->columns->count; k++)
			values[k] = column_value(stream->columns->of[k].column, row);
		/* no kind: columns have one of their own */
		writer_row(stream, &(struct writer_row){ .values = values });
	}
}

int listtable_print(const struct column_set *set, const struct view_rows *rows,
		    const struct writer_format *format, struct settings *settings, FILE *out)
{
	const struct wanted table = { set, &settings->selection };
	const struct view_plan plan = { .keys = *settings_keys(settings),
					.match = is_wanted,
					.context = &table };
	struct writer_stream stream = { .out = out,
					.format = format,
					.columns = &settings->columns,
					.time = WRITER_TIME_NONE,
					.width = settings->width,
					.noheadings = settings->noheadings,
					.tty = isatty(fileno(out)) };
	const struct writer_sample sample = { .time = "" };
	struct view *view = view_new();
	int result;

	view_update(view, rows, &plan);
	writer_begin(&stream);
	writer_sample_begin(&stream, &sample);
	print_lines(&stream, view, rows, settings->top);
	result = writer_end(&stream);
	if (result == 0)
		result = (int)view_matched(view);
	view_free(view);
	return result;
}
