/* The test kit in C++, in a program of two sources and two languages with one count. */
#include "ctest.h"

extern "C" void check_from_c(void);

int main()
{
    static const WCHAR text[] = W("text");
    CHECK_WIDE(text, 4, W("text"));
    CHECK_INT(sizeof(WCHAR), 2);
    check_from_c();
    CHECK_INT(ctest_checks, 3);
    return ctest_summary();
}
