/* launch.c - see launch.h */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

bool launch_has(const char *program)
{
	const char *path = getenv("PATH");
	char full[512];

	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	while (path && *path) {
		int n = (int)strcspn(path, ":");

		(void)snprintf(full, sizeof(full), "%.*s/%s", n, path, program);
		if (access(full, X_OK) == 0)
			return true;
		path += n + (path[n] == ':');
	}
	return false;
}

int launch_become(const char *user)
{
	const struct passwd *entry = user ? getpwnam(user) : NULL;

	if (!user)
		return 0;
	if (!entry)
		return -ENOENT;
	if (initgroups(user, entry->pw_gid) < 0 || setgid(entry->pw_gid) < 0 ||
	    setuid(entry->pw_uid) < 0)
		return -errno;
	return 0;
}

/* In the child. The same surroundings for all: no settings of the user's, no colours of his. */
static void run_program(const struct launch *launch, int in, int out, int error)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
	if (in < 0 || out < 0 || error < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(error, 2) < 0)
		_exit(126);
	if (launch_become(launch->user) < 0 || clearenv() != 0 || setenv("PATH", path, 1) < 0 ||
	    setenv("TERM", "xterm-256color", 1) < 0 || setenv("LANG", "C.UTF-8", 1) < 0 ||
	    setenv("HOME", launch->home, 1) < 0 || chdir("/") < 0)
		_exit(126);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* behind the change of user, which forgets it */
	(void)execvp(launch->arguments[0], (char *const *)(uintptr_t)launch->arguments);
	_exit(127);
}

/* Our end of a new terminal and the name of the other. */
static int open_terminal(char *name, size_t size)
{
	const struct winsize window = { .ws_row = LAUNCH_LINES, .ws_col = LAUNCH_COLUMNS };
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, name, size) != 0 ||
	    ioctl(fd, TIOCSWINSZ, &window) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		(void)close(fd);
		return -EIO;
	}
	return fd;
}

static int start_on_terminal(const struct launch *launch, pid_t *ret_pid, int *ret_fd)
{
	char name[64];
	int fd = open_terminal(name, sizeof(name));
	pid_t pid;

	if (fd < 0)
		return fd;
	pid = fork();
	if (pid == 0) {
		(void)setsid();
		fd = open(name, O_RDWR | O_CLOEXEC); /* the first that is opened becomes ours */
		run_program(launch, fd, fd, fd);
	}
	if (pid < 0) {
		int result = -errno;

		(void)close(fd);
		return result;
	}
	*ret_pid = pid;
	*ret_fd = fd;
	return 0;
}

static int start_on_pipe(const struct launch *launch, pid_t *ret_pid, int *ret_fd)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid = fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ? -1 : fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		(void)setsid();
		run_program(launch, null, ends[1], null);
	}
	if (pid < 0) {
		int result = -errno;

		(void)close(ends[0]);
		(void)close(ends[1]);
		return result;
	}
	(void)close(ends[1]);
	*ret_pid = pid;
	*ret_fd = ends[0];
	return 0;
}

int launch_start(const struct launch *launch, pid_t *ret_pid, int *ret_fd)
{
	return launch->pipe ? start_on_pipe(launch, ret_pid, ret_fd)
			    : start_on_terminal(launch, ret_pid, ret_fd);
}
