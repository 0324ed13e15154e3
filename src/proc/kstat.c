/* kstat.c - see kstat.h; the kernel's side is show_stat(), fs/proc/stat.c */
#include "proc/kstat.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/macros.h"
#include "proc/field.h"

/* user, nice, system, idle: 2.4 had these; later kernels added one after the other */
#define CPU_FIELDS_MIN 4
#define CPU_FIELDS_MAX 10

struct counter {
	const char *key;
	size_t offset; /* in struct kstat */
};

/* Lines that begin with the one number that we want; intr and softirq go on with its parts. */
static const struct counter counters[] = {
	{ "ctxt", offsetof(struct kstat, ctxt) },
	{ "btime", offsetof(struct kstat, btime) },
	{ "processes", offsetof(struct kstat, processes) },
	{ "procs_running", offsetof(struct kstat, procs_running) },
	{ "procs_blocked", offsetof(struct kstat, procs_blocked) },
	{ "intr", offsetof(struct kstat, intr) },
	{ "softirq", offsetof(struct kstat, softirq) },
};

static int parse_cpu(struct bytes line, uint32_t number, struct kstat_cpu *ret)
{
	uint64_t ticks[CPU_FIELDS_MAX] = { 0 };

	if (field_numbers(line, ticks, CPU_FIELDS_MAX) < CPU_FIELDS_MIN)
		return -EBADMSG;
	*ret = (struct kstat_cpu){
		.number = number,
		.user = ticks[0],
		.nice = ticks[1],
		.system = ticks[2],
		.idle = ticks[3],
		.iowait = ticks[4],
		.irq = ticks[5],
		.softirq = ticks[6],
		.steal = ticks[7],
		.guest = ticks[8],
		.guest_nice = ticks[9],
	};
	return 0;
}

static int parse_counter(struct bytes key, struct bytes line, struct kstat *kstat)
{
	size_t i = 0;
	uint64_t number;

	while (i < ARRAY_LEN(counters) && !bytes_equal(key, counters[i].key))
		i++;
	if (i == ARRAY_LEN(counters))
		return 0; /* page, swap, disk_io of old kernels; what the future brings */
	if (field_numbers(line, &number, 1) != 1)
		return -EBADMSG;
	memcpy((char *)kstat + counters[i].offset, &number, sizeof(number));
	return 0;
}

/* "cpu12" is 12; what has no number behind it, as "cpufreq", is not of ours */
static bool is_one_cpu(struct bytes key, uint32_t *number)
{
	if (!bytes_starts_with(key, "cpu"))
		return false;
	bytes_take(&key, strlen("cpu"));
	return field_u32(key, number) == 0 && *number != UINT32_MAX;
}

/* As kstat_parse(), but what it had filled before an error stays filled. */
static int parse(struct bytes text, struct kstat_cpu *cpus, size_t cpus_size, struct kstat *kstat)
{
	bool have_all = false;

	while (text.n > 0) {
		struct bytes line = bytes_next_line(&text);
		struct bytes key = bytes_next_word(&line);
		struct kstat_cpu cpu;
		uint32_t number;

		if (bytes_equal(key, "cpu")) {
			if (parse_cpu(line, UINT32_MAX, &kstat->all) < 0)
				return -EBADMSG;
			have_all = true;
		} else if (is_one_cpu(key, &number)) {
			if (parse_cpu(line, number, &cpu) < 0)
				return -EBADMSG;
			if (kstat->cpu_count < cpus_size)
				cpus[kstat->cpu_count] = cpu;
			kstat->cpu_count++;
		} else if (parse_counter(key, line, kstat) < 0) {
			return -EBADMSG;
		}
	}
	return have_all ? 0 : -EBADMSG;
}

int kstat_parse(struct bytes text, struct kstat_cpu *cpus, size_t cpus_size, struct kstat *ret)
{
	struct kstat kstat = { 0 };
	int result;

	if (text.n == 0)
		return -ENODATA;
	/* once to see whether it can be done: the caller's array has no copy to fall back on */
	result = parse(text, NULL, 0, &kstat);
	if (result < 0)
		return result;
	*ret = (struct kstat){ 0 };
	return parse(text, cpus, cpus_size, ret);
}
