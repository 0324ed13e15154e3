#include "fuzz.h"

#include "proc/kstat.h"

#define ROOM 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct kstat_cpu cpus[ROOM];
	struct kstat kstat, counted;

	fuzz_fill(&kstat, sizeof(kstat));
	fuzz_fill(&counted, sizeof(counted));
	fuzz_fill(cpus, sizeof(cpus));
	if (!fuzz_done(kstat_parse(text, cpus, ROOM, &kstat), &kstat, sizeof(kstat))) {
		(void)fuzz_done(-EBADMSG, cpus, sizeof(cpus));
		return 0;
	}
	fuzz_check(kstat_parse(text, NULL, 0, &counted) == 0);
	fuzz_check(memcmp(&kstat, &counted, sizeof(kstat)) == 0);
	for (size_t i = 0; i < kstat.cpu_count && i < ROOM; i++)
		fuzz_check(cpus[i].number != UINT32_MAX);
	return 0;
}
