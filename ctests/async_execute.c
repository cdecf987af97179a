/* WsAsyncExecute: operations made of steps. (Page "Asynchronous Model".) */
#include "ctest.h"
#include "ctest_error.h"

#define MAX_THREADS 256

/* Whatever the test's steps need; each test uses what it likes. */
typedef struct operation {
    WS_ASYNC_STATE async_state;
    WS_ERROR *error;
    int a, b, c, sum;
    int *result;
    /* What the steps saw. */
    HRESULT seen[8];
    WS_CALLBACK_MODEL models[8];
    int count;
    int wants_context;
    long steps, limit;
    WS_CALLBACK_MODEL complete_as;
    /* The threads that complete what steps start. */
    pthread_t threads[MAX_THREADS];
    int thread_count;
    WS_ASYNC_CONTEXT context;
    HRESULT complete_with;
    ctest_event gate;
    int use_gate;
    int twice;
    ctest_event *early;
    struct operation *inner;
    ctest_call *inner_call;
} operation;

static void operation_create(operation *op, WS_ERROR *error)
{
    memset(op, 0, sizeof(*op));
    /* The state need not be initialised. */
    memset(&op->async_state, 0xA5, sizeof(op->async_state));
    op->error = error;
    op->complete_as = WS_LONG_CALLBACK;
    ctest_event_create(&op->gate);
}

static void operation_free(operation *op)
{
    int i;
    for (i = 0; i < op->thread_count; i++) {
        pthread_join(op->threads[i], NULL);
    }
    ctest_event_free(&op->gate);
}

static void *completer(void *argument)
{
    operation *op = (operation *)argument;
    WS_ASYNC_CONTEXT context = op->context;
    HRESULT code = op->complete_with;
    WS_CALLBACK_MODEL model = op->complete_as;
    int twice = op->twice;
    if (op->use_gate) {
        REQUIRE_EVENT(&op->gate);
    }
    context.callback(code, model, context.callbackState);
    if (twice) {
        context.callback(code, model, context.callbackState);
    }
    return NULL;
}

/* An operation that ends on another thread if it may, with a code. */
static HRESULT end_later(operation *op, HRESULT code, const WS_ASYNC_CONTEXT *context)
{
    if (!context) {
        return code;
    }
    op->context = *context;
    op->complete_with = code;
    REQUIRE(op->thread_count < MAX_THREADS);
    op->thread_count++;
    REQUIRE(pthread_create(&op->threads[op->thread_count - 1], NULL, completer, op) == 0);
    return WS_S_ASYNC;
}

/* What every step may rely on. */
static void look(operation *op, HRESULT hr, WS_CALLBACK_MODEL model, WS_ASYNC_OPERATION *next,
                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    CHECK(next != NULL);
    CHECK(next->function == NULL);
    CHECK((context != NULL) == op->wants_context);
    CHECK(context == NULL || context->callback != NULL);
    CHECK(error == op->error);
    if (op->count < 8) {
        op->seen[op->count] = hr;
        op->models[op->count] = model;
    }
    op->count++;
}

/* ---- Adding three numbers, as the page's example does ---------------------------------------- */

/* Ends at once when b is 0, else later. */
static HRESULT add(operation *op, int a, int b, int *sum, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    if (a < 0 || b < 0) {
        WS_STRING why = WS_STRING_VALUE(W("negative numbers are not supported"));
        if (error) {
            CHECK_HR(WsAddErrorString(error, &why), S_OK);
        }
        return E_NOTIMPL;
    }
    *sum = a + b;
    return b == 0 ? S_OK : end_later(op, S_OK, context);
}

static HRESULT CALLBACK add_end(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    if (FAILED(hr)) {
        return hr;
    }
    *op->result = op->sum;
    return S_OK;
}

static HRESULT CALLBACK add_second(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                   const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    /* The next one is called whether this one fails or not. */
    next->function = add_end;
    if (FAILED(hr)) {
        return hr;
    }
    return add(op, op->sum, op->c, &op->sum, context, error);
}

static HRESULT CALLBACK add_first(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                  const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    next->function = add_second;
    return add(op, op->a, op->b, &op->sum, context, error);
}

static HRESULT add_three(operation *op, int a, int b, int c, int *result, const WS_ASYNC_CONTEXT *context)
{
    op->a = a;
    op->b = b;
    op->c = c;
    op->sum = 0;
    op->result = result;
    op->count = 0;
    op->wants_context = context != NULL;
    return WsAsyncExecute(&op->async_state, add_first, WS_SHORT_CALLBACK, op, context, op->error);
}

static void adds_three_numbers(void)
{
    static const int numbers[][3] = {{1, 0, 0}, {2, 1, 0}, {3, 0, 2}, {4, 3, 2}};
    operation op;
    ctest_call call;
    size_t i;
    operation_create(&op, NULL);
    ctest_call_create(&call);
    for (i = 0; i < CTEST_COUNT(numbers); i++) {
        const int *n = numbers[i];
        int result = 0;
        CHECK_HR(add_three(&op, n[0], n[1], n[2], &result, NULL), S_OK);
        CHECK_INT(result, n[0] + n[1] + n[2]);
        CHECK_INT(op.count, 3);
        CHECK_INT(op.models[0], WS_SHORT_CALLBACK);
        CHECK_INT(op.models[2], WS_SHORT_CALLBACK);
    }
    for (i = 0; i < CTEST_COUNT(numbers); i++) {
        const int *n = numbers[i];
        int result = 0;
        HRESULT started = add_three(&op, n[0], n[1], n[2], &result, &call.context);
        /* It is asynchronous if one of its steps was. */
        CHECK_HR(started, n[1] || n[2] ? WS_S_ASYNC : S_OK);
        CHECK_HR(ctest_call_end(&call, started), S_OK);
        CHECK_INT(result, n[0] + n[1] + n[2]);
        CHECK_INT(op.count, 3);
        /* Up to the first asynchronous step the model is that of the call, from there that of the callback. */
        CHECK_INT(op.models[0], WS_SHORT_CALLBACK);
        CHECK_INT(op.models[1], n[1] ? WS_LONG_CALLBACK : WS_SHORT_CALLBACK);
        CHECK_INT(op.models[2], n[1] || n[2] ? WS_LONG_CALLBACK : WS_SHORT_CALLBACK);
        if (started == WS_S_ASYNC) {
            CHECK_INT(call.model, WS_LONG_CALLBACK);
        }
    }
    ctest_call_free(&call);
    operation_free(&op);
}

static void a_failure_goes_to_the_next_step_and_to_the_caller(void)
{
    WS_ERROR *error = NULL;
    operation op;
    ctest_call call;
    int result = 77;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    operation_create(&op, error);
    ctest_call_create(&call);
    /* The first addition fails at once. */
    CHECK_HR(add_three(&op, -1, 2, 3, &result, NULL), E_NOTIMPL);
    CHECK_INT(op.count, 3);
    CHECK_HR(op.seen[0], S_OK);
    CHECK_HR(op.seen[1], E_NOTIMPL);
    CHECK_HR(op.seen[2], E_NOTIMPL);
    CHECK(ctest_error_has(error, "negative numbers"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(ctest_call_end(&call, add_three(&op, -1, 2, 3, &result, &call.context)), E_NOTIMPL);
    CHECK(ctest_error_has(error, "negative numbers"));
    CHECK_HR(WsResetError(error), S_OK);
    /* The second one fails, on another thread, after the first was asynchronous. */
    CHECK_HR(ctest_call_end(&call, add_three(&op, 1, 2, -3, &result, &call.context)), E_NOTIMPL);
    CHECK_INT(op.count, 3);
    CHECK_HR(op.seen[1], S_OK);
    CHECK_HR(op.seen[2], E_NOTIMPL);
    CHECK(ctest_error_has(error, "negative numbers"));
    CHECK_INT(result, 77);
    ctest_call_free(&call);
    operation_free(&op);
    WsFreeError(error);
}

/* ---- Results -------------------------------------------------------------------------------- */

static HRESULT CALLBACK last_as_given(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                      const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    look((operation *)state, hr, model, next, context, error);
    return hr;
}

static HRESULT CALLBACK ends_later(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                   const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    next->function = last_as_given;
    return end_later(op, op->complete_with, context);
}

static HRESULT CALLBACK ends_now(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    next->function = last_as_given;
    return op->complete_with;
}

static void results_are_passed_on_as_they_are(void)
{
    static const HRESULT codes[] = {S_OK, S_FALSE, WS_S_END, E_FAIL, E_OUTOFMEMORY, WS_E_QUOTA_EXCEEDED};
    static const WS_ASYNC_FUNCTION steps[] = {ends_now, ends_later, last_as_given};
    operation op;
    ctest_call call;
    size_t i, s;
    operation_create(&op, NULL);
    ctest_call_create(&call);
    for (i = 0; i < CTEST_COUNT(codes); i++) {
        for (s = 0; s < 2; s++) {
            op.complete_with = codes[i];
            op.count = 0;
            op.wants_context = 0;
            CHECK_HR(WsAsyncExecute(&op.async_state, steps[s], WS_LONG_CALLBACK, &op, NULL, NULL), codes[i]);
            CHECK_INT(op.count, 2);
            CHECK_HR(op.seen[1], codes[i]);
            op.complete_with = codes[i];
            op.complete_as = i % 2 ? WS_LONG_CALLBACK : WS_SHORT_CALLBACK;
            op.count = 0;
            op.wants_context = 1;
            CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&op.async_state, steps[s], WS_LONG_CALLBACK, &op,
                                                          &call.context, NULL)),
                     codes[i]);
            CHECK_INT(op.count, 2);
            CHECK_HR(op.seen[1], codes[i]);
            if (s == 1) {
                CHECK_INT(op.models[1], op.complete_as);
                CHECK_INT(call.model, op.complete_as);
            }
        }
    }
    /* One step, nothing after it. */
    op.count = 0;
    CHECK_HR(WsAsyncExecute(&op.async_state, last_as_given, WS_SHORT_CALLBACK, &op, &call.context, NULL), S_OK);
    CHECK_INT(op.count, 1);
    /* No step: nothing to do. */
    CHECK_HR(WsAsyncExecute(&op.async_state, NULL, WS_SHORT_CALLBACK, &op, &call.context, NULL), S_OK);
    CHECK_HR(WsAsyncExecute(&op.async_state, NULL, WS_SHORT_CALLBACK, NULL, NULL, NULL), S_OK);
    CHECK_INT(op.count, 1);
    ctest_call_free(&call);
    operation_free(&op);
}

/* ---- Long operations ------------------------------------------------------------------------ */

static HRESULT CALLBACK one_of_many(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                    const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    (void)model;
    (void)error;
    if (++op->steps < op->limit) {
        next->function = one_of_many;
    }
    /* The first one may be asynchronous, so that the others run from its callback. */
    if (op->steps == 1 && op->c) {
        return end_later(op, hr, context);
    }
    return hr;
}

static HRESULT CALLBACK all_later(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                  const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    (void)model;
    (void)error;
    if (++op->steps < op->limit) {
        next->function = all_later;
    }
    return end_later(op, hr, context);
}

static void a_million_steps_need_no_more_stack_than_one(void)
{
    const long many = 1000000;
    operation op;
    ctest_call call;
    operation_create(&op, NULL);
    ctest_call_create(&call);
    op.limit = many;
    CHECK_HR(WsAsyncExecute(&op.async_state, one_of_many, WS_SHORT_CALLBACK, &op, NULL, NULL), S_OK);
    CHECK_INT(op.steps, many);
    op.steps = 0;
    CHECK_HR(WsAsyncExecute(&op.async_state, one_of_many, WS_SHORT_CALLBACK, &op, &call.context, NULL), S_OK);
    CHECK_INT(op.steps, many);
    op.steps = 0;
    op.c = 1;
    CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&op.async_state, one_of_many, WS_SHORT_CALLBACK, &op,
                                                  &call.context, NULL)),
             S_OK);
    CHECK_INT(op.steps, many);
    /* A hundred threads in turn. */
    op.steps = 0;
    op.limit = 100;
    CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&op.async_state, all_later, WS_SHORT_CALLBACK, &op,
                                                  &call.context, NULL)),
             S_OK);
    CHECK_INT(op.steps, 100);
    ctest_call_free(&call);
    operation_free(&op);
}

/* ---- Operations in operations --------------------------------------------------------------- */

static HRESULT CALLBACK runs_an_operation(HRESULT hr, WS_CALLBACK_MODEL model, void *state,
                                          WS_ASYNC_OPERATION *next, const WS_ASYNC_CONTEXT *context,
                                          WS_ERROR *error)
{
    operation *op = (operation *)state;
    look(op, hr, model, next, context, error);
    next->function = last_as_given;
    /* The inner operation goes on with the outer one when it has ended, now or later. */
    return add_three(op->inner, op->a, op->b, op->c, op->result, context);
}

static void operations_nest(void)
{
    operation outer, inner;
    ctest_call call;
    int result = 0, asynchronous;
    operation_create(&outer, NULL);
    operation_create(&inner, NULL);
    ctest_call_create(&call);
    outer.inner = &inner;
    outer.result = &result;
    outer.a = 7;
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        outer.b = asynchronous ? 8 : 0;
        outer.c = 9;
        result = outer.count = 0;
        outer.wants_context = 0;
        CHECK_HR(WsAsyncExecute(&outer.async_state, runs_an_operation, WS_LONG_CALLBACK, &outer, NULL, NULL), S_OK);
        CHECK_INT(result, 16 + outer.b);
        result = outer.count = 0;
        outer.wants_context = 1;
        CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&outer.async_state, runs_an_operation, WS_LONG_CALLBACK,
                                                      &outer, &call.context, NULL)),
                 S_OK);
        CHECK_INT(result, 16 + outer.b);
        CHECK_INT(outer.count, 2);
        CHECK_INT(inner.count, 3);
    }
    ctest_call_free(&call);
    operation_free(&inner);
    operation_free(&outer);
}

/* ---- When things overlap -------------------------------------------------------------------- */

static HRESULT CALLBACK outpaced(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    operation *op = (operation *)state;
    HRESULT started;
    look(op, hr, model, next, context, error);
    next->function = last_as_given;
    started = end_later(op, S_FALSE, context);
    /* The whole operation is over before this step has returned. */
    REQUIRE_EVENT(op->early);
    return started;
}

static void an_operation_may_end_before_its_first_step_has_returned(void)
{
    operation op;
    ctest_call call;
    operation_create(&op, NULL);
    ctest_call_create(&call);
    op.wants_context = 1;
    op.early = &call.done;
    CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&op.async_state, outpaced, WS_SHORT_CALLBACK, &op, &call.context,
                                                  NULL)),
             S_FALSE);
    CHECK_INT(op.count, 2);
    ctest_call_free(&call);
    operation_free(&op);
}

/* The callback uses the state for the next operation, and frees it after the last. */
typedef struct reuse {
    WS_ASYNC_STATE *state;
    operation op;
    int left;
    ctest_event over;
} reuse;

static void CALLBACK again(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    reuse *it = (reuse *)state;
    WS_ASYNC_CONTEXT context;
    CHECK_HR(code, S_OK);
    CHECK_INT(model, WS_LONG_CALLBACK);
    if (it->left-- == 0) {
        free(it->state);
        ctest_event_set(&it->over);
        return;
    }
    context.callback = again;
    context.callbackState = it;
    it->op.complete_with = S_OK;
    CHECK_HR(WsAsyncExecute(it->state, ends_later, WS_SHORT_CALLBACK, &it->op, &context, NULL), WS_S_ASYNC);
    /* It is needed during the call only. */
    memset(&context, 0x5A, sizeof(context));
}

static void the_callback_may_use_the_state_again_and_free_it(void)
{
    reuse it;
    operation_create(&it.op, NULL);
    it.op.wants_context = 1;
    it.state = (WS_ASYNC_STATE *)malloc(sizeof(*it.state));
    it.left = 20;
    ctest_event_create(&it.over);
    again(S_OK, WS_LONG_CALLBACK, &it);
    REQUIRE_EVENT(&it.over);
    CHECK_INT(it.op.count, 40);
    operation_free(&it.op);
    ctest_event_free(&it.over);
}

static void completing_twice_calls_back_once(void)
{
    operation op;
    ctest_call call;
    operation_create(&op, NULL);
    ctest_call_create(&call);
    op.wants_context = 1;
    op.twice = 1;
    CHECK_HR(ctest_call_end(&call, WsAsyncExecute(&op.async_state, ends_later, WS_SHORT_CALLBACK, &op, &call.context,
                                                  NULL)),
             S_OK);
    operation_free(&op);
    CHECK_INT(op.count, 2);
    ctest_call_free(&call);
}

/* ---- What callers and steps get wrong -------------------------------------------------------- */

static HRESULT CALLBACK claims_to_be_asynchronous(HRESULT hr, WS_CALLBACK_MODEL model, void *state,
                                                  WS_ASYNC_OPERATION *next, const WS_ASYNC_CONTEXT *context,
                                                  WS_ERROR *error)
{
    look((operation *)state, hr, model, next, context, error);
    next->function = last_as_given;
    return WS_S_ASYNC;
}

static HRESULT CALLBACK never(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                              const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)model;
    (void)state;
    (void)next;
    (void)context;
    (void)error;
    CHECK(!"a step is called although the arguments are wrong");
    return hr;
}

static void refuses_what_is_wrong(void)
{
    WS_ERROR *error = NULL, *gone = NULL;
    WS_ASYNC_STATE state, before;
    WS_ASYNC_CONTEXT context;
    operation op;
    ctest_call call;
    memset(&state, 0xA5, sizeof(state));
    before = state;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &gone), S_OK);
    WsFreeError(gone);
    ctest_call_create(&call);
    CHECK_HR(WsAsyncExecute(NULL, never, WS_SHORT_CALLBACK, NULL, NULL, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "asyncState"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsAsyncExecute(NULL, never, WS_SHORT_CALLBACK, NULL, &call.context, NULL), E_INVALIDARG);
    CHECK_HR(WsAsyncExecute(&state, never, (WS_CALLBACK_MODEL)2, NULL, NULL, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "callbackModel"));
    CHECK_HR(WsResetError(error), S_OK);
    memset(&context, 0, sizeof(context));
    CHECK_HR(WsAsyncExecute(&state, never, WS_SHORT_CALLBACK, NULL, &context, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "WS_ASYNC_CONTEXT"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsAsyncExecute(&state, never, WS_SHORT_CALLBACK, NULL, NULL, gone), E_INVALIDARG);
    CHECK_HR(WsAsyncExecute(&state, never, WS_SHORT_CALLBACK, NULL, NULL, (WS_ERROR *)&state), E_INVALIDARG);
    CHECK_MEMORY(&state, sizeof(state), &before, sizeof(before));

    /* A step that is asynchronous without a context has failed; the next one is called as after any failure. */
    operation_create(&op, error);
    CHECK_HR(WsAsyncExecute(&op.async_state, claims_to_be_asynchronous, WS_SHORT_CALLBACK, &op, NULL, error),
             WS_E_INVALID_OPERATION);
    CHECK_INT(op.count, 2);
    CHECK_HR(op.seen[1], WS_E_INVALID_OPERATION);
    CHECK(ctest_error_has(error, "WS_S_ASYNC"));
    operation_free(&op);
    ctest_call_free(&call);
    WsFreeError(error);
}

int main(void)
{
    adds_three_numbers();
    a_failure_goes_to_the_next_step_and_to_the_caller();
    results_are_passed_on_as_they_are();
    a_million_steps_need_no_more_stack_than_one();
    operations_nest();
    an_operation_may_end_before_its_first_step_has_returned();
    the_callback_may_use_the_state_again_and_free_it();
    completing_twice_calls_back_once();
    refuses_what_is_wrong();
    return ctest_summary();
}
