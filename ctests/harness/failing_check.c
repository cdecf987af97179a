/* Has to fail: a check that does not hold. */
#include "ctest.h"

int main(void)
{
    CHECK(1 + 1 == 3);
    return ctest_summary();
}
