/*
 * windows.h - the part of the Windows API that programs of WWSAPI use, over POSIX.
 *
 * Functions do what their pages in the Windows documentation say, within what each header here says of it; they are
 * in libwebservices-port.a. WCHAR has 16 bits: compile with -fshort-wchar. Text that leaves for the system (file names,
 * the console) is UTF-8.
 */

#ifndef WWSPORT_WINDOWS_H
#define WWSPORT_WINDOWS_H

#include <wwsapi_windows.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "wwsport/base.h"
#include "wwsport/error.h"
#include "wwsport/file.h"
#include "wwsport/guid.h"
#include "wwsport/interlocked.h"
#include "wwsport/memory.h"
#include "wwsport/module.h"
#include "wwsport/sync.h"
#include "wwsport/text.h"
#include "wwsport/thread.h"
#include "wwsport/time.h"

#endif
