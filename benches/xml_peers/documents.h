/*
 * Three documents, told piece by piece to whoever includes this: each program of the benchmark says what it does with
 * the pieces, by
 *
 *     static void on_start(output *out, name prefix, name local, name ns);
 *     static void on_declare(output *out, name prefix, name ns);
 *     static void on_attribute(output *out, name prefix, name local, name ns, text value);
 *     static void on_text(output *out, text value);
 *     static void on_end(output *out, name prefix, name local);
 *
 * Names are numbers, so that each program has them in the form that its library takes.
 *
 * The values come from a small table made from a fixed seed, so that what is measured is not the table.
 */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
    const char *bytes;
    unsigned length;
} text;

enum { NUMBERS = 512, WORDS = 512, PHRASES = 512, PARAGRAPHS = 64 };

static text numbers[NUMBERS], prices[NUMBERS], keys[NUMBERS], words[WORDS], phrases[PHRASES], sentences[PHRASES],
    paragraphs[PARAGRAPHS];

static unsigned next_random(void)
{
    static unsigned long long state = 20240229;
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(state >> 33);
}

static text keep(const char *bytes)
{
    text kept;
    char *copy = malloc(strlen(bytes) + 1);
    strcpy(copy, bytes);
    kept.bytes = copy;
    kept.length = (unsigned)strlen(bytes);
    return kept;
}

static void make_tables(void)
{
    static const char *syllables[] = { "an", "ber", "co", "del", "er", "fi", "gra", "hol", "in", "ka", "lo", "m\303\274",
                                       "no", "or", "pla", "qui", "ri", "sten", "ta", "u", "ver", "wa", "\303\261i", "z\303\251" };
    static text prose[WORDS];
    char buffer[4096];
    int i, j;
    for (i = 0; i < NUMBERS; i++) {
        snprintf(buffer, sizeof(buffer), "%u", next_random() % 100000);
        numbers[i] = keep(buffer);
        snprintf(buffer, sizeof(buffer), "%u.%02u", next_random() % 1000, next_random() % 100);
        prices[i] = keep(buffer);
        snprintf(buffer, sizeof(buffer), "%c%c-%05u", 'A' + next_random() % 26, 'A' + next_random() % 26,
                 next_random() % 100000);
        keys[i] = keep(buffer);
    }
    /* Of the words in records few have letters outside of ASCII; of those in prose, a letter in twenty or so. */
    for (i = 0; i < WORDS; i++) {
        buffer[0] = 0;
        for (j = 0; j < 1 + (int)(next_random() % 3); j++)
            strcat(buffer, syllables[next_random() % (next_random() % 8 ? 11 : 24)]);
        words[i] = keep(buffer);
        buffer[0] = 0;
        for (j = 0; j < 1 + (int)(next_random() % 4); j++)
            strcat(buffer, syllables[next_random() % 24]);
        prose[i] = keep(buffer);
    }
    for (i = 0; i < PHRASES; i++) {
        buffer[0] = 0;
        for (j = 0; j < 2 + (int)(next_random() % 3); j++) {
            if (j)
                strcat(buffer, " ");
            strcat(buffer, words[next_random() % WORDS].bytes);
        }
        phrases[i] = keep(buffer);
    }
    for (i = 0; i < PHRASES; i++) {
        snprintf(buffer, sizeof(buffer), "%s, %s, %s, %s.", phrases[i].bytes, phrases[(i + 50) % PHRASES].bytes,
                 phrases[(i + 100) % PHRASES].bytes, phrases[(i + 150) % PHRASES].bytes);
        sentences[i] = keep(buffer);
    }
    for (i = 0; i < PARAGRAPHS; i++) {
        buffer[0] = 0;
        while (strlen(buffer) < 2000) {
            strcat(buffer, prose[next_random() % WORDS].bytes);
            strcat(buffer, next_random() % 12 ? " " : ",\n");
        }
        if (i % 4 == 0)
            strcat(buffer, "& <more>");
        paragraphs[i] = keep(buffer);
    }
}

/* The names of all three documents: prefixes, namespaces, elements and attributes. */
#define EACH_NAME(of)                                                                                                  \
    of(NOTHING, "") of(O, "o") of(P, "p") of(I, "i") of(ORDERS, "urn:example:orders:2024")                             \
    of(PARTIES, "http://example.com/schemas/parties") of(ITEMS, "http://example.com/schemas/items")                    \
    of(ORDERS_NAME, "orders") of(ORDER_NAME, "order") of(ID_NAME, "id") of(BUYER_NAME, "buyer")                        \
    of(NAME_NAME, "name") of(STREET_NAME, "street") of(CITY_NAME, "city") of(ZIP_NAME, "zip")                          \
    of(LINES_NAME, "lines") of(LINE_NAME, "line") of(SKU_NAME, "sku") of(DESCRIPTION_NAME, "description")              \
    of(QUANTITY_NAME, "quantity") of(PRICE_NAME, "price") of(CURRENCY_NAME, "currency") of(BOOK_NAME, "book")          \
    of(PARAGRAPH_NAME, "paragraph") of(TABLE_NAME, "table") of(ROW_NAME, "row") of(NOTE_NAME, "note")                  \
    of(PARTY_NAME, "party") of(KEY_NAME, "key")

#define NUMBER(number, bytes) number,
#define BYTES(number, bytes) bytes,
typedef enum name { EACH_NAME(NUMBER) NAMES } name;
static const char *const spelled[] = { EACH_NAME(BYTES) };
#undef NUMBER
#undef BYTES

static void on_start(output *out, name prefix, name local, name ns);
static void on_declare(output *out, name prefix, name ns);
static void on_attribute(output *out, name prefix, name local, name ns, text value);
static void on_text(output *out, text value);
static void on_end(output *out, name prefix, name local);

static inline void leaf(output *out, name prefix, name local, name ns, text value)
{
    on_start(out, prefix, local, ns);
    on_text(out, value);
    on_end(out, prefix, local);
}

/* Purchase orders: many small elements of several namespaces, some declared anew for each order. */
static void tell_orders(output *out, int count)
{
    int i, j;
    on_start(out, O, ORDERS_NAME, ORDERS);
    on_declare(out, O, ORDERS);
    on_declare(out, P, PARTIES);
    for (i = 0; i < count; i++) {
        on_start(out, O, ORDER_NAME, ORDERS);
        on_attribute(out, NOTHING, ID_NAME, NOTHING, numbers[i % NUMBERS]);
        on_start(out, P, BUYER_NAME, PARTIES);
        leaf(out, P, NAME_NAME, PARTIES, phrases[i % PHRASES]);
        leaf(out, P, STREET_NAME, PARTIES, phrases[(i + 7) % PHRASES]);
        leaf(out, P, CITY_NAME, PARTIES, words[i % WORDS]);
        leaf(out, P, ZIP_NAME, PARTIES, numbers[(i + 3) % NUMBERS]);
        on_end(out, P, BUYER_NAME);
        on_start(out, I, LINES_NAME, ITEMS);
        on_declare(out, I, ITEMS);
        for (j = 0; j < 4; j++) {
            on_start(out, I, LINE_NAME, ITEMS);
            on_attribute(out, NOTHING, SKU_NAME, NOTHING, keys[(i * 4 + j) % NUMBERS]);
            leaf(out, I, DESCRIPTION_NAME, ITEMS, phrases[(i * 3 + j) % PHRASES]);
            leaf(out, I, QUANTITY_NAME, ITEMS, numbers[(i + j) % NUMBERS]);
            on_start(out, I, PRICE_NAME, ITEMS);
            on_attribute(out, NOTHING, CURRENCY_NAME, NOTHING, words[7]);
            on_text(out, prices[(i + j) % NUMBERS]);
            on_end(out, I, PRICE_NAME);
            on_end(out, I, LINE_NAME);
        }
        on_end(out, I, LINES_NAME);
        on_end(out, O, ORDER_NAME);
    }
    on_end(out, O, ORDERS_NAME);
}

/* Long text in few elements. */
static void tell_text(output *out, int count)
{
    int i;
    on_start(out, NOTHING, BOOK_NAME, NOTHING);
    for (i = 0; i < count; i++)
        leaf(out, NOTHING, PARAGRAPH_NAME, NOTHING, paragraphs[i % PARAGRAPHS]);
    on_end(out, NOTHING, BOOK_NAME);
}

/* Many attributes, a few of them with a prefix, and nothing else. */
static void tell_attributes(output *out, int count)
{
    static const name names[] = { ID_NAME,  NAME_NAME,     STREET_NAME, CITY_NAME,
                                  ZIP_NAME, QUANTITY_NAME, PRICE_NAME,  NOTE_NAME };
    int i, j;
    on_start(out, NOTHING, TABLE_NAME, NOTHING);
    on_declare(out, P, PARTIES);
    for (i = 0; i < count; i++) {
        on_start(out, NOTHING, ROW_NAME, NOTHING);
        for (j = 0; j < 8; j++) {
            text value = j % 2 ? phrases[(i + j) % PHRASES] : numbers[(i + j) % NUMBERS];
            on_attribute(out, NOTHING, names[j], NOTHING, value);
        }
        on_attribute(out, P, PARTY_NAME, PARTIES, words[i % WORDS]);
        on_attribute(out, P, KEY_NAME, PARTIES, keys[i % NUMBERS]);
        on_end(out, NOTHING, ROW_NAME);
    }
    on_end(out, NOTHING, TABLE_NAME);
}

/* As many as make ten megabytes; for a profiler, DIVIDE has fewer of them. */
static int divided(int count)
{
    const char *by = getenv("DIVIDE");
    return by ? count / atoi(by) : count;
}

static void tell(output *out, const char *document)
{
    if (!strcmp(document, "orders"))
        tell_orders(out, divided(12090));
    else if (!strcmp(document, "text"))
        tell_text(out, divided(4950));
    else
        tell_attributes(out, divided(54550));
}

#endif
