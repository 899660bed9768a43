// A stranger's program: the library by `require`, which Node 20.19 and newer give ES modules to.
const assert = require('node:assert/strict');
const { Pcm } = require('alsats');
const { libraryVersion } = require('alsats/raw');
const { VirtualCard } = require('alsats/virtual');

const pcm = Pcm.openWithConfig('pcm.quiet { type null }', 'quiet', 'playback');
assert.equal(pcm.isOpen, true);
pcm.close();
assert.equal(typeof VirtualCard, 'function');
assert.match(libraryVersion(), /^1\.2\./);

// One library, however it was asked for: classes and errors are the same.
import('alsats').then((imported) => assert.equal(imported.Pcm, Pcm));
