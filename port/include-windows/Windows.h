/* Windows.h - another spelling of windows.h, for file systems that tell upper from lower case. */
#include "windows.h"
