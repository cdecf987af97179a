/* Has to be stopped by the harness. ctest: timeout 1 */
#include <unistd.h>

int main(void)
{
    for (;;) {
        pause();
    }
}
