#include "test.h"

#include <errno.h>
#include <fcntl.h>

#include "base/arena.h"
#include "base/clock.h"
#include "samples.h"
#include "scratch.h"
#include "source/draft.h"
#include "source/taskfiles.h"

struct bench {
	struct procdir *procdir;
	struct taskfiles files;
};

static void bench_init(struct bench *bench, const char *tree)
{
	char path[4096];

	if (tree[0] == '/')
		(void)snprintf(path, sizeof(path), "%s", tree);
	else
		samples_path(path, sizeof(path), tree);
	assert_int_equal(procdir_open(path, &bench->procdir), 0);
	taskfiles_init(&bench->files, bench->procdir);
	bench->files.arena = arena_new();
	bench->files.tick_ns = NS_PER_SECOND / 100;
	bench->files.page_bytes = 4096;
}

static void bench_done(struct bench *bench)
{
	taskfiles_done(&bench->files);
	arena_free(bench->files.arena);
	procdir_close(bench->procdir);
}

static int read_stat(struct bench *bench, int32_t pid, int32_t tid, struct draft *ret)
{
	char path[PROCDIR_PATH_MAX];
	int fd, result;

	procdir_path(path, pid, tid, "stat");
	fd = openat(procdir_fd(bench->procdir), path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	result = taskfiles_stat(&bench->files, fd, ret);
	(void)close(fd);
	return result;
}

struct fill_case {
	const char *name;
	const char *tree;
	int32_t pid, tid;
	uint32_t needs, have;
};

#define FILES (SAMPLES_ALL & ~(uint32_t)TASK_STAT)

static const struct fill_case fill_cases[] = {
	{ "nothing is asked for", "small", 850, -1, 0, 0 },
	{ "one file", "small", 850, -1, TASK_STATM, TASK_STATM },
	{ "all of them", "small", 850, -1, FILES, FILES },
	{ "the user of a captured process is in its status", "small", 850, -1, TASK_USER,
	  TASK_USER | TASK_STATUS },
	{ "of a thread", "small", 850, 852, TASK_IO | TASK_SCHEDSTAT, TASK_IO | TASK_SCHEDSTAT },
	{ "what a thread does not have", "small", 850, 852, TASK_STATM | TASK_CGROUP, 0 },
	{ "a kernel thread has no program, and that is known", "small", 2, -1, TASK_EXE, TASK_EXE },
	{ "an old kernel", "old-kernel", 1300, -1, FILES,
	  FILES & ~(uint32_t)(TASK_IO | TASK_SCHEDSTAT) },
	{ "a status that makes no sense", "hostile", 115, -1, TASK_STATUS | TASK_USER | TASK_STATM,
	  TASK_STATM },
	{ "it has gone", "small", 4242, -1, FILES & ~(uint32_t)TASK_EXE, 0 },
};

static void test_fill(void **state)
{
	const struct fill_case *c = *state;
	struct draft draft;
	struct bench bench;

	draft_clear(&draft);
	bench_init(&bench, c->tree);
	taskfiles_fill(&bench.files, c->pid, c->tid, c->needs, &draft);
	/* Each bit is where its fields are. */
	assert_int_equal(draft.task.have, c->have & ~TASK_TEXT_MASK);
	assert_int_equal(draft.text.have, c->have & TASK_TEXT_MASK);
	assert_int_equal(draft.task.denied, 0);
	assert_int_equal(draft.text.denied, 0);
	bench_done(&bench);
}

static void test_values(void **state)
{
	struct draft draft, thread;
	struct task *const task = &draft.task;
	struct bench bench;

	(void)state;
	draft_clear(&draft);
	draft_clear(&thread);
	bench_init(&bench, "small");
	taskfiles_fill(&bench.files, 850, -1, FILES, &draft);
	assert_int_equal(task->shared, 5000 * 4096);
	assert_true(task->has_mm);
	assert_int_equal(task->rss_anon, 80000 * 1024);
	assert_int_equal(task->rss_file, 16000 * 1024);
	assert_int_equal(task->rss_shmem, 4000 * 1024);
	assert_int_equal(task->swap, 1200 * 1024);
	assert_int_equal(task->voluntary, 50);
	assert_int_equal(task->nonvoluntary, 2);
	assert_int_equal(task->rchar, 700000000);
	assert_int_equal(task->wchar, 900000000);
	assert_int_equal(task->read_bytes, 4000000);
	assert_int_equal(task->write_bytes, 50000000);
	assert_int_equal(task->run_ns, 1500000000);
	assert_int_equal(task->wait_ns, 1000000);
	assert_int_equal(task->uid, 33);
	assert_true(task->user.n > 0);
	assert_bytes_equal(draft.text.cgroup, bytes_of("/system.slice/webserver.service"));
	assert_bytes_equal(draft.text.wchan, bytes_of("do_sys_poll"));
	assert_bytes_equal(draft.text.exe, bytes_of("/usr/sbin/webserver"));
	assert_int_equal(draft.text.oom_score, 666);
	assert_int_equal(draft.text.oom_score_adj, 0);
	/* The exact times of all its threads. */
	task->identity.pid = 850;
	task->num_threads = 4;
	taskfiles_sum_schedstat(&bench.files, task);
	assert_int_equal(task->run_ns, UINT64_C(680000000000));
	assert_int_equal(task->wait_ns, UINT64_C(5003000000));
	assert_true(task->have & TASK_SCHEDSTAT);
	taskfiles_fill(&bench.files, 850, 852, TASK_SCHEDSTAT, &thread);
	assert_int_equal(thread.task.run_ns, UINT64_C(450000000000));
	/* Of one whose threads cannot be listed nothing is known to be more. */
	task->identity.pid = 4242;
	taskfiles_sum_schedstat(&bench.files, task);
	assert_int_equal(task->run_ns, UINT64_C(680000000000));
	bench_done(&bench);
}

struct stat_case {
	const char *name;
	const char *tree;
	int32_t pid, tid;
	int result;
};

static const struct stat_case stat_cases[] = {
	{ "a process", "small", 850, -1, 0 },
	{ "a thread", "small", 850, 852, 0 },
	{ "an old kernel", "old-kernel", 1300, -1, 0 },
	{ "cut", "hostile", 108, -1, -EBADMSG },
	{ "garbage", "hostile", 109, -1, -EBADMSG },
	{ "empty", "hostile", 112, -1, -ENODATA },
	{ "the largest numbers", "hostile", 116, -1, 0 },
	{ "a start in the far future", "hostile", 121, -1, 0 },
};

/* A failure leaves nothing behind that looks like a task. */
static void test_stat(void **state)
{
	const struct stat_case *c = *state;
	struct draft draft, none;
	const struct task *const task = &draft.task;
	struct bench bench;

	draft_clear(&draft);
	draft_clear(&none);
	bench_init(&bench, c->tree);
	assert_int_equal(read_stat(&bench, c->pid, c->tid, &draft), c->result);
	if (c->result < 0) {
		assert_memory_equal(&draft, &none, sizeof(draft));
	} else {
		assert_int_equal(task->have, TASK_STAT);
		assert_int_equal(task->identity.pid, c->tid >= 0 ? c->tid : c->pid);
		assert_true(task->comm.n > 0);
		assert_true(draft.sampled_ns > 0);
	}
	bench_done(&bench);
}

static void test_units(void **state)
{
	struct draft draft;
	const struct task *const task = &draft.task;
	struct bench bench;

	(void)state;
	draft_clear(&draft);
	bench_init(&bench, "small");
	bench.files.now_ns = 123;
	assert_int_equal(read_stat(&bench, 850, -1, &draft), 0);
	assert_int_equal(draft.sampled_ns, 123);
	assert_int_equal(task->utime_ns, UINT64_C(600000000000));
	assert_int_equal(task->stime_ns, UINT64_C(80000000000));
	assert_int_equal(task->start_ns, UINT64_C(30000000000));
	assert_int_equal(task->identity.start, 3000);
	assert_int_equal(task->rss, 25000 * 4096);
	assert_int_equal(task->vsize, 943718400);
	assert_int_equal(task->tty_nr, 0);
	assert_int_equal(task->num_threads, 4);
	assert_int_equal(read_stat(&bench, 802, -1, &draft), 0);
	assert_int_equal(task->tty_nr, 136 << 8); /* how that is called is up to its version */
	assert_int_equal(task->tty.n, 0);
	assert_int_equal(task->cutime_ns, UINT64_C(4000000000));
	assert_int_equal(task->cstime_ns, UINT64_C(900000000));
	bench_done(&bench);
}

/* Numbers that no unit can hold are very large, not small ones. */
static void test_largest(void **state)
{
	struct draft draft;
	const struct task *const task = &draft.task;
	struct bench bench;

	(void)state;
	draft_clear(&draft);
	bench_init(&bench, "hostile");
	assert_int_equal(read_stat(&bench, 116, -1, &draft), 0);
	assert_int_equal(task->utime_ns, UINT64_MAX);
	assert_int_equal(task->stime_ns, UINT64_MAX);
	assert_int_equal(task->rss, UINT64_MAX);
	assert_int_equal(task->start_ns, UINT64_MAX);
	assert_int_equal(task->cutime_ns, UINT64_MAX);
	assert_int_equal(task->cstime_ns, 0); /* negative: no time */
	assert_int_equal(read_stat(&bench, 121, -1, &draft), 0);
	assert_int_equal(task->start_ns, UINT64_MAX);
	bench_done(&bench);
}

/* Files that refuse. Whoever may read everything becomes somebody else for it. */
static void test_denied(void **state)
{
	static const char *const names[] = { "statm",  "status", "io",	     "schedstat",
					     "cgroup", "wchan",	 "oom_score" };
	const uint32_t needs = TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_CGROUP |
			       TASK_WCHAN | TASK_OOM;
	struct draft draft;
	struct scratch scratch;
	struct bench bench;

	(void)state;
	draft_clear(&draft);
	scratch_init(&scratch);
	scratch_add(&scratch, 7, 1);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "7/%s", names[i]);
		scratch_write(&scratch, name, "1 1 1\n", 0);
	}
	bench_init(&bench, scratch.path);
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	taskfiles_fill(&bench.files, 7, -1, needs, &draft);
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(draft.task.denied, needs & ~TASK_TEXT_MASK);
	assert_int_equal(draft.text.denied, needs & TASK_TEXT_MASK);
	assert_int_equal(draft.task.have, 0);
	assert_int_equal(draft.text.have, 0);
	bench_done(&bench);
	scratch_done(&scratch);
}

/* A living process: its user is the owner of its directory. */
static void test_live(void **state)
{
	struct draft draft;
	struct bench bench;

	(void)state;
	draft_clear(&draft);
	bench_init(&bench, "/proc");
	taskfiles_fill(&bench.files, (int32_t)getpid(), -1, TASK_USER | TASK_EXE | TASK_STATM,
		       &draft);
	assert_int_equal(draft.task.have, TASK_USER | TASK_STATM);
	assert_int_equal(draft.text.have, TASK_EXE);
	assert_int_equal(draft.task.uid, geteuid());
	assert_true(draft.text.exe.n > 0 && draft.text.exe.p[0] == '/');
	assert_true(draft.task.shared > 0);
	assert_int_equal(taskfiles_list_threads(&bench.files, (int32_t)getpid()), 0);
	assert_true(bench.files.tids.count > 0);
	assert_int_equal(bench.files.tids.of[0], getpid());
	assert_int_equal(read_stat(&bench, (int32_t)getpid(), -1, &draft), 0);
	assert_in_range(draft.sampled_ns, 1, clock_monotonic());
	bench_done(&bench);
}

int main(void)
{
	struct CMUnitTest fills[ARRAY_LEN(fill_cases)], stats[ARRAY_LEN(stat_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_values),	cmocka_unit_test(test_units),
		cmocka_unit_test(test_largest), cmocka_unit_test(test_denied),
		cmocka_unit_test(test_live),
	};
	int failed;

	test_table(fills, ARRAY_LEN(fills), fill_cases, sizeof(fill_cases[0]), test_fill);
	test_table(stats, ARRAY_LEN(stats), stat_cases, sizeof(stat_cases[0]), test_stat);
	failed = cmocka_run_group_tests_name("taskfiles_fill", fills, NULL, NULL);
	failed += cmocka_run_group_tests_name("taskfiles_stat", stats, NULL, NULL);
	failed += cmocka_run_group_tests_name("taskfiles", others, NULL, NULL);
	return failed;
}
