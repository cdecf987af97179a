/* The calculator served by gSOAP, a thread for each connection: gsoap_server PORT. */
#include "soapH.h"

#include <pthread.h>
#include <signal.h>

#include "Calculator.nsmap"

int ns__Add(struct soap *soap, int a, int b, int *sum)
{
    (void)soap;
    *sum = a + b;
    return SOAP_OK;
}

static void *serve(void *state)
{
    struct soap *soap = (struct soap *)state;
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return NULL;
}

int main(int argc, char **argv)
{
    struct soap soap;
    (void)argc;
    signal(SIGPIPE, SIG_IGN);
    soap_init1(&soap, SOAP_IO_KEEPALIVE);
    soap.max_keep_alive = 100000000;
    soap.bind_flags = SO_REUSEADDR;
    if (!soap_valid_socket(soap_bind(&soap, "127.0.0.1", atoi(argv[1]), 128))) {
        soap_print_fault(&soap, stderr);
        return 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        if (!soap_valid_socket(soap_accept(&soap))) {
            return 1;
        }
        pthread_create(&thread, NULL, serve, soap_copy(&soap));
        pthread_detach(thread);
    }
}
