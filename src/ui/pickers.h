/*
 * pickers.h - what is chosen from a list: the sort column, users, columns
 */
#ifndef UI_PICKERS_H
#define UI_PICKERS_H

struct app;
struct column;

void pickers_sort(struct app *app);
void pickers_user(struct app *app);
void pickers_columns(struct app *app);

/* Sorts by that column, its own way; again: the other way round. */
void pickers_sort_by(struct app *app, const struct column *column);

#endif
