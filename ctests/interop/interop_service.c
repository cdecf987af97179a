/*
 * Serves the calculator: interop_service soap11|soap12 PORT. See README.md.
 */
#include "calculator.h"
#include "ctest_error.h"

/* How many connections are served at once: each worker has a channel. */
#define WORKERS 4

typedef struct service {
    WS_LISTENER *listener;
    calculator_channel channel;
} service;

/* What one worker works with. */
typedef struct worker {
    WS_CHANNEL *channel;
    WS_MESSAGE *request;
    WS_MESSAGE *reply;
    WS_HEAP *heap;
    WS_ERROR *error;
} worker;

/* In the order of `requests`. */
typedef enum operation { ADD, DIVIDE, ECHO, ECHO_RECORD } operation;

static const WS_MESSAGE_DESCRIPTION *requests[] = { &Add_request, &Divide_request, &Echo_request,
                                                    &EchoRecord_request };

static HRESULT reply(worker *self, const WS_MESSAGE_DESCRIPTION *shape, const void *value, ULONG size)
{
    return WsSendReplyMessage(self->channel, self->reply, shape, WS_WRITE_REQUIRED_VALUE, value, size,
                              self->request, NULL, self->error);
}

static HRESULT refuse_zero(worker *self, INT32 dividend)
{
    static const WS_STRING reason = WS_STRING_VALUE(W("cannot divide by zero"));
    DivideByZero detail;
    HRESULT hr;
    detail.dividend = dividend;
    hr = WsSetFaultErrorDetail(self->error, &DivideByZero_detail, WS_WRITE_REQUIRED_VALUE, &detail,
                               sizeof(detail));
    if (SUCCEEDED(hr)) {
        hr = WsAddErrorString(self->error, &reason);
    }
    if (SUCCEEDED(hr)) {
        hr = WsSendFaultMessageForError(self->channel, self->reply, self->error, E_FAIL, WS_FULL_FAULT_DISCLOSURE,
                                        self->request, NULL, self->error);
    }
    return hr;
}

/* Answers the next request of the connection. Not S_OK: there is none. */
static HRESULT serve_request(worker *self)
{
    void *body = NULL;
    ULONG which = 0;
    ResultResponse result;
    HRESULT hr = WsReceiveMessage(self->channel, self->request, requests, WsCountOf(requests),
                                  WS_RECEIVE_OPTIONAL_MESSAGE, WS_READ_REQUIRED_POINTER, self->heap, &body,
                                  sizeof(body), &which, NULL, self->error);
    if (hr != S_OK) {
        return hr;
    }
    switch ((operation)which) {
    case ADD: {
        AddRequest *request = (AddRequest *)body;
        result.result = (INT32)((UINT32)request->a + (UINT32)request->b);
        return reply(self, &Add_response, &result, sizeof(result));
    }
    case DIVIDE: {
        DivideRequest *request = (DivideRequest *)body;
        if (request->divisor == 0) {
            return refuse_zero(self, request->dividend);
        }
        result.result = request->dividend / request->divisor;
        return reply(self, &Divide_response, &result, sizeof(result));
    }
    case ECHO:
        return reply(self, &Echo_response, body, sizeof(EchoText));
    case ECHO_RECORD:
        return reply(self, &EchoRecord_response, body, sizeof(EchoRecord));
    }
    return E_FAIL;
}

static void *work(void *state)
{
    service *server = (service *)state;
    worker self;
    memset(&self, 0, sizeof(self));
    REQUIRE_HR(WsCreateError(NULL, 0, &self.error), S_OK);
    REQUIRE_HR_ERROR(WsCreateHeap(CALCULATOR_MAX_MESSAGE, 0, NULL, 0, &self.heap, self.error), S_OK, self.error);
    REQUIRE_HR_ERROR(WsCreateChannelForListener(server->listener, server->channel.properties,
                                                CTEST_COUNT(server->channel.properties), &self.channel,
                                                self.error),
                     S_OK, self.error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(self.channel, NULL, 0, &self.request, self.error), S_OK,
                     self.error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(self.channel, NULL, 0, &self.reply, self.error), S_OK, self.error);

    /* Ends when the listener is closed. */
    while (SUCCEEDED(WsAcceptChannel(server->listener, self.channel, NULL, NULL))) {
        HRESULT hr;
        while ((hr = serve_request(&self)) == S_OK) {
            WsResetMessage(self.request, NULL);
            WsResetMessage(self.reply, NULL);
            WsResetHeap(self.heap, NULL);
            WsResetError(self.error);
        }
        if (FAILED(hr)) {
            fprintf(stderr, "a request failed with 0x%08lX\n", (unsigned long)(UINT32)hr);
            ctest_print_error(self.error);
        }
        WsCloseChannel(self.channel, NULL, NULL);
        WsResetMessage(self.request, NULL);
        WsResetMessage(self.reply, NULL);
        WsResetHeap(self.heap, NULL);
        WsResetError(self.error);
        CHECK_HR_ERROR(WsResetChannel(self.channel, self.error), S_OK, self.error);
    }
    WsFreeMessage(self.reply);
    WsFreeMessage(self.request);
    WsFreeChannel(self.channel);
    WsFreeHeap(self.heap);
    WsFreeError(self.error);
    return NULL;
}

int main(int argc, char **argv)
{
    static WCHAR chars[64];
    char text[64];
    WS_STRING url;
    pthread_t threads[WORKERS];
    WS_ERROR *error = NULL;
    service server;
    int i;
    /* The test listens to what goes over the wire at a port of its own, so that is the one that clients name. */
    ULONG matching = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_NO_QUERY;
    WS_LISTENER_PROPERTY property;

    REQUIRE(argc == 3);
    server.listener = NULL;
    calculator_channel_init(&server.channel, strcmp(argv[1], "soap12") == 0);
    snprintf(text, sizeof(text), "http://+:%.5s/calculator", argv[2]);
    for (i = 0; text[i]; i++) {
        chars[i] = (WCHAR)text[i];
    }
    url.chars = chars;
    url.length = (ULONG)i;

    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    property.id = WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS;
    property.value = &matching;
    property.valueSize = sizeof(matching);
    REQUIRE_HR_ERROR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL,
                                      &server.listener, error),
                     S_OK, error);
    REQUIRE_HR_ERROR(WsOpenListener(server.listener, &url, NULL, error), S_OK, error);
    for (i = 0; i < WORKERS; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, work, &server) == 0);
    }
    printf("port %s\n", argv[2]);
    fflush(stdout);
    while (getchar() != EOF) {
    }
    CHECK_HR_ERROR(WsCloseListener(server.listener, NULL, error), S_OK, error);
    for (i = 0; i < WORKERS; i++) {
        pthread_join(threads[i], NULL);
    }
    WsFreeListener(server.listener);
    WsFreeError(error);
    return ctest_summary();
}
