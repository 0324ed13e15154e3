#include "fuzz.h"

#include "proc/cmdline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct bytes cmdline, argument;
	size_t bytes = 0, arguments = 0, length;

	fuzz_fill(&cmdline, sizeof(cmdline));
	if (!fuzz_done(cmdline_parse(text, &cmdline), &cmdline, sizeof(cmdline)))
		return 0;
	fuzz_check(fuzz_within(cmdline, text));
	length = cmdline.n;
	while (cmdline_next(&cmdline, &argument) != 0) {
		fuzz_check(fuzz_within(argument, text));
		bytes += argument.n;
		arguments++;
	}
	/* nothing is lost: each argument but the last had its NUL */
	fuzz_check(arguments > 0 && bytes + arguments - 1 == length);
	return 0;
}
