/* delimited.c - see delimited.h */
#include "batch/delimited.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/macros.h"
#include "base/text.h"

/* What CSV and TSV do not share. */
struct dialect {
	char separator;
	const char *line_end;
	bool quotes; /* a field that needs it is put in quotes; else backslashes escape */
};

static const struct dialect csv = { ',', "\r\n", true };
static const struct dialect tsv = { '\t', "\n", false };

/* A field while it is written. */
struct field {
	FILE *out;
	const struct dialect *dialect;
	bool tty;
};

static void put_plain(const struct field *field, char byte)
{
	if (byte == (field->dialect->quotes ? '"' : '\\'))
		(void)putc(byte, field->out); /* both are doubled */
	(void)putc(byte, field->out);
}

static void put_escaped(const struct field *field, struct bytes raw)
{
	for (size_t i = 0; i < raw.n; i++) {
		if (!field->dialect->quotes && raw.p[i] == '\t')
			(void)fputs("\\t", field->out);
		else if (!field->dialect->quotes && raw.p[i] == '\n')
			(void)fputs("\\n", field->out);
		else
			(void)fprintf(field->out, "\\x%02x", (unsigned char)raw.p[i]);
	}
}

/* Cuts off the next code point, or byte that is none. Returns whether it goes out as it is. */
static bool next_character(struct bytes *rest, struct bytes *ret)
{
	int32_t code;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)rest->p,
					      (utf8proc_ssize_t)MIN(rest->n, 4u), &code);

	*ret = bytes_take(rest, n > 0 ? (size_t)n : 1);
	return n > 0 && code >= 0x20 && (code < 0x7f || code >= 0xa0);
}

/* The base of a cluster with marks may be a quote, too. */
static void put_cluster(const struct field *field, const struct text_cluster *cluster)
{
	put_plain(field, cluster->utf8[0]);
	(void)fwrite(cluster->utf8 + 1, 1, cluster->length - 1u, field->out);
}

static void put_for_terminal(const struct field *field, struct bytes text)
{
	struct text_cluster cluster;

	while (text_next(&text, &cluster) > 0) {
		if (cluster.escaped)
			(void)fputs(cluster.utf8, field->out);
		else
			put_cluster(field, &cluster);
	}
}

static void put_text(const struct field *field, struct bytes text)
{
	struct bytes character;

	if (field->tty) {
		put_for_terminal(field, text);
		return;
	}
	while (text.n > 0) {
		if (text.p[0] >= 0x20 && text.p[0] < 0x7f)
			put_plain(field, *bytes_take(&text, 1).p);
		else if (next_character(&text, &character))
			(void)fwrite(character.p, 1, character.n, field->out);
		else
			put_escaped(field, character);
	}
}

/* Spaces at the ends are quoted too: some readers would drop them. */
static bool needs_quotes(struct bytes text)
{
	return bytes_find(text, ',') < text.n || bytes_find(text, '"') < text.n ||
	       (text.n > 0 && (text.p[0] == ' ' || text.p[text.n - 1] == ' '));
}

static void put_value(const struct field *field, struct value value)
{
	char number[VALUE_FORMAT_MAX];
	bool quoted;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_LIST) {
		struct bytes text = { number, value_format_raw(number, value) };

		put_text(field, text);
		return;
	}
	if (value.kind == VALUE_LIST && value.text.n > 0 && value.text.p[value.text.n - 1] == '\0')
		value.text.n--;
	quoted = field->dialect->quotes && needs_quotes(value.text);
	if (quoted)
		(void)putc('"', field->out);
	while (value.kind == VALUE_LIST && bytes_find(value.text, '\0') < value.text.n) {
		put_text(field, bytes_next(&value.text, '\0'));
		(void)putc(' ', field->out);
	}
	put_text(field, value.text);
	if (quoted)
		(void)putc('"', field->out);
}

static void put_names(const struct writer_stream *stream, const struct dialect *dialect)
{
	if (stream->noheadings)
		return;
	(void)fprintf(stream->out, "timestamp%cinterval", dialect->separator);
	for (size_t i = 0; i < stream->columns->count; i++)
		(void)fprintf(stream->out, "%c%s", dialect->separator,
			      stream->columns->of[i].column->name);
	(void)fputs(dialect->line_end, stream->out);
}

static void put_row(const struct writer_stream *stream, const struct writer_row *row,
		    const struct dialect *dialect)
{
	const struct field field = { stream->out, dialect, stream->tty };
	const struct writer_sample *sample = stream->sample;

	if (sample->time)
		put_value(&field, value_text(bytes_of(sample->time)));
	(void)putc(dialect->separator, stream->out);
	if (sample->interval > 0)
		put_value(&field, value_rate(sample->interval));
	for (size_t i = 0; i < stream->columns->count; i++) {
		(void)putc(dialect->separator, stream->out);
		put_value(&field, row->values[i]);
	}
	(void)fputs(dialect->line_end, stream->out);
}

static void csv_begin(struct writer_stream *stream)
{
	put_names(stream, &csv);
}

static void csv_row(struct writer_stream *stream, const struct writer_row *row)
{
	put_row(stream, row, &csv);
}

static void tsv_begin(struct writer_stream *stream)
{
	put_names(stream, &tsv);
}

static void tsv_row(struct writer_stream *stream, const struct writer_row *row)
{
	put_row(stream, row, &tsv);
}

const struct writer_format delimited_csv = {
	.name = "csv",
	.help = "comma separated values as RFC 4180 has them",
	.begin = csv_begin,
	.row = csv_row,
};

const struct writer_format delimited_tsv = {
	.name = "tsv",
	.help = "tab separated values with backslash escapes",
	.begin = tsv_begin,
	.row = tsv_row,
};
