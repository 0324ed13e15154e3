#include "fuzz.h"

#include "proc/cnproc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = fuzz_text(data, size);
	struct cnproc event;
	size_t left;
	int result;

	fuzz_fill(&event, sizeof(event));
	while (left = rest.n, (result = cnproc_next(&rest, &event)) == 1) {
		fuzz_check(rest.n < left); /* it ends */
		fuzz_check(event.kind <= CNPROC_EXIT);
		fuzz_check(memchr(event.comm, '\0', sizeof(event.comm)));
		fuzz_check(event.kind == CNPROC_COMM || event.comm[0] == '\0');
		fuzz_fill(&event, sizeof(event));
	}
	fuzz_check(result == 0 || !fuzz_done(result, &event, sizeof(event)));
	fuzz_check(rest.n == 0);
	return 0;
}
