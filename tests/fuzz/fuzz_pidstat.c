#include "fuzz.h"

#include "proc/pidstat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct pidstat stat;

	fuzz_fill(&stat, sizeof(stat));
	if (!fuzz_done(pidstat_parse(text, &stat), &stat, sizeof(stat)))
		return 0;
	fuzz_check(stat.pid > 0);
	fuzz_check(fuzz_within(stat.comm, text));
	fuzz_check((stat.state | 0x20) >= 'a' && (stat.state | 0x20) <= 'z');
	return 0;
}
