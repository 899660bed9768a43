/** What the man page of `alsats midi` says beside its options. */

import type { Manual } from '../manual.js';

export const midiManual: Manual = {
  sections: [
    [
      'PORTS',
      [
        'A port is named by its name of ALSA, hw:CARD,DEVICE,SUBDEVICE; without the subdevice, the first that is free ' +
          'is taken. It can also be named by a part of the name of its card, device or subdevice, or of the sequencer ' +
          'client that is the same thing, in any case, where only one port has it.',
        '"virtual" makes a port of the sequencer, which others are connected to ("alsats seq connect", aconnect). ' +
          '"midi send" waits until something is, and then sends.',
      ],
    ],
    [
      'WORDS',
      [
        'The words are those of SendMIDI: on NOTE VELOCITY, off NOTE VELOCITY, cc NUMBER VALUE, pc NUMBER, pb VALUE ' +
          '(0 to 16383, 8192 in the middle), cp VALUE, pp NOTE VALUE, cc14 NUMBER VALUE, rpn and nrpn NUMBER VALUE, ' +
          'syx BYTE..., syf FILE, raw BYTE..., start, stop, cont, mc (a MIDI clock), clock BPM (two beats of them), ' +
          'as, rst, tc TYPE VALUE, spp BEATS, ss NUMBER, tun, mpe ZONE CHANNELS, panic. They go to channel 1 until ' +
          '"ch NUMBER" says another. Notes are numbers or names (C3 is 60; "omc OCTAVE" moves that). "hex" and "dec" ' +
          'say how the numbers after them are read; 7FH is hexadecimal, 127M decimal by itself.',
        'Bytes in hexadecimal (90 3C 64, or 903C64) are taken as well where the first of them is no word; --hex takes ' +
          'all of them so.',
        'On standard input, a line that begins with # is a remark, and a time before words is obeyed: ' +
          '+HH:MM:SS.mmm, or +SS.mmm, is after what was before, HH:MM:SS.mmm of a clock is after the first time ' +
          'that was given.',
      ],
    ],
    [
      'BYTES',
      [
        'Nothing is lost on the way: ports have a buffer of a megabyte in the kernel where it can be had, reading and ' +
          'writing wait for each other, and what the kernel could not keep is told of. "receive -o" writes bytes as ' +
          'they come, so that whatever ends the program leaves what came before; what was in the file goes when the ' +
          'port is open. "send-receive -o" writes the answer as a whole, or leaves the file alone.',
        'A port takes bytes as fast as its driver does, which for a cable is 3125 a second. Where an instrument cannot ' +
          'keep up, -i makes a pause after each system exclusive message, counted from when it has gone out, and --pace ' +
          'limits the speed.',
        'A signal that cuts "send" off ends the system exclusive message that is under way and the notes that sound; ' +
          'the exit code is that of the signal.',
      ],
    ],
    [
      'TIMES',
      [
        'The moment of a message is noted by the kernel (Linux 5.14 and alsa-lib 1.2.6 or newer), and otherwise that of ' +
          'reading it. --timestamps shows it in a form that "midi send -" obeys; in JSON it is the time of the event.',
      ],
    ],
  ],
  examples: [
    ['alsats midi list', 'which ports there are'],
    ['alsats midi send -p Keystation on C3 100', 'play a note'],
    ['alsats midi send -p hw:1 -i 100ms bank.syx', 'send patches, with pauses'],
    ['alsats midi dump -p Keystation -T relative > take.txt', 'note down what is played'],
    ['alsats midi send -p hw:1 - < take.txt', 'and play it again'],
    ['alsats midi receive -p hw:1 -o dump.syx -t 5s', 'receive a dump, until 5 seconds of silence'],
    ['alsats midi send-receive -p hw:1 F0 7E 7F 06 01 F7 --expect-sysex', 'ask an instrument what it is'],
  ],
  seeAlso: ['alsats-seq(1)', 'amidi(1)'],
};
