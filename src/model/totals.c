/* totals.c - see totals.h */
#include "model/totals.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/macros.h"

/* iowait and, when CPUs are plugged, others go back: then nothing is known to have passed. */
static double passed(uint64_t before, uint64_t now)
{
	return now > before ? (double)(now - before) : 0;
}

/* What is counted of time, and how much time there was, in ticks; 0: not known. */
struct span {
	double ticks;
	size_t cpus;
};

/*
 * Time in use is counted by the tick that finds somebody running, and what begins and ends
 * between two ticks, or in step with them, is missed or counted many times. Time without use is
 * measured by most kernels. So if the two contradict each other by more than is rounded off, the
 * second is right, and the first only tells in which proportion it was used; where it found
 * nobody at all, it is taken for that of users.
 */
static void correct(struct totals_cpu *cpu, const struct span *span)
{
	double *const used[] = { &cpu->user, &cpu->nice, &cpu->system, &cpu->irq, &cpu->softirq };
	const double rounded = 4 * (double)span->cpus;
	const double rest = span->ticks - cpu->idle - cpu->iowait - cpu->steal;
	const double measured = rest > 0 ? rest : 0;
	double busy = 0;

	for (size_t i = 0; i < ARRAY_LEN(used); i++)
		busy += *used[i];
	if (span->ticks <= 0 || (measured <= busy + rounded && measured >= busy - rounded))
		return;
	if (busy <= 0)
		cpu->user = measured;
	for (size_t i = 0; busy > 0 && i < ARRAY_LEN(used); i++)
		*used[i] *= measured / busy;
}

static struct totals_cpu share(const struct kstat_cpu *before, const struct kstat_cpu *now,
			       const struct span *span)
{
	struct totals_cpu cpu = {
		.number = now->number,
		.user = passed(before->user, now->user),
		.nice = passed(before->nice, now->nice),
		.system = passed(before->system, now->system),
		.irq = passed(before->irq, now->irq),
		.softirq = passed(before->softirq, now->softirq),
		.steal = passed(before->steal, now->steal),
		.iowait = passed(before->iowait, now->iowait),
		.idle = passed(before->idle, now->idle),
	};
	double *const shares[] = { &cpu.user,	 &cpu.nice,  &cpu.system, &cpu.irq,
				   &cpu.softirq, &cpu.steal, &cpu.iowait, &cpu.idle };
	double sum = 0;

	if (now->idle >= before->idle && now->iowait >= before->iowait)
		correct(&cpu, span);
	for (size_t i = 0; i < ARRAY_LEN(shares); i++)
		sum += *shares[i];
	for (size_t i = 0; i < ARRAY_LEN(shares); i++)
		*shares[i] = sum > 0 ? *shares[i] / sum : 0;
	return cpu;
}

/* The same CPU in the other sample: mostly at the same place. */
static const struct kstat_cpu *find_cpu(const struct system *system, size_t guess, uint32_t number)
{
	if (guess < system->cpu_count && system->cpus[guess].number == number)
		return &system->cpus[guess];
	for (size_t i = 0; i < system->cpu_count; i++) {
		if (system->cpus[i].number == number)
			return &system->cpus[i];
	}
	return NULL;
}

static void fill_cpus(struct totals *totals, const struct system *before, const struct system *now,
		      double ticks)
{
	const struct span span = { ticks, 1 };

	totals->cpus = die_grow(totals->cpus, &totals->cpu_capacity, now->cpu_count,
				sizeof(totals->cpus[0]));
	for (size_t i = 0; i < now->cpu_count; i++) {
		const struct kstat_cpu *cpu = &now->cpus[i];
		const struct kstat_cpu *old = before ? find_cpu(before, i, cpu->number) : NULL;

		totals->cpus[i] =
			old ? share(old, cpu, &span) : (struct totals_cpu){ .number = cpu->number };
	}
	totals->cpu_count = now->cpu_count;
}

void totals_cpus(struct totals *totals, const struct snapshot *before, const struct snapshot *now,
		 double seconds)
{
	const struct system *system = &now->system;
	bool both = before && seconds > 0 && before->system.have & system->have & SYSTEM_KSTAT;
	/* CPUs that came or went were there for a part of the time only */
	const bool same = both && before->system.cpu_count == system->cpu_count;
	const double ticks = same ? seconds * (double)now->ticks_per_second : 0;
	double cpus;

	totals->cpu = (struct totals_cpu){ .number = UINT32_MAX };
	totals->busy = totals->interrupts = totals->forks = totals->switches = 0;
	if (!(system->have & SYSTEM_KSTAT)) {
		totals->cpu_count = 0;
		return;
	}
	fill_cpus(totals, both ? &before->system : NULL, system, ticks);
	if (!both)
		return;
	cpus = system->cpu_count > 0 ? (double)system->cpu_count : 1;
	totals->cpu = share(&before->system.kstat.all, &system->kstat.all,
			    &(struct span){ ticks * cpus, system->cpu_count });
	totals->interrupts = (totals->cpu.irq + totals->cpu.softirq) * cpus;
	totals->busy = (totals->cpu.user + totals->cpu.nice + totals->cpu.system) * cpus +
		       totals->interrupts;
	totals->forks = passed(before->system.kstat.processes, system->kstat.processes) / seconds;
	totals->switches = passed(before->system.kstat.ctxt, system->kstat.ctxt) / seconds;
}

static size_t *counter_of(struct totals *totals, char state)
{
	switch (state) {
	case 'R':
		return &totals->running;
	case 'S':
		return &totals->sleeping;
	case 'D':
		return &totals->disk;
	case 'T':
	case 't':
		return &totals->stopped;
	case 'Z':
		return &totals->zombie;
	case 'I':
		return &totals->idle;
	default:
		return &totals->other;
	}
}

void totals_tasks(struct totals *totals, const struct snapshot *now)
{
	totals->processes = totals->threads = totals->kernel_threads = 0;
	totals->running = totals->sleeping = totals->disk = totals->stopped = 0;
	totals->zombie = totals->idle = totals->other = 0;
	for (size_t i = 0; i < now->task_count; i++) {
		const struct task *task = now->tasks[i].task;

		if (task_is_kernel(task)) {
			totals->kernel_threads++;
		} else {
			totals->processes++;
			totals->threads += task->num_threads;
		}
		/* Where its threads were not read, a dead leader's Z says nothing of them. */
		++*counter_of(totals, task_leader_exited(task) && task->busiest == 'Z'
					      ? 'S'
					      : task->busiest);
	}
}

void totals_done(struct totals *totals)
{
	free(totals->cpus);
	*totals = (struct totals){ 0 };
}
