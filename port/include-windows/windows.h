/*
 * windows.h - mingw-w64's, with what Microsoft's has besides.
 */

#include_next <windows.h>
#include "wwsport/minmax.h"
