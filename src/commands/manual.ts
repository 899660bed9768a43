/** The prose of a command's man page, beside what the command tree says. */
export interface Manual {
  readonly sections: readonly (readonly [title: string, paragraphs: readonly string[]])[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** Variables and files beside those of all commands. */
  readonly environment?: readonly (readonly [name: string, meaning: string])[];
  readonly files?: readonly (readonly [path: string, meaning: string])[];
  /** Other pages, `amixer(1)`. */
  readonly seeAlso: readonly string[];
}
