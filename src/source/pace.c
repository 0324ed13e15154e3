/* pace.c - see pace.h */
#include "source/pace.h"

#include "base/macros.h"

/* One each 50 ms, and 20 of them may come at once when it was quiet for a second. */
static const uint64_t each_ns = 50 * NS_PER_MS;
static const uint64_t burst_ns = 20 * 50 * NS_PER_MS;

uint64_t pace_due(const struct pace *pace)
{
	return pace->paid_ns > burst_ns ? pace->paid_ns - burst_ns : 0;
}

void pace_took(struct pace *pace, uint64_t now_ns)
{
	pace->paid_ns = MAX(pace->paid_ns, now_ns) + each_ns;
}
