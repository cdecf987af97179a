/*
 * What the programs about MTOM and raw bytes share: inputs and outputs, in memory or by callbacks. C only.
 */
#ifndef CTEST_ENCODINGS_H
#define CTEST_ENCODINGS_H

#include "ctest_error.h"
#include "reader.h"
#include "xml_writing.h"

/* Bytes that a callback hands out, at most `step` at a time. */
typedef struct piecewise {
    const void *bytes;
    size_t size;
    size_t at;
    size_t step;
    unsigned calls;
} piecewise;

static inline HRESULT CALLBACK piecewise_read(void *state, void *bytes, ULONG max, ULONG *actual,
                                              const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    piecewise *from = (piecewise *)state;
    size_t count = from->size - from->at;
    (void)context;
    (void)error;
    from->calls++;
    if (count > from->step) {
        count = from->step;
    }
    if (count > max) {
        count = max;
    }
    if (count) {
        memcpy(bytes, (const char *)from->bytes + from->at, count);
    }
    from->at += count;
    *actual = (ULONG)count;
    return S_OK;
}

/* Sets a reader to bytes in memory, or with `from` to what that hands out. */
static inline HRESULT encoded_input(WS_XML_READER *reader, const WS_XML_READER_ENCODING *encoding, const void *bytes,
                                    size_t size, piecewise *from, size_t step,
                                    const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_BUFFER_INPUT buffer;
    WS_XML_READER_STREAM_INPUT stream;
    memset(&buffer, 0, sizeof(buffer));
    memset(&stream, 0, sizeof(stream));
    if (!from) {
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
        buffer.encodedData = (void *)(uintptr_t)bytes;
        buffer.encodedDataSize = (ULONG)size;
        return WsSetInput(reader, encoding, &buffer.input, properties, count, NULL);
    }
    memset(from, 0, sizeof(*from));
    from->bytes = bytes;
    from->size = size;
    from->step = step;
    stream.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    stream.readCallback = piecewise_read;
    stream.readCallbackState = from;
    return WsSetInput(reader, encoding, &stream.input, properties, count, NULL);
}

/* What a callback was given to write. */
typedef struct collected {
    char bytes[16384];
    size_t length;
    unsigned calls;
    /* The last call was for an operation that may go on later. */
    int had_context;
    /* What the next calls return. */
    HRESULT answer;
} collected;

static inline HRESULT CALLBACK collect(void *state, const WS_BYTES *buffers, ULONG count,
                                       const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    collected *into = (collected *)state;
    ULONG i;
    (void)error;
    into->calls++;
    into->had_context = context != NULL;
    for (i = 0; i < count; i++) {
        REQUIRE(into->length + buffers[i].length <= sizeof(into->bytes));
        if (buffers[i].length) {
            memcpy(into->bytes + into->length, buffers[i].bytes, buffers[i].length);
        }
        into->length += buffers[i].length;
    }
    return into->answer;
}

/* Sets a writer to write into memory, or with `into` by that callback. */
static inline HRESULT encoded_output(WS_XML_WRITER *writer, const WS_XML_WRITER_ENCODING *encoding, collected *into,
                                     const WS_XML_WRITER_PROPERTY *properties, ULONG count)
{
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER_STREAM_OUTPUT stream = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, collect, into};
    if (!into) {
        return WsSetOutput(writer, encoding, &buffer.output, properties, count, NULL);
    }
    memset(into, 0, sizeof(*into));
    return WsSetOutput(writer, encoding, &stream.output, properties, count, NULL);
}

/* Reads bytes to their end, filling the reader whenever more is needed. */
static inline HRESULT read_all_bytes(WS_XML_READER *reader, char *out, size_t room, size_t *size, ULONG step)
{
    *size = 0;
    for (;;) {
        ULONG count = 0;
        ULONG max = room - *size < step ? (ULONG)(room - *size) : step;
        HRESULT hr = WsReadBytes(reader, out + *size, max, &count, NULL);
        *size += count;
        if (hr == WS_E_QUOTA_EXCEEDED) {
            hr = WsFillReader(reader, 1, NULL, NULL);
        } else if (hr == S_OK && count == 0) {
            return S_OK;
        }
        if (hr != S_OK) {
            return hr;
        }
    }
}

#endif
