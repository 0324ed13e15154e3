/* swarm.c - see swarm.h */
#include "swarm.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

enum { READY_WITHIN_MS = 20000 };

static void sleep_for_ever(void)
{
	for (;;)
		(void)pause();
}

static void *thread_main(void *argument)
{
	(void)argument;
	sleep_for_ever();
	return NULL;
}

/* Small stacks without guards: a mapping more each would meet the limit on mappings. */
static int make_threads(size_t count)
{
	pthread_attr_t attr;
	int error = pthread_attr_init(&attr);

	if (error == 0)
		error = pthread_attr_setstacksize(&attr, (size_t)PTHREAD_STACK_MIN);
	if (error == 0)
		error = pthread_attr_setguardsize(&attr, 0);
	for (size_t i = 0; error == 0 && i < count; i++) {
		pthread_t thread;

		error = pthread_create(&thread, &attr, thread_main, NULL);
	}
	return -error;
}

static void child_main(pid_t parent, size_t threads, int ready)
{
	char ok = 'y';

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1); /* it has died before it could take us along */
	if (threads > 1 && make_threads(threads - 1) < 0)
		ok = 'n';
	if (write(ready, &ok, 1) != 1)
		_exit(1);
	(void)close(ready);
	sleep_for_ever();
}

static int wait_ready(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char ok = 'n';

	if (poll(&poll_fd, 1, READY_WITHIN_MS) <= 0)
		return -ETIMEDOUT;
	return read(fd, &ok, 1) == 1 && ok == 'y' ? 0 : -EAGAIN;
}

static int add_one(struct swarm *swarm, size_t threads)
{
	const pid_t self = getpid();
	int ready[2], result;
	pid_t pid;

	if (pipe(ready) < 0)
		return -errno;
	pid = fork();
	result = pid < 0 ? -errno : 0;
	if (pid == 0) {
		(void)close(ready[0]);
		child_main(self, threads, ready[1]);
	}
	(void)close(ready[1]);
	if (pid > 0) {
		swarm->pids = die_grow(swarm->pids, &swarm->capacity, swarm->count + 1,
				       sizeof(swarm->pids[0]));
		swarm->pids[swarm->count++] = pid;
		result = wait_ready(ready[0]);
	}
	(void)close(ready[0]);
	return result;
}

int swarm_add(struct swarm *swarm, size_t processes, size_t threads)
{
	int result = 0;

	for (size_t i = 0; i < processes && result == 0; i++)
		result = add_one(swarm, threads);
	return result;
}

void swarm_end(struct swarm *swarm)
{
	for (size_t i = 0; i < swarm->count; i++)
		(void)kill(swarm->pids[i], SIGKILL);
	for (size_t i = 0; i < swarm->count; i++)
		(void)waitpid(swarm->pids[i], NULL, 0);
	free(swarm->pids);
	*swarm = (struct swarm){ 0 };
}
