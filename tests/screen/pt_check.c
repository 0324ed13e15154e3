/* pt_check.c - see pt_check.h */
#include "pt_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static void complain(struct pt_check *check,
							   const char *format, ...)
{
	size_t used = strlen(check->text);
	va_list args;

	if (used > 0 && used + 3 < sizeof(check->text)) {
		memcpy(check->text + used, "; ", 3);
		used += 2;
	}
	va_start(args, format);
	(void)vsnprintf(check->text + used, sizeof(check->text) - used, format, args);
	va_end(args);
}

void pt_check_bytes(struct pt_check *check)
{
	if (check->lint->complaints > 0)
		complain(check, "%zu complaints, the first: %s", check->lint->complaints,
			 check->lint->reason);
	if (pt_vt_answered(check->vt) > 0)
		complain(check, "the terminal was made to answer %zu bytes",
			 pt_vt_answered(check->vt));
}

void pt_check_modes(struct pt_check *check)
{
	const struct pt_lint_modes *modes = &check->lint->modes;
	const struct {
		bool left;
		const char *what;
	} left[] = {
		{ modes->alternate || pt_vt_alternate(check->vt), "the alternate screen" },
		{ modes->cursor_hidden || !pt_vt_cursor_visible(check->vt), "a hidden cursor" },
		{ modes->mouse || modes->mouse_sgr || pt_vt_mouse(check->vt), "mouse reporting" },
		{ modes->paste, "bracketed paste" },
		{ modes->focus, "focus reporting" },
		{ modes->application_cursor, "application cursor keys" },
		{ modes->application_keypad, "the application keypad" },
		{ modes->insert, "insert mode" },
		{ modes->shifted, "the line-drawing characters" },
		{ modes->reverse_all, "reverse video" },
		{ modes->synchronized, "a synchronized update" },
		{ modes->no_wrap, "no wrapping" },
		{ modes->coloured, "a colour or attribute" },
		{ modes->region, "a scrolling region" },
	};

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		if (left[i].left)
			complain(check, "%s is left behind", left[i].what);
	}
}

void pt_check_termios(struct pt_check *check, const struct termios *before,
		      const struct termios *after)
{
	if (after->c_iflag == before->c_iflag && after->c_oflag == before->c_oflag &&
	    after->c_cflag == before->c_cflag && after->c_lflag == before->c_lflag &&
	    memcmp(after->c_cc, before->c_cc, sizeof(after->c_cc)) == 0)
		return;
	complain(check, "termios: lflag %x instead of %x, iflag %x of %x, oflag %x of %x",
		 after->c_lflag, before->c_lflag, after->c_iflag, before->c_iflag, after->c_oflag,
		 before->c_oflag);
}
