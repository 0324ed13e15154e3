#include "test.h"

#include "base/clock.h"
#include "samples.h"
#include "source/systemfiles.h"

enum { PRESSURE = SYSTEM_PRESSURE_CPU | SYSTEM_PRESSURE_MEMORY | SYSTEM_PRESSURE_IO };
enum { FILES = SYSTEM_KSTAT | SYSTEM_MEMINFO | SYSTEM_LOADAVG | SYSTEM_UPTIME };

struct machine_case {
	const char *name;
	const char *tree;
	uint32_t have;
	size_t cpus;
	uint64_t clock_ns; /* monotonic and boottime; 0: our own */
	uint64_t realtime_s;
	uint64_t memory;
};

static const struct machine_case machine_cases[] = {
	{ "small", "small", FILES | PRESSURE, 2, 100000 * NS_PER_SECOND, 1700100000,
	  8000000 * 1024ULL },
	{ "small-later", "small-later", FILES | PRESSURE, 2, 100002 * NS_PER_SECOND, 1700100002,
	  8000000 * 1024ULL },
	{ "an old kernel", "old-kernel", FILES, 1, UINT64_C(5985660000000), 1300005985,
	  1020000 * 1024ULL },
	{ "nothing of the system", "hidepid", 0, 0, 0, 0, 0 },
	{ "no pressure", "cycle", FILES, 1, 20 * NS_PER_SECOND, 1700000020, 100000 * 1024ULL },
};

static void test_machine(void **state)
{
	const struct machine_case *c = *state;
	const uint64_t before = clock_monotonic();
	struct snapshot *snapshot = snapshot_new();
	struct procdir_buffer buffer = { 0 };
	struct systemfiles files;
	struct samples samples;

	samples_open(&samples, c->tree);
	systemfiles_init(&files, samples.procdir);
	systemfiles_read(&files, &buffer, snapshot);
	assert_int_equal(snapshot->system.have, c->have);
	assert_int_equal(snapshot->system.cpu_count, c->cpus);
	for (size_t i = 0; i < c->cpus; i++)
		assert_int_equal(snapshot->system.cpus[i].number, i);
	if (c->clock_ns > 0) {
		assert_int_equal(snapshot->monotonic_ns, c->clock_ns);
		assert_int_equal(snapshot->boottime_ns, c->clock_ns);
		assert_int_equal(snapshot->realtime_ns / NS_PER_SECOND, c->realtime_s);
	} else {
		assert_in_range(snapshot->monotonic_ns, before, clock_monotonic());
	}
	if (c->memory > 0)
		assert_int_equal(snapshot->system.meminfo.of[MEMINFO_TOTAL], c->memory);
	systemfiles_done(&files);
	procdir_buffer_done(&buffer);
	snapshot_free(snapshot);
	samples_close(&samples);
}

static void test_live(void **state)
{
	const uint64_t before = clock_monotonic();
	struct snapshot *snapshot = snapshot_new(), *later = snapshot_new();
	struct procdir_buffer buffer = { 0 };
	struct systemfiles files;
	struct samples samples;

	(void)state;
	samples_open(&samples, "/proc");
	systemfiles_init(&files, samples.procdir);
	systemfiles_read(&files, &buffer, snapshot);
	assert_int_equal(snapshot->system.have & FILES, FILES);
	assert_true(snapshot->system.cpu_count > 0);
	/* From the descriptors that have stayed open: what is there by now, and as much of it. */
	systemfiles_read(&files, &buffer, later);
	assert_int_equal(later->system.have, snapshot->system.have);
	assert_int_equal(later->system.cpu_count, snapshot->system.cpu_count);
	assert_true(later->system.uptime_ns >= snapshot->system.uptime_ns);
	assert_true(later->system.kstat.ctxt >= snapshot->system.kstat.ctxt);
	assert_true(later->monotonic_ns > snapshot->monotonic_ns);
	assert_in_range(snapshot->monotonic_ns, before, clock_monotonic());
	assert_true(snapshot->boottime_ns >= snapshot->monotonic_ns);
	assert_true(snapshot->realtime_ns > UINT64_C(1600000000) * NS_PER_SECOND);
	systemfiles_done(&files);
	procdir_buffer_done(&buffer);
	snapshot_free(snapshot);
	snapshot_free(later);
	samples_close(&samples);
}

/* Of files that make no sense some can still be used, and none does harm. */
static void test_hostile(void **state)
{
	struct snapshot *snapshot = snapshot_new();
	struct procdir_buffer buffer = { 0 };
	struct systemfiles files;
	struct samples samples;

	(void)state;
	samples_open(&samples, "hostile");
	systemfiles_init(&files, samples.procdir);
	systemfiles_read(&files, &buffer, snapshot);
	assert_true(snapshot->system.have & SYSTEM_UPTIME);
	assert_int_equal(snapshot->monotonic_ns, 20 * NS_PER_SECOND);
	assert_false(snapshot->system.have & (SYSTEM_LOADAVG | PRESSURE));
	systemfiles_done(&files);
	procdir_buffer_done(&buffer);
	snapshot_free(snapshot);
	samples_close(&samples);
}

int main(void)
{
	struct CMUnitTest machines[ARRAY_LEN(machine_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_hostile),
	};
	int failed;

	test_table(machines, ARRAY_LEN(machines), machine_cases, sizeof(machine_cases[0]),
		   test_machine);
	failed = cmocka_run_group_tests_name("captured machines", machines, NULL, NULL);
	failed += cmocka_run_group_tests_name("systemfiles", others, NULL, NULL);
	return failed;
}
