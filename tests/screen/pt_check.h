/*
 * pt_check.h - what every program has to leave as it was: bytes, modes, termios
 */
#ifndef SCREEN_PT_CHECK_H
#define SCREEN_PT_CHECK_H

#include <termios.h>

#include "pt_lint.h"
#include "pt_vt.h"

enum { PT_CHECK_MAX = 1024 };

struct pt_check {
	char text[PT_CHECK_MAX]; /* the complaints, with "; " between; "" at the start */
	const struct pt_lint *lint;
	const struct pt_vt *vt;
};

/* Each adds its complaints to the text: the stream and the answers to queries; */
void pt_check_bytes(struct pt_check *check);

/* what was switched on and is still on, as the linter or the emulator knows it; */
void pt_check_modes(struct pt_check *check);

/* the settings of the terminal. */
void pt_check_termios(struct pt_check *check, const struct termios *before,
		      const struct termios *after);

#endif
