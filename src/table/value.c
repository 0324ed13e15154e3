/* value.c - see value.h */
#include "table/value.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/macros.h"
#include "base/units.h"

_Static_assert((int)VALUE_FORMAT_MAX >= (int)UNITS_MAX + 1, "a number and its sign fit");

/* clang-format off */
const struct value_kind_info value_kinds[VALUE_KIND_COUNT] = {
	/*                    name        unit       left   number */
	[VALUE_NONE]      = { "none",     "",        false, false },
	[VALUE_DENIED]    = { "denied",   "",        false, false },
	[VALUE_PENDING]   = { "pending",  "",        false, false },
	[VALUE_STALLED]   = { "stalled",  "",        false, false },
	[VALUE_TEXT]      = { "text",     "",        true,  false },
	[VALUE_ID]        = { "id",       "",        false, true  },
	[VALUE_COUNT]     = { "count",    "",        false, true  },
	[VALUE_INTEGER]   = { "integer",  "",        false, true  },
	[VALUE_BYTES]     = { "bytes",    "bytes",   false, true  },
	[VALUE_DELTA]     = { "delta",    "bytes",   false, true  },
	[VALUE_RATE]      = { "rate",     "1/s",     false, true  },
	[VALUE_SPEED]     = { "speed",    "bytes/s", false, true  },
	[VALUE_PERCENT]   = { "percent",  "ratio",   false, true  },
	[VALUE_DURATION]  = { "duration", "seconds", false, true  },
	[VALUE_TIME]      = { "time",     "seconds", false, true  },
	[VALUE_MOMENT]    = { "moment",   "seconds", false, true  },
	[VALUE_STATE]     = { "state",    "",        true,  false },
	[VALUE_LIST]      = { "list",     "",        true,  false },
};
/* clang-format on */

struct value value_none(void)
{
	return (struct value){ .kind = VALUE_NONE };
}

struct value value_denied(void)
{
	return (struct value){ .kind = VALUE_DENIED };
}

struct value value_pending(void)
{
	return (struct value){ .kind = VALUE_PENDING };
}

struct value value_stalled(void)
{
	return (struct value){ .kind = VALUE_STALLED };
}

struct value value_text(struct bytes text)
{
	return (struct value){ .kind = VALUE_TEXT, .text = text };
}

struct value value_count(uint64_t count)
{
	return (struct value){ .kind = VALUE_COUNT, .count = count };
}

struct value value_id(uint64_t id)
{
	return (struct value){ .kind = VALUE_ID, .count = id };
}

struct value value_integer(int64_t integer)
{
	return (struct value){ .kind = VALUE_INTEGER, .integer = integer };
}

struct value value_bytes(uint64_t bytes)
{
	return (struct value){ .kind = VALUE_BYTES, .count = bytes };
}

struct value value_delta(int64_t bytes)
{
	return (struct value){ .kind = VALUE_DELTA, .integer = bytes };
}

struct value value_rate(double per_second)
{
	return (struct value){ .kind = VALUE_RATE, .ratio = per_second };
}

struct value value_speed(double bytes_per_second)
{
	return (struct value){ .kind = VALUE_SPEED, .ratio = bytes_per_second };
}

struct value value_percent(double ratio)
{
	return (struct value){ .kind = VALUE_PERCENT, .ratio = ratio };
}

struct value value_duration(uint64_t ns)
{
	return (struct value){ .kind = VALUE_DURATION, .count = ns };
}

struct value value_time(uint64_t realtime_ns)
{
	return (struct value){ .kind = VALUE_TIME, .count = realtime_ns };
}

struct value value_moment(uint64_t realtime_ns)
{
	return (struct value){ .kind = VALUE_MOMENT, .count = realtime_ns };
}

struct value value_state(char letter)
{
	return (struct value){ .kind = VALUE_STATE, .count = (unsigned char)letter };
}

struct value value_list(struct bytes nul_separated)
{
	return (struct value){ .kind = VALUE_LIST, .text = nul_separated };
}

/* How the member of the union is read that the kind uses. */
enum member {
	MEMBER_NOTHING,
	MEMBER_COUNT,
	MEMBER_INTEGER,
	MEMBER_RATIO,
	MEMBER_TEXT,
};

static enum member member_of(enum value_kind kind)
{
	switch (kind) {
	case VALUE_TEXT:
	case VALUE_LIST:
		return MEMBER_TEXT;
	case VALUE_INTEGER:
	case VALUE_DELTA:
		return MEMBER_INTEGER;
	case VALUE_RATE:
	case VALUE_SPEED:
	case VALUE_PERCENT:
		return MEMBER_RATIO;
	default:
		return kind < VALUE_TEXT || kind >= VALUE_KIND_COUNT ? MEMBER_NOTHING
								     : MEMBER_COUNT;
	}
}

int value_compare(struct value a, struct value b)
{
	/* not by the kind's number alone: that would put the absent ones in front */
	if (value_is_there(a) != value_is_there(b))
		return value_is_there(a) ? -1 : 1;
	if (a.kind != b.kind)
		return a.kind < b.kind ? -1 : 1;
	switch (member_of(a.kind)) {
	case MEMBER_COUNT:
		return (a.count > b.count) - (a.count < b.count);
	case MEMBER_INTEGER:
		return (a.integer > b.integer) - (a.integer < b.integer);
	case MEMBER_RATIO:
		return (a.ratio > b.ratio) - (a.ratio < b.ratio);
	case MEMBER_TEXT:
		return bytes_compare(a.text, b.text);
	case MEMBER_NOTHING:
		break;
	}
	return 0;
}

uint64_t value_rank(struct value value)
{
	uint64_t rank = 0;

	switch (member_of(value.kind)) {
	case MEMBER_COUNT:
		return value.count;
	case MEMBER_INTEGER:
		return (uint64_t)value.integer ^ UINT64_C(1) << 63;
	case MEMBER_RATIO:
		/* IEEE numbers of one sign order as their bits do, negative ones backwards */
		value.ratio += 0.0; /* -0.0 is 0.0 */
		memcpy(&rank, &value.ratio, sizeof(rank));
		return rank >> 63 ? ~rank : rank | UINT64_C(1) << 63;
	case MEMBER_TEXT:
		for (size_t i = 0; i < sizeof(rank); i++)
			rank = rank << 8 | (i < value.text.n ? (unsigned char)value.text.p[i] : 0);
		return rank;
	case MEMBER_NOTHING:
		break;
	}
	return 0;
}

static uint64_t add_counts(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static int64_t add_integers(int64_t a, int64_t b)
{
	if (b > 0 && a > INT64_MAX - b)
		return INT64_MAX;
	if (b < 0 && a < INT64_MIN - b)
		return INT64_MIN;
	return a + b;
}

struct value value_add(struct value a, struct value b)
{
	if (!value_is_there(a))
		return value_is_there(b) || b.kind > a.kind ? b : a;
	if (!value_is_there(b) || a.kind != b.kind)
		return a;
	switch (member_of(a.kind)) {
	case MEMBER_COUNT:
		a.count = add_counts(a.count, b.count);
		break;
	case MEMBER_INTEGER:
		a.integer = add_integers(a.integer, b.integer);
		break;
	case MEMBER_RATIO:
		a.ratio += b.ratio;
		break;
	default:
		break;
	}
	return a;
}

static size_t put(char *ret, size_t width, const char *text)
{
	size_t n = MIN(width, strlen(text));

	memcpy(ret, text, n);
	ret[n] = '\0';
	return n;
}

static size_t overflow(char *ret, size_t width)
{
	memset(ret, '#', width);
	ret[width] = '\0';
	return width;
}

/* A name is shown whole or not at all: a scaled PID is another process. */
static size_t format_id(char *ret, size_t width, uint64_t id)
{
	size_t n = units_digits(ret, id, 1);

	return n <= width ? n : overflow(ret, width);
}

static size_t format_delta(char *ret, size_t width, int64_t bytes)
{
	uint64_t size = bytes < 0 ? 0 - (uint64_t)bytes : (uint64_t)bytes;

	if (bytes == 0 || width == 0)
		return put(ret, width, "0");
	ret[0] = bytes < 0 ? '-' : '+';
	return units_bytes(ret + 1, width - 1, size) + 1;
}

/* Rounded; what no count can hold is shown as one that does not fit. */
static size_t format_speed(char *ret, size_t width, double bytes_per_second)
{
	if (!(bytes_per_second > 0))
		return units_bytes(ret, width, 0);
	if (bytes_per_second >= 1.8e19)
		return put(ret, width, "######");
	return units_bytes(ret, width, (uint64_t)(bytes_per_second + 0.5));
}

static size_t format_month_day(char *ret, const struct tm *t)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	size_t length = put(ret, sizeof(months[0]) - 1, months[t->tm_mon]);

	return length + units_digits(ret + length, (uint64_t)t->tm_mday, 2);
}

static size_t format_hour_minute(char *ret, const struct tm *t)
{
	size_t length = units_digits(ret, (uint64_t)t->tm_hour, 2);

	ret[length++] = ':';
	return length + units_digits(ret + length, (uint64_t)t->tm_min, 2);
}

static size_t format_time(char *ret, size_t width, uint64_t ns, uint64_t now_ns)
{
	time_t then = (time_t)(ns / NS_PER_SECOND), now = (time_t)(now_ns / NS_PER_SECOND);
	struct tm t, n;
	size_t length;

	if (!localtime_r(&then, &t) || !localtime_r(&now, &n))
		return put(ret, width, "?");
	if (t.tm_year != n.tm_year)
		length = units_digits(ret, (uint64_t)t.tm_year + 1900, 4);
	else if (t.tm_yday != n.tm_yday)
		length = format_month_day(ret, &t);
	else
		length = format_hour_minute(ret, &t);
	return length <= width ? length : overflow(ret, width);
}

/* What lies long back is told from what was a moment ago by its form. */
static size_t format_moment(char *ret, size_t width, uint64_t ns, uint64_t now_ns)
{
	time_t then = (time_t)(ns / NS_PER_SECOND), now = (time_t)(now_ns / NS_PER_SECOND);
	struct tm t, n;
	size_t length;

	if (!localtime_r(&then, &t) || !localtime_r(&now, &n))
		return put(ret, width, "?");
	if (t.tm_year != n.tm_year) {
		length = units_digits(ret, (uint64_t)t.tm_year + 1900, 4);
		ret[length++] = '-';
		length += units_digits(ret + length, (uint64_t)t.tm_mon + 1, 2);
		ret[length++] = '-';
		length += units_digits(ret + length, (uint64_t)t.tm_mday, 2);
	} else if (t.tm_yday != n.tm_yday) {
		length = format_month_day(ret, &t);
		ret[length++] = ' ';
		length += format_hour_minute(ret + length, &t);
	} else {
		length = format_hour_minute(ret, &t);
		ret[length++] = ':';
		length += units_digits(ret + length, (uint64_t)t.tm_sec, 2);
		ret[length++] = '.';
		length += units_digits(ret + length, ns / NS_PER_MS % 1000, 3);
	}
	return length <= width ? length : overflow(ret, width);
}

static size_t format_state(char *ret, size_t width, uint64_t letter)
{
	char text[2] = { letter > 0x20 && letter < 0x7f ? (char)letter : '?', '\0' };

	return put(ret, width, text);
}

size_t value_format(char ret[VALUE_FORMAT_MAX], struct value value, size_t width, uint64_t now_ns)
{
	width = MIN(width, (size_t)VALUE_FORMAT_MAX - 1);
	switch (value.kind) {
	case VALUE_DENIED:
		return put(ret, width, "?");
	case VALUE_PENDING:
	case VALUE_STALLED:
		return put(ret, width, "...");
	case VALUE_ID:
		return format_id(ret, width, value.count);
	case VALUE_COUNT:
		return units_count(ret, width, value.count);
	case VALUE_INTEGER:
		return units_integer(ret, width, value.integer);
	case VALUE_BYTES:
		return units_bytes(ret, width, value.count);
	case VALUE_DELTA:
		return format_delta(ret, width, value.integer);
	case VALUE_RATE:
		return units_rate(ret, width, value.ratio);
	case VALUE_SPEED:
		return format_speed(ret, width, value.ratio);
	case VALUE_PERCENT:
		return units_percent(ret, width, value.ratio);
	case VALUE_DURATION:
		return units_duration(ret, width, value.count);
	case VALUE_TIME:
		return format_time(ret, width, value.count, now_ns);
	case VALUE_MOMENT:
		return format_moment(ret, width, value.count, now_ns);
	case VALUE_STATE:
		return format_state(ret, width, value.count);
	case VALUE_TEXT:
	case VALUE_LIST:
		return put(ret, width, "");
	case VALUE_NONE:
	case VALUE_KIND_COUNT:
		break;
	}
	return put(ret, width, "-");
}

/* Seconds with as many digits as say something, one at the least. */
static size_t format_seconds(char *ret, uint64_t ns)
{
	size_t n = units_digits(ret, ns / NS_PER_SECOND, 1);

	ret[n++] = '.';
	n += units_digits(ret + n, ns % NS_PER_SECOND, 9);
	while (ret[n - 1] == '0' && ret[n - 2] != '.')
		n--;
	ret[n] = '\0';
	return n;
}

/* Six digits. Not printf("%f"): that would use the point of the locale. */
static size_t format_ratio(char *ret, double ratio)
{
	const double million = 1e6;
	uint64_t whole, millionths;
	size_t n = 0;

	if (!isfinite(ratio) || fabs(ratio) >= 1e18)
		return put(ret, VALUE_FORMAT_MAX - 1, "");
	whole = (uint64_t)fabs(ratio);
	millionths = (uint64_t)((fabs(ratio) - (double)whole) * million + 0.5);
	if (millionths >= 1000000) {
		millionths = 0;
		whole++;
	}
	if (ratio < 0)
		ret[n++] = '-';
	n += units_digits(ret + n, whole, 1);
	ret[n++] = '.';
	return n + units_digits(ret + n, millionths, 6);
}

size_t value_format_raw(char ret[VALUE_FORMAT_MAX], struct value value)
{
	switch (value.kind) {
	case VALUE_STATE:
		return format_state(ret, 1, value.count);
	case VALUE_DURATION:
	case VALUE_TIME:
	case VALUE_MOMENT:
		return format_seconds(ret, value.count);
	default:
		break;
	}
	switch (member_of(value.kind)) {
	case MEMBER_COUNT:
		return units_digits(ret, value.count, 1);
	case MEMBER_INTEGER:
		return units_integer(ret, VALUE_FORMAT_MAX - 1, value.integer);
	case MEMBER_RATIO:
		return format_ratio(ret, value.ratio);
	default:
		return put(ret, VALUE_FORMAT_MAX - 1, "");
	}
}
