/* ending.c - see ending.h */
#include "model/ending.h"

#include <signal.h>
#include <stdio.h>
#include <string.h> /* sigabbrev_np() */
#include <sys/wait.h>

/* A signal without a name is one of the real-time signals. */
static void format_signal(int number, char name[ENDING_TEXT_MAX])
{
	const char *abbreviation = sigabbrev_np(number);

	if (abbreviation)
		(void)snprintf(name, ENDING_TEXT_MAX, "SIG%s", abbreviation);
	else
		(void)snprintf(name, ENDING_TEXT_MAX, "signal %d", number);
}

size_t ending_status_text(int32_t status, char ret[ENDING_TEXT_MAX])
{
	char name[ENDING_TEXT_MAX];

	if (!WIFSIGNALED(status))
		return (size_t)snprintf(ret, ENDING_TEXT_MAX, "exit %d", WEXITSTATUS(status));
	format_signal(WTERMSIG(status), name);
	return (size_t)snprintf(ret, ENDING_TEXT_MAX, "%.30s%s", name,
				WCOREDUMP(status) ? ", core dumped" : "");
}

size_t ending_text(const struct ending *ending, char ret[ENDING_TEXT_MAX])
{
	if (ending->has_status)
		return ending_status_text(ending->status, ret);
	return (size_t)snprintf(ret, ENDING_TEXT_MAX, "ended");
}
