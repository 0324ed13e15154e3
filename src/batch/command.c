/* command.c - see command.h */
#include "batch/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"

/* The unit of ru_inblock and ru_oublock, whatever the blocks of the file system are. */
enum { BLOCK_BYTES = 512, KIB = 1024 };

/* In the child, which must not come back. SIGPIPE is what main() does not leave as it was. */
static void run_child(char *const *words, const int go[2], const int error[2],
		      const struct sigaction *child_action)
{
	char byte;
	int reason;

	(void)close(go[1]); /* so that our end is the end of the pipe */
	(void)close(error[0]);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)sigaction(SIGCHLD, child_action, NULL);
	if (read(go[0], &byte, 1) == 1) {
		(void)execvp(words[0], words);
		reason = errno;
		if (write(error[1], &reason, sizeof(reason)) < 0)
			_exit(126);
	}
	_exit(127);
}

static void close_both(const int fds[2])
{
	(void)close(fds[0]);
	(void)close(fds[1]);
}

int command_fork(char *const *words, struct command *ret)
{
	const struct sigaction action = { .sa_handler = SIG_DFL };
	struct sigaction old_action;
	int go[2], error[2], result;
	pid_t pid;

	if (pipe2(go, O_CLOEXEC) < 0)
		return -errno;
	if (pipe2(error, O_CLOEXEC) < 0) {
		result = -errno;
		close_both(go);
		return result;
	}
	/* Where it is ignored nobody can be waited for. */
	(void)sigaction(SIGCHLD, &action, &old_action);
	pid = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ? -1 : fork();
	if (pid == 0)
		run_child(words, go, error, &old_action);
	result = -errno;
	(void)close(go[0]);
	(void)close(error[1]);
	if (pid < 0) {
		(void)close(go[1]);
		(void)close(error[0]);
		return result;
	}
	*ret = (struct command){ .pid = pid, .go_fd = go[1], .error_fd = error[0] };
	return 0;
}

int command_release(struct command *command)
{
	const char byte = 0;
	int reason = 0;
	ssize_t n;

	command->begun_ns = clock_monotonic();
	/* Should it be dead already, this fails, and what follows says no reason: it is reaped. */
	if (write(command->go_fd, &byte, 1) < 0)
		reason = 0;
	(void)close(command->go_fd);
	command->go_fd = -1;
	do
		n = read(command->error_fd, &reason, sizeof(reason));
	while (n < 0 && errno == EINTR);
	(void)close(command->error_fd);
	command->error_fd = -1;
	if (n != (ssize_t)sizeof(reason))
		return 0;
	(void)waitpid(command->pid, NULL, 0);
	return -reason;
}

void command_cancel(struct command *command)
{
	(void)close(command->go_fd);
	(void)close(command->error_fd);
	(void)waitpid(command->pid, NULL, 0);
}

/* Its number is its own until we have waited for it. */
void command_signal(const struct command *command, int number)
{
	if (command->ended_ns == 0)
		(void)kill(command->pid, number); /* it may have ended by now */
}

static uint64_t ns_of(struct timeval time)
{
	return (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_usec * NS_PER_US;
}

static void add_usage(struct command_usage *to, const struct rusage *usage)
{
	to->user_ns += ns_of(usage->ru_utime);
	to->system_ns += ns_of(usage->ru_stime);
	to->maxrss = MAX(to->maxrss, (uint64_t)usage->ru_maxrss * KIB);
	to->minflt += (uint64_t)usage->ru_minflt;
	to->majflt += (uint64_t)usage->ru_majflt;
	to->voluntary += (uint64_t)usage->ru_nvcsw;
	to->nonvoluntary += (uint64_t)usage->ru_nivcsw;
	to->read_bytes += (uint64_t)usage->ru_inblock * BLOCK_BYTES;
	to->write_bytes += (uint64_t)usage->ru_oublock * BLOCK_BYTES;
}

bool command_reap(struct command *command)
{
	struct rusage usage;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
		add_usage(&command->usage, &usage);
		command->last_ns = clock_monotonic();
		command->waited_for++;
		command->failed += status != 0;
		if (pid != command->pid)
			continue;
		command->status = status;
		command->ended_ns = command->last_ns;
	}
	return pid == 0 || errno != ECHILD;
}
