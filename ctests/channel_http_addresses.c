/* Which listener of a port gets a request, by host and path as the HTTP server of Windows does it; what of the URL and
 * of the To header has to match (WS_URL_MATCHING_OPTIONS); IPv6 at both ends. */
/* ctest: timeout 120 */
#include "http_server.h"

/* ---- Hosts and paths ------------------------------------------------------------------------ */

enum { REST, ADDRESS, NAME, STRONG, STRONG_DEEP, NAME_STRONG, REST_WEAK, SPACED, ADDRESS6, LISTENERS };

static const char *const prefixes[LISTENERS][2] = {
    {"http://*:", "/"},
    {"http://127.0.0.1:", "/"},
    {"http://localhost:", "/"},
    {"http://+:", "/strong"},
    {"http://+:", "/strong/deep/"},
    {"http://localhost:", "/strong/name"},
    {"http://*:", "/weak"},
    {"http://localhost:", "/a%20space"},
    {"http://[::1]:", "/"},
};

static void post_to(int fd, const char *path, const char *host)
{
    char head[512];
    snprintf(head, sizeof(head),
             "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/xml\r\nSOAPAction: \"urn:test/ask\"\r\n"
             "Content-Length: %lu\r\n\r\n",
             path, host, (unsigned long)strlen(ASK));
    REQUIRE(net_send(fd, head) && net_send(fd, ASK));
}

static void the_strongest_host_and_then_the_longest_path_gets_the_request(void)
{
    static const struct {
        const char *address;
        const char *host;
        const char *path;
        int listener;
    } cases[] = {
        {"127.0.0.1", "localhost", "/a", NAME},
        {"127.0.0.1", "LOCALHOST:8080", "/a", NAME},
        {"127.0.0.1", "other", "/a", ADDRESS},
        {"127.0.0.1", "127.0.0.1", "/a", ADDRESS},
        {"127.0.0.2", "other", "/a", REST},
        {"127.0.0.2", "other", "/weak/er", REST_WEAK},
        {"127.0.0.2", "other", "/weaker", REST},
        {"127.0.0.1", "other", "/weak", ADDRESS},
        {"127.0.0.1", "localhost", "/strong", STRONG},
        {"127.0.0.1", "localhost", "/STRONG/x", STRONG},
        {"127.0.0.1", "localhost", "/strong/name", STRONG},
        {"127.0.0.2", "other", "/strong/deep", STRONG_DEEP},
        {"127.0.0.1", "localhost", "/strong/deep/er", STRONG_DEEP},
        {"127.0.0.1", "localhost", "/strong/deeper", STRONG},
        {"127.0.0.1", "localhost", "/a%20space/x", SPACED},
        {"::1", "other", "/a", ADDRESS6},
        {"::1", "[::1]:8080", "/a", ADDRESS6},
        {"::1", "localhost", "/a", NAME},
        {"::1", "other", "/strong", STRONG},
    };
    /* All that is routed here is taken here. */
    ULONG options = 0;
    WS_LISTENER_PROPERTY property;
    server_options how = {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 1, NULL, 0};
    server servers[LISTENERS];
    server twice;
    unsigned short port = net_free_port();
    int has_ipv6 = net_has_ipv6(), listeners = has_ipv6 ? LISTENERS : ADDRESS6, i;
    size_t which;
    property.id = WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS;
    property.value = &options;
    property.valueSize = sizeof(options);
    how.listener = &property;
    for (i = 0; i < listeners; i++) {
        REQUIRE_HR_ERROR(server_open(&servers[i], &how, prefixes[i][0], prefixes[i][1], port), S_OK, error);
        REQUIRE_HR(WsAcceptChannel(servers[i].listener, servers[i].channel, &servers[i].call.context, NULL),
                   WS_S_ASYNC);
    }
    for (which = 0; which < CTEST_COUNT(cases); which++) {
        server *it = &servers[cases[which].listener];
        int fd, number = 0;
        if (strchr(cases[which].address, ':') && !has_ipv6) {
            continue;
        }
        fd = net_connect_to(cases[which].address, port);
        post_to(fd, cases[which].path, cases[which].host);
        if (!CHECK(ctest_event_wait(&it->call.done, CTEST_PATIENCE))) {
            printf("  %s%s at %s is not for %s\n", cases[which].host, cases[which].path, cases[which].address,
                   prefixes[cases[which].listener][0]);
            ctest_end();
        }
        CHECK_HR(ctest_call_end(&it->call, WS_S_ASYNC), S_OK);
        CHECK_HR_ERROR(receive(it, &number), S_OK, error);
        reply(it, 7);
        check_answer(fd);
        close(fd);
        REQUIRE_HR(WsAcceptChannel(it->listener, it->channel, &it->call.context, NULL), WS_S_ASYNC);
    }
    /* The same prefix twice is one too many, in whatever case. */
    CHECK_HR(server_open(&twice, &how, "http://+:", "/Strong/", port), WS_E_ADDRESS_IN_USE);
    CHECK(ctest_error_has(error, "is in use by this process"));
    server_stop(&twice);
    for (i = 0; i < listeners; i++) {
        CHECK_INT(__atomic_load_n(&servers[i].call.callbacks, __ATOMIC_SEQ_CST), 0);
        CHECK_HR(WsAbortListener(servers[i].listener, NULL), S_OK);
        CHECK_HR(ctest_call_end(&servers[i].call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
        server_stop(&servers[i]);
    }
}

/* An address of another machine, or of none. */
static void only_addresses_of_this_machine_are_listened_on(void)
{
    static const char *const hosts[] = {"http://192.0.2.1:", "http://0.0.0.0:"};
    size_t i;
    for (i = 0; i < CTEST_COUNT(hosts); i++) {
        server it;
        CHECK_HR(server_open(&it, NULL, hosts[i], "/", 0), WS_E_ADDRESS_NOT_AVAILABLE);
        CHECK(ctest_error_has(error, hosts[i]));
        server_stop(&it);
    }
}

/* ---- Matching ------------------------------------------------------------------------------- */

#define DEFAULT (WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY)

static void the_url_of_a_request_matches_as_the_options_say(void)
{
    static const struct {
        ULONG options;
        const char *path;
        const char *host;
        int taken;
    } cases[] = {
        {DEFAULT, "/service", "localhost", 1},
        {DEFAULT, "/SERVICE/", "127.0.0.1", 1},
        {DEFAULT, "/service/x", "localhost", 0},
        {DEFAULT, "/service?x", "localhost", 0},
        {DEFAULT, "/service", "elsewhere.example", 0},
        {DEFAULT, "/service", "192.0.2.1", 0},
        {DEFAULT, "/service", "localhost:1", 0},
        {0, "/service/x?y", "elsewhere.example:1", 1},
        {WS_MATCH_URL_PREFIX_PATH, "/service/x?y", "elsewhere.example:1", 1},
        {WS_MATCH_URL_EXACT_PATH, "/service/x", "localhost", 0},
        {WS_MATCH_URL_EXACT_PATH, "/service?y", "elsewhere.example:1", 1},
        {WS_MATCH_URL_NO_QUERY, "/service/x", "elsewhere.example", 1},
        {WS_MATCH_URL_NO_QUERY, "/service/x?y", "localhost", 0},
        {WS_MATCH_URL_PORT, "/service/x?y", "elsewhere.example", 1},
        {WS_MATCH_URL_PORT, "/service", "localhost:1", 0},
        {WS_MATCH_URL_LOCAL_HOST, "/service/x", "localhost:1", 1},
        {WS_MATCH_URL_LOCAL_HOST, "/service", "127.0.0.1", 0},
        {WS_MATCH_URL_HOST_ADDRESSES, "/service", "127.0.0.1", 1},
        {WS_MATCH_URL_HOST_ADDRESSES, "/service", "localhost", 0},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        ULONG options = cases[i].options;
        WS_LISTENER_PROPERTY property;
        server_options how = {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 1, NULL, 0};
        server it;
        int fd, number = 0;
        property.id = WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS;
        property.value = &options;
        property.valueSize = sizeof(options);
        how.listener = &property;
        REQUIRE_HR_ERROR(server_open(&it, &how, "http://+:", "/service", 0), S_OK, error);
        REQUIRE_HR(WsAcceptChannel(it.listener, it.channel, &it.call.context, NULL), WS_S_ASYNC);
        fd = net_connect(it.port);
        post_to(fd, cases[i].path, cases[i].host);
        if (!cases[i].taken) {
            CHECK(net_read_http(fd, &response) && CHECK_INT(net_status(&response), 404));
            /* The next one is taken. */
            post_to(fd, "/service", cases[i].options == WS_MATCH_URL_HOST_ADDRESSES ? "127.0.0.1" : "localhost");
        }
        CHECK_HR(ctest_call_end(&it.call, WS_S_ASYNC), S_OK);
        CHECK_HR_ERROR(receive(&it, &number), S_OK, error);
        reply(&it, 7);
        check_answer(fd);
        close(fd);
        server_stop(&it);
    }
}

#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA10 "http://www.w3.org/2005/08/addressing"

/* A request with a To header, if `to` is not NULL. */
static void post_addressed(int fd, const char *to)
{
    char body[1024], element[256] = "", head[256];
    if (to) {
        snprintf(element, sizeof(element), "<a:To>%s</a:To>", to);
    }
    snprintf(body, sizeof(body),
             "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"" WSA10 "\"><s:Header><a:Action>urn:test/ask</a:Action>"
             "<a:MessageID>urn:id:1</a:MessageID>%s</s:Header><s:Body><ask xmlns=\"urn:test\">5</ask></s:Body>"
             "</s:Envelope>",
             element);
    snprintf(head, sizeof(head),
             "POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
             "Content-Length: %lu\r\n\r\n",
             (unsigned long)strlen(body));
    REQUIRE(net_send(fd, head) && net_send(fd, body));
}

static void the_to_header_matches_as_the_options_say(void)
{
    static const struct {
        ULONG options;
        /* %u stands for the port. */
        const char *to;
        int taken;
    } cases[] = {
        {DEFAULT, NULL, 1},
        {DEFAULT, WSA10 "/anonymous", 1},
        {DEFAULT, "http://localhost:%u/service", 1},
        {DEFAULT, "http://127.0.0.1:%u/Service/", 1},
        {DEFAULT, "http://localhost/service", 0},
        {DEFAULT, "http://elsewhere.example:%u/service", 0},
        {DEFAULT, "http://localhost:%u/other", 0},
        {DEFAULT, "http://localhost:%u/service?x", 0},
        {DEFAULT, "urn:service", 0},
        {0, "http://elsewhere.example/other?x", 1},
        {0, "urn:service", 1},
        {WS_MATCH_URL_EXACT_PATH, "http://elsewhere.example/service?x", 1},
        {WS_MATCH_URL_EXACT_PATH, "http://localhost:%u/other", 0},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        ULONG options = cases[i].options;
        char to[128] = "";
        WS_LISTENER_PROPERTY property;
        server_options how = {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 1, NULL, 0};
        server it;
        int fd, number = 0, way;
        HRESULT hr;
        property.id = WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS;
        property.value = &options;
        property.valueSize = sizeof(options);
        how.listener = &property;
        REQUIRE_HR_ERROR(server_open(&it, &how, "http://+:", "/service", 0), S_OK, error);
        if (cases[i].to) {
            snprintf(to, sizeof(to), cases[i].to, (unsigned)it.port);
        }
        fd = net_connect(it.port);
        /* Answered by the service, and not. */
        for (way = 0; way < 2; way++) {
            post_addressed(fd, cases[i].to ? to : NULL);
            CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
            hr = receive(&it, &number);
            if (!CHECK_HR_ERROR(hr, cases[i].taken ? S_OK : WS_E_ENDPOINT_NOT_FOUND, error)) {
                printf("  that was %s with 0x%lX\n", to, (unsigned long)options);
            }
            if (cases[i].taken) {
                reply(&it, 7);
                check_answer(fd);
                continue;
            }
            CHECK(ctest_error_has(error, to));
            CHECK(ctest_error_has(error, "expected") || ctest_error_has(error, "is not valid"));
            if (way == 0) {
                CHECK_HR_ERROR(WsSendFaultMessageForError(it.channel, it.reply, error, hr, WS_FULL_FAULT_DISCLOSURE,
                                                          it.request, NULL, error),
                               S_OK, error);
            }
            next(&it);
            REQUIRE(net_read_http(fd, &response));
            CHECK_INT(net_status(&response), way == 0 ? 500 : 404);
            if (way == 0) {
                CHECK(strstr(response.body, ":DestinationUnreachable<") != NULL);
                CHECK(strstr(response.body, ":RelatesTo>urn:id:1<") != NULL);
                CHECK(strstr(response.body, ">" WSA10 "/fault<") != NULL);
            }
        }
        close(fd);
        server_stop(&it);
    }
}

static void options_that_exclude_each_other_are_refused(void)
{
    static const ULONG wrong[] = {WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PREFIX_PATH, 0x200, 0xFFFFFFFF};
    static const WS_LISTENER_PROPERTY_ID ids[] = {WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS,
                                                  WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS};
    size_t i;
    for (i = 0; i < 2 * CTEST_COUNT(wrong); i++) {
        WS_LISTENER *listener = NULL;
        ULONG options = wrong[i / 2];
        WS_LISTENER_PROPERTY property;
        property.id = ids[i % 2];
        property.value = &options;
        property.valueSize = sizeof(options);
        CHECK_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, &property, 1, NULL, &listener, error),
                 E_INVALIDARG);
        CHECK(listener == NULL);
        CHECK(ctest_error_has(error, "MATCHING_OPTIONS"));
        CHECK_HR(WsResetError(error), S_OK);
    }
}

/* ---- Both ends of ours ---------------------------------------------------------------------- */

static void *serve_once(void *state)
{
    serve((server *)state);
    return NULL;
}

/* A client of ours says in its To header and in its Host field where it calls, and that is where the listener is. */
static void our_client_calls_our_listener(const char *client_host, const char *listener_host)
{
    server_options how = {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, NULL, 0};
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *answered = NULL;
    WS_ENDPOINT_ADDRESS address;
    WS_ERROR *own_error = NULL;
    WS_HEAP *heap = NULL;
    net_url url;
    server it;
    pthread_t thread;
    int round, number = 5, found = 0;
    REQUIRE_HR(WsCreateError(NULL, 0, &own_error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR_ERROR(server_open(&it, &how, listener_host, "/service", 0), S_OK, error);
    memset(&address, 0, sizeof(address));
    address.url = *net_make_url(&url, client_host, it.port, "/service");
    REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, own_error),
               S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &request, own_error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &answered, own_error), S_OK);
    REQUIRE_HR_ERROR(WsOpenChannel(channel, &address, NULL, own_error), S_OK, own_error);
    for (round = 0; round < 2; round++) {
        REQUIRE(pthread_create(&thread, NULL, serve_once, &it) == 0);
        CHECK_HR_ERROR(WsRequestReply(channel, request, &ask, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), answered,
                                      &answer, WS_READ_REQUIRED_VALUE, heap, &found, sizeof(found), NULL, own_error),
                       S_OK, own_error);
        CHECK_INT(found, 7);
        pthread_join(thread, NULL);
        CHECK_HR(WsResetMessage(request, NULL), S_OK);
        CHECK_HR(WsResetMessage(answered, NULL), S_OK);
    }
    CHECK_HR(WsCloseChannel(channel, NULL, own_error), S_OK);
    WsFreeMessage(request);
    WsFreeMessage(answered);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    WsFreeError(own_error);
    server_stop(&it);
}

static void the_transport_url_has_the_port_and_the_brackets(void)
{
    static const char *const hosts[] = {"[::1]", "localhost", "127.0.0.1"};
    size_t i;
    for (i = net_has_ipv6() ? 0 : 1; i < CTEST_COUNT(hosts); i++) {
        WS_STRING url = {0, NULL};
        WS_STRING wanted;
        net_url room;
        char before[64];
        server it;
        int fd;
        snprintf(before, sizeof(before), "http://%s:", hosts[i]);
        server_start(&it, i == 0 ? before : "http://*:", "/service", 0);
        fd = net_connect_to(i == 0 ? "::1" : "127.0.0.1", it.port);
        post_to(fd, "/service", hosts[i]);
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        CHECK_HR(WsGetChannelProperty(it.channel, WS_CHANNEL_PROPERTY_TRANSPORT_URL, &url, sizeof(url), NULL), S_OK);
        wanted = *net_make_url(&room, before, it.port, "/service");
        CHECK_MEMORY(url.chars, url.length * sizeof(WCHAR), wanted.chars, wanted.length * sizeof(WCHAR));
        next(&it);
        close(fd);
        server_stop(&it);
    }
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    the_strongest_host_and_then_the_longest_path_gets_the_request();
    only_addresses_of_this_machine_are_listened_on();
    the_url_of_a_request_matches_as_the_options_say();
    the_to_header_matches_as_the_options_say();
    options_that_exclude_each_other_are_refused();
    our_client_calls_our_listener("http://localhost:", "http://localhost:");
    our_client_calls_our_listener("http://127.0.0.1:", "http://+:");
    our_client_calls_our_listener("http://localhost:", "http://*:");
    if (net_has_ipv6()) {
        our_client_calls_our_listener("http://[::1]:", "http://[::1]:");
        our_client_calls_our_listener("http://[::1]:", "http://*:");
    }
    the_transport_url_has_the_port_and_the_brackets();
    WsFreeError(error);
    return ctest_summary();
}
