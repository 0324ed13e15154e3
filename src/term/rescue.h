/*
 * rescue.h - the terminal as it was, given back whatever happens
 *
 * Who takes the terminal over says here how to give it back. From then on that
 * is done when the program returns, dies, crashes or is killed by any signal
 * that can be caught. One terminal a process.
 */
#ifndef TERM_RESCUE_H
#define TERM_RESCUE_H

#include <stddef.h>
#include <termios.h>

enum { RESCUE_TEXT_MAX = 512 };

/*
 * What gives the terminal on fd back: these modes, after this text. Copies both; fd stays open
 * while it is armed.
 */
void rescue_arm(int fd, const struct termios *modes, const char *text, size_t n);

/*
 * Gives the terminal back, if it is armed, and disarms. Async-signal-safe; never
 * waits longer than two seconds for a terminal that takes nothing. A program in the
 * background leaves the terminal alone: it is another's by then.
 */
void rescue_now(void);

/* No more: somebody else has given it back. */
void rescue_disarm(void);

/*
 * Once: makes every signal that would end the program by default call
 * rescue_now() first, says so on standard error where it was a crash, and lets
 * the signal do its work, so that exit status and core are the true ones. Does
 * the same for exit() and die(). Signals that have a handler or are ignored stay so.
 */
void rescue_install(void);

#endif
