// A program that knows nothing of this library's import library: it is linked with the one that Wine has for
// webservices.dll. One round through everything that Wine's has names for: texts, XML, structures, messages, a call.
#include "proxy.h"

#include <string>
#include <vector>

namespace {

struct Point {
    INT32 x;
    double y;
};

WS_XML_STRING none = WS_XML_STRING_NULL;
WS_XML_STRING point_name = WS_XML_STRING_VALUE("point");
WS_XML_STRING x_name = WS_XML_STRING_VALUE("x");
WS_XML_STRING y_name = WS_XML_STRING_VALUE("y");
WS_FIELD_DESCRIPTION x_field = {
    WS_ATTRIBUTE_FIELD_MAPPING, &x_name, &none, WS_INT32_TYPE, nullptr, WsOffsetOf(Point, x), 0, nullptr, 0, nullptr,
    nullptr, nullptr
};
WS_FIELD_DESCRIPTION y_field = {
    WS_ELEMENT_FIELD_MAPPING, &y_name, &none, WS_DOUBLE_TYPE, nullptr, WsOffsetOf(Point, y), 0, nullptr, 0, nullptr,
    nullptr, nullptr
};
WS_FIELD_DESCRIPTION *point_fields[] = {&x_field, &y_field};
WS_STRUCT_DESCRIPTION point_type = {
    sizeof(Point), alignof(Point), point_fields, 2, &point_name, &none, nullptr, nullptr, 0, 0
};
WS_ELEMENT_DESCRIPTION point_element = {&point_name, &none, WS_STRUCT_TYPE, &point_type};

class Heap {
public:
    Heap() { REQUIRE_HR(WsCreateHeap(65536, 0, nullptr, 0, &heap_, nullptr), S_OK); }
    ~Heap() { WsFreeHeap(heap_); }
    Heap(const Heap &) = delete;
    Heap &operator=(const Heap &) = delete;
    operator WS_HEAP *() const { return heap_; }

private:
    WS_HEAP *heap_ = nullptr;
};

std::string write(const Point &point)
{
    WS_XML_WRITER *writer = nullptr;
    WS_XML_WRITER_TEXT_ENCODING encoding = {};
    WS_XML_WRITER_BUFFER_OUTPUT output = {};
    WS_BYTES bytes = {};
    encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    REQUIRE_HR(WsCreateWriter(nullptr, 0, &writer, nullptr), S_OK);
    CHECK_HR(WsSetOutput(writer, &encoding.encoding, &output.output, nullptr, 0, nullptr), S_OK);
    CHECK_HR(WsWriteElement(writer, &point_element, WS_WRITE_REQUIRED_VALUE, &point, sizeof(point), nullptr), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), nullptr), S_OK);
    std::string text(reinterpret_cast<const char *>(bytes.bytes), bytes.length);
    WsFreeWriter(writer);
    return text;
}

Point read(const std::string &text, WS_HEAP *heap)
{
    Point point = {};
    WS_XML_READER *reader = nullptr;
    WS_XML_READER_TEXT_ENCODING encoding = {};
    WS_XML_READER_BUFFER_INPUT input = {};
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_AUTO;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = const_cast<char *>(text.data());
    input.encodedDataSize = static_cast<ULONG>(text.size());
    REQUIRE_HR(WsCreateReader(nullptr, 0, &reader, nullptr), S_OK);
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, nullptr, 0, nullptr), S_OK);
    CHECK_HR(WsReadElement(reader, &point_element, WS_READ_REQUIRED_VALUE, heap, &point, sizeof(point), nullptr), S_OK);
    WsFreeReader(reader);
    return point;
}

void a_structure_goes_through_xml()
{
    Heap heap;
    Point back = read(write(Point{-7, 0.5}), heap);
    CHECK_INT(back.x, -7);
    CHECK(back.y == 0.5);
}

void a_failure_says_why()
{
    WS_ERROR *error = nullptr;
    WS_STRING url = WS_STRING_VALUE(W("http:/no")), text = WS_STRING_EMPTY;
    WS_URL *parts = nullptr;
    ULONG count = 0;
    Heap heap;
    REQUIRE_HR(WsCreateError(nullptr, 0, &error), S_OK);
    CHECK_HR(WsDecodeUrl(&url, 0, heap, &parts, error), WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    CHECK(count > 0);
    CHECK_HR(WsGetErrorString(error, 0, &text), S_OK);
    CHECK(text.length > 0);
    WsFreeError(error);
}

void a_date_is_a_file_time()
{
    WS_DATETIME date = {};
    FILETIME time = {};
    SYSTEMTIME system = {};
    date.ticks = 630822816000000000ULL; /* 2000-01-01 */
    date.format = WS_DATETIME_FORMAT_UTC;
    CHECK_HR(WsDateTimeToFileTime(&date, &time, nullptr), S_OK);
    CHECK(FileTimeToSystemTime(&time, &system));
    CHECK_INT(system.wYear, 2000);
}

void a_service_is_called()
{
    http_peer peer;
    ctest_call call;
    INT32 result = 0;
    Heap heap;
    http_peer_start(&peer, answer_twice, nullptr);
    WS_SERVICE_PROXY *proxy = proxy_open(&peer, nullptr, 0);
    CHECK_HR(twice(proxy, 21, &result, heap, nullptr, nullptr), S_OK);
    CHECK_INT(result, 42);
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, twice(proxy, -4, &result, heap, &call.context, nullptr)), S_OK);
    CHECK_INT(result, -8);
    ctest_call_free(&call);
    CHECK_HR(WsCloseServiceProxy(proxy, nullptr, nullptr), S_OK);
    WsFreeServiceProxy(proxy);
    http_peer_stop(&peer);
}

} // namespace

int main()
{
    a_structure_goes_through_xml();
    a_failure_says_why();
    a_date_is_a_file_time();
    a_service_is_called();
    return ctest_summary();
}
