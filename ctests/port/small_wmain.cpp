// The porting kit: wmain without arguments, which has another name to the linker; what it returns is the exit code.
#include <windows.h>
#include <stdio.h>

int wmain()
{
    printf("narrow ");
    wprintf(L"wide \x20ac\n");
    return 3;
}
