/* draft.c - see draft.h */
#include "source/draft.h"

#include <string.h>

#include "base/arena.h"
#include "source/versions.h"

void draft_clear(struct draft *draft)
{
	memset(draft, 0, sizeof(*draft));
}

const struct task_text *draft_text(const struct task_text *text, struct arena *arena)
{
	struct task_text *copy;

	if (!text->have && !text->denied)
		return NULL;
	copy = arena_take(arena, sizeof(*copy));
	*copy = *text;
	return copy;
}

struct sighting draft_sighting(const struct draft *draft, struct versions *versions,
			       const struct task *last, struct arena *arena)
{
	return (struct sighting){
		.task = versions_take(versions, &draft->task, last),
		.text = draft_text(&draft->text, arena),
		.sampled_ns = draft->sampled_ns,
	};
}
