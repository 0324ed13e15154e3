/* events.c - see events.h */
#include "panes/events.h"

#include <stdio.h>

#include "base/macros.h"
#include "model/ending.h"
#include "model/journal.h"
#include "panes/phrases.h"

static const struct journal_entry *entry_of(const void *row)
{
	return row;
}

static struct value get_time(const void *row)
{
	return value_moment(entry_of(row)->realtime_ns);
}

static struct value get_event(const void *row)
{
	return value_text(bytes_of(event_kind_name(entry_of(row)->kind)));
}

static struct value get_pid(const void *row)
{
	return value_id((uint64_t)MAX(entry_of(row)->pid, 0));
}

static struct value get_ppid(const void *row)
{
	return entry_of(row)->ppid > 0 ? value_id((uint64_t)entry_of(row)->ppid) : value_none();
}

static struct value get_uid(const void *row)
{
	return entry_of(row)->has_uid ? value_id(entry_of(row)->uid) : value_none();
}

static struct value name_of(const char *comm)
{
	return comm[0] ? value_text(bytes_of(comm)) : value_none();
}

static struct value get_name(const void *row)
{
	return name_of(entry_of(row)->comm);
}

static struct value get_parent(const void *row)
{
	return name_of(entry_of(row)->parent);
}

static struct value get_detail(const void *row)
{
	const struct journal_entry *entry = row;
	char text[ENDING_TEXT_MAX];

	if (entry->is_polled)
		return value_none();
	switch (entry->kind) {
	case EVENT_UID:
	case EVENT_GID:
		(void)snprintf(text, sizeof(text), "%s %u", event_kind_name(entry->kind),
			       entry->value);
		break;
	case EVENT_PTRACE:
		if (entry->tracer > 0)
			(void)snprintf(text, sizeof(text), "traced by %d", entry->tracer);
		else
			(void)snprintf(text, sizeof(text), "no longer traced");
		break;
	case EVENT_EXIT:
		(void)ending_status_text((int32_t)entry->value, text);
		break;
	default:
		return value_none();
	}
	return value_text(phrases_keep(text));
}

static struct value get_cpu(const void *row)
{
	return entry_of(row)->has_account ? value_duration(entry_of(row)->cpu_ns) : value_none();
}

static struct value get_life(const void *row)
{
	return entry_of(row)->has_account ? value_duration(entry_of(row)->life_ns) : value_none();
}

static struct value size_of(const struct journal_entry *entry, uint64_t bytes)
{
	return entry->has_account ? value_bytes(bytes) : value_none();
}

static struct value get_peak(const void *row)
{
	return size_of(row, entry_of(row)->peak_rss);
}

static struct value get_read(const void *row)
{
	return size_of(row, entry_of(row)->read_bytes);
}

static struct value get_write(const void *row)
{
	return size_of(row, entry_of(row)->write_bytes);
}

#define DOWN  COLUMN_DESCENDING
#define SHOWN COLUMN_DEFAULT

#define COLUMN(name, title, help, kind, flags, width)                               \
	{                                                                           \
#name, title, help, VALUE_##kind, 0, flags, width, get_##name, NULL \
	}

/* What happened to whom is on 80 columns, what it cost behind it. */
/* clang-format off */
static const struct column columns[] = {
	COLUMN(time, "TIME", "when it happened", MOMENT, SHOWN, 12),
	COLUMN(event, "EVENT", "what: fork, exec, comm (another name), uid, gid, sid (a new session), ptrace, coredump, exit", TEXT, SHOWN, 8),
	COLUMN(pid, "PID", "process that it happened to", ID, SHOWN, 7),
	COLUMN(name, "NAME", "its name after the event", TEXT, SHOWN, 15),
	COLUMN(detail, "DETAIL", "how it ended, the new user, who traces it", TEXT, SHOWN, 20),
	COLUMN(parent, "PARENT", "name of its parent", TEXT, SHOWN, 15),
	COLUMN(ppid, "PPID", "parent process", ID, SHOWN, 7),
	COLUMN(uid, "UID", "its user as a number", ID, SHOWN, 6),
	COLUMN(cpu, "CPU", "CPU time of all its life, of one that has ended", DURATION, SHOWN | DOWN, 8),
	COLUMN(life, "LIFE", "how long it lived", DURATION, SHOWN | DOWN, 8),
	COLUMN(peak, "PEAK", "largest resident memory of all its life", BYTES, SHOWN | DOWN, 6),
	COLUMN(read, "READ", "bytes that it read from storage", BYTES, SHOWN | DOWN, 6),
	COLUMN(write, "WRITE", "bytes that it wrote to storage", BYTES, SHOWN | DOWN, 6),
};
/* clang-format on */

const struct column_set events_columns = { "event", columns, ARRAY_LEN(columns) };
