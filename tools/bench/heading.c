/* heading.c - see heading.h */
#include "heading.h"

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "tally.h"

enum { ASIDE = 2 }; /* columns that a cell may end beside its title */

/* The last is of atop; pidstat has a column of that name too, but of the first as well. */
static const char *const cpu_titles[] = { "%CPU", "CPU%", "CHLD%" }, cpu_plain[] = "CPU";
static const char *const name_titles[] = { "COMMAND", "Command", "CMD" };

struct word {
	size_t begin, end;
};

static bool next_word(const char *line, size_t length, struct word *word)
{
	size_t at = word->end;

	while (at < length && line[at] == ' ')
		at++;
	word->begin = at;
	while (at < length && line[at] != ' ')
		at++;
	word->end = at;
	return word->end > word->begin;
}

static bool is(const char *line, const struct word *word, const char *title)
{
	return word->end - word->begin == strlen(title) &&
	       memcmp(line + word->begin, title, strlen(title)) == 0;
}

static bool is_any(const char *line, const struct word *word, const char *const *titles, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is(line, word, titles[i]))
			return true;
	}
	return false;
}

static bool read_titles(const char *line, size_t length, struct heading *ret)
{
	struct heading heading = { 0 };
	struct word word = { 0, 0 };
	size_t plain = 0;
	bool has_pid = false;

	while (next_word(line, length, &word)) {
		has_pid = has_pid || is(line, &word, "PID");
		if (is(line, &word, cpu_plain))
			plain = word.end;
		if (heading.cpu_count < HEADING_CPUS &&
		    is_any(line, &word, cpu_titles, ARRAY_LEN(cpu_titles)))
			heading.cpu_ends[heading.cpu_count++] = word.end;
		if (is_any(line, &word, name_titles, ARRAY_LEN(name_titles)))
			heading.name_begins = word.begin;
	}
	if (heading.cpu_count == 0 && plain > 0)
		heading.cpu_ends[heading.cpu_count++] = plain;
	if (!has_pid || heading.cpu_count == 0 || heading.name_begins == 0)
		return false;
	*ret = heading;
	return true;
}

/* Cells end where their titles do. */
static double cell(const char *line, size_t length, size_t end)
{
	struct word word = { 0, 0 };
	char text[32];

	while (next_word(line, length, &word)) {
		size_t n = MIN(word.end - word.begin, sizeof(text) - 1);

		if (word.end + ASIDE < end || word.end > end + ASIDE)
			continue;
		memcpy(text, line + word.begin, n);
		text[n] = '\0';
		return strtod(text, NULL); /* "-" and "?" are 0 */
	}
	return 0;
}

bool heading_line(struct heading *heading, const char *line, size_t length, struct tally *tally)
{
	double percent = 0;

	if (read_titles(line, length, heading))
		return true;
	if (heading->cpu_count == 0 || length <= heading->name_begins)
		return false;
	for (size_t i = 0; i < heading->cpu_count; i++)
		percent += cell(line, length, heading->cpu_ends[i]);
	tally_row(tally, line + heading->name_begins, length - heading->name_begins, percent);
	return false;
}
