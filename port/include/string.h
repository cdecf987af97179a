/* string.h - the C library's, with the wide functions that Windows declares here too, and Windows' names of others. */

#ifndef WWSPORT_STRING_H
#define WWSPORT_STRING_H

#include_next <string.h>
#include <strings.h>
#include <wchar.h>

#define _stricmp strcasecmp
#define _strnicmp strncasecmp
#define _strdup strdup

#endif
