/* Has to fail under valgrind and with the address sanitizer: a lost block. */
#include <stdlib.h>
#include <string.h>

static void lose(size_t size)
{
    char *volatile block = (char *)malloc(size);
    if (block) {
        memset(block, 1, size);
    }
    block = NULL;
}

int main(void)
{
    lose(24);
    lose(4000);
    return 0;
}
