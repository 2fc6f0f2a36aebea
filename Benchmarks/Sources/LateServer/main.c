// A vendor that answers each GET after the same time, at next to no cost in processor time, so that what is measured beside it is
// the service. One thread; answers are due in the order of their requests, so a ring of them is all the timer it needs.
//
//   LateServer PORT LATENCY_MS ANSWER_FILE
//
// `SESSION_ID` in the file becomes the last part of the path that was asked for.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { maxFD = 65536, maxDue = 65536, maxRequest = 4096, maxID = 64 };

struct due {
  int64_t time;
  int fd;
  uint32_t generation;
  char id[maxID];
};

static struct due ring[maxDue];
static uint32_t first, end;
// Of a connection that has gone, nobody waits for the answer any more.
static uint32_t generations[maxFD];
static char *before, *after;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static void readAnswer(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  char *text = calloc(1, 1 << 20);
  if (!text || !fread(text, 1, (1 << 20) - 1, file)) fail(path);
  fclose(file);
  char *mark = strstr(text, "SESSION_ID");
  before = text;
  after = mark ? mark + strlen("SESSION_ID") : "";
  if (mark) *mark = 0;
}

// A request is small and comes in one piece: its sender is a client on this machine that waits for the answer.
static void take(int fd, int64_t latency) {
  char request[maxRequest];
  ssize_t length = recv(fd, request, sizeof request - 1, 0);
  if (length <= 0) {
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    generations[fd]++;
    close(fd);
    return;
  }
  request[length] = 0;
  char *path = strchr(request, ' '), *stop = path ? strchr(path + 1, ' ') : NULL;
  struct due *due = &ring[end++ % maxDue];
  *due = (struct due){.time = now() + latency, .fd = fd, .generation = generations[fd]};
  if (!stop) return;
  *stop = 0;
  char *part = strrchr(path, '/');
  if (part) snprintf(due->id, sizeof due->id, "%s", part + 1);
}

static void answer(const struct due *due) {
  if (generations[due->fd] != due->generation) return;
  char head[256];
  int length = snprintf(
      head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
      strlen(before) + strlen(due->id) + strlen(after));
  struct iovec parts[] = {
      {head, length}, {before, strlen(before)}, {(char *)due->id, strlen(due->id)}, {after, strlen(after)}};
  if (writev(due->fd, parts, 4) < 0 && errno != EPIPE && errno != ECONNRESET) perror("writev");
}

int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "usage: LateServer PORT LATENCY_MS ANSWER_FILE\n"), 2;
  int64_t latency = (int64_t)(atof(arguments[2]) * 1e6);
  readAnswer(arguments[3]);
  signal(SIGPIPE, SIG_IGN);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) fail("listen");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int64_t wait = first == end ? 1000000000LL : ring[first % maxDue].time - now();
    struct timespec timeout = {.tv_sec = wait > 0 ? wait / 1000000000LL : 0, .tv_nsec = wait > 0 ? wait % 1000000000LL : 0};
    int ready = epoll_pwait2(poll, events, 256, &timeout, NULL);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd != listener) {
        take(fd, latency);
        continue;
      }
      int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
      if (accepted < 0 || accepted >= maxFD) continue;
      setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      event = (struct epoll_event){.events = EPOLLIN, .data.fd = accepted};
      epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &event);
    }
    for (int64_t time = now(); first != end && ring[first % maxDue].time <= time; first++) answer(&ring[first % maxDue]);
  }
}
