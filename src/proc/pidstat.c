/* pidstat.c - see pidstat.h; the kernel's side is do_task_stat(), fs/proc/array.c */
#include "proc/pidstat.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "proc/field.h"

enum { DIGITS_SAFE = 20 }; /* fewer than this always fit into 64 bits */

enum kind {
	SKIP,
	I32,
	U32,
	I64,
	U64,
};

struct field {
	enum kind kind;
	size_t offset; /* in struct pidstat */
};

/* clang-format off */
#define FIELD(kind, member) { kind, offsetof(struct pidstat, member) }

/* All that follows the state, which is field 3 of proc(5), in its order. */
static const struct field fields[] = {
	FIELD(I32, ppid),
	FIELD(I32, pgrp),
	FIELD(I32, session),
	FIELD(I32, tty_nr),
	FIELD(I32, tpgid),
	FIELD(U32, flags),
	FIELD(U64, minflt),
	FIELD(U64, cminflt),
	FIELD(U64, majflt),
	FIELD(U64, cmajflt),
	FIELD(U64, utime),
	FIELD(U64, stime),
	FIELD(I64, cutime),
	FIELD(I64, cstime),
	FIELD(I32, priority),
	FIELD(I32, nice),
	FIELD(U32, num_threads),
	{ SKIP }, /* itrealvalue: 0 since 2.6.17 */
	FIELD(U64, starttime),
	FIELD(U64, vsize),
	FIELD(U64, rss),
	{ SKIP }, /* rsslim */
	FIELD(U64, startcode),
	{ SKIP }, { SKIP }, /* endcode, startstack */
	{ SKIP }, { SKIP }, /* kstkesp, kstkeip: 0 while it lives */
	{ SKIP }, { SKIP }, { SKIP }, { SKIP }, /* signal masks without the real-time ones */
	{ SKIP }, /* wchan: 0 or 1 */
	{ SKIP }, { SKIP }, /* nswap, cnswap: 0 */
	{ SKIP }, /* exit_signal */
	FIELD(I32, processor),
	FIELD(U32, rt_priority),
	FIELD(U32, policy),
	FIELD(U64, blkio_ticks),
	FIELD(U64, guest_time),
	{ SKIP }, /* cguest_time */
	{ SKIP }, { SKIP }, { SKIP }, /* start_data, end_data, start_brk */
	{ SKIP }, { SKIP }, { SKIP }, { SKIP }, /* where arguments and environment are */
	FIELD(I32, exit_code),
};
/* clang-format on */

/*
 * A word that was read as a number while it was looked for: this runs for every field of every
 * process.
 */
struct word {
	uint64_t size;
	bool negative, there, valid;
};

static bool ends_word(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* As bytes_next_word() and bytes_to_i64() together. */
static struct word next_number(struct bytes *text)
{
	const char *p = text->p, *end = text->p + text->n, *digits;
	struct word word = { 0 };

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	word.there = p < end && *p != '\n';
	word.negative = word.there && *p == '-';
	digits = p += word.negative;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		word.size = word.size * 10 + (unsigned)(*p - '0');
	word.valid = p > digits && (p == end || ends_word(*p));
	while (p < end && !ends_word(*p))
		p++;
	/* so many digits may be more than 64 bits hold: that is rare, and found out with care */
	if (word.valid && p - digits >= DIGITS_SAFE)
		word.valid = bytes_to_u64((struct bytes){ digits, (size_t)(p - digits) },
					  &word.size) == 0;
	*text = (struct bytes){ p, (size_t)(end - p) };
	return word;
}

static void skip_word(struct bytes *text)
{
	const char *p = text->p, *end = text->p + text->n;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (p < end && !ends_word(*p))
		p++;
	*text = (struct bytes){ p, (size_t)(end - p) };
}

/* The largest size that the kind holds, of a number with that sign. */
static uint64_t largest(enum kind kind, bool negative)
{
	switch (kind) {
	case I32:
		return (uint64_t)INT32_MAX + negative;
	case I64:
		return (uint64_t)INT64_MAX + negative;
	case U32:
		return negative ? 0 : UINT32_MAX;
	default:
		return negative ? 0 : UINT64_MAX;
	}
}

static int set_field(const struct word *word, const struct field *field, struct pidstat *stat)
{
	char *place = (char *)stat + field->offset;
	const bool is_signed = field->kind == I32 || field->kind == I64;
	const uint64_t bits = word->negative ? -word->size : word->size;
	const uint32_t half = (uint32_t)bits;

	if (!word->valid || (word->negative && !is_signed) ||
	    word->size > largest(field->kind, word->negative))
		return -EBADMSG;
	if (field->kind == I32 || field->kind == U32)
		memcpy(place, &half, sizeof(half));
	else
		memcpy(place, &bits, sizeof(bits));
	return 0;
}

/* "pid (comm) ": the comm may hold anything, also ") R 1 (", but no ) comes behind it. */
static int parse_name(struct bytes *text, struct pidstat *stat)
{
	struct bytes pid = bytes_trim(bytes_next(text, '('));
	size_t close = bytes_find_last(*text, ')');

	if (close == text->n || field_i32(pid, &stat->pid) < 0 || stat->pid <= 0)
		return -EBADMSG;
	stat->comm = bytes_take(text, close);
	bytes_take(text, 1);
	return 0;
}

static int parse_state(struct bytes *text, struct pidstat *stat)
{
	struct bytes word = bytes_next_word(text);

	if (word.n != 1)
		return -EBADMSG;
	stat->state = word.p[0];
	/* one that we do not know is shown as it is: so it must be a letter */
	if ((stat->state < 'A' || stat->state > 'Z') && (stat->state < 'a' || stat->state > 'z'))
		return -EBADMSG;
	return 0;
}

int pidstat_parse(struct bytes text, struct pidstat *ret)
{
	struct pidstat stat = { 0 };

	if (text.n == 0)
		return -ENODATA;
	if (parse_name(&text, &stat) < 0 || parse_state(&text, &stat) < 0)
		return -EBADMSG;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		struct word word;

		if (fields[i].kind == SKIP) {
			skip_word(&text);
			continue;
		}
		word = next_number(&text);
		/* an old kernel: the members behind rt_priority are those of the later fields */
		if (!word.there && fields[i].offset >= offsetof(struct pidstat, rt_priority))
			break;
		if (set_field(&word, &fields[i], &stat) < 0)
			return -EBADMSG;
	}
	*ret = stat;
	return 0;
}
