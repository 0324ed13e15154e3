/*
 * log.h - messages for developers, off by default
 *
 * PROCTOR_DEBUG=source,ui (or all) into the file PROCTOR_DEBUG_FILE.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/* Reads the two variables. Once, before there are threads. */
void log_init(void);

/* One line, if the module was asked for. Costs one branch when logging is off. */
void log_debug(const char *module, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
