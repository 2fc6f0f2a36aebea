/* Counts allocations of a process and tells their number at its end. Loaded with LD_PRELOAD. */
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long count;

void *malloc(size_t size) { atomic_fetch_add(&count, 1); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { atomic_fetch_add(&count, 1); return __libc_calloc(number, size); }
void *realloc(void *block, size_t size) { atomic_fetch_add(&count, 1); return __libc_realloc(block, size); }
int posix_memalign(void **block, size_t alignment, size_t size)
{
    atomic_fetch_add(&count, 1);
    return (*block = __libc_memalign(alignment, size)) ? 0 : 12;
}

__attribute__((destructor)) static void tell(void) { fprintf(stderr, "%ld\n", atomic_load(&count)); }
