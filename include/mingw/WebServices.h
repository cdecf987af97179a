/*
 * WebServices.h - webservices.h under the name that programs and wsutil include it by.
 *
 * For mingw-w64 on file systems that tell upper from lower case: add this folder to the include path.
 */

#include "../webservices.h"
