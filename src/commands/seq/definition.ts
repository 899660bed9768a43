/** `alsats seq`: its verbs and their options, and nothing that costs time to load. */

import type { Command, Option } from 'commander';
import { addEndOptions, addFilterOptions, addPaceOptions } from '../midi/options.js';
import type { Outside } from '../outside.js';
import { addShowOptions, collectText, type ShowOptions } from '../show-options.js';
import { parseCount } from '../values.js';
import type { ConnectOptions, DisconnectOptions } from './connect.js';
import type { DumpOptions } from './dump.js';
import type { KeepOptions } from './keep.js';
import type { ListOptions } from './list.js';
import type { RestoreOptions } from './patch-file.js';
import { defineSeqPlay } from './play/definition.js';
import { defineSeqRecord } from './record/definition.js';
import type { SendOptions } from './send.js';
import type { WatchOptions } from './watch.js';

type Finish = (exitCode: number) => void;

/** Adds the command to the program. */
export function defineSeq(program: Command, outside: Outside, finish: Finish): void {
  const seq = program
    .command('seq')
    .summary('MIDI clients, ports and connections; show and send events, play and record files')
    .description(
      'Works with the sequencer, through which programs and devices send each other MIDI: lists, makes and keeps ' +
        'connections, shows events as they pass, sends some, and plays and ' +
        'records MIDI files. A port is named by numbers (14:0), by the name of its ' +
        'client or a part of it that only it has (through), by both (through:1), or by its own name.',
    )
    .usage('<verb> [operands] [options]');
  defineListing(seq, outside, finish);
  defineConnections(seq, outside, finish);
  definePatchBay(seq, outside, finish);
  defineEvents(seq, outside, finish);
  defineSending(seq, outside, finish);
  defineSeqPlay(seq, outside, finish);
  defineSeqRecord(seq, outside, finish);
}

function umpOption(command: Command, description: string): Option {
  return command.createOption('-u, --ump <protocol>', description).choices(['1', '2']);
}

function verb(seq: Command, name: string, summary: string, description: string): Command {
  return seq.command(name).summary(summary).description(description);
}

function defineListing(seq: Command, outside: Outside, finish: Finish): void {
  const list = verb(
    seq,
    'list',
    'list clients, ports and connections',
    'Lists all clients with who owns them, their ports, and what each port is connected to: an arrow to the right for ' +
      'where its events go, one to the left for where they come from. In front of a port\'s name, ">" says that it ' +
      'gives events and "<" that it takes them; a parenthesis in its place, that only its owner may connect it.',
  ).option('--dot', 'as a picture for Graphviz: alsats seq list --dot | dot -Tsvg');
  addShowOptions(list).action(async (options: ListOptions) => {
    const { listGraph } = await import('./list.js');
    finish(await listGraph(options, outside));
  });
  const watch = verb(
    seq,
    'watch',
    'tell of clients, ports and connections as they come and go',
    'Lists what there is, and then tells of each client, port and connection that comes, goes or changes, until SIGINT ' +
      'or SIGTERM. It costs nothing while nothing happens.',
  ).option(
    '--exec <command>',
    'run a shell command for each, with ALSATS_TYPE, ALSATS_CLIENT_NAME … and JSON on its input',
  );
  addShowOptions(watch).action(async (options: WatchOptions) => {
    const { watchGraph } = await import('./watch.js');
    finish(await watchGraph(options, outside));
  });
}

function defineConnections(seq: Command, outside: Outside, finish: Finish): void {
  const connect = verb(
    seq,
    'connect',
    'connect two ports',
    'Connects a port that gives events to one that takes them. That they are connected already is no error; a ' +
      'connection with other flags than are asked for is made anew.',
  )
    .argument('<sender>', 'the port that gives events')
    .argument('<dest>', 'the port that takes them')
    .option('-e, --exclusive', 'no other connection may be made at these ports')
    .option(
      '--queue <n>',
      'stamp events that pass with the time of this queue',
      parseCount('a number of a queue', 0, 255),
    )
    .option('--tick', 'the stamps are ticks, not seconds');
  addShowOptions(connect).action(async (sender: string, dest: string, options: ConnectOptions) => {
    const { connectPorts } = await import('./connect.js');
    finish(await connectPorts(sender, dest, options, outside));
  });
  const disconnect = verb(
    seq,
    'disconnect',
    'disconnect two ports, or all',
    'Ends a connection, or with --all each one that is not private to its owner. That there is none is no error.',
  )
    .argument('[sender]', 'the port that gives events')
    .argument('[dest]', 'the port that takes them')
    .option('-x, --all', 'end all connections');
  addShowOptions(disconnect).action(
    async (sender: string | undefined, dest: string | undefined, options: DisconnectOptions) => {
      const { disconnectPorts } = await import('./connect.js');
      finish(await disconnectPorts(sender, dest, options, outside));
    },
  );
}

function definePatchBay(seq: Command, outside: Outside, finish: Finish): void {
  const save = verb(
    seq,
    'save',
    'save the connections in a file',
    'Saves all connections with the names of their clients and ports, so that they can be restored when these have ' +
      'other numbers. The file is replaced as a whole or not at all.',
  ).argument('<file>', 'the file; - for standard output');
  addShowOptions(save).action(async (file: string, options: ShowOptions) => {
    const { savePatchBay } = await import('./patch-file.js');
    finish(await savePatchBay(file, options, outside));
  });
  const restore = verb(
    seq,
    'restore',
    'make the connections of a file',
    'Makes the connections of a file that "seq save" wrote. What cannot be made, since an end is not there, is told, ' +
      'and the others are made all the same.',
  )
    .argument('<file>', 'the file; - for standard input')
    .option('--exact', 'end all other connections');
  addShowOptions(restore).action(async (file: string, options: RestoreOptions) => {
    const { restorePatchBay } = await import('./patch-file.js');
    finish(await restorePatchBay(file, options, outside));
  });
  const keep = verb(
    seq,
    'keep',
    'make the connections of a file whenever both ends are there',
    'Makes the connections of a file, and makes each again whenever it is missing while both its ends are there: after ' +
      're-plugging, a restart of a program, or somebody else’s disconnecting. Runs until SIGINT or SIGTERM; SIGHUP makes ' +
      'it read the file again.',
  )
    .argument('<file>', 'the file')
    .option('--unit', 'print a unit that has systemd do this for you, and end');
  addShowOptions(keep).action(async (file: string, options: KeepOptions) => {
    const { keepPatchBay } = await import('./keep.js');
    finish(await keepPatchBay(file, options, outside));
  });
}

function defineEvents(seq: Command, outside: Outside, finish: Finish): void {
  const dump = verb(
    seq,
    'dump',
    'show events as they come',
    'Shows all that is sent to a port of its own, with the time of day and the seconds since the start at which the ' +
      'kernel got each event, until SIGINT or SIGTERM. With -p it connects itself to these ports; "-p 0:1" shows what ' +
      'the sequencer announces.',
  )
    .option(
      '-p, --port <ports>',
      'read from these ports, with commas; may be given several times',
      collectText('the name of a port'),
    )
    .option('--raw', 'the bytes of each event in hexadecimal, as they are on a wire')
    .addOption(umpOption(seq, 'show packets of MIDI 2.0, in protocol 1 (of MIDI 1.0) or 2'));
  addEndOptions(addFilterOptions(dump), 'end when nothing came for so long');
  addShowOptions(dump).action(async (options: DumpOptions) => {
    const { dumpEvents } = await import('./dump.js');
    finish(await dumpEvents(options, outside));
  });
}

function defineSending(seq: Command, outside: Outside, finish: Finish): void {
  const send = verb(
    seq,
    'send',
    'send messages to ports',
    'Sends messages to one or more ports: words (on C3 100, cc 7 127, syx 43 10 …), bytes in hexadecimal (90 3C 64), ' +
      'files of system exclusive messages (NAME.syx), or what comes on standard input (-), as "midi send" does. Long ' +
      'system exclusive messages go in pieces, as fast as those who get them read. With --ump it sends packets of ' +
      'MIDI 2.0: words of eight hexadecimal digits, or lines of them on standard input.',
  )
    .argument('[what...]', 'words, bytes, files, or -')
    .option(
      '-p, --port <ports>',
      'send to these ports, with commas; may be given several times',
      collectText('the name of a port'),
    )
    .addOption(umpOption(seq, 'send packets of MIDI 2.0 as a client of protocol 1 (of MIDI 1.0) or 2'));
  addPaceOptions(send);
  addShowOptions(send).action(async (operands: string[], options: SendOptions) => {
    const { sendToPorts } = await import('./send.js');
    finish(await sendToPorts(operands, options, outside));
  });
}
