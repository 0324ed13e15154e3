/* chain.c - see chain.h */
#include "tree/chain.h"

#include <errno.h>
#include <json-c/printbuf.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/text.h"
#include "batch/asked.h"
#include "batch/gather.h"
#include "output/json_value.h"
#include "output/json_writer.h"
#include "batch/printer.h"
#include "batch/run.h"
#include "output/text_table.h"

/* One process of a chain. */
struct link {
	int32_t of; /* whose chain it is */
	int32_t pid;
	const struct row *row; /* NULL: it cannot be seen */
	bool last;	       /* of its chain */
};

struct chain {
	const struct run_plan *plan;
	struct gather *gather;
	struct link *links; /* of all chains, one behind the other */
	size_t count, capacity;
	int32_t *pids; /* that were asked for */
	size_t pid_count;
};

/* Several chains may be in one table, so each row says whose it is. */
static const struct column of_column = { .name = "of",
					 .title = "OF",
					 .help = "process whose chain it is",
					 .kind = VALUE_ID,
					 .width = 7 };

static void add_link(struct chain *chain, int32_t of, int32_t pid, const struct row *row)
{
	chain->links =
		die_grow(chain->links, &chain->capacity, chain->count + 1, sizeof(chain->links[0]));
	chain->links[chain->count++] = (struct link){ of, pid, row, false };
}

/* The parents of rows form no circle. */
static void add_chain(struct chain *chain, int32_t of)
{
	const struct world *world = gather_world(chain->gather);
	size_t count;
	const struct row *rows = world_rows(world, &count), *row = world_find_pid(world, of);

	while (row) {
		add_link(chain, of, row->identity.pid, row);
		if (row->parent == ROW_NONE) {
			/* It has a number but no row: hidden, or another one has it. */
			if (row->task->ppid > 0)
				add_link(chain, of, row->task->ppid, NULL);
			chain->links[chain->count - 1].last = true;
			return;
		}
		row = &rows[row->parent];
	}
}

/* --------------------------------------------------------------------------------- a line */

static void put_escaped(struct bytes raw)
{
	struct text_cluster cluster;

	while (text_next(&raw, &cluster) > 0) {
		if (!cluster.escaped && cluster.length == 1 && strchr("|;\\", cluster.utf8[0]))
			(void)putc('\\', stdout);
		(void)fwrite(cluster.utf8, 1, cluster.length, stdout);
	}
}

static void put_link(const struct link *link)
{
	(void)printf("%d|", link->pid);
	if (!link->row) {
		(void)fputs("?|?", stdout);
		return;
	}
	put_escaped(link->row->task->comm);
	(void)putc('|', stdout);
	if (link->row->task->have & TASK_USER)
		put_escaped(link->row->task->user);
	else
		(void)putc('?', stdout);
}

static void print_lines(const struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		put_link(&chain->links[i]);
		(void)putc(chain->links[i].last ? '\n' : ';', stdout);
	}
}

/* ------------------------------------------------------------------------------------ rows */

/* For programs the short name is no command line. */
static struct value command_of(const struct chain *chain, const struct row *row, struct value shown)
{
	const struct attributes *attributes = row->attributes;

	if (chain->plan->format == &text_table_format)
		return shown;
	if (attributes->state == ATTRIBUTES_DENIED)
		return value_denied();
	if (attributes->state != ATTRIBUTES_ASKED)
		return shown;
	return attributes->stalled ? value_stalled() : value_pending();
}

static struct value value_of(const struct chain *chain, const struct link *link,
			     const struct column *column)
{
	struct value value;

	if (column == &of_column)
		return value_id((uint64_t)link->of);
	if (!link->row)
		return strcmp(column->name, "pid") == 0 ? value_id((uint64_t)link->pid)
							: value_denied();
	value = column_value(column, link->row);
	return column->needs & TASK_COMMAND ? command_of(chain, link->row, value) : value;
}

static void write_rows(struct printer *printer, void *context)
{
	const struct chain *chain = context;
	const struct column_choices *columns = &chain->plan->settings->columns;

	for (size_t i = 0; i < chain->count; i++) {
		struct value values[COLUMN_CHOICES_MAX];

		for (size_t k = 0; k < columns->count; k++)
			values[k] = value_of(chain, &chain->links[i], columns->of[k].column);
		writer_row(&printer->stream,
			   &(struct writer_row){ .kind = "process", .values = values });
	}
}

static int print_table(struct chain *chain, struct procdir *procdir)
{
	const struct printer_plan printer_plan = run_printer_plan(chain->plan);
	struct printer printer;
	int error, end;

	printer_init(&printer, &printer_plan, chain->gather, procdir);
	printer_begin(&printer);
	error = printer_sample(&printer, write_rows, chain);
	end = printer_end(&printer);
	printer_done(&printer);
	return error < 0 ? error : end;
}

/* ------------------------------------------------------------------------------------ JSON */

static void put_member(struct printbuf *out, const char *name, struct value value)
{
	const char *reason = json_value_reason(value);
	char name_err[64];

	json_value_put_text(out, bytes_of(name));
	(void)printbuf_strappend(out, ":");
	json_value_put(out, value);
	if (!reason)
		return;
	(void)snprintf(name_err, sizeof(name_err), "%s_err", name);
	(void)printbuf_strappend(out, ",");
	json_value_put_text(out, bytes_of(name_err));
	(void)printbuf_strappend(out, ":");
	json_value_put_text(out, bytes_of(reason));
}

static void print_json(const struct chain *chain)
{
	const struct column_choices *columns = &chain->plan->settings->columns;
	const bool lines = chain->plan->format == &json_writer_lines;
	struct printbuf *out = printbuf_new();

	if (!out)
		die("out of memory: a buffer for JSON");
	(void)fputs(lines ? "" : "[\n", stdout);
	for (size_t i = 0; i < chain->count; i++) {
		printbuf_reset(out);
		for (size_t k = 0; k < columns->count; k++) {
			const struct column *column = columns->of[k].column;

			(void)printbuf_memappend(out, k > 0 ? "," : "{", 1);
			put_member(out, column->name, value_of(chain, &chain->links[i], column));
		}
		(void)fwrite(out->buf, 1, (size_t)printbuf_length(out), stdout);
		(void)fputs(lines || i + 1 == chain->count ? "}\n" : "},\n", stdout);
	}
	(void)fputs(lines ? "" : "]\n", stdout);
	printbuf_free(out);
}

/* ------------------------------------------------------------------------------- the verb */

static int print(struct chain *chain, bool table, struct procdir *procdir)
{
	const struct writer_format *format = chain->plan->format;

	if (format == &json_writer_lines || format == &json_writer_document)
		print_json(chain);
	else if (table || format != &text_table_format)
		return print_table(chain, procdir);
	else
		print_lines(chain);
	return fflush(stdout) != 0 || ferror(stdout) ? -errno : 0;
}

static int run(struct chain *chain, bool table, struct procdir *procdir)
{
	const uint32_t needs = column_choices_needs(&chain->plan->settings->columns);
	int result = gather_sample(chain->gather);

	if (result < 0) {
		(void)fprintf(stderr, "proctor: the processes cannot be listed: %s\n",
			      strerror(-result));
		return RUN_FAILED;
	}
	for (size_t i = 0; i < chain->pid_count; i++)
		add_chain(chain, chain->pids[i]);
	for (size_t i = 0; i < chain->count && needs & TASK_COMMAND; i++) {
		if (chain->links[i].row)
			gather_ask(chain->gather, chain->links[i].row);
	}
	gather_answers(chain->gather);
	if (gather_signal(chain->gather))
		return 128 + gather_signal(chain->gather);
	result = print(chain, table, procdir);
	return asked_finish(result, asked_check(gather_world(chain->gather), chain->pids,
						chain->pid_count));
}

/* The selection's PIDs are asked for here, but their ancestors have to be read with them. */
static void prepare(struct chain *chain, bool table)
{
	struct settings *settings = chain->plan->settings;
	struct selection *selection = &settings->selection;
	struct column_choices *columns = &settings->columns;
	const bool single = chain->plan->format == &text_table_format && selection->pid_count == 1;

	chain->pids = die_calloc(selection->pid_count + 1, sizeof(chain->pids[0]));
	for (size_t i = 0; i < selection->pid_count; i++)
		chain->pids[chain->pid_count++] = selection->pids[i].pid;
	selection->pid_count = 0;
	if ((table && single) || columns->count == COLUMN_CHOICES_MAX)
		return;
	memmove(columns->of + 1, columns->of, columns->count++ * sizeof(columns->of[0]));
	columns->of[0] = (struct column_choice){ .column = &of_column, .title = "OF", .width = 7 };
}

int chain_run(const struct run_plan *plan, bool table, struct procdir *procdir)
{
	struct chain chain = { .plan = plan };
	int result;

	prepare(&chain, table);
	result = gather_open(plan->settings, procdir, &chain.gather);
	if (result < 0) {
		(void)fprintf(stderr, "proctor: cannot start: %s\n", strerror(-result));
		free(chain.pids);
		return RUN_FAILED;
	}
	result = run(&chain, table, procdir);
	gather_close(chain.gather);
	free(chain.links);
	free(chain.pids);
	return result;
}
