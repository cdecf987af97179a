/* Tables as a WSDL compiler writes them: constant, nested, with names shared through a dictionary. */
#include "serialize.h"

typedef enum Shipping { ShippingGround = 0, ShippingAir = 1 } Shipping;

typedef struct Order {
    int quantity;
    WCHAR *productName;
} Order;

typedef struct PurchaseOrder {
    unsigned int orderCount;
    Order *order;
    WCHAR *expectedShipDate;
    Shipping shipping;
    int *discount;
    unsigned int tagsCount;
    WCHAR **tags;
    GUID id;
} PurchaseOrder;

typedef struct Definitions {
    struct {
        WS_ENUM_VALUE ShippingValues[2];
        ULONG nameIndices[2];
    } ShippingEnumDesc;
    struct {
        WS_FIELD_DESCRIPTION quantity;
        WS_FIELD_DESCRIPTION productName;
        WS_FIELD_DESCRIPTION *OrderFields[2];
    } Orderdescs;
    struct {
        WS_FIELD_DESCRIPTION order;
        WS_FIELD_DESCRIPTION expectedShipDate;
        WS_FIELD_DESCRIPTION shipping;
        WS_FIELD_DESCRIPTION discount;
        WS_FIELD_DESCRIPTION tags;
        WS_FIELD_DESCRIPTION id;
        WS_FIELD_DESCRIPTION *PurchaseOrderFields[6];
    } PurchaseOrderdescs;
    struct {
        struct {
            WS_XML_STRING ns;
            WS_XML_STRING quantity;
            WS_XML_STRING productName;
            WS_XML_STRING order;
            WS_XML_STRING expectedShipDate;
            WS_XML_STRING shipping;
            WS_XML_STRING ground;
            WS_XML_STRING air;
            WS_XML_STRING discount;
            WS_XML_STRING tags;
            WS_XML_STRING tag;
            WS_XML_STRING id;
            WS_XML_STRING PurchaseOrder;
        } xmlStrings;
        WS_XML_DICTIONARY dict;
    } dictionary;
} Definitions;

typedef struct Globals {
    WS_ENUM_DESCRIPTION Shipping;
    WS_STRUCT_DESCRIPTION Order;
    WS_STRUCT_DESCRIPTION PurchaseOrder;
    WS_ELEMENT_DESCRIPTION PurchaseOrderElement;
} Globals;

static const Definitions definitions;
static const Globals globals;

#define STRING(name) (WS_XML_STRING *)&definitions.dictionary.xmlStrings.name
#define ENTRY(text, index) WS_XML_STRING_DICTIONARY_VALUE(text, &definitions.dictionary.dict, index)

static const Definitions definitions = {
    {
        {{ShippingGround, STRING(ground)}, {ShippingAir, STRING(air)}},
        {1, 0},
    },
    {
        {WS_ELEMENT_FIELD_MAPPING, STRING(quantity), STRING(ns), WS_INT32_TYPE, 0, WsOffsetOf(Order, quantity), 0, 0,
         0xffffffff, 0, 0, 0},
        {WS_ELEMENT_FIELD_MAPPING, STRING(productName), STRING(ns), WS_WSZ_TYPE, 0, WsOffsetOf(Order, productName),
         WS_FIELD_OPTIONAL, 0, 0xffffffff, 0, 0, 0},
        {
            (WS_FIELD_DESCRIPTION *)&definitions.Orderdescs.quantity,
            (WS_FIELD_DESCRIPTION *)&definitions.Orderdescs.productName,
        },
    },
    {
        {WS_REPEATING_ELEMENT_FIELD_MAPPING, 0, 0, WS_STRUCT_TYPE, (void *)&globals.Order,
         WsOffsetOf(PurchaseOrder, order), 0, 0, WsOffsetOf(PurchaseOrder, orderCount), STRING(order), STRING(ns), 0},
        {WS_ELEMENT_FIELD_MAPPING, STRING(expectedShipDate), STRING(ns), WS_WSZ_TYPE, 0,
         WsOffsetOf(PurchaseOrder, expectedShipDate), WS_FIELD_NILLABLE, 0, 0xffffffff, 0, 0, 0},
        {WS_ELEMENT_FIELD_MAPPING, STRING(shipping), STRING(ns), WS_ENUM_TYPE, (void *)&globals.Shipping,
         WsOffsetOf(PurchaseOrder, shipping), 0, 0, 0xffffffff, 0, 0, 0},
        {WS_ELEMENT_FIELD_MAPPING, STRING(discount), STRING(ns), WS_INT32_TYPE, 0, WsOffsetOf(PurchaseOrder, discount),
         WS_FIELD_POINTER | WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE, 0, 0xffffffff, 0, 0, 0},
        {WS_REPEATING_ELEMENT_FIELD_MAPPING, STRING(tags), STRING(ns), WS_WSZ_TYPE, 0, WsOffsetOf(PurchaseOrder, tags),
         WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE | WS_FIELD_NILLABLE_ITEM, 0, WsOffsetOf(PurchaseOrder, tagsCount),
         STRING(tag), STRING(ns), 0},
        {WS_ELEMENT_FIELD_MAPPING, STRING(id), STRING(ns), WS_GUID_TYPE, 0, WsOffsetOf(PurchaseOrder, id), 0, 0,
         0xffffffff, 0, 0, 0},
        {
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.order,
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.expectedShipDate,
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.shipping,
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.discount,
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.tags,
            (WS_FIELD_DESCRIPTION *)&definitions.PurchaseOrderdescs.id,
        },
    },
    {
        {
            ENTRY("http://example.com", 0),
            ENTRY("quantity", 1),
            ENTRY("productName", 2),
            ENTRY("order", 3),
            ENTRY("expectedShipDate", 4),
            ENTRY("shipping", 5),
            ENTRY("ground", 6),
            ENTRY("air", 7),
            ENTRY("discount", 8),
            ENTRY("tags", 9),
            ENTRY("tag", 10),
            ENTRY("id", 11),
            ENTRY("PurchaseOrder", 12),
        },
        {{0x2c5d, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}},
         (WS_XML_STRING *)&definitions.dictionary.xmlStrings,
         13,
         TRUE},
    },
};

static const Globals globals = {
    {(WS_ENUM_VALUE *)definitions.ShippingEnumDesc.ShippingValues, 2, 6,
     (ULONG *)definitions.ShippingEnumDesc.nameIndices},
    {sizeof(Order), ALIGNMENT_OF(Order), (WS_FIELD_DESCRIPTION **)&definitions.Orderdescs.OrderFields, 2, 0, 0, 0, 0, 0,
     0},
    {sizeof(PurchaseOrder), ALIGNMENT_OF(PurchaseOrder),
     (WS_FIELD_DESCRIPTION **)&definitions.PurchaseOrderdescs.PurchaseOrderFields, 6, STRING(PurchaseOrder), STRING(ns),
     0, 0, 0, 0},
    {STRING(PurchaseOrder), STRING(ns), WS_STRUCT_TYPE, (void *)&globals.PurchaseOrder},
};

int main(void)
{
    static const char xml[] = "<PurchaseOrder xmlns=\"http://example.com\">"
                              "<order><quantity>1</quantity><productName>Pencil</productName></order>"
                              "<order><quantity>2</quantity></order>"
                              "<expectedShipDate a:nil=\"true\" xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
                              "<shipping>air</shipping><discount>5</discount>"
                              "<tags><tag>new</tag><tag a:nil=\"true\" "
                              "xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\"/></tags>"
                              "<id>00000000-0000-0000-0000-0000000000a1</id></PurchaseOrder>";
    PurchaseOrder *order = NULL;
    PurchaseOrder own;
    serialize_begin();

    input(xml);
    REQUIRE_HR(WsReadElement(reader, &globals.PurchaseOrderElement, WS_READ_REQUIRED_POINTER, heap, &order,
                             sizeof(order), error),
               S_OK);
    CHECK_INT(order->orderCount, 2);
    CHECK_INT(order->order[0].quantity, 1);
    CHECK_WIDE(order->order[0].productName, ctest_length(order->order[0].productName), W("Pencil"));
    CHECK_INT(order->order[1].quantity, 2);
    CHECK(order->order[1].productName == NULL);
    CHECK(order->expectedShipDate == NULL);
    CHECK_INT(order->shipping, ShippingAir);
    CHECK(order->discount && *order->discount == 5);
    CHECK_INT(order->tagsCount, 2);
    CHECK(order->tags[1] == NULL);
    CHECK_INT(order->id.Data4[7], 0xA1);

    output();
    CHECK_HR(WsWriteElement(writer, &globals.PurchaseOrderElement, WS_WRITE_REQUIRED_POINTER, &order, sizeof(order),
                            error),
             S_OK);
    CHECK_WRITTEN(xml);

    memset(&own, 0, sizeof(own));
    output();
    CHECK_HR(WsWriteElement(writer, &globals.PurchaseOrderElement, WS_WRITE_REQUIRED_VALUE, &own, sizeof(own), error),
             S_OK);
    CHECK_WRITTEN("<PurchaseOrder xmlns=\"http://example.com\">"
                  "<expectedShipDate a:nil=\"true\" xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
                  "<shipping>ground</shipping><id>00000000-0000-0000-0000-000000000000</id></PurchaseOrder>");
    return serialize_end();
}
