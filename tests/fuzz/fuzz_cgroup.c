#include "fuzz.h"

#include "proc/cgroup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = fuzz_text(data, size);
	struct bytes rest = text, path;
	struct cgroup group;
	size_t longest = 0, left;
	int result;

	fuzz_fill(&group, sizeof(group));
	while (left = rest.n, (result = cgroup_next(&rest, &group)) != 0) {
		fuzz_check(rest.n < left); /* it ends */
		fuzz_check(result == 1 || result == -EBADMSG);
		if (result != 1)
			continue;
		fuzz_check(fuzz_within(group.path, text) && bytes_starts_with(group.path, "/"));
		fuzz_check(fuzz_within(group.controllers, text));
		if (group.path.n > longest)
			longest = group.path.n;
	}
	fuzz_fill(&path, sizeof(path));
	if (!fuzz_done(cgroup_main(text, &path), &path, sizeof(path)))
		fuzz_check(longest == 0);
	else
		fuzz_check(fuzz_within(path, text) && path.n > 0 && path.n <= longest);
	return 0;
}
