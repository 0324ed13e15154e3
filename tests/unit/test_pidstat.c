#include "test.h"

#include <errno.h>

#include "proc/pidstat.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct pidstat want;
};

/* What follows the state, up to the processor (field 39), and what later kernels print. */
#define ZEROS " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0"
#define LATE  " 0 0 0 0 0 0 0 0 0 0 0 0 0"
#define PLAIN(pid_, comm_, state_)                                                      \
	{                                                                               \
		.pid = (pid_), .comm = TEXT(comm_), .state = (state_), .num_threads = 1 \
	}

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every field is where it belongs",
	  TEXT("4 (name) S 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 "
	       "30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53\n"),
	  0,
	  { .pid = 4, .comm = TEXT("name"), .state = 'S', .ppid = 5, .pgrp = 6, .session = 7,
	    .tty_nr = 8, .tpgid = 9, .flags = 10, .minflt = 11, .cminflt = 12, .majflt = 13,
	    .cmajflt = 14, .utime = 15, .stime = 16, .cutime = 17, .cstime = 18, .priority = 19,
	    .nice = 20, .num_threads = 21, .starttime = 23, .vsize = 24, .rss = 25,
	    .startcode = 27, .processor = 40, .rt_priority = 41, .policy = 42, .blkio_ticks = 43,
	    .guest_time = 44, .exit_code = 53 } },
	{ "the largest of each type",
	  TEXT("2147483647 (x) R 2147483647 2147483647 2147483647 2147483647 2147483647 4294967295 "
	       "18446744073709551615 18446744073709551615 18446744073709551615 "
	       "18446744073709551615 18446744073709551615 18446744073709551615 "
	       "9223372036854775807 9223372036854775807 2147483647 2147483647 4294967295 0 "
	       "18446744073709551615 18446744073709551615 18446744073709551615 "
	       "18446744073709551615 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 17 2147483647 "
	       "4294967295 4294967295 18446744073709551615 18446744073709551615 0 0 0 0 0 0 0 0 "
	       "2147483647\n"),
	  0,
	  { .pid = INT32_MAX, .comm = TEXT("x"), .state = 'R', .ppid = INT32_MAX,
	    .pgrp = INT32_MAX, .session = INT32_MAX, .tty_nr = INT32_MAX, .tpgid = INT32_MAX,
	    .flags = UINT32_MAX, .minflt = UINT64_MAX, .cminflt = UINT64_MAX,
	    .majflt = UINT64_MAX, .cmajflt = UINT64_MAX, .utime = UINT64_MAX,
	    .stime = UINT64_MAX, .cutime = INT64_MAX, .cstime = INT64_MAX,
	    .priority = INT32_MAX, .nice = INT32_MAX, .num_threads = UINT32_MAX,
	    .starttime = UINT64_MAX, .vsize = UINT64_MAX, .rss = UINT64_MAX,
	    .startcode = UINT64_MAX, .processor = INT32_MAX, .rt_priority = UINT32_MAX,
	    .policy = UINT32_MAX, .blkio_ticks = UINT64_MAX, .guest_time = UINT64_MAX,
	    .exit_code = INT32_MAX } },
	{ "what may be negative: pgrp, session, tpgid, child times, priority, nice, exit code",
	  TEXT("9 (migration/0) S 2 -1 -1 0 -1 69238848 0 0 0 0 0 0 -5 -6 -100 -20 1 0 0 0 0 0 1 1 "
	       "0 0 0 0 0 0 0 0 0 0 17 0 99 1 0 0 0 0 0 0 0 0 0 0 -9\n"),
	  0,
	  { .pid = 9, .comm = TEXT("migration/0"), .state = 'S', .ppid = 2, .pgrp = -1,
	    .session = -1, .tpgid = -1, .flags = 69238848, .cutime = -5, .cstime = -6,
	    .priority = -100, .nice = -20, .num_threads = 1, .startcode = 1,
	    .rt_priority = 99, .policy = 1, .exit_code = -9 } },

	{ "what is never negative, but is an int to the kernel: ppid, tty_nr, processor",
	  TEXT("1 (x) S -1 0 0 -2 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 -3\n"),
	  0,
	  { .pid = 1, .comm = TEXT("x"), .state = 'S', .ppid = -1, .tty_nr = -2,
	    .num_threads = 1, .processor = -3 } },

	{ "name: parentheses and a state", TEXT("7 () R 1 1 () S" ZEROS LATE "\n"), 0,
	  PLAIN(7, ") R 1 1 (", 'S') },
	{ "name: empty", TEXT("7 () S" ZEROS LATE "\n"), 0, PLAIN(7, "", 'S') },
	{ "name: newline, tab, ESC, NUL, invalid UTF-8",
	  TEXT("7 (a\nb\tc\033d\0e\xff) S" ZEROS LATE "\n"), 0,
	  PLAIN(7, "a\nb\tc\033d\0e\xff", 'S') },
	{ "name: longer than 15 bytes", TEXT("7 (rcu_exp_par_gp_kthread_worker/0) I" ZEROS LATE),
	  0, PLAIN(7, "rcu_exp_par_gp_kthread_worker/0", 'I') },
	{ "name: blanks at both ends are its own", TEXT("7 ( a ) S" ZEROS LATE), 0,
	  PLAIN(7, " a ", 'S') },
	{ "name: opening parentheses only", TEXT("7 ((((() S" ZEROS LATE), 0,
	  PLAIN(7, "((((", 'S') },

	{ "state: a letter from the future", TEXT("7 (x) q" ZEROS LATE), 0, PLAIN(7, "x", 'q') },
	{ "state: the first and the last letter are letters", TEXT("7 (x) A" ZEROS LATE), 0,
	  PLAIN(7, "x", 'A') },
	{ "state: Z is one", TEXT("7 (x) Z" ZEROS LATE), 0, PLAIN(7, "x", 'Z') },
	{ "state: a", TEXT("7 (x) a" ZEROS LATE), 0, PLAIN(7, "x", 'a') },
	{ "state: z", TEXT("7 (x) z" ZEROS LATE), 0, PLAIN(7, "x", 'z') },
	{ "state: no letter", TEXT("7 (x) 5" ZEROS LATE), -EBADMSG, { 0 } },
	{ "state: ESC", TEXT("7 (x) \033" ZEROS LATE), -EBADMSG, { 0 } },
	{ "state: between the cases", TEXT("7 (x) [" ZEROS LATE), -EBADMSG, { 0 } },
	{ "state: behind z", TEXT("7 (x) {" ZEROS LATE), -EBADMSG, { 0 } },
	{ "state: two letters", TEXT("7 (x) SS" ZEROS LATE), -EBADMSG, { 0 } },

	{ "old kernel: nothing behind the processor", TEXT("7 (x) S" ZEROS "\n"), 0,
	  PLAIN(7, "x", 'S') },
	{ "old kernel: rt_priority is the last one", TEXT("7 (x) S" ZEROS " 5\n"), 0,
	  { .pid = 7, .comm = TEXT("x"), .state = 'S', .num_threads = 1, .rt_priority = 5 } },
	{ "old kernel: 2.6.32 ends with cguest_time", TEXT("7 (x) S" ZEROS " 1 2 3 4 5\n"), 0,
	  { .pid = 7, .comm = TEXT("x"), .state = 'S', .num_threads = 1, .rt_priority = 1,
	    .policy = 2, .blkio_ticks = 3, .guest_time = 4 } },
	{ "new kernel: fields that we do not know", TEXT("7 (x) S" ZEROS LATE " 77 what\n"), 0,
	  PLAIN(7, "x", 'S') },
	{ "skipped fields may hold anything",
	  TEXT("7 (x) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 -x 0 0 0 18446744073709551616 0 0 0 0 0 0 0 "
	       "0 0 ? 0 0 17 0" LATE), 0, PLAIN(7, "x", 'S') },
	{ "the end of the line is the end of the fields",
	  TEXT("7 (x) S" ZEROS "\n5 5 5 5 5"), 0, PLAIN(7, "x", 'S') },

	{ "empty: the process is going away", TEXT(""), -ENODATA, { 0 } },
	{ "a newline only", TEXT("\n"), -EBADMSG, { 0 } },
	{ "the last field that must be there is not",
	  TEXT("7 (x) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17\n"),
	  -EBADMSG, { 0 } },
	{ "cut in the middle", TEXT("7 (x) S 0 0 0 0"), -EBADMSG, { 0 } },
	{ "cut behind the name", TEXT("7 (x)"), -EBADMSG, { 0 } },
	{ "no closing parenthesis", TEXT("7 (x S" ZEROS), -EBADMSG, { 0 } },
	{ "no parentheses", TEXT("7 x S" ZEROS), -EBADMSG, { 0 } },
	{ "the closing one first", TEXT("7 )x( S" ZEROS), -EBADMSG, { 0 } },
	{ "pid: none", TEXT("(x) S" ZEROS), -EBADMSG, { 0 } },
	{ "pid: zero", TEXT("0 (x) S" ZEROS), -EBADMSG, { 0 } },
	{ "pid: negative", TEXT("-7 (x) S" ZEROS), -EBADMSG, { 0 } },
	{ "pid: too large", TEXT("2147483648 (x) S" ZEROS), -EBADMSG, { 0 } },
	{ "a field that is no number", TEXT("7 (x) S x" ZEROS), -EBADMSG, { 0 } },
	{ "a late field that is no number", TEXT("7 (x) S" ZEROS " x"), -EBADMSG, { 0 } },
	{ "negative where there is no sign: flags",
	  TEXT("7 (x) S 0 0 0 0 0 -1 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0"),
	  -EBADMSG, { 0 } },
	{ "negative where there is no sign: utime",
	  TEXT("7 (x) S 0 0 0 0 0 0 0 0 0 0 -1 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0"),
	  -EBADMSG, { 0 } },
	{ "too large: flags",
	  TEXT("7 (x) S 0 0 0 0 0 4294967296 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0"),
	  -EBADMSG, { 0 } },
	{ "too large: num_threads",
	  TEXT("7 (x) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 4294967296 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0"),
	  -EBADMSG, { 0 } },
	{ "too large: rt_priority", TEXT("7 (x) S" ZEROS " 4294967296"), -EBADMSG, { 0 } },
	{ "too large: policy", TEXT("7 (x) S" ZEROS " 0 4294967296"), -EBADMSG, { 0 } },
	{ "children's time too large",
	  TEXT("7 (x) S 0 0 0 0 0 0 0 0 0 0 0 0 9223372036854775808 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 "
	       "0 0 0 0 0 0 17 0"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	const struct pidstat *want = &c->want;
	struct pidstat stat, untouched;

	memset(&stat, 0xa5, sizeof(stat));
	untouched = stat;
	assert_int_equal(pidstat_parse(c->text, &stat), c->result);
	if (c->result < 0) {
		assert_memory_equal(&stat, &untouched, sizeof(stat));
		return;
	}
	assert_bytes_equal(stat.comm, want->comm);
	assert_int_equal(stat.pid, want->pid);
	assert_int_equal(stat.state, want->state);
	assert_int_equal(stat.ppid, want->ppid);
	assert_int_equal(stat.pgrp, want->pgrp);
	assert_int_equal(stat.session, want->session);
	assert_int_equal(stat.tty_nr, want->tty_nr);
	assert_int_equal(stat.tpgid, want->tpgid);
	assert_int_equal(stat.flags, want->flags);
	assert_int_equal(stat.minflt, want->minflt);
	assert_int_equal(stat.cminflt, want->cminflt);
	assert_int_equal(stat.majflt, want->majflt);
	assert_int_equal(stat.cmajflt, want->cmajflt);
	assert_int_equal(stat.utime, want->utime);
	assert_int_equal(stat.stime, want->stime);
	assert_int_equal(stat.cutime, want->cutime);
	assert_int_equal(stat.cstime, want->cstime);
	assert_int_equal(stat.priority, want->priority);
	assert_int_equal(stat.nice, want->nice);
	assert_int_equal(stat.num_threads, want->num_threads);
	assert_int_equal(stat.starttime, want->starttime);
	assert_int_equal(stat.vsize, want->vsize);
	assert_int_equal(stat.rss, want->rss);
	assert_int_equal(stat.startcode, want->startcode);
	assert_int_equal(stat.processor, want->processor);
	assert_int_equal(stat.rt_priority, want->rt_priority);
	assert_int_equal(stat.policy, want->policy);
	assert_int_equal(stat.blkio_ticks, want->blkio_ticks);
	assert_int_equal(stat.guest_time, want->guest_time);
	assert_int_equal(stat.exit_code, want->exit_code);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("pidstat", tests, NULL, NULL);
}
