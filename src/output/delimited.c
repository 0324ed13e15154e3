/* delimited.c - see delimited.h */
#include "output/delimited.h"

#include <stdint.h>
#include <stdio.h>
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

/* Where a field is written, and how. */
struct field {
	struct writer_stream *out;
	const struct dialect *dialect;
};

/* Printable ASCII. */
static void put_plain(const struct field *field, struct bytes plain)
{
	const char doubled = field->dialect->quotes ? '"' : '\\';

	while (plain.n > 0) {
		const struct bytes piece = bytes_take(&plain, bytes_find(plain, doubled) + 1);

		writer_put(field->out, piece);
		if (piece.p[piece.n - 1] == doubled)
			writer_put_many(field->out, doubled, 1);
	}
}

static void put_hexadecimal(const struct field *field, unsigned char byte)
{
	char text[8];

	(void)snprintf(text, sizeof(text), "\\x%02x", byte);
	writer_put_string(field->out, text);
}

static void put_escaped(const struct field *field, struct bytes raw)
{
	for (size_t i = 0; i < raw.n; i++) {
		if (!field->dialect->quotes && raw.p[i] == '\t')
			writer_put_string(field->out, "\\t");
		else if (!field->dialect->quotes && raw.p[i] == '\n')
			writer_put_string(field->out, "\\n");
		else
			put_hexadecimal(field, (unsigned char)raw.p[i]);
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
	struct bytes marks = { cluster->utf8, cluster->length };

	put_plain(field, bytes_take(&marks, 1));
	writer_put(field->out, marks);
}

static void put_for_terminal(const struct field *field, struct bytes text)
{
	struct text_cluster cluster;

	while (text_next(&text, &cluster) > 0) {
		if (cluster.escaped)
			writer_put_string(field->out, cluster.utf8);
		else
			put_cluster(field, &cluster);
	}
}

/* Cuts off the printable ASCII in front, if there is any. */
static struct bytes take_plain(struct bytes *rest)
{
	size_t n = 0;

	while (n < rest->n && rest->p[n] >= 0x20 && rest->p[n] < 0x7f)
		n++;
	return bytes_take(rest, n);
}

static void put_text(const struct field *field, struct bytes text)
{
	struct bytes character;

	if (field->out->tty) {
		put_for_terminal(field, text);
		return;
	}
	while (text.n > 0) {
		put_plain(field, take_plain(&text));
		if (text.n == 0)
			break;
		if (next_character(&text, &character))
			writer_put(field->out, character);
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
		writer_put_many(field->out, '"', 1);
	while (value.kind == VALUE_LIST && bytes_find(value.text, '\0') < value.text.n) {
		put_text(field, bytes_next(&value.text, '\0'));
		writer_put_many(field->out, ' ', 1);
	}
	put_text(field, value.text);
	if (quoted)
		writer_put_many(field->out, '"', 1);
}

static void put_names(struct writer_stream *stream, const struct dialect *dialect)
{
	if (stream->noheadings)
		return;
	writer_put_string(stream, "timestamp");
	writer_put_many(stream, dialect->separator, 1);
	writer_put_string(stream, "interval");
	for (size_t i = 0; i < stream->columns->count; i++) {
		writer_put_many(stream, dialect->separator, 1);
		writer_put_string(stream, stream->columns->of[i].column->name);
	}
	writer_put_string(stream, dialect->line_end);
}

static void put_row(struct writer_stream *stream, const struct writer_row *row,
		    const struct dialect *dialect)
{
	const struct field field = { stream, dialect };
	const struct writer_sample *sample = stream->sample;

	if (sample->time)
		put_value(&field, value_text(bytes_of(sample->time)));
	writer_put_many(stream, dialect->separator, 1);
	if (sample->interval > 0)
		put_value(&field, value_rate(sample->interval));
	for (size_t i = 0; i < stream->columns->count; i++) {
		writer_put_many(stream, dialect->separator, 1);
		put_value(&field, row->values[i]);
	}
	writer_put_string(stream, dialect->line_end);
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
