/* Has to fail under valgrind and with the address sanitizer: a read past the end of a block. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    volatile size_t size = 16;
    volatile char last;
    char *block = (char *)malloc(size);
    if (!block) {
        return 0;
    }
    memset(block, 1, size);
    last = ((volatile char *)block)[size];
    (void)last;
    free(block);
    return 0;
}
