/*
 * What the programs of the benchmark share: a file in memory, what was seen of it, the time of one pass, and the memory
 * that a pass adds.
 *
 * Each prints lines "JOB DOCUMENT LIBRARY SECONDS MEMORY SUM": the median of the passes, the bytes added to the process
 * by the first of them, and a sum of all that was looked at, which is the same for everybody who saw the same.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    if (!file)
        die(path);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    if (fread(bytes, 1, *size, file) != *size)
        die(path);
    bytes[*size] = 0;
    fclose(file);
    return bytes;
}

/* Names and values are looked at by their length and their ends, texts by their length. */
static inline void see(uint64_t *sum, unsigned weight, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    *sum += weight * (length ? (uint64_t)length * 65536 + byte[0] * 256u + byte[length - 1] : 1);
}

enum { SEE_LOCAL = 1, SEE_NS = 3, SEE_ATTRIBUTE = 5, SEE_ATTRIBUTE_NS = 7, SEE_VALUE = 11, SEE_TEXT = 13, SEE_END = 17 };

static inline void see_text(uint64_t *sum, size_t length)
{
    *sum += (uint64_t)length * SEE_TEXT;
}

static inline void see_end(uint64_t *sum)
{
    *sum += SEE_END;
}

static double measure_now(void)
{
    struct timespec time;
    /* What other programs take is not counted. */
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static long status_kilobytes(const char *name)
{
    char line[256];
    long value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof(line), file))
        if (!strncmp(line, name, strlen(name)))
            value = atol(line + strlen(name));
    if (file)
        fclose(file);
    return value;
}

/* From now on the peak counts from what there is now. */
static long memory_now(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (file) {
        fputs("5", file);
        fclose(file);
    }
    return status_kilobytes("VmRSS:");
}

static int compare_times(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
}

typedef uint64_t pass(void *state);

static void measure(const char *job, const char *document, const char *library, pass *run, void *state)
{
    enum { MAX = 100 };
    double times[MAX];
    const char *wanted = getenv("PASSES");
    int i, passes = wanted ? atoi(wanted) : 3;
    long before = memory_now(), added;
    uint64_t sum = run(state);
    added = status_kilobytes("VmHWM:") - before;
    if (passes > MAX)
        passes = MAX;
    for (i = 0; i < passes; i++) {
        double started = measure_now();
        if (run(state) != sum)
            die("two passes saw different things");
        times[i] = measure_now() - started;
    }
    if (!passes) {
        times[0] = 0;
        passes = 1;
    }
    qsort(times, (size_t)passes, sizeof(*times), compare_times);
    printf("%s %s %s %.6f %ld %llu\n", job, document, library, times[passes / 2], added < 0 ? 0 : added,
           (unsigned long long)sum);
}

/* The name of a file without its folder and ending. */
static const char *document_of(const char *path)
{
    static char name[64];
    const char *slash = strrchr(path, '/');
    snprintf(name, sizeof(name), "%s", slash ? slash + 1 : path);
    name[strcspn(name, ".")] = 0;
    return name;
}

#endif
