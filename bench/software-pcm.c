/* A PCM with a clock and nothing behind it, as an I/O plug-in of alsa-lib: plays into the void, captures silence. */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>

struct clocked {
	snd_pcm_ioplug_t io;
	struct timespec started;
};

static long long elapsed_frames(struct clocked *pcm)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((now.tv_sec - pcm->started.tv_sec) * 1000000000LL + now.tv_nsec - pcm->started.tv_nsec) * pcm->io.rate /
	       1000000000LL;
}

static int set_timer(struct clocked *pcm, long long ns)
{
	struct itimerspec spec = { { ns / 1000000000LL, ns % 1000000000LL }, { ns / 1000000000LL, ns % 1000000000LL } };

	return timerfd_settime(pcm->io.poll_fd, 0, &spec, NULL) < 0 ? -errno : 0;
}

static int start(snd_pcm_ioplug_t *io)
{
	struct clocked *pcm = io->private_data;

	clock_gettime(CLOCK_MONOTONIC, &pcm->started);
	return set_timer(pcm, io->period_size * 1000000000LL / io->rate);
}

static int stop(snd_pcm_ioplug_t *io)
{
	return set_timer(io->private_data, 0);
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io)
{
	return elapsed_frames(io->private_data) % io->buffer_size;
}

static snd_pcm_sframes_t transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
				  snd_pcm_uframes_t size)
{
	if (io->stream == SND_PCM_STREAM_CAPTURE)
		snd_pcm_areas_silence(areas, offset, io->channels, size, io->format);
	return size;
}

static int revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned int count, unsigned short *events)
{
	unsigned long long ticks;

	*events = 0;
	if (count == 1 && fds[0].revents & POLLIN) {
		if (read(io->poll_fd, &ticks, sizeof(ticks)) < 0 && errno != EAGAIN)
			return -errno;
		*events = io->stream == SND_PCM_STREAM_CAPTURE ? POLLIN : POLLOUT;
	}
	return 0;
}

static int close_pcm(snd_pcm_ioplug_t *io)
{
	close(io->poll_fd);
	free(io->private_data);
	return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
	.start = start,
	.stop = stop,
	.pointer = pointer,
	.transfer = transfer,
	.poll_revents = revents,
	.close = close_pcm,
};

SND_PCM_PLUGIN_DEFINE_FUNC(clocked)
{
	static const unsigned int accesses[] = { SND_PCM_ACCESS_RW_INTERLEAVED };
	static const unsigned int formats[] = { SND_PCM_FORMAT_S16_LE };
	struct clocked *pcm = calloc(1, sizeof(*pcm));
	int err;

	if (pcm == NULL)
		return -ENOMEM;
	pcm->io.version = SND_PCM_IOPLUG_VERSION;
	pcm->io.name = "A clock";
	pcm->io.callback = &callbacks;
	pcm->io.private_data = pcm;
	pcm->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	pcm->io.poll_events = POLLIN;
	pcm->io.mmap_rw = 0;
	err = snd_pcm_ioplug_create(&pcm->io, name, stream, mode);
	if (err < 0) {
		close_pcm(&pcm->io);
		return err;
	}
	if ((err = snd_pcm_ioplug_set_param_list(&pcm->io, SND_PCM_IOPLUG_HW_ACCESS, 1, accesses)) < 0 ||
	    (err = snd_pcm_ioplug_set_param_list(&pcm->io, SND_PCM_IOPLUG_HW_FORMAT, 1, formats)) < 0 ||
	    (err = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 8)) < 0 ||
	    (err = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_RATE, 8000, 192000)) < 0 ||
	    (err = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 128, 1 << 20)) < 0 ||
	    (err = snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 256, 4 << 20)) < 0) {
		snd_pcm_ioplug_delete(&pcm->io);
		return err;
	}
	*pcmp = pcm->io.pcm;
	return 0;
}

SND_PCM_PLUGIN_SYMBOL(clocked);
