/* writer.c - see writer.h */
#include "output/writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/die.h"
#include "base/macros.h"

enum { WAITING_MAX = 32 * 1024 };

/* Takes the reason of a failed write while errno still has it. */
static void check(struct writer_stream *stream)
{
	if (stream->error == 0 && ferror(stream->out))
		stream->error = errno > 0 ? -errno : -EIO;
}

/* Hands on what waits. After an error it is dropped: nothing more is written then. */
static void drain(struct writer_stream *stream)
{
	if (stream->error == 0)
		(void)fwrite(stream->waiting, 1, stream->waiting_bytes, stream->out);
	stream->waiting_bytes = 0;
	check(stream);
}

/* Room for so many bytes, at most WAITING_MAX. */
static char *room(struct writer_stream *stream, size_t n)
{
	char *at;

	if (n > WAITING_MAX - stream->waiting_bytes)
		drain(stream);
	at = stream->waiting + stream->waiting_bytes;
	stream->waiting_bytes += n;
	return at;
}

void writer_put(struct writer_stream *stream, struct bytes bytes)
{
	while (bytes.n > 0) {
		const struct bytes piece = bytes_take(&bytes, WAITING_MAX);

		memcpy(room(stream, piece.n), piece.p, piece.n);
	}
}

void writer_put_string(struct writer_stream *stream, const char *string)
{
	writer_put(stream, bytes_of(string));
}

void writer_put_many(struct writer_stream *stream, char byte, size_t count)
{
	while (count > 0) {
		size_t n = MIN(count, (size_t)WAITING_MAX);

		memset(room(stream, n), byte, n);
		count -= n;
	}
}

void writer_begin(struct writer_stream *stream)
{
	stream->waiting = die_malloc(WAITING_MAX);
	stream->waiting_bytes = 0;
	stream->sample = NULL;
	stream->state = NULL;
	stream->samples = 0;
	stream->error = 0;
	if (stream->format->begin)
		stream->format->begin(stream);
	drain(stream); /* the names of the columns, long before the first sample is there */
}

void writer_sample_begin(struct writer_stream *stream, const struct writer_sample *sample)
{
	stream->sample = sample;
	if (stream->error == 0 && stream->format->sample_begin)
		stream->format->sample_begin(stream);
	stream->samples++;
}

void writer_row(struct writer_stream *stream, const struct writer_row *row)
{
	if (stream->error < 0)
		return;
	stream->format->row(stream, row);
}

static int flush(struct writer_stream *stream)
{
	drain(stream);
	if (stream->error == 0 && fflush(stream->out) != 0)
		stream->error = errno > 0 ? -errno : -EIO;
	return stream->error;
}

int writer_sample_end(struct writer_stream *stream)
{
	if (stream->error == 0 && stream->format->sample_end)
		stream->format->sample_end(stream);
	stream->sample = NULL;
	return flush(stream);
}

int writer_end(struct writer_stream *stream)
{
	if (stream->sample)
		(void)writer_sample_end(stream); /* the error stays in the stream */
	if (stream->format->end)
		stream->format->end(stream);
	stream->state = NULL;
	(void)flush(stream); /* as above */
	free(stream->waiting);
	stream->waiting = NULL;
	return stream->error;
}

static size_t format_iso(char *ret, uint64_t realtime_ns)
{
	time_t seconds = (time_t)(realtime_ns / NS_PER_SECOND);
	unsigned micro = (unsigned)(realtime_ns % NS_PER_SECOND / NS_PER_US);
	struct tm tm;
	long zone;
	int n;

	if (!localtime_r(&seconds, &tm)) {
		ret[0] = '\0';
		return 0;
	}
	zone = (tm.tm_gmtoff < 0 ? -tm.tm_gmtoff : tm.tm_gmtoff) / 60;
	n = snprintf(ret, WRITER_TIME_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%06u%c%02ld:%02ld",
		     tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		     micro, tm.tm_gmtoff < 0 ? '-' : '+', zone / 60, zone % 60);
	return MIN((size_t)n, (size_t)WRITER_TIME_MAX - 1);
}

size_t writer_time_format(char ret[WRITER_TIME_MAX], uint64_t realtime_ns, enum writer_time form)
{
	switch (form) {
	case WRITER_TIME_ISO:
		return format_iso(ret, realtime_ns);
	case WRITER_TIME_EPOCH:
		return (size_t)snprintf(ret, WRITER_TIME_MAX, "%" PRIu64 ".%06" PRIu64,
					realtime_ns / NS_PER_SECOND,
					realtime_ns % NS_PER_SECOND / NS_PER_US);
	case WRITER_TIME_NONE:
		break;
	}
	ret[0] = '\0';
	return 0;
}

bool writer_reserves(const char *name)
{
	static const char *const names[] = { "schema",	 "kind", "timestamp", "host", "boot_id",
					     "interval", "seq",	 "system",    "rows" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	/* pss_err says why there is no pss */
	return strlen(name) > 4 && strcmp(name + strlen(name) - 4, "_err") == 0;
}
