/* summary.c - see summary.h */
#include "batch/summary.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/macros.h"
#include "base/units.h"
#include "model/world.h"

static void add_line(struct summary *summary, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_line(struct summary *summary, const char *format, ...)
{
	char *to = summary->text[summary->line_count];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(to, SUMMARY_LINE_MAX, format, arguments);
	va_end(arguments);
	summary->lines[summary->line_count++] = to;
}

static void add_pair(struct summary *summary, const char *name, struct value value)
{
	summary->pairs[summary->pair_count++] = (struct writer_pair){ name, value };
}

static void add_uptime(struct summary *summary, const struct system *system, const char *time)
{
	char up[UNITS_MAX] = "?";
	const uint32_t *load = system->loadavg.centi;
	const bool has_load = system->have & SYSTEM_LOADAVG,
		   has_uptime = system->have & SYSTEM_UPTIME;

	if (has_uptime)
		(void)units_duration(up, 8, system->uptime_ns);
	if (has_load)
		add_line(summary, "%s%sup %s, load %u.%02u %u.%02u %u.%02u", time,
			 *time ? "  " : "", up, load[0] / 100, load[0] % 100, load[1] / 100,
			 load[1] % 100, load[2] / 100, load[2] % 100);
	else
		add_line(summary, "%s%sup %s", time, *time ? "  " : "", up);
	add_pair(summary, "uptime", has_uptime ? value_duration(system->uptime_ns) : value_none());
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "load1", "load5", "load15" };

		add_pair(summary, names[i],
			 has_load ? value_rate((double)load[i] / 100) : value_none());
	}
}

static void add_tasks(struct summary *summary, const struct totals *totals,
		      enum summary_scope scope)
{
	const struct {
		const char *name;
		size_t count;
	} counts[] = {
		{ "processes", totals->processes },
		{ "threads", totals->threads },
		{ "kernel_threads", totals->kernel_threads },
		{ "running", totals->running },
		{ "sleeping", totals->sleeping },
		{ "disk_sleep", totals->disk },
		{ "stopped", totals->stopped },
		{ "zombie", totals->zombie },
		{ "kernel_idle", totals->idle },
	};

	if (scope == SUMMARY_ALL)
		add_line(summary,
			 "tasks: %zu processes with %zu threads, %zu kernel threads; %zu running, "
			 "%zu "
			 "sleeping, %zu in disk "
			 "sleep, %zu stopped, %zu zombie",
			 totals->processes, totals->threads, totals->kernel_threads,
			 totals->running, totals->sleeping, totals->disk, totals->stopped,
			 totals->zombie);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		add_pair(summary, counts[i].name,
			 scope == SUMMARY_ALL ? value_count(counts[i].count) : value_none());
}

/* Both ends of an interval are known. */
static bool knows_cpus(const struct world *world)
{
	return world_interval(world) > 0 &&
	       world_now(world)->system.have & world_before(world)->system.have & SYSTEM_KSTAT;
}

static void add_cpu_line(struct summary *summary, const struct totals *totals)
{
	const struct totals_cpu *cpu = &totals->cpu;

	add_line(summary,
		 "cpu%%: %.1f user, %.1f nice, %.1f system, %.1f irq, %.1f steal, %.1f iowait, "
		 "%.1f idle of %zu CPUs",
		 cpu->user * 100, cpu->nice * 100, cpu->system * 100,
		 (cpu->irq + cpu->softirq) * 100, cpu->steal * 100, cpu->iowait * 100,
		 cpu->idle * 100, totals->cpu_count);
}

/* Who used what was used: a sum. */
static void add_account_line(struct summary *summary, const struct totals *totals)
{
	char unseen[64] = "";

	if (totals->unseen > 0)
		(void)snprintf(unseen, sizeof(unseen), "; %zu %s came and went", totals->unseen,
			       totals->unseen == 1 ? "process" : "processes");
	add_line(summary,
		 "account: %.1f busy = %.1f rows + %.1f ended + %.1f reaped + %.1f interrupts + "
		 "%.1f unattributed (%% of one CPU)%s",
		 totals->busy * 100, totals->rows * 100, totals->ended * 100,
		 totals->children * 100, totals->interrupts * 100, totals->unattributed * 100,
		 unseen);
}

static void add_shares(struct summary *summary, const struct totals *totals,
		       const struct value *missing, enum summary_scope scope)
{
	const struct totals_cpu *cpu = &totals->cpu;
	const struct {
		const char *name;
		double share;
		bool of_rows; /* known only if all processes are */
	} shares[] = {
		{ "cpu_user", cpu->user, false },
		{ "cpu_nice", cpu->nice, false },
		{ "cpu_system", cpu->system, false },
		{ "cpu_irq", cpu->irq, false },
		{ "cpu_softirq", cpu->softirq, false },
		{ "cpu_steal", cpu->steal, false },
		{ "cpu_iowait", cpu->iowait, false },
		{ "cpu_idle", cpu->idle, false },
		{ "cpu_busy", totals->busy, false },
		{ "cpu_rows", totals->rows, true },
		{ "cpu_ended", totals->ended, true },
		{ "cpu_children", totals->children, true },
		{ "cpu_interrupts", totals->interrupts, false },
		{ "cpu_unattributed", totals->unattributed, true },
	};

	for (size_t i = 0; i < ARRAY_LEN(shares); i++) {
		struct value value = missing ? *missing : value_percent(shares[i].share);

		if (shares[i].of_rows && scope != SUMMARY_ALL)
			value = value_none();
		add_pair(summary, shares[i].name, value);
	}
}

static void add_cpu(struct summary *summary, const struct world *world, enum summary_scope scope)
{
	const struct totals *totals = world_totals(world);
	const bool known = knows_cpus(world);
	const struct value none =
		world_interval(world) > 0 && !known ? value_none() : value_pending();

	if (known)
		add_cpu_line(summary, totals);
	if (known && scope == SUMMARY_ALL)
		add_account_line(summary, totals);
	add_pair(summary, "cpus", value_count(totals->cpu_count));
	add_shares(summary, totals, known ? NULL : &none, scope);
	add_pair(summary, "forks", known ? value_rate(totals->forks) : none);
	add_pair(summary, "switches", known ? value_rate(totals->switches) : none);
}

/* What ended, and whether it is known because the kernel told of it. */
static void add_events(struct summary *summary, const struct world *world, enum summary_scope scope)
{
	const struct totals *totals = world_totals(world);
	const struct event_list *events = world_events(world);
	const bool counted = world_interval(world) > 0 && scope == SUMMARY_ALL;
	const struct value none = scope == SUMMARY_ALL ? value_pending() : value_none();

	if (events->lost > 0)
		add_line(summary, "at least %" PRIu64 " events were lost", events->lost);
	add_pair(summary, "endings", counted ? value_count(totals->endings) : none);
	if (events->on)
		add_pair(summary, "unseen", counted ? value_count(totals->unseen) : none);
	else
		add_pair(summary, "unseen", value_none());
	add_pair(summary, "events_lost", events->on ? value_count(events->lost) : value_none());
	add_pair(summary, "events",
		 value_text(bytes_of(events->on	   ? "on"
				     : events->why ? events->why
						   : "not asked for")));
}

static struct value memory(const struct meminfo *meminfo, enum meminfo_field field)
{
	return meminfo->have & 1U << field ? value_bytes(meminfo->of[field]) : value_none();
}

static void add_memory(struct summary *summary, const struct system *system)
{
	const struct meminfo *meminfo = &system->meminfo;
	char total[UNITS_MAX], available[UNITS_MAX], cached[UNITS_MAX], swap[UNITS_MAX],
		swap_free[UNITS_MAX];

	if (system->have & SYSTEM_MEMINFO) {
		(void)units_bytes(total, 6, meminfo->of[MEMINFO_TOTAL]);
		(void)units_bytes(available, 6, meminfo->of[MEMINFO_AVAILABLE]);
		(void)units_bytes(cached, 6,
				  meminfo->of[MEMINFO_CACHED] + meminfo->of[MEMINFO_BUFFERS]);
		(void)units_bytes(swap, 6, meminfo->of[MEMINFO_SWAP_TOTAL]);
		(void)units_bytes(swap_free, 6, meminfo->of[MEMINFO_SWAP_FREE]);
		add_line(summary,
			 "memory: %s total, %s available, %s cache; swap: %s total, %s free", total,
			 available, cached, swap, swap_free);
	}
	add_pair(summary, "mem_total", memory(meminfo, MEMINFO_TOTAL));
	add_pair(summary, "mem_free", memory(meminfo, MEMINFO_FREE));
	add_pair(summary, "mem_available", memory(meminfo, MEMINFO_AVAILABLE));
	add_pair(summary, "mem_buffers", memory(meminfo, MEMINFO_BUFFERS));
	add_pair(summary, "mem_cached", memory(meminfo, MEMINFO_CACHED));
	add_pair(summary, "mem_shared", memory(meminfo, MEMINFO_SHMEM));
	add_pair(summary, "swap_total", memory(meminfo, MEMINFO_SWAP_TOTAL));
	add_pair(summary, "swap_free", memory(meminfo, MEMINFO_SWAP_FREE));
}

static void add_pressure(struct summary *summary, const struct system *system)
{
	const struct {
		const char *some, *full;
		const struct pressure *pressure;
		bool known;
	} kinds[] = {
		{ "pressure_cpu_some", "pressure_cpu_full", &system->pressure_cpu,
		  system->have & SYSTEM_PRESSURE_CPU },
		{ "pressure_memory_some", "pressure_memory_full", &system->pressure_memory,
		  system->have & SYSTEM_PRESSURE_MEMORY },
		{ "pressure_io_some", "pressure_io_full", &system->pressure_io,
		  system->have & SYSTEM_PRESSURE_IO },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct pressure_line *some = &kinds[i].pressure->some,
					   *full = &kinds[i].pressure->full;

		add_pair(summary, kinds[i].some,
			 kinds[i].known && some->there ? value_percent(some->centi[0] / 10000.0)
						       : value_none());
		add_pair(summary, kinds[i].full,
			 kinds[i].known && full->there ? value_percent(full->centi[0] / 10000.0)
						       : value_none());
	}
}

void summary_make(const struct world *world, enum summary_scope scope, const char *time,
		  struct summary *ret)
{
	const struct snapshot *now = world_now(world);
	const struct totals *totals = world_totals(world);

	ret->line_count = ret->pair_count = 0;
	add_uptime(ret, &now->system, time);
	add_tasks(ret, totals, scope);
	add_cpu(ret, world, scope);
	add_events(ret, world, scope);
	add_memory(ret, &now->system);
	add_pressure(ret, &now->system);
	if (now->unreadable > 0)
		add_line(ret, "%u processes could not be read", now->unreadable);
	add_pair(ret, "unreadable", value_count(now->unreadable));
	add_pair(ret, "sample_cost", value_duration(now->cost_ns));
}
