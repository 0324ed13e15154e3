/* systemfiles.c - see systemfiles.h */
#include "source/systemfiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/macros.h"
#include "proc/uptime.h"
#include "sys/procdir.h"

enum { CPUS_FIRST = 256 };

/* Parses one file into the system. Returns 0 or negative errno. */
typedef int parse_function(struct bytes text, struct snapshot *snapshot);

struct file {
	enum system_have bit;
	const char *path;
	parse_function *parse;
};

/* CPUs come and go: the array is made for as many as the text has, each time. */
static int parse_kstat(struct bytes text, struct snapshot *snapshot)
{
	struct system *system = &snapshot->system;
	size_t room = CPUS_FIRST;

	for (;;) {
		struct kstat_cpu *cpus = arena_zero(snapshot->arena, room * sizeof(*cpus));
		int result = kstat_parse(text, cpus, room, &system->kstat);

		if (result < 0)
			return result;
		system->cpus = cpus;
		system->cpu_count = MIN(room, system->kstat.cpu_count);
		if (system->kstat.cpu_count <= room)
			return 0;
		room = system->kstat.cpu_count;
	}
}

static int parse_meminfo(struct bytes text, struct snapshot *snapshot)
{
	return meminfo_parse(text, &snapshot->system.meminfo);
}

static int parse_loadavg(struct bytes text, struct snapshot *snapshot)
{
	return loadavg_parse(text, &snapshot->system.loadavg);
}

static int parse_uptime(struct bytes text, struct snapshot *snapshot)
{
	struct uptime uptime;
	int result = uptime_parse(text, &uptime);

	if (result == 0)
		snapshot->system.uptime_ns = uptime.up_ns;
	return result;
}

static int parse_pressure_cpu(struct bytes text, struct snapshot *snapshot)
{
	return pressure_parse(text, &snapshot->system.pressure_cpu);
}

static int parse_pressure_memory(struct bytes text, struct snapshot *snapshot)
{
	return pressure_parse(text, &snapshot->system.pressure_memory);
}

static int parse_pressure_io(struct bytes text, struct snapshot *snapshot)
{
	return pressure_parse(text, &snapshot->system.pressure_io);
}

static const struct file files_table[] = {
	{ SYSTEM_KSTAT, "stat", parse_kstat },
	{ SYSTEM_MEMINFO, "meminfo", parse_meminfo },
	{ SYSTEM_LOADAVG, "loadavg", parse_loadavg },
	{ SYSTEM_UPTIME, "uptime", parse_uptime },
	{ SYSTEM_PRESSURE_CPU, "pressure/cpu", parse_pressure_cpu },
	{ SYSTEM_PRESSURE_MEMORY, "pressure/memory", parse_pressure_memory },
	{ SYSTEM_PRESSURE_IO, "pressure/io", parse_pressure_io },
};

_Static_assert(ARRAY_LEN(files_table) == SYSTEMFILES_COUNT, "a descriptor for each");

/* A captured tree has the time at which it was captured: ages and rates in it are true for ever. */
static void take_clocks_of_tree(struct snapshot *snapshot)
{
	const struct system *system = &snapshot->system;

	if (!(system->have & SYSTEM_UPTIME))
		return;
	snapshot->monotonic_ns = system->uptime_ns;
	snapshot->boottime_ns = system->uptime_ns;
	if (system->have & SYSTEM_KSTAT)
		snapshot->realtime_ns = system->kstat.btime * NS_PER_SECOND + system->uptime_ns;
}

void systemfiles_init(struct systemfiles *files, const struct procdir *procdir)
{
	files->procdir = procdir;
	for (size_t i = 0; i < ARRAY_LEN(files->fds); i++)
		files->fds[i] = -1;
}

void systemfiles_done(struct systemfiles *files)
{
	for (size_t i = 0; i < ARRAY_LEN(files->fds); i++) {
		if (files->fds[i] >= 0)
			(void)close(files->fds[i]);
	}
}

/* From a descriptor that stays open, if the tree is alive; one that fails is opened anew. */
static int read_file(struct systemfiles *files, size_t i, struct procdir_buffer *buffer,
		     struct bytes *ret)
{
	const char *path = files_table[i].path;

	if (!procdir_is_live(files->procdir))
		return procdir_read_at(procdir_fd(files->procdir), path, buffer, 0, ret);
	if (files->fds[i] >= 0 && procdir_read_fd(files->fds[i], buffer, 0, ret) == 0)
		return 0;
	if (files->fds[i] >= 0)
		(void)close(files->fds[i]);
	files->fds[i] = openat(procdir_fd(files->procdir), path,
			       O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	return files->fds[i] < 0 ? -errno : procdir_read_fd(files->fds[i], buffer, 0, ret);
}

/* What a clock tells as well is not read. */
static bool is_told_by_clock(const struct systemfiles *files, size_t i)
{
	return files_table[i].bit == SYSTEM_UPTIME && procdir_is_live(files->procdir);
}

void systemfiles_clocks(struct snapshot *ret)
{
	ret->monotonic_ns = clock_monotonic();
	ret->boottime_ns = clock_boottime();
	ret->realtime_ns = clock_realtime();
}

void systemfiles_read(struct systemfiles *files, struct procdir_buffer *buffer,
		      struct snapshot *ret)
{
	systemfiles_clocks(ret);
	for (size_t i = 0; i < ARRAY_LEN(files_table); i++) {
		const struct file *file = &files_table[i];
		struct bytes text;

		if (is_told_by_clock(files, i)) {
			ret->system.uptime_ns = ret->boottime_ns;
			ret->system.have |= file->bit;
		} else if (read_file(files, i, buffer, &text) == 0 && file->parse(text, ret) == 0) {
			ret->system.have |= file->bit;
		}
	}
	if (!procdir_is_live(files->procdir))
		take_clocks_of_tree(ret);
}
