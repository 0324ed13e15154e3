/*
 * writer.h - samples of a table to a stream, in one of the output formats
 *
 * A stream is begun, gets samples, and is ended. A sample is what was measured
 * at one time: what is known of the system, and rows. writer_ functions here see
 * to the order, to the flushing and to errors; a format is a struct of functions
 * (see formats.h) which only print.
 *
 *	writer_begin(&stream);
 *	for each sample:
 *		writer_sample_begin(&stream, &sample);
 *		for each row: writer_row(&stream, &row);
 *		r = writer_sample_end(&stream);
 *	r = writer_end(&stream);
 */
#ifndef OUTPUT_WRITER_H
#define OUTPUT_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "table/column.h"
#include "table/value.h"

/* What every record of JSON says first; a change of meaning changes the number. */
#define WRITER_SCHEMA "proctor/1"

enum writer_time {
	WRITER_TIME_ISO,   /* 2026-11-21T18:19:22.412345+01:00 */
	WRITER_TIME_EPOCH, /* 1795281562.412345, a number in JSON */
	WRITER_TIME_NONE,
};

/* A value about the system, not about a row. */
struct writer_pair {
	const char *name;
	struct value value;
};

/* All borrowed, valid until writer_sample_end(). */
struct writer_sample {
	const char *time; /* as writer_time_format() makes it; NULL: none */
	uint64_t time_ns; /* the same, CLOCK_REALTIME */
	const char *host;
	const char *boot_id; /* NULL: not known, as host */
	double interval;   /* seconds that the rates are about; 0: the first sample, it has none */
	uint64_t sequence; /* 0, 1, 2 ...: a gap is a sample that was lost */
	const char *const *summary; /* lines for people, for the text format */
	size_t summary_count;
	const struct writer_pair *system; /* the same for programs */
	size_t system_count;
};

struct writer_row {
	const char *kind;   /* "process", "thread"; NULL: JSON has no "kind" then */
	const char *prefix; /* branches in front of the COLUMN_TREE column, or NULL; copied */
	/* one for each of the stream's columns; copied, but the bytes of their text are borrowed
	 * until writer_sample_end() */
	const struct value *values;
};

struct writer_format;

struct writer_stream {
	FILE *out; /* borrowed; only writer_ functions write to it */
	const struct writer_format *format;
	const struct column_choices *columns; /* borrowed, the same for all samples */
	enum writer_time time;
	size_t width;	 /* text: columns of a line, 0: as many as it takes */
	bool raw;	 /* text: numbers without units */
	bool noheadings; /* text, CSV, TSV */
	bool tty;	 /* a person's terminal gets it: all text is cleaned, whatever the format */

	/* the writer's own */
	const struct writer_sample *sample; /* between _sample_begin and _sample_end, else NULL */
	void *state;			    /* of the format */
	uint64_t samples;		    /* begun so far */
	int error;			    /* the first that happened, negative errno */
	char *waiting; /* what was put and is not yet in out: writer.c alone knows it */
	size_t waiting_bytes;
};

/*
 * A format. It writes by the writer_put functions below and hears of no error: the
 * stream does. begin sets stream->state, end frees it; both may be NULL, and so may
 * the two of the sample.
 */
struct writer_format {
	const char *name; /* -f */
	const char *help; /* one lower-case phrase without a full stop */
	void (*begin)(struct writer_stream *stream);
	void (*sample_begin)(struct writer_stream *stream);
	void (*row)(struct writer_stream *stream, const struct writer_row *row);
	void (*sample_end)(struct writer_stream *stream);
	void (*end)(struct writer_stream *stream);
};

void writer_begin(struct writer_stream *stream);
void writer_sample_begin(struct writer_stream *stream, const struct writer_sample *sample);
void writer_row(struct writer_stream *stream, const struct writer_row *row);

/*
 * Writes what is left of the sample and flushes it. Returns 0 or the first error
 * of the stream: -EPIPE where the reader has gone (SIGPIPE must be ignored),
 * -ENOSPC, -EIO ... Once it failed, nothing more is written.
 */
int writer_sample_end(struct writer_stream *stream);

/*
 * Ends an open sample, then the stream, so that the output is complete whenever
 * it is called; frees what the format had. Returns as writer_sample_end().
 */
int writer_end(struct writer_stream *stream);

/*
 * For the formats: what is put goes out in large pieces. stdio would cost more for
 * each character than the formatting of a whole cell.
 */
void writer_put(struct writer_stream *stream, struct bytes bytes);
void writer_put_string(struct writer_stream *stream, const char *string);
void writer_put_many(struct writer_stream *stream, char byte, size_t count);

enum { WRITER_TIME_MAX = 40 };

/*
 * Writes the text of a time, in microseconds and the local zone; "" for
 * WRITER_TIME_NONE. Returns the length.
 */
size_t writer_time_format(char ret[WRITER_TIME_MAX], uint64_t realtime_ns, enum writer_time form);

/*
 * Whether a name is one that records use themselves (time, interval, host ...),
 * so that no column may have it.
 */
bool writer_reserves(const char *name);

#endif
