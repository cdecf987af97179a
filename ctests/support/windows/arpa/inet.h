/* All of it is in one header here. */
#include <sys/socket.h>
