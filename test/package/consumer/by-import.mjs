// A stranger's program: the library by `import`.
import assert from 'node:assert/strict';
import { AlsaError, Config, Pcm } from 'alsats';
import { alsa, libraryVersion } from 'alsats/raw';
import { VirtualCard } from 'alsats/virtual';

const pcm = Pcm.openWithConfig('pcm.quiet { type plug slave.pcm { type null } }', 'quiet', 'playback');
pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 });
assert.equal(pcm.io(Int16Array).writei(new Int16Array(960)), 480);
pcm.close();

const config = Config.load('a.b 7');
assert.equal(config.search('a.b').get(), 7);
config.close();

assert.throws(() => Pcm.open('no-such-pcm', 'playback'), AlsaError);
assert.equal(alsa.snd_asoundlib_version(), libraryVersion());

const card = new VirtualCard({ pace: 'none' });
const virtual = card.openPcm('playback', { nonblock: true });
assert.equal(virtual.isOpen, true);
virtual.close();
console.log(`libasound ${libraryVersion()}`);
