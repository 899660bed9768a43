/** `1 channel`, `2 channels` */
export function channelCountText(count: number): string {
  return count === 1 ? '1 channel' : `${count} channels`;
}
