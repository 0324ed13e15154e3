/* pressure.c - see pressure.h; the kernel's side is psi_show(), kernel/sched/psi.c */
#include "proc/pressure.h"

#include <errno.h>
#include <stddef.h>

#include "base/macros.h"
#include "proc/field.h"

/* "avg10=0.00 avg60=0.00 avg300=0.00 total=0", in any order; what else there is, is skipped */
static int parse_line(struct bytes line, struct pressure_line *ret)
{
	static const char *const averages[] = { "avg10", "avg60", "avg300" };
	struct pressure_line parsed = { .there = true };
	unsigned missing = (1U << (ARRAY_LEN(averages) + 1)) - 1; /* the last bit: total */
	struct bytes value;

	while ((value = bytes_next_word(&line)).n > 0) {
		struct bytes key = bytes_next(&value, '=');
		unsigned id = 0;

		while (id < ARRAY_LEN(averages) && !bytes_equal(key, averages[id]))
			id++;
		if (id < ARRAY_LEN(averages)) {
			if (field_hundredths_u32(value, &parsed.centi[id]) < 0)
				return -EBADMSG;
		} else if (bytes_equal(key, "total")) {
			if (bytes_to_u64(value, &parsed.total_us) < 0)
				return -EBADMSG;
		} else {
			continue;
		}
		missing &= ~(1U << id);
	}
	if (missing != 0)
		return -EBADMSG;
	*ret = parsed;
	return 0;
}

int pressure_parse(struct bytes text, struct pressure *ret)
{
	struct pressure pressure = { 0 };

	while (text.n > 0) {
		struct bytes line = bytes_next_line(&text);
		struct bytes kind = bytes_next_word(&line);
		struct pressure_line *to = NULL;

		if (bytes_equal(kind, "some"))
			to = &pressure.some;
		else if (bytes_equal(kind, "full"))
			to = &pressure.full;
		if (to && parse_line(line, to) < 0)
			return -EBADMSG;
	}
	if (!pressure.some.there && !pressure.full.there)
		return -ENODATA;
	*ret = pressure;
	return 0;
}
