/* tally.c - see tally.h */
#include "batch/tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"
#include "base/text.h"
#include "base/units.h"
#include "output/json_writer.h"
#include "batch/printer.h"
#include "model/ending.h"

static const struct tally *tally_of(const void *row)
{
	return row;
}

static uint64_t elapsed_ns(const struct tally *tally)
{
	return tally->command.ended_ns ? tally->command.ended_ns - tally->command.begun_ns
				       : tally->lasted_ns;
}

static double busy(const struct tally *tally)
{
	const struct command_usage *usage = &tally->command.usage;

	return tally->lasted_ns > 0
		       ? (double)(usage->user_ns + usage->system_ns) / (double)tally->lasted_ns
		       : 0;
}

static uint64_t peak(const struct tally *tally)
{
	/* What lived shorter than an interval no sample has seen. */
	return MAX(tally->peak_rss, tally->command.usage.maxrss);
}

static uint64_t bytes_read(const struct tally *tally)
{
	return tally->has_accounts ? tally->read_bytes : tally->command.usage.read_bytes;
}

static uint64_t bytes_written(const struct tally *tally)
{
	return tally->has_accounts ? tally->write_bytes : tally->command.usage.write_bytes;
}

/* ------------------------------------------------------------------------------- a record */

static struct value get_command(const void *row)
{
	return value_list((struct bytes){ tally_of(row)->words, tally_of(row)->words_size });
}

static struct value get_exit(const void *row)
{
	const struct command *command = &tally_of(row)->command;

	return command->ended_ns && WIFEXITED(command->status)
		       ? value_count((uint64_t)WEXITSTATUS(command->status))
		       : value_none();
}

static struct value get_signal(const void *row)
{
	const struct command *command = &tally_of(row)->command;

	return command->ended_ns && WIFSIGNALED(command->status)
		       ? value_count((uint64_t)WTERMSIG(command->status))
		       : value_none();
}

#define GETTER(name, cell)                              \
	static struct value get_##name(const void *row) \
	{                                               \
		const struct tally *tally = row;        \
                                                        \
		return cell;                            \
	}

GETTER(elapsed, value_duration(elapsed_ns(tally)))
GETTER(lasted, value_duration(tally->lasted_ns))
GETTER(utime, value_duration(tally->command.usage.user_ns))
GETTER(stime, value_duration(tally->command.usage.system_ns))
GETTER(cpu, value_percent(busy(tally)))
GETTER(peak, value_bytes(peak(tally)))
GETTER(maxrss, value_bytes(tally->command.usage.maxrss))
GETTER(read, value_bytes(bytes_read(tally)))
GETTER(write, value_bytes(bytes_written(tally)))
GETTER(io_from, value_text(bytes_of(tally->has_accounts ? "accounts" : "rusage")))
GETTER(vcs, value_count(tally->command.usage.voluntary))
GETTER(nvcs, value_count(tally->command.usage.nonvoluntary))
GETTER(minflt, value_count(tally->command.usage.minflt))
GETTER(majflt, value_count(tally->command.usage.majflt))
GETTER(processes, value_count(tally->started))
GETTER(failed, value_count(tally->failed))
GETTER(counted, value_text(bytes_of(tally->is_exact ? "exactly" : "at least")))
GETTER(left, value_count(tally->left))

#define COLUMN(name, help, kind)                                            \
	{                                                                   \
#name, #name, help, VALUE_##kind, 0, 0, 1, get_##name, NULL \
	}

/* clang-format off */
static const struct column columns[] = {
	COLUMN(command, "its words", LIST),
	COLUMN(exit, "its exit status", COUNT),
	COLUMN(signal, "the signal that ended it", COUNT),
	COLUMN(elapsed, "how long it ran", DURATION),
	COLUMN(lasted, "how long the last of its processes ran", DURATION),
	COLUMN(utime, "CPU time as user, of all that were waited for", DURATION),
	COLUMN(stime, "CPU time in the kernel, of the same", DURATION),
	COLUMN(cpu, "both, of the time that it took", PERCENT),
	COLUMN(peak, "largest resident memory of all at one time", BYTES),
	COLUMN(maxrss, "largest resident memory of one process", BYTES),
	COLUMN(read, "bytes from storage", BYTES),
	COLUMN(write, "bytes to storage", BYTES),
	COLUMN(io_from, "who counted these two: accounts, rusage", TEXT),
	COLUMN(vcs, "voluntary context switches", COUNT),
	COLUMN(nvcs, "involuntary context switches", COUNT),
	COLUMN(minflt, "minor page faults", COUNT),
	COLUMN(majflt, "major page faults", COUNT),
	COLUMN(processes, "processes that were started, itself included", COUNT),
	COLUMN(failed, "of these, those that did not exit with 0", COUNT),
	COLUMN(counted, "both: exactly, or at least so many", TEXT),
	COLUMN(left, "processes that still run", COUNT),
};
/* clang-format on */

static const struct column_set set = { "exec", columns, ARRAY_LEN(columns) };

static void print_record(const struct tally *tally, const struct printer *printer)
{
	struct column_choices choices = { 0 };
	struct value values[ARRAY_LEN(columns)];
	char time[WRITER_TIME_MAX];
	struct writer_stream stream = {
		.out = stderr,
		.format = &json_writer_lines,
		.columns = &choices,
		.time = printer->plan.time,
		.tty = isatty(STDERR_FILENO),
	};
	const struct writer_sample sample = {
		.time = time,
		.time_ns = clock_realtime(),
		.host = printer->host[0] ? printer->host : NULL,
		.boot_id = printer->boot_id[0] ? printer->boot_id : NULL,
		.sequence = printer->printed,
	};

	(void)writer_time_format(time, sample.time_ns, stream.time);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		choices.of[choices.count++].column = &set.columns[i];
		values[i] = column_value(&columns[i], tally);
	}
	writer_begin(&stream);
	writer_sample_begin(&stream, &sample);
	writer_row(&stream, &(struct writer_row){ .kind = set.name, .values = values });
	(void)writer_sample_end(&stream);
	(void)writer_end(&stream); /* whom should we tell that standard error fails */
}

/* ------------------------------------------------------------------------------ for people */

static double seconds(uint64_t ns)
{
	return (double)ns / (double)NS_PER_SECOND;
}

static const char *plural(uint64_t count)
{
	return count == 1 ? "process" : "processes";
}

static void print_first(const struct tally *tally)
{
	struct bytes words = { tally->words, tally->words_size };
	char how[ENDING_TEXT_MAX];

	(void)fputs("proctor:", stderr);
	while (words.n > 0) {
		(void)putc(' ', stderr);
		(void)text_write(stderr, bytes_next(&words, '\0'), SIZE_MAX);
	}
	if (tally->command.ended_ns) {
		(void)ending_status_text(tally->command.status, how);
		(void)fprintf(stderr, ": %s after %.3f s", how, seconds(elapsed_ns(tally)));
	} else {
		(void)fprintf(stderr, ": still running after %.3f s", seconds(elapsed_ns(tally)));
	}
	if (tally->left > 0)
		(void)fprintf(stderr, "; %" PRIu64 " %s still running", tally->left,
			      plural(tally->left));
	else if (tally->lasted_ns > elapsed_ns(tally) + NS_PER_MS)
		(void)fprintf(stderr, "; the last of its processes ended after %.3f s",
			      seconds(tally->lasted_ns));
	(void)putc('\n', stderr);
}

static void print_sizes(const struct tally *tally)
{
	char all[UNITS_MAX], largest[UNITS_MAX], from[UNITS_MAX], to[UNITS_MAX];

	(void)units_bytes(all, 6, peak(tally));
	(void)units_bytes(largest, 6, tally->command.usage.maxrss);
	(void)units_bytes(from, 6, bytes_read(tally));
	(void)units_bytes(to, 6, bytes_written(tally));
	(void)fprintf(stderr, "  memory     %s at most at one time, %s the largest process\n", all,
		      largest);
	(void)fprintf(stderr, "  storage    %s read, %s written (%s)\n", from, to,
		      tally->has_accounts ? "by the accounts of all of them"
					  : "in blocks, of all that were waited for");
}

static void print_text(const struct tally *tally)
{
	const struct command_usage *usage = &tally->command.usage;

	print_first(tally);
	(void)fprintf(stderr, "  cpu        %.3f s user, %.3f s system: %.1f%% of one CPU\n",
		      seconds(usage->user_ns), seconds(usage->system_ns), busy(tally) * 100);
	print_sizes(tally);
	(void)fprintf(stderr,
		      "  switches   %" PRIu64 " voluntary, %" PRIu64
		      " involuntary; page faults: %" PRIu64 " minor, %" PRIu64 " major\n",
		      usage->voluntary, usage->nonvoluntary, usage->minflt, usage->majflt);
	(void)fprintf(stderr, "  processes  %s%" PRIu64 " started, %s%" PRIu64 " failed\n",
		      tally->is_exact ? "" : "at least ", tally->started,
		      tally->is_exact ? "" : "at least ", tally->failed);
	(void)fflush(stderr);
}

void tally_print(const struct tally *tally, const struct printer *printer, bool is_json)
{
	if (is_json)
		print_record(tally, printer);
	else
		print_text(tally);
}
