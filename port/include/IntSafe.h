/* IntSafe.h - another spelling of intsafe.h, for file systems that tell upper from lower case. */
#include "intsafe.h"
