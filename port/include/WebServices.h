/* WebServices.h - another spelling of webservices.h, for file systems that tell upper from lower case. */
#include "webservices.h"
