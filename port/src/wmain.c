/* main() for a program that has wmain(), in C or in C++ of either form; nobody asks for it who has a main(). */

#include "utf.h"

#define WEAK __attribute__((weak))

/* As compilers of the Itanium ABI name them. */
int WEAK wwsport_wmain_c(int count, wchar_t **arguments) __asm__("wmain");
int WEAK wwsport_wmain_cpp(void) __asm__("_Z5wmainv");
int WEAK wwsport_wmain_cpp_arguments(int count, wchar_t **arguments) __asm__("_Z5wmainiPPw");
int WEAK wwsport_wmain_cpp_constant(int count, const wchar_t **arguments) __asm__("_Z5wmainiPPKw");
int WEAK wwsport_wmain_cpp_environment(int count, wchar_t **arguments, wchar_t **environment) __asm__("_Z5wmainiPPwS0_");

static wchar_t **wide(char **texts)
{
    size_t count = 0, i;
    wchar_t **made;
    while (texts[count]) {
        count++;
    }
    made = (wchar_t **)calloc(count + 1, sizeof(*made));
    for (i = 0; made && i < count; i++) {
        made[i] = wwsport_utf16(texts[i], strlen(texts[i]));
        if (!made[i]) {
            return NULL;
        }
    }
    return made;
}

static void give_back(wchar_t **texts)
{
    size_t i;
    for (i = 0; texts[i]; i++) {
        free(texts[i]);
    }
    free(texts);
}

int main(int count, char **arguments, char **environment)
{
    wchar_t **texts = wide(arguments), **settings = wide(environment);
    int code = 255;
    if (!texts || !settings) {
        fputs("There is not enough memory to start.\n", stderr);
        return code;
    }
    /* What a program prints appears at once when it prints to a terminal or a pipe alike: on Windows it is not held back
     * until the end, and partners wait for lines. */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (wwsport_wmain_cpp_arguments) {
        code = wwsport_wmain_cpp_arguments(count, texts);
    } else if (wwsport_wmain_cpp) {
        code = wwsport_wmain_cpp();
    } else if (wwsport_wmain_cpp_constant) {
        code = wwsport_wmain_cpp_constant(count, (const wchar_t **)texts);
    } else if (wwsport_wmain_cpp_environment) {
        code = wwsport_wmain_cpp_environment(count, texts, settings);
    } else if (wwsport_wmain_c) {
        code = wwsport_wmain_c(count, texts);
    } else {
        fputs("The program has neither main nor wmain.\n", stderr);
    }
    fflush(stdout);
    give_back(texts);
    give_back(settings);
    return code;
}
