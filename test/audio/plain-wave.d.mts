export function plainWaveHeader(
  dataBytes: number,
  shape?: { channels?: number; framesPerSecond?: number; bits?: number },
): Buffer;
