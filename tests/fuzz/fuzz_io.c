#include "fuzz.h"

#include "proc/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct io io;

	fuzz_fill(&io, sizeof(io));
	(void)fuzz_done(io_parse(text, &io), &io, sizeof(io));
	return 0;
}
