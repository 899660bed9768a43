import { describe, expect, it } from 'vitest';
import { StateFile } from '../../src/asound-state/state-file.js';
import { cardStatesFromJson, cardStateToJson, STATE_SCHEMA } from '../../src/asound-state/state-json.js';
import { jsonText } from '../../src/terminal/json-output.js';
import { seededRandom } from '../audio/random.js';

/** As alsactl 1.2.8 writes it. */
const STORED = `state.Dummy {
	control.1 {
		iface MIXER
		name 'Master Volume'
		value.0 0
		value.1 -50
		comment {
			access 'read write'
			type INTEGER
			count 2
			range '-50 - 100'
			dbmin -4500
			dbmax 0
			dbvalue.0 -3000
			dbvalue.1 -4500
		}
	}
	control.11 {
		iface MIXER
		device 1
		subdevice 2
		name 'External I/O Box'
		index 3
		value 'CD Player'
		comment {
			access 'read write user'
			type ENUMERATED
			count 1
			item.0 None
			item.1 'CD Player'
		}
	}
	control.12 {
		iface CARD
		name Bytes
		value ff00
		comment {
			access read
			type BYTES
			count 2
		}
	}
	control.13 {
		iface PCM
		name 'IEC958 Playback Default'
		value '0400'
		comment {
			access 'read write user'
			type INTEGER
			count 1
			range '0 - 10 (step 2)'
			tlv '0000000100000008ffffe68300000004'
		}
	}
}
state.VirMIDI {
	control {
	}
}
`;

describe('a state file', () => {
  it('is written as alsactl wrote it, byte for byte', () => {
    expect(StateFile.parse(STORED).toString()).toBe(STORED);
    const file = StateFile.parse(STORED);
    for (const id of file.cardIds()) file.setCard(file.card(id)!);
    expect(file.toString()).toBe(STORED);
  });

  it('tells what is stored of a card', () => {
    const card = StateFile.parse(STORED).card('Dummy')!;
    expect(
      card.elements.map(({ numid, iface, name, index, device, subdevice }) => [
        numid,
        iface,
        name,
        index,
        device,
        subdevice,
      ]),
    ).toEqual([
      [1, 'MIXER', 'Master Volume', 0, 0, 0],
      [11, 'MIXER', 'External I/O Box', 3, 1, 2],
      [12, 'CARD', 'Bytes', 0, 0, 0],
      [13, 'PCM', 'IEC958 Playback Default', 0, 0, 0],
    ]);
    const [volume, box, bytes, integer] = card.elements;
    expect(volume!.value).toEqual(
      new Map([
        [0, 0n],
        [1, -50n],
      ]),
    );
    expect(volume!.traits).toEqual({
      access: ['read', 'write'],
      type: 'INTEGER',
      count: 2,
      range: { min: -50n, max: 100n, step: 0n },
      dbMin: -4500,
      dbMax: 0,
      dbValues: new Map([
        [0, -3000],
        [1, -4500],
      ]),
      items: [],
      tlv: null,
    });
    expect(box!.value).toBe('CD Player');
    expect(box!.traits!.items).toEqual(['None', 'CD Player']);
    expect(bytes!.value).toBe('ff00');
    expect(integer!.traits!.range!.step).toBe(2n);
    expect(integer!.traits!.tlv).toEqual([1, 8, 0xffffe683, 4]);
  });

  it('is found by the id of the card, or by its index', () => {
    const file = StateFile.parse('state.card2 { control.1 { iface MIXER name A value true } }');
    expect(file.card('Nothing')).toBeNull();
    expect(file.card('Nothing', 1)).toBeNull();
    expect(file.card('Nothing', 2)!.elements[0]!.value).toBe('true');
  });

  it('keeps the cards that nobody asked to change', () => {
    const file = StateFile.parse(`${STORED}other 7\n`);
    file.setCard({ cardId: 'New', elements: [] });
    file.setCard({ cardId: 'VirMIDI', elements: [] });
    expect(file.toString()).toBe(`${STORED}state.New {\n\tcontrol {\n\t}\n}\nother 7\n`);
  });

  it.each([
    [
      'dots, equals signs, commas and comments',
      "# a\nstate.A.control.1.iface = MIXER; state.A.control.1.name 'B', # c\nstate.A.control.1.value 3\n",
    ],
    [
      'groups in pieces',
      'state { A { control { 1 { iface MIXER name B } } } }\nstate.A { control.1 { value 3 } }',
    ],
    ['lists', 'state.A { control.1 { iface mixer name "B" value [ 3 ] } }'],
  ])('may be written with %s', (_what, text) => {
    const [elem] = StateFile.parse(text).card('A')!.elements;
    expect(elem).toMatchObject({ iface: 'MIXER', name: 'B' });
    expect(elem!.value instanceof Map ? elem!.value.get(0) : elem!.value).toBe(3n);
  });

  it.each([
    "it's",
    '"',
    '\\',
    'a b',
    'Ü',
    '\u001b7',
    '\u00013',
    '',
    '<x',
    '#',
    '7',
    '-',
    'true',
    'a.b',
    '\t\n\r\b\f\v',
    '日本',
    '\x7f',
  ])('keeps the name %j', (name) => {
    const file = new StateFile();
    file.setCard({
      cardId: 'A',
      elements: [
        { numid: 1, iface: 'MIXER', name, index: 0, device: 0, subdevice: 0, value: name, traits: null },
      ],
    });
    const text = file.toString();
    expect(text).toMatch(/^[\t\n\x20-\x7e]*$/);
    expect(StateFile.parse(text).card('A')!.elements[0]).toMatchObject({ name, value: name });
  });

  it('reads the four octal digits that alsa-lib writes and cannot read', () => {
    const file = StateFile.parse(
      "state.A { control.1 { iface MIXER name '\\0303\\0234b\\303\\234\\n' value 1 } }",
    );
    expect(file.card('A')!.elements[0]!.name).toBe('ÜbÜ\n');
  });

  it.each([
    ['cut in half', STORED.slice(0, STORED.length / 2), /line \d+, column \d+: this "{" is never closed/],
    [
      'cut inside a text',
      STORED.slice(0, STORED.indexOf('Volume')),
      /line 4, column \d+: the text that starts with this quote does not end/,
    ],
    ['with a brace too many', `${STORED}}`, /line \d+, column \d+: this bracket closes nothing/],
    ['that includes others', '</etc/passwd>', /includes other files/],
    ['where the state is no group', 'state 7', /no group of cards/],
    ['where a value is a group as well', 'state.A 7\nstate.A { }', /both a value and a group/],
    ['nested for ever', '{a '.repeat(3).replace(/^\{/, '') + '{b'.repeat(500), /nested too deep/],
  ])('that is %s is refused with the line', (_what, text, message) => {
    expect(() => StateFile.parse(text)).toThrow(message);
    expect(() => StateFile.parse(text)).toThrow(expect.objectContaining({ kind: 'malformed' }));
  });

  it.each([
    ['without an interface', 'state.A.control.1 { name B }', /control\.1 has no iface/],
    ['that is no group', 'state.A.control.1 7', /control\.1 is no group/],
    ['with an index that is none', 'state.A.control.1 { iface MIXER name B index x }', /index is no number/],
    [
      'with a value that is a tree',
      'state.A.control.1 { iface MIXER name B value.0.1 2 }',
      /no value of a channel/,
    ],
    ['with half a TLV', "state.A.control.1 { iface MIXER name B comment.tlv '123' }", /no TLV data/],
  ])('with an element %s is refused by name', (_what, text, message) => {
    expect(() => StateFile.parse(text).card('A')).toThrow(message);
  });

  it('survives mutations', () => {
    const random = seededRandom(2);
    const pieces = ['{', '}', "'", '.', '\\', '"', '\n', '[', ']', '0', ',', 'state', ' ', '#', '\0'];
    for (let round = 0; round < 3000; round++) {
      let text = STORED;
      for (let edit = 0; edit < 4; edit++) {
        const place = Math.floor(random() * text.length);
        text =
          text.slice(0, place) +
          pieces[Math.floor(random() * pieces.length)] +
          text.slice(place + Math.floor(random() * 3));
      }
      try {
        const file = StateFile.parse(text);
        for (const id of file.cardIds()) file.card(id);
      } catch (error) {
        expect(error, JSON.stringify(text)).toMatchObject({ kind: 'malformed' });
      }
    }
  });
});

describe('state as JSON', () => {
  it('is the same data', () => {
    const card = StateFile.parse(STORED).card('Dummy')!;
    const json = jsonText({ schema: STATE_SCHEMA, cards: [cardStateToJson(card)] });
    expect(JSON.parse(json).cards[0].elements[0]).toMatchObject({
      value: [0, -50],
      range: { min: -50, max: 100, step: 0 },
    });
    expect(cardStatesFromJson(json)).toEqual([card]);
  });

  it('made by hand loses no element for want of a number, or for having one twice', () => {
    const elements = [{ name: 'A' }, { name: 'B', numid: 1 }, { name: 'C' }, { name: 'D', numid: 1 }];
    const json = JSON.stringify({ schema: STATE_SCHEMA, cards: [{ id: 'X', elements }] });
    const file = new StateFile();
    file.setCard(cardStatesFromJson(json)[0]!);
    expect(file.card('X')!.elements.map(({ name, numid }) => `${name}${numid}`)).toEqual([
      'A2',
      'B1',
      'C3',
      'D4',
    ]);
  });

  it('keeps numbers that JSON has none for', () => {
    const value = 2n ** 63n - 1n;
    const elem = {
      numid: 1,
      iface: 'MIXER',
      name: 'A',
      index: 0,
      device: 0,
      subdevice: 0,
      value,
      traits: null,
    };
    const json = jsonText({
      schema: STATE_SCHEMA,
      cards: [cardStateToJson({ cardId: 'X', elements: [elem] })],
    });
    // Without its type a text stays a text; whoever restores knows what it is for.
    expect(cardStatesFromJson(json)[0]!.elements[0]!.value).toBe(String(value));
  });

  it.each([
    ['no JSON', '{', /cannot be read/],
    ['another schema', '{"schema":"x","cards":[]}', /schema/],
    ['no list of cards', `{"schema":"${STATE_SCHEMA}","cards":{}}`, /cards is not a list/],
    [
      'no name',
      `{"schema":"${STATE_SCHEMA}","cards":[{"id":"A","elements":[{}]}]}`,
      /A\.elements\[0\]\.name is not a text/,
    ],
    [
      'an odd value',
      `{"schema":"${STATE_SCHEMA}","cards":[{"id":"A","elements":[{"name":"x","value":[{}]}]}]}`,
      /value\[0\] is not/,
    ],
  ])('that is %s is refused', (_what, text, message) => {
    expect(() => cardStatesFromJson(text)).toThrow(message);
  });
});
