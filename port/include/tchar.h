/* tchar.h - the names for text that is wide here always. */

#ifndef WWSPORT_TCHAR_H
#define WWSPORT_TCHAR_H

#include "windows.h"

#define _tmain wmain
#define _tprintf wprintf
#define _ftprintf fwprintf
#define _stprintf_s swprintf_s
#define _tcslen wcslen
#define _tcscmp wcscmp
#define _tcsicmp _wcsicmp
#define _tcsstr wcsstr
#define _tstoi _wtoi

#endif
