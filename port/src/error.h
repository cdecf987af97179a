/* Windows' codes for those of the system. */

#ifndef WWSPORT_SYSTEM_ERROR_H
#define WWSPORT_SYSTEM_ERROR_H

#include "windows.h"

/* The code for an errno. */
DWORD wwsport_error_of(int number);

/* Sets the last error from errno; FALSE, for the caller to return. */
BOOL wwsport_failed(void);

#endif
