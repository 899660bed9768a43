// What this kernel can do that another one cannot, so that a test can say what it needs.
import { existsSync } from 'node:fs';

const featureFiles = {
  /** xruns on demand (CONFIG_SND_PCM_XRUN_DEBUG) */
  xrun_injection: '/proc/asound/card0/pcm0p/sub0/xrun_injection',
  /** the card whose streams check and make patterns, with errors on demand */
  pcmtest: '/proc/asound/pcmtest',
  /** USB sound and MIDI cards made by ourselves through configfs */
  usb_gadget: '/sys/class/udc/dummy_udc.0',
  /** suspend of all devices without the machine's sleep (CONFIG_PM_DEBUG) */
  suspend: '/sys/power/pm_test',
  /** the emulated Intel card, which has dB scales */
  hda: '/proc/asound/Intel',
} as const;

export type Feature = keyof typeof featureFiles;

export function has(feature: Feature): boolean {
  return existsSync(featureFiles[feature]);
}
