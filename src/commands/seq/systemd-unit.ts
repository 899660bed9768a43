/** A unit for the user's own systemd (systemd.unit(5), systemd.service(5)). */

/** Quotes a word of a command line of a unit: percent signs and dollars mean something there. */
function quoted(word: string): string {
  const escaped = word
    .replace(/["\\]/g, (character) => `\\${character}`)
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')
    .replaceAll('\n', '\\n');
  return /^[\w@:./+,=%-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}

/** The text of a unit that keeps a patch bay. */
export function keepUnit(node: string, program: string, file: string): string {
  return `[Unit]
Description=ALSA sequencer connections of ${file.replace(/[%\n]/g, '_')}

[Service]
ExecStart=${quoted(node)} ${quoted(program)} seq keep ${quoted(file)}
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=5

[Install]
WantedBy=default.target
`;
}
