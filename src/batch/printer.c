/* printer.c - see printer.h */
#include "batch/printer.h"

#include <errno.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/macros.h"
#include "batch/gather.h"
#include "batch/summary.h"
#include "output/text_table.h"
#include "model/ending.h"
#include "panes/settings.h"
#include "sys/procdir.h"
#include "table/branches.h"
#include "table/view.h"

static uint64_t row_key(const void *row)
{
	const struct identity *identity = &((const struct row *)row)->identity;

	return hash_mix((uint64_t)identity->pid << 1 | identity->thread, identity->start);
}

static bool uses_commands(const struct settings *settings)
{
	return column_choices_needs(&settings->columns) & TASK_COMMAND;
}

static void ask_of_all(struct printer *printer)
{
	struct settings *settings = printer->settings;
	size_t count;
	const struct row *rows = world_rows(printer->world, &count);

	if (!selection_needs_commands(&settings->selection) &&
	    !(column_keys_needs(settings_keys(settings)) & TASK_COMMAND))
		return;
	for (size_t i = 0; i < count; i++)
		gather_ask(printer->gather, &rows[i]);
	gather_answers(printer->gather);
}

static void ask_of_lines(struct printer *printer, const struct view_line *lines, size_t count)
{
	size_t row_count;
	const struct row *rows = world_rows(printer->world, &row_count);

	if (!uses_commands(printer->settings))
		return;
	for (size_t i = 0; i < count; i++)
		gather_ask(printer->gather, &rows[lines[i].row]);
	gather_answers(printer->gather);
}

static struct view_rows view_rows_of(const struct printer *printer)
{
	struct view_rows rows = { .row_size = sizeof(struct row), .key = row_key };

	rows.rows = world_rows(printer->world, &rows.count);
	rows.parents = world_parents(printer->world);
	return rows;
}

/* One that has ended is told of in its own interval, once. */
static bool is_wanted(const void *subject, const void *context)
{
	const struct printer *printer = context;
	const struct row *row = subject;

	if (row->ending && !(printer->settings->ended && row->ending->is_fresh))
		return false;
	if (printer->only &&
	    (row->task->tgid == printer->except || !selection_follows(printer->only, row)))
		return false;
	return selection_match(row, &printer->settings->selection);
}

static void update_view(struct printer *printer)
{
	const struct view_rows rows = view_rows_of(printer);
	const struct view_plan plan = {
		.keys = *settings_keys(printer->settings),
		.tree = printer->settings->tree,
		.match = is_wanted,
		.context = printer,
	};

	view_update(printer->view, &rows, &plan);
}

/* What is above the process that was asked for is no part of its tree. */
static uint32_t base_of(const struct printer *printer, const struct view_line *lines, size_t count)
{
	uint32_t base = UINT32_MAX;

	if (!printer->plan.is_subtree && printer->settings->selection.pid_count == 0)
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (!lines[i].context)
			base = MIN(base, (uint32_t)lines[i].depth);
	}
	return base;
}

/*
 * What stands for a command line that is not known. A person is served by the short name; a
 * program has to be told that it is not the command line, and why.
 */
static struct value in_place_of_command(const struct printer *printer, const struct row *row,
					struct value shown)
{
	const struct attributes *attributes = row->attributes;

	if (printer->plan.format == &text_table_format || row->is_thread || row->ending)
		return shown;
	if (attributes->state == ATTRIBUTES_DENIED)
		return value_denied();
	if (attributes->state != ATTRIBUTES_ASKED)
		return shown;
	return attributes->stalled ? value_stalled() : value_pending();
}

static const char *kind_of(const struct row *row)
{
	if (row->ending)
		return "ended";
	return row->is_thread ? "thread" : "process";
}

static void write_line(struct printer *printer, const struct view_line *lines, uint32_t at,
		       uint32_t base)
{
	const struct row *row = (const struct row *)view_rows_of(printer).rows + lines[at].row;
	const struct column_choices *columns = &printer->settings->columns;
	struct value values[COLUMN_CHOICES_MAX];
	char branches[BRANCHES_MAX];
	size_t width;

	for (size_t i = 0; i < columns->count; i++) {
		values[i] = column_value(columns->of[i].column, row);
		if (columns->of[i].column->needs & TASK_COMMAND)
			values[i] = in_place_of_command(printer, row, values[i]);
	}
	branches[0] = '\0';
	if (printer->settings->tree)
		(void)branches_format(lines, at, base, branches, &width);
	writer_row(&printer->stream, &(struct writer_row){
					     .kind = kind_of(row),
					     .prefix = printer->settings->tree ? branches : NULL,
					     .values = values,
				     });
}

/* As many of the lines as are wanted. */
static const struct view_line *lines_of(const struct printer *printer, size_t *ret_count)
{
	const struct view_line *lines = view_lines(printer->view, ret_count);

	if (printer->settings->top > 0)
		*ret_count = MIN(*ret_count, printer->settings->top);
	return lines;
}

static void write_rows(struct printer *printer, void *context)
{
	size_t count;
	const struct view_line *lines = lines_of(printer, &count);
	const uint32_t base = base_of(printer, lines, count);

	(void)context;
	for (size_t i = 0; i < count; i++) {
		if (lines[i].context && base > 0)
			continue;
		write_line(printer, lines, (uint32_t)i, base);
		printer->rows++;
	}
}

int printer_rows(struct printer *printer)
{
	const struct view_line *lines;
	size_t count;

	ask_of_all(printer);
	update_view(printer);
	lines = lines_of(printer, &count);
	ask_of_lines(printer, lines, count);
	if (gather_signal(printer->gather))
		return -EINTR;
	return printer_sample(printer, write_rows, NULL);
}

int printer_sample(struct printer *printer, void (*write)(struct printer *printer, void *context),
		   void *context)
{
	const struct snapshot *now = world_now(printer->world);
	char time[WRITER_TIME_MAX];
	struct summary summary;
	struct writer_sample sample;

	(void)writer_time_format(time, now->realtime_ns, printer->plan.time);
	summary_make(printer->world, gather_is_narrow(printer->gather) ? SUMMARY_SOME : SUMMARY_ALL,
		     time, &summary);
	sample = (struct writer_sample){
		.time = time,
		.time_ns = now->realtime_ns,
		.host = printer->host[0] ? printer->host : NULL,
		.boot_id = printer->boot_id[0] ? printer->boot_id : NULL,
		.interval = world_interval(printer->world),
		.sequence = printer->printed++,
		.summary = summary.lines,
		.summary_count = printer->plan.summary ? summary.line_count : 0,
		.system = summary.pairs,
		.system_count = summary.pair_count,
	};
	writer_sample_begin(&printer->stream, &sample);
	write(printer, context);
	return writer_sample_end(&printer->stream);
}

void printer_begin(struct printer *printer)
{
	writer_begin(&printer->stream);
}

int printer_end(struct printer *printer)
{
	return writer_end(&printer->stream);
}

static void read_names(struct printer *printer, struct procdir *procdir)
{
	struct procdir_buffer buffer = { 0 };
	struct bytes id;

	if (procdir_is_live(procdir) && gethostname(printer->host, sizeof(printer->host) - 1) < 0)
		printer->host[0] = '\0';
	if (procdir_read_at(procdir_fd(procdir), "sys/kernel/random/boot_id", &buffer, 0, &id) ==
	    0) {
		id = bytes_trim(id);
		(void)snprintf(printer->boot_id, sizeof(printer->boot_id), "%.*s", (int)id.n, id.p);
	}
	procdir_buffer_done(&buffer);
}

void printer_init(struct printer *printer, const struct printer_plan *plan, struct gather *gather,
		  struct procdir *procdir)
{
	*printer = (struct printer){
		.plan = *plan,
		.settings = plan->settings,
		.gather = gather,
		.world = gather_world(gather),
		.view = view_new(),
	};
	read_names(printer, procdir);
	printer->stream = (struct writer_stream){
		.out = stdout,
		.format = plan->format,
		.columns = &plan->settings->columns,
		.time = plan->time,
		.width = plan->settings->width,
		.raw = plan->settings->raw,
		.noheadings = plan->settings->noheadings,
		.tty = isatty(STDOUT_FILENO),
	};
}

void printer_done(struct printer *printer)
{
	view_free(printer->view);
}
