#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

// What is used of zlib, declared here instead of by <zlib.h>. Its library is on every machine with libcurl, which needs it; its header
// and the linker's name for it are in a package of their own (zlib1g-dev), and the one that a user installs is libcurl's. The interface has
// been the same since zlib 1.2.9 (2016): each init below hands over the version and the size of the stream, and zlib refuses others.

/// A stream's state, as zlib's `z_stream`.
typedef struct czlib_stream {
    const unsigned char *next_in;
    unsigned int avail_in;
    unsigned long total_in;
    unsigned char *next_out;
    unsigned int avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *(*zalloc)(void *opaque, unsigned int items, unsigned int size);
    void (*zfree)(void *opaque, void *address);
    void *opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
} czlib_stream;

int inflateInit2_(czlib_stream *stream, int window_bits, const char *version, int stream_size);
int inflate(czlib_stream *stream, int flush);
int inflateReset(czlib_stream *stream);
int inflateEnd(czlib_stream *stream);

int deflateInit2_(
    czlib_stream *stream, int level, int method, int window_bits, int memory_level, int strategy, const char *version,
    int stream_size);
unsigned long deflateBound(czlib_stream *stream, unsigned long source_length);
int deflate(czlib_stream *stream, int flush);
int deflateReset(czlib_stream *stream);
int deflateEnd(czlib_stream *stream);

int uncompress2(
    unsigned char *output, unsigned long *output_count, const unsigned char *input, unsigned long *input_count);
unsigned long crc32(unsigned long crc, const unsigned char *bytes, unsigned int count);

enum { CZLIB_OK = 0, CZLIB_STREAM_END = 1, CZLIB_MEM_ERROR = -4, CZLIB_BUF_ERROR = -5 };
enum { CZLIB_NO_FLUSH = 0, CZLIB_FINISH = 4 };

/// To read gzip data (RFC 1952), one member until the stream is reset.
static inline int czlib_inflate_init_gzip(czlib_stream *stream) {
    return inflateInit2_(stream, 15 + 16, "1", (int)sizeof(czlib_stream));
}

/// To write DEFLATE data (RFC 1951) without anything around it, with zlib's own balance of time and size.
static inline int czlib_deflate_init_raw(czlib_stream *stream) {
    return deflateInit2_(stream, -1, 8, -15, 8, 0, "1", (int)sizeof(czlib_stream));
}

#endif
