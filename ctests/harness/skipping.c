/* Has to count as skipped. */
#include "ctest.h"

int main(void)
{
    return ctest_skip("as this program always does");
}
