/* task.c - see task.h */
#include "snap/task.h"

#include "proc/pidstat.h"

bool task_identity_equal(const struct identity *a, const struct identity *b)
{
	if (a->pid != b->pid || a->start != b->start || a->thread != b->thread)
		return false;
	return a->id == 0 || b->id == 0 || a->id == b->id;
}

bool task_is_kernel(const struct task *task)
{
	return task->flags & PIDSTAT_KTHREAD;
}

bool task_is_thread(const struct task *task)
{
	return task->is_thread;
}

bool task_leader_exited(const struct task *task)
{
	return !task->is_thread && task->state == 'Z' && task->num_threads > 1;
}
