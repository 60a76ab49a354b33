/* error_text.h - what an author wrote, out of what the server makes of it. */
#ifndef CVX_CORE_ERROR_TEXT_H
#define CVX_CORE_ERROR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Without "[Request ID: ...] Server Error". Points into text, as all of these do. */
const char *error_without_id(const char *text);
/* The same without "Uncaught Error: ", once for each component that it came through. */
const char *error_text(const char *text);
/* The first line of that; its length. What follows is the server's stack. */
size_t error_line(const char **line, const char *text);
/* A function took more time, or read or wrote more, than the server allows in one transaction. */
bool error_is_limit(const char *text);

#endif
