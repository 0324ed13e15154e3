#include "fuzz.h"

#include "proc/meminfo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct meminfo meminfo;

	fuzz_fill(&meminfo, sizeof(meminfo));
	if (!fuzz_done(meminfo_parse(text, &meminfo), &meminfo, sizeof(meminfo)))
		return 0;
	fuzz_check(meminfo.have != 0 && meminfo.have >> MEMINFO_FIELD_COUNT == 0);
	return 0;
}
