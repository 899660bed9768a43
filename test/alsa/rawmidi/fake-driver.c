// A raw MIDI driver for one process, loaded by LD_PRELOAD: card 0 with one device, whose output comes back on its input.
//
// alsa-lib's own code for devices runs on it as on a kernel's, with parameters, time-stamped reads and all it asserts.
// It stands in for the kernel where there is none to be had; test/kernel/ has the real ones.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <sound/asound.h>

#define MOST_FDS 1024
#define FRAME_BYTES 32
#define FRAME_DATA_BYTES 16

enum kind { NOT_OURS, CONTROL, INPUT, OUTPUT, DUPLEX };

static enum kind kinds[MOST_FDS];
static struct snd_rawmidi_params input_params[MOST_FDS];
/* What is written comes back: the two ends of a pipe. */
static int loop[2] = { -1, -1 };

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static enum kind kind_of(int fd) {
  return fd >= 0 && fd < MOST_FDS ? kinds[fd] : NOT_OURS;
}

static int is_busy(enum kind wanted) {
  for (int fd = 0; fd < MOST_FDS; fd++) {
    enum kind kind = kinds[fd];
    if (kind == DUPLEX || (wanted == DUPLEX && (kind == INPUT || kind == OUTPUT)) || kind == wanted) return 1;
  }
  return 0;
}

static int open_midi(int flags) {
  int access = flags & O_ACCMODE;
  enum kind kind = access == O_RDWR ? DUPLEX : access == O_RDONLY ? INPUT : OUTPUT;
  char name[64];
  int fd;
  if (is_busy(kind)) {
    errno = EBUSY;
    return -1;
  }
  if (loop[0] < 0 && pipe2(loop, O_CLOEXEC) < 0) return -1;
  snprintf(name, sizeof name, "/proc/self/fd/%d", loop[access == O_WRONLY]);
  fd = REAL(open64)(name, access | O_CLOEXEC | (flags & O_NONBLOCK));
  if (fd >= 0) {
    kinds[fd] = kind;
    memset(&input_params[fd], 0, sizeof input_params[fd]);
  }
  return fd;
}

static int fake_open(const char *path, int flags, mode_t mode) {
  if (strcmp(path, "/dev/snd/midiC0D0") == 0) return open_midi(flags);
  if (strcmp(path, "/dev/snd/controlC0") != 0) return REAL(open64)(path, flags, mode);
  int fd = REAL(open64)("/dev/null", O_RDWR | O_CLOEXEC);
  if (fd >= 0) kinds[fd] = CONTROL;
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0; \
    va_end(list); \
    return fake_open(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

/* What a fortified alsa-lib calls. */
int __open_2(const char *path, int flags) {
  return fake_open(path, flags, 0);
}

int __open64_2(const char *path, int flags) {
  return fake_open(path, flags, 0);
}

int access(const char *path, int mode) {
  return strcmp(path, "/dev/snd/controlC0") == 0 ? 0 : REAL(access)(path, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS) kinds[fd] = NOT_OURS;
  return REAL(close)(fd);
}

static int fail(int error) {
  errno = error;
  return -1;
}

static int fill_info(struct snd_rawmidi_info *info) {
  int stream = info->stream;
  if (info->device > 0 || info->subdevice > 0) return fail(ENXIO);
  memset(info, 0, sizeof *info);
  info->stream = stream;
  info->flags = SNDRV_RAWMIDI_INFO_OUTPUT | SNDRV_RAWMIDI_INFO_INPUT | SNDRV_RAWMIDI_INFO_DUPLEX;
  strcpy((char *)info->id, "Fake");
  strcpy((char *)info->name, "Fake MIDI");
  info->subdevices_count = 1;
  info->subdevices_avail = !is_busy(DUPLEX);
  return 0;
}

static int control(unsigned long request, void *argument) {
  switch (request) {
    case SNDRV_CTL_IOCTL_PVERSION:
      *(int *)argument = SNDRV_CTL_VERSION;
      return 0;
    case SNDRV_CTL_IOCTL_CARD_INFO: {
      struct snd_ctl_card_info *info = argument;
      memset(info, 0, sizeof *info);
      strcpy((char *)info->id, "Fake");
      strcpy((char *)info->name, "Fake card");
      strcpy((char *)info->longname, "Fake card of a test");
      return 0;
    }
    case SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE:
      *(int *)argument = *(int *)argument < 0 ? 0 : -1;
      return 0;
    case SNDRV_CTL_IOCTL_RAWMIDI_INFO:
      return fill_info(argument);
    case SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE:
      return 0;
    default:
      return fail(ENOTTY);
  }
}

static int set_params(int fd, const struct snd_rawmidi_params *params) {
  int is_framed = (params->mode & SNDRV_RAWMIDI_MODE_FRAMING_MASK) != 0;
  if (params->buffer_size < 32 || params->buffer_size > 1024 * 1024) return fail(EINVAL);
  if (params->avail_min < 1 || params->avail_min > params->buffer_size) return fail(EINVAL);
  if (is_framed && params->buffer_size % FRAME_BYTES != 0) return fail(EINVAL);
  if (params->stream == SNDRV_RAWMIDI_STREAM_INPUT) input_params[fd] = *params;
  return 0;
}

static int fill_status(int fd, struct snd_rawmidi_status *status) {
  int waiting = 0;
  REAL(ioctl)(fd, FIONREAD, &waiting);
  status->avail = status->stream == SNDRV_RAWMIDI_STREAM_INPUT ? waiting : 4096;
  status->xruns = 0;
  return 0;
}

int ioctl(int fd, unsigned long request, ...) {
  va_list list;
  va_start(list, request);
  void *argument = va_arg(list, void *);
  va_end(list);
  enum kind kind = kind_of(fd);
  if (kind == NOT_OURS) return REAL(ioctl)(fd, request, argument);
  if (kind == CONTROL) return control(request, argument);
  switch (request) {
    case SNDRV_RAWMIDI_IOCTL_PVERSION:
      *(int *)argument = SNDRV_RAWMIDI_VERSION;
      return 0;
    case SNDRV_RAWMIDI_IOCTL_INFO:
      return fill_info(argument);
    case SNDRV_RAWMIDI_IOCTL_PARAMS:
      return set_params(fd, argument);
    case SNDRV_RAWMIDI_IOCTL_STATUS:
      return fill_status(fd, argument);
    default:
      return 0;
  }
}

/* In framing mode the kernel hands out records with a time each. */
ssize_t read(int fd, void *bytes, size_t byte_length) {
  enum kind kind = kind_of(fd);
  int is_input = kind == INPUT || kind == DUPLEX;
  if (!is_input || (input_params[fd].mode & SNDRV_RAWMIDI_MODE_FRAMING_MASK) == 0)
    return REAL(read)(fd, bytes, byte_length);
  unsigned char data[FRAME_DATA_BYTES * 64];
  size_t room = byte_length / FRAME_BYTES * FRAME_DATA_BYTES;
  ssize_t count = REAL(read)(fd, data, room < sizeof data ? room : sizeof data);
  if (count <= 0) return count;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  unsigned char *to = bytes;
  for (ssize_t at = 0; at < count; at += FRAME_DATA_BYTES, to += FRAME_BYTES) {
    struct snd_rawmidi_framing_tstamp frame = { 0 };
    frame.length = count - at < FRAME_DATA_BYTES ? count - at : FRAME_DATA_BYTES;
    frame.tv_sec = now.tv_sec;
    frame.tv_nsec = now.tv_nsec;
    memcpy(frame.data, data + at, frame.length);
    memcpy(to, &frame, FRAME_BYTES);
  }
  return to - (unsigned char *)bytes;
}
