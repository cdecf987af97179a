/* Writes the three documents into a folder: documents FOLDER */
typedef struct output {
    void *file;
    int in_tag;
} output;

#include "documents.h"

static void put(output *out, const char *bytes)
{
    fputs(bytes, out->file);
}

static void put_name(output *out, name prefix, name local)
{
    if (prefix != NOTHING) {
        put(out, spelled[prefix]);
        put(out, ":");
    }
    put(out, spelled[local]);
}

static void put_escaped(output *out, text value)
{
    unsigned i;
    for (i = 0; i < value.length; i++) {
        switch (value.bytes[i]) {
        case '&': put(out, "&amp;"); break;
        case '<': put(out, "&lt;"); break;
        case '>': put(out, "&gt;"); break;
        default: fputc(value.bytes[i], out->file);
        }
    }
}

static void close_tag(output *out)
{
    if (out->in_tag)
        put(out, ">");
    out->in_tag = 0;
}

static void on_start(output *out, name prefix, name local, name ns)
{
    (void)ns;
    close_tag(out);
    put(out, "<");
    put_name(out, prefix, local);
    out->in_tag = 1;
}

static void on_declare(output *out, name prefix, name ns)
{
    fprintf(out->file, " xmlns:%s=\"%s\"", spelled[prefix], spelled[ns]);
}

static void on_attribute(output *out, name prefix, name local, name ns, text value)
{
    (void)ns;
    put(out, " ");
    put_name(out, prefix, local);
    put(out, "=\"");
    put_escaped(out, value);
    put(out, "\"");
}

static void on_text(output *out, text value)
{
    close_tag(out);
    put_escaped(out, value);
}

static void on_end(output *out, name prefix, name local)
{
    if (out->in_tag) {
        put(out, "/>");
        out->in_tag = 0;
        return;
    }
    put(out, "</");
    put_name(out, prefix, local);
    put(out, ">");
}

int main(int argc, char **argv)
{
    static const char *names[] = { "orders", "text", "attributes" };
    char path[4096];
    int i;
    if (argc != 2)
        return 2;
    make_tables();
    for (i = 0; i < 3; i++) {
        output out = { 0 };
        snprintf(path, sizeof(path), "%s/%s.xml", argv[1], names[i]);
        if (!(out.file = fopen(path, "wb")))
            return 1;
        tell(&out, names[i]);
        if (fclose(out.file))
            return 1;
    }
    return 0;
}
