/*
 * The calculator's messages and operations, as wsutil would generate them from its WSDL: C structures, how they look
 * in XML, and a function for each operation.
 */
#ifndef CALCULATOR_H
#define CALCULATOR_H

#include <webservices.h>

typedef struct Operands {
    INT32 a;
    INT32 b;
} Operands;

typedef struct Result {
    INT32 value;
} Result;

#define CALCULATOR_NS "http://example.org/calculator"

static WS_XML_STRING calculator_ns = WS_XML_STRING_VALUE(CALCULATOR_NS);
static WS_XML_STRING name_a = WS_XML_STRING_VALUE("a");
static WS_XML_STRING name_b = WS_XML_STRING_VALUE("b");
static WS_XML_STRING name_value = WS_XML_STRING_VALUE("value");

static WS_FIELD_DESCRIPTION field_a = {
    WS_ELEMENT_FIELD_MAPPING, &name_a, &calculator_ns, WS_INT32_TYPE, NULL, WsOffsetOf(Operands, a), 0, NULL, 0,
    NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION field_b = {
    WS_ELEMENT_FIELD_MAPPING, &name_b, &calculator_ns, WS_INT32_TYPE, NULL, WsOffsetOf(Operands, b), 0, NULL, 0,
    NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION field_value = {
    WS_ELEMENT_FIELD_MAPPING, &name_value, &calculator_ns, WS_INT32_TYPE, NULL, WsOffsetOf(Result, value), 0, NULL,
    0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION *operands_fields[] = { &field_a, &field_b };
static WS_FIELD_DESCRIPTION *result_fields[] = { &field_value };
static WS_STRUCT_DESCRIPTION operands_type = {
    sizeof(Operands), 4, operands_fields, WsCountOf(operands_fields), NULL, NULL, NULL, NULL, 0, 0
};
static WS_STRUCT_DESCRIPTION result_type = {
    sizeof(Result), 4, result_fields, WsCountOf(result_fields), NULL, NULL, NULL, NULL, 0, 0
};

/* One operation: its two messages. */
#define CALCULATOR_MESSAGES(Name) \
    static WS_XML_STRING Name##_action = WS_XML_STRING_VALUE(CALCULATOR_NS "/" #Name); \
    static WS_XML_STRING Name##_reply_action = WS_XML_STRING_VALUE(CALCULATOR_NS "/" #Name "Response"); \
    static WS_XML_STRING Name##_name = WS_XML_STRING_VALUE(#Name); \
    static WS_XML_STRING Name##_reply_name = WS_XML_STRING_VALUE(#Name "Response"); \
    static WS_ELEMENT_DESCRIPTION Name##_element = { \
        &Name##_name, &calculator_ns, WS_STRUCT_TYPE, &operands_type \
    }; \
    static WS_ELEMENT_DESCRIPTION Name##_reply_element = { \
        &Name##_reply_name, &calculator_ns, WS_STRUCT_TYPE, &result_type \
    }; \
    static WS_MESSAGE_DESCRIPTION Name##_message = { &Name##_action, &Name##_element }; \
    static WS_MESSAGE_DESCRIPTION Name##_reply_message = { &Name##_reply_action, &Name##_reply_element };

CALCULATOR_MESSAGES(Add)
CALCULATOR_MESSAGES(Divide)
CALCULATOR_MESSAGES(Hang)

#endif
