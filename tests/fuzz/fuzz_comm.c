#include "fuzz.h"

#include "proc/comm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct bytes comm;

	fuzz_fill(&comm, sizeof(comm));
	if (fuzz_done(comm_parse(text, &comm), &comm, sizeof(comm)))
		fuzz_check(comm.p == text.p && comm.n + 1 >= text.n);
	return 0;
}
