#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

// Swift can't call variadic C functions. Each wrapper below fixes the arity and the type of one such call; the option
// must be one that takes that type. The type checks of libcurl's own macros only see constant options, so they go.
#ifndef CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_TYPECHECK
#endif
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87.0 or later is needed (CURLOPT_QUICK_EXIT)"
#endif

typedef size_t (*ccurl_write_callback)(char *bytes, size_t size, size_t count, void *context);

/// Options of type long, and those of an enumeration.
static inline CURLcode ccurl_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options of type curl_off_t.
static inline CURLcode ccurl_setopt_off(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options of type char *, which libcurl copies (all but POSTFIELDS).
static inline CURLcode ccurl_setopt_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options of type void * (callback contexts), which have to outlive the handle.
static inline CURLcode ccurl_setopt_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options of type struct curl_slist *, which have to outlive the handle.
static inline CURLcode ccurl_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

/// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode ccurl_setopt_write(CURL *easy, CURLoption option, ccurl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLMcode ccurl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLcode ccurl_getinfo_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_getinfo_off(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

/// The string belongs to the handle.
static inline CURLcode ccurl_getinfo_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

/// Takes one message from the multi handle. False when there is none; `easy` is null for a message other than
/// CURLMSG_DONE. The values are copies: libcurl's message dies with the next call on the multi handle.
static inline bool ccurl_multi_next_message(CURLM *multi, CURL **easy, CURLcode *result) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (!message) {
        return false;
    }
    bool done = message->msg == CURLMSG_DONE;
    *easy = done ? message->easy_handle : NULL;
    *result = done ? message->data.result : CURLE_OK;
    return true;
}

#endif
