/*
 * functionbar.h - the last line: what the function keys do
 */
#ifndef UI_FUNCTIONBAR_H
#define UI_FUNCTIONBAR_H

#include <stdbool.h>
#include <stdint.h>

#include "term/canvas.h"

/* What it is below. */
enum functionbar_of { FUNCTIONBAR_LIST, FUNCTIONBAR_TREE, FUNCTIONBAR_PANE };

/* Draws as many as fit on that line. */
void functionbar_draw(struct canvas *canvas, int y, enum functionbar_of of);

/* The key (as key_parse() reads it) of what is drawn there; NULL: none. */
const char *functionbar_at(int x, int columns, bool pane);

#endif
