// The macros and base types again, as C++ sees them: the standard library comes after the headers, and the
// names for case-sensitive file systems lead to the same ones.
#include "../include/posix/windows.h"
#include "../include/posix/WebServices.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "header_macros.c"
