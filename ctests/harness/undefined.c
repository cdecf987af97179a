/* Has to fail with the undefined behaviour sanitizer. */
#include <limits.h>

int main(void)
{
    volatile int large = INT_MAX;
    large = large + 1;
    return 0;
}
