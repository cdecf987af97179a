/*
 * The floor: as many bytes there and back as a call takes, over bare TCP. echo PORT serves; echo PORT THREADS CALLS
 * calls. Sizes are those of the requests and replies of the calculator.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

#define REQUEST 420
#define REPLY 620

static int whole(int s, char *buffer, int size)
{
    int got = 0;
    while (got < size) {
        ssize_t more = read(s, buffer + got, (size_t)(size - got));
        if (more <= 0) {
            return 0;
        }
        got += (int)more;
    }
    return 1;
}

static void no_delay(int s)
{
    int on = 1;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static struct sockaddr_in loopback(const char *port)
{
    struct sockaddr_in address = { 0 };
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void *serve(void *state)
{
    int s = (int)(long)state;
    char buffer[REPLY] = { 0 };
    while (whole(s, buffer, REQUEST) && write(s, buffer, REPLY) == REPLY) {
    }
    close(s);
    return NULL;
}

static void *work(void *state)
{
    worker *self = (worker *)state;
    struct sockaddr_in address = loopback(self->port);
    int s = socket(AF_INET, SOCK_STREAM, 0), i;
    char buffer[REPLY] = { 0 };
    no_delay(s);
    if (connect(s, (struct sockaddr *)&address, sizeof(address)) != 0) {
        self->failed = 1;
        return NULL;
    }
    for (i = 0; i < self->calls; i++) {
        double started = measure_now();
        if (write(s, buffer, REQUEST) != REQUEST || !whole(s, buffer, REPLY)) {
            self->failed = 1;
            break;
        }
        self->times[i] = measure_now() - started;
    }
    close(s);
    return NULL;
}

int main(int argc, char **argv)
{
    int listener, on = 1;
    struct sockaddr_in address;
    if (argc > 2) {
        return measure("echo", argv[1], atoi(argv[2]), atoi(argv[3]), work);
    }
    address = loopback(argv[1]);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, 128) != 0) {
        return 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int s = accept(listener, NULL, NULL);
        no_delay(s);
        pthread_create(&thread, NULL, serve, (void *)(long)s);
        pthread_detach(thread);
    }
}
