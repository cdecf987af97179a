/* Iphlpapi.h - another spelling of iphlpapi.h, for file systems that tell upper from lower case. */
#include "iphlpapi.h"
