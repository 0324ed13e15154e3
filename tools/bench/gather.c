/* gather.c - see gather.h */
#include "gather.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "heading.h"
#include "launch.h"
#include "records.h"
#include "rows.h"
#include "tally.h"

struct gather {
	enum gather_format format;
	struct heading heading;
	struct rows *screen; /* NULL: it has none */
	bool is_changed;     /* since the last frame that was taken */
	char *line;	     /* owned; that is not whole yet */
	size_t length, capacity;
};

struct gather *gather_new(enum gather_format format)
{
	struct gather *gather = die_calloc(1, sizeof(*gather));

	gather->format = format;
	if (format == GATHER_SCREEN)
		gather->screen = rows_new(LAUNCH_LINES, LAUNCH_COLUMNS);
	return gather;
}

void gather_free(struct gather *gather)
{
	if (!gather)
		return;
	rows_free(gather->screen);
	free(gather->line);
	free(gather);
}

static bool begins_with(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

/* Titles end with the refresh: what stands above the next ones is no row. */
static void refresh(struct gather *gather, struct tally *tally)
{
	gather->heading = (struct heading){ 0 };
	tally->refreshes++;
}

static void take_line(struct gather *gather, struct tally *tally)
{
	const char *line = gather->line;
	const size_t length = gather->length;

	switch (gather->format) {
	case GATHER_SCREEN:
		break;
	case GATHER_JSONL:
		records_json(line, tally);
		break;
	case GATHER_PRC:
		records_prc(line, tally);
		break;
	case GATHER_TOP:
		if (begins_with(line, "top - "))
			refresh(gather, tally);
		(void)heading_line(&gather->heading, line, length, tally);
		break;
	case GATHER_PIDSTAT:
		if (begins_with(line, "Average:"))
			gather->heading = (struct heading){ 0 };
		else if (heading_line(&gather->heading, line, length, tally))
			tally->refreshes++;
		break;
	}
}

static void take_lines(struct gather *gather, const char *bytes, size_t size, struct tally *tally)
{
	while (size > 0) {
		const char *newline = memchr(bytes, '\n', size);
		const size_t n = newline ? (size_t)(newline - bytes) : size;

		gather->line = die_grow(gather->line, &gather->capacity, gather->length + n + 1, 1);
		memcpy(gather->line + gather->length, bytes, n);
		gather->length += n;
		gather->line[gather->length] = '\0';
		if (!newline)
			return;
		take_line(gather, tally);
		gather->length = 0;
		bytes += n + 1;
		size -= n + 1;
	}
}

void gather_frame(struct gather *gather, struct tally *tally)
{
	static const char lost[] = "events lost "; /* proctor's header, since it was started */
	char line[LAUNCH_COLUMNS + 1];
	struct heading heading = { 0 };

	if (!gather->screen || !gather->is_changed)
		return;
	gather->is_changed = false;
	for (int i = 0; i < LAUNCH_LINES; i++) {
		const size_t length = rows_line(gather->screen, i, line, sizeof(line));
		const char *at = strstr(line, lost);

		if (at)
			tally->lost = MAX(tally->lost, strtod(at + strlen(lost), NULL));
		(void)heading_line(&heading, line, length, tally);
	}
	tally->refreshes += heading.cpu_count > 0;
}

void gather_feed(struct gather *gather, const char *bytes, size_t size, bool fresh,
		 struct tally *tally)
{
	struct tally nobody_looks = { 0 };

	if (!tally)
		tally = &nobody_looks;
	if (!gather->screen) {
		take_lines(gather, bytes, size, tally);
		return;
	}
	if (fresh)
		gather_frame(gather, tally);
	rows_feed(gather->screen, bytes, size);
	gather->is_changed = true;
}
