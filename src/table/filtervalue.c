/* filtervalue.c - see filtervalue.h */
#include "table/filtervalue.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "base/macros.h"

struct unit {
	const char *name;
	uint64_t factor;
};

/* clang-format off */
static const struct unit no_units[] = { { "", 1 }, { NULL, 0 } };
static const struct unit percents[] = { { "", 1 }, { "%", 1 }, { NULL, 0 } };
static const struct unit sizes[] = {
	{ "",  1 },
	{ "k", UINT64_C(1) << 10 }, { "K", UINT64_C(1) << 10 },
	{ "m", UINT64_C(1) << 20 }, { "M", UINT64_C(1) << 20 },
	{ "g", UINT64_C(1) << 30 }, { "G", UINT64_C(1) << 30 },
	{ "t", UINT64_C(1) << 40 }, { "T", UINT64_C(1) << 40 },
	{ NULL, 0 },
};
static const struct unit times[] = {
	{ "",   NS_PER_SECOND },
	{ "ms", NS_PER_MS },
	{ "s",  NS_PER_SECOND },
	{ "m",  60 * NS_PER_SECOND },
	{ "h",  3600 * NS_PER_SECOND },
	{ "d",  86400 * NS_PER_SECOND },
	{ NULL, 0 },
};
static const struct unit seconds_only[] = { { "", NS_PER_SECOND }, { NULL, 0 } };
/* clang-format on */

/* A decimal number: exact before the point, which 53 bits would not be. */
struct decimal {
	bool negative;
	uint64_t whole;
	double fraction; /* below 1 */
};

/* What kinds take; a kind that is not here is text. */
struct form {
	const struct unit *units;
	bool is_signed, is_ratio, has_fraction;
	const char *accepted;
};

static const struct form forms[VALUE_KIND_COUNT] = {
	[VALUE_ID] = { no_units, false, false, false, "a whole number" },
	[VALUE_COUNT] = { no_units, false, false, false, "a whole number" },
	[VALUE_INTEGER] = { no_units, true, false, false, "a whole number, perhaps negative" },
	[VALUE_BYTES] = { sizes, false, false, true, "bytes, or a number with k m g t" },
	[VALUE_DELTA] = { sizes, true, false, true, "bytes, or a number with k m g t" },
	[VALUE_RATE] = { no_units, false, true, true, "a number" },
	[VALUE_SPEED] = { sizes, false, true, true, "bytes a second, or a number with k m g t" },
	[VALUE_PERCENT] = { percents, false, true, true, "a number, 5 is 5 %" },
	[VALUE_DURATION] = { times, false, false, true, "seconds, or a number with ms s m h d" },
	[VALUE_TIME] = { seconds_only, false, false, true,
			 "\"2026-01-31\", \"2026-01-31 23:59:59\" or seconds since 1970" },
	[VALUE_MOMENT] = { seconds_only, false, false, true,
			   "\"2026-01-31\", \"2026-01-31 23:59:59\" or seconds since 1970" },
	[VALUE_STATE] = { NULL, false, false, false, "one letter" },
};

/* By hand, as strtod() would follow the locale and take "nan". */
static int parse_decimal(struct bytes *rest, struct decimal *ret)
{
	struct decimal decimal = { .negative = bytes_starts_with(*rest, "-") };
	double scale = 1;
	size_t digits = 0;

	if (decimal.negative)
		(void)bytes_take(rest, 1);
	for (; rest->n > 0 && *rest->p >= '0' && *rest->p <= '9'; digits++) {
		uint64_t digit = (uint64_t)(*bytes_take(rest, 1).p - '0');

		if (decimal.whole > (UINT64_MAX - digit) / 10)
			return -EINVAL;
		decimal.whole = decimal.whole * 10 + digit;
	}
	if (bytes_starts_with(*rest, ".")) {
		(void)bytes_take(rest, 1);
		for (; rest->n > 0 && *rest->p >= '0' && *rest->p <= '9'; digits++) {
			scale /= 10;
			decimal.fraction += scale * (double)(*bytes_take(rest, 1).p - '0');
		}
	}
	*ret = decimal;
	return digits > 0 ? 0 : -EINVAL;
}

static int make_ratio(enum value_kind kind, const struct decimal *decimal, uint64_t factor,
		      struct value *ret)
{
	double ratio = ((double)decimal->whole + decimal->fraction) * (double)factor;

	*ret = (struct value){ .kind = kind, .ratio = kind == VALUE_PERCENT ? ratio / 100 : ratio };
	return 0;
}

static int make_integer(enum value_kind kind, const struct decimal *decimal, uint64_t factor,
			struct value *ret)
{
	const uint64_t more = (uint64_t)(decimal->fraction * (double)factor + 0.5);
	uint64_t number;

	if (decimal->whole > (UINT64_MAX - more) / factor)
		return -EINVAL;
	number = decimal->whole * factor + more;
	if (!forms[kind].is_signed) {
		*ret = (struct value){ .kind = kind, .count = number };
		return 0;
	}
	if (number > INT64_MAX)
		return -EINVAL;
	*ret = (struct value){ .kind = kind,
			       .integer = decimal->negative ? -(int64_t)number : (int64_t)number };
	return 0;
}

static int parse_number(enum value_kind kind, struct bytes text, struct value *ret)
{
	const struct form *form = &forms[kind];
	const struct unit *unit = form->units;
	struct decimal decimal;

	if (parse_decimal(&text, &decimal) < 0)
		return -EINVAL;
	if ((decimal.negative && !form->is_signed) || (decimal.fraction > 0 && !form->has_fraction))
		return -EINVAL;
	while (unit->name && !bytes_equal(text, unit->name))
		unit++;
	if (!unit->name)
		return -EINVAL;
	if (form->is_ratio)
		return make_ratio(kind, &decimal, unit->factor, ret);
	return make_integer(kind, &decimal, unit->factor, ret);
}

/* Cuts off a number of so many digits, and the separator behind it, if there is one. */
static int take_part(struct bytes *rest, size_t digits, const char *separators, int *ret)
{
	uint64_t number;

	if (bytes_to_u64(bytes_take(rest, digits), &number) < 0)
		return -EINVAL;
	*ret = (int)number;
	if (rest->n == 0 || !*separators)
		return 0;
	for (; *separators; separators++) {
		if (*separators == *rest->p) {
			(void)bytes_take(rest, 1);
			return rest->n > 0 ? 0 : -EINVAL;
		}
	}
	return -EINVAL;
}

/* 2026-01-31, and perhaps 23:59 or 23:59:59 behind a blank or a T. */
static int parse_date(struct bytes text, enum value_kind kind, struct value *ret)
{
	struct tm tm = { .tm_mday = 1, .tm_isdst = -1 }, wanted;
	time_t seconds;

	if (take_part(&text, 4, "-", &tm.tm_year) < 0 || text.n == 0 ||
	    take_part(&text, 2, "-", &tm.tm_mon) < 0 || text.n == 0 ||
	    take_part(&text, 2, " T", &tm.tm_mday) < 0)
		return -EINVAL;
	if (text.n > 0 && (take_part(&text, 2, ":", &tm.tm_hour) < 0 || text.n == 0 ||
			   take_part(&text, 2, ":", &tm.tm_min) < 0))
		return -EINVAL;
	if (text.n > 0 && (take_part(&text, 2, "", &tm.tm_sec) < 0 || text.n > 0))
		return -EINVAL;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	wanted = tm;
	seconds = mktime(&tm);
	/* February 30 would become March 2. */
	if (seconds < 0 || tm.tm_mday != wanted.tm_mday || tm.tm_mon != wanted.tm_mon ||
	    wanted.tm_hour > 23 || wanted.tm_min > 59 || wanted.tm_sec > 59)
		return -EINVAL;
	*ret = (struct value){ .kind = kind, .count = (uint64_t)seconds * NS_PER_SECOND };
	return 0;
}

int filtervalue_parse(const struct column *column, struct bytes text, struct value *ret,
		      char reason[FILTERVALUE_REASON_MAX])
{
	const enum value_kind kind = column->kind;
	int result = -EINVAL;

	if (!forms[kind].accepted) {
		*ret = value_text(text);
		return 0;
	}
	if (kind == VALUE_STATE && text.n == 1) {
		*ret = value_state(*text.p);
		return 0;
	}
	if (forms[kind].units)
		result = parse_number(kind, text, ret);
	if (result < 0 && (kind == VALUE_TIME || kind == VALUE_MOMENT))
		result = parse_date(text, kind, ret);
	if (result < 0)
		(void)snprintf(reason, FILTERVALUE_REASON_MAX, "column \"%s\" takes %s",
			       column->name, forms[kind].accepted);
	return result;
}
