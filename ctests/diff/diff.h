/*
 * An interpreter of small scripts of API calls, which prints what each call did in a form that has no addresses in it:
 * the same scripts on two implementations have to print the same lines. tests/diff.rs makes the scripts and compares.
 *
 * A script is one line of operations with " ; " between them; an operation is a name and its arguments, with one space
 * between them:
 *
 *     17, 0x11     a number; what is left out is 0
 *     'text        bytes; %41 is the byte 0x41
 *     -            NULL
 *     4/4/1        in lists of properties: identifier, size of the value, value
 *
 * Objects are named by small numbers, each kind for itself. One that was never made is a NULL handle.
 */
#ifndef DIFF_H
#define DIFF_H

#ifdef _WIN32
#include <windows.h>
#endif
#include <webservices.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 4
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a script works on. Everything is freed when it ends. */
struct objects {
    WS_ERROR *error;
    WS_HEAP *heap[SLOTS];
    WS_XML_READER *reader[SLOTS];
    WS_XML_WRITER *writer[SLOTS];
    WS_XML_BUFFER *buffer[SLOTS]; /* belong to a heap */
    WS_MESSAGE *message[SLOTS];
    WS_CHANNEL *channel[SLOTS];
    WS_LISTENER *listener[SLOTS];
    WS_SERVICE_PROXY *proxy[SLOTS];
    WS_XML_NODE_POSITION position[SLOTS];
};
extern struct objects at;

struct operation {
    const char *name;
    HRESULT (*run)(void);
};
/* Each ends with a row without a name. */
extern const struct operation reader_operations[], content_operations[], writer_operations[], type_operations[],
    value_operations[], message_operations[], object_operations[];

/* ---- The arguments of the operation under way ---- */

long long number(int i);
/* A slot of the objects: what is out of range is the last one, which stays NULL. */
int slot(int i);
/* NULL for `-` and for what is missing; else bytes that live to the script's end, with a 0 behind them. */
unsigned char *text(int i, ULONG *length);
const WS_XML_STRING *xml_string(int i);
/* UTF-16 of an argument of UTF-8 or, after a sign of `"` instead of `'`, of bytes that are one unit each. */
WCHAR *wide(int i, ULONG *length);
const WS_STRING *string(int i);
/* The properties from argument i to the end, as an array of any of the property structures. */
void *properties(int i, ULONG *count);
/* The text of an argument as it stands, "" if missing. */
const char *raw(int i);

/* Zeroed memory to the script's end. */
void *memory(size_t size);

/* ---- What is printed ---- */

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_bytes(const void *bytes, size_t count);
void say_wide(const WCHAR *chars, size_t count);
void say_xml_string(const WS_XML_STRING *string);
/* A text as a node holds it: its type and its value. */
void say_text(const WS_XML_TEXT *value);
/* The node that a reader is at. */
void say_node(WS_XML_READER *reader);

/* ---- Shared by the files ---- */

/* Sizes of the values of WS_VALUE_TYPE and, for those that are no structure, of WS_TYPE. */
size_t value_size(int type);
/* Values like those that programs write: a text of the type that `'text` or a number gives. */
const WS_XML_TEXT *make_text(int type, int i);
unsigned next_random(unsigned long long *state, unsigned below);
/* What a writer with a stream wrote. */
void forget_written(void);
HRESULT make_error(void);

#endif
