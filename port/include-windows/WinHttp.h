/* WinHttp.h - another spelling of winhttp.h, for file systems that tell upper from lower case. */
#include <winhttp.h>
