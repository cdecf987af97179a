/* The porting kit: wmain in C. */
#include <windows.h>

int wmain(int count, wchar_t **arguments)
{
    wprintf(L"%d %s\n", count, arguments[1]);
    return 4;
}
