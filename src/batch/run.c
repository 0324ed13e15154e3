/* run.c - see run.h */
#include "batch/run.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/macros.h"
#include "base/text.h"
#include "batch/gather.h"
#include "batch/summary.h"
#include "batch/text_table.h"
#include "sys/procdir.h"
#include "table/branches.h"
#include "table/view.h"

struct run {
	const struct run_plan *plan;
	struct settings *settings;
	struct procdir *procdir;
	struct gather *gather;
	struct world *world; /* of the gather */
	struct view *view;
	struct writer_stream stream;
	uint64_t printed; /* samples */
	size_t rows;	  /* of all samples so far */
	char host[256], boot_id[64];
};

static uint64_t row_key(const void *row)
{
	const struct identity *identity = &((const struct row *)row)->identity;

	return hash_mix((uint64_t)identity->pid << 1 | identity->thread, identity->start);
}

static bool uses_commands(const struct settings *settings)
{
	return column_choices_needs(&settings->columns) & TASK_COMMAND;
}

static void ask_of_all(struct run *run)
{
	const struct settings *settings = run->settings;
	size_t count;
	const struct row *rows = world_rows(run->world, &count);

	if (!selection_needs_commands(&settings->selection) &&
	    !(column_keys_needs(settings_keys(run->settings)) & TASK_COMMAND))
		return;
	for (size_t i = 0; i < count; i++)
		gather_ask(run->gather, &rows[i]);
	gather_answers(run->gather);
}

static void ask_of_lines(struct run *run, const struct view_line *lines, size_t count)
{
	size_t row_count;
	const struct row *rows = world_rows(run->world, &row_count);

	if (!uses_commands(run->settings))
		return;
	for (size_t i = 0; i < count; i++)
		gather_ask(run->gather, &rows[lines[i].row]);
	gather_answers(run->gather);
}

static struct view_rows view_rows_of(const struct run *run)
{
	struct view_rows rows = { .row_size = sizeof(struct row), .key = row_key };

	rows.rows = world_rows(run->world, &rows.count);
	rows.parents = world_parents(run->world);
	return rows;
}

static void update_view(struct run *run)
{
	const struct view_rows rows = view_rows_of(run);
	const struct view_plan plan = {
		.keys = *settings_keys(run->settings),
		.tree = run->settings->tree,
		.match = selection_match,
		.context = &run->settings->selection,
	};

	view_update(run->view, &rows, &plan);
}

/* What is above the process that was asked for is no part of its tree. */
static uint32_t base_of(const struct run *run, const struct view_line *lines, size_t count)
{
	uint32_t base = UINT32_MAX;

	if (!run->plan->tree_root && run->settings->selection.pid_count == 0)
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
static struct value in_place_of_command(const struct run *run, const struct row *row,
					struct value shown)
{
	const struct attributes *attributes = row->attributes;

	if (run->plan->format == &text_table_format || row->is_thread)
		return shown;
	if (attributes->state == ATTRIBUTES_DENIED)
		return value_denied();
	if (attributes->state != ATTRIBUTES_ASKED)
		return shown;
	return attributes->stalled ? value_stalled() : value_pending();
}

static void write_line(struct run *run, const struct view_line *lines, uint32_t at, uint32_t base)
{
	const struct row *row = (const struct row *)view_rows_of(run).rows + lines[at].row;
	const struct column_choices *columns = &run->settings->columns;
	struct value values[COLUMN_CHOICES_MAX];
	char branches[BRANCHES_MAX];
	size_t width;

	for (size_t i = 0; i < columns->count; i++) {
		values[i] = column_value(columns->of[i].column, row);
		if (columns->of[i].column->needs & TASK_COMMAND)
			values[i] = in_place_of_command(run, row, values[i]);
	}
	branches[0] = '\0';
	if (run->settings->tree)
		(void)branches_format(lines, at, base, branches, &width);
	writer_row(&run->stream, &(struct writer_row){
					 .kind = row->is_thread ? "thread" : "process",
					 .prefix = run->settings->tree ? branches : NULL,
					 .values = values,
				 });
}

static void write_rows(struct run *run, const struct view_line *lines, size_t count)
{
	const uint32_t base = base_of(run, lines, count);

	for (size_t i = 0; i < count; i++) {
		if (lines[i].context && base > 0)
			continue;
		write_line(run, lines, (uint32_t)i, base);
		run->rows++;
	}
}

static int print_sample(struct run *run)
{
	const struct snapshot *now = world_now(run->world);
	char time[WRITER_TIME_MAX];
	struct summary summary;
	struct writer_sample sample;
	const struct view_line *lines;
	size_t count;

	ask_of_all(run);
	update_view(run);
	lines = view_lines(run->view, &count);
	if (run->settings->top > 0)
		count = MIN(count, run->settings->top);
	ask_of_lines(run, lines, count);
	if (gather_signal(run->gather))
		return -EINTR;
	(void)writer_time_format(time, now->realtime_ns, run->plan->time);
	summary_make(run->world, gather_is_narrow(run->gather) ? SUMMARY_SOME : SUMMARY_ALL, time,
		     &summary);
	sample = (struct writer_sample){
		.time = time,
		.time_ns = now->realtime_ns,
		.host = run->host[0] ? run->host : NULL,
		.boot_id = run->boot_id[0] ? run->boot_id : NULL,
		.interval = world_interval(run->world),
		.sequence = run->printed++,
		.summary = summary.lines,
		.summary_count = run->plan->summary ? summary.line_count : 0,
		.system = summary.pairs,
		.system_count = summary.pair_count,
	};
	writer_sample_begin(&run->stream, &sample);
	write_rows(run, lines, count);
	return writer_sample_end(&run->stream);
}

static int take_sample(struct run *run)
{
	int result = gather_sample(run->gather);

	if (result < 0)
		(void)fprintf(stderr, "proctor: the processes cannot be listed: %s\n",
			      strerror(-result));
	return result;
}

/* tree NAME: the processes that have that name now, each with all below it. */
static int resolve_tree_root(struct run *run)
{
	const char *name = run->plan->tree_root;
	size_t count, found = 0;
	const struct row *rows = world_rows(run->world, &count);

	if (!name)
		return RUN_DONE;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].is_thread || !bytes_equal(rows[i].task->comm, name))
			continue;
		selection_pid_add(&run->settings->selection, rows[i].identity.pid, true);
		found++;
	}
	if (found > 0)
		return RUN_DONE;
	(void)fputs("proctor: no process has the name '", stderr);
	(void)text_write(stderr, bytes_of(name), SIZE_MAX);
	(void)fputs("'\n", stderr);
	return RUN_NOTHING;
}

/* Those that were asked for by number and are not there. */
static int check_pids(const struct run *run)
{
	const struct selection *selection = &run->settings->selection;
	const bool denied = world_now(run->world)->unreadable > 0;
	int result = RUN_DONE;

	for (size_t i = 0; i < selection->pid_count; i++) {
		if (world_find_pid(run->world, selection->pids[i].pid))
			continue;
		(void)fprintf(stderr, "proctor: process %d %s\n", selection->pids[i].pid,
			      denied ? "may not be read" : "is not there");
		result = denied && selection->pid_count == 1 ? RUN_DENIED : RUN_GONE;
	}
	return result;
}

static int finish(struct run *run, int error)
{
	int result;

	if (gather_signal(run->gather))
		return 128 + gather_signal(run->gather);
	if (error == -EPIPE)
		return RUN_DONE;
	if (error < 0) {
		(void)fprintf(stderr, "proctor: the output cannot be written: %s\n",
			      strerror(-error));
		return RUN_FAILED;
	}
	result = check_pids(run);
	return result == RUN_DONE && run->rows == 0 ? RUN_NOTHING : result;
}

static int run_once(struct run *run)
{
	int result = take_sample(run) < 0 ? RUN_FAILED : resolve_tree_root(run);
	int error, end;

	if (result != RUN_DONE)
		return result;
	writer_begin(&run->stream);
	error = print_sample(run);
	end = writer_end(&run->stream);
	return finish(run, error < 0 ? error : end);
}

/* The first table comes after a whole interval: before it there are no rates. */
static int run_interval(struct run *run)
{
	uint64_t due = clock_monotonic();
	bool failed = false;
	int error = 0, end;

	if (take_sample(run) < 0)
		return RUN_FAILED;
	writer_begin(&run->stream);
	while (error == 0 && !failed &&
	       (run->settings->iterations == 0 || run->printed < run->settings->iterations)) {
		due = MAX(due + run->settings->delay_ns, clock_monotonic());
		if (!gather_wait(run->gather, due))
			break;
		failed = take_sample(run) < 0;
		if (!failed)
			error = print_sample(run);
	}
	end = writer_end(&run->stream);
	if (failed)
		return RUN_FAILED;
	return finish(run, error < 0 ? error : end);
}

static void read_names(struct run *run)
{
	struct procdir_buffer buffer = { 0 };
	struct bytes id;

	if (procdir_is_live(run->procdir) && gethostname(run->host, sizeof(run->host) - 1) < 0)
		run->host[0] = '\0';
	if (procdir_read_at(procdir_fd(run->procdir), "sys/kernel/random/boot_id", &buffer, 0,
			    &id) == 0) {
		id = bytes_trim(id);
		(void)snprintf(run->boot_id, sizeof(run->boot_id), "%.*s", (int)id.n, id.p);
	}
	procdir_buffer_done(&buffer);
}

static void begin(struct run *run)
{
	run->world = gather_world(run->gather);
	run->view = view_new();
	read_names(run);
	run->stream = (struct writer_stream){
		.out = stdout,
		.format = run->plan->format,
		.columns = &run->settings->columns,
		.time = run->plan->time,
		.width = run->settings->width,
		.raw = run->settings->raw,
		.noheadings = run->settings->noheadings,
		.tty = isatty(STDOUT_FILENO),
	};
}

int run_batch(const struct run_plan *plan, struct procdir *procdir)
{
	struct run run = { .plan = plan, .settings = plan->settings, .procdir = procdir };
	int result = gather_open(plan->settings, procdir, &run.gather);

	if (result < 0) {
		(void)fprintf(stderr, "proctor: cannot start: %s\n", strerror(-result));
		return RUN_FAILED;
	}
	begin(&run);
	result = plan->once ? run_once(&run) : run_interval(&run);
	view_free(run.view);
	gather_close(run.gather);
	return result;
}
