/* asked.c - see asked.h */
#include "batch/asked.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "batch/run.h"
#include "model/world.h"

int asked_check(const struct world *world, const int32_t *pids, size_t count)
{
	const bool denied = world_now(world)->unreadable > 0;
	int result = RUN_DONE;

	for (size_t i = 0; i < count; i++) {
		if (world_find_pid(world, pids[i]))
			continue;
		(void)fprintf(stderr, "proctor: process %d %s\n", pids[i],
			      denied ? "may not be read" : "is not there");
		result = denied && count == 1 ? RUN_DENIED : RUN_GONE;
	}
	return result;
}

int asked_finish(int error, int result)
{
	if (error == -EPIPE)
		return RUN_DONE;
	if (error == 0)
		return result;
	(void)fprintf(stderr, "proctor: the output cannot be written: %s\n", strerror(-error));
	return RUN_FAILED;
}
