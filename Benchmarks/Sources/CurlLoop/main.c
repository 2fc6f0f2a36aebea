/* The least that a client on libcurl's multi interface does: GETs of one URL, some in flight all the time, for some
 * seconds. Prints requests a second.
 *
 *   CurlLoop URL IN_FLIGHT SECONDS
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)context;
  return size * count;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: CurlLoop URL IN_FLIGHT SECONDS\n");
    return 2;
  }
  int in_flight = atoi(argv[2]);
  double seconds = atof(argv[3]);
  curl_global_init(CURL_GLOBAL_ALL);
  CURLM *multi = curl_multi_init();
  for (int index = 0; index < in_flight; index++) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_multi_add_handle(multi, easy);
  }
  double start = now();
  long done = 0, failed = 0;
  while (now() - start < seconds) {
    int running, left;
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      if (message->data.result == CURLE_OK) done++; else failed++;
      CURL *easy = message->easy_handle;
      curl_multi_remove_handle(multi, easy);
      curl_multi_add_handle(multi, easy);
    }
    curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  printf("%.0f %ld\n", (double)done / (now() - start), failed);
  return 0;
}
