/* sal.h - Microsoft's annotations, without effect. */
#include <wwsapi_sal.h>
