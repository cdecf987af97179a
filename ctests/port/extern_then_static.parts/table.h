extern int counter;
static int *counters[] = {&counter};
static int counter = 0;
extern int twice(int value);

static int *counter_address()
{
    return counters[0];
}

static int twice(int value)
{
    return 2 * value;
}
