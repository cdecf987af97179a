#include "ctest.h"

void check_from_c(void);

void check_from_c(void)
{
    CHECK_INT(ctest_length(W("four")), 4);
}
