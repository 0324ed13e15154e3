/* json_writer.c - see json_writer.h */
#include "output/json_writer.h"

#include <json-c/json_object.h>
#include <json-c/printbuf.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "output/json_value.h"

struct json_state {
	struct printbuf *line; /* what is written next */
	struct printbuf *head; /* members that all records of the sample share, no braces */
	uint64_t rows;	       /* of the sample so far */
};

static void begin(struct writer_stream *stream)
{
	struct json_state *state = die_calloc(1, sizeof(*state));

	state->line = printbuf_new();
	state->head = printbuf_new();
	if (!state->line || !state->head)
		die("out of memory: a buffer for JSON");
	stream->state = state;
}

static void end(struct writer_stream *stream)
{
	struct json_state *state = stream->state;

	printbuf_free(state->line);
	printbuf_free(state->head);
	free(state);
}

static void put_bytes(struct printbuf *out, const char *p, int n)
{
	if (printbuf_memappend(out, p, n) < 0)
		die("out of memory: a record of JSON");
}

static void put(struct printbuf *out, const char *string)
{
	put_bytes(out, string, (int)strlen(string));
}

/* Writes the line and empties it. */
static void flush_line(struct writer_stream *stream)
{
	struct json_state *state = stream->state;

	writer_put(stream,
		   (struct bytes){ state->line->buf, (size_t)printbuf_length(state->line) });
	printbuf_reset(state->line);
}

static struct json_object *new_object(void)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		die("out of memory: a record of JSON");
	return object;
}

/* Adds "NAME":value, and "NAME_err" where something is to be said about it. Borrows *value. */
static void add(struct json_object *object, const char *name, const struct value *value)
{
	const char *reason = json_value_reason(*value);
	char name_err[128];

	/* the names are those of columns, which outlive every record */
	if (json_object_object_add_ex(object, name, json_value_new(value),
				      JSON_C_OBJECT_ADD_CONSTANT_KEY) < 0)
		die("out of memory: a member of JSON");
	if (!reason)
		return;
	(void)snprintf(name_err, sizeof(name_err), "%s_err", name);
	if (json_object_object_add(object, name_err, json_object_new_string(reason)) < 0)
		die("out of memory: a member of JSON");
}

/* Appends the members of an object without its braces, and frees it. */
static void put_members(struct printbuf *out, struct json_object *object)
{
	size_t length;
	const char *text =
		json_object_to_json_string_length(object, JSON_C_TO_STRING_PLAIN, &length);

	if (!text)
		die("out of memory: a record of JSON");
	put_bytes(out, text + 1, (int)length - 2);
	json_object_put(object);
}

static struct value text_or_none(const char *text)
{
	return text ? value_text(bytes_of(text)) : value_none();
}

/* Prepares what all records of the sample share. */
static void set_head(struct writer_stream *stream)
{
	const struct writer_sample *sample = stream->sample;
	const struct value time = stream->time == WRITER_TIME_EPOCH ? value_time(sample->time_ns)
								    : text_or_none(sample->time);
	const struct value host = text_or_none(sample->host);
	const struct value boot_id = text_or_none(sample->boot_id);
	const struct value interval =
		sample->interval > 0 ? value_rate(sample->interval) : value_none();
	const struct value sequence = value_count(sample->sequence);
	struct json_state *state = stream->state;
	struct json_object *head = new_object();

	if (stream->time != WRITER_TIME_NONE)
		add(head, "timestamp", &time);
	add(head, "host", &host);
	add(head, "boot_id", &boot_id);
	add(head, "interval", &interval);
	add(head, "seq", &sequence);
	printbuf_reset(state->head);
	put_members(state->head, head);
	state->rows = 0;
}

static void put_system(struct printbuf *out, const struct writer_sample *sample)
{
	struct json_object *object = new_object();

	for (size_t i = 0; i < sample->system_count; i++)
		add(object, sample->system[i].name, &sample->system[i].value);
	put_members(out, object);
}

static void put_row(struct writer_stream *stream, const struct value *values)
{
	const struct json_state *state = stream->state;
	struct json_object *object = new_object();

	for (size_t i = 0; i < stream->columns->count; i++)
		add(object, stream->columns->of[i].column->name, &values[i]);
	put_members(state->line, object);
}

static void document_sample_begin(struct writer_stream *stream)
{
	const struct json_state *state = stream->state;

	set_head(stream);
	put(state->line, stream->samples > 0 ? ",\n" : "[\n");
	put(state->line, "{\"schema\":\"" WRITER_SCHEMA "\",");
	put_bytes(state->line, state->head->buf, printbuf_length(state->head));
	put(state->line, ",\"system\":{");
	put_system(state->line, stream->sample);
	put(state->line, "},\"rows\":[");
	flush_line(stream);
}

static void put_kind(struct printbuf *out, const char *kind)
{
	if (!kind)
		return;
	put(out, "\"kind\":");
	json_value_put_text(out, bytes_of(kind));
	put(out, ",");
}

static void document_row(struct writer_stream *stream, const struct writer_row *row)
{
	struct json_state *state = stream->state;

	put(state->line, state->rows++ > 0 ? ",\n{" : "\n{");
	put_kind(state->line, row->kind);
	put_row(stream, row->values);
	put(state->line, "}");
	flush_line(stream);
}

static void document_sample_end(struct writer_stream *stream)
{
	writer_put_string(stream, "\n]}");
}

static void document_end(struct writer_stream *stream)
{
	writer_put_string(stream, stream->samples > 0 ? "\n]\n" : "[]\n");
	end(stream);
}

/* Begins a record of jsonl up to the first member of its own. */
static void put_record_head(struct writer_stream *stream, const char *kind)
{
	const struct json_state *state = stream->state;

	put(state->line, "{\"schema\":\"" WRITER_SCHEMA "\",");
	put_kind(state->line, kind);
	put_bytes(state->line, state->head->buf, printbuf_length(state->head));
	put(state->line, ",");
}

static void lines_sample_begin(struct writer_stream *stream)
{
	const struct json_state *state = stream->state;

	set_head(stream);
	if (stream->sample->system_count == 0)
		return;
	put_record_head(stream, "system");
	put_system(state->line, stream->sample);
	put(state->line, "}\n");
	flush_line(stream);
}

static void lines_row(struct writer_stream *stream, const struct writer_row *row)
{
	const struct json_state *state = stream->state;

	put_record_head(stream, row->kind);
	put_row(stream, row->values);
	put(state->line, "}\n");
	flush_line(stream);
}

const struct writer_format json_writer_document = {
	.name = "json",
	.help = "one JSON document, an array of samples",
	.begin = begin,
	.sample_begin = document_sample_begin,
	.row = document_row,
	.sample_end = document_sample_end,
	.end = document_end,
};

const struct writer_format json_writer_lines = {
	.name = "jsonl",
	.help = "one self-contained JSON record a line",
	.begin = begin,
	.sample_begin = lines_sample_begin,
	.row = lines_row,
	.end = end,
};
