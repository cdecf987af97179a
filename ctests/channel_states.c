/* Channels: every call in every state, every property, and what is not a channel. (Pages WS_CHANNEL_STATE,
 * WS_CHANNEL_PROPERTY_ID.) */
#include "ctest_fake.h"
#include "ctest_net.h"

static WS_ERROR *error;
static WS_ENDPOINT_ADDRESS address;
static net_url address_url;

/* ---- Every call in every state ------------------------------------------------------------------- */

enum { CREATED, OPENING, ACCEPTING, OPEN, FAULTED, CLOSING, CLOSED, STATES };

static const char *const state_names[] = {"created", "opening", "accepting", "open", "faulted", "closing", "closed"};

static const int c_states[] = {WS_CHANNEL_STATE_CREATED, WS_CHANNEL_STATE_OPENING, WS_CHANNEL_STATE_ACCEPTING,
                               WS_CHANNEL_STATE_OPEN,    WS_CHANNEL_STATE_FAULTED, WS_CHANNEL_STATE_CLOSING,
                               WS_CHANNEL_STATE_CLOSED};

/* A channel that has been brought into a state, and the call that keeps it there if there is one. */
typedef struct scene {
    fake_channel fake;
    fake_channel listening;
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *message, *other;
    ctest_call pending;
    int is_pending;
} scene;

static void scene_enter(scene *it, int state, int of_listener)
{
    memset(it, 0, sizeof(*it));
    fake_create(&it->fake);
    fake_create(&it->listening);
    ctest_call_create(&it->pending);
    it->listener = fake_make_listener(&it->listening, WS_CHANNEL_TYPE_DUPLEX, error);
    REQUIRE_HR(WsOpenListener(it->listener, &address.url, NULL, error), S_OK);
    it->channel = of_listener ? fake_make_channel_for(it->listener, &it->fake, error)
                              : fake_make_channel(&it->fake, WS_CHANNEL_TYPE_DUPLEX, error);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->message, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->other, error), S_OK);
    if (state == CREATED) {
        return;
    }
    if (state == OPENING || state == ACCEPTING) {
        fake_plan(&it->fake, FAKE_OPEN, FAKE_HELD, S_OK);
        fake_plan(&it->listening, FAKE_ACCEPT, FAKE_HELD, S_OK);
        REQUIRE_HR(state == OPENING ? WsOpenChannel(it->channel, &address, &it->pending.context, NULL)
                                    : WsAcceptChannel(it->listener, it->channel, &it->pending.context, NULL),
                   WS_S_ASYNC);
        it->is_pending = 1;
        return;
    }
    REQUIRE_HR_ERROR(of_listener ? WsAcceptChannel(it->listener, it->channel, NULL, error)
                                 : WsOpenChannel(it->channel, &address, NULL, error),
                     S_OK, error);
    if (state == OPEN) {
        return;
    }
    if (state == FAULTED) {
        REQUIRE_HR(WsAbortChannel(it->channel, error), S_OK);
        return;
    }
    fake_plan(&it->fake, FAKE_CLOSE, state == CLOSING ? FAKE_HELD : FAKE_NOW, S_OK);
    REQUIRE_HR(WsCloseChannel(it->channel, &it->pending.context, NULL), state == CLOSING ? WS_S_ASYNC : S_OK);
    it->is_pending = state == CLOSING;
}

static void scene_leave(scene *it)
{
    int i;
    for (i = 0; i < FAKE_CALLS; i++) {
        fake_plan(&it->fake, (enum fake_call)i, FAKE_NOW, S_OK);
        fake_plan(&it->listening, (enum fake_call)i, FAKE_NOW, S_OK);
    }
    while (it->fake.held_count) {
        fake_release(&it->fake, S_OK);
    }
    while (it->listening.held_count) {
        fake_release(&it->listening, S_OK);
    }
    if (it->is_pending) {
        (void)ctest_call_end(&it->pending, WS_S_ASYNC);
    }
    (void)WsAbortChannel(it->channel, NULL);
    (void)WsCloseChannel(it->channel, NULL, NULL);
    CHECK_HR(WsCloseListener(it->listener, NULL, NULL), S_OK);
    WsFreeMessage(it->message);
    WsFreeMessage(it->other);
    WsFreeChannel(it->channel);
    WsFreeListener(it->listener);
    ctest_call_free(&it->pending);
    fake_free(&it->fake);
    fake_free(&it->listening);
}

static WS_XML_STRING action = WS_XML_STRING_VALUE("urn:test");
static WS_MESSAGE_DESCRIPTION description = {&action, NULL};
static const WS_MESSAGE_DESCRIPTION *descriptions[] = {&description};

enum {
    CALL_OPEN,
    CALL_ACCEPT,
    CALL_CLOSE,
    CALL_ABORT,
    CALL_RESET,
    /* From here on they exchange messages. */
    CALL_WRITE_START,
    CALL_WRITE_END,
    CALL_READ_START,
    CALL_READ_END,
    CALL_SHUTDOWN,
    CALL_SEND,
    CALL_RECEIVE,
    CALL_REQUEST,
    CALL_REPLY,
    CALL_FAULT,
    CALL_ABANDON,
    CALLS
};

static HRESULT perform(scene *it, int call)
{
    WS_CHANNEL *channel = it->channel;
    switch (call) {
    case CALL_OPEN:
        return WsOpenChannel(channel, &address, NULL, NULL);
    case CALL_ACCEPT:
        return WsAcceptChannel(it->listener, channel, NULL, NULL);
    case CALL_CLOSE:
        return WsCloseChannel(channel, NULL, NULL);
    case CALL_ABORT:
        return WsAbortChannel(channel, NULL);
    case CALL_RESET:
        return WsResetChannel(channel, NULL);
    case CALL_WRITE_START:
        return WsWriteMessageStart(channel, it->message, NULL, NULL);
    case CALL_WRITE_END:
        return WsWriteMessageEnd(channel, it->message, NULL, NULL);
    case CALL_READ_START:
        return WsReadMessageStart(channel, it->message, NULL, NULL);
    case CALL_READ_END:
        return WsReadMessageEnd(channel, it->message, NULL, NULL);
    case CALL_SHUTDOWN:
        return WsShutdownSessionChannel(channel, NULL, NULL);
    case CALL_SEND:
        return WsSendMessage(channel, it->message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, NULL);
    case CALL_RECEIVE:
        return WsReceiveMessage(channel, it->message, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                WS_READ_REQUIRED_VALUE, NULL, NULL, 0, NULL, NULL, NULL);
    case CALL_REQUEST:
        return WsRequestReply(channel, it->message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, it->other,
                              &description, WS_READ_REQUIRED_VALUE, NULL, NULL, 0, NULL, NULL);
    case CALL_REPLY:
        CHECK_HR(WsInitializeMessage(it->other, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
        return WsSendReplyMessage(channel, it->message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, it->other,
                                  NULL, NULL);
    case CALL_FAULT:
        CHECK_HR(WsInitializeMessage(it->other, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
        return WsSendFaultMessageForError(channel, it->message, error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, it->other,
                                          NULL, NULL);
    case CALL_ABANDON:
        return WsAbandonMessage(channel, it->message, NULL);
    default:
        return E_UNEXPECTED;
    }
}

/* The pictures of the page WS_CHANNEL_STATE, a line per state and a column per call; `-` is refused. */
static const int refused = -1;

static int expected_after(int state, int call, int of_listener)
{
    switch (call) {
    case CALL_OPEN:
        return state == CREATED && !of_listener ? OPEN : refused;
    case CALL_ACCEPT:
        return state == CREATED && of_listener ? OPEN : refused;
    case CALL_CLOSE:
        /* The picture does not show it for CREATED and CLOSED; Windows returns S_OK. */
        return state == CREATED || state == OPEN || state == FAULTED || state == CLOSED ? CLOSED : refused;
    case CALL_ABORT:
        return state == OPENING || state == ACCEPTING ? CREATED : state == OPEN ? FAULTED : state;
    case CALL_RESET:
        return state == CREATED || state == CLOSED ? CREATED : refused;
    default:
        return state == OPEN ? OPEN : refused;
    }
}

static void every_call_in_every_state(void)
{
    int state, call, of_listener;
    for (of_listener = 0; of_listener < 2; of_listener++) {
        for (state = 0; state < STATES; state++) {
            if (state == (of_listener ? OPENING : ACCEPTING)) {
                continue;
            }
            for (call = 0; call < CALLS; call++) {
                scene it;
                int after = expected_after(state, call, of_listener);
                HRESULT hr;
                unsigned failures = ctest_failures;
                scene_enter(&it, state, of_listener);
                CHECK_INT(channel_state(it.channel), c_states[state]);
                if (state == OPEN && call >= CALL_WRITE_START) {
                    /* Tested where messages are. */
                    scene_leave(&it);
                    continue;
                }
                hr = perform(&it, call);
                if (after != refused) {
                    CHECK_HR(hr, S_OK);
                } else if (call == CALL_ACCEPT && !of_listener) {
                    CHECK_HR(hr, E_INVALIDARG);
                } else if (call == CALL_ABANDON && state == FAULTED) {
                    /* Allowed, but there is no message. */
                    CHECK_HR(hr, E_INVALIDARG);
                } else if (call >= CALL_WRITE_START && state == FAULTED) {
                    CHECK_HR(hr, WS_E_OBJECT_FAULTED);
                } else {
                    CHECK_HR(hr, WS_E_INVALID_OPERATION);
                }
                CHECK_INT(channel_state(it.channel), c_states[after == refused ? state : after]);
                if (ctest_failures != failures) {
                    printf("  that was call %d in state %s%s\n", call, state_names[state],
                           of_listener ? ", of a listener" : "");
                }
                scene_leave(&it);
            }
        }
    }
}

/* ---- A channel over HTTP through its life -------------------------------------------------------------- */

static WS_CHANNEL *http_channel(void)
{
    WS_CHANNEL *channel = NULL;
    REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, error),
               S_OK);
    REQUIRE(channel != NULL);
    return channel;
}

static void a_channel_over_http_through_its_life(void)
{
    WS_CHANNEL *channel = http_channel();
    WS_CHANNEL_TYPE type = WS_CHANNEL_TYPE_INPUT;
    ctest_call call;
    ULONG timeout = 5000;
    int asynchronous;
    ctest_call_create(&call);
    CHECK_HR(WsResetChannel(channel, NULL), S_OK);
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, &timeout, sizeof(timeout), NULL),
             S_OK);
    CHECK_HR(WsOpenChannel(channel, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
        CHECK_HR(ctest_call_end(&call, WsOpenChannel(channel, &address, context, error)), S_OK);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
        CHECK_HR(ctest_call_end(&call, WsOpenChannel(channel, &address, context, NULL)), WS_E_INVALID_OPERATION);
        CHECK_HR(WsResetChannel(channel, NULL), WS_E_INVALID_OPERATION);
        CHECK_HR(ctest_call_end(&call, WsShutdownSessionChannel(channel, context, NULL)), WS_E_INVALID_OPERATION);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
        CHECK_HR(ctest_call_end(&call, WsCloseChannel(channel, context, NULL)), S_OK);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CLOSED);
        CHECK_HR(ctest_call_end(&call, WsCloseChannel(channel, context, NULL)), S_OK);
        CHECK_HR(WsResetChannel(channel, NULL), S_OK);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    }
    /* Properties stay. */
    timeout = 0;
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, &timeout, sizeof(timeout), NULL),
             S_OK);
    CHECK_INT(timeout, 5000);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CHANNEL_TYPE, &type, sizeof(type), NULL), S_OK);
    CHECK_INT(type, WS_CHANNEL_TYPE_REQUEST);
    WsFreeChannel(channel);
    ctest_call_free(&call);
    /* Freed in states that the page does not allow. */
    channel = http_channel();
    CHECK_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    WsFreeChannel(channel);
    channel = http_channel();
    CHECK_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
    WsFreeChannel(channel);
}

static void refuses_addresses_that_are_none(void)
{
    static const WCHAR *const urls[] = {
        W(""),
        W("nothing"),
        W("http://"),
        W("http:///path"),
        W("http://host:70000/"),
        W("http://host:port/"),
        W("net.tcp://host/"),
        W("net.pipe://host/"),
        W("soap.udp://host/"),
        W("ftp://host/"),
        W("http://+:8080/"),
        W("http://*:8080/"),
        W("http://ho st/"),
        W("http://[::1/"),
    };
    WS_CHANNEL *channel = http_channel();
    WS_ENDPOINT_ADDRESS wrong;
    size_t i;
    memset(&wrong, 0, sizeof(wrong));
    for (i = 0; i < CTEST_COUNT(urls); i++) {
        ULONG count = 0;
        wrong.url.chars = (WCHAR *)(uintptr_t)urls[i];
        wrong.url.length = (ULONG)ctest_length(urls[i]);
        if (!CHECK_HR(WsOpenChannel(channel, &wrong, NULL, error), WS_E_INVALID_ENDPOINT_URL)) {
            ctest_print_wide("that was", urls[i], ctest_length(urls[i]));
        }
        CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
        CHECK(count > 0);
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    }
    /* A length without characters, and characters that are none. */
    wrong.url.chars = NULL;
    CHECK_HR(WsOpenChannel(channel, &wrong, NULL, NULL), E_INVALIDARG);
    wrong = address;
    wrong.headers = (WS_XML_BUFFER *)channel;
    CHECK_HR(WsOpenChannel(channel, &wrong, NULL, NULL), E_INVALIDARG);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    WsFreeChannel(channel);
}

static void refuses_to_create_what_there_is_not(void)
{
    WS_CHANNEL *const untouched = (WS_CHANNEL *)&address;
    WS_CHANNEL *channel = untouched;
    WS_CHANNEL_PROPERTY property;
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 1, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, (WS_CHANNEL_BINDING)99, NULL, 0, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel((WS_CHANNEL_TYPE)999, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, NULL),
             E_INVALIDARG);
    memset(&property, 0, sizeof(property));
    property.id = (WS_CHANNEL_PROPERTY_ID)9999;
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel,
                             (WS_ERROR *)&address),
             E_INVALIDARG);
    CHECK(channel == untouched);
}

/* ---- Properties ----------------------------------------------------------------------------- */

#define YES S_OK
#define NO E_INVALIDARG
#define UNKNOWN_YET WS_E_INVALID_OPERATION

/* One property of channels over HTTP: who may do what with it, and its value if nobody does. */
typedef struct property_row {
    WS_CHANNEL_PROPERTY_ID id;
    ULONG size;
    uint64_t initial;
    /* What is given and set to. */
    uint64_t other;
    /* The client's channel. */
    HRESULT get, create, set;
    /* The channel of a listener. */
    HRESULT get_reply, create_reply, set_reply;
} property_row;

static const property_row rows[] = {
    {WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 4, 65536, 1000, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 8, 4194304, 1ull << 40, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, 4, 16384, 1, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 4, 65536, 1, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_ENCODING, 4, WS_ENCODING_XML_UTF8, WS_ENCODING_XML_UTF16LE, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, 4, WS_ENVELOPE_VERSION_SOAP_1_2, WS_ENVELOPE_VERSION_SOAP_1_1, YES, YES,
     NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, 4, WS_ADDRESSING_VERSION_1_0, WS_ADDRESSING_VERSION_TRANSPORT, YES, YES,
     NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE, 4, 0, 4096, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_STATE, 4, WS_CHANNEL_STATE_CREATED, WS_CHANNEL_STATE_CREATED, YES, NO, NO, YES, NO, NO},
    {WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, 4, WS_LONG_CALLBACK, WS_SHORT_CALLBACK, YES, YES, NO, YES, NO, NO},
    {WS_CHANNEL_PROPERTY_IP_VERSION, 4, 0, WS_IP_VERSION_4, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, 4, 0xFFFFFFFF, 5, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT, 4, 30000, 5, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_SEND_TIMEOUT, 4, 30000, 5, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, 4, 30000, 5, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, 4, 30000, 5, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT, 4, 0, 5, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, 4, 0, TRUE, NO, YES, NO, NO, YES, NO},
    {WS_CHANNEL_PROPERTY_TRANSFER_MODE, 4, WS_BUFFERED_TRANSFER_MODE, WS_STREAMED_TRANSFER_MODE, YES, YES, NO, YES,
     YES, NO},
    {WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_MULTICAST_HOPS, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_REMOTE_ADDRESS, sizeof(WS_ENDPOINT_ADDRESS), 0, 0, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, 128, 0, 0, NO, NO, NO, UNKNOWN_YET, NO, NO},
    {WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, 8, 0, 0, NO, NO, NO, UNKNOWN_YET, NO, NO},
    {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, sizeof(WS_CUSTOM_CHANNEL_CALLBACKS), 0, 0, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, 4, 0, 0, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, sizeof(void *), 0, 0, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_TRANSPORT_URL, sizeof(WS_STRING), 0, 0, NO, NO, NO, UNKNOWN_YET, NO, NO},
    {WS_CHANNEL_PROPERTY_NO_DELAY, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL, 4, 0, 1, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS, 4, 0, 10, NO, YES, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN, 4, 0, 0, NO, NO, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE, 4, 65536, 0, YES, YES, NO, YES, YES, NO},
    {WS_CHANNEL_PROPERTY_PROTECTION_LEVEL, 4, WS_PROTECTION_LEVEL_NONE, WS_PROTECTION_LEVEL_NONE, YES, NO, NO, YES, NO,
     NO},
    {WS_CHANNEL_PROPERTY_COOKIE_MODE, 4, 0, WS_MANUAL_COOKIE_MODE, NO, YES, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, 4, 0, WS_HTTP_PROXY_SETTING_MODE_NONE, NO, YES, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, 4, 0, FALSE, NO, YES, NO, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, 4, TRUE, FALSE, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, 4, FALSE, TRUE, YES, YES, YES, NO, NO, NO},
    {WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, 4, 65536, 1000, NO, NO, NO, YES, YES, NO},
};

static void check_property(WS_CHANNEL *channel, const property_row *row, HRESULT get, uint64_t expected)
{
    unsigned char found[256], before[256];
    HRESULT hr;
    memset(found, 0xA5, sizeof(found));
    memcpy(before, found, sizeof(before));
    hr = WsGetChannelProperty(channel, row->id, found, row->size, error);
    if (!CHECK_HR_ERROR(hr, get, error)) {
        printf("  that was property %d\n", (int)row->id);
    }
    if (SUCCEEDED(hr) && row->size <= 8) {
        uint64_t value = 0;
        memcpy(&value, found, row->size);
        if (!CHECK_INT(value, expected)) {
            printf("  that was property %d\n", (int)row->id);
        }
    }
    /* Nothing is written beyond it, nor on failure. */
    CHECK_MEMORY(found + (SUCCEEDED(hr) ? row->size : 0), 200, before, 200);
    CHECK_HR(WsResetError(error), S_OK);
    if (SUCCEEDED(get)) {
        memset(found, 0xA5, sizeof(found));
        CHECK_HR(WsGetChannelProperty(channel, row->id, found, row->size - 1, NULL), E_INVALIDARG);
        CHECK_HR(WsGetChannelProperty(channel, row->id, found, row->size + 1, NULL), E_INVALIDARG);
        CHECK_HR(WsGetChannelProperty(channel, row->id, found, 0, NULL), E_INVALIDARG);
        CHECK_HR(WsGetChannelProperty(channel, row->id, NULL, row->size, NULL), E_INVALIDARG);
        CHECK_MEMORY(found, 200, before, 200);
    }
}

static void every_property(void)
{
    WS_LISTENER *listener = NULL;
    WS_CHANNEL *client = http_channel(), *server = NULL;
    size_t i;
    REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &listener, error),
               S_OK);
    REQUIRE_HR(WsCreateChannelForListener(listener, NULL, 0, &server, error), S_OK);
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        const property_row *row = &rows[i];
        unsigned char value[256];
        int side;
        memset(value, 0, sizeof(value));
        memcpy(value, &row->other, 8);
        check_property(client, row, row->get, row->initial);
        check_property(server, row, row->get_reply, row->initial);
        for (side = 0; side < 2; side++) {
            WS_CHANNEL *channel = side ? server : client, *made = NULL;
            HRESULT set = side ? row->set_reply : row->set, create = side ? row->create_reply : row->create;
            HRESULT get = side ? row->get_reply : row->get, hr;
            WS_CHANNEL_PROPERTY property;
            int way;
            if (!CHECK_HR(WsSetChannelProperty(channel, row->id, value, row->size, NULL), set)) {
                printf("  that was property %d\n", (int)row->id);
            }
            check_property(channel, row, get, SUCCEEDED(set) ? row->other : row->initial);
            if (SUCCEEDED(set)) {
                CHECK_HR(WsSetChannelProperty(channel, row->id, value, row->size + 1, NULL), E_INVALIDARG);
                CHECK_HR(WsSetChannelProperty(channel, row->id, value, row->size - 1, NULL), E_INVALIDARG);
                CHECK_HR(WsSetChannelProperty(channel, row->id, NULL, row->size, NULL), E_INVALIDARG);
                check_property(channel, row, get, row->other);
                memcpy(value, &row->initial, 8);
                CHECK_HR(WsSetChannelProperty(channel, row->id, value, row->size, NULL), S_OK);
                memcpy(value, &row->other, 8);
            }
            /* Given on creation: as it should be; too long, too short, and not at all. */
            for (way = 0; way < 4; way++) {
                property.id = row->id;
                property.value = way == 3 ? NULL : value;
                property.valueSize = row->size + (way == 1) - (way == 2);
                hr = side ? WsCreateChannelForListener(listener, &property, 1, &made, NULL)
                          : WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL,
                                            &made, NULL);
                if (!CHECK_HR(hr, way ? E_INVALIDARG : create)) {
                    printf("  that was property %d, way %d, side %d\n", (int)row->id, way, side);
                }
                if (SUCCEEDED(hr)) {
                    check_property(made, row, get, row->other);
                    WsFreeChannel(made);
                }
            }
        }
    }
    WsFreeChannel(client);
    WsFreeChannel(server);
    WsFreeListener(listener);
}

static HRESULT create_with(WS_CHANNEL_PROPERTY_ID id, uint64_t value, ULONG size)
{
    WS_CHANNEL *channel = NULL;
    WS_CHANNEL_PROPERTY property;
    HRESULT hr;
    property.id = id;
    property.value = &value;
    property.valueSize = size;
    hr = WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &channel, error);
    CHECK(SUCCEEDED(hr) == (channel != NULL));
    WsFreeChannel(channel);
    return hr;
}

static void refuses_values_that_are_none(void)
{
    static const WS_CHANNEL_PROPERTY_ID enumerations[] = {
        WS_CHANNEL_PROPERTY_ENCODING,         WS_CHANNEL_PROPERTY_ENVELOPE_VERSION,
        WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL,
        WS_CHANNEL_PROPERTY_COOKIE_MODE,      WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE,
    };
    static const WS_CHANNEL_PROPERTY_ID positives[] = {
        WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE,
        WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE,
    };
    WS_HTTP_MESSAGE_MAPPING mapping;
    WS_CHANNEL_PROPERTY property;
    WS_CHANNEL *channel = NULL;
    size_t i;
    for (i = 0; i < CTEST_COUNT(enumerations); i++) {
        CHECK_HR(create_with(enumerations[i], 99, 4), E_INVALIDARG);
    }
    for (i = 0; i < CTEST_COUNT(positives); i++) {
        CHECK_HR(create_with(positives[i], 0, 4), E_INVALIDARG);
    }
    CHECK_HR(WsResetError(error), S_OK);
    memset(&mapping, 0, sizeof(mapping));
    property.id = WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING;
    property.value = &mapping;
    property.valueSize = sizeof(mapping);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &channel, NULL),
             S_OK);
    WsFreeChannel(channel);
    /* The options are for WS_ENCODING_RAW. */
    mapping.requestMappingOptions = WS_HTTP_REQUEST_MAPPING_VERB;
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &channel, NULL),
             E_INVALIDARG);
    mapping.requestMappingOptions = 0;
    mapping.requestHeaderMappingCount = 1;
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &channel, NULL),
             E_INVALIDARG);
}

/* WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, FALSE, makes those INFINITE that are not given, wherever they stand. */
static void timeouts_can_be_disabled(void)
{
    WS_CHANNEL *channel = NULL;
    BOOL enable = FALSE;
    ULONG send = 1234, found = 0;
    WS_CHANNEL_PROPERTY properties[2];
    int turn;
    for (turn = 0; turn < 2; turn++) {
        properties[turn].id = WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS;
        properties[turn].value = &enable;
        properties[turn].valueSize = sizeof(enable);
        properties[!turn].id = WS_CHANNEL_PROPERTY_SEND_TIMEOUT;
        properties[!turn].value = &send;
        properties[!turn].valueSize = sizeof(send);
        REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &channel,
                                   error),
                   S_OK);
        CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &found, sizeof(found), NULL), S_OK);
        CHECK_INT(found, 1234);
        CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT, &found, sizeof(found), NULL),
                 S_OK);
        CHECK_INT(found, 0xFFFFFFFF);
        CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, &found, sizeof(found), NULL),
                 S_OK);
        CHECK_INT(found, 0xFFFFFFFF);
        WsFreeChannel(channel);
    }
}

/* Without an envelope there is no place for addressing. */
static void versions_have_to_go_together(void)
{
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_NONE;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[2];
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *message = NULL;
    properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    properties[0].value = &envelope;
    properties[0].valueSize = sizeof(envelope);
    properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    properties[1].value = &addressing;
    properties[1].valueSize = sizeof(addressing);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &channel, error),
             S_OK);
    CHECK_HR(WsCreateMessageForChannel(channel, NULL, 0, &message, error), S_OK);
    WsFreeMessage(message);
    WsFreeChannel(channel);
    /* A message of other versions does not go over the channel. */
    channel = http_channel();
    CHECK_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    REQUIRE_HR(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 0, &message,
                               error),
               S_OK);
    CHECK_HR(WsSendMessage(channel, message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error),
             E_INVALIDARG);
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsReadMessageStart(channel, message, NULL, NULL), E_INVALIDARG);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
    CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    WsFreeMessage(message);
    WsFreeChannel(channel);
}

/* ---- What is not a channel ------------------------------------------------------------------------ */

static void refuses_what_is_not_a_channel(void)
{
    WS_CHANNEL *freed = http_channel(), *channel = http_channel();
    WS_CHANNEL *wrong[4];
    WS_MESSAGE *message = NULL, *made;
    WS_HEAP *heap = NULL;
    ctest_call call;
    ULONG value, index;
    int on_stack = 0;
    size_t i;
    ctest_call_create(&call);
    REQUIRE_HR(WsCreateHeap(1024, 0, NULL, 0, &heap, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &message, error), S_OK);
    WsFreeChannel(freed);
    wrong[0] = NULL;
    wrong[1] = freed;
    wrong[2] = (WS_CHANNEL *)message;
    wrong[3] = (WS_CHANNEL *)&on_stack;
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        int asynchronous;
        for (asynchronous = 0; asynchronous < 2; asynchronous++) {
            const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
            CHECK_HR(WsOpenChannel(wrong[i], &address, context, error), E_INVALIDARG);
            CHECK_HR(WsCloseChannel(wrong[i], context, error), E_INVALIDARG);
            CHECK_HR(WsWriteMessageStart(wrong[i], message, context, error), E_INVALIDARG);
            CHECK_HR(WsWriteMessageEnd(wrong[i], message, context, error), E_INVALIDARG);
            CHECK_HR(WsReadMessageStart(wrong[i], message, context, error), E_INVALIDARG);
            CHECK_HR(WsReadMessageEnd(wrong[i], message, context, error), E_INVALIDARG);
            CHECK_HR(WsShutdownSessionChannel(wrong[i], context, error), E_INVALIDARG);
            CHECK_HR(WsSendMessage(wrong[i], message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, context, error),
                     E_INVALIDARG);
            index = value = 77;
            CHECK_HR(WsReceiveMessage(wrong[i], message, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                      WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), &index, context, error),
                     E_INVALIDARG);
            CHECK_HR(WsRequestReply(wrong[i], message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, message,
                                    &description, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), context, error),
                     E_INVALIDARG);
            CHECK_HR(WsSendReplyMessage(wrong[i], message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, message,
                                        context, error),
                     E_INVALIDARG);
            CHECK_HR(WsSendFaultMessageForError(wrong[i], message, error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, message,
                                                context, error),
                     E_INVALIDARG);
        }
        CHECK_HR(WsAbortChannel(wrong[i], error), E_INVALIDARG);
        CHECK_HR(WsResetChannel(wrong[i], error), E_INVALIDARG);
        CHECK_HR(WsAbandonMessage(wrong[i], message, error), E_INVALIDARG);
        CHECK_HR(WsGetChannelProperty(wrong[i], WS_CHANNEL_PROPERTY_STATE, &value, sizeof(value), error),
                 E_INVALIDARG);
        CHECK_HR(WsSetChannelProperty(wrong[i], WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &value, sizeof(value), error),
                 E_INVALIDARG);
        made = message;
        CHECK_HR(WsCreateMessageForChannel(wrong[i], NULL, 0, &made, error), E_INVALIDARG);
        CHECK(made == message);
        CHECK_INT(value, 77);
        CHECK_INT(index, 77);
        WsFreeChannel(wrong[i]);
        CHECK_HR(WsResetError(error), S_OK);
    }
    CHECK_INT(on_stack, 0);
    /* The message is as untouched as it was. */
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, WS_MESSAGE_STATE_EMPTY);
    /* And what else can be wrong in these calls. */
    CHECK_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        WS_MESSAGE *not_a_message = i == 2 ? (WS_MESSAGE *)channel : (WS_MESSAGE *)wrong[i];
        CHECK_HR(WsWriteMessageStart(channel, not_a_message, NULL, NULL), E_INVALIDARG);
        CHECK_HR(WsWriteMessageEnd(channel, not_a_message, NULL, NULL), E_INVALIDARG);
        CHECK_HR(WsReadMessageStart(channel, not_a_message, NULL, NULL), E_INVALIDARG);
        CHECK_HR(WsReadMessageEnd(channel, not_a_message, NULL, NULL), E_INVALIDARG);
        CHECK_HR(WsAbandonMessage(channel, not_a_message, NULL), E_INVALIDARG);
        CHECK_HR(WsSendMessage(channel, not_a_message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, NULL),
                 E_INVALIDARG);
        CHECK_HR(WsRequestReply(channel, message, &description, WS_WRITE_REQUIRED_VALUE, NULL, 0, not_a_message,
                                &description, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), NULL, NULL),
                 E_INVALIDARG);
    }
    CHECK_HR(WsSendMessage(channel, message, NULL, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSendMessage(channel, message, &description, (WS_WRITE_OPTION)99, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReceiveMessage(channel, message, NULL, 1, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE, heap,
                              &value, sizeof(value), NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReceiveMessage(channel, message, descriptions, 0, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE,
                              heap, &value, sizeof(value), NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReceiveMessage(channel, message, descriptions, 1, (WS_RECEIVE_OPTION)99, WS_READ_REQUIRED_VALUE, heap,
                              &value, sizeof(value), NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReceiveMessage(channel, message, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE, (WS_READ_OPTION)99, heap,
                              &value, sizeof(value), NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReceiveMessage(channel, message, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE,
                              (WS_HEAP *)channel, &value, sizeof(value), NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsSendFaultMessageForError(channel, message, error, S_OK, WS_FULL_FAULT_DISCLOSURE, message, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsSendFaultMessageForError(channel, message, error, E_FAIL, (WS_FAULT_DISCLOSURE)99, message, NULL,
                                        NULL),
             E_INVALIDARG);
    CHECK_HR(WsSendFaultMessageForError(channel, message, NULL, E_FAIL, WS_FULL_FAULT_DISCLOSURE, message, NULL, NULL),
             E_INVALIDARG);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
    CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    WsFreeMessage(message);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    ctest_call_free(&call);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    memset(&address, 0, sizeof(address));
    address.url = *net_make_url(&address_url, "http://localhost:", 80, "/nowhere");
    every_call_in_every_state();
    a_channel_over_http_through_its_life();
    refuses_addresses_that_are_none();
    refuses_to_create_what_there_is_not();
    every_property();
    refuses_values_that_are_none();
    timeouts_can_be_disabled();
    versions_have_to_go_together();
    refuses_what_is_not_a_channel();
    WsFreeError(error);
    return ctest_summary();
}
