/*
 * functionbar.h - the last line: what the function keys do
 */
#ifndef UI_FUNCTIONBAR_H
#define UI_FUNCTIONBAR_H

#include <stdint.h>

#include "ui/canvas.h"

/* Draws as many as fit on that line. tree: the list is a tree. */
void functionbar_draw(struct canvas *canvas, int y, bool tree);

/* The key (as key_parse() reads it) of what is drawn there; NULL: none. */
const char *functionbar_at(int x, int columns);

#endif
