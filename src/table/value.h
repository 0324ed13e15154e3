/*
 * value.h - one cell of a table: a typed value, or the reason why there is none
 *
 * A column never compares, formats or exports by itself: the kind of the value
 * does. A value that is not there is not zero; the four kinds at the top say
 * why, and everywhere they sort behind all others in both directions.
 */
#ifndef TABLE_VALUE_H
#define TABLE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum value_kind {
	/* no value: shown as - ? … and gone with the process */
	VALUE_NONE,    /* does not apply */
	VALUE_DENIED,  /* no permission */
	VALUE_PENDING, /* not read yet */
	VALUE_STALLED, /* being read for long: the process holds its memory lock */

	VALUE_TEXT,	/* .text: bytes from outside, not cleaned */
	VALUE_ID,	/* .count: a number that is a name: PID, TTY, inode; never scaled */
	VALUE_COUNT,	/* .count */
	VALUE_INTEGER,	/* .integer: signed, never scaled: nice, priority */
	VALUE_BYTES,	/* .count, bytes */
	VALUE_DELTA,	/* .integer: signed bytes: growth */
	VALUE_RATE,	/* .ratio: events a second */
	VALUE_SPEED,	/* .ratio: bytes a second */
	VALUE_PERCENT,	/* .ratio: 1.0 = 100 % */
	VALUE_DURATION, /* .count, ns */
	VALUE_TIME,	/* .count, ns of CLOCK_REALTIME */
	VALUE_MOMENT,	/* the same, shown to the millisecond */
	VALUE_STATE,	/* .count: one letter */
	VALUE_LIST,	/* .text: NUL-separated bytes (arguments); an array in JSON */
	VALUE_KIND_COUNT
};

struct value {
	enum value_kind kind;
	union {
		uint64_t count;
		int64_t integer;
		double ratio;
		struct bytes text; /* borrowed from the row */
	};
};

/* What a kind is called, and the unit of its raw form. */
struct value_kind_info {
	const char *name; /* "bytes", for `proctor columns -J` */
	/* of the raw number: "bytes", "seconds", "ratio", "1/s", "bytes/s"; "": it has none */
	const char *unit;
	bool left;   /* aligned to the left */
	bool number; /* a JSON number */
};

extern const struct value_kind_info value_kinds[VALUE_KIND_COUNT];

/* Constructors, so that a getter is one line. */
struct value value_none(void);
struct value value_denied(void);
struct value value_pending(void);
struct value value_stalled(void);
struct value value_text(struct bytes text);
struct value value_count(uint64_t count);
struct value value_id(uint64_t id);
struct value value_integer(int64_t integer);
struct value value_bytes(uint64_t bytes);
struct value value_delta(int64_t bytes);
struct value value_rate(double per_second);
struct value value_speed(double bytes_per_second);
struct value value_percent(double ratio);
struct value value_duration(uint64_t ns);
struct value value_time(uint64_t realtime_ns);
struct value value_moment(uint64_t realtime_ns);
struct value value_state(char letter);
struct value value_list(struct bytes nul_separated);

/*
 * Whether there is a value at all. Here, as it is asked of every cell, and a value that is
 * handed over just after it was made is copied slowly.
 */
static inline bool value_is_there(struct value value)
{
	return value.kind >= VALUE_TEXT;
}

/*
 * <0, 0, >0. Absent values are larger than all others. Values of two kinds
 * compare by kind (a column has one kind, so that does not happen in a sort).
 * Text compares by bytes. A total order, NaN does not occur.
 */
int value_compare(struct value a, struct value b);

/*
 * A number that orders values of one kind as value_compare() does; where two of
 * TEXT or LIST have the same, value_compare() decides. 0 for the absent ones.
 */
uint64_t value_rank(struct value value);

/*
 * a + b of one additive kind (COUNT BYTES DELTA RATE SPEED PERCENT DURATION); an
 * absent one counts nothing, so the result is absent only if both are. Stops at
 * the largest number instead of starting over.
 */
struct value value_add(struct value a, struct value b);

enum {
	VALUE_FORMAT_MAX = 64, /* bytes that value_format() may write, with the NUL */
};

/*
 * Everything but TEXT and LIST as ASCII text for people of at most width
 * columns ("-", "?", "..." for the absent ones). Times as HH:MM today, MonDD
 * this year, else the year, in the local zone; now_ns is CLOCK_REALTIME. Moments as
 * HH:MM:SS.mmm today, MonDD HH:MM this year, else YYYY-MM-DD. Returns the length.
 */
size_t value_format(char ret[VALUE_FORMAT_MAX], struct value value, size_t width, uint64_t now_ns);

/*
 * The same unscaled, for --raw, CSV and TSV: bytes as bytes, times as seconds
 * with a point, ratios with six digits, "" for absent. Returns the length.
 */
size_t value_format_raw(char ret[VALUE_FORMAT_MAX], struct value value);

#endif
