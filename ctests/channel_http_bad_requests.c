/* What a listener over HTTP makes of requests that are malformed, too large, cut off or unusual: the client is told by
 * a status, the service by a code and strings, and the listener goes on serving. */
/* ctest: timeout 240 */
#include "http_server.h"

#define POST "POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"

/* A text of so many letters; freed by the caller. */
static char *letters(const char *before, size_t count, const char *after)
{
    size_t start = strlen(before);
    char *text = (char *)malloc(start + count + strlen(after) + 1);
    REQUIRE(text != NULL);
    memcpy(text, before, start);
    memset(text + start, 'x', count);
    memcpy(text + start + count, after, strlen(after) + 1);
    return text;
}

/* The accept that waits takes nothing of what was refused, and then takes a good request. */
static void still_serves(server *it)
{
    int fd = net_connect(it->port), number = 0;
    CHECK_INT(__atomic_load_n(&it->call.callbacks, __ATOMIC_SEQ_CST), 0);
    post(fd, "/service", "text/xml", ASK);
    CHECK_HR(ctest_call_end(&it->call, WS_S_ASYNC), S_OK);
    CHECK_HR_ERROR(receive(it, &number), S_OK, error);
    CHECK_INT(number, 5);
    reply(it, 7);
    check_answer(fd);
    close(fd);
    REQUIRE_HR(WsAcceptChannel(it->listener, it->channel, &it->call.context, NULL), WS_S_ASYNC);
}

static void stop_accepting(server *it)
{
    CHECK_HR(WsAbortListener(it->listener, NULL), S_OK);
    CHECK_HR(ctest_call_end(&it->call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
    server_stop(it);
}

static int status(void)
{
    return strncmp(response.head, "HTTP/1.", 7) == 0 ? atoi(response.head + 9) : 0;
}

/* Refused by the listener itself, before the service hears of it. */
static void what_is_no_request_is_refused(void)
{
    static const struct {
        const char *bytes;
        int status;
    } cases[] = {
        {"no HTTP\r\n\r\n", 400},
        {"POST\r\n\r\n", 400},
        {"POST /service\r\n\r\n", 400},
        {"POST /service HTTP/x\r\n\r\n", 400},
        {"PO(ST /service HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"POST /ser vice HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"POST /service HTTP/1.1\r\n\r\n", 400},
        {"POST /service HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"POST /service HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        {POST "no colon\r\n\r\n", 400},
        {POST "Content-Length: x\r\n\r\n", 400},
        {POST "Content-Length: -1\r\n\r\n", 400},
        {POST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
        {POST "Content-Length: 99999999999999999999\r\n\r\n", 400},
        {POST "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
        {POST "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400},
        {POST "Transfer-Encoding: other\r\n\r\n", 400},
        {POST "Content-Length: 67108865\r\n\r\n", 413},
        {POST "Expect: 100-continue\r\nContent-Length: 67108865\r\n\r\n", 413},
        {"GET /service HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"HEAD /service HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
        {"post /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405},
        {"PUT /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab", 405},
        {"POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab", 404},
        {"POST /serviceable HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab", 404},
    };
    server it;
    size_t i;
    server_start(&it, "http://+:", "/service", 0);
    REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        int fd = net_connect(it.port);
        REQUIRE(net_send(fd, cases[i].bytes));
        if (!CHECK(net_read_http(fd, &response)) || !CHECK_INT(status(), cases[i].status)) {
            printf("  that was %s\n", cases[i].bytes);
        }
        close(fd);
    }
    still_serves(&it);
    stop_accepting(&it);
}

static void heads_have_a_limit(void)
{
    static const size_t sizes[] = {20000, 200000, 2000000};
    server it;
    size_t i;
    server_start(&it, "http://+:", "/service", 0);
    REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
    for (i = 0; i < CTEST_COUNT(sizes); i++) {
        int fd, where;
        for (where = 0; where < 2; where++) {
            char *head = where ? letters(POST "X: ", sizes[i], "\r\n\r\n")
                               : letters("POST /service?", sizes[i], " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            fd = net_connect(it.port);
            /* The listener may close while the head is still on its way, but what it says can be read. */
            (void)net_send(fd, head);
            CHECK(net_read_http(fd, &response));
            if (!CHECK(status() == 431 || status() == 414)) {
                printf("  status %d for %lu\n", status(), (unsigned long)sizes[i]);
            }
            close(fd);
            free(head);
        }
    }
    still_serves(&it);
    stop_accepting(&it);
}

/* Received with this code, and answered by the listener when the service does not. */
static void received(server *it, int fd, HRESULT code, const char *said, int expected_status)
{
    int number = 0;
    CHECK_HR_ERROR(WsAcceptChannel(it->listener, it->channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(receive(it, &number), code, error);
    CHECK(ctest_error_has(error, said));
    CHECK_INT(channel_state(it->channel), WS_CHANNEL_STATE_OPEN);
    next(it);
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), expected_status);
}

static void a_channel_has_limits_of_its_own(void)
{
    ULONG head = 1000, body = 2000;
    WS_CHANNEL_PROPERTY properties[2];
    server_options how = {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 0, NULL, 2};
    server it;
    int fd, i;
    char *text;
    properties[0].id = WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE;
    properties[0].value = &head;
    properties[0].valueSize = sizeof(head);
    properties[1].id = WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE;
    properties[1].value = &body;
    properties[1].valueSize = sizeof(body);
    how.channel = properties;
    REQUIRE_HR_ERROR(server_open(&it, &how, "http://+:", "/service", 0), S_OK, error);
    fd = net_connect(it.port);
    for (i = 0; i < 2; i++) {
        text = letters(POST "Content-Length: 2\r\nX: ", 1000, "\r\n\r\nab");
        REQUIRE(net_send(fd, text));
        free(text);
        received(&it, fd, WS_E_QUOTA_EXCEEDED, "WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE allows 1000",
                 431);
        text = letters(POST "Content-Length: 2001\r\n\r\n", 2001, "");
        REQUIRE(net_send(fd, text));
        free(text);
        received(&it, fd, WS_E_QUOTA_EXCEEDED, "2001 bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE", 413);
        text = letters(POST "Transfer-Encoding: chunked\r\n\r\n7d1\r\n", 2001, "\r\n0\r\n\r\n");
        REQUIRE(net_send(fd, text));
        free(text);
        received(&it, fd, WS_E_QUOTA_EXCEEDED, "2001 bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE", 413);
    }
    /* By default a message may have 65536 bytes; on the same connection all goes on. */
    post(fd, "/service", "text/xml", ASK);
    serve(&it);
    check_answer(fd);
    close(fd);
    server_stop(&it);
}

static void what_is_no_message_is_told_to_the_service(void)
{
    static const struct {
        const char *type;
        const char *body;
        HRESULT code;
        const char *said;
        int status;
    } cases[] = {
        {"text/plain", ASK, WS_E_INVALID_FORMAT, "the request from 127.0.0.1", 415},
        {"text/plain", ASK, WS_E_INVALID_FORMAT, "'text/plain'", 415},
        {"application/soap+xml", ASK, WS_E_INVALID_FORMAT, "'application/soap+xml'", 415},
        {NULL, ASK, WS_E_INVALID_FORMAT, "''", 415},
        {"text/xml; charset=latin1", ASK, WS_E_INVALID_FORMAT, "latin1", 415},
        {"text/xml", "garbage", WS_E_INVALID_FORMAT, "the request from 127.0.0.1", 400},
        {"text/xml", "", WS_E_INVALID_FORMAT, "is not a message", 400},
        {"text/xml", "<s:Envelope xmlns:s=\"urn:other\"/>", WS_E_INVALID_FORMAT, "urn:other", 400},
        {"text/xml", "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>",
         WS_E_INVALID_FORMAT, "http://www.w3.org/2003/05/soap-envelope", 400},
        {"text/xml", "<s:Envelope xmlns:s=\"" SOAP11 "\"/>", WS_E_INVALID_FORMAT, "Body", 400},
        {"text/xml; charset=utf-16le", ASK, WS_E_INVALID_FORMAT, "is not a message", 400},
    };
    server it;
    size_t i;
    int fd;
    server_start(&it, "http://+:", "/service", 0);
    fd = net_connect(it.port);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        unsigned before = ctest_failures;
        post(fd, "/service", cases[i].type, cases[i].body);
        received(&it, fd, cases[i].code, cases[i].said, cases[i].status);
        if (ctest_failures != before) {
            printf("  that was %s, %s\n", cases[i].type ? cases[i].type : "(none)", cases[i].body);
        }
    }
    close(fd);
    server_stop(&it);
}

/* Requests that end before they are whole, at each place, and clients that go before they are answered. */
static void clients_may_go_at_any_time(void)
{
    static const char *const framings[] = {
        POST "Content-Length: 10\r\n\r\n<a/>",
        POST "Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n",
        POST "Expect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    };
    server it;
    size_t i, length;
    int fd, way, number = 0;
    server_start(&it, "http://+:", "/service", 0);
    REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
    for (i = 0; i < CTEST_COUNT(framings); i++) {
        for (length = 0; length <= strlen(framings[i]); length += 3) {
            for (way = 0; way < 2; way++) {
                fd = net_connect(it.port);
                REQUIRE(net_send_bytes(fd, framings[i], length));
                if (way == 0) {
                    /* Gone for good. */
                    close(fd);
                    continue;
                }
                /* Says that no more is to come; the listener answers or not, and closes. */
                REQUIRE(shutdown(fd, SHUT_WR) == 0);
                while (net_read_http(fd, &response)) {
                    CHECK(status() == 100 || status() == 400);
                }
                CHECK(net_is_closed(fd));
                close(fd);
            }
        }
    }
    still_serves(&it);
    /* Gone after the request was accepted: it can be read and answered, into the void. */
    fd = net_connect(it.port);
    post(fd, "/service", "text/xml", ASK);
    CHECK_HR(ctest_call_end(&it.call, WS_S_ASYNC), S_OK);
    close(fd);
    CHECK_HR_ERROR(receive(&it, &number), S_OK, error);
    (void)WsSendReplyMessage(it.channel, it.reply, &answer, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), it.request,
                             NULL, NULL);
    CHECK_HR_ERROR(WsCloseChannel(it.channel, NULL, error), S_OK, error);
    CHECK_HR(WsResetChannel(it.channel, error), S_OK);
    CHECK_HR(WsResetMessage(it.request, error), S_OK);
    CHECK_HR(WsResetMessage(it.reply, error), S_OK);
    REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
    still_serves(&it);
    stop_accepting(&it);
}

static void who_expects_it_is_told_to_continue(void)
{
    char head[256];
    server it;
    int fd;
    server_start(&it, "http://+:", "/service", 0);
    fd = net_connect(it.port);
    snprintf(head, sizeof(head), POST "Expect: 100-continue\r\nContent-Length: %lu\r\n\r\n",
             (unsigned long)strlen(ASK));
    REQUIRE(net_send(fd, head));
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), 100);
    REQUIRE(net_send(fd, ASK));
    serve(&it);
    check_answer(fd);
    close(fd);
    server_stop(&it);
}

/* Whether a connection is kept is what the client's version and its Connection field say. */
static void connections_end_when_the_client_says_so(void)
{
    static const struct {
        const char *version;
        const char *field;
        int kept;
    } cases[] = {
        {"1.1", "", 1},
        {"1.1", "Connection: keep-alive\r\n", 1},
        {"1.1", "Connection: close\r\n", 0},
        {"1.1", "Connection: x, Close\r\n", 0},
        {"1.0", "", 0},
        {"1.0", "Connection: keep-alive\r\n", 1},
    };
    server it;
    size_t i;
    server_start(&it, "http://+:", "/service", 0);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        int fd = net_connect(it.port), round;
        char head[256];
        snprintf(head, sizeof(head),
                 "POST /service HTTP/%s\r\nHost: localhost\r\nContent-Type: text/xml\r\n%sContent-Length: %lu\r\n\r\n",
                 cases[i].version, cases[i].field, (unsigned long)strlen(ASK));
        for (round = 0; round < 1 + cases[i].kept; round++) {
            REQUIRE(net_send(fd, head) && net_send(fd, ASK));
            serve(&it);
            REQUIRE(net_read_http(fd, &response));
            CHECK_INT(status(), 200);
            CHECK(strstr(response.body, ">7</answer>") != NULL);
        }
        if (!cases[i].kept) {
            CHECK(net_is_closed(fd));
        }
        close(fd);
    }
    /* HTTP/1.0 needs no Host. */
    {
        int fd = net_connect(it.port);
        char head[256];
        snprintf(head, sizeof(head), "POST /service HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: %lu\r\n\r\n",
                 (unsigned long)strlen(ASK));
        REQUIRE(net_send(fd, head) && net_send(fd, ASK));
        serve(&it);
        REQUIRE(net_read_http(fd, &response));
        CHECK_INT(status(), 200);
        close(fd);
    }
    server_stop(&it);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    what_is_no_request_is_refused();
    heads_have_a_limit();
    a_channel_has_limits_of_its_own();
    what_is_no_message_is_told_to_the_service();
    clients_may_go_at_any_time();
    who_expects_it_is_told_to_continue();
    connections_end_when_the_client_says_so();
    WsFreeError(error);
    return ctest_summary();
}
