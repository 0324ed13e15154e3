/* status.c - see status.h; the kernel's side is proc_pid_status(), fs/proc/array.c */
#include "proc/status.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "proc/field.h"

enum kind {
	TEXT,	 /* all behind the one tab: blanks too are the name's */
	BOOLEAN, /* 0 or 1 */
	I32,
	I32_LAST, /* the last of one or more */
	U32,
	U32_FOUR,
	U64,
	KIB,
};

struct line {
	const char *key;
	enum kind kind;
	size_t offset; /* in struct status */
	uint32_t have; /* enum status_have, there if all lines that name it are; 0: none of them */
};

/* clang-format off */
#define LINE(key, kind, member, have) { key, kind, offsetof(struct status, member), have }

/* In the order of the kernel. */
static const struct line lines[] = {
	LINE("Name",                       TEXT,     name,         STATUS_NAME),
	LINE("Tgid",                       I32,      tgid,         STATUS_TGID),
	LINE("PPid",                       I32,      ppid,         STATUS_PPID),
	LINE("TracerPid",                  I32,      tracer,       STATUS_TRACER),
	LINE("Uid",                        U32_FOUR, uid,          STATUS_UID),
	LINE("Gid",                        U32_FOUR, gid,          STATUS_GID),
	LINE("NSpid",                      I32_LAST, nspid,        STATUS_NSPID),
	LINE("Kthread",                    BOOLEAN,  kthread,      STATUS_KTHREAD),
	LINE("VmPeak",                     KIB,      vm_peak,      0),
	LINE("VmSize",                     KIB,      vm_size,      0),
	LINE("VmLck",                      KIB,      vm_lock,      0),
	LINE("VmHWM",                      KIB,      vm_hwm,       0),
	LINE("VmRSS",                      KIB,      vm_rss,       STATUS_VM),
	LINE("RssAnon",                    KIB,      rss_anon,     STATUS_RSS_PARTS),
	LINE("RssFile",                    KIB,      rss_file,     STATUS_RSS_PARTS),
	LINE("RssShmem",                   KIB,      rss_shmem,    STATUS_RSS_PARTS),
	LINE("VmData",                     KIB,      vm_data,      0),
	LINE("VmStk",                      KIB,      vm_stk,       0),
	LINE("VmExe",                      KIB,      vm_exe,       0),
	LINE("VmLib",                      KIB,      vm_lib,       0),
	LINE("VmPTE",                      KIB,      vm_pte,       0),
	LINE("VmSwap",                     KIB,      vm_swap,      STATUS_SWAP),
	LINE("Threads",                    U32,      threads,      STATUS_THREADS),
	LINE("voluntary_ctxt_switches",    U64,      voluntary,    STATUS_SWITCHES),
	LINE("nonvoluntary_ctxt_switches", U64,      nonvoluntary, STATUS_SWITCHES),
};
/* clang-format on */

_Static_assert(ARRAY_LEN(lines) <= 32, "one bit a line");

static struct bytes text_of(struct bytes value)
{
	if (bytes_starts_with(value, "\t"))
		bytes_take(&value, 1);
	return value;
}

static int parse_four(struct bytes value, void *place)
{
	uint32_t four[4];

	for (size_t i = 0; i < ARRAY_LEN(four); i++) {
		if (field_u32(bytes_next_word(&value), &four[i]) < 0)
			return -EBADMSG;
	}
	memcpy(place, four, sizeof(four));
	return 0;
}

static int parse_boolean(struct bytes value, bool *ret)
{
	if (!bytes_equal(value, "0") && !bytes_equal(value, "1"))
		return -EBADMSG;
	*ret = value.p[0] == '1';
	return 0;
}

static struct bytes last_word(struct bytes value)
{
	struct bytes word = bytes_next_word(&value), next;

	while ((next = bytes_next_word(&value)).n > 0)
		word = next;
	return word;
}

static int parse_value(const struct line *line, struct bytes value, struct status *status)
{
	void *place = (char *)status + line->offset;
	struct bytes text = text_of(value);

	value = bytes_trim(value);
	switch (line->kind) {
	case TEXT:
		memcpy(place, &text, sizeof(text));
		return 0;
	case BOOLEAN:
		return parse_boolean(value, place);
	case I32:
		return field_i32(value, place);
	case I32_LAST:
		return field_i32(last_word(value), place);
	case U32:
		return field_u32(value, place);
	case U32_FOUR:
		return parse_four(value, place);
	case U64:
		return bytes_to_u64(value, place);
	case KIB:
		return field_kib(value, place);
	}
	return -EBADMSG;
}

/* Most lines are none of ours: the first byte rules most of the table out. */
static size_t find_line(struct bytes key)
{
	size_t i = 0;

	while (i < ARRAY_LEN(lines) &&
	       (key.n == 0 || lines[i].key[0] != key.p[0] || !bytes_equal(key, lines[i].key)))
		i++;
	return i;
}

static uint32_t what_is_there(uint32_t seen)
{
	uint32_t have = 0, lacking = 0;

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (seen & UINT32_C(1) << i)
			have |= lines[i].have;
		else
			lacking |= lines[i].have;
	}
	return have & ~lacking;
}

int status_parse(struct bytes text, struct status *ret)
{
	struct status status = { 0 };
	struct bytes key, value;
	uint32_t seen = 0;

	if (text.n == 0)
		return -ENODATA;
	while (field_next(&text, &key, &value)) {
		size_t i = find_line(key);

		if (i == ARRAY_LEN(lines))
			continue;
		if (parse_value(&lines[i], value, &status) < 0)
			return -EBADMSG;
		seen |= UINT32_C(1) << i;
	}
	status.have = what_is_there(seen);
	*ret = status;
	return 0;
}
