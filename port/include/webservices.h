/*
 * webservices.h - the API, with windows.h, which Microsoft's brings too.
 */

#include "windows.h"
#include_next <webservices.h>
