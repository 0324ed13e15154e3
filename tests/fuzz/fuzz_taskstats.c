#include "fuzz.h"

#include "proc/taskstats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = fuzz_text(data, size);
	struct taskstats_exit exit;
	size_t left;
	int result;

	fuzz_fill(&exit, sizeof(exit));
	while (left = rest.n, (result = taskstats_next(&rest, &exit)) == 1) {
		fuzz_check(rest.n < left); /* it ends */
		fuzz_check(memchr(exit.comm, '\0', sizeof(exit.comm)));
		fuzz_fill(&exit, sizeof(exit));
	}
	fuzz_check(result == 0 || !fuzz_done(result, &exit, sizeof(exit)));
	fuzz_check(rest.n == 0);
	return 0;
}
