#include "fuzz.h"

#include "proc/schedstat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct schedstat schedstat;

	fuzz_fill(&schedstat, sizeof(schedstat));
	(void)fuzz_done(schedstat_parse(text, &schedstat), &schedstat, sizeof(schedstat));
	return 0;
}
