/* The porting kit: WinHTTP, against a server of a few lines. */
#include "ctest.h"

#include <winhttp.h>
#include <winsock2.h>

static char request[4096];

/* Answers four requests, one for each connection. The second has no body. */
static void *serve(void *state)
{
    static const char answer[] = "HTTP/1.1 201 Made Here\r\nContent-Type: text/html\r\nContent-Length: 4\r\n"
                                 "X-Number: 17\r\nConnection: close\r\n\r\nbody";
    int listener = *(int *)state, i;
    for (i = 0; i < 4; i++) {
        int connection = accept(listener, NULL, NULL);
        size_t size = 0;
        char *end;
        memset(request, 0, sizeof(request));
        for (;;) {
            ssize_t more = recv(connection, request + size, sizeof(request) - size - 1, 0);
            size += more > 0 ? (size_t)more : 0;
            end = strstr(request, "\r\n\r\n");
            if (more <= 0 || (end && (i == 1 || strlen(end + 4) == 5))) {
                break;
            }
        }
        send(connection, answer, sizeof(answer) - 1, MSG_NOSIGNAL);
        close(connection);
    }
    return NULL;
}

int main(void)
{
    struct sockaddr_in address;
    socklen_t length = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    pthread_t thread;
    HINTERNET session, connection, made;
    WCHAR text[64];
    DWORD size, number;
    char body[16];
    WINHTTP_AUTOPROXY_OPTIONS options;
    WINHTTP_PROXY_INFO proxy;

    session = WinHttpOpen(L"test agent", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0);
    if (!session && GetLastError() == ERROR_MOD_NOT_FOUND) {
        return ctest_skip("libcurl is not installed");
    }
    REQUIRE(session != NULL);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(listener, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(listener, 8) == 0);
    REQUIRE(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
    REQUIRE(pthread_create(&thread, NULL, serve, &listener) == 0);

    connection = WinHttpConnect(session, L"127.0.0.1", ntohs(address.sin_port), 0);
    REQUIRE(connection != NULL);
    CHECK(WinHttpConnect(connection, L"127.0.0.1", 1, 0) == NULL);
    CHECK_INT(GetLastError(), ERROR_WINHTTP_INCORRECT_HANDLE_TYPE);
    made = WinHttpOpenRequest(connection, L"POST", L"/path", NULL, WINHTTP_NO_REFERER, WINHTTP_DEFAULT_ACCEPT_TYPES, 0);
    REQUIRE(made != NULL);
    size = sizeof(text);
    CHECK(!WinHttpQueryHeaders(made, WINHTTP_QUERY_STATUS_CODE, NULL, text, &size, NULL));
    CHECK_INT(GetLastError(), ERROR_WINHTTP_INCORRECT_HANDLE_STATE);
    CHECK(!WinHttpReceiveResponse(made, NULL));
    REQUIRE(WinHttpSendRequest(made, L"Content-Type: text/plain\r\nX-Two: 2", (DWORD)-1, (LPVOID)(uintptr_t)"hello", 5, 5, 0));
    CHECK(WinHttpReceiveResponse(made, NULL));
    CHECK(strncmp(request, "POST /path HTTP/1.1\r\n", 21) == 0);
    CHECK(strstr(request, "Content-Type: text/plain\r\n") && strstr(request, "X-Two: 2\r\n"));
    CHECK(strstr(request, "User-Agent: test agent\r\n") && strstr(request, "\r\n\r\nhello"));
    size = sizeof(text);
    CHECK(WinHttpQueryHeaders(made, WINHTTP_QUERY_STATUS_CODE, NULL, text, &size, NULL));
    CHECK_WIDE(text, size / 2, L"201");
    size = sizeof(number);
    CHECK(WinHttpQueryHeaders(made, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER, NULL, &number, &size, NULL));
    CHECK_INT(number, 201);
    size = 4;
    CHECK(!WinHttpQueryHeaders(made, WINHTTP_QUERY_CONTENT_TYPE, NULL, text, &size, NULL));
    CHECK_INT(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    CHECK_INT(size, 20);
    CHECK(WinHttpQueryHeaders(made, WINHTTP_QUERY_CONTENT_TYPE, NULL, text, &size, NULL));
    CHECK_WIDE(text, size / 2, L"text/html");
    size = sizeof(text);
    CHECK(WinHttpQueryHeaders(made, WINHTTP_QUERY_STATUS_TEXT, NULL, text, &size, NULL));
    CHECK_WIDE(text, size / 2, L"Made Here");
    size = sizeof(text);
    CHECK(WinHttpQueryHeaders(made, WINHTTP_QUERY_CUSTOM, L"x-number", text, &size, NULL));
    CHECK_WIDE(text, size / 2, L"17");
    size = sizeof(text);
    CHECK(!WinHttpQueryHeaders(made, WINHTTP_QUERY_CUSTOM, L"x-none", text, &size, NULL));
    CHECK_INT(GetLastError(), ERROR_WINHTTP_HEADER_NOT_FOUND);
    CHECK(WinHttpQueryDataAvailable(made, &size));
    CHECK_INT(size, 4);
    CHECK(WinHttpReadData(made, body, 3, &size) && size == 3);
    CHECK(WinHttpReadData(made, body + 3, 13, &size) && size == 1);
    CHECK_BYTES(body, 4, "body");
    CHECK(WinHttpReadData(made, body, 16, &size) && size == 0);
    CHECK(WinHttpCloseHandle(made));

    made = WinHttpOpenRequest(connection, NULL, L"other", NULL, NULL, NULL, 0);
    CHECK(WinHttpSendRequest(made, NULL, 0, NULL, 0, 0, 0));
    CHECK(strncmp(request, "GET /other HTTP/1.1\r\n", 21) == 0);
    CHECK(WinHttpCloseHandle(made));

    /* Headers whose length is not given end with a zero; there are none but those that are asked for. */
    made = WinHttpOpenRequest(connection, L"POST", L"/", NULL, NULL, NULL, 0);
    CHECK(WinHttpSendRequest(made, L"Content-Type: text/xml", 0, (LPVOID)(uintptr_t)"hello", 5, 5, 0));
    CHECK(strstr(request, "Content-Type: text/xml\r\n") != NULL);
    CHECK(WinHttpCloseHandle(made));
    made = WinHttpOpenRequest(connection, L"POST", L"/", NULL, NULL, NULL, 0);
    CHECK(WinHttpSendRequest(made, NULL, 0, (LPVOID)(uintptr_t)"hello", 5, 5, 0));
    CHECK(strstr(request, "Content-Type") == NULL);
    CHECK(WinHttpCloseHandle(made));
    pthread_join(thread, NULL);
    close(listener);

    made = WinHttpOpenRequest(connection, NULL, L"/", NULL, NULL, NULL, 0);
    CHECK(!WinHttpSendRequest(made, NULL, 0, NULL, 0, 0, 0));
    CHECK_INT(GetLastError(), ERROR_WINHTTP_CANNOT_CONNECT);
    CHECK(WinHttpCloseHandle(made) && WinHttpCloseHandle(connection));
    CHECK(!WinHttpGetProxyForUrl(session, L"http://localhost/", &options, &proxy));
    CHECK_INT(GetLastError(), ERROR_WINHTTP_AUTODETECTION_FAILED);
    CHECK(WinHttpCloseHandle(session));
    CHECK(!WinHttpCloseHandle(NULL));
    return ctest_summary();
}
