/* The calculator served by gSOAP: gsoap_server. The SOAP version is that of the WSDL it was built from. */
#include "soapH.h"

#include <pthread.h>
#include <signal.h>

#include "CalculatorBinding.nsmap"

int __ns1__Add(struct soap *soap, struct _ns1__Add *in, struct _ns1__AddResponse *out)
{
    (void)soap;
    out->result = (int)((unsigned)in->a + (unsigned)in->b);
    return SOAP_OK;
}

int __ns1__Divide(struct soap *soap, struct _ns1__Divide *in, struct _ns1__DivideResponse *out)
{
    if (in->divisor == 0) {
        struct SOAP_ENV__Detail *detail = soap_new_SOAP_ENV__Detail(soap, 1);
        soap_default_SOAP_ENV__Detail(soap, detail);
        detail->ns1__DivideByZero = soap_new__ns1__DivideByZero(soap, 1);
        detail->ns1__DivideByZero->dividend = in->dividend;
        soap_sender_fault(soap, "cannot divide by zero", NULL);
        if (soap->version == 2) {
            soap->fault->SOAP_ENV__Detail = detail;
        } else {
            soap->fault->detail = detail;
        }
        return SOAP_FAULT;
    }
    out->result = in->dividend / in->divisor;
    return SOAP_OK;
}

int __ns1__Echo(struct soap *soap, struct _ns1__Echo *in, struct _ns1__EchoResponse *out)
{
    (void)soap;
    out->text = in->text;
    return SOAP_OK;
}

int __ns1__EchoRecord(struct soap *soap, struct _ns1__EchoRecord *in, struct _ns1__EchoRecordResponse *out)
{
    (void)soap;
    out->record = in->record;
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

/* The runner holds our standard input open for as long as it wants us. */
static void *end_with_parent(void *state)
{
    (void)state;
    while (getchar() != EOF) {
    }
    exit(0);
}

int main(void)
{
    struct soap soap;
    struct sockaddr_in address;
    socklen_t length = sizeof(address);
    pthread_t thread;

    signal(SIGPIPE, SIG_IGN);
    soap_init2(&soap, SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING, SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING);
    soap.max_keep_alive = 100;
    soap.recv_timeout = 60;
    soap.send_timeout = 60;
    soap.bind_flags = SO_REUSEADDR;
    if (!soap_valid_socket(soap_bind(&soap, "127.0.0.1", 0, 100))
        || getsockname(soap.master, (struct sockaddr *)&address, &length) != 0) {
        soap_print_fault(&soap, stderr);
        return 1;
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    pthread_create(&thread, NULL, end_with_parent, NULL);
    for (;;) {
        struct soap *copy;
        if (!soap_valid_socket(soap_accept(&soap))) {
            continue;
        }
        copy = soap_copy(&soap);
        if (pthread_create(&thread, NULL, serve, copy) == 0) {
            pthread_detach(thread);
        }
    }
}
