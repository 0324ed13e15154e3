/*
 * sightings.h - snapshots of tasks that a test has made up
 */
#ifndef TESTS_UNIT_SIGHTINGS_H
#define TESTS_UNIT_SIGHTINGS_H

#include "test.h"

#include "base/arena.h"
#include "snap/snapshot.h"

/* Sightings of copies of the tasks, all read at that time; in the arena, never NULL. */
static inline struct sighting *sightings_of(struct arena *arena, const struct task *tasks,
					    size_t count, uint64_t sampled_ns)
{
	struct sighting *sightings = arena_zero(arena, (count + 1) * sizeof(*sightings));
	struct task *copies = arena_zero(arena, (count + 1) * sizeof(*copies));

	for (size_t i = 0; i < count; i++) {
		copies[i] = tasks[i];
		sightings[i].task = &copies[i];
		sightings[i].sampled_ns = sampled_ns;
	}
	return sightings;
}

/* Those of the snapshot, to be completed: it is the test's until it is handed over. */
static inline struct sighting *sightings_to_change(const struct snapshot *snapshot, size_t place)
{
	return (struct sighting *)(uintptr_t)&snapshot->tasks[place];
}

#endif
