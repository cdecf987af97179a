/* The porting kit: memory, files, clocks, GUIDs, messages, adapters, certificates. */
#include "ctest.h"

#include <winsock2.h>
#include <windows.h>
#include <iphlpapi.h>
#include <wincrypt.h>

#include <unistd.h>

static void memory(void)
{
    HANDLE heap = GetProcessHeap();
    char *bytes = (char *)HeapAlloc(heap, HEAP_ZERO_MEMORY, 10);
    REQUIRE(bytes != NULL);
    CHECK(bytes[9] == 0);
    CHECK_INT(HeapSize(heap, 0, bytes), 10);
    bytes[9] = 1;
    bytes = (char *)HeapReAlloc(heap, HEAP_ZERO_MEMORY, bytes, 100000);
    CHECK(bytes[9] == 1 && bytes[99999] == 0);
    CHECK(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, bytes, 100001) == NULL);
    CHECK(HeapAlloc(NULL, 0, 1) == NULL && GetLastError() == ERROR_INVALID_HANDLE);
    CHECK(HeapAlloc(heap, 0, (SIZE_T)-1) == NULL);
    CHECK(HeapFree(heap, 0, bytes) && HeapFree(heap, 0, NULL));
    bytes = (char *)GlobalAlloc(GPTR, 0);
    CHECK(bytes && GlobalFree(bytes) == NULL);
    bytes = (char *)LocalAlloc(LPTR, 4);
    FillMemory(bytes, 4, 1);
    SecureZeroMemory(bytes, 4);
    CHECK(bytes[3] == 0 && LocalFree(bytes) == NULL);
}

static void files(void)
{
    WCHAR name[64];
    HANDLE file;
    LARGE_INTEGER distance, position;
    DWORD size;
    char bytes[16];
    swprintf(name, 64, L"port\x20ac-%d.tmp", (int)GetCurrentProcessId());
    CHECK(CreateFileW(name, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
    CHECK_INT(GetLastError(), ERROR_FILE_NOT_FOUND);
    file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL) == INVALID_HANDLE_VALUE);
    CHECK_INT(GetLastError(), ERROR_FILE_EXISTS);
    CHECK(WriteFile(file, "hello world", 11, &size, NULL) && size == 11);
    CHECK(GetFileSizeEx(file, &position) && position.QuadPart == 11);
    distance.QuadPart = -5;
    CHECK(SetFilePointerEx(file, distance, &position, FILE_END) && position.QuadPart == 6);
    CHECK(ReadFile(file, bytes, 16, &size, NULL));
    CHECK_BYTES(bytes, size, "world");
    CHECK(ReadFile(file, bytes, 16, &size, NULL) && size == 0);
    distance.QuadPart = -1;
    CHECK(!SetFilePointerEx(file, distance, NULL, FILE_BEGIN));
    CHECK_INT(GetLastError(), ERROR_NEGATIVE_SEEK);
    distance.QuadPart = 5;
    CHECK(SetFilePointerEx(file, distance, NULL, FILE_BEGIN) && SetEndOfFile(file) && FlushFileBuffers(file));
    CHECK(GetFileSizeEx(file, &position) && position.QuadPart == 5);
    CHECK(CloseHandle(file));
    CHECK(!ReadFile(file, bytes, 1, &size, NULL));
    CHECK_INT(GetLastError(), ERROR_INVALID_HANDLE);
    file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK_INT(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK(!ReadFile(file, bytes, 1, &size, NULL));
    CHECK(CloseHandle(file));
    CHECK_INT(GetFileAttributesW(name), FILE_ATTRIBUTE_NORMAL);
    CHECK_INT(GetFileAttributesW(L"."), FILE_ATTRIBUTE_DIRECTORY);
    CHECK(DeleteFileW(name) && !DeleteFileW(name));
    CHECK(!DeleteFileW(L"."));
    CHECK_INT(GetLastError(), ERROR_ACCESS_DENIED);
    CHECK(GetStdHandle(STD_OUTPUT_HANDLE) == GetStdHandle(STD_OUTPUT_HANDLE));
    CHECK(GetStdHandle(5) == INVALID_HANDLE_VALUE);
    CloseHandle(GetStdHandle(STD_OUTPUT_HANDLE));
}

static void clocks(void)
{
    SYSTEMTIME date = {2024, 2, 0, 29, 23, 59, 58, 123}, back, now;
    FILETIME file;
    LARGE_INTEGER count, frequency;
    ULONGLONG ticks = GetTickCount64();
    CHECK(SystemTimeToFileTime(&date, &file) && FileTimeToSystemTime(&file, &back));
    CHECK_INT(((ULONGLONG)file.dwHighDateTime << 32 | file.dwLowDateTime), 133537247981230000LL);
    CHECK_INT(back.wDayOfWeek, 4);
    date.wDayOfWeek = 4;
    CHECK_MEMORY(&back, sizeof(back), &date, sizeof(date));
    date.wDay = 30;
    CHECK(!SystemTimeToFileTime(&date, &file));
    CHECK_INT(GetLastError(), ERROR_INVALID_PARAMETER);
    GetSystemTime(&now);
    GetLocalTime(&back);
    GetSystemTimeAsFileTime(&file);
    CHECK(now.wYear >= 2024 && back.wYear >= 2023 && file.dwHighDateTime > 0);
    CHECK(QueryPerformanceCounter(&count) && QueryPerformanceFrequency(&frequency) && count.QuadPart > 0);
    Sleep(1);
    SwitchToThread();
    CHECK(GetTickCount64() >= ticks);
}

static void guids(void)
{
    UUID uuid, other;
    RPC_WSTR text;
    WCHAR braces[39];
    CHECK_INT(UuidCreate(&uuid), RPC_S_OK);
    CHECK_INT(uuid.Data3 >> 12, 4);
    CHECK_INT(UuidToString(&uuid, &text), RPC_S_OK);
    CHECK_INT(wcslen((WCHAR *)text), 36);
    CHECK_INT(UuidFromString(text, &other), RPC_S_OK);
    CHECK(IsEqualGUID(&uuid, &other));
    text[0] = 'x';
    CHECK_INT(UuidFromString(text, &other), RPC_S_INVALID_STRING_UUID);
    CHECK_INT(RpcStringFree(&text), RPC_S_OK);
    CHECK(text == NULL);
    uuid.Data1 = 0xabcdef01;
    CHECK_INT(StringFromGUID2(&uuid, braces, 38), 0);
    CHECK_INT(StringFromGUID2(&uuid, braces, 39), 39);
    CHECK_WIDE(braces, 10, L"{ABCDEF01-");
    CHECK_HR(CoCreateGuid(&uuid), S_OK);
}

static DWORD format(DWORD flags, LPCVOID source, WCHAR *text, DWORD count, ...)
{
    va_list arguments;
    DWORD length;
    va_start(arguments, count);
    length = FormatMessage(flags, source, 5, 0, text, count, &arguments);
    va_end(arguments);
    return length;
}

static void messages(void)
{
    static const WWSPORT_MESSAGE own[] = {{5, L"five: %1!d! and %2%n"}};
    WCHAR text[64], *made = NULL;
    HMODULE module = NULL;
    DWORD_PTR array[] = {1, (DWORD_PTR)L"two"};
    CHECK(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_ACCESS_DENIED, 0, text, 64, NULL) > 0);
    CHECK_INT(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 0x12345678, 0, text, 64, NULL), 0);
    CHECK_INT(GetLastError(), ERROR_MR_MID_NOT_FOUND);
    CHECK_INT(FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_ACCESS_DENIED, 0, text, 3, NULL), 0);
    CHECK_INT(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    CHECK_INT(format(FORMAT_MESSAGE_FROM_STRING, L"%2!d! %1 100%% %t%!", text, 64, L"one", 2), 13);
    CHECK_WIDE(text, wcslen(text), L"2 one 100% \t!");
    CHECK_INT(format(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS, L"%1", text, 64), 2);
    CHECK_INT(format(FORMAT_MESSAGE_FROM_HMODULE, NULL, text, 64, 1, L"x"), 0);
    WwsPortSetMessages(own, 1);
    CHECK_INT(FormatMessage(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_ARGUMENT_ARRAY | FORMAT_MESSAGE_ALLOCATE_BUFFER,
                            NULL, 5, 0, (LPWSTR)&made, 0, (va_list *)array), 17);
    CHECK_WIDE(made, wcslen(made), L"five: 1 and two\r\n");
    LocalFree(made);
    CHECK(GetModuleHandleEx(0, NULL, &module) && module && FreeLibrary(module));
    CHECK(GetModuleHandleEx(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)(uintptr_t)WsCreateError, &module) && module);
    CHECK(!GetModuleHandleEx(0, L"none.dll", &module) && module == NULL);
    CHECK_INT(GetLastError(), ERROR_MOD_NOT_FOUND);
}

static void adapters(void)
{
    ULONG size = 0, i;
    IP_ADAPTER_ADDRESSES *all, *one;
    int loopbacks = 0;
    WSADATA data;
    CHECK_INT(WSAStartup(MAKEWORD(2, 2), &data), 0);
    CHECK_INT(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, &size), ERROR_BUFFER_OVERFLOW);
    all = (IP_ADAPTER_ADDRESSES *)malloc(size);
    REQUIRE(all != NULL);
    CHECK_INT(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, all, &size), ERROR_SUCCESS);
    for (one = all, i = 0; one && i < 1000; one = one->Next, i++) {
        CHECK(one->IfIndex > 0 && one->AdapterName[0] && one->FirstUnicastAddress);
        loopbacks += one->IfType == IF_TYPE_SOFTWARE_LOOPBACK;
    }
    CHECK_INT(loopbacks, 1);
    CHECK_INT(GetAdaptersAddresses(AF_UNSPEC, 0, all, all, &size), ERROR_INVALID_PARAMETER);
    free(all);
    CHECK_INT(WSACleanup(), 0);
}

/* As much of a certificate as names need: version, serial number, algorithm, issuer, validity, subject. */
static const BYTE certificate[] = {
    0x30, 0x4a, 0x30, 0x48, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01, 0x07, 0x30, 0x00,
    /* CN=ca */
    0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x02, 0x63, 0x61, 0x30, 0x00,
    /* C=AT, CN=\xe9 in UTF-8, CN=zyxw as BMPString */
    0x30, 0x2b, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 0x41, 0x54, 0x31, 0x1c, 0x30,
    0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x02, 0xc3, 0xa9, 0x30, 0x0f, 0x06, 0x03, 0x55, 0x04, 0x03, 0x1e,
    0x08, 0x00, 0x7a, 0x00, 0x79, 0x00, 0x78, 0x00, 0x77};

static void certificates(void)
{
    WCHAR text[32];
    DWORD size;
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, certificate, sizeof(certificate));
    REQUIRE(context != NULL);
    CHECK_INT(context->cbCertEncoded, sizeof(certificate));
    CHECK_INT(context->pCertInfo->SerialNumber.pbData[0], 7);
    CHECK_INT(CertNameToStr(X509_ASN_ENCODING, &context->pCertInfo->Subject, CERT_X500_NAME_STR, NULL, 0), 20);
    CHECK_INT(CertNameToStr(X509_ASN_ENCODING, &context->pCertInfo->Subject, CERT_X500_NAME_STR, text, 32), 20);
    CHECK_WIDE(text, wcslen(text), L"C=AT, CN=\xe9, CN=zyxw");
    CHECK_INT(CertNameToStr(X509_ASN_ENCODING, &context->pCertInfo->Issuer, CERT_SIMPLE_NAME_STR, text, 2), 2);
    CHECK_WIDE(text, wcslen(text), L"c");
    CHECK(CertFreeCertificateContext(context));
    /* No certificate, however little of it there is. */
    for (size = 0; size < sizeof(certificate); size++) {
        CHECK(CertCreateCertificateContext(X509_ASN_ENCODING, certificate, size) == NULL);
        CHECK_INT(GetLastError(), (DWORD)CRYPT_E_ASN1_BADTAG);
    }
}

int main(void)
{
    memory();
    files();
    clocks();
    guids();
    messages();
    adapters();
    certificates();
    return ctest_summary();
}
