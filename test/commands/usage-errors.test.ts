/** Values that make no sense are a usage error, whether the device that is named beside them is there or not. */

import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/commands/program.js';
import { FakeOutside } from './fake-outside.js';

const absentCard = ['-c', 'no-such-card'];
const absentPcm = ['-D', 'no-such-device'];
const absentPort = ['-p', 'hw:31,0'];

describe('a usage error comes before that of a device', () => {
  it.each([
    ['timer', 'watch', '--period', '0'],
    ['timer', 'watch', '--period', '-1ms'],
    ['timer', 'watch', '-d', '99999999999999999999'],
    ['timer', 'info', ''],
    ['play', ...absentPcm, ''],
    ['play', '-D', '', 'x.wav'],
    ['play', ...absentPcm, '--start', '87601h', 'x.wav'],
    ['play', ...absentPcm, '-d', 'NaN', 'x.wav'],
    ['play', ...absentPcm, '--buffer-size', '10', '--period-size', '100', 'x.wav'],
    ['play', ...absentPcm, '-B', '5000', '-F', '5001', 'x.wav'],
    ['record', '-D', '', 'x.wav'],
    ['record', ...absentPcm, '--buffer-size', '0', 'x.wav'],
    ['record', ...absentPcm, '--buffer-size', '10', '--period-size', '11', 'x.wav'],
    ['record', ...absentPcm, '--process-id-file', '', 'x.wav'],
    ['record', ...absentPcm, '--max-file-time', '99999999999999999999', 'x.wav'],
    ['mixer', 'set', '-c', '', 'Master', '5%'],
    ['mixer', 'get', '-D', '', 'Master'],
    ['mixer', 'set', ...absentCard, '--fade', 'Infinity', 'Master', '5%'],
    ['hints', '--caps', ''],
    ['ctl', 'get', ...absentCard, 'numid=abc'],
    ['ctl', 'get', ...absentCard, ''],
    ['ctl', 'set', ...absentCard, 'iface=NOWHERE,name=x', 'on'],
    ['ctl', 'lock', ...absentCard, 'name='],
    ['ctl', 'unlock', ...absentCard, 'numid=-1'],
    ['ctl', 'remove', ...absentCard, 'numid=1,colour=red'],
    ['doctor', '-c', ''],
    ['jack-watch', '-c', ''],
    ['jack-watch', ...absentCard, '--name', ''],
    ['jack-watch', ...absentCard, '--debounce', '-1'],
    ['midi', 'send', '-p', '', 'start'],
    ['midi', 'send', ...absentPort, '-f', ''],
    ['midi', 'send', ...absentPort, '-i', '99999999999999999999', 'start'],
    ['midi', 'receive', ...absentPort, '-o', ''],
    ['midi', 'receive', ...absentPort, '-n', '0'],
    ['seq', 'dump', '-p', ''],
    ['seq', 'send', '-p', '', 'start'],
    ['seq', 'record', '-p', '128', '-m', '', 'x.mid'],
    ['seq', 'connect', '--queue', '-1', '14', '128'],
    ['seq', 'connect', '14', ''],
    ['seq', 'disconnect', '', '14'],
    ['seq', 'save', ''],
    ['seq', 'restore', ''],
    ['seq', 'keep', ''],
    ['seq', 'play', '-p', '14', ''],
    ['seq', 'record', '-p', '14', ''],
    ['config', 'check', ''],
    ['mixer', 'batch', ...absentCard, ''],
    ['ctl', 'diff', '', 'no-such-card'],
  ])('%s %s %s %s %s %s %s', async (...words) => {
    const outside = new FakeOutside();
    const args = words.filter((word) => word !== undefined);
    expect([await runProgram(args, '0', outside), outside.stderr.text]).toEqual([
      2,
      expect.stringMatching(/^alsats: .*\n(hint: .*\n)?$/),
    ]);
    expect(outside.stdout.text).toBe('');
  });

  it('tells what is empty', async () => {
    const outside = new FakeOutside();
    await runProgram(['mixer', 'get', '-c', '', 'Master'], '0', outside);
    expect(outside.stderr.text).toBe('alsats: the name of a card is empty\n');
  });
});

it('takes an empty variable for none', async () => {
  const outside = new FakeOutside({ env: { ALSATS_DEVICE: '' } });
  expect(await runProgram(['play', '/nowhere/x.wav'], '0', outside)).toBe(3);
  expect(outside.stderr.text).toBe('alsats: /nowhere/x.wav: no such file\n');
});
