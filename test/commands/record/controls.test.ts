/** Keys and signals, as what they ask of the recorder. */

import { expect, it } from 'vitest';
import { createRecordControls } from '../../../src/commands/record/controls.js';
import { KeyReader } from '../../../src/terminal/keys.js';
import { FakeOutside } from '../fake-outside.js';

function setUp(canSplit = true) {
  const asked: string[] = [];
  const outside = new FakeOutside({ terminal: true });
  const controls = createRecordControls({
    recorder: {
      stop: () => void asked.push('stop'),
      split: () => {
        asked.push('split');
        return canSplit;
      },
      togglePause: () => void asked.push('pause'),
      releaseDevice: () => void asked.push('release'),
      reacquireDevice: () => void asked.push('reacquire'),
    },
    outside,
    keys: KeyReader,
    onStop: () => void asked.push('end'),
    onNoSplit: () => void asked.push('no split'),
    onSuspend: () => void asked.push('hide'),
  });
  controls.start();
  return { asked, outside, controls };
}

it('keys pause, split and end', () => {
  const { asked, outside, controls } = setUp();
  outside.stdin.type(' sxq');
  expect(asked).toEqual(['pause', 'split', 'end']);
  controls.close();
});

it('signals split and end; a second one ends at once', () => {
  const { asked, outside, controls } = setUp();
  outside.signals.emit('SIGUSR1');
  outside.signals.emit('SIGTERM');
  expect([asked, outside.asked]).toEqual([['split', 'end'], []]);
  outside.signals.emit('SIGINT');
  expect(outside.asked).toEqual(['exit 130']);
  controls.close();
});

it('Ctrl-Z gives the device away and takes it again', () => {
  const { asked, outside, controls } = setUp();
  outside.signals.emit('SIGTSTP');
  expect(asked).toEqual(['release', 'hide', 'reacquire']);
  expect(outside.asked).toEqual(['stop']);
  controls.close();
  expect(outside.signals.eventNames()).toEqual([]);
});

it('tell where there can be no other file', () => {
  const { asked, outside, controls } = setUp(false);
  outside.stdin.type('s');
  expect(asked).toEqual(['split', 'no split']);
  controls.close();
});
