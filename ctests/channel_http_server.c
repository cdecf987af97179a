/* Listeners and reply channels over HTTP against raw clients. What is no good request is in
 * channel_http_bad_requests.c, who gets a request in channel_http_addresses.c. */
/* ctest: timeout 120 */
#include "http_server.h"

/* What a request comes to: accepted, received with this result, and answered as the sample server does. */
static void requests_are_answered(void)
{
    static const struct {
        const char *type;
        const char *body;
        HRESULT received;
    } cases[] = {
        {"text/xml; charset=utf-8", ASK, S_OK},
        {"text/xml", "<?xml version=\"1.0\"?>" ASK, S_OK},
        {"text/plain", ASK, WS_E_INVALID_FORMAT},
        {NULL, ASK, WS_E_INVALID_FORMAT},
        {"application/soap+xml", ASK, WS_E_INVALID_FORMAT},
        {"text/xml", "garbage", WS_E_INVALID_FORMAT},
        {"text/xml", "", WS_E_INVALID_FORMAT},
        {"text/xml", "<s:Envelope xmlns:s=\"urn:other\"/>", WS_E_INVALID_FORMAT},
        {"text/xml", ENVELOPE("<ask xmlns=\"urn:test\">five</ask>"), WS_E_INVALID_FORMAT},
        {"text/xml", ENVELOPE("<other/>"), WS_E_INVALID_FORMAT},
    };
    server it;
    size_t i;
    int way, fd;
    server_start(&it, "http://localhost:", "/service", 0);
    fd = net_connect(it.port);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        /* With an answer, and without. */
        for (way = 0; way < 2; way++) {
            int number = 0;
            HRESULT hr;
            WS_STRING url = {0, NULL};
            post(fd, "/service", cases[i].type, cases[i].body);
            CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
            CHECK_HR(WsGetChannelProperty(it.channel, WS_CHANNEL_PROPERTY_TRANSPORT_URL, &url, sizeof(url), NULL),
                     S_OK);
            CHECK(url.length > 0);
            hr = receive(&it, &number);
            if (!CHECK_HR_ERROR(hr, cases[i].received, error)) {
                printf("  that was %s\n", cases[i].body);
            }
            CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_OPEN);
            if (way == 0 && SUCCEEDED(hr)) {
                CHECK_INT(number, 5);
                number = 7;
                CHECK_HR_ERROR(WsSendReplyMessage(it.channel, it.reply, &answer, WS_WRITE_REQUIRED_VALUE, &number,
                                                  sizeof(number), it.request, NULL, error),
                               S_OK, error);
            } else if (way == 0) {
                CHECK_HR_ERROR(WsSendFaultMessageForError(it.channel, it.reply, error, hr, WS_FULL_FAULT_DISCLOSURE,
                                                          it.request, NULL, error),
                               S_OK, error);
            }
            next(&it);
            REQUIRE(net_read_http(fd, &response));
            if (way == 0) {
                char type[64];
                CHECK_INT(net_status(&response), SUCCEEDED(hr) ? 200 : 500);
                CHECK(strstr(response.body, SUCCEEDED(hr) ? ">7</answer>" : ":Fault>") != NULL);
                CHECK(net_field(response.head, "Content-Type", type, sizeof(type)) != NULL);
                CHECK(strncmp(type, "text/xml", 8) == 0);
            } else {
                CHECK(SUCCEEDED(hr) ? net_status(&response) == 202 : net_status(&response) >= 202);
                CHECK_INT(response.body_length, 0);
            }
        }
    }
    close(fd);
    server_stop(&it);
}

/* What never reaches the application. */
static void what_is_not_for_the_service_is_refused(void)
{
    static const struct {
        const char *bytes;
        int status;
    } cases[] = {
        {"GET /service HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        {"POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404},
        {"POST /service?query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404},
        {"POST /service HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0\r\nContent-Length: 0\r\n\r\n", 403},
        {"no HTTP\r\n\r\n", 400},
    };
    server it;
    size_t i;
    server_start(&it, "http://+:", "/service", 0);
    REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        int fd = net_connect(it.port);
        REQUIRE(net_send(fd, cases[i].bytes));
        if (CHECK(net_read_http(fd, &response)) && !CHECK_INT(net_status(&response), cases[i].status)) {
            printf("  that was %s\n", cases[i].bytes);
        }
        close(fd);
    }
    /* The accept still waits. */
    CHECK_INT(__atomic_load_n(&it.call.callbacks, __ATOMIC_SEQ_CST), 0);
    CHECK_HR(WsAbortListener(it.listener, NULL), S_OK);
    CHECK_HR(ctest_call_end(&it.call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
    server_stop(&it);
}

/* Requests in a row on one connection, before any has been answered. */
static void requests_may_come_in_a_row(void)
{
    server it;
    int fd, i;
    server_start(&it, "http://localhost:", "/service", 0);
    fd = net_connect(it.port);
    for (i = 0; i < 3; i++) {
        post(fd, "/service", "text/xml", ASK);
    }
    for (i = 0; i < 3; i++) {
        int number = 0;
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        CHECK_HR_ERROR(receive(&it, &number), S_OK, error);
        number = i;
        CHECK_HR_ERROR(WsSendReplyMessage(it.channel, it.reply, &answer, WS_WRITE_REQUIRED_VALUE, &number,
                                          sizeof(number), it.request, NULL, error),
                       S_OK, error);
        /* Answered once. */
        CHECK_HR(WsResetMessage(it.reply, NULL), S_OK);
        CHECK_HR(WsSendReplyMessage(it.channel, it.reply, &answer, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                                    it.request, NULL, NULL),
                 WS_E_INVALID_OPERATION);
        next(&it);
    }
    for (i = 0; i < 3; i++) {
        char text[32];
        REQUIRE(net_read_http(fd, &response));
        snprintf(text, sizeof(text), ">%d</answer>", i);
        CHECK(strstr(response.body, text) != NULL);
    }
    close(fd);
    server_stop(&it);
}

/* Aborted, or its client gone, a channel is closed like any other. */
static void an_accepted_request_may_be_aborted(void)
{
    server it;
    int fd, number = 0;
    server_start(&it, "http://localhost:", "/service", 0);
    fd = net_connect(it.port);
    post(fd, "/service", "text/xml", ASK);
    CHECK_HR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK);
    CHECK_HR_ERROR(receive(&it, &number), S_OK, error);
    CHECK_HR(WsAbortChannel(it.channel, NULL), S_OK);
    CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_FAULTED);
    CHECK_HR(WsSendReplyMessage(it.channel, it.reply, &answer, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                                it.request, NULL, NULL),
             WS_E_OBJECT_FAULTED);
    next(&it);
    CHECK(!net_read_http(fd, &response) || net_status(&response) == 500);
    close(fd);
    server_stop(&it);
}

/* Listeners of one port: the longest path that fits gets the request. */
static void listeners_share_a_port(void)
{
    server outer, inner;
    int fd, number = 0;
    server_start(&outer, "http://+:", "/a", 0);
    server_start(&inner, "http://+:", "/a/b", outer.port);
    fd = net_connect(outer.port);
    post(fd, "/a/b", "text/xml", ASK);
    CHECK_HR(WsAcceptChannel(inner.listener, inner.channel, NULL, error), S_OK);
    CHECK_HR_ERROR(receive(&inner, &number), S_OK, error);
    next(&inner);
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), 202);
    post(fd, "/a", "text/xml", ASK);
    CHECK_HR(WsAcceptChannel(outer.listener, outer.channel, NULL, error), S_OK);
    CHECK_HR_ERROR(receive(&outer, &number), S_OK, error);
    next(&outer);
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), 202);
    close(fd);
    server_stop(&inner);
    server_stop(&outer);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    requests_are_answered();
    what_is_not_for_the_service_is_refused();
    requests_may_come_in_a_row();
    an_accepted_request_may_be_aborted();
    listeners_share_a_port();
    WsFreeError(error);
    return ctest_summary();
}
