/*
 * pt_golden.h - compares screens with files
 */
#ifndef SCREEN_PT_GOLDEN_H
#define SCREEN_PT_GOLDEN_H

#include "pt.h"

/*
 * Compares the screen with tests/screen/golden/NAME.txt below $srcdir ("." if not
 * set): its text, and for the second function its looks (pt_vt_looks(), NAME.looks).
 * PT_UPDATE=1 writes the file instead.
 */
void pt_golden(struct pt *pt, const char *name);
void pt_golden_looks(struct pt *pt, const char *name);

#endif
