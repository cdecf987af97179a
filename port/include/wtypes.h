/* wtypes.h - the base types, which windows.h has. */
#include "windows.h"
