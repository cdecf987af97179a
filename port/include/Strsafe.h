/* Strsafe.h - another spelling of strsafe.h, for file systems that tell upper from lower case. */
#include "strsafe.h"
