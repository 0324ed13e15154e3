/*
 * lookups.h - what is asked for on the last line: search, filter, PID, delay
 */
#ifndef UI_LOOKUPS_H
#define UI_LOOKUPS_H

struct app;

void lookups_search(struct app *app);
void lookups_search_next(struct app *app);
void lookups_search_previous(struct app *app);
void lookups_filter(struct app *app);
void lookups_tag_matching(struct app *app);
void lookups_pid(struct app *app);
void lookups_delay(struct app *app);

/* The digit that opened the search for a PID is its first one. */
void lookups_pid_begin(struct app *app, char digit);

#endif
