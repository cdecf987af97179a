/* A synchronous HTTP client over libcurl, which is loaded when it is needed so that no other program depends on it. */

#include "winhttp.h"
#include "utf.h"

#include <dlfcn.h>
#include <pthread.h>

/* Of curl/curl.h, whose numbers are part of libcurl's ABI. */
typedef void CURL;
struct curl_slist;
enum {
    CURLOPT_WRITEDATA = 10001,
    CURLOPT_URL = 10002,
    CURLOPT_PROXY = 10004,
    CURLOPT_POSTFIELDS = 10015,
    CURLOPT_REFERER = 10016,
    CURLOPT_USERAGENT = 10018,
    CURLOPT_HTTPHEADER = 10023,
    CURLOPT_HEADERDATA = 10029,
    CURLOPT_CUSTOMREQUEST = 10036,
    CURLOPT_NOBODY = 44,
    CURLOPT_FOLLOWLOCATION = 52,
    CURLOPT_NOSIGNAL = 99,
    CURLOPT_WRITEFUNCTION = 20011,
    CURLOPT_HEADERFUNCTION = 20079,
    CURLOPT_POSTFIELDSIZE_LARGE = 30120,
    CURLINFO_RESPONSE_CODE = 0x200002
};
enum { CURLE_URL_MALFORMAT = 3, CURLE_COULDNT_RESOLVE_HOST = 6, CURLE_COULDNT_CONNECT = 7, CURLE_OPERATION_TIMEDOUT = 28 };

static struct {
    CURL *(*easy_init)(void);
    int (*easy_setopt)(CURL *, int, ...);
    int (*easy_perform)(CURL *);
    int (*easy_getinfo)(CURL *, int, ...);
    void (*easy_cleanup)(CURL *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
} curl;

static int is_loaded;

static void load(void)
{
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    void *library = NULL;
    size_t i;
    int (*global_init)(long);
    for (i = 0; i < 2 && !library; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (!library) {
        return;
    }
    *(void **)&global_init = dlsym(library, "curl_global_init");
    *(void **)&curl.easy_init = dlsym(library, "curl_easy_init");
    *(void **)&curl.easy_setopt = dlsym(library, "curl_easy_setopt");
    *(void **)&curl.easy_perform = dlsym(library, "curl_easy_perform");
    *(void **)&curl.easy_getinfo = dlsym(library, "curl_easy_getinfo");
    *(void **)&curl.easy_cleanup = dlsym(library, "curl_easy_cleanup");
    *(void **)&curl.slist_append = dlsym(library, "curl_slist_append");
    *(void **)&curl.slist_free_all = dlsym(library, "curl_slist_free_all");
    is_loaded = global_init && curl.easy_init && curl.easy_setopt && curl.easy_perform && curl.easy_getinfo &&
                curl.easy_cleanup && curl.slist_append && curl.slist_free_all && global_init(3) == 0;
}

typedef enum kind { SESSION = 0x5753, CONNECTION, REQUEST } kind;

typedef struct session {
    kind is;
    char *agent, *proxy;
    DWORD flags;
} session;

typedef struct connection {
    kind is;
    session *of;
    char *server;
    INTERNET_PORT port;
} connection;

/* Bytes that grow. */
typedef struct bytes {
    char *start;
    size_t length;
} bytes;

typedef struct request {
    kind is;
    connection *of;
    char *verb, *url, *referrer;
    CURL *easy;
    /* The head of the last response, its lines ending with CR LF, and the body. */
    bytes head, body;
    size_t taken;
    int has_response;
} request;

static BOOL fail(DWORD code)
{
    SetLastError(code);
    return FALSE;
}

static void *check(HINTERNET handle, kind wanted)
{
    if (!handle || *(kind *)handle != wanted) {
        fail(handle ? ERROR_WINHTTP_INCORRECT_HANDLE_TYPE : ERROR_INVALID_HANDLE);
        return NULL;
    }
    return handle;
}

static char *narrow(LPCWSTR text)
{
    return text ? wwsport_utf8(text, wcslen(text)) : NULL;
}

HINTERNET WINAPI WinHttpOpen(LPCWSTR agent, DWORD accessType, LPCWSTR proxy, LPCWSTR proxyBypass, DWORD flags)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    session *made = (session *)calloc(1, sizeof(*made));
    (void)proxyBypass;
    pthread_once(&once, load);
    if (!made || !is_loaded) {
        fail(made ? ERROR_MOD_NOT_FOUND : ERROR_NOT_ENOUGH_MEMORY);
        free(made);
        return NULL;
    }
    made->is = SESSION;
    made->flags = flags;
    made->agent = narrow(agent);
    /* An empty name keeps libcurl from asking the environment. */
    made->proxy = accessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY ? narrow(proxy)
                  : accessType == WINHTTP_ACCESS_TYPE_NO_PROXY ? strdup("") : NULL;
    return made;
}

HINTERNET WINAPI WinHttpConnect(HINTERNET handle, LPCWSTR server, INTERNET_PORT port, DWORD reserved)
{
    session *of = (session *)check(handle, SESSION);
    connection *made;
    if (!of) {
        return NULL;
    }
    if (!server || reserved) {
        fail(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (of->flags & WINHTTP_FLAG_ASYNC) {
        fail(ERROR_NOT_SUPPORTED);
        return NULL;
    }
    made = (connection *)calloc(1, sizeof(*made));
    if (made) {
        made->is = CONNECTION;
        made->of = of;
        made->port = port;
        made->server = narrow(server);
    }
    if (!made || !made->server) {
        free(made);
        fail(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    return made;
}

HINTERNET WINAPI WinHttpOpenRequest(HINTERNET handle, LPCWSTR verb, LPCWSTR objectName, LPCWSTR version, LPCWSTR referrer,
                                    LPCWSTR *acceptTypes, DWORD flags)
{
    connection *of = (connection *)check(handle, CONNECTION);
    request *made;
    char *object;
    INTERNET_PORT port;
    size_t size;
    (void)version;
    (void)acceptTypes;
    if (!of) {
        return NULL;
    }
    made = (request *)calloc(1, sizeof(*made));
    object = narrow(objectName ? objectName : L"");
    port = of->port ? of->port : (flags & WINHTTP_FLAG_SECURE) ? INTERNET_DEFAULT_HTTPS_PORT : INTERNET_DEFAULT_HTTP_PORT;
    if (made && object) {
        made->is = REQUEST;
        made->of = of;
        made->verb = verb && *verb ? narrow(verb) : strdup("GET");
        made->referrer = narrow(referrer);
        size = strlen(of->server) + strlen(object) + 32;
        made->url = (char *)malloc(size);
        if (made->url) {
            snprintf(made->url, size, "%s://%s:%u%s%s", (flags & WINHTTP_FLAG_SECURE) ? "https" : "http", of->server, port,
                     *object == '/' ? "" : "/", object);
        }
        made->easy = curl.easy_init();
    }
    free(object);
    if (!made || !made->verb || !made->url || !made->easy) {
        if (made) {
            made->is = REQUEST;
            WinHttpCloseHandle(made);
        }
        fail(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    return made;
}

static size_t append(char *data, size_t size, size_t count, void *state)
{
    bytes *to = (bytes *)state;
    char *larger = (char *)realloc(to->start, to->length + size * count + 1);
    if (!larger) {
        return 0;
    }
    to->start = larger;
    memcpy(to->start + to->length, data, size * count);
    to->length += size * count;
    to->start[to->length] = 0;
    return size * count;
}

/* Lines of a head; a head begins anew with each response, of which the last counts. */
static size_t append_head(char *data, size_t size, size_t count, void *state)
{
    bytes *to = (bytes *)state;
    if (size * count > 5 && strncmp(data, "HTTP/", 5) == 0) {
        to->length = 0;
    }
    return append(data, size, count, state);
}

static struct curl_slist *lines_of(char *text)
{
    struct curl_slist *list = NULL;
    char *next, *line = text ? strtok_r(text, "\r\n", &next) : NULL;
    for (; line; line = strtok_r(NULL, "\r\n", &next)) {
        list = curl.slist_append(list, line);
    }
    return list;
}

static DWORD code_of(int failure)
{
    switch (failure) {
    case CURLE_URL_MALFORMAT:
        return ERROR_WINHTTP_INVALID_URL;
    case CURLE_COULDNT_RESOLVE_HOST:
        return ERROR_WINHTTP_NAME_NOT_RESOLVED;
    case CURLE_COULDNT_CONNECT:
        return ERROR_WINHTTP_CANNOT_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
        return ERROR_WINHTTP_TIMEOUT;
    default:
        return ERROR_WINHTTP_CONNECTION_ERROR;
    }
}

/* The whole exchange takes place here: nothing of it can be seen before WinHttpReceiveResponse. */
BOOL WINAPI WinHttpSendRequest(HINTERNET handle, LPCWSTR headers, DWORD headersLength, LPVOID optional,
                               DWORD optionalLength, DWORD totalLength, DWORD_PTR context)
{
    request *sent = (request *)check(handle, REQUEST);
    struct curl_slist *list;
    char *text;
    int failure;
    (void)context;
    if (!sent) {
        return FALSE;
    }
    if (totalLength != optionalLength && totalLength != 0) {
        return fail(ERROR_NOT_SUPPORTED);
    }
    if (headers && (headersLength == (DWORD)-1 || headersLength == 0)) {
        headersLength = (DWORD)wcslen(headers);
    }
    text = headers ? wwsport_utf8(headers, headersLength) : NULL;
    list = lines_of(text);
    free(text);
    /* No waiting for a 100, and no type of content but the caller's. */
    list = curl.slist_append(list, "Expect:");
    list = curl.slist_append(list, "Content-Type:");
    curl.easy_setopt(sent->easy, CURLOPT_URL, sent->url);
    curl.easy_setopt(sent->easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(sent->easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl.easy_setopt(sent->easy, CURLOPT_USERAGENT, sent->of->of->agent);
    curl.easy_setopt(sent->easy, CURLOPT_PROXY, sent->of->of->proxy);
    curl.easy_setopt(sent->easy, CURLOPT_REFERER, sent->referrer);
    curl.easy_setopt(sent->easy, CURLOPT_HTTPHEADER, list);
    if (optionalLength > 0 || strcmp(sent->verb, "POST") == 0) {
        curl.easy_setopt(sent->easy, CURLOPT_POSTFIELDSIZE_LARGE, (long long)optionalLength);
        curl.easy_setopt(sent->easy, CURLOPT_POSTFIELDS, optionalLength > 0 ? (const char *)optional : "");
    } else if (strcmp(sent->verb, "HEAD") == 0) {
        curl.easy_setopt(sent->easy, CURLOPT_NOBODY, 1L);
    }
    curl.easy_setopt(sent->easy, CURLOPT_CUSTOMREQUEST, sent->verb);
    curl.easy_setopt(sent->easy, CURLOPT_HEADERFUNCTION, append_head);
    curl.easy_setopt(sent->easy, CURLOPT_HEADERDATA, &sent->head);
    curl.easy_setopt(sent->easy, CURLOPT_WRITEFUNCTION, append);
    curl.easy_setopt(sent->easy, CURLOPT_WRITEDATA, &sent->body);
    sent->head.length = sent->body.length = sent->taken = 0;
    failure = curl.easy_perform(sent->easy);
    curl.slist_free_all(list);
    sent->has_response = failure == 0;
    return failure == 0 ? TRUE : fail(code_of(failure));
}

BOOL WINAPI WinHttpReceiveResponse(HINTERNET handle, LPVOID reserved)
{
    request *sent = (request *)check(handle, REQUEST);
    (void)reserved;
    return sent && (sent->has_response ? TRUE : fail(ERROR_WINHTTP_INCORRECT_HANDLE_STATE));
}

/* The value of a field of the head, to be freed, or NULL. */
static char *field(const request *of, const char *name)
{
    size_t length = strlen(name);
    const char *line = of->head.start, *end;
    while (line && *line) {
        end = strstr(line, "\r\n");
        end = end ? end : line + strlen(line);
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            for (line += length + 1; line < end && (*line == ' ' || *line == '\t'); line++) {
            }
            return strndup(line, (size_t)(end - line));
        }
        line = *end ? end + 2 : end;
    }
    return NULL;
}

static char *status_text(const request *of)
{
    const char *space = of->head.start ? strchr(of->head.start, ' ') : NULL;
    space = space ? strchr(space + 1, ' ') : NULL;
    return space ? strndup(space + 1, strcspn(space + 1, "\r\n")) : strdup("");
}

BOOL WINAPI WinHttpQueryHeaders(HINTERNET handle, DWORD infoLevel, LPCWSTR name, LPVOID buffer, LPDWORD size,
                                LPDWORD index)
{
    request *sent = (request *)check(handle, REQUEST);
    char *text = NULL, *custom, number[16];
    long status = 0;
    WCHAR *wide;
    DWORD length;
    BOOL is_done = TRUE;
    if (!sent) {
        return FALSE;
    }
    if (!size || (index && *index > 0)) {
        return fail(size ? ERROR_WINHTTP_HEADER_NOT_FOUND : ERROR_INVALID_PARAMETER);
    }
    if (!sent->has_response) {
        return fail(ERROR_WINHTTP_INCORRECT_HANDLE_STATE);
    }
    switch (infoLevel & 0xffff) {
    case WINHTTP_QUERY_STATUS_CODE:
        curl.easy_getinfo(sent->easy, CURLINFO_RESPONSE_CODE, &status);
        snprintf(number, sizeof(number), "%ld", status);
        text = strdup(number);
        break;
    case WINHTTP_QUERY_STATUS_TEXT:
        text = status_text(sent);
        break;
    case WINHTTP_QUERY_CONTENT_TYPE:
        text = field(sent, "Content-Type");
        break;
    case WINHTTP_QUERY_CONTENT_LENGTH:
        text = field(sent, "Content-Length");
        break;
    case WINHTTP_QUERY_RAW_HEADERS_CRLF:
        text = strdup(sent->head.start ? sent->head.start : "");
        break;
    case WINHTTP_QUERY_CUSTOM:
        custom = narrow(name);
        text = custom ? field(sent, custom) : NULL;
        free(custom);
        break;
    default:
        return fail(ERROR_NOT_SUPPORTED);
    }
    if (!text) {
        return fail(ERROR_WINHTTP_HEADER_NOT_FOUND);
    }
    if (infoLevel & WINHTTP_QUERY_FLAG_NUMBER) {
        DWORD value = (DWORD)strtoul(text, NULL, 10);
        free(text);
        length = *size;
        *size = sizeof(value);
        if (!buffer || length < sizeof(value)) {
            return fail(ERROR_INSUFFICIENT_BUFFER);
        }
        memcpy(buffer, &value, sizeof(value));
        return TRUE;
    }
    wide = wwsport_utf16(text, strlen(text));
    free(text);
    if (!wide) {
        return FALSE;
    }
    length = (DWORD)(wcslen(wide) * sizeof(WCHAR));
    if (!buffer || *size < length + sizeof(WCHAR)) {
        *size = length + (DWORD)sizeof(WCHAR);
        is_done = fail(ERROR_INSUFFICIENT_BUFFER);
    } else {
        memcpy(buffer, wide, length + sizeof(WCHAR));
        *size = length;
    }
    free(wide);
    return is_done;
}

BOOL WINAPI WinHttpQueryDataAvailable(HINTERNET handle, LPDWORD size)
{
    request *sent = (request *)check(handle, REQUEST);
    if (!sent) {
        return FALSE;
    }
    if (!sent->has_response) {
        return fail(ERROR_WINHTTP_INCORRECT_HANDLE_STATE);
    }
    if (size) {
        *size = (DWORD)(sent->body.length - sent->taken);
    }
    return TRUE;
}

BOOL WINAPI WinHttpReadData(HINTERNET handle, LPVOID buffer, DWORD size, LPDWORD read)
{
    request *sent = (request *)check(handle, REQUEST);
    size_t left;
    if (!sent) {
        return FALSE;
    }
    if (!sent->has_response) {
        return fail(ERROR_WINHTTP_INCORRECT_HANDLE_STATE);
    }
    left = sent->body.length - sent->taken;
    size = size < left ? size : (DWORD)left;
    if (size > 0) {
        memcpy(buffer, sent->body.start + sent->taken, size);
    }
    sent->taken += size;
    if (read) {
        *read = size;
    }
    return TRUE;
}

BOOL WINAPI WinHttpCloseHandle(HINTERNET handle)
{
    if (!handle) {
        return fail(ERROR_INVALID_HANDLE);
    }
    switch (*(kind *)handle) {
    case SESSION: {
        session *closed = (session *)handle;
        free(closed->agent);
        free(closed->proxy);
        break;
    }
    case CONNECTION:
        free(((connection *)handle)->server);
        break;
    case REQUEST: {
        request *closed = (request *)handle;
        if (closed->easy) {
            curl.easy_cleanup(closed->easy);
        }
        free(closed->verb);
        free(closed->url);
        free(closed->referrer);
        free(closed->head.start);
        free(closed->body.start);
        break;
    }
    default:
        return fail(ERROR_INVALID_HANDLE);
    }
    *(kind *)handle = (kind)0;
    free(handle);
    return TRUE;
}

BOOL WINAPI WinHttpGetProxyForUrl(HINTERNET handle, LPCWSTR url, WINHTTP_AUTOPROXY_OPTIONS *options,
                                  WINHTTP_PROXY_INFO *info)
{
    if (!check(handle, SESSION)) {
        return FALSE;
    }
    if (!url || !options || !info) {
        return fail(ERROR_INVALID_PARAMETER);
    }
    return fail(ERROR_WINHTTP_AUTODETECTION_FAILED);
}
