/*
 * A custom channel and a custom listener that do as they are told, for test programs.
 *
 *     fake_channel fake;
 *     fake_create(&fake);
 *     fake_plan(&fake, FAKE_CLOSE, FAKE_LATER, WS_E_QUOTA_EXCEEDED);
 *     channel = fake_make_channel(&fake, WS_CHANNEL_TYPE_DUPLEX, error);
 *     ...
 *     CHECK_LOG(&fake, "create open close free");
 *     fake_free(&fake);
 *
 * Every callback writes its name into a log, checks that it got the right instance and keeps what else it got. Then
 * it does what its plan says: return a code at once, complete with it from another thread, or hold the call until
 * fake_release. Called without an async context it always returns its code at once.
 */
#ifndef CTEST_FAKE_H
#define CTEST_FAKE_H

#include "ctest.h"
#include "ctest_error.h"

enum fake_call {
    FAKE_CREATE,
    FAKE_FREE,
    FAKE_RESET,
    FAKE_OPEN,
    FAKE_CLOSE,
    FAKE_ABORT,
    FAKE_GET,
    FAKE_SET,
    FAKE_WRITE_START,
    FAKE_WRITE_END,
    FAKE_READ_START,
    FAKE_READ_END,
    FAKE_ABANDON,
    FAKE_SHUTDOWN,
    FAKE_ACCEPT,
    FAKE_CREATE_FOR,
    FAKE_CALLS
};

enum fake_how { FAKE_NOW, FAKE_LATER, FAKE_HELD };

static const char *const fake_names[] = {"create",      "free",      "reset",      "open",     "close",   "abort",
                                         "get",         "set",       "writeStart", "writeEnd", "readStart",
                                         "readEnd",     "abandon",   "shutdown",   "accept",   "createFor"};

#define FAKE_HOLDS 8
#define FAKE_THREADS 64

struct fake_channel;

/* What is to be completed by another thread. */
typedef struct fake_completion {
    WS_ASYNC_CONTEXT context;
    HRESULT code;
    pthread_t thread;
    int times;
} fake_completion;

typedef struct fake_channel {
    pthread_mutex_t lock;
    char log[2048];
    HRESULT codes[FAKE_CALLS];
    enum fake_how hows[FAKE_CALLS];
    /* Added to the error object by a call that fails. */
    const WCHAR *says;
    /* Calls that are held, the oldest first; set when one is added. */
    WS_ASYNC_CONTEXT held[FAKE_HOLDS];
    int held_count;
    ctest_event is_held;
    /* With this code the abort callback completes all that is held; S_OK for leaving it alone. */
    HRESULT abort_completes;
    fake_completion completions[FAKE_THREADS];
    int completion_count;
    /* What the last call got. */
    int had_context;
    WS_ASYNC_CONTEXT last_context;
    const void *last_message;
    const void *last_address;
    const void *last_channel;
    WS_ERROR *last_error;
    int last_id;
    const void *last_value;
    ULONG last_size;
    WS_CHANNEL_TYPE last_type;
    const void *last_parameters;
    ULONG last_parameters_size;
    /* Completes every FAKE_LATER this often. */
    int times;
    int log_gets;
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
} fake_channel;

static inline void fake_create(fake_channel *fake)
{
    memset(fake, 0, sizeof(*fake));
    pthread_mutex_init(&fake->lock, NULL);
    ctest_event_create(&fake->is_held);
    fake->times = 1;
    fake->envelope = WS_ENVELOPE_VERSION_SOAP_1_2;
    fake->addressing = WS_ADDRESSING_VERSION_1_0;
}

static inline void fake_join(fake_channel *fake)
{
    int i;
    for (i = 0; i < fake->completion_count; i++) {
        pthread_join(fake->completions[i].thread, NULL);
    }
    fake->completion_count = 0;
}

static inline void fake_free(fake_channel *fake)
{
    fake_join(fake);
    CHECK_INT(fake->held_count, 0);
    ctest_event_free(&fake->is_held);
    pthread_mutex_destroy(&fake->lock);
}

/* What a callback does from now on. */
static inline void fake_plan(fake_channel *fake, enum fake_call call, enum fake_how how, HRESULT code)
{
    pthread_mutex_lock(&fake->lock);
    fake->hows[call] = how;
    fake->codes[call] = code;
    pthread_mutex_unlock(&fake->lock);
}

static inline int fake_check_log(fake_channel *fake, const char *expected, const char *file, int line)
{
    char found[sizeof(fake->log)];
    pthread_mutex_lock(&fake->lock);
    memcpy(found, fake->log, sizeof(found));
    fake->log[0] = 0;
    pthread_mutex_unlock(&fake->lock);
    if (!ctest_count(strcmp(found, expected) == 0)) {
        printf("%s:%d: the calls were '%s', expected '%s'\n", file, line, found, expected);
        return 0;
    }
    return 1;
}

/* The callbacks that were called since the last look. */
#define CHECK_LOG(fake, expected) fake_check_log((fake), (expected), __FILE__, __LINE__)

static inline void *fake_complete(void *argument)
{
    fake_completion *completion = (fake_completion *)argument;
    WS_ASYNC_CONTEXT context = completion->context;
    HRESULT code = completion->code;
    int times = completion->times;
    while (times-- > 0) {
        context.callback(code, WS_LONG_CALLBACK, context.callbackState);
    }
    return NULL;
}

/* Completes the call that has been held longest, on this thread. */
static inline void fake_release(fake_channel *fake, HRESULT code)
{
    WS_ASYNC_CONTEXT context;
    pthread_mutex_lock(&fake->lock);
    REQUIRE(fake->held_count > 0);
    context = fake->held[0];
    fake->held_count--;
    memmove(fake->held, fake->held + 1, (size_t)fake->held_count * sizeof(context));
    if (fake->held_count == 0) {
        ctest_event_reset(&fake->is_held);
    }
    pthread_mutex_unlock(&fake->lock);
    context.callback(code, WS_LONG_CALLBACK, context.callbackState);
}

static inline HRESULT fake_act(void *instance, enum fake_call call, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    HRESULT code;
    pthread_mutex_lock(&fake->lock);
    if (call != FAKE_GET || fake->log_gets) {
        if (fake->log[0]) {
            strcat(fake->log, " ");
        }
        strcat(fake->log, fake_names[call]);
    }
    fake->had_context = context != NULL;
    if (context) {
        fake->last_context = *context;
    }
    if (call != FAKE_GET || fake->log_gets) {
        fake->last_error = error;
    }
    code = fake->codes[call];
    if (FAILED(code) && fake->says && error) {
        WS_STRING string;
        string.chars = (WCHAR *)(uintptr_t)fake->says;
        string.length = (ULONG)ctest_length(fake->says);
        CHECK_HR(WsAddErrorString(error, &string), S_OK);
    }
    if (context && fake->hows[call] == FAKE_LATER) {
        fake_completion *completion = &fake->completions[fake->completion_count++];
        REQUIRE(fake->completion_count <= FAKE_THREADS);
        completion->context = *context;
        completion->code = code;
        completion->times = fake->times;
        REQUIRE(pthread_create(&completion->thread, NULL, fake_complete, completion) == 0);
        code = WS_S_ASYNC;
    } else if (context && fake->hows[call] == FAKE_HELD) {
        REQUIRE(fake->held_count < FAKE_HOLDS);
        fake->held[fake->held_count++] = *context;
        ctest_event_set(&fake->is_held);
        code = WS_S_ASYNC;
    }
    pthread_mutex_unlock(&fake->lock);
    return code;
}

/* ---- The channel's callbacks ---------------------------------------------------------------- */

static inline HRESULT CALLBACK fake_channel_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size,
                                                   void **instance, WS_ERROR *error)
{
    fake_channel *fake = *(fake_channel *const *)parameters;
    HRESULT code = fake_act(fake, FAKE_CREATE, NULL, error);
    fake->last_type = type;
    fake->last_parameters = parameters;
    fake->last_parameters_size = size;
    if (code == S_OK) {
        *instance = fake;
    }
    return code;
}

static inline void CALLBACK fake_channel_free(void *instance)
{
    (void)fake_act(instance, FAKE_FREE, NULL, NULL);
}

static inline HRESULT CALLBACK fake_channel_reset(void *instance, WS_ERROR *error)
{
    return fake_act(instance, FAKE_RESET, NULL, error);
}

static inline HRESULT CALLBACK fake_channel_open(void *instance, const WS_ENDPOINT_ADDRESS *address,
                                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    ((fake_channel *)instance)->last_address = address;
    return fake_act(instance, FAKE_OPEN, context, error);
}

static inline HRESULT CALLBACK fake_channel_close(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_act(instance, FAKE_CLOSE, context, error);
}

static inline HRESULT CALLBACK fake_channel_abort(void *instance, WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    HRESULT code = fake_act(instance, FAKE_ABORT, NULL, error);
    if (fake->abort_completes != S_OK) {
        while (fake->held_count > 0) {
            fake_release(fake, fake->abort_completes);
        }
    }
    return code;
}

static inline HRESULT CALLBACK fake_channel_get(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size,
                                                WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    HRESULT code = fake_act(instance, FAKE_GET, NULL, error);
    if (FAILED(code)) {
        return code;
    }
    fake->last_id = (int)id;
    fake->last_value = value;
    fake->last_size = size;
    if (size != sizeof(ULONG)) {
        return E_INVALIDARG;
    }
    if (id == WS_CHANNEL_PROPERTY_ENVELOPE_VERSION) {
        *(WS_ENVELOPE_VERSION *)value = fake->envelope;
    } else if (id == WS_CHANNEL_PROPERTY_ADDRESSING_VERSION) {
        *(WS_ADDRESSING_VERSION *)value = fake->addressing;
    } else if (id == WS_CHANNEL_PROPERTY_TRANSFER_MODE || id == WS_CHANNEL_PROPERTY_PROTECTION_LEVEL
               || id == WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS) {
        *(ULONG *)value = 0;
    } else {
        return E_INVALIDARG;
    }
    return code;
}

static inline HRESULT CALLBACK fake_channel_set(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value,
                                                ULONG size, WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    fake->last_id = (int)id;
    fake->last_value = value;
    fake->last_size = size;
    return fake_act(instance, FAKE_SET, NULL, error);
}

static inline HRESULT fake_message(void *instance, enum fake_call call, WS_MESSAGE *message,
                                   const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    ((fake_channel *)instance)->last_message = message;
    return fake_act(instance, call, context, error);
}

static inline HRESULT CALLBACK fake_channel_write_start(void *instance, WS_MESSAGE *message,
                                                        const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_message(instance, FAKE_WRITE_START, message, context, error);
}

static inline HRESULT CALLBACK fake_channel_write_end(void *instance, WS_MESSAGE *message,
                                                      const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_message(instance, FAKE_WRITE_END, message, context, error);
}

static inline HRESULT CALLBACK fake_channel_read_start(void *instance, WS_MESSAGE *message,
                                                       const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_message(instance, FAKE_READ_START, message, context, error);
}

static inline HRESULT CALLBACK fake_channel_read_end(void *instance, WS_MESSAGE *message,
                                                     const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_message(instance, FAKE_READ_END, message, context, error);
}

static inline HRESULT CALLBACK fake_channel_abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    return fake_message(instance, FAKE_ABANDON, message, NULL, error);
}

static inline HRESULT CALLBACK fake_channel_shutdown(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return fake_act(instance, FAKE_SHUTDOWN, context, error);
}

static const WS_CUSTOM_CHANNEL_CALLBACKS fake_channel_callbacks = {
    fake_channel_create,      fake_channel_free,      fake_channel_reset,     fake_channel_open,
    fake_channel_close,       fake_channel_abort,     fake_channel_get,       fake_channel_set,
    fake_channel_write_start, fake_channel_write_end, fake_channel_read_start, fake_channel_read_end,
    fake_channel_abandon,     fake_channel_shutdown,
};

/* ---- The listener's callbacks --------------------------------------------------------------- */

static inline HRESULT CALLBACK fake_listener_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size,
                                                    void **instance, WS_ERROR *error)
{
    return fake_channel_create(type, parameters, size, instance, error);
}

static inline HRESULT CALLBACK fake_listener_open(void *instance, const WS_STRING *url,
                                                  const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    ((fake_channel *)instance)->last_address = url;
    return fake_act(instance, FAKE_OPEN, context, error);
}

static inline HRESULT CALLBACK fake_listener_get(void *instance, WS_LISTENER_PROPERTY_ID id, void *value, ULONG size,
                                                 WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    HRESULT code = fake_act(instance, FAKE_GET, NULL, error);
    fake->last_id = (int)id;
    fake->last_value = value;
    fake->last_size = size;
    return code;
}

static inline HRESULT CALLBACK fake_listener_set(void *instance, WS_LISTENER_PROPERTY_ID id, const void *value,
                                                 ULONG size, WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    fake->last_id = (int)id;
    fake->last_value = value;
    fake->last_size = size;
    return fake_act(instance, FAKE_SET, NULL, error);
}

static inline HRESULT CALLBACK fake_listener_create_channel(void *instance, const void *parameters, ULONG size,
                                                            void **channel_instance, WS_ERROR *error)
{
    fake_channel *fake = (fake_channel *)instance;
    HRESULT code = fake_act(instance, FAKE_CREATE_FOR, NULL, error);
    fake->last_parameters = parameters;
    fake->last_parameters_size = size;
    if (code == S_OK) {
        *channel_instance = *(fake_channel *const *)parameters;
    }
    return code;
}

static inline HRESULT CALLBACK fake_listener_accept(void *instance, void *channel_instance,
                                                    const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    ((fake_channel *)instance)->last_channel = channel_instance;
    return fake_act(instance, FAKE_ACCEPT, context, error);
}

static const WS_CUSTOM_LISTENER_CALLBACKS fake_listener_callbacks = {
    fake_listener_create, fake_channel_free, fake_channel_reset, fake_listener_open,           fake_channel_close,
    fake_channel_abort,   fake_listener_get, fake_listener_set,  fake_listener_create_channel, fake_listener_accept,
};

/* ---- Making them ---------------------------------------------------------------------------- */

static inline HRESULT fake_try_channel(fake_channel *fake, WS_CHANNEL_TYPE type, WS_CHANNEL **channel,
                                       WS_ERROR *error)
{
    WS_CHANNEL_PROPERTY properties[2];
    properties[0].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&fake_channel_callbacks;
    properties[0].valueSize = sizeof(fake_channel_callbacks);
    properties[1].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS;
    properties[1].value = &fake;
    properties[1].valueSize = sizeof(fake);
    return WsCreateChannel(type, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, channel, error);
}

static inline WS_CHANNEL *fake_make_channel(fake_channel *fake, WS_CHANNEL_TYPE type, WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    REQUIRE_HR_ERROR(fake_try_channel(fake, type, &channel, error), S_OK, error);
    return channel;
}

static inline WS_LISTENER *fake_make_listener(fake_channel *fake, WS_CHANNEL_TYPE type, WS_ERROR *error)
{
    WS_LISTENER *listener = NULL;
    WS_LISTENER_PROPERTY properties[2];
    properties[0].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&fake_listener_callbacks;
    properties[0].valueSize = sizeof(fake_listener_callbacks);
    properties[1].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS;
    properties[1].value = &fake;
    properties[1].valueSize = sizeof(fake);
    REQUIRE_HR_ERROR(WsCreateListener(type, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &listener, error), S_OK,
                     error);
    return listener;
}

static inline HRESULT fake_try_channel_for(WS_LISTENER *listener, fake_channel *fake, WS_CHANNEL **channel,
                                           WS_ERROR *error)
{
    WS_CHANNEL_PROPERTY properties[2];
    properties[0].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&fake_channel_callbacks;
    properties[0].valueSize = sizeof(fake_channel_callbacks);
    properties[1].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS;
    properties[1].value = &fake;
    properties[1].valueSize = sizeof(fake);
    return WsCreateChannelForListener(listener, properties, 2, channel, error);
}

static inline WS_CHANNEL *fake_make_channel_for(WS_LISTENER *listener, fake_channel *fake, WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    REQUIRE_HR_ERROR(fake_try_channel_for(listener, fake, &channel, error), S_OK, error);
    return channel;
}

/* ---- States --------------------------------------------------------------------------------- */

static inline int channel_state(WS_CHANNEL *channel)
{
    WS_CHANNEL_STATE state = (WS_CHANNEL_STATE)99;
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    return (int)state;
}

static inline int listener_state(WS_LISTENER *listener)
{
    WS_LISTENER_STATE state = (WS_LISTENER_STATE)99;
    CHECK_HR(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    return (int)state;
}

#endif
