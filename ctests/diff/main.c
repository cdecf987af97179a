/* diff FILE OUTPUT FIRST: runs the scripts of FILE from number FIRST on and appends their results to OUTPUT.
 * Ends with 99 after an access that the system stopped, if it cannot go on behind it, with 98 after some seconds of work in one script: OUTPUT says in
 * which operation, and whoever called goes on behind it. `diff read|write MEGABYTES` is in bench.c. */
#include "diff.h"

#ifndef _WIN32
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>
#endif

int bench(const char *what, int megabytes);

struct objects at;

/* ---- Memory ---- */

static struct block {
    struct block *next;
} *blocks;

void *memory(size_t size)
{
    struct block *block = calloc(1, sizeof(*block) + 16 + size);
    if (!block) {
        exit(3);
    }
    block->next = blocks;
    blocks = block;
    return (char *)block + 16;
}

static void release(void)
{
    while (blocks) {
        struct block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

/* ---- Output ---- */

static FILE *output;

void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(output, format, arguments);
    va_end(arguments);
}

void say_bytes(const void *bytes, size_t count)
{
    const unsigned char *from = bytes;
    size_t i;
    if (!from && count) {
        say("NULL*%u", (unsigned)count);
        return;
    }
    for (i = 0; i < count; i++) {
        if (from[i] > ' ' && from[i] < 127 && from[i] != '%') {
            putc(from[i], output);
        } else {
            say("%%%02x", from[i]);
        }
    }
}

void say_wide(const WCHAR *chars, size_t count)
{
    size_t i;
    if (!chars && count) {
        say("NULL*%u", (unsigned)count);
        return;
    }
    for (i = 0; i < count; i++) {
        if (chars[i] > ' ' && chars[i] < 127 && chars[i] != '%') {
            putc(chars[i], output);
        } else {
            say("%%u%04x", chars[i]);
        }
    }
}

void say_xml_string(const WS_XML_STRING *value)
{
    if (!value) {
        say("NULL");
    } else {
        say_bytes(value->bytes, value->length);
    }
}

/* ---- Arguments ---- */

static char *arguments[64];
static int argument_count;

const char *raw(int i)
{
    return i < argument_count ? arguments[i] : "";
}

long long number(int i)
{
    return (long long)strtoull(raw(i), NULL, 0);
}

int slot(int i)
{
    long long value = number(i);
    return value < 0 || value >= SLOTS ? SLOTS - 1 : (int)value;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

unsigned char *text(int i, ULONG *length)
{
    const char *from = raw(i);
    unsigned char *bytes, *to;
    *length = 0;
    if (*from != '\'' && *from != '"') {
        return NULL;
    }
    bytes = to = memory(strlen(from) + 2);
    for (from++; *from; from++) {
        if (*from == '%' && from[1] && from[2]) {
            *to++ = (unsigned char)(hex(from[1]) * 16 + hex(from[2]));
            from += 2;
        } else {
            *to++ = (unsigned char)*from;
        }
    }
    *length = (ULONG)(to - bytes);
    return bytes;
}

const WS_XML_STRING *xml_string(int i)
{
    WS_XML_STRING *value = memory(sizeof(*value));
    value->bytes = text(i, &value->length);
    return value->bytes ? value : NULL;
}

WCHAR *wide(int i, ULONG *length)
{
    ULONG count, k, n = 0;
    unsigned char *from = text(i, &count);
    WCHAR *to;
    *length = 0;
    if (!from) {
        return NULL;
    }
    to = memory((count + 1) * sizeof(WCHAR));
    for (k = 0; k < count;) {
        unsigned c = from[k++], more = 0;
        if (*raw(i) == '\'') {
            more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
            c = more == 3 ? c & 7 : more == 2 ? c & 15 : more == 1 ? c & 31 : c;
        }
        for (; more && k < count; more--) {
            c = c << 6 | (from[k++] & 63);
        }
        if (c >= 0x10000) {
            to[n++] = (WCHAR)(0xd800 + ((c - 0x10000) >> 10));
            c = 0xdc00 + (c & 0x3ff);
        }
        to[n++] = (WCHAR)c;
    }
    *length = n;
    return to;
}

const WS_STRING *string(int i)
{
    WS_STRING *value = memory(sizeof(*value));
    value->chars = wide(i, &value->length);
    return value->chars ? value : NULL;
}

/* All property structures have the layout of this one. */
void *properties(int i, ULONG *count)
{
    WS_XML_READER_PROPERTY *first;
    *count = i < argument_count ? (ULONG)(argument_count - i) : 0;
    first = memory((*count + 1) * sizeof(*first));
    for (int k = 0; i < argument_count; i++, k++) {
        char *end;
        long long value;
        first[k].id = (WS_XML_READER_PROPERTY_ID)strtol(raw(i), &end, 0);
        first[k].valueSize = (ULONG)strtol(*end ? end + 1 : end, &end, 0);
        first[k].value = memory(64);
        value = (long long)strtoull(*end ? end + 1 : end, NULL, 0);
        memcpy(first[k].value, &value, sizeof(value));
    }
    return *count ? first : NULL;
}

/* ---- Scripts ---- */

HRESULT make_error(void)
{
    return WsCreateError(NULL, 0, &at.error);
}

static void free_objects(void)
{
    for (int i = 0; i < SLOTS; i++) {
        if (at.proxy[i]) WsFreeServiceProxy(at.proxy[i]);
        if (at.channel[i]) WsFreeChannel(at.channel[i]);
        if (at.listener[i]) WsFreeListener(at.listener[i]);
        if (at.message[i]) WsFreeMessage(at.message[i]);
        if (at.reader[i]) WsFreeReader(at.reader[i]);
        if (at.writer[i]) WsFreeWriter(at.writer[i]);
    }
    for (int i = 0; i < SLOTS; i++) {
        if (at.heap[i]) WsFreeHeap(at.heap[i]);
    }
    if (at.error) WsFreeError(at.error);
    memset(&at, 0, sizeof(at));
    forget_written();
    release();
}

/* ---- What the comparison tests itself by ---- */

static HRESULT crash(void)
{
    *(volatile int *)(uintptr_t)number(0) = 1;
    return S_OK;
}

static HRESULT spin(void)
{
    for (volatile unsigned i = 0;; i++) {
    }
    return S_OK;
}

/* planted 'text: fails on Windows if there is an x in the text. */
static HRESULT planted(void)
{
#ifdef _WIN32
    return strchr(raw(0), 'x') ? E_FAIL : S_OK;
#else
    return S_OK;
#endif
}

static const struct operation own_operations[] = {
    {"crash", crash},
    {"spin", spin},
    {"planted", planted},
    {NULL, NULL},
};

static const struct operation *find(const char *name)
{
    static const struct operation *const tables[] = {
        reader_operations, content_operations, writer_operations, type_operations,
        value_operations,  message_operations, object_operations,  own_operations,
    };
    for (size_t i = 0; i < COUNT(tables); i++) {
        for (const struct operation *row = tables[i]; row->name; row++) {
            if (strcmp(row->name, name) == 0) {
                return row;
            }
        }
    }
    return NULL;
}

static void run_operation(char *line)
{
    const struct operation *operation;
    HRESULT hr;
    argument_count = 0;
    for (char *word = strtok(line, " "); word && argument_count < (int)COUNT(arguments); word = strtok(NULL, " ")) {
        arguments[argument_count++] = word;
    }
    if (argument_count == 0) {
        return;
    }
    operation = find(arguments[0]);
    /* The name is argument 0 no longer. */
    argument_count--;
    memmove(arguments, arguments + 1, sizeof(arguments) - sizeof(arguments[0]));
    if (!operation) {
        say(" no such operation\n");
        return;
    }
    hr = operation->run();
    say(" = %08x\n", (unsigned)hr);
}

static volatile long script_number;

static void run_script(char *line)
{
    if (make_error() != S_OK || WsCreateHeap(1 << 24, 0, NULL, 0, &at.heap[0], NULL) != S_OK) {
        exit(4);
    }
    while (line) {
        char *next = strstr(line, " ; ");
        if (next) {
            *next = 0;
            next += 3;
        }
        run_operation(line);
        line = next;
    }
    free_objects();
    fflush(output);
}

/* ---- Crashes and endless loops ---- */

/* A script that is at work for a second never ends: it takes milliseconds. Its work counts and not the clock, which
 * goes on while others have the machine; the clock's limit is for a script that waits for what never comes. */
#define MOST_WORK 1
#define MOST_TIME 240

__attribute__((noreturn)) static void end_badly(const char *why, int code)
{
    say(" %s\n", why);
    fflush(output);
#ifdef _WIN32
    TerminateProcess(GetCurrentProcess(), (UINT)code);
    for (;;) {
    }
#else
    _exit(code);
#endif
}

#ifdef _WIN32
/* Where the next script begins after one that crashed: a process takes longer to start than a hundred scripts. */
static void *behind_a_crash[5];

static LONG WINAPI crashed(EXCEPTION_POINTERS *exception)
{
    /* What Wine raises in place of a function that it does not have. */
    int absent = exception->ExceptionRecord->ExceptionCode == 0x80000100;
    int access = exception->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION;
    HMODULE module = NULL;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       exception->ExceptionRecord->ExceptionAddress, &module);
    /* A crash in the heap says that it is damaged, for the scripts to come too. */
    if (absent || (access && module && module != GetModuleHandleA("ntdll.dll"))) {
        say(" %s\n", absent ? "ABSENT" : "CRASH");
        fflush(output);
        __builtin_longjmp(behind_a_crash, 1);
    }
    end_badly("CRASH", 99);
}

__attribute__((noinline)) static void run_guarded(char *line)
{
    if (__builtin_setjmp(behind_a_crash)) {
        /* Nobody knows what state they are in. */
        memset(&at, 0, sizeof(at));
        forget_written();
    } else {
        run_script(line);
    }
}

/* How long this process worked, in seconds. */
static double worked(void)
{
    FILETIME made, ended, kernel, user;
    ULARGE_INTEGER in_kernel, in_user;
    if (!GetProcessTimes(GetCurrentProcess(), &made, &ended, &kernel, &user)) {
        return 0;
    }
    in_kernel.LowPart = kernel.dwLowDateTime;
    in_kernel.HighPart = kernel.dwHighDateTime;
    in_user.LowPart = user.dwLowDateTime;
    in_user.HighPart = user.dwHighDateTime;
    return (double)(in_kernel.QuadPart + in_user.QuadPart) / 1e7;
}

static DWORD WINAPI watch(void *unused)
{
    double before = 0;
    long seen = -1;
    ULONGLONG since = 0;
    (void)unused;
    for (;;) {
        Sleep(200);
        if (seen != script_number) {
            seen = script_number;
            since = GetTickCount64();
            before = worked();
        } else if (worked() - before > MOST_WORK || GetTickCount64() - since > MOST_TIME * 1000) {
            end_badly("HANG", 98);
        }
    }
}

static void start(void)
{
}

static void guard(void)
{
    SetUnhandledExceptionFilter(crashed);
    CloseHandle(CreateThread(NULL, 0, watch, NULL, 0, NULL));
}
#else
static void crashed(int signal)
{
    int hangs = signal == SIGPROF || signal == SIGALRM;
    end_badly(hangs ? "HANG" : "CRASH", hangs ? 98 : 99);
}

static void run_guarded(char *line)
{
    run_script(line);
}

static void start(void)
{
    const struct itimerval work = {{0, 0}, {MOST_WORK, 0}};
    setitimer(ITIMER_PROF, &work, NULL);
    alarm(MOST_TIME);
}

static void guard(void)
{
    signal(SIGSEGV, crashed);
    signal(SIGABRT, crashed);
    signal(SIGBUS, crashed);
    signal(SIGPROF, crashed);
    signal(SIGALRM, crashed);
}
#endif

int main(int argc, char **argv)
{
    static char line[1 << 20];
    FILE *scripts;
    long first;
    if (argc == 3) {
        return bench(argv[1], atoi(argv[2]));
    }
    if (argc != 4 || !(scripts = fopen(argv[1], "rb")) || !(output = fopen(argv[2], "ab"))) {
        fprintf(stderr, "diff SCRIPTS OUTPUT FIRST, or diff read|write MEGABYTES\n");
        return 2;
    }
    first = atol(argv[3]);
    guard();
    while (fgets(line, sizeof(line), scripts)) {
        line[strcspn(line, "\r\n")] = 0;
        if (script_number++ < first) {
            continue;
        }
        start();
        say("#%ld\n", script_number - 1);
        run_guarded(line);
    }
    fclose(scripts);
    return fclose(output) == 0 ? 0 : 2;
}
