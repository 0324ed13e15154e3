#include "fuzz.h"

#include "proc/loadavg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct loadavg loadavg;

	fuzz_fill(&loadavg, sizeof(loadavg));
	(void)fuzz_done(loadavg_parse(text, &loadavg), &loadavg, sizeof(loadavg));
	return 0;
}
