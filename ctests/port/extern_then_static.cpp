// Two sources that include a header with what is declared extern first and static then: each has its own, as Microsoft's
// compiler does it.
#include "extern_then_static.parts/table.h"
#include "ctest.h"

int *counter_of_part();
int twice_of_part(int value);

int wmain()
{
    counter = 1;
    *counter_of_part() = 2;
    CHECK_INT(counter, 1);
    CHECK_INT(*counter_address(), 1);
    CHECK_INT(*counter_of_part(), 2);
    CHECK_INT(twice(4), 8);
    CHECK_INT(twice_of_part(5), 10);
    return ctest_summary();
}
