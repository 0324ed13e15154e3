/*
 * pickers.h - what is chosen from a list: the sort column, users, columns
 */
#ifndef UI_PICKERS_H
#define UI_PICKERS_H

struct app;

void pickers_sort(struct app *app);
void pickers_user(struct app *app);
void pickers_columns(struct app *app);

#endif
