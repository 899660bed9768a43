/* A mixer in memory, as a control plug-in of alsa-lib: 30 elements, each with a volume from -50 to 0 dB and a switch. */
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>

#define ELEMENTS 60

struct mixer {
	snd_ctl_ext_t ext;
	long values[ELEMENTS][2];
};

/* Minimum -50 dB in steps of 0.5 dB. */
static unsigned int decibels[] = { SND_CTL_TLVT_DB_SCALE, 8, (unsigned int)-5000, 50 };

static void name_of(unsigned int key, char name[44])
{
	const char *what = key % 2 ? "Switch" : "Volume";

	if (key < 2)
		snprintf(name, 44, "Master Playback %s", what);
	else
		snprintf(name, 44, "Channel %u Playback %s", key / 2, what);
}

static void close_mixer(snd_ctl_ext_t *ext)
{
	close(ext->poll_fd);
	free(ext->private_data);
}

static int count(snd_ctl_ext_t *ext)
{
	return ELEMENTS;
}

static int list(snd_ctl_ext_t *ext, unsigned int place, snd_ctl_elem_id_t *id)
{
	char name[44];

	name_of(place, name);
	snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
	snd_ctl_elem_id_set_name(id, name);
	return 0;
}

static snd_ctl_ext_key_t find(snd_ctl_ext_t *ext, const snd_ctl_elem_id_t *id)
{
	unsigned int number = snd_ctl_elem_id_get_numid(id);
	char name[44];

	if (number > 0 && number <= ELEMENTS)
		return number - 1;
	for (unsigned int key = 0; key < ELEMENTS; key++) {
		name_of(key, name);
		if (strcmp(name, snd_ctl_elem_id_get_name(id)) == 0)
			return key;
	}
	return SND_CTL_EXT_KEY_NOT_FOUND;
}

static int attribute(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, int *type, unsigned int *access, unsigned int *values)
{
	*type = key % 2 ? SND_CTL_ELEM_TYPE_BOOLEAN : SND_CTL_ELEM_TYPE_INTEGER;
	*access = SND_CTL_EXT_ACCESS_READWRITE | (key % 2 ? 0 : SND_CTL_EXT_ACCESS_TLV_READ);
	*values = 2;
	return 0;
}

static int range(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *min, long *max, long *step)
{
	*min = 0;
	*max = 100;
	*step = 1;
	return 0;
}

static int read_values(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *values)
{
	struct mixer *mixer = ext->private_data;

	memcpy(values, mixer->values[key], sizeof(mixer->values[key]));
	return 0;
}

static int write_values(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *values)
{
	struct mixer *mixer = ext->private_data;
	int changed = memcmp(mixer->values[key], values, sizeof(mixer->values[key])) != 0;

	memcpy(mixer->values[key], values, sizeof(mixer->values[key]));
	return changed;
}

static int read_event(snd_ctl_ext_t *ext, snd_ctl_elem_id_t *id, unsigned int *mask)
{
	return -EAGAIN;
}

static const snd_ctl_ext_callback_t callbacks = {
	.close = close_mixer,
	.elem_count = count,
	.elem_list = list,
	.find_elem = find,
	.get_attribute = attribute,
	.get_integer_info = range,
	.read_integer = read_values,
	.write_integer = write_values,
	.read_event = read_event,
};

SND_CTL_PLUGIN_DEFINE_FUNC(software)
{
	struct mixer *mixer = calloc(1, sizeof(*mixer));
	int err;

	if (mixer == NULL)
		return -ENOMEM;
	mixer->ext.version = SND_CTL_EXT_VERSION;
	strcpy(mixer->ext.id, "software");
	strcpy(mixer->ext.name, "Software");
	strcpy(mixer->ext.longname, "Software");
	strcpy(mixer->ext.mixername, "Software");
	mixer->ext.poll_fd = open("/dev/null", O_RDONLY);
	mixer->ext.callback = &callbacks;
	mixer->ext.private_data = mixer;
	mixer->ext.tlv.p = decibels;
	err = snd_ctl_ext_create(&mixer->ext, name, mode);
	if (err < 0) {
		close(mixer->ext.poll_fd);
		free(mixer);
		return err;
	}
	*handlep = mixer->ext.handle;
	return 0;
}

SND_CTL_PLUGIN_SYMBOL(software);
