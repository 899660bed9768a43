/** What the man page of `alsats seq` says of playing and recording files. */

import type { Manual } from '../../manual.js';

export const filesManual: Pick<Manual, 'sections' | 'examples'> = {
  sections: [
    [
      'PLAYING FILES',
      [
        'Keys of seq play, where standard input is a terminal: space pauses and continues, left and right move by five seconds, up and down change the tempo by 5 %, n goes on with the next file, q ends. SIGUSR1 pauses and continues, and so does Ctrl-Z with fg. SIGINT and SIGTERM end with 130 and 143, SIGHUP and SIGQUIT with 129 and 131.',
        'Whatever is done, no note is left sounding: each gets its note-off at a pause, a jump and an end, errors and signals included (but SIGKILL, which no program can do anything about). At an end pedals, bends and controllers of the channels that were used are put back as well. After a jump the ports are what they would be had all before it been played: banks, programs, controllers, (N)RPNs, bends and pressure. System exclusive messages are not sent again.',
        'System exclusive messages of more than 256 bytes are sent in pieces, as fast as a MIDI cable takes them; what follows for the same port waits for their end, other ports do not. --sysex-rate is for devices that take more, or less.',
        'Files are read leniently where it is clear what is meant: a missing end of a track, lengths of chunks that are wrong, running status that goes on behind other events, a file that is cut off. -v tells what was found. A file that is no good ends with 7 and the byte where the trouble is, after the others were played. Text in files is taken for UTF-8, or else for Latin-1.',
        'Times of --start, --end and of the display are those of the file at its own tempo. --loop 0 plays for ever.',
      ],
    ],
    [
      'RECORDING FILES',
      [
        'What is recorded is notes, pressure, controllers, programs, bends and system exclusive messages, at the times the kernel got them. The file is brought up to date ten times a second, and put on the disk each second. From several ports, or with --split-channels, it has one track until the end, with the port of each message; it is then replaced by one with a track for each.',
        'With --count-in or --wait-for-note the recording begins later than the program; programs, controllers and bends that came before are put at its beginning. A note that is up to half a beat early belongs to the first beat. The metronome plays notes 34 and 33 on channel 10.',
        'SIGINT and SIGTERM are the ordinary way to end, and so is q. It ends with 6 when all ports that are recorded went away; what came before is in the file.',
      ],
    ],
  ],
  examples: [
    ['alsats seq play -p fluid song.mid', 'plays a file'],
    [
      'alsats seq play -p 24:0 --lyrics --tempo 90% --transpose -2 song.kar',
      'slower and lower, with its words',
    ],
    [
      'alsats seq play -p 24:0,25:0 --start 1:00 --end 1:30 --loop 0 song.mid',
      'half a minute of it over and over',
    ],
    ['alsats seq record -p Launchkey take.mid', 'records a keyboard'],
    [
      'alsats seq record -p Launchkey -b 96 -m fluid --count-in 1 --stop-after-silence 5s take.mid',
      'after a bar of clicks, until nothing is played for five seconds',
    ],
  ],
};
