/* Custom channels: each function reaches its callback, and each code and string of the callback reaches the caller.
 * (Page WS_CUSTOM_CHANNEL_CALLBACKS.) */
/* ctest: timeout 120 */
#include "ctest_fake.h"

#include <sched.h>

static WS_ERROR *error;
static WS_ENDPOINT_ADDRESS address;

static void set_address(void)
{
    static const WCHAR url[] = W("test://somewhere/else");
    memset(&address, 0, sizeof(address));
    address.url.chars = (WCHAR *)(uintptr_t)url;
    address.url.length = (ULONG)ctest_length(url);
}

static WS_MESSAGE *make_message(WS_CHANNEL *channel)
{
    WS_MESSAGE *message = NULL;
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(channel, NULL, 0, &message, error), S_OK, error);
    return message;
}

/* ---- Creating ------------------------------------------------------------------------------- */

static void a_channel_is_created_by_its_callback(void)
{
    fake_channel fake, *pointer = &fake;
    WS_CHANNEL *channel = NULL;
    WS_CHANNEL_PROPERTY properties[2];
    WS_CUSTOM_CHANNEL_CALLBACKS callbacks = fake_channel_callbacks;
    void *instance = NULL;
    fake_create(&fake);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX_SESSION, error);
    CHECK_INT(fake.last_type, WS_CHANNEL_TYPE_DUPLEX_SESSION);
    CHECK(fake.last_error == error);
    CHECK_INT(fake.last_parameters_size, sizeof(pointer));
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, &instance, sizeof(instance),
                                  error),
             S_OK);
    CHECK(instance == &fake);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, &instance, 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, NULL, sizeof(instance), NULL),
             E_INVALIDARG);
    WsFreeChannel(channel);
    /* Freed once: the handle is no longer one. */
    WsFreeChannel(channel);
    WsFreeChannel(NULL);
    CHECK_LOG(&fake, "create free");

    /* The callback fails: its code and its words reach the caller, nothing is created, nothing to be freed. */
    fake_plan(&fake, FAKE_CREATE, FAKE_NOW, E_OUTOFMEMORY);
    fake.says = W("no room for another one");
    channel = (WS_CHANNEL *)&fake;
    CHECK_HR(fake_try_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, &channel, error), E_OUTOFMEMORY);
    CHECK(channel == (WS_CHANNEL *)&fake);
    CHECK(ctest_error_has(error, "no room for another one"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_LOG(&fake, "create");

    /* The callbacks are required; so is the one that creates. */
    properties[0].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS;
    properties[0].value = &pointer;
    properties[0].valueSize = sizeof(pointer);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 1, NULL, &channel, error),
             E_INVALIDARG);
    CHECK(ctest_error_has(error, "WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS"));
    CHECK_HR(WsResetError(error), S_OK);
    callbacks.createChannelCallback = NULL;
    properties[1].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    properties[1].value = &callbacks;
    properties[1].valueSize = sizeof(callbacks);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &channel, error),
             E_INVALIDARG);
    CHECK_HR(WsResetError(error), S_OK);
    properties[1].valueSize = sizeof(callbacks) - 1;
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &channel, NULL),
             E_INVALIDARG);
    properties[1].valueSize = sizeof(callbacks);
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, NULL, NULL),
             E_INVALIDARG);
    /* They are for custom channels only. */
    CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &channel, NULL),
             E_INVALIDARG);
    CHECK(channel == (WS_CHANNEL *)&fake);
    CHECK_LOG(&fake, "");
    fake_free(&fake);
}

static int bare_parameters_seen;

static HRESULT CALLBACK bare_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                    WS_ERROR *nothing)
{
    CHECK_INT(type, WS_CHANNEL_TYPE_INPUT);
    CHECK(parameters == NULL);
    CHECK_INT(size, 0);
    CHECK(nothing == NULL);
    bare_parameters_seen++;
    *instance = NULL;
    return S_OK;
}

static void what_an_implementation_leaves_out_is_not_supported(void)
{
    WS_CUSTOM_CHANNEL_CALLBACKS callbacks;
    WS_CHANNEL_PROPERTY property;
    WS_CHANNEL *channel = NULL;
    ULONG value = 7;
    memset(&callbacks, 0, sizeof(callbacks));
    callbacks.createChannelCallback = bare_create;
    property.id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    property.value = &callbacks;
    property.valueSize = sizeof(callbacks);
    REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_INPUT, WS_CUSTOM_CHANNEL_BINDING, &property, 1, NULL, &channel, NULL),
               S_OK);
    /* Without parameters the callback gets none. */
    CHECK_INT(bare_parameters_seen, 1);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &value, sizeof(value), NULL),
             WS_E_NOT_SUPPORTED);
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &value, sizeof(value), NULL),
             WS_E_NOT_SUPPORTED);
    CHECK_INT(value, 7);
    CHECK_HR(WsOpenChannel(channel, &address, NULL, error), WS_E_NOT_SUPPORTED);
    CHECK(ctest_error_has(error, "openChannelCallback"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    /* There is nothing to do to reset, to abort and to free it. */
    CHECK_HR(WsResetChannel(channel, NULL), S_OK);
    CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
    WsFreeChannel(channel);
}

/* ---- Every function that may be asynchronous, in every way ---------------------------------------- */

typedef struct operation {
    enum fake_call call;
    /* The state it needs, and the one that follows when it has succeeded. */
    int open_before;
    int after;
} operation;

static const operation operations[] = {
    {FAKE_OPEN, 0, WS_CHANNEL_STATE_OPEN},        {FAKE_CLOSE, 1, WS_CHANNEL_STATE_CLOSED},
    {FAKE_SHUTDOWN, 1, WS_CHANNEL_STATE_OPEN},    {FAKE_WRITE_START, 1, WS_CHANNEL_STATE_OPEN},
    {FAKE_WRITE_END, 2, WS_CHANNEL_STATE_OPEN},   {FAKE_READ_START, 1, WS_CHANNEL_STATE_OPEN},
    {FAKE_READ_END, 3, WS_CHANNEL_STATE_OPEN},
};

static HRESULT perform(enum fake_call call, WS_CHANNEL *channel, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                       WS_ERROR *with)
{
    switch (call) {
    case FAKE_OPEN:
        return WsOpenChannel(channel, &address, context, with);
    case FAKE_CLOSE:
        return WsCloseChannel(channel, context, with);
    case FAKE_SHUTDOWN:
        return WsShutdownSessionChannel(channel, context, with);
    case FAKE_WRITE_START:
        return WsWriteMessageStart(channel, message, context, with);
    case FAKE_WRITE_END:
        return WsWriteMessageEnd(channel, message, context, with);
    case FAKE_READ_START:
        return WsReadMessageStart(channel, message, context, with);
    case FAKE_READ_END:
        return WsReadMessageEnd(channel, message, context, with);
    default:
        return E_UNEXPECTED;
    }
}

/* A channel in the state that an operation needs. */
static WS_CHANNEL *prepared(fake_channel *fake, const operation *what, WS_MESSAGE **message)
{
    WS_CHANNEL *channel = fake_make_channel(fake, WS_CHANNEL_TYPE_DUPLEX, error);
    *message = make_message(channel);
    if (what->open_before) {
        REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    }
    if (what->open_before == 2) {
        REQUIRE_HR(WsWriteMessageStart(channel, *message, NULL, error), S_OK);
    }
    if (what->open_before == 3) {
        REQUIRE_HR(WsReadMessageStart(channel, *message, NULL, error), S_OK);
    }
    (void)CHECK_LOG(fake, what->open_before == 2   ? "create open writeStart"
                          : what->open_before == 3 ? "create open readStart"
                          : what->open_before      ? "create open"
                                                   : "create");
    return channel;
}

static void dispose(fake_channel *fake, WS_CHANNEL *channel, WS_MESSAGE *message)
{
    int index;
    for (index = 0; index < FAKE_CALLS; index++) {
        fake_plan(fake, (enum fake_call)index, FAKE_NOW, S_OK);
    }
    if (channel_state(channel) != WS_CHANNEL_STATE_CLOSED) {
        CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    }
    WsFreeMessage(message);
    WsFreeChannel(channel);
    CHECK_HR(WsResetError(error), S_OK);
}

/* What has to be so after an operation has ended. */
static void check_after(const operation *what, fake_channel *fake, WS_CHANNEL *channel, HRESULT code)
{
    int failed = FAILED(code);
    CHECK_LOG(fake, fake_names[what->call]);
    CHECK(fake->last_error == error);
    if (what->call == FAKE_CLOSE) {
        /* Closed, come what may. */
        CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CLOSED);
    } else if (what->call == FAKE_OPEN) {
        CHECK_INT(channel_state(channel), failed ? WS_CHANNEL_STATE_CREATED : WS_CHANNEL_STATE_OPEN);
    } else {
        CHECK_INT(channel_state(channel),
                  code == WS_E_OBJECT_FAULTED ? (int)WS_CHANNEL_STATE_FAULTED : (int)WS_CHANNEL_STATE_OPEN);
    }
    if (failed) {
        CHECK(ctest_error_has(error, "as the callback says"));
    }
}

static void every_function_ends_as_its_callback_does(void)
{
    static const HRESULT codes[] = {
        S_OK,
        WS_E_OPERATION_ABORTED,
        WS_E_INVALID_OPERATION,
        WS_E_ENDPOINT_DISCONNECTED,
        WS_E_ENDPOINT_FAILURE,
        WS_E_INVALID_FORMAT,
        WS_E_OPERATION_TIMED_OUT,
        WS_E_QUOTA_EXCEEDED,
        E_OUTOFMEMORY,
        E_INVALIDARG,
        WS_E_ENDPOINT_ACCESS_DENIED,
        WS_E_ENDPOINT_NOT_FOUND,
        WS_E_ENDPOINT_UNREACHABLE,
        WS_E_OBJECT_FAULTED,
        E_NOTIMPL,
        E_FAIL,
    };
    size_t o, c;
    for (o = 0; o < CTEST_COUNT(operations); o++) {
        const operation *what = &operations[o];
        for (c = 0; c < CTEST_COUNT(codes); c++) {
            HRESULT code = codes[c];
            int way;
            /* Synchronously; asynchronously and at once; completed by another thread; held and then completed. */
            for (way = 0; way < 4; way++) {
                fake_channel fake;
                WS_CHANNEL *channel;
                WS_MESSAGE *message;
                ctest_call call;
                HRESULT started;
                fake_create(&fake);
                ctest_call_create(&call);
                channel = prepared(&fake, what, &message);
                fake.says = W("as the callback says");
                fake_plan(&fake, what->call, way == 2 ? FAKE_LATER : way == 3 ? FAKE_HELD : FAKE_NOW, code);
                started = perform(what->call, channel, message, way ? &call.context : NULL, error);
                CHECK_INT(fake.had_context, way != 0);
                if (way < 2) {
                    CHECK_HR(started, code);
                } else if (way == 3 || started == WS_S_ASYNC) {
                    CHECK_HR(started, WS_S_ASYNC);
                } else {
                    /* The other thread was faster. */
                    CHECK_HR(started, code);
                }
                if (way == 3) {
                    int during = what->call == FAKE_OPEN    ? WS_CHANNEL_STATE_OPENING
                                 : what->call == FAKE_CLOSE ? WS_CHANNEL_STATE_CLOSING
                                                            : WS_CHANNEL_STATE_OPEN;
                    CHECK_INT(channel_state(channel), during);
                    fake_release(&fake, code);
                }
                CHECK_HR(ctest_call_end(&call, started), code);
                if (what->call == FAKE_OPEN) {
                    CHECK(fake.last_address == &address);
                }
                if (what->call >= FAKE_WRITE_START && what->call <= FAKE_READ_END) {
                    CHECK(fake.last_message == message);
                }
                check_after(what, &fake, channel, code);
                ctest_call_free(&call);
                dispose(&fake, channel, message);
                fake_free(&fake);
            }
        }
    }
}

/* On a channel with a session, what ends the connection ends the channel. */
static void a_session_that_is_lost_faults_the_channel(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *message;
    fake_create(&fake);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX_SESSION, error);
    message = make_message(channel);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake_plan(&fake, FAKE_READ_START, FAKE_NOW, WS_E_ENDPOINT_DISCONNECTED);
    CHECK_HR(WsReadMessageStart(channel, message, NULL, error), WS_E_ENDPOINT_DISCONNECTED);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_FAULTED);
    CHECK_HR(WsReadMessageStart(channel, message, NULL, error), WS_E_OBJECT_FAULTED);
    CHECK_HR(WsWriteMessageStart(channel, message, NULL, error), WS_E_OBJECT_FAULTED);
    CHECK_HR(WsShutdownSessionChannel(channel, NULL, error), WS_E_OBJECT_FAULTED);
    CHECK_LOG(&fake, "create open readStart");
    dispose(&fake, channel, message);
    CHECK_LOG(&fake, "close free");
    fake_free(&fake);
}

/* ---- Aborting ------------------------------------------------------------------------------- */

static void an_abort_ends_what_is_pending(void)
{
    /* Whatever the implementation completes with when it is aborted. */
    static const HRESULT codes[] = {WS_E_OPERATION_ABORTED, WS_E_ENDPOINT_DISCONNECTED, E_FAIL};
    size_t o, c;
    int inside;
    for (o = 0; o < CTEST_COUNT(operations); o++) {
        for (c = 0; c < CTEST_COUNT(codes); c++) {
            /* It completes in the abort callback itself, or some time later. */
            for (inside = 0; inside < 2; inside++) {
                const operation *what = &operations[o];
                fake_channel fake;
                WS_CHANNEL *channel;
                WS_MESSAGE *message;
                ctest_call call;
                char log[64];
                fake_create(&fake);
                ctest_call_create(&call);
                channel = prepared(&fake, what, &message);
                fake.abort_completes = inside ? codes[c] : S_OK;
                fake_plan(&fake, what->call, FAKE_HELD, S_OK);
                REQUIRE_HR(perform(what->call, channel, message, &call.context, error), WS_S_ASYNC);
                CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
                CHECK(fake.last_error == NULL);
                if (!inside) {
                    int during = what->call == FAKE_OPEN    ? WS_CHANNEL_STATE_CREATED
                                 : what->call == FAKE_CLOSE ? WS_CHANNEL_STATE_CLOSING
                                                            : WS_CHANNEL_STATE_FAULTED;
                    CHECK_INT(channel_state(channel), during);
                    CHECK_INT(__atomic_load_n(&call.callbacks, __ATOMIC_SEQ_CST), 0);
                    fake_release(&fake, codes[c]);
                }
                CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
                snprintf(log, sizeof(log), "%s abort", fake_names[what->call]);
                CHECK_LOG(&fake, log);
                CHECK_INT(channel_state(channel), what->call == FAKE_OPEN    ? (int)WS_CHANNEL_STATE_CREATED
                                                  : what->call == FAKE_CLOSE ? (int)WS_CHANNEL_STATE_CLOSED
                                                                             : (int)WS_CHANNEL_STATE_FAULTED);
                ctest_call_free(&call);
                dispose(&fake, channel, message);
                fake_free(&fake);
            }
        }
    }
}

/* The operation itself may come to a good end all the same. */
static void an_abort_may_come_too_late(void)
{
    size_t o;
    for (o = 0; o < CTEST_COUNT(operations); o++) {
        const operation *what = &operations[o];
        fake_channel fake;
        WS_CHANNEL *channel;
        WS_MESSAGE *message;
        ctest_call call;
        HRESULT result;
        fake_create(&fake);
        ctest_call_create(&call);
        channel = prepared(&fake, what, &message);
        fake_plan(&fake, what->call, FAKE_HELD, S_OK);
        REQUIRE_HR(perform(what->call, channel, message, &call.context, error), WS_S_ASYNC);
        CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
        fake_release(&fake, S_OK);
        result = ctest_call_end(&call, WS_S_ASYNC);
        if (what->call == FAKE_OPEN || what->call == FAKE_CLOSE) {
            /* The abort has already decided what has become of the channel. */
            CHECK_HR(result, WS_E_OPERATION_ABORTED);
        } else {
            CHECK_HR(result, S_OK);
        }
        ctest_call_free(&call);
        dispose(&fake, channel, message);
        fake_free(&fake);
    }
}

/* An abort callback that fails does not make the abort fail. */
static void an_abort_cannot_fail(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    fake_create(&fake);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    /* Nothing to abort yet. */
    CHECK_HR(WsAbortChannel(channel, error), S_OK);
    CHECK_LOG(&fake, "create");
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake_plan(&fake, FAKE_ABORT, FAKE_NOW, E_FAIL);
    CHECK_HR(WsAbortChannel(channel, error), S_OK);
    CHECK(fake.last_error == error);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_FAULTED);
    CHECK_HR(WsAbortChannel(channel, error), S_OK);
    CHECK_LOG(&fake, "open abort abort");
    CHECK_HR(WsCloseChannel(channel, NULL, error), S_OK);
    CHECK_HR(WsAbortChannel(channel, error), S_OK);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CLOSED);
    CHECK_LOG(&fake, "close");
    WsFreeChannel(channel);
    CHECK_LOG(&fake, "free");
    fake_free(&fake);
}

/* ---- Freeing while something is pending ------------------------------------------------------------ */

static void what_is_freed_too_early_lives_until_the_last_call_has_ended(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *message;
    ctest_call call;
    fake_create(&fake);
    ctest_call_create(&call);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    message = make_message(channel);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake_plan(&fake, FAKE_READ_START, FAKE_HELD, S_OK);
    REQUIRE_HR(WsReadMessageStart(channel, message, &call.context, error), WS_S_ASYNC);
    /* The page does not allow it. It is aborted then, and its instance freed after its last call. */
    WsFreeChannel(channel);
    CHECK_LOG(&fake, "create open readStart abort");
    CHECK_HR(WsAbortChannel(channel, NULL), E_INVALIDARG);
    fake_plan(&fake, FAKE_FREE, FAKE_NOW, S_OK);
    fake_release(&fake, WS_E_ENDPOINT_DISCONNECTED);
    CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
    WsFreeMessage(message);
    ctest_call_free(&call);
    /* The operation's own hold on the channel may outlast its callback by a moment. */
    while (strstr(fake.log, "free") == NULL) {
        sched_yield();
    }
    CHECK_LOG(&fake, "free");
    fake_free(&fake);
    CHECK_HR(WsResetError(error), S_OK);
}

/* ---- What implementations get wrong ----------------------------------------------------------------- */

/* Returns WS_S_ASYNC although it was called synchronously. */
static void claiming_to_be_asynchronous_in_a_synchronous_call_is_a_failure(void)
{
    size_t o;
    for (o = 0; o < CTEST_COUNT(operations); o++) {
        const operation *what = &operations[o];
        fake_channel fake;
        WS_CHANNEL *channel;
        WS_MESSAGE *message;
        fake_create(&fake);
        channel = prepared(&fake, what, &message);
        fake_plan(&fake, what->call, FAKE_NOW, WS_S_ASYNC);
        CHECK_HR(perform(what->call, channel, message, NULL, error), WS_E_INVALID_OPERATION);
        CHECK(ctest_error_has(error, "WS_S_ASYNC"));
        dispose(&fake, channel, message);
        fake_free(&fake);
    }
    /* So it is for those that cannot be asynchronous at all. */
    {
        fake_channel fake;
        WS_CHANNEL *channel = NULL;
        WS_MESSAGE *message;
        ULONG value = 0;
        fake_create(&fake);
        fake_plan(&fake, FAKE_CREATE, FAKE_NOW, WS_S_ASYNC);
        CHECK_HR(fake_try_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, &channel, NULL), WS_E_INVALID_OPERATION);
        fake_plan(&fake, FAKE_CREATE, FAKE_NOW, S_OK);
        channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
        message = make_message(channel);
        fake_plan(&fake, FAKE_SET, FAKE_NOW, WS_S_ASYNC);
        CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &value, sizeof(value), NULL),
                 WS_E_INVALID_OPERATION);
        fake_plan(&fake, FAKE_RESET, FAKE_NOW, WS_S_ASYNC);
        CHECK_HR(WsResetChannel(channel, NULL), WS_E_INVALID_OPERATION);
        REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
        REQUIRE_HR(WsReadMessageStart(channel, message, NULL, error), S_OK);
        fake_plan(&fake, FAKE_ABANDON, FAKE_NOW, WS_S_ASYNC);
        CHECK_HR(WsAbandonMessage(channel, message, NULL), WS_E_INVALID_OPERATION);
        dispose(&fake, channel, message);
        fake_free(&fake);
    }
}

static void completing_more_than_once_ends_a_call_once(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *message;
    ctest_call call;
    WS_ASYNC_CONTEXT stale;
    int round;
    fake_create(&fake);
    ctest_call_create(&call);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    message = make_message(channel);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake.times = 3;
    for (round = 0; round < 50; round++) {
        fake_plan(&fake, FAKE_READ_START, FAKE_LATER, S_OK);
        CHECK_HR(ctest_call_end(&call, WsReadMessageStart(channel, message, &call.context, error)), S_OK);
        CHECK_HR(WsAbandonMessage(channel, message, error), S_OK);
    }
    fake_join(&fake);
    /* Once more, long after it has ended. */
    stale = fake.last_context;
    stale.callback(E_FAIL, WS_SHORT_CALLBACK, stale.callbackState);
    /* And after a final code. */
    fake_plan(&fake, FAKE_READ_START, FAKE_NOW, S_OK);
    CHECK_HR(WsReadMessageStart(channel, message, &call.context, error), S_OK);
    CHECK(fake.had_context);
    stale = fake.last_context;
    stale.callback(E_FAIL, WS_SHORT_CALLBACK, stale.callbackState);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
    fake_plan(&fake, FAKE_READ_END, FAKE_HELD, S_OK);
    REQUIRE_HR(WsReadMessageEnd(channel, message, &call.context, error), WS_S_ASYNC);
    /* It does not end the call that is pending now either. */
    stale.callback(E_FAIL, WS_SHORT_CALLBACK, stale.callbackState);
    CHECK_INT(__atomic_load_n(&call.callbacks, __ATOMIC_SEQ_CST), 0);
    fake_release(&fake, S_FALSE);
    CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), S_OK);
    ctest_call_free(&call);
    (void)strcpy(fake.log, "");
    dispose(&fake, channel, message);
    fake_free(&fake);
}

/* ---- Properties ----------------------------------------------------------------------------- */

static void properties_go_to_the_implementation(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    ULONG value = 77, byte;
    WS_CHANNEL_TYPE type = WS_CHANNEL_TYPE_INPUT;
    fake_create(&fake);
    fake.envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    fake.addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    fake.log_gets = 1;
    CHECK_LOG(&fake, "create");
    /* The library knows these two itself. */
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CHANNEL_TYPE, &type, sizeof(type), error), S_OK);
    CHECK_INT(type, WS_CHANNEL_TYPE_DUPLEX);
    CHECK_LOG(&fake, "");
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &value, sizeof(value), error), S_OK);
    CHECK_INT(value, WS_ENVELOPE_VERSION_SOAP_1_1);
    CHECK_INT(fake.last_id, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION);
    CHECK(fake.last_value == &value);
    CHECK_INT(fake.last_size, sizeof(value));
    CHECK(fake.last_error == error);
    CHECK_LOG(&fake, "get");
    /* What it makes of the size and of what it does not know is its business. */
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &byte, 1, error), E_INVALIDARG);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &value, sizeof(value), error), E_INVALIDARG);
    fake_plan(&fake, FAKE_GET, FAKE_NOW, E_OUTOFMEMORY);
    fake.says = W("cannot say");
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &value, sizeof(value), error), E_OUTOFMEMORY);
    CHECK(ctest_error_has(error, "cannot say"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_LOG(&fake, "get get get");
    fake.log_gets = 0;
    fake_plan(&fake, FAKE_GET, FAKE_NOW, S_OK);
    /* What is no property does not reach it. */
    CHECK_HR(WsGetChannelProperty(channel, (WS_CHANNEL_PROPERTY_ID)9999, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsSetChannelProperty(channel, (WS_CHANNEL_PROPERTY_ID)9999, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_LOG(&fake, "");
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &value, sizeof(value), error), S_OK);
    CHECK_INT(fake.last_id, WS_CHANNEL_PROPERTY_SEND_TIMEOUT);
    CHECK(fake.last_value == &value);
    CHECK_INT(fake.last_size, sizeof(value));
    fake_plan(&fake, FAKE_SET, FAKE_NOW, WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, NULL, 0, error), WS_E_INVALID_OPERATION);
    CHECK(fake.last_value == NULL);
    CHECK_LOG(&fake, "set set");
    /* The state is nobody's to set. */
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_LOG(&fake, "");
    WsFreeChannel(channel);
    CHECK_HR(WsResetError(error), S_OK);
    fake_free(&fake);
}

/* Messages for the channel have the versions that the implementation tells. */
static void messages_are_made_in_the_implementations_versions(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *message;
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_NONE;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_0_9;
    fake_create(&fake);
    fake.envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    fake.addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    message = make_message(channel);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL),
             S_OK);
    CHECK_INT(envelope, WS_ENVELOPE_VERSION_SOAP_1_1);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing),
                                  NULL),
             S_OK);
    CHECK_INT(addressing, WS_ADDRESSING_VERSION_TRANSPORT);
    WsFreeMessage(message);
    WsFreeChannel(channel);
    fake_free(&fake);
}

/* ---- The two directions ------------------------------------------------------------------------ */

static void reading_and_writing_do_not_mind_each_other(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *in, *out;
    ctest_call reading, writing;
    fake_create(&fake);
    ctest_call_create(&reading);
    ctest_call_create(&writing);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    in = make_message(channel);
    out = make_message(channel);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake_plan(&fake, FAKE_READ_START, FAKE_HELD, S_OK);
    fake_plan(&fake, FAKE_WRITE_START, FAKE_HELD, S_OK);
    REQUIRE_HR(WsReadMessageStart(channel, in, &reading.context, NULL), WS_S_ASYNC);
    REQUIRE_HR(WsWriteMessageStart(channel, out, &writing.context, NULL), WS_S_ASYNC);
    /* One of each at a time. */
    CHECK_HR(WsReadMessageStart(channel, out, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteMessageStart(channel, in, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadMessageEnd(channel, in, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteMessageEnd(channel, out, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsShutdownSessionChannel(channel, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_LOG(&fake, "create open readStart writeStart");
    fake_release(&fake, S_OK);
    CHECK_HR(ctest_call_end(&reading, WS_S_ASYNC), S_OK);
    /* Started, and to be ended with the same message. */
    CHECK_HR(WsReadMessageStart(channel, in, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadMessageEnd(channel, out, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbandonMessage(channel, out, NULL), E_INVALIDARG);
    fake_release(&fake, S_OK);
    CHECK_HR(ctest_call_end(&writing, WS_S_ASYNC), S_OK);
    CHECK_HR(WsReadMessageEnd(channel, in, NULL, NULL), S_OK);
    CHECK_HR(WsAbandonMessage(channel, in, NULL), E_INVALIDARG);
    CHECK_HR(WsAbandonMessage(channel, out, NULL), S_OK);
    CHECK(fake.last_message == out);
    CHECK_HR(WsShutdownSessionChannel(channel, NULL, NULL), S_OK);
    CHECK_LOG(&fake, "readEnd abandon shutdown");
    /* The page allows abandoning on a faulted channel too. */
    fake_plan(&fake, FAKE_READ_START, FAKE_NOW, S_OK);
    CHECK_HR(WsReadMessageStart(channel, in, NULL, NULL), S_OK);
    CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
    CHECK_HR(WsAbandonMessage(channel, in, NULL), S_OK);
    CHECK_HR(WsAbandonMessage(channel, in, NULL), E_INVALIDARG);
    CHECK_LOG(&fake, "readStart abort abandon");
    CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    CHECK_HR(WsAbandonMessage(channel, in, NULL), WS_E_INVALID_OPERATION);
    /* Used again from the start. */
    CHECK_HR(WsResetChannel(channel, error), S_OK);
    CHECK(fake.last_error == error);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_CREATED);
    CHECK_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    CHECK_HR(WsReadMessageStart(channel, in, NULL, NULL), S_OK);
    CHECK_LOG(&fake, "close reset open readStart");
    ctest_call_free(&reading);
    ctest_call_free(&writing);
    WsFreeMessage(out);
    dispose(&fake, channel, in);
    fake_free(&fake);
}

static void there_may_be_no_more_messages(void)
{
    fake_channel fake;
    WS_CHANNEL *channel;
    WS_MESSAGE *message;
    ctest_call call;
    WS_MESSAGE_DESCRIPTION description;
    const WS_MESSAGE_DESCRIPTION *descriptions[1];
    ULONG index = 77;
    memset(&description, 0, sizeof(description));
    descriptions[0] = &description;
    fake_create(&fake);
    ctest_call_create(&call);
    channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
    message = make_message(channel);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, error), S_OK);
    fake_plan(&fake, FAKE_READ_START, FAKE_LATER, WS_S_END);
    CHECK_HR(WsReadMessageStart(channel, message, NULL, error), WS_S_END);
    CHECK_HR(ctest_call_end(&call, WsReadMessageStart(channel, message, &call.context, error)), WS_S_END);
    CHECK_HR(ctest_call_end(&call, WsReceiveMessage(channel, message, descriptions, 1, WS_RECEIVE_OPTIONAL_MESSAGE,
                                                    WS_READ_REQUIRED_VALUE, NULL, NULL, 0, &index, &call.context,
                                                    error)),
             WS_S_END);
    CHECK_INT(index, 77);
    CHECK_HR(WsReceiveMessage(channel, message, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE,
                              NULL, NULL, 0, &index, NULL, error),
             WS_E_INVALID_FORMAT);
    CHECK_INT(index, 77);
    CHECK_INT(channel_state(channel), WS_CHANNEL_STATE_OPEN);
    ctest_call_free(&call);
    dispose(&fake, channel, message);
    fake_free(&fake);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    set_address();
    a_channel_is_created_by_its_callback();
    what_an_implementation_leaves_out_is_not_supported();
    every_function_ends_as_its_callback_does();
    a_session_that_is_lost_faults_the_channel();
    an_abort_ends_what_is_pending();
    an_abort_may_come_too_late();
    an_abort_cannot_fail();
    what_is_freed_too_early_lives_until_the_last_call_has_ended();
    claiming_to_be_asynchronous_in_a_synchronous_call_is_a_failure();
    completing_more_than_once_ends_a_call_once();
    properties_go_to_the_implementation();
    messages_are_made_in_the_implementations_versions();
    reading_and_writing_do_not_mind_each_other();
    there_may_be_no_more_messages();
    WsFreeError(error);
    return ctest_summary();
}
