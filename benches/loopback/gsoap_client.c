/* The calculator called by gSOAP, a connection for each thread: gsoap_client PORT THREADS CALLS. */
#include "soapH.h"

#include <signal.h>

#include "Calculator.nsmap"
#include "measure.h"

static void *work(void *state)
{
    worker *self = (worker *)state;
    struct soap *soap = soap_new1(SOAP_IO_KEEPALIVE);
    char url[64];
    int i;
    snprintf(url, sizeof(url), "http://127.0.0.1:%s/", self->port);
    for (i = 0; i < self->calls; i++) {
        int sum = 0;
        double started = measure_now();
        if (soap_call_ns__Add(soap, url, "urn:bench/Add", i, 1, &sum) != SOAP_OK || sum != i + 1) {
            soap_print_fault(soap, stderr);
            self->failed = 1;
            break;
        }
        self->times[i] = measure_now() - started;
        soap_destroy(soap);
        soap_end(soap);
    }
    soap_free(soap);
    return NULL;
}

int main(int argc, char **argv)
{
    (void)argc;
    signal(SIGPIPE, SIG_IGN);
    return measure("gsoap", argv[1], atoi(argv[2]), atoi(argv[3]), work);
}
