/* process.h - threads by the C library's names. */

#ifndef WWSPORT_PROCESS_H
#define WWSPORT_PROCESS_H

#include "windows.h"
#include <unistd.h>

WWSPORT_BEGIN
/* The handle is to be closed; 0 on failure. */
uintptr_t _beginthreadex(void *security, unsigned stackSize, unsigned(__stdcall *start)(void *), void *argument,
                         unsigned flags, unsigned *threadId);
/* Nothing is to be closed; (uintptr_t)-1 on failure. */
uintptr_t _beginthread(void(__cdecl *start)(void *), unsigned stackSize, void *argument);
void _endthreadex(unsigned exitCode);
WWSPORT_END

#define _getpid getpid

#endif
