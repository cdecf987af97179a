/* Wincrypt.h - another spelling of wincrypt.h, for file systems that tell upper from lower case. */
#include "wincrypt.h"
