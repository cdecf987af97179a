/* stdlib.h - the C library's, with the wide functions that Windows declares here too. */

#include_next <stdlib.h>

#ifndef WWSPORT_STDLIB_H
#define WWSPORT_STDLIB_H
#include <wchar.h>
#endif
