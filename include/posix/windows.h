/*
 * windows.h - for programs that include it before WebServices.h: the base types of the API.
 *
 * It stands in for the types, codes and macros that webservices.h needs, and for nothing else of
 * the Windows API.
 */

#include "../wwsapi_windows.h"
