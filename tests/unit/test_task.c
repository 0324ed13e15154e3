#include "test.h"

#include "proc/pidstat.h"
#include "snap/task.h"

struct identity_case {
	const char *name;
	struct identity a, b;
	bool equal;
};

#define IDENTITY(number, ticks, inode)                           \
	{                                                        \
		.pid = (number), .start = (ticks), .id = (inode) \
	}

static const struct identity_case identity_cases[] = {
	{ "the same", IDENTITY(1, 2, 3), IDENTITY(1, 2, 3), true },
	{ "another PID", IDENTITY(1, 2, 3), IDENTITY(2, 2, 3), false },
	{ "a reused PID: another start", IDENTITY(1, 2, 0), IDENTITY(1, 3, 0), false },
	{ "a reused PID in one tick: another inode", IDENTITY(1, 2, 3), IDENTITY(1, 2, 4), false },
	{ "the inode is known of one only", IDENTITY(1, 2, 3), IDENTITY(1, 2, 0), true },
	{ "the inode is known of none", IDENTITY(1, 2, 0), IDENTITY(1, 2, 0), true },
	{ "the process, and its first thread",
	  IDENTITY(1, 2, 3),
	  { .pid = 1, .thread = true, .start = 2, .id = 3 },
	  false },
	{ "another start counts though the inode is the same", IDENTITY(1, 2, 3), IDENTITY(1, 9, 3),
	  false },
};

static void test_identity(void **state)
{
	const struct identity_case *c = *state;

	assert_int_equal(task_identity_equal(&c->a, &c->b), c->equal);
	assert_int_equal(task_identity_equal(&c->b, &c->a), c->equal);
}

struct kind_case {
	const char *name;
	struct task task;
	bool kernel, thread, leader_exited;
};

static const struct kind_case kind_cases[] = {
	{ "a process", { .state = 'S', .num_threads = 1 }, false, false, false },
	{ "a kernel thread",
	  { .state = 'I', .num_threads = 1, .flags = PIDSTAT_KTHREAD | PIDSTAT_WQ_WORKER },
	  true,
	  false,
	  false },
	{ "a process with all other flags",
	  { .state = 'R', .num_threads = 9, .flags = ~PIDSTAT_KTHREAD },
	  false,
	  false,
	  false },
	{ "a thread", { .state = 'S', .num_threads = 4, .is_thread = true }, false, true, false },
	{ "a zombie", { .state = 'Z', .num_threads = 1 }, false, false, false },
	{ "a dead leader of living threads",
	  { .state = 'Z', .num_threads = 2 },
	  false,
	  false,
	  true },
	{ "the thread of that leader",
	  { .state = 'Z', .num_threads = 2, .is_thread = true },
	  false,
	  true,
	  false },
};

static void test_kind(void **state)
{
	const struct kind_case *c = *state;

	assert_int_equal(task_is_kernel(&c->task), c->kernel);
	assert_int_equal(task_is_thread(&c->task), c->thread);
	assert_int_equal(task_leader_exited(&c->task), c->leader_exited);
}

int main(void)
{
	struct CMUnitTest identities[ARRAY_LEN(identity_cases)], kinds[ARRAY_LEN(kind_cases)];
	int failed;

	test_table(identities, ARRAY_LEN(identities), identity_cases, sizeof(identity_cases[0]),
		   test_identity);
	test_table(kinds, ARRAY_LEN(kinds), kind_cases, sizeof(kind_cases[0]), test_kind);
	failed = cmocka_run_group_tests_name("task_identity_equal", identities, NULL, NULL);
	failed += cmocka_run_group_tests_name("task_is", kinds, NULL, NULL);
	return failed;
}
