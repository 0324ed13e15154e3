/* marks.c - see marks.h */
#include "ui/marks.h"

#include <stdlib.h>

#include "base/die.h"

static uint64_t key_of(const struct identity *identity)
{
	return hash_mix((uint64_t)identity->pid << 1 | identity->thread, identity->start);
}

void marks_done(struct marks *marks)
{
	free(marks->of);
	hash_done(&marks->index);
	*marks = (struct marks){ 0 };
}

static void index_all(struct marks *marks)
{
	hash_clear(&marks->index, marks->count);
	for (size_t i = 0; i < marks->count; i++)
		hash_put(&marks->index, key_of(&marks->of[i]), (uint32_t)i);
}

static size_t find(const struct marks *marks, const struct identity *identity)
{
	uint32_t at = marks->count > 0 ? hash_get(&marks->index, key_of(identity)) : HASH_NONE;

	return at != HASH_NONE && task_identity_equal(&marks->of[at], identity) ? at : marks->count;
}

bool marks_has(const struct marks *marks, const struct identity *identity)
{
	return find(marks, identity) < marks->count;
}

void marks_set(struct marks *marks, const struct identity *identity, bool marked)
{
	size_t at = find(marks, identity);

	if ((at < marks->count) == marked)
		return;
	if (marked) {
		marks->of = die_grow(marks->of, &marks->capacity, marks->count + 1,
				     sizeof(marks->of[0]));
		if (marks->count == 0)
			hash_clear(&marks->index, 16);
		hash_put(&marks->index, key_of(identity), (uint32_t)marks->count);
		marks->of[marks->count++] = *identity;
	} else {
		marks->of[at] = marks->of[--marks->count];
		index_all(marks);
	}
}

void marks_clear(struct marks *marks)
{
	marks->count = 0;
}

void marks_sweep(struct marks *marks,
		 bool (*keep)(const struct identity *identity, const void *context),
		 const void *context)
{
	size_t kept = 0;

	if (marks->count == 0)
		return;
	for (size_t i = 0; i < marks->count; i++) {
		if (keep(&marks->of[i], context))
			marks->of[kept++] = marks->of[i];
	}
	if (kept == marks->count)
		return;
	marks->count = kept;
	index_all(marks);
}
