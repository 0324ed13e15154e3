#include "fuzz.h"

#include "proc/pressure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct pressure pressure;

	fuzz_fill(&pressure, sizeof(pressure));
	if (!fuzz_done(pressure_parse(text, &pressure), &pressure, sizeof(pressure)))
		return 0;
	fuzz_check(pressure.some.there || pressure.full.there);
	return 0;
}
