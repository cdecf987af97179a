/*
 * The service of calculator.xsd as C sees it: what wsutil makes of the WSDL, written by hand and shorter.
 * The SOAP version is a property of the channel; everything here is the same for both.
 */
#ifndef INTEROP_CALCULATOR_H
#define INTEROP_CALCULATOR_H

#include <webservices.h>

/* What `utf8` and `record` send: characters of one to four bytes in UTF-8, and what XML has to escape. */
#define CALCULATOR_TEXT                                                                                       \
    "Gr\u00FC\u00DF" "e, \u0395\u03BB\u03BB\u03AC\u03B4\u03B1, \u65E5\u672C\u8A9E, \U0001F30D <&>\"'"

/* Enough for a text of 1 MiB and what surrounds it. */
#define CALCULATOR_MAX_MESSAGE (8 * 1024 * 1024)

/* ---- Types ---- */

typedef struct Record {
    INT64 id;
    WCHAR *name;
    double ratio;
    BOOL valid;
    WS_BYTES data;
    ULONG numberCount;
    INT32 *number;
    WCHAR *note; /* optional */
} Record;

typedef struct AddRequest {
    INT32 a;
    INT32 b;
} AddRequest;

typedef struct DivideRequest {
    INT32 dividend;
    INT32 divisor;
} DivideRequest;

typedef struct ResultResponse {
    INT32 result;
} ResultResponse;

typedef struct DivideByZero {
    INT32 dividend;
} DivideByZero;

typedef struct EchoText {
    WS_STRING text;
} EchoText;

typedef struct EchoRecord {
    Record *record;
} EchoRecord;

/* ---- Names ---- */

#define CALCULATOR_NAME(name) static WS_XML_STRING name##_name = WS_XML_STRING_VALUE(#name)

static WS_XML_STRING calculator_ns = WS_XML_STRING_VALUE("http://example.org/interop");
CALCULATOR_NAME(Add);
CALCULATOR_NAME(AddResponse);
CALCULATOR_NAME(Divide);
CALCULATOR_NAME(DivideResponse);
CALCULATOR_NAME(DivideByZero);
CALCULATOR_NAME(Echo);
CALCULATOR_NAME(EchoResponse);
CALCULATOR_NAME(EchoRecord);
CALCULATOR_NAME(EchoRecordResponse);
CALCULATOR_NAME(a);
CALCULATOR_NAME(b);
CALCULATOR_NAME(result);
CALCULATOR_NAME(dividend);
CALCULATOR_NAME(divisor);
CALCULATOR_NAME(text);
CALCULATOR_NAME(record);
CALCULATOR_NAME(id);
CALCULATOR_NAME(name);
CALCULATOR_NAME(ratio);
CALCULATOR_NAME(valid);
CALCULATOR_NAME(data);
CALCULATOR_NAME(number);
CALCULATOR_NAME(note);

/* ---- Descriptions of the types ---- */

#define CALCULATOR_FIELD(type, field, value_type, description, options)                                       \
    {                                                                                                         \
        WS_ELEMENT_FIELD_MAPPING, &field##_name, &calculator_ns, value_type, description,                     \
            WsOffsetOf(type, field), options, NULL, 0xFFFFFFFF, NULL, NULL, NULL                              \
    }
#define CALCULATOR_STRUCT(type, fields)                                                                       \
    {                                                                                                         \
        sizeof(type), CALCULATOR_ALIGNMENT(type), fields, WsCountOf(fields), NULL, &calculator_ns, NULL,      \
            NULL, 0, 0                                                                                        \
    }
#define CALCULATOR_ALIGNMENT(type)                                                                            \
    offsetof(                                                                                                 \
        struct {                                                                                              \
            char before;                                                                                      \
            type value;                                                                                       \
        },                                                                                                    \
        value)

static WS_FIELD_DESCRIPTION Record_id = CALCULATOR_FIELD(Record, id, WS_INT64_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Record_name = CALCULATOR_FIELD(Record, name, WS_WSZ_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Record_ratio = CALCULATOR_FIELD(Record, ratio, WS_DOUBLE_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Record_valid = CALCULATOR_FIELD(Record, valid, WS_BOOL_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Record_data = CALCULATOR_FIELD(Record, data, WS_BYTES_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Record_number = {
    WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, WsOffsetOf(Record, number), 0, NULL,
    WsOffsetOf(Record, numberCount), &number_name, &calculator_ns, NULL
};
static WS_FIELD_DESCRIPTION Record_note = CALCULATOR_FIELD(Record, note, WS_WSZ_TYPE, NULL, WS_FIELD_OPTIONAL);
static WS_FIELD_DESCRIPTION *Record_fields[] = {
    &Record_id, &Record_name, &Record_ratio, &Record_valid, &Record_data, &Record_number, &Record_note,
};
static WS_STRUCT_DESCRIPTION Record_type = CALCULATOR_STRUCT(Record, Record_fields);

static WS_FIELD_DESCRIPTION Add_a = CALCULATOR_FIELD(AddRequest, a, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Add_b = CALCULATOR_FIELD(AddRequest, b, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION *Add_fields[] = { &Add_a, &Add_b };
static WS_STRUCT_DESCRIPTION Add_type = CALCULATOR_STRUCT(AddRequest, Add_fields);

static WS_FIELD_DESCRIPTION Divide_dividend = CALCULATOR_FIELD(DivideRequest, dividend, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION Divide_divisor = CALCULATOR_FIELD(DivideRequest, divisor, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION *Divide_fields[] = { &Divide_dividend, &Divide_divisor };
static WS_STRUCT_DESCRIPTION Divide_type = CALCULATOR_STRUCT(DivideRequest, Divide_fields);

static WS_FIELD_DESCRIPTION Result_result = CALCULATOR_FIELD(ResultResponse, result, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION *Result_fields[] = { &Result_result };
static WS_STRUCT_DESCRIPTION Result_type = CALCULATOR_STRUCT(ResultResponse, Result_fields);

static WS_FIELD_DESCRIPTION DivideByZero_dividend =
    CALCULATOR_FIELD(DivideByZero, dividend, WS_INT32_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION *DivideByZero_fields[] = { &DivideByZero_dividend };
static WS_STRUCT_DESCRIPTION DivideByZero_type = CALCULATOR_STRUCT(DivideByZero, DivideByZero_fields);

static WS_FIELD_DESCRIPTION Echo_text = CALCULATOR_FIELD(EchoText, text, WS_STRING_TYPE, NULL, 0);
static WS_FIELD_DESCRIPTION *Echo_fields[] = { &Echo_text };
static WS_STRUCT_DESCRIPTION Echo_type = CALCULATOR_STRUCT(EchoText, Echo_fields);

static WS_FIELD_DESCRIPTION EchoRecord_record =
    CALCULATOR_FIELD(EchoRecord, record, WS_STRUCT_TYPE, &Record_type, WS_FIELD_POINTER);
static WS_FIELD_DESCRIPTION *EchoRecord_fields[] = { &EchoRecord_record };
static WS_STRUCT_DESCRIPTION EchoRecord_type = CALCULATOR_STRUCT(EchoRecord, EchoRecord_fields);

/* ---- Messages ---- */

#define CALCULATOR_ELEMENT(element, type)                                                                     \
    static WS_ELEMENT_DESCRIPTION element##_element = { &element##_name, &calculator_ns, WS_STRUCT_TYPE, &type }
#define CALCULATOR_OPERATION_MESSAGES(operation, request_type, response_type)                                 \
    CALCULATOR_ELEMENT(operation, request_type);                                                              \
    CALCULATOR_ELEMENT(operation##Response, response_type);                                                   \
    static WS_XML_STRING operation##_action = WS_XML_STRING_VALUE("http://example.org/interop/" #operation);  \
    static WS_MESSAGE_DESCRIPTION operation##_request = { &operation##_action, &operation##_element };        \
    static WS_MESSAGE_DESCRIPTION operation##_response = { NULL, &operation##Response_element }

CALCULATOR_OPERATION_MESSAGES(Add, Add_type, Result_type);
CALCULATOR_OPERATION_MESSAGES(Divide, Divide_type, Result_type);
CALCULATOR_OPERATION_MESSAGES(Echo, Echo_type, Echo_type);
CALCULATOR_OPERATION_MESSAGES(EchoRecord, EchoRecord_type, EchoRecord_type);

CALCULATOR_ELEMENT(DivideByZero, DivideByZero_type);
static WS_FAULT_DETAIL_DESCRIPTION DivideByZero_detail = { NULL, &DivideByZero_element };

/* ---- The channel ---- */

/* It speaks SOAP 1.1 or 1.2 without addressing headers, as the peers do. */
typedef struct calculator_channel {
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    ULONG max_message;
    WS_CHANNEL_PROPERTY properties[3];
} calculator_channel;

static inline void calculator_channel_init(calculator_channel *channel, int soap12)
{
    channel->envelope = soap12 ? WS_ENVELOPE_VERSION_SOAP_1_2 : WS_ENVELOPE_VERSION_SOAP_1_1;
    channel->addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    channel->max_message = CALCULATOR_MAX_MESSAGE;
    channel->properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    channel->properties[0].value = &channel->envelope;
    channel->properties[0].valueSize = sizeof(channel->envelope);
    channel->properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    channel->properties[1].value = &channel->addressing;
    channel->properties[1].valueSize = sizeof(channel->addressing);
    channel->properties[2].id = WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE;
    channel->properties[2].value = &channel->max_message;
    channel->properties[2].valueSize = sizeof(channel->max_message);
}

#endif
