/* mkproc_ids.c - kinds that are about the numbers of a process: user, priority */
#include "mkproc.h"

#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int make_user(const struct mkproc_args *args)
{
	uid_t uid = (uid_t)mkproc_number(args, 0, 65534, 0, (long)UINT_MAX - 1);
	pid_t parent = getpid(), pid = mkproc_fork();

	if (pid == 0) {
		bool good = setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0 &&
			    setresuid(uid, uid, uid) == 0;

		/* another user: the kernel has forgotten whose death is to be ours */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		mkproc_say(good && getppid() == parent);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not become user %u", uid);
	mkproc_tell("pid=%d uid=%u", (int)pid, uid);
	return 0;
}

static int make_nice(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 10, -20, 19);
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		mkproc_say(setpriority(PRIO_PROCESS, 0, (int)n) == 0);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not set priority %ld", n);
	mkproc_tell("pid=%d nice=%ld", (int)pid, n);
	return 0;
}

/* It only sleeps: real time is no load. */
static int make_realtime(const struct mkproc_args *args)
{
	struct sched_param param = { .sched_priority = (int)mkproc_number(args, 0, 1, 1, 99) };
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		mkproc_say(sched_setscheduler(0, SCHED_RR, &param) == 0);
		mkproc_idle();
	}
	if (!mkproc_await(1))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "may not run in real time");
	mkproc_tell("pid=%d policy=%d priority=%d", (int)pid, SCHED_RR, param.sched_priority);
	return 0;
}

/* clang-format off */
const struct mkproc_kind mkproc_ids_kinds[] = {
	{ "user",  "[UID]",      "of another user",                     make_user,     NULL, NULL },
	{ "nice",  "[N]",        "with another nice value",             make_nice,     NULL, NULL },
	{ "rt",    "[PRIORITY]", "of the real-time class, sleeping",    make_realtime, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
