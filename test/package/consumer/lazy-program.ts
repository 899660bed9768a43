// CommonJS under moduleResolution node16, where TypeScript lets no ES module be required: by `import()`.
export async function version(): Promise<string> {
  const { libraryVersion } = await import('alsats/raw');
  const { Pcm } = await import('alsats');
  const pcm = Pcm.open('null', 'playback');
  pcm.close();
  return libraryVersion();
}
