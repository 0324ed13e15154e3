/* machine.c - see machine.h */
#include "machine.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"
#include "proc/kstat.h"

enum { TEXT_MAX = 65536 };

void machine_read(struct machine *ret)
{
	const double hertz = (double)sysconf(_SC_CLK_TCK);
	static char text[TEXT_MAX];
	struct kstat kstat = { 0 };
	int fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text));

	if (fd >= 0)
		(void)close(fd);
	*ret = (struct machine){ 0 };
	if (got <= 0 || kstat_parse((struct bytes){ text, (size_t)got }, NULL, 0, &kstat) < 0)
		return;
	ret->at = (double)clock_monotonic() / (double)NS_PER_SECOND * (double)kstat.cpu_count;
	ret->unused = (double)(kstat.all.idle + kstat.all.iowait + kstat.all.steal) / hertz;
	ret->ticks = (double)(kstat.all.user + kstat.all.nice + kstat.all.system + kstat.all.irq +
			      kstat.all.softirq) /
		     hertz;
}

double machine_busy_between(const struct machine *before, const struct machine *after)
{
	const double busy = after->at - before->at - (after->unused - before->unused);

	return busy > 0 ? busy : 0;
}
