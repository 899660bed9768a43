/**
 * Which fields the definition of a PCM may have, by the type of its plug-in: those that the `_snd_pcm_…_open` functions
 * of alsa-lib (src/pcm, 1.2.8 to 1.2.16) accept. Any other makes the opening fail.
 */

/** Fields of every definition: `_snd_conf_generic_id`, and what is gone once the definition is expanded. */
export const genericFields = ['comment', 'type', 'hint', '@args'] as const;

const direct = [
  'slave',
  'bindings',
  'ipc_key',
  'ipc_key_add_uid',
  'ipc_gid',
  'ipc_perm',
  'slowptr',
  'hw_ptr_alignment',
  'tstamp_type',
  'max_periods',
  'var_periodsize',
  'direct_memory_access',
] as const;

export const pcmFields: Readonly<Record<string, readonly string[]>> = {
  hw: [
    'card',
    'device',
    'subdevice',
    'sync_ptr_ioctl',
    'nonblock',
    'format',
    'channels',
    'rate',
    'min_rate',
    'max_rate',
    'chmap',
    'drain_silence',
  ],
  plug: ['slave', 'ttable', 'route_policy', 'rate_converter'],
  dmix: direct,
  dsnoop: direct,
  dshare: direct,
  rate: ['slave', 'converter'],
  route: ['slave', 'ttable', 'chmap'],
  linear: ['slave'],
  lfloat: ['slave'],
  alaw: ['slave'],
  mulaw: ['slave'],
  adpcm: ['slave'],
  copy: ['slave'],
  mmap_emul: ['slave'],
  empty: ['slave'],
  iec958: ['slave', 'status', 'preamble', 'hdmi_mode'],
  file: ['slave', 'format', 'file', 'infile', 'perm', 'truncate'],
  null: ['chmap'],
  asym: ['playback', 'capture'],
  multi: ['slaves', 'bindings', 'master'],
  softvol: ['slave', 'control', 'resolution', 'min_dB', 'max_dB'],
  meter: ['slave', 'frequency', 'scopes'],
  hooks: ['slave', 'hooks'],
  ladspa: ['slave', 'path', 'channels', 'plugins', 'playback_plugins', 'capture_plugins'],
  share: ['slave', 'bindings'],
  shm: ['server', 'pcm'],
};

/** Fields of a slave (`snd_pcm_slave_conf`). */
export const slaveFields = [
  'pcm',
  'comment',
  'format',
  'channels',
  'rate',
  'period_time',
  'period_size',
  'buffer_time',
  'buffer_size',
  'periods',
] as const;

/** Where the PCMs beneath a definition are: fields that are slaves, or groups of slaves. */
export const slavePlaces: Readonly<Record<string, 'slave' | 'group'>> = {
  slave: 'slave',
  playback: 'slave',
  capture: 'slave',
  slaves: 'group',
};
