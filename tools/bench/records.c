/* records.c - see records.h */
#include "records.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "tally.h"

/*
 * What follows "KEY": in a record, NULL: it has no such key. In text that a record quotes the
 * quotation marks have a backslash in front, so it cannot look like one.
 */
static const char *find(const char *line, const char *key)
{
	char pattern[64];
	const char *at;

	(void)snprintf(pattern, sizeof(pattern), "\"%s\":", key);
	at = strstr(line, pattern);
	return at ? at + strlen(pattern) : NULL;
}

/* null is no number. */
static bool number(const char *line, const char *key, double *ret)
{
	const char *at = find(line, key);
	char *end;
	double value;

	if (!at)
		return false;
	value = strtod(at, &end);
	if (end == at)
		return false;
	*ret = value;
	return true;
}

static bool is_kind(const char *line, const char *kind)
{
	const char *at = find(line, "kind");
	const size_t length = strlen(kind);

	return at && *at == '"' && strncmp(at + 1, kind, length) == 0 && at[1 + length] == '"';
}

static void take_system(const char *line, struct tally *tally)
{
	static const struct {
		const char *key;
		enum tally_part part;
		double factor;
	} parts[] = {
		{ "cpu_busy", TALLY_BUSY, 100 },
		{ "cpu_rows", TALLY_ROWS, 100 },
		{ "cpu_ended", TALLY_ENDED, 100 },
		{ "cpu_children", TALLY_CHILDREN, 100 },
		{ "cpu_interrupts", TALLY_INTERRUPTS, 100 },
		{ "cpu_unattributed", TALLY_UNATTRIBUTED, 100 },
	};
	double value;

	tally->refreshes++;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!number(line, parts[i].key, &value))
			continue;
		tally->of[parts[i].part] += value * parts[i].factor;
		tally->has_parts = true;
	}
	if (number(line, "events_lost", &value)) {
		tally->lost += value;
		tally->has_lost = true;
	}
}

void records_json(const char *line, struct tally *tally)
{
	const char *name;
	double cpu = 0, children = 0;

	if (is_kind(line, "system"))
		take_system(line, tally);
	if (!is_kind(line, "process") && !is_kind(line, "ended"))
		return;
	(void)number(line, "cpu", &cpu);
	(void)number(line, "chld", &children);
	name = find(line, "name");
	name = name && *name == '"' ? name + 1 : "";
	tally_row(tally, name, strcspn(name, "\""), (cpu + children) * 100);
}

/*
 * PRC host epoch date time interval pid (name) state hertz utime stime ...; the name may hold
 * anything, a parenthesis too.
 */
void records_prc(const char *line, struct tally *tally)
{
	const char *name = strchr(line, '('), *end = strstr(line, ") ");
	double seconds = 0, figures[3]; /* hertz, utime, stime */
	const char *at = line;
	char *next;

	if (strcmp(line, "SEP") == 0)
		tally->refreshes++;
	if (strncmp(line, "PRC ", 4) != 0 || !name || !end || end < name)
		return;
	for (int word = 0; word < 5 && at; word++)
		at = strchr(at + 1, ' ');
	if (at)
		seconds = strtod(at, NULL);
	at = end + 2 + strcspn(end + 2, " "); /* behind the state */
	for (size_t i = 0; i < ARRAY_LEN(figures); i++) {
		figures[i] = strtod(at, &next);
		at = next;
	}
	if (seconds > 0 && figures[0] > 0)
		tally_row(tally, name + 1, (size_t)(end - name - 1),
			  (figures[1] + figures[2]) / figures[0] / seconds * 100);
}
