/* rpc.h - UUIDs, which windows.h has. */
#include "windows.h"
