#include "test.h"

#include <errno.h>

#include "proc/meminfo.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	uint32_t have;
	uint64_t want[MEMINFO_FIELD_COUNT]; /* kB */
};

#define BIT(field) (UINT32_C(1) << (field))

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every line is what it says",
	  TEXT("MemTotal:  1 kB\nMemFree:  2 kB\nMemAvailable:  3 kB\nBuffers:  4 kB\n"
	       "Cached:  5 kB\nSwapCached:  6 kB\nActive:  99 kB\nActive(anon):  99 kB\n"
	       "SwapTotal:  7 kB\nSwapFree:  8 kB\nZswap:  18 kB\nZswapped:  19 kB\n"
	       "Dirty:  9 kB\nWriteback:  10 kB\nAnonPages:  11 kB\nMapped:  12 kB\n"
	       "Shmem:  13 kB\nKReclaimable:  99 kB\nSlab:  99 kB\nSReclaimable:  14 kB\n"
	       "SUnreclaim:  15 kB\nKernelStack:  16 kB\nPageTables:  17 kB\n"
	       "SecPageTables:  99 kB\nWritebackTmp:  99 kB\nHugePages_Total:  99\n"
	       "Hugepagesize:  2048 kB\nHugetlb:  20 kB\nDirectMap4k:  99 kB\n"), 0,
	  BIT(MEMINFO_FIELD_COUNT) - 1,
	  { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 } },
	{ "an old kernel has few lines",
	  TEXT("        total:    used:\nMem:  1 2 3\nMemTotal:  5 kB\nSwapFree:  0 kB"), 0,
	  BIT(MEMINFO_TOTAL) | BIT(MEMINFO_SWAP_FREE), { [MEMINFO_TOTAL] = 5 } },
	{ "the largest", TEXT("Hugetlb: 18014398509481983 kB\n"), 0, BIT(MEMINFO_HUGETLB),
	  { [MEMINFO_HUGETLB] = UINT64_C(18014398509481983) } },
	{ "empty", TEXT(""), -ENODATA, 0, { 0 } },
	{ "no line of ours", TEXT("MemTotals:  5 kB\nTotal: x\n"), -ENODATA, 0, { 0 } },
	{ "no unit", TEXT("MemTotal:  5\n"), -EBADMSG, 0, { 0 } },
	{ "no number", TEXT("MemTotal:  5 kB\nMemFree:  x kB\n"), -EBADMSG, 0, { 0 } },
	{ "too large", TEXT("MemTotal:  18014398509481984 kB\n"), -EBADMSG, 0, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct meminfo meminfo, untouched;

	memset(&meminfo, 0xa5, sizeof(meminfo));
	untouched = meminfo;
	assert_int_equal(meminfo_parse(c->text, &meminfo), c->result);
	if (c->result < 0) {
		assert_memory_equal(&meminfo, &untouched, sizeof(meminfo));
		return;
	}
	assert_int_equal(meminfo.have, c->have);
	for (size_t i = 0; i < MEMINFO_FIELD_COUNT; i++)
		assert_int_equal(meminfo.of[i], c->want[i] * 1024);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("meminfo", tests, NULL, NULL);
}
