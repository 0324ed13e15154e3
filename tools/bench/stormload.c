/* stormload.c - see stormload.h */
#include "stormload.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sibling.h"
#include "stormcounts.h"

enum { NUMBER_MAX = 16 };

/* In the child. */
static void run(const char *path, char *const *arguments, pid_t parent)
{
	char *environment[] = { NULL };

	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == parent)
		(void)execve(path, arguments, environment);
	_exit(127);
}

int stormload_start(struct stormload *load, unsigned rate, const char *program, unsigned seconds)
{
	char path[SIBLING_PATH_MAX], rate_text[NUMBER_MAX], seconds_text[NUMBER_MAX],
		fd_text[NUMBER_MAX];
	char name[] = "storm", none[] = "-", *what = none;
	const pid_t self = getpid();
	int fd = memfd_create("storm", 0), result = sibling_path("storm", path);
	void *memory = MAP_FAILED;

	if (program)
		what = (char *)(uintptr_t)program;
	if (fd >= 0 && ftruncate(fd, STORM_COUNTS_SIZE) == 0)
		memory = mmap(NULL, STORM_COUNTS_SIZE, PROT_READ, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		result = -errno;
	(void)snprintf(rate_text, sizeof(rate_text), "%u", rate);
	(void)snprintf(seconds_text, sizeof(seconds_text), "%u", seconds);
	(void)snprintf(fd_text, sizeof(fd_text), "%d", fd);
	*load = (struct stormload){ 0 };
	if (result == 0) {
		char *arguments[] = { name, rate_text, seconds_text, what, fd_text, NULL };

		load->counts = memory;
		load->group = fork();
		if (load->group == 0)
			run(path, arguments, self);
		result = load->group < 0 ? -errno : 0;
	}
	if (result == 0)
		(void)setpgid(load->group, load->group); /* whoever is first */
	else if (memory != MAP_FAILED)
		(void)munmap(memory, STORM_COUNTS_SIZE);
	if (fd >= 0)
		(void)close(fd);
	return result;
}

uint64_t stormload_forks(const struct stormload *load)
{
	uint64_t forks = 0;

	for (int i = 0; i < STORM_WORKERS; i++)
		forks += load->counts->of[i].forks;
	return forks;
}

/* Orphans of the group come to us while we take them. */
void stormload_end(struct stormload *load)
{
	if (load->group <= 0)
		return;
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)kill(-load->group, SIGKILL);
	while (waitpid(-load->group, NULL, 0) > 0 || errno == EINTR)
		;
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0);
	(void)munmap(load->counts, STORM_COUNTS_SIZE);
	*load = (struct stormload){ 0 };
}
