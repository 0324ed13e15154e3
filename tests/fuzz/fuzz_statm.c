#include "fuzz.h"

#include "proc/statm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct statm statm;

	fuzz_fill(&statm, sizeof(statm));
	(void)fuzz_done(statm_parse(text, &statm), &statm, sizeof(statm));
	return 0;
}
