/*
 * eventpane.h - the event journal as a pane
 */
#ifndef UI_EVENTPANE_H
#define UI_EVENTPANE_H

struct app;

/* Opens it over the list: what happened lately, the newest at the end. */
void eventpane_open(struct app *app);

#endif
