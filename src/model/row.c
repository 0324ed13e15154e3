/* row.c - see row.h */
#include "model/row.h"

static uint64_t growth(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

/* Of several threads it would be the sum of those that are left. */
static bool has_exact_time(const struct task *task)
{
	return task->have & TASK_SCHEDSTAT && (task->is_thread || task->num_threads <= 1);
}

uint64_t row_cpu_ns(const struct row *row)
{
	const struct task *now = row->task, *before = row->before;

	if (now == before)
		return 0;
	if (!before)
		return now->utime_ns + now->stime_ns;
	if (has_exact_time(now) && has_exact_time(before))
		return growth(now->run_ns, before->run_ns);
	return growth(now->utime_ns + now->stime_ns, before->utime_ns + before->stime_ns);
}
