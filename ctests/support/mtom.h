/*
 * What the programs about MTOM share: the encodings of readers and writers. C only.
 */
#ifndef CTEST_MTOM_H
#define CTEST_MTOM_H

#include "encodings.h"

#define BOUNDARY "----=_b.1"

/* A WS_STRING for a literal, once. */
#define WIDE(text) {(ULONG)(sizeof(W(text)) / sizeof(WCHAR) - 1), (WCHAR *)(uintptr_t)W(text)}

static WS_XML_WRITER_TEXT_ENCODING mtom_written_text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};

/* Parts for more than four bytes; without the header of the package. */
static inline WS_XML_WRITER_MTOM_ENCODING mtom_writing(void)
{
    WS_XML_WRITER_MTOM_ENCODING encoding = {
        {WS_XML_WRITER_ENCODING_TYPE_MTOM}, &mtom_written_text.encoding, FALSE, WIDE(BOUNDARY), WIDE("text/xml"),
        WIDE("http://start/0"), 4};
    return encoding;
}

static inline WS_XML_READER_MTOM_ENCODING mtom_reading(void)
{
    WS_XML_READER_MTOM_ENCODING encoding = {
        {WS_XML_READER_ENCODING_TYPE_MTOM}, NULL, FALSE, WIDE("text/xml"), WIDE(BOUNDARY), WIDE("http://start/0")};
    return encoding;
}

/* With everything else in the header of the package. */
static inline WS_XML_READER_MTOM_ENCODING mtom_reading_header(void)
{
    WS_XML_READER_MTOM_ENCODING encoding;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_MTOM;
    encoding.readMimeHeader = TRUE;
    return encoding;
}

#define MIME_HEADER                                                                                                    \
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"application/xop+xml\"; boundary=\"" BOUNDARY         \
    "\"; start=\"<http://start/0>\"; start-info=\"text/xml\"\r\n\r\n"
#define ROOT                                                                                                           \
    "--" BOUNDARY "\r\nContent-ID: <http://start/0>\r\nContent-Transfer-Encoding: 8bit\r\n"                            \
    "Content-Type: application/xop+xml; charset=utf-8; type=\"text/xml\"\r\n\r\n"
#define PART(id, type)                                                                                                 \
    "\r\n--" BOUNDARY "\r\nContent-ID: <" id ">\r\nContent-Transfer-Encoding: binary\r\nContent-Type: " type           \
    "\r\n\r\n"
#define CLOSE "\r\n--" BOUNDARY "--\r\n"
#define XOP "http://www.w3.org/2004/08/xop/include"
#define INCLUDE(id) "<xop:Include href=\"cid:" id "\" xmlns:xop=\"" XOP "\"/>"

#endif
