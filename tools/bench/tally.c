/* tally.c - see tally.h */
#include "tally.h"

#include <ctype.h>
#include <string.h>

#include "base/macros.h"

static const char *const names[] = { "true", "storm" };

/* "/bin/true", "(true)", "<true>", "`- true x12": the first word, without its path and frame. */
static bool is_storm(const char *name, size_t length)
{
	size_t begin = 0, end;

	while (begin < length && !isalnum((unsigned char)name[begin]) && name[begin] != '/')
		begin++;
	for (end = begin; end < length && (isalnum((unsigned char)name[end]) ||
					   (name[end] != '\0' && strchr("/_.-", name[end])));
	     end++) {
		if (name[end] == '/')
			begin = end + 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (end - begin == strlen(names[i]) &&
		    memcmp(name + begin, names[i], end - begin) == 0)
			return true;
	}
	return false;
}

void tally_row(struct tally *tally, const char *name, size_t length, double percent)
{
	tally->named += percent;
	if (is_storm(name, length))
		tally->storm += percent;
}

double tally_mean(const struct tally *tally, double sum)
{
	return tally->refreshes > 0 ? sum / (double)tally->refreshes : 0;
}
