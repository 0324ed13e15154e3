#include "test.h"

#include <errno.h>

#include "proc/status.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct status want;
};

#define KIB UINT64_C(1024)

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "all lines of 6.18",
	  TEXT("Name:\tcat\nUmask:\t0022\nState:\tR (running)\nTgid:\t101\nNgid:\t0\nPid:\t102\n"
	       "PPid:\t103\nTracerPid:\t104\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nFDSize:\t256\n"
	       "Groups:\t4 24 27 \nNStgid:\t101\t7\nNSpid:\t102\t8\t9\nNSpgid:\t0\nNSsid:\t0\n"
	       "Kthread:\t1\nVmPeak:\t    11 kB\nVmSize:\t    12 kB\nVmLck:\t    13 kB\n"
	       "VmPin:\t    99 kB\nVmHWM:\t    14 kB\nVmRSS:\t    15 kB\nRssAnon:\t    16 kB\n"
	       "RssFile:\t    17 kB\nRssShmem:\t    18 kB\nVmData:\t    19 kB\nVmStk:\t    20 kB\n"
	       "VmExe:\t    21 kB\nVmLib:\t    22 kB\nVmPTE:\t    23 kB\nVmSwap:\t    24 kB\n"
	       "HugetlbPages:\t    99 kB\nCoreDumping:\t0\nTHP_enabled:\t1\n"
	       "untag_mask:\t0xffffffffffffffff\nThreads:\t25\nSigQ:\t0/96365\n"
	       "SigPnd:\t0000000000000000\nSeccomp_filters:\t0\nCpus_allowed_list:\t0-1\n"
	       "voluntary_ctxt_switches:\t26\nnonvoluntary_ctxt_switches:\t27\n"),
	  0,
	  { .have = STATUS_UID | STATUS_GID | STATUS_VM | STATUS_SWAP | STATUS_SWITCHES |
		    STATUS_KTHREAD | STATUS_TGID | STATUS_PPID | STATUS_TRACER |
		    STATUS_RSS_PARTS | STATUS_NSPID | STATUS_NAME | STATUS_THREADS,
	    .name = TEXT("cat"), .tgid = 101, .ppid = 103, .tracer = 104,
	    .uid = { 1, 2, 3, 4 }, .gid = { 5, 6, 7, 8 }, .nspid = 9, .kthread = true,
	    .vm_peak = 11 * KIB, .vm_size = 12 * KIB, .vm_lock = 13 * KIB, .vm_hwm = 14 * KIB,
	    .vm_rss = 15 * KIB, .rss_anon = 16 * KIB, .rss_file = 17 * KIB,
	    .rss_shmem = 18 * KIB, .vm_data = 19 * KIB, .vm_stk = 20 * KIB,
	    .vm_exe = 21 * KIB, .vm_lib = 22 * KIB, .vm_pte = 23 * KIB, .vm_swap = 24 * KIB,
	    .threads = 25, .voluntary = 26, .nonvoluntary = 27 } },

	{ "name: colons", TEXT("Name:\tkworker/0:1-events\n"), 0,
	  { .have = STATUS_NAME, .name = TEXT("kworker/0:1-events") } },
	{ "name: still escaped", TEXT("Name:\ta\\nTgid:\\\\\nTgid:\t5\n"), 0,
	  { .have = STATUS_NAME | STATUS_TGID, .name = TEXT("a\\nTgid:\\\\"), .tgid = 5 } },
	{ "name: empty", TEXT("Name:\t\n"), 0, { .have = STATUS_NAME, .name = TEXT("") } },
	{ "name: blanks and tabs are its own", TEXT("Name:\t\t a \t\n"), 0,
	  { .have = STATUS_NAME, .name = TEXT("\t a \t") } },
	{ "name: other bytes", TEXT("Name:\t\033[2J\xff\0\n"), 0,
	  { .have = STATUS_NAME, .name = TEXT("\033[2J\xff\0") } },

	{ "kernel thread", TEXT("Kthread:\t1\n"), 0, { .have = STATUS_KTHREAD, .kthread = true } },
	{ "no kernel thread", TEXT("Kthread:\t0\n"), 0, { .have = STATUS_KTHREAD } },
	{ "one number in NSpid", TEXT("NSpid:\t5\n"), 0, { .have = STATUS_NSPID, .nspid = 5 } },
	{ "ids: not mapped, and the largest", TEXT("Uid:\t65534\t0\t4294967295\t1\n"), 0,
	  { .have = STATUS_UID, .uid = { 65534, 0, UINT32_MAX, 1 } } },
	{ "no newline at the end", TEXT("Threads:\t3"), 0,
	  { .have = STATUS_THREADS, .threads = 3 } },
	{ "any order", TEXT("PPid:\t3\nTgid:\t4\n"), 0,
	  { .have = STATUS_PPID | STATUS_TGID, .ppid = 3, .tgid = 4 } },
	{ "an int to the kernel, though never negative", TEXT("PPid:\t-1\nTracerPid:\t-2\n"), 0,
	  { .have = STATUS_PPID | STATUS_TRACER, .ppid = -1, .tracer = -2 } },
	{ "the largest numbers",
	  TEXT("Threads:\t4294967295\nvoluntary_ctxt_switches:\t18446744073709551615\n"
	       "nonvoluntary_ctxt_switches:\t18446744073709551614\n"), 0,
	  { .have = STATUS_THREADS | STATUS_SWITCHES, .threads = UINT32_MAX,
	    .voluntary = UINT64_MAX, .nonvoluntary = UINT64_MAX - 1 } },
	{ "the largest size", TEXT("VmSwap:\t18014398509481983 kB\n"), 0,
	  { .have = STATUS_SWAP, .vm_swap = UINT64_MAX - 1023 } },

	{ "group: size alone is not memory", TEXT("VmSize:\t1 kB\nVmPTE:\t1 kB\n"), 0,
	  { .vm_size = KIB, .vm_pte = KIB } },
	{ "group: rss alone is", TEXT("VmRSS:\t1 kB\n"), 0, { .have = STATUS_VM, .vm_rss = KIB } },
	{ "group: a part of rss is missing", TEXT("RssAnon:\t1 kB\nRssShmem:\t2 kB\n"), 0,
	  { .rss_anon = KIB, .rss_shmem = 2 * KIB } },
	{ "group: only voluntary switches", TEXT("voluntary_ctxt_switches:\t1\n"), 0,
	  { .voluntary = 1 } },
	{ "group: only involuntary switches", TEXT("nonvoluntary_ctxt_switches:\t1\n"), 0,
	  { .nonvoluntary = 1 } },

	{ "a line from the future, that begins as one of ours",
	  TEXT("TgidMax:\tx\nVmRSSMax:\tx\nThread:\tx\n:\tx\nTgid:\t5\n"), 0,
	  { .have = STATUS_TGID, .tgid = 5 } },
	{ "lines of no known kind", TEXT("what\n\nis this: 5\n"), 0, { .have = 0 } },

	{ "empty: the process is going away", TEXT(""), -ENODATA, { 0 } },
	{ "bad: no tgid", TEXT("Tgid:\t\n"), -EBADMSG, { 0 } },
	{ "bad: two tgids", TEXT("Tgid:\t1 2\n"), -EBADMSG, { 0 } },
	{ "bad: after a good one", TEXT("Tgid:\t1\nPPid:\tx\n"), -EBADMSG, { 0 } },
	{ "bad: tgid too large", TEXT("Tgid:\t2147483648\n"), -EBADMSG, { 0 } },
	{ "bad: three uids", TEXT("Uid:\t1\t2\t3\nGid:\t5\t6\t7\t8\n"), -EBADMSG, { 0 } },
	{ "bad: a negative gid", TEXT("Gid:\t1\t2\t3\t-1\n"), -EBADMSG, { 0 } },
	{ "bad: a size without unit", TEXT("VmRSS:\t12\n"), -EBADMSG, { 0 } },
	{ "bad: a size too large", TEXT("VmPeak:\t18014398509481984 kB\n"), -EBADMSG, { 0 } },
	{ "bad: kthread", TEXT("Kthread:\t2\n"), -EBADMSG, { 0 } },
	{ "bad: kthread, empty", TEXT("Kthread:\t\n"), -EBADMSG, { 0 } },
	{ "bad: NSpid, empty", TEXT("NSpid:\t\n"), -EBADMSG, { 0 } },
	{ "bad: threads", TEXT("Threads:\t4294967296\n"), -EBADMSG, { 0 } },
	{ "bad: switches", TEXT("voluntary_ctxt_switches:\t-1\n"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void compare_memory(const struct status *status, const struct status *want)
{
	assert_int_equal(status->vm_peak, want->vm_peak);
	assert_int_equal(status->vm_size, want->vm_size);
	assert_int_equal(status->vm_lock, want->vm_lock);
	assert_int_equal(status->vm_hwm, want->vm_hwm);
	assert_int_equal(status->vm_rss, want->vm_rss);
	assert_int_equal(status->rss_anon, want->rss_anon);
	assert_int_equal(status->rss_file, want->rss_file);
	assert_int_equal(status->rss_shmem, want->rss_shmem);
	assert_int_equal(status->vm_data, want->vm_data);
	assert_int_equal(status->vm_stk, want->vm_stk);
	assert_int_equal(status->vm_exe, want->vm_exe);
	assert_int_equal(status->vm_lib, want->vm_lib);
	assert_int_equal(status->vm_pte, want->vm_pte);
	assert_int_equal(status->vm_swap, want->vm_swap);
}

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	const struct status *want = &c->want;
	struct status status, untouched;

	memset(&status, 0xa5, sizeof(status));
	untouched = status;
	assert_int_equal(status_parse(c->text, &status), c->result);
	if (c->result < 0) {
		assert_memory_equal(&status, &untouched, sizeof(status));
		return;
	}
	assert_int_equal(status.have, want->have);
	assert_bytes_equal(status.name, want->name);
	assert_int_equal(status.tgid, want->tgid);
	assert_int_equal(status.ppid, want->ppid);
	assert_int_equal(status.tracer, want->tracer);
	assert_memory_equal(status.uid, want->uid, sizeof(want->uid));
	assert_memory_equal(status.gid, want->gid, sizeof(want->gid));
	assert_int_equal(status.threads, want->threads);
	assert_int_equal(status.voluntary, want->voluntary);
	assert_int_equal(status.nonvoluntary, want->nonvoluntary);
	assert_int_equal(status.nspid, want->nspid);
	assert_int_equal(status.kthread, want->kthread);
	compare_memory(&status, want);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
