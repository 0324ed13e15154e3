/* row.c - see row.h */
#include "model/row.h"

#include "base/macros.h"

/* By so much the count in ticks may be ahead of the one in ns: two are rounded, twice. */
#define ROUNDING_NS (40 * NS_PER_MS)

static uint64_t growth(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

/* Of several threads it would be the sum of those that are left. */
static bool has_exact_time(const struct task *task)
{
	return task->have & TASK_SCHEDSTAT && (task->is_thread || task->num_threads <= 1);
}

uint64_t row_task_cpu_ns(const struct task *task)
{
	return has_exact_time(task) ? task->run_ns : task->utime_ns + task->stime_ns;
}

uint64_t row_cpu_ns(const struct row *row)
{
	const struct task *now = row->task, *before = row->before;
	uint64_t ticks, exact;

	if (now == before)
		return 0;
	if (!before)
		return now->utime_ns + now->stime_ns;
	ticks = growth(now->utime_ns + now->stime_ns, before->utime_ns + before->stime_ns);
	if (!has_exact_time(now) || !has_exact_time(before))
		return ticks;
	/* Threads that began and ended in between are in the ticks only. */
	exact = growth(now->run_ns, before->run_ns);
	return ticks > exact + ROUNDING_NS ? ticks : exact;
}
