import type { Manual } from '../manual.js';
import { filesManual } from './play/manual.js';

export const seqManual: Manual = {
  sections: [
    [
      'NAMES OF PORTS',
      [
        'A port is a client and a port of it. Numbers are 14:0 or 14.0; a number alone is a client. A client is also named by its name, or by a part of it that only one has, in any case of letters; a port after the colon likewise. Without a port the first one is meant that gives or takes events, as it is wanted. A name that is no client may be that of a port, where only one has it.',
        'Numbers of clients change with each plugging and each start of a program; names mostly stay.',
      ],
    ],
    [
      'PATCH BAYS',
      [
        'A file of "seq save" is JSON: {"schema": "alsats.patch-bay/1", "connections": […]}, each connection with a sender, a dest, whether it is exclusive, and the queue whose time events are stamped with. An end is the name of a client and of a port. Where several clients have the same name, clientIndex tells which of them it is, in the order of their numbers, from 0; portIndex does so for ports.',
        'Connections with the ports of the system, and with those that only their owners may connect, are not saved and never ended.',
        'To have a patch bay always: alsats seq save ~/.config/studio.json; alsats seq keep --unit ~/.config/studio.json > ~/.config/systemd/user/studio.service; systemctl --user enable --now studio.',
      ],
    ],
    [
      'EVENTS',
      [
        'seq dump shows channels as musicians count them, from 1; with --json they count from 0, as in MIDI. Times are those at which the kernel got the event, not those at which it was shown.',
        'The kernel keeps up to 2000 events for a program that does not read them. When more come, it throws all of them away; seq dump tells so where that happens.',
        'System exclusive messages may come in several events, as their sender cut them; put together they are the message.',
        'With --ump, seq dump shows packets of MIDI 2.0, and what they mean: groups and channels from 1, values of 32 bits in hexadecimal. seq send --ump takes packets as words of eight hexadecimal digits, or lines of them on standard input, as seq dump --raw prints them. The kernel converts between the protocols, so that programs and devices of both understand each other. It takes Linux 6.5 and alsa-lib 1.2.10.',
      ],
    ],
    ...filesManual.sections,
    [
      'THE SEQUENCER',
      [
        'It is a module of the kernel. Where /dev/snd/seq is missing, "sudo modprobe snd-seq" loads it; the program ends with 3 until then.',
      ],
    ],
  ],
  examples: [
    ['alsats seq list', 'clients, ports and connections'],
    ['alsats seq connect Launchkey fluid', 'connects a keyboard to a synthesizer'],
    ['alsats seq disconnect --all', 'ends all connections'],
    ['alsats seq dump -p Launchkey --no-clock', 'shows what a keyboard sends'],
    ['alsats seq dump -p 24:0 --json -n 10', 'the next ten events as JSON'],
    ['alsats seq send -p fluid on C3 100', 'plays a note'],
    ['alsats seq send -p 24:0 patch.syx', 'sends a file of system exclusive messages'],
    ['alsats seq send --ump 2 -p 20:1 40903C00 80000000', 'sends a note-on of MIDI 2.0'],
    ['alsats seq save studio.json', 'saves the connections'],
    ['alsats seq keep studio.json', 'makes them whenever both ends are there'],
    ['alsats seq watch --json', 'tells of all that comes and goes'],
    ...filesManual.examples,
  ],
  seeAlso: ['alsats-midi(1)', 'aconnect(1)', 'aplaymidi(1)', 'arecordmidi(1)', 'aseqdump(1)'],
};
