import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { CardWatch } from '../../src/alsa/card-watch.js';

const watches: CardWatch<string>[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.close();
});

/** A folder of nodes, and what a watch of it tells. */
function watchOf(
  folder: string,
  look = (index: number): string | null => `card ${index}`,
  kernelFolder = '/nowhere',
) {
  const events: string[] = [];
  const watch = new CardWatch<string>({
    folder,
    kernelFolder,
    look,
    onEvent: ({ type, card }) => events.push(`${type} ${card}`),
    onError: (error) => events.push(`error ${error}`),
  });
  watches.push(watch);
  const until = async (count: number) => {
    const deadline = performance.now() + 10_000;
    while (events.length < count && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 2));
    return events;
  };
  return { watch, events, until };
}

const root = () => mkdtempSync(join(tmpdir(), 'alsats-dev-'));
const plug = (folder: string, index: number) => {
  for (const name of [`pcmC${index}D0p`, `controlC${index}`]) writeFileSync(join(folder, name), '');
};
const unplug = (folder: string, index: number) => {
  for (const name of [`controlC${index}`, `pcmC${index}D0p`]) rmSync(join(folder, name));
};

it('has the cards there are, without an event', async () => {
  const folder = root();
  plug(folder, 2);
  plug(folder, 0);
  plug(folder, 11);
  writeFileSync(join(folder, 'timer'), '');
  const { watch, events } = watchOf(folder);
  expect(watch.cards).toEqual(['card 0', 'card 2', 'card 11']);
  expect(events).toEqual([]);
});

it('tells of cards that come and go, each once', async () => {
  const folder = root();
  plug(folder, 0);
  const { watch, until } = watchOf(folder);
  plug(folder, 3);
  expect(await until(1)).toEqual(['add card 3']);
  unplug(folder, 0);
  expect(await until(2)).toEqual(['add card 3', 'remove card 0']);
  plug(folder, 0);
  expect(await until(3)).toEqual(['add card 3', 'remove card 0', 'add card 0']);
  expect(watch.cards).toEqual(['card 0', 'card 3']);
});

it('sees that a node of the same name is another card', async () => {
  const folder = root();
  plug(folder, 0);
  // Another file holds the number of the removed one, which the file system would give away again.
  const { until } = watchOf(folder);
  writeFileSync(join(folder, 'controlC0.new'), '');
  unplug(folder, 0);
  plug(folder, 0);
  expect(await until(2)).toEqual(['remove card 0', 'add card 0']);
});

it('tells of a card once it may be opened', async () => {
  const folder = root();
  let allowed = false;
  const { until } = watchOf(folder, (index) => (allowed ? `card ${index}` : null));
  plug(folder, 1);
  // A second card, to know that the first one has been looked at.
  plug(folder, 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  allowed = true;
  chmodSync(join(folder, 'controlC1'), 0o666);
  expect((await until(2)).toSorted()).toEqual(['add card 1', 'add card 2']);
});

it('waits for the folder, and survives its end', async () => {
  const folder = join(root(), 'snd');
  const { watch, until } = watchOf(folder);
  expect(watch.cards).toEqual([]);
  mkdirSync(folder);
  plug(folder, 0);
  expect(await until(1)).toEqual(['add card 0']);
  rmSync(folder, { recursive: true });
  expect(await until(2)).toEqual(['add card 0', 'remove card 0']);
  mkdirSync(folder);
  plug(folder, 0);
  expect(await until(3)).toEqual(['add card 0', 'remove card 0', 'add card 0']);
});

it('is quiet after its end', async () => {
  const folder = root();
  const { watch, events } = watchOf(folder);
  plug(folder, 0);
  watch.close();
  watch.close();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(events).toEqual([]);
});

it('tells of a card once the kernel has given it its id', async () => {
  const folder = root();
  const kernelFolder = root();
  const idFile = join(kernelFolder, 'card4', 'id');
  mkdirSync(join(kernelFolder, 'card4'));
  writeFileSync(idFile, '\n');
  const { watch, events, until } = watchOf(
    folder,
    () => `card ${readFileSync(idFile, 'latin1').trim()}`,
    kernelFolder,
  );
  plug(folder, 4);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events).toEqual([]);
  expect(watch.cards).toEqual([]);
  writeFileSync(idFile, 'Audio\n');
  expect(await until(1)).toEqual(['add card Audio']);
});
