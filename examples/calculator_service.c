/*
 * A calculator service over an HTTP listener and a reply channel, with the messages that wsutil generates from
 * calculator.wsdl.
 *
 *     calculator_service [port]
 *
 * It adds and divides, answers a division by zero with a fault, and never answers Hang. It ends when its standard
 * input does.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <webservices.h>

#include "calculator.wsdl.h"

/* How many requests are worked on at once: each worker has a channel. */
#define WORKERS 8

static WS_LISTENER *listener;

/* A request that is never answered waits for this. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stopping = PTHREAD_COND_INITIALIZER;
static int stopped;

static HRESULT answer(WS_CHANNEL *channel, WS_MESSAGE *request, WS_MESSAGE *reply, WS_HEAP *heap, WS_ERROR *error)
{
    static const WS_MESSAGE_DESCRIPTION *expected[] = { &calculator_wsdl.messages.Add, &calculator_wsdl.messages.Divide,
                                                        &calculator_wsdl.messages.Hang };
    static const WS_STRING by_zero = WS_STRING_VALUE(u"The divisor is zero.");
    const WS_MESSAGE_DESCRIPTION *shape = &calculator_wsdl.messages.AddResponse;
    Operands *operands = NULL;
    Result result = { 0 };
    ULONG which = 0;
    HRESULT hr = WsReceiveMessage(channel, request, expected, WsCountOf(expected), WS_RECEIVE_REQUIRED_MESSAGE,
                                  WS_READ_REQUIRED_POINTER, heap, &operands, sizeof(operands), &which, NULL, error);
    if (FAILED(hr))
        return hr;
    if (which == 0) {
        result.value = (INT32)((ULONG)operands->a + (ULONG)operands->b);
    } else if (which == 1) {
        shape = &calculator_wsdl.messages.DivideResponse;
        if (operands->b == 0) {
            WsAddErrorString(error, &by_zero);
            return WsSendFaultMessageForError(channel, reply, error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL,
                                              NULL);
        }
        result.value = operands->b == -1 ? (INT32)(0u - (ULONG)operands->a) : operands->a / operands->b;
    } else {
        shape = &calculator_wsdl.messages.HangResponse;
        pthread_mutex_lock(&lock);
        while (!stopped)
            pthread_cond_wait(&stopping, &lock);
        pthread_mutex_unlock(&lock);
    }
    return WsSendReplyMessage(channel, reply, shape, WS_WRITE_REQUIRED_VALUE, &result, sizeof(result), request, NULL,
                              error);
}

static void *work(void *unused)
{
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[] = {
        { WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope) },
        { WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing) },
    };
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    (void)unused;
    if (SUCCEEDED(hr))
        hr = WsCreateHeap(65536, 4096, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateChannelForListener(listener, properties, WsCountOf(properties), &channel, error);
    if (SUCCEEDED(hr))
        hr = WsCreateMessageForChannel(channel, NULL, 0, &request, error);
    if (SUCCEEDED(hr))
        hr = WsCreateMessageForChannel(channel, NULL, 0, &reply, error);
    /* Ends when the listener is closed. */
    while (SUCCEEDED(hr) && SUCCEEDED(WsAcceptChannel(listener, channel, NULL, NULL))) {
        answer(channel, request, reply, heap, error);
        WsCloseChannel(channel, NULL, NULL);
        WsResetChannel(channel, NULL);
        WsResetMessage(request, NULL);
        WsResetMessage(reply, NULL);
        WsResetHeap(heap, NULL);
        WsResetError(error);
    }
    WsFreeMessage(reply);
    WsFreeMessage(request);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

int main(int argc, char **argv)
{
    char ascii[64];
    WCHAR chars[64];
    WS_STRING url = { 0, chars };
    pthread_t workers[WORKERS];
    char byte;
    HRESULT hr;
    int i;

    url.length = (ULONG)snprintf(ascii, sizeof(ascii), "http://+:%s/calculator", argc > 1 ? argv[1] : "8080");
    for (i = 0; i < (int)url.length; i++)
        chars[i] = (WCHAR)ascii[i];

    hr = WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &listener, NULL);
    if (SUCCEEDED(hr))
        hr = WsOpenListener(listener, &url, NULL, NULL);
    if (FAILED(hr)) {
        fprintf(stderr, "service: cannot listen at %s: 0x%08x\n", ascii, (unsigned)hr);
        return 1;
    }
    for (i = 0; i < WORKERS; i++)
        pthread_create(&workers[i], NULL, work, NULL);
    printf("service: listening at %s\n", ascii);
    fflush(stdout);

    while (read(0, &byte, 1) > 0)
        ;

    pthread_mutex_lock(&lock);
    stopped = 1;
    pthread_cond_broadcast(&stopping);
    pthread_mutex_unlock(&lock);
    WsCloseListener(listener, NULL, NULL);
    for (i = 0; i < WORKERS; i++)
        pthread_join(workers[i], NULL);
    WsFreeListener(listener);
    printf("service: closed\n");
    return 0;
}
