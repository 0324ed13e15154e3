/*
 * header.h - the meters above the list
 */
#ifndef UI_HEADER_H
#define UI_HEADER_H

#include <stdint.h>

#include "term/canvas.h"
#include "widgets/tablewidget.h"

struct world;

/* What the header shows besides the world. */
struct header_state {
	uint64_t own_cpu_ns; /* CPU time of this program in the last interval */
	uint64_t overdue_ns; /* the next sample is late by that much already; 0: it is not */
	bool paused;
	uint32_t stuck;	      /* inspector threads that wait for a process */
	uint64_t events_lost; /* since the program began */
};

/* The lines that it would like on a screen of that size: 0 where there is no room. */
int header_lines(const struct world *world, int lines, int columns);

/* Draws into that area. */
void header_draw(const struct world *world, const struct header_state *state, struct canvas *canvas,
		 const struct rectangle *area);

#endif
