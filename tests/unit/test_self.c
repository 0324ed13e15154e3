/*
 * The parsers on the real files of this very process: what the kernel that runs the
 * test prints. A file that this kernel does not have, or refuses, is skipped.
 */
#include "test.h"

#include <fcntl.h>
#include <unistd.h>

#include "proc/cgroup.h"
#include "proc/cmdline.h"
#include "proc/comm.h"
#include "proc/io.h"
#include "proc/kstat.h"
#include "proc/loadavg.h"
#include "proc/meminfo.h"
#include "proc/pidstat.h"
#include "proc/pressure.h"
#include "proc/schedstat.h"
#include "proc/statm.h"
#include "proc/status.h"
#include "proc/uptime.h"

struct self_case {
	const char *path;
	void (*check)(struct bytes text);
};

/* One at a time is enough. */
static char buffer[1 << 20];

static struct bytes read_or_skip(const char *path)
{
	size_t have = 0;
	ssize_t got = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && (got = read(fd, buffer + have, sizeof(buffer) - have)) > 0)
		have += (size_t)got;
	if (fd >= 0)
		close(fd);
	if (got < 0 || have == sizeof(buffer))
		skip();
	return (struct bytes){ buffer, have };
}

static void check_stat(struct bytes text)
{
	struct pidstat stat;

	assert_int_equal(pidstat_parse(text, &stat), 0);
	assert_int_equal(stat.pid, getpid());
	assert_int_equal(stat.ppid, getppid());
	assert_int_equal(stat.pgrp, getpgrp());
	assert_int_equal(stat.session, getsid(0));
	assert_int_equal(stat.state, 'R');
	assert_int_equal(stat.num_threads, 1);
	assert_true(stat.vsize > 0 && stat.rss > 0 && stat.starttime > 0);
}

static void check_status(struct bytes text)
{
	const uint32_t always = STATUS_UID | STATUS_GID | STATUS_VM | STATUS_SWITCHES |
				STATUS_TGID | STATUS_PPID | STATUS_TRACER | STATUS_NAME |
				STATUS_THREADS;
	struct status status;

	assert_int_equal(status_parse(text, &status), 0);
	assert_int_equal(status.have & always, always);
	assert_int_equal(status.tgid, getpid());
	assert_int_equal(status.ppid, getppid());
	assert_int_equal(status.uid[0], getuid());
	assert_int_equal(status.uid[1], geteuid());
	assert_int_equal(status.gid[1], getegid());
	assert_int_equal(status.threads, 1);
	assert_true(status.vm_rss > 0 && status.vm_rss <= status.vm_size);
}

static void check_statm(struct bytes text)
{
	struct statm statm;

	assert_int_equal(statm_parse(text, &statm), 0);
	assert_true(statm.resident > 0 && statm.resident <= statm.size);
}

static void check_io(struct bytes text)
{
	struct io io;

	assert_int_equal(io_parse(text, &io), 0);
	assert_true(io.rchar > 0 && io.syscr > 0); /* it has read its own libraries */
}

static void check_schedstat(struct bytes text)
{
	struct schedstat schedstat;

	assert_int_equal(schedstat_parse(text, &schedstat), 0);
}

static void check_comm(struct bytes text)
{
	struct bytes comm;

	assert_int_equal(comm_parse(text, &comm), 0);
	assert_true(comm.n > 0 && comm.n <= 15);
}

static void check_cmdline(struct bytes text)
{
	struct bytes cmdline, argument;

	assert_int_equal(cmdline_parse(text, &cmdline), 0);
	assert_int_equal(cmdline_next(&cmdline, &argument), 1);
	assert_true(argument.n > 0);
}

static void check_cgroup(struct bytes text)
{
	struct bytes path;

	assert_int_equal(cgroup_main(text, &path), 0);
	assert_int_equal(path.p[0], '/');
}

static void check_kstat(struct bytes text)
{
	struct kstat kstat;

	assert_int_equal(kstat_parse(text, NULL, 0, &kstat), 0);
	assert_true(kstat.cpu_count > 0 && kstat.btime > 0 && kstat.all.idle > 0);
}

static void check_meminfo(struct bytes text)
{
	struct meminfo meminfo;

	assert_int_equal(meminfo_parse(text, &meminfo), 0);
	assert_true(meminfo.of[MEMINFO_FREE] <= meminfo.of[MEMINFO_TOTAL]);
	assert_true(meminfo.of[MEMINFO_TOTAL] > 0);
}

static void check_loadavg(struct bytes text)
{
	struct loadavg loadavg;

	assert_int_equal(loadavg_parse(text, &loadavg), 0);
	assert_true(loadavg.total > 0);
}

static void check_uptime(struct bytes text)
{
	struct uptime uptime;

	assert_int_equal(uptime_parse(text, &uptime), 0);
	assert_true(uptime.up_ns > 0);
}

static void check_pressure(struct bytes text)
{
	struct pressure pressure;

	assert_int_equal(pressure_parse(text, &pressure), 0);
	assert_true(pressure.some.there);
}

static const struct self_case self_cases[] = {
	{ "/proc/self/stat", check_stat },     { "/proc/thread-self/stat", check_stat },
	{ "/proc/self/status", check_status }, { "/proc/self/statm", check_statm },
	{ "/proc/self/io", check_io },	       { "/proc/self/schedstat", check_schedstat },
	{ "/proc/self/comm", check_comm },     { "/proc/self/cmdline", check_cmdline },
	{ "/proc/self/cgroup", check_cgroup }, { "/proc/stat", check_kstat },
	{ "/proc/meminfo", check_meminfo },    { "/proc/loadavg", check_loadavg },
	{ "/proc/uptime", check_uptime },      { "/proc/pressure/memory", check_pressure },
};

static void test_self(void **state)
{
	const struct self_case *c = *state;

	c->check(read_or_skip(c->path));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(self_cases)];

	test_table(tests, ARRAY_LEN(tests), self_cases, sizeof(self_cases[0]), test_self);
	return cmocka_run_group_tests_name("self", tests, NULL, NULL);
}
