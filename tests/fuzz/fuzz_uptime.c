#include "fuzz.h"

#include "proc/uptime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct uptime uptime;

	fuzz_fill(&uptime, sizeof(uptime));
	(void)fuzz_done(uptime_parse(text, &uptime), &uptime, sizeof(uptime));
	return 0;
}
