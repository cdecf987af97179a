/*
 * What the clients of the benchmark share: a number of threads calls as often as it is told, and the times come out as
 * one line: name, threads, p50 and p99 in microseconds, calls per second.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct worker {
    pthread_t thread;
    const char *port;
    int calls;
    double *times;
    int failed;
} worker;

static double measure_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int measure_compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
}

/* Runs `work` on each of `threads` threads: it makes `calls` calls and notes the time of each. */
static int measure(const char *name, const char *port, int threads, int calls, void *(*work)(void *))
{
    worker *workers = calloc((size_t)threads, sizeof(*workers));
    double *times = malloc(sizeof(double) * (size_t)threads * (size_t)calls);
    double started = measure_now(), took;
    size_t count = (size_t)threads * (size_t)calls;
    int i, failed = 0;
    for (i = 0; i < threads; i++) {
        workers[i].port = port;
        workers[i].calls = calls;
        workers[i].times = times + (size_t)i * (size_t)calls;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        failed |= workers[i].failed;
    }
    took = measure_now() - started;
    qsort(times, count, sizeof(*times), measure_compare);
    printf("%s %d %.1f %.1f %.0f\n", name, threads, times[count / 2], times[count * 99 / 100],
           (double)count / took * 1e6);
    free(times);
    free(workers);
    return failed;
}

#endif
