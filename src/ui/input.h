/*
 * input.h - what a key or a click means
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include "term/key.h"

struct app;

void input_key(struct app *app, struct key key);

#endif
