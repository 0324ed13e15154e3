/* pidstat.c - see pidstat.h; the kernel's side is do_task_stat(), fs/proc/array.c */
#include "proc/pidstat.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "proc/field.h"

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

static int parse_field(struct bytes word, const struct field *field, struct pidstat *stat)
{
	char *place = (char *)stat + field->offset;
	int64_t i64;
	uint64_t u64;
	int32_t i32;
	uint32_t u32;
	int result = 0;

	switch (field->kind) {
	case SKIP:
		break;
	case I32:
		result = field_i32(word, &i32);
		if (result == 0)
			memcpy(place, &i32, sizeof(i32));
		break;
	case U32:
		result = field_u32(word, &u32);
		if (result == 0)
			memcpy(place, &u32, sizeof(u32));
		break;
	case I64:
		result = bytes_to_i64(word, &i64);
		if (result == 0)
			memcpy(place, &i64, sizeof(i64));
		break;
	case U64:
		result = bytes_to_u64(word, &u64);
		if (result == 0)
			memcpy(place, &u64, sizeof(u64));
		break;
	}
	return result;
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
		struct bytes word = bytes_next_word(&text);

		/* an old kernel: the members behind rt_priority are those of the later fields */
		if (word.n == 0 && fields[i].offset >= offsetof(struct pidstat, rt_priority))
			break;
		if (parse_field(word, &fields[i], &stat) < 0)
			return -EBADMSG;
	}
	*ret = stat;
	return 0;
}
