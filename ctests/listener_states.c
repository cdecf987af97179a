/* Listeners: every call in every state, every property, custom listeners, and what is not a listener.
 * (Pages WS_LISTENER_STATE, WS_LISTENER_PROPERTY_ID, WS_CUSTOM_LISTENER_CALLBACKS.) */
#include "ctest_fake.h"
#include "ctest_net.h"

static WS_ERROR *error;
static const WCHAR somewhere_chars[] = W("test://somewhere/else");
static WS_STRING somewhere = {CTEST_COUNT(somewhere_chars) - 1, (WCHAR *)(uintptr_t)0};

/* ---- Every call in every state ------------------------------------------------------------------- */

enum { CREATED, OPENING, OPEN, FAULTED, CLOSING, CLOSED, STATES };

static const char *const state_names[] = {"created", "opening", "open", "faulted", "closing", "closed"};

static const int c_states[] = {WS_LISTENER_STATE_CREATED, WS_LISTENER_STATE_OPENING, WS_LISTENER_STATE_OPEN,
                               WS_LISTENER_STATE_FAULTED, WS_LISTENER_STATE_CLOSING, WS_LISTENER_STATE_CLOSED};

enum { CALL_OPEN, CALL_ACCEPT, CALL_CLOSE, CALL_ABORT, CALL_RESET, CALLS };

static const int refused = -1;

static int expected_after(int state, int call)
{
    switch (call) {
    case CALL_OPEN:
        return state == CREATED ? OPEN : refused;
    case CALL_ACCEPT:
        return state == OPEN ? OPEN : refused;
    case CALL_CLOSE:
        /* The picture does not show it for CREATED and CLOSED; Windows returns S_OK. */
        return state == OPENING || state == CLOSING ? refused : CLOSED;
    case CALL_ABORT:
        return state == OPENING ? CREATED : state == OPEN ? FAULTED : state;
    default:
        return state == CREATED || state == CLOSED ? CREATED : refused;
    }
}

static void every_call_in_every_state(void)
{
    int state, call, asynchronous;
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        for (state = 0; state < STATES; state++) {
            for (call = 0; call < CALLS; call++) {
                fake_channel fake, accepted;
                WS_LISTENER *listener;
                WS_CHANNEL *channel;
                ctest_call pending, second;
                const WS_ASYNC_CONTEXT *context = asynchronous ? &second.context : NULL;
                int after = expected_after(state, call), is_pending = 0;
                unsigned failures = ctest_failures;
                HRESULT hr;
                fake_create(&fake);
                fake_create(&accepted);
                ctest_call_create(&pending);
                ctest_call_create(&second);
                listener = fake_make_listener(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
                channel = fake_make_channel_for(listener, &accepted, error);
                if (state == OPENING) {
                    fake_plan(&fake, FAKE_OPEN, FAKE_HELD, S_OK);
                    REQUIRE_HR(WsOpenListener(listener, &somewhere, &pending.context, NULL), WS_S_ASYNC);
                    is_pending = 1;
                } else if (state != CREATED) {
                    REQUIRE_HR(WsOpenListener(listener, &somewhere, NULL, NULL), S_OK);
                }
                if (state == FAULTED) {
                    REQUIRE_HR(WsAbortListener(listener, NULL), S_OK);
                }
                if (state == CLOSING) {
                    fake_plan(&fake, FAKE_CLOSE, FAKE_HELD, S_OK);
                    REQUIRE_HR(WsCloseListener(listener, &pending.context, NULL), WS_S_ASYNC);
                    is_pending = 1;
                }
                if (state == CLOSED) {
                    REQUIRE_HR(WsCloseListener(listener, NULL, NULL), S_OK);
                }
                CHECK_INT(listener_state(listener), c_states[state]);
                switch (call) {
                case CALL_OPEN:
                    hr = ctest_call_end(&second, WsOpenListener(listener, &somewhere, context, NULL));
                    break;
                case CALL_ACCEPT:
                    hr = ctest_call_end(&second, WsAcceptChannel(listener, channel, context, NULL));
                    break;
                case CALL_CLOSE:
                    hr = ctest_call_end(&second, WsCloseListener(listener, context, NULL));
                    break;
                case CALL_ABORT:
                    hr = WsAbortListener(listener, NULL);
                    break;
                default:
                    hr = WsResetListener(listener, NULL);
                    break;
                }
                CHECK_HR(hr, after != refused                            ? S_OK
                             : call == CALL_ACCEPT && state == FAULTED ? WS_E_OBJECT_FAULTED
                                                                         : WS_E_INVALID_OPERATION);
                CHECK_INT(listener_state(listener), c_states[after == refused ? state : after]);
                CHECK_INT(channel_state(channel), call == CALL_ACCEPT && after != refused
                                                      ? (int)WS_CHANNEL_STATE_OPEN
                                                      : (int)WS_CHANNEL_STATE_CREATED);
                if (ctest_failures != failures) {
                    printf("  that was call %d in state %s\n", call, state_names[state]);
                }
                fake_plan(&fake, FAKE_CLOSE, FAKE_NOW, S_OK);
                while (fake.held_count) {
                    fake_release(&fake, S_OK);
                }
                if (is_pending) {
                    (void)ctest_call_end(&pending, WS_S_ASYNC);
                }
                (void)WsCloseListener(listener, NULL, NULL);
                (void)WsCloseChannel(channel, NULL, NULL);
                WsFreeChannel(channel);
                WsFreeListener(listener);
                ctest_call_free(&pending);
                ctest_call_free(&second);
                fake_free(&fake);
                fake_free(&accepted);
            }
        }
    }
}

/* ---- Custom listeners --------------------------------------------------------------------------- */

static void every_callback_of_a_listener(void)
{
    fake_channel fake, accepted, *pointer = &fake;
    WS_LISTENER *listener = NULL;
    WS_CHANNEL *channel = NULL;
    WS_LISTENER_PROPERTY properties[2];
    WS_LISTENER_PROPERTY_ID id = WS_LISTENER_PROPERTY_CONNECT_TIMEOUT;
    WS_CHANNEL_TYPE type = WS_CHANNEL_TYPE_INPUT;
    WS_CHANNEL_BINDING binding = WS_HTTP_CHANNEL_BINDING;
    void *instance = NULL;
    ctest_call call;
    ULONG value = 77;
    int asynchronous;
    fake_create(&fake);
    fake_create(&accepted);
    fake.log_gets = 1;
    ctest_call_create(&call);
    listener = fake_make_listener(&fake, WS_CHANNEL_TYPE_DUPLEX_SESSION, error);
    CHECK_INT(fake.last_type, WS_CHANNEL_TYPE_DUPLEX_SESSION);
    CHECK_INT(fake.last_parameters_size, sizeof(void *));
    CHECK(fake.last_error == error);
    CHECK_LOG(&fake, "create");
    /* The library answers for what it knows. */
    CHECK_HR(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_CHANNEL_TYPE, &type, sizeof(type), NULL), S_OK);
    CHECK_INT(type, WS_CHANNEL_TYPE_DUPLEX_SESSION);
    CHECK_HR(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_CHANNEL_BINDING, &binding, sizeof(binding), NULL),
             S_OK);
    CHECK_INT(binding, WS_CUSTOM_CHANNEL_BINDING);
    CHECK_HR(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE, &instance,
                                   sizeof(instance), NULL),
             S_OK);
    CHECK(instance == &fake);
    CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CREATED);
    CHECK_LOG(&fake, "");
    /* The implementation for the rest. */
    CHECK_HR(WsGetListenerProperty(listener, id, &value, sizeof(value), error), S_OK);
    CHECK_INT(fake.last_id, id);
    CHECK(fake.last_value == &value);
    CHECK_INT(fake.last_size, sizeof(value));
    CHECK(fake.last_error == error);
    fake_plan(&fake, FAKE_GET, FAKE_NOW, E_INVALIDARG);
    CHECK_HR(WsGetListenerProperty(listener, id, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsSetListenerProperty(listener, id, &value, sizeof(value), error), S_OK);
    CHECK_INT(fake.last_id, id);
    CHECK(fake.last_value == &value);
    fake_plan(&fake, FAKE_SET, FAKE_NOW, E_OUTOFMEMORY);
    CHECK_HR(WsSetListenerProperty(listener, id, &value, sizeof(value), NULL), E_OUTOFMEMORY);
    CHECK_HR(WsSetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsSetListenerProperty(listener, (WS_LISTENER_PROPERTY_ID)999, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_LOG(&fake, "get get set set");
    /* Channels for it. */
    fake.says = W("no more of them");
    fake_plan(&fake, FAKE_CREATE_FOR, FAKE_NOW, WS_E_QUOTA_EXCEEDED);
    CHECK_HR(fake_try_channel_for(listener, &accepted, &channel, error), WS_E_QUOTA_EXCEEDED);
    CHECK(channel == NULL);
    CHECK(ctest_error_has(error, "no more of them"));
    CHECK_HR(WsResetError(error), S_OK);
    fake_plan(&fake, FAKE_CREATE_FOR, FAKE_NOW, S_OK);
    channel = fake_make_channel_for(listener, &accepted, error);
    CHECK_INT(fake.last_parameters_size, sizeof(void *));
    CHECK_LOG(&fake, "createFor createFor");
    CHECK_LOG(&accepted, "");
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, &instance, sizeof(instance),
                                  NULL),
             S_OK);
    CHECK(instance == &accepted);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CHANNEL_TYPE, &type, sizeof(type), NULL), S_OK);
    CHECK_INT(type, WS_CHANNEL_TYPE_DUPLEX_SESSION);
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
        enum fake_how how = asynchronous ? FAKE_LATER : FAKE_NOW;
        fake_plan(&fake, FAKE_OPEN, how, WS_E_ADDRESS_IN_USE);
        fake.says = W("somebody is there already");
        CHECK_HR(ctest_call_end(&call, WsOpenListener(listener, &somewhere, context, error)), WS_E_ADDRESS_IN_USE);
        CHECK(ctest_error_has(error, "somebody is there already"));
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CREATED);
        fake_plan(&fake, FAKE_OPEN, how, S_OK);
        CHECK_HR(ctest_call_end(&call, WsOpenListener(listener, &somewhere, context, error)), S_OK);
        CHECK(fake.last_address == &somewhere);
        CHECK_INT(fake.had_context, asynchronous);
        CHECK_LOG(&fake, "open open");
        fake_plan(&fake, FAKE_ACCEPT, how, WS_E_ENDPOINT_DISCONNECTED);
        CHECK_HR(ctest_call_end(&call, WsAcceptChannel(listener, channel, context, error)),
                 WS_E_ENDPOINT_DISCONNECTED);
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_OPEN);
        fake_plan(&fake, FAKE_ACCEPT, how, S_OK);
        CHECK_HR(ctest_call_end(&call, WsAcceptChannel(listener, channel, context, error)), S_OK);
        CHECK(fake.last_channel == &accepted);
        CHECK_INT(fake.had_context, asynchronous);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
        CHECK_HR(WsAcceptChannel(listener, channel, NULL, NULL), WS_E_INVALID_OPERATION);
        CHECK_LOG(&fake, "accept accept");
        /* What has been accepted goes on without the listener. */
        fake_plan(&fake, FAKE_CLOSE, how, asynchronous ? E_FAIL : S_OK);
        CHECK_HR(ctest_call_end(&call, WsCloseListener(listener, context, error)), asynchronous ? E_FAIL : S_OK);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CLOSED);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsCloseChannel(channel, NULL, error), S_OK);
        CHECK_HR(WsResetChannel(channel, error), S_OK);
        CHECK_HR(WsResetListener(listener, error), S_OK);
        CHECK(fake.last_error == error);
        CHECK_LOG(&fake, "close reset");
        CHECK_LOG(&accepted, "close reset");
    }
    /* The channel outlives its listener. */
    WsFreeListener(listener);
    CHECK_LOG(&fake, "free");
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    WsFreeChannel(channel);
    CHECK_LOG(&accepted, "free");

    /* Creating fails as its callback does. */
    fake_plan(&fake, FAKE_CREATE, FAKE_NOW, E_ACCESSDENIED);
    properties[0].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&fake_listener_callbacks;
    properties[0].valueSize = sizeof(fake_listener_callbacks);
    properties[1].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS;
    properties[1].value = &pointer;
    properties[1].valueSize = sizeof(pointer);
    listener = NULL;
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &listener,
                              NULL),
             E_ACCESSDENIED);
    CHECK_LOG(&fake, "create");
    /* The callbacks are required, whole, and for custom listeners only. */
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties + 1, 1, NULL, &listener,
                              NULL),
             E_INVALIDARG);
    properties[0].valueSize--;
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &listener,
                              NULL),
             E_INVALIDARG);
    properties[0].valueSize++;
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &listener, NULL),
             E_INVALIDARG);
    CHECK(listener == NULL);
    ctest_call_free(&call);
    fake_free(&fake);
    fake_free(&accepted);
}

/* Many accepts at once; an abort or a close of the listener, or an abort of a channel, ends them. */
static void pending_accepts_are_ended(void)
{
    int way;
    for (way = 0; way < 3; way++) {
        fake_channel fake, accepted[3];
        WS_LISTENER *listener;
        WS_CHANNEL *channels[3];
        ctest_call calls[3];
        int i;
        fake_create(&fake);
        listener = fake_make_listener(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
        REQUIRE_HR(WsOpenListener(listener, &somewhere, NULL, NULL), S_OK);
        fake_plan(&fake, FAKE_ACCEPT, FAKE_HELD, S_OK);
        for (i = 0; i < 3; i++) {
            fake_create(&accepted[i]);
            ctest_call_create(&calls[i]);
            channels[i] = fake_make_channel_for(listener, &accepted[i], error);
            REQUIRE_HR(WsAcceptChannel(listener, channels[i], &calls[i].context, NULL), WS_S_ASYNC);
            CHECK_INT(channel_state(channels[i]), WS_CHANNEL_STATE_ACCEPTING);
        }
        CHECK_LOG(&fake, "create open createFor accept createFor accept createFor accept");
        if (way == 0) {
            /* The implementation ends them in its abort callback. */
            fake.abort_completes = WS_E_ENDPOINT_FAILURE;
            CHECK_HR(WsAbortListener(listener, NULL), S_OK);
            CHECK_LOG(&fake, "abort");
        } else if (way == 1) {
            CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
            CHECK_LOG(&fake, "close");
            while (fake.held_count) {
                fake_release(&fake, E_FAIL);
            }
        } else {
            for (i = 0; i < 3; i++) {
                CHECK_HR(WsAbortChannel(channels[i], NULL), S_OK);
                CHECK_INT(channel_state(channels[i]), WS_CHANNEL_STATE_CREATED);
                CHECK_LOG(&accepted[i], "abort");
                fake_release(&fake, E_FAIL);
            }
        }
        for (i = 0; i < 3; i++) {
            CHECK_HR(ctest_call_end(&calls[i], WS_S_ASYNC), WS_E_OPERATION_ABORTED);
            CHECK_INT(channel_state(channels[i]), WS_CHANNEL_STATE_CREATED);
            WsFreeChannel(channels[i]);
            ctest_call_free(&calls[i]);
            fake_free(&accepted[i]);
        }
        CHECK_INT(listener_state(listener), way == 0   ? WS_LISTENER_STATE_FAULTED
                                            : way == 1 ? WS_LISTENER_STATE_CLOSED
                                                       : WS_LISTENER_STATE_OPEN);
        CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
        WsFreeListener(listener);
        fake_free(&fake);
    }
}

/* A channel is accepted from the listener that it was made for. */
static void a_channel_belongs_to_its_listener(void)
{
    fake_channel one, other, accepted;
    WS_LISTENER *listener, *stranger;
    WS_CHANNEL *channel;
    fake_create(&one);
    fake_create(&other);
    fake_create(&accepted);
    listener = fake_make_listener(&one, WS_CHANNEL_TYPE_DUPLEX, error);
    stranger = fake_make_listener(&other, WS_CHANNEL_TYPE_DUPLEX, error);
    channel = fake_make_channel_for(listener, &accepted, error);
    REQUIRE_HR(WsOpenListener(stranger, &somewhere, NULL, NULL), S_OK);
    CHECK_HR(WsAcceptChannel(stranger, channel, NULL, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "listener"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_LOG(&other, "create open");
    CHECK_HR(WsCloseListener(stranger, NULL, NULL), S_OK);
    WsFreeChannel(channel);
    WsFreeListener(stranger);
    WsFreeListener(listener);
    fake_free(&one);
    fake_free(&other);
    fake_free(&accepted);
}

/* ---- Listeners over HTTP -------------------------------------------------------------------------- */

static WS_LISTENER *http_listener(void)
{
    WS_LISTENER *listener = NULL;
    REQUIRE_HR_ERROR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &listener,
                                      error),
                     S_OK, error);
    return listener;
}

static void a_listener_over_http_through_its_life(void)
{
    WS_LISTENER *listener = http_listener();
    WS_CHANNEL *channel = NULL;
    net_url url;
    ctest_call call, accept;
    int round;
    ctest_call_create(&call);
    ctest_call_create(&accept);
    net_make_url(&url, "http://localhost:", net_free_port(), "/here");
    REQUIRE_HR(WsCreateChannelForListener(listener, NULL, 0, &channel, error), S_OK);
    CHECK_HR(WsOpenListener(listener, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsAcceptChannel(listener, channel, NULL, NULL), WS_E_INVALID_OPERATION);
    for (round = 0; round < 4; round++) {
        const WS_ASYNC_CONTEXT *context = round % 2 ? &call.context : NULL;
        CHECK_HR_ERROR(ctest_call_end(&call, WsOpenListener(listener, &url.string, context, error)), S_OK, error);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_OPEN);
        CHECK_HR(WsOpenListener(listener, &url.string, NULL, NULL), WS_E_INVALID_OPERATION);
        CHECK_HR(WsResetListener(listener, NULL), WS_E_INVALID_OPERATION);
        CHECK_HR(WsAcceptChannel(listener, channel, &accept.context, NULL), WS_S_ASYNC);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_ACCEPTING);
        CHECK_HR(WsOpenChannel(channel, NULL, NULL, NULL), E_INVALIDARG);
        if (round == 0) {
            /* The channel is aborted. */
            CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
        } else if (round == 1) {
            CHECK_HR(WsAbortListener(listener, NULL), S_OK);
            CHECK_INT(listener_state(listener), WS_LISTENER_STATE_FAULTED);
        }
        if (round >= 2) {
            CHECK_HR(ctest_call_end(&call, WsCloseListener(listener, context, NULL)), S_OK);
        }
        CHECK_HR(ctest_call_end(&accept, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
        CHECK_HR(ctest_call_end(&call, WsCloseListener(listener, context, NULL)), S_OK);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CLOSED);
        CHECK_HR(WsAcceptChannel(listener, channel, NULL, NULL), WS_E_INVALID_OPERATION);
        CHECK_HR(WsResetListener(listener, NULL), S_OK);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CREATED);
    }
    /* Freed in states that the page does not allow; the port is free then. */
    CHECK_HR(WsOpenListener(listener, &url.string, NULL, NULL), S_OK);
    CHECK_HR(WsAcceptChannel(listener, channel, &accept.context, NULL), WS_S_ASYNC);
    WsFreeListener(listener);
    CHECK_HR(ctest_call_end(&accept, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
    WsFreeChannel(channel);
    listener = http_listener();
    CHECK_HR_ERROR(WsOpenListener(listener, &url.string, NULL, error), S_OK, error);
    CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
    WsFreeListener(listener);
    ctest_call_free(&call);
    ctest_call_free(&accept);
}

static void refuses_urls_that_cannot_be_listened_on(void)
{
    static const WCHAR *const urls[] = {
        W(""),
        W("nothing"),
        W("http://"),
        W("http://localhost:99999/"),
        W("net.tcp://localhost/"),
        W("ftp://localhost/"),
        W("http://localhost:8765/path?query"),
        W("http://localhost:8765/path#fragment"),
    };
    WS_LISTENER *listener = http_listener();
    WS_STRING url;
    size_t i;
    for (i = 0; i < CTEST_COUNT(urls); i++) {
        url.chars = (WCHAR *)(uintptr_t)urls[i];
        url.length = (ULONG)ctest_length(urls[i]);
        if (!CHECK_HR(WsOpenListener(listener, &url, NULL, error), WS_E_INVALID_ENDPOINT_URL)) {
            ctest_print_wide("that was", urls[i], ctest_length(urls[i]));
            ctest_print_error(error);
            (void)WsAbortListener(listener, NULL);
            (void)WsCloseListener(listener, NULL, NULL);
            (void)WsResetListener(listener, NULL);
        }
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_INT(listener_state(listener), WS_LISTENER_STATE_CREATED);
    }
    url.length = 4;
    url.chars = NULL;
    CHECK_HR(WsOpenListener(listener, &url, NULL, NULL), E_INVALIDARG);
    WsFreeListener(listener);
}

static void an_address_is_used_once(void)
{
    WS_LISTENER *one = http_listener(), *other = http_listener();
    net_url url, outside;
    unsigned short port;
    int taken = net_listen(&port);
    net_make_url(&url, "http://localhost:", net_free_port(), "/here");
    CHECK_HR(WsOpenListener(one, &url.string, NULL, error), S_OK);
    CHECK_HR(WsOpenListener(other, &url.string, NULL, error), WS_E_ADDRESS_IN_USE);
    CHECK(ctest_error_has(error, "/here"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(listener_state(other), WS_LISTENER_STATE_CREATED);
    CHECK_HR(WsCloseListener(one, NULL, NULL), S_OK);
    CHECK_HR_ERROR(WsOpenListener(other, &url.string, NULL, error), S_OK, error);
    CHECK_HR(WsCloseListener(other, NULL, NULL), S_OK);
    CHECK_HR(WsResetListener(other, NULL), S_OK);
    /* Somebody else has the port. */
    net_make_url(&outside, "http://127.0.0.1:", port, "/");
    CHECK_HR(WsOpenListener(other, &outside.string, NULL, error), WS_E_ADDRESS_IN_USE);
    CHECK_HR(WsResetError(error), S_OK);
    close(taken);
    /* Not an address of this machine. */
    net_make_url(&outside, "http://192.0.2.1:", port, "/");
    CHECK_HR(WsOpenListener(other, &outside.string, NULL, error), WS_E_ADDRESS_NOT_AVAILABLE);
    CHECK_HR(WsResetError(error), S_OK);
    WsFreeListener(one);
    WsFreeListener(other);
}

/* ---- Properties ----------------------------------------------------------------------------- */

typedef struct property_row {
    WS_LISTENER_PROPERTY_ID id;
    ULONG size;
    ULONG initial, other;
    HRESULT get, create;
} property_row;

#define MATCHING (WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY)

static const property_row rows[] = {
    {WS_LISTENER_PROPERTY_LISTEN_BACKLOG, 4, 0, 5, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_IP_VERSION, 4, 0, WS_IP_VERSION_4, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_STATE, 4, WS_LISTENER_STATE_CREATED, WS_LISTENER_STATE_CREATED, S_OK, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL, 4, WS_LONG_CALLBACK, WS_SHORT_CALLBACK, S_OK, S_OK},
    {WS_LISTENER_PROPERTY_CHANNEL_TYPE, 4, WS_CHANNEL_TYPE_REPLY, WS_CHANNEL_TYPE_REPLY, S_OK, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_CHANNEL_BINDING, 4, WS_HTTP_CHANNEL_BINDING, WS_HTTP_CHANNEL_BINDING, S_OK, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_CONNECT_TIMEOUT, 4, 0, 5, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_IS_MULTICAST, 4, 0, 1, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_MULTICAST_INTERFACES, 4, 0, 1, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK, 4, 0, 1, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, 4, 5000, 17, S_OK, S_OK},
    {WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS, 4, MATCHING, WS_MATCH_URL_EXACT_PATH, S_OK, S_OK},
    {WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS, 4, MATCHING, WS_MATCH_URL_PREFIX_PATH, S_OK, S_OK},
    {WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, sizeof(WS_CUSTOM_LISTENER_CALLBACKS), 0, 0, E_INVALIDARG,
     E_INVALIDARG},
    {WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS, 4, 0, 0, E_INVALIDARG, E_INVALIDARG},
    {WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE, sizeof(void *), 0, 0, E_INVALIDARG, E_INVALIDARG},
};

static void every_property(void)
{
    WS_LISTENER *listener = http_listener(), *made = NULL;
    unsigned char value[256];
    size_t i;
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        const property_row *row = &rows[i];
        ULONG found = 0xA5A5A5A5;
        WS_LISTENER_PROPERTY property;
        int way;
        memset(value, 0, sizeof(value));
        memcpy(value, &row->other, sizeof(row->other));
        if (!CHECK_HR(WsGetListenerProperty(listener, row->id, row->size == 4 ? (void *)&found : (void *)value,
                                            row->size, NULL),
                      row->get)) {
            printf("  that was property %d\n", (int)row->id);
        }
        CHECK_INT(found, SUCCEEDED(row->get) ? row->initial : 0xA5A5A5A5);
        CHECK_HR(WsGetListenerProperty(listener, row->id, value, row->size + 1, NULL), E_INVALIDARG);
        CHECK_HR(WsGetListenerProperty(listener, row->id, value, row->size - 1, NULL), E_INVALIDARG);
        CHECK_HR(WsGetListenerProperty(listener, row->id, NULL, row->size, NULL), E_INVALIDARG);
        /* None can be changed. */
        CHECK_HR(WsSetListenerProperty(listener, row->id, value, row->size, NULL), E_INVALIDARG);
        for (way = 0; way < 4; way++) {
            property.id = row->id;
            property.value = way == 3 ? NULL : value;
            property.valueSize = row->size + (way == 1) - (way == 2);
            if (!CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &made,
                                           NULL),
                          way ? E_INVALIDARG : row->create)) {
                printf("  that was property %d, way %d\n", (int)row->id, way);
            }
            if (!way && SUCCEEDED(row->create)) {
                CHECK_HR(WsGetListenerProperty(made, row->id, &found, sizeof(found), NULL), S_OK);
                CHECK_INT(found, row->other);
                WsFreeListener(made);
                made = NULL;
            }
        }
    }
    CHECK_HR(WsGetListenerProperty(listener, (WS_LISTENER_PROPERTY_ID)999, value, 4, NULL), E_INVALIDARG);
    WsFreeListener(listener);
}

/* The channels of a listener call back as it does. */
static void the_callback_model_is_that_of_the_listener(void)
{
    WS_CALLBACK_MODEL models[] = {WS_SHORT_CALLBACK, WS_LONG_CALLBACK};
    size_t i;
    for (i = 0; i < CTEST_COUNT(models); i++) {
        WS_LISTENER *listener = NULL;
        WS_CHANNEL *channel = NULL;
        WS_LISTENER_PROPERTY property;
        WS_CALLBACK_MODEL found = (WS_CALLBACK_MODEL)77;
        net_url url;
        ctest_call call;
        ctest_call_create(&call);
        property.id = WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL;
        property.value = &models[i];
        property.valueSize = sizeof(models[i]);
        REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &listener,
                                    error),
                   S_OK);
        REQUIRE_HR(WsCreateChannelForListener(listener, NULL, 0, &channel, error), S_OK);
        CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, &found, sizeof(found), NULL),
                 S_OK);
        CHECK_INT(found, models[i]);
        net_make_url(&url, "http://localhost:", net_free_port(), "/");
        CHECK_HR(WsOpenListener(listener, &url.string, NULL, error), S_OK);
        CHECK_HR(WsAcceptChannel(listener, channel, &call.context, NULL), WS_S_ASYNC);
        CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
        CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
        CHECK_INT(call.model, models[i]);
        WsFreeChannel(channel);
        WsFreeListener(listener);
        ctest_call_free(&call);
    }
}

/* ---- What is not a listener ------------------------------------------------------------------------ */

static void refuses_what_is_not_a_listener(void)
{
    WS_LISTENER *freed = http_listener(), *listener = http_listener();
    WS_LISTENER *wrong[4];
    WS_CHANNEL *channel = NULL, *client = NULL, *made;
    ctest_call call;
    net_url url;
    ULONG value = 77;
    int on_stack = 0;
    size_t i;
    ctest_call_create(&call);
    net_make_url(&url, "http://localhost:", net_free_port(), "/");
    REQUIRE_HR(WsCreateChannelForListener(listener, NULL, 0, &channel, error), S_OK);
    REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &client, error), S_OK);
    WsFreeListener(freed);
    wrong[0] = NULL;
    wrong[1] = freed;
    wrong[2] = (WS_LISTENER *)channel;
    wrong[3] = (WS_LISTENER *)&on_stack;
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        int asynchronous;
        for (asynchronous = 0; asynchronous < 2; asynchronous++) {
            const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
            CHECK_HR(WsOpenListener(wrong[i], &url.string, context, error), E_INVALIDARG);
            CHECK_HR(WsCloseListener(wrong[i], context, error), E_INVALIDARG);
            CHECK_HR(WsAcceptChannel(wrong[i], channel, context, error), E_INVALIDARG);
        }
        CHECK_HR(WsAbortListener(wrong[i], error), E_INVALIDARG);
        CHECK_HR(WsResetListener(wrong[i], error), E_INVALIDARG);
        CHECK_HR(WsGetListenerProperty(wrong[i], WS_LISTENER_PROPERTY_STATE, &value, sizeof(value), error),
                 E_INVALIDARG);
        CHECK_HR(WsSetListenerProperty(wrong[i], WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, &value, sizeof(value), error),
                 E_INVALIDARG);
        made = channel;
        CHECK_HR(WsCreateChannelForListener(wrong[i], NULL, 0, &made, error), E_INVALIDARG);
        CHECK(made == channel);
        WsFreeListener(wrong[i]);
        CHECK_HR(WsResetError(error), S_OK);
    }
    CHECK_INT(value, 77);
    CHECK_INT(on_stack, 0);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    CHECK_HR(WsCreateChannelForListener(listener, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateChannelForListener(listener, NULL, 1, &made, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, (WS_CHANNEL_BINDING)99, NULL, 0, NULL, &freed, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateListener((WS_CHANNEL_TYPE)999, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &freed, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &freed, NULL),
             E_INVALIDARG);
    CHECK(freed == wrong[1]);
    /* What is accepted is a channel, and one made for a listener. */
    CHECK_HR(WsOpenListener(listener, &url.string, NULL, error), S_OK);
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        made = i == 2 ? (WS_CHANNEL *)listener : (WS_CHANNEL *)wrong[i];
        CHECK_HR(WsAcceptChannel(listener, made, NULL, NULL), E_INVALIDARG);
    }
    CHECK_HR(WsAcceptChannel(listener, client, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
    WsFreeChannel(client);
    WsFreeChannel(channel);
    WsFreeListener(listener);
    ctest_call_free(&call);
}

int main(void)
{
    somewhere.chars = (WCHAR *)(uintptr_t)somewhere_chars;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    every_call_in_every_state();
    every_callback_of_a_listener();
    pending_accepts_are_ended();
    a_channel_belongs_to_its_listener();
    a_listener_over_http_through_its_life();
    refuses_urls_that_cannot_be_listened_on();
    an_address_is_used_once();
    every_property();
    the_callback_model_is_that_of_the_listener();
    refuses_what_is_not_a_listener();
    WsFreeError(error);
    return ctest_summary();
}
