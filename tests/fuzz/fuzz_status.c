#include "fuzz.h"

#include "proc/status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct status status;

	fuzz_fill(&status, sizeof(status));
	if (!fuzz_done(status_parse(text, &status), &status, sizeof(status)))
		return 0;
	fuzz_check(fuzz_within(status.name, text));
	fuzz_check(bytes_find(status.name, '\n') == status.name.n);
	return 0;
}
