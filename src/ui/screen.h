/*
 * screen.h - puts header, list, dialog and function bar on the canvas
 */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdint.h>

struct app;

/* Draws all of it, in the terminal's size. overdue_ns: how late the next sample is. */
void screen_draw(struct app *app, uint64_t overdue_ns);

#endif
