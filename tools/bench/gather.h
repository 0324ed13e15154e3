/*
 * gather.h - reads what a monitor writes, as it comes, into a tally
 */
#ifndef BENCH_GATHER_H
#define BENCH_GATHER_H

#include <stdbool.h>
#include <stddef.h>

struct gather;
struct tally;

enum gather_format {
	GATHER_SCREEN,	/* of a terminal, with titles; needs libvterm */
	GATHER_JSONL,	/* proctor -b --ended -f jsonl -o name,cpu,chld */
	GATHER_TOP,	/* top -b */
	GATHER_PIDSTAT, /* pidstat 1 */
	GATHER_PRC,	/* atop -P PRC */
};

/* Owned. */
struct gather *gather_new(enum gather_format format);
void gather_free(struct gather *gather);

/*
 * Takes bytes; fresh: nothing had come for a while, so what is on a screen before them is a whole
 * frame. What is told by whole lines, or frames, is added to the tally (NULL: not counted).
 */
void gather_feed(struct gather *gather, const char *bytes, size_t size, bool fresh,
		 struct tally *tally);

/* Takes the frame on the screen, if it is one that was not taken yet. Of other formats nothing. */
void gather_frame(struct gather *gather, struct tally *tally);

#endif
