/** What definitions of commands fill in place of commander's own classes: as much of them as an ordinary line needs. */

type Parse = (text: string | undefined, before: unknown) => unknown;
type Action = (...args: unknown[]) => void | Promise<void>;

/** Thrown where the line is none of the ordinary ones. */
export class Doubt extends Error {}

/** The part of commander's `Option` that definitions use. */
export class QuickOption {
  /** `-l, --long <value>`. Looked at where a line asks for it: most options are of other verbs. */
  readonly #flags: string;
  #long: string | undefined;
  defaultValue: unknown;
  parse: Parse | undefined;
  rivals: readonly string[] = [];

  constructor(flags: string) {
    this.#flags = flags;
  }

  get long(): string {
    if (this.#long === undefined) {
      const [long] = this.#flags.slice(this.#flags.indexOf('--')).split(' ', 1);
      this.#long = long!;
    }
    return this.#long;
  }

  get takesValue(): boolean {
    return this.#flags.includes('<');
  }

  /** Its value may be left out, or it takes several: for commander. */
  get isDoubtful(): boolean {
    return this.#flags.includes('[') || this.#flags.includes('...');
  }

  get isNegative(): boolean {
    return this.#flags.includes('--no-');
  }

  get attribute(): string {
    const words = this.long.slice(this.isNegative ? 5 : 2);
    return words.includes('-') ? words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) : words;
  }

  /** @param flag as on the command line, `-l` or `--long` */
  isNamed(flag: string): boolean {
    return flag.length > 2 ? this.long === flag : this.#flags.startsWith(`${flag},`);
  }

  choices(values: readonly string[]): this {
    this.parse = (text) => {
      if (text === undefined || !values.includes(text)) throw new Doubt();
      return text;
    };
    return this;
  }

  default(value: unknown): this {
    this.defaultValue = value;
    return this;
  }

  argParser(parse: Parse): this {
    this.parse = parse;
    return this;
  }

  conflicts(names: string | readonly string[]): this {
    this.rivals = [...this.rivals, ...(typeof names === 'string' ? [names] : names)];
    return this;
  }

  hideHelp(): this {
    return this;
  }
}

/** The part of commander's `Command` that definitions use. Texts for people are not kept. */
export class QuickCommand {
  readonly commands = new Map<string, QuickCommand>();
  readonly options: QuickOption[] = [];
  readonly operands: { readonly isRequired: boolean; readonly isVariadic: boolean }[] = [];
  run: Action | null = null;
  /** Words like -12dB are operands: commander passes on all options that it does not know. */
  takesLevels = false;

  command(nameAndArguments: string): QuickCommand {
    const [name = '', ...operands] = nameAndArguments.split(' ');
    const command = new QuickCommand();
    for (const operand of operands) command.argument(operand);
    this.commands.set(name, command);
    return command;
  }

  argument(specification: string): this {
    this.operands.push({
      isRequired: specification.startsWith('<'),
      isVariadic: specification.includes('...'),
    });
    return this;
  }

  option(flags: string, _description?: string, parse?: unknown, defaultValue?: unknown): this {
    const option = this.createOption(flags);
    if (typeof parse === 'function') option.argParser(parse as Parse).default(defaultValue);
    else option.default(parse);
    return this.addOption(option);
  }

  createOption(flags: string): QuickOption {
    return new QuickOption(flags);
  }

  addOption(option: QuickOption): this {
    // Commander's own class would bring all of it along.
    if (!(option instanceof QuickOption)) throw new TypeError('make options by command.createOption()');
    this.options.push(option);
    return this;
  }

  action(action: Action): this {
    this.run = action;
    return this;
  }

  allowUnknownOption(): this {
    this.takesLevels = true;
    return this;
  }

  summary(): this {
    return this;
  }

  description(): this {
    return this;
  }

  usage(): this {
    return this;
  }

  optionsGroup(): this {
    return this;
  }
}
