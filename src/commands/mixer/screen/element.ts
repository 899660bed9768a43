/**
 * What the screen knows of a mixer's elements: plain values, read anew after every change. Nothing here knows where they
 * come from.
 */

export type Direction = 'playback' | 'capture';

export interface ScreenChannel {
  /** `front-left`, `mono` … */
  readonly name: string;
  /** As alsamixer counts, 0 to 100 with fractions; null without a volume. */
  readonly percent: number | null;
  readonly raw: number | null;
  /** Null without decibels, and for silence. */
  readonly db: number | null;
  /** Null without a switch. */
  readonly on: boolean | null;
}

/** From which percentage on a level is loud, and amplified. */
export interface LevelZones {
  readonly loudPercent: number;
  readonly overPercent: number;
}

/** One direction of an element. */
export interface ScreenSide {
  readonly channels: readonly ScreenChannel[];
  /** The ends of the raw volume; null without a volume. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** The ends in decibels, null for silence; null without decibels. */
  readonly dbRange: { readonly minDb: number | null; readonly maxDb: number } | null;
  readonly zones: LevelZones;
  readonly hasSwitch: boolean;
}

/** A choice of items, where the element is one. */
export interface ScreenChoice {
  readonly items: readonly string[];
  /** The item each channel is set to. */
  readonly chosen: readonly number[];
  /** Null where it is for both. */
  readonly direction: Direction | null;
}

export interface ScreenElement {
  /** Tells elements of a card apart. */
  readonly id: string;
  readonly name: string;
  readonly index: number;
  /** False while the driver says that it has no effect. */
  readonly isActive: boolean;
  readonly playback: ScreenSide | null;
  /** What is for capture alone. */
  readonly capture: ScreenSide | null;
  /** Whether both directions have one volume, or one switch, which then stands with playback. */
  readonly hasCommonVolume: boolean;
  readonly hasCommonSwitch: boolean;
  /** Elements of a group capture one at a time. */
  readonly captureGroup: number | null;
  readonly choice: ScreenChoice | null;
}

/** A card as the screen names it. */
export interface ScreenCard {
  /** What to open it by: `hw:0`, `default`. */
  readonly device: string;
  /** `0`, or empty for a device that is no single card. */
  readonly number: string;
  readonly id: string;
  readonly name: string;
}
