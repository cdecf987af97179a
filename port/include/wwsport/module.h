/* Modules, and texts of messages. */

#ifndef WWSPORT_MODULE_H
#define WWSPORT_MODULE_H

#include "base.h"
#include <stdarg.h>

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200
#define FORMAT_MESSAGE_FROM_STRING 0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000ff
#define GET_MODULE_HANDLE_EX_FLAG_PIN 0x00000001
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x00000002
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS 0x00000004

/* A message of the program's own, as a message table of a Windows module has them. */
typedef struct WWSPORT_MESSAGE {
    DWORD id;
    LPCWSTR text;
} WWSPORT_MESSAGE;

WWSPORT_BEGIN
/* A NULL name is the program. Libraries are not counted: they stay as long as the process. */
BOOL WINAPI GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE *module);
HMODULE WINAPI GetModuleHandleW(LPCWSTR name);
BOOL WINAPI FreeLibrary(HMODULE module);
/* Texts of the system are in English. Those of a module are the ones that WwsPortSetMessages has. */
DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD message, DWORD language, LPWSTR text, DWORD count,
                            va_list *arguments);
/* What FormatMessageW finds with FORMAT_MESSAGE_FROM_HMODULE: the array stays the caller's, and has to stay. Of this kit
 * alone, since a program has no message table here. */
void WwsPortSetMessages(const WWSPORT_MESSAGE *messages, ULONG count);
WWSPORT_END

#define GetModuleHandleEx GetModuleHandleExW
#define GetModuleHandle GetModuleHandleW
#define FormatMessage FormatMessageW

#endif
