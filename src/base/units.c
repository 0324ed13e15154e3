/* units.c - see units.h */
#include "base/units.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

/* What no unit makes small enough is not a number of this world. */
#define LARGEST 1e19

/* One way to write a number; the first that fits is taken. */
struct scaled {
	double number;
	int decimals; /* 0 to 2 */
	char unit;    /* 0: none */
};

static size_t overflow(char *ret, size_t width)
{
	size_t n = MIN(width, (size_t)(UNITS_MAX - 1));

	memset(ret, '#', n);
	ret[n] = '\0';
	return n;
}

/* Keeps what is in ret if it has at most width columns. */
static bool fits(const char *ret, size_t width)
{
	return strlen(ret) <= width;
}

/* As printf("%.*f"), without a locale. */
static void put_scaled(char *ret, struct scaled scaled)
{
	static const uint64_t powers[] = { 1, 10, 100 };
	uint64_t power = powers[scaled.decimals];
	uint64_t all = (uint64_t)(scaled.number * (double)power + 0.5);
	char unit[2] = { scaled.unit, '\0' };

	if (scaled.decimals == 0)
		(void)snprintf(ret, UNITS_MAX, "%" PRIu64 "%s", all, unit);
	else if (scaled.decimals == 1)
		(void)snprintf(ret, UNITS_MAX, "%" PRIu64 ".%u%s", all / 10, (unsigned)(all % 10),
			       unit);
	else
		(void)snprintf(ret, UNITS_MAX, "%" PRIu64 ".%02u%s", all / 100,
			       (unsigned)(all % 100), unit);
}

/* Tries it with ever less decimals. */
static bool put_if_fits(char *ret, size_t width, struct scaled scaled)
{
	for (; scaled.decimals >= 0; scaled.decimals--) {
		put_scaled(ret, scaled);
		if (fits(ret, width))
			return true;
	}
	return false;
}

/* Below that a number would show as nothing in a unit that is too large for it. */
#define LEAST_IN_UNIT 0.5

size_t units_count(char *ret, size_t width, uint64_t count)
{
	static const char units[] = "kMGTPE";
	double number = (double)count;

	(void)snprintf(ret, UNITS_MAX, "%" PRIu64, count);
	if (fits(ret, width))
		return strlen(ret);
	for (size_t i = 0; i < sizeof(units) - 1; i++) {
		struct scaled scaled = { number /= 1000, 0, units[i] };

		if (number >= LEAST_IN_UNIT && put_if_fits(ret, width, scaled))
			return strlen(ret);
	}
	return overflow(ret, width);
}

size_t units_integer(char *ret, size_t width, int64_t number)
{
	(void)snprintf(ret, UNITS_MAX, "%" PRId64, number);
	return fits(ret, width) ? strlen(ret) : overflow(ret, width);
}

/* Three digits; a K is too small a thing for hundredths. */
static int bytes_decimals(double number, char unit)
{
	if (number >= 99.95)
		return 0;
	return number >= 9.995 || unit == 'K' ? 1 : 2;
}

size_t units_bytes(char *ret, size_t width, uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	double number = (double)bytes;

	width = MIN(width, 6u);
	(void)snprintf(ret, UNITS_MAX, "%" PRIu64, bytes);
	if (bytes < 1024 && fits(ret, width))
		return strlen(ret);
	for (size_t i = 0; i < sizeof(units) - 1; i++) {
		struct scaled scaled = { number /= 1024, 0, units[i] };

		/* 1023.7 would round up to 1024, which is one of the next unit */
		if (number < LEAST_IN_UNIT || (number >= 1023.5 && units[i] != 'E'))
			continue;
		scaled.decimals = bytes_decimals(number, units[i]);
		if (put_if_fits(ret, width, scaled))
			return strlen(ret);
	}
	return overflow(ret, width);
}

/* Our callers promise a number that is not negative; the screen must stand it if they lie. */
static double sane(double number)
{
	if (!(number > 0))
		return 0;
	return number;
}

size_t units_percent(char *ret, size_t width, double ratio)
{
	double percent = sane(ratio) * 100;

	if (percent < LARGEST &&
	    put_if_fits(ret, width, (struct scaled){ percent, percent < 99.95, 0 }))
		return strlen(ret);
	return overflow(ret, width);
}

size_t units_rate(char *ret, size_t width, double per_second)
{
	static const char units[] = "kMGTPE";
	double number = sane(per_second);

	if (number >= LARGEST)
		return overflow(ret, width);
	if (number < 9999.5 &&
	    put_if_fits(ret, width, (struct scaled){ number, number > 0 && number < 99.95, 0 }))
		return strlen(ret);
	for (size_t i = 0; i < sizeof(units) - 1; i++) {
		number /= 1000;
		if (number < LEAST_IN_UNIT || number >= 999.5)
			continue;
		if (put_if_fits(ret, width, (struct scaled){ number, number < 99.95, units[i] }))
			return strlen(ret);
	}
	return overflow(ret, width);
}

/* Two numbers with what stands behind each. */
struct clockwork {
	uint64_t large, small;
	char between;
	char behind;
};

static bool put_clock(char *ret, size_t width, struct clockwork clock)
{
	char behind[2] = { clock.behind, '\0' };

	(void)snprintf(ret, UNITS_MAX, "%" PRIu64 "%c%02" PRIu64 "%s", clock.large, clock.between,
		       clock.small, behind);
	return fits(ret, width);
}

static bool put_unit(char *ret, size_t width, uint64_t number, char unit)
{
	(void)snprintf(ret, UNITS_MAX, "%" PRIu64 "%c", number, unit);
	return fits(ret, width);
}

/* Less than an hour. */
static bool put_minutes(char *ret, size_t width, uint64_t ns)
{
	uint64_t hundredths = ns / (NS_PER_SECOND / 100);
	uint64_t seconds = hundredths / 100;

	(void)snprintf(ret, UNITS_MAX, "%" PRIu64 ":%02" PRIu64 ".%02" PRIu64, seconds / 60,
		       seconds % 60, hundredths % 100);
	if (fits(ret, width))
		return true;
	ret[strlen(ret) - 1] = '\0'; /* tenths */
	if (fits(ret, width) ||
	    put_clock(ret, width, (struct clockwork){ seconds / 60, seconds % 60, ':', 0 }))
		return true;
	return seconds < 60 ? put_unit(ret, width, seconds, 's')
			    : put_unit(ret, width, seconds / 60, 'm');
}

/* Less than a day. */
static bool put_hours(char *ret, size_t width, uint64_t seconds)
{
	uint64_t minutes = seconds / 60;

	(void)snprintf(ret, UNITS_MAX, "%" PRIu64 "h%02" PRIu64 "m%02" PRIu64, minutes / 60,
		       minutes % 60, seconds % 60);
	return fits(ret, width) ||
	       put_clock(ret, width, (struct clockwork){ minutes / 60, minutes % 60, 'h', 'm' }) ||
	       put_unit(ret, width, minutes / 60, 'h');
}

static bool put_days(char *ret, size_t width, uint64_t hours)
{
	uint64_t days = hours / 24;

	return (days < 1000 &&
		put_clock(ret, width, (struct clockwork){ days, hours % 24, 'd', 'h' })) ||
	       put_unit(ret, width, days, 'd');
}

size_t units_duration(char *ret, size_t width, uint64_t ns)
{
	uint64_t seconds = ns / NS_PER_SECOND;
	bool done;

	/* Cut, never rounded: a clock does not show the hour before it strikes. */
	if (seconds < 3600)
		done = put_minutes(ret, width, ns);
	else if (seconds < 86400)
		done = put_hours(ret, width, seconds);
	else
		done = put_days(ret, width, seconds / 3600);
	return done ? strlen(ret) : overflow(ret, width);
}
