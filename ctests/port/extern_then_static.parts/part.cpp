#include "table.h"

int *counter_of_part()
{
    return counter_address();
}

int twice_of_part(int value)
{
    return twice(value);
}
