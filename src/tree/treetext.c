/* treetext.c - see treetext.h */
#include "tree/treetext.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "tree/cutline.h"

struct shapes {
	const char *only;	  /* between a parent and its only child */
	const char *fork;	  /* between a parent and the first of several */
	const char *middle, *end; /* in front of the others, and of the last one */
	const char *through;	  /* there is more to come below */
	const char *mark;	  /* in place of branches that are left out */
};

static const struct shapes unicode_shapes = { "───", "─┬─", "├─", "└─", "│", "…" };
static const struct shapes ascii_shapes = { "---", "-+-", "|-", "`-", "|", "<" };

/* A node whose children are being drawn. */
struct frame {
	uint32_t next, end; /* groups */
	uint32_t begin;
	size_t bar;  /* the column of its branches */
	bool closes; /* a bracket is open around it */
};

struct drawing {
	const struct compact_node *nodes;
	struct compact compact;
	const struct treetext_style *style;
	const struct shapes *shapes;
	struct cutline line;
	struct frame *frames;
	size_t depth, frames_capacity;
	/* The bars of those that have more to come, from left to right. */
	size_t *bars;
	size_t bar_count, bars_capacity;
};

static void put(struct drawing *drawing, const char *shape)
{
	cutline_put_string(&drawing->line, shape);
}

/* The first bar at that column or behind it. */
static size_t first_bar(const struct drawing *drawing, size_t column)
{
	size_t from = 0, to = drawing->bar_count;

	while (from < to) {
		const size_t middle = (from + to) / 2;

		if (drawing->bars[middle] < column)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The branches of what is above, in front of a line that goes on at that column. */
static void indent(struct drawing *drawing, size_t bar)
{
	struct cutline *line = &drawing->line;

	if (bar > TREETEXT_INDENT_MAX) {
		put(drawing, drawing->shapes->mark);
		cutline_skip(line, bar - TREETEXT_INDENT_KEPT);
	}
	for (size_t i = first_bar(drawing, line->column);
	     i < drawing->bar_count && drawing->bars[i] < bar && !line->cut; i++) {
		cutline_pad(line, drawing->bars[i]);
		put(drawing, drawing->shapes->through);
	}
	cutline_pad(line, bar);
}

static void push_bar(struct drawing *drawing, size_t bar)
{
	drawing->bars = die_grow(drawing->bars, &drawing->bars_capacity, drawing->bar_count + 1,
				 sizeof(drawing->bars[0]));
	drawing->bars[drawing->bar_count++] = bar;
}

/* The name, and a frame for what is below it. */
static void put_node(struct drawing *drawing, struct compact_group group)
{
	const struct compact_node *node = &drawing->nodes[group.node];
	const uint32_t first = drawing->compact.first[group.node];
	const uint32_t used = drawing->compact.used[group.node];
	const size_t column = drawing->line.column;
	char number[32];

	if (group.count > 1) {
		(void)snprintf(number, sizeof(number), "%" PRIu64 "*[", group.count);
		put(drawing, number);
	}
	cutline_bold(&drawing->line, node->bold);
	cutline_put(&drawing->line, node->text);
	cutline_bold(&drawing->line, false);
	drawing->frames = die_grow(drawing->frames, &drawing->frames_capacity, drawing->depth + 1,
				   sizeof(drawing->frames[0]));
	drawing->frames[drawing->depth++] = (struct frame){
		.begin = first,
		.next = first,
		.end = first + used,
		.bar = drawing->style->rows ? column + 2 : drawing->line.column + 1,
		.closes = group.count > 1,
	};
}

/* What stands between a parent and its next child. */
static void put_branch(struct drawing *drawing, struct frame *frame)
{
	const bool first = frame->next == frame->begin, last = frame->next + 1 == frame->end;

	if (first && !last)
		push_bar(drawing, frame->bar);
	if (!first && last)
		drawing->bar_count--;
	if (first && !drawing->style->rows) {
		put(drawing, last ? drawing->shapes->only : drawing->shapes->fork);
		return;
	}
	cutline_end(&drawing->line);
	indent(drawing, frame->bar);
	put(drawing, last ? drawing->shapes->end : drawing->shapes->middle);
}

static void draw_root(struct drawing *drawing, uint32_t root)
{
	put_node(drawing, (struct compact_group){ root, 1 });
	while (drawing->depth > 0) {
		struct frame *frame = &drawing->frames[drawing->depth - 1];

		if (frame->next == frame->end) {
			if (frame->closes)
				put(drawing, "]");
			drawing->depth--;
			continue;
		}
		put_branch(drawing, frame);
		put_node(drawing, drawing->compact.groups[frame->next++]);
	}
	cutline_end(&drawing->line);
}

void treetext_draw(FILE *out, const struct compact_node *nodes, size_t count,
		   const struct treetext_style *style)
{
	struct drawing drawing = {
		.nodes = nodes,
		.style = style,
		.shapes = text_is_ascii() ? &ascii_shapes : &unicode_shapes,
		.line = { .out = out, .limit = style->limit },
	};

	compact_make(nodes, count, &drawing.compact);
	for (size_t i = 0; i < count; i++) {
		if (nodes[i].parent == COMPACT_ROOT)
			draw_root(&drawing, (uint32_t)i);
	}
	compact_done(&drawing.compact);
	cutline_done(&drawing.line);
	free(drawing.frames);
	free(drawing.bars);
}
