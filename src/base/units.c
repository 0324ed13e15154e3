/* units.c - see units.h */
#include "base/units.h"

#include <string.h>

#include "base/macros.h"

/* What no unit makes small enough is not a number of this world. */
#define LARGEST 1e19

enum { DIGITS_MAX = 20 }; /* of UINT64_MAX */

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

/* By hand: printf() would take more time than all the rest of a cell. */
size_t units_digits(char *ret, uint64_t number, size_t least)
{
	size_t n = 1;

	for (uint64_t power = 10; n < DIGITS_MAX && number >= power; power *= 10)
		n++;
	n = MAX(n, least);
	ret[n] = '\0';
	for (size_t at = n; at > 0; number /= 10)
		ret[--at] = (char)('0' + number % 10);
	return n;
}

/* A text of n columns, or 0: it does not fit. */
static size_t fit(size_t n, size_t width)
{
	return n <= width ? n : 0;
}

/* Appends one character, or nothing where it is 0. Returns the length. */
static size_t put_sign(char *ret, size_t n, char sign)
{
	if (sign)
		ret[n++] = sign;
	ret[n] = '\0';
	return n;
}

/* As printf("%.*f"), without a locale. Returns the length. */
static size_t put_scaled(char *ret, struct scaled scaled)
{
	static const uint64_t powers[] = { 1, 10, 100 };
	uint64_t power = powers[scaled.decimals];
	uint64_t all = (uint64_t)(scaled.number * (double)power + 0.5);
	size_t n = units_digits(ret, all / power, 1);

	if (scaled.decimals > 0) {
		ret[n++] = '.';
		n += units_digits(ret + n, all % power, (size_t)scaled.decimals);
	}
	return put_sign(ret, n, scaled.unit);
}

/* Tries it with ever less decimals. Returns the length, or 0: none of them fits. */
static size_t put_if_fits(char *ret, size_t width, struct scaled scaled)
{
	size_t n = 0;

	for (; n == 0 && scaled.decimals >= 0; scaled.decimals--)
		n = fit(put_scaled(ret, scaled), width);
	return n;
}

/* Below that a number would show as nothing in a unit that is too large for it. */
#define LEAST_IN_UNIT 0.5

size_t units_count(char *ret, size_t width, uint64_t count)
{
	static const char units[] = "kMGTPE";
	double number = (double)count;
	size_t n = fit(units_digits(ret, count, 1), width);

	for (size_t i = 0; n == 0 && i < sizeof(units) - 1; i++) {
		number /= 1000;
		if (number >= LEAST_IN_UNIT)
			n = put_if_fits(ret, width, (struct scaled){ number, 0, units[i] });
	}
	return n > 0 ? n : overflow(ret, width);
}

size_t units_integer(char *ret, size_t width, int64_t number)
{
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	size_t n = put_sign(ret, 0, number < 0 ? '-' : 0);

	n += units_digits(ret + n, size, 1);
	return n <= width ? n : overflow(ret, width);
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
	size_t n;

	width = MIN(width, 6u);
	n = bytes < 1024 ? fit(units_digits(ret, bytes, 1), width) : 0;
	for (size_t i = 0; n == 0 && i < sizeof(units) - 1; i++) {
		struct scaled scaled = { number /= 1024, 0, units[i] };

		/* 1023.7 would round up to 1024, which is one of the next unit */
		if (number < LEAST_IN_UNIT || (number >= 1023.5 && units[i] != 'E'))
			continue;
		scaled.decimals = bytes_decimals(number, units[i]);
		n = put_if_fits(ret, width, scaled);
	}
	return n > 0 ? n : overflow(ret, width);
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
	size_t n = 0;

	if (percent < LARGEST)
		n = put_if_fits(ret, width, (struct scaled){ percent, percent < 99.95, 0 });
	return n > 0 ? n : overflow(ret, width);
}

size_t units_rate(char *ret, size_t width, double per_second)
{
	static const char units[] = "kMGTPE";
	double number = sane(per_second);
	size_t n = 0;

	if (number >= LARGEST)
		return overflow(ret, width);
	if (number < 9999.5)
		n = put_if_fits(ret, width,
				(struct scaled){ number, number > 0 && number < 99.95, 0 });
	for (size_t i = 0; n == 0 && i < sizeof(units) - 1; i++) {
		number /= 1000;
		if (number >= LEAST_IN_UNIT && number < 999.5)
			n = put_if_fits(ret, width,
					(struct scaled){ number, number < 99.95, units[i] });
	}
	return n > 0 ? n : overflow(ret, width);
}

/* Appends a number with what stands behind it. Returns the length. */
static size_t put_part(char *ret, size_t n, uint64_t number, size_t least, char behind)
{
	return put_sign(ret, n + units_digits(ret + n, number, least), behind);
}

/* Two numbers with what stands behind each. */
struct clockwork {
	uint64_t large, small;
	char between;
	char behind;
};

/* This and those below return the length, or 0: it does not fit. */
static size_t put_clock(char *ret, size_t width, struct clockwork clock)
{
	size_t n = put_part(ret, 0, clock.large, 1, clock.between);

	return fit(put_part(ret, n, clock.small, 2, clock.behind), width);
}

static size_t put_unit(char *ret, size_t width, uint64_t number, char unit)
{
	return fit(put_part(ret, 0, number, 1, unit), width);
}

/* Less than an hour. */
static size_t put_minutes(char *ret, size_t width, uint64_t ns)
{
	uint64_t hundredths = ns / (NS_PER_SECOND / 100);
	uint64_t seconds = hundredths / 100;
	size_t n = put_part(ret, 0, seconds / 60, 1, ':');

	n = put_part(ret, n, seconds % 60, 2, '.');
	n = put_part(ret, n, hundredths % 100, 2, 0);
	if (n <= width)
		return n;
	ret[--n] = '\0'; /* tenths */
	if (n <= width)
		return n;
	n = put_clock(ret, width, (struct clockwork){ seconds / 60, seconds % 60, ':', 0 });
	if (n > 0)
		return n;
	return seconds < 60 ? put_unit(ret, width, seconds, 's')
			    : put_unit(ret, width, seconds / 60, 'm');
}

/* Less than a day. */
static size_t put_hours(char *ret, size_t width, uint64_t seconds)
{
	uint64_t minutes = seconds / 60;
	size_t n = put_part(ret, 0, minutes / 60, 1, 'h');

	n = put_part(ret, n, minutes % 60, 2, 'm');
	n = fit(put_part(ret, n, seconds % 60, 2, 0), width);
	if (n == 0)
		n = put_clock(ret, width,
			      (struct clockwork){ minutes / 60, minutes % 60, 'h', 'm' });
	return n > 0 ? n : put_unit(ret, width, minutes / 60, 'h');
}

static size_t put_days(char *ret, size_t width, uint64_t hours)
{
	uint64_t days = hours / 24;
	size_t n = 0;

	if (days < 1000)
		n = put_clock(ret, width, (struct clockwork){ days, hours % 24, 'd', 'h' });
	return n > 0 ? n : put_unit(ret, width, days, 'd');
}

size_t units_duration(char *ret, size_t width, uint64_t ns)
{
	uint64_t seconds = ns / NS_PER_SECOND;
	size_t n;

	/* Cut, never rounded: a clock does not show the hour before it strikes. */
	if (seconds < 3600)
		n = put_minutes(ret, width, ns);
	else if (seconds < 86400)
		n = put_hours(ret, width, seconds);
	else
		n = put_days(ret, width, seconds / 3600);
	return n > 0 ? n : overflow(ret, width);
}
