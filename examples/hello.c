/* Reads XML into a C structure. */
#include <stdio.h>
#include <webservices.h>

typedef struct Order {
    INT32 quantity;
    double price;
} Order;

static WS_XML_STRING none = WS_XML_STRING_VALUE("");
static WS_XML_STRING order_name = WS_XML_STRING_VALUE("order");
static WS_XML_STRING quantity_name = WS_XML_STRING_VALUE("quantity");
static WS_XML_STRING price_name = WS_XML_STRING_VALUE("price");

static WS_FIELD_DESCRIPTION quantity = {
    WS_ELEMENT_FIELD_MAPPING, &quantity_name, &none, WS_INT32_TYPE, NULL, WsOffsetOf(Order, quantity),
    0, NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION price = {
    WS_ELEMENT_FIELD_MAPPING, &price_name, &none, WS_DOUBLE_TYPE, NULL, WsOffsetOf(Order, price),
    0, NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION *fields[] = { &quantity, &price };
static WS_STRUCT_DESCRIPTION order_type = {
    sizeof(Order), 8, fields, 2, &order_name, &none, NULL, NULL, 0, 0
};
static WS_ELEMENT_DESCRIPTION order_element = { &order_name, &none, WS_STRUCT_TYPE, &order_type };

int main(void)
{
    static char text[] = "<order><quantity>3</quantity><price>1.25</price></order>";
    WS_XML_READER_TEXT_ENCODING encoding = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_READER_BUFFER_INPUT input = { { WS_XML_READER_INPUT_TYPE_BUFFER }, text, sizeof(text) - 1 };
    WS_XML_READER *reader = NULL;
    WS_HEAP *heap = NULL;
    Order *order = NULL;

    HRESULT hr = WsCreateHeap(4096, 0, NULL, 0, &heap, NULL);
    if (SUCCEEDED(hr)) {
        hr = WsCreateReader(NULL, 0, &reader, NULL);
    }
    if (SUCCEEDED(hr)) {
        hr = WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL);
    }
    if (SUCCEEDED(hr)) {
        hr = WsReadElement(reader, &order_element, WS_READ_REQUIRED_POINTER, heap, &order, sizeof(order), NULL);
    }
    if (SUCCEEDED(hr)) {
        printf("%d at %.2f make %.2f\n", order->quantity, order->price, order->quantity * order->price);
    } else {
        printf("failed with 0x%08X\n", (unsigned)hr);
    }
    WsFreeReader(reader);
    WsFreeHeap(heap);
    return FAILED(hr);
}
