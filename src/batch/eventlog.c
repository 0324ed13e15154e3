/* eventlog.c - see eventlog.h */
#include "batch/eventlog.h"

#include <inttypes.h>

#include "base/macros.h"
#include "batch/printer.h"
#include "batch/run.h"
#include "output/text_table.h"
#include "model/journal.h"
#include "model/world.h"
#include "panes/events.h"
#include "table/filter.h"
#include "table/view.h"

struct eventlog {
	struct view *view;
	struct column_keys keys;
	const struct journal_entry *first; /* that is new, of those of the present journal */
	size_t count;
	uint64_t told; /* the last sequence number that was printed, or passed over */
	bool has_warned;
};

/* The default order of processes is none for events: they are told in their own. */
static struct column_keys keys_of(const struct settings *settings)
{
	struct column_keys keys = settings->list_keys;

	for (size_t i = 0; i < keys.count; i++) {
		const struct column *column = keys.of[i].column;

		if (column < events_columns.columns ||
		    column >= events_columns.columns + events_columns.count)
			return (struct column_keys){ 0 };
	}
	return keys;
}

/* What is asked for by a process is also what happens to its children. */
static bool passes_pids(const struct selection *selection, const struct journal_entry *entry)
{
	return selection->pid_count == 0 || selection_has_pid(selection, entry->pid) ||
	       selection_has_pid(selection, entry->ppid);
}

static bool passes_filter(const struct selection *selection, const struct journal_entry *entry)
{
	if (selection->expression)
		return filter_match(selection->expression, entry);
	return selection_has_word(selection, bytes_of(entry->comm)) ||
	       selection_has_word(selection, bytes_of(entry->parent));
}

static bool is_wanted(const void *subject, const void *context)
{
	const struct journal_entry *entry = subject;
	const struct selection *selection = context;

	return passes_pids(selection, entry) &&
	       selection_has_user(selection, entry->has_uid, entry->uid) &&
	       passes_filter(selection, entry);
}

/* The first sample is not printed, but what happened during it is. */
static void find_new(struct eventlog *eventlog, const struct journal *journal)
{
	size_t first = journal->count;

	while (first > 0 && journal->of[first - 1].sequence > eventlog->told)
		first--;
	eventlog->first = journal->count > 0 ? &journal->of[first] : NULL;
	eventlog->count = journal->count - first;
	eventlog->told = journal->sequence;
}

static void update_view(struct eventlog *eventlog, const struct settings *settings)
{
	const struct view_rows rows = {
		.rows = eventlog->first,
		.row_size = sizeof(*eventlog->first),
		.count = eventlog->count,
	};
	const struct view_plan plan = {
		.keys = eventlog->keys,
		.match = is_wanted,
		.context = &settings->selection,
	};

	view_update(eventlog->view, &rows, &plan);
}

static const struct view_line *lines_of(const struct eventlog *eventlog,
					const struct settings *settings, size_t *ret_count)
{
	const struct view_line *lines = view_lines(eventlog->view, ret_count);

	if (settings->top > 0)
		*ret_count = MIN(*ret_count, settings->top);
	return lines;
}

static void write_entries(struct printer *printer, void *context)
{
	const struct eventlog *eventlog = context;
	const struct column_choices *columns = &printer->settings->columns;
	size_t count;
	const struct view_line *lines = lines_of(eventlog, printer->settings, &count);

	for (size_t i = 0; i < count; i++) {
		const struct journal_entry *entry = &eventlog->first[lines[i].row];
		struct value values[COLUMN_CHOICES_MAX];

		for (size_t k = 0; k < columns->count; k++)
			values[k] = column_value(columns->of[k].column, entry);
		writer_row(&printer->stream,
			   &(struct writer_row){ .kind = "event", .values = values });
		printer->rows++;
	}
}

static void warn(struct eventlog *eventlog, const struct event_list *events)
{
	if (!events->on && !eventlog->has_warned) {
		(void)fprintf(stderr,
			      "proctor: the kernel does not tell of events%s%s; only what two "
			      "samples show: who came, who went\n",
			      events->why ? ": " : "", events->why ? events->why : "");
		eventlog->has_warned = true;
	}
	if (events->lost > 0)
		(void)fprintf(stderr, "proctor: at least %" PRIu64 " events were lost\n",
			      events->lost);
}

/* In text it is one table: the names stand once, and an interval without events is no line. */
static int print_events(struct printer *printer, void *context)
{
	struct eventlog *eventlog = context;
	size_t count;
	int result;

	warn(eventlog, world_events(printer->world));
	find_new(eventlog, world_journal(printer->world));
	update_view(eventlog, printer->settings);
	(void)lines_of(eventlog, printer->settings, &count);
	if (printer->plan.format != &text_table_format)
		return printer_sample(printer, write_entries, eventlog);
	if (count == 0) {
		printer->printed++;
		return 0;
	}
	result = printer_sample(printer, write_entries, eventlog);
	printer->stream.noheadings = true;
	return result;
}

int eventlog_run(const struct run_plan *plan, struct procdir *procdir)
{
	struct eventlog eventlog = { .view = view_new(), .keys = keys_of(plan->settings) };
	int result = run_samples(plan, procdir, print_events, &eventlog);

	view_free(eventlog.view);
	return result;
}
