/** The prose of a command's man page, beside what the command tree says. */
export interface Manual {
  readonly sections: readonly (readonly [title: string, paragraphs: readonly string[]])[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}
